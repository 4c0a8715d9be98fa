"""What a file says that the model has no place for: kept as statements, so that nothing is lost."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from glossary.formats.rdf import RDF, Value, datatype_of, is_literal, tag_of, text_of
from glossary.formats.rdf.graph import Graph, Subject
from glossary.formats.skos.names import (
    CONCEPT,
    CREATED,
    DCT,
    GROUP,
    KINDS,
    KINDS_OF_LINKS,
    LINKS,
    MAPPINGS,
    MODIFIED,
    OF_CONCEPT,
    OF_GROUP,
    OWL,
    RDFS,
    SCHEME,
    SKOS,
    XSD,
    members_of,
)
from glossary.formats.skos.values import day
from glossary.model import Datatype, Statement

_TYPE = RDF + "type"
_DATES = frozenset({*CREATED, *MODIFIED})
_DAYS = frozenset({DCT + "created", DCT + "modified"})
_TYPED = frozenset({SKOS + "notation", *CREATED, *MODIFIED})
_DATE_TYPES = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "gYear": re.compile(r"\d{4}"),
    "gYearMonth": re.compile(r"\d{4}-\d\d"),
    "dateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"),
}
_IN, _TOP = SKOS + "inScheme", SKOS + "topConceptOf"
_PLAIN = frozenset({SKOS + "Concept", *KINDS})
_LABEL = SKOS + "prefLabel"
_OTHER_LABELS = frozenset({SKOS + "altLabel", SKOS + "hiddenLabel"})
"""Where a preferred label may stand once more: there is one term of it."""
_MOST_RESOURCES = 500
"""Of so many classes, properties and the like something is kept."""
_DESCRIBED = (
    *(OWL + name for name in (
        "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty",
    )),
    RDFS + "Class", RDFS + "Datatype", RDF + "Property",
)  # fmt: skip


def of_concept(subject: Subject) -> tuple[Statement, ...]:
    """Return the statements about a concept that its other fields do not hold: further classes and
    properties, moments of which only the day is kept, preferred labels that are others as well.
    """
    found: list[Statement] = []
    for predicate, values in subject.items():
        if predicate == _TYPE:
            values = [value for value in values if value not in _PLAIN]
        elif predicate in _OTHER_LABELS:
            values = [value for value in values if value in subject.values(_LABEL)]
        elif predicate in _DATES:
            values = [value for value in values if not _is_day(predicate, value)]
        elif predicate in OF_CONCEPT:
            continue
        found += _stated(predicate, values)
    return tuple(found)


def kinds_of_links(
    graph: Graph, subject: Subject, links: Mapping[str, tuple[str, ...]]
) -> Iterator[Statement]:
    """Yield of which kind the relations of a concept in the hierarchy are (ISO 25964-1, 10.2):
    whole and part, instance, genus; they are read as broader and narrower.
    """
    if links["broader"] or links["narrower"]:
        said = graph.original(subject)
        for predicate in KINDS_OF_LINKS:
            yield from _stated(predicate, said.values(predicate))


def everything(subject: Subject) -> tuple[Statement, ...]:
    """Return all that is said of a subject, but for blank nodes."""
    return tuple(one for predicate, values in subject.items() for one in _stated(predicate, values))


def _is_day(predicate: str, value: Value) -> bool:
    """Return whether a date is what the model has: a day, of making or changing."""
    return predicate in _DAYS and day(text_of(value)) == text_of(value)


def datatypes_of(subject: Subject) -> tuple[Datatype, ...]:
    """Return the datatypes of the texts of a concept that the model does not have as they are."""
    found: list[Datatype] = []
    for predicate, values in subject.items():
        for value in filter(is_literal, values):
            type = datatype_of(value)
            if _is_day(predicate, value):
                if type != usual_type(text_of(value)):
                    found.append((predicate, text_of(value), type))
            elif type and (predicate not in OF_CONCEPT or predicate in _TYPED):
                found.append((predicate, text_of(value), type))
    return tuple(dict.fromkeys(found))


def usual_type(text: str) -> str:
    """Return the datatype of XML Schema that a day, year or moment has, "" for what is none."""
    kinds = (kind for kind, form in _DATE_TYPES.items() if form.fullmatch(text))
    kind = next(kinds, "")
    return XSD + kind if kind else ""


def schemes_of(
    subject: Subject, scheme: str, is_top: bool, is_named: bool = False
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the schemes that a concept is in, and those that it is a top concept of; None for what
    goes without saying: that it is in the vocabulary's own, at the top where nothing is broader.

    With `is_named` the vocabulary's scheme names it as a top concept.
    """
    within = tuple(dict.fromkeys(subject.names(_IN)))
    top = tuple(dict.fromkeys([*subject.names(_TOP), *([scheme] if is_named else [])]))
    return (
        None if within == (scheme,) else within,
        None if top == ((scheme,) if is_top else ()) else top,
    )


