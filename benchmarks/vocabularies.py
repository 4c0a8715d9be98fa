"""Third-party vocabularies as documents of an index; the data is not part of the project."""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from index import Document, Label

SKOS = "http://www.w3.org/2004/02/skos/core#"
_KINDS = {SKOS + "prefLabel": "preferred", SKOS + "altLabel": "alternative"}
_SOURCES = {
    "UNESCO": ("unesco-thesaurus", "unesco-thesaurus-2024-10.ttl"),
    "RDA": ("rda", "xml/termList/*.xml"),
    "IFLA": ("ifla", "standards/**/*.ttl"),
    "Nomisma": ("nomisma", "derived/nomisma-skos.nt.gz"),
    "TaDiRAH": ("tadirah", "tadirah_2.0.3.ttl"),
    "CLDR": ("cldr", "cldr-names.nt.gz"),
}
SOURCES = tuple(_SOURCES)
_FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".xml": pyoxigraph.RdfFormat.RDF_XML,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
}
FACETS = ("topical", "event", "title", "chronological", "meeting", "formgenre")
"""Facets of FAST in the order in which equal headings answer: subjects before forms."""


def documents(data: Path, source: str) -> Iterator[Document]:
    """Yield the concepts of a vocabulary with their labels in all languages."""
    folder, pattern = _SOURCES[source]
    labels: dict[str, dict[Label, None]] = {}
    for file in sorted((data / folder).glob(pattern)):
        for subject, label in _labels(file):
            labels.setdefault(subject, {})[label] = None
    for uri, found in labels.items():
        yield Document(source.lower(), uri, uri, tuple(found))


def _labels(file: Path) -> Iterator[tuple[str, Label]]:
    suffixes = [suffix for suffix in file.suffixes if suffix in _FORMATS]
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as stream:
        for quad in pyoxigraph.parse(
            stream, _FORMATS[suffixes[-1]], base_iri="urn:x:", lenient=True
        ):
            used = _KINDS.get(quad.predicate.value)
            text = quad.object.value.strip() if used else ""
            if used and text and isinstance(quad.object, pyoxigraph.Literal):
                yield quad.subject.value, Label(text, quad.object.language or "", used)


def headings(data: Path) -> Iterator[Document]:
    """Yield the headings of FAST, those facets that are there, each id once."""
    seen: set[str] = set()
    for facet in FACETS:
        for id, heading in _rows(data / "fast" / f"fast-{facet}.tsv.gz"):
            if id not in seen:
                seen.add(id)
                yield Document(facet, id, f"fast:{id}", (Label(heading, "en"),))


def _rows(file: Path) -> Iterator[tuple[str, str]]:
    if file.is_file():
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line in lines:
                id, _, heading = line.rstrip("\n").partition("\t")
                yield id, heading


def gold(data: Path, name: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield strings that cataloguers recorded, each with the id of the heading that it means.

    Only rows with one target that is `known`.
    """
    ids = set(known)
    file = data / "digital-scriptorium" / "derived" / "dev" / f"gold-{name}.tsv"
    for line in file.read_text("utf-8").splitlines()[1:]:
        query, _, target, _, targets = line.split("\t")
        scheme, _, id = target.rpartition("/")
        if targets == "1" and scheme.endswith("/fast") and id in ids:
            yield query, id
