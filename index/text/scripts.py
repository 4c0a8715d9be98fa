"""Scripts: which are written without spaces, and which languages may have written a word."""

from functools import lru_cache

import regex

UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc\u3005]+"
)
"""A run of a script that is written without spaces between words."""

_SCRIPTS = {
    "am": "Ethiopic", "ar": "Arabic", "arz": "Arabic", "as": "Bengali", "az": "Latin Cyrillic",
    "ba": "Cyrillic", "be": "Cyrillic", "bg": "Cyrillic", "bn": "Bengali", "bo": "Tibetan",
    "bs": "Latin Cyrillic", "ce": "Cyrillic", "chr": "Cherokee", "ckb": "Arabic",
    "cu": "Cyrillic", "cv": "Cyrillic", "dv": "Thaana", "dz": "Tibetan", "el": "Greek",
    "fa": "Arabic", "grc": "Greek", "gu": "Gujarati", "he": "Hebrew", "hi": "Devanagari",
    "hy": "Armenian", "ja": "Han Hiragana Katakana", "ka": "Georgian", "kk": "Cyrillic Latin",
    "km": "Khmer", "kn": "Kannada", "ko": "Hangul Han", "kok": "Devanagari", "ks": "Arabic",
    "ky": "Cyrillic", "lo": "Lao", "mai": "Devanagari", "mk": "Cyrillic", "ml": "Malayalam",
    "mn": "Cyrillic Mongolian", "mr": "Devanagari", "my": "Myanmar", "ne": "Devanagari",
    "or": "Oriya", "os": "Cyrillic", "pa": "Gurmukhi Arabic", "ps": "Arabic", "ru": "Cyrillic",
    "rue": "Cyrillic", "sa": "Devanagari", "sah": "Cyrillic", "sd": "Arabic", "si": "Sinhala",
    "sh": "Latin Cyrillic", "sr": "Cyrillic Latin", "syr": "Syriac", "ta": "Tamil",
    "te": "Telugu", "tg": "Cyrillic", "th": "Thai", "ti": "Ethiopic", "tt": "Cyrillic Latin",
    "ug": "Arabic", "uk": "Cyrillic", "ur": "Arabic", "uz": "Latin Cyrillic", "yi": "Hebrew",
    "yue": "Han", "zh": "Han Bopomofo",
}  # fmt: skip
"""Scripts by primary subtag (CLDR, likely subtags); all other languages are written in Latin."""

_SUBTAGS = {
    "arab": "Arabic", "cyrl": "Cyrillic", "deva": "Devanagari", "grek": "Greek", "hans": "Han",
    "hant": "Han", "hebr": "Hebrew", "jpan": "Han Hiragana Katakana", "kore": "Hangul Han",
    "latn": "Latin",
}  # fmt: skip
_FINDERS = {
    name: regex.compile(rf"\p{{{name}}}")
    for name in {
        name
        for names in (*_SCRIPTS.values(), *_SUBTAGS.values(), "Latin")
        for name in names.split()
    }
}
_ANY = regex.compile(r"\p{L}")


@lru_cache(4096)
def scripts(lang: str) -> tuple[str, ...]:
    """Return the Unicode names of the scripts that a language tag is written in."""
    first, *rest = lang.lower().split("-")
    for subtag in rest:
        if subtag in _SUBTAGS:
            return tuple(_SUBTAGS[subtag].split())
    return tuple(_SCRIPTS.get(first, "Latin").split())


def could_be(word: str, lang: str) -> bool:
    """Return whether `word` may be written in `lang`, by its letters; digits may be in any."""
    if any(_FINDERS[name].search(word) for name in scripts(lang)):
        return True
    return not _ANY.search(word)
