"""One record per concept: the JSON that the doors send, made once when it is published.

The shape is that of ``concept`` in docs/api.md; pages are drawn from the same record.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from glossary.model import Concept, Note, Term

MOST_NEIGHBOURS = 200
"""More narrower or related concepts than this are counted, and paged by the hierarchy."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DECODER = json.JSONDecoder()
_PLURALS = {
    "definition": "definitions",
    "scopeNote": "scope_notes",
    "example": "examples",
    "historyNote": "history_notes",
    "note": "notes",
    "editorialNote": "editorial_notes",
    "changeNote": "change_notes",
}


class Neighbours:
    """The labels of other concepts, by URI, as a record shows them."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._by_uri = {c.uri: (c.vocabulary, c.id, c.labels()) for c in concepts}

    def reference(self, uri: str) -> dict[str, Any]:
        """Return ``{"uri", "vocabulary", "id", "label"}``, the URI alone where it is unknown."""
        found = self._by_uri.get(uri)
        if found is None:
            return {"uri": uri}
        vocabulary, id, label = found
        return {"uri": uri, "vocabulary": vocabulary, "id": id, "label": label}


def path(vocabulary: str, id: str) -> str:
    """Return the path of a concept below a page's language or ``/id``."""
    return f"{quote(vocabulary, safe='')}/{quote(id, safe='')}"


def record(
    concept: Concept,
    uris: Mapping[str, str],
    neighbours: Neighbours,
    mappings: Iterable[tuple[str, str]],
    groups: Iterable[dict[str, Any]],
    base_url: str,
) -> dict[str, Any]:
    """Return the record of a concept; `uris` are those of its vocabulary by id."""
    made: dict[str, Any] = {
        "uri": concept.uri,
        "id": concept.id,
        "vocabulary": concept.vocabulary,
        "page": f"{base_url}/id/{path(concept.vocabulary, concept.id)}",
        "status": concept.status,
        "sectors": list(concept.sectors),
    }
    if concept.kinds:
        made["kinds"] = list(concept.kinds)
    if concept.notations:
        made["notations"] = list(concept.notations)
    made["terms"] = _by_language((term.lang, _term(term)) for term in concept.terms)
    for kind, name in _PLURALS.items():
        texts = _by_language((n.lang, _note(n)) for n in concept.notes if n.kind == kind)
        if texts or kind == "definition":
            made[name] = texts
    for relation in ("broader", "narrower", "related"):
        ids: tuple[str, ...] = getattr(concept, relation)
        made[relation] = [neighbours.reference(uris[id]) for id in ids[:MOST_NEIGHBOURS]]
        if len(ids) > MOST_NEIGHBOURS:
            made[f"{relation}_total"] = len(ids)
    made["mappings"] = [
        {"relation": relation, **neighbours.reference(uri)} for relation, uri in mappings
    ]
    made["groups"] = list(groups)
    if concept.replaced_by:
        made["replaced_by"] = [neighbours.reference(uri) for uri in concept.replaced_by]
    for name in ("created", "modified"):
        value: str | None = getattr(concept, name)
        if value:
            made[name] = value
    return made


def encode(value: Any) -> bytes:
    """Return compact UTF-8 JSON."""
    return _ENCODER.encode(value).encode()


def shown(record: bytes) -> tuple[str, dict[str, str]]:
    """Return the URI of an encoded record and its preferred terms; the rest is not decoded.

    The two places are sure: `record` writes them so, and a quote inside a text is escaped.
    """
    text = record.decode()
    uri, _ = _DECODER.raw_decode(text, len('{"uri":'))
    terms, _ = _DECODER.raw_decode(text, text.index(',"terms":') + len(',"terms":'))
    return uri, preferred(terms)


def preferred(terms: Mapping[str, Iterable[Mapping[str, str]]]) -> dict[str, str]:
    """Return the preferred term of each language of the terms of a record."""
    return {
        lang: term["text"]
        for lang, found in terms.items()
        for term in found
        if term["status"] == "preferred"
    }


def restricted(found: dict[str, Any], languages: frozenset[str]) -> dict[str, Any]:
    """Return a record with the terms, texts and labels of some languages only."""
    made: dict[str, Any] = {}
    for name, value in found.items():
        if name in ("terms", "label") or name in _PLURALS.values():
            made[name] = {lang: texts for lang, texts in value.items() if _served(lang, languages)}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            made[name] = [restricted(item, languages) for item in value]
        else:
            made[name] = value
    return made


def _served(lang: str, languages: frozenset[str]) -> bool:
    return lang in languages or any(lang.startswith(tag + "-") for tag in languages)


def _by_language(pairs: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for lang, value in pairs:
        found.setdefault(lang, []).append(value)
    return found


def _term(term: Term) -> dict[str, Any]:
    made: dict[str, Any] = {"text": term.text, "status": term.status}
    if term.type != "full":
        made["type"] = term.type
    if term.sources:
        made["source"] = "; ".join(term.sources)
    for name in ("grammar", "equivalence", "reliability"):
        value: str | None = getattr(term, name)
        if value:
            made[name] = value
    return made


def _note(note: Note) -> dict[str, Any]:
    made = {"text": note.text}
    if note.sources:
        made["source"] = "; ".join(note.sources)
    if note.reliability:
        made["reliability"] = note.reliability
    return made
