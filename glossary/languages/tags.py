"""Language tags in one canonical form, whatever is written: the program compares no others.

Sources: BCP 47 (RFC 5646, sections 2.1.1 and 4.5) for letters, extended languages and tags that
were registered as a whole; CLDR's aliases (UTS 35, Annex C) for the rest, as Babel ships them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from babel import Locale, localedata
from babel.core import get_global

from glossary.errors import N_, Invalid
from glossary.languages import registry

UNDETERMINED = "und"
SPECIAL = frozenset({UNDETERMINED, "mis", "mul", "zxx"})
"""Tags that name no language (RFC 5646, section 4.1): unknown, uncoded, several, none."""
READ_AS = N_("the language tag “%(written)s” is read as %(tag)s")
NOT_KNOWN = N_("“%(written)s” is not the tag of a known language; kept as it is")
NO_TAG = N_("“%(written)s” is not a language tag; the language is taken as unknown (und)")

_TAG = re.compile(r"(?:[A-Za-z]{2,8}|[XxIi](?=-))(?:-[A-Za-z0-9]{1,8}){0,12}")
_USUAL = re.compile(r"[a-z]{2,8}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?")
_LOCALE = re.compile(r"(?P<tag>[A-Za-z0-9_-]+)[.@][\w.@=;-]*")
"""What POSIX writes behind a language: "de_DE.UTF-8@euro"."""
_NAMED_IN = ("en", "fr", "es", "de", "ru", "ar", "zh_Hans", "it", "pt", "nl", "pl", "sv")
"""Languages whose names of languages are understood, besides the name of each in itself."""


class ReadTag(NamedTuple):
    """A tag as it was understood; `message` says what was mended, with `values`, or is ""."""

    tag: str
    message: str = ""
    values: Mapping[str, str] = MappingProxyType({})


@lru_cache(8192)
def canonical(tag: str) -> str:
    """Return the one tag that stands for all that are equal to `tag`: the shortest code, without
    what is deprecated, in the letter case that BCP 47 recommends.

    >>> canonical("ZH-hans"), canonical("pt_br"), canonical("ca-es-VALENCIA")
    ('zh-Hans', 'pt-BR', 'ca-ES-valencia')
    >>> canonical("fre"), canonical("iw"), canonical("zh-yue"), canonical("i-klingon")
    ('fr', 'he', 'yue', 'tlh')
    """
    plain = tag.replace("_", "-").lower()
    if not _USUAL.fullmatch(plain) or plain.startswith("sgn-"):
        plain = _registered(plain)
    language, script, region, rest = split(plain)
    language, script, region = _aliased(language, script, region)
    head = (language, script.title(), region.upper(), rest)
    return "-".join(part for part in head if part)


def _registered(plain: str) -> str:
    """Return a tag without what the registry replaces: whole tags, extended languages."""
    if not _TAG.fullmatch(plain) or plain.startswith("x-"):
        return plain
    first, _, rest = plain.partition("-")
    second = rest.partition("-")[0]
    if len(second) == 3 and second.isalpha() and registry.is_extended(_shortest(first), second):
        return rest
    whole = plain.split("-x-")[0]
    return (registry.preferred(whole) or whole).lower() + plain[len(whole) :]


def _shortest(language: str) -> str:
    return str(get_global("language_aliases").get(language, language)).split("_")[0]


def split(tag: str) -> tuple[str, str, str, str]:
    """Return language, script and region of a canonical tag ("" for none), and all the rest.

    >>> split("zh-Hant-TW"), split("de-1996-x-ours"), split("x-ours")
    (('zh', 'Hant', 'TW', ''), ('de', '', '', '1996-x-ours'), ('x-ours', '', '', ''))
    """
    if tag[1:2] == "-":
        return tag, "", "", ""
    language, *rest = tag.split("-")
    script = rest.pop(0) if rest and len(rest[0]) == 4 and rest[0].isalpha() else ""
    region = rest.pop(0) if rest and _is_region(rest[0]) else ""
    return language, script, region, "-".join(rest)


def _is_region(part: str) -> bool:
    if len(part) == 3:
        return part.isdigit() or part.upper() in get_global("territory_aliases")
    return len(part) == 2 and part.isalpha()


def _aliased(language: str, script: str, region: str) -> tuple[str, str, str]:
    """Return language, script and region with CLDR's aliases put in (UTS 35, Annex C)."""
    aliases = get_global("language_aliases")
    for _ in range(3):  # an alias may have one
        if language not in aliases:
            break
        language, *more = aliases[language].split("_")
        for part in more:
            if len(part) == 4:
                script = script or part
            else:
                region = region or part
    script = get_global("script_aliases").get(script.title(), script)
    choices = get_global("territory_aliases").get(region.upper())
    if choices:
        full = get_global("likely_subtags").get(language, "")
        likely = full.split("_")[-1]
        region = likely if likely in choices else choices[0]
    return language, script, region


