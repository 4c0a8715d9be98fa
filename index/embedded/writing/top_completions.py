"""The best completions of prefixes that have very many, so that one letter costs as little as five.

A prefix with at most `MOST_UNKEPT` completions is read whole when it is asked for. For the others
the best are kept in the table `top_completion`, in one list for each vocabulary and language, for
each vocabulary, for each language, and for all.
"""

import sqlite3
from array import array
from collections.abc import Iterable
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.arrays import Arrays
from index.embedded.files.tables import ALL

MOST_UNKEPT = 120
"""A prefix with no more completions than this has no lists."""
LONGEST_PREFIX = 8
"""Characters of the longest prefix with lists; longer ones have few completions."""
KEPT_OF_A_LIST = 40
"""So many completions are kept in each list of a prefix."""
_ROWS_AT_ONCE = 20_000

CompletionRow = tuple[int, int, str, int, int]
ListKey = tuple[int, int]
"""Vocabulary and language of a list, each a number or `ALL`."""

End = tuple[int, int]
"""Where a cut list ends: the rank and minus the concept of the first that was not kept."""

_RANK = 32
_LABEL = (1 << _RANK) - 1
"""A completion is packed in one number: the rank in the high bits, the label in the low ones."""


class _Gatherer:
    """Gathers completions in the order of their texts; a prefix is closed after its last one."""

    def __init__(self, columns: Arrays) -> None:
        self.rows: list[CompletionRow] = []
        self._columns = columns
        self._text = ""
        self._found = array("q")
        self._left_out = 0
        self._open: list[tuple[int, int]] = []
        self._ends: list[dict[ListKey, End]] = [{} for _ in range(LONGEST_PREFIX + 1)]

    def add(self, text: str, found: Iterable[int]) -> None:
        """Add a text with its completions, after closing the prefixes that it does not have."""
        self.close(_common(self._text, text))
        self._text = text
        self._open += [(len(self._found), self._left_out)] * (len(text) - len(self._open))
        self._found.extend(found)

    def close(self, common: int) -> None:
        """Close the prefixes longer than `common` characters.

        The completions of a prefix are those of the next shorter one as well; of a prefix with
        lists, only those that were kept are passed on.
        """
        while len(self._open) > common:
            length = len(self._open)
            start, left_out = self._open.pop()
            count = len(self._found) - start
            if count + self._left_out - left_out > MOST_UNKEPT:
                best = self._best(self._text[:length], np.array(self._found[start:]))
                self._found[start:] = array("q", best.tobytes())
                self._left_out += count - len(best)
                for place, end in self._ends[length].items():
                    _lower(self._ends[length - 1], place, end)
                self._ends[length] = {}

    def _best(self, prefix: str, found: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add the lists of a prefix to `rows`; return the completions that one of them has.

        A list that was cut ends with a row with minus the concept of the first completion that was
        not kept in the column of labels: what comes after it is unknown.
        """
        columns, ends = self._columns, self._ends[len(prefix)]
        best = np.sort(found)
        ranks, labels = best >> _RANK, best & _LABEL
        concepts = columns.concept_of[labels].astype(np.int64)
        langs = columns.lang_of[labels].astype(np.int64)
        vocabularies = columns.vocabulary_of[concepts].astype(np.int64)
        everywhere = np.full(len(best), ALL)
        is_kept = np.zeros(len(best), bool)
        for of, lang in ((langs << _RANK | concepts, langs), (concepts, everywhere)):
            first = np.sort(np.unique(of, return_index=True)[1])
            for vocabulary in (vocabularies, everywhere):
                kept, cut = _cut(first, vocabulary[first] << _RANK | lang[first] & _LABEL)
                is_kept[kept] = True
                listed = _at(kept, vocabulary, lang, ranks, labels)
                self.rows += zip(*listed[:2], repeat(prefix), *listed[2:], strict=False)
                ended = zip(*_at(cut, vocabulary, lang, ranks, -concepts), strict=True)
                for one, tag, rank, concept in ended:
                    _lower(ends, (one, tag), (rank, concept))
        self.rows += ((one, tag, prefix, *end) for (one, tag), end in ends.items())
        return best[is_kept]


def _at(places: NDArray[Any], *facts: NDArray[Any]) -> list[list[int]]:
    return [fact[places].tolist() for fact in facts]


def _lower(ends: dict[ListKey, End], place: ListKey, end: End) -> None:
    """Let a list end at `end`, where it does not end before."""
    ends[place] = min(ends.get(place, end), end, key=_order)


def _cut(first: NDArray[Any], lists: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return those of `first` that are the best of their lists, and the next one of each list."""
    order = lists.argsort(kind="stable")
    starts = np.append(True, np.diff(lists[order]) != 0).nonzero()[0]
    place = np.arange(len(order)) - starts.repeat(np.diff(starts, append=len(order)))
    return first[order[place < KEPT_OF_A_LIST]], first[order[place == KEPT_OF_A_LIST]]


def _order(end: End) -> tuple[int, int]:
    return end[0], -end[1]


def combinations(vocabulary: int, lang: int) -> tuple[tuple[int, int], ...]:
    """Return the keys of the lists to which a completion belongs."""
    return (vocabulary, lang), (vocabulary, ALL), (ALL, lang), (ALL, ALL)


def write(rows: sqlite3.Connection, columns: Arrays) -> None:
    """Fill the table `top_completion` from the table `completion`."""
    made = _Gatherer(columns)
    sql = "SELECT substr(folded, 1, ?), rank << ? | label FROM completion ORDER BY folded"
    for text, found in groupby(rows.execute(sql, (LONGEST_PREFIX, _RANK)), itemgetter(0)):
        made.add(text, map(itemgetter(1), found))
        if len(made.rows) > _ROWS_AT_ONCE:
            _insert(rows, made)
    made.close(0)
    _insert(rows, made)


def _insert(rows: sqlite3.Connection, made: _Gatherer) -> None:
    rows.executemany("INSERT INTO top_completion VALUES (?, ?, ?, ?, ?)", made.rows)
    made.rows.clear()


def _common(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def prefixes(text: str) -> Iterable[str]:
    """Return the prefixes under which a completion may be kept."""
    return [text[:length] for length in range(1, min(len(text), LONGEST_PREFIX) + 1)]
