"""TBX read: ISO 30042:2019 in DCA and DCT style, and the form of 2008 (``martif``).

Entries are concepts by their ``id``. Of several languages the one that is asked for is read; the
source is that of the root element. Of terms without ``administrativeStatus`` the first is the
preferred one. Only what is there in the language counts: what is not is no removal.
"""

from collections.abc import Sequence
from dataclasses import replace

from glossary.errors import N_
from glossary.exchange.gathering import Gathering, is_in_language, tag
from glossary.exchange.sheets import UNSURE, Sheet, Unit
from glossary.exchange.tbx import ABOUT, PREVIOUS, STATE, status_of
from glossary.exchange.tbx_sections import Section
from glossary.formats.limits import DEFAULT_LIMITS, Limits, check_size
from glossary.formats.tbx.names import ENTRIES, HEADERS, ROOTS, SECTIONS
from glossary.formats.xml.names import decoded
from glossary.formats.xml.reading import Node, parts
from glossary.model import TermStatus

_MOST_KINDS = 20


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.tbx"
) -> Sheet:
    """Return the sheet in a TBX document; see `glossary.exchange.Read`."""
    check_size(content, limits)
    reader = _Reader(Gathering(name, limits, lang))
    for node in parts(content, name, frozenset({*ENTRIES, *HEADERS}), limits):
        reader.take(node)
    return reader.sheet()


class _Reader:
    """Takes the entries of a document."""

    def __init__(self, gathered: Gathering) -> None:
        self.gathered = gathered
        self._lang = gathered.asked
        self._root = False
        self._spoken = False
        self._others: set[str] = set()
        self._unkept: dict[str, int] = {}

    def take(self, node: Node) -> None:
        """Take the root, the header or an entry."""
        if not self._root:
            if node.name not in ROOTS:
                raise self.gathered.broken(N_("this is not a TBX document"), node.line)
            self._root = True
            self.gathered.source_language = node.get("xml:lang")
        elif node.name in HEADERS:
            self._head(node)
        elif node.name in ENTRIES:
            self._entry(node)

    def sheet(self) -> Sheet:
        """Return the sheet; raise Invalid where no entry has the language that was asked for."""
        if not self._spoken and self._others and self.gathered.asked:
            raise self.gathered.other_language(", ".join(sorted(self._others)[:20]))
        if not self._spoken:
            self.gathered.note(N_("no entry of the file has a text in the language"), None)
        self.gathered.lang = self.gathered.lang or self._lang
        if self._unkept:
            reason = N_("these parts of entries are not kept in a catalog: %(kinds)s")
            kinds = ", ".join(sorted(self._unkept))
            self.gathered.note(reason, min(self._unkept.values()), kinds=kinds)
        return self.gathered.sheet()

    def _head(self, header: Node) -> None:
        about = {p.get("type"): p.text() for p in header.all("p")}
        language = about.get("language", "")
        if language and self.gathered.check_language(language):
            self._lang, self._spoken = self.gathered.lang, True
        self.gathered.vocabulary = about.get("vocabulary", "")
        for title in header.all("title"):
            self.gathered.describe("title", title.text())
        for kind in ABOUT:
            self.gathered.describe(kind, about.get(kind, ""))

    def _entry(self, entry: Node) -> None:
        sections = {section.get("xml:lang"): section for section in entry.nodes(*SECTIONS)}
        source = self.gathered.source_language
        if not self._lang:
            self._lang = next((lang for lang in sections if not is_in_language(lang, source)), "")
        own = self._chosen(sections, self._lang)
        if own is None:
            self._others.update(lang for lang in sections if lang != source)
            return
        self._spoken = True
        if not entry.get("id"):
            reason = N_("this entry has no id, so that it belongs to no concept")
            self.gathered.note(reason, entry.line)
            return
        there = self._chosen(sections, source)
        self._units(entry, Section(own), Section(there) if there else None)

    def _chosen(self, sections: dict[str, Node], lang: str) -> Node | None:
        """Return the section in a language: exactly, else in a wider or narrower one."""
        if not lang:
            return None
        exact = (node for found, node in sections.items() if tag(found) == tag(lang))
        near = (node for found, node in sections.items() if found and is_in_language(found, lang))
        return next(exact, None) or next(near, None)

    def _units(self, entry: Node, own: Section, source: Section | None) -> None:
        for kind, line in own.unkept.items():
            if len(self._unkept) < _MOST_KINDS:
                self._unkept.setdefault(kind, line)
        for status, line in own.unknown.items():
            reason = N_("“%(value)s” is no status of a term; left out")
            self.gathered.note(reason, line, decoded(entry.get("id")), value=status)
        place = next((x.get("target") for x in entry.nodes("xref")), "")
        for slot, found in own.slots.items():
            before = (said for said in found.said if said.startswith(PREVIOUS))
            unit = Unit(
                decoded(entry.get("id")),
                slot,
                _source(slot, source),
                own.text(slot),
                next(before, "").removeprefix(PREVIOUS),
                reference=place,
                line=entry.line,
            )
            unsure = any(f"{STATE}{state}" in found.said for state in UNSURE)
            said = [said for said in found.said if not said.startswith((PREVIOUS, STATE))]
            unit = self.gathered.unit(unit, said, fuzzy=unsure)
            if slot == "altLabel":
                unit = _with_statuses(unit, found.statuses)
            self.gathered.add(unit)


def _source(slot: str, source: Section | None) -> str:
    """Return the source text; the list of synonyms is the term where the source has none."""
    if source is None:
        return ""
    return source.text(slot) or (source.text("prefLabel") if slot == "altLabel" else "")


def _with_statuses(unit: Unit, stated: Sequence[TermStatus | None]) -> Unit:
    """Return synonyms with the statuses that their terms state, where those are other ones."""
    statuses = dict(unit.data.get("statuses", {}))
    for line, status in zip(unit.text.split("\n"), stated, strict=False):
        if status in ("admitted", "deprecated") and status != status_of(unit, line):
            statuses[" ".join(line.split())] = status
    if statuses == unit.data.get("statuses", {}):
        return unit
    return replace(unit, data={**unit.data, "statuses": statuses})
