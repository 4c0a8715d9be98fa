"""Stored values: ids, summaries and records of concepts by key, texts of segments by number.

They are returned byte for byte as they were added. Two files hold each: the values one after the
other, and where each ends; a value is read at its offset, without a query. Values that were changed
since the generation was built are in SQLite.
"""

import os
import struct
from array import array
from pathlib import Path
from typing import BinaryIO

from index import Document
from index.embedded.files import rows
from index.embedded.files.number_files import MOST_MAPPED, mapped, mapped_bytes

_CONCEPT = ("id", "summary", "record")
_TEXT = "text"
_PLACE = struct.Struct("=QQ")
_END = _PLACE.size // 2


class _ValuesFile:
    """A file of values that is being written, and the file of the offsets at which they end."""

    def __init__(self, folder: Path, name: str) -> None:
        self._values: BinaryIO = (folder / f"{name}.values").open("wb")
        self._ends = (folder / f"{name}.ends").open("wb")
        self._pending = array("Q", [0])
        self._end = 0

    def add(self, value: bytes) -> None:
        """Add the next value; they are numbered from 1."""
        self._values.write(value)
        self._end += len(value)
        self._pending.append(self._end)
        if len(self._pending) > 10_000:
            self._write()

    def _write(self) -> None:
        self._ends.write(self._pending.tobytes())
        self._pending = array("Q")

    def close(self) -> None:
        """Write what is left, once."""
        if self._values.closed:
            return
        self._write()
        self._values.close()
        self._ends.close()


class StoredValuesWriter:
    """Writes the files of a generation, in the order of keys and of segments."""

    def __init__(self, folder: Path) -> None:
        self._files = {name: _ValuesFile(folder, name) for name in (*_CONCEPT, _TEXT)}

    def add(self, document: Document) -> None:
        """Add the next document, and its segments in the order of `rows.add`."""
        self._files["id"].add(document.id.encode())
        self._files["summary"].add(document.summary)
        self._files["record"].add(document.record)
        add = self._files[_TEXT].add
        for text in rows.texts(document):
            add(text.encode())

    def close(self) -> None:
        """Write what is left."""
        for file in self._files.values():
            file.close()


class _Values:
    """The values of one file by number, counted from 1: mapped, or read where the file is large.

    Pages of a map count as memory of the process once they are read, 64 kB for each value.
    """

    def __init__(self, folder: Path, name: str) -> None:
        values, ends = folder / f"{name}.values", folder / f"{name}.ends"
        self._handles: list[int] = []
        for path in (values, ends):
            self._handles.append(os.open(path, os.O_RDONLY))
        size, ends_size = (os.fstat(handle).st_size for handle in self._handles)
        self.count = ends_size // _END - 1
        self._ends = mapped(ends).cast("Q") if ends_size <= MOST_MAPPED else None
        self._map = mapped_bytes(values) if size <= MOST_MAPPED else None
        if self.count and self._place(self.count)[1] > size:
            raise ValueError(f"{name}.values is cut off")

    def __del__(self) -> None:
        for handle in getattr(self, "_handles", ()):
            os.close(handle)

    def _place(self, number: int) -> tuple[int, int]:
        if self._ends is not None:
            return self._ends[number - 1], self._ends[number]
        start, end = _PLACE.unpack(os.pread(self._handles[1], _PLACE.size, (number - 1) * _END))
        return start, end

    def __getitem__(self, number: int) -> bytes:
        start, end = self._place(number)
        if self._map is not None:
            return self._map[start:end]
        return os.pread(self._handles[0], end - start, start)


class StoredValues:
    """The files of a generation; ValueError or OSError where they are not whole."""

    def __init__(self, folder: Path) -> None:
        self._id, self._summary, self._record = (_Values(folder, name) for name in _CONCEPT)
        self._text = _Values(folder, _TEXT)
        self.concepts, self.segments = self._record.count, self._text.count

    def id(self, key: int) -> str:
        """Return the id of a concept that was built."""
        return self._id[key].decode()

    def summary(self, key: int) -> bytes:
        """Return the summary of a concept that was built."""
        return self._summary[key]

    def record(self, key: int) -> bytes:
        """Return the record of a concept that was built."""
        return self._record[key]

    def text(self, number: int) -> str:
        """Return the text of a segment that was built."""
        return self._text[number].decode()
