"""Concepts as cards on pages of others: oEmbed 1.0, of the type “rich”, without a script."""

from html import escape
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, g, request

from glossary import languages
from glossary.errors import N_, Invalid, NotFound, NotProvided
from glossary.model import WITHDRAWN
from glossary.reader import Record, addresses
from glossary.records import encode
from glossary.records.excerpts import decode_outline
from glossary.web import atom
from glossary.web.context import reader
from glossary.web.discovery.door import check_known, door, open_answer
from glossary.web.headers import not_modified
from glossary.web.locale import interface
from glossary.web.numbers import whole_number
from glossary.web.structured_data import shortened
from glossary.web.templates import helpers

_WIDTH, _HEIGHT = 500, 200
_PIXELS_OF_A_CHARACTER = 160
"""The area of a character of a definition, about, in square pixels."""
_PARAMETERS = ("url", "format", "maxwidth", "maxheight", "lang")


@door.get("/oembed")
def oembed() -> Response:
    """Send the card of the concept that an address of this site shows."""
    check_known(_PARAMETERS)
    form = request.args.get("format", "json")
    if form not in ("json", "xml"):
        raise NotProvided(N_("This is there as: %(known)s."), known="json, xml")
    width, height = (_size(name) for name in ("maxwidth", "maxheight"))
    url = request.args.get("url", "")
    if not url:
        raise Invalid(N_("“%(parameter)s” is missing."), parameter="url", code="missing")
    record = _record(url)
    lang = _language(url)
    unchanged = not_modified()
    if unchanged:
        return unchanged
    card = _card(record, lang, min(width, _WIDTH), min(height, _HEIGHT))
    return _as_xml(card) if form == "xml" else open_answer(encode(card), "application/json")


def _size(name: str) -> int:
    """Return the largest size that is asked for; raise Invalid for no whole number."""
    given = request.args.get(name)
    found = whole_number(given, None, least=1) if given is not None else 10_000
    if found is None:
        text = N_("“%(parameter)s” is not a whole number.")
        raise Invalid(text, parameter=name, code="not_a_number")
    return found


def _record(url: str) -> Record:
    """Return the record of the concept that an address shows or a URI names; raise NotFound."""
    place = addresses.concept_at(url, reader().site().base_url)
    found = reader().index.get(*place) if place else None
    if found is None:
        found = next(iter(reader().index.get_many([url]).values()), None)
    record: Record | None = None if found is None else decode_outline(found)
    if record is None or record["status"] == WITHDRAWN:
        raise NotFound(N_("There is no concept “%(value)s”."), value=url[:200])
    return record


def _language(url: str) -> str:
    """Return the language of the card: that of ``lang``, of the page, or of the reader."""
    asked = request.args.get("lang", "")
    if asked and not languages.is_well_formed(asked):
        raise Invalid(N_("“%(value)s” is not a language tag."), parameter="lang", value=asked)
    spoken = reader().settings.interface_languages
    path = url.removeprefix(reader().site().base_url).lstrip("/")
    shown = path.partition("/")[0]
    lang = languages.canonical(asked) if asked else (shown if shown in spoken else "")
    g.ui = (languages.best(spoken, [lang]) if lang else None) or interface()
    return lang or interface()


def _card(record: Record, lang: str, width: int, height: int) -> dict[str, Any]:
    """Return what is sent: title, who provides it, and the card as HTML for a size in pixels."""
    known, settings = helpers(), reader().settings
    described = reader().vocabulary(record["vocabulary"])
    title_lang, title = known.title_of(record, lang)
    page = f"{settings.base_url}/{interface()}/{known.place(record['vocabulary'], record['id'])}"
    if lang != interface():
        page += f"?lang={lang}"
    texts = {tag: notes[0]["text"] for tag, notes in record["definitions"].items()}
    definition = known.chosen(texts, lang)
    html = [
        f'<blockquote class="glossary-card" cite="{escape(page)}"{_said_in(interface())}>',
        f'<p><a href="{escape(page)}"{_said_in(title_lang)}>{escape(title)}</a></p>',
    ]
    if definition:
        most = max(width * height // _PIXELS_OF_A_CHARACTER, 40)
        text = shortened(definition[1], most)
        html.append(f"<p{_said_in(definition[0])}>{escape(text)}</p>")
    scheme = known.chosen(described["title"], lang) or ("", described["id"])
    html.append(f"<footer><cite{_said_in(scheme[0])}>{escape(scheme[1])}</cite></footer>")
    made: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": known.site_title,
        "provider_url": f"{settings.base_url}/{interface()}/",
        "cache_age": 3600,
        "html": "".join([*html, "</blockquote>"]),
        "width": width,
        "height": height,
    }
    if described.get("publisher"):
        made["author_name"] = described["publisher"]
    return made


def _said_in(lang: str) -> str:
    return f' lang="{escape(lang)}" dir="{languages.direction(lang)}"' if lang else ""


def _as_xml(card: dict[str, Any]) -> Response:
    made = Element("oembed")
    for name, value in card.items():
        SubElement(made, name).text = atom.clean(str(value))
    content = tostring(made, encoding="utf-8", xml_declaration=True)
    return open_answer(content, "text/xml; charset=utf-8")
