"""The best completions of prefixes that have very many, so that one letter costs as little as five.

Prefixes with at most `LIGHT` completions are read whole when they are asked for. For the others
the best are kept, for each vocabulary and language and for all of them.
"""

import sqlite3
from collections.abc import Iterable

from index.embedded.arrays import Arrays
from index.embedded.tables import ALL

LIGHT = 300
LONGEST = 8
"""Characters of the longest prefix that is kept; longer ones have few completions."""
KEPT = 40
_AT_ONCE = 20_000

Row = tuple[int, int, str, int, int]
Place = tuple[int, int]
"""Vocabulary and language of a list."""

Completions = list[tuple[int, int]]
"""Pairs of rank and label."""


class _Briefs:
    """Follows completions in the order of their text, and closes each prefix after its last."""

    def __init__(self, columns: Arrays) -> None:
        self.rows: list[Row] = []
        self._columns = columns
        self._found: list[Completions] = [[] for _ in range(LONGEST + 1)]
        self._counts = [0] * (LONGEST + 1)
        self._ends: list[dict[Place, tuple[int, int]]] = [{} for _ in range(LONGEST + 1)]

    def close(self, prefix: str) -> None:
        """Close a prefix; what it found is also found by the prefix that is one shorter."""
        length = len(prefix)
        found, count = self._found[length], self._counts[length]
        if count > LIGHT:
            found = self._best(prefix, found)
            above = self._ends[length - 1]
            for place, end in self._ends[length].items():
                above[place] = min(end, above.get(place, end), key=_order)
            self._ends[length] = {}
        self._found[length - 1] += found
        self._counts[length - 1] += count
        self._found[length], self._counts[length] = [], 0

    def add(self, length: int, rank: int, label: int) -> None:
        """Add a completion to a prefix of `length` that is open."""
        self._found[length].append((rank, label))
        self._counts[length] += 1

    def _best(self, prefix: str, found: Completions) -> Completions:
        """Keep the best of a prefix, and return all that are kept in one of its lists.

        A list that is cut ends with a row that has minus the concept of the first that is not
        kept in the place of its label: what comes after it is not known.
        """
        columns = self._columns
        concepts = columns.concept_of[[label for _, label in found]]
        places = zip(
            found,
            concepts.tolist(),
            columns.vocabulary_of[concepts].tolist(),
            columns.lang_of[[label for _, label in found]].tolist(),
            strict=True,
        )
        lists: dict[Place, dict[int, tuple[int, int]]] = {}
        full: set[Place] = set()
        ends = self._ends[len(prefix)]
        for pair, concept, vocabulary, lang in sorted(places):
            for key in combinations(vocabulary, lang):
                if key in full:
                    continue
                best = lists.get(key)
                if best is None:
                    lists[key] = {concept: pair}
                elif len(best) < KEPT:
                    best.setdefault(concept, pair)
                elif concept not in best:  # the first that is not kept: labels are in its order
                    full.add(key)
                    end = pair[0], -concept
                    ends[key] = min(ends.get(key, end), end, key=_order)
        for (vocabulary, lang), best in lists.items():
            kept = [
                *best.values(),
                *([ends[vocabulary, lang]] if (vocabulary, lang) in ends else []),
            ]
            self.rows += ((vocabulary, lang, prefix, *pair) for pair in kept)
        return list({pair for best in lists.values() for pair in best.values()})


def _order(end: tuple[int, int]) -> tuple[int, int]:
    return end[0], -end[1]


def combinations(vocabulary: int, lang: int) -> tuple[tuple[int, int], ...]:
    """Return the lists to which a completion belongs."""
    return (vocabulary, lang), (vocabulary, ALL), (ALL, lang), (ALL, ALL)


def write(rows: sqlite3.Connection, columns: Arrays) -> None:
    """Fill the table `brief` from the table `completion`."""
    made = _Briefs(columns)
    before = ""
    sql = "SELECT substr(folded, 1, ?), rank, label FROM completion ORDER BY folded"
    for text, rank, label in rows.execute(sql, (LONGEST,)):
        if text != before:
            common = _common(before, text)
            for length in range(len(before), common, -1):
                made.close(before[:length])
            before = text
            if len(made.rows) > _AT_ONCE:
                _insert(rows, made)
        made.add(len(text), rank, label)
    for length in range(len(before), 0, -1):
        made.close(before[:length])
    _insert(rows, made)


def _insert(rows: sqlite3.Connection, made: _Briefs) -> None:
    rows.executemany("INSERT INTO brief VALUES (?, ?, ?, ?, ?)", made.rows)
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
    return [text[:length] for length in range(1, min(len(text), LONGEST) + 1)]
