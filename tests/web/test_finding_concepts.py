"""Concepts found by any address, told apart from others of their name, and listed one by one."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import load
from glossary.web import create_app

_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <http://found.example/{name}/> .
:s a skos:ConceptScheme .
"""
_FIRST = """
:tool a skos:Concept ; skos:prefLabel "tool"@en ; dct:modified "2026-02-01" .
:bird a skos:Concept ; skos:prefLabel "bird"@en ; dct:modified "2026-03-01" .
:c1 a skos:Concept ; skos:prefLabel "crane"@en ; skos:broader :tool ;
  skos:exactMatch <https://far.example/kran> .
:c2 a skos:Concept ; skos:prefLabel "crane"@en ; skos:broader :bird .
:c3 a skos:Concept ; skos:prefLabel "cranium"@en .
:gone a skos:Concept ; skos:prefLabel "crannog"@en ; owl:deprecated true ;
  dct:modified "2026-04-01" .
"""
_OTHER = """
:c a skos:Concept ; skos:prefLabel "crane"@en ; skos:definition "A name."@en .
:d a skos:Concept ; skos:prefLabel "crate"@en .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("found")
    for name in ("vocabularies", "translations"):
        (folder / name).mkdir()
    (folder / "glossary.toml").write_text("")
    for name, text in (("first", _FIRST), ("other", _OTHER), ("third", _OTHER)):
        made = _HEAD.replace("{name}", name) + text
        (folder / f"vocabularies/{name}.ttl").write_text(made)
    settings = load(folder)
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


def _get(client: FlaskClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/v1/{path}", query_string=query or None)
    assert answer.status_code == 200, answer.data
    found: dict[str, Any] = json.loads(answer.data)
    return found


@pytest.mark.parametrize(
    "address",
    [
        "http://found.example/first/c1",
        "https://found.example/first/c1/",
        "http://127.0.0.1:8000/id/first/c1",
        "https://127.0.0.1:8000/fr/first/c1?lang=de",
        "http://127.0.0.1:8000/api/v1/concepts/first/c1",
        "http://far.example/kran/",
    ],
)
def test_a_concept_is_found_by_any_of_its_addresses(client: FlaskClient, address: str) -> None:
    for found in (
        _get(client, "lookup", term=address)["matches"],
        _get(client, "search", q=address)["hits"],
    ):
        assert found[0]["concept"]["id"] == "c1"
        assert found[0]["match"]["kind"] == "identifier"


def test_homographs_are_told_apart(client: FlaskClient) -> None:
    found = _get(client, "suggest", q="cran", lang="en")["suggestions"]
    apart = {
        (one["concept"]["vocabulary"], one["concept"]["id"]): one.get("apart") for one in found
    }
    assert apart["first", "c1"] == {"kind": "broader", "label": {"en": "tool"}}
    assert apart["first", "c2"] == {"kind": "broader", "label": {"en": "bird"}}
    assert apart["other", "c"] == {"kind": "definition", "label": {"en": "A name."}}
    assert apart["first", "c3"] is None


def test_several_vocabularies(client: FlaskClient) -> None:
    for path, name in (("suggest", "suggestions"), ("lookup", "matches")):
        text = {"suggest": "cra", "lookup": "crane"}[path]
        within = {"q" if path == "suggest" else "term": text, "vocabulary": "first, other"}
        found = _get(client, path, **within)[name]
        assert {one["concept"]["vocabulary"] for one in found} == {"first", "other"}
        answer = client.get(f"/api/v1/{path}", query_string=within | {"vocabulary": "first,none"})
        assert answer.status_code == 400


def test_all_concepts_page_by_page(client: FlaskClient) -> None:
    found, address = [], "vocabularies/first/concepts?limit=2"
    while address:
        answer = _get(client, address)
        found += [one["id"] for one in answer["concepts"]]
        address = (answer["next"] or "").partition("/api/v1/")[2]
    assert found == ["bird", "c1", "c2", "c3", "gone", "tool"]
    since = _get(client, "vocabularies/first/concepts", modified_since="2026-03-01")
    assert [one["id"] for one in since["concepts"]] == ["bird", "gone"]
    assert since["concepts"][1]["status"] == "deprecated"
    assert since["next"] is None


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("first/concepts?modified_since=yesterday", "modified_since"),
        ("first/concepts?cursor=%C3%A9", "cursor"),
        ("first/concepts?cursor=abc", "cursor"),
        ("first/concepts?limit=501", "limit"),
    ],
)
def test_lists_that_cannot_be(client: FlaskClient, path: str, parameter: str) -> None:
    answer = client.get(f"/api/v1/vocabularies/{path}")
    assert answer.status_code == 400
    assert json.loads(answer.data)["parameter"] == parameter
    assert client.get("/api/v1/vocabularies/none/concepts").status_code == 404


@pytest.mark.parametrize("path", ["id/first/nothing", "en/first/nothing", "id/none/c1", "about"])
def test_an_address_of_this_site_without_a_concept_finds_nothing(
    client: FlaskClient, path: str
) -> None:
    address = f"http://127.0.0.1:8000/{path}"
    looked_up = client.get("/api/v1/lookup", query_string={"term": address})
    assert (looked_up.status_code, looked_up.json["matches"]) == (200, [])
    searched = client.get("/api/v1/search", query_string={"q": address})
    assert (searched.status_code, searched.json["total"]) == (200, 0)
