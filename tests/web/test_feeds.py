"""The feed for translators: valid Atom, safe, paged, and fit to be kept."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Event, Proposal

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
PLACE = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}
NASTY = "</title><script>alert(1)</script>\x00\x0b\ufffe\n]]>&amp;"


@pytest.fixture
def client(own_app: Flask) -> FlaskClient:
    return own_app.test_client()


def add(store: Store, *rows: Any) -> None:
    with store.writing() as session:
        session.add_all(rows)


def changed(**other: Any) -> Change:
    values = {**PLACE, "before": "a", "after": "b", "data": {}, "origin": "desk", "author": "Awa"}
    return Change(**{**values, **other})


def feed(client: FlaskClient, address: str = "/en/feed.atom?lang=fr") -> Element:
    """Return a feed that keeps the rules of RFC 4287, section 4.1."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    made = fromstring(answer.data)
    assert made.tag == f"{ATOM}feed"
    for one in (made, *made.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1
        assert datetime.fromisoformat(str(one.findtext(f"{ATOM}updated"))).tzinfo
        assert one.find(f"{ATOM}link[@rel='alternate']") is not None
    assert made.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [one.findtext(f"{ATOM}id") for one in made.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return made


def test_an_empty_feed_is_a_feed(client: FlaskClient) -> None:
    assert feed(client).findall(f"{ATOM}entry") == []


def test_a_feed_tells_of_concepts_sources_and_decisions(client: FlaskClient, store: Store) -> None:
    declined = Proposal(
        key="k1", **PLACE, source="", before="", text="b", data={}, state="declined",
        decided=datetime.now(UTC),
    )  # fmt: skip
    add(
        store,
        Event(kind="new", **PLACE, after="library"),
        Event(kind="source", **PLACE, before="old", after="new"),
        changed(),
        changed(lang="es"),
        declined,
    )
    found = feed(client)
    entries = found.findall(f"{ATOM}entry")
    kinds = {str(one.find(f"{ATOM}category").get("term")) for one in entries}  # type: ignore[union-attr]
    assert kinds == {"new", "source", "changed", "declined"}
    assert len(entries) == 4
    assert len(feed(client, "/en/feed.atom").findall(f"{ATOM}entry")) == 5
    links = {one.find(f"{ATOM}link").get("href") for one in entries}  # type: ignore[union-attr]
    assert "http://127.0.0.1:8000/en/proposals/k1" in links
    contents = " ".join(str(one.findtext(f"{ATOM}content")) for one in entries)
    assert '<del><span lang="fr" dir="ltr">a</span></del>' in contents
    assert "<span>new</span>" in contents
    self = found.find(f"{ATOM}link[@rel='self']")
    assert self is not None
    assert self.get("href") == "http://127.0.0.1:8000/en/feed.atom?lang=fr"
    assert found.get(f"{XML}lang") == "en"


def test_texts_stay_texts(client: FlaskClient, store: Store) -> None:
    add(store, changed(before=NASTY, after=NASTY, author=NASTY, concept=NASTY))
    made = feed(client)
    entry = made.find(f"{ATOM}entry")
    assert entry is not None
    content = str(entry.findtext(f"{ATOM}content"))
    assert "<script" not in content
    assert "&lt;script&gt;" in content
    assert b"<script" not in client.get("/en/feed.atom?lang=fr").data


def test_a_feed_is_paged(client: FlaskClient, store: Store) -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    add(store, *(changed(after=str(n), made=day + timedelta(hours=n)) for n in range(70)))
    first, second = feed(client), feed(client, "/en/feed.atom?lang=fr&page=2")
    assert [len(one.findall(f"{ATOM}entry")) for one in (first, second)] == [50, 20]
    link = first.find(f"{ATOM}link[@rel='next']")
    assert link is not None
    assert str(link.get("href")).endswith("/en/feed.atom?lang=fr&page=2")
    assert second.find(f"{ATOM}link[@rel='next']") is None
    assert second.find(f"{ATOM}link[@rel='previous']") is not None
    assert first.findtext(f"{ATOM}updated") == (day + timedelta(hours=69)).isoformat()


def test_a_feed_may_be_kept(client: FlaskClient, store: Store) -> None:
    add(store, changed())
    answer = client.get("/en/feed.atom?lang=fr")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    tag = answer.headers["ETag"]
    assert client.get("/en/feed.atom?lang=fr", headers={"If-None-Match": tag}).status_code == 304
    add(store, changed(after="c"))
    assert client.get("/en/feed.atom?lang=fr", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("query", "status"),
    [("lang=../x", 400), ("lang=%00", 400), ("page=x", 200), ("page=99999", 200), ("lang=xx", 200)],
)
def test_odd_questions(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/en/feed.atom?{query}").status_code == status


def test_pages_name_the_feed(client: FlaskClient) -> None:
    page = client.get("/en/heritage/library?lang=fr").text
    assert 'type="application/atom+xml"' in page
    assert "/en/feed.atom?lang=fr" in page