@lru_cache(256)
def spellings(tag: str) -> frozenset[str]:
    """Return how a canonical tag may be written in files, besides the case of its letters.

    >>> sorted(spellings("fr")), sorted(spellings("iw-IL"))
    (['fr', 'fra', 'fre'], ['he-IL', 'he_IL', 'heb-IL', 'heb_IL', 'iw-IL', 'iw_IL'])
    """
    language, script, region, rest = split(canonical(tag))
    codes = {
        language,
        *(code for code in get_global("language_aliases") if canonical(code) == language),
    }
    more = "".join(f"-{part}" for part in (script, region, rest) if part)
    found = {code + more for code in codes}
    return frozenset({*found, *(one.replace("-", "_") for one in found)})


def is_well_formed(tag: str) -> bool:
    """Return whether `tag` has the shape of a BCP 47 tag."""
    return bool(_TAG.fullmatch(tag))


def is_known(tag: str) -> bool:
    """Return whether `tag` is well formed and CLDR knows its language."""
    if not is_well_formed(tag):
        return False
    language = canonical(tag).split("-")[0]
    names = Locale("en").languages
    return language in names or language in get_global("likely_subtags")


@lru_cache(4096)
def read(written: str) -> ReadTag:
    """Return the tag that is meant by what a file has for one, and what had to be mended.

    Nothing is said of another letter case. A name ("German", "english") is its language; what no
    list knows stays as it is; what cannot be a tag becomes "und", so that no text is lost. Each
    call of a file gives the same: tell it once for a tag, not once for a text.

    >>> read("EN-us").tag, read("en_US").tag, read("ger").tag, read("german").tag
    ('en-US', 'en-US', 'de', 'de')
    >>> read("German, mostly").tag
    'und'
    """
    plain = " ".join(written.split())
    if not plain:
        return ReadTag("")
    stripped = _LOCALE.fullmatch(plain)
    tag = canonical(stripped["tag"] if stripped else plain)
    if is_well_formed(tag) and (tag.startswith("x-") or _is_registered(tag)):
        message = READ_AS if tag.lower() != written.lower() else ""
    elif named := of_name(plain):
        tag, message = named, READ_AS
    else:
        message = NOT_KNOWN if is_well_formed(tag) else NO_TAG
        tag = tag if is_well_formed(tag) else UNDETERMINED
    values = {"written": written, "tag": tag}
    return ReadTag(tag, message, values) if message else ReadTag(tag)


def _is_registered(tag: str) -> bool:
    first = tag.split("-")[0]
    return first in SPECIAL or first == "i" or is_known(tag) or registry.is_language(first)


def checked(tag: str, parameter: str = "language") -> str:
    """Return the canonical tag; raise Invalid, which names `parameter`, where it is none."""
    if not is_well_formed(tag):
        raise Invalid(N_("“%(value)s” is not a language tag."), parameter=parameter, value=tag)
    found = canonical(tag)
    if found not in SPECIAL and registry.faults_of(found)[0]:
        raise Invalid(
            N_("No language “%(value)s” is known; a tag is for example “fr” or “pt-BR”."),
            parameter=parameter,
            value=tag,
        )
    return found


def of_name(name: str) -> str:
    """Return the tag of a language by its name, in itself or in a large language; else "".

    >>> of_name("German"), of_name("français"), of_name("Inglés"), of_name("nothing")
    ('de', 'fr', 'en', '')
    """
    return _names().get(" ".join(name.split()).casefold(), "")


@lru_cache(1)
def _names() -> dict[str, str]:
    """Return the tags by the names of languages; the first language that has a name keeps it."""
    found: dict[str, str] = {}
    for reader in _NAMED_IN:
        for code, name in Locale.parse(reader).languages.items():
            found.setdefault(name.casefold(), canonical(code))
    for code in localedata.locale_identifiers():
        name = Locale(code).languages.get(code) if "_" not in code else None
        if name:
            found.setdefault(name.casefold(), canonical(code))
    return found
