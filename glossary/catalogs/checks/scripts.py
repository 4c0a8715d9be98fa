"""Which script a text is in, held against those of its language (CLDR, likely subtags)."""

import re
from collections.abc import Iterable
from functools import lru_cache

import regex
from babel.core import get_global

from glossary import languages

_PARTS = {
    "Hans": ("Hani", "Bopo"),
    "Hant": ("Hani", "Bopo"),
    "Hanb": ("Hani", "Bopo"),
    "Jpan": ("Hani", "Hira", "Kana"),
    "Hrkt": ("Hira", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Jamo": ("Hang",),
    "Latf": ("Latn",),
    "Latg": ("Latn",),
    "Aran": ("Arab",),
    "Cyrs": ("Cyrl",),
}
"""Scripts of ISO 15924 that Unicode's property Script does not have, and what they consist of."""

_LETTER = regex.compile(r"\p{L}")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_ALIKE = tuple(regex.compile(rf"\p{{Script={name}}}") for name in ("Latn", "Cyrl", "Grek", "Armn"))
_GREEK_SIGNS = regex.compile(r"[αβγδεθλμπσφψωΔΘΛΞΠΣΦΨΩ]")
"""Greek letters that stand in units and formulas of other scripts, and look like no other."""

_ABBREVIATION = regex.compile(r"(?:\p{Lu}[\p{Lu}\p{N}\p{M}]*\p{Ll}{0,1}|\p{N}+\p{L}?)+")


@lru_cache(512)
def scripts_of(lang: str) -> frozenset[str]:
    """Return the scripts a language is written in, by Unicode's short names; empty if unknown.

    >>> sorted(scripts_of("sr")), sorted(scripts_of("sr-Latn")), sorted(scripts_of("zh-Hans"))
    (['Cyrl', 'Latn'], ['Latn'], ['Bopo', 'Hani'])
    """
    tags = languages.canonical(lang).split("-")
    stated = [tag for tag in tags[1:] if re.fullmatch("[A-Z][a-z]{3}", tag)]
    found = {tag for one in stated[:1] or _likely(tags[0]) for tag in _PARTS.get(one, (one,))}
    return frozenset(name for name in found if _is_known(name))


def _likely(language: str) -> Iterable[str]:
    """Return the scripts in which CLDR expects a language anywhere."""
    return _by_language().get(language, ())


@lru_cache(1)
def _by_language() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for full in get_global("likely_subtags").values():
        parts = full.split("_")
        if len(parts) > 1:
            found.setdefault(parts[0], set()).add(parts[1])
    return found


def _is_known(name: str) -> bool:
    try:
        regex.compile(rf"\p{{Script={name}}}")
    except regex.error:
        return False
    return True


@lru_cache(512)
def _letters(scripts: frozenset[str]) -> regex.Pattern[str]:
    names = "".join(rf"\p{{Script={name}}}" for name in sorted(scripts))
    return regex.compile(rf"[{names}]")


def is_foreign(text: str, scripts: frozenset[str]) -> bool:
    """Return whether a text has letters, and none of them in these scripts."""
    if not scripts or _letters(scripts).search(text):
        return False
    return bool(_LETTER.search(text))


def is_abbreviation(text: str) -> bool:
    """Return whether every word of a text is one, as in notations and names of standards.

    >>> is_abbreviation("MARC 21"), is_abbreviation("ISAD(G)"), is_abbreviation("Dublin Core")
    (True, True, False)
    """
    words = regex.findall(r"[\p{L}\p{M}\p{N}]+", text)
    return bool(words) and all(_ABBREVIATION.fullmatch(word) for word in words)


def is_name(text: str) -> bool:
    """Return whether a text has several longer words, each with a capital, as proper names have.

    >>> is_name("The Blue Shield"), is_name("Library science"), is_name("Museum")
    (True, False, False)
    """
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def mixed_words(text: str) -> list[str]:
    r"""Return the words whose letters are of two scripts that look alike.

    >>> mixed_words("\u0430rchive of PDF-\u0444\u0430\u0439\u043b, 5 \u03bcm")
    ['аrchive']
    """
    if sum(bool(one.search(text)) for one in _ALIKE) < 2:
        return []
    return [word for word in dict.fromkeys(_WORD.findall(text)) if _is_mixed(word)]


def _is_mixed(word: str) -> bool:
    return sum(bool(one.search(_GREEK_SIGNS.sub("", word))) for one in _ALIKE) > 1
