"""Builds the Whoosh half of a generation: which segments have which words.

A segment is a label or a passage; to Whoosh it is a document. Terms are ``=w``, a folded word (or
the pieces of one that is written without spaces), and ``~s``, a stem that differs from the word.
Kind and language of a segment lie in arrays (`arrays`), so that terms need not carry them. A second
file holds the position of each posting of a word, in the same order, for phrases.

Postings are gathered in memory up to a limit, spilled as sorted runs, and merged at the end.
"""

import pickle
import shutil
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from pathlib import Path

import numpy as np
from whoosh.codec.base import FieldWriter
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from index.embedded.files.codec import (
    DTYPE,
    LAST_POSITION,
    POSITION_BITS,
    POSITION_TYPE,
    POSITIONS,
    ArrayCodec,
)
from index.embedded.files.fields import schema

FOLDER = "words"
NAME = "words"
FIELD = "t"
WORD, STEM = "=", "~"
_MOST_POSTINGS = 3_000_000
_MOST_TERMS = 250_000
"""So many are gathered in memory before they are spilled."""
_BYTES_AT_ONCE = 1_000_000
"""So many bytes of lists are written at once."""
_COST_OF_A_TERM = 1_000
"""A term counts as so many bytes, beside those of its list."""
_PACKED_BYTES = 8
_WORD = WORD.encode()

_POSITION = np.uint64(LAST_POSITION)

Run = Iterable[tuple[bytes, bytes]]


class PostingsBuilder:
    """Gathers the terms of segments, then writes them as a Whoosh index in ``<folder>/words``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._folder.mkdir()
        self._lists: defaultdict[str, array[int]] = defaultdict(_packed)
        self._count = 0
        self._runs: list[Path] = []

    def add(self, segment: int, words: Iterable[str], others: Iterable[str]) -> None:
        """Add a segment, numbered higher than all before: its words in order, and other terms."""
        lists = self._lists
        packed = segment << 16
        for word in words:
            lists[WORD + word].append(packed)
            packed += packed & LAST_POSITION != LAST_POSITION
        self._count += packed & LAST_POSITION
        for term in others:
            lists[term].append(segment << 16 | LAST_POSITION)
            self._count += 1
        if self._count > _MOST_POSTINGS or len(lists) > _MOST_TERMS:
            self._spill()

    def _spill(self) -> None:
        path = self._folder / f"run-{len(self._runs)}"
        with path.open("wb") as stream:
            pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
            pickler.fast = True
            for pair in self._sorted():
                pickler.dump(pair)
        self._runs.append(path)
        self._lists, self._count = defaultdict(_packed), 0

    def _sorted(self) -> Iterator[tuple[bytes, bytes]]:
        lists = self._lists
        for term in sorted(lists):  # the order of code points is the order of UTF-8
            yield term.encode(), lists[term].tobytes()

    def write(self, segments: int) -> None:
        """Write the index of so many segments."""
        storage = FileStorage(str(self._folder))
        codec = ArrayCodec()
        made = schema(FIELD, WORD)
        segment = codec.new_segment(storage, NAME)
        codec.per_document_writer(storage, segment).close()
        self._write_terms(codec, codec.field_writer(storage, segment), made)
        del codec.postings  # the segment is written with its codec
        segment.set_doc_count(segments + 1)  # they are numbered from 1
        TOC(made, [segment], 0).write(storage, NAME)
        shutil.rmtree(self._folder / f"{NAME}.tmp", ignore_errors=True)
        for run in self._runs:
            run.unlink()

    def _write_terms(self, codec: ArrayCodec, terms: FieldWriter, made: Schema) -> None:
        """Write the lists of all terms, and the positions of words, many terms at a time."""
        terms.start_field(FIELD, made[FIELD])
        with (self._folder / POSITIONS).open("wb") as positions:
            for some in _together(self._merged()):
                packed = np.frombuffer(b"".join(places for _, places in some), np.uint64)
                numbers = (packed >> POSITION_BITS).astype(DTYPE)
                end = of_words = 0
                for term, places in some:
                    start, end = end, end + len(places) // _PACKED_BYTES
                    terms.start_term(term)
                    codec.postings.add_all(numbers[start:end])
                    terms.finish_term()
                    if term.startswith(_WORD):  # these come before stems
                        of_words = end
                in_words = packed[:of_words] & _POSITION
                positions.write(in_words.astype(POSITION_TYPE).tobytes())
        terms.finish_field()
        terms.close()

    def _merged(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield every term with its packed segments and positions, in order."""
        if not self._runs:
            yield from self._sorted()
            return
        runs: list[Run] = [_read(run) for run in self._runs]
        pairs = merge(*runs, self._sorted(), key=_term)  # equal terms in the order of the runs
        for term, parts in groupby(pairs, key=_term):
            yield term, b"".join(part for _, part in parts)


def _packed() -> "array[int]":
    return array("Q")


def _term(pair: tuple[bytes, bytes]) -> bytes:
    return pair[0]


def _together(pairs: Run) -> Iterator[list[tuple[bytes, bytes]]]:
    """Yield pairs in lists of about `_BYTES_AT_ONCE`."""
    some: list[tuple[bytes, bytes]] = []
    size = 0
    for pair in pairs:
        some.append(pair)
        size += len(pair[1]) + _COST_OF_A_TERM
        if size > _BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _read(run: Path) -> Iterator[tuple[bytes, bytes]]:
    with run.open("rb") as stream:
        unpickler = pickle.Unpickler(stream)
        while True:
            try:
                yield unpickler.load()
            except EOFError:
                return
