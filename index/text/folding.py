"""Folding: what readers do not type reliably is taken out of a word.

Case, width, Latin and Greek diacritics, stress marks, romanisation signs, Arabic vowel signs and
letter forms, Hebrew points, traditional Chinese characters (`index.text.han`), the Devanagari nukta
(L. Larkey et al., Hindi CLIR in thirty days, 2003), the nasals that Indic scripts write as
anusvara, the order of Thai and Lao marks, and what cannot be seen (Unicode,
Default_Ignorable_Code_Point, which NFKC_Casefold leaves out too: joiners, soft hyphens, zero width
spaces). Letters that a language keeps apart stay in its own folding.
"""

import unicodedata
from functools import lru_cache

import regex

from index.text import han

_MARK = regex.compile(r"\P{Canonical_Combining_Class=0}")
_BARE = regex.compile(r"([\p{Latin}\p{Greek}])\P{Canonical_Combining_Class=0}+")
_YO = regex.compile("е\u0308+")
_DIGIT = regex.compile(r"[^\P{N}0-9]")
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ſ": "s", "ə": "e", "ɓ": "b", "ɗ": "d",
        "ɖ": "d", "ƒ": "f", "ɣ": "g", "ƙ": "k", "ɔ": "o", "ɛ": "e", "ʋ": "v", "ƴ": "y",
        "ґ": "г", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه",
        "ٱ": "ا", "ँ": "ं",
        **dict.fromkeys("\u0640·•‧∙⋅'’‘`´\"”״׳ʹʺʻʼʽʾʿˈˌ"),
    }
) | han.SIMPLIFIED  # fmt: skip
"""Letters as others, and signs inside a word that are dropped."""

_DROPPED_MARKS = frozenset(
    [chr(c) for c in range(0x064B, 0x0660)] + ["\u0670"]  # Arabic tashkeel, hamza and madda marks
    + [chr(c) for c in range(0x0591, 0x05C8)]  # Hebrew points and accents
    + ["\u0300", "\u0301"]  # stress marks, also on Cyrillic
    + ["\u093c"]  # nukta
)  # fmt: skip
_DROPPED = dict.fromkeys(ord(char) for char in _DROPPED_MARKS if unicodedata.combining(char))
_POINTS = dict.fromkeys(map(ord, _DROPPED_MARKS))
_INVISIBLE = regex.compile(r"\p{Default_Ignorable_Code_Point}+")
_NIKHAHIT_FIRST = regex.compile("([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb])")
_VELAR, _CLASSES = (0x19,), (0x19, 0x1E, 0x23, 0x28, 0x2E)
_WRITTEN_SO = {
    **dict.fromkeys((0x900, 0xA80, 0xC00, 0xC80), _CLASSES),
    0x980: _VELAR,
}
"""Indic blocks (Devanagari, Gujarati, Telugu, Kannada; Bengali), and in each the nasals that
are written as anusvara before one of the four stops of their class, which stand just before them.
"""
_NASALS = {
    chr(block + 0x02): regex.compile(
        "|".join(
            f"{chr(nasal)}{chr(block + 0x4D)}(?=[{chr(nasal - 4)}-{chr(nasal - 1)}])"
            for nasal in (block + place for place in places)
        )
    )
    for block, places in _WRITTEN_SO.items()
}
_SOUTH_ASIAN = regex.compile(r"[\u0900-\u0cff\u0e40\u0e4d\u0ecd]")
_KEPT_APART = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "no": "æøå"}


def kept_apart(language: str) -> bool:
    """Return whether a language (primary subtag) has letters of its own that folding joins."""
    return language in _KEPT_APART


def visible(text: str) -> str:
    """Return `text` without the characters that cannot be seen."""
    return _INVISIBLE.sub("", text)


def without_points(text: str) -> str:
    """Return `text` without vowel signs, points and stress marks, its letters as they are."""
    return text.translate(_POINTS)


@lru_cache(65536)
def fold_word(word: str, language: str = "") -> str:
    """Return the folded form of one word; `language` is a primary subtag or ""."""
    if word.isascii():
        return word.lower()
    text = visible(word).casefold()
    kept = _KEPT_APART.get(language)
    if kept:
        text = unicodedata.normalize("NFC", text)
        parts = regex.split(f"([{kept}])", text)
        return "".join(part if part in kept else _fold_rest(part) for part in parts)
    return _fold_rest(text)


def _fold_rest(text: str) -> str:
    folded = _strip_marks(text).casefold().translate(_LETTERS)  # "ℂ" has decomposed to "C"
    if folded.isascii():
        return folded
    if _SOUTH_ASIAN.search(folded):
        folded = _asian(folded)
    if not _DIGIT.search(folded):
        return folded
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c
        for c in folded
    )


def _asian(text: str) -> str:
    """Return `text` with nasals as anusvara, and with Thai and Lao signs in their usual order."""
    for anusvara, nasals in _NASALS.items():
        text = nasals.sub(anusvara, text)
    return _NIKHAHIT_FIRST.sub(r"\2\1", text).replace("เเ", "แ")  # typed as two, seen as one


def _strip_marks(text: str) -> str:
    """Return compatibility-decomposed `text` without the marks that folding removes."""
    text = unicodedata.normalize("NFKD", text)
    if _MARK.search(text):
        text = _BARE.sub(r"\1", text).translate(_DROPPED)
        text = _YO.sub("е", text)
    return unicodedata.normalize("NFC", text)
