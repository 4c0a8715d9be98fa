"""Completion while typing: labels with a word that begins so, the best first."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from index import Completion
from index.embedded.files.rows import COMPLETION_CHARACTERS, word_starts
from index.embedded.files.tables import ALL
from index.embedded.reading.labels import kind_name
from index.embedded.reading.view import View
from index.embedded.writing import top_completions
from index.text import analysis, spellings
from index.text.tags import is_wanted

_MOST_ROWS = 5_000
"""So many completions of one prefix are read."""
_FEW_ROWS = 50
"""So few rows are sorted faster without arrays."""
_AFTER_ALL = "\U0010ffff"
"""Sorts after every text."""


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
    langs = [
        number
        for number, lang in enumerate(view.state.langs)
        if asked and (not lang or is_wanted(lang, asked))  # notations are of every language
    ]
    if asked and analysis.kept_apart(asked):
        best = _apart(view, prefix, asked, within, langs, limit)
    else:
        best = _best(view, folded, within, langs, limit)
    if not best and (whole := spellings.joined(prefix)) != prefix:
        best = _best(view, analysis.fold(whole), within, langs, limit)
    return [_completion(view, label) for label in best]


def _best(view: View, folded: str, within: list[int], langs: list[int], limit: int) -> list[int]:
    """Return the best label of each concept that has a word with this prefix."""
    best = _kept(view, folded, within, langs, limit)
    if best is None:
        best = _one_per_concept(view, _all_with_prefix(view, folded, within, langs), limit)
    return best


def _apart(
    view: View, prefix: str, asked: str, within: list[int], langs: list[int], limit: int
) -> list[int]:
    """Return the same for a language that keeps some letters apart which folding joins: labels
    with the letters as they were typed come first.

    Labels of such a language are kept under both forms.
    """
    own, folded = analysis.fold(prefix, asked), analysis.fold(prefix)
    most = max(limit, top_completions.KEPT_OF_A_LIST)
    found = _best(view, own, within, langs, most)
    if own != folded:
        found += _best(view, folded, within, langs, most)
    lang_of = view.arrays.lang_of
    ordered = sorted(
        found,
        key=lambda label: lang_of[label] in langs and not _begins(view.text(label), own, asked),
    )
    return _one_per_concept(view, ordered, limit)


def _begins(text: str, own: str, asked: str) -> bool:
    """Return whether a word of a label begins with `own`, in the folding of its language."""
    folded = analysis.fold(text, asked)
    return any(folded.startswith(own, start) for start in word_starts(folded))


def _completion(view: View, label: int) -> Completion:
    key = view.arrays.concept_of.item(label)
    kind = kind_name(view.arrays.kind_of.item(label))
    return Completion(
        view.text(label), view.lang(label), kind, *view.identity(key), view.summary(key)
    )


def _marks(values: Sequence[int]) -> str:
    return ",".join("?" * len(values))


def _kept(
    view: View, folded: str, within: list[int], langs: list[int], limit: int
) -> list[int] | None:
    """Return the best label of each concept from the table `top_completion`.

    None where the prefix has so few completions that none are kept there, or where changes have
    deleted too many of them.
    """
    if len(folded) > top_completions.LONGEST_PREFIX or limit > top_completions.KEPT_OF_A_LIST:
        return None
    places, wanted = within or [ALL], [*langs, ALL]
    kept = view.rows.execute(
        "SELECT lang = -1, rank, label FROM top_completion WHERE prefix = ? "  # noqa: S608 - only marks
        f"AND vocabulary IN ({_marks(places)}) AND lang IN ({_marks(wanted)})",
        (folded, *places, *wanted),
    ).fetchall()
    if not kept:
        sql = "SELECT 1 FROM top_completion WHERE (vocabulary, lang, prefix) = (?, ?, ?)"
        is_kept = within and view.rows.execute(sql, (ALL, ALL, folded)).fetchone()
        return [] if is_kept else None
    concept_of = view.arrays.concept_of
    found = [
        (is_any, rank, concept_of.item(label) if label > 0 else -label, label)
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


def _all_with_prefix(view: View, folded: str, within: list[int], langs: list[int]) -> Iterable[int]:
    """Return all labels that have a word with this prefix, best first."""
    cut = folded[:COMPLETION_CHARACTERS]
    rows = view.rows.execute(
        "SELECT rank, label FROM completion WHERE folded >= ? AND folded < ? LIMIT ?",
        (cut, cut + _AFTER_ALL, _MOST_ROWS),
    ).fetchall()
    if not rows:
        return []
    columns = view.arrays
    if len(rows) <= _FEW_ROWS and not within and len(folded) <= COMPLETION_CHARACTERS:
        concept_of, lang_of = columns.concept_of, columns.lang_of
        few = [
            (bool(langs) and lang_of.item(label) not in langs, rank, concept_of.item(label), label)
            for rank, label in rows
        ]
        return [row[-1] for row in sorted(few)]
    ranks, labels = np.array(rows).T
    others = ~np.isin(columns.lang_of[labels], langs) if langs else np.zeros(len(labels), bool)
    order: Any = np.lexsort((labels, columns.concept_of[labels], ranks, others))
    if within:
        order = order[np.isin(columns.vocabulary_of[columns.concept_of[labels[order]]], within)]
    ordered: list[int] = labels[order].tolist()
    return ordered if len(folded) <= COMPLETION_CHARACTERS else _longer(view, ordered, folded)


def _longer(view: View, labels: Iterable[int], folded: str) -> Iterable[int]:
    """Yield the labels with the whole prefix, which is longer than the sorted keys."""
    for label in labels:
        for key in analysis.folded_keys(view.text(label), view.lang(label)):
            if any(key.startswith(folded, start) for start in word_starts(key)):
                yield label
                break


def _one_per_concept(view: View, labels: Iterable[int], limit: int) -> list[int]:
    """Return the first label of each concept, up to `limit`."""
    concept_of = view.arrays.concept_of
    best: dict[int, int] = {}
    for label in labels:
        best.setdefault(concept_of.item(label), label)
        if len(best) == limit:
            break
    return list(best.values())
