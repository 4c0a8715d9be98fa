"""A vocabulary written as a table: a row for each concept, or one for each term."""

from collections.abc import Callable, Iterable, Iterator

from glossary.formats.contents import Contents
from glossary.formats.tables import delimited
from glossary.formats.term_tables import cells
from glossary.formats.term_tables.cells import Cells, Memberships
from glossary.formats.term_tables.columns import (
    CONCEPT,
    IN_LANGUAGE,
    LANGUAGE,
    OF_CONCEPT,
    OF_TERM,
    TERM,
    URI,
    heading,
)
from glossary.formats.term_tables.reading import read, recognises
from glossary.formats.term_tables.spool import Spool, spool
from glossary.model import Concept, language_order

__all__ = ["read", "recognises", "write"]
MARK = "\ufeff"
BY_TERM = "csv-terms"


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield a table with commas in UTF-8 with a byte order mark, by which Excel knows it.

    `name` is "csv" for a row for each concept, "csv-terms" for one for each term. The first columns
    come at once; all others when the languages and kinds of notes are known that there are.
    """
    yield f"{MARK}{CONCEPT},{URI},".encode()
    with spool() as waiting:
        by_term = name == BY_TERM
        for row in (rows_by_term if by_term else rows_by_concept)(contents):
            waiting.add(row)
        columns = columns_of(waiting, contents, by_term)
        first = ",".join(delimited.lines([[heading(*column) for column in columns[2:]]]))
        yield first.encode()
        for line in delimited.lines(waiting.rows(columns)):
            yield line.encode()


def columns_of(waiting: Spool, contents: Contents, by_term: bool) -> list[cells.Column]:
    """Return the columns of a table: those that must be there, and those that are used."""
    source = contents.vocabulary.source_language
    if by_term:
        needed = (CONCEPT, URI, *OF_TERM)
        others = [*OF_CONCEPT[2:], *IN_LANGUAGE]
        used = waiting.columns([name for name in others if name not in needed], (), source)
        return [*((name, None) for name in needed), *used]
    used = waiting.columns(OF_CONCEPT[2:], IN_LANGUAGE, source)
    plain = [column for column in used if column[1] is None]
    texts = [column for column in used if column[1] is not None]
    return [(CONCEPT, None), (URI, None), *plain, *texts]


def rows_by_concept(contents: Contents) -> Iterator[Cells]:
    """Yield a row for each concept, then one for each group."""
    chosen, memberships = chooser(contents), Memberships(contents.vocabulary.groups)
    for concept in contents.concepts:
        yield concept_row(concept, memberships, chosen)
    yield from group_rows(contents, memberships, chosen)


Chooser = Callable[[Iterable[str]], list[str]]


def chooser(contents: Contents) -> Chooser:
    """Return what leaves of languages those that are written, in their order."""
    place = language_order(contents.vocabulary.source_language)

    def chosen(langs: Iterable[str]) -> list[str]:
        wanted = [lang for lang in langs if not contents.langs or lang in contents.langs]
        return sorted(wanted, key=place)

    return chosen


def concept_row(concept: Concept, memberships: Memberships, chosen: Chooser) -> Cells:
    """Return a concept as one row."""
    row = cells.concept_cells(concept, memberships)
    for lang in chosen(cells.langs_of(concept)):
        row |= cells.text_cells(concept, lang)
    return row


def group_rows(contents: Contents, memberships: Memberships, chosen: Chooser) -> Iterator[Cells]:
    """Yield a row for each group, where whole vocabularies are written."""
    if contents.whole:
        for group in contents.vocabulary.groups:
            yield cells.group_cells(group, chosen(group.labels), memberships)


def rows_by_term(contents: Contents) -> Iterator[Cells]:
    """Yield a row for each term; what belongs to the concept stands in the first of its rows.

    Of groups each label is a row.
    """
    chosen, memberships = chooser(contents), Memberships(contents.vocabulary.groups)
    for concept in contents.concepts:
        first = cells.concept_cells(concept, memberships)
        for row in cells.term_rows(concept, chosen(cells.langs_of(concept))):
            yield first | row
            first = {}
        if first:
            yield first
    for row in group_rows(contents, memberships, chosen):
        yield from _label_rows(row)


def _label_rows(row: Cells) -> Iterator[Cells]:
    """Yield a row for each label of a group, the first with all else that it has."""
    first = {column: text for column, text in row.items() if column[1] is None}
    kept: Cells = {column: first[column] for column in ((CONCEPT, None),) if column in first}
    for (_, lang), text in ((c, t) for c, t in row.items() if c[1] is not None):
        label: Cells = {(LANGUAGE, None): lang or "und", (TERM, None): text}
        label["status", None] = "preferred"
        yield first | label
        first = kept
    if first is not kept:
        yield first
