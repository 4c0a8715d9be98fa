"""Facts of segments and concepts as arrays, so that thousands of hits are ranked at once.

`exact_of` is a short hash of a label as it is written: it tells exact matches from folded ones.

Segments and concepts are numbered from 1; the segments of deleted concepts belong to concept 0.
"""

import sqlite3
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.number_files import mapped

SEGMENT = {"concept_of": "I", "kind_of": "B", "lang_of": "H", "length_of": "B", "exact_of": "I"}
CONCEPT = {"vocabulary_of": "H", "sectors_of": "Q", "status_of": "B", "first": "I", "end": "I"}
_CODES = tuple({**SEGMENT, **CONCEPT}.items())

SegmentRow = tuple[int, int, int, int, int, int]
"""Number, concept, kind, language, length and `exact_of`."""


class Columns:
    """The columns of a generation while it is built."""

    def __init__(self) -> None:
        self._columns = {name: array(code, [0]) for name, code in {**SEGMENT, **CONCEPT}.items()}

    def add_concept(self, vocabulary: int, sectors: int, status: int, first: int, end: int) -> None:
        """Add the next concept; its segments are those from `first` to before `end`."""
        for name, value in zip(CONCEPT, (vocabulary, sectors, status, first, end), strict=True):
            self._columns[name].append(value)

    def add_segments(self, segments: "list[SegmentRow]") -> None:
        """Add the next segments."""
        if segments:
            _, *values = zip(*segments, strict=True)
            for name, column in zip(SEGMENT, values, strict=True):
                self._columns[name].extend(column)

    def save(self, folder: Path) -> None:
        """Write one file for each column."""
        for name, column in self._columns.items():
            with (folder / f"{name}.column").open("wb") as file:
                column.tofile(file)


@dataclass(slots=True)
class Arrays:
    """The columns of one state of a generation."""

    concept_of: NDArray[Any]
    kind_of: NDArray[Any]
    lang_of: NDArray[Any]
    length_of: NDArray[Any]
    exact_of: NDArray[Any]
    vocabulary_of: NDArray[Any]
    sectors_of: NDArray[Any]
    status_of: NDArray[Any]
    first: NDArray[Any]
    end: NDArray[Any]


def load(folder: Path) -> Arrays:
    """Return the columns as they were built, mapped from their files; ValueError where one has
    another length than the others of its kind.
    """
    found = {name: np.frombuffer(mapped(folder / f"{name}.column"), code) for name, code in _CODES}
    for columns in (SEGMENT, CONCEPT):
        if len({len(found[name]) for name in columns}) != 1:
            raise ValueError("the columns are not of one length")
    return Arrays(**found)


def changed(built: Arrays, rows: sqlite3.Connection) -> Arrays:
    """Return the columns with all changes since; `built` itself where there were none."""
    touched = [
        key for (key,) in rows.execute("SELECT key FROM changed_concept WHERE whole ORDER BY key")
    ]
    if not touched:
        return built
    found = _grown(built, rows, max(touched))
    for key in touched:
        if key < len(built.first):
            found.concept_of[built.first[key] : built.end[key]] = 0
        found.first[key] = found.end[key] = 0
    now = rows.execute(
        "SELECT key, concept.vocabulary, sectors, status, coalesce(min(number), 0), "
        "coalesce(max(number) + 1, 0) FROM changed_concept JOIN concept USING (key) "
        "LEFT JOIN segment ON segment.concept = key WHERE whole GROUP BY key"
    )
    for key, vocabulary, sectors, status, first, end in now:
        found.vocabulary_of[key], found.sectors_of[key] = vocabulary, sectors
        found.status_of[key] = status
        found.first[key], found.end[key] = first, end
    return found


def _grown(built: Arrays, rows: sqlite3.Connection, most: int) -> Arrays:
    """Return copies with room for new concepts, and with the new segments."""
    segments = rows.execute(
        "SELECT number, concept, kind, lang, length, exact FROM segment ORDER BY number"
    ).fetchall()
    made = {}
    for place, name in enumerate(SEGMENT, start=1):
        old: NDArray[Any] = getattr(built, name)
        column = np.zeros(max([len(old), *(row[0] + 1 for row in segments[-1:])]), old.dtype)
        column[: len(old)] = old
        if segments:
            column[[row[0] for row in segments]] = [row[place] for row in segments]
        made[name] = column
    for name in CONCEPT:
        old = getattr(built, name)
        column = np.zeros(max(len(old), most + 1), old.dtype)
        column[: len(old)] = old
        made[name] = column
    return Arrays(**made)
