"""A vocabulary as JSKOS: the scheme with its concepts, or a concept a line."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from glossary.formats.contents import Contents
from glossary.formats.skos.names import KINDS, MAPPING_PROPERTIES, SKOS
from glossary.model import NOTE_KINDS, WITHDRAWN, Concept, Vocabulary

CONTEXT = "https://gbv.github.io/jskos/context.json"
LINES = "jskos-lines"
_CLASSES = {kind: iri for iri, kind in KINDS.items()}
_STATUSES = {"altLabel": ("admitted", "deprecated"), "hiddenLabel": ("hidden",)}


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield a scheme with its concepts, or an array of concepts where it is not whole.

    By the name "jskos-lines" it is a concept a line, without the scheme.
    """
    objects = (_concept(one, contents) for one in contents.concepts)
    if name == LINES:
        yield from (_json(one) + b"\n" for one in objects)
    elif contents.whole:
        head = _json(_scheme(contents.vocabulary, contents.langs))
        yield head[:-1] + b',"concepts":['
        yield from _listed(objects)
        yield b"\n]}\n"
    else:
        yield b"["
        yield from _listed(objects)
        yield b"\n]\n"


def _listed(objects: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    for place, one in enumerate(objects):
        yield (b",\n" if place else b"\n") + _json(one)


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _scheme(vocabulary: Vocabulary, langs: tuple[str, ...]) -> dict[str, Any]:
    its = vocabulary
    said = {
        "@context": CONTEXT,
        "uri": its.uri,
        "type": [SKOS + "ConceptScheme"],
        "prefLabel": {_tag(lang): text for lang, text in its.titles.items()},
        "definition": {_tag(lang): [text] for lang, text in its.descriptions.items()},
        "languages": [_tag(lang) for lang in dict.fromkeys((its.source_language, *langs))],
        "license": [{"uri": its.licence}] if _is_uri(its.licence) else None,
        "publisher": _publisher(its),
        "created": its.created,
        "modified": its.modified,
    }
    return {key: value for key, value in said.items() if value}


def _publisher(vocabulary: Vocabulary) -> list[dict[str, Any]] | None:
    name = vocabulary.publisher
    if not name:
        return None
    return [{"uri": name} if _is_uri(name) else {"prefLabel": {"und": name}}]


def _concept(concept: Concept, contents: Contents) -> dict[str, Any]:
    withdrawn = concept.status == WITHDRAWN
    scheme = [{"uri": contents.vocabulary.uri}]
    said: dict[str, Any] = {
        "uri": concept.uri,
        "type": [SKOS + "Concept", *(_CLASSES[kind] for kind in concept.kinds)],
        "inScheme": scheme,
        "topConceptOf": scheme if not concept.broader and not withdrawn else None,
        "notation": [*concept.notations],
        **_texts(concept, contents.langs),
    }
    for relation in ("broader", "narrower", "related"):
        said[relation] = [{"uri": contents.uri_of(id)} for id in getattr(concept, relation)]
    said["mappings"] = [
        {
            "from": {"memberSet": [{"uri": concept.uri}]},
            "to": {"memberSet": [{"uri": mapping.uri}]},
            "type": _mapping_types(mapping.relation),
        }
        for mapping in concept.mappings
    ]
    said["deprecated"] = withdrawn
    said["replacedBy"] = [{"uri": uri} for uri in concept.replaced_by]
    said["created"], said["modified"] = concept.created, concept.modified
    return {key: value for key, value in said.items() if value}


def _mapping_types(relation: str) -> list[str]:
    """Return the types of a mapping; the first one is of SKOS, as JSKOS has it."""
    property = MAPPING_PROPERTIES[relation]
    return [property] if property.startswith(SKOS) else [SKOS + "mappingRelation", property]


def _texts(concept: Concept, langs: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Return labels and notes by key and language."""
    terms = [one for one in concept.terms if not langs or one.lang in langs]
    preferred = {_tag(one.lang): one.text for one in terms if one.status == "preferred"}
    found: dict[str, dict[str, Any]] = {"prefLabel": preferred}
    for key, statuses in _STATUSES.items():
        texts = found[key] = {}
        for term in terms:
            if term.status in statuses:
                texts.setdefault(_tag(term.lang), []).append(term.text)
    for kind in NOTE_KINDS:
        texts = found[kind] = {}
        for note in concept.notes:
            if note.kind == kind and (not langs or note.lang in langs):
                texts.setdefault(_tag(note.lang), []).append(note.text)
    return found


def _tag(lang: str) -> str:
    """Return a language as JSKOS has it: in small letters."""
    return lang.lower() or "und"


def _is_uri(value: str | None) -> bool:
    return value is not None and value.startswith(("http://", "https://"))
