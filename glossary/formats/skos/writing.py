"""Concepts as SKOS: what reading a vocabulary's file made of it, as statements again.

Plain SKOS carries terms, notes, relations, mappings, groups and metadata. With `xl` each term is
a label of SKOS-XL as well, with all that is known of it, and a note with sources or reliability is
a node that says so.

Sources: SKOS Reference (W3C 2009), SKOS-XL (its appendix B), ISO 25964 SKOS extension, DCMI Terms.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from urllib.parse import quote

from glossary.formats.rdf import RDF
from glossary.formats.rdf.writing import TYPE, Node, Text
from glossary.formats.skos.names import (
    ARRAY,
    BASIS,
    DCT,
    EQUIVALENCE,
    FOAF,
    GRAMMAR,
    GROUP,
    ISOTHES,
    KINDS,
    LOCATOR,
    MAPPING_PROPERTIES,
    MARK,
    OWL,
    RELIABILITY,
    SKOS,
    TERMS,
    XL,
    XSD,
)
from glossary.formats.skos.stating import (
    Said,
    dates,
    listed,
    scheme,
    source,
    stated,
    types_of,
)
from glossary.model import (
    LABEL_PROPERTIES,
    WITHDRAWN,
    Citation,
    Concept,
    Group,
    Note,
    Term,
    Vocabulary,
)

PREFIXES = {
    "rdf": RDF,
    "skos": SKOS,
    "skosxl": XL,
    "dct": DCT,
    "owl": OWL,
    "foaf": FOAF,
    "isothes": ISOTHES,
    "term": TERMS,
    "xsd": XSD,
}
_CLASSES = {kind: iri for iri, kind in KINDS.items()}
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
        """Yield the scheme and what else is described, each concept and what it needs, the groups,
        and the top concepts.
        """
        its = self._vocabulary
        yield scheme(its)
        types = types_of(its.datatypes)
        for uri, found in its.resources:
            if uri != its.uri:
                yield Node(uri, tuple(stated(found, types)))
        tops: list[str] = []
        above = self._arrays_below()
        for concept in concepts:
            if (SKOS + "topConceptOf", its.uri) in self._schemes(concept):
                tops.append(concept.uri)
            yield from self.concept(concept, above.get(concept.id, ()))
        for group in its.groups:
            yield from self.group(group)
        yield from _many(its.uri, SKOS + "hasTopConcept", tops)

    def concept(self, concept: Concept, arrays: Iterable[str] = ()) -> Iterator[Node]:
        """Yield a concept and what it needs; `arrays` are the URIs of groups that divide it."""
        its, types = self._vocabulary, types_of(concept.datatypes)
        said: list[Said] = [(TYPE, SKOS + "Concept")]
        said += [(TYPE, _CLASSES[kind]) for kind in concept.kinds]
        said += self._schemes(concept)
        inner = self._texts(concept, said)
        for notation in concept.notations:
            datatype = types.get((SKOS + "notation", notation), "")
            said.append((SKOS + "notation", Text(notation, datatype=datatype)))
        for relation in ("broader", "narrower", "related"):
            uris = sorted(map(self._uri_of, getattr(concept, relation)))
            said += [(SKOS + relation, uri) for uri in uris]
        said += [(ISOTHES + "subordinateArray", uri) for uri in arrays]
        said += [(MAPPING_PROPERTIES[one.relation], one.uri) for one in concept.mappings]
        if concept.sectors != its.sectors:
            said += [(DCT + "audience", Text(sector)) for sector in concept.sectors]
        if concept.status == WITHDRAWN:
            said.append((OWL + "deprecated", Text("true", datatype=XSD + "boolean")))
        said += [(DCT + "isReplacedBy", uri) for uri in concept.replaced_by]
        said += dates(concept.created, concept.modified, concept.statements, types)
        said += stated(concept.statements, types)
        yield Node(concept.uri, tuple(said))
        yield from inner

    def _schemes(self, concept: Concept) -> Iterator[Said]:
        """Yield the schemes of a concept, and those that it is at the top of; where its file states
        none, that of the vocabulary.
        """
        its = (self._vocabulary.uri,)
        is_top = not concept.broader and concept.status != WITHDRAWN
        within = concept.schemes or its
        top = concept.top_of or (its if is_top and its[0] in within else ())
        yield from ((SKOS + "inScheme", uri) for uri in within)
        yield from ((SKOS + "topConceptOf", uri) for uri in top)

    def _texts(self, concept: Concept, said: list[Said]) -> list[Node]:
        """Add what a concept is called and the texts about it; return the nodes that these need."""
        inner: list[Node] = []
        for term in concept.terms:
            name = LABEL_PROPERTIES.get(term.status, "altLabel")
            said.append((SKOS + name, Text(term.text, term.lang)))
            if self._xl:
                inner.append(self._node([*_label(term), *self._sourced(term.sources, inner)]))
                said.append((XL + name, inner[-1].subject))
        for note in concept.notes:
            if self._xl and (note.sources or note.reliability):
                inner.append(self._node([*_structured(note), *self._sourced(note.sources, inner)]))
                said.append((SKOS + note.kind, inner[-1].subject))
            else:
                said.append((SKOS + note.kind, Text(note.text, note.lang)))
        if not self._xl:
            said += self._sourced(_of_definitions(concept), inner)
        return inner

    def _sourced(self, sources: Iterable[str], inner: list[Node]) -> list[Said]:
        """Return sources; add a node for each that cites the register: work, place, basis."""
        said: list[Said] = []
        for one in sources:
            if isinstance(one, Citation):
                inner.append(self._node(_citation(one, self._base)))
                said.append((DCT + "source", inner[-1].subject))
            else:
                said.append((DCT + "source", source(one)))
        return said

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
        said = [*self._classes(group)]
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

    def _classes(self, group: Group) -> Iterator[Said]:
        """Yield the classes of a group, and what else was said of it."""
        if not any(one.predicate == TYPE for one in group.statements):
            yield TYPE, SKOS + "OrderedCollection" if group.ordered else GROUP
            if group.kind == "array":
                yield TYPE, ARRAY
        yield from stated(group.statements, types_of(self._vocabulary.datatypes))

    def _list(self, members: Iterable[str], count: int) -> Iterator[Node]:
        first, self._blank = self._blank + 1, self._blank + count
        yield from listed(first, members, count)


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


def _citation(cited: Citation, base: str) -> Iterator[Said]:
    yield DCT + "bibliographicCitation", Text(str(cited))
    yield DCT + "isPartOf", f"{base}/about/sources#{quote(cited.key)}"
    for name, value in ((LOCATOR, cited.locator), (BASIS, cited.basis)):
        if value:
            yield name, Text(value)


def _of_definitions(concept: Concept) -> tuple[str, ...]:
    """Return the sources of the definitions of a concept, where all have the same ones."""
    found = {note.sources for note in concept.notes if note.kind == "definition"}
    return found.pop() if len(found) == 1 else ()
