"""Several texts in one cell, and what is known of each term in one: reversibly, and readable.

Terms stand one on a line. Notes, which may have several lines, are parted by a line ``---``. What
is known of a term is a line with the term, and names and values behind bars::

    photogramme | grammar: n. m. | source: BnF

What is known of a note is a line that begins with its kind in brackets, ``[definition 2]`` for the
second. A text that is too long for a cell goes on in the next row of the concept, after ``+++``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from glossary.formats.term_tables.columns import NOTES, one_line, spaced, term_cells
from glossary.model import Note, Term

_BREAK = "---"
CONTINUED = "+++\n"
_LOOKS_BROKEN = re.compile(r"^(\\*---|\\*\+\+\+)$", re.MULTILINE)
_PROTECTED = re.compile(r"^\\(\\*---|\\*\+\+\+)$", re.MULTILINE)
_BETWEEN_NOTES = re.compile(r"\r?\n---\r?\n")
_BETWEEN = re.compile(r"(?<!\\)((?:\\\\)*) \| ")
_ESCAPED = re.compile(r"\\([\\|nr\[])")
_MEANT = {"n": "\n", "r": "\r"}
_OF_NOTE = re.compile(r"\[([a-z ]+?)(?: (\d{1,4}))?\]")


def packed_terms(terms: Iterable[str]) -> str:
    """Return terms as one cell."""
    return "\n".join(map(one_line, terms))


def packed_notes(texts: Iterable[str]) -> str:
    """Return notes as one cell."""
    return f"\n{_BREAK}\n".join(_LOOKS_BROKEN.sub(r"\\\1", text) for text in texts)


def unpacked_notes(cell: str) -> list[str]:
    r"""Return the notes that `packed_notes` made a cell of.

    >>> unpacked_notes(packed_notes(["one\n\ntwo", "---"]))
    ['one\n\ntwo', '---']
    """
    return [_PROTECTED.sub(r"\1", text) for text in _BETWEEN_NOTES.split(cell)]


def details(terms: Sequence[Term], notes: Sequence[Note]) -> str:
    """Return what is known of terms and notes in one language, a line for each that needs one."""
    lines = []
    for term in terms:
        known = {name: text for name, text in term_cells(term).items() if text}
        if known:
            lines.append(_line(_escaped(term.text, is_first=True), known))
    lines += note_details(notes)
    return "\n".join(lines)


def note_details(notes: Sequence[Note]) -> list[str]:
    """Return what is known of the notes in one language, a line for each that needs one."""
    lines, places = [], dict[str, int]()
    for note in notes:
        place = places[note.kind] = places.get(note.kind, 0) + 1
        known = {"source": "\n".join(map(one_line, note.sources))}
        known["reliability"] = note.reliability or ""
        if any(known.values()):
            number = f" {place}" if place > 1 else ""
            lines.append(_line(f"[{spaced(note.kind)}{number}]", known))
    return lines


def _line(first: str, known: Mapping[str, str]) -> str:
    parts = [first]
    for name, text in known.items():
        values = text.split("\n") if name in ("source", "marks") else [text]
        parts += [f"{name}: {_escaped(value)}" for value in values if value]
    return " | ".join(parts)


def _escaped(text: str, is_first: bool = False) -> str:
    text = text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n").replace("\r", "\\r")
    return f"\\{text}" if is_first and text.startswith("[") else text


def unpacked_details(cell: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield the term or the note of each line of `details`, and values by name.

    A note is a kind of the model in brackets and its place from 1 on: ``[scopeNote 1]``.
    """
    for line in cell.splitlines():
        first, *others = _BETWEEN.sub(r"\1\0", line).split("\0")
        known: dict[str, list[str]] = {}
        for part in others:
            name, _, value = part.partition(": ")
            known.setdefault(name.strip(), []).append(_plain(value))
        found = _OF_NOTE.fullmatch(first)
        if found is not None and found.group(1) in NOTES:
            yield f"[{NOTES[found.group(1)]} {found.group(2) or 1}]", known
        else:
            yield _plain(first), known


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: _MEANT.get(found.group(1), found.group(1)), text)


def chunks(text: str, most: int) -> list[str]:
    """Return a text in pieces that fit into cells of `most` characters."""
    if len(text) <= most:
        return [text]
    step = most - len(CONTINUED)
    first, rest = text[:most], text[most:]
    return [first, *(CONTINUED + rest[at : at + step] for at in range(0, len(rest), step))]
