"""Proposals in the browser: without an account, to a decision, to the page that everyone reads."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from glossary.contribute.store import Store
from glossary.contribute.tables import Attempt, Change, Comment, Person, Proposal
from glossary.site.settings import Settings
from tests import contributions
from tests.web.conftest import SignIn

FORM = "/en/heritage/library/propose?lang=fr&slot=prefLabel"
PLAIN = {"text": "médiathèque", "base": "bibliothèque"}
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def client(own_app: Flask) -> FlaskClient:
    return own_app.test_client()


def send(client: FlaskClient, page: str, to: str | None = None, **fields: str) -> TestResponse:
    """Send a form of a page, with its proof."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    assert found
    return client.post(to or page, data={"csrf_token": found.group(1), **fields})


def proposed(client: FlaskClient, **fields: str) -> str:
    """Return the key of a new proposal."""
    page = fields.pop("page", FORM)
    answer = send(client, page, **{**PLAIN, **fields})
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[2]


def rows(store: Store, table: Any) -> list[Any]:
    with store.reading() as session:
        return list(session.scalars(select(table)))


def test_from_a_reader_to_the_page_that_everyone_reads(
    client: FlaskClient, signed_in: SignIn, own_app: Flask
) -> None:
    page = client.get("/fr/heritage/library").text
    link = re.search(r'href="(/fr/heritage/library/propose\?[^"]+)"', page)
    assert link
    form = client.get(unescape(link.group(1)))
    assert "library" in form.text
    assert "bibliothèque" in form.text
    key = proposed(
        client, page="/fr/heritage/library/propose?lang=fr&slot=prefLabel", name="Awa D."
    )
    fate = client.get(f"/fr/proposals/{key}").text
    assert "Awa D." in fate
    assert "<del>bibliothèque</del>" in fate
    assert "<ins>médiathèque</ins>" in fate
    reviewer = signed_in("Rosa", ("reviewer", "fr"))
    answer = send(
        reviewer, "/en/review/", f"/en/review/{key}/accept", base="bibliothèque", back="review"
    )
    assert answer.status_code == 303
    assert "/review/?after=" in answer.location
    assert "Nothing waits" in reviewer.get(answer.location).text
    fate = client.get(f"/en/proposals/{key}").text
    assert "accepted" in fate
    assert "Rosa" in fate
    again = own_app.test_client().get("/fr/heritage/library").text
    assert "médiathèque" in again
    assert "<strong>bibliothèque" not in again
    history = client.get("/en/heritage/library/history?lang=fr").text
    assert "<ins>médiathèque</ins>" in history
    assert "Awa D." in history
    assert key in history


def test_a_page_about_a_concept_stays_the_same_for_everyone(
    client: FlaskClient, signed_in: SignIn
) -> None:
    answer = client.get("/en/heritage/library?lang=fr")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert signed_in("Rosa", ("editor", "")).get("/en/heritage/library?lang=fr").data == answer.data


