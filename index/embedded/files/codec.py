"""A Whoosh codec whose postings are one plain array, so that they are read a whole list at a time.

Whoosh's own codec keeps postings in pickled blocks of 128, which are read one by one in Python.
Here the file of postings is nothing but numbers of segments (little-endian uint32, `DTYPE`), list
after list in the order of terms. The info of a term says where its list begins and how long it is;
the lists of all terms with one prefix are adjacent and are read as one. A list has a segment as
often as the segment has the word, which is its weight in Whoosh's own queries. Terms, schema and
table of contents are those of Whoosh's own codec (`whoosh.codec`).
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo, W3TermsReader
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher, Matcher, NullMatcher
from whoosh.query.spans import Span

from index.embedded.files.fields import SegmentFacts
from index.embedded.files.number_files import mapped

DTYPE = np.dtype("<u4")
Numbers = NDArray[np.uint32]
POSITIONS = "positions.bin"
POSITION_TYPE = np.dtype("<u2")
LAST_POSITION = 0xFFFF
POSITION_BITS = np.uint64(16)
"""Segment and position of a word are packed in one number, segment << 16 | position."""
MOST_COUNTED = 255
"""The length of a segment is counted up to so many words."""
NONE: Numbers = np.empty(0, DTYPE)
"""No segments."""


class ArrayCodec(W3Codec):
    """Whoosh's codec with another file of postings.

    `postings` is the writer of the field that is being written; it takes whole lists. `positions`
    is the file of positions of an index that is being read.
    """

    postings: "ArrayPostingsWriter"
    positions: memoryview

    def postings_writer(self, dbfile: StructFile, byteids: bool = False) -> "ArrayPostingsWriter":
        """Return a writer of lists of postings."""
        self.postings = ArrayPostingsWriter(dbfile)
        return self.postings

    def per_document_reader(self, storage: FileStorage, segment: base.Segment) -> SegmentFacts:
        """Return a reader of the facts of segments that Whoosh's own queries need."""
        return SegmentFacts(storage, segment)

    def terms_reader(self, storage: FileStorage, segment: base.Segment) -> W3TermsReader:
        """Return a reader of terms whose lists have the positions of words."""
        name = segment.make_filename(self.TERMS_EXT)
        reading = ArrayCodec()
        reading.positions = mapped(Path(storage.folder) / POSITIONS)
        terms, length = storage.open_file(name), storage.file_length(name)
        return W3TermsReader(reading, terms, length, segment.open_file(storage, self.POSTS_EXT))

    def postings_reader(
        self, dbfile: StructFile, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> "WholeList":
        """Return a matcher for Whoosh's own queries."""
        start, end = list_bounds(terminfo)
        size = DTYPE.itemsize
        numbers = np.frombuffer(dbfile.get(start * size, (end - start) * size), DTYPE)
        found, first, often = np.unique(numbers, return_index=True, return_counts=True)
        made = WholeList(
            found.tolist(), often.astype(float).tolist(), format=format_, scorer=scorer, term=term
        )
        positions = np.frombuffer(self.positions, POSITION_TYPE)[start:end]
        made.positions = {
            segment: positions[begin : begin + count]
            for segment, begin, count in zip(
                found.tolist(), first.tolist(), often.tolist(), strict=True
            )
        }
        return made


def list_bounds(info: Any) -> tuple[int, int]:
    """Return the first place of the list of a term, and the place after its last."""
    start, size = info.extent()
    if isinstance(size, tuple):  # as Whoosh unpacks it
        (size,) = size
    return start // DTYPE.itemsize, (start + size) // DTYPE.itemsize


class WholeList(ListMatcher):
    """A list of postings of which none is skipped: skipping blocks of low quality, as Whoosh does
    for the best few hits, loses documents.
    """

    positions: "dict[int, NDArray[Any]]"

    def supports_block_quality(self) -> bool:
        """Return False: every posting is read."""
        return False

    def replace(self, minquality: float = 0) -> Matcher:
        """Return this list until its end, whatever the quality of its hits."""
        return self if self.is_active() else NullMatcher()

    def block_min_length(self) -> int:
        """Return a length that no segment is shorter than."""
        return 1

    def block_max_length(self) -> int:
        """Return a length that no segment is longer than."""
        return MOST_COUNTED

    def copy(self) -> "WholeList":
        """Return a list that stands at the same place."""
        made: WholeList = super().copy()
        made.positions = self.positions
        return made

    def value_as(self, astype: str) -> list[int]:
        """Return the positions of the word in this segment; a stem has none."""
        found = self.positions[self.id()]
        return [place for place in found.tolist() if place != LAST_POSITION]

    def spans(self) -> list[Span]:
        """Return the same as spans."""
        return [Span(place) for place in self.value_as("positions")]


class ArrayPostingsWriter(base.PostingsWriter):
    """Writes lists of numbers one after the other."""

    def __init__(self, postfile: StructFile) -> None:
        self._postfile = postfile
        self._offset = postfile.tell()
        self._numbers: Numbers = NONE

    def start_postings(self, format_: Any, terminfo: W3TermInfo) -> None:
        """Begin the list of a term."""
        self._numbers = NONE

    def add_posting(
        self, id_: int, weight: float, vbytes: bytes, length: int | None = None
    ) -> None:
        """Add one posting; weights and values are not kept."""
        self.add_all(np.array([id_], DTYPE))

    def add_all(self, numbers: Numbers) -> None:
        """Add postings, which are in order."""
        self._numbers = np.concatenate((self._numbers, numbers)) if len(self._numbers) else numbers

    def finish_postings(self) -> W3TermInfo:
        """Write the list and return the info of its term."""
        numbers = self._numbers
        data = numbers.tobytes()
        count, first, last = len(numbers), int(numbers[0]), int(numbers[-1])
        different = 1 + int(np.count_nonzero(numbers[1:] != numbers[:-1])) if count > 1 else 1
        most = count - different + 1
        info = W3TermInfo(count, different, 1, MOST_COUNTED, most, first, last)
        info.set_extent(self._offset, len(data))
        self._postfile.write(data)
        self._offset += len(data)
        return info

    def written(self) -> bool:
        """Return False: there are no blocks that could have been written before."""
        return False
