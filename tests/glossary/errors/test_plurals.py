"""Numbers in texts: every message that counts something has plural forms in every language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask_babel import gettext, ngettext

from glossary.catalogs.checks import CatalogProblem
from glossary.errors import BrokenSource, Invalid
from glossary.errors.plurals import NN_, format_message
from glossary.formats import Finding
from glossary.site import paths
from glossary.web.interface_texts import CountingBabel, texts
from tests import messages

PARCELS = NN_("%(count)s parcel lies at %(where)s", "%(count)s parcels lie at %(where)s")
STAMPS = NN_("of %(count)s is left %(left)s stamp", "of %(count)s are left %(left)s stamps", "left")
RUSSIAN = (
    "%(count)s посылка %(where)s",
    "%(count)s посылки %(where)s",
    "%(count)s посылок %(where)s",
)

COUNTED = re.compile(
    r"%\((?:count|num|number|most|least|length|size|limit|ratio|all|total|days|errors|pages)\)[sd]"
)
WITHOUT_A_NOUN = {
    "%(value)s is more than %(most)s": "two numbers",
    "%(value)s is less than %(least)s": "two numbers",
    "%(value)s is more than %(most)s, which is %(setting)s": "two numbers",
    "“%(parameter)s” is less than %(least)s.": "a number alone",
    "“%(parameter)s” is more than %(most)s.": "a number alone",
    "Too many words: only the first %(most)s were used.": "an ordinal of fifty",
    "%(count)s were found; the first %(most)s are listed.": "the noun stands in no text",
    "All %(count)s from the file": "the noun stands in no text",
    "All %(count)s": "the noun stands in no text",
    "At most %(most)s columns are shown.": "always four",
    "The text is read and not kept. At most %(most)s characters.": "always 300,000",
    "Language %(number)s": "an ordinal",
    "line %(number)s": "an ordinal",
    "Page %(page)s of %(pages)s": "two ordinals",
}
APART = re.compile(r": %\(\w+\)s|\(%\(\w+\)s\)")
"""A number after a colon or in brackets inflects nothing."""
UNIT = re.compile(r"%\(most\)s MB")


def _uncounted(message: str) -> bool:
    left = UNIT.sub("", APART.sub("", message))
    return not COUNTED.search(left) or message in WITHOUT_A_NOUN


def _extracted(tmp_path: Path) -> Iterator[str | tuple[str, ...]]:
    return (one.id for one in messages.extract(tmp_path / "all.pot") if one.id)


def test_every_number_beside_a_noun_has_plural_forms(tmp_path: Path) -> None:
    found = [one for one in _extracted(tmp_path) if isinstance(one, str)]
    assert len(found) > 500
    assert [one for one in found if not _uncounted(one)] == []
    assert WITHOUT_A_NOUN.keys() <= set(found)


def test_what_is_marked_is_extracted_with_both_texts(tmp_path: Path) -> None:
    plurals = {one[1] for one in _extracted(tmp_path) if isinstance(one, (tuple, list))}
    assert "the text has more than %(most)s characters" in plurals


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 parcels lie at A"), (1, "1 parcel lies at A"), (21, "21 parcels")]
)
def test_english_by_number(number: int, text: str) -> None:
    assert format_message(PARCELS, {"count": number, "where": "A"}).startswith(text)


def test_the_number_that_decides_may_be_another_and_kept_as_text() -> None:
    assert format_message(STAMPS, {"count": 5, "left": "1"}) == "of 5 is left 1 stamp"


def test_all_that_is_told_counts() -> None:
    values = {"count": 1, "where": "B"}
    wanted = "1 parcel lies at B"
    assert CatalogProblem("syntax", PARCELS, values).describe() == wanted
    assert Finding("several-schemes", "x", PARCELS, values).describe() == wanted
    assert str(Invalid(PARCELS, parameter="p", count=1, where="B")) == wanted
    assert str(BrokenSource("f", PARCELS, count=1, where="B")) == f"f: {wanted}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return translations with one catalog, of Russian."""
    catalog = Catalog("ru")
    catalog.add(("%(count)s parcel lies at %(where)s", PARCELS), RUSSIAN)
    target = tmp_path / "ru" / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as stream:
        write_mo(stream, catalog)
    return tmp_path


FORMS = [(1, "1 посылка тут"), (23, "23 посылки тут"), (11, "11 посылок тут")]


@pytest.mark.parametrize(("number", "text"), FORMS)
def test_a_catalog_gives_the_form_of_the_number(folder: Path, number: int, text: str) -> None:
    catalog = texts(folder, "ru")
    assert format_message(PARCELS, {"count": number, "where": "тут"}, catalog.gettext) == text
    assert catalog.gettext("unknown") == "unknown"


@pytest.mark.parametrize(("number", "text"), FORMS)
def test_a_request_gives_the_form_of_the_number(folder: Path, number: int, text: str) -> None:
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    CountingBabel(app, locale_selector=lambda: "ru")
    with app.test_request_context():
        assert format_message(PARCELS, {"count": number, "where": "тут"}, gettext) == text
        assert gettext("%(a)s", a="b") == "b"
        assert ngettext("%(num)s x", "%(num)s y", 2) == "2 y"


def test_without_a_catalog_the_text_is_english() -> None:
    catalog = texts(paths.TRANSLATIONS, "nn")
    assert (
        format_message(PARCELS, {"count": 1, "where": "C"}, catalog.gettext) == "1 parcel lies at C"
    )
