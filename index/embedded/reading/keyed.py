"""Labels by many keys at once, as the words of a long text ask for them."""

from collections.abc import Collection, Sequence

import numpy as np

from index import KINDS, KeyedLabel, KeyedLabels
from index.embedded.files.codec import Numbers
from index.embedded.files.rows import all_hashed, stem_text
from index.embedded.reading.view import View
from index.text.tags import is_wanted

Found = dict[str, list[KeyedLabel]]


def labels_of(
    view: View,
    folded: Collection[str],
    stemmed: Collection[str],
    lang: str,
    vocabularies: Sequence[str],
    limit: int,
) -> KeyedLabels:
    """Return the labels in a language that have these keys; see `index.Index.labels_of`."""
    chosen = _Chosen(view, lang, vocabularies, limit)
    keys = [*dict.fromkeys(folded)]
    same = chosen.of("folded", keys, keys)
    inflected: Found = {}
    stems = [*dict.fromkeys(stemmed)]
    for _, tag in view.state.stemmed:
        if is_wanted(tag, lang):
            found = chosen.of("stemmed", stems, [stem_text(key, tag) for key in stems])
            for key, labels in found.items():
                inflected.setdefault(key, []).extend(labels)
    return KeyedLabels(same, {key: labels[:limit] for key, labels in inflected.items()})


class _Chosen:
    """The labels of a view that are asked for: of a language and of vocabularies."""

    def __init__(self, view: View, lang: str, vocabularies: Sequence[str], limit: int) -> None:
        self._view, self._limit = view, limit
        self._langs = view.state.wanted_langs(lang) if lang else None
        self._within = [view.number(id) for id in vocabularies]

    def of(self, table: str, keys: Sequence[str], texts: Sequence[str]) -> Found:
        """Return the labels of keys, of which the texts are hashed."""
        hashes = all_hashed(texts)
        order = hashes.argsort()
        wanted = hashes[order]
        found = self._view.hashes[table].find_many(wanted)
        for hash, labels in self._view.added_labels(table, wanted):
            found.append((int(wanted.searchsorted(hash)), labels))
        numbers: dict[int, Numbers] = {}
        for place, labels in found:
            known = numbers.get(place)
            numbers[place] = labels if known is None else np.concatenate((known, labels))
        made = {}
        for place, parts in numbers.items():
            if chosen := self._labels(parts):
                made[keys[int(order[place])]] = chosen
        return made

    def _labels(self, numbers: Numbers) -> list[KeyedLabel]:
        columns, view = self._view.arrays, self._view
        concepts, kinds = columns.concept_of[numbers], columns.kind_of[numbers]
        there = (concepts > 0) & (kinds < len(KINDS))
        if self._langs is not None:
            there &= self._langs[columns.lang_of[numbers]]
        if self._within:
            there &= np.isin(columns.vocabulary_of[concepts], self._within)
        gone = columns.status_of[concepts] == view.state.withdrawn
        order = np.lexsort((numbers, kinds, gone))
        best: dict[tuple[int, int], tuple[int, int, bool]] = {}
        for place in order[there[order]].tolist():
            row = int(numbers[place]), int(kinds[place]), bool(gone[place])
            best.setdefault((int(concepts[place]), columns.lang_of.item(row[0])), row)
            if len(best) == self._limit:
                break
        return [
            KeyedLabel(
                view.text(number), view.lang(number), KINDS[kind], *view.identity(concept), is_gone
            )
            for (concept, _), (number, kind, is_gone) in best.items()
        ]
