"""Values as statements: texts with their datatypes, dates, and what a vocabulary says of itself."""

import re
from collections.abc import Iterable, Iterator, Mapping

from glossary.formats.rdf import RDF
from glossary.formats.rdf.writing import TYPE, Node, Text, Value
from glossary.formats.skos.beyond import usual_type
from glossary.formats.skos.names import CREATED, DC, DCT, DESCRIPTIONS, MODIFIED, SKOS, TITLES
from glossary.formats.skos.values import day
from glossary.model import Datatype, Statement, Vocabulary

Said = tuple[str, Value]
Types = Mapping[tuple[str, str], str]
"""Datatypes by property and text."""
_SAME = {
    DCT + "title": TITLES,
    DCT + "description": DESCRIPTIONS,
    DCT + "license": (DCT + "license", DCT + "rights"),
    DCT + "publisher": (DCT + "publisher", DC + "publisher"),
    DCT + "created": CREATED,
    DCT + "modified": MODIFIED,
}
"""Where else the same may be stated."""


def types_of(found: Iterable[Datatype]) -> Types:
    """Return datatypes by property and text."""
    return {(predicate, text): iri for predicate, text, iri in found}


def stated(found: Iterable[Statement], types: Types) -> Iterator[Said]:
    """Yield statements as they were."""
    for predicate, value, lang in found:
        if lang is None:
            yield predicate, value
        elif lang:
            yield predicate, Text(value, lang)
        else:
            yield predicate, Text(value, datatype=types.get((predicate, value), ""))


def dates(
    created: str | None, modified: str | None, found: Iterable[Statement], types: Types
) -> Iterator[Said]:
    """Yield when something was made and changed, unless a moment of the same day is stated."""
    known = {(one.predicate, day(one.value)) for one in found}
    for name, text in (("created", created), ("modified", modified)):
        predicate = DCT + name
        if text and known.isdisjoint((same, text) for same in _SAME[predicate]):
            usual = usual_type(text)
            yield predicate, Text(text, datatype=types.get((predicate, text), usual))


def scheme(its: Vocabulary) -> Node:
    """Return what is said of a vocabulary: as its file says it, and what is known beside that."""
    found = dict(its.resources).get(its.uri, ())
    types = types_of(its.datatypes)
    texts = {(one.predicate, one.value, one.lang or "") for one in found}
    predicates = {one.predicate for one in found}

    def is_new(predicate: str, text: str, lang: str = "") -> bool:
        same = _SAME.get(predicate, (predicate,))
        return not any((one, text, tag) in texts for one in same for tag in (lang, ""))

    def is_unstated(predicate: str, text: str) -> bool:
        return not any(one in _SAME[predicate] and text == value for one, value, _ in texts)

    said: list[Said] = []
    if (TYPE, SKOS + "ConceptScheme", "") not in texts:
        said.append((TYPE, SKOS + "ConceptScheme"))
    for name, labels in (("title", its.titles), ("description", its.descriptions)):
        pairs = ((text, lang) for lang, text in labels.items())
        said += [(DCT + name, Text(*one)) for one in pairs if is_new(DCT + name, *one)]
    if its.source_language and not {DCT + "language", DC + "language"} & predicates:
        said.append((DCT + "language", Text(its.source_language)))
    if DCT + "audience" not in predicates:
        said += [(DCT + "audience", Text(sector)) for sector in its.sectors]
    for name, value in (("license", its.licence), ("publisher", its.publisher)):
        if value and is_unstated(DCT + name, value):
            said.append((DCT + name, source(value)))
    said += dates(its.created, its.modified, found, types)
    return Node(its.uri, (*said, *stated(found, types)))


def source(text: str) -> Value:
    """Return a source, licence or publisher: an IRI where it is an address, else a text."""
    return text if is_address(text) else Text(text)


def is_address(value: str) -> bool:
    """Return whether a text is an address that may stand as an IRI."""
    return value.startswith(("http://", "https://")) and not re.search(r"[\s<>\"{}|^`\\]", value)


def listed(first: int, members: Iterable[str], count: int) -> Iterator[Node]:
    """Yield the nodes of a list of so many members (RDF Schema, section 5.2), from the blank node
    of this number on.
    """
    for place, uri in enumerate(members, start=first):
        rest = f"_:n{place + 1}" if place < first + count - 1 else RDF + "nil"
        yield Node(f"_:n{place}", ((RDF + "first", uri), (RDF + "rest", rest)))
