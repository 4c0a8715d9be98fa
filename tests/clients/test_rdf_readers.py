"""Readers of RDF take what the service gives of a concept."""

from collections.abc import Callable

import pytest

from tests.clients.conftest import Run

CONCEPT = "convergence/blue-shield"
SYNTAXES = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml"}


@pytest.mark.parametrize("ending", SYNTAXES)
def test_rapper_reads_a_concept(
    ending: str, service: str, run: Run, program: Callable[[str], str]
) -> None:
    address = f"{service}/{CONCEPT}.{ending}"
    lines = run(program("rapper"), "-q", "-i", SYNTAXES[ending], "-o", "ntriples", address)
    subject = f"<{service}/id/{CONCEPT}>"
    label = '<http://www.w3.org/2004/02/skos/core#prefLabel> "Blue Shield"@en .'
    assert f"{subject} {label}" in lines.splitlines()


@pytest.mark.parametrize("form", ["turtle", "json-ld", "xml", "nt"])
def test_rdflib_reads_a_concept_by_its_uri(form: str, service: str, python: Run) -> None:
    script = """
import sys
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS
uri, form = sys.argv[1:]
graph = Graph().parse(uri, format=form)
print(*sorted(label.language for label in graph.objects(URIRef(uri), SKOS.prefLabel)))
"""
    assert python(script, f"{service}/id/{CONCEPT}", form).split() == [
        "ar", "de", "en", "es", "fr", "ru", "zh-Hans"
    ]  # fmt: skip


VOCABULARY = "convergence"
SCHEME = "<http://www.w3.org/2004/02/skos/core#ConceptScheme> ."


@pytest.mark.parametrize("ending", SYNTAXES)
def test_rapper_reads_a_whole_vocabulary(
    ending: str, service: str, run: Run, program: Callable[[str], str]
) -> None:
    address = f"{service}/{VOCABULARY}.{ending}?profile=skos-xl"
    lines = run(program("rapper"), "-q", "-i", SYNTAXES[ending], "-o", "ntriples", address)
    assert any(line.endswith(SCHEME) for line in lines.splitlines())
    assert sum("skos-xl#literalForm" in line for line in lines.splitlines()) > 100


COUNTED = """
import sys
from rdflib import BNode, Graph
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS
asked = zip(sys.argv[1::2], sys.argv[2::2])
first, *others = (Graph().parse(uri, format=form) for uri, form in asked)
def named(graph):
    return {one for one in graph if not any(isinstance(part, BNode) for part in one)}
assert all(len(first) == len(other) and named(first) == named(other) for other in others)
assert len(first) > 500 or all(isomorphic(first, other) for other in others)
print(len(set(first.subjects(RDF.type, SKOS.Concept))))
"""


@pytest.mark.parametrize("place", [f"id/{VOCABULARY}", f"id/{CONCEPT}"])
def test_rdflib_gets_the_same_from_a_uri_in_each_syntax(
    place: str, service: str, python: Run
) -> None:
    forms = ("turtle", "nt", "xml", "json-ld")  # for "nt" it asks for text/plain
    asked = [part for form in forms for part in (f"{service}/{place}", form)]
    assert int(python(COUNTED, *asked)) >= 1


def test_pyld_expands_a_whole_vocabulary(service: str, python: Run) -> None:
    script = """
import json, sys, urllib.request
from pyld import jsonld
document = json.load(urllib.request.urlopen(sys.argv[1]))
nodes = jsonld.expand(document)
print(sum("http://www.w3.org/2004/02/skos/core#Concept" in node.get("@type", ()) for node in nodes))
"""
    assert int(python(script, f"{service}/{VOCABULARY}.jsonld")) > 10


def test_skosify_finds_nothing_to_mend(service: str, python: Run) -> None:
    script = """
import logging, sys
from rdflib import Graph
import skosify
logging.basicConfig(level=logging.WARNING, stream=sys.stdout)
graph = Graph().parse(sys.argv[1], format="turtle")
before = len(graph)
skosify.skosify(graph, label="Words")
print("before", before, "after", len(graph))
"""
    told = python(script, f"{service}/{VOCABULARY}.ttl")
    assert "before" in told
    assert "ERROR" not in told


def test_shapes_of_skos_hold(service: str, python: Run) -> None:
    script = """
import sys
from pyshacl import validate
from rdflib import Graph
shapes = Graph().parse(format="turtle", data='''
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
[] a sh:NodeShape ; sh:targetClass skos:Concept ;
    sh:property [ sh:path skos:prefLabel ; sh:uniqueLang true ; sh:minCount 1 ] ;
    sh:property [ sh:path skos:inScheme ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path skos:broader ; sh:class skos:Concept ] ;
    sh:property [ sh:path skos:prefLabel ; sh:disjoint skos:altLabel ] .
[] a sh:NodeShape ; sh:targetClass skos:ConceptScheme ;
    sh:property [ sh:path skos:hasTopConcept ; sh:minCount 1 ; sh:class skos:Concept ] .
''')
good, _, text = validate(Graph().parse(sys.argv[1], format="nt"), shacl_graph=shapes)
print(good, text)
"""
    assert python(script, f"{service}/{VOCABULARY}.nt").startswith("True")


def test_rdflib_reads_the_description_of_the_data_sets(service: str, python: Run) -> None:
    script = """
import sys
from rdflib import Graph
from rdflib.namespace import DCAT
found = Graph().parse(sys.argv[1])
print(*sorted(set(map(str, found.objects(None, DCAT.downloadURL)))))
"""
    assert f"{service}/{VOCABULARY}.ttl" in python(script, f"{service}/.well-known/void").split()
