"""A translation held against its source: terms whose approved equivalent does not stand in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic_core import from_json

from glossary.reader import Reader
from glossary.reader.recognition import Occurrence, recognise
from glossary.reader.recognition.cutting import paragraphs
from glossary.reader.recognition.terms import Asked, Named, concepts_of, found_in, terms_in
from index import KeyedLabel
from index.text.tags import is_wanted

MISSING, NOT_APPROVED, NO_TERM = "missing", "not_approved", "no_term"
"""No term of the concept stands in the translation; one does that is not to be used; the glossary
has none in this language.
"""
APPROVED = ("preferred", "admitted")
"""Statuses of terms that may stand in a translation."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text and its translation; where each begins in its whole text, and how a file
    names the place.
    """

    source: str
    target: str
    start: int = 0
    target_start: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A term of the source (its place in the whole text) whose equivalent does not stand in the
    translation: why, what was expected, and what stands there instead with its place.
    """

    occurrence: Occurrence
    named: Named
    problem: str
    expected: tuple[str, ...]
    instead: str = ""
    instead_at: tuple[int, int] | None = None
    part: Part | None = None


def parts_of(source: str, target: str) -> list[Part]:
    """Return two texts by paragraphs where they have as many of them, else as one part."""
    ours, others = [*paragraphs(source)], [*paragraphs(target)]
    if len(ours) != len(others) or len(ours) < 2:
        return [Part(source, target)]
    return [
        Part(source[start:end], target[first:last], start, first)
        for (start, end), (first, last) in zip(ours, others, strict=True)
    ]


def check(
    reader: Reader, parts: Sequence[Part], asked: Asked, target_lang: str
) -> tuple[list[Finding], int]:
    """Return what is missing in the translations of parts, in order, and how many terms were held
    against them.

    Terms that stand in the source in the language of the translation are left out. A term that may
    name several concepts is there where an equivalent of any of them is; once in a part is enough,
    since a translation may say "it" the second time.
    """
    source, places = _joined(part.source for part in parts)
    target, target_places = _joined(part.target for part in parts)
    found = [
        one
        for one in found_in(reader, source, asked).occurrences
        if not is_wanted(one.lang, target_lang)
    ]
    there = recognise(
        reader.index, target, [target_lang], asked.vocabularies, overlapping=True
    ).occurrences if target.strip() else []  # fmt: skip
    by_part = _by_part(found, places)
    targets = _by_part(there, target_places)
    records = _Records(reader, asked.sector)
    findings = [
        finding
        for number, part in enumerate(parts)
        for finding in _checked(
            by_part[number], targets[number], part, records, target_lang,
            places[number], target_places[number],
        )
    ]  # fmt: skip
    return findings, len(found)


def _joined(texts: Iterable[str]) -> tuple[str, list[int]]:
    """Return texts as one with blank lines between, and where each begins."""
    starts, joined, length = [], [], 0
    for text in texts:
        starts.append(length)
        joined.append(text)
        length += len(text) + 2
    return "\n\n".join(joined), starts


def _by_part(found: Iterable[Occurrence], starts: Sequence[int]) -> list[list[Occurrence]]:
    made: list[list[Occurrence]] = [[] for _ in starts]
    number = 0
    for one in sorted(found, key=lambda one: one.start):
        while number + 1 < len(starts) and starts[number + 1] <= one.start:
            number += 1
        made[number].append(one)
    return made


class _Records:
    """The concepts of labels, each read once."""

    def __init__(self, reader: Reader, sector: str) -> None:
        self._reader, self._sector = reader, sector
        self.of = lru_cache(2048)(self._of)

    def _of(self, labels: tuple[KeyedLabel, ...]) -> list[tuple[Named, dict[str, Any]]]:
        found = concepts_of(self._reader, labels, self._sector)
        return [(one, from_json(one.record)) for one in found]


def _checked(
    found: Sequence[Occurrence], there: Sequence[Occurrence], part: Part, records: _Records,
    target_lang: str, start: int, target_start: int,
) -> Iterator[Finding]:  # fmt: skip
    stands = _standing(there)
    for one in found:
        meant = records.of(one.labels)
        if not meant:
            continue
        at = Occurrence(
            one.start - start + part.start, one.end - start + part.start, one.lang, one.form,
            one.labels,
        )  # fmt: skip
        verdict = _verdict(meant, stands, target_lang)
        if verdict is not None:
            named, problem, expected, other = verdict
            instead, place = "", None
            if other is not None:
                first = other.start - target_start
                place = first + part.target_start, other.end - target_start + part.target_start
                instead = part.target[first : other.end - target_start]
            yield Finding(at, named, problem, expected, instead, place, part)


def _standing(there: Iterable[Occurrence]) -> dict[tuple[str, str], list[tuple[Occurrence, str]]]:
    """Return the occurrences in a translation by concept, each with the label that it is."""
    stands: dict[tuple[str, str], list[tuple[Occurrence, str]]] = {}
    for one in there:
        for label in one.labels:
            stands.setdefault((label.vocabulary, label.id), []).append((one, label.text))
    return stands


def _verdict(
    meant: Sequence[tuple[Named, dict[str, Any]]],
    stands: dict[tuple[str, str], list[tuple[Occurrence, str]]],
    target_lang: str,
) -> tuple[Named, str, tuple[str, ...], Occurrence | None] | None:
    """Return what is wrong with the translation of a term, None where nothing is."""
    first: tuple[Named, tuple[str, ...]] | None = None
    wrong: tuple[Named, tuple[str, ...], Occurrence] | None = None
    for named, record in meant:
        _, terms = terms_in(record, target_lang)
        expected = tuple(term["text"] for term in terms if term["status"] in APPROVED)
        for occurrence, text in stands.get((named.label.vocabulary, named.label.id), ()):
            if text in expected:
                return None
            wrong = wrong or (named, expected, occurrence)
        if expected and first is None:
            first = named, expected
    if wrong is not None and wrong[1]:
        return wrong[0], NOT_APPROVED, wrong[1], wrong[2]
    if first is not None:
        return first[0], MISSING, first[1], None
    return meant[0][0], NO_TERM, (), None
