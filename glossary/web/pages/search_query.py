"""What the search page is asked for, and which filters of it there are not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext

from glossary import languages
from glossary.errors import N_
from glossary.model import SECTORS
from glossary.reader import Reader, Record
from glossary.reader.lengths import shortened
from glossary.records.excerpts import decode_head
from glossary.web.code_names import CONCEPT_STATUS_NAMES
from glossary.web.numbers import page_number
from index import Query

MOST_PAGES = 500
_ALL = ""
_MOST_TOLD = 5
_SHOWN_CHARACTERS = 100
_THERE_IS_NONE = {
    "vocabulary": N_("There is no vocabulary “%(value)s”."),
    "sector": N_("There is no sector “%(value)s”."),
    "status": N_("There is no status “%(value)s”."),
    "group": N_("There is no group “%(value)s”."),
    "below": N_("There is no concept “%(value)s”."),
    "lang": N_("“%(value)s” is not a language tag."),
}
"""As the JSON door says it, which refuses such a filter."""


@dataclass(slots=True)
class Asked:
    """What a search is asked for: the query, the concept to look below, whether the text was cut,
    and what is told of the filters that were left aside.
    """

    query: Query
    above: Record | None
    is_cut: bool
    left_aside: list[str] = field(default_factory=list)


def asked_for(reader: Reader) -> Asked:
    """Return what this request asks of the search page; filters that there are not are told."""
    given, wrong = request.args, _Wrong()
    text = " ".join(given.get("q", "").split())
    vocabulary, _, id = given.get("below", "").partition("/")
    above = reader.index.get(vocabulary, id) if id else None
    wrong.chosen("below", [given.get("below", "")], lambda _: above is not None)
    most = reader.settings.max_query_characters
    lang = "".join(wrong.chosen("lang", [given.get("lang", _ALL)], languages.is_well_formed))
    query = Query(
        shortened(text, most),
        lang=languages.canonical(lang) if lang else _ALL,
        vocabularies=wrong.chosen(
            "vocabulary", given.getlist("vocabulary"), reader.site().vocabularies.__contains__
        ),
        sectors=wrong.chosen("sector", given.getlist("sector"), SECTORS.__contains__),
        statuses=wrong.chosen("status", given.getlist("status"), CONCEPT_STATUS_NAMES.__contains__),
        page=min(page_number(given.get("page", "")), MOST_PAGES),
        per_page=reader.settings.results_per_page,
        groups=wrong.chosen("group", given.getlist("group"), lambda id: bool(reader.group(id))),
        below=(vocabulary, id) if above else None,
    )
    return Asked(query, decode_head(above) if above else None, len(text) > most, wrong.told)


class _Wrong:
    """Sorts out filters; keeps what is told of those that there are not."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def chosen(
        self, name: str, values: Iterable[str], is_there: Callable[[str], bool]
    ) -> tuple[str, ...]:
        """Return the values that there are; an empty one is none."""
        found = []
        for value in dict.fromkeys(filter(None, values)):
            if is_there(value):
                found.append(value)
            elif len(self.told) < _MOST_TOLD:
                shown = shortened(value, _SHOWN_CHARACTERS)
                self.told.append(gettext(_THERE_IS_NONE[name]) % {"value": shown})
        return tuple(found)
