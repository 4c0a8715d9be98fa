"""The rows of a table as entries: the texts of each by field and language."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from glossary import languages
from glossary.errors import N_
from glossary.formats import Finding
from glossary.formats.tables.cells import Unfit
from glossary.formats.term_tables.column_names import IGNORED
from glossary.formats.term_tables.columns import CONCEPT, LABELS, LANGUAGE, NOTES, TERM
from glossary.formats.term_tables.headings import Meaning
from glossary.formats.term_tables.layout import Layout

Tell = Callable[[Finding], None]
Field = tuple[str, str | None]
_FIRST_DAY = date(1899, 12, 30)
"""The day 0 of workbooks (ECMA-376-1, 18.17.4.1)."""
_SERIAL = re.compile(r"\d{1,6}(\.\d+)?")
_WHOLE = re.compile(r"(\d+)\.0+")
_LIST_SEPARATORS = re.compile(r"[;；؛]")
_BARS = re.compile(r"[|¦]")
_LISTED = {"broader", "narrower", "related", "groups", "category", "notation", "use", "replaced by"}


@dataclass(slots=True)
class Entry:
    """A row: its number, its texts by field and language, and the language of its term.

    `continues` are fields whose text goes on from the row before.
    """

    row: int
    is_own: bool
    by_term: bool
    texts: dict[Field, list[str]] = field(default_factory=dict)
    lang: str = ""

    def one(self, name: str) -> str:
        """Return the first text of a field without language, "" where there is none."""
        return next(iter(self.texts.get((name, None), ())), "").strip()


def entries(layout: Layout, otherwise: str, tell: Tell) -> Iterator[Entry]:
    """Yield the rows below the heading that are not empty; cells that hold no text are told."""
    for row, cells in layout.table.rows():
        if row <= layout.row or not any(cell.strip() for cell in cells):
            continue
        entry = Entry(row, layout.is_own, layout.by_term)
        if layout.by_term:
            entry.lang = _language(layout, cells, otherwise)
        for at, meaning in layout.meanings.items():
            if at < len(cells) and cells[at] and meaning.field not in (IGNORED, LANGUAGE):
                _take(entry, meaning, cells[at], otherwise, tell)
        if entry.texts:
            yield entry


def _language(layout: Layout, cells: list[str], otherwise: str) -> str:
    place = next(at for at, meaning in layout.meanings.items() if meaning.field == LANGUAGE)
    stated = cells[place].strip() if place < len(cells) else ""
    if layout.is_own and stated == "und":
        return ""
    return (languages.read(stated).tag if stated else "") or otherwise


def _take(entry: Entry, meaning: Meaning, cell: str, otherwise: str, tell: Tell) -> None:
    """Put the texts of a cell into an entry."""
    text = _text(entry, meaning, cell, tell) if isinstance(cell, Unfit) else cell
    if not entry.is_own:
        text = text.strip()
    if not text:
        return
    lang = meaning.lang
    if lang is None and (meaning.field in LABELS or meaning.field in NOTES):
        lang = entry.lang if entry.by_term else otherwise
    texts = [text] if entry.is_own else parted(text, meaning)
    entry.texts.setdefault((meaning.field, lang), []).extend(texts)


def _text(entry: Entry, meaning: Meaning, cell: Unfit, tell: Tell) -> str:
    """Return what a cell shows that is no text: a day as such, the value of a formula; else "".

    All but days where they belong are told.
    """
    if meaning.field in ("created", "modified") and _SERIAL.fullmatch(cell):
        return (_FIRST_DAY + timedelta(days=float(cell))).isoformat()
    where = entry.one(CONCEPT)
    if cell.is_formula and cell != "?":
        text = N_("cell %(cell)s is a formula; its value “%(value)s” is taken")
        tell(Finding("cell", where, text, cell.values, entry.row))
        return str(cell)
    tell(Finding("cell", where, cell.reason, cell.values, entry.row))
    return ""


def parted(text: str, meaning: Meaning) -> list[str]:
    """Return the texts in a cell of somebody else's table.

    Terms are parted at line breaks, else at bars, else at semicolons; a comma may belong to a term.

    >>> parted("lending; loan, short", Meaning("alternative"))
    ['lending', 'loan, short']
    """
    if meaning.separator is not None:
        pieces = text.split(meaning.separator) if meaning.separator else [text]
    elif meaning.field in LABELS or meaning.field == TERM or meaning.field in _LISTED:
        pieces = text.splitlines()
        if len(pieces) == 1:
            pieces = _BARS.split(text)
        if len(pieces) == 1:
            pieces = _LIST_SEPARATORS.split(text)
    elif meaning.field in NOTES:
        return [text.replace("\r\n", "\n")]
    elif meaning.field == CONCEPT:
        return [_WHOLE.sub(r"\1", text)]
    else:
        pieces = text.splitlines()
    return [plain for piece in pieces if (plain := " ".join(piece.split()))]
