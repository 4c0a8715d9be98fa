"""Language tags, names, direction and fallback; the only place that converts between notations.

Content uses BCP 47 tags ("zh-Hans", "pt-BR"), folders of catalogs use the names of Babel
("zh_Hans", "pt_BR"). Names and directions are those of CLDR, as Babel ships it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from babel.core import get_global

Value = TypeVar("Value")

_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,12}")
_RIGHT_TO_LEFT_SCRIPTS = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"}


@lru_cache(4096)
def canonical(tag: str) -> str:
    """Return `tag` in the letter case that BCP 47 recommends (RFC 5646, section 2.1.1).

    >>> canonical("ZH-hans"), canonical("pt_br"), canonical("ca-es-VALENCIA")
    ('zh-Hans', 'pt-BR', 'ca-ES-valencia')
    """
    parts = tag.replace("_", "-").split("-")
    done = [parts[0].lower()]
    for position, part in enumerate(parts[1:], start=1):
        after_singleton = any(len(p) == 1 for p in parts[:position])
        if len(part) == 4 and part.isalpha() and not after_singleton:
            done.append(part.title())
        elif len(part) == 2 and part.isalpha() and not after_singleton:
            done.append(part.upper())
        else:
            done.append(part.lower())
    return "-".join(done)


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
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return None


@lru_cache(8192)
def name(tag: str, in_language: str) -> str:
    """Return the name of the language `tag` in another language, or the tag where CLDR has none."""
    locale, reader = locale_of(tag), locale_of(in_language)
    if locale is None or reader is None:
        return tag
    found = locale.get_display_name(reader)
    if not found:
        return tag
    return found if canonical(str(locale)) == canonical(tag) else f"{found} ({tag})"


@lru_cache(1024)
def own_name(tag: str) -> str:
    """Return the name of the language in itself, with a capital where its script has one."""
    found = name(tag, tag)
    return found[:1].upper() + found[1:]


@lru_cache(1024)
def direction(tag: str) -> str:
    """Return "rtl" or "ltr"."""
    for part in canonical(tag).split("-")[1:]:
        if len(part) == 4 and part.isalpha():
            return "rtl" if part in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    locale = locale_of(tag)
    if locale is None:
        return "ltr"
    return "rtl" if locale.character_order == "right-to-left" else "ltr"


@lru_cache(4096)
def parents(tag: str) -> tuple[str, ...]:
    """Return `tag` and the ever wider tags it falls back to (RFC 4647, section 3.4, lookup)."""
    parts = canonical(tag).split("-") if tag else []
    chain = []
    while parts:
        chain.append("-".join(parts))
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()
    return tuple(chain)


def best(available: Iterable[str], wanted: Iterable[str]) -> str | None:
    """Return the first of `available` that serves one of `wanted`, in the order of `wanted`.

    An exact tag comes before a wider one ("pt" for "pt-BR"), and that before a sister, in the
    same script if there is one ("zh-Hans" for "zh", "zh-Hant" for "zh-TW"); None when nothing
    fits.
    """
    have = list(available)
    exact = set(have)
    for tag in wanted:
        for candidate in parents(tag):
            if candidate in exact:
                return candidate
        first = canonical(tag).split("-")[0] if tag else ""
        sisters = [candidate for candidate in have if first and candidate.split("-")[0] == first]
        if sisters:
            same = (sister for sister in sisters if script(sister) == script(tag))
            return next(same, sisters[0])
    return None


@lru_cache(1024)
def script(tag: str) -> str:
    """Return the script that a tag names or implies: "Hant" for "zh-TW" (CLDR)."""
    parts = canonical(tag).split("-")
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha():
            return part
    likely = get_global("likely_subtags")
    full = likely.get("_".join(parts[:2])) or likely.get(parts[0]) or ""
    return "".join(full.split("_")[1:2])


def choose(texts: Mapping[str, Value], wanted: Iterable[str]) -> tuple[str, Value] | None:
    """Return the language and value that suit `wanted` best, else any one, None when empty."""
    if not texts:
        return None
    tags = tuple(wanted)
    lang = tags[0] if tags and tags[0] in texts else best(texts, tags) or next(iter(texts))
    return lang, texts[lang]


def matches(lang: str, wanted: str) -> bool:
    """Return whether content in `lang` answers a request for `wanted` ("fr-CA" answers "fr")."""
    return lang == wanted or lang.startswith(wanted + "-")
