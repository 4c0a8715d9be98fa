"""What a file says that the model has no place for: kept as statements, so that nothing is lost."""

from collections.abc import Iterable, Iterator

from glossary.formats.rdf import RDF, Value, is_literal, tag_of, text_of
from glossary.formats.rdf.graph import Graph, Subject
from glossary.formats.skos.names import (
    CREATED,
    GROUP,
    KINDS,
    MODIFIED,
    OF_CONCEPT,
    OF_GROUP,
    OWL,
    RDFS,
    SCHEME,
    SKOS,
    members_of,
)
from glossary.formats.skos.values import day
from glossary.model import Statement

_TYPE = RDF + "type"
_DATES = frozenset({*CREATED, *MODIFIED})
_IN, _TOP = SKOS + "inScheme", SKOS + "topConceptOf"
_PLAIN = frozenset({SKOS + "Concept", *KINDS})
_LABEL = SKOS + "prefLabel"
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
    properties, and moments of which only the day is kept.
    """
    found = []
    for predicate, values in subject.items():
        if predicate == _TYPE:
            values = [value for value in values if value not in _PLAIN]
        elif predicate in _DATES:
            values = [value for value in values if day(text_of(value)) != text_of(value)]
        elif predicate in OF_CONCEPT:
            continue
        found += _stated(predicate, values)
    return tuple(found)


def schemes_of(
    subject: Subject, scheme: str, is_top: bool
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Return the schemes that a concept is in, and those that it is a top concept of; None for what
    goes without saying: that it is in the vocabulary's own, at the top where nothing is broader.
    """
    within, top = (tuple(dict.fromkeys(subject.names(name))) for name in (_IN, _TOP))
    return (
        None if within == (scheme,) else within,
        None if top == ((scheme,) if is_top else ()) else top,
    )


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


def resources(found: Graph, kinds: dict[str, str]) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Yield what is said of concept schemes, but for their top concepts, and of classes and
    properties.
    """
    wanted = dict.fromkeys((*members_of(kinds, SCHEME), *_DESCRIBED))
    for place, (_, subject) in enumerate(found.of_type(wanted)):
        if place == _MOST_RESOURCES:
            return
        said = [
            one
            for predicate, values in subject.items()
            if predicate != SKOS + "hasTopConcept"
            for one in _stated(predicate, values)
        ]
        if not subject.name.startswith("_:"):
            yield subject.name, tuple(said)


def _stated(predicate: str, values: Iterable[Value]) -> Iterator[Statement]:
    for value in values:
        if is_literal(value):
            yield Statement(predicate, value[0], tag_of(value))
        elif not text_of(value).startswith("_:"):
            yield Statement(predicate, text_of(value))
