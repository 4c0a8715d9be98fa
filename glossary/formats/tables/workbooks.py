"""Workbooks (XLSX; ECMA-376, Office Open XML) read as they are inflated, in bounded memory.

What an archive says of itself is checked before anything is inflated: number of members, sizes,
ratio, method, encryption. Links to other files and macros are never looked at. What is no text is a
cell that says so, see `glossary.formats.tables.cells`. openpyxl is not used, for it keeps every
element of a sheet in memory and drops ``x005F_`` from texts.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from glossary.errors import N_, BrokenSource, TooLarge
from glossary.errors.plurals import NN_
from glossary.formats.archives import DAMAGED
from glossary.formats.limits import Limits
from glossary.formats.tables.cells import Cells, MergedCells, dates_of
from glossary.formats.xml.events import CHUNK
from glossary.formats.xml.reading import Node, parts

_MOST_MEMBERS = 500
_MEMBER = b"PK\x01\x02"
_INFLATED = 4
"""Times the size that a file may have is what all members may have together."""
_RATIO, _LARGE = 200, 1_048_576
"""A member larger than this may not be compressed more than so many times."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, where it lies in the archive, whether people see it."""

    name: str
    path: str
    is_hidden: bool = False


class Workbook:
    """A workbook that is being read: its sheets, and the rows of each.

    `stream` stays open as long as it is used; `name` is the file in messages. Raises BrokenSource
    for what is no workbook, TooLarge beyond the limits; also while rows are read.
    """

    def __init__(self, stream: BinaryIO, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        if _occurs_often(stream, _MEMBER):
            raise TooLarge(N_("The archive has too many members to be a workbook."))
        try:
            self._archive = zipfile.ZipFile(stream)
            self._members = {info.filename: info for info in self._archive.infolist()}
        except DAMAGED as error:
            raise self._broken(str(error)) from None
        self._check()
        document = next((r.path for r in self._related("") if r.kind == "officeDocument"), "")
        related = self._related(document)
        self.sheets = self._sheets(document, related)
        strings = next((r.path for r in related if r.kind == "sharedStrings"), "")
        self._shared = self._strings(strings) if strings in self._members else []
        styles = next((r.path for r in related if r.kind == "styles"), "")
        self._dates = self._date_formats(styles) if styles in self._members else frozenset[int]()

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Yield number and cells of the rows of a sheet that are not empty."""
        place = f"{self._name}/{sheet.path}"
        reader = Cells(place, self._limits, sheet.name, self._shared, self._dates)
        for chunk in self._inflated(sheet.path):
            reader.feed(chunk)
            yield from reader.taken()
        reader.feed(b"", last=True)
        yield from reader.taken()

    def filled_rows(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of a sheet; a cell that is merged over several of them is in each."""
        merged = self._merged(sheet)
        open_: dict[int, tuple[int, str]] = {}
        for row, cells in self.rows(sheet):
            for column, (last, text) in tuple(open_.items()):
                if row > last:
                    del open_[column]
                    continue
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
            for column, last in merged.get(row, ()):
                if column < len(cells):
                    open_[column] = last, cells[column]
            yield row, cells

    def _merged(self, sheet: Sheet) -> dict[int, list[tuple[int, int]]]:
        """Return the cells that are merged downwards, by first row: column and last row."""
        found = MergedCells(f"{self._name}/{sheet.path}", self._limits)
        for chunk in self._inflated(sheet.path):
            found.feed(chunk)
        found.feed(b"", last=True)
        return found.downwards

    def _sheets(self, document: str, related: list["_Relation"]) -> list[Sheet]:
        paths = {r.id: r.path for r in related if r.kind == "worksheet"}
        found = [
            Sheet(node.get("name"), paths[node.get("id")], node.get("state").endswith("idden"))
            for node in self._parts(document)
            if node.name == "sheet" and node.get("id") in paths
        ]
        if not found:
            raise self._broken("worksheet")
        return found

    def _broken(self, reason: str) -> Exception:
        return BrokenSource(self._name, N_("not a workbook (%(error)s)"), error=reason[:200])

    def _check(self) -> None:
        members = self._members.values()
        most = _INFLATED * self._limits.bytes
        if sum(info.file_size for info in members) > most:
            raise TooLarge(
                NN_(
                    "The file holds more than %(most)s byte when it is unpacked.",
                    "The file holds more than %(most)s bytes when it is unpacked.",
                    "most",
                ),
                most=most,
            )
        for info in members:
            if info.file_size > _LARGE and info.file_size > _RATIO * info.compress_size:
                raise TooLarge(N_("The file is compressed more than a workbook ever is."))
            if info.flag_bits & 1:
                raise BrokenSource(self._name, N_("the file is protected by a password"))
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self._broken("compression")

    def _parts(self, path: str, *wanted: str) -> Iterator[Node]:
        yield from parts(self._inflated(path), path, frozenset(wanted), self._limits)

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
        except DAMAGED as error:
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

    def _date_formats(self, path: str) -> frozenset[int]:
        return dates_of(self._parts(path, "numFmts", "cellXfs"))

    def _strings(self, path: str) -> list[str]:
        found = []
        size = 0
        for node in self._parts(path, "si"):
            if node.name == "si":
                found.append(_text(node))
                size += len(found[-1])
            if size > self._limits.bytes:
                raise TooLarge(N_("The texts of the file are too long together."))
        return found


@dataclass(frozen=True, slots=True)
class _Relation:
    """A part that another one refers to."""

    id: str
    kind: str
    path: str


def _occurs_often(stream: BinaryIO, sign: bytes) -> bool:
    """Return whether a sign occurs more often than members are allowed; go back to the start."""
    count, left = 0, b""
    while count <= _MOST_MEMBERS and (piece := stream.read(CHUNK)):
        joined = left + piece
        count += joined.count(sign)
        left = joined[1 - len(sign) :]
    stream.seek(0)
    return count > _MOST_MEMBERS


def _text(node: Node) -> str:
    """Return the text of a string (18.4.8 si, 18.3.1.53 is), without its reading aid (rPh)."""
    runs = (child for child in node.nodes() if child.name in ("t", "r"))
    return "".join(
        run.text() if run.name == "t" else "".join(t.text() for t in run.nodes("t")) for run in runs
    )
