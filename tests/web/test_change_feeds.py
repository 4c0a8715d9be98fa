"""New, changed and withdrawn concepts as Atom and as Activity Streams: whole, valid, walkable."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings
from glossary.web.discovery import activity, feed

BASE = "http://127.0.0.1:8000"
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://words.example/s> a skos:ConceptScheme ; skos:prefLabel "Boats & <ships>"@en, "قوارب"@ar .
"""


def write(settings: Settings, **concepts: str) -> None:
    said = "".join(
        f"<http://words.example/{id}> a skos:Concept ; skos:inScheme <http://words.example/s> ;"
        f" {more} .\n"
        for id, more in concepts.items()
    )
    (settings.vocabularies / "boats.ttl").write_text(_HEAD + said, "utf-8")
    publish(settings)


@pytest.fixture
def settings(make_site: Callable[[], Settings]) -> Settings:
    """A site with boats, published thrice: some new, then one changed, then one withdrawn."""
    made = make_site()
    boats = {f"b{n:02}": f'skos:prefLabel "boat {n}"@en' for n in range(9)}
    boats["b07"] = (
        'skos:prefLabel "]]></title><script>&\\u0001\\uFFFE"@en, "قارب"@ar ;'
        ' skos:definition "What floats & sinks."@en, "ما يطفو"@ar'
    )
    write(made, **boats)
    boats["b03"] = 'skos:prefLabel "skiff"@en'
    boats["b20"] = 'skos:prefLabel "raft"@en'
    write(made, **boats)
    boats["b05"] += ' ; owl:deprecated "true"'
    write(made, **boats)
    return made


