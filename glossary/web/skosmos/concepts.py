"""What is said of one concept: labels, relations, the ways up and down, mappings."""

from collections.abc import Iterable
from typing import Any

from glossary.web.context import reader
from glossary.web.skosmos.door import CONTEXT, Asked, Refused, not_found, route
from glossary.web.skosmos.labels import labels_of_record, named, preferred
from glossary.web.skosmos.names import SKOS
from glossary.web.skosmos.unnamed import pointing_to
from glossary.web.skosmos.vocabularies import (
    Group,
    Known,
    Record,
    is_in,
    matching,
    texts,
    vocabulary_of,
)

_MOST = 1000
"""So many concepts are in an answer about all that is broader or narrower."""
_NOTHING: tuple[str, str] = ("", "")


def labels_of(its: Known, uri: str) -> list[tuple[str, str, str]] | None:
    """Return property, text and language of the labels of a concept, group or scheme; None where
    there is none with this URI.
    """
    if (record := its.labelled(uri)) is not None:
        return [*labels_of_record(record)]
    if (group := its.groups.get(uri)) is not None:
        found = [("prefLabel", text, lang) for lang, text in group.labels.items()]
        for name in ("altLabel", "hiddenLabel"):
            found += [(name, text, lang) for text, lang in group.alternatives(name)]
        return found
    if (statements := its.statements_about(uri)) is not None:
        return [
            (name.removeprefix(SKOS), text, lang)
            for name, text, lang in statements
            if lang is not None and name in (SKOS + "prefLabel", SKOS + "altLabel")
        ]
    return None


def label_answer(its: Known, uri: str, lang: str) -> dict[str, Any]:
    """Return the labels of something in a language, in all where none is asked for."""
    found = labels_of(its, uri)
    if found is None:
        raise not_found(uri)
    made: dict[str, Any] = {}
    for name, text, tag in sorted(found, key=lambda one: one[2] != lang):
        if lang and not is_in(tag, lang):
            continue
        if name == "prefLabel":
            made.setdefault(name, text)
        elif text not in made.setdefault(name, []):
            made[name].append(text)
    names = {name: f"skos:{name}" for name in ("prefLabel", "altLabel", "hiddenLabel")}
    return {"@context": {**CONTEXT, **names, "@language": lang or None}, "uri": uri, **made}


@route("/<vocabulary>/label", "uri*", "lang")
def label(given: Asked, its: Known) -> dict[str, Any]:
    """Return the labels of a concept."""
    return label_answer(its, given.uri(), given.get("lang") or its.default)


def concept_asked(given: Asked, its: Known) -> Record:
    """Return the record of the concept that is asked for; Refused where there is none."""
    uri = given.get("uri").rstrip()
    found = its.concept(uri) if uri else None
    if found is None:
        raise not_found(uri)
    return found


def _related(given: Asked, its: Known, name: str) -> dict[str, Any]:
    record, lang = concept_asked(given, its), given.get("lang") or its.default
    found = its.stated(record, name)
    return {
        "@context": {
            **CONTEXT, "prefLabel": "skos:prefLabel", name: f"skos:{name}", "@language": lang,
        },
        "uri": record["uri"],
        name: [{"uri": one["uri"], "prefLabel": label_in(named(one), lang)} for one in found],
    }  # fmt: skip


def label_in(labels: dict[str, str], lang: str) -> str | None:
    """Return a label in a language, else the one of no language, None where there is neither."""
    found = matching(labels, lang)
    return found[0][1] if found else labels.get("")


@route("/<vocabulary>/broader", "uri*", "lang")
def broader(given: Asked, its: Known) -> dict[str, Any]:
    """Return the broader concepts."""
    return _related(given, its, "broader")


@route("/<vocabulary>/narrower", "uri*", "lang")
def narrower(given: Asked, its: Known) -> dict[str, Any]:
    """Return the narrower concepts."""
    return _related(given, its, "narrower")


@route("/<vocabulary>/related", "uri*", "lang")
def related(given: Asked, its: Known) -> dict[str, Any]:
    """Return the related concepts."""
    return _related(given, its, "related")


