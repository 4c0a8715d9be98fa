"""A vocabulary written as a workbook (XLSX): sheets of its concepts, its terms, and about it."""

import tempfile
from collections.abc import Iterator, Sequence

from glossary import languages
from glossary.formats.contents import Contents
from glossary.formats.tables.workbook_writing import LONGEST, FromRight, NewWorkbook, fitted
from glossary.formats.term_tables import cells, packing, writing
from glossary.formats.term_tables.cells import Column, Memberships
from glossary.formats.term_tables.columns import (
    CONCEPT,
    LANGUAGE,
    OF_TERM,
    URI,
    WIDTHS,
    heading,
)
from glossary.formats.term_tables.reading import read, recognises
from glossary.formats.term_tables.spool import Spool, spool
from glossary.model import Vocabulary

__all__ = ["read", "recognises", "write"]
CONCEPTS, TERMS, ABOUT = "concepts", "terms", "about"
_STEP = 1 << 16
_PIECE = LONGEST // 7
"""Characters of a piece of a text that is too long for a cell; each may be escaped with seven."""


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield a workbook with three sheets; it is made on disk before it is given."""
    chosen, memberships = writing.chooser(contents), Memberships(contents.vocabulary.groups)
    with spool() as concepts, spool() as terms, tempfile.TemporaryFile() as made:
        for concept in contents.concepts:
            concepts.add(writing.concept_row(concept, memberships, chosen))
            for row in cells.term_rows(concept, chosen(cells.langs_of(concept))):
                terms.add(row)
        for row in writing.group_rows(contents, memberships, chosen):
            concepts.add(row)
        its = contents.vocabulary
        book = NewWorkbook(its.titles.get(its.source_language, its.id))
        is_from_right = languages.direction(its.source_language) == "rtl"
        columns = writing.columns_of(concepts, contents, by_term=False)
        _add(book, CONCEPTS, columns, concepts, is_from_right)
        _add(book, TERMS, [(name, None) for name in (CONCEPT, URI, *OF_TERM)], terms, False)
        book.add(ABOUT, (20, 60, 12), _about(its), fill=False)
        book.save(made)
        made.seek(0)
        while piece := made.read(_STEP):
            yield piece


def _add(
    book: NewWorkbook, name: str, columns: Sequence[Column], waiting: Spool, is_from_right: bool
) -> None:
    """Add a sheet of the rows that wait."""
    widths = [WIDTHS.get(column, 16) for column, _ in columns]
    rows = _rows(columns, waiting)
    book.add(name, widths, rows, right_to_left=is_from_right, fill=False)


def _rows(columns: Sequence[Column], waiting: Spool) -> Iterator[list[str]]:
    """Yield heading and rows; texts from right to left say so, too long ones go on below."""
    yield [heading(*column) for column in columns]
    from_right = {at for at, (_, lang) in enumerate(columns) if lang and _is_from_right(lang)}
    at_lang = next((at for at, (name, _) in enumerate(columns) if name == LANGUAGE), None)
    for row in waiting.rows(columns):
        turned = from_right
        if at_lang is not None and _is_from_right(row[at_lang]):
            turned = {at for at, (name, _) in enumerate(columns) if name in ("term", "term note")}
        for part in _parts(row):
            yield [FromRight(text) if at in turned else text for at, text in enumerate(part)]


def _parts(row: list[str]) -> Iterator[list[str]]:
    """Yield a row, and further ones where a text is too long for a cell."""
    if all(len(fitted(text)) <= LONGEST for text in row):
        yield row
        return
    pieces = [packing.chunks(text, _PIECE) for text in row]
    for number in range(max(map(len, pieces))):
        further = [piece[number] if number < len(piece) else "" for piece in pieces]
        further[0] = row[0]
        yield further


def _is_from_right(lang: str) -> bool:
    return bool(lang) and languages.direction(lang) == "rtl"


def _about(its: Vocabulary) -> Iterator[list[str]]:
    """Yield what the vocabulary says of itself."""
    yield ["property", "value", "language"]
    yield ["vocabulary", its.id, ""]
    yield [URI, its.uri, ""]
    yield ["source language", its.source_language, ""]
    for name, texts in (("title", its.titles), ("description", its.descriptions)):
        for lang, text in texts.items():
            for piece in packing.chunks(text, _PIECE):
                yield [name, FromRight(piece) if _is_from_right(lang) else piece, lang]
    values = {
        "licence": its.licence,
        "publisher": its.publisher,
        "created": its.created,
        "modified": its.modified,
    }
    yield from ([name, value, ""] for name, value in values.items() if value)
    yield from (["sector", sector, ""] for sector in its.sectors)
