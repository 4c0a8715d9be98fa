"""News for translators as a feed: new concepts, reworded sources, decisions (Atom, RFC 4287)."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Blueprint, Response, request
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from glossary import languages
from glossary.contribute.notices import News, news
from glossary.errors import N_, Invalid
from glossary.web import atom, session
from glossary.web.context import reader
from glossary.web.locale import interface
from glossary.web.naming import concept_title
from glossary.web.numbers import page_number
from glossary.web.templates import helpers

door = Blueprint("feeds", __name__, url_prefix="/<ui:ui>")

_TITLES = {
    "new": N_("New concept to translate: %(title)s"),
    "source": N_("The source was reworded: %(title)s"),
    "changed": N_("Changed: %(title)s"),
    "declined": N_("Proposal declined: %(title)s"),
}
_MOST_PAGES = 2_000


@door.get("/feed.atom")
def feed(ui: str) -> Answer:
    """Send the news of a language, or of all, fifty at a time."""
    lang, page = request.args.get("lang", ""), page_number(request.args.get("page", ""))
    if lang and not languages.is_well_formed(lang):
        raise Invalid(N_("“%(value)s” is not a language tag."), parameter="lang", value=lang)
    page = min(page, _MOST_PAGES)
    lang = languages.canonical(lang) if lang else ""
    with session.store().reading() as reading:
        found, more = news(reading, lang, page)
    made = _feed(lang, page, more)
    newest = max((one.made for one in found), default=datetime.fromisoformat(_published()))
    SubElement(made, "updated").text = atom.moment(newest)
    for one in found:
        _entry(made, one)
    content = tostring(made, encoding="utf-8", xml_declaration=True)
    answer = Response(content, mimetype="application/atom+xml")
    answer.cache_control.public = True
    answer.cache_control.max_age = reader().settings.cache_seconds
    answer.add_etag()
    answer.make_conditional(request)
    answer.last_modified = newest  # told, not compared: much can change in one second
    return answer


def _published() -> str:
    return reader().site().published


def _feed(lang: str, page: int, more: bool) -> Element:
    """Return the beginning of a feed."""
    settings, ui = reader().settings, interface()
    made = Element("feed", {"xmlns": atom.ATOM, "xml:lang": ui})
    title = helpers().site_title
    if lang:
        title = f"{title}: {helpers().language_name(lang)}"
    SubElement(made, "title").text = atom.clean(title)
    SubElement(made, "id").text = _address(lang, 1)
    atom.link(made, "self", _address(lang, page))
    atom.link(made, "alternate", f"{settings.base_url}/{ui}/translate/", "text/html")
    if page > 1:
        atom.link(made, "previous", _address(lang, page - 1))
    if more:
        atom.link(made, "next", _address(lang, page + 1))
    author = SubElement(made, "author")
    SubElement(author, "name").text = atom.clean(helpers().site_title)
    return made


def _address(lang: str, page: int) -> str:
    asked: dict[str, object] = {"lang": lang} if lang else {}
    asked |= {"page": page} if page > 1 else {}
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{reader().settings.base_url}/{interface()}/feed.atom{query}"


def _entry(feed: Element, one: News) -> None:
    """Add an entry; its id stays the same for ever (RFC 4151)."""
    settings, ui = reader().settings, interface()
    made = SubElement(feed, "entry")
    _, title = concept_title(one.vocabulary, one.concept)
    host = urlsplit(settings.base_url).hostname or "localhost"
    SubElement(made, "id").text = f"tag:{host},{one.made:%Y-%m-%d}:{one.kind}/{one.id}"
    SubElement(made, "title").text = atom.clean(gettext(_TITLES[one.kind]) % {"title": title})
    SubElement(made, "updated").text = atom.moment(one.made)
    SubElement(made, "category", {"term": one.kind})
    atom.link(made, "alternate", f"{settings.base_url}/{ui}/{_page(one)}", "text/html")
    if one.name:
        SubElement(SubElement(made, "author"), "name").text = atom.clean(one.name)
    SubElement(made, "content", {"type": "html"}).text = atom.clean(str(_content(one)))


def _page(one: News) -> str:
    if one.key:
        return f"proposals/{one.key}"
    asked: Mapping[str, str] = {"vocabulary": one.vocabulary, "id": one.concept, "lang": one.lang}
    return f"history?{urlencode(asked)}"


def _content(one: News) -> str:
    """Return the wordings before and after, as HTML."""
    described = reader().site().vocabularies.get(one.vocabulary, {})
    is_source = one.kind in ("new", "source")
    lang = described.get("source_language", "en") if is_source else one.lang
    slot = helpers().name_of(one.slot, "slot")
    before = f"<del>{helpers().span(one.before, lang)}</del> " if one.before else ""
    return f"<p>{slot}</p><p>{before}{helpers().span(one.after, lang)}</p>"
