"""What the heading of a column means: its name, in many languages, and the language it is in."""

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from glossary import languages
from glossary.formats.term_tables import columns
from glossary.formats.term_tables.column_names import field_of, normal
from glossary.formats.term_tables.columns import (
    CONCEPT,
    IN_LANGUAGE,
    LANGUAGE,
    OF_CONCEPT,
    OF_TERM,
    PREFERRED,
    TERM,
    URI,
)

SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "slash": "/",
    "line": "\n",
    "none": "",
}
"""What may be said to stand between the terms in a cell: ``alternative@en:comma``."""
_COUNTED = re.compile(r"\s?\[\d{1,3}\]")
"""How registries number the columns of values of one kind."""
_IN_BRACKETS = re.compile(r"(.*?)\s*[(\[{<]\s*([^()\[\]{}<>]+?)\s*[)\]}>]\s*(\d{1,2})?")
_AFTER_AT = re.compile(r"(.+?)\s*@\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)")
_PARTS = re.compile(r"[\s_\-.:/|,–—]+")
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
_OWN = re.compile(r"([a-z][a-z ]*?) \(([A-Za-z0-9-]+)\)")
_ENDINGS = ("es", "er", "en", "e", "s")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What stands in a column: a field, its language where it has one, what parts its terms."""

    field: str
    lang: str | None = None
    separator: str | None = None


def is_own(cells: list[str]) -> bool:
    """Return whether a heading is that of a table as it is written here."""
    names = set(cells)
    with_lang = any(_OWN.fullmatch(name) for name in names)
    return {CONCEPT, URI} <= names and (with_lang or {LANGUAGE, TERM} <= names)


def own_meaning(cell: str) -> Meaning | None:
    """Return the meaning of a column that was written here, None for one that was not."""
    if cell in OF_CONCEPT or cell in OF_TERM or cell in IN_LANGUAGE:
        return Meaning(cell)
    found = _OWN.fullmatch(cell)
    if found is None or found.group(1) not in IN_LANGUAGE:
        return None
    return Meaning(found.group(1), _tag(found.group(2)))


def meaning_of(heading: str) -> Meaning | None:
    """Return what a heading means, None where that is not clear.

    >>> meaning_of("Definition (fr)"), meaning_of("term_en"), meaning_of("NT")
    (Meaning(field='definition', lang='fr', separator=None), \
Meaning(field='preferred', lang='en', separator=None), \
Meaning(field='narrower', lang=None, separator=None))
    """
    text = _COUNTED.sub("", " ".join(heading.replace("\ufeff", "").split())[:200]).strip("* ")
    if not text:
        return None
    if (field := field_of(text)) is not None:
        return Meaning(field)
    for name, lang in _parted(text):
        if (tag := language_of(lang)) and (field := field_of(name) if name else PREFERRED):
            return Meaning(field, tag)
    return None


def _parted(text: str) -> list[tuple[str, str]]:
    """Return the ways in which a heading may be a name and a language."""
    found = []
    for form in (_IN_BRACKETS, _AFTER_AT):
        if (match := form.fullmatch(text)) is not None:
            found += [(match.group(1), match.group(2)), (match.group(2), match.group(1))]
    found.append(("", text))
    parts = [part for part in _PARTS.split(text) if part]
    for size in (1, 2, 3):
        if len(parts) > size:
            joined = "-".join(parts[-size:]), " ".join(parts[-size:])
            found += [(" ".join(parts[:-size]), lang) for lang in joined]
            joined = "-".join(parts[:size]), " ".join(parts[:size])
            found += [(" ".join(parts[size:]), lang) for lang in joined]
    return found


@lru_cache(1024)
def language_of(text: str) -> str:
    """Return the tag of a language that is meant beyond doubt, else "".

    >>> language_of("FR"), language_of("deutsche"), language_of("pt_BR"), language_of("def")
    ('fr', 'de', 'pt-BR', '')
    """
    text = text.strip(" .:")
    if _CODE.fullmatch(text):
        tag = languages.canonical(text.replace("_", "-"))
        if tag.split("-")[0].lower() in Locale("en").languages and languages.is_known(tag):
            return tag
    named = languages.of_name(text)
    for ending in _ENDINGS:
        if not named and len(text) > len(ending) + 3 and text.casefold().endswith(ending):
            named = languages.of_name(text[: -len(ending)])
    return named


def _tag(text: str) -> str:
    return languages.canonical(text) if text != "und" else ""


def stated_meaning(text: str) -> Meaning | None:
    """Return the meaning that a user gave a column, None for what is none.

    >>> stated_meaning("alternative@fr:comma")
    Meaning(field='alternative', lang='fr', separator=',')
    """
    rest, _, after = text.partition(":")
    separator = SEPARATORS.get(after.strip().lower()) if after else None
    if after and separator is None:
        return None
    name, at, lang = rest.partition("@")
    tag = languages.canonical(lang.strip()) if at and languages.is_well_formed(lang.strip()) else ""
    if at and not tag:
        return None
    field = _field(name)
    if field is not None:
        return Meaning(field, tag or None, separator)
    found = meaning_of(rest)
    return Meaning(found.field, found.lang, separator) if found else None


def _field(name: str) -> str | None:
    """Return a field by the name that it has here, in any letter case, or by one of people."""
    plain = normal(columns.spaced(name.strip()) if name.strip().isidentifier() else name)
    if plain in ("id", CONCEPT):
        return CONCEPT
    return plain if plain in ("kinds", "term note") else field_of(plain) or field_of(name)
