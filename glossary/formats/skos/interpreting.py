"""What the readers of a vocabulary's parts have in common: its graph, its language, findings."""

from dataclasses import dataclass, field

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.formats.rdf import Value, is_literal, tag_of, text_of
from glossary.formats.rdf.graph import Graph, Subject
from glossary.formats.skos.accounting import Ledger, shown
from glossary.formats.skos.names import OF_CITATION, OF_SOURCE, SOURCES
from glossary.formats.skos.values import (
    day,
    iri,
    label_without_html,
    out_of_json,
    printable,
    read_otherwise,
    text_without_html,
)

WITHOUT_TEXT = N_("%(kind)s without a text; left out")


@dataclass(slots=True)
class Interpreter:
    """A vocabulary while it is read: `language` is for texts that tell none."""

    graph: Graph
    ledger: Ledger
    language: str
    found: Findings = field(default_factory=Findings)

    def note(self, rule: str, where: str, message: str, **values: object) -> None:
        """Take in a finding."""
        self.found.append(Finding(rule, where, message, values))

    def node(self, name: str, read: frozenset[str]) -> Subject:
        """Return a subject that belongs to another, with the predicates that are read of it."""
        subject = self.graph.subject(name)
        self.ledger.account(subject, read)
        return subject

    def printable(self, text: str, where: str) -> str:
        """Return a text without control characters, which no XML and no PO file can hold; told."""
        made = printable(text)
        if made == text:
            return text
        message = N_("control characters were taken out of “%(text)s”")
        self.note("bad-character", where, message, text=_short(made))
        return made

    def text(self, value: Value, where: str, is_label: bool = False) -> str:
        """Return the text of a literal: out of a JSON object, without HTML, both told."""
        stated = self.printable(text_of(value), where)
        if meant := read_otherwise(stated):
            message = N_(
                "“%(text)s” was perhaps “%(meant)s”: UTF-8 that was taken for another encoding"
            )
            self.note("mojibake", where, message, text=_short(stated), meant=_short(meant))
        if "<" not in stated and "&" not in stated and stated[:1] != "{":
            return stated
        text, is_json = out_of_json(stated)
        if text is None:
            self.note("json-text", where, N_("a JSON object without a text; left out"))
            return ""
        if is_json:
            self.note("json-text", where, N_("“%(text)s” stood in a JSON object"), text=text)
        made = label_without_html(text) if is_label else text_without_html(text)
        if made != text:
            self.note("markup", where, N_("HTML was taken out of “%(text)s”"), text=_short(text))
        return made

    def texts(self, subject: Subject, *predicates: str) -> dict[str, str]:
        """Return the first text of each language; what is no text, or a second one, is told."""
        found: dict[str, str] = {}
        where = shown(subject.name)
        for predicate in predicates:
            kind = _last_part(predicate)
            for value in subject.values(predicate):
                text = self.text(value, where) if is_literal(value) else ""
                if not text.strip():
                    self.note("empty-label", where, WITHOUT_TEXT, kind=kind)
                    continue
                lang = tag_of(value) or self.language
                if found.setdefault(lang, text) != text:
                    self._second(where, f"{kind} ({lang})", text)
        return found

    def first(self, subject: Subject, *predicates: str) -> str | None:
        """Return the text of the first value, or None where there is none; others are told."""
        first: str | None = None
        for predicate in predicates:
            for text in map(text_of, subject.values(predicate)):
                if first not in (None, text):
                    self._second(shown(subject.name), _last_part(predicate), shown(text))
                first = text if first is None else first
        return first

    def _second(self, where: str, kind: str, text: str) -> None:
        message = N_("a second %(kind)s, “%(text)s”; left out")
        self.note("second-value", where, message, kind=kind, text=_short(text))

    def names(self, subject: Subject, where: str, *predicates: str) -> list[str]:
        """Return the IRIs that a subject points to, also those written as literals."""
        found: dict[str, None] = {}
        for value in subject.values(*predicates):
            if isinstance(value, str):
                found[value] = None
            elif (name := iri(text_of(value))) is not None:
                text = N_("%(uri)s is written as a text; read as a URI")
                self.note("text-for-uri", where, text, uri=name)
                found[name] = None
            else:
                text = N_("“%(text)s” stands where a URI belongs; left out")
                self.note("text-for-uri", where, text, text=_short(text_of(value)))
        return [*found]

    def sources(self, subject: Subject) -> tuple[str, ...]:
        """Return the sources that a subject names: texts and IRIs, and the texts of blank nodes."""
        found: dict[str, None] = {}
        for value in subject.values(*SOURCES):
            if isinstance(value, str) and value.startswith("_:"):
                node = self.node(value, OF_CITATION)
                found |= dict.fromkeys(text_of(v) for v in node.values(*OF_SOURCE) if is_literal(v))
            else:
                found[text_of(value)] = None
        return tuple(filter(None, found))

    def chosen(
        self, subject: Subject, where: str, predicate: str, known: tuple[str, ...]
    ) -> str | None:
        """Return the first value of a predicate that is one of the known; others are told."""
        found = None
        for text in map(text_of, subject.values(predicate)):
            if text in known:
                found = found or text
            else:
                message = N_("%(key)s: “%(value)s” is not one of %(known)s")
                values = {"key": _last_part(predicate), "value": _short(text)}
                self.note("unknown-value", where, message, **values, known=", ".join(known))
        return found

    def day(
        self, subject: Subject, where: str, *predicates: str, is_first: bool = False
    ) -> str | None:
        """Return the last day that stands under some predicates, or the first one; others and what
        is no date are told. None where none is a date.
        """
        days: dict[str, str] = {}
        for predicate in predicates:
            for value in map(text_of, subject.values(predicate)):
                if (found := day(value)) is not None:
                    days.setdefault(found, _last_part(predicate))
                else:
                    text = N_("“%(text)s” is no date; left out")
                    self.note("no-date", where, text, text=_short(value))
        chosen = (min if is_first else max)(days, default=None)
        for found in days:
            if found != chosen:
                self._second(where, days[found], found)
        return chosen


def _last_part(iri: str) -> str:
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def _short(text: str) -> str:
    """Return the beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
