"""The concise graph of something: what is said of it and to it, with names of what is around it."""

from collections.abc import Iterable, Iterator, Mapping

from glossary.formats.rdf import RDF
from glossary.formats.rdf.writing import TYPE, Node, Text, Value
from glossary.formats.skos.beyond import usual_type
from glossary.formats.skos.names import KINDS, XL
from glossary.records import NOTES_BY_MEMBER
from glossary.web.skosmos.concepts import types_of
from glossary.web.skosmos.hierarchies import top_concepts
from glossary.web.skosmos.labels import labels_of_record, named
from glossary.web.skosmos.names import CONCEPT, GROUP_CLASS, ISOTHES, SKOS
from glossary.web.skosmos.unnamed import pointing_to
from glossary.web.skosmos.vocabularies import Group, Known, Record

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
DCT = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"
_CLASSES = {kind: iri for iri, kind in KINDS.items()}
_DATED = frozenset(f"{DCT}{name}" for name in ("created", "modified", "issued", "date"))
_INVERSE = {"broader": "narrower", "narrower": "broader", "related": "related"}
_NAMING = (SKOS + "prefLabel", RDFS + "label", RDF + "value", SKOS + "notation")
"""What is told of what a thing points to, beside its classes."""
_OF_ITEM = (TYPE, SKOS + "prefLabel", RDF + "first", RDF + "rest")
_TEXTUAL = (RDF + "value", RDF + "first")
_IS_LABEL = (TYPE, XL + "Label")
_OF_PROPERTY = (
    RDFS + "label", RDFS + "comment", SKOS + "definition", RDFS + "subPropertyOf",
)  # fmt: skip

Said = tuple[str, Value]


class Graph:
    """Statements by subject and predicate, each once, in the order in which they came."""

    def __init__(self) -> None:
        self._said: dict[str, dict[Said, None]] = {}

    def add(self, subject: str, said: Iterable[Said]) -> None:
        """Take in what is said of a subject."""
        found = self._said.setdefault(subject, {})
        for one in said:
            found.setdefault(one)

    def nodes(self) -> list[Node]:
        """Return a node for each subject."""
        return [Node(subject, tuple(said)) for subject, said in self._said.items() if said]


def graph_of(its: Known, uri: str) -> Graph | None:
    """Return the concise graph of a concept, group, scheme or class of a vocabulary; None where
    nothing is said of it.
    """
    around = Surroundings(its)
    own = [*around.said(uri)]
    if not own:
        return None
    own += [(SKOS + "hasTopConcept", one) for one in around.tops(uri)]
    made = Graph()
    made.add(uri, own)
    for subject, said in around.to(uri):
        made.add(subject, [said])
    inside = around.groups_around(uri)
    for group in inside:
        names = (TYPE, SKOS + "prefLabel")
        made.add(group.uri, ((p, value) for p, value in around.names(group.uri) if p in names))
        for outer in around.groups_with(group.uri):
            made.add(outer.uri, [(SKOS + "member", group.uri)])
    around.records(value for p, value in own if p != TYPE and isinstance(value, str))
    for predicate in dict.fromkeys(predicate for predicate, _ in own):
        made.add(predicate, ((p, v) for p, v in around.described(predicate) if p in _OF_PROPERTY))
    for predicate, value in own:
        if predicate == TYPE:
            made.add(str(value), [one for one in around.described(str(value)) if _is_name(one)])
        elif isinstance(value, str):
            made.add(value, _names_of(around, value))
            for item in around.listed(value):
                made.add(item, (one for one in _names_of(around, item) if one[0] in _OF_ITEM))
        elif value.datatype:
            labels = ((p, v) for p, v in around.names(value.datatype) if p == RDFS + "label")
            made.add(value.datatype, labels)
    return made


def _names_of(around: "Surroundings", uri: str) -> Iterator[Said]:
    """Yield what names something; all that is said of a structured text or label, or of a list."""
    said = around.names(uri)
    if not around.is_node(uri):
        return filter(_is_name, said)
    said = [*said]
    is_told = any(one[0] in _TEXTUAL or one == _IS_LABEL for one in said)
    return (one for one in said if is_told or _is_name(one))


def _is_name(said: Said) -> bool:
    return said[0] == TYPE or said[0] in _NAMING


