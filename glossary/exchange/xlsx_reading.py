"""Workbooks (XLSX) read as they are inflated, in bounded memory: the cells of one sheet.

It is the sheet "catalog" wherever it stands, else the first whose first row names the columns.
What an archive says of itself is checked before anything is inflated: number of members, sizes,
ratio, method, encryption. Links to other files and macros are never looked at. What is no text,
see `glossary.exchange.xlsx_cells`, is told. openpyxl is not used, for it keeps every element of a
sheet in memory and drops ``x005F_`` from texts.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from glossary.errors import N_, TooLarge
from glossary.errors.plurals import NN_
from glossary.exchange.gathering import Gathering, check_size
from glossary.exchange.sheets import DEFAULT_LIMITS, Limits, Sheet
from glossary.exchange.tables import Table, columns_of
from glossary.exchange.xlsx_cells import Cells, dates_of
from glossary.exchange.xml_events import CHUNK
from glossary.exchange.xml_reading import Node, parts

_MOST_MEMBERS = 500
_NAME = "catalog"
_MEMBER = b"PK\x01\x02"
_INFLATED = 4
"""Times the size that a file may have is what all members may have together."""
_RATIO, _LARGE = 200, 1_048_576
"""A member larger than this may not be compressed more than so many times."""
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
        """Yield number and cells of the rows of the catalog's sheet."""
        document = next((r.path for r in self._related("") if r.kind == "officeDocument"), "")
        related = self._related(document)
        named = [(n.get("name"), n.get("id")) for n in self._parts(document) if n.name == "sheet"]
        paths = {r.id: r.path for r in related if r.kind == "worksheet"}
        sheets = [(name, paths[id]) for name, id in named if id in paths]
        if not sheets:
            raise self._broken("worksheet")
        sheets.sort(key=lambda sheet: sheet[0].strip().casefold() != _NAME)
        strings = next((r.path for r in related if r.kind == "sharedStrings"), "")
        shared = self._strings(strings) if strings in self._members else []
        styles = next((r.path for r in related if r.kind == "styles"), "")
        dates = self._dates(styles) if styles in self._members else frozenset[int]()
        chosen = next((s for s in sheets if self._is_catalog(*s, shared, dates)), sheets[0])
        yield from self._rows_of(*chosen, shared, dates)

    def _is_catalog(self, name: str, path: str, shared: list[str], dates: frozenset[int]) -> bool:
        """Return whether the first row of a sheet that is not empty names the columns."""
        rows = self._rows_of(name, path, shared, dates)
        first = next((cells for _, cells in rows if any(cells)), [])
        return bool(columns_of(first)[0])

    def _rows_of(
        self, name: str, path: str, shared: list[str], dates: frozenset[int]
    ) -> Iterator[tuple[int, list[str]]]:
        place = f"{self.gathered.name}/{path}"
        reader = Cells(place, self.gathered.limits, name, shared, dates)
        for chunk in self._inflated(path):
            reader.feed(chunk)
            yield from reader.taken()
        reader.feed(b"", last=True)
        yield from reader.taken()

    def _dates(self, path: str) -> frozenset[int]:
        return dates_of(self._parts(path, "numFmts", "cellXfs"))

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
