"""One record per concept: the JSON that the doors send, made once when it is published.

The shape is that of ``concept`` in docs/api.md; pages are drawn from the same record. What is said
in a language stands on a line of its own, so that `glossary.records.excerpts` finds it without
decoding.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from glossary.model import WITHDRAWN, Citation, Concept, Note, Term

MOST_NEIGHBOURS = 200
"""More narrower or related concepts than this are counted, and paged by the hierarchy."""

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_PLURALS = {
    "definition": "definitions",
    "scopeNote": "scope_notes",
    "example": "examples",
    "historyNote": "history_notes",
    "note": "notes",
    "editorialNote": "editorial_notes",
    "changeNote": "change_notes",
}
NOTES_BY_MEMBER = {name: kind for kind, name in _PLURALS.items()}
"""The members of a record that hold notes, and their kinds."""
_BY_LANGUAGE = frozenset({"terms", "label", *_PLURALS.values()})
"""The members of a record, and of what it names, that are maps by language."""


@dataclass(frozen=True, slots=True)
class Others:
    """What stands in the record of a concept about others, each of them encoded.

    `neighbours` are references by "broader", "narrower" and "related"; `totals` says how many
    there are where not all are given.
    """

    neighbours: Mapping[str, Sequence[bytes]]
    totals: Mapping[str, int]
    mappings: Sequence[bytes] = ()
    groups: Sequence[bytes] = ()
    successors: Sequence[bytes] = ()


def path(vocabulary: str, id: str) -> str:
    """Return the path of a concept below a page's language or ``/id``."""
    return f"{quote(vocabulary, safe='')}/{quote(id, safe='')}"


def parts(concept: Concept, base_url: str) -> tuple[bytes, bytes]:
    """Return the encoded beginning and end of a record: what a concept says of itself."""
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
    made["definitions"] = {}
    for kind, name in _PLURALS.items():
        texts = _by_language((n.lang, _note(n)) for n in concept.notes if n.kind == kind)
        if texts:
            made[name] = texts
    end: dict[str, Any] = {}
    for name in ("statements", "datatypes", "schemes", "top_of"):
        value = getattr(concept, name)
        if value or (value is not None and name in ("schemes", "top_of")):
            end[name] = value
    if concept.stated:
        end["stated"] = dict(concept.stated)
    for name in ("otherwise", "nodes"):
        if value := getattr(concept, name):
            end[name] = value
    dates = {"created": concept.created, "modified": concept.modified}
    end |= {name: day for name, day in dates.items() if day}  # the last: it is what changes
    return encode_record(made), encode(end)


def record(beginning: bytes, others: Others, end: bytes) -> bytes:
    """Return the whole record: what `parts` gave, with what is known of others between."""
    made = [beginning[:-1]]
    for relation, found in others.neighbours.items():
        made.append(_list(relation, found))
        if relation in others.totals:
            made.append(b',"%s_total":%d' % (relation.encode(), others.totals[relation]))
    made += [_list("mappings", others.mappings), _list("groups", others.groups)]
    if others.successors:
        made.append(_list("replaced_by", others.successors))
    made.append(b"," + end[1:] if end != b"{}" else b"}")
    return b"".join(made)


def _list(name: str, values: Sequence[bytes]) -> bytes:
    return b',"%s":[%s]' % (name.encode(), b",".join(values))


def reference(concept: Concept) -> bytes:
    """Return how the records of others name a concept: URI, vocabulary, id and its labels; its
    status where it is withdrawn, its classes where there are others than `skos:Concept`, its terms
    that are stated otherwise.
    """
    made: dict[str, Any] = {
        "uri": concept.uri,
        "vocabulary": concept.vocabulary,
        "id": concept.id,
        "label": concept.labels(),
    }
    if concept.status == WITHDRAWN:
        made["status"] = concept.status
    types = [one.value for one in concept.statements if one.predicate == TYPE]
    if types:
        made["types"] = types
    if otherwise := [one for one in concept.otherwise if one.kind == "term"]:
        made["otherwise"] = otherwise
    return encode_record(made)


