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


@pytest.mark.parametrize("form", ["turtle", "json-ld", "xml"])
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
