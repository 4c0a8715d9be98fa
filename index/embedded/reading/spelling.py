"""Spelling suggestions: words of labels that are near the words of a text.

They are found by the hashes of `lexicon` and ranked by `index.text.corrections`.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.files import hashes
from index.embedded.files.codec import DTYPE, Numbers
from index.embedded.files.posting_lists import common
from index.embedded.files.postings import WORD
from index.embedded.reading import labels
from index.embedded.reading.accumulators import concepts_of
from index.embedded.reading.matching import Matcher
from index.embedded.reading.view import View
from index.embedded.writing import lexicon
from index.queries import Clause, Form
from index.text import analysis, corrections
from index.text.scripts import UNSPACED

_MOST_OTHER_LETTERS = 4
"""Words two edits apart differ in so many bits of letters at most."""
_MOST_COMPARED = 500
"""A word is compared with so many others, those with the most letters in common."""
_LONGEST_SPLIT = 40
_MOST_SPLITS = 4
"""Longer words are not split in two, and only so many splits are tried."""
_MOST_WITH_LANGUAGES = 12
"""The languages of so many candidates of a word are looked up."""

_MOST_CACHED_WORDS = 1000
"""So many words are cached with those near them."""
_MOST_POSTINGS_READ = 20_000
"""So many postings of a word are read to know its languages."""


def knows(view: View, text: str, asked: str = "") -> bool:
    """Return whether every word of a text stands in some label, perhaps in another inflection."""
    sql, matcher = "SELECT 1 FROM lexicon WHERE word = ? AND labels", Matcher(view, asked)
    return all(
        view.rows.execute(sql, (word.text,)).fetchone()
        or len(matcher.segments(Clause(Form.WORD, (text[word.start : word.end],), "term")))
        for word in analysis.words(text)
    )


class SharedConcepts:
    """Tells whether some concept has all words of a text; each word is looked up once."""

    def __init__(self, view: View, asked: str) -> None:
        self._view, self._matcher = view, Matcher(view, asked)
        self._concepts_of: dict[str, Numbers] = {}

    def __call__(self, text: str) -> bool:
        """Return whether some concept has all words of a folded text."""
        lists = [self._concepts(word) for word in text.split()]
        return bool(lists) and len(common(lists)) > 0

    def _concepts(self, word: str) -> Numbers:
        """Return the concepts that have a word."""
        there = self._concepts_of.get(word)
        if there is None:
            segments = self._matcher.segments(Clause(Form.WORD, (word,)))
            there = self._concepts_of[word] = concepts_of(self._view.arrays, segments).astype(DTYPE)
        return there


def corrected(
    view: View,
    text: str,
    asked: str,
    limit: int,
    is_known: bool = False,
) -> list[tuple[str, str]]:
    """Return what `text` may have meant, most likely first, as pairs (folded, shown).

    With `is_known` only with other spaces.
    """
    words = [word.text for word in analysis.words(text)]
    ranked, together = partial(labels.named, view, asked=asked), SharedConcepts(view, asked)
    if len(words) > corrections.MOST_WORDS:
        return corrections.ordered(text, [], limit, ranked, together)
    near = [_spaced(view, word) if is_known else _near(view, word) for word in words]
    joined = dict(_joined(view, words))
    if is_known and not joined and max(map(len, near), default=1) == 1:
        return []
    langs = -1
    if len(words) > 1:
        near = [_told_apart(view, some) for some in near]
        langs = _bits(view.state.wanted_langs(asked).nonzero()[0]) if asked else -1
    found = corrections.combined(near, joined, langs)
    mended = corrections.mended(near, langs)
    return corrections.ordered(text, found, limit, ranked, together, mended)


def _near(view: View, word: str) -> list[corrections.Near]:
    """Return words near `word`, cheapest first, itself among them; they are cached."""
    kept = view.state.near_words
    found = kept.get(word)
    if found is None:
        if len(kept) >= _MOST_CACHED_WORDS:
            kept.clear()
        found = _looked_up(view, word)
        kept[word] = found
    return found


def _looked_up(view: View, word: str) -> list[corrections.Near]:
    sql = "SELECT shown FROM lexicon WHERE word = ? AND labels"
    known = view.rows.execute(sql, (word,)).fetchone()
    found = _alike(view, word, lexicon.nearest(word))
    transliterated: list[corrections.Word] = []
    if known is None:
        if not corrections.has_nearest(word, (other for other, *_ in found)):
            found += _alike(view, word, lexicon.further(word))
        transliterated = _typed(view, word)
    near = corrections.near(word, known and known[0], dict.fromkeys(found), transliterated)
    return sorted([*near, *corrections.apart(_apart(view, word), known is not None)])


def _spaced(view: View, word: str) -> list[corrections.Near]:
    """Return a known word, and pairs of words that it may be when split."""
    itself = corrections.Near(0.0, word, word)
    return [itself, *corrections.apart(_apart(view, word), True)]


def _alike(view: View, word: str, keys: Sequence[int]) -> list[corrections.Word]:
    """Return the words with one of some hashes and nearly the same letters, nearest first."""
    numbers = view.labels(hashes.SPELLING, keys)
    known = numbers[numbers < len(view.letters)].astype(np.intp)
    unlike = np.bitwise_count(view.letters[known] ^ lexicon.letters(word))
    near = unlike <= _MOST_OTHER_LETTERS
    likest = known[near][unlike[near].argsort(kind="stable")[:_MOST_COMPARED]]
    added = numbers[numbers >= len(view.letters)][:_MOST_COMPARED]
    return _words(view, np.concatenate((added, likest)))


def _typed(view: View, word: str) -> list[corrections.Word]:
    """Return words of other scripts that may be typed so in Latin letters."""
    return _words(view, view.labels(hashes.SPELLING, lexicon.typed(word))[:_MOST_COMPARED])


def _words(view: View, numbers: NDArray[Any]) -> list[corrections.Word]:
    marks = ",".join("?" * len(numbers))
    return view.rows.execute(
        "SELECT word, shown, labels FROM lexicon "  # noqa: S608 - only question marks
        f"WHERE number IN ({marks}) AND labels",
        numbers.tolist(),
    ).fetchall()


def _named(view: View, words: Sequence[str]) -> dict[str, corrections.Word]:
    """Return those of some folded words that labels have."""
    marks = ",".join("?" * len(words))
    found = view.rows.execute(
        "SELECT word, shown, labels FROM lexicon "  # noqa: S608 - only question marks
        f"WHERE word IN ({marks}) AND labels",
        words,
    )
    return {word: (word, *facts) for word, *facts in found}


def _apart(view: View, word: str) -> Iterator[tuple[corrections.Word, corrections.Word]]:
    """Yield pairs of words that are adjacent in labels and joined are `word`."""
    if len(word) > _LONGEST_SPLIT or word.isdecimal() or UNSPACED.search(word):
        return
    pairs = [(word[:place], word[place:]) for place in range(1, len(word))]
    known = _named(view, [part for pair in pairs for part in pair])
    both = [(known[one], known[two]) for one, two in pairs if one in known and two in known]
    both.sort(key=lambda pair: -min(len(pair[0][0]), len(pair[1][0])))
    for first, second in both[:_MOST_SPLITS]:
        if _are_adjacent(view, first[0], second[0]):
            yield first, second


def _are_adjacent(view: View, first: str, second: str) -> bool:
    """Return whether two words are adjacent in some label or text."""
    places = common([view.positions(first), view.positions(second) - np.uint64(1)])
    return bool((view.arrays.concept_of[places >> np.uint64(16)] > 0).any())


def _joined(view: View, words: Sequence[str]) -> Iterator[tuple[int, list[corrections.Near]]]:
    """Yield the place of each word that may be one with the next, with candidates for both."""
    together = [first + second for first, second in pairwise(words)]
    known = _named(view, together)
    for place, word in enumerate(together):
        if word in known:
            near = [corrections.Near(0.0, word, known[word][1])]
        else:
            near = corrections.near(word, None, (), _typed(view, word))
            near = [one for one in near if one.folded != word]
        if near:
            yield place, corrections.joined(near)


def _told_apart(view: View, near: Sequence[corrections.Near]) -> list[corrections.Near]:
    """Return candidates, the likeliest of them with their languages."""
    some = [one._replace(langs=_langs(view, one.folded)) for one in near[:_MOST_WITH_LANGUAGES]]
    return [*some, *near[_MOST_WITH_LANGUAGES:]]


def _langs(view: View, text: str) -> int:
    """Return bits of the languages that have all words of a text, -1 where none is known."""
    langs = -1
    for word in text.split():
        segments = view.segments(WORD + word)
        segments = segments[:: len(segments) // _MOST_POSTINGS_READ + 1]
        there = segments[view.arrays.concept_of[segments] > 0]
        if len(there) and not word.isdecimal():
            langs &= _bits(np.bincount(view.arrays.lang_of[there]).nonzero()[0])
    return langs


def _bits(numbers: NDArray[Any]) -> int:
    return sum(1 << number for number in numbers.tolist())
