"""What a vocabulary says of its languages, in whatever way, and which of them is its source."""

import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote

from glossary.errors import N_
from glossary.languages.fallback import best
from glossary.languages.tags import NO_TAG, NOT_KNOWN, SPECIAL, UNDETERMINED, ReadTag, read

NOT_UNDERSTOOD = N_("the language “%(written)s” of the vocabulary is not understood")
NOT_IN_USE = N_("no term is in the stated language “%(stated)s”; the source language is %(tag)s")
_FAULTS = (NOT_KNOWN, NO_TAG)
_IRI = re.compile(r"(?:\w+://|urn:)\S+", re.IGNORECASE)
_PLACES = re.compile(r"[/#=:]")
_BETWEEN = re.compile(r"[,;|/\n]|\s+(?:and|&)\s+")


class SourceLanguage(NamedTuple):
    """The source language that was decided; `message` tells why it is not the stated one."""

    tag: str
    message: str = ""
    values: Mapping[str, str] = MappingProxyType({})


def stated(values: Iterable[str]) -> tuple[list[str], list[ReadTag]]:
    """Return the languages that values of dct:language mean, in order, and what was not plain.

    A value is an IRI (of Lexvo, the Library of Congress, the EU's Publications Office, Lingvoj,
    or another one that ends in a code or a name), a tag, a name, or a list of them.

    >>> stated(["http://id.loc.gov/vocabulary/iso639-2/fre", "German, en"])[0]
    ['fr', 'de', 'en']
    """
    found: dict[str, None] = {}
    told = []
    for value in values:
        for one in _single(" ".join(value.split())):
            if one.message in _FAULTS:
                one = ReadTag("", NOT_UNDERSTOOD, one.values)
            if one.message:
                told.append(one)
            if one.tag:
                found[one.tag] = None
    return list(found), told


def _single(value: str) -> list[ReadTag]:
    """Return each language that one value means, and what of it is none."""
    if _IRI.fullmatch(value):
        return [_of_iri(value)]
    whole = read(value)
    if whole.message != NO_TAG:
        return [whole] if whole.tag else []
    parts = [read(part.strip()) for part in _BETWEEN.split(value) if part.strip()]
    if len(parts) > 1:
        return parts
    words = [read(part) for part in value.split()]
    return [whole] if any(word.message in _FAULTS for word in words) else words


def _of_iri(iri: str) -> ReadTag:
    """Return the language of an IRI by its last part; nothing is said of it if there is one."""
    last = next((part for part in reversed(_PLACES.split(iri)) if part), "")
    plain = re.sub(r"\.\w{2,5}$", "", unquote(last)).replace("_language", "").removeprefix("tag-")
    found = read(plain)
    if not plain or found.message in _FAULTS:
        return ReadTag(UNDETERMINED, NO_TAG, {"written": iri})
    return ReadTag(found.tag)


def source(
    stated: Iterable[str], counts: Mapping[str, int], titled: Collection[str] = ()
) -> SourceLanguage:
    """Return the source language of a vocabulary with `counts` of preferred terms by language.

    Of the stated languages (canonical tags), one that has terms, or whose nearest has ("de" for
    "de-AT"); of several, and where none is stated, the one with most terms. Of equals those that
    the vocabulary itself is `titled` in come first, then English, then the first in the alphabet:
    the order of a file decides nothing. A tag that names no language is chosen only where there is
    no other.

    >>> source(["de-AT"], {"de": 2, "en": 1}).tag, source([], {"fr": 3, "de": 3, "it": 1}).tag
    ('de', 'de')
    """
    stated = list(stated)
    used = {tag: count for tag, count in counts.items() if tag and count}
    real = {tag: count for tag, count in used.items() if _is_real(tag)} or used
    if not used:
        return SourceLanguage(next(filter(_is_real, stated), "en"))
    fitting = [best(sorted(real), [tag]) for tag in stated]
    among = {tag: real[tag] for tag in fitting if tag} or real
    chosen = min(among, key=lambda tag: (-among[tag], tag not in titled, tag != "en", tag))
    named = [tag for tag in stated if tag not in SPECIAL]
    if named and not any(fitting):
        return SourceLanguage(chosen, NOT_IN_USE, {"stated": ", ".join(named), "tag": chosen})
    return SourceLanguage(chosen)


def _is_real(tag: str) -> bool:
    return tag not in SPECIAL and not tag.startswith("x-")
