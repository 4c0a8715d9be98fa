"""Permanent URIs lead to what a client takes, and a concept is there as SKOS."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from glossary.formats import skos

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
    assert client.get("/id/heritage/", headers={"Accept": "text/turtle"}).status_code == 406


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
