"""What stands beside a concept on its page: by sector, for several sectors, and elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from babel.lists import format_list
from markupsafe import Markup

from glossary import languages
from glossary.model import FALSE_FRIEND, SECTORS
from glossary.reader import Reader, Record
from glossary.reader.agreement import Beside
from glossary.web.template_helpers import TemplateHelpers

_SHOWN = 3
"""Concepts of a sector that are shown with their definition; of more only the terms."""
_RELATED = frozenset({"relatedMatch", FALSE_FRIEND})
"""The relations of what means something else; it is told with its definition where its word is the
same.
"""
_NEARLY = "≈"
SIGNS = {"same": "=", "friend": "≠", "unknown": "?", "near": "~"}
"""What tells at a glance how words and meanings agree; also read by who sees no colours."""


class Sense(NamedTuple):
    """A concept beside another: how the two agree, its address, its term, and its definition."""

    agreement: Beside
    address: str
    term: Markup
    definition: Markup
    vocabulary: Markup
    mark: Markup


@dataclass(slots=True)
class Column:
    """A sector: the concepts that are told of, the others by their terms; nothing is entered yet
    where there is none but false friends: none that means the same, more or less.
    """

    sector: str
    first: list[Sense] = field(default_factory=list)
    more: list[Sense] = field(default_factory=list)
    is_gap: bool = False


@dataclass(slots=True)
class Surroundings:
    """The columns of the sectors, none where only one has something; the concepts of vocabularies
    for several sectors; those of vocabularies without any; and what is seen at a glance.
    """

    columns: list[Column]
    shared: list[Sense]
    others: list[Sense]
    glance: list[tuple[str, str, str]]


def surroundings(
    reader: Reader, helpers: TemplateHelpers, record: Record, title: tuple[str, str], lang: str
) -> Surroundings:
    """Return what stands beside a record with this title (language and text), shown in `lang`."""
    found = reader.beside(record, title[1], title[0], lang)
    every = [Beside("self", None, record), *found]
    columns = [_column(helpers, sector, every, lang) for sector in SECTORS]
    has_others = any(one.record["sectors"] for one in found)
    if not has_others or not any(column.first or column.more for column in columns):
        columns = []

    def senses(of: Iterable[Beside]) -> list[Sense]:
        return [_sense(helpers, one, lang, reader) for one in of]

    return Surroundings(
        columns,
        senses(one for one in found if len(one.record["sectors"]) > 1),
        senses(one for one in found if not one.record["sectors"]),
        _glance(helpers, columns),
    )


def _column(helpers: TemplateHelpers, sector: str, every: list[Beside], lang: str) -> Column:
    own = [one for one in every if one.record["sectors"] == [sector]]
    told = [one for one in own if one.relation not in _RELATED or one.kind == "friend"]
    rest = [one for one in own if one not in told]
    return Column(
        sector,
        [_sense(helpers, one, lang) for one in told[:_SHOWN]],
        [_sense(helpers, one, lang) for one in (*told[_SHOWN:], *rest)],
        all(one.kind == "friend" for one in told),
    )


def _sense(helpers: TemplateHelpers, one: Beside, lang: str, reader: Reader | None = None) -> Sense:
    record = one.record
    found = helpers.chosen(record["definitions"], lang)
    text = helpers.paragraph(found[1][0]["text"], found[0]) if found else Markup("")
    scheme = reader.vocabulary(record["vocabulary"])["title"] if reader else {}
    return Sense(
        one, helpers.record_address(record, lang), helpers.title(record, lang), text,
        helpers.label(scheme) if scheme else Markup(""), mark(helpers, one),
    )  # fmt: skip


def mark(helpers: TemplateHelpers, one: Beside) -> Markup:
    """Return what is told of a concept: how its word and meaning agree with another's."""
    sign = _NEARLY if one.relation == "closeMatch" else SIGNS.get(one.kind, "")
    return helpers.parts["agreement"](one.kind, sign, one.code)


def _glance(helpers: TemplateHelpers, columns: list[Column]) -> list[tuple[str, str, str]]:
    """Return what is seen at once: kind, its sign, and the names of the sectors it holds for."""
    found: dict[str, list[str]] = {}
    for column in columns:
        kinds = {one.agreement.kind for one in column.first}
        for kind in ("same", "near", "friend", "unknown"):
            if kind in kinds:
                found.setdefault(kind, []).append(column.sector)
        if column.is_gap:
            found.setdefault("gap", []).append(column.sector)
    return [
        (kind, SIGNS.get(kind, "–"), _listed(helpers, tuple(found[kind])))
        for kind in ("same", "near", "friend", "unknown", "gap")
        if kind in found
    ]


def _listed(helpers: TemplateHelpers, sectors: tuple[str, ...]) -> str:
    return _joined(tuple(helpers.name_of(one, "sector") for one in sectors), helpers.ui)


@lru_cache(1024)
def _joined(texts: tuple[str, ...], ui: str) -> str:
    """Return texts as a list in a language (CLDR)."""
    return format_list(texts, locale=languages.to_locale(ui))
