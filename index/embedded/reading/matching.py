"""Which segments hold what a query asks for, clause by clause.

Segments that were deleted belong to concept 0; they are left out where concepts are counted.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.codec import DTYPE, NONE, POSITION_BITS
from index.embedded.files.posting_lists import common, without_repeats
from index.embedded.files.postings import STEM, WORD
from index.embedded.files.rows import FIRST_TEXT, NOTATION
from index.embedded.reading.view import View
from index.queries import Clause, Form, parts_of_run
from index.text import analysis, function_words, scripts
from index.text.tags import is_wanted

Segments = NDArray[Any]
"""Numbers of segments in order, each once."""

_MOST_PIECES = 100
"""So many pieces of a word, and of a phrase, are looked up."""
_MARKED_FROM = 50_000
"""More numbers than this are marked in an array instead of sorted."""
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
        self._wanted = view.state.wanted_langs(asked) if asked else None
        self._asked = asked
        self._stemmed = tuple(
            (number, lang) for number, lang in view.state.stemmed if is_wanted(lang, asked)
        )

    def segments(self, clause: Clause) -> Segments:
        """Return the segments that match a clause, in order, each once."""
        if clause.form is Form.EITHER:
            lists = [self.segments(one) for one in clause.either]
            return _together([segments for segments in lists if len(segments)])
        if clause.form is Form.PHRASE:
            found = self._adjacent(_positions(self._view, clause.words))
            if not len(found):
                found = self._joined(clause.words)
        elif clause.form is Form.PREFIX:
            found = self._beginning(clause.words[0])
        else:
            found = self._word(clause.words[0])
            if clause.joined:
                both = (found, self._word(clause.joined))
                found = _together([segments for segments in both if len(segments)])
        if clause.field or clause.form is Form.PREFIX:
            least, most = _KINDS[clause.field or "label"]
            kinds = self._view.arrays.kind_of[found]
            found = found[(kinds >= least) & (kinds <= most)]
        return found

    def unstemmed(self, clause: Clause, segments: Segments) -> Segments:
        """Return those of the segments of a clause that have its word itself, not only its stem."""
        if clause.form is not Form.WORD or not self._stemmed:
            return segments
        lists = []
        for word in filter(None, (clause.words[0], clause.joined)):
            pieces = pieces_of(word)
            if len(pieces) != 1 or (not word.isascii() and analysis.is_lone(pieces[0])):
                return segments  # it has no stem
            lists.append(self._without_stems(pieces[0]))
        found = lists[0] if len(lists) == 1 else _together([one for one in lists if len(one)])
        if clause.field:
            found = common([segments, found])
        return found if len(found) < len(segments) else segments

    def _without_stems(self, piece: str) -> Segments:
        """Return the segments with a word itself."""
        remembered = self._view.state.matches
        found = remembered.get(piece, WORD + self._asked)
        if found is None:
            found = self._in_langs(self._view.segments(WORD + piece), self._wanted)
            found = without_repeats(found)
            remembered.put(piece, WORD + self._asked, found)
        return found

    def split_unspaced(self, clause: Clause) -> list[tuple[Clause, Segments]]:
        """Return a clause with its segments; for a run without spaces that matches nothing, a
        clause for each of its parts.

        Parts are the longest, from the left, that some label has. What lies between them is one
        more clause, without segments.
        """
        found = self.segments(clause)
        if len(found) or clause.form is not Form.WORD:
            return [(clause, found)]
        (word,) = clause.words
        about = function_words.asked_about(word)
        if about != word:
            return self.split_unspaced(clause._replace(words=(about,)))
        parts = parts_of_run(word, self._longest)
        made = [clause._replace(words=(part,)) for part in parts]
        rest = [] if parts and "".join(parts) == analysis.fold(word) else [(clause, found)]
        return [*((part, self.segments(part)) for part in made), *rest]

    def _longest(self, signs: list[str], start: int) -> int:
        """Return the place up to which the signs from `start` on are adjacent in some label."""
        begins: NDArray[np.uint64] | None = None
        for place in range(start, len(signs) - 1):
            found = self._view.positions(signs[place] + signs[place + 1]) - np.uint64(place - start)
            if begins is None:
                segments = (found >> POSITION_BITS).astype(DTYPE)
                kinds, concepts = self._view.arrays.kind_of, self._view.arrays.concept_of
                begins = found[(kinds[segments] < NOTATION) & (concepts[segments] > 0)]
            else:
                begins = common([begins, found])
            if not len(begins):
                return place
        return len(signs) - 1

    def _joined(self, words: Sequence[str]) -> Segments:
        """Return the segments of words of a script without spaces, looked up as one run."""
        joined = "".join(map(analysis.fold, words))
        return self._word(joined) if scripts.UNSPACED.fullmatch(joined) else NONE

    def is_optional(self, clause: Clause, asked: str) -> bool:
        """Return whether a clause is a function word of the language asked for, or of those that
        have it most often.
        """
        pieces = pieces_of(clause.words[0]) if clause.form is Form.WORD else ()
        if clause.field or len(pieces) != 1:
            return False
        if clause.joined and len(self._view.segments(WORD + analysis.fold_word(clause.joined))):
            return False
        (word,) = pieces
        if not function_words.is_listed(word):
            return False
        if asked and function_words.is_listed(word, asked):
            return True
        known = self._view.state.function_words
        if word not in known:
            is_mostly = self._is_mostly_listed(word)
            known[word] = is_mostly
        return known[word] if not asked else not len(self._view.segments(WORD + word))

    def _is_mostly_listed(self, word: str) -> bool:
        """Return whether three quarters of the postings of a word are in languages in which it is a
        function word; True for a word without postings.
        """
        view = self._view
        langs = view.state.langs
        listed = np.array([bool(lang) and function_words.is_listed(word, lang) for lang in langs])
        segments = view.segments(WORD + word)
        there = listed[view.arrays.lang_of[segments]][view.arrays.concept_of[segments] > 0]
        return int(there.sum()) * 4 >= len(there) * 3

    def _in_langs(self, segments: Segments, wanted: NDArray[Any] | None) -> Segments:
        if wanted is None or not len(segments):
            return segments
        found: Segments = segments[wanted[self._view.arrays.lang_of[segments]]]
        return found

    def _word(self, word: str) -> Segments:
        """Return the segments that have a word, or its stem in their language."""
        remembered = self._view.state.matches
        found = remembered.get(word, self._asked)
        if found is None:
            found = self._looked_up(word)
            remembered.put(word, self._asked, found)
        return found

    def _looked_up(self, word: str) -> Segments:
        view = self._view
        pieces = pieces_of(word)
        if not pieces:
            return NONE
        if len(pieces) > 1:
            return self._adjacent([view.positions(piece) for piece in pieces])
        (piece,) = pieces
        if not piece.isascii() and analysis.is_lone(piece):
            found = [_unique(self._in_langs(view.with_prefix(piece), self._wanted))]
        else:
            found = [self._in_langs(view.segments(WORD + piece), self._wanted)]
        for stem, langs in _stems(word, self._stemmed, bool(self._asked)):
            wanted = view.state.mask(langs)
            found.append(self._in_langs(view.segments(STEM + stem), wanted))
            if stem != piece:  # a word that is its own stem has no stem term
                found.append(self._in_langs(view.segments(WORD + stem), wanted))
        return _together([segments for segments in found if len(segments)])

    def _beginning(self, prefix: str) -> Segments:
        """Return the segments that have a word with this prefix."""
        *whole, last = pieces_of(prefix)
        if not whole:
            return _unique(self._in_langs(self._view.with_prefix(last), self._wanted))
        places = [self._view.positions(piece) for piece in whole]
        return self._adjacent([*places, self._view.positions_with_prefix(last)])

    def starting_with(self, words: Sequence[str]) -> Segments:
        """Return the segments that begin with the words."""
        first, *others = _pieces(words)
        found = self._view.starting_with(first)
        if not others or not len(found):
            return self._in_langs(found, self._wanted)
        begins = found.astype(np.uint64) << POSITION_BITS
        return self._adjacent([begins, *map(self._view.positions, others)])

    def _adjacent(self, places: Sequence[NDArray[np.uint64]]) -> Segments:
        """Return the segments in which the places of words follow one another."""
        if min(map(len, places)) == 0:
            return NONE
        begins = [places[0]]
        begins += [found - np.uint64(offset) for offset, found in enumerate(places[1:], start=1)]
        segments = (common(begins) >> POSITION_BITS).astype(DTYPE)
        return self._in_langs(without_repeats(segments), self._wanted)


@lru_cache(20_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """Return the terms of a word as it was written; where there are several, they are adjacent."""
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


def _pieces(words: Iterable[str]) -> list[str]:
    return list(islice((piece for word in words for piece in pieces_of(word)), _MOST_PIECES))


def _positions(view: View, words: Iterable[str]) -> list[NDArray[np.uint64]]:
    return [view.positions(piece) for piece in _pieces(words)]


def _unique(segments: Segments) -> Segments:
    """Return segments in order, each once."""
    if len(segments) > _MARKED_FROM:
        marked = np.zeros(int(segments.max()) + 1, bool)
        marked[segments] = True
        return np.flatnonzero(marked).astype(DTYPE)
    return without_repeats(np.sort(segments))


def _together(lists: list[Segments]) -> Segments:
    """Return the union of sorted lists of segments, in order."""
    if len(lists) == 1:
        return without_repeats(lists[0])
    return _unique(np.concatenate(lists)) if lists else NONE