def _transitive(given: Asked, its: Known, name: str) -> dict[str, Any]:
    start, lang = concept_asked(given, its), given.get("lang") or its.default
    if given.get("limit").lstrip().startswith("-"):
        raise Refused(400, "Bad Request", "Invalid limit parameter")
    most = min(given.number("limit", 0) or _MOST, _MOST)
    found: dict[str, Any] = {}
    waiting = [start["id"]]
    seen = {start["id"]}
    while waiting and len(found) < most:
        level, waiting = waiting, []
        for id in level[: most - len(found)]:
            record = start if id == start["id"] else its.by_id(id)
            if record is None:
                continue
            labels = preferred(record)
            steps = its.stated(record, name)
            made = {"uri": record["uri"], "prefLabel": _first(labels, lang)}
            if steps:
                made[name] = [one["uri"] for one in steps]
            found[record["uri"]] = made
            for one in steps:
                if not one["id"] and len(found) < most:
                    found[one["uri"]] = {"uri": one["uri"], "prefLabel": None}
            fresh = [one["id"] for one in steps if one["id"] and one["id"] not in seen]
            seen.update(fresh)
            waiting += fresh
    whole = f"{name}Transitive"
    return {
        "@context": {
            **CONTEXT,
            "prefLabel": "skos:prefLabel",
            name: {"@id": f"skos:{name}", "@type": "@id"},
            whole: {"@id": f"skos:{whole}", "@container": "@index"},
            "@language": lang,
        },
        "uri": start["uri"],
        whole: found,
    }


def _first(labels: dict[str, str], lang: str) -> str | None:
    found = matching(labels, lang)
    return found[0][1] if found else None


@route("/<vocabulary>/broaderTransitive", "uri*", "lang", "limit")
def broader_transitive(given: Asked, its: Known) -> dict[str, Any]:
    """Return all that is broader, over any number of steps, and the concept itself."""
    return _transitive(given, its, "broader")


@route("/<vocabulary>/narrowerTransitive", "uri*", "lang", "limit")
def narrower_transitive(given: Asked, its: Known) -> dict[str, Any]:
    """Return all that is narrower, over any number of steps, and the concept itself."""
    return _transitive(given, its, "narrower")


def label_with_fallback(labels: dict[str, str], lang: str, its: Known) -> tuple[str, str] | None:
    """Return language and text of a label: in a language, else in that of the vocabulary, else the
    first there is.
    """
    found = matching(labels, lang) or matching(labels, its.fallback(lang)) or [*labels.items()]
    return found[0] if found else None


@route("/<vocabulary>/children", "uri*", "lang")
def children(given: Asked, its: Known) -> dict[str, Any]:
    """Return the narrower concepts, each with whether there is something below it."""
    record, lang = concept_asked(given, its), given.get("lang") or its.default
    made = []
    uris = [one["uri"] for one in its.narrower(record)]
    uris += [uri for uri, _ in pointing_to(record["uri"], its.unnamed, SKOS + "broader")]
    for child in its.concepts(dict.fromkeys(uris)).values():
        if not its.states(child, "broader", record["uri"]):
            continue
        found = label_with_fallback(preferred(child), lang, its)
        entry = {
            "uri": child["uri"],
            "prefLabel": found[1] if found else None,
            "hasChildren": bool(child["narrower"]),
        }
        made += [{**entry, **more} for more in with_notations(child.get("notations", ()))]
    return {
        "@context": {
            **CONTEXT, "prefLabel": "skos:prefLabel", "narrower": "skos:narrower",
            "notation": "skos:notation", "hasChildren": "onki:hasChildren", "@language": lang,
        },
        "uri": record["uri"],
        "narrower": made,
    }  # fmt: skip


def with_notations(notations: Iterable[str]) -> list[dict[str, str]]:
    """Return a member for each notation, one without where there is none."""
    return [{"notation": one} for one in notations] or [{}]


def types_of(found: Group | Record) -> list[str]:
    """Return the classes of a group, or of a concept by its record."""
    if isinstance(found, Group):
        return found.types
    own = texts(found.get("statements", ()), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    return [SKOS + "Concept", *own]


def guessed(uri: str) -> Known:
    """Return the vocabulary that a URI is of; Refused where there is none."""
    found = vocabulary_of(reader(), uri)
    if found is None:
        raise not_found(uri)
    return found
