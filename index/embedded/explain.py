"""Why a concept was found: the label or passage that holds most of what was asked for."""

from collections.abc import Iterable, Sequence
from typing import Any

from numpy.typing import NDArray

from index import Match
from index.embedded.labels import Found, kind_name, match_of
from index.embedded.matching import Segments
from index.embedded.rows import FIRST_TEXT, NOTATION
from index.embedded.snapshot import View, is_wanted
from index.highlight import marks
from index.queries import Parsed

_SNIPPET = 240


class Explainer:
    """Explains the hits of one query from the lists of segments that matched."""

    def __init__(self, view: View, parsed: Parsed, asked: str, clauses: Sequence[Segments]) -> None:
        self._view, self._parsed, self._clauses = view, parsed, clauses
        names = view.state.langs
        self._others = [bool(lang) and not is_wanted(lang, asked) for lang in names]

    def matches(
        self, keys: list[int], named: dict[int, Found], heads: NDArray[Any]
    ) -> dict[int, tuple[Match, str]]:
        """Return the best match of each concept, and a snippet of its best passage.

        `named` are labels that are the whole query, `heads` segments that begin with it.
        """
        found = self._segments(keys)
        facts = self._facts({segment for counts in found.values() for segment in counts})
        begun = self._within(keys, heads)
        chosen = {key: _chosen(found[key], facts, begun.get(key, ())) for key in keys}
        return {key: self._match(named.get(key), *chosen[key]) for key in keys}

    def _within(self, keys: list[int], segments: Segments) -> dict[int, list[int]]:
        """Return those of the segments that each concept has, where it has some."""
        columns = self._view.arrays
        if not len(segments):
            return {}
        starts = segments.searchsorted(columns.first[keys]).tolist()
        ends = segments.searchsorted(columns.end[keys]).tolist()
        places = zip(keys, starts, ends, strict=True)
        return {key: segments[s:e].tolist() for key, s, e in places if s < e}

    def _segments(self, keys: list[int]) -> dict[int, dict[int, int]]:
        """Return for each concept its segments with the number of clauses that they match."""
        found: dict[int, dict[int, int]] = {key: {} for key in keys}
        for clause in self._clauses:
            for key, segments in self._within(keys, clause).items():
                counts = found[key]
                for segment in segments:
                    counts[segment] = counts.get(segment, 0) + 1
        return found

    def _facts(self, segments: Iterable[int]) -> dict[int, tuple[bool, int, int]]:
        """Return whether segments are in another language than was asked for, kinds and lengths."""
        columns, numbers = self._view.arrays, list(segments)
        others = [self._others[lang] for lang in columns.lang_of[numbers].tolist()]
        kinds, lengths = columns.kind_of[numbers].tolist(), columns.length_of[numbers].tolist()
        return dict(zip(numbers, zip(others, kinds, lengths, strict=True), strict=True))

    def _match(
        self,
        named: Found | None,
        label: int | None,
        passage: int | None,
        form: str,
        is_label: bool,
    ) -> tuple[Match, str]:
        view, snippet, lang = self._view, "", ""
        if passage is not None:
            lang = view.lang(passage)
            snippet = self._snippet(view.text(passage), lang)
        if named is not None:
            return match_of(named), snippet
        if is_label and label is not None:
            kind = kind_name(int(view.arrays.kind_of[label]))
            return Match(kind, form, view.text(label), view.lang(label)), snippet
        kind = view.state.text_kinds[view.arrays.kind_of[passage] - FIRST_TEXT]
        return Match(kind, "words", snippet, lang), snippet

    def _snippet(self, text: str, lang: str) -> str:
        """Return a piece of `text` around the first word that was asked for."""
        if len(text) <= _SNIPPET:
            return text
        places = marks(text, lang, self._parsed)
        start = max(0, (places[0][0] if places else 0) - _SNIPPET // 3)
        if start:
            start = text.find(" ", start) + 1 or start
        end = min(len(text), start + _SNIPPET)
        if end < len(text):
            end = text.rfind(" ", start + 1, end) if " " in text[start + 1 : end] else end
        return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _chosen(
    counts: dict[int, int], facts: dict[int, tuple[bool, int, int]], begun: Sequence[int]
) -> tuple[int | None, int | None, str, bool]:
    """Return the best label and passage, the form, and whether the label is what is told."""
    labels, passages = [], []
    for segment, count in counts.items():
        other, kind, length = facts[segment]
        if kind <= NOTATION:
            labels.append((segment not in begun, -count, other, kind, length, segment))
        else:
            passages.append((-count, other, kind, segment))
    label, passage = min(labels, default=None), min(passages, default=None)
    is_label = label is not None and (passage is None or label[1] <= passage[0])
    form = "prefix" if label and not label[0] else "words"
    return label and label[-1], passage and passage[-1], form, is_label
