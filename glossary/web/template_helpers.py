"""What templates call: texts with their language, names, addresses, numbers, marked matches."""

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import request
from markupsafe import Markup
from markupsafe import escape as escaped

from glossary import languages
from glossary.errors import Unavailable
from glossary.languages.collation import Order
from glossary.reader import Reader, preferred_terms
from glossary.reader.problems import message
from glossary.web.addresses import PATH_SAFE, here, this_path
from glossary.web.code_names import NAMES
from glossary.web.structured_data import open_graph_locale
from index import QueryProblem
from index.highlight import marked

_PUBLISHERS = {
    "vocabularies.unesco.org": "UNESCO Thesaurus",
    "vocab.getty.edu": "Getty Vocabularies",
    "wikidata.org": "Wikidata",
    "id.loc.gov": "Library of Congress",
    "d-nb.info": "GND",
    "data.bnf.fr": "BnF",
}
_PLAIN = re.compile(r"[A-Za-z0-9-]+").fullmatch
"""Whether an id stands in an address as it is."""
_DATES = {"en": "en_001"}
"""Locales of dates where those of the language alone are read in two ways: 3/4/2026."""


def outside_name(uri: str) -> str:
    """Return what readers call a concept of a vocabulary that is not on this site."""
    parts = urlsplit(uri)
    host = parts.netloc.removeprefix("www.")
    last = (parts.fragment or parts.path.rstrip("/").rpartition("/")[2]) or uri
    return f"{_PUBLISHERS.get(host, host)}: {last}"


