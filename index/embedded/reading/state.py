"""What readers keep in memory of a generation after so many changes: names, arrays, caches."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.arrays import Arrays
from index.embedded.files.codec import Numbers
from index.text.corrections import Near
from index.text.tags import is_wanted

_MOST_CACHED_SEGMENTS = 1_000_000
"""The match cache keeps so many numbers of segments, 4 MB."""
_COST_OF_AN_ARRAY = 100
"""An array costs as much as so many numbers, beside those in it."""
_MOST_CACHED_LANGUAGES = 1_000
"""So many languages that were asked for are kept with the languages that answer them."""


class MatchCache:
    """The segments that words match in a language, as far as they were asked for and are not too
    many.
    """

    def __init__(self) -> None:
        self._segments: dict[tuple[str, str], Numbers] = {}
        self._size = 0

    def get(self, word: str, asked: str) -> Numbers | None:
        """Return the segments that match a word in a language, None where they are not known."""
        return self._segments.get((word, asked))

    def put(self, word: str, asked: str, segments: Numbers) -> None:
        """Keep the segments of a word."""
        if self._size > _MOST_CACHED_SEGMENTS:
            self._segments, self._size = {}, 0
        if len(segments) < _MOST_CACHED_SEGMENTS // 10:
            segments.flags.writeable = False
            self._segments[word, asked] = segments
            self._size += len(segments) + _COST_OF_AN_ARRAY


@dataclass(slots=True)
class State:
    """A generation after so many `changes`; `name` tells both.

    Vocabularies, languages, kinds of texts, sectors and statuses are lists of names by number.
    `stemmed` are the languages with a stemmer, `withdrawn` is the number of the status of withdrawn
    concepts. `changed_keys` are the concepts that were added, changed or deleted since the
    generation was built.
    """

    changes: int
    name: str
    arrays: Arrays
    metadata: dict[str, bytes]
    vocabularies: dict[str, int]
    vocabulary_ids: list[str]
    langs: list[str]
    text_kinds: list[str]
    sectors: list[str]
    statuses: list[str]
    stemmed: list[tuple[int, str]]
    withdrawn: int | None
    is_changed: bool
    changed_keys: frozenset[int]
    tree: tuple[NDArray[Any], NDArray[Any]] | None = None
    masks: dict[tuple[int, ...], NDArray[Any]] = field(default_factory=dict)
    wanted: dict[str, NDArray[Any]] = field(default_factory=dict)
    matches: MatchCache = field(default_factory=MatchCache)
    near_words: dict[str, list[Near]] = field(default_factory=dict)
    function_words: dict[str, bool] = field(default_factory=dict)

    def mask(self, langs: tuple[int, ...]) -> NDArray[Any]:
        """Return for each language, by number, whether it is one of `langs`."""
        mask = self.masks.get(langs)
        if mask is None:
            mask = np.zeros(len(self.langs), bool)
            mask[list(langs)] = True
            self.masks[langs] = mask
        return mask

    def wanted_langs(self, asked: str) -> NDArray[Any]:
        """Return for each language, by number, whether its texts answer a request for `asked`."""
        wanted = self.wanted.get(asked)
        if wanted is None:
            if len(self.wanted) >= _MOST_CACHED_LANGUAGES:
                self.wanted.clear()
            wanted = np.array([not lang or is_wanted(lang, asked) for lang in self.langs])
            self.wanted[asked] = wanted
        return wanted
