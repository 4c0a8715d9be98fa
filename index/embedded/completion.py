"""Completion while typing: labels with a word that begins so, the best first."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from index import Completion, analysis
from index.embedded import briefs
from index.embedded.labels import kind_name
from index.embedded.rows import CUT, word_starts
from index.embedded.snapshot import View, is_wanted
from index.embedded.tables import ALL

_MOST_ROWS = 5_000
_FEW = 50
"""So few rows are put in order faster without arrays."""
_LAST = "\U0010ffff"


def complete(
    view: View, prefix: str, asked: str, vocabularies: Sequence[str], limit: int
) -> list[Completion]:
    """Return labels with a word that begins with `prefix`, best first, one for each concept.

    Those in the language asked for come before others.
    """
    folded = analysis.fold(prefix)
    if not folded:
        return []
    within = [view.number(id) for id in vocabularies]
    langs = [n for n, lang in enumerate(view.state.langs) if asked and is_wanted(lang, asked)]
    best = _brief(view, folded, within, langs, limit)
    if best is None:
        best = _one_each(view, _whole(view, folded, within, langs), limit)
    return [_completion(view, label) for label in best]


def _completion(view: View, label: int) -> Completion:
    key = int(view.arrays.concept_of[label])
    kind = kind_name(view.arrays.kind_of[label])
    return Completion(view.text(label), view.lang(label), kind, *view.place(key), view.summary(key))


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))


def _brief(
    view: View, folded: str, within: list[int], langs: list[int], limit: int
) -> list[int] | None:
    """Return the best label of each concept from what is kept for a prefix with very many.

    None where it has not, or where changes have left too little of what was kept.
    """
    if len(folded) > briefs.LONGEST or limit > briefs.KEPT:
        return None
    places, wanted = within or [ALL], [*langs, ALL]
    kept = view.rows.execute(
        "SELECT lang = -1, rank, label FROM brief WHERE prefix = ? "  # noqa: S608 - only marks
        f"AND vocabulary IN ({_marks(places)}) AND lang IN ({_marks(wanted)})",
        (folded, *places, *wanted),
    ).fetchall()
    if not kept:
        sql = "SELECT 1 FROM brief WHERE (vocabulary, lang, prefix) = (?, ?, ?)"
        is_kept = within and view.rows.execute(sql, (ALL, ALL, folded)).fetchone()
        return [] if is_kept else None
    concept_of = view.arrays.concept_of
    found = [
        (is_any, rank, int(concept_of[label]) if label > 0 else -label, label)
        for is_any, rank, label in kept
    ]
    best: dict[int, int] = {}
    for _, _, concept, label in sorted(found):
        if label < 0:  # the end of what is known
            return None
        best.setdefault(concept, label)
        if len(best) == limit:
            break
    return list(best.values())


def _whole(view: View, folded: str, within: list[int], langs: list[int]) -> Iterable[int]:
    """Return all labels with a word that begins so, in order."""
    cut = folded[:CUT]
    rows = view.rows.execute(
        "SELECT rank, label FROM completion WHERE folded >= ? AND folded < ? LIMIT ?",
        (cut, cut + _LAST, _MOST_ROWS),
    ).fetchall()
    if not rows:
        return []
    columns = view.arrays
    if len(rows) <= _FEW and not within and len(folded) <= CUT:
        concept_of, lang_of = columns.concept_of, columns.lang_of
        few = [
            (bool(langs) and lang_of[label] not in langs, rank, concept_of[label], label)
            for rank, label in rows
        ]
        return [row[-1] for row in sorted(few)]
    ranks, labels = np.array(rows).T
    others = ~np.isin(columns.lang_of[labels], langs) if langs else np.zeros(len(labels), bool)
    order: Any = np.lexsort((labels, columns.concept_of[labels], ranks, others))
    if within:
        order = order[np.isin(columns.vocabulary_of[columns.concept_of[labels[order]]], within)]
    ordered: list[int] = labels[order].tolist()
    return ordered if len(folded) <= CUT else _longer(view, ordered, folded)


def _longer(view: View, labels: Iterable[int], folded: str) -> Iterable[int]:
    """Yield the labels that go on as was typed, where more was typed than is kept in order."""
    for label in labels:
        for key in analysis.folded_keys(view.text(label), view.lang(label)):
            if any(key.startswith(folded, start) for start in word_starts(key)):
                yield label
                break


def _one_each(view: View, labels: Iterable[int], limit: int) -> list[int]:
    """Return the first label of each concept, up to `limit`."""
    concept_of = view.arrays.concept_of
    best: dict[int, int] = {}
    for label in labels:
        best.setdefault(int(concept_of[label]), label)
        if len(best) == limit:
            break
    return list(best.values())
