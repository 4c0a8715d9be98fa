"""The notes of a concept: as texts, and as nodes with text and source."""

from collections.abc import Iterator
from dataclasses import replace

from glossary.errors import N_
from glossary.formats.rdf import RDF, Value, is_literal, tag_of, text_of
from glossary.formats.rdf.graph import Subject
from glossary.formats.skos.accounting import shown
from glossary.formats.skos.interpreting import WITHOUT_TEXT, Interpreter
from glossary.formats.skos.names import (
    DESCRIPTIONS,
    NOTES,
    OF_NOTE,
    RDFS,
    RELIABILITY,
    SKOS,
    TEXTS,
)
from glossary.model import NOTE_KINDS, RELIABILITIES, Note, Otherwise, Statement


class Notes:
    """The notes of one concept in the order of their kinds.

    A description is a definition where there is no other in its language; a comment is a note.
    """

    def __init__(self, reading: Interpreter, subject: Subject, id: str) -> None:
        self._stated: dict[Note, list[Statement]] = {}
        for name, kind in NOTES.items():
            for note, value in _of_kind(reading, subject, id, name, kind):
                self._take(note, name, value)
        defined = {note.lang for note in self._stated if note.kind == "definition"}
        for name in DESCRIPTIONS:
            for note, value in _of_kind(reading, subject, id, name, "definition"):
                is_free = name != RDFS + "comment" and note.lang not in defined
                self._take(note if is_free else replace(note, kind="note"), name, value)

    @property
    def notes(self) -> list[Note]:
        """The notes, each once."""
        return sorted(self._stated, key=lambda note: NOTE_KINDS.index(note.kind))

    def otherwise(self) -> Iterator[Otherwise]:
        """Yield the notes that are stated otherwise than they are: with another property, without a
        language, with markup, or as nodes with a URI.
        """
        for note, stated in self._stated.items():
            if stated != [Statement(SKOS + note.kind, note.text, note.lang)]:
                yield Otherwise(note.kind, note.text, note.lang, tuple(stated))

    def _take(self, note: Note, name: str, value: Value) -> None:
        text = text_of(value)
        if is_literal(value):
            found = Statement(name, text, tag_of(value))
        elif text.startswith("_:"):  # a blank node only says more of the note
            found = Statement(name, note.text, note.lang)
        else:
            found = Statement(name, text)
        self._stated.setdefault(note, []).append(found)


def _of_kind(
    reading: Interpreter, subject: Subject, id: str, name: str, kind: str
) -> Iterator[tuple[Note, Value]]:
    for value in subject.values(name):
        if is_literal(value):
            yield from ((note, value) for note in _note(reading, id, kind, value))
            continue
        node = reading.graph.subject(str(value))
        where = next((one for one in TEXTS if node.values(one)), RDF + "value")
        reading.ledger.account(node, OF_NOTE | {where})
        sources = reading.sources(node)
        reliability = reading.chosen(node, id, RELIABILITY, RELIABILITIES)
        for one in node.values(where):
            for note in _note(reading, id, kind, one, sources):
                yield replace(note, reliability=reliability), value
        if not node.values(where):
            message = N_("%(kind)s %(uri)s has no text here; left out")
            reading.note("empty-note", id, message, kind=kind, uri=shown(str(value)))


def _note(
    reading: Interpreter, id: str, kind: str, value: Value, sources: tuple[str, ...] = ()
) -> Iterator[Note]:
    text = reading.text(value, id) if is_literal(value) else ""
    if text.strip():
        yield Note(kind, text, tag_of(value) or _guessed(reading, id, text), sources)
    else:
        reading.note("empty-note", id, WITHOUT_TEXT, kind=kind)


def _guessed(reading: Interpreter, id: str, text: str) -> str:
    lang = reading.language
    short = text if len(text) <= 40 else f"{text[:39]}…"
    message = N_("“%(text)s” has no language; read as %(lang)s")
    reading.note("no-language", id, message, text=short, lang=lang)
    return lang
