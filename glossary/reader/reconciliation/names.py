"""How alike two names are, whatever their case, punctuation and order of words."""

from functools import lru_cache

import regex
from rapidfuzz import fuzz

from index.text.analysis import fold

SAME_WORDS = 0.97
"""The likeness of names that have the same words in another order, but for short ones ("of")."""
_SHORT = 3
WITHOUT_QUALIFIER = 0.96
"""The likeness of a name whose qualifier in brackets is not in the other."""
_QUALIFIER = regex.compile(r"\s*\([^()]*\)\s*$")


def likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1: by characters, or by words in any order.

    >>> likeness("Manuscripts, Medieval", "Medieval manuscripts")
    0.97
    >>> likeness("École", "ecole"), round(likeness("archives", "Archive"), 2)
    (1.0, 0.93)
    """
    (first, words), (second, others) = _prepared(one), _prepared(other)
    if first == second:
        return 1.0
    if words == others:
        return SAME_WORDS
    return float(max(fuzz.ratio(first, second), fuzz.ratio(words, others) * SAME_WORDS)) / 100


@lru_cache(4096)
def _prepared(text: str) -> tuple[str, str]:
    """Return a text folded, and its words in order, the short ones only where it has no others."""
    folded = fold(text)
    words = sorted(folded.split())
    long = [word for word in words if len(word) > _SHORT or not word.isascii()]
    return folded, " ".join(long if len(long) > 1 else words)


def nearest_likeness(text: str, name: str) -> float:
    """Return the likeness of a text and a name, or of the name without its qualifier in brackets,
    which tells namesakes apart and is seldom written in data; less for the latter.
    """
    whole = likeness(text, name)
    bare = _QUALIFIER.sub("", name)
    if bare == name or not bare:
        return whole
    return max(whole, WITHOUT_QUALIFIER * likeness(text, bare))
