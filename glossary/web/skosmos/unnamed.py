"""Concepts without a preferred label: known by what their file says of them, no concepts here."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from glossary.formats.rdf.writing import TYPE
from glossary.formats.skos.names import KINDS, LINKS, MAPPINGS
from glossary.web.skosmos.names import CONCEPT, SKOS

Statements = Iterable[tuple[str, str, str | None]]
Record = dict[str, Any]
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
_LISTS = {SKOS + "notation": "notations", SKOS + "inScheme": "schemes",
          SKOS + "topConceptOf": "top_of"}  # fmt: skip


def record_of(
    uri: str, vocabulary: str, said: Statements, named: Callable[[str], Record]
) -> Record:
    """Return a record like those of concepts; `named` gives how one names another by its URI."""
    record: Record = {
        "uri": uri, "id": "", "vocabulary": vocabulary, "status": "approved", "terms": {},
        "broader": [], "narrower": [], "related": [], "mappings": [], "groups": [],
        "statements": [], "schemes": [], "top_of": [], "notations": [],
    }  # fmt: skip
    for name, value, lang in said:
        if lang is None and name in LINKS:
            record[LINKS[name]].append(named(value))
        elif lang is None and name in MAPPINGS:
            record["mappings"].append({"relation": MAPPINGS[name], "uri": value})
        elif name in _LISTS:
            record[_LISTS[name]].append(value)
        elif name == _DEPRECATED and value in ("true", "1"):
            record["status"] = "deprecated"
        elif name == TYPE and value in KINDS:
            record.setdefault("kinds", []).append(KINDS[value])
        elif (name, value) != (TYPE, CONCEPT):
            record["statements"].append((name, value, lang))
    return record


def pointing_to(
    uri: str, found: Mapping[str, Statements], predicate: str = ""
) -> list[tuple[str, str]]:
    """Return URI and property of those that point to something, by one property or any."""
    return [
        (one, name)
        for one, said in found.items()
        for name, value, lang in said
        if lang is None and value == uri and predicate in ("", name)
    ]
