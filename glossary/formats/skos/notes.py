"""The notes of a concept: as texts, and as nodes with text and source."""

from collections.abc import Iterator
from dataclasses import replace

from glossary.errors import N_
from glossary.formats.rdf import RDF, Value, is_literal, tag_of
from glossary.formats.rdf.graph import Subject
from glossary.formats.skos.accounting import shown
from glossary.formats.skos.interpreting import WITHOUT_TEXT, Interpreter
from glossary.formats.skos.names import DESCRIPTIONS, NOTES, OF_NOTE, RDFS, RELIABILITY, TEXTS
from glossary.model import NOTE_KINDS, RELIABILITIES, Note


def notes_of(reading: Interpreter, subject: Subject, id: str) -> list[Note]:
    """Return the notes of a concept in the order of their kinds.

    A description is a definition where there is no other in its language; a comment is a note.
    """
    found: list[Note] = []
    for name, kind in NOTES.items():
        found += _of_kind(reading, subject, id, name, kind)
    defined = {note.lang for note in found if note.kind == "definition"}
    for name in DESCRIPTIONS:
        for note in _of_kind(reading, subject, id, name, "definition"):
            is_free = name != RDFS + "comment" and note.lang not in defined
            found.append(note if is_free else replace(note, kind="note"))
    return sorted(dict.fromkeys(found), key=lambda note: NOTE_KINDS.index(note.kind))


def _of_kind(
    reading: Interpreter, subject: Subject, id: str, name: str, kind: str
) -> Iterator[Note]:
    for value in subject.values(name):
        if is_literal(value):
            yield from _note(reading, id, kind, value)
            continue
        node = reading.graph.subject(str(value))
        where = next((one for one in TEXTS if node.values(one)), RDF + "value")
        reading.ledger.account(node, OF_NOTE | {where})
        sources = reading.sources(node)
        reliability = reading.chosen(node, id, RELIABILITY, RELIABILITIES)
        for one in node.values(where):
            for note in _note(reading, id, kind, one, sources):
                yield replace(note, reliability=reliability)
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
