"""All labels and notations in lower case, in the order of their code points: for patterns.

Three files hold them: the texts one after the other, each with a line end before and behind it,
where each begins, and the number of its segment. Nothing of them is kept in memory: a prefix is
found by halving, and other patterns by reading the texts through from one end to the other.

They are as they were when the generation was built.
"""

import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.number_files import NumberFile

_TEXTS, _BEGINNINGS, _SEGMENTS = "lowered.texts", "lowered.beginnings", "lowered.segments"
_AT_ONCE = 10_000
_BLOCK = 8192
"""So many texts are read at once."""
_LONGEST = 1000
"""Longer texts are cut off."""
END = b"\n"


def lowered(text: str) -> str:
    """Return a label as it is compared with patterns: in lower case, on one line."""
    return text[:_LONGEST].lower().replace("\n", " ")


def write(folder: Path, found: Iterable[tuple[str, int]]) -> None:
    """Write texts and their segments, in order."""
    beginnings, segments, place = array("Q"), array("I"), 0
    with (
        (folder / _TEXTS).open("wb") as texts,
        (folder / _BEGINNINGS).open("wb") as begin,
        (folder / _SEGMENTS).open("wb") as numbers,
    ):
        texts.write(END)
        for text, segment in found:
            encoded = text.encode("utf-8", "replace") + END
            texts.write(encoded)
            beginnings.append(place)
            segments.append(segment)
            place += len(encoded)
            if len(segments) >= _AT_ONCE:
                begin.write(beginnings.tobytes())
                numbers.write(segments.tobytes())
                beginnings, segments = array("Q"), array("I")
        beginnings.append(place)
        begin.write(beginnings.tobytes())
        numbers.write(segments.tobytes())


class Lowered:
    """The files of a generation; ValueError or OSError where they are not whole.

    Places count from 0 in the order of the texts.
    """

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / _TEXTS, os.O_RDONLY)
        self._beginnings = NumberFile(folder / _BEGINNINGS, np.dtype("Q"))
        self._segments = NumberFile(folder / _SEGMENTS, np.dtype("I"))
        self.count = self._segments.count
        size = os.fstat(self._handle).st_size
        if self._beginnings.count != self.count + 1 or self._beginning(self.count) + 1 != size:
            raise ValueError(f"{_TEXTS} is cut off")

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            os.close(self._handle)

    def _beginning(self, place: int) -> int:
        return int(self._beginnings.part(place, place + 1)[0])

    def text(self, place: int) -> bytes:
        """Return the text at a place."""
        start, end = map(int, self._beginnings.part(place, place + 2))
        return os.pread(self._handle, end - start - 1, start + 1)

    def segments(self, start: int, end: int) -> NDArray[np.uint32]:
        """Return the segments of the texts from a place to before another."""
        return self._segments.part(start, end)

    def beginning_with(self, prefix: bytes) -> tuple[int, int]:
        """Return the first place of the texts with a prefix, and the one behind the last."""
        start = self._first(lambda text: text >= prefix, 0)
        return start, self._next(lambda text: not text.startswith(prefix), start)

    def equal_to(self, whole: bytes) -> tuple[int, int]:
        """Return the first place of a text, and the one behind the last."""
        start = self._first(lambda text: text >= whole, 0)
        return start, self._next(lambda text: text > whole, start)

    def _next(self, is_behind: Callable[[bytes], bool], low: int) -> int:
        """Return what `_first` does, sooner where that is near."""
        step = 1
        while (place := low + step - 1) < self.count and not is_behind(self.text(place)):
            low, step = place + 1, step * 2
        return self._first(is_behind, low, min(place, self.count))

    def _first(self, is_behind: Callable[[bytes], bool], low: int, high: int | None = None) -> int:
        high = self.count if high is None else high
        while low < high:
            middle = (low + high) // 2
            if is_behind(self.text(middle)):
                high = middle
            else:
                low = middle + 1
        return low

    def holding(self, part: bytes, start: int, end: int) -> Iterator[int]:
        """Yield the places from `start` to before `end` of the texts that hold a part, which may
        begin or end with a line end: that is where a text begins or ends.
        """
        for begin in range(start, end, _BLOCK):
            stop = min(begin + _BLOCK, end)
            starts = self._beginnings.part(begin, stop + 1)
            base = int(starts[0])
            piece = os.pread(self._handle, int(starts[-1]) + 1 - base, base)
            at = piece.find(part)
            while at >= 0:
                which = int(np.searchsorted(starts, base + at, side="right")) - 1
                if which >= stop - begin:
                    break
                yield begin + which
                at = piece.find(part, int(starts[which + 1]) - base)
