"""One idea in columns: two to four languages, sectors or concepts side by side, gaps as gaps."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Answer

from glossary.model import SECTORS
from glossary.reader import Reader, Record
from glossary.reader.agreement import UNLINKED, Beside, beside
from glossary.web import language_pair
from glossary.web.context import reader
from glossary.web.headers import not_modified
from glossary.web.locale import interface
from glossary.web.pages.beside import mark
from glossary.web.pages.citations import Citations
from glossary.web.pages.compare_query import Asked, asked_for, filled_up, named
from glossary.web.pages.door import door, drawn
from glossary.web.pages.texts import Text, preferred, synonyms, texts
from glossary.web.template_helpers import TemplateHelpers
from glossary.web.templates import helpers

_RELATED = frozenset({"other:relatedMatch", "other:falseFriend"})
_ROWS = ("definitions", "scope_notes", "examples")


def address(**chosen: Iterable[str]) -> str:
    """Return the address of a comparison below the site and the language of the interface."""
    return f"compare?{urlencode([(k, v) for k, vs in chosen.items() for v in vs], safe='/')}"


@door.get("/compare")
def compare(ui: str) -> Answer:
    """Show a concept in several languages or sectors, or several concepts, side by side.

    With a term in place of a concept it goes to those that the term names.
    """
    term = " ".join(request.args.get("q", "").split())
    unchanged = not_modified()
    if unchanged:
        return unchanged
    if term:
        found = named(reader(), term)
        places = [f"{one['vocabulary']}/{one['id']}" for one in found]
        if places:
            return redirect(helpers().page(address(concept=places)), 303)
    if any(not value for name in request.args for value in request.args.getlist(name)):
        return redirect(helpers().page(_without_gaps()), 303)  # a form sends what was not chosen
    asked = asked_for()
    if not asked.concepts:
        return drawn("pages/compare.html", term=term, asked=asked, columns=[], record=None)
    return drawn("pages/compare.html", **_values(reader(), helpers(), asked), term="", asked=asked)


def _without_gaps() -> str:
    """Return the address of what is asked for, without what is empty."""
    known = {name: request.args.getlist(name) for name in ("q", "concept", "lang", "sector")}
    return address(**{name: filter(None, values) for name, values in known.items()})


def _values(reader: Reader, helpers: TemplateHelpers, asked: Asked) -> dict[str, Any]:
    record, is_one = asked.concepts[0], len(asked.concepts) == 1
    described = reader.vocabulary(record["vocabulary"])
    by_sector = is_one and bool(asked.sectors)
    spoken = [*language_pair.chosen(), interface(), described["source_language"], *record["terms"]]
    by_language = is_one and not by_sector
    langs = filled_up(asked.langs, spoken, 2 if by_language else 1)
    lang, title = helpers.title_of(record, langs[0])
    found = reader.beside(record, title, lang) if is_one else []
    columns = _Columns(reader, helpers, langs)
    if by_language:
        shown = [columns.of_language(record, tag) for tag in langs]
    elif by_sector:
        every = [Beside("self", None, record), *found]
        shown = [columns.of_sector(one, every) for one in filled_up(asked.sectors, SECTORS)]
    else:
        shown = columns.of_concepts(asked.concepts)
    rows = _rows(shown)
    return {
        "record": record,
        "place": f"{record['vocabulary']}/{record['id']}",
        "title": title,
        "title_lang": lang,
        "columns": shown,
        "langs": langs,
        "kind": "languages" if by_language else "sectors" if by_sector else "concepts",
        "known_languages": helpers.in_reading_order(reader.site().languages(), interface()),
        "sectors": _with_something(record, found),
        "all_sectors": SECTORS,
        "shown_sectors": [one["id"] for one in shown],
        "rows": rows,
        "row_count": _row_count(len(rows), len(langs), by_language, by_sector),
    }


def _rows(columns: list[dict[str, Any]]) -> list[str]:
    """Return what at least one column has: definitions always, so that a gap is seen."""
    every = [entry["texts"] for column in columns for entry in column["entries"]]
    return [
        name for name in _ROWS if name == _ROWS[0] or any(any(one[name].values()) for one in every)
    ]


def _row_count(texts: int, langs: int, by_language: bool, by_sector: bool) -> int:
    """Return how many parts each column has, which stand in one line; 0 where they do not."""
    has_terms = by_language or langs > 1
    return 0 if by_sector else 1 + (not by_language) + has_terms + 1 + texts


def _with_something(record: Record, found: Iterable[Beside]) -> list[str]:
    """Return the sectors that have a concept, those with an equivalent first."""
    ordered = [one.record["sectors"] for one in found]
    some = [record["sectors"], *ordered]
    return list(dict.fromkeys(one[0] for one in some if len(one) == 1))


class _Columns:
    """Makes columns whose terms and texts are in these languages."""

    def __init__(self, reader: Reader, helpers: TemplateHelpers, langs: list[str]) -> None:
        self._reader, self._helpers, self._langs = reader, helpers, langs
        self._citations = Citations(helpers, reader.site().sources)

    def of_language(self, record: Record, tag: str) -> dict[str, Any]:
        """Return the column of a language: what is said of a concept in it and in no other."""
        return {
            "id": tag,
            "tag": tag,
            "name": self._helpers.language(tag),
            "tone": "",
            "address": self._helpers.record_address(record, tag),
            "entries": [self._entry(record, [tag], None)],
        }

    def of_sector(self, sector: str, every: list[Beside]) -> dict[str, Any]:
        """Return the column of a sector; of what is only related there no more than the name."""
        found = [one for one in every if one.record["sectors"] == [sector]]
        told = [one for one in found if one.code not in _RELATED]
        return {
            "id": sector,
            "tag": "",
            "name": self._helpers.name_of(sector, "sector"),
            "tone": sector,
            "address": "",
            "has_equivalent": any(one.is_equivalent or one.kind == "unknown" for one in found),
            "entries": [self._entry(one.record, self._langs, one) for one in told],
            "nearby": [self._nearby(one) for one in found if one.code in _RELATED],
        }

    def of_concepts(self, records: list[Record]) -> list[dict[str, Any]]:
        """Return a column for each of several concepts, held against the first of them."""
        first, rest = records[0], records[1:]
        lang, title = self._helpers.title_of(first, self._langs[0])
        relations = {one["uri"]: one["relation"] for one in first["mappings"]}
        related = ((relations.get(one["uri"], UNLINKED), one) for one in rest)
        by_uri = {one.record["uri"]: one for one in beside(title, lang, related)}
        known = [self._reader.vocabulary(one["vocabulary"]) for one in records]
        return [
            {
                "id": f"c{place}",
                "tag": "",
                "name": self._helpers.label(described["title"]),
                "tone": described["sector"] or "shared",
                "address": "",
                "entries": [self._entry(one, self._langs, by_uri.get(one["uri"]))],
            }
            for place, (one, described) in enumerate(zip(records, known, strict=True))
        ]

    def _nearby(self, one: Beside) -> tuple[str, Markup, str]:
        """Return address, term and relation of a concept."""
        lang, known = self._langs[0], self._helpers
        name = known.name_of(one.code, "agreement")
        return known.record_address(one.record, lang), known.title(one.record, lang), name

    def _entry(self, record: Record, langs: list[str], one: Beside | None) -> dict[str, Any]:
        """Return what a column shows of a concept: by language its terms and synonyms, and its
        texts, nothing in the place of what there is not.
        """
        terms = {tag: record["terms"].get(tag, ()) for tag in langs}
        return {
            "record": record,
            "address": self._helpers.record_address(record, langs[0]),
            "mark": mark(self._helpers, one) if one else "",
            "terms": {tag: preferred(self._helpers, found, tag) for tag, found in terms.items()},
            "synonyms": {tag: synonyms(self._helpers, found, tag) for tag, found in terms.items()},
            "texts": {
                name: {tag: self._texts(record.get(name, {}), tag) for tag in langs}
                for name in _ROWS
            },
        }

    def _texts(self, found: Record, tag: str) -> list[Text]:
        return texts(self._helpers, self._citations, tag, found.get(tag, ()))