class Surroundings:
    """What a vocabulary says of things, each asked for once."""

    def __init__(self, its: Known) -> None:
        self._its = its
        self._records: dict[str, Record | None] = {}
        self._tops: dict[str, list[str]] = {}
        self._nodes: dict[str, Iterable[Said]] = {}
        self._references: dict[str, Record] = {}

    def record(self, uri: str) -> Record | None:
        """Return the record of a concept."""
        if uri not in self._records:
            self._records[uri] = self._its.concept(uri)
        return self._records[uri]

    def records(self, uris: Iterable[str]) -> list[Record]:
        """Return the records of those concepts that exist."""
        wanted = [uri for uri in dict.fromkeys(uris) if uri not in self._references]
        if new := [uri for uri in wanted if uri not in self._records and self._may_be(uri)]:
            found = self._its.concepts(new)
            self._records |= {uri: found.get(uri) for uri in new}
        return [record for uri in wanted if (record := self._records.get(uri)) is not None]

    def _may_be(self, uri: str) -> bool:
        """Return whether something may be a concept."""
        its = self._its
        return uri not in its.groups and uri not in its.survey["resources"]

    def described(self, uri: str) -> Iterable[Said]:
        """Return what is said of a scheme, a class or a property."""
        if not (statements := self._its.statements_about(uri)):
            return ()
        if (known := self._its.told.get(uri)) is None:
            known = [_statement(one, self._its.datatypes) for one in statements]
            self._its.told[uri] = known
        return known

    def said(self, uri: str) -> Iterator[Said]:
        """Yield what is said of a concept, a group, a scheme, a class or a property."""
        if uri in self._nodes:
            yield from self._nodes[uri]
        elif (group := self._its.groups.get(uri)) is not None:
            yield from self._of_group(group)
        elif self._its.statements_about(uri) is not None:
            yield from self.described(uri)
        elif (record := self.record(uri)) is not None:
            yield from self._of_concept(record)

    def names(self, uri: str) -> Iterable[Said]:
        """Yield what is said of something, of a group without what is in it and around it."""
        if (reference := self._references.get(uri)) is not None:
            return self._named_concept(reference)
        if (group := self._its.groups.get(uri)) is None:
            return self.said(uri)
        if (known := self._its.told.get(uri)) is None:
            known = self._its.told[uri] = [*self._named_group(group)]
        return known

    def _refer(self, record: Record) -> None:
        """Take in how a record names its neighbours, of whom there is no more to tell."""
        detailed, id = self._its.detailed, self._its.id
        near = (record["broader"], record["narrower"], record["related"])
        if detailed is not None:
            every = (one for found in near for one in found)
            self._references |= {one["uri"]: one for one in every if one["uri"] not in detailed}
        for one in record["mappings"]:
            if one.get("vocabulary") != id:
                self._records[one["uri"]] = None

    def _named_concept(self, reference: Record) -> Iterator[Said]:
        for one in (CONCEPT, *reference.get("types", ())):
            yield TYPE, one
        for lang, text in named(reference).items():
            yield SKOS + "prefLabel", Text(text, lang)

    def is_node(self, uri: str) -> bool:
        """Return whether something is a node of a concept that was asked for."""
        return uri in self._nodes

    def listed(self, node: str) -> Iterator[str]:
        """Yield the further nodes of a list, and what is in it."""
        while node in self._nodes:
            said = {p: str(value) for p, value in self._nodes[node]}
            if RDF + "first" in said:
                yield said[RDF + "first"]
            node = said.get(RDF + "rest", "")
            if node in self._nodes:
                yield node

    def _of_concept(self, record: Record) -> Iterator[Said]:
        its = self._its
        self._refer(record)
        yield from ((TYPE, one) for one in types_of(record))
        yield from ((TYPE, _CLASSES[kind]) for kind in record.get("kinds", ()))
        for name, text, lang in labels_of_record(record):
            yield SKOS + name, Text(text, lang)
        typed = {(name, text): kind for name, text, kind in record.get("datatypes", ())}
        nodes = record.get("nodes", ())
        otherwise = {tuple(one[:3]): one[3] for one in record.get("otherwise", ())}
        for member, kind in NOTES_BY_MEMBER.items():
            for lang, notes in record.get(member, {}).items():
                for note in notes:
                    stated = otherwise.get((kind, note["text"], lang))
                    if stated is None or (not nodes and any(tag is None for *_, tag in stated)):
                        yield SKOS + kind, Text(note["text"], lang)
                    else:  # what leads to a node is said below
                        yield from (_statement(one, typed) for one in stated if one[2] is not None)
        for (kind, _, _), stated in otherwise.items():  # labels are above, but for own properties
            own = [one for one in stated if kind == "term" and not one[0].startswith(SKOS)]
            yield from (_statement(one, typed) for one in own)
        yield from (_statement(one, typed) for one in nodes[:1] and nodes[0][1])
        self._nodes |= {name: [_statement(one, typed) for one in said] for name, said in nodes[1:]}
        for text in record.get("notations", ()):
            yield SKOS + "notation", _typed(SKOS + "notation", text, typed)
        schemes = record.get("schemes")
        for scheme in [its.uri] if schemes is None else schemes:
            yield SKOS + "inScheme", scheme
        yield from ((SKOS + "topConceptOf", scheme) for scheme in its.tops_of(record))
        for name in _INVERSE:
            yield from ((SKOS + name, one["uri"]) for one in its.stated(record, name))
        yield from ((SKOS + one["relation"], one["uri"]) for one in its.mapped(record))
        yield from ((DCT + "isReplacedBy", one["uri"]) for one in record.get("replaced_by", ()))
        if record["status"] == "deprecated":
            yield OWL + "deprecated", Text("true", datatype=f"{XSD}boolean")
        stated = {name for name, _, _ in record.get("statements", ())}
        for name in ("created", "modified"):
            if name in record and DCT + name not in stated:
                yield DCT + name, _typed(DCT + name, record[name], typed)
        for one in record.get("statements", ()):
            if one[0] != TYPE:
                yield _statement(one, typed)

    def _named_group(self, group: Group) -> Iterator[Said]:
        yield from ((TYPE, one) for one in group.types)
        yield from ((SKOS + "prefLabel", Text(text, lang)) for lang, text in group.labels.items())
        for one in group.statements:
            if one[0] != TYPE:
                yield _statement(one, {})

    def _of_group(self, group: Group) -> Iterator[Said]:
        yield from self._named_group(group)
        for uri in self._members(group):
            yield SKOS + "member", uri
        if GROUP_CLASS in group.types:
            by_id = self._its.groups_by_id
            yield from ((ISOTHES + "subGroup", by_id[id].uri) for id in group.groups if id in by_id)
            yield from ((ISOTHES + "superGroup", one.uri) for one in self._above(group.id))

    def _members(self, group: Group) -> list[str]:
        by_id = self._its.groups_by_id
        found = [by_id[id].uri for id in group.groups if id in by_id]
        records = (self._its.by_id(id) for id in group.members)
        return found + [record["uri"] for record in records if record is not None]

    def _above(self, id: str) -> list[Group]:
        return self._its.groups_above.get(id, [])

    def to(self, uri: str) -> Iterator[tuple[str, Said]]:
        """Yield what others say that points to something; not those that are withdrawn."""
        record, its = self.record(uri), self._its
        for top in self.tops(uri):
            yield top, (SKOS + "topConceptOf", uri)
        if record is not None:
            for name, inverse in _INVERSE.items():
                found = its.narrower(record) if name == "narrower" else record[name]
                uris = [one["uri"] for one in found]
                for one in map(self._references.get, uris):
                    if one is not None and one.get("status") != "deprecated":
                        yield one["uri"], (SKOS + inverse, uri)
                for other in self.records(uris):
                    if other["status"] != "deprecated" and its.states(other, inverse, uri):
                        yield other["uri"], (SKOS + inverse, uri)
            here = [one["uri"] for one in record["mappings"] if one.get("vocabulary") == its.id]
            for other in self.records(here):
                for one in its.mapped(other) if other["status"] != "deprecated" else ():
                    if one["uri"] == uri:
                        yield other["uri"], (SKOS + one["relation"], uri)
            for scheme in its.tops_of(record):
                yield scheme, (SKOS + "hasTopConcept", uri)
        for subject, predicate in pointing_to(uri, its.unnamed):
            if predicate != SKOS + "inScheme":
                yield subject, (predicate, uri)
        for group in self.groups_with(uri):
            yield group.uri, (SKOS + "member", uri)
        if (own := its.groups.get(uri)) is not None and GROUP_CLASS in own.types:
            for outer in self._above(own.id):
                if GROUP_CLASS in outer.types:
                    yield outer.uri, (ISOTHES + "subGroup", uri)
            for inner in (its.groups_by_id.get(id) for id in own.groups):
                if inner is not None and GROUP_CLASS in inner.types:
                    yield inner.uri, (ISOTHES + "superGroup", uri)

    def tops(self, uri: str) -> list[str]:
        """Return the top concepts of a scheme, of nothing else any."""
        if uri not in self._its.schemes:
            return []
        if uri not in self._tops:
            found = top_concepts(self._its, [uri], self._its.default)
            self._tops[uri] = [one["uri"] for one in found]
        return self._tops[uri]

    def groups_with(self, uri: str) -> list[Group]:
        """Return the groups that something is a member of itself."""
        if (own := self._its.groups.get(uri)) is not None:
            return self._above(own.id)
        record = self.record(uri)
        named = [] if record is None else [one["id"] for one in record["groups"]]
        found = (self._its.groups_by_id.get(id) for id in named)
        return [one for one in found if one is not None]

    def groups_around(self, uri: str) -> list[Group]:
        """Return the groups that something is in, over any number of steps."""
        found: dict[str, Group] = {}
        waiting = [*self.groups_with(uri)]
        while waiting:
            group = waiting.pop()
            if group.uri not in found:
                found[group.uri] = group
                waiting += self._above(group.id)
        return [*found.values()]


Typed = Mapping[tuple[str, str], str]
"""The datatypes of texts, by property and text."""


def _statement(one: tuple[str, str, str | None], typed: Typed) -> Said:
    name, value, lang = one
    if lang is None:
        return name, value
    return name, Text(value, lang) if lang else _typed(name, value, typed)


def _typed(name: str, value: str, typed: Typed) -> Text:
    """Return a text with its datatype: the one that is stated, else that of a date by its form."""
    known = typed.get((name, value))
    if known is None:
        known = usual_type(value) if name in _DATED else ""
    return Text(value, datatype="" if known == f"{XSD}string" else known)
