"""Stems: a second level beside folding, never for exact labels.

Snowball has algorithms for most languages. Some others have a light one here that takes off one
ending of number, case or definiteness, as J. Savoy's light stemmers do ("Light stemming
approaches for the French, Portuguese, German and Hungarian languages", 2006, and with L. Dolamic
for Slavic languages, 2009): Latvian after K. Kreslins (1996), Bulgarian and Macedonian after
P. Nakov and J. Savoy (2007), Ukrainian, Belarusian, Slovak and Slovenian by the same plan,
Hebrew by its article and plurals, Korean by its particles.
"""

import threading
import unicodedata
from functools import lru_cache

import Stemmer

from index.folding import casefolded, fold_word, without_points

_SNOWBALL = {
    "ar": "arabic", "az": "turkish", "bs": "serbian", "ca": "catalan", "cs": "czech",
    "da": "danish", "de": "german", "el": "greek", "en": "english", "eo": "esperanto",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "gl": "portuguese", "hi": "hindi", "hr": "serbian",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sh": "serbian",
    "sr": "serbian", "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip
_UNTIL_STABLE = frozenset({"az", "fi", "hu", "tr"})
"""Languages of many endings, whose algorithm is applied until nothing changes: "kütüphaneler" and
"kütüphane" meet only so."""

_PERSIAN = str.maketrans("يك", "یک")
_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_EAST_SLAVIC = (
    "ями ами иями ього ому ему ими ыми ого его ові еві ією ею ой ою ый ій ий ая яя ої еї ые ие "
    "ії ию ів ев ов ей ем єм ом ам ям ах ях єю ия ія ію іє ье ья ью а я у ю ы и і ї о е є й ь"
)
_ENDINGS = {
    "be": _EAST_SLAVIC + " аў яў оў еў ёў ага яга аму яму ымі імі ыя ія",
    "bg": ("ията иите ете ата ята ите ото ето ият ът ят ия та то те ове еве ища ии и а я о е ъ у"),
    "he": "ים ות ה",
    "ko": (
        "으로부터 에서부터 이라는 으로서 으로써 에서는 에게서 로부터 까지의 "
        "으로 에서 에게 한테 까지 부터 보다 처럼 마다 조차 라는 이나 로서 로써 에는 에도 "
        "들은 들이 들을 들의 은 는 이 가 을 를 에 의 와 과 로 도 만 들"
    ),
    "lv": (
        "ajiem ajai ajam ajos ajas ajus iem aja ais ai ei am em im um us as es os ij is ie u a i "
        "e o s"
    ),
    "mk": "иите ијата овите евите ата ите ото ето ови еви та то те от ии ија и а о е",
    "sk": (
        "encoch atami ovia eniec atoch ach ami ata aty ove ovi ich imi emi ymi ymu emu iho "
        "eho ou om am em im ym ov ej ia ie iu os es us a e i o u y"
    ),
    "sl": (
        "ovega evega ovima emega imi ami ega emu ima oma ama ovi evi ih im om am ah em ev ov "
        "oj ja je ji jo ju a e i o u"
    ),
    "uk": _EAST_SLAVIC,
}
_LIGHT = {
    lang: tuple(sorted(dict.fromkeys(found.split()), key=len, reverse=True))
    for lang, found in _ENDINGS.items()
}
_LEAST = {"ko": 2, "he": 2}
_LEAST_ELSEWHERE = 3
_local = threading.local()


def has_stemmer(language: str) -> bool:
    """Return whether a language (primary subtag) has stems."""
    return language in _SNOWBALL or language in _LIGHT


@lru_cache(131072)
def stem(word: str, language: str) -> str:
    """Return the folded stem of a word as it was written, or its folded form without a stemmer.

    `language` is a primary subtag.
    """
    algorithm = _SNOWBALL.get(language)
    if algorithm is None:
        folded = fold_word(word, language)
        return _light(folded, language) if language in _LIGHT else folded
    lowered = unicodedata.normalize("NFC", casefolded(word, language))
    plain = _prepared(without_points(lowered), language)
    stemmed = _snowball(plain, algorithm)
    while language in _UNTIL_STABLE and stemmed != plain:
        plain, stemmed = stemmed, _snowball(stemmed, algorithm)
    return fold_word(stemmed, language)


def _snowball(word: str, algorithm: str) -> str:
    stemmers = _local.__dict__.setdefault("stemmers", {})
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    stemmed: str = stemmers[algorithm].stemWord(word)
    return stemmed


def _prepared(word: str, language: str) -> str:
    """Return a word as the algorithm of its language expects it."""
    if language == "fa":
        return word.translate(_PERSIAN)
    if language == "ar":
        for article in _ARTICLES:
            if word.startswith(article) and len(word) >= len(article) + 3:
                return word[len(article) :]
    return word


def _light(word: str, language: str) -> str:
    """Return a folded word without the longest ending that leaves enough of it."""
    least = _LEAST.get(language, _LEAST_ELSEWHERE)
    if language == "he" and word.startswith("ה") and len(word) > 3:
        word = word[1:]
    for ending in _LIGHT[language]:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word