class TemplateHelpers:
    """What templates call, in one language of the interface; addresses begin with `root`."""

    def __init__(self, reader: Reader, ui: str, root: str, gettext: Callable[[str], str]) -> None:
        self.ui, self.root = ui, root
        self._reader, self.gettext = reader, gettext
        self._spoken = reader.settings.interface_languages
        self._after = (*reader.settings.fallback_languages, ui, "en")
        self.site_title_lang, self.site_title = reader.settings.title_in(ui)
        self._titles = "", "{}"
        self._direction = languages.direction(ui)
        self.open_graph_locale = open_graph_locale(ui)
        self.parts: dict[str, Callable[..., Markup]] = {}
        self.tagged = lru_cache(1024)(self._tagged)
        self.language = lru_cache(1024)(self._language)
        self.number = lru_cache(4096)(self._number)
        self.sort_key = Order(reader.settings.alphabets).sort_key

    def values(self) -> dict[str, Any]:
        """Return what templates have as names."""
        return {
            "helpers": self,
            "ui": self.ui,
            "ui_direction": self._direction,
            "settings": self._reader.settings,
            "site_title": self.site_title,
            "site_title_lang": self.site_title_lang,
            "interface_languages": self._spoken,
            "vocabulary_titles": self.vocabulary_titles,
            "language_links": self.language_links,
            "here": here,
            "this_path": this_path,
        }

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return what templates have as filters, which cost a third of calls."""
        return {
            "tagged": self.tagged,
            "aligned": self.aligned,
            "paragraph": self.paragraph,
            "span": self.span,
            "chosen": self.chosen,
            "label": self.label,
            "title_of": self.title_of,
            "title": self.title,
            "concept_address": self.record_address,
            "highlighted": self.highlighted,
            "below": self.below,
            "page": self.page,
            "name_of": self.name_of,
            "told": self.told,
            "sector_badge": self.sector_badge,
            "own_name": languages.own_name,
            "own_name_language": languages.language_of_own_name,
            "direction": languages.direction,
            "language": self.language,
            "language_name": self.language_name,
            "in_reading_order": self.in_reading_order,
            "number": self.number,
            "date": self.date,
            "time": self.time,
        }

    def below(self, path: str) -> str:
        """Return the address of a path on this site; of constants, when templates are compiled."""
        return self.root + path

    def page(self, path: str) -> str:
        """Return the address of a page in the language of the interface."""
        return f"{self.root}/{self.ui}/{path}"

    def name_of(self, value: str, of: str) -> str:
        """Return what readers call a code such as a sector or a relation."""
        found = NAMES[of].get(value)
        return self.gettext(found) if found else value

    def told(self, problem: QueryProblem) -> Markup:
        """Return what a reader is told of a problem of a query, that part of it set apart."""
        part = Markup(f'<strong dir="auto">{escape(problem.part)}</strong>')
        return Markup(message(problem.code, part, lambda text: Markup(escape(self.gettext(text)))))

    def sector_badge(self, sectors: Iterable[str]) -> Markup:
        """Return the names of the sectors as marks."""
        return self.parts["sector_badge"](tuple(sectors))

    def _tagged(self, lang: str) -> Markup:
        """Return the attributes ``lang`` and ``dir`` where a text is not in the page's language."""
        if not lang or lang == self.ui:
            return Markup("")
        return Markup(f' lang="{escape(lang)}" dir="{languages.direction(lang)}"')

    def span(self, text: str, lang: str, more: str = "") -> Markup:
        """Return a text in an element that says which language it is in, and `more` after it."""
        # formatted by hand, several times as quick as Markup.format: a page has some fifty of these
        return Markup(f"<span{self.tagged(lang)}>{escape(text, quote=False)}</span>{more}")

    def aligned(self, lang: str) -> Markup:
        """Return the attribute ``dir`` for a block whose text runs the other way than the page.

        What stands in it in the page's own language keeps its direction by an element of its own.
        """
        direction = languages.direction(lang) if lang else self._direction
        return Markup("" if direction == self._direction else f' dir="{direction}"')

    def paragraph(self, text: str, lang: str) -> Markup:
        """Return a text as a paragraph, laid out as its language runs."""
        return Markup(f"<p{self.tagged(lang)}>{escape(text, quote=False)}</p>")

    def chosen(self, texts: Mapping[str, Any], wanted: str = "") -> tuple[str, Any] | None:
        """Return language and value for the reader: `wanted`, those that the site falls back to,
        the interface's, English.
        """
        first = (wanted,) if wanted else (self.ui,)
        return languages.choose(texts, (*first, *self._after))

    def label(self, texts: Mapping[str, str], lang: str = "") -> Markup:
        """Return the text of a language map in the language that suits the reader."""
        found = self.chosen(texts, lang)
        return self.span(found[1], found[0]) if found else Markup("")

    @property
    def is_rtl(self) -> bool:
        """Whether the page runs from right to left."""
        return self._direction == "rtl"

    @property
    def withdrawn_mark(self) -> str:
        """What stands behind the name of a withdrawn concept."""
        name = escape(self.name_of("deprecated", "concept_status"))
        return f' <span class="mark warn">{name}</span>'

    def name(self, summary: dict[str, Any], lang: str = "") -> tuple[str, str]:
        """Return language and text of the preferred term of a summary for the reader."""
        return self.chosen(summary["label"], lang) or ("", summary["id"])

    def named(self, summary: dict[str, Any], lang: str = "") -> Markup:
        """Return the preferred term of a summary for the reader."""
        found, text = self.name(summary, lang)
        return self.span(text, found, self.withdrawn_mark if "status" in summary else "")

    def title_of(self, record: dict[str, Any], lang: str = "") -> tuple[str, str]:
        """Return language and text of the preferred term of a record for the reader."""
        return self.chosen(preferred_terms(record), lang) or ("", record["id"])

    def title(self, record: dict[str, Any], lang: str = "") -> Markup:
        """Return the preferred term of a record for the reader."""
        found, text = self.title_of(record, lang)
        return self.span(text, found)

    def highlighted(self, text: str, lang: str, query: str, kind: str) -> Markup:
        """Return a text with what the query asked of its kind marked, in an element of its own."""
        parts = [
            f"<mark>{escape(part)}</mark>" if found else escape(part)
            for part, found in marked(text, lang, query, kind)
        ]
        return Markup(f"<span{self.tagged(lang)}>{''.join(parts)}</span>")

    def _language(self, tag: str) -> Markup:
        """Return the name of a language in itself, marked as being in it; else in that of the
        interface.
        """
        if languages.language_of_own_name(tag) == tag:
            return self.span(languages.own_name(tag), tag)
        return self.span(languages.name(tag, self.ui), self.ui)

    def language_name(self, tag: str) -> str:
        """Return the name of a language in that of the interface."""
        return languages.name(tag, self.ui)

    def in_reading_order(self, langs: Iterable[str], first: str) -> list[str]:
        """Return languages with the reader's first, then by their own names."""
        return sorted(langs, key=lambda tag: (tag != first, languages.own_name(tag).casefold()))

    def _number(self, value: int) -> str:
        return format_decimal(value, locale=languages.to_locale(self.ui))

    def date(self, value: datetime.date) -> str:
        """Return a date as the interface's language writes it, the day before the month."""
        day = value.date() if isinstance(value, datetime.datetime) else value
        return _date(day, _DATES.get(self.ui) or languages.to_locale(self.ui))

    def time(self, value: datetime.date | str) -> Markup:
        """Return a date as an element that programs can read too.

        Text is read as a date or moment of ISO 8601; what is neither is given as it is.
        """
        if isinstance(value, str):
            try:
                value = datetime.datetime.fromisoformat(value)
            except ValueError:
                return escaped(value)
        exact = (
            value.isoformat("T", "seconds") if isinstance(value, datetime.datetime) else str(value)
        )
        return Markup(f'<time datetime="{exact}">{escape(self.date(value))}</time>')

    def place(self, vocabulary: str, id: str) -> str:
        """Return the address of a concept's page after the language."""
        # written as url_for does, in a tenth of its time: pages have many of these
        return f"{_quoted(vocabulary)}/{id if _PLAIN(id) else quote(id, PATH_SAFE)}"

    def concept_address(self, vocabulary: str, id: str, lang: str = "") -> str:
        """Return the address of a concept's page, `lang` where it is not the interface's."""
        asked = f"?lang={_quoted(lang)}" if lang and lang != self.ui else ""
        return f"{self.root}/{self.ui}/{self.place(vocabulary, id)}{asked}"

    def record_address(self, record: Mapping[str, Any], lang: str = "") -> str:
        """Return the address of the page of a record, or of what refers to it."""
        return self.concept_address(record["vocabulary"], record["id"], lang)

    def search_address(self, **asked: str) -> str:
        """Return the address of the search with these parameters."""
        return f"{self.root}/{self.ui}/search?{urlencode(asked, safe='/')}"

    def language_links(self) -> list[tuple[str, str, str, str]]:
        """Return tag, direction and own name of each language of the interface, and the address
        that chooses it and shows this page in it.
        """
        first, rest = request.path[1:].partition("/")[::2]
        query = request.query_string.decode("ascii", "ignore")
        place = quote(rest) + (f"?{query}" if query else "") if first in self._spoken else ""
        target = quote(f"/{place}")
        return [
            (tag, direction, name, f"{self.root}/{tag}/choose?next=/{tag}{target}")
            for tag, direction, name in _spoken(self._spoken)
        ]

    def vocabulary_titles(self) -> str:
        """Return what readers call each vocabulary, by its id, as JSON."""
        try:
            site = self._reader.site()
        except Unavailable:
            return "{}"
        if self._titles[0] != site.generation:
            known = site.vocabularies.items()
            titles = {id: (self.chosen(found["title"]) or ("", id))[1] for id, found in known}
            self._titles = site.generation, json.dumps(titles, ensure_ascii=False)
        return self._titles[1]


@lru_cache(1024)
def _date(value: datetime.date, locale: str) -> str:
    return format_date(value, locale=locale)


@lru_cache(1024)
def _quoted(text: str) -> str:
    return quote(text, PATH_SAFE)


@lru_cache(16)
def _spoken(tags: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(tag, languages.direction(tag), languages.own_name(tag)) for tag in tags]
