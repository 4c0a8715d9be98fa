"""Hash tables: labels by the 64-bit hash of a text, in two sorted files and an index of blocks.

A look-up reads one block. Labels that were added since the generation was built are in SQLite.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.codec import DTYPE, NONE, Numbers
from index.embedded.files.number_files import NumberFile

NAMES = ("folded", "stemmed")
"""Tables of labels: by the hash of the folded form, and of the stems with the language."""
SPELLING = "spelling"
"""Table of words of the lexicon, by the hashes that `lexicon` makes of them."""
LETTERS = "spelling.letters"
"""File of bits for the letters of each of these words."""
_HASH = np.dtype("<i8")
_BLOCK = 512
_FEW_HASHES = 4
"""So few hashes are looked up faster one by one."""
_WORTH_READING = 4
"""The whole file is read for more hashes than this part of its blocks."""
_PART = 1024 * 1024
"""So many hashes are read at once, 8 MB, where very many are looked up."""
_HASHES, _LABELS, _BLOCKS = "{}.hashes", "{}.labels", "{}.blocks"


class HashWriter:
    """Gathers pairs of a hash and a label, and writes them sorted."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._hashes, self._labels = array("q"), array("I")

    def add(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Add pairs."""
        if pairs:
            hashes, labels = zip(*pairs, strict=True)
            self._hashes.extend(hashes)
            self._labels.extend(labels)

    def extend(self, hashes: NDArray[np.int64], labels: Numbers) -> None:
        """Add pairs given as two arrays."""
        self._hashes.frombytes(hashes.tobytes())
        self._labels.frombytes(labels.astype(DTYPE).tobytes())

    def write(self, folder: Path) -> None:
        """Write the files."""
        hashes = np.frombuffer(self._hashes, _HASH)
        labels = np.frombuffer(self._labels, DTYPE)
        order = np.lexsort((labels, hashes))
        hashes = hashes[order]
        hashes.tofile(folder / _HASHES.format(self._name))
        labels[order].tofile(folder / _LABELS.format(self._name))
        hashes[::_BLOCK].tofile(folder / _BLOCKS.format(self._name))


class HashTable:
    """One table of a generation, as it was built."""

    def __init__(self, folder: Path, name: str) -> None:
        self._hashes = NumberFile(folder / _HASHES.format(name), _HASH)
        self._labels = NumberFile(folder / _LABELS.format(name), DTYPE)
        self._blocks: list[int] = np.fromfile(folder / _BLOCKS.format(name), _HASH).tolist()
        if self._labels.count != self._hashes.count:
            raise ValueError(f"the hashes “{name}” are cut off")

    def find_many(self, wanted: NDArray[np.int64]) -> list[tuple[int, Numbers]]:
        """Return those of very many hashes, given in order and each once, that have labels, by
        their places, with these labels. Read through once, a part at a time.
        """
        if len(wanted) * _WORTH_READING < len(self._blocks):
            rows = enumerate(map(self.find, wanted.tolist()))
            return [(place, labels) for place, labels in rows if len(labels)]
        found: list[tuple[int, Numbers]] = []
        for start in range(0, self._hashes.count, _PART):
            end = min(start + _PART, self._hashes.count)
            part = self._hashes.part(start, end)
            low, high = wanted.searchsorted(part[0]), wanted.searchsorted(part[-1], "right")
            asked = wanted[low:high]
            starts = part.searchsorted(asked)
            there = (part[np.minimum(starts, len(part) - 1)] == asked).nonzero()[0]
            starts, ends = starts[there], part.searchsorted(asked[there], "right")
            labels = self._labels.part(start, end) if len(there) else NONE
            spans = zip(there.tolist(), starts.tolist(), ends.tolist(), strict=True)
            found += [(int(low) + place, labels[first:last]) for place, first, last in spans]
        return found

    def find_all(self, wanted: Sequence[int]) -> list[Numbers]:
        """Return the labels of each hash that has some."""
        whole = self._hashes.whole
        if whole is None or len(wanted) < _FEW_HASHES:
            return [found for hash in wanted if len(found := self.find(hash))]
        asked = np.array(wanted, _HASH)
        starts, ends = whole.searchsorted(asked), whole.searchsorted(asked, "right")
        there = (starts < ends).nonzero()[0]
        places = zip(starts[there].tolist(), ends[there].tolist(), strict=True)
        return [self._labels.part(start, end) for start, end in places]

    def find(self, hash: int) -> Numbers:
        """Return the labels with a hash, in order."""
        blocks = self._blocks
        first = max(bisect_left(blocks, hash) - 1, 0) * _BLOCK
        last = bisect_right(blocks, hash) * _BLOCK
        block = self._hashes.part(first, min(last, self._hashes.count))
        start = int(block.searchsorted(hash))
        if start == len(block) or block[start] != hash:
            return NONE
        is_one = start + 1 == len(block) or block[start + 1] != hash  # most are
        end = start + 1 if is_one else int(block.searchsorted(hash, "right"))
        found: Numbers = self._labels.part(first + start, first + end)
        return found
