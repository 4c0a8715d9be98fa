"""Concepts that a later release of a vocabulary no longer has: what was known of them is kept.

They stand in a file ``<id>.withdrawn.ttl`` beside the vocabulary, as concepts of SKOS that are
deprecated, and are read with it. A concept that is in the vocabulary itself is read from there.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from glossary.formats.rdf import RDF, Triple, triples
from glossary.formats.skos.names import MAPPING_PROPERTIES
from glossary.model import LABEL_PROPERTIES, Concept

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
ENDING = ".withdrawn.ttl"
_HEAD = """# Concepts that a later release does not have, as they were known last (glossary import)
"""
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
"""What an IRI cannot hold (Turtle, IRIREF)."""


def beside(folder: Path, id: str) -> Path:
    """Return where the withdrawn concepts of a vocabulary stand."""
    return folder / f"{id}{ENDING}"


def is_one(file: Path) -> bool:
    """Return whether a file holds withdrawn concepts, and is no vocabulary of its own."""
    return file.name.endswith(ENDING)


def statements(file: Path, base: str) -> Iterator[Triple]:
    """Yield the triples of a file of withdrawn concepts, none where there is no such file."""
    if file.is_file():
        yield from triples(file, base)


def written(concepts: Iterable[Concept], base: str, scheme: str | None = None) -> bytes:
    """Return the file for withdrawn concepts, b"" for none; IRIs below `base` are relative.

    Terms, notations, notes, mappings and successors are kept, one statement a line; what they
    were linked to inside the vocabulary is not.
    """
    lines = [line for concept in concepts for line in _lines(concept, base, scheme)]
    return (_HEAD + "".join(lines)).encode() if lines else b""


def _lines(concept: Concept, base: str, scheme: str | None) -> Iterator[str]:
    subject = _iri(concept.uri, base)
    for predicate, value in _statements(concept, base, scheme):
        yield f"{subject} <{predicate}> {value} .\n"


def _statements(concept: Concept, base: str, scheme: str | None) -> Iterator[tuple[str, str]]:
    yield RDF + "type", f"<{SKOS}Concept>"
    if scheme:
        yield SKOS + "inScheme", _iri(scheme, base)
    yield OWL + "deprecated", '"true"'
    for term in concept.terms:
        yield SKOS + LABEL_PROPERTIES.get(term.status, "altLabel"), _text(term.text, term.lang)
    for notation in concept.notations:
        yield SKOS + "notation", _text(notation)
    for note in concept.notes:
        yield SKOS + note.kind, _text(note.text, note.lang)
    for mapping in concept.mappings:
        yield MAPPING_PROPERTIES[mapping.relation], _iri(mapping.uri, base)
    for uri in concept.replaced_by:
        yield DCT + "isReplacedBy", _iri(uri, base)
    for name, day in (("created", concept.created), ("modified", concept.modified)):
        if day:
            yield DCT + name, _text(day)


def _iri(uri: str, base: str) -> str:
    """Return an IRI as Turtle writes it, relative where it is the vocabulary's own."""
    inner = uri.removeprefix(base)
    chosen = inner if inner and ":" not in inner else uri
    return f"<{_FORBIDDEN.sub(lambda one: quote(one[0]), chosen)}>"


def _text(text: str, lang: str = "") -> str:
    return str(ox.Literal(text, language=lang) if lang else ox.Literal(text))
