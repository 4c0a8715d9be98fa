"""JSKOS as a vocabulary: one scheme, its concepts in the order of the file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings
from glossary.formats.contents import Asked, Contents
from glossary.formats.jskos.concepts import ConceptReader
from glossary.formats.jskos.entries import Document, Entry
from glossary.formats.jskos.values import Values, uri_of
from glossary.formats.skos.names import SKOS
from glossary.formats.skos.schemes import listed_schemes, several_schemes
from glossary.model import Concept, Vocabulary

_OF_SCHEME = {"topConcepts", "namespace", "uriPattern", "notationPattern", "notationExamples"}
_READ_OF_SCHEME = {
    "@context", "uri", "type", "prefLabel", "definition", "scopeNote", "languages", "license",
    "publisher", "created", "issued", "modified", "topConcepts", "namespace", "concepts",
}  # fmt: skip


def read(file: Path, asked: Asked) -> tuple[Contents, Findings]:
    """Return the vocabulary in a file, and findings: those on concepts come as they are read.

    Raises BrokenSource with line and reason where the file is no JSON, cut off, holds no concept,
    or not the scheme that is asked for.
    """
    found = Findings()
    reading = _Reading(Document(file, asked.name or file.name), asked, found)
    contents = Contents(
        reading.vocabulary(),
        reading.concepts(),
        lambda uri: uri,
        asked.base_url,
        line_of=reading.lines.get,
    )
    return contents, found


class _Reading:
    """A file that is read twice: for its scheme, and for its concepts."""

    def __init__(self, document: Document, asked: Asked, found: Findings) -> None:
        self._document, self._asked, self._found = document, asked, found
        self._values = Values(found)
        self.lines: dict[str, int] = {}
        self._stated: dict[str, Entry] = {}
        self._counts: Counter[str] = Counter()
        self._same: dict[str, str] = {}
        self._uris: set[str] = set()
        self._survey()
        self._scheme = self._chosen()

    def _survey(self) -> None:
        name, nobody, counts = self._asked.name, 0, Counter[str]()
        for entry in self._document.entries():
            if is_scheme(entry.value):
                self._stated[uri_of(entry.value)] = entry
            elif isinstance(entry.value, dict):
                counts.update(schemes_of(entry.value))
                self._uris.add(uri_of(entry.value))
                nobody += 1
        if not nobody and not self._stated.keys() - {""}:
            raise BrokenSource(name, N_("there is no concept of JSKOS in it"))
        for uri, entry in self._stated.items():
            for other in self._values.strings(entry.value, "identifier"):
                if other in counts:
                    self._same[other] = uri
        for uri, count in counts.items():
            self._counts[self._same.get(uri, uri)] += count

    def _chosen(self) -> str:
        """Return the URI of the scheme that is asked for, else of the one with most concepts."""
        known = {uri: self._counts[uri] for uri in (*self._stated, *self._counts) if uri}
        wanted = self._asked.scheme and self._same.get(self._asked.scheme, self._asked.scheme)
        if wanted is not None:
            if wanted not in known:
                text = N_("there is no scheme %(uri)s in it, only: %(known)s")
                some = listed_schemes(known) or "–"
                raise BrokenSource(self._asked.name, text, uri=wanted, known=some)
            return wanted
        if len(known) > 1:
            self._found.append(several_schemes(self._asked.id, known))
        return max(known, key=lambda uri: known[uri], default="") or self._asked.base_uri

    def vocabulary(self) -> Vocabulary:
        """Return what the file says of its scheme."""
        entry = self._stated.get(self._scheme) or self._stated.get("") or Entry(0, {})
        values, said = self._values, entry.value
        values.where, values.line = self._asked.id, entry.line
        languages = values.strings(said, "languages")
        licence = next(iter(values.uris(said, "license")), None)
        publisher = next(iter(values.things(said, "publisher")), {})
        names = [text for _, text in values.texts(publisher, "prefLabel")]
        vocabulary = Vocabulary(
            self._asked.id,
            self._scheme,
            dict(reversed([*values.texts(said, "prefLabel")])),
            dict(
                [*values.texts(said, "scopeNote"), *values.texts(said, "definition")],
            ),
            self._asked.source_language or next(iter(languages), ""),
            licence=licence,
            publisher=next(iter(names), uri_of(publisher) or None),
            created=next(iter(values.strings(said, "created")), None),
            modified=next(iter(values.strings(said, "modified")), None),
        )
        for uri, other in self._stated.items():
            self._tell_unread(Counter(sorted(other.value.keys() - _READ_OF_SCHEME)), uri)
        return vocabulary

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts of the scheme; what is not read of them is told at the end."""
        namespace = self._stated.get(self._scheme, Entry(0, {})).value.get("namespace")
        base = namespace if isinstance(namespace, str) else self._asked.base_uri
        reader = ConceptReader(self._values, self._asked.id, base, self._uris)
        elsewhere: list[str] = []
        for entry in self._document.entries():
            if is_scheme(entry.value):
                inside = self._values.things(entry.value, "topConcepts")
                nested = [Entry(entry.line, one) for one in inside if reader.is_new(one)]
            else:
                nested = [entry]
            for one in nested:
                if not self._is_wanted(one.value):
                    elsewhere.append(uri_of(one.value))
                    continue
                for concept in reader.read(one):
                    self.lines.setdefault(concept.uri, one.line)
                    yield concept
        self._found += self._document.findings
        self._tell_unread(reader.unread, "")
        self._tell_elsewhere(elsewhere)

    def _is_wanted(self, value: Any) -> bool:
        if self._asked.scheme is None or not isinstance(value, dict):
            return True
        wanted = self._scheme
        return wanted in (self._same.get(uri, uri) for uri in schemes_of(value))

    def _tell_elsewhere(self, uris: list[str]) -> None:
        if uris:
            text = N_(
                "concepts that are not in the scheme, left out: %(count)s, for example %(uri)s"
            )
            values = {"count": len(uris), "uri": uris[0]}
            self._found.append(Finding("other-scheme", self._asked.id, text, values))

    def _tell_unread(self, counts: Counter[str], where: str) -> None:
        text = N_("values with this key are not read: %(count)s")
        for key, count in counts.most_common(100):
            place = f"{key} ({where})" if where else key
            self._found.append(Finding("not-read", place, text, {"count": count}))


def is_scheme(value: Any) -> bool:
    """Return whether an object is a concept scheme, stated or by what it has."""
    if not isinstance(value, dict):
        return False
    types = value.get("type")
    if isinstance(types, list | str) and SKOS + "ConceptScheme" in types:
        return True
    return bool(_OF_SCHEME & value.keys()) or value.keys() <= {"@context"}


def schemes_of(value: dict[str, Any]) -> list[str]:
    """Return the URIs of the schemes that a concept is in."""
    found: dict[str, None] = {}
    for key in ("inScheme", "topConceptOf"):
        inside = value.get(key)
        for one in inside if isinstance(inside, list) else [inside]:
            uri = one if isinstance(one, str) else uri_of(one) if isinstance(one, dict) else ""
            if uri:
                found[uri] = None
    return [*found]
