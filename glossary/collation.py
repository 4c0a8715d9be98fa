"""The order of a language: sort keys and the letters of an A-Z.

With the optional package ICU (extra ``icu``) the order is CLDR's, numbers by their value (the
collation setting ``kn`` of UTS #35, part 5). Without it `alphabets` is
at work, which also orders the languages whose alphabet the site states, with and without ICU;
`engine()` says which one orders the others.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from glossary.alphabets import BUILT_IN, Alphabet, initial

try:
    import icu
except ImportError:  # the extra is not installed
    icu = None

OTHER = "#"
"""The "letter" of what begins with neither a letter nor a digit."""
DIGITS = "0-9"
_BEFORE = "«»“”„\"'()[]-–—…¿¡ "
"""What may stand before the first letter."""


def engine() -> str:
    """Return "ICU" with its version, or "built-in table"."""
    return f"ICU {icu.ICU_VERSION}" if icu is not None else "built-in table"


@lru_cache(256)
def _collator(lang: str) -> Any:
    made = icu.Collator.createInstance(icu.Locale(lang or "root"))
    made.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return made


@lru_cache(256)
def _buckets(lang: str) -> tuple[Any, list[Any]]:
    """Return the alphabetic index of a language and the letters of its buckets."""
    index = icu.AlphabeticIndex(icu.Locale(lang or "root")).buildImmutableIndex()
    return index, [index.getBucket(number)[0] for number in range(index.bucketCount)]


@cache
def _built_in(language: str) -> Alphabet:
    letters, same = BUILT_IN.get(language, ("", {}))
    return Alphabet(letters.upper().split(), same)


class Order:
    """The order of every language; `alphabets` are letters by language tag that come first."""

    def __init__(self, alphabets: Mapping[str, Sequence[str]] | None = None) -> None:
        self._stated = {tag: Alphabet(letters) for tag, letters in (alphabets or {}).items()}
        self._found: dict[str, Alphabet | None] = {}

    def sort_key(self, text: str, lang: str) -> bytes:
        """Return bytes that order texts as a dictionary of `lang` does."""
        alphabet = self._alphabet(lang)
        if alphabet is not None:
            return alphabet.sort_key(text)
        key: bytes = _collator(lang).getSortKey(text)
        return key

    def letter(self, text: str, lang: str) -> str:
        """Return the heading under which `text` stands in the A-Z of `lang`."""
        alphabet = self._alphabet(lang)
        if alphabet is not None:
            listed = alphabet.letter(text.lstrip(alphabet.without(_BEFORE)))
            if listed:
                return listed
        start = text.lstrip(_BEFORE)
        first = start[:1]
        if not first:
            return OTHER
        if first.isdigit():
            return DIGITS
        if not first.isalpha():
            return OTHER
        if icu is not None:
            index, letters = _buckets(lang)
            found: str = letters[index.getBucketIndex(start)]
            if found != "…":
                return found
        return initial(first)

    def _alphabet(self, lang: str) -> Alphabet | None:
        """Return the alphabet that orders a language, None where ICU does."""
        if lang not in self._found:
            self._found[lang] = self._chosen(lang)
        return self._found[lang]

    def _chosen(self, lang: str) -> Alphabet | None:
        parts = lang.split("-")
        for length in range(len(parts), 0, -1):
            tag = "-".join(parts[:length])
            if tag in self._stated:
                return self._stated[tag]
        return _built_in(parts[0]) if icu is None else None
