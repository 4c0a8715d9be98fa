"""The interface's catalogs and the tools that keep them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from glossary.catalogs.po.catalog import Message, TermCatalog
from tests import messages
from tests.messages import CHECKOUT, LOCALES, PYBABEL


def test_the_template_is_up_to_date() -> None:
    assert not list(messages.template_problems())


@pytest.mark.parametrize("locale", LOCALES)
def test_catalogs_are_complete(locale: str) -> None:
    source = messages.read(CHECKOUT / "translations" / "messages.pot")
    path = CHECKOUT / "translations" / locale / "LC_MESSAGES" / "messages.po"
    assert not list(messages.problems_of(messages.read(path, locale), source))


def test_every_locale_is_checked() -> None:
    folders = (CHECKOUT / "translations").glob("*/LC_MESSAGES/messages.po")
    assert sorted(path.parts[-3] for path in folders) == sorted(LOCALES)


def test_templates_of_terms_are_up_to_date() -> None:
    assert not list(messages.term_template_problems())


def _catalogs() -> tuple[TermCatalog, TermCatalog]:
    """Return a template of three messages, and a good catalog of it."""
    catalogs = TermCatalog(), TermCatalog("fr")
    for catalog, strings in zip(catalogs, ([""] * 3, ["Bonjour", "%(n)s x", "y"]), strict=True):
        catalog.add(Message("Hello", strings[0]))
        catalog.add(Message("%(n)s of it", strings[1], flags={"python-format"}))
        plural = (strings[2] and "un", strings[2] and "%(n)s fois")
        catalog.add(Message(("%(n)s time", "%(n)s times"), plural, flags={"python-format"}))
    return catalogs


def test_a_good_catalog_has_no_problems() -> None:
    source, catalog = _catalogs()
    assert not list(messages.problems_of(catalog, source))


@pytest.mark.parametrize(
    ("id", "string", "problem"),
    [
        ("Hello", "", "is empty"),
        ("Hello", "<b>Bonjour</b>", "markup"),
        ("Hello", "Bon&nbsp;jour", "markup"),
        ("%(n)s of it", "%(m)s x", "placeholder"),
        ("%(n)s of it", "x", "placeholder"),
        ("%(n)s of it", "%(n)s %(n)d", "placeholder"),
        ("%(n)s time", ("un", ""), "empty"),
        ("%(n)s time", ("un", "%(m)s fois"), "placeholder"),
    ],
)
def test_problems_are_seen(id: str, string: str | tuple[str, ...], problem: str) -> None:
    source, catalog = _catalogs()
    message = catalog.get(id)
    assert message is not None
    message.string = string
    assert [text for text in messages.problems_of(catalog, source) if problem in text]


def test_missing_extra_and_fuzzy_messages_are_seen() -> None:
    source, catalog = _catalogs()
    catalog.add(Message("Other", "Autre"))
    kept = [message for message in catalog if message.id != "Hello"]
    catalog.clear()
    for one in kept:
        catalog.add(one)
    message = catalog.get("%(n)s of it")
    assert message is not None
    message.flags.add("fuzzy")
    assert sorted(messages.problems_of(catalog, source)) == [
        "“%(n)s of it” is fuzzy",
        "“Hello” is missing",
        "“Other” is no longer used",
    ]


def _pybabel(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [*PYBABEL, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_pybabel_extracts_updates_and_compiles(tmp_path: Path) -> None:
    for name in ("glossary", "templates"):
        shutil.copytree(CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(CHECKOUT / "babel.cfg", tmp_path)
    place = tmp_path / "translations" / "fr" / "LC_MESSAGES"
    place.mkdir(parents=True)
    shutil.copy(CHECKOUT / "translations" / "fr" / "LC_MESSAGES" / "messages.po", place)
    page = tmp_path / "templates" / "new.html"
    page.write_text("{% trans %}A new sentence{% endtrans %}", "utf-8")
    pot = tmp_path / "translations" / "messages.pot"
    extracted = messages.extract(pot, tmp_path)
    assert extracted.get("A new sentence") is not None
    _pybabel(
        tmp_path, "update", "-i", str(pot), "-d", "translations", "-l", "fr", "--previous",
        "--no-fuzzy-matching", "--no-wrap",
    )  # fmt: skip
    catalog = messages.read(place / "messages.po", "fr")
    assert [m.id for m in catalog if not any(m.string)] == ["A new sentence"]
    _pybabel(tmp_path, "compile", "-d", "translations", "-D", "messages")
    assert (place / "messages.mo").stat().st_size > 5000


def test_the_check_tells_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("template_problems", "catalog_problems", "term_template_problems"):
        monkeypatch.setattr(messages, name, list)
    assert messages.main() == 0
    assert capsys.readouterr().out == "templates up to date, catalogs complete\n"
    monkeypatch.setattr(messages, "catalog_problems", lambda: ["fr: “x” is empty"])
    assert messages.main() == 1
    assert capsys.readouterr().out == "fr: “x” is empty\n1 problems\n"