def named(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the records of others name the concept of a record, as `reference` encodes it."""
    names = ("uri", "vocabulary", "id")
    made = {name: found[name] for name in names} | {"label": preferred(found["terms"])}
    if found["status"] == WITHDRAWN:
        made["status"] = WITHDRAWN
    types = [value for name, value, _ in found.get("statements", ()) if name == TYPE]
    if types:
        made["types"] = types
    otherwise = [one for one in found.get("otherwise", ()) if one[0] == "term"]
    return made | ({"otherwise": otherwise} if otherwise else {})


def foreign(uri: str) -> bytes:
    """Return how a record names what is not of this site: by its URI alone."""
    return encode({"uri": uri})


def mapping(relation: str, target: bytes, inferred: bool = False) -> bytes:
    """Return a mapping to what a reference names, which may be inferred from the other side."""
    more = b'"inferred":true,' if inferred else b""
    return b'{"relation":"%s",%s%s' % (relation.encode(), more, target[1:])


def encode(value: Any) -> bytes:
    """Return compact UTF-8 JSON."""
    return _ENCODER.encode(value).encode()


def encode_record(value: Mapping[str, Any]) -> bytes:
    """Return a record, a part of one, or how others name a concept, as UTF-8 JSON.

    Compact, but for its maps by language: each language of them is a line, and so is their end.
    """
    return b"{%b}" % b",".join(
        b'"%b":%b' % (name.encode(), _member(name, item)) for name, item in value.items()
    )


def _member(name: str, value: Any) -> bytes:
    if value and name in _BY_LANGUAGE:
        lines = (b"%b:%b" % (encode(lang), encode(texts)) for lang, texts in value.items())
        return b"{\n%b\n}" % b",\n".join(lines)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return b"[%b]" % b",".join(map(encode_record, value))
    return encode(value)


def preferred(terms: Mapping[str, Iterable[Mapping[str, str]]]) -> dict[str, str]:
    """Return the preferred term of each language of the terms of a record."""
    return {
        lang: term["text"]
        for lang, found in terms.items()
        for term in found
        if term["status"] == "preferred"
    }


def terms_and_notes(found: Mapping[str, Any], lang: str) -> tuple[list[Term], list[Note]]:
    """Return the terms and notes that a record has in a language."""
    terms = [
        Term(
            item["text"],
            lang,
            item["status"],
            item.get("type", "full"),
            item.get("grammar"),
            _sources(item),
            item.get("equivalence"),
            item.get("reliability"),
            tuple(item.get("marks", ())),
            item.get("note", ""),
        )
        for item in found["terms"].get(lang, ())
    ]
    notes = [
        Note(
            kind,
            item["text"],
            lang,
            _sources(item),
            item.get("reliability"),
        )
        for kind, name in _PLURALS.items()
        for item in found.get(name, {}).get(lang, ())
    ]
    return terms, notes


def saying(
    found: Mapping[str, Any],
    lang: str,
    terms: Iterable[Term],
    notes: Iterable[Note],
    order: Callable[[str], Any],
) -> dict[str, Any]:
    """Return a record with these terms and notes in place of its own in a language.

    `order` is the sort key of languages.
    """
    written = list(notes)
    of_kind = {kind: [_note(note) for note in written if note.kind == kind] for kind in _PLURALS}
    texts = {
        name: _replaced(found.get(name, {}), lang, of_kind[kind], order)
        for kind, name in _PLURALS.items()
    }
    made: dict[str, Any] = {}
    for name, value in found.items():
        if name == "terms":
            made[name] = _replaced(value, lang, [_term(term) for term in terms], order)
        elif name == "definitions":  # where it stands, all kinds of notes follow in their order
            made |= {kind: text for kind, text in texts.items() if text or kind == name}
        elif name not in texts:
            made[name] = value
    return made


def _replaced(
    found: Mapping[str, Any], lang: str, items: list[Any], order: Callable[[str], Any]
) -> dict[str, Any]:
    made = {tag: values for tag, values in found.items() if tag != lang}
    if items:
        made[lang] = items
    return {tag: made[tag] for tag in sorted(made, key=order)}


def restricted(found: Mapping[str, Any], wanted: Collection[str]) -> dict[str, Any]:
    """Return a record with the terms, texts and labels of some languages only.

    A language stands for its parts (`zh` for `zh-Hans`) and for what it is a part of.
    """
    made: dict[str, Any] = {}
    for name, value in found.items():
        if name in _BY_LANGUAGE:
            made[name] = {lang: text for lang, text in value.items() if _is_served(lang, wanted)}
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            made[name] = [restricted(item, wanted) for item in value]
        else:
            made[name] = value
    return made


def _is_served(lang: str, wanted: Collection[str]) -> bool:
    return lang in wanted or any(
        lang.startswith(tag + "-") or tag.startswith(lang + "-") for tag in wanted
    )


def _by_language(pairs: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for lang, value in pairs:
        found.setdefault(lang, []).append(value)
    return found


def _term(term: Term) -> dict[str, Any]:
    made: dict[str, Any] = {"text": term.text, "status": term.status}
    if term.type != "full":
        made["type"] = term.type
    made |= _sourced(term.sources)
    for name in ("grammar", "equivalence", "reliability"):
        value: str | None = getattr(term, name)
        if value:
            made[name] = value
    if term.marks:
        made["marks"] = list(term.marks)
    if term.note:
        made["note"] = term.note
    return made


def _sourced(sources: Sequence[str]) -> dict[str, Any]:
    """Return sources as a record has them: as one text, one by one where there are several, and
    what those cite that are of the register.
    """
    made: dict[str, Any] = {"source": "; ".join(sources)} if sources else {}
    if len(sources) > 1:
        made["sources"] = list(sources)
    if cited := [_citation(one) for one in sources if isinstance(one, Citation)]:
        made["citations"] = cited
    return made


def _citation(source: Citation) -> dict[str, str]:
    made = {"key": source.key, "text": str(source)}
    for name in ("locator", "basis"):
        if value := getattr(source, name):
            made[name] = value
    return made


def _sources(item: Mapping[str, Any]) -> tuple[str, ...]:
    texts = item.get("sources", (item["source"],) if "source" in item else ())
    if "citations" not in item:
        return tuple(texts)
    cited = {one["text"]: Citation(**one) for one in item["citations"]}
    return tuple(cited.get(text, text) for text in texts)


def _note(note: Note) -> dict[str, Any]:
    made: dict[str, Any] = {"text": note.text, **_sourced(note.sources)}
    if note.reliability:
        made["reliability"] = note.reliability
    return made
