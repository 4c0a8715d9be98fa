"""Filters of a search and the counts of what each would leave."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Query
from index.embedded.reading.view import View
from index.text import analysis

Counts = dict[str, list[tuple[str, int]]]
_ALL = np.s_[:]
_FEW_FOUND = 100
"""So few found concepts are looked up one by one in groups, and from below in the hierarchy."""
_FEW_NARROWER = 300
"""So few narrower concepts are gathered from above."""
_UP = (
    "WITH RECURSIVE above (key) AS (SELECT ? UNION SELECT parent FROM above CROSS JOIN tree"
    " ON child = key) SELECT 1 FROM above WHERE key = ?"
)


def filtered(view: View, query: Query, keys: NDArray[Any]) -> tuple[NDArray[Any], Counts]:
    """Return the concepts that pass all filters, and the counts of each facet's values.

    A facet counts what its own filter leaves out.
    """
    columns, state = view.arrays, view.state
    if query.statuses:
        numbers = [state.statuses.index(s) for s in query.statuses if s in state.statuses]
        keys = keys[np.isin(columns.status_of[keys], numbers)]
    if query.groups:
        keys = keys[np.isin(keys, _members(view, query, keys))]
    if query.below:
        keys = keys[np.isin(keys, _narrower(view, *query.below, keys))]
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


def _members(view: View, query: Query, keys: NDArray[Any]) -> list[int]:
    """Return the concepts of the groups, in every vocabulary that has a group of that name; only
    those of `keys` where these are few.
    """
    names = [analysis.paired(name) for name in query.groups]
    if len(keys) <= _FEW_FOUND:
        rows = view.rows.execute(
            f"SELECT concept FROM group_member WHERE concept IN ({_marks(keys)}) "  # noqa: S608 - marks
            f"AND +name IN ({_marks(names)})",
            (*keys.tolist(), *names),
        )
        return [key for (key,) in rows]
    found: list[int] = []
    for number in range(len(view.state.vocabulary_ids)):
        for name in names:
            rows = view.rows.execute(
                "SELECT concept FROM group_member WHERE vocabulary = ? AND name = ?", (number, name)
            )
            found += [key for (key,) in rows]
    return found


def _marks(values: Sequence[object] | NDArray[Any]) -> str:
    return ",".join("?" * len(values))


def _narrower(
    view: View, vocabulary: str, id: str, keys: NDArray[Any]
) -> Sequence[int] | NDArray[Any]:
    """Return the concept and all that are below it; only those of `keys` where these are few."""
    top = view.key(vocabulary, id)
    if top is None:
        return []
    near = _few_narrower(view, top)
    if near is not None:
        return [*near]
    if len(keys) <= _FEW_FOUND:
        up = view.rows.execute
        return [key for key in keys.tolist() if up(_UP, (key, top)).fetchone()]
    return _all_narrower(view, top)


def below(view: View, vocabulary: str, id: str) -> Sequence[int] | NDArray[Any]:
    """Return the concepts that are below one, without itself."""
    top = view.key(vocabulary, id)
    if top is None:
        return []
    near = _few_narrower(view, top)
    if near is not None:
        return [*(near - {top})]
    found = _all_narrower(view, top)
    others: NDArray[Any] = found[found != top]
    return others


def inside(view: View, vocabulary: str, group: str) -> list[int]:
    """Return the concepts of a group of a vocabulary."""
    rows = view.rows.execute(
        "SELECT concept FROM group_member WHERE vocabulary = ? AND name = ?",
        (view.number(vocabulary), analysis.paired(group)),
    )
    return [key for (key,) in rows]


def _few_narrower(view: View, top: int) -> set[int] | None:
    """Return a concept and all that are below it, None where these are more than few."""
    found, level = {top}, [top]
    while level:
        most = _FEW_NARROWER - len(found)
        rows = view.rows.execute(
            f"SELECT child FROM tree WHERE parent IN ({_marks(level)}) LIMIT ?",  # noqa: S608 - marks
            (*level, most),
        ).fetchall()
        if len(rows) >= most:
            return None
        level = list({key for (key,) in rows} - found)
        found.update(level)
    return found


def _all_narrower(view: View, top: int) -> NDArray[Any]:
    """Return a concept and all that are below it, a level at a time; for very many."""
    parents, children = view.tree()
    found = np.zeros(len(view.arrays.first), bool)
    found[top] = True
    level = np.array([top])
    while len(level):
        starts, ends = parents.searchsorted(level), parents.searchsorted(level, "right")
        counts = ends - starts
        places = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        level = np.unique(children[places])
        level = level[~found[level]]
        found[level] = True
    return np.flatnonzero(found)
