"""The order of a language: sort keys and the letters of its A-Z.

With the optional package ICU (extra ``icu``) the order is CLDR's. Without it a small table of
alphabets is used: right for the common alphabetic languages, by code point for Chinese and
Japanese; `engine()` says which one is at work.
"""

import unicodedata
from functools import lru_cache
from typing import Any

try:
    import icu
except ImportError:  # the extra is not installed
    icu = None

OTHER = "#"
"""The "letter" of what begins with neither a letter nor a digit."""
DIGITS = "0-9"

# Letters that stand for themselves in an alphabet, and after which letter they come; letters
# that are not here sort as the letter they are built on. From the CLDR collation charts.
_AFTER = {
    "sv": {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"},
    "fi": {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"},
    "da": {"æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"},
    "nb": {"æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"},
    "es": {"ñ": "n1"},
    "pl": {"ą": "a1", "ć": "c1", "ę": "e1", "ł": "l1", "ń": "n1", "ó": "o1", "ś": "s1",
           "ź": "z1", "ż": "z2"},
    "cs": {"č": "c1", "ř": "r1", "š": "s1", "ž": "z1"},
    "tr": {"ç": "c1", "ğ": "g1", "ı": "h1", "ö": "o1", "ş": "s1", "ü": "u1"},
    "ru": {"ё": "е"},
    "uk": {"ґ": "г1", "є": "е1", "і": "и1", "ї": "и2"},
}  # fmt: skip
_AFTER["nn"] = _AFTER["no"] = _AFTER["nb"]
_LAST = 0x10FFF0
"""Code points from here on sort after every letter: "z" and one of them comes after "zz"."""


def engine() -> str:
    """Return "ICU" with its version, or "built-in table"."""
    return f"ICU {icu.ICU_VERSION}" if icu is not None else "built-in table"


@lru_cache(256)
def _collator(lang: str) -> Any:
    return icu.Collator.createInstance(icu.Locale(lang or "root"))


@lru_cache(256)
def _alphabet(lang: str) -> Any:
    return icu.AlphabeticIndex(icu.Locale(lang or "root")).buildImmutableIndex()


def sort_key(text: str, lang: str) -> bytes:
    """Return bytes that order texts as a dictionary of `lang` does."""
    if icu is not None:
        key: bytes = _collator(lang).getSortKey(text)
        return key
    folded = _plain(text, lang)
    return folded.encode() + b"\0" + text.encode()


def letter(text: str, lang: str) -> str:
    """Return the heading under which `text` stands in the A-Z of `lang`."""
    first = text.lstrip("«»“”„\"'()[]-–—…¿¡ ")[:1]
    if not first:
        return OTHER
    if first.isdigit():
        return DIGITS
    if not first.isalpha():
        return OTHER
    if icu is not None:
        alphabet = _alphabet(lang)
        found: str = alphabet.getBucket(alphabet.getBucketIndex(text))[0]
        if found != "…":
            return found
    return _first_letter(first.lower(), lang.split("-")[0])


def _plain(text: str, lang: str) -> str:
    own = _AFTER.get(lang.split("-")[0], {})
    made = []
    for char in unicodedata.normalize("NFC", text.casefold()):
        if char in own:
            base, place = own[char][0], own[char][1:]
            made.append(base + (chr(_LAST + int(place)) if place else ""))
        elif char.isalnum() or char.isspace():
            made.append(_base(char))
        elif char in "-–/’'":
            made.append(" ")
    return "".join(made)


def _base(char: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


def _first_letter(char: str, language: str) -> str:
    own = _AFTER.get(language, {})
    if char in own:
        placed = own[char]
        return (char if len(placed) > 1 else placed).upper()
    return (_base(char)[:1] or char).upper()
