"""A Whoosh codec whose postings are one plain array, so that they are read a whole list at a time.

Whoosh's own codec keeps postings in pickled blocks of 128, which are walked one by one in Python.
Here the file of postings is nothing but numbers of segments (little-endian uint32, `DTYPE`), term
after term in the order of terms. A term's info says where its list begins and how long it is; the
lists of all terms that begin alike lie side by side and are read as one. Terms, schema and table
of contents are those of Whoosh's own codec (`whoosh.codec`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3TermInfo
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher

DTYPE = np.dtype("<u4")
Numbers = NDArray[np.uint32]
_NONE: Numbers = np.empty(0, DTYPE)


class ArrayCodec(W3Codec):
    """Whoosh's codec with another file of postings; `postings` is the writer of the field that
    is being written, to hand over whole lists.
    """

    postings: "ArrayPostingsWriter"

    def postings_writer(self, dbfile: StructFile, byteids: bool = False) -> "ArrayPostingsWriter":
        """Return a writer of lists of postings."""
        self.postings = ArrayPostingsWriter(dbfile)
        return self.postings

    def postings_reader(
        self, dbfile: StructFile, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """Return a matcher, as Whoosh's own queries need one."""
        start, count = terminfo.extent()[0], terminfo.doc_frequency()
        numbers = np.frombuffer(dbfile.get(start, count * DTYPE.itemsize), DTYPE).tolist()
        return ListMatcher(numbers, [1.0] * count, format=format_, scorer=scorer, term=term)


class ArrayPostingsWriter(base.PostingsWriter):
    """Writes lists of numbers one after the other."""

    def __init__(self, postfile: StructFile) -> None:
        self._postfile = postfile
        self._offset = postfile.tell()
        self._numbers: Numbers = _NONE

    def start_postings(self, format_: Any, terminfo: W3TermInfo) -> None:
        """Begin the list of a term."""
        self._numbers = _NONE

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
        info = W3TermInfo(count, count, 1, 1, 1.0, first, last)
        info.set_extent(self._offset, len(data))
        self._postfile.write(data)
        self._offset += len(data)
        return info

    def written(self) -> bool:
        """Return False: there are no blocks that could have been written before."""
        return False
