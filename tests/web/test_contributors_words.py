"""Every page for contributors in a made-up translation: nothing visible was forgotten."""

import io
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary import languages
from glossary.contribute import people
from glossary.contribute.people import links
from glossary.contribute.store import Store
from glossary.exchange import FORMATS
from glossary.site.settings import load
from glossary.web import templates

PASSWORD = "green rain on gravel"
PAGES = (
    "translate/",
    "translate/heritage/fr/",
    "translate/heritage/fr/?state=missing",
    "translate/heritage/fr/?state=draft",
    "translate/heritage/fr/?state=review",
    "translate/heritage/fr/?state=changed",
    "translate/heritage/fr/?q=nothing+of+the+kind",
    "translate/heritage/fr/entry/library",
    "translate/heritage/fr/entry/institution",
    "translate/heritage/fr/checks",
    "translate/heritage/fr/upload",
    "proposals/",
    "proposals/?state=declined",
    "heritage/library/propose?lang=fr&slot=prefLabel",
    "heritage/library/propose?lang=fr&slot=definition",
    "heritage/library/history?lang=fr",
    "review/",
    "account/",
    "account/remove",
    "account/people/",
    "account/people/1",
)
GUESTS = ("account/sign-in", "account/forgot", "translate/heritage/fr/entry/library", "account/")
KEPT = {
    "Awa Diop", "awa@example.org", "Heritage words", "Nobody", "Ctrl", "Enter", "Alt", "CSV", "PO",
    "JSON", "L-1", "heritage", "library", "fr", "it", "Mots du patrimoine", "heritage.fr.po",
    "Bibliothek", "Bücherei",
}  # fmt: skip
"""Names and signs that stand as they are in every language."""
AFTER_A_FORM = {
    "account_leave", "account_mail", "account_password", "again", "confirm", "desk_start",
    "proposal", "reviewed", "upload_preview",
}  # fmt: skip
"""Pages that come after a form was sent, or by a signed link."""
UI = ("de", "ar")


@pytest.fixture(scope="module")
def own_app(
    published: Path, tmp_path_factory: pytest.TempPathFactory, make_app: Callable[..., Flask]
) -> Flask:
    folder = shutil.copytree(published, tmp_path_factory.mktemp("words") / "site")
    return make_app(load(folder, {}), SECRET_KEY="for tests")


@pytest.fixture(scope="module")
def guest(own_app: Flask) -> FlaskClient:
    return own_app.test_client()


@pytest.fixture(scope="module")
def administrator(own_app: Flask) -> FlaskClient:
    store: Store = own_app.extensions["glossary.store"]
    with store.writing() as session:
        made = people.create(session, "Awa Diop", "awa@example.org")
        people.set_password(made, PASSWORD)
        people.grant(session, made, "administrator", "")
    browser = own_app.test_client()
    _send(browser, "/en/account/sign-in", email="awa@example.org", password=PASSWORD)
    form = "/en/heritage/library/propose?lang=fr&slot=prefLabel"
    sent = _send(browser, form, base="bibliothèque", text="bib", comment="c")
    assert sent.status_code == 303, sent.text
    browser.get(sent.headers["Location"])  # which says thank you, in English
    return browser


def _send(browser: FlaskClient, page: str, address: str = "", **fields: Any) -> Any:
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)
    assert found is not None, page
    data = {**fields, "csrf_token": unescape(found[1])}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return browser.post(address or page, data=data, headers=headers)


def check(page: Any, ui: str) -> None:
    """What is marked as a text in the language of the pages is a translation."""
    names = {
        languages.name(tag, ui)
        for tag in ("ar", "de", "el", "en", "es", "fr", "it", "ru", "tr", "zh-Hans")
    }
    names |= {languages.own_name(ui), *(one.title for one in FORMATS.values())}
    wrong = [
        one
        for one in [*page.texts, *page.attributes]
        if one.lang == ui
        and one.dir != "auto"
        and not {"code", "time", "textarea", "option"} & set(one.inside)
        and re.search(r"[A-Za-z]{3}", re.sub(r"⟦[^⟧]*⟧.*", "", one.text))
        and not {one.text, one.text.strip(" ·"), one.text.strip(" ·()")} & (KEPT | names)
        and not one.text.startswith(".")
    ]
    assert [one.text for one in wrong] == []


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("path", PAGES)
def test_a_page(
    administrator: FlaskClient, read_page: Callable[[str], Any], ui: str, path: str
) -> None:
    answer = administrator.get(f"/{ui}/{path}", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == ui
    check(read_page(answer.text), ui)


@pytest.mark.parametrize("ui", UI)
@pytest.mark.parametrize("path", GUESTS)
def test_a_page_for_guests(
    guest: FlaskClient, read_page: Callable[[str], Any], ui: str, path: str
) -> None:
    answer = guest.get(f"/{ui}/{path}", follow_redirects=True)
    assert answer.status_code == 200
    check(read_page(answer.text), ui)


@pytest.mark.parametrize("ui", UI)
def test_a_proposal_an_upload_and_a_link(
    own_app: Flask, administrator: FlaskClient, read_page: Callable[[str], Any], ui: str
) -> None:
    listed = administrator.get(f"/{ui}/proposals/").text
    (key,) = set(re.findall(r"/proposals/([\w-]{8,})", listed))
    check(read_page(administrator.get(f"/{ui}/proposals/{key}").text), ui)
    po = administrator.get(f"/{ui}/translate/heritage/fr/download.po").data
    file = io.BytesIO(po.replace("bibliothèque".encode(), b"bibliotheque"))
    page = f"/{ui}/translate/heritage/fr/upload"
    sent = _send(administrator, page, file=(file, "heritage.fr.po"))
    assert sent.status_code == 303
    check(read_page(administrator.get(sent.headers["Location"]).text), ui)
    store: Store = own_app.extensions["glossary.store"]
    with store.reading() as session:
        settings = own_app.extensions["glossary"].settings
        address = links.address(settings, "password", people.find(session, "1"), "")
    path = address.removeprefix(settings.base_url).replace("/en/", f"/{ui}/")
    check(read_page(administrator.get(path).text), ui)


def test_every_page_was_looked_at(
    own_app: Flask, administrator: FlaskClient, guest: FlaskClient
) -> None:
    for path in PAGES:
        administrator.get(f"/de/{path}", follow_redirects=True)
    for path in GUESTS:
        guest.get(f"/de/{path}", follow_redirects=True)
    with own_app.test_request_context("/de/"):
        used = templates.environment()
    assert used.cache is not None
    loaded = {name for _, name in used.cache}
    here = {name for name in used.list_templates(["html"]) if name.startswith("contribute/")}
    assert here - loaded <= {f"contribute/{name}.html" for name in AFTER_A_FORM}