def test_the_form_is_complete_and_translated(
    own_app: Flask, client: FlaskClient, read_page: Callable[[str], Any]
) -> None:
    for slot in ("prefLabel", "altLabel", "definition"):
        page = read_page(client.get(f"/en/heritage/library/propose?lang=fr&slot={slot}").text)
        (text,) = [
            values
            for tag, values in page.tags
            if tag in ("input", "textarea") and values.get("name") == "text"
        ]
        assert (text["lang"], text["dir"]) == ("fr", "ltr")
        labels = {values.get("for") for tag, values in page.tags if tag == "label"}
        fields = [
            values["id"]
            for tag, values in page.tags
            if tag in ("input", "textarea", "select")
            and values.get("type") != "hidden"
            and "id" in values
        ]
        assert set(fields) <= labels
    arabic = client.get("/en/heritage/institution/propose?lang=ar&slot=prefLabel")
    assert 'lang="ar" dir="rtl"' in arabic.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/heritage/nothing/propose?lang=fr", 404),
        ("/en/heritage/old-word/propose?lang=fr", 410),
        ("/en/nothing/library/propose?lang=fr", 404),
        ("/en/heritage/library/propose?lang=en", 400),
        ("/en/heritage/library/propose?lang=nowhere", 400),
        ("/en/heritage/library/propose?lang=../../etc", 400),
        ("/en/heritage/library/propose?lang=fr&slot=nothing", 400),
        ("/en/heritage/summary/propose?lang=fr&slot=definition", 404),
        ("/en/proposals/new?vocabulary=heritage&concept=.&lang=fr&slot=title", 200),
        ("/en/proposals/new?vocabulary=heritage&concept=group-places&lang=fr", 404),
        ("/en/proposals/new", 404),
        ("/en/proposals/0123", 404),
        ("/en/proposals/%00", 404),
        ("/en/heritage/nothing/history", 404),
        ("/en/history?vocabulary=heritage&id=.", 404),
        ("/en/heritage/library/history?page=99999&slot=x&lang=nope", 200),
        ("/en/proposals/?page=999&status=x&lang=%00&vocabulary=%00", 200),
        ("/en/review/?after=x", 303),
    ],
)
def test_odd_addresses(client: FlaskClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "Please write a text."),
        ({"text": "a\u202eb"}, "U+202E"),
        ({"text": "x" * 501}, "501"),
        ({"text": "bibliothèque"}, "stands there already"),
        ({"comment": "x" * 5000}, "5000"),
        ({"name": "<>"}, "name"),
        ({"email": "nobody"}, "mail address"),
        ({"base": "something else"}, "meanwhile"),
        ({"website": "http://spam.example"}, "automatic senders"),
        ({"equivalence": "so so"}, "so so"),
    ],
)
def test_what_is_refused_is_told_and_nothing_typed_is_lost(
    client: FlaskClient,
    own_app: Flask,
    store: Store,
    read_page: Callable[[str], Any],
    fields: dict[str, str],
    told: str,
) -> None:
    own_app.extensions["glossary"].settings.mail_url = "smtp://127.0.0.1:1"
    sent = {**PLAIN, "comment": "my long reasoning", **fields}
    answer = send(client, FORM, **sent)
    assert answer.status_code in (400, 409)
    page = unescape(answer.text)
    assert told in page
    assert read_page(answer.text)
    assert sent["comment"] in page
    assert rows(store, Proposal) == []


def test_the_same_wording_again_leads_to_the_first(client: FlaskClient, store: Store) -> None:
    key = proposed(client)
    answer = send(client, FORM, **PLAIN)
    assert answer.location.endswith(key)
    assert "comment on it" in client.get(answer.location).text
    assert len(rows(store, Proposal)) == 1


def test_several_proposals_stand_side_by_side_with_comments(client: FlaskClient) -> None:
    first, second = proposed(client), proposed(client, text="bibli")
    assert f"/en/proposals/{second}" in client.get(f"/en/proposals/{first}").text
    send(client, f"/en/proposals/{first}", f"/en/proposals/{first}/comment", comment="I agree")
    assert "I agree" in client.get(f"/en/proposals/{first}").text


def test_so_many_an_hour_from_one_address(
    client: FlaskClient, own_app: Flask, store: Store, signed_in: SignIn
) -> None:
    own_app.extensions["glossary"].settings.proposals_per_hour = 2
    for text in ("a", "b"):
        proposed(client, text=text)
    answer = send(own_app.test_client(), FORM, **{**PLAIN, "text": "c"})
    assert answer.status_code == 429
    assert 'value="c"' in answer.text
    assert len(rows(store, Proposal)) == 2
    assert all("127.0.0.1" not in one.mark for one in rows(store, Attempt))
    assert proposed(signed_in("Awa"), text="c")


def test_where_proposals_are_for_accounts_or_for_nobody(
    client: FlaskClient, own_app: Flask, signed_in: SignIn
) -> None:
    settings = own_app.extensions["glossary"].settings
    key = proposed(client)
    settings.contributions = "accounts"
    assert "/account/sign-in" in client.get(FORM).location
    assert proposed(signed_in("Awa"), text="x")
    settings.contributions = "off"
    assert signed_in("Bo").get(FORM).status_code == 403
    assert "/propose?" not in client.get("/en/heritage/library?lang=fr").text
    assert client.get(f"/en/proposals/{key}").status_code == 200


def test_only_its_author_takes_a_proposal_back(
    client: FlaskClient, own_app: Flask, store: Store, signed_in: SignIn
) -> None:
    key = proposed(client)
    page, to = f"/en/proposals/{key}", f"/en/proposals/{key}/withdraw"
    assert to in client.get(page).text
    for other in (own_app.test_client(), signed_in("Awa", ("editor", ""))):
        assert to not in other.get(page).text
        assert send(other, page, to).status_code == 403
    assert send(client, page, to).status_code == 303
    assert rows(store, Proposal)[0].state == "withdrawn"
    own = signed_in("Bo")
    key = proposed(own, text="x")
    assert send(own, page, f"/en/proposals/{key}/withdraw").status_code == 303


