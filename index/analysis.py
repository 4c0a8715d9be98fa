"""How the text of each language becomes tokens: pure functions, used by all that reads or writes.

Words follow Unicode: letters, digits and combining marks. Scripts written without spaces are
cut into overlapping pairs of characters. Folding removes what readers do not type reliably
(case, width, Latin and Greek diacritics, Arabic vowel signs and letter forms, Hebrew points).
Stems are those of Snowball and are never used for exact labels.
"""

import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex
import Stemmer

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}_]+")
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc\u3005]+"
)
_UNPAIRED = regex.compile(r"\p{Cs}")
_CLUSTER = regex.compile(r"\X")
_LOSES_MARKS = regex.compile(r"[\p{Latin}\p{Greek}]")
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ſ": "s", "ə": "e",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا",
        "\u0640": None, "\u200c": None, "\u200d": None, "\u00ad": None,
    }
)  # fmt: skip
_DROPPED_MARKS = frozenset(
    [chr(c) for c in range(0x064B, 0x0660)] + ["\u0670"]  # Arabic tashkeel, hamza and madda marks
    + [chr(c) for c in range(0x0591, 0x05C8)]  # Hebrew points and accents
    + ["\u0300", "\u0301"]  # stress marks, also on Cyrillic
)  # fmt: skip
_KEPT_APART = {"sv": "åäö", "fi": "åäö", "da": "æøå", "nb": "æøå", "nn": "æøå", "no": "æøå"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its folded form and where it stands (characters)."""

    text: str
    start: int
    end: int


def base(lang: str) -> str:
    """Return the primary language subtag: "zh-Hans" becomes "zh"."""
    return lang.split("-", 1)[0].lower()


def _casefolded(text: str, language: str) -> str:
    if language in ("tr", "az"):
        text = text.replace("İ", "i").replace("I", "ı")
    return text.casefold()


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


@lru_cache(65536)
def fold_word(word: str, language: str = "") -> str:
    """Return the folded form of one word; `language` is a primary subtag or ""."""
    if word.isascii():
        return word.lower() if language not in ("tr", "az") else word.replace("I", "i").lower()
    text = _casefolded(word, language)
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


def words(text: str, lang: str = "") -> Iterator[Word]:
    """Yield the words of `text`, folded, with their places; runs without spaces stay whole.

    A sign like "½" folds to several words, which have the same place.
    """
    language = base(lang)
    for found in _WORD.finditer(text):
        folded = fold_word(found.group(), language)
        for part in [folded] if folded.isalnum() else _WORD.findall(folded):
            yield Word(part, found.start(), found.end())


def fold(text: str, lang: str = "") -> str:
    """Return the key under which a label is found whatever its case, width or diacritics.

    >>> fold("École  supérieure"), fold("ÉCOLE supe\u0301rieure"), fold("Straße")
    ('ecole superieure', 'ecole superieure', 'strasse')
    """
    key = " ".join(word.text for word in words(text, lang))
    return key or " ".join(paired(text).casefold().split())


def paired(text: str) -> str:
    """Return `text` as it can be written as UTF-8: unpaired surrogates become U+FFFD."""
    return _UNPAIRED.sub("\ufffd", text)


def folded_keys(text: str, lang: str = "", found: Iterable[Word] | None = None) -> tuple[str, ...]:
    """Return the language-neutral key of a label and its other common spellings.

    German umlauts are also found as two letters (DIN 5007-2): "Künstler" as "kuenstler".
    `found` are the words of `text` where they are known already.
    """
    key = fold(text) if found is None else " ".join(w.text for w in found) or fold(text)
    if base(lang) in ("de", "gsw", "lb") and any(c in text for c in "äöüÄÖÜ"):
        return key, fold(text.casefold().translate(_UMLAUTS))
    return (key,)


def kept_apart(lang: str) -> bool:
    """Return whether `lang` treats some folded letters as letters of their own."""
    return base(lang) in _KEPT_APART


def _cut(run: str) -> Iterator[str]:
    clusters = _CLUSTER.findall(run)
    if len(clusters) == 1:
        yield run
    for first, second in pairwise(clusters):
        yield first + second


def pieces(word: str) -> Iterator[str]:
    """Yield the index tokens of a folded word: itself, or pairs where no spaces are written."""
    if word.isascii():
        yield word
        return
    end = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > end:
            yield word[end : run.start()]
        yield from _cut(run.group())
        end = run.end()
    if end < len(word):
        yield word[end:]


def has_stemmer(lang: str) -> bool:
    """Return whether Snowball has an algorithm for `lang`."""
    return base(lang) in _STEMMERS


@lru_cache(131072)
def stem(word: str, lang: str) -> str:
    """Return the folded stem of a word as it was written, or its folded form without a stemmer."""
    language = base(lang)
    algorithm = _STEMMERS.get(language)
    if algorithm is None:
        return fold_word(word, language)
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    lowered = unicodedata.normalize("NFC", _casefolded(word, language))
    plain = "".join(char for char in lowered if char not in _DROPPED_MARKS)
    stemmed: str = stemmers[algorithm].stemWord(plain)
    return fold_word(stemmed, language)


def stems(text: str, lang: str) -> Iterator[str]:
    """Yield the stems of the words of `text`, pairs where no spaces are written."""
    for found in _WORD.finditer(text):
        for piece in pieces(stem(found.group(), lang)):
            if piece:
                yield piece


def stem_key(text: str, lang: str) -> str:
    """Return the key under which a label is found in another inflection, "" without a stemmer."""
    return " ".join(stems(text, lang)) if has_stemmer(lang) else ""


def tokens(text: str) -> Iterator[str]:
    """Yield the folded index tokens of `text`."""
    for word in words(text):
        yield from pieces(word.text)
