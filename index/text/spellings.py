"""Other spellings under which a label is looked for, beside its folded form.

German umlauts as two letters (DIN 5007-2), Danish and Norwegian å as aa and back (Danish spelling
reform of 1948), the Catalan l·l with another sign, apostrophes and romanisation signs left out,
"&" as a word, words in parts as one ("co-ordination", "U.S."), English ordinals in words, Persian
suffixes with a space, Japanese long vowels at the end left out (JIS Z 8301).
"""

import re
from collections.abc import Iterator

import regex

from index.text.scripts import UNSPACED

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_TWO_LETTERS = str.maketrans({"å": "aa", "ø": "oe"})
_GEMINATE = re.compile(r"(?<=[lL])[-.‐‑](?=[lL])")
_MARK = re.compile("['’‘`´]")
_APOSTROPHE = regex.compile(r"(?<=\p{L}\p{M}*)['’‘`´](?=\p{L})")
_ROMANISED = re.compile("[ʹʺʻʼʾʿ]")
_SIGN = regex.compile(r"(?<=\p{L}\p{M}*)[ʹʺʻʼʾʿ](?=\p{L})")
_ELIDING = frozenset({"ca", "co", "fr", "fur", "ht", "it", "lij", "lmo", "oc", "pms", "scn", "vec"})
_INSIDE = regex.compile(r"(?<=\p{L}{3})['’‘`´](?=\p{L})")
"""French apostrophes inside a word, not after an article or pronoun: aujourd'hui, presqu'île."""
_AND = {
    "ca": "i", "cs": "a", "da": "og", "de": "und", "en": "and", "es": "y", "fi": "ja", "fr": "et",
    "hr": "i", "it": "e", "la": "et", "nb": "og", "nl": "en", "nn": "og", "no": "og", "pl": "i",
    "pt": "e", "sv": "och", "": "and",
}  # fmt: skip
_ORDINAL = regex.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", regex.IGNORECASE)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twenty-first",
)  # fmt: skip
_COMPOUND = regex.compile(
    r"(?<![\p{L}\p{N}\p{M}.])[\p{L}\p{N}\p{M}]+(?:[-‐‑.][\p{L}\p{N}\p{M}]+){1,5}+(?![\p{L}\p{N}\p{M}])"
)
_SEPARATOR = re.compile("[-‐‑.]")
_LONGEST = 40
_LONG_END = regex.compile(r"(?<=[\p{Katakana}ー]{3})ー(?![\p{Katakana}ー])")
MAY_VARY = re.compile(r"[äöüåøÄÖÜÅØ'’‘`´ʹʺʻʼʾʿ&\u200cー0-9]|[aA]a|\w[-.‐‑]\w")
"""Texts without one of these have one spelling only."""


def others(text: str, language: str) -> Iterator[str]:
    """Yield other spellings of `text`, not folded; `language` is a primary subtag or ""."""
    if language in ("de", "gsw", "lb") and any(c in text for c in "äöüÄÖÜ"):
        yield text.casefold().translate(_UMLAUTS)
    if language in ("da", "nb", "nn", "no"):
        yield from _danish(text.casefold())
    if language in ("ca", "") and _GEMINATE.search(text):
        yield _GEMINATE.sub("", text)
    if _MARK.search(text):
        if language == "fr" and _INSIDE.search(text):
            yield _INSIDE.sub("", text)
        if language not in _ELIDING and _APOSTROPHE.search(text):
            yield _APOSTROPHE.sub("", text)
    if _SEPARATOR.search(text) and (whole := joined(text)) != text:
        yield whole
    if _ROMANISED.search(text) and _SIGN.search(text):
        yield _SIGN.sub("'", text)
    if "&" in text and language in _AND:
        yield text.replace("&", f" {_AND[language]} ")
    if "\u200c" in text:
        yield text.replace("\u200c", " ")
    if "ー" in text and _LONG_END.search(text):
        yield _LONG_END.sub("", text)
    if language in ("en", "") and _ORDINAL.search(text):
        yield _ORDINAL.sub(_in_words, text)


def compounds(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the words of `text` that are written in parts with hyphens or periods between, as
    places and as one word: "co-ordination", "e-mail", "U.S".
    """
    if _SEPARATOR.search(text):
        for found in _COMPOUND.finditer(text):
            word = _SEPARATOR.sub("", found.group())
            if len(word) <= _LONGEST and not word.isnumeric() and not UNSPACED.search(word):
                yield found.start(), found.end(), word


def joined(text: str) -> str:
    """Return a text with the words that are written in parts as one word each."""
    made, end = [], 0
    for start, stop, word in compounds(text):
        made += [text[end:start], word]
        end = stop
    return "".join(made) + text[end:]


def without_spaces(key: str) -> str:
    """Return the key of a label of two words as one word, "" of any other."""
    first, space, second = key.partition(" ")
    return first + second if space and first.isalpha() and second.isalpha() else ""


def _danish(text: str) -> Iterator[str]:
    """Yield a Danish or Norwegian text with each of its letters as two, and with its aa as å."""
    if "å" in text:
        yield text.replace("å", "aa")
    if "ø" in text:
        yield text.translate(_TWO_LETTERS)
    if "aa" in text:
        yield text.replace("aa", "å")


def _in_words(found: "regex.Match[str]") -> str:
    number = int(found.group(1))
    return _ORDINALS[number - 1] if 1 <= number <= len(_ORDINALS) else found.group()
