"""Posting lists of the Whoosh half of a generation: the segments that have a term.

Whoosh's dictionary of terms says where a list lies; the list is then a slice of a mapped file
(`codec`). No query goes through Whoosh's parser, and no list is read posting by posting.
"""

import mmap
import sys
from array import array
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import TOC
from whoosh.reading import TermNotFound

from index.embedded.files.codec import (
    DTYPE,
    POSITION_BITS,
    POSITION_TYPE,
    POSITIONS,
    Numbers,
    list_bounds,
)
from index.embedded.files.number_files import NumberFile, mapped
from index.embedded.files.postings import FIELD, FOLDER, NAME, WORD

_AFTER_ALL = b"\xff"  # no UTF-8 begins so
_MARKED_FROM = 5_000
"""Lists with more numbers than this are intersected in an array of marks."""
_MOST_CACHED_TERMS = 10_000
"""So many terms are kept with the bounds of their lists."""


class MappedStorage(FileStorage):
    """The files of an index as memory maps, shared between threads and processes."""

    def open_file(self, name: str, **kwargs: object) -> StructFile:
        """Return a file of the index, its bytes read as they are asked for."""
        return _MappedFile(mapped(Path(self.folder) / name), name)


class _MappedFile(StructFile):
    """A file of an index in a memory map; Whoosh's own class for bytes would copy the whole map."""

    def __init__(self, view: memoryview, name: str) -> None:
        stream = view.obj if isinstance(view.obj, mmap.mmap) else BytesIO()
        super().__init__(cast(BinaryIO, stream), name=name)
        self.view = view
        self.is_real = False

    def close(self) -> None:
        """Forget the file; the map goes with the last view of it."""
        self.is_closed = True

    def subset(self, offset: int, length: int, name: str | None = None) -> StructFile:
        """Return a part as a file of its own."""
        return BufferFile(self.get(offset, length), name=name)

    def get(self, position: int, length: int) -> bytes:
        """Return so many bytes from a place; threads do not disturb each other."""
        return bytes(self.view[position : position + length])

    def get_array(self, position: int, typecode: str, length: int) -> "array[Any]":
        """Return numbers from a place, which are kept with the highest byte first."""
        numbers = array(typecode)
        numbers.frombytes(self.get(position, length * numbers.itemsize))
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers


class PostingLists:
    """The terms and postings of one generation; many threads may ask at once."""

    def __init__(self, folder: Path) -> None:
        storage = MappedStorage(str(folder / FOLDER), readonly=True)
        (segment,) = TOC.read(storage, NAME).segments
        codec = segment.codec()
        self._terms = codec.terms_reader(storage, segment)
        self._known: dict[str, tuple[int, int]] = {}
        postings = segment.make_filename(codec.POSTS_EXT)
        self._postings = NumberFile(folder / FOLDER / postings, DTYPE)
        self._positions = NumberFile(folder / FOLDER / POSITIONS, POSITION_TYPE)

    def _bounds(self, term: str) -> tuple[int, int]:
        """Return the first place of the list of a term, and the place after its last."""
        known = self._known.get(term)
        if known is not None:
            return known
        try:
            info = self._terms.term_info(FIELD, term.encode("utf-8", "replace"))
        except TermNotFound:
            found = 0, 0
        else:
            found = list_bounds(info)
        if len(self._known) >= _MOST_CACHED_TERMS:
            self._known.clear()
        self._known[term] = found
        return found

    def _start(self, term: bytes) -> int:
        """Return where the list of the first term that is not before `term` begins."""
        info: Any
        for _, info in self._terms.items_from(FIELD, term):
            return int(info.extent()[0] // DTYPE.itemsize)
        return self._postings.count

    def segments(self, term: str) -> Numbers:
        """Return the segments of a term, in order; each as often as it has the term."""
        start, end = self._bounds(term)
        return self._postings.part(start, end)

    def starting_with(self, word: str) -> Numbers:
        """Return the segments of which a word is the first, in order, each once."""
        start, end = self._bounds(WORD + word)
        found: Numbers = self._postings.part(start, end)[self._positions.part(start, end) == 0]
        return found

    def positions(self, word: str) -> "np.ndarray[Any, np.dtype[np.uint64]]":
        """Return segments and positions of a word as segment << 16 | position, in order."""
        start, end = self._bounds(WORD + word)
        return self._packed(start, end)

    def _packed(self, start: int, end: int) -> "np.ndarray[Any, np.dtype[np.uint64]]":
        packed = self._postings.part(start, end).astype(np.uint64) << POSITION_BITS
        packed |= self._positions.part(start, end)
        return packed

    def _range(self, prefix: str) -> tuple[int, int]:
        begin = (WORD + prefix).encode("utf-8", "replace")
        return self._start(begin), self._start(begin + _AFTER_ALL)

    def with_prefix(self, prefix: str) -> Numbers:
        """Return the segments of all words with a prefix, in no order, some repeatedly."""
        start, end = self._range(prefix)
        return self._postings.part(start, end)

    def positions_with_prefix(self, prefix: str) -> "np.ndarray[Any, np.dtype[np.uint64]]":
        """Return segments and positions of all words with a prefix, as `positions` does."""
        start, end = self._range(prefix)
        packed = self._packed(start, end)
        packed.sort()
        return packed


def without_repeats(ordered: NDArray[Any]) -> NDArray[Any]:
    """Return numbers that are in order, each once."""
    if len(ordered) < 2:
        return ordered
    kept = np.empty(len(ordered), bool)
    kept[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    found: NDArray[Any] = ordered[kept]
    return found


def common(lists: Sequence["np.ndarray[Any, Any]"]) -> "np.ndarray[Any, Any]":
    """Return the numbers that are in every list, in order; each list is in order."""
    found, *others = sorted(lists, key=len)
    for other in others:
        if len(found) > _MARKED_FROM and len(other) and other.dtype == DTYPE:
            marked = np.zeros(int(max(found[-1], other[-1])) + 1, bool)
            marked[other] = True
            found = found[marked[found]]
        elif len(found):
            places = other.searchsorted(found)
            places[places == len(other)] = 0
            found = found[other[places] == found]
    return found
