"""Full-text search: every matching concept is ranked, filtered and counted; none is left out.

All words are required except function words ("the archive"). Where no concept has all of them,
those with most are found. A question without its function words ("what is a fonds") names a
concept as a whole query does.

Concepts come in classes: those that the whole query names, those with a label that starts with it,
with all words in one label, with the words or their stems in one label, in several labels, in
labels and texts, in texts alone. Within a class the kind and the length of the best segment decide,
then the order of publication. Withdrawn concepts come after all others.
"""

from collections.abc import Iterable, Iterator
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Hit, Query, Results
from index.embedded.files.codec import NONE
from index.embedded.files.posting_lists import common
from index.embedded.files.rows import FIRST_TEXT, NOTATION
from index.embedded.reading import facets, labels
from index.embedded.reading.accumulators import (
    Accumulators,
    Keys,
    counted,
    have,
    having_all,
    with_others,
)
from index.embedded.reading.explain import Explainer
from index.embedded.reading.matching import Matcher, pieces_of
from index.embedded.reading.view import View
from index.queries import Clause, Form, Parsed, as_words, parse

_CLASS_OF_NAMES = np.zeros((8, 4), np.uint16)
_CLASS_OF_NAMES[:5, :3] = [
    (660, 600, 240), (440, 400, 160), (220, 200, 80), (550, 500, 200), (550, 500, 200)
]  # fmt: skip
"""The class of a concept that the whole query names, by kind of name (preferred, alternative,
hidden, notation, identifier) and by form (exact, folded, inflected).
"""
_STARTING, _SAME_WORDS, _ONE_LABEL, _LABELS, _SOME_LABELS, _TEXTS = 100, 75, 70, 60, 20, 10
_MOST_WORTH = 0xFFFF
_NOT_WITHDRAWN = np.uint64(63)
"""The highest bit of a rank: set where the concept is not withdrawn."""
_MOST_INFLECTED = 200


def search(view: View, query: Query) -> Results:
    """Return one page of what the query finds, the total and the facets."""
    parsed = parse(query.text)
    written = None if parsed.label else labels.equal_as_typed(view, query.text, query.lang)
    if written:
        parsed = as_words(query.text)
    if not parsed.clauses and not parsed.label:
        return Results(0, (), problems=parsed.problems)
    found = _Search(view, query, parsed, written)
    kept, counts = facets.filtered(view, query, found.matched)
    end = query.page * query.per_page
    keys = _best(found.order(kept), end)[end - query.per_page : end]
    explainer = Explainer(view, parsed, query.lang, found.required)
    explained = explainer.matches(keys, found.names(keys), found.starting)
    hits = [
        Hit(*view.identity(key), explained[key][0], view.record(key), explained[key][1])
        for key in keys
    ]
    problems = parsed.problems_of(is_label=found.named is not None)
    return Results(len(kept), hits, counts, problems=problems, missing=found.missing)


def _best(order: NDArray[np.uint64], count: int) -> list[int]:
    """Return the keys of the highest numbers, highest first."""
    if count <= 0:
        return []  # a page that is not there
    if len(order) > 4 * count:
        order = np.partition(order, len(order) - count)[-count:]
    return [0xFFFFFFFF - (number & 0xFFFFFFFF) for number in np.sort(order)[::-1].tolist()]


def _text(clauses: Iterable[Clause]) -> str:
    """Return the words of clauses as one text, "" where one is not a plain word."""
    found = list(clauses)
    if any(clause.form is not Form.WORD or clause.field for clause in found):
        return ""
    return " ".join(word for clause in found for word in clause.words)


