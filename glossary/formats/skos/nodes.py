"""Nodes that belong to a concept: labels and notes with a URI, lists and other blank nodes."""

from collections.abc import Iterator

from glossary.formats.rdf import RDF, datatype_of, is_literal, tag_of, text_of
from glossary.formats.rdf.graph import Graph, Subject
from glossary.formats.skos.names import DESCRIPTIONS, LABELS, NOTES, OF_CONCEPT
from glossary.model import Datatype, Statement

_MOST = 30
"""A concept with more nodes is kept without them: its terms and notes hold what they say."""
_LEADING = frozenset(
    {*NOTES, *DESCRIPTIONS, *(name for _, reified, _ in LABELS for name in (reified,))}
)
_REST = RDF + "rest"
Nodes = tuple[tuple[str, tuple[Statement, ...]], ...]


def nodes_of(graph: Graph, subject: Subject) -> Nodes:
    """Return what is said of the nodes of a concept, first how it leads to them itself.

    Blank nodes are named by the order in which they come.
    """
    found = _found(graph, subject)
    if not found:
        return ()
    names = {name: f"_:b{number}" for number, name in enumerate(filter(_is_blank, found))}

    def said(one: Subject, is_own: bool) -> Iterator[Statement]:
        for predicate, values in one.items():
            for value in values:
                if is_literal(value):
                    if not is_own:
                        yield Statement(predicate, text_of(value), tag_of(value))
                    continue
                name = text_of(value)
                if name in found if is_own else name in names or not _is_blank(name):
                    yield Statement(predicate, names.get(name, name))

    own = (subject.name, tuple(said(subject, is_own=True)))
    return (own, *((names.get(name, name), tuple(said(one, False))) for name, one in found.items()))


def datatypes_of_nodes(graph: Graph, subject: Subject) -> Iterator[Datatype]:
    """Yield the datatypes of the texts that its nodes have."""
    for node in _found(graph, subject).values():
        for predicate, values in node.items():
            for value in filter(is_literal, values):
                if type := datatype_of(value):
                    yield predicate, text_of(value), type


def _found(graph: Graph, subject: Subject) -> dict[str, Subject]:
    """Return the nodes of a concept by name, with the rest of a list; none where they are many."""
    found: dict[str, Subject] = {}
    waiting = [
        value
        for predicate, values in subject.items()
        for value in values
        if isinstance(value, str) and _is_kept(predicate, value)
    ]
    while waiting and len(found) <= _MOST:
        name = waiting.pop(0)
        if name not in found:
            node = found[name] = graph.subject(name)
            waiting += [rest for rest in node.names(_REST) if _is_blank(rest)]
    return found if len(found) <= _MOST else {}


def _is_kept(predicate: str, value: str) -> bool:
    """Return whether a node is more than the model has of it: it has a URI, or another property."""
    if predicate in _LEADING:
        return not _is_blank(value)
    return _is_blank(value) and predicate not in OF_CONCEPT


def _is_blank(name: str) -> bool:
    return name.startswith("_:")
