"""Which terms of the glossary stand in a text: runs of words, looked up as they stand there.

The longest run that names a concept wins, from left to right. What an assistant gives is short, so
that each run can be looked up; sentences are not analysed.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from glossary import languages
from glossary.reader import Reader
from glossary.reader.query_checks import check_text, check_vocabularies
from glossary.web.api.chosen import Targets
from glossary.web.api.door import checked_tag, listed
from glossary.web.assistants.choosing import outline, source_language
from index import KINDS, Hit
from index.text.scripts import UNSPACED

MOST_CHARACTERS = 4_000
_MOST_WORDS, _MOST_SIGNS = 6, 8
"""Units of the longest term that is found: words, or signs where no spaces are written."""
_SHORT = 3
"""Words of so few letters are only found as they are written: "is" is no "IS"."""
_MOST_CONCEPTS = 5
_WORD = re.compile(r"[^\W_]+(?:['’\-·.&/][^\W_]+)*")
_GAP = re.compile(r"[ \t\r\n\u00a0\u202f]{0,3}")
Unit = tuple[int, int]
"""Where a word, or a sign, begins and ends in a text."""


class RecognitionParameters(Targets):
    """A text, its language, the vocabularies, and the languages to answer in."""

    text: str = Field(
        description=f"Up to {MOST_CHARACTERS} characters; give a longer text in parts.",
        json_schema_extra={"minLength": 1},
    )
    lang: str | None = Field(None, description="Language of the text: only its terms are found.")
    vocabulary: str | None = Field(None, description="Ids of vocabularies, with commas between.")

    _tag = field_validator("lang")(checked_tag)


def recognised(reader: Reader, query: RecognitionParameters) -> dict[str, Any]:
    """Find the terms of the glossary that stand in a text, with their places and concepts.

    Use it before a text is translated or indexed. Inflected forms are found as far as the language
    is known; the longest term wins. A term that names several concepts is given with all of them:
    which one is meant follows from the text.
    """
    check_text(query.text, "text", MOST_CHARACTERS)
    within, lang = listed(query.vocabulary), query.lang or ""
    check_vocabularies(within, reader.site())
    found: dict[tuple[tuple[str, str], ...], dict[str, Any]] = {}
    for (start, end), hits, total in _terms(reader, query.text, lang, within):
        key = tuple((hit.vocabulary, hit.id) for hit in hits)
        if key not in found:
            found[key] = {
                "places": [],
                "total": total,
                "concepts": [
                    outline(
                        reader, hit.record, query.targets(), lang, hit.match.lang,
                        source_language(reader, hit.vocabulary),
                    )
                    for hit in hits
                ],
            }  # fmt: skip
        place = {"start": start, "end": end, "text": query.text[start:end]}
        found[key]["places"].append(place)
    return {"terms": list(found.values())}


def _terms(
    reader: Reader, text: str, lang: str, within: tuple[str, ...]
) -> Iterator[tuple[Unit, list[Hit], int]]:
    """Yield where terms stand, what they name, and how many concepts that are."""
    units = list(_units(text))
    known: dict[str, tuple[list[Hit], int]] = {}
    place = 0
    while place < len(units):
        ends = _run(text, units, place)
        if len(ends) > 1 and _is_sign(text, units[place]):
            beginning = text[units[place][0] : units[place + 1][1]]
            if not reader.index.suggest(beginning, lang, within, 1):
                ends = ends[:1]  # no term begins so: each longer run would be looked up in vain
        for last in reversed(ends):
            span = units[place][0], units[last][1]
            written = text[span[0] : span[1]]
            if written not in known:
                known[written] = _named(reader, written, lang, within)
            hits, total = known[written]
            if hits:
                yield span, hits, total
                place = last
                break
        place += 1


def _named(
    reader: Reader, written: str, lang: str, within: tuple[str, ...]
) -> tuple[list[Hit], int]:
    """Return the concepts that words name by a label, in `lang` where it is given."""
    hits = reader.index.lookup(written, lang, within, _MOST_CONCEPTS)
    fine = [hit for hit in hits if _is_term(hit, written, lang)]
    return fine, hits.total if len(fine) == len(hits) else len(fine)


def _is_term(hit: Hit, written: str, lang: str) -> bool:
    match = hit.match
    if match.kind not in KINDS or (lang and not _is_in(match.lang, lang)):
        return False
    return len(written) > _SHORT or match.form == "exact" or bool(UNSPACED.search(written))


def _is_in(lang: str, wanted: str) -> bool:
    """Return whether a language is a part of another, or the other way round."""
    return languages.matches(lang, wanted) or languages.matches(wanted, lang)


def _units(text: str) -> Iterator[Unit]:
    """Yield the words of a text; signs one by one where no spaces are written between words."""
    for word in _WORD.finditer(text):
        place = word.start()
        for run in UNSPACED.finditer(text, word.start(), word.end()):
            if place < run.start():
                yield place, run.start()
            yield from ((sign, sign + 1) for sign in range(run.start(), run.end()))
            place = run.end()
        if place < word.end():
            yield place, word.end()


def _run(text: str, units: list[Unit], first: int) -> range:
    """Return the places of the units with which a term may end that begins with this one."""
    last = first
    words = 0
    for place in range(first, min(first + _MOST_SIGNS, len(units))):
        if place > first and not _GAP.fullmatch(text, units[place - 1][1], units[place][0]):
            break
        words += not _is_sign(text, units[place])
        if words > _MOST_WORDS:
            break
        last = place
    return range(first, last + 1)


def _is_sign(text: str, unit: Unit) -> bool:
    """Return whether a unit is a sign of a script that is written without spaces."""
    return UNSPACED.match(text, unit[0]) is not None