@pytest.fixture
def client(settings: Settings, make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(settings).test_client()


def read(client: FlaskClient, address: str) -> Element:
    """Return a feed that keeps the rules of RFC 4287, section 4.1."""
    answer = client.get(address.removeprefix(BASE))
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    made = fromstring(answer.data)
    entries = made.findall(f"{ATOM}entry")
    for one in (made, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1
            assert one.findtext(ATOM + name)
        assert datetime.fromisoformat(str(one.findtext(f"{ATOM}updated"))).tzinfo
        assert one.find(f"{ATOM}link[@rel='alternate']") is not None
    assert made.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids)
    moments = [str(one.findtext(f"{ATOM}updated")) for one in entries]
    assert moments == sorted(moments, reverse=True)
    return made


def link(made: Element, relation: str) -> str | None:
    (found,) = made.findall(f"{ATOM}link[@rel='{relation}']") or [None]  # type: ignore[list-item]
    return None if found is None else found.get("href")


def told(made: Element) -> list[tuple[str, str]]:
    return [
        (str(one.findtext(f"{ATOM}id")).rpartition("/")[2], str(category.get("term")))
        for one in made.findall(f"{ATOM}entry")
        for category in one.findall(f"{ATOM}category")
    ]


def test_a_feed_begins_with_what_happened_last(client: FlaskClient) -> None:
    found = told(read(client, "/feed.atom?vocabulary=boats"))
    assert found[:3] == [("b05", "withdrawn"), ("b20", "created"), ("b03", "changed")]
    assert found[3:] == [(f"b{n:02}", "created") for n in (8, 7, 6, 4, 2, 1, 0)]
    assert len(told(read(client, "/feed.atom"))) == 20


def test_texts_of_a_feed_are_escaped_and_say_their_language(client: FlaskClient) -> None:
    made = read(client, "/feed.atom?vocabulary=boats&lang=ar")
    assert made.get(f"{XML}lang") == "ar"
    title = made.find(f"{ATOM}title")
    assert title is not None
    assert (title.text, title.get(f"{XML}lang")) == ("قوارب", "ar")
    by_id = {str(one.findtext(f"{ATOM}id")): one for one in made.findall(f"{ATOM}entry")}
    one = by_id[f"{BASE}/id/boats/b07"]
    assert one.findtext(f"{ATOM}title") == "قارب"
    assert "<p>ما يطفو</p>" in str(one.findtext(f"{ATOM}content"))
    other = read(client, "/feed.atom?vocabulary=boats&lang=en")
    by_id = {str(one.findtext(f"{ATOM}id")): one for one in other.findall(f"{ATOM}entry")}
    one = by_id[f"{BASE}/id/boats/b07"]
    assert "]]></title><script>&" in str(one.findtext(f"{ATOM}title"))
    assert "<p>What floats &amp; sinks.</p>" in str(one.findtext(f"{ATOM}content"))
    assert read(client, "/feed.atom?lang=pt-BR").get(f"{XML}lang") == "en"


def test_a_feed_is_walked_both_ways(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = told(read(client, "/feed.atom?vocabulary=boats"))
    monkeypatch.setattr(feed, "_SIZE", 3)
    found, address, pages = [], "/feed.atom?vocabulary=boats", []
    while True:
        made = read(client, address)
        assert link(made, "self") == BASE + address.removeprefix(BASE)
        assert link(made, "first") == f"{BASE}/feed.atom?vocabulary=boats"
        assert link(made, "previous") == (pages[-1] if pages else None)
        pages.append(str(link(made, "self")))
        found += told(made)
        following = link(made, "next")
        if following is None:
            break
        address = following
    assert found == whole
    assert len(pages) == 4


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/activity.json?vocabulary=none", 404, "not_found"),
        ("/activity/page.json?after=%C3%A9", 400, "invalid"),
        ("/activity/page.json?after=abc", 400, "invalid"),
        ("/activity/page.json?afer=abc", 400, "unknown_parameter"),
        ("/activity.json?vocabulary=boats&vocabulary=boats", 400, "invalid"),
    ],
)
def test_what_cannot_be_asked(client: FlaskClient, address: str, status: int, code: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("query", "status"),
    [("vocabulary=none", 404), ("lang=a_b", 400), ("after=x", 400), ("x=1", 400)],
)
def test_what_a_feed_cannot_be_asked(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/feed.atom?{query}").status_code == status


def get(client: FlaskClient, address: str) -> dict[str, Any]:
    answer = client.get(address.removeprefix(BASE))
    assert (answer.status_code, answer.mimetype) == (200, "application/activity+json")
    made: dict[str, Any] = answer.get_json()
    assert made["@context"][0] == "https://www.w3.org/ns/activitystreams"
    assert made["id"] == BASE + address.removeprefix(BASE)
    return made


def walk(client: FlaskClient, address: str, way: str) -> list[dict[str, Any]]:
    pages = [get(client, address)]
    while way in pages[-1]:
        pages.append(get(client, pages[-1][way]["id"]))
    return pages


def ids(page: dict[str, Any]) -> list[str]:
    return [one["object"]["id"].rpartition("/")[2] for one in page["orderedItems"]]


@pytest.mark.parametrize("size", [1, 2, 5, 10, 11, 100])
def test_activities_are_walked_both_ways(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(activity, "_SIZE", size)
    made = get(client, "/activity.json?vocabulary=boats")
    assert (made["type"], made["totalItems"]) == ("OrderedCollection", 10)
    forth = walk(client, made["first"]["id"], "next")
    back = walk(client, made["last"]["id"], "prev")
    assert [page["id"] for page in back[::-1]] == [page["id"] for page in forth]
    assert len(forth) == -(-10 // size)
    found = [id for page in forth for id in ids(page)]
    assert found == ["b00", "b01", "b02", "b04", "b06", "b07", "b08", "b03", "b20", "b05"]
    assert all(page["partOf"]["id"] == made["id"] for page in forth)
    last = {ids(page)[n]: one for page in forth for n, one in enumerate(page["orderedItems"])}
    assert [last[id]["type"] for id in ("b20", "b03", "b05")] == ["Create", "Update", "Delete"]
    assert last["b05"]["object"]["type"] == "Tombstone"
    assert last["b20"]["object"]["nameMap"] == {"en": "raft"}
    moments = [one["endTime"] for page in forth for one in page["orderedItems"]]
    assert moments == sorted(moments)


def test_a_page_stays_while_others_are_published(
    client: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "_SIZE", 3)
    first = get(client, "/activity/page.json?vocabulary=boats")
    second = get(client, first["next"]["id"])
    assert (ids(first), ids(second)) == (["b00", "b01", "b02"], ["b04", "b06", "b07"])
    text = (settings.vocabularies / "boats.ttl").read_text("utf-8")
    for old, new in (('"boat 1"', '"pirogue"'), ('"boat 8"', '"dhow"')):
        text = text.replace(old, new)
    (settings.vocabularies / "boats.ttl").write_text(text, "utf-8")
    publish(settings)
    rest = [ids(page) for page in walk(client, first["next"]["id"], "next")]
    assert rest[0] == ids(second)
    assert rest[-1][-2:] == ["b01", "b08"]
    seen = {id for page in rest for id in page} | {*ids(first)}
    assert len(seen) == 10
    made = get(client, "/activity.json?vocabulary=boats")
    assert made["totalItems"] == 10
    whole = [id for page in walk(client, made["last"]["id"], "prev") for id in ids(page)]
    assert sorted(whole) == sorted(seen)


def test_what_is_known_is_not_sent_again(client: FlaskClient) -> None:
    for address in ("/feed.atom", "/activity.json", "/activity/page.json", "/sitemap.xml"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_pages_of_activities_are_small_json(client: FlaskClient) -> None:
    page = client.get("/activity/page.json").data
    assert json.loads(page)["type"] == "OrderedCollectionPage"
