"""How the text of each language becomes tokens: pure functions, used by all that reads or writes.

Words follow Unicode: letters, digits and combining marks, joined by what stands inside a word
only. Scripts written without spaces are cut into overlapping pairs of characters. Words are
folded by `index.text.folding`; stems (`index.text.stemming`) are never used for exact labels.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from index.text import stemming
from index.text.folding import fold_word, visible
from index.text.folding import kept_apart as _kept_apart
from index.text.scripts import UNSPACED
from index.text.spellings import MAY_VARY, others

__all__ = [
    "Word", "Written", "base", "clusters", "fold", "fold_word", "folded_keys", "has_stemmer",
    "index_pieces", "inflection_distance", "is_lone", "kept_apart", "paired", "pieces", "stem",
    "stem_key", "stems", "tokens", "words", "written",
]  # fmt: skip

_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_PLAIN_WORD = regex.compile(r"[\p{L}\p{N}\p{M}_]+")
_WORD = regex.compile(
    r"[\p{L}\p{N}\p{M}_]+"
    r"(?:(?:\p{Default_Ignorable_Code_Point}+|(?<=\p{Cyrillic})['’](?=\p{Cyrillic})"
    r"|(?<=\p{Hebrew})[\"'’”״׳]{1,2}(?=\p{Hebrew})|(?<=[lL])[·•‧∙⋅](?=[lL]))[\p{L}\p{N}\p{M}_]+)*"
)
_JOINING = regex.compile(r"[\p{Default_Ignorable_Code_Point}'’\"”״׳·•‧∙⋅]")
_UNPAIRED = regex.compile(r"\p{Cs}")
_CLUSTER = regex.compile(r"\X")


_MOST_ENDING = 4
"""Letters at the end of a word by which its forms differ at most."""


class Word(NamedTuple):
    """A word of a text: its folded form and where it stands (characters)."""

    text: str
    start: int
    end: int


class Written(NamedTuple):
    """The words of a text: folded, each as it was written, and what was written once each.

    A sign like "½" is two folded words and one that was written.
    """

    words: list[str]
    shown: list[str]
    whole: list[str]


def base(lang: str) -> str:
    """Return the primary language subtag: "zh-Hans" becomes "zh"."""
    return lang.split("-", 1)[0].lower()


def _pattern(text: str) -> "regex.Pattern[str]":
    """Return what finds the words of `text`; most have nothing that joins."""
    return _WORD if _JOINING.search(text) else _PLAIN_WORD


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text`, folded, with their places; runs without spaces stay whole.

    A sign like "½" folds to several words, which have the same place.
    """
    if text.isascii():
        for plain in _ASCII_WORD.finditer(text.lower()):
            yield Word(plain.group(), plain.start(), plain.end())
        return
    for found in _pattern(text).finditer(text):
        for part in _folded(found.group()):
            yield Word(part, found.start(), found.end())


def _folded(word: str, language: str = "") -> list[str]:
    """Return a word as it is folded: one word, or several of a sign like "½"."""
    folded = fold_word(word, language)
    return [folded] if folded.isalnum() else _PLAIN_WORD.findall(folded)


def written(text: str) -> Written:
    """Return the words of `text`, folded without regard to a language, beside what they were."""
    if text.isascii():
        shown = _ASCII_WORD.findall(text)
        return Written(_ASCII_WORD.findall(text.lower()), shown, shown)
    made = Written([], [], _pattern(text).findall(text))
    for word in made.whole:
        parts = _folded(word)
        made.words.extend(parts)
        made.shown.extend([word] * len(parts))
    return made


def fold(text: str, lang: str = "") -> str:
    """Return the key under which a label is found whatever its case, width or diacritics.

    >>> fold("École  supérieure"), fold("ÉCOLE supe\u0301rieure"), fold("Straße")
    ('ecole superieure', 'ecole superieure', 'strasse')
    """
    if text.isascii():
        key = " ".join(_ASCII_WORD.findall(text.lower()))
    else:
        language = base(lang)
        shown = _pattern(text).findall(text)
        key = " ".join([part for word in shown for part in _folded(word, language)])
    return key or " ".join(visible(paired(text)).casefold().split())


