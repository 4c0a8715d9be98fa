"""Data of a concept as Turtle, RDF/XML or JSON-LD, or the way to that of a whole vocabulary."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from pydantic_core import to_json

from glossary.formats.rdf.writing import TYPE, Node, Text, Value, rdf_xml, turtle
from glossary.formats.registry import FORMATS
from glossary.formats.skos.writing import PREFIXES
from glossary.web.context import reader
from glossary.web.skosmos.concepts import guessed
from glossary.web.skosmos.door import Asked, Made, Refused, route
from glossary.web.skosmos.graph import DCT, OWL, RDFS, Graph, graph_of
from glossary.web.skosmos.names import ISOTHES, SKOS
from glossary.web.skosmos.vocabularies import Known, known

_RDF_XML, _TURTLE = "application/rdf+xml", "text/turtle"
_JSON_LD, _JSON, _MARC = "application/ld+json", "application/json", "application/marcxml+xml"
_SUPPORTED = (_RDF_XML, _TURTLE, _JSON_LD, _JSON, _MARC)
_SPACES = {
    "skos": SKOS, "isothes": ISOTHES, "rdfs": RDFS, "owl": OWL, "dct": DCT,
    "dc11": "http://purl.org/dc/elements/1.1/",
}  # fmt: skip
_MOST_KNOWN = 1000
_KEYWORDS = {"uri": "@id", "type": "@type", "lang": "@language", "value": "@value",
             "graph": "@graph"}  # fmt: skip
_TERMS = ("prefLabel", "altLabel", "hiddenLabel", "broader", "narrower", "related", "inScheme")
_MAPPINGS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def context(terms: Iterable[str]) -> dict[str, str]:
    """Return the context of JSON-LD in which some terms of SKOS have short names."""
    return {**_SPACES, **_KEYWORDS, "label": "rdfs:label"} | {
        name: f"skos:{name}" for name in terms
    }


CONTEXT = context((*_TERMS, *_MAPPINGS))


def compacted(graph: Graph, told: Mapping[str, str], spaces: Mapping[str, str]) -> dict[str, Any]:
    """Return a graph as compacted JSON-LD under a context; IRIs in `spaces` are shortened."""
    names = Names(told, spaces) if told is not CONTEXT else _NAMES
    nodes = [_node(node, names) for node in graph.nodes()]
    nodes.sort(key=lambda node: node["uri"])
    if len(nodes) == 1:
        return {"@context": dict(told), **nodes[0]}
    return {"@context": dict(told), "graph": nodes}


class Names:
    """The names of IRIs under a context: `term` those of properties, `short` those of others."""

    def __init__(self, told: Mapping[str, str], spaces: Mapping[str, str]) -> None:
        self._terms = {}
        for name, of in told.items():
            prefix, _, local = of.partition(":")
            if prefix in spaces and not of.startswith(("http:", "https:", "@")):
                self._terms[spaces[prefix] + local] = name
        self._starts = [*spaces.items(), *((name, iri) for iri, name in self._terms.items())]
        self._spaces = tuple(spaces.values())
        self._known: dict[str, str] = {}

    def term(self, iri: str) -> str:
        """Return the name of a property."""
        return self._terms.get(iri) or self.short(iri)

    def short(self, iri: str) -> str:
        """Return the shortest of the compact forms of an IRI (JSON-LD 1.0, IRI compaction)."""
        if not iri.startswith(self._spaces):
            return iri
        if (known := self._known.get(iri)) is not None:
            return known
        found = [f"{name}:{iri.removeprefix(s)}" for name, s in self._starts if _in(iri, s)]
        name = min(found, key=lambda one: (len(one), one), default=iri)
        if len(self._known) < _MOST_KNOWN:
            self._known[iri] = name
        return name


_NAMES = Names(CONTEXT, _SPACES)


def _in(iri: str, space: str) -> bool:
    return iri.startswith(space) and len(iri) > len(space)


def _node(node: Node, names: Names) -> dict[str, Any]:
    short = names.short
    made: dict[str, Any] = {"uri": short(node.subject)}
    for predicate, values in node.by_predicate().items():
        if predicate == TYPE:
            found: list[Any] = [short(str(value)) for value in values]
            made["type"] = found[0] if len(found) == 1 else found
        else:
            found = [_value(value, short) for value in values]
            made[names.term(predicate)] = found[0] if len(found) == 1 else found
    return made


def _value(value: Value, short: Callable[[str], str]) -> Any:
    if not isinstance(value, Text):
        return {"uri": short(value)}
    if value.datatype.endswith("#boolean"):
        return value.text == "true"
    if value.datatype:
        return {"type": short(value.datatype), "value": value.text}
    return {"lang": value.lang, "value": value.text} if value.lang else value.text


def _negotiated(given: Asked, choices: Iterable[str]) -> str:
    """Return the media type that is sent; Refused where none is wanted that is there."""
    choices, form = tuple(choices), given.get("format")
    best = (form if form in choices else None) if form else given.preferred_type(choices)
    if best is None:
        known_types = " ".join(choices)
        raise Refused(
            406, "Not Acceptable", f"Unsupported format. Supported MIME types are: {known_types}"
        )
    return best


def _send(its: Known | None, given: Asked) -> Made:
    uri = given.uri()
    form = _negotiated(given, _SUPPORTED)
    found = None
    for one in [its] if its is not None else [guessed_or_any(uri)]:
        found = None if one is None else graph_of(one, uri)
    if found is None:
        raise Refused(404, "Not Found", "no concept found with given uri")
    if form in (_JSON_LD, _JSON):
        content = to_json(compacted(found, CONTEXT, _SPACES))
    else:
        nodes = found.nodes()
        write = turtle if form == _TURTLE else rdf_xml
        content = "".join(write(nodes, _prefixes(nodes))).encode()
    return Made(content, f"{form}; charset=utf-8", varies=not given.get("format"))


def guessed_or_any(uri: str) -> Known | None:
    """Return the vocabulary that a URI is of, else the first that says something of it."""
    try:
        return guessed(uri)
    except Refused:
        found = known(reader()).values()
        return next((its for its in found if its.statements_about(uri) is not None), None)


def _prefixes(nodes: Iterable[Node]) -> dict[str, str]:
    """Return prefixes for all predicates of some nodes: RDF/XML has no other names for them."""
    made = dict(PREFIXES)
    for predicate in dict.fromkeys(name for node in nodes for name, _ in node.said):
        space = predicate[: max(predicate.rfind("#"), predicate.rfind("/")) + 1]
        if space and space not in made.values():
            made[f"ns{len(made)}"] = space
    return made


@route("/data", "uri*", "format", is_data=True)
def data(given: Asked) -> Made:
    """Return the data of a concept of any vocabulary."""
    return _send(None, given)


@route("/<vocabulary>/data", "uri", "format", "lang", is_data=True)
def data_of(given: Asked, its: Known) -> Made:
    """Return the data of a concept; without a URI, lead to that of the whole vocabulary."""
    if given.get("uri").rstrip():
        return _send(its, given)
    files = {one.media_type: one.ending for one in FORMATS.values() if one.single}
    form = _negotiated(given, files)
    base = reader().site().base_url
    return Made(varies=True, location=f"{base}/{escape(its.id)}{files[form]}")
