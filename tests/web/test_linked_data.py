"""Permanent URIs lead to what a client takes, and a concept is there as SKOS."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.formats import skos
from glossary.formats.registry import FORMATS
from glossary.web.linked_data import downloads

PLACE = "/heritage/library"
FORMS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
}


@pytest.mark.parametrize(("media_type", "ending"), FORMS.items())
def test_a_uri_leads_to_the_data_that_is_asked_for(
    client: FlaskClient, media_type: str, ending: str
) -> None:
    answer = client.get(f"/id{PLACE}", headers={"Accept": media_type})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PLACE}.{ending}")
    data = client.get(answer.headers["Location"])
    assert data.status_code == 200
    assert data.headers["Content-Type"] == f"{media_type}; charset=utf-8"
    assert data.headers["Access-Control-Allow-Origin"] == "*"
    assert "bibliothèque" in data.get_data(as_text=True)


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/turtle;q=0.5, application/rdf+xml", f"{PLACE}.rdf"),
        ("application/json;q=0.1, application/ld+json;q=0.2", f"{PLACE}.jsonld"),
        ("text/html, text/turtle;q=0.9", f"/en{PLACE}"),
        ("*/*", f"/en{PLACE}"),
        ("", f"/en{PLACE}"),
    ],
)
def test_what_a_client_likes_best(client: FlaskClient, accept: str, target: str) -> None:
    answer = client.get(f"/id{PLACE}", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(target)


def test_what_a_client_takes_is_not_there(client: FlaskClient) -> None:
    answer = client.get(f"/id{PLACE}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.get_data(as_text=True)
    links = answer.headers.getlist("Link")
    assert f'<{PLACE}.nt>; rel="alternate"; type="application/n-triples"' in links
    assert client.get("/id/heritage", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/turtle", "/heritage.ttl"),
        ("text/plain, */*;q=0.1", "/heritage.nt"),
        ("application/json", "/api/v1/vocabularies/heritage"),
        ("text/csv;q=0.2, application/rdf+xml;q=0.4", "/heritage.rdf"),
        ("*/*", "/en/heritage/"),
    ],
)
def test_vocabularies_have_uris_too(
    client: FlaskClient, slash: str, accept: str, target: str
) -> None:
    answer = client.get(f"/id/heritage{slash}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (303, target)
    assert client.get(target).status_code == 200


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/turtle", "/heritage/group-places.ttl"),
        ("application/json", "/api/v1/vocabularies/heritage/groups/group-places"),
        ("text/html", "/en/heritage/?view=groups&group=group-places"),
    ],
)
def test_groups_have_uris_too(client: FlaskClient, accept: str, target: str) -> None:
    answer = client.get("/id/heritage/group-places", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (303, target)
    data = client.get(target)
    assert data.status_code == 200
    assert "school" in data.get_data(as_text=True)


def test_what_was_withdrawn_names_its_successor(client: FlaskClient) -> None:
    answer = client.get("/id/heritage/old-word", headers={"Accept": "text/turtle"})
    assert answer.status_code == 410
    record = client.get("/api/v1/concepts/heritage/old-word").get_json()
    for successor in record["replaced_by"]:
        link = f'<{successor["uri"]}>; rel="successor-version"'
        assert link in answer.headers.getlist("Link")
        assert successor["uri"].rpartition("/")[2] in answer.get_data(as_text=True)
    assert record["replaced_by"]


XL = "http://www.w3.org/2008/05/skos-xl"


@pytest.mark.parametrize("place", [f"{PLACE}.ttl", "/heritage.ttl", "/heritage/group-places.nt"])
@pytest.mark.parametrize(
    "asked",
    [
        {"query_string": {"profile": "skos-xl"}},
        {"query_string": {"profile": f"{XL}#"}},
        {"headers": {"Accept-Profile": f"<{XL}>, <urn:other>;q=0.5"}},
        {"headers": {"Accept": f'text/turtle;profile="{XL}#", */*;profile="{XL}"'}},
    ],
)
def test_a_profile_is_asked_for(client: FlaskClient, place: str, asked: dict[str, Any]) -> None:
    answer = client.get(place, **asked)
    assert answer.status_code == 200
    assert ("literalForm" in answer.get_data(as_text=True)) is ("group" not in place)
    assert answer.headers["Content-Profile"] == f"<{XL}>"
    assert f'<{XL}>; rel="profile"' in answer.headers.getlist("Link")
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(place, headers=tag).status_code == 200
    plain = client.get(place)
    assert "literalForm" not in plain.get_data(as_text=True)
    assert any('rel="alternate"' in link and XL in link for link in plain.headers.getlist("Link"))


def test_a_uri_leads_to_the_profile_that_is_liked(client: FlaskClient) -> None:
    accept = f'text/turtle;profile="{XL}", text/html;q=0.9'
    answer = client.get(f"/id{PLACE}", headers={"Accept": accept})
    assert answer.headers["Location"] == f"{PLACE}.ttl?profile=skos-xl"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"query_string": {"profile": "marc"}}, 400),
        ({"headers": {"Accept-Profile": "<urn:other>"}}, 406),
        ({"headers": {"Accept": 'text/turtle;profile="urn:other"'}}, 406),
        ({"headers": {"Accept": 'text/turtle;profile="urn:other", text/turtle;q=0.1'}}, 200),
        ({"headers": {"Accept": "text/html"}}, 200),
        (
            {"headers": {"Accept": 'text/turtle;profile="http://www.w3.org/ns/json-ld#flattened"'}},
            200,
        ),
    ],
)
def test_an_unknown_profile_is_told(
    client: FlaskClient, asked: dict[str, Any], status: int
) -> None:
    answer = client.get(f"{PLACE}.ttl", **asked)
    assert answer.status_code == status
    if status != 200:
        assert "skos-xl" in answer.get_data(as_text=True)


def test_the_data_are_read_as_what_was_published(client: FlaskClient, tmp_path: Path) -> None:
    record = client.get(f"/api/v1/concepts{PLACE}").get_json()
    for ending in FORMS.values():
        file = tmp_path / f"heritage.{ending}"
        file.write_bytes(client.get(f"{PLACE}.{ending}").data)
        read, _ = skos.read(file, "http://127.0.0.1:8000")
        concept = read.concepts["library"]
        assert concept.uri == record["uri"]
        terms = {(term.lang, term.text) for term in concept.terms}
        assert terms == {
            (lang, term["text"]) for lang, found in record["terms"].items() for term in found
        }
        texts = {(note.lang, note.text) for note in concept.notes if note.kind == "definition"}
        assert texts == {
            (lang, one["text"]) for lang, found in record["definitions"].items() for one in found
        }


def test_the_same_again_is_not_sent(client: FlaskClient) -> None:
    first = client.get(f"{PLACE}.ttl")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"{PLACE}.ttl", headers=tag).status_code == 304


@pytest.mark.parametrize(
    "place", ["/heritage/nothing.ttl", "/nothing/library.ttl", f"{PLACE}.docx", "/en/search.ttl"]
)
def test_what_is_not_there(client: FlaskClient, place: str) -> None:
    assert client.get(place, follow_redirects=True).status_code == 404


def test_what_takes_long_is_not_made_of_large_vocabularies(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(FORMATS["pdf"], most_online=1)
    monkeypatch.setitem(downloads._WHOLE, "pdf", small)
    answer = client.get("/heritage.pdf")
    assert answer.status_code == 413
    assert "1" in answer.get_data(as_text=True)