ROLES = [
    (None, 401),
    ([], 403),
    ([("translator", "fr")], 403),
    ([("reviewer", "es")], 403),
    ([("reviewer", "fr-CA")], 403),
    ([("translator", "fr"), ("reviewer", "es")], 403),
    ([("reviewer", "fr")], 303),
    ([("editor", "")], 303),
    ([("administrator", "")], 303),
]


@pytest.mark.parametrize(("roles", "status"), ROLES)
@pytest.mark.parametrize("act", ["accept", "decline", "revert"])
def test_who_may_decide(
    client: FlaskClient,
    own_app: Flask,
    own_site: Settings,
    store: Store,
    signed_in: SignIn,
    roles: list[tuple[str, str]] | None,
    status: int,
    act: str,
) -> None:
    key = proposed(client)
    who = own_app.test_client() if roles is None else signed_in("Somebody", *roles)
    if act == "revert":
        made = contributions.accept(own_site, store, key=key, person_id=None)
        to = f"/en/history/{made.id}/revert"
    else:
        to = f"/en/review/{key}/{act}"
    fields = {"base": "médiathèque" if act == "revert" else "bibliothèque", "reason": "No."}
    answer = send(who, FORM, to, **fields)
    assert answer.status_code == status
    changes = len(rows(store, Change))
    expected = {"accept": (0, 1), "decline": (0, 0), "revert": (1, 2)}[act][status == 303]
    assert changes == expected
    if act != "revert":
        state = {"accept": "accepted", "decline": "declined"}[act] if status == 303 else "open"
        assert rows(store, Proposal)[0].state == state


def test_reviewers_see_the_queue_of_their_languages(client: FlaskClient, signed_in: SignIn) -> None:
    first = proposed(client)
    spanish = proposed(
        client, page="/en/heritage/library/propose?lang=es", base="", text="biblioteca"
    )
    last = proposed(client, text="bibli")
    reviewer = signed_in("Rosa", ("reviewer", "fr"))
    page = reviewer.get("/en/review/").text
    assert f"/review/{first}/accept" in page
    after = re.search(r"/en/review/\?after=\d+", page)
    assert after
    assert f"/review/{last}/accept" in reviewer.get(after.group()).text
    assert f"/review/{spanish}/accept" not in reviewer.get(f"/en/proposals/{spanish}").text
    editor = signed_in("Ed", ("editor", ""))
    assert f"/review/{spanish}/accept" in editor.get(f"/en/proposals/{spanish}").text
    assert signed_in("T", ("translator", "fr")).get("/en/review/").status_code == 403


def test_a_second_reviewer_is_told_that_it_is_decided(
    client: FlaskClient, signed_in: SignIn
) -> None:
    key = proposed(client)
    for n, status in (("a", 303), ("b", 409)):
        reviewer = signed_in(n, ("reviewer", "fr"))
        answer = send(reviewer, FORM, f"/en/review/{key}/accept", base="bibliothèque")
        assert answer.status_code == status
    assert "decided meanwhile" in answer.text


def test_a_text_that_has_moved_is_shown_three_ways_and_must_be_confirmed(
    client: FlaskClient,
    own_site: Settings,
    store: Store,
    signed_in: SignIn,
    read_page: Callable[[str], Any],
) -> None:
    key = proposed(client)
    place = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}
    contributions.edit(own_site, store, **place, text="bibli", person_id=None)
    reviewer = signed_in("Rosa", ("reviewer", "fr"))
    page = reviewer.get(f"/en/proposals/{key}").text
    assert "When it was proposed" in page
    assert "<ins>bibli</ins>" in page
    assert read_page(page)
    to = f"/en/review/{key}/accept"
    typed = {"how": "changed", "text": "la médiathèque", "checked": "yes"}
    for fields in ({"base": "bibli"}, {"base": "bibliothèque", "confirmed": "yes"}):
        answer = send(reviewer, FORM, to, **{**typed, **fields})
        assert answer.status_code == 409
        assert 'value="la médiathèque"' in answer.text
    answer = send(reviewer, FORM, to, **typed, base="bibli", confirmed="yes")
    assert answer.status_code == 303
    assert rows(store, Change)[-1].after == "la médiathèque"
    assert rows(store, Change)[-1].data["reliability"] == "reviewed"


def test_a_decline_needs_a_reason_that_everyone_reads(
    client: FlaskClient, signed_in: SignIn
) -> None:
    key = proposed(client)
    reviewer = signed_in("Rosa", ("reviewer", "fr"))
    assert send(reviewer, FORM, f"/en/review/{key}/decline", reason=" ").status_code == 400
    assert send(reviewer, FORM, f"/en/review/{key}/decline", reason="Too narrow").status_code == 303
    page = client.get(f"/en/proposals/{key}").text
    assert "Too narrow" in page
    assert "/accept" not in page


