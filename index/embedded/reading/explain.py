"""Why a concept was found: its label or passage that matches most clauses."""

from collections.abc import Sequence

import numpy as np

from index import Match, highlight
from index.embedded.files.codec import NONE
from index.embedded.files.rows import FIRST_TEXT, NOTATION
from index.embedded.reading.labels import MatchedLabel, kind_name, match_of
from index.embedded.reading.matching import Segments
from index.embedded.reading.view import View
from index.queries import Parsed

Chosen = dict[int, tuple[int, int, bool]]
"""By place of a concept: a segment, how many clauses it lacks, whether it starts with the query."""
_NOTHING = 0, 0, False


class Explainer:
    """Explains the hits of one query by the segments that match its clauses."""

    def __init__(self, view: View, parsed: Parsed, asked: str, clauses: Sequence[Segments]) -> None:
        self._view, self._parsed, self._clauses = view, parsed, clauses
        self._wanted = view.state.wanted_langs(asked)

    def matches(
        self, keys: list[int], named: dict[int, MatchedLabel], starting: Segments
    ) -> dict[int, tuple[Match, str]]:
        """Return the best match of each concept, and a snippet of its best passage.

        `named` are labels that are the whole query, `starting` segments that start with it.
        """
        labels, passages = self._best(keys, starting)
        found = {}
        for place, key in enumerate(keys):
            label, lacking, begins = labels.get(place, _NOTHING)
            passage, less, _ = passages.get(place, _NOTHING)
            is_label = bool(label) and (not passage or lacking <= less)
            form = "prefix" if begins else "words"
            found[key] = self._match(named.get(key), label, passage, form, is_label)
        return found

    def _best(self, keys: list[int], starting: Segments) -> tuple[Chosen, Chosen]:
        """Return the best label and the best passage of concepts, by their place in `keys`.

        Labels that begin with the query first, then what matches most clauses, what is in the
        language asked for, by kind, labels by length.
        """
        segments, places, lacking = self._within(keys)
        columns = self._view.arrays
        kinds = columns.kind_of[segments].astype(np.int64)
        is_label = kinds <= NOTATION
        begins = np.zeros(len(segments), bool)
        if len(starting):
            begins = starting.take(starting.searchsorted(segments), mode="clip") == segments
        order = (places << 1 | ~begins) << 8 | lacking
        order = (order << 1 | ~self._wanted[columns.lang_of[segments]]) << 8 | kinds
        order = order << 8 | columns.length_of[segments] * is_label
        best: tuple[Chosen, Chosen] = {}, {}
        last_first = order.argsort(kind="stable")[::-1]
        rows = (
            facts[last_first].tolist() for facts in (places, is_label, segments, lacking, begins)
        )
        for place, label, segment, less, head in zip(*rows, strict=True):
            best[not label][place] = segment, less, head
        return best

    def _within(self, keys: list[int]) -> tuple[Segments, Segments, Segments]:
        """Return the segments of concepts that match, in order, each once, with the place of its
        concept in `keys` and the number of clauses that it lacks.
        """
        wanted = np.array(keys, np.intp)
        firsts, ends = self._view.arrays.first[wanted], self._view.arrays.end[wanted]
        parts = []
        for clause in self._clauses:
            starts, stops = clause.searchsorted(firsts).tolist(), clause.searchsorted(ends).tolist()
            parts += [clause[a:b] for a, b in zip(starts, stops, strict=True) if a < b]
        found = np.concatenate(parts) if parts else NONE
        lacking = np.zeros(len(found), np.intp)
        if len(self._clauses) > 1 and len(found):
            found.sort()
            last = np.append(found[1:] != found[:-1], True).nonzero()[0]
            found, lacking = found[last], len(self._clauses) - 1 - last
            lacking[1:] += last[:-1] + 1
        by_first = firsts.argsort()
        places = by_first[firsts[by_first].searchsorted(found, "right") - 1]
        return found, places, lacking

    def _match(
        self,
        named: MatchedLabel | None,
        label: int,
        passage: int,
        form: str,
        is_label: bool,
    ) -> tuple[Match, str]:
        view, snippet, lang, kind = self._view, "", "", ""
        if passage:
            lang = view.lang(passage)
            kind = view.state.text_kinds[view.arrays.kind_of[passage] - FIRST_TEXT]
            snippet = highlight.snippet(view.text(passage), lang, self._parsed, kind)
        if named is not None:
            return match_of(named), snippet
        if is_label:
            name = kind_name(int(view.arrays.kind_of[label]))
            return Match(name, form, view.text(label), view.lang(label)), snippet
        return Match(kind, "words", snippet, lang), snippet
