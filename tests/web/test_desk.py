"""The translator's desk: coverage, queues, one concept at a time, and where its texts go."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, text
from werkzeug.test import TestResponse

from glossary.catalogs.po import files
from glossary.catalogs.progress import Progress
from glossary.contribute.desk import queue, worklist
from glossary.contribute.store import Store
from glossary.contribute.tables import CatalogState, Change, Draft, Entry, Proposal
from glossary.site.settings import Settings
from glossary.web.desk.coverage import Cell
from tests.web.conftest import SignIn

FR = "/en/translate/heritage/fr/"
LIBRARY = f"{FR}entry/library"


@pytest.fixture
def guest(own_app: Flask) -> FlaskClient:
    return own_app.test_client()


class Form(HTMLParser):
    """The named fields of the forms of a page, as a browser would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.languages: dict[str, tuple[str, str]] = {}
        self._area = ""
        self._choice = ""
        self.focus = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if "lang" in found:
            self.languages[name] = found["lang"], found["dir"]
        if "autofocus" in found and name:
            self.focus = name
        if tag == "input" and found.get("type") != "checkbox":
            self.values[name] = found.get("value", "")
        elif tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._choice = name
        elif tag == "option" and "selected" in found:
            self.values[self._choice] = found["value"]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = ""


def send(client: FlaskClient, page: str, **typed: str) -> TestResponse:
    """Send the form of a page with what was typed, all other fields as they are."""
    named = {name.replace("_", "-"): value for name, value in typed.items()}
    action = {"action": named.pop("action", "send")}
    return client.post(page, data={**Form(client.get(page).text).values, **named, **action})


def rows(store: Store, table: Any) -> list[Any]:
    with store.reading() as session:
        return list(session.scalars(select(table)))


def catalog_of(settings: Settings, lang: str = "fr") -> dict[str, str]:
    found = files.read(files.catalog_path(settings.translations, lang, "heritage"))
    return {str(m.context): str(m.string) for m in found if m.id and not m.fuzzy}


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Give the statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


# coverage


def test_coverage_as_a_picture(guest: FlaskClient, read_page: Callable[..., Any]) -> None:
    html = guest.get("/en/translate/").text
    page = read_page(html)
    cells = {values["class"] for tag, values in page.tags if tag == "td" and "class" in values}
    assert "heat c5" in cells  # French heritage words: 80 % translated, fewer checked
    assert any(one.endswith(" file") for one in cells)
    assert "80 % translated" in page.words()
    assert "% checked" in page.words()
    assert "/en/translate/heritage/fr/" in page.links()
    assert " style=" not in html


def test_coverage_as_csv(guest: FlaskClient) -> None:
    answer = guest.get("/en/translate/coverage.csv")
    assert answer.mimetype == "text/csv"
    table = list(csv.DictReader(io.StringIO(answer.text)))
    (french,) = [one for one in table if (one["vocabulary"], one["language"]) == ("heritage", "fr")]
    assert french == {
        "vocabulary": "heritage",
        "language": "fr",
        "name": "French",
        "kind": "catalog",
        "texts": "5",
        "missing": "0",
        "changed": "1",
        "review": "0",
        "draft": "3",
        "done": "1",
        "percent": "80",
    }
    (german,) = [one for one in table if (one["vocabulary"], one["language"]) == ("heritage", "de")]
    assert german["kind"] == "file"
    assert german["texts"] == ""


def test_my_languages_come_first(signed_in: SignIn) -> None:
    page = signed_in("Awa Diop", ("translator", "tr")).get("/en/translate/").text
    first = re.search(r'<tbody>\s*<tr><th scope="row"><span lang="(\w+)"', page)
    assert first
    assert first.group(1) == "tr"
    assert "Your languages" in page


