"""The order of a language: sort keys and the letters of an A-Z.

With the optional package ICU (extra ``icu``) the order is CLDR's, numbers by their value (the
collation setting ``kn`` of UTS #35, part 5). Without it `alphabets` is
at work, which also orders the languages whose alphabet the site states, with and without ICU;
`engine()` says which one orders the others.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import regex

from glossary.languages.alphabets import BUILT_IN, Alphabet, initial

try:
    import icu
except ImportError:  # the extra is not installed
    icu = None

OTHER = "#"
"""The "letter" of what begins with neither a letter nor a digit."""
DIGITS = "0-9"
_SIGNS = regex.compile(r"[^\p{L}\p{N}]|[\u02b0-\u02ff\u0640]")
"""What may stand before the first letter: all that is no letter, and letters that only modify."""
_SIGN, _DIGIT, _LETTER = b"\x01", b"\x02", b"\x03"
"""With these begin the keys of what is filed under OTHER, under DIGITS and under a letter."""


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
        """Return bytes that order texts as a dictionary of `lang` does: by the letter under which
        they are filed, then from that letter on, then by the signs before it.
        """
        return self.filed(text, lang)[0]

    def letter(self, text: str, lang: str) -> str:
        """Return the heading under which `text` stands in the A-Z of `lang`: its first letter,
        whatever signs stand before it.
        """
        return self.filed(text, lang)[1]

    def filed(self, text: str, lang: str) -> tuple[bytes, str]:
        """Return the sort key of a text and the heading under which it stands.

        Keys begin with that of the heading, so that headings are in order where texts are.
        """
        start, place, heading = self._filed(text, lang)
        key = place + self._text_key(start or text, lang)
        return key if start == text else key + text.encode("utf-8", "replace"), heading

    def _text_key(self, text: str, lang: str) -> bytes:
        alphabet = self._alphabet(lang)
        if alphabet is not None:
            return alphabet.sort_key(text)
        key: bytes = _collator(lang).getSortKey(text)
        return key

    def _filed(self, text: str, lang: str) -> tuple[str, bytes, str]:
        """Return a text from its first letter on, the key of its heading, and the heading."""
        alphabet = self._alphabet(lang)
        start = _from_letter(text, alphabet)
        if not start:
            return "", _SIGN, OTHER
        listed = alphabet.letter(start) if alphabet is not None else ""
        if not listed and not start[0].isalpha():
            return start, _DIGIT, DIGITS
        place, heading = self._heading(start, lang, listed)
        if alphabet is not None:
            place = alphabet.sort_key(heading).partition(b"\0")[0]
        return start, _LETTER + place + b"\0", heading

    def _heading(self, start: str, lang: str, listed: str) -> tuple[bytes, str]:
        """Return the key that ICU gives the heading of a text, and the heading."""
        if listed or icu is None:
            return b"", listed or initial(start[0])
        index, letters = _buckets(lang)
        heading = letters[index.getBucketIndex(start)]
        heading = initial(start[0]) if heading == "…" else heading
        return _collator(lang).getSortKey(heading).rstrip(b"\0"), heading

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


def _from_letter(text: str, alphabet: Alphabet | None) -> str:
    """Return a text from its first letter or digit on, "" where it has none."""
    place = 0
    while place < len(text) and _SIGNS.match(text, place):
        if alphabet is not None and alphabet.lists(text[place]):
            break
        place += 1
    return text[place:]