class _Search:
    """What a query finds before filters: `matched` are the keys of concepts, in order.

    `required` are the segments of each required clause. `missing` is how many of these clauses
    every concept lacks, where none has all. `written` are the labels that equal the query with its
    signs.
    """

    def __init__(
        self, view: View, query: Query, parsed: Parsed, written: labels.Labels | None
    ) -> None:
        self._view, self._columns, self._parsed = view, view.arrays, parsed
        matcher = Matcher(view, query.lang)
        parts = [part for clause in parsed.clauses for part in matcher.split_unspaced(clause)]
        clauses = [segments for _, segments in parts]
        self.required = clauses
        self._matcher, self._clauses = matcher, [clause for clause, _ in parts]
        self._about = ""
        if len(parts) > 1:
            needed = [not matcher.is_optional(clause, query.lang) for clause, _ in parts]
            if any(needed):
                self.required = list(compress(clauses, needed))
                self._clauses = list(compress(self._clauses, needed))
            if 0 < sum(needed) < len(needed):
                self._about = _text(clause for clause, _ in compress(parts, needed))
        elif parts and parts[0][0] not in parsed.clauses:
            self._about = _text([parts[0][0]])
        self._excluded = [matcher.segments(clause) for clause in parsed.excluded]
        self._common = common(self.required) if self.required else NONE
        self.named = self._named(query, written)
        self._choose()
        self.starting = self._starting(matcher)

    def _starting(self, matcher: Matcher) -> NDArray[Any]:
        """Return the labels that start with the query; of a lone prefix, the notations that do."""
        parsed, kind_of = self._parsed, self._columns.kind_of
        if [clause.form for clause in parsed.clauses] == [Form.PREFIX]:
            begun: NDArray[Any] = self.required[0][kind_of[self.required[0]] == NOTATION]
            return begun
        is_text = parsed.label and parsed.words and parsed.leaves == parsed.clauses
        if not is_text or not len(self._common):
            return NONE
        starting = matcher.starting_with(parsed.words)
        labels: NDArray[Any] = starting[kind_of[starting] < NOTATION]
        return labels

    def _named(self, query: Query, written: labels.Labels | None) -> labels.Labels | None:
        """Return the labels in the language asked for that are the whole query, None where there
        are none.
        """
        if not self._parsed.label:
            return None
        for same in self._naming(query, written):
            if query.lang:
                same = same.chosen(~same.in_other_language)
            if same:
                self._named_ranks = _CLASS_OF_NAMES.ravel()[same.rank_keys]
                return same
        return None

    def _naming(self, query: Query, written: labels.Labels | None) -> Iterator[labels.Labels]:
        """Yield the labels equal to the query or to what it is about, then inflected forms."""
        view, texts = self._view, [query.text, *filter(None, [self._about])]
        yield written or labels.equal(view, query.text, query.lang, self._parsed.label)
        if self._about:
            yield labels.equal(view, self._about, query.lang)
        for text in texts:
            yield labels.inflected(view, self._as_long(text), text, query.lang)

    def names(self, keys: list[int]) -> dict[int, labels.MatchedLabel]:
        """Return for each of some concepts its best label that is the whole query."""
        if self.named is None:
            return {}
        best: dict[int, tuple[int, int]] = {}
        wanted, ranks = set(keys), self._named_ranks.tolist()
        for place, key in enumerate(self.named.concepts.tolist()):
            if key in wanted and (key not in best or ranks[place] > best[key][0]):
                best[key] = ranks[place], place
        found = self.named.chosen([place for _, place in best.values()]).with_texts(self._view)
        return {row.concept: row for row in found}

    def _as_long(self, text: str) -> list[int]:
        """Return the labels that may be a text in another inflection: those with all required words
        and of the same length.
        """
        words = self._about.split() if text == self._about else self._parsed.words
        columns, pieces = self._columns, sum(len(pieces_of(word)) for word in words)
        whole = self._common[columns.length_of[self._common] == pieces].astype(np.intp)
        there = (columns.kind_of[whole] < NOTATION) & (columns.concept_of[whole] > 0)
        found: list[int] = whole[there].tolist()
        return found[:_MOST_INFLECTED]

    def _choose(self) -> None:
        """Choose the concepts with all clauses; where there are none, those with most."""
        self.missing = 0
        found = having_all(self._columns, self.required)
        self.matched = found[self._let_in(found)] if self._excluded else found
        if self.named is not None:
            self.matched = with_others(self.matched, self.named.concepts)
        elif len(self.required) > 1 and not len(self.matched):
            self._choose_most()

    def _choose_most(self) -> None:
        """Choose the concepts with most clauses, at least half of them."""
        keys, counts = counted(self._columns, self.required)
        there = self._let_in(keys)
        keys, counts = keys[there], counts[there]
        most, wanted = int(counts.max(initial=0)), len(self.required)
        if wanted - most <= wanted // 2:
            self.missing, self.matched = wanted - most, keys[counts == most]
            self._common = self._with_most(self.required, most)

    def _let_in(self, keys: Keys) -> NDArray[np.bool_]:
        """Return for each concept whether it matches no excluded clause."""
        there = np.ones(len(keys), bool)
        for segments in self._excluded:
            there &= ~have(self._columns, keys, segments)
        return there

    def _with_most(self, lists: list[NDArray[Any]], most: int) -> NDArray[Any]:
        """Return the segments that are in `most` of the lists; none is in more."""
        found = np.concatenate(lists)
        found.sort(kind="stable")  # merges lists that are in order
        last = found[most - 1 :]
        same: NDArray[Any] = last[last == found[: len(last)]]
        return same

    def order(self, keys: Keys) -> NDArray[np.uint64]:
        """Return a number for each concept that is higher where it comes first."""
        found = Accumulators(self._columns, keys)
        worth = self._best_segments(found)
        ranks = self._classes(found, worth).astype(np.uint64) << np.uint64(48)
        made: NDArray[np.uint64] = ranks | worth.astype(np.uint64) << np.uint64(32)
        made |= np.uint64(0xFFFFFFFF) - keys.astype(np.uint64)
        status = self._view.state.withdrawn
        if status is None:
            return made
        living: NDArray[Any] = self._columns.status_of[keys] != status
        return made | living.astype(np.uint64) << _NOT_WITHDRAWN

    def _classes(self, found: Accumulators, worth: NDArray[Any]) -> NDArray[Any]:
        """Return the class of each concept; `worth` is that of its best segment."""
        count = max(len(self.required) - self.missing, 1)
        ranks = np.full(len(worth), _TEXTS, np.uint16)
        in_one = worth > _MOST_WORTH - (FIRST_TEXT << 8)
        if len(self.required) > 1 and not in_one.all():
            in_labels = self._label_clause_counts(found)
            some = in_labels > 0
            ranks[some] = _SOME_LABELS + in_labels[some].astype(np.uint16) * 30 // count
            ranks[in_labels >= count] = _LABELS
        ranks[in_one] = _ONE_LABEL
        if in_one.any():
            ranks[in_one & self._have_the_words(found)] = _SAME_WORDS
        best = self._classes_by_name(found)
        return ranks if best is None else np.maximum(ranks, best)

    def _classes_by_name(self, found: Accumulators) -> NDArray[Any] | None:
        """Return the class of each concept by its labels that are the query or start with it; None
        where there are no such labels.
        """
        if self.named is None and not len(self.starting):
            return None
        best = found.zeros(np.uint16)
        if len(self.starting):
            starting, places = found.within(self.starting)
            worth = _STARTING - self._columns.kind_of[starting].astype(np.uint16)
            np.maximum.at(best, places, worth)
        if self.named is not None:
            places, there = found.places(self.named.concepts)
            np.maximum.at(best, places, self._named_ranks[there])
        return found.of_keys(best)

    def _label_clause_counts(self, found: Accumulators) -> NDArray[Any]:
        """Return for each concept how many required clauses its labels match."""
        counts = found.zeros(np.uint8)
        for segments in self.required:
            numbers, places = found.within(segments)
            there = found.zeros(np.bool_)
            there[places[self._columns.kind_of[numbers] <= NOTATION]] = True
            counts += there
        return found.of_keys(counts)

    def _have_the_words(self, found: Accumulators) -> NDArray[Any]:
        """Return for each concept whether one of its labels has the words, not only their stems."""
        lists = [*map(self._matcher.unstemmed, self._clauses, self.required)]
        if all(one is whole for one, whole in zip(lists, self.required, strict=True)):
            return np.ones(len(found.keys), bool)
        if self.missing:
            most = len(lists) - self.missing
            segments = common([self._common, self._with_most(lists, most)])
        else:
            segments = common(lists)
        numbers, places = found.within(segments)
        there = found.zeros(np.bool_)
        there[places[self._columns.kind_of[numbers] <= NOTATION]] = True
        return found.of_keys(there)

    def _best_segments(self, found: Accumulators) -> NDArray[Any]:
        """Return for each concept the worth of its best segment with all clauses, by kind and
        length; 0 where it has none.
        """
        columns = self._columns
        numbers, places = found.within(self._common)
        worth = found.zeros(np.uint16)
        cost = columns.kind_of[numbers].astype(np.uint16) << 8 | columns.length_of[numbers]
        np.maximum.at(worth, places, _MOST_WORTH - cost)
        return found.of_keys(worth)