@pytest.mark.parametrize("path", ["", "heritage/fr/", "heritage/fr/entry/library", "heritage/it/"])
@pytest.mark.parametrize("ui", ["fr", "ar"])
def test_pages_in_other_languages(
    guest: FlaskClient, read_page: Callable[..., Any], path: str, ui: str
) -> None:
    answer = guest.get(f"/{ui}/translate/{path}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = read_page(answer.text)
    assert page.named("html", lang=ui)


# starting a language


def test_a_language_starts_with_one_click(signed_in: SignIn, own_site: Settings) -> None:
    browser = signed_in("Anna Rossi", ("translator", "it"))
    page = browser.get("/en/translate/heritage/it/").text
    assert "Start translating into Italian" in page
    answer = send(browser, "/en/translate/heritage/it/")  # the page itself takes no form
    assert answer.status_code == 405
    data = Form(page).values
    answer = browser.post("/en/translate/start", data=data)
    assert answer.location.endswith("/en/translate/heritage/it/")
    assert files.catalog_path(own_site.translations, "it", "heritage").is_file()
    assert "institution" in browser.get(answer.location).text
    again = browser.post("/en/translate/start", data=data)
    assert again.location == answer.location


@pytest.mark.parametrize("named", ["pt-BR", "pt_br", "Brazilian Portuguese"])
def test_a_language_by_its_name_or_tag(signed_in: SignIn, named: str) -> None:
    browser = signed_in("Bia", ("translator", "pt-BR"))
    token = Form(browser.get("/en/translate/").text).values["csrf_token"]
    data = {"csrf_token": token, "vocabulary": "heritage", "lang": named}
    answer = browser.post("/en/translate/start", data=data)
    if named == "Brazilian Portuguese":  # a name that CLDR gives to no tag of its list
        assert answer.status_code == 400
    else:
        assert answer.location.endswith("/heritage/pt-BR/")


def test_who_may_not_start_a_language(
    guest: FlaskClient, signed_in: SignIn, own_site: Settings
) -> None:
    other = signed_in("Anna Rossi", ("reviewer", "fr"))
    for browser, status in ((guest, 401), (other, 403)):
        token = Form(browser.get(LIBRARY).text).values["csrf_token"]
        data = {"csrf_token": token, "vocabulary": "heritage", "lang": "it"}
        assert browser.post("/en/translate/start", data=data).status_code == status
    assert not files.catalog_path(own_site.translations, "it", "heritage").exists()
    assert "Sign in" in guest.get("/en/translate/heritage/it/").text


@pytest.mark.parametrize(
    "path",
    ["heritage/en/", "heritage/xx-nothing/", "heritage/FR/", "nothing/fr/", "heritage/%00/",
     "heritage/fr/entry/nothing", "heritage/it/entry/library", "heritage/fr/entry/%00"],
)  # fmt: skip
def test_what_there_is_not(guest: FlaskClient, path: str) -> None:
    assert guest.get(f"/en/translate/{path}").status_code == 404


# the queue


def test_tabs_of_a_queue(guest: FlaskClient, read_page: Callable[..., Any]) -> None:
    page = read_page(guest.get(FR).text)  # nothing is missing: what comes next is shown
    assert "institution" in page.words()
    assert "Source changed 1" in page.words()
    assert [v["href"] for v in page.named("a", **{"aria-current": "page"})] == [
        f"{FR}?state=changed"
    ]
    html = guest.get(f"{FR}?state=changed").text
    assert "<del>organisation</del><ins>institution</ins>" in html
    draft = read_page(guest.get(f"{FR}?state=draft").text).words()
    assert "bibliothèque" in draft
    assert "institution" not in draft.partition("Draft")[2].partition("Done")[2]
    assert "There is nothing in this list." in guest.get(f"{FR}?state=missing").text


def test_search_in_a_queue(guest: FlaskClient) -> None:
    for words in ("publi", "PUBLI", "Médiath", "lends them"):
        page = guest.get(f"{FR}?q={words}").text
        assert "entry/library" in page, words
        assert "entry/summary" not in page, words
    for words in ("%", "_", "\\", "nothing like it", "x" * 5000, "\x00?"):
        answer = guest.get(FR, query_string={"q": words})
        assert answer.status_code == 200
        assert "Nothing was found." in answer.text, words


def _fill(store: Store, count: int) -> None:
    """Put many missing texts behind those of the catalog."""
    with store.writing() as session:
        state = session.get_one(CatalogState, ("heritage", "fr"))
        state.counts = {**state.counts, "definition": {"missing": count}}
        session.add_all(
            Entry(vocabulary="heritage", lang="fr", concept=f"c{n}", slot="definition",
                  position=100 + n, source=f"Text {n}.", text="", data={}, state="missing")
            for n in range(count)
        )  # fmt: skip


def test_pages_of_a_queue(guest: FlaskClient, store: Store) -> None:
    guest.get(FR)
    _fill(store, 120)
    seen: list[str] = []
    address = f"{FR}?state=missing"
    back = []
    while address:
        page = guest.get(address).text
        seen += re.findall(r"Text (\d+)\.", page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        before = re.search(r'rel="prev" href="([^"]+)"', page)
        back.append(before.group(1).replace("&amp;", "&") if before else "")
        address = found.group(1).replace("&amp;", "&") if found else ""
    assert seen == [str(n) for n in range(120)]
    assert back[0] == ""
    first = re.findall(r"Text (\d+)\.", guest.get(back[1]).text)
    assert first == [str(n) for n in range(queue.PER_PAGE)]


def test_a_page_asks_the_database_no_more_in_a_large_queue(signed_in: SignIn, store: Store) -> None:
    browser = signed_in("Awa Diop", ("reviewer", "fr"))
    paths = (FR, f"{FR}?state=missing&after=140", f"{FR}?q=text", LIBRARY + "?state=draft")
    small = []
    for path in paths:
        browser.get(path)
        with statements(store) as asked:
            assert browser.get(path).status_code == 200
        small.append(len(asked))
    _fill(store, 2000)
    for path, count in zip(paths, small, strict=True):
        with statements(store) as asked:
            browser.get(path)
        assert len(asked) <= count + 1, path
        assert len(asked) <= 25, path


def test_questions_are_answered_from_an_index(guest: FlaskClient, store: Store) -> None:
    guest.get(FR)
    with statements(store) as asked, store.reading() as session:
        queue.page(session, "heritage", "fr", "missing", after=10)
        queue.page(session, "heritage", "fr", "missing", before=10)
        queue.neighbour(session, "heritage", "fr", "draft", 3)
        queue.texts(session, "heritage", "fr", "library")
        queue.terms(session, "heritage", "fr", ["library"])
        queue.proposed(session, "heritage", "fr", "library")
    with store.reading() as session:
        for statement in (one for one in asked if one.startswith("SELECT")):
            plan = session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", tuple("1" * statement.count("?"))
            )
            steps = [row[3] for row in plan]
            assert steps
            assert not [step for step in steps if step.startswith("SCAN")], (statement, steps)
            if "position >" in statement or "position <" in statement:
                assert not any("TEMP B-TREE" in step for step in steps), steps
        assert session.scalar(text("SELECT count(*) FROM entry"))


# one concept


def test_the_texts_of_a_concept(guest: FlaskClient, read_page: Callable[..., Any]) -> None:
    html = guest.get(f"{LIBRARY}?state=draft").text
    form = Form(html)
    assert form.values["text-prefLabel"] == "bibliothèque"
    assert form.values["text-altLabel"] == "médiathèque\nlibrairie"
    assert form.values["deprecated-altLabel"] == "librairie"
    assert form.values["grammar-prefLabel"] == "n.f."
    assert form.languages["text-definition"] == ("fr", "ltr")
    page = read_page(html)
    assert "Institution that collects published documents and lends them." in page.words()
    assert "establishment" not in page.words()
    for word in ("institution", "school"):
        assert word in page.words()  # its neighbours
    assert "library" in page.title


def test_arabic_fields_are_written_from_right_to_left(signed_in: SignIn) -> None:
    browser = signed_in("Noor", ("reviewer", "ar"))
    token = Form(browser.get("/en/translate/").text).values["csrf_token"]
    browser.post(
        "/en/translate/start", data={"csrf_token": token, "vocabulary": "heritage", "lang": "ar"}
    )
    html = browser.get("/ar/translate/heritage/ar/entry/library").text
    form = Form(html)
    assert form.languages["text-prefLabel"] == ("ar", "rtl")
    assert form.languages["text-definition"] == ("ar", "rtl")
    assert form.values["text-prefLabel"] == "مَكتبة"  # from the vocabulary itself
    assert '<p class="text-source" lang="en" dir="ltr">library</p>' in html


def test_the_old_and_new_source_stand_beside_each_other(guest: FlaskClient) -> None:
    html = guest.get(f"{FR}entry/institution?state=changed").text
    assert "<del>organisation</del><ins>institution</ins>" in html
    assert Form(html).focus == "text-prefLabel"
    assert 'name="fits-prefLabel"' in html


def test_a_second_language_is_kept_for_the_session(guest: FlaskClient) -> None:
    assert "Bibliothek" not in guest.get(LIBRARY).text
    assert "Bibliothek" in guest.get(f"{LIBRARY}?ref=de").text
    assert "Bibliothek" in guest.get(LIBRARY).text
    assert "Bibliothek" not in guest.get(f"{LIBRARY}?ref=").text
    assert guest.get(f"{LIBRARY}?ref=%00%22").status_code == 200


def test_texts_of_the_vocabulary_itself(signed_in: SignIn, own_site: Settings) -> None:
    browser = signed_in("Anna Rossi", ("reviewer", "it"))
    token = Form(browser.get("/en/translate/").text).values["csrf_token"]
    browser.post(
        "/en/translate/start", data={"csrf_token": token, "vocabulary": "heritage", "lang": "it"}
    )
    answer = send(browser, "/en/translate/heritage/it/entry/", text_title="Parole del patrimonio")
    assert answer.status_code == 303
    assert catalog_of(own_site, "it")[".|title"] == "Parole del patrimonio"


# sending


def test_a_reviewer_writes_into_the_catalog(
    signed_in: SignIn, own_site: Settings, store: Store
) -> None:
    browser = signed_in("Rita Roux", ("reviewer", "fr"))
    page = f"{LIBRARY}?state=draft"
    answer = send(
        browser, page, text_prefLabel="biblio", grammar_prefLabel="n. f.",
        deprecated_altLabel="", sources_definition="Dictionnaire, 2001\nAutre",
    )  # fmt: skip
    assert answer.status_code == 303
    found = files.read(files.catalog_path(own_site.translations, "fr", "heritage"))
    messages = {str(m.context): m for m in found}
    assert messages["library|prefLabel"].string == "biblio"
    assert "grammar: n. f." in messages["library|prefLabel"].user_comments
    assert not any("status" in c for c in messages["library|altLabel"].user_comments)
    assert messages["library|definition"].user_comments == [
        "source: Dictionnaire, 2001",
        "source: Autre",
    ]
    made = {c.slot: c for c in rows(store, Change)}
    assert made.keys() == {"prefLabel", "altLabel", "definition"}
    assert {c.origin for c in made.values()} == {"desk"}
    assert {c.author for c in made.values()} == {"Rita Roux"}
    assert worklist.refresh(own_site, store) == []
    assert "biblio" in browser.get("/en/heritage/library?lang=fr").text


def test_what_did_not_change_is_not_sent(signed_in: SignIn, store: Store) -> None:
    browser = signed_in("Rita Roux", ("reviewer", "fr"))
    answer = send(browser, LIBRARY)
    assert "Nothing was changed." in browser.get(answer.location).text
    assert rows(store, Change) == []


def test_saved_as_checked(signed_in: SignIn, store: Store) -> None:
    browser = signed_in("Rita Roux", ("reviewer", "fr"))
    send(browser, LIBRARY, action="reviewed")
    states = {e.slot: e.state for e in rows(store, Entry) if e.concept == "library"}
    assert set(states.values()) == {"done"}
    translator = signed_in("Awa Diop", ("translator", "fr"))
    send(translator, f"{FR}entry/summary", action="reviewed", text_prefLabel="abrégé")
    (proposal,) = rows(store, Proposal)  # whoever proposes cannot say that it is checked
    assert proposal.data == {}


def test_a_translator_proposes(signed_in: SignIn, own_site: Settings, store: Store) -> None:
    browser = signed_in("Awa Diop", ("translator", "fr"))
    before = catalog_of(own_site)
    answer = send(
        browser, f"{LIBRARY}?state=draft", text_prefLabel="biblio", text_definition="Lieu.",
        comment="So we say.",
    )  # fmt: skip
    assert (
        answer.location.endswith("/entry/summary?state=draft") or "state=draft" in answer.location
    )
    made = {p.slot: p for p in rows(store, Proposal)}
    assert made.keys() == {"prefLabel", "definition"}
    term = made["prefLabel"]
    assert (term.source, term.before, term.text) == ("library", "bibliothèque", "biblio")
    assert (term.name, term.comment, term.state) == ("Awa Diop", "So we say.", "open")
    assert catalog_of(own_site) == before
    assert "biblio" in browser.get(LIBRARY).text
    assert "proposal open" in browser.get(f"{FR}?state=draft").text
    again = send(browser, LIBRARY, text_prefLabel="biblio")
    assert "proposed this wording already" in browser.get(again.location).text
    assert len(rows(store, Proposal)) == 2


def test_a_guest_proposes(guest: FlaskClient, store: Store) -> None:
    send(guest, LIBRARY, text_prefLabel="biblio", name="Someone", email="a@example.org")
    (made,) = rows(store, Proposal)
    assert (made.name, made.email, made.person_id) == ("Someone", "", None)  # no mail, no address
    with guest.session_transaction() as cookie:
        assert cookie["proposals"] == [made.key]


def test_a_guest_is_limited_and_programs_are_caught(guest: FlaskClient, store: Store) -> None:
    trapped = send(guest, LIBRARY, text_prefLabel="spam", website="https://spam.example")
    assert trapped.status_code == 400
    assert 'value="spam"' in trapped.text
    for n in range(30):
        assert send(guest, LIBRARY, text_prefLabel=f"mot {n}").status_code == 303
    refused = send(guest, LIBRARY, text_prefLabel="mot 30", text_definition="Lieu.")
    assert refused.status_code == 429
    assert 'value="mot 30"' in refused.text
    assert len(rows(store, Proposal)) == 30


@pytest.mark.parametrize(("allowed", "status"), [("off", 403), ("accounts", 401)])
def test_where_guests_may_not_propose(
    guest: FlaskClient, own_site: Settings, store: Store, allowed: str, status: int
) -> None:
    own_site.contributions = allowed
    page = guest.get(LIBRARY).text
    assert 'value="send"' not in page
    assert "bibliothèque" in page
    assert send(guest, LIBRARY, text_prefLabel="biblio").status_code == status
    assert rows(store, Proposal) == []


def test_a_role_holds_in_its_language_only(
    signed_in: SignIn, own_site: Settings, store: Store
) -> None:
    browser = signed_in("Rita Roux", ("reviewer", "de"))
    before = catalog_of(own_site)
    send(browser, LIBRARY, text_prefLabel="biblio", action="reviewed")
    assert catalog_of(own_site) == before
    assert len(rows(store, Proposal)) == 1


def test_errors_keep_what_was_typed(signed_in: SignIn, own_site: Settings, store: Store) -> None:
    browser = signed_in("Rita Roux", ("reviewer", "fr"))
    answer = send(
        browser, LIBRARY, text_prefLabel="bad\u202eword", text_definition="Une bonne phrase.",
        sources_definition="Livre",
    )  # fmt: skip
    assert answer.status_code == 422
    form = Form(answer.text)
    assert form.values["text-prefLabel"] == "bad\u202eword"
    assert form.values["text-definition"] == "Une bonne phrase."
    assert form.values["sources-definition"] == "Livre"
    assert "U+202E" in answer.text
    assert rows(store, Change) == []


def test_an_answer_confirms_that_a_translation_fits(
    signed_in: SignIn, store: Store, own_site: Settings
) -> None:
    page = f"{FR}entry/institution?state=changed"
    translator = signed_in("Awa Diop", ("translator", "fr"))
    send(translator, page, fits_prefLabel="yes")
    (made,) = rows(store, Proposal)
    assert (made.text, made.before) == ("organisme", "organisme")
    reviewer = signed_in("Rita Roux", ("reviewer", "fr"))
    answer = send(reviewer, page, fits_prefLabel="yes")
    assert answer.location.endswith(f"{FR}?state=changed")
    assert catalog_of(own_site)["institution|prefLabel"] == "organisme"
    states = {e.concept: e.state for e in rows(store, Entry) if e.slot == "prefLabel"}
    assert states["institution"] == "draft"


@pytest.mark.parametrize("role", ["reviewer", "translator"])
def test_someone_else_was_quicker(
    signed_in: SignIn, own_site: Settings, store: Store, role: str
) -> None:
    browser = signed_in("Rita Roux", (role, "fr"))
    page = Form(browser.get(LIBRARY).text).values
    other = signed_in("Luc", ("reviewer", "fr"))
    send(other, LIBRARY, text_prefLabel="mediathèque")
    typed = {**page, "text-prefLabel": "biblio", "action": "send"}
    answer = browser.post(LIBRARY, data=typed)
    assert answer.status_code == 409
    form = Form(answer.text)
    assert form.values["text-prefLabel"] == "biblio"
    assert form.values["base-prefLabel"] == "mediathèque"
    assert "mediathèque" in answer.text
    assert catalog_of(own_site)["library|prefLabel"] == "mediathèque"
    again = browser.post(LIBRARY, data={**form.values, "action": "send"})
    assert again.status_code == 303
    if role == "reviewer":
        assert catalog_of(own_site)["library|prefLabel"] == "biblio"
    else:
        assert [p.before for p in rows(store, Proposal)] == ["mediathèque"]


def test_a_form_needs_its_proof(signed_in: SignIn, store: Store) -> None:
    browser = signed_in("Rita Roux", ("reviewer", "fr"))
    for path in (LIBRARY, "/en/translate/start"):
        assert browser.post(path, data={"text-prefLabel": "x"}).status_code == 400
    assert rows(store, Change) == []


# drafts


def test_a_draft_waits_for_its_author(signed_in: SignIn, store: Store) -> None:
    browser = signed_in("Awa Diop", ("translator", "fr"))
    answer = send(
        browser, LIBRARY, text_definition="Une mai", grammar_prefLabel="nf", action="draft"
    )
    assert answer.status_code == 303
    form = Form(browser.get(LIBRARY).text)
    assert form.values["text-definition"] == "Une mai"
    assert form.values["grammar-prefLabel"] == "nf"
    assert {d.slot for d in rows(store, Draft)} == {"definition", "prefLabel"}
    assert "Une mai" in browser.get("/en/translate/").text
    other = signed_in("Luc", ("translator", "fr"))
    assert "Une mai" not in other.get(LIBRARY).text
    assert rows(store, Proposal) == []
    send(browser, LIBRARY)  # what is drafted is sent, and the drafts are gone
    assert {p.slot: p.text for p in rows(store, Proposal)} == {
        "definition": "Une mai",
        "prefLabel": "bibliothèque",
    }
    assert rows(store, Draft) == []


def test_a_script_saves_as_people_type(signed_in: SignIn, store: Store) -> None:
    browser = signed_in("Awa Diop", ("translator", "fr"))
    answer = send(browser, LIBRARY, text_prefLabel="bib", action="draft", quiet="yes")
    assert (answer.status_code, answer.data) == (204, b"")
    answer = send(browser, LIBRARY, text_prefLabel="bibliothèque", action="draft", quiet="yes")
    assert rows(store, Draft) == []  # typed back to what stands there


def test_a_draft_of_something_that_has_changed_since(signed_in: SignIn) -> None:
    browser = signed_in("Awa Diop", ("translator", "fr"))
    send(browser, LIBRARY, text_prefLabel="biblio", action="draft")
    send(signed_in("Luc", ("reviewer", "fr")), LIBRARY, text_prefLabel="mediathèque")
    html = browser.get(LIBRARY).text
    assert Form(html).values["text-prefLabel"] == "biblio"
    assert "This text was changed meanwhile." in html
    assert "<ins>mediathèque</ins>" in html


def test_a_draft_is_discarded(signed_in: SignIn, store: Store) -> None:
    browser = signed_in("Awa Diop", ("translator", "fr"))
    send(browser, LIBRARY, text_prefLabel="biblio", action="draft")
    send(browser, LIBRARY, action="discard")
    assert rows(store, Draft) == []
    assert Form(browser.get(LIBRARY).text).values["text-prefLabel"] == "bibliothèque"


def test_drafts_need_an_account(guest: FlaskClient, store: Store) -> None:
    for action in ("draft", "discard"):
        assert send(guest, LIBRARY, text_prefLabel="biblio", action=action).status_code == 401
    assert rows(store, Draft) == []


def test_what_is_typed_is_never_markup(signed_in: SignIn, read_page: Callable[..., Any]) -> None:
    browser = signed_in("Awa Diop", ("translator", "fr"))
    script = "</textarea><script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    send(browser, LIBRARY, text_definition=script, text_prefLabel=script, action="draft")
    for path in (LIBRARY, "/en/translate/"):
        html = browser.get(path).text
        assert "<script>" not in html
        assert "<img" not in html
        read_page(html)
    send(browser, LIBRARY, text_definition=script, comment=script)
    for path in (LIBRARY, f"{FR}?state=draft"):
        assert "<script>" not in browser.get(path).text


# when something is not as it should be


def test_a_broken_catalog_is_told(guest: FlaskClient, own_site: Settings) -> None:
    guest.get(FR)
    path = files.catalog_path(own_site.translations, "fr", "heritage")
    path.write_text(path.read_text("utf-8").replace('"curriculum vitæ"', '"curriculum'), "utf-8")
    page = guest.get(FR)
    assert page.status_code == 200
    assert "heritage.po, line 39" in page.text
    assert guest.get(f"{FR}?state=draft").text.count("entry/library") > 0


def test_what_is_checked_is_told_as_plainly_as_what_is_translated() -> None:
    states = {"missing": 0, "changed": 0, "review": 0, "draft": 97, "done": 3}
    found = Progress(states)
    cell = Cell("v", "fr", "catalog", found.percent, found.checked_percent, found)
    assert (cell.percent, cell.checked, cell.step) == (100, 3, 5)
    assert Cell("v", "fr", "catalog", 100, 100).step == 10
    assert Cell("v", "fr", "catalog", 100, 99).step == 9
    assert Cell("v", "fr", "catalog").step == 0


def test_the_desk_shows_both_shares(signed_in: SignIn, read_page: Callable[[str], Any]) -> None:
    page = read_page(signed_in("Rosa").get("/en/translate/").text)
    shown = [one.text for one in page.texts if "b" in one.inside and "td" in one.inside]
    assert any("translated" in text for text in shown)
    assert any("checked" in text for text in shown)
