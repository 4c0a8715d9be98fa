"""The page of what is wrong with a catalog, for readers, translators and programs."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.catalogs.checks import RULES
from glossary.catalogs.po import files
from glossary.site.settings import Settings
from glossary.web import session
from glossary.web.desk import checks

ADDRESS = "/en/translate/heritage/fr/checks"


@pytest.fixture
def client(own_app: Flask) -> FlaskClient:
    return own_app.test_client()


@pytest.fixture
def change(own_site: Settings) -> Callable[[str, str], None]:
    """A function that puts a text in the place of another one in the French catalog."""

    def put(old: str, new: str) -> None:
        path = files.catalog_path(own_site.translations, "fr", "heritage")
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return put


def test_a_catalog_without_problems(client: FlaskClient, read_page: Callable[[str], Any]) -> None:
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = read_page(answer.text)
    assert "Texts checked: 5. Errors: 0. Warnings: 0." in page.words()
    assert "Nothing was found." in page.words()


def test_problems_by_rule_with_a_way_to_the_entry(
    client: FlaskClient, change: Callable[[str, str], None], read_page: Callable[[str], Any]
) -> None:
    change("# equivalence: partial", "# equivalence: <b>half</b>")
    change('msgstr "bibliothèque"', 'msgstr "bibliothèque "')
    page = read_page(client.get(ADDRESS).text)
    words = page.words()
    assert words.index("bad-data") < words.index("edge-space")
    assert RULES["bad-data"].meaning in words
    assert "<b>half</b>" in words
    assert "line 15" in words
    assert "/en/translate/heritage/fr/entry/summary" in page.links()
    assert "/en/translate/heritage/fr/entry/library" in page.links()
    one = read_page(client.get(f"{ADDRESS}?rule=edge-space").text)
    assert RULES["bad-data"].meaning not in one.words()
    assert "/en/translate/heritage/fr/entry/summary" not in one.links()


@pytest.mark.parametrize("ui", ["fr", "ar"])
def test_the_page_in_other_languages(
    client: FlaskClient,
    change: Callable[[str, str], None],
    read_page: Callable[[str], Any],
    ui: str,
) -> None:
    change('msgstr "bibliothèque"', 'msgstr "bibliothèque "')
    page = read_page(client.get(f"/{ui}/translate/heritage/fr/checks").text)
    [shown] = [text for text in page.texts if text.text == "bibliothèque"]
    assert (shown.lang, shown.dir) == ("fr", "ltr")


def test_the_same_for_programs(client: FlaskClient, change: Callable[[str, str], None]) -> None:
    change("# equivalence: partial", "# equivalence: half")
    change('msgstr "bibliothèque"', 'msgstr "bibliothèque "')
    answer = client.get(f"{ADDRESS}.json")
    assert answer.mimetype == "application/json"
    record = json.loads(answer.data)
    assert (record["errors"], record["warnings"], record["outdated"]) == (1, 1, False)
    assert [one["rule"] for one in record["problems"]] == ["edge-space", "bad-data"]
    only = json.loads(client.get(f"{ADDRESS}.json?rule=bad-data").data)
    assert [one["concept"] for one in only["problems"]] == ["summary"]
    assert only["counts"] == record["counts"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/translate/none/fr/checks", 404),
        ("/en/translate/heritage/de/checks", 404),
        ("/en/translate/heritage/FR/checks", 404),
        ("/en/translate/heritage/../checks", 404),
        ("/en/translate/heritage/..%2f..%2fetc/checks", 404),
        ("/en/translate/heritage/x/checks", 404),
        ("/en/translate/heritage/de/checks.json", 404),
        (f"{ADDRESS}?rule=none", 400),
        (f"{ADDRESS}?rule=%3Cscript%3E", 400),
        (f"{ADDRESS}?page=-1", 200),
        (f"{ADDRESS}?page=99999999999", 200),
        (f"{ADDRESS}?page=9999", 200),
    ],
)
def test_odd_addresses(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "<script>" not in answer.text


def test_many_problems_have_several_pages(
    client: FlaskClient, own_site: Settings, read_page: Callable[[str], Any]
) -> None:
    path = files.catalog_path(own_site.translations, "fr", "heritage")
    lines = (f'\nmsgctxt "c{n}|scopeNote"\nmsgid "x{n}"\nmsgstr " y{n}"\n' for n in range(150))
    path.write_text(path.read_text("utf-8") + "".join(lines), "utf-8")
    first = read_page(client.get(ADDRESS).text)
    assert len(re.findall(r"edge-space", first.words())) == 2
    assert f"{ADDRESS}?page=2" in first.links()
    second = client.get(f"{ADDRESS}?page=2&rule=edge-space")
    page = read_page(second.text)
    assert "line 1 " not in page.words()
    back = {f"{ADDRESS}?rule=edge-space&page=1", f"{ADDRESS}?page=1&rule=edge-space"}
    assert back & set(page.links())
    assert sum(link.startswith("/en/translate/heritage/fr/entry/c") for link in page.links()) == 50


def test_a_large_catalog_is_checked_for_its_translators_only(
    client: FlaskClient,
    change: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    read_page: Callable[[str], Any],
) -> None:
    monkeypatch.setattr(checks, "SMALL_BYTES", 10)
    page = read_page(client.get(ADDRESS).text)
    assert "only when one of its translators asks" in page.words()
    assert client.get(f"{ADDRESS}.json").status_code == 401
    with monkeypatch.context() as patch:
        patch.setattr(session, "may", lambda role, lang="": (role, lang) == ("translator", "fr"))
        assert "Texts checked: 5." in client.get(ADDRESS).text
    assert "Texts checked: 5." in client.get(ADDRESS).text
    assert json.loads(client.get(f"{ADDRESS}.json").data)["outdated"] is False
    change('msgstr "bibliothèque"', 'msgstr "bibliothèque "')
    old = read_page(client.get(ADDRESS).text).words()
    assert "The catalog has changed since it was checked." in old
    assert "Warnings: 0." in old
    record = json.loads(client.get(f"{ADDRESS}.json").data)
    assert (record["outdated"], record["warnings"]) == (True, 0)


def test_a_catalog_that_is_broken_is_told_with_its_lines(
    client: FlaskClient, change: Callable[[str, str], None]
) -> None:
    change('msgstr "bibliothèque"', 'msgstr "bibliothèque')
    change('msgstr "organisme"', 'msgstr "organisme')
    record = json.loads(client.get(f"{ADDRESS}.json").data)
    assert [one["line"] for one in record["problems"] if one["rule"] == "syntax"] == [16, 45]
    assert client.get(ADDRESS).status_code == 200
