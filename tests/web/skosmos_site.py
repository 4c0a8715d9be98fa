"""A small site for the tests of the Skosmos interface: boats, and the rivers that they are on."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import load
from glossary.web import create_app

BOATS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix iso: <http://purl.org/iso25964/skos-thes#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix b: <http://boats.example/> .
@prefix x: <http://kinds.example/#> .

b:all a skos:ConceptScheme ; dct:title "Boats"@en, "Bateaux"@fr ; skos:prefLabel "Boats"@en .
b:old a skos:ConceptScheme ; rdfs:label "Old boats"@en .
x:Sailing rdfs:subClassOf skos:Concept ; a owl:Class ; rdfs:label "Sailing boat"@en .
b:boat a skos:Concept ; skos:inScheme b:all ; skos:topConceptOf b:all ; skos:notation "1" ;
    skos:prefLabel "Boat"@en, "Bateau"@fr ; skos:altLabel "Watercraft"@en ;
    skos:narrower b:yawl, b:punt ; dct:created "2024-02-03"^^xsd:date .
b:yawl a skos:Concept, x:Sailing ; skos:inScheme b:all, b:old ; skos:broader b:boat ;
    skos:prefLabel "Yawl"@en-GB, "Yawl"@fr ; skos:altLabel "Dandy (boat)"@en ;
    skos:hiddenLabel "Jawl"@en ; x:masts "2" ;
    dct:created "2024-02-01T08:30:00Z"^^xsd:dateTime ; skos:related b:punt .
b:punt a skos:Concept ; skos:inScheme b:all ; skos:broader b:boat ; skos:related b:yawl ;
    skos:prefLabel "Punt"@en ; skos:narrower b:flat ; dct:created "2023-11-11"^^xsd:date ;
    skos:exactMatch <http://rivers.example/punt>, <http://else.example/p> .
b:flat a skos:Concept ; skos:inScheme b:all ; skos:broader b:punt ;
    skos:prefLabel "Flat-bottomed punt"@en ; dct:created "2024-02-02"^^xsd:date .
b:coracle a skos:Concept ; skos:inScheme b:all ; owl:deprecated true ; skos:prefLabel "Coracle"@en ;
    dct:isReplacedBy b:boat ; dct:modified "2024-03-01"^^xsd:date .
b:g1 a skos:Collection, iso:ConceptGroup ; skos:inScheme b:all ; skos:prefLabel "By oar"@en ;
    skos:notation "G.1" ; skos:member b:punt, b:coracle .
b:g0 a skos:Collection, iso:ConceptGroup ; skos:inScheme b:all ; skos:prefLabel "All craft"@en ;
    skos:member b:g1, b:yawl ; iso:subGroup b:g1 .
"""
RIVERS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix r: <http://rivers.example/> .
r:s a skos:ConceptScheme .
r:punt a skos:Concept ; skos:inScheme r:s ; skos:topConceptOf r:s ;
    skos:prefLabel "Punt"@en, "Плоскодонка"@ru ; skos:altLabel "Éclair"@fr, "punt"@en .
"""


def published(folder: Path) -> FlaskClient:
    """Return a client of the site, published in `folder`."""
    (folder / "vocabularies").mkdir()
    (folder / "glossary.toml").write_text('base_url = "https://terms.example"\n', "utf-8")
    (folder / "vocabularies" / "boats.ttl").write_text(BOATS, "utf-8")
    (folder / "vocabularies" / "rivers.ttl").write_text(RIVERS, "utf-8")
    settings = load(folder, {})
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


@pytest.fixture(scope="session")
def boats(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of the site with boats and rivers; not to be changed."""
    return published(tmp_path_factory.mktemp("boats"))
