"""Data in translator comments: sources, statuses, grammar, marks, usage notes and the like.

A comment that begins with one of the keys is data, every other one is a note for people
(docs/translating.md).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from glossary.catalogs.messages import split_context
from glossary.catalogs.po.catalog import Message
from glossary.errors import N_, Invalid
from glossary.model import CATALOG_STATUSES, EQUIVALENCES, RELIABILITIES, TERM_MARKS, TermStatus

_DATA = re.compile(
    r"\s*(source|status|grammar|equivalence|reliability|mark|usage note):\s*(.*)$", re.DOTALL
)
VALUES: Mapping[str, tuple[str, ...]] = {
    "status": CATALOG_STATUSES,
    "equivalence": EQUIVALENCES,
    "reliability": RELIABILITIES,
    "mark": TERM_MARKS,
}
"""What may stand behind a key; behind the others, any text."""
_KEYS = (
    "sources", "grammar", "equivalence", "reliability", "status", "statuses",
    "marks", "line_marks", "note", "line_notes",
)  # fmt: skip
_OF_A_LINE = ("status", "mark")
_LINE = " = "
"""What parts what is said from the single line that it is said of."""


@dataclass(slots=True)
class Data:
    """The data comments of one message; `statuses`, `line_marks` and `line_notes` are those of
    single lines.
    """

    sources: list[str] = field(default_factory=list)
    status: TermStatus | None = None
    statuses: dict[str, TermStatus] = field(default_factory=dict)
    grammar: str | None = None
    equivalence: str | None = None
    reliability: str | None = None
    marks: list[str] = field(default_factory=list)
    line_marks: dict[str, list[str]] = field(default_factory=dict)
    note: str = ""
    line_notes: dict[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return what is stated, by name, as `comments_of` takes it."""
        return {key: value for key in _KEYS if (value := getattr(self, key))}

    def lines(self) -> set[str]:
        """Return the single lines that something is said of."""
        return {*self.statuses, *self.line_marks, *self.line_notes}

    def marks_of(self, line: str) -> tuple[str, ...]:
        """Return the marks of a line, with those of all lines, in the order of `TERM_MARKS`."""
        found = {*self.marks, *self.line_marks.get(line, ())}
        return tuple(mark for mark in TERM_MARKS if mark in found)

    def note_of(self, line: str) -> str:
        """Return the note on a line, else that on all lines."""
        return self.line_notes.get(line, self.note)


def is_data(comment: str) -> bool:
    """Return whether a translator comment is data and not a note for people."""
    return _DATA.match(comment) is not None


def data_of(message: Message) -> tuple[Data, list[tuple[str, str]]]:
    """Return the data in the comments of a message, and keys and values that are wrong."""
    data = Data()
    wrong: list[tuple[str, str]] = []
    has_lines = split_context(str(message.context or ""))[1] == "altLabel"
    for comment in message.user_comments:
        found = _DATA.match(comment)
        if not found:
            continue
        key = found.group(1)
        value = unicodedata.normalize("NFC", found.group(2).strip())
        chosen, _, line = (" ".join(part.split()) for part in value.partition("="))
        if key == "source":
            data.sources += [value] if value else []
        elif key == "grammar":
            data.grammar = value or None
        elif key == "usage note":
            _note(data, value, has_lines)
        elif chosen not in VALUES[key] or (line and key not in _OF_A_LINE):
            wrong.append((key, value))
        elif key == "mark":
            marks = data.line_marks.setdefault(line, []) if line else data.marks
            marks += [] if chosen in marks else [chosen]
        elif line:
            data.statuses[line] = cast(TermStatus, chosen)
        else:
            setattr(data, key, chosen)
    return data, wrong


def _note(data: Data, value: str, has_lines: bool) -> None:
    """Take in a usage note; in a message of synonyms it may be of one line, named at its end."""
    text, _, line = value.rpartition(_LINE) if has_lines else ("", "", "")
    if line := " ".join(line.split()) if text.strip() else "":
        data.line_notes[line] = " ".join(text.split())
    else:
        data.note = " ".join(value.split())


def comments_of(data: Mapping[str, Any]) -> list[str]:
    """Return the comments that state `data`, each one line; `data_of` reads them.

    Raises Invalid for a key or value that is none.
    """
    for key in data:
        if key not in _KEYS:
            raise Invalid(
                N_("%(key)s: “%(value)s” is not one of %(known)s."),
                parameter="data",
                key="data",
                value=key,
                known=", ".join(_KEYS),
            )
    return list(dict.fromkeys(_comments(data)))


def _comments(data: Mapping[str, Any]) -> Iterator[str]:
    for source in data.get("sources") or ():
        if text := one_line(source):
            yield f"source: {text}"
    if text := one_line(data.get("grammar") or ""):
        yield f"grammar: {text}"
    for key in ("equivalence", "reliability", "status"):
        if value := data.get(key):
            yield f"{key}: {_known(key, value)}"
    for line, status in (data.get("statuses") or {}).items():
        if status and (text := one_line(line)):
            yield f"status: {_known('status', status)} = {text}"
    yield from (f"mark: {_known('mark', mark)}" for mark in data.get("marks") or ())
    for line, marks in (data.get("line_marks") or {}).items():
        if text := one_line(line):
            yield from (f"mark: {_known('mark', mark)} = {text}" for mark in marks or ())
    if text := one_line(data.get("note") or ""):
        yield f"usage note: {text}"
    for line, note in (data.get("line_notes") or {}).items():
        if (text := one_line(line)) and (said := one_line(note or "")):
            yield f"usage note: {said}{_LINE}{text}"


def _known(key: str, value: str) -> str:
    if value not in VALUES[key]:
        raise Invalid(
            N_("%(key)s: “%(value)s” is not one of %(known)s."),
            parameter=key,
            key=key,
            value=value,
            known=", ".join(VALUES[key]),
        )
    return value


def one_line(text: str) -> str:
    """Return a text as it can stand in a comment, its letters composed (NFC)."""
    kept = (
        " " if unicodedata.category(c) in ("Cc", "Cs") else c
        for c in unicodedata.normalize("NFC", str(text))
    )
    return " ".join("".join(kept).split())
