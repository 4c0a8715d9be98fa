"""The cells of a sheet of a workbook: texts and numbers, and what is neither, with the reason."""

import re
from collections.abc import Iterable, Mapping

from glossary.errors import N_
from glossary.formats.limits import Limits
from glossary.formats.xml.events import Events
from glossary.formats.xml.reading import Node
from glossary.formats.xml.writing import unescaped

_MOST_COLUMNS = 200
_ELEMENTS = 50
"""Elements of a sheet for each entry: three for a cell."""
_TEXTS = ("v", "t")
_LONGEST_CELL = 1_048_576
_MOST_MERGED = 20_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[0-9]{1,9}")
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Formats of dates and times that a workbook need not declare (ECMA-376-1, 18.8.30)."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_OF_DATE = re.compile(r"[dmyhse]|aaa|ggg", re.IGNORECASE)
_ADVICE = {
    "d": N_(
        "cell %(cell)s of the sheet “%(sheet)s” is a date, not a text; give the cell the format "
        "“text” and type it again"
    ),
    "b": N_(
        "cell %(cell)s of the sheet “%(sheet)s” is a truth value, not a text; give the cell the "
        "format “text” and type it again"
    ),
    "e": N_("cell %(cell)s of the sheet “%(sheet)s” is an error (%(value)s), not a text"),
    "f": N_(
        "cell %(cell)s of the sheet “%(sheet)s” is a formula, not a text; give the cell the "
        "format “text” and type it again"
    ),
}


class Unfit(str):
    """What a cell shows that is no text: a date, a truth value, an error or a formula.

    `reason` says so, with `values`; of a formula it is the value.
    """

    reason: str
    values: Mapping[str, object]

    @property
    def is_formula(self) -> bool:
        """Whether it is a formula."""
        return self.reason == _ADVICE["f"]

    def __new__(cls, text: str, reason: str, **values: object) -> "Unfit":
        """Return a cell with its reason."""
        made = super().__new__(cls, text)
        made.reason, made.values = reason, values
        return made


def dates_of(parts: Iterable[Node]) -> frozenset[int]:
    """Return the numbers of the cell formats that show a number as a date or a time.

    `parts` are the elements numFmts and cellXfs of the workbook's styles (18.8.31, 18.8.10).
    """
    codes: dict[str, str] = {}
    dates: set[int] = set()
    for part in parts:
        if part.name == "numFmts":
            codes |= {node.get("numFmtId"): node.get("formatCode") for node in part.nodes()}
        elif part.name == "cellXfs":
            formats = enumerate(node.get("numFmtId") for node in part.nodes("xf"))
            dates |= {at for at, id in formats if _is_date(id, codes.get(id))}
    return frozenset(dates)


def _is_date(id: str, code: str | None) -> bool:
    """Return whether a number format is one of dates, by its code, else by its number."""
    if code is None:
        return _integer(id, 0) in _DATES
    if code.lower() == "general":
        return False
    first = _LITERAL.sub("", code).partition(";")[0]
    return bool(_OF_DATE.search(first)) and not re.search("[0#?][Ee][+-]", first)


class Cells(Events):
    """The rows of a sheet (ECMA-376-1, 18.3.1.73 row, 18.3.1.4 c); reading aids are left out."""

    def __init__(
        self, name: str, limits: Limits, sheet: str, shared: list[str], dates: frozenset[int]
    ) -> None:
        super().__init__(name, limits, _ELEMENTS)
        self.sheet, self.shared, self.dates = sheet, shared, dates
        self._ready: list[tuple[int, list[str]]] = []
        self._row, self._cells = 0, dict[int, str]()
        self._column, self._kind, self._style = 0, "", 0
        self._is_formula = False
        self._pieces: list[str] = []
        self._size = 0
        self._inside = self._aside = False

    def taken(self) -> list[tuple[int, list[str]]]:
        """Return the rows that are complete."""
        ready, self._ready = self._ready, []
        return ready

    def begin(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Begin a row, a cell or its text."""
        if name == "c":
            self._column = _column(attributes.get("r", ""), len(self._cells))
            self._kind = attributes.get("t", "")
            self._style = _integer(attributes.get("s", ""), 0)
            self._is_formula = False
            self._pieces, self._size = [], 0
        elif name in _TEXTS:
            self._inside = not self._aside
        elif name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._aside = True
        elif name == "row":
            self._row = _integer(attributes.get("r", ""), self._row + 1)

    def text(self, text: str) -> None:
        """Take text of a cell."""
        if self._inside:
            self._size += len(text)
            if self._size > _LONGEST_CELL:
                raise self.broken(N_("this cell is too long"))
            self._pieces.append(text)

    def end(self, name: str) -> None:
        """Complete a row, a cell or its text."""
        if name in _TEXTS:
            self._inside = False
        elif name == "c":
            if (self._pieces or self._is_formula) and self._column < _MOST_COLUMNS:
                self._cells[self._column] = self._value("".join(self._pieces))
        elif name == "rPh":
            self._aside = False
        elif name == "row" and self._cells:
            cells = [self._cells.get(column, "") for column in range(max(self._cells) + 1)]
            self._ready.append((self._row, cells))
            self._cells = {}

    def _value(self, text: str) -> str:
        """Return what a cell says; its kinds see 18.18.11, ST_CellType."""
        kind = "f" if self._is_formula else self._kind
        if kind in ("", "n") and self._style in self.dates:
            kind = "d"
        if kind in _ADVICE:
            cell = f"{_letters(self._column)}{self._row}"
            shown = text or "?"
            return Unfit(shown, _ADVICE[kind], cell=cell, sheet=self.sheet[:100], value=shown[:50])
        if kind != "s":
            return unescaped(text)
        place = _integer(text.strip(), len(self.shared))
        if place >= len(self.shared):
            raise self.broken(N_("a cell refers to a text that is not there"))
        return self.shared[place]


class MergedCells(Events):
    """The cells of a sheet that are merged downwards (ECMA-376-1, 18.3.1.55 mergeCell).

    `downwards` are their column and last row, by their first row.
    """

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(name, limits, _ELEMENTS)
        self.downwards: dict[int, list[tuple[int, int]]] = {}

    def begin(self, name: str, space: str, attributes: Mapping[str, str]) -> None:
        """Take one that is merged."""
        ref = attributes.get("ref", "") if name == "mergeCell" else ""
        first, _, last = ref.partition(":")
        one, other = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if one is None or other is None or len(self.downwards) >= _MOST_MERGED:
            return
        if int(other.group(2)) > int(one.group(2)):
            place = _column(first, 0), int(other.group(2))
            self.downwards.setdefault(int(one.group(2)), []).append(place)


def _integer(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and _NUMBER.fullmatch(text) else otherwise


def _column(place: str, otherwise: int) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        return otherwise
    number = 0
    for letter in found.group(1):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    """Return how a column is called that is counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
