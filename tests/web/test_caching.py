"""What was decided is seen at once, and an answer is asked for again only while it is the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from flask import Flask
from flask.testing import FlaskClient

from glossary.contribute.store import Store
from glossary.publish import publish
from glossary.site import paths
from glossary.site.catalogs import update_all
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests import contributions

PAGES = ("/fr/", "/fr/about", "/fr/heritage/", "/fr/heritage/library", "/fr/search?q=library")
ANSWERS = (
    "/api/v1/lookup?term=library",
    "/api/v1/search?q=library",
    "/api/v1/suggest?q=lib",
    "/api/v1/concepts/heritage/library",
    "/api/v1/vocabularies",
    "/api/v1/languages",
    "/api/v1/openapi.json",
)


@pytest.fixture
def settings(make_site: Callable[[], Settings]) -> Settings:
    made = make_site()
    list(update_all(made, None, ["fr"]))
    publish(made)
    return made


def _client(settings: Settings) -> FlaskClient:
    return create_app(settings, config={"TESTING": True}).test_client()


def _accept(settings: Settings, text: str) -> None:
    store = Store(settings)
    place = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}
    contributions.edit(settings, store, **place, text=text, person_id=None)
    store.close()


@pytest.mark.parametrize("path", [*PAGES, *ANSWERS])
def test_after_a_decision_nobody_is_told_that_nothing_changed(
    settings: Settings, path: str
) -> None:
    client = _client(settings)
    before = client.get(path)
    since = {"If-Modified-Since": before.headers["Last-Modified"]}
    known = {"If-None-Match": before.headers["ETag"]}
    assert client.get(path, headers=known).status_code == 304
    _accept(settings, "médiathèque")
    for sent in (known, since, known | since):
        again = client.get(path, headers=sent)
        assert again.status_code == 200
        assert again.headers["ETag"] != before.headers["ETag"]
        assert again.headers["Last-Modified"] >= before.headers["Last-Modified"]
        assert client.head(path, headers=sent).headers["ETag"] == again.headers["ETag"]
    assert client.head(path, headers={"If-None-Match": again.headers["ETag"]}).status_code == 304


def test_the_page_says_what_was_accepted(settings: Settings) -> None:
    client = _client(settings)
    tag = client.get("/fr/heritage/library").headers["ETag"]
    for text in ("médiathèque", "bibliothèque publique"):  # more than once in a second
        _accept(settings, text)
        page = client.get("/fr/heritage/library", headers={"If-None-Match": tag})
        assert text in page.text
        assert tag != page.headers["ETag"]
        tag = page.headers["ETag"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_always_asked_for_again(settings: Settings, path: str) -> None:
    kept = _client(settings).get(path).cache_control
    assert kept.public
    assert kept.no_cache
    assert kept.max_age is None


@pytest.mark.parametrize("path", ANSWERS)
def test_programs_may_use_an_answer_for_a_while(settings: Settings, path: str) -> None:
    settings.cache_seconds = 7
    assert _client(settings).get(path).cache_control.max_age == 7


def _edited(settings: Settings, toml: str = "") -> Settings:
    (settings.site / "glossary.toml").write_text(toml, "utf-8")
    return load(settings.site, {})


def _changed(before: Settings, after: Settings) -> set[int]:
    """Return how a later process answers whoever has the answers of an earlier one."""
    old, new = _client(before), _client(after)
    found = set()
    for path in (*PAGES, *ANSWERS):
        tag = old.get(path).headers["ETag"]
        found.add(new.get(path, headers={"If-None-Match": tag}).status_code)
    return found


@pytest.mark.parametrize(
    "toml",
    [
        'title = "Words of the harbour"',
        'contributions = "off"',
        "results_per_page = 3",
        'interface_languages = "fr en"',
    ],
)
def test_an_answer_is_not_that_of_other_settings(settings: Settings, toml: str) -> None:
    assert _changed(settings, _edited(settings, toml)) == {200}


def test_how_a_site_is_run_changes_no_answer(settings: Settings) -> None:
    toml = 'workers = 5\nthreads = 2\nsecret_key = "another, quite long and quite secret"'
    assert _changed(settings, _edited(settings, toml)) == {304}


def test_an_answer_is_not_that_of_other_templates(settings: Settings) -> None:
    before = _client(settings)
    tag = before.get("/fr/about").headers["ETag"]
    own = settings.site / "templates" / "pages" / "about.html"
    own.parent.mkdir(parents=True)
    for text in ("<p>ours</p>", "<p>newer</p>"):
        own.write_text(text, "utf-8")
        again = _client(settings).get("/fr/about", headers={"If-None-Match": tag})
        assert again.text == text
        tag = again.headers["ETag"]


def test_an_answer_is_not_that_of_other_interface_texts(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_text(text: str) -> Flask:
        folder = tmp_path / text
        target = folder / "fr" / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True)
        made = Catalog(locale="fr")
        made.add("About", text)
        with target.open("wb") as stream:
            write_mo(stream, made)
        monkeypatch.setattr(paths, "TRANSLATIONS", folder)
        return create_app(settings, config={"TESTING": True})

    first = with_text("À propos").test_client().get("/fr/about")
    second = with_text("Qui sommes-nous").test_client()
    again = second.get("/fr/about", headers={"If-None-Match": first.headers["ETag"]})
    assert "Qui sommes-nous" in again.text


def test_all_machines_of_a_site_give_the_same_tag(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.site, tmp_path / "other")
    assert _changed(settings, load(tmp_path / "other", {})) == {304}


def test_the_choice_of_a_language_is_sent_over_tls_only_where_the_site_has_it(
    settings: Settings,
) -> None:
    for address, secure in (("https://words.example", True), ("http://words.example", False)):
        client = _client(_edited(settings, f'base_url = "{address}"'))
        cookie = client.get("/fr/choose?next=/fr/").headers["Set-Cookie"]
        assert ("; Secure" in cookie) is secure


def test_redirects_for_a_slash_name_no_host(client: FlaskClient) -> None:
    for path, wanted in (
        ("/en", "/en/"),
        ("/en/heritage?view=groups", "/en/heritage/?view=groups"),
        ("/api/v1", "/api/v1/"),
    ):
        answer = client.get(path, headers={"Host": "elsewhere.example"})
        assert answer.status_code == 308
        assert answer.headers["Location"] == wanted
    hostile = client.get("//elsewhere.example/en", headers={"Host": "elsewhere.example"})
    assert not hostile.headers.get("Location", "/").startswith("//")
