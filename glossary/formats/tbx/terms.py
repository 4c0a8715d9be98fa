"""The terms of one language section of TBX, with all that it says of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from glossary.errors import N_
from glossary.formats.tbx.grammar import grammar_of
from glossary.formats.tbx.names import TERMS, status_of
from glossary.formats.tbx.parts import Part, parts_of
from glossary.formats.tbx.telling import Telling
from glossary.formats.xml.reading import Node
from glossary.model import (
    EQUIVALENCES,
    RELIABILITIES,
    TERM_MARKS,
    TERM_STATUSES,
    Note,
    Term,
    TermStatus,
    TermType,
)

NOTES = {
    "context": "example",
    "example": "example",
    "sampleSentence": "example",
    "definition": "definition",
    "explanation": "note",
    "etymology": "historyNote",
}
"""Our kinds of notes by the data categories that stand with a term or beside it."""
_GRAMMAR = ("partOfSpeech", "grammaticalGender", "grammaticalNumber")
_STATUSES = ("administrativeStatus", "normativeAuthorization")
_SHORT = {"abbreviation", "acronym", "initialism", "abbreviatedform"}
_OUTDATED = {"archaicTerm", "outdatedTerm", "obsoleteTerm"}


@dataclass(slots=True)
class _Said:
    """What a term says, while its parts are read; `status` is None where it states none."""

    where: str
    text: str = ""
    status: TermStatus | None = None
    type: TermType = "full"
    grammar: str = ""
    equivalence: str | None = None
    reliability: str | None = None
    values: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def term(self, lang: str, status: TermStatus) -> Term:
        """Return the term."""
        return Term(
            self.text,
            lang,
            status,
            self.type,
            self.grammar or grammar_of(self.values) or None,
            tuple(self.sources),
            self.equivalence,
            self.reliability,
            tuple(dict.fromkeys(self.marks)),
            "\n".join(self.notes),
        )


def terms_of(
    section: Node, lang: str, where: str, telling: Telling
) -> tuple[list[Term], list[Note]]:
    """Return the terms of a section in their order, and the notes that stand in them.

    Where no term is stated to be the preferred one, the first without a status is it. What is not
    read is told.
    """
    said, notes = list[_Said](), list[Note]()
    for node in section.nodes(*TERMS):
        one = _Said(where)
        for part in parts_of(node):
            if part.kind in NOTES:
                if part.text:
                    notes.append(note_of(part, NOTES[part.kind], lang))
                continue
            _take(one, part, telling)
            one.sources += part.sources
            for text in part.notes:
                _take_note(one, text)
        if one.text:
            said.append(one)
        else:
            telling.tell("empty-label", where, N_("an empty label; left out"), node.line)
    return list(_ranked(said, lang)), notes


def _ranked(said: Sequence[_Said], lang: str) -> Iterator[Term]:
    statuses = [one.status for one in said]
    open_ = None in statuses and "preferred" not in statuses
    first = statuses.index(None) if open_ else -1
    for place, one in enumerate(said):
        yield one.term(lang, "preferred" if place == first else one.status or "admitted")


def _take(one: _Said, part: Part, telling: Telling) -> None:
    """Take a part of a term."""
    value = part.text
    if part.kind == "term":
        one.text = " ".join(value.split())
    elif not value:
        return
    elif part.kind in _STATUSES:
        one.status = status_of(value) or one.status
        if status_of(value) is None:
            message = N_("“%(value)s” is no status of a term; left out")
            telling.tell("unknown-status", one.where, message, part.line, value=value)
    elif part.kind in _GRAMMAR:
        one.values.append(value)
    elif part.kind == "termType":
        one.type = "abbreviation" if value.lower() in _SHORT else "full"
        if value.lower() not in (*_SHORT, "fullform"):
            telling.unread(f"termType: {value}", part.line)
    elif part.kind == "source":
        one.sources.append(value)
    elif part.kind == "note":
        _take_note(one, value)
    elif not _take_usage(one, part.kind, value):
        telling.unread(part.kind, part.line)


def _take_usage(one: _Said, kind: str, value: str) -> bool:
    """Take what says where and when a term is used; return whether it does."""
    if kind == "geographicalUsage":
        one.marks.append("regional")
        one.notes.append(value)
    elif kind == "usageNote":
        one.notes.append(value)
    elif kind == "temporalQualifier" and value in _OUTDATED:
        one.marks.append("outdated")
    elif kind == "register" and value == "vulgarRegister":
        one.marks.append("offensive")
    elif kind in ("register", "temporalQualifier"):
        one.notes.append(f"{kind}: {value}")
    else:
        return False
    return True


def _take_note(one: _Said, text: str) -> None:
    """Take a note: data where it is named so, else a text on the use of the term."""
    name, _, value = text.partition(": ")
    if name == "grammar":
        one.grammar = value
    elif name == "equivalence" and value in EQUIVALENCES:
        one.equivalence = value
    elif name == "reliability" and value in RELIABILITIES:
        one.reliability = value
    elif name == "mark" and value in TERM_MARKS:
        one.marks.append(value)
    elif name == "status" and value in TERM_STATUSES:
        one.status = next(status for status in TERM_STATUSES if status == value)
    elif name == "usage":
        one.notes.append(value)
    elif text:
        one.notes.append(text)


def note_of(part: Part, kind: str, lang: str) -> Note:
    """Return a text with its sources and its reliability; other notes on it become part of it."""
    note = Note(kind, part.text, lang, tuple(part.sources))
    for text in part.notes:
        name, _, value = text.partition(": ")
        if name == "reliability" and value in RELIABILITIES:
            note = replace(note, reliability=value)
        else:
            note = replace(note, text=f"{note.text}\n{text}")
    return note