def test_an_earlier_wording_comes_back(
    client: FlaskClient, signed_in: SignIn, own_app: Flask
) -> None:
    key = proposed(client)
    reviewer = signed_in("Rosa", ("reviewer", "fr"))
    send(reviewer, FORM, f"/en/review/{key}/accept", base="bibliothèque")
    page = "/en/heritage/library/history?lang=fr"
    assert "/revert" not in client.get(page).text
    action = re.search(r'action="(/en/history/\d+/revert)"', reviewer.get(page).text)
    assert action
    assert send(reviewer, page, action.group(1), base="other").status_code == 303
    assert "médiathèque" in own_app.test_client().get("/fr/heritage/library").text
    assert send(reviewer, page, action.group(1), base="médiathèque").status_code == 303
    assert "an earlier wording again" in client.get(page).text
    assert send(reviewer, page, "/en/history/999999/revert", base="x").status_code == 404


POSTS = (
    "/en/proposals/{key}/comment",
    "/en/proposals/{key}/withdraw",
    "/en/review/{key}/accept",
    "/en/review/{key}/decline",
    "/en/history/1/revert",
    FORM,
)


@pytest.mark.parametrize("path", POSTS)
def test_forms_of_other_sites_change_nothing(
    client: FlaskClient, store: Store, signed_in: SignIn, path: str
) -> None:
    key = proposed(client)
    editor = signed_in("Ed", ("editor", ""))
    fields = {**PLAIN, "text": "x", "comment": "x", "reason": "x"}
    for more in ({}, {"csrf_token": "made up"}):
        assert editor.post(path.format(key=key), data={**fields, **more}).status_code in (400, 403)
    assert editor.get(path.format(key=key)).status_code in (200, 404, 405)
    assert rows(store, Proposal)[0].state == "open"
    assert len(rows(store, Proposal)) == 1
    assert rows(store, Comment) == []
    assert rows(store, Change) == []


def test_no_text_of_anybody_becomes_markup(
    client: FlaskClient, own_site: Settings, store: Store, signed_in: SignIn
) -> None:
    page = "/en/heritage/library/propose?lang=fr&slot=definition"
    old = "Institution qui réunit des documents publiés et les prête."
    key = proposed(
        client,
        page=page,
        base=old,
        text=SCRIPT,
        comment=SCRIPT,
        sources=SCRIPT,
        name="O'Neil &amp;",
    )
    send(client, page, f"/en/proposals/{key}/comment", comment=SCRIPT, name="x")
    with store.writing() as session:
        for one in session.scalars(select(Proposal)):
            one.name = SCRIPT
        for one in session.scalars(select(Person)):
            one.name = SCRIPT
    reviewer = signed_in("Rosa", ("reviewer", "fr"))
    pages = [f"/en/proposals/{key}", "/en/review/", "/en/proposals/", page]
    before = [reviewer.get(one).text for one in pages]
    fields = {"base": old, "how": "changed", "text": SCRIPT + "2", "sources": SCRIPT}
    send(reviewer, page, f"/en/review/{key}/accept", **fields)
    pages += ["/en/heritage/library/history", "/en/heritage/library?lang=fr", "/en/feed.atom"]
    for text in [*before, *(reviewer.get(one).text for one in pages)]:
        assert "<script>alert" not in text
        assert "<img" not in text
    assert "alert(1)" in reviewer.get("/en/heritage/library/history").text


def test_lists_can_be_filtered(client: FlaskClient, read_page: Callable[[str], Any]) -> None:
    first = proposed(client)
    second = proposed(client, text="b")
    page = client.get("/en/proposals/?status=open&lang=fr&vocabulary=heritage").text
    assert first in page
    assert second in page
    assert read_page(page)
    assert first not in client.get("/en/proposals/?status=declined").text
    assert first not in client.get("/en/proposals/?lang=es").text
    assert first not in client.get("/en/proposals/?vocabulary=objects").text


@pytest.mark.parametrize("ui", ["ar", "fr"])
def test_pages_speak_the_language_of_the_interface(
    client: FlaskClient, ui: str, read_page: Callable[[str], Any]
) -> None:
    key = proposed(client, comment="why")
    for path in (f"proposals/{key}", "proposals/", "heritage/library/history", FORM[4:]):
        page = read_page(client.get(f"/{ui}/{path}").text)
        assert page.named("html")[0]["lang"] == ui