def relations_of(
    subject: Subject,
    links: Mapping[str, tuple[str, ...]],
    others: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the relations of which a concept itself states others than those that it has in all,
    by `links` and by what `others` state, each with the URIs that it states.
    """
    found = [
        (name, tuple(dict.fromkeys(subject.names(SKOS + name))))
        for name in dict.fromkeys(name for name, _ in others)
        if SKOS + name in MAPPINGS
    ]
    for iri, name in LINKS.items():
        stated = tuple(dict.fromkeys(subject.names(iri)))
        if len(stated) != len(links[name]):
            found.append((name, stated))
    return tuple(found)


_OF_GROUP = OF_GROUP - {_TYPE, _IN}


def of_group(subject: Subject) -> tuple[Statement, ...]:
    """Return the statements about a group that its other fields do not hold; its schemes are among
    them, and all its classes where it is not just a collection.
    """
    is_plain = subject.names(_TYPE) == [GROUP]
    return tuple(
        one
        for predicate, values in subject.items()
        if predicate not in _OF_GROUP and not (is_plain and predicate == _TYPE)
        for one in _stated(predicate, values)
    )


def resources(
    found: Graph, kinds: dict[str, str], scheme: Subject
) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Yield what is said of concept schemes, but for their top concepts, and of classes and
    properties that are not read as concepts; `scheme` is the vocabulary's, whatever its class.
    """
    for subject in _described(found, kinds, scheme):
        is_concept = any(kinds.get(name) == CONCEPT for name in subject.names(_TYPE))
        if is_concept or subject.name.startswith("_:"):
            continue
        said = [
            one
            for predicate, values in subject.items()
            if predicate != SKOS + "hasTopConcept"
            for one in _stated(predicate, values)
        ]
        yield subject.name, tuple(said)


def _described(found: Graph, kinds: dict[str, str], scheme: Subject) -> Iterator[Subject]:
    schemes = dict.fromkeys(members_of(kinds, SCHEME))
    if schemes.keys().isdisjoint(scheme.names(_TYPE)):
        yield scheme
    wanted = dict.fromkeys((*schemes, *_DESCRIBED))
    yield from (subject for _, subject in islice(found.of_type(wanted), _MOST_RESOURCES))


def resource_datatypes(found: Graph, kinds: dict[str, str], scheme: Subject) -> Iterator[Datatype]:
    """Yield the datatypes of the texts of `resources`."""
    for subject in _described(found, kinds, scheme):
        for predicate, values in subject.items():
            for value in values:
                if type := datatype_of(value):
                    yield predicate, text_of(value), type


def _stated(predicate: str, values: Iterable[Value]) -> Iterator[Statement]:
    for value in dict.fromkeys(values):
        if is_literal(value):
            text = text_of(value) if datatype_of(value) else value[0]
            yield Statement(predicate, text, tag_of(value))
        elif not text_of(value).startswith("_:"):
            yield Statement(predicate, text_of(value))
