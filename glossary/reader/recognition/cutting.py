"""Texts cut into paragraphs, clauses and units, and the runs of units that may be terms.

A unit is a word, or a sign where no spaces are written: those of `index.text.analysis`, so that a
text is cut as labels are.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.text import analysis, function_words
from index.text.scripts import UNSPACED

MOST_UNITS = 16
"""Words of the longest term that is found; such names begin with a capital where there are some."""
MOST_SIGNS = 24
"""Signs of the longest term that is found where no spaces are written."""
MOST_STEMS = 8
"""Words of the longest term that is found in other forms, or begins with a small letter."""
GLUED, SPACED, MARKED = "", " ", ","
"""What joins units: nothing, a space or the like, a mark such as a comma."""
_BLANK = re.compile(r"(?:[^\S\n]*\n){2,}|[\f\v\u2029]")
_BREAK = re.compile(
    r"[!?;:|<>{}=。！？；：؟؛…•।\t]|--|[.](?:\s+(?![a-zа-яё])|$)|(?<=\s)[-–—](?=\s)|—"
)
_MARKS = re.compile(r"[,،、，()（）\[\].«»“”„\"/]")
_NOT_AT_AN_END = frozenset(
    "的了在是和与及等对从把被也都就而或将着过之其于以并这那个们很最你我他她它"
)
"""Chinese particles, with which no run of signs begins or ends that is asked for."""


class Unit(NamedTuple):
    """A word or sign: folded, where it stands, and what joins it to the one before."""

    folded: str
    start: int
    end: int
    joint: str = SPACED


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs of a text begin and end: blank lines stand between them."""
    start = 0
    for blank in _BLANK.finditer(text):
        if text[start : blank.start()].strip():
            yield start, blank.start()
        start = blank.end()
    if text[start:].strip():
        yield start, len(text)


def clauses(text: str, start: int, end: int) -> Iterator[list[Unit]]:
    """Yield the units between marks over which no term reaches, of a part of a text."""
    found: list[Unit] = []
    for unit in _units(text[start:end], start):
        joined = _joined(text, found[-1].end, unit) if found else unit
        if joined is None:
            yield found
            found = []
        found.append(joined or unit)
    if found:
        yield found


def _joined(text: str, end: int, unit: Unit) -> Unit | None:
    """Return a unit with what joins it to the one that ends at `end`, None for a break."""
    start = unit.start
    if unit.joint == GLUED or (start == end + 1 and text[end] in " -'’\n"):
        return unit
    gap = text[end : start + 1]  # with the next letter: a dot before a small one ends no sentence
    if _BREAK.search(gap):
        return None
    return unit._replace(joint=MARKED) if _MARKS.search(gap) else unit


def _units(text: str, offset: int) -> Iterator[Unit]:
    end = -1
    for word in analysis.words(text):
        if word.start < end:
            continue  # the second part of a sign like "½"
        end = word.end
        if word.text.isascii() or not UNSPACED.search(text, word.start, word.end):
            yield Unit(word.text, word.start + offset, word.end + offset)
        else:
            yield from _cut(text, word.start, word.end, offset)


def _cut(text: str, start: int, end: int, offset: int) -> Iterator[Unit]:
    """Yield the units of a word with signs that are written without spaces."""
    place = start
    for run in UNSPACED.finditer(text, start, end):
        if run.start() > place:
            folded = analysis.fold(text[place : run.start()])
            yield Unit(folded, place + offset, run.start() + offset, _after(place, start))
        place = run.start()
        for sign in analysis.clusters(run.group()):
            begin, place = place, place + len(sign)
            joint = _after(begin, start)
            yield Unit(analysis.fold(sign), begin + offset, place + offset, joint)
    if place < end:
        joint = _after(place, start)
        yield Unit(analysis.fold(text[place:end]), place + offset, end + offset, joint)


def _after(place: int, start: int) -> str:
    return GLUED if place > start else SPACED


def runs(
    text: str, units: Sequence[Unit], parts: Sequence[str], lang: str
) -> Iterator[tuple[int, int, str, str]]:
    """Yield the runs of units of a clause that may be terms of a language.

    That is, the place of the first and of the last, the key of their folded words, and that of
    their stems, which are `parts`, "" where these are not asked for. None ends with a function
    word, but for abbreviations, or begins with two of them.
    """
    listed = _listed(text, units, lang)
    count = len(units)
    for first in range(count):
        if listed[first] and (first + 1 == count or listed[first + 1]):
            continue
        key, stems = units[first].folded, parts[first]
        if not listed[first]:
            yield first, first, key, stems
        most = MOST_SIGNS if first + 1 < count and not units[first + 1].joint else MOST_UNITS
        if text[units[first].start].islower():
            most = min(most, MOST_STEMS)
        last_stem = first + MOST_STEMS
        for place in range(first + 1, min(first + most, count)):
            folded, _, _, joint = units[place]
            if joint == MARKED or place == last_stem:
                stems = ""
            key = f"{key} {folded}" if joint else f"{key}{folded}"
            if stems:
                stems = f"{stems} {parts[place]}"
            if not listed[place] or text[units[place].end : units[place].end + 1] == ".":
                yield first, place, key, stems


def _listed(text: str, units: Sequence[Unit], lang: str) -> list[bool]:
    """Return of units whether each is a function word, not an abbreviation in capitals."""
    words = function_words.listed(lang) | _NOT_AT_AN_END
    return [
        unit.folded in words and (len(unit.folded) < 2 or not text[unit.start : unit.end].isupper())
        for unit in units
    ]


def marks(text: str) -> set[str]:
    """Return the marks between the words of a text that a term has only where it is entered so."""
    return set(_MARKS.findall(text))
