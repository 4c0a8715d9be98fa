"""Units as rows of a table, one for each message; common to CSV and XLSX.

The first row names the columns; some names have a value behind them in parentheses: the vocabulary
at "id", the languages at "source" and "translation", the default at "reliability". Columns may come
in any order, unknown ones are left out. Several rows for the synonyms of one concept are one list.
The title is not kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from glossary.catalogs.data import comments_of
from glossary.errors import N_
from glossary.exchange.gathering import Gathering, number
from glossary.exchange.sheets import STATES, UNSURE, Sheet, Unit
from glossary.formats.limits import check_pieces
from glossary.formats.tables.cells import Unfit
from glossary.model import RELIABILITIES

COLUMNS = (
    "id", "field", "source", "translation", "state", "previous source", "comments", "sources",
    "grammar", "equivalence", "reliability", "status", "statuses", "marks",
    "usage notes", "notes", "address", "revision",
)  # fmt: skip
WIDTHS = (24, 14, 44, 44, 11, 30, 44, 24, 10, 12, 12, 12, 20, 20, 30, 30, 30, 10)
"""How wide the columns are shown, in characters."""
SYNONYMS = "altLabel"
_COMMENTS = {"marks": "mark", "usage notes": "usage note"}
"""Columns that hold data comments as they are, without their keys."""

_NEEDED = ("id", "field", "translation")
_OTHER_NAMES = {"concept": "id", "slot": "field", "target": "translation", "previous": COLUMNS[5]}
_TITLE = re.compile(r"\s*([^(:\[]*?)\s*(?:[(:\[]\s*(.*?)\s*[)\]]?\s*)?")
_LINES = re.compile(r"\r\n|\r|\n")


def rows(sheet: Sheet) -> Iterator[list[str]]:
    """Yield the rows of a sheet, the names of the columns first."""
    values = {
        "id": sheet.vocabulary,
        "source": sheet.source_language,
        "translation": sheet.lang,
        "reliability": sheet.reliability,
    }
    yield [f"{name} ({values[name]})" if values.get(name) else name for name in COLUMNS]
    revision = "" if sheet.revision is None else str(sheet.revision)
    for unit in sheet.units:
        data = unit.data
        statuses = [f"{status} = {line}" for line, status in data.get("statuses", {}).items()]
        yield [
            *(unit.concept, unit.slot, unit.source, unit.text, unit.state, unit.previous),
            "\n".join(unit.comments),
            "\n".join(data.get("sources", ())),
            *(data.get(key, "") for key in ("grammar", "equivalence", "reliability", "status")),
            "\n".join(statuses),
            *("\n".join(_values(data, key)) for key in _COMMENTS.values()),
            "\n".join(unit.notes),
            unit.reference,
            revision,
        ]


def _values(data: Mapping[str, Any], key: str) -> Iterator[str]:
    """Yield what the data comments with a key say."""
    return (line.partition(": ")[2] for line in comments_of(data) if line.startswith(f"{key}: "))


def columns_of(cells: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """Return where the columns stand that a row names, and what stands behind their names.

    Both are empty where it does not name those that are needed.
    """
    columns: dict[str, int] = {}
    values: dict[str, str] = {}
    for at, cell in enumerate(cells[:1000]):
        found = _TITLE.fullmatch(cell[:200])
        if found is None:
            continue
        name = found.group(1).lower()
        name = _OTHER_NAMES.get(name, name)
        if name in COLUMNS and name not in columns:
            columns[name] = at
            values[name] = found.group(2) or ""
    return (columns, values) if columns.keys() >= set(_NEEDED) else ({}, {})


class Table:
    """Takes the rows of a table as they are read; the first that is not empty names columns."""

    def __init__(self, gathered: Gathering) -> None:
        self.gathered = gathered
        self._columns: dict[str, int] = {}
        self._row = 0

    def take(self, cells: Sequence[str], row: int) -> None:
        """Take the cells of a row; raise BrokenSource where the first names no columns."""
        self._row += 1
        check_pieces(self._row, self.gathered.limits)
        if not any(cells):
            return
        if self._columns:
            self._unit(cells, row)
        else:
            self._name(cells, row)

    def done(self) -> Sheet:
        """Return the sheet when all rows came; raise BrokenSource where there were none."""
        if not self._columns:
            raise self._without_columns(1)
        return self.gathered.sheet()

    def _without_columns(self, row: int) -> Exception:
        text = N_("the first row does not name the columns that are needed: %(needed)s")
        return self.gathered.broken(text, row, needed=", ".join(_NEEDED))

    def _name(self, cells: Sequence[str], row: int) -> None:
        self._columns, values = columns_of(cells)
        if not self._columns:
            raise self._without_columns(row)
        self._describe(values)

    def _describe(self, values: Mapping[str, str]) -> None:
        gathered = self.gathered
        if not gathered.check_language(values["translation"]):
            raise gathered.other_language(values["translation"])
        gathered.vocabulary = values["id"]
        gathered.source_language = values.get("source", "")
        if values.get("reliability") in RELIABILITIES:
            gathered.reliability = values["reliability"]

    def _unit(self, cells: Sequence[str], row: int) -> None:
        cell = {name: cells[at] for name, at in self._columns.items() if at < len(cells)}
        unit = Unit(
            cell.get("id", "").strip(),
            cell.get("field", "").strip(),
            cell.get("source", ""),
            cell.get("translation", ""),
            cell.get("previous source", ""),
            comments=tuple(_lines(cell.get("comments", ""))),
            reference=cell.get("address", ""),
            line=row,
        )
        if (unfit := next((c for c in cell.values() if isinstance(c, Unfit)), None)) is not None:
            self.gathered.refuse(unfit.reason, unit, **unfit.values)
            return
        state = cell.get("state", "").strip().lower()
        if state and state not in STATES:
            text = N_("“%(state)s” is not a state; it is taken as a draft")
            self.gathered.refuse(text, unit, state=state[:100])
        if self.gathered.revision is None:
            self.gathered.revision = number(cell.get("revision", ""))
        reviewed = bool(unit.text) and state == "reviewed"
        said = list(_said(cell))
        self._add(self.gathered.unit(unit, said, fuzzy=state in UNSURE, reviewed=reviewed))

    def _add(self, unit: Unit) -> None:
        first = self.gathered.taken(unit.key)
        if first is None or unit.slot != SYNONYMS:
            self.gathered.add(unit)
        else:
            self.gathered.replace(_together(first, unit))


def _said(cell: Mapping[str, str]) -> Iterator[str]:
    """Yield data columns as data comments, and the notes."""
    yield from (f"source: {line}" for line in _lines(cell.get("sources", "")))
    for key in ("grammar", "equivalence", "reliability", "status"):
        if value := " ".join(cell.get(key, "").split()):
            yield f"{key}: {value}"
    yield from (f"status: {line}" for line in _lines(cell.get("statuses", "")))
    for name, key in _COMMENTS.items():
        yield from (f"{key}: {line}" for line in _lines(cell.get(name, "")))
    yield from _lines(cell.get("notes", ""))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _LINES.split(text) if line.strip()]


def _together(first: Unit, other: Unit) -> Unit:
    """Return two rows of synonyms as one."""
    data = {**first.data, **other.data}
    if sources := [*first.data.get("sources", ()), *other.data.get("sources", ())]:
        data["sources"] = list(dict.fromkeys(sources))
    for name in ("statuses", "line_marks", "line_notes"):
        if said := {**first.data.get(name, {}), **other.data.get(name, {})}:
            data[name] = said
    states = [unit.state for unit in (first, other) if unit.text]
    return replace(
        first,
        source=_joined(first.source, other.source),
        text=_joined(first.text, other.text),
        state=min(states, key=STATES.index, default="missing"),
        data=data,
        comments=tuple(dict.fromkeys([*first.comments, *other.comments])),
        notes=tuple(dict.fromkeys([*first.notes, *other.notes])),
    )


def _joined(one: str, other: str) -> str:
    lines = [*one.split("\n"), *other.split("\n")]
    return "\n".join(dict.fromkeys(line for line in lines if line))