def paired(text: str) -> str:
    """Return `text` as it can be written as UTF-8: unpaired surrogates become U+FFFD."""
    return _UNPAIRED.sub("\ufffd", text)


def folded_keys(text: str, lang: str = "", found: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the language-neutral key of a label and those of its other common spellings.

    `found` are the folded words of `text` where they are known already.
    """
    key = " ".join(found) or fold(text)
    if not MAY_VARY.search(text):
        return (key,)
    return tuple(dict.fromkeys((key, *map(fold, others(text, base(lang))))))


def kept_apart(lang: str) -> bool:
    """Return whether `lang` treats some folded letters as letters of their own."""
    return _kept_apart(base(lang))


def clusters(run: str) -> list[str]:
    """Return the characters of a text as readers see them, each with its marks."""
    found: list[str] = _CLUSTER.findall(run)
    return found


def _cut(run: str) -> Iterator[str]:
    signs = clusters(run)
    if len(signs) == 1:
        yield run
    for first, second in pairwise(signs):
        yield first + second


def pieces(word: str) -> Iterator[str]:
    """Yield the tokens of a folded word: itself, or pairs where no spaces are written."""
    if word.isascii():
        yield word
        return
    end = 0
    for run in UNSPACED.finditer(word):
        if run.start() > end:
            yield word[end : run.start()]
        yield from _cut(run.group())
        end = run.end()
    if end < len(word):
        yield word[end:]


def index_pieces(word: str) -> Iterator[str]:
    """Yield what an index holds of a folded word: its pieces, and the last character of each run.

    So every character of a run begins some piece, and a lone one is found as a prefix.
    """
    yield from pieces(word)
    if not word.isascii():
        for run in UNSPACED.finditer(word):
            clusters = _CLUSTER.findall(run.group())
            if len(clusters) > 1:
                yield clusters[-1]


def is_lone(piece: str) -> bool:
    """Return whether a piece of a query is one character of a script without spaces.

    It stands inside longer pieces, so it is to be looked for as a prefix.
    """
    return bool(UNSPACED.fullmatch(piece)) and len(_CLUSTER.findall(piece)) == 1


def has_stemmer(lang: str) -> bool:
    """Return whether `lang` has stems."""
    return stemming.has_stemmer(base(lang))


def stem(word: str, lang: str) -> str:
    """Return the folded stem of a word as it was written, or its folded form without a stemmer."""
    return stemming.stem(word, base(lang))


def stems(text: str, lang: str) -> Iterator[str]:
    """Yield the stems of the words of `text`, pairs where no spaces are written."""
    language = base(lang)
    for found in _pattern(text).finditer(text):
        for piece in pieces(stemming.stem(found.group(), language)):
            if piece:
                yield piece


def stem_key(text: str, lang: str) -> str:
    """Return the key under which a label is found in another inflection, "" without a stemmer."""
    return " ".join(stems(text, lang)) if has_stemmer(lang) else ""


def inflection_distance(text: str, other: str) -> int | None:
    """Return by how many letters the ends of the words of two texts with the same stems differ.

    None where a word differs by more than forms of one word do: stemmers join "digital" and
    "digitization" as well.

    >>> inflection_distance("digital libraries", "Digital library")
    3
    >>> inflection_distance("digital", "digitization") is None
    True
    """
    distance = 0
    for one, two in zip(words(text), words(other), strict=False):
        common = _common(one.text, two.text)
        ending = max(len(one.text), len(two.text)) - common
        if common and ending > _MOST_ENDING:
            return None
        distance += ending
    return distance


def _common(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def tokens(text: str) -> Iterator[str]:
    """Yield the folded tokens of `text`."""
    for word in words(text):
        yield from pieces(word.text)
