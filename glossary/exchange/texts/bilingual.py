"""Segments of bilingual files of anybody: PO catalogs, and XLIFF 1.2, 2.0 and 2.1."""

from collections.abc import Mapping

from glossary import languages
from glossary.catalogs.po import files
from glossary.catalogs.po.catalog import TermCatalog
from glossary.exchange.texts.content import Segment, TextFile, of_segments
from glossary.formats.limits import Limits, check_entries
from glossary.formats.xml.events import CHUNK, Events, attribute

_UNITS = frozenset({"trans-unit", "unit"})
_SEGMENTS = frozenset({"segment", "trans-unit"})
_LANGS = {"source": ("source-language", "srcLang"), "target": ("target-language", "trgLang")}
_LINE_BREAKS = frozenset({"x", "lb", "br"})


def read_po(content: bytes, name: str, limits: Limits) -> TextFile:
    """Return the messages of a catalog that are in use; each form of a plural is a segment."""
    catalog = files.parse(content, name)
    check_entries(len(catalog), limits)
    segments = []
    for message in catalog:
        if message.id:
            place = str(message.lineno or "")
            sources, targets = _forms(message.id), _forms(message.string)
            for number, source in enumerate(sources):
                target = targets[min(number, len(targets) - 1)] if targets else ""
                segments.append(Segment(source, target, place))
    return of_segments(segments, _source_of(catalog), _tag(catalog.locale_identifier or ""))


def _forms(text: object) -> list[str]:
    return [str(one) for one in text] if isinstance(text, tuple | list) else [str(text or "")]


def _source_of(catalog: TermCatalog) -> str:
    return _tag(catalog.headers.get("X-Source-Language") or "")


def _tag(text: str) -> str:
    tag = text.replace("_", "-")
    return languages.canonical(tag) if tag and languages.is_well_formed(tag) else ""


def read_xliff(content: bytes, name: str, limits: Limits) -> TextFile:
    """Return the segments of an XLIFF file, inline elements left out."""
    events = _Xliff(name, limits)
    for start in range(0, len(content), CHUNK):
        events.feed(content[start : start + CHUNK])
    events.feed(b"", True)
    return of_segments(events.segments, events.langs["source"], events.langs["target"])


class _Xliff(Events):
    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits)
        self.segments: list[Segment] = []
        self.langs = {"source": "", "target": ""}
        self._unit = self._open = ""
        self._texts: dict[str, list[str]] = {}
        self._aside = 0

    def begin(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        named = {attribute(key): value for key, value in attributes.items()}
        for side, names in _LANGS.items():
            for one in names:
                self.langs[side] = self.langs[side] or _tag(named.get(one, ""))
        if name in _UNITS:
            self._unit = named.get("id", "")
        if name in ("alt-trans", "seg-source", "notes", "note", "originalData"):
            self._aside += 1
        elif name in _SEGMENTS:
            self._texts = {}
        elif name in _LANGS and not self._aside:
            self._open = name
            self._texts[name] = []
        elif self._open and name in _LINE_BREAKS:
            self._texts[self._open].append(" ")

    def end(self, name: str) -> None:
        if name in ("alt-trans", "seg-source", "notes", "note", "originalData"):
            self._aside -= 1
        elif name == self._open:
            self._open = ""
        elif name in _SEGMENTS and (source := "".join(self._texts.get("source", ()))).strip():
            target = "".join(self._texts.get("target", ()))
            self.segments.append(Segment(source, target, self._unit))
            check_entries(len(self.segments), self.limits)

    def text(self, text: str) -> None:
        if self._open:
            self._texts[self._open].append(text)
