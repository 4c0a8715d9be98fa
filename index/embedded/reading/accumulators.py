"""Values of the concepts that match, in memory in proportion to how many match.

The segments of a concept are numbered in a row, so a concept's place in a list of segments is found
by bisection. Only where a good part of all concepts match are arrays as long as the vocabulary
cheaper (score accumulators, see Zobel and Moffat, “Inverted files for text search engines”, 2006).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.arrays import Arrays
from index.embedded.files.posting_lists import without_repeats

_CONCEPTS_PER_LOOKUP = 1_000
"""Where fewer than one of so many concepts match, they are looked up one by one (measured by
`benchmarks/scaling.py`).
"""
_SMALL_VOCABULARY = 16_384
"""In a vocabulary of so few concepts arrays as long as it cost nothing."""

Keys = NDArray[np.intp]
"""Keys of concepts in order, each once."""

NOBODY: Keys = np.empty(0, np.intp)


def _are_few(columns: Arrays, count: int) -> bool:
    size = len(columns.first)
    return size > _SMALL_VOCABULARY and count * _CONCEPTS_PER_LOOKUP < size


def concepts_of(columns: Arrays, segments: NDArray[Any]) -> Keys:
    """Return the concepts that segments belong to, without what is gone."""
    found = columns.concept_of[segments]
    if not _are_few(columns, len(found)):
        marked = np.zeros(len(columns.first), bool)
        marked[found] = True
        marked[0] = False
        return marked.nonzero()[0]
    keys = _in_order(found.astype(np.intp))
    return keys[1:] if len(keys) and not keys[0] else keys


def _in_order(keys: NDArray[np.intp]) -> Keys:
    """Return keys in order, each once; sorts the array in place."""
    keys.sort()
    return without_repeats(keys)


def with_others(keys: Keys, others: NDArray[Any]) -> Keys:
    """Return the union of concepts with others, which may be unsorted."""
    new = _in_order(others.astype(np.intp))
    places = keys.searchsorted(new)
    if len(keys):
        is_new = keys.take(places, mode="clip") != new
        new, places = new[is_new], places[is_new]
    return np.insert(keys, places, new) if len(new) else keys


def have(columns: Arrays, keys: Keys, segments: NDArray[Any]) -> NDArray[np.bool_]:
    """Return for each concept whether one of the segments, which are in order, belongs to it."""
    if _are_few(columns, len(keys)):
        starts, ends = _ranges(columns, keys, segments)
        return starts < ends
    marked = np.zeros(len(columns.first), bool)
    marked[columns.concept_of[segments]] = True
    return marked[keys]


def having_all(columns: Arrays, lists: Sequence[NDArray[Any]]) -> Keys:
    """Return the concepts that have a segment in every list; nobody where there is no list."""
    if not lists:
        return NOBODY
    first, *others = sorted(lists, key=len)
    keys = concepts_of(columns, first)
    for segments in others:
        if len(keys):
            keys = keys[have(columns, keys, segments)]
    return keys


def counted(columns: Arrays, lists: Sequence[NDArray[Any]]) -> tuple[Keys, NDArray[Any]]:
    """Return the concepts that have a segment in some list, and in how many lists they have one."""
    found = [concepts_of(columns, segments) for segments in lists]
    if _are_few(columns, sum(map(len, found))):
        keys, counts = np.unique(np.concatenate([NOBODY, *found]), return_counts=True)
        return keys, counts
    everywhere = np.zeros(len(columns.first), np.uint8)
    for some in found:
        everywhere[some] += 1
    keys = everywhere.nonzero()[0]
    return keys, everywhere[keys]


def _ranges(
    columns: Arrays, keys: Keys, segments: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the segments of each concept begin and end in a list that is in order."""
    return segments.searchsorted(columns.first[keys]), segments.searchsorted(columns.end[keys])


class Accumulators:
    """Score accumulators: a place for each concept, in which facts of its segments are gathered."""

    def __init__(self, columns: Arrays, keys: Keys) -> None:
        self._columns, self.keys = columns, keys
        self._are_few = _are_few(columns, len(keys))
        self._size = len(keys) if self._are_few else len(columns.first)

    def zeros(self, dtype: type[Any]) -> NDArray[Any]:
        """Return an array with 0 in each place."""
        return np.zeros(self._size, dtype)

    def within(self, segments: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the segments that belong to the concepts, and the place of the concept of each."""
        if not self._are_few:
            numbers = segments.astype(np.intp)
            return numbers, self._columns.concept_of[numbers]
        starts, ends = _ranges(self._columns, self.keys, segments)
        counts = ends - starts
        upto = counts.cumsum()
        places = np.arange(upto[-1] if len(upto) else 0)
        places += (starts - upto + counts).repeat(counts)
        return segments[places].astype(np.intp), np.arange(len(counts)).repeat(counts)

    def places(self, keys: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_] | slice]:
        """Return the places of concepts, and which of these have one."""
        if not self._are_few:
            return keys, np.s_[:]
        places = self.keys.searchsorted(keys)
        there = self.keys.take(places, mode="clip") == keys if self._size else places < 0
        return places[there], there

    def of_keys(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return gathered values in the order of the concepts."""
        return values if self._are_few else values[self.keys]
