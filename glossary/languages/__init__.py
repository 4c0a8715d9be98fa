"""Languages: their names and directions; the only place that converts between notations.

Content uses BCP 47 tags ("zh-Hans", "pt-BR"), folders of catalogs use the names of Babel
("zh_Hans", "pt_BR"). Names and directions are those of CLDR, as Babel ships it.
"""

from contextlib import suppress
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from glossary.languages import registry
from glossary.languages.fallback import best, choose, matches, parents, script
from glossary.languages.registry import faults_of
from glossary.languages.stated import SourceLanguage, source, stated
from glossary.languages.tags import (
    SPECIAL,
    canonical,
    checked,
    is_known,
    is_well_formed,
    of_name,
    read,
    spellings,
    split,
)

__all__ = [
    "SPECIAL",
    "SourceLanguage",
    "best",
    "canonical",
    "checked",
    "choose",
    "direction",
    "faults_of",
    "from_locale",
    "is_known",
    "is_well_formed",
    "language_of_own_name",
    "locale_of",
    "matches",
    "name",
    "of_name",
    "own_name",
    "parents",
    "read",
    "script",
    "source",
    "spellings",
    "split",
    "stated",
    "to_locale",
]

_ENGLISH = Locale("en")
_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    {
        "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Gara", "Hatr", "Hebr",
        "Hung", "Khar", "Lydi", "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo",
        "Orkh", "Ougr", "Palm", "Phli", "Phlp", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sidt",
        "Sogd", "Sogo", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Todr", "Yezi",
    }
)  # fmt: skip
"""ISO 15924 codes of the scripts whose letters have the bidirectional class R or AL in Unicode."""


def to_locale(tag: str) -> str:
    """Return the name that Babel and gettext folders use: "zh-Hans" becomes "zh_Hans"."""
    return canonical(tag).replace("-", "_")


def from_locale(name: str) -> str:
    """Return the BCP 47 tag of a gettext folder: "pt_BR" becomes "pt-BR"."""
    return canonical(name)


@lru_cache(1024)
def locale_of(tag: str) -> Locale | None:
    """Return the locale of a tag, or of the widest part of it that CLDR knows, else None."""
    parts = canonical(tag).split("-")
    while parts and parts[0] not in SPECIAL:
        with suppress(UnknownLocaleError, ValueError):
            found = Locale.parse("_".join(parts))
            if found.language == parts[0]:  # Babel guesses one for a tag without data
                return found
        parts.pop()
    return None


@lru_cache(8192)
def name(tag: str, in_language: str) -> str:
    """Return the name of the language `tag` in another, in English where CLDR has none in that.

    Script and region stand behind it, and the whole tag where there is more; the tag alone is
    the name of what neither CLDR nor IANA's registry knows.
    """
    language, script, region, more = split(canonical(tag))
    for locale in (locale_of(in_language) or _ENGLISH, _ENGLISH):
        found: str = locale.languages.get(language, "")
        if found:
            break
    else:
        found = registry.description(language)
    if not found:
        return tag
    details = [locale.scripts.get(script, script), locale.territories.get(region, region)]
    told = ", ".join(detail for detail in details if detail)
    return found + (f" ({told})" if told else "") + (f" ({tag})" if more else "")


@lru_cache(4096)
def language_of_own_name(tag: str) -> str:
    """Return the language that `own_name` is in: the tag itself, or "en" where CLDR has no more."""
    locale = locale_of(tag)
    is_known = locale is not None and canonical(tag).split("-")[0] in locale.languages
    return tag if is_known else "en"


@lru_cache(1024)
def own_name(tag: str) -> str:
    """Return the name of the language in itself, in English where CLDR does not have it.

    It has a capital where its script has one; `language_of_own_name` says which of the two it is.
    """
    found = name(tag, tag)
    return found[:1].upper() + found[1:] if found != tag else found


@lru_cache(4096)
def direction(tag: str) -> str:
    """Return "rtl" or "ltr": the direction of the script that a tag names or implies."""
    return "rtl" if script(tag) in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
