"""The different terms of a text with all their places, and the concepts that each may name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from glossary import languages
from glossary.errors import N_, Invalid, TooLarge
from glossary.errors.plurals import NN_
from glossary.model import WITHDRAWN
from glossary.reader import Reader
from glossary.reader.query_checks import check_vocabularies
from glossary.reader.recognition import Occurrence, Recognition, recognise
from index import FORMS, KeyedLabel

MOST_CHARACTERS = 300_000
"""The longest text in which terms are looked for at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How terms are looked for: languages of the text, vocabularies, the sector that is preferred,
    and whether terms that share words are all told.
    """

    langs: tuple[str, ...] = ()
    vocabularies: tuple[str, ...] = ()
    sector: str = ""
    overlapping: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a text: its places in order, and the labels of the concepts that it may name."""

    labels: tuple[KeyedLabel, ...]
    lang: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A concept that a term may name: the label, and the published record."""

    label: KeyedLabel
    record: bytes


def check_length(text: str, parameter: str = "text") -> None:
    """Raise Invalid for a text without words, TooLarge for one that is too long."""
    if not text.strip():
        raise Invalid(N_("“%(parameter)s” is empty."), parameter=parameter, code="empty")
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(
            NN_(
                "The text has %(size)s character; at most %(most)s are read at once.",
                "The text has %(size)s characters; at most %(most)s are read at once.",
                "size",
            ),
            size=len(text),
            most=MOST_CHARACTERS,
        )


def found_in(reader: Reader, text: str, asked: Asked, parameter: str = "text") -> Recognition:
    """Return the terms of the published glossary that stand in a text.

    Without languages it may be in any of the site. Raises Invalid for a text without words, an
    unknown vocabulary or sector, TooLarge for a text that is too long.
    """
    check_length(text, parameter)
    site = reader.site()
    check_vocabularies(asked.vocabularies, site)
    among = asked.langs or tuple(site.languages())
    return recognise(reader.index, text, among, asked.vocabularies, asked.overlapping)


def terms_of(found: Iterable[Occurrence]) -> list[Term]:
    """Return the different terms in the order in which they first stand in a text.

    Occurrences of the same concepts in the same language are of one term.
    """
    grouped: dict[tuple[object, ...], list[Occurrence]] = {}
    for one in found:
        concepts = tuple(sorted((label.vocabulary, label.id) for label in one.labels))
        grouped.setdefault((one.lang, *concepts), []).append(one)
    return [
        Term(min(them, key=lambda one: FORMS.index(one.form)).labels, them[0].lang, tuple(them))
        for them in grouped.values()
    ]


def concepts_of(
    reader: Reader, labels: Sequence[KeyedLabel], sector: str = "", most: int = 0
) -> list[Named]:
    """Return the concepts of labels with their records, those of the preferred sector first, those
    that were withdrawn last; `most` is how many at most, 0 for all.
    """
    made = []
    for label in labels if sector or not most else labels[:most]:
        record = reader.index.get(label.vocabulary, label.id)
        if record is not None:
            made.append(Named(label, record))
    if sector:
        made.sort(key=lambda one: _farness(one, sector))
    made.sort(key=lambda one: one.label.is_withdrawn)
    return made[:most] if most else made


def _farness(one: Named, sector: str) -> int:
    """Return 0 for a concept of a sector alone, 1 for one of several with it, 2 for others."""
    sectors = from_json(one.record)["sectors"]
    if sector not in sectors:
        return 2
    return int(len(sectors) > 1)


def terms_in(record: Mapping[str, Any], lang: str) -> tuple[str, list[Mapping[str, Any]]]:
    """Return the terms of a decoded record in the language nearest to one, and that language; none
    where it has no terms in it. Hidden ones are left out.
    """
    served = languages.best(record["terms"], [lang])
    if served is None:
        return lang, []
    return served, [term for term in record["terms"][served] if term["status"] != "hidden"]


def is_current(record: Mapping[str, Any]) -> bool:
    """Return whether a concept is in use."""
    return bool(record["status"] != WITHDRAWN)
