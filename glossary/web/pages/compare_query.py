"""What a comparison is asked for: the concepts, and which languages or sectors stand in columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext
from pydantic_core import from_json

from glossary import languages
from glossary.errors import N_
from glossary.model import SECTORS
from glossary.reader import Reader, Record
from glossary.reader.lengths import shortened
from glossary.web.pages.door import record_in_use

MOST_COLUMNS = 4
_SHOWN_CHARACTERS = 100
_LEFT_ASIDE = {
    "sector": N_("There is no sector “%(value)s”."),
    "lang": N_("“%(value)s” is not a language tag."),
}
_TOO_MANY = N_("At most %(most)s columns are shown.")


@dataclass(slots=True)
class Asked:
    """What is compared: records of concepts, languages, sectors, and what of it was left aside."""

    concepts: list[Record]
    langs: list[str]
    sectors: list[str]
    left_aside: list[str] = field(default_factory=list)


def asked_for() -> Asked:
    """Return what this request asks to compare; raise NotFound or Gone for a concept that is not
    there any more.
    """
    told: list[str] = []
    places = _few(request.args.getlist("concept"), told)
    asked_langs = _right("lang", request.args.getlist("lang"), told)
    langs = _few(map(languages.canonical, asked_langs), told)
    sectors = _few(_right("sector", request.args.getlist("sector"), told), told)
    return Asked([_record(place) for place in places], langs, sectors, told)


def _record(place: str) -> Record:
    vocabulary, _, id = place.partition("/")
    return record_in_use(vocabulary, id)


def _right(name: str, values: Iterable[str], told: list[str]) -> list[str]:
    """Return the values that can be, and note the others."""
    found = []
    for value in filter(None, values):
        if value in SECTORS if name == "sector" else languages.is_well_formed(value):
            found.append(value)
        elif len(told) < MOST_COLUMNS:
            told.append(gettext(_LEFT_ASIDE[name]) % {"value": shortened(value, _SHOWN_CHARACTERS)})
    return found


def _few(values: Iterable[str], told: list[str]) -> list[str]:
    """Return as many different values as there can be columns, and note where there are more."""
    found = list(dict.fromkeys(filter(None, values)))
    if len(found) > MOST_COLUMNS:
        told.append(gettext(_TOO_MANY) % {"most": MOST_COLUMNS})
    return found[:MOST_COLUMNS]


def named(reader: Reader, term: str) -> list[Record]:
    """Return the concepts whose preferred term is what was typed, else the best that it names."""
    hits = reader.lookup(term, parameter="q", per_page=MOST_COLUMNS)
    found: list[Record] = [from_json(hit.record) for hit in hits if hit.match.kind == "preferred"]
    return found or [from_json(hit.record) for hit in hits[:1]]


def filled_up(chosen: Sequence[str], more: Iterable[str], least: int = 2) -> list[str]:
    """Return what was chosen, and as much of `more` as it takes to have `least`."""
    found = list(chosen)
    for one in more:
        if len(found) >= least:
            break
        if one and one not in found:
            found.append(one)
    return found
