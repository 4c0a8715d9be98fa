"""Folding: what readers do not type reliably is taken out of a word.

Case, width, Latin and Greek diacritics, stress marks, romanisation signs, Arabic vowel signs and
letter forms, Hebrew points, the Devanagari nukta (L. Larkey et al., Hindi CLIR in thirty days,
2003), joiners and soft hyphens. Letters that a language keeps apart stay in its own folding.
"""

import unicodedata
from functools import lru_cache

import regex

_LOSES_MARKS = regex.compile(r"[\p{Latin}\p{Greek}]")
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ſ": "s", "ə": "e", "ɓ": "b", "ɗ": "d",
        "ɖ": "d", "ƒ": "f", "ɣ": "g", "ƙ": "k", "ɔ": "o", "ɛ": "e", "ʋ": "v", "ƴ": "y",
        "ґ": "г", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه",
        "ٱ": "ا", "ँ": "ं",
        **dict.fromkeys("\u0640\u200c\u200d\u2060\u00ad·'’‘`´\"”״׳ʹʺʻʼʽʾʿˈˌ"),
    }
)  # fmt: skip
"""Letters as others, and signs inside a word that are dropped."""

_DROPPED_MARKS = frozenset(
    [chr(c) for c in range(0x064B, 0x0660)] + ["\u0670"]  # Arabic tashkeel, hamza and madda marks
    + [chr(c) for c in range(0x0591, 0x05C8)]  # Hebrew points and accents
    + ["\u0300", "\u0301"]  # stress marks, also on Cyrillic
    + ["\u093c"]  # nukta
)  # fmt: skip
_KEPT_APART = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "no": "æøå"}


def kept_apart(language: str) -> bool:
    """Return whether a language (primary subtag) has letters of its own that folding joins."""
    return language in _KEPT_APART


def casefolded(text: str, language: str) -> str:
    """Return `text` in lower case by the rules of a language (primary subtag)."""
    if language in ("tr", "az"):
        text = text.replace("İ", "i").replace("I", "ı")
    return text.casefold()


def without_points(text: str) -> str:
    """Return `text` without vowel signs, points and stress marks, its letters as they are."""
    return "".join(char for char in text if char not in _DROPPED_MARKS)


@lru_cache(65536)
def fold_word(word: str, language: str = "") -> str:
    """Return the folded form of one word; `language` is a primary subtag or ""."""
    if word.isascii():
        return word.lower() if language not in ("tr", "az") else word.replace("I", "i").lower()
    text = casefolded(word, language)
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
    return "".join(
        str(unicodedata.digit(c)) if c.isdigit() and unicodedata.digit(c, -1) >= 0 else c
        for c in folded
    )


def _strip_marks(text: str) -> str:
    """Return compatibility-decomposed `text` without the marks that folding removes."""
    kept: list[str] = []
    bare = False
    for char in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(char):
            bare = bool(_LOSES_MARKS.match(char))
            kept.append(char)
        elif not (
            bare or char in _DROPPED_MARKS or (char == "\u0308" and kept and kept[-1] == "е")
        ):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))
