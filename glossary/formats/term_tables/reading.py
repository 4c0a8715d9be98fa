"""A vocabulary read from tables: as they are written here, or as people keep their glossaries.

The file is read twice: once for ids and what is found, once for the concepts.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from glossary.errors import N_, BrokenSource
from glossary.errors.plurals import NN_
from glossary.formats import Finding, Findings
from glossary.formats.contents import Asked, Beginning, Contents
from glossary.formats.term_tables import packing, sources
from glossary.formats.term_tables.building import Building
from glossary.formats.term_tables.column_names import language_of_names
from glossary.formats.term_tables.columns import PREFERRED
from glossary.formats.term_tables.entries import Entry, entries
from glossary.formats.term_tables.headings import is_own
from glossary.formats.term_tables.layout import Layout, laid_out, without_terms
from glossary.formats.term_tables.sources import Table
from glossary.formats.term_tables.survey import Survey
from glossary.model import Concept, Vocabulary

_ABOUT = ["property", "value", "language"]
_WORKBOOK = "xl/workbook.xml"


def recognises(beginning: Beginning) -> bool:
    """Return whether a file is a workbook, or a table with columns that are called as here."""
    if beginning.members:
        return _WORKBOOK in beginning.members
    first = beginning.text.lstrip("\ufeff").partition("\n")[0].strip()
    return any(is_own(first.split(sign)) for sign in ",;\t")


def read(file: Path, asked: Asked) -> tuple[Contents, Findings]:
    """Return the vocabulary in a file, and findings: those on concepts come as they are read.

    Raises BrokenSource where the file is no table, or no column is known to hold terms.
    """
    found, name = Findings(), asked.name or file.name
    stack = ExitStack()
    try:
        tables = sources.tables(file, name, found, asked.source_language, stack)
        about = _About(asked)
        others = [table for table in tables if not about.take(table)]
        layouts = _chosen(others, asked, name, found)
        lang = asked.source_language or about.source_language or _language(layouts, name)
        otherwise = _language(layouts, name) if lang in _stated(layouts) else lang
        if not any(layout.has_terms for layout in layouts):
            raise without_terms(layouts[0], name, lang)
        if asked.source_language is None:
            _tell_languages(layouts, asked.id, otherwise, found)
        survey = Survey(layouts, lang, otherwise, about.base_uri, found.append)
        survey.look()
        _tell_unread(layouts, asked.id, found)
    except BaseException:
        stack.close()
        raise
    vocabulary = about.vocabulary(lang, survey)
    concepts = _concepts(survey, asked.id, stack)
    lines = {survey.uri_of(id): row for id, row in survey.lines.items()}
    return Contents(vocabulary, concepts, survey.uri_of, asked.base_url, line_of=lines.get), found


@dataclass(slots=True)
class _About:
    """What a workbook says of its vocabulary on a sheet for it."""

    asked: Asked
    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def take(self, table: Table) -> bool:
        """Return whether a table is that sheet; then it is read."""
        rows = table.rows()
        if next((cells for _, cells in rows), [])[:3] != _ABOUT:
            return False
        for _, cells in rows:
            name, value, lang = [*cells, "", "", ""][:3]
            known = self.said.setdefault(name, [])
            if value.startswith(packing.CONTINUED) and known:
                known[-1] = known[-1][0], known[-1][1] + value.removeprefix(packing.CONTINUED)
            else:
                known.append((lang, value))
        return True

    def first(self, name: str) -> str | None:
        """Return the first value of a property, None where there is none."""
        return next((value for _, value in self.said.get(name, ())), None)

    @property
    def source_language(self) -> str | None:
        """The source language that it states."""
        return self.first("source language")

    @property
    def base_uri(self) -> str:
        """What the URIs of concepts begin with that have none."""
        return self.asked.base_uri

    def vocabulary(self, lang: str, survey: Survey) -> Vocabulary:
        """Return the vocabulary, without concepts."""
        return Vocabulary(
            self.asked.id,
            self.asked.scheme or self.first("uri") or self.asked.base_uri,
            dict(self.said.get("title", ())),
            dict(self.said.get("description", ())),
            lang,
            tuple(value for _, value in self.said.get("sector", ())),
            self.first("licence"),
            self.first("publisher"),
            self.first("created"),
            self.first("modified"),
            survey.memberships.groups(),
        )


def _chosen(tables: list[Table], asked: Asked, name: str, found: Findings) -> list[Layout]:
    """Return the tables that are read: those written here, else the one that looks most like it."""
    if not tables:
        raise BrokenSource(name, N_("there is no table in it"))
    failed: BrokenSource | None = None
    layouts = []
    for table in tables:
        try:
            layouts.append(laid_out(table, asked.columns, name))
        except BrokenSource as error:
            failed = failed or error
    if own := [layout for layout in layouts if layout.is_own]:
        return own
    if not layouts:
        raise failed or BrokenSource(name, N_("there is no table in it"))
    best = max(layouts, key=_worth)
    if len(tables) > 1:
        text = N_("the workbook has several sheets; “%(sheet)s” is read, not: %(others)s")
        others = ", ".join(f"“{one.name}”" for one in tables if one is not best.table)
        values = {"sheet": best.table.name, "others": others}
        found.append(Finding("sheet", asked.id, text, values))
    return [best]


def _worth(layout: Layout) -> tuple[bool, bool, int]:
    """Return how much a sheet looks like a glossary: it is seen, has terms, and known columns."""
    return layout.has_terms, not layout.table.is_hidden, len(layout.meanings)


def _language(layouts: list[Layout], name: str) -> str:
    """Return the source language: that of the column of terms, or of the first row.

    Where that column has none, it is the language in which the columns are named. Raises
    BrokenSource where other terms are in that.
    """
    for layout in layouts:
        terms = [layout.meanings[at] for at in sorted(layout.meanings)]
        langs = [one.lang for one in terms if one.field == PREFERRED and one.lang]
        plain = [at for at in sorted(layout.meanings) if _is_plain(layout, at)]
        if plain:
            first = layout.headings[plain[0]] if layout.headings else ""
            lang = language_of_names(first, layout.headings)
            if lang in langs:
                raise _unclear(layout, first, lang, name)
            return lang
        if langs:
            return langs[0]
    for layout in (one for one in layouts if one.by_term):
        first_row = next(entries(layout, "", lambda finding: None), None)
        if first_row is not None and first_row.lang:
            return first_row.lang
    return next((m.lang for one in layouts for m in one.meanings.values() if m.lang), None) or "en"


def _stated(layouts: list[Layout]) -> set[str]:
    """Return the languages that columns of terms name."""
    meanings = (meaning for layout in layouts for meaning in layout.meanings.values())
    return {one.lang for one in meanings if one.field == PREFERRED and one.lang}


def _is_plain(layout: Layout, at: int) -> bool:
    """Return whether terms stand in a column that names no language, nor does the row."""
    meaning = layout.meanings[at]
    is_term = meaning.field == PREFERRED and meaning.lang is None
    return is_term and not layout.is_own and not layout.by_term


def _unclear(layout: Layout, heading: str, lang: str, name: str) -> BrokenSource:
    text = N_(
        "the language of the column “%(column)s” is not clear, as other terms are in “%(lang)s”; "
        "name it with --source-language, or with --columns '%(column)s=preferred@…'"
    )
    return BrokenSource(name, text, line=layout.row or None, column=heading.strip(), lang=lang)


def _tell_languages(layouts: list[Layout], id: str, lang: str, found: Findings) -> None:
    """Tell which language is assumed where columns of terms name none."""
    if any(_is_plain(layout, at) for layout in layouts for at in layout.meanings):
        text = N_(
            "the terms have no language; they are read as %(lang)s. Another one is named with "
            "--source-language, or in --columns"
        )
        found.append(Finding("no-language", id, text, {"lang": lang}))


def _tell_unread(layouts: list[Layout], id: str, found: Findings) -> None:
    """Tell the columns that are not read, with how many cells they have."""
    for layout in layouts:
        unread = [
            at
            for at, heading in enumerate(layout.headings)
            if heading.strip() and at not in layout.meanings
        ]
        counts = dict.fromkeys(unread, 0)
        for row, cells in layout.table.rows() if unread else ():
            for at in unread:
                counts[at] += row > layout.row and at < len(cells) and bool(cells[at].strip())
        for at, count in counts.items():
            if count:
                text = NN_(
                    "the column “%(column)s” is not read (%(count)s cell); what it means can be "
                    "said with --columns",
                    "the column “%(column)s” is not read (%(count)s cells); what it means can be "
                    "said with --columns",
                )
                values = {"column": " ".join(layout.headings[at].split())[:100], "count": count}
                found.append(Finding("not-read", layout.table.name or id, text, values, layout.row))


def _concepts(survey: Survey, vocabulary: str, stack: ExitStack) -> Iterator[Concept]:
    """Yield the concepts, each when the last of its rows came."""
    with stack:
        waiting: dict[str, list[Entry]] = {}
        for id, entry in survey.interleaved():
            if not id:
                continue
            rows = waiting.setdefault(id, [])
            rows.append(entry)
            if len(rows) == survey.rows_of[id]:
                yield Building(survey, vocabulary, id, waiting.pop(id)).concept()
