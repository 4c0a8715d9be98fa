"""The Skosmos interface answers as a file states it, also what the model reads otherwise."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import load
from glossary.web import create_app

H = "http://herbs.example/"
HEAD = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix h: <http://herbs.example/> .
"""
HERBS = (
    HEAD
    + """
h:own rdfs:subPropertyOf skos:prefLabel ; a rdf:Property .
h:Spice rdfs:subClassOf skos:Concept ; rdfs:label "Spice"@en .
h:all a skos:ConceptScheme ; skos:hasTopConcept h:herb .
h:herb a skos:Concept ; skos:inScheme h:all ; skos:prefLabel "Herb"@en ;
    skos:narrower h:mint, h:nameless, h:herb .
h:mint a skos:Concept, h:Spice ; skos:inScheme h:all ; skos:broader h:herb, h:leaf ;
    skos:prefLabel "Mint"@en, "Menthe"@fr ; skos:altLabel "Mentha" ; h:own "Garden mint"@en ;
    skosxl:altLabel h:label1, [ skosxl:literalForm "Lamb mint"@en ] ;
    rdfs:comment "Grows anywhere" ; skos:definition h:def1, [ rdf:value "A plant."@en ] ;
    skos:scopeNote "For <b>leaves</b>"@en ; h:parts ( h:leaf h:root ) ;
    h:found [ a foaf:Person ; foaf:name "Ann" ] .
h:leaf a skos:Concept ; skos:inScheme h:all ; skos:prefLabel "Leaf" ; skos:notation "L" .
h:root a skos:Concept ; skos:inScheme h:all ; skos:prefLabel "Root"@en, "Rootstock"@en .
h:nameless a skos:Concept, h:Spice ; skos:inScheme h:all ; skos:broader h:herb ;
    skos:notation "N" .
h:label1 a skosxl:Label ; skosxl:literalForm "Spearmint"@en ; dct:modified "2020-01-02" .
h:def1 rdf:value "A herb with a smell."@en ; dct:source "A book" .
"""
)
EMPTY = HEAD + '<http://empty.example/> a skos:ConceptScheme ; dct:title "Nothing yet"@en .'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("herbs")
    (folder / "vocabularies").mkdir()
    (folder / "glossary.toml").touch()
    for id, content in (("herbs", HERBS), ("spices", HERBS), ("none", EMPTY)):
        (folder / "vocabularies" / f"{id}.ttl").write_text(content, "utf-8")
    (folder / "vocabularies" / "herbs.toml").write_text('source_language = "en"\n', "utf-8")
    (folder / "vocabularies" / "spices.toml").write_text(
        f'source_language = "en"\nindex_classes = ["{H}Spice"]\n'
        'index_qualifier = "http://www.w3.org/2004/02/skos/core#broader"\n',
        "utf-8",
    )
    settings = load(folder, {})
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


def _get(client: FlaskClient, path: str, **told: str) -> Any:
    answer = client.get(f"/rest/v1/{path}", query_string=told)
    assert answer.status_code == 200, answer.text
    return json.loads(answer.data)


def _said(client: FlaskClient, uri: str) -> dict[str, Any]:
    """Return what the data of a concept say, by URI."""
    found = _get(client, "herbs/data", uri=uri, format="application/ld+json")
    return {node["uri"]: node for node in found.get("graph", [found])}


def test_labels_without_a_language_have_none(client: FlaskClient) -> None:
    [hit] = _get(client, "herbs/search", query="leaf")["results"]
    assert (hit["prefLabel"], hit["lang"]) == ("Leaf", None)
    assert _get(client, "herbs/search", query="leaf", lang="en")["results"] == []
    assert _get(client, "herbs/search", query="ment*", lang="fr")["results"][0]["lang"] == "fr"
    assert "prefLabel" not in _get(client, "herbs/label", uri=f"{H}leaf", lang="en")
    [broader] = [
        one
        for one in _get(client, "herbs/broader", uri=f"{H}mint", lang="en")["broader"]
        if one["uri"] == f"{H}leaf"
    ]
    assert broader["prefLabel"] == "Leaf"
    assert "L" not in _get(client, "herbs/index/", lang="en")["indexLetters"]
    assert _said(client, f"{H}leaf")[f"{H}leaf"]["prefLabel"] == "Leaf"


def test_labels_are_under_the_property_that_states_them(client: FlaskClient) -> None:
    found = _get(client, "herbs/label", uri=f"{H}mint", lang="en")
    assert (found["prefLabel"], found["altLabel"]) == ("Mint", ["Lamb mint"])
    said = _said(client, f"{H}mint")[f"{H}mint"]
    assert said[f"{H}own"] == {"lang": "en", "value": "Garden mint"}
    roots = _get(client, "herbs/index/R", lang="en")["indexConcepts"]
    assert [(one["prefLabel"], "altLabel" in one) for one in roots] == [
        ("Root", False), ("Rootstock", False),
    ]  # fmt: skip
    counts = _get(client, "herbs/labelStatistics", lang="en")["languages"]
    english = next(one["properties"] for one in counts if one["language"] == "en")
    assert [one["labels"] for one in english] == [4, 1, 0]


