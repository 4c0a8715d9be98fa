"""Which row of a table names its columns, and what they mean: as they say, or as a user says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from glossary.errors import N_, BrokenSource, Invalid
from glossary.formats.term_tables.column_names import IGNORED, normal
from glossary.formats.term_tables.columns import CONCEPT, LANGUAGE, PREFERRED, TERM
from glossary.formats.term_tables.headings import (
    Meaning,
    is_own,
    meaning_of,
    own_meaning,
    stated_meaning,
)
from glossary.formats.term_tables.sources import Table

_LOOKED_AT = 30
"""Rows among which the heading is: titles and empty rows may stand above it."""
_SAMPLE = 100
_LONG = 40
"""Characters beyond which the texts of a column are rather definitions than terms."""
_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Layout:
    """A table with its columns: the row of the heading (0 for none), and meanings by place.

    `is_own` tells that it is one as it is written here; `by_term` that a row is a term.
    """

    table: Table
    row: int
    headings: Sequence[str]
    meanings: Mapping[int, Meaning]
    is_own: bool = False

    @property
    def by_term(self) -> bool:
        """Whether a row has a language and a term in it."""
        fields = {meaning.field for meaning in self.meanings.values()}
        return LANGUAGE in fields and bool({PREFERRED, TERM} & fields)

    @property
    def has_terms(self) -> bool:
        """Whether some column holds terms."""
        return any(meaning.field in (PREFERRED, TERM) for meaning in self.meanings.values())


def laid_out(table: Table, stated: Mapping[str, str], name: str) -> Layout:
    """Return a table with what its columns mean; `stated` are meanings by a column's name or place.

    Raises Invalid for what is no meaning, or no column of the file `name`.
    """
    rows = [(number, cells) for number, cells in islice(table.rows(), _LOOKED_AT) if any(cells)]
    wanted = {column: _stated(column, text) for column, text in stated.items()}
    for number, cells in rows:
        if not wanted and is_own([cell.strip() for cell in cells]):
            names = [cell.strip() for cell in cells]
            own = {at: own_meaning(cell) for at, cell in enumerate(names)}
            known = {at: meaning for at, meaning in own.items() if meaning is not None}
            return Layout(table, number, names, known, is_own=True)
    number, cells = _heading(rows, wanted)
    places = _places(cells, wanted)
    if wanted and len(places) < len(wanted):
        by_place = {at: meaning for c, meaning in wanted.items() if (at := _place(c)) is not None}
        if len(by_place) < len(wanted):
            raise _no_column(name, cells, next(c for c in wanted if c not in places))
        is_heading = any((m := meaning_of(c)) and m.field == PREFERRED for c in cells)
        return Layout(table, number if is_heading else 0, cells if is_heading else (), by_place)
    return Layout(table, number, cells, _meanings(cells, {places[c]: wanted[c] for c in places}))


def _stated(column: str, text: str) -> Meaning:
    meaning = stated_meaning(text)
    if meaning is None:
        raise Invalid(
            N_(
                "“%(value)s” is no meaning of a column; these are, with @ and a language behind "
                "them: %(known)s."
            ),
            parameter="--columns",
            value=f"{column}={text}",
            known="preferred, alternative, definition, note, broader, related, notation, concept, "
            "uri, language, category, ignore, …",
        )
    return meaning


def _heading(
    rows: list[tuple[int, list[str]]], wanted: Mapping[str, Meaning]
) -> tuple[int, list[str]]:
    """Return the row that most looks like the names of columns, the first of equals."""

    def worth(row: tuple[int, list[str]]) -> tuple[int, int, int, int]:
        found = [meaning for cell in row[1] if (meaning := meaning_of(cell))]
        has_terms = any(meaning.field == PREFERRED for meaning in found)
        filled = sum(bool(cell.strip()) for cell in row[1])
        is_heading = len(found) * 2 >= filled and (has_terms or len(found) > 1)
        known = len(found) if is_heading or len(found) > 2 else 0
        return len(_places(row[1], wanted)), has_terms and known, known, min(filled, 2)

    return max(rows, key=worth, default=(0, []))


def _places(cells: Sequence[str], wanted: Mapping[str, Meaning]) -> dict[str, int]:
    """Return where the columns stand that a user named."""
    names = [" ".join(cell.split()).casefold() for cell in cells]
    plain = {column: " ".join(column.split()).casefold() for column in wanted}
    return {column: names.index(name) for column, name in plain.items() if name in names}


def _place(column: str) -> int | None:
    """Return the place of a column that is called by number from 1 on or by letter, from 0 on."""
    if re.fullmatch("[1-9][0-9]?", column):
        return int(column) - 1
    return ord(column) - ord("A") if re.fullmatch("[A-Z]", column) else None


def _meanings(cells: Sequence[str], stated: Mapping[int, Meaning]) -> dict[int, Meaning]:
    """Return what columns mean: what a user said of some, what the others say."""
    found = {at: meaning for at, cell in enumerate(cells) if (meaning := meaning_of(cell))}
    found |= stated
    terms = [at for at, meaning in found.items() if meaning.field == PREFERRED]
    for at in terms:
        if len(terms) > 1 and at not in stated and normal(cells[at]) == CONCEPT:
            found[at] = Meaning(CONCEPT)  # a number, where terms stand elsewhere
    return found


def _no_column(name: str, cells: Sequence[str], column: str) -> BrokenSource:
    text = N_("there is no column “%(column)s”; the columns are: %(columns)s")
    return BrokenSource(name, text, column=column, columns=shown(cells))


def shown(headings: Sequence[str]) -> str:
    """Return the names of columns, as many as can be shown."""
    names = [" ".join(heading.split())[:60] for heading in headings if heading.strip()]
    more = " …" if len(names) > _MOST_SHOWN else ""
    return ", ".join(f"“{name}”" for name in names[:_MOST_SHOWN]) + more


def without_terms(layout: Layout, name: str, lang: str) -> BrokenSource:
    """Return what is said where no column is known to hold terms, with what may be said to it."""
    text = N_(
        "no column is known to hold the terms; the columns are: %(columns)s. Say what they mean, "
        "for example: --columns '%(example)s'"
    )
    example = ",".join(
        f"{_quoted(heading)}={meaning}" for heading, meaning in _guesses(layout, lang)
    )
    columns = shown(layout.headings) or "–"
    line = layout.row or None
    return BrokenSource(name, text, line=line, columns=columns, example=example)


def _guesses(layout: Layout, lang: str) -> list[tuple[str, str]]:
    """Return headings with what their cells look like; places where the first row is no heading."""
    is_bare = any(re.fullmatch(r"[\d.,]+", heading.strip()) for heading in layout.headings)
    first = 0 if is_bare else layout.row
    rows = [cells for number, cells in islice(layout.table.rows(), _SAMPLE) if number > first]
    found, has_terms = [], False
    for at, heading in enumerate(layout.headings):
        if not heading.strip():
            continue
        known = None if is_bare else layout.meanings.get(at)
        texts = [cells[at].strip() for cells in rows if at < len(cells) and cells[at].strip()]
        length = sum(map(len, texts)) / max(len(texts), 1)
        if known is not None:
            tag = f"@{known.lang}" if known.lang else ""
            meaning = known.field + tag
        elif texts and all(re.fullmatch(r"[\d.]+", text) for text in texts):
            meaning = CONCEPT
        elif length > _LONG:
            meaning = f"definition@{lang}"
        elif not has_terms:
            meaning, has_terms = f"{PREFERRED}@{lang}", True
        else:
            meaning = IGNORED
        found.append((str(at + 1) if is_bare else " ".join(heading.split()), meaning))
    return found


def _quoted(heading: str) -> str:
    return f'"{heading}"' if re.search('[,="]', heading) else heading
