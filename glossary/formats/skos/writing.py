"""Concepts as SKOS: what reading a vocabulary's file made of it, as statements again.

Plain SKOS carries terms, notes, relations, mappings, groups and metadata. With `xl` each term is
a label of SKOS-XL as well, with all that is known of it, and a note with sources or reliability is
a node that says so.

Sources: SKOS Reference (W3C 2009), SKOS-XL (its appendix B), ISO 25964 SKOS extension, DCMI Terms.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from glossary.formats.rdf import RDF
from glossary.formats.rdf.writing import TYPE, Node, Text, Value
from glossary.formats.skos.names import (
    ARRAY,
    DCT,
    EQUIVALENCE,
    FOAF,
    GRAMMAR,
    GROUP,
    ISOTHES,
    KINDS,
    MARK,
    OWL,
    RELIABILITY,
    SKOS,
    TERMS,
    XL,
)
from glossary.model import WITHDRAWN, Concept, Group, Note, Term, Vocabulary

PREFIXES = {
    "rdf": RDF,
    "skos": SKOS,
    "skosxl": XL,
    "dct": DCT,
    "owl": OWL,
    "foaf": FOAF,
    "isothes": ISOTHES,
    "term": TERMS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LABELS = {"preferred": "prefLabel", "hidden": "hiddenLabel"}
_CLASSES = {kind: iri for iri, kind in KINDS.items()}
_DATES = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "gYear": re.compile(r"\d{4}"),
    "dateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"),
}
"""Types of XML Schema for the days, years and moments that a record has."""
Said = tuple[str, Value]
_MANY = 500
"""So many values of a predicate are written at once."""


class SkosWriter:
    """The nodes of one vocabulary; `uri_of` gives the URI of a concept in it by its id."""

    def __init__(
        self, vocabulary: Vocabulary, uri_of: Callable[[str], str], base: str, xl: bool = False
    ) -> None:
        self._vocabulary, self._uri_of, self._base, self._xl = vocabulary, uri_of, base, xl
        self._blank = 0

    def nodes(self, concepts: Iterable[Concept]) -> Iterator[Node]:
        """Yield the scheme, each concept and what it needs, the groups, and the top concepts."""
        yield self._scheme()
        tops: list[str] = []
        above = self._arrays_below()
        for concept in concepts:
            if not concept.broader and concept.status != WITHDRAWN:
                tops.append(concept.uri)
            yield from self.concept(concept, above.get(concept.id, ()))
        for group in self._vocabulary.groups:
            yield from self.group(group)
        yield from _many(self._vocabulary.uri, SKOS + "hasTopConcept", tops)

    def _scheme(self) -> Node:
        its = self._vocabulary
        said: list[Said] = [(TYPE, SKOS + "ConceptScheme")]
        said += [(DCT + "title", Text(text, lang)) for lang, text in its.titles.items()]
        said += [(DCT + "description", Text(text, lang)) for lang, text in its.descriptions.items()]
        if its.source_language:
            said.append((DCT + "language", Text(its.source_language)))
        said += [(DCT + "audience", Text(sector)) for sector in its.sectors]
        for name, value in (("license", its.licence), ("publisher", its.publisher)):
            if value:
                said.append((DCT + name, value if _is_address(value) else Text(value)))
        return Node(its.uri, (*said, *_dates(its.created, its.modified)))

    def concept(self, concept: Concept, arrays: Iterable[str] = ()) -> Iterator[Node]:
        """Yield a concept and what it needs; `arrays` are the URIs of groups that divide it."""
        its, inner = self._vocabulary, list[Node]()
        said: list[Said] = [(TYPE, SKOS + "Concept")]
        said += [(TYPE, _CLASSES[kind]) for kind in concept.kinds]
        said.append((SKOS + "inScheme", its.uri))
        if not concept.broader and concept.status != WITHDRAWN:
            said.append((SKOS + "topConceptOf", its.uri))
        for term in concept.terms:
            name = _LABELS.get(term.status, "altLabel")
            said.append((SKOS + name, Text(term.text, term.lang)))
            if self._xl:
                inner.append(self._node(_label(term)))
                said.append((XL + name, inner[-1].subject))
        for note in concept.notes:
            if self._xl and (note.sources or note.reliability):
                inner.append(self._node(_structured(note)))
                said.append((SKOS + note.kind, inner[-1].subject))
            else:
                said.append((SKOS + note.kind, Text(note.text, note.lang)))
        said += [(SKOS + "notation", Text(notation)) for notation in concept.notations]
        for relation in ("broader", "narrower", "related"):
            said += [(SKOS + relation, self._uri_of(id)) for id in getattr(concept, relation)]
        said += [(ISOTHES + "subordinateArray", uri) for uri in arrays]
        said += [(SKOS + mapping.relation, mapping.uri) for mapping in concept.mappings]
        if concept.sectors != its.sectors:
            said += [(DCT + "audience", Text(sector)) for sector in concept.sectors]
        if concept.status == WITHDRAWN:
            said.append((OWL + "deprecated", Text("true", datatype=PREFIXES["xsd"] + "boolean")))
        said += [(DCT + "isReplacedBy", uri) for uri in concept.replaced_by]
        yield Node(concept.uri, (*said, *_dates(concept.created, concept.modified)))
        yield from inner

    def _node(self, said: Iterable[Said]) -> Node:
        self._blank += 1
        return Node(f"_:n{self._blank}", tuple(said))

    def _group_uri(self, group: Group) -> str:
        return group.uri or f"{self._base}/id/{self._vocabulary.id}/{group.id}"

    def _arrays_below(self) -> dict[str, list[str]]:
        """Return the groups that divide each concept, by its id."""
        found: dict[str, list[str]] = {}
        for group in self._vocabulary.groups:
            for id in group.below:
                found.setdefault(id, []).append(self._group_uri(group))
        return found

    def group(self, group: Group) -> Iterator[Node]:
        """Yield a group; where it has very many members, some of them in each node."""
        inside = {one.id: self._group_uri(one) for one in self._vocabulary.groups}
        kind = SKOS + "OrderedCollection" if group.ordered else GROUP
        said: list[Said] = [(TYPE, kind)]
        if group.kind == "array":
            said.append((TYPE, ARRAY))
        said.append((SKOS + "inScheme", self._vocabulary.uri))
        said += [(SKOS + "prefLabel", Text(text, lang)) for lang, text in group.labels.items()]
        is_list = group.ordered and bool(group.members)
        if is_list:
            said.append((SKOS + "memberList", f"_:n{self._blank + 1}"))
        said += [(SKOS + "member", inside[id]) for id in group.groups if id in inside]
        uri, members = self._group_uri(group), map(self._uri_of, group.members)
        if is_list:
            yield Node(uri, tuple(said))
            yield from self._list(members, len(group.members))
        else:
            said += [(SKOS + "member", one) for one in islice(members, _MANY)]
            yield Node(uri, tuple(said))
            yield from _many(uri, SKOS + "member", members)

    def _list(self, members: Iterable[str], count: int) -> Iterator[Node]:
        """Yield the nodes of a list (RDF Schema, section 5.2)."""
        first, self._blank = self._blank + 1, self._blank + count
        for place, uri in enumerate(members, start=first):
            rest = f"_:n{place + 1}" if place < first + count - 1 else RDF + "nil"
            yield Node(f"_:n{place}", ((RDF + "first", uri), (RDF + "rest", rest)))


def _many(subject: str, predicate: str, values: Iterable[str]) -> Iterator[Node]:
    """Yield what is said of a subject with very many values, some of them in each node."""
    waiting = iter(values)
    while some := tuple((predicate, value) for value in islice(waiting, _MANY)):
        yield Node(subject, some)


def _label(term: Term) -> Iterator[Said]:
    yield TYPE, XL + "Label"
    yield XL + "literalForm", Text(term.text, term.lang)
    if term.type != "full":
        yield DCT + "type", Text(term.type)
    if term.status == "deprecated":
        yield ISOTHES + "status", Text(term.status)
    for source in term.sources:
        yield DCT + "source", source if _is_address(source) else Text(source)
    for name, value in (
        (GRAMMAR, term.grammar),
        (EQUIVALENCE, term.equivalence),
        (RELIABILITY, term.reliability),
    ):
        if value:
            yield name, Text(value)
    for mark in term.marks:
        yield MARK, Text(mark)
    if term.note:
        yield SKOS + "note", Text(term.note, term.lang)


def _structured(note: Note) -> Iterator[Said]:
    yield RDF + "value", Text(note.text, note.lang)
    if note.reliability:
        yield RELIABILITY, Text(note.reliability)
    for source in note.sources:
        yield DCT + "source", source if _is_address(source) else Text(source)


def _dates(created: str | None, modified: str | None) -> Iterator[Said]:
    for name, day in (("created", created), ("modified", modified)):
        if day:
            kinds = (kind for kind, form in _DATES.items() if form.fullmatch(day))
            kind = next(kinds, "")
            yield DCT + name, Text(day, datatype=PREFIXES["xsd"] + kind if kind else "")


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://")) and not re.search(r"[\s<>\"{}|^`\\]", value)
