"""Filters of a search and the counts of what each would leave."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Query, analysis
from index.embedded.snapshot import View

Counts = dict[str, list[tuple[str, int]]]
_ALL = np.s_[:]


def filtered(view: View, query: Query, keys: NDArray[Any]) -> tuple[NDArray[Any], Counts]:
    """Return the concepts that pass all filters, and the counts of each facet's values.

    A facet counts what its own filter leaves out.
    """
    columns, state = view.arrays, view.state
    if query.statuses:
        numbers = [state.statuses.index(s) for s in query.statuses if s in state.statuses]
        keys = keys[np.isin(columns.status_of[keys], numbers)]
    if query.groups:
        keys = keys[np.isin(keys, _members(view, query))]
    if query.below:
        keys = keys[np.isin(keys, below(view, *query.below))]
    vocabularies = columns.vocabulary_of[keys]
    sectors = columns.sectors_of[keys]
    in_vocabulary: Any = _wanted(view, query)[vocabularies] if query.vocabularies else _ALL
    in_sector: Any = sectors & _mask(view, query.sectors) != 0 if query.sectors else _ALL
    counts = {
        "vocabulary": _by_vocabulary(view, vocabularies[in_sector]),
        "sector": _by_sector(view, sectors[in_vocabulary]),
    }
    kept = keys[in_vocabulary]
    if query.sectors:
        kept = kept[in_sector[in_vocabulary]]
    return kept, counts


def _wanted(view: View, query: Query) -> NDArray[Any]:
    """Return for each vocabulary, by number, whether it was asked for."""
    return np.array([id in query.vocabularies for id in view.state.vocabulary_ids], bool)


def _mask(view: View, sectors: tuple[str, ...]) -> np.uint64:
    names = view.state.sectors
    return np.uint64(sum(1 << names.index(name) for name in set(sectors) if name in names))


def _by_vocabulary(view: View, numbers: NDArray[Any]) -> list[tuple[str, int]]:
    counts = np.bincount(numbers).tolist()
    ids = view.state.vocabulary_ids
    found = [(ids[number], count) for number, count in enumerate(counts) if count]
    return sorted(found, key=lambda pair: -pair[1])


def _by_sector(view: View, bits: NDArray[Any]) -> list[tuple[str, int]]:
    found = []
    for place, name in enumerate(view.state.sectors):
        count = int(np.count_nonzero(bits & np.uint64(1 << place)))
        if count:
            found.append((name, count))
    return sorted(found, key=lambda pair: -pair[1])


def _members(view: View, query: Query) -> list[int]:
    """Return the concepts of the groups, in every vocabulary that has a group of that name."""
    found: list[int] = []
    for number in range(len(view.state.vocabulary_ids)):
        for name in query.groups:
            rows = view.rows.execute(
                "SELECT concept FROM grouped WHERE vocabulary = ? AND name = ?",
                (number, analysis.paired(name)),
            )
            found += [key for (key,) in rows]
    return found


def below(view: View, vocabulary: str, id: str) -> NDArray[Any]:
    """Return the concept and all that are below it, a level at a time."""
    key = view.key(vocabulary, id)
    if key is None:
        return np.empty(0, np.int64)
    parents, children = view.tree()
    found = np.zeros(len(view.arrays.first), bool)
    found[key] = True
    level = np.array([key])
    while len(level):
        starts, ends = parents.searchsorted(level), parents.searchsorted(level, "right")
        counts = ends - starts
        places = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        level = np.unique(children[places])
        level = level[~found[level]]
        found[level] = True
    return np.flatnonzero(found)
