"""Files of plain numbers: mapped, or read a part at a time where they are large.

All files of numbers are written so, in the order and the byte order of the machine, without a
header. Pages of a map count as memory of the process once they are read, 64 kB at a time.
"""

import mmap
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_MAPPED = 64 * 1024 * 1024
"""Files up to so many bytes are mapped; larger ones are read, so that memory stays small."""
MOST_NUMBERS = 8 * 1024 * 1024
"""The same for a file of numbers, of which every question reads other places."""


def mapped_bytes(path: Path) -> "mmap.mmap | bytes":
    """Return the bytes of a file, read as they are asked for."""
    with path.open("rb") as stream:
        if path.stat().st_size == 0:
            return b""  # nothing cannot be mapped
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def mapped(path: Path) -> memoryview:
    """Return a view of the bytes of a file, read as they are asked for."""
    return memoryview(mapped_bytes(path))


class NumberFile:
    """The numbers of one file. `count` is how many; `whole` has them all where the file is mapped,
    and is None where it is read.
    """

    def __init__(self, path: Path, dtype: "np.dtype[Any]") -> None:
        size = path.stat().st_size
        self.count = size // dtype.itemsize
        self._dtype = dtype
        self._handle = os.open(path, os.O_RDONLY)
        is_small = size <= MOST_NUMBERS
        self.whole: NDArray[Any] | None = np.frombuffer(mapped(path), dtype) if is_small else None

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            os.close(self._handle)

    def part(self, start: int, end: int) -> NDArray[Any]:
        """Return the numbers from place `start` to before `end`."""
        if self.whole is not None:
            return self.whole[start:end]
        size = self._dtype.itemsize
        content = os.pread(self._handle, (end - start) * size, start * size)
        return np.frombuffer(content, self._dtype)
