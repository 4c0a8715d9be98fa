"""Workbooks (XLSX) read as they are inflated, in bounded memory: the cells of the first sheet.

What an archive says of itself is checked before anything is inflated: number of members, sizes,
ratio, method, encryption. Formulas count as their last result; links to other files, macros and
all but the first sheet are never looked at. openpyxl is not used, for it keeps every element of
a sheet in memory and drops ``x005F_`` from texts.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from glossary.errors import N_, TooLarge
from glossary.exchange.gathering import Gathering, check_size
from glossary.exchange.sheets import DEFAULT_LIMITS, Limits, Sheet
from glossary.exchange.tables import Table
from glossary.exchange.xml_events import CHUNK, Events
from glossary.exchange.xml_reading import Node, parts
from glossary.exchange.xml_writing import unescaped

_MOST_MEMBERS = 500
_MEMBER = b"PK\x01\x02"
_INFLATED = 4
"""Times the size that a file may have is what all members may have together."""
_RATIO, _LARGE = 200, 1_048_576
"""A member larger than this may not be compressed more than so many times."""
_MOST_COLUMNS = 200
_ELEMENTS = 50
"""Elements of a sheet for each entry: three for a cell."""
_TEXTS = ("v", "t")
_LONGEST_CELL = 1_048_576
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # also for a compression that zipfile does not know
    ValueError,
)
"""What zipfile raises for archives that are not as they say."""
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_NUMBER = re.compile(r"[0-9]{1,9}")


def read(
    content: bytes, *, limits: Limits = DEFAULT_LIMITS, lang: str = "", name: str = "catalog.xlsx"
) -> Sheet:
    """Return the sheet in a workbook; see `glossary.exchange.Read`. Lines are rows."""
    check_size(content, limits)
    gathered = Gathering(name, limits, lang)
    book = _Book(content, gathered)
    table = Table(gathered)
    for row, cells in book.rows():
        table.take(cells, row)
    return table.done()


class _Book:
    """The members of a workbook."""

    def __init__(self, content: bytes, gathered: Gathering) -> None:
        self.gathered = gathered
        if content.count(_MEMBER) > _MOST_MEMBERS:
            raise TooLarge(N_("The archive has too many members to be a workbook."))
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            self._members = {info.filename: info for info in self._archive.infolist()}
        except _BROKEN as error:
            raise self._broken(str(error)) from None
        self._check()

    def _broken(self, reason: str) -> Exception:
        return self.gathered.broken(N_("not a workbook (%(error)s)"), error=reason[:200])

    def _check(self) -> None:
        members = self._members.values()
        most = _INFLATED * self.gathered.limits.bytes
        if sum(info.file_size for info in members) > most:
            raise TooLarge(
                N_("The file holds more than %(most)s bytes when it is unpacked."), most=most
            )
        for info in members:
            if info.file_size > _LARGE and info.file_size > _RATIO * info.compress_size:
                raise TooLarge(N_("The file is compressed more than a workbook ever is."))
            if info.flag_bits & 1:
                raise self.gathered.broken(N_("the file is protected by a password"))
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._broken("compression")

    def _parts(self, path: str, *wanted: str) -> Iterator[Node]:
        yield from parts(self._inflated(path), path, frozenset(wanted), self.gathered.limits)

    def _inflated(self, path: str) -> Iterator[bytes]:
        info = self._members.get(path)
        if info is None:
            raise self._broken(path)
        left = info.file_size
        try:
            with self._archive.open(info) as stream:
                while left > 0 and (chunk := stream.read(min(CHUNK, left))):
                    left -= len(chunk)
                    yield chunk
        except _BROKEN as error:
            raise self._broken(str(error)) from None

    def _related(self, path: str) -> list["_Relation"]:
        """Return what a part of the workbook refers to inside of the archive (ECMA-376-2, 9.3)."""
        folder, file = posixpath.split(path)
        found = []
        for node in self._parts(posixpath.join(folder, "_rels", f"{file}.rels")):
            target = node.get("Target")
            if node.name == "Relationship" and node.get("TargetMode") != "External":
                whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = node.get("Type").rpartition("/")[2]
                found.append(_Relation(node.get("Id"), kind, whole))
            if len(found) > _MOST_MEMBERS:
                raise self._broken(path)
        return found

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield number and cells of the rows of the first sheet."""
        document = next((r.path for r in self._related("") if r.kind == "officeDocument"), "")
        related = self._related(document)
        first = next((n for n in self._parts(document) if n.name == "sheet"), None)
        sheets = {r.id: r.path for r in related if r.kind == "worksheet"}
        if first is None or first.get("id") not in sheets:
            raise self._broken("worksheet")
        strings = next((r.path for r in related if r.kind == "sharedStrings"), "")
        shared = self._strings(strings) if strings in self._members else []
        path = sheets[first.get("id")]
        reader = _Cells(f"{self.gathered.name}/{path}", shared, self.gathered.limits)
        for chunk in self._inflated(path):
            reader.feed(chunk)
            yield from reader.taken()
        reader.feed(b"", last=True)
        yield from reader.taken()

    def _strings(self, path: str) -> list[str]:
        found = []
        size = 0
        for node in self._parts(path, "si"):
            if node.name == "si":
                found.append(_text(node))
                size += len(found[-1])
            if size > self.gathered.limits.bytes:
                raise TooLarge(N_("The texts of the file are too long together."))
        return found


class _Cells(Events):
    """The rows of a sheet (ECMA-376-1, 18.3.1.73 row, 18.3.1.4 c); reading aids are left out."""

    def __init__(self, name: str, shared: list[str], limits: Limits) -> None:
        super().__init__(name, limits, _ELEMENTS)
        self.shared = shared
        self._ready: list[tuple[int, list[str]]] = []
        self._row, self._cells = 0, dict[int, str]()
        self._column, self._kind = 0, ""
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
            self._pieces, self._size = [], 0
        elif name in _TEXTS:
            self._inside = not self._aside
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
            if self._pieces and self._column < _MOST_COLUMNS:
                self._cells[self._column] = self._value("".join(self._pieces))
        elif name == "rPh":
            self._aside = False
        elif name == "row" and self._cells:
            cells = [self._cells.get(column, "") for column in range(max(self._cells) + 1)]
            self._ready.append((self._row, cells))
            self._cells = {}

    def _value(self, text: str) -> str:
        if self._kind != "s":
            return unescaped(text)
        place = _integer(text.strip(), len(self.shared))
        if place >= len(self.shared):
            raise self.broken(N_("a cell refers to a text that is not there"))
        return self.shared[place]


@dataclass(frozen=True, slots=True)
class _Relation:
    """A part that another one refers to."""

    id: str
    kind: str
    path: str


def _text(node: Node) -> str:
    """Return the text of a string (18.4.8 si, 18.3.1.53 is), without its reading aid (rPh)."""
    runs = (child for child in node.nodes() if child.name in ("t", "r"))
    return "".join(
        run.text() if run.name == "t" else "".join(t.text() for t in run.nodes("t")) for run in runs
    )


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
