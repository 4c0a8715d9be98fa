"""New, changed and withdrawn concepts as a feed: Atom (RFC 4287), page by page (RFC 5005)."""

from html import escape
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, g, request
from flask_babel import gettext

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.web import atom
from glossary.web.changes import Change, Page, page
from glossary.web.context import reader
from glossary.web.discovery.door import (
    address,
    asked_vocabulary,
    check_known,
    door,
    open_answer,
)
from glossary.web.headers import not_modified
from glossary.web.locale import interface
from glossary.web.templates import helpers

_SIZE = 50
_PATH = "/feed.atom"


@door.get(_PATH)
def feed() -> Response:
    """Send what was published last, in all vocabularies or one, in a language of the reader."""
    check_known(("vocabulary", "lang", "after"))
    vocabulary, lang = asked_vocabulary(), _asked_language()
    unchanged = not_modified()
    if unchanged:
        unchanged.vary.update(("Accept-Language", "Cookie"))
        return unchanged
    found = page(vocabulary, request.args.get("after", ""), _SIZE, newest_first=True)
    made = _feed(vocabulary, lang, found)
    for change in found.changes:
        _entry(made, change, lang)
    content = tostring(made, encoding="utf-8", xml_declaration=True)
    answer = open_answer(content, f"{atom.MEDIA_TYPE}; charset=utf-8")
    answer.vary.update(("Accept-Language", "Cookie"))
    answer.headers["Content-Language"] = interface()
    return answer


def _asked_language() -> str:
    """Return the language of the terms; the interface speaks it where it can."""
    asked = request.args.get("lang", "")
    if asked and not languages.is_well_formed(asked):
        raise Invalid(N_("“%(value)s” is not a language tag."), parameter="lang", value=asked)
    lang = languages.canonical(asked) if asked else ""
    spoken = languages.best(reader().settings.interface_languages, [lang]) if lang else None
    if spoken:
        g.ui = spoken
    return lang or interface()


def _address(vocabulary: str, **more: str) -> str:
    asked = {"vocabulary": vocabulary, "lang": request.args.get("lang", ""), **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    return address(_PATH + (f"?{query}" if query else ""))


def _feed(vocabulary: str, lang: str, found: Page) -> Element:
    """Return the beginning of a feed."""
    made = Element("feed", {"xmlns": atom.ATOM, "xml:lang": interface()})
    site = reader().site()
    atom.text(made, "id", _address(vocabulary))
    title_lang, title = helpers().site_title_lang, helpers().site_title
    place = f"/{interface()}/"
    if vocabulary:
        titles = reader().vocabulary(vocabulary)["title"]
        title_lang, title = helpers().chosen(titles, lang) or ("", vocabulary)
        place = f"/{interface()}/{vocabulary}/"
    atom.text(made, "title", title, title_lang)
    atom.text(made, "subtitle", gettext("New, changed and withdrawn concepts"), interface())
    newest = found.changes[0].published if found.changes else site.changed
    atom.text(made, "updated", newest)
    atom.text(SubElement(made, "author"), "name", helpers().site_title)
    _links(made, vocabulary, found)
    atom.link(made, "alternate", address(place), "text/html")
    atom.link(made, "search", address(f"/opensearch.xml?lang={interface()}"), _OPENSEARCH)
    return made


_OPENSEARCH = "application/opensearchdescription+xml"


def _links(made: Element, vocabulary: str, found: Page) -> None:
    """Add the links to the pages beside this one (RFC 5005, 3)."""
    atom.link(made, "self", _address(vocabulary, after=request.args.get("after", "")))
    atom.link(made, "first", _address(vocabulary))
    if found.previous is not None:
        atom.link(made, "previous", _address(vocabulary, after=found.previous))
    if found.following is not None:
        atom.link(made, "next", _address(vocabulary, after=found.following))


def _entry(made: Element, change: Change, lang: str) -> None:
    """Add an entry; its id is the permanent address of the concept, whatever becomes of it."""
    record = change.record
    entry = SubElement(made, "entry")
    title_lang, title = helpers().title_of(record, lang)
    atom.text(entry, "id", record["page"])
    atom.text(entry, "title", title, title_lang)
    if change.kind == "created":
        atom.text(entry, "published", change.published)
    atom.text(entry, "updated", change.published)
    label = helpers().name_of(change.kind, "change")
    SubElement(entry, "category", {"term": change.kind, "label": label})
    atom.link(entry, "alternate", record["page"], "text/html")
    path = record["page"].removeprefix(address("/id"))
    if change.kind != "withdrawn":
        atom.link(entry, "related", address(f"{path}.ttl"), "text/turtle")
    atom.text(entry, "content", _content(change, label, lang), type="html")


def _content(change: Change, label: str, lang: str) -> str:
    """Return what happened, the vocabulary and the definition, as HTML."""
    record, known = change.record, helpers()
    titles = reader().vocabulary(record["vocabulary"])["title"]
    told = f"<p>{escape(label)} · {known.label(titles, lang)}</p>"
    texts = {tag: notes[0]["text"] for tag, notes in record["definitions"].items()}
    found = known.chosen(texts, lang)
    return told + (str(known.paragraph(found[1], found[0])) if found else "")
