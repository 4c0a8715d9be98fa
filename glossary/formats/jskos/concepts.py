"""An object of JSKOS as a concept, with those that stand inside it."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from glossary.errors import N_
from glossary.formats.jskos.entries import Entry
from glossary.formats.jskos.values import Values, uri_of
from glossary.formats.skos.names import KINDS, MAPPINGS, SKOS
from glossary.model import (
    INVERSE_RELATION,
    NOTE_KINDS,
    WITHDRAWN,
    Concept,
    Mapping,
    Note,
    Term,
    TermStatus,
)

_LABELS: tuple[tuple[str, TermStatus], ...] = (
    ("prefLabel", "preferred"),
    ("altLabel", "admitted"),
    ("hiddenLabel", "hidden"),
)
_RELATIONS = ("broader", "narrower", "related")
_READ = {
    "@context", "uri", "type", "notation", "inScheme", "topConceptOf", "created", "modified",
    "deprecated", "replacedBy", "mappings", *NOTE_KINDS, *_RELATIONS,
    *(name for name, _ in _LABELS),
}  # fmt: skip
_NO_OBJECT = N_("this is no object of JSKOS; left out")
_NO_URI = N_("a concept without a URI; left out")
_NO_MAPPING = N_("a mapping that is not one concept to one is not read: “%(uris)s”")


class ConceptReader:
    """Makes concepts of entries; `unread` counts the keys that are not read.

    A concept without a URI has one of `base` and its notation. `known` are the URIs that have an
    entry of their own: the same concept inside another one is only named there.
    """

    def __init__(self, values: Values, vocabulary: str, base: str, known: Collection[str]) -> None:
        self._values, self._vocabulary, self._base = values, vocabulary, base
        self._known = {*known}
        self.unread: Counter[str] = Counter()

    def is_new(self, value: dict[str, Any]) -> bool:
        """Return whether a concept inside another is described only there."""
        return bool(value.get("prefLabel")) and uri_of(value) not in self._known

    def read(self, entry: Entry, broader: str = "") -> Iterator[Concept]:
        """Yield the concept of an entry, then those inside it, in turn."""
        values, value = self._values, entry.value
        values.where, values.line = "", entry.line
        if not isinstance(value, dict):
            values.note("bad-statement", _NO_OBJECT)
            return
        uri = self._uri(value)
        if not uri:
            values.note("no-uri", _NO_URI)
            return
        values.where = uri
        self.unread.update(sorted(value.keys() - _READ))
        self._known.add(uri)
        inside = [one for one in values.things(value, "narrower") if self.is_new(one)]
        yield self._concept(value, uri, broader)
        for one in inside:
            yield from self.read(Entry(entry.line, one), uri)

    def _uri(self, value: dict[str, Any]) -> str:
        if uri := uri_of(value):
            return uri
        notation = next(iter(self._values.strings(value, "notation")), "")
        return self._base + notation if notation else ""

    def _concept(self, value: dict[str, Any], uri: str, broader: str) -> Concept:
        values = self._values
        links = {name: values.uris(value, name) for name in _RELATIONS}
        if broader and broader not in links["broader"]:
            links["broader"].append(broader)
        return Concept(
            id=uri,
            vocabulary=self._vocabulary,
            uri=uri,
            terms=tuple(self._terms(value)),
            notes=tuple(
                Note(kind, text, lang)
                for kind in NOTE_KINDS
                for lang, text in values.texts(value, kind)
            ),
            broader=tuple(links["broader"]),
            narrower=tuple(links["narrower"]),
            related=tuple(links["related"]),
            mappings=tuple(dict.fromkeys(self._mappings(value, uri))),
            notations=tuple(values.strings(value, "notation")),
            kinds=tuple(self._kinds(value)),
            status=WITHDRAWN if value.get("deprecated") is True else "approved",
            replaced_by=tuple(values.uris(value, "replacedBy")),
            created=next(iter(values.strings(value, "created")), None),
            modified=next(iter(values.strings(value, "modified")), None),
        )

    def _terms(self, value: dict[str, Any]) -> Iterator[Term]:
        for key, status in _LABELS:
            for lang, text in self._values.texts(value, key):
                yield Term(text, lang, status)

    def _kinds(self, value: dict[str, Any]) -> Iterator[str]:
        for iri in self._values.strings(value, "type"):
            if iri in KINDS:
                yield KINDS[iri]
            elif iri != SKOS + "Concept":
                self.unread[iri] += 1

    def _mappings(self, value: dict[str, Any], uri: str) -> Iterator[Mapping]:
        for mapping in self._values.things(value, "mappings"):
            types = self._values.strings(mapping, "type")
            relation = next((MAPPINGS[name] for name in types if name in MAPPINGS), "")
            ends = [self._end(mapping, side) for side in ("from", "to")]
            ends[0] = ends[0] or [uri]
            if [uri] == ends[1]:
                ends.reverse()
                relation = INVERSE_RELATION.get(relation, "")
            if relation and ends[0] == [uri] and len(ends[1]) == 1:
                yield Mapping(relation, ends[1][0])
            else:
                self._values.note("not-read", _NO_MAPPING, uris=", ".join(ends[1]) or "…")

    def _end(self, mapping: dict[str, Any], side: str) -> list[str]:
        """Return the URIs at one end of a mapping."""
        bundle = mapping.get(side)
        if not isinstance(bundle, dict):
            return []
        for key in ("memberSet", "memberList", "memberChoice"):
            if key in bundle:
                return self._values.uris(bundle, key)
        return []
