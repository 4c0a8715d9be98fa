"""Words of other scripts under the Latin letters that readers type for them.

The tables follow the romanisations of BGN/PCGN for Cyrillic, Arabic, Persian and Hebrew, and
ELOT 743 for Greek, simplified: what those who transliterate disagree on is folded away on both
sides. Cyrillic and Greek keep their vowels; of Arabic and Hebrew, whose short vowels are not
written, a key holds consonants only: many words share it, and `unlikeness` compares the long
vowels. So `tsifrovoe`, `cifrovoje` and `цифровое` have one key.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from index.text.folding import fold_word


def _table(letters: str, latin: str) -> dict[str, str]:
    """Return letters with their romanisation; a dot stands for none."""
    return dict(zip(letters, latin.replace(".", "").split(" "), strict=True))


_CYRILLIC = _table(
    "абвгдежзийклмнопрстуфхцчшщъыьэюяѓєѕіїјљњќўџґ",
    "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch . y . e yu ya "
    "g e dz i i i l n k u dz g",
)
_GREEK = _table("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f kh ps o")
_ARABIC = _table(
    "بپتثجچحخدذرزژسشصضطظغفقكگلمن", "b b t t g x h x d d r z z s s s d t z g b k k g l m n"
)
_HEBREW = _table("בגדזחטךכלםמןנסףפץצקרשת", "b g d z x t k k l m m n n s b b s s k r s t")
_CONSONANTS = {**_ARABIC, **_HEBREW}
_STARTS = {"و": "b", "ي": "y", "ه": "h", "ו": "b", "י": "y", "ה": "h"}
"""Letters that may be vowels or silent: consonants for certain only where a word begins."""
_ARTICLE = re.compile("^(?:وال|بال|ال)(?=.{3})")
_INNER_H = str.maketrans({"ه": "h", "ה": "h"})

_SPELLINGS = (
    (re.compile("stsch|schtsch|shch|chtch"), "sc"),
    (re.compile("tsch|tch|ch|ts|tz|cz"), "c"),
    (re.compile("sch|sh|sz"), "s"),
    (re.compile("zh"), "z"),
    (re.compile("kh"), "h"),
    (re.compile("ph"), "f"),
    (re.compile("th"), "t"),
    (re.compile("ck|q"), "k"),
    (re.compile("w"), "v"),
    (re.compile("x"), "ks"),
    (re.compile("ou"), "u"),
    (re.compile("[iyj]+(?=[aeou])"), ""),
    (re.compile("[iyj]+"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_VARIANTS = (
    ("h", "g"), ("x", "h"), ("b", "v"), ("yo", "e"), ("jo", "e"), ("io", "e"), ("sht", "shch"),
    ("ch", "kh"), ("j", "zh"),
)  # fmt: skip
"""What a reader may have written for another sound: Ukrainian г, х as x or ch, Greek β, ё,
Bulgarian щ, ж as in French.
"""
_SKELETON_VARIANTS = (("th", "tah"), ("sh", "sah"), ("kh", "k"), ("ch", "k"), ("h", "kh"))
"""Two letters that are not one sound; Hebrew kaf and het."""
_SKELETON = (
    (re.compile("kh|ch|x"), "x"),
    (re.compile("sh|ts|tz"), "s"),
    (re.compile("th"), "t"),
    (re.compile("dh"), "d"),
    (re.compile("zh"), "z"),
    (re.compile("gh|j"), "g"),
    (re.compile("[pvf]"), "b"),
    (re.compile("[qc]"), "k"),
    (re.compile("^w"), "b"),
    (re.compile("(?<!^)[aeiouwy]|^[aeiou]|h$"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_LONG = {
    **_CONSONANTS,
    **_table("ثخذشغحפשاوיيואع", "θ x ð š γ h b š a u i i u a ."),
}
"""Arabic and Hebrew with the vowels that are written; letters that skeletons join stand apart."""
_TYPED = (
    (re.compile("ou|oo|[ow]"), "u"),
    (re.compile("(?<=.)(?:eh?|ah)$"), "a"),
    (re.compile("ee|[eyj](?![aeiou])|[ey]"), "i"),
    (re.compile("ts|tz"), "s"),
    (re.compile("[pvf]"), "b"),
    (re.compile("[qc]"), "k"),
    (re.compile("j"), "g"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_DIGRAPHS = (("th", "θ"), ("kh", "x"), ("ch", "x"), ("sh", "š"), ("dh", "ð"), ("gh", "γ"))
_READ = 3
"""What counts as much as so many added vowels."""
_TYPED_ARTICLE = re.compile("^[ae]l(?=.{4})")
_FINAL_H = re.compile("[هה]$")
_LATIN = re.compile("[a-z]+")
BARE = "*"
"""Begins the keys that hold consonants only."""
_SHORTEST = 3
_FEWEST_CONSONANTS = 2


def latin_key(word: str) -> str:
    """Return the key of a folded word in Cyrillic, Greek, Arabic or Hebrew, "" for any other."""
    if word.isascii():
        return ""
    if word[0] in _CYRILLIC:
        return _key("".join(_CYRILLIC.get(char, char) for char in word))
    if word[0] in _GREEK:
        return _key("".join(_GREEK.get(char, char) for char in word.replace("ου", "u")))
    if any(char in _CONSONANTS for char in word):
        return _consonants(word)
    return ""


def latin_keys(word: str) -> tuple[str, ...]:
    """Return the keys under which a folded word in Latin letters is looked for, likeliest first.

    >>> latin_key("наследие") in latin_keys("nasledije")
    True
    >>> latin_key("تراجم") in latin_keys("tarajim")
    True
    """
    if not _LATIN.fullmatch(word) or len(word) < _SHORTEST:
        return ()
    keys = [_key(word)]
    keys += [_key(word.replace(old, new)) for old, new in _VARIANTS if old in word]
    keys.append(_skeleton(word))
    bare = word.removesuffix("h")
    keys += [_skeleton(bare.replace(old, new)) for old, new in _SKELETON_VARIANTS if old in bare]
    if word.startswith(("al", "el")) and len(word) > 5:
        keys.append(_skeleton(word[2:]))
    return tuple(dict.fromkeys(key for key in keys if key))


def _key(latin: str) -> str:
    """Return what is left of a romanised word when its spelling is folded, "" of one letter."""
    for pattern, put in _SPELLINGS:
        latin = pattern.sub(put, latin)
    return latin if len(latin) > 1 and _LATIN.fullmatch(latin) else ""


def _skeleton(latin: str) -> str:
    """Return the consonants of a Latin word as those of Arabic and Hebrew are told apart."""
    for pattern, put in _SKELETON:
        latin = pattern.sub(put, latin)
    return BARE + latin if len(latin) >= _FEWEST_CONSONANTS else ""


def _consonants(word: str) -> str:
    bare = _ARTICLE.sub("", fold_word(word))
    start = _STARTS.get(bare[:1], "")
    inner = bare[1:].translate(_INNER_H) if start else bare.translate(_INNER_H)
    found = start + "".join(char if char == "h" else _CONSONANTS.get(char, "") for char in inner)
    found = re.sub(r"(.)\1+", r"\1", found).removesuffix("h")
    return BARE + found if len(found) >= _FEWEST_CONSONANTS else ""


def unlikeness(typed: str, word: str) -> float:
    """Return how far a folded Latin word is from what `word` reads as, 0 where it is that.

    Of words with a key of consonants in common: in Arabic and Hebrew long vowels are written. A
    short one, which is added, counts less than a letter that is read in another way.
    """
    bare = _FINAL_H.sub("a", _ARTICLE.sub("", fold_word(word))).translate(_INNER_H)
    read = re.sub(r"(.)\1+", r"\1", "".join(_LONG.get(char, char) for char in bare))
    return min(
        Levenshtein.distance(read, one, weights=(1, _READ, _READ)) / len(one)
        for one in _readings(typed)
    )


@lru_cache(100)
def _readings(typed: str) -> frozenset[str]:
    """Return how a folded Latin word may be read, perhaps without its article."""
    starts = {typed, _TYPED_ARTICLE.sub("", typed)}
    return frozenset(_plain(one) for start in starts for one in _sounds(start))


def _sounds(latin: str) -> Iterator[str]:
    """Yield a Latin word, and those in which two letters for one sound are one sign."""
    yield latin
    single = latin
    for pair, sign in _DIGRAPHS:
        single = single.replace(pair, sign)
    yield single
    yield single.replace("x", "k")
    yield single.replace("h", "x")


def _plain(latin: str) -> str:
    for pattern, put in _TYPED:
        latin = pattern.sub(put, latin)
    return latin
