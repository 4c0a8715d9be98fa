"""What templates say in one word: texts with their language, translations, marked matches."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, request, url_for
from flask_babel import format_date, format_decimal, gettext
from markupsafe import Markup, escape

from glossary import languages
from glossary.errors import N_, Unavailable
from glossary.reader import preferred_terms
from glossary.web.context import reader
from glossary.web.locale import interface
from index.highlight import marked

SECTOR_NAMES = {
    "library": N_("Libraries"),
    "archive": N_("Archives"),
    "museum": N_("Museums"),
    "monument": N_("Monuments and sites"),
    "audiovisual": N_("Audiovisual archives"),
}
RELATION_NAMES = {
    "self": N_("this concept"),
    "exactMatch": N_("same meaning"),
    "closeMatch": N_("nearly the same"),
    "broadMatch": N_("wider meaning"),
    "narrowMatch": N_("narrower meaning"),
    "relatedMatch": N_("related; not the same"),
}
EQUIVALENCE_NAMES = {
    "partial": N_("partial equivalent"),
    "loan": N_("loan word"),
    "coined": N_("coined term"),
    "none": N_("no equivalent; description"),
}
STATUS_NAMES = {
    "admitted": N_("synonym"),
    "deprecated": N_("not recommended"),
    "hidden": N_("search form"),
}
KIND_NAMES = {
    "preferred": N_("preferred term"),
    "alternative": N_("synonym"),
    "hidden": N_("search form"),
    "notation": N_("notation"),
    "definition": N_("in the definition"),
    "scopeNote": N_("in the scope note"),
    "example": N_("in an example"),
}
_PUBLISHERS = {
    "vocabularies.unesco.org": "UNESCO Thesaurus",
    "vocab.getty.edu": "Getty Vocabularies",
    "wikidata.org": "Wikidata",
    "id.loc.gov": "Library of Congress",
    "d-nb.info": "GND",
    "data.bnf.fr": "BnF",
}
_SAFE = "!$&'()*+,/:;=@"
_NAMES = {
    "sector": SECTOR_NAMES,
    "relation": RELATION_NAMES,
    "equivalence": EQUIVALENCE_NAMES,
    "status": STATUS_NAMES,
    "kind": KIND_NAMES,
}
_KEPT = {"q", "lang", "vocabulary", "sector", "page", "view", "letter", "open"}


def name_of(value: str, of: str) -> str:
    """Return what readers call a code such as a sector or a relation."""
    found = _NAMES[of].get(value)
    return gettext(found) if found else value


def tagged(lang: str) -> Markup:
    """Return the attributes ``lang`` and ``dir`` where a text is not in the page's language."""
    if not lang or lang == interface():
        return Markup("")
    return Markup(f' lang="{escape(lang)}" dir="{languages.direction(lang)}"')


def span(text: str, lang: str, tag: str = "span") -> Markup:
    """Return a text in an element that says which language it is in."""
    # formatted by hand, several times as quick as Markup.format: a page has some fifty of these
    return Markup(f"<{escape(tag)}{tagged(lang)}>{escape(text)}</{escape(tag)}>")


def chosen(texts: Mapping[str, Any], *wanted: str) -> tuple[str, Any] | None:
    """Return language and value for the reader: `wanted`, the interface's language, English."""
    return languages.choose(texts, [tag for tag in (*wanted, interface(), "en") if tag])


def label(texts: Mapping[str, str], lang: str = "", tag: str = "span") -> Markup:
    """Return the text of a language map in the language that suits the reader."""
    found = chosen(texts, lang)
    return span(found[1], found[0], tag) if found else Markup("")


def title_of(record: dict[str, Any], lang: str = "") -> tuple[str, str]:
    """Return language and text of the preferred term of a record for the reader."""
    return chosen(preferred_terms(record), lang) or ("", record["id"])


def highlighted(text: str, lang: str, query: str) -> Markup:
    """Return a text with the words of the query marked, in an element with its language."""
    parts = (
        Markup("<mark>{}</mark>").format(part) if found else escape(part)
        for part, found in marked(text, lang, query)
    )
    return Markup("<span{}>{}</span>").format(tagged(lang), Markup("").join(parts))


def outside_name(uri: str) -> str:
    """Return what readers call a concept of a vocabulary that is not on this site."""
    parts = urlsplit(uri)
    host = parts.netloc.removeprefix("www.")
    last = (parts.fragment or parts.path.rstrip("/").rpartition("/")[2]) or uri
    return f"{_PUBLISHERS.get(host, host)}: {last}"


def in_reading_order(langs: Iterable[str], first: str) -> list[str]:
    """Return languages with the reader's first, then by their own names."""
    return sorted(langs, key=lambda tag: (tag != first, languages.own_name(tag).casefold()))


def here(**changes: object) -> str:
    """Return the address of this page with other parameters; None takes one away."""
    asked = request.args.to_dict(flat=False)
    values: dict[str, Any] = {k: v for k, v in asked.items() if k in _KEPT}
    values |= {**(request.view_args or {}), **changes}
    kept = {name: value for name, value in values.items() if value is not None}
    return url_for(request.endpoint or "pages.home", **kept)


def switched(ui: str) -> str:
    """Return the address of this page in another language of the interface."""
    first, rest = request.path[1:].partition("/")[::2]
    if first not in reader().settings.interface_languages:
        return f"/{ui}/"
    query = request.query_string.decode("ascii", "ignore")
    return f"/{ui}/{quote(rest)}" + (f"?{query}" if query else "")


def concept_address(vocabulary: str, id: str, lang: str = "") -> str:
    """Return the address of a concept's page, `lang` where it is not the interface's language."""
    ui = interface()  # written as url_for does, in a tenth of its time: pages have many of these
    place = f"{quote(vocabulary, _SAFE)}/{quote(id, _SAFE)}"
    asked = f"?lang={quote(lang, _SAFE)}" if lang and lang != ui else ""
    return f"{request.script_root}/{ui}/{place}{asked}"


def address(endpoint: str, **values: str | int | None) -> str:
    """Return what `url_for` makes of it, remembered: most addresses of a page are of all pages."""
    return _address(request.script_root, endpoint, tuple(values.items()))


@lru_cache(4096)
def _address(root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def vocabulary_titles() -> dict[str, str]:
    """Return what readers call each vocabulary, by its id."""
    try:
        known = reader().site().vocabularies
    except Unavailable:
        return {}
    return {id: (chosen(described["title"]) or ("", id))[1] for id, described in known.items()}


def _context() -> dict[str, Any]:
    ui = interface()
    return {
        "ui": ui,
        "ui_direction": languages.direction(ui),
        "settings": reader().settings,
        "interface_languages": reader().settings.interface_languages,
        "own_name": languages.own_name,
        "language_name": lambda tag: languages.name(tag, ui),
        "direction": languages.direction,
        "name_of": name_of,
        "tagged": tagged,
        "span": span,
        "chosen": chosen,
        "label": label,
        "title_of": title_of,
        "highlighted": highlighted,
        "outside_name": outside_name,
        "vocabulary_titles": vocabulary_titles,
        "in_reading_order": in_reading_order,
        "here": here,
        "switched": switched,
        "concept_address": concept_address,
        "number": format_decimal,
        "date": format_date,
    }


def register(app: Flask) -> None:
    """Give the templates of `app` these words."""
    app.context_processor(_context)
    app.jinja_env.globals["url_for"] = address
