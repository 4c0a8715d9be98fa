"""Concepts by the month of a date, and in a month in the order of their terms."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from index.embedded.reading.view import View

_AT_ONCE = 4096
_FEW = 2000
"""The terms of a month with at most so many concepts are put in order; for others, all labels are
walked through in their order until enough are found.
"""
_COLUMNS = ("created", "changed")
_MONTH = len("2026-01")


def dated(
    view: View,
    vocabulary: str,
    date: str,
    lang: str,
    withdrawn: bool | None,
    offset: int,
    limit: int,
) -> list[tuple[str, bytes]]:
    """Return date and record of a page of concepts, see `index.Index.dated`."""
    if date not in _COLUMNS:
        raise ValueError(f"there is no date {date}")
    chosen = ""
    if withdrawn is not None:
        status = -1 if view.state.withdrawn is None else view.state.withdrawn
        chosen = f" AND status {'=' if withdrawn else '<>'} {status}"
    keys = _keys(view, view.number(vocabulary), date, lang, chosen)
    found = islice(keys, offset, offset + limit)
    return [(day, view.record(key)) for day, key in found]


def _keys(
    view: View, vocabulary: int, date: str, lang: str, chosen: str
) -> Iterator[tuple[str, int]]:
    before = "~"
    while True:
        row = view.rows.execute(
            f"SELECT max({date}) FROM concept"  # noqa: S608 - one of two names
            f" WHERE vocabulary = ? AND {date} > '' AND {date} < ?{chosen}",
            (vocabulary, before),
        ).fetchone()
        if row[0] is None:
            return
        before = row[0][:_MONTH]
        of_month = view.rows.execute(
            f"SELECT key, {date} FROM concept"  # noqa: S608 - as above
            f" WHERE vocabulary = ? AND {date} >= ? AND {date} <= ? || '~'{chosen}",
            (vocabulary, before, before),
        )
        yield from _in_order(view, dict(of_month), lang)


def _in_order(view: View, days: dict[int, str], lang: str) -> Iterator[tuple[str, int]]:
    langs = np.array([tag.startswith(lang) for tag in view.state.langs])
    if len(days) <= _FEW or view.state.is_changed:
        found = sorted(_terms(view, [*days], langs), key=lambda one: (one[0], -one[1]))
        numbers = iter([key for _, key in found])
    else:
        numbers = _walked(view, np.fromiter(days, np.int64, len(days)), langs)
    return ((days[key], key) for key in numbers)


def _terms(
    view: View, keys: list[int], langs: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> Iterator[tuple[str, int]]:
    its = view.arrays
    for key in keys:
        for label in range(its.first.item(key), its.end.item(key)):
            if its.kind_of.item(label) == 0 and langs[its.lang_of.item(label)]:
                yield view.text(label).lower(), key


def _walked(
    view: View,
    keys: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    langs: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
) -> Iterator[int]:
    its, wanted = view.arrays, np.zeros(len(view.arrays.first), bool)
    wanted[keys] = True
    for begin in range(0, view.lowered.count, _AT_ONCE):
        labels = view.lowered.segments(begin, min(begin + _AT_ONCE, view.lowered.count))
        concepts = its.concept_of[labels]
        keep = (its.kind_of[labels] == 0) & langs[its.lang_of[labels]] & wanted[concepts]
        yield from concepts[keep].tolist()
