"""Mappings of a concept in the form of JSKOS, with what is known here of the other side."""

import json
import re
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from glossary.web.context import reader
from glossary.web.skosmos.data import compacted, context
from glossary.web.skosmos.door import Asked, Refused, route
from glossary.web.skosmos.graph import graph_of
from glossary.web.skosmos.labels import preferred
from glossary.web.skosmos.vocabularies import Known, Record, matching, vocabulary_of

_MORE = {
    "schema": "http://schema.org/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}
_NAMES = {
    "exactMatch": "Exactly matching concepts", "closeMatch": "Closely matching concepts",
    "broadMatch": "Broader matching concepts", "narrowMatch": "Narrower matching concepts",
    "relatedMatch": "Related matching concepts",
}  # fmt: skip
_HELP = {
    name: f"{text} in another vocabulary."
    for name, text in _NAMES.items()
    if name != "relatedMatch"
}
_TERMS = ("prefLabel", "altLabel", "hiddenLabel", "broader", "narrower", "related", "inScheme")
_ORDER = ("exactMatch", "narrowMatch", "broadMatch", "closeMatch", "relatedMatch")


@route("/<vocabulary>/mappings", "uri*", "external", "lang", "clang")
def mappings(given: Asked, its: Known) -> dict[str, Any]:
    """Return the mappings of a concept, with labels and notations of what they lead to."""
    uri = given.uri()
    record, graph = its.concept(uri), graph_of(its, uri)
    if graph is None:
        raise Refused(404, "Not Found", "no concept found with given uri")
    lang = given.get("lang") or its.default
    found = [] if record is None else its.mapped(record)
    made = [
        _mapping(its, uri, one, given, lang)
        for one in sorted(found, key=lambda one: _ORDER.index(one["relation"]))
    ]
    told = context(_TERMS) | _MORE
    prefix = re.sub(r"\W+", "", its.id)
    if its.space:
        told[prefix] = its.space
    spaces = {name: of for name, of in told.items() if of.startswith("http")}
    encoded = json.dumps(compacted(graph, told, spaces), ensure_ascii=False)
    return {"mappings": made, "graph": encoded}


def _mapping(its: Known, uri: str, one: Record, given: Asked, lang: str) -> dict[str, Any]:
    target, relation = one["uri"], one["relation"]
    other = vocabulary_of(reader(), target, its)
    record = other.concept(target) if other is not None else None
    wanted = given.get("clang") or lang
    label = _label(other, record, wanted)
    shown = label if given.flag("external", True) or other is its else None
    known_as = ("", _short(target, other))
    notation = next(iter((record or {}).get("notations", ())), None)
    there: dict[str, Any] = {"uri": target}
    if notation is not None:
        there["notation"] = notation
    tag, text = shown or known_as
    if text != target:
        there["prefLabel"] = {tag: text}
    made: dict[str, Any] = {
        "uri": uri,
        "notation": notation,
        "type": [f"skos:{relation}"],
        "prefLabel": (label or known_as)[1],
        "from": {"memberSet": [{"uri": uri}]},
        "to": {"memberSet": [there]},
        "hrefLink": _link(other, target, given, lang),
        "lang": tag,
        "vocabName": (other.title(lang) or other.id) if other else urlsplit(target).hostname or "",
        "typeLabel": _NAMES[relation],
    }
    if relation in _HELP:
        made["description"] = _HELP[relation]
    if its.main_scheme:
        made["fromScheme"] = {"uri": its.main_scheme}
    if other is not None:
        made["toScheme"] = {"uri": other.main_scheme or ""}
    return made


def _label(other: Known | None, record: Record | None, lang: str) -> tuple[str, str] | None:
    if other is None or record is None:
        return None
    labels = preferred(record)
    found = matching(labels, lang) or matching(labels, other.default) or [*labels.items()]
    return found[0] if found else None


def _short(target: str, other: Known | None) -> str:
    """Return a URI with the prefix of its vocabulary, as it is where it has none."""
    if other is not None and other.holds(target):
        return f"{re.sub(r'[^0-9A-Za-z_]+', '', other.id)}:{target.removeprefix(other.space)}"
    for name, space in _MORE.items():
        if target.startswith(space):
            return f"{name}:{target.removeprefix(space)}"
    return target


def _link(other: Known | None, target: str, given: Asked, lang: str) -> str:
    """Return the address of the page about a target, as Skosmos has it; see `pages`."""
    if other is None:
        return target
    clang = given.get("clang")
    named = [] if other.holds(target) else [("uri", target)]
    query = urlencode([*named, *([("clang", clang)] if clang and clang != lang else [])])
    name = "" if named else quote(target.removeprefix(other.space), safe="")
    return f"{quote(other.id)}/{lang}/page/{name}" + (f"?{query}" if query else "")