def test_concepts_without_a_label_are_there(client: FlaskClient) -> None:
    uri = f"{H}nameless"
    assert "prefLabel" not in _get(client, "herbs/label", uri=uri)
    below = {one["uri"]: one for one in _get(client, "herbs/children", uri=f"{H}herb")["narrower"]}
    assert below[uri] == {"uri": uri, "prefLabel": None, "hasChildren": False, "notation": "N"}
    assert _get(client, "herbs/broader", uri=uri)["broader"][0]["prefLabel"] == "Herb"
    level = _get(client, "herbs/hierarchy", uri=f"{H}mint")["broaderTransitive"][f"{H}herb"]
    assert {"uri": uri, "label": None, "hasChildren": False, "notation": "N"} in level["narrower"]
    assert _get(client, "herbs/vocabularyStatistics")["concepts"]["count"] == 5
    assert _said(client, f"{H}herb")[uri]["broader"] == {"uri": f"{H}herb"}
    assert client.get(f"/id/herbs/{uri.removeprefix(H)}").status_code == 404


def test_what_is_broader_than_itself_is_told(client: FlaskClient) -> None:
    found = _get(client, "herbs/narrower", uri=f"{H}herb", lang="en")["narrower"]
    assert {"uri": f"{H}herb", "prefLabel": "Herb"} in found
    below = _get(client, "herbs/narrowerTransitive", uri=f"{H}herb", lang="en")
    assert f"{H}herb" in below["narrowerTransitive"][f"{H}herb"]["narrower"]


def test_data_have_notes_nodes_and_lists_as_they_are_stated(client: FlaskClient) -> None:
    said = _said(client, f"{H}mint")
    mint = said[f"{H}mint"]
    assert mint["rdfs:comment"] == "Grows anywhere"
    assert mint["skos:scopeNote"] == {"lang": "en", "value": "For <b>leaves</b>"}
    assert {"uri": f"{H}def1"} in mint["skos:definition"]
    assert {"lang": "en", "value": "A plant."} in mint["skos:definition"]
    assert said[f"{H}def1"]["dct:source"] == "A book"
    xl = "http://www.w3.org/2008/05/skos-xl#"
    assert mint[f"{xl}altLabel"] == {"uri": f"{H}label1"}
    assert said[f"{H}label1"][f"{xl}literalForm"] == {"lang": "en", "value": "Spearmint"}
    first, rest = (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#first",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#rest",
    )
    node = said[mint[f"{H}parts"]["uri"]]
    assert node[first] == {"uri": f"{H}leaf"}
    assert said[node[rest]["uri"]][first] == {"uri": f"{H}root"}
    person = said[mint[f"{H}found"]["uri"]]
    assert person["type"] == "http://xmlns.com/foaf/0.1/Person"


def test_top_concepts_are_those_that_are_stated(client: FlaskClient) -> None:
    found = _get(client, "herbs/topConcepts", lang="en")["topconcepts"]
    assert [one["uri"] for one in found] == [f"{H}herb"]
    assert (
        "tops"
        not in _get(client, "herbs/hierarchy", uri=f"{H}leaf")["broaderTransitive"][f"{H}leaf"]
    )


def test_the_index_has_chosen_classes_and_tells_labels_apart(client: FlaskClient) -> None:
    assert _get(client, "spices/index/", lang="en")["indexLetters"] == ["M"]
    lines = _get(client, "spices/index/*", lang="en")["indexConcepts"]
    assert [(one["localname"], one["qualifier"]) for one in lines if "altLabel" not in one] == [
        ("mint", "herb"), ("mint", "leaf"),
    ]  # fmt: skip
    counts = _get(client, "spices/labelStatistics", lang="en")["languages"]
    english = next(one["properties"] for one in counts if one["language"] == "en")
    assert english[0]["labels"] == 1


def test_a_vocabulary_without_concepts_is_listed(client: FlaskClient) -> None:
    listed = _get(client, "vocabularies", lang="en")["vocabularies"]
    assert {"uri": "none", "id": "none", "title": "Nothing yet"} in listed
    for path in ("", "topConcepts", "index/", "index/A", "vocabularyStatistics", "types", "groups",
                 "new", "labelStatistics"):  # fmt: skip
        _get(client, f"none/{path}", lang="en")
    assert _get(client, "none/search", query="*a*")["results"] == []
    assert client.get("/en/none/").status_code == 200
