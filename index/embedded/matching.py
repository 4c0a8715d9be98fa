"""Which segments hold what a query asks for, clause by clause.

What belongs to concept 0 is gone, and is left out where concepts are counted.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import analysis, scripts
from index.embedded.codec import DTYPE
from index.embedded.postings import LAST_POSITION, STEM, WORD
from index.embedded.rows import FIRST_TEXT, NOTATION
from index.embedded.snapshot import View, is_wanted, wanted_langs
from index.embedded.words import NONE, common
from index.queries import Clause, Form

Segments = NDArray[Any]
"""Numbers of segments in order, each once."""

_SIXTEEN, _POSITION = np.uint64(16), np.uint64(LAST_POSITION)
_MOST_PIECES = 100
_VERY_MANY = 50_000
_KINDS = {
    "label": (0, NOTATION),
    "term": (0, NOTATION - 1),
    "notation": (NOTATION, NOTATION),
    "definition": (FIRST_TEXT, FIRST_TEXT),  # always the first kind of text
    "note": (FIRST_TEXT + 1, 255),
}
"""The first and last kind of segment of each field, and of a prefix without one."""


class Matcher:
    """Finds the segments of clauses, in the languages that were asked for."""

    def __init__(self, view: View, asked: str) -> None:
        self._view = view
        self._wanted = wanted_langs(view.state, asked) if asked else None
        self._is_asked = bool(asked)
        self._stemmed = tuple(
            (number, lang) for number, lang in view.state.stemmed if is_wanted(lang, asked)
        )

    def segments(self, clause: Clause) -> Segments:
        """Return the segments that match a clause, in order, each once."""
        if clause.form is Form.PHRASE:
            found = self._adjacent(_placed(self._view, clause.words))
        elif clause.form is Form.PREFIX:
            found = self._beginning(clause.words[0])
        else:
            found = self._word(clause.words[0])
        if clause.field or clause.form is Form.PREFIX:
            least, most = _KINDS[clause.field or "label"]
            kinds = self._view.arrays.kind_of[found]
            found = found[(kinds >= least) & (kinds <= most)]
        return found

    def _in_langs(self, segments: Segments, wanted: NDArray[Any] | None) -> Segments:
        if wanted is None or not len(segments):
            return segments
        found: Segments = segments[wanted[self._view.arrays.lang_of[segments]]]
        return found

    def _word(self, word: str) -> Segments:
        """Return the segments with a word itself, and those with its stem in their language."""
        view = self._view
        pieces = pieces_of(word)
        if not pieces:
            return NONE
        if len(pieces) > 1:
            return self._adjacent([view.placed(piece) for piece in pieces])
        (piece,) = pieces
        if not piece.isascii() and analysis.is_lone(piece):
            found = [_unique(self._in_langs(view.beginning(piece), self._wanted))]
        else:
            found = [self._in_langs(view.segments(WORD + piece), self._wanted)]
        for stem, langs in _stems(word, self._stemmed, self._is_asked):
            wanted = view.state.mask(langs)
            found.append(self._in_langs(view.segments(STEM + stem), wanted))
            if stem != piece:  # a word that is the stem itself is no term of its own
                found.append(self._in_langs(view.segments(WORD + stem), wanted))
        return _together([segments for segments in found if len(segments)])

    def _beginning(self, prefix: str) -> Segments:
        """Return the segments with a word that begins so."""
        *whole, last = pieces_of(prefix)
        if not whole:
            return _unique(self._in_langs(self._view.beginning(last), self._wanted))
        places = [self._view.placed(piece) for piece in whole]
        return self._adjacent([*places, self._view.placed_beginning(last)])

    def heads(self, words: Sequence[str]) -> Segments:
        """Return the segments that begin with the words."""
        places = _placed(self._view, words)
        places[0] = places[0][places[0] & _POSITION == 0]
        return self._adjacent(places)

    def _adjacent(self, places: Sequence[NDArray[np.uint64]]) -> Segments:
        """Return the segments in which the places of words follow one another."""
        if min(map(len, places)) == 0:
            return NONE
        begins = [places[0]]
        begins += [found - np.uint64(offset) for offset, found in enumerate(places[1:], start=1)]
        segments = (common(begins) >> _SIXTEEN).astype(DTYPE)
        return self._in_langs(_without_repeats(segments), self._wanted)


@lru_cache(20_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """Return the terms of a word as it was written, adjacent where there are several."""
    return tuple(islice(analysis.tokens(word), _MOST_PIECES))


@lru_cache(20_000)
def _stems(
    word: str, stemmed: tuple[tuple[int, str], ...], is_asked: bool
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the stems of a word, with the numbers of the languages that have them.

    The languages are those that were asked for, else those whose script the word has.
    """
    found: dict[str, tuple[int, ...]] = {}
    for number, lang in stemmed:
        if is_asked or scripts.could_be(word, lang):
            stem = analysis.stem(word, lang)
            found[stem] = (*found.get(stem, ()), number)
    found.pop("", None)
    return tuple(found.items())


def _placed(view: View, words: Iterable[str]) -> list[NDArray[np.uint64]]:
    pieces = islice((piece for word in words for piece in pieces_of(word)), _MOST_PIECES)
    return [view.placed(piece) for piece in pieces]


def _unique(segments: Segments) -> Segments:
    """Return segments in order, each once; very many are marked instead of sorted."""
    if len(segments) > _VERY_MANY:
        marked = np.zeros(int(segments.max()) + 1, bool)
        marked[segments] = True
        return np.flatnonzero(marked).astype(DTYPE)
    return _without_repeats(np.sort(segments))


def _without_repeats(ordered: Segments) -> Segments:
    if len(ordered) < 2:
        return ordered
    kept = np.empty(len(ordered), bool)
    kept[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    found: Segments = ordered[kept]
    return found


def _together(lists: list[Segments]) -> Segments:
    """Return the segments of lists that are in order as one."""
    if len(lists) == 1:
        return _without_repeats(lists[0])
    return _unique(np.concatenate(lists)) if lists else NONE
