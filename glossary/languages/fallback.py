"""Which language serves a reader who asks for another."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from babel.core import get_global

from glossary.languages.tags import SPECIAL, canonical, split

Value = TypeVar("Value")

_NORWEGIAN = ("no", "nb", "nn")


@lru_cache(4096)
def parents(tag: str) -> tuple[str, ...]:
    """Return `tag` and the ever wider tags it falls back to (RFC 4647, section 3.4, lookup).

    A script that only its region implies stands between ("zh-TW", "zh-Hant", "zh"), and both
    written forms of Norwegian fall back to it (CLDR, parent locales).
    """
    whole = canonical(tag) if tag else ""
    chain = list(_shortened(whole))
    language, stated, region, _ = split(whole)
    if region and not stated and script(whole) != script(language):
        chain[-1:-1] = [f"{language}-{script(whole)}"]
    if language in _NORWEGIAN[1:]:
        chain.append("no")
    return tuple(chain)


def _shortened(tag: str) -> Iterator[str]:
    parts = tag.split("-") if tag else []
    while parts:
        yield "-".join(parts)
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()


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
        family = _NORWEGIAN if first in _NORWEGIAN else (first,)
        sisters = [candidate for candidate in have if first and candidate.split("-")[0] in family]
        if sisters:
            same = (sister for sister in sisters if script(sister) == script(tag))
            return next(same, sisters[0])
    return None


@lru_cache(4096)
def script(tag: str) -> str:
    """Return the script that a tag names or implies: "Hant" for "zh-TW" (CLDR), "" for none."""
    language, stated, region, _ = split(canonical(tag))
    if stated or language in SPECIAL:
        return stated
    likely = get_global("likely_subtags")
    full = likely.get(f"{language}_{region}") or likely.get(language) or ""
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
    return canonical(wanted) in parents(lang)
