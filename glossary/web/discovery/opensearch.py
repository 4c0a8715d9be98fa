"""The search as browsers take it in: OpenSearch 1.1, its description and its suggestions."""

from collections.abc import Sequence
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, g, request
from flask_babel import gettext

from glossary.errors import N_, Invalid
from glossary.records import encode
from glossary.web import atom
from glossary.web.context import reader
from glossary.web.discovery.door import (
    address,
    asked_vocabulary,
    check_known,
    door,
    open_answer,
)
from glossary.web.locale import interface
from glossary.web.templates import helpers
from index import Completion

MEDIA_TYPE = "application/opensearchdescription+xml"
_JSON, _XML = "application/x-suggestions+json", "application/x-suggestions+xml"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_SUGGESTIONS = "http://schemas.microsoft.com/Search/2008/suggestions"
_MOZILLA = "http://www.mozilla.org/2006/browser/search/"
_MOST = 10
_SHORT, _LONG = 16, 48
"""The longest names that the specification allows."""


def _take_language() -> str:
    """Return the language of the interface that ``?lang=`` names; raise Invalid for none of it."""
    asked = request.args.get("lang", "")
    if asked and asked not in reader().settings.interface_languages:
        raise Invalid(N_("“%(parameter)s” cannot be used."), parameter="lang", value=asked)
    if asked:
        g.ui = asked
    return interface()


@door.get("/opensearch.xml")
def description() -> Response:
    """Send how browsers search here, in all vocabularies or one, in a language of the pages."""
    check_known(("lang", "vocabulary"))
    ui, vocabulary = _take_language(), asked_vocabulary()
    title = helpers().site_title
    if vocabulary:
        titles = reader().vocabulary(vocabulary)["title"]
        title = (helpers().chosen(titles) or ("", vocabulary))[1]
    made = Element("OpenSearchDescription", {"xmlns": _OPENSEARCH, "xmlns:moz": _MOZILLA})
    atom.text(made, "ShortName", _cut(title, _SHORT))
    atom.text(made, "LongName", _cut(title, _LONG))
    atom.text(made, "Description", gettext("Search the glossary"))
    atom.text(made, "Language", ui)
    atom.text(made, "InputEncoding", "UTF-8")
    atom.text(made, "OutputEncoding", "UTF-8")
    icon = address("/favicon.ico")
    atom.text(made, "Image", icon, width="32", height="32", type="image/x-icon")
    more = {"vocabulary": vocabulary} if vocabulary else {}
    _url(made, "text/html", f"/{ui}/search", more)
    _url(made, _JSON, "/suggestions", {"lang": ui, **more})
    _url(made, _XML, "/suggestions", {"lang": ui, "format": "xml", **more})
    itself = address(f"/opensearch.xml?{urlencode({'lang': ui, **more})}")
    SubElement(made, "Url", {"type": MEDIA_TYPE, "rel": "self", "template": itself})
    atom.text(made, "moz:SearchForm", address(f"/{ui}/search"))
    content = tostring(made, encoding="utf-8", xml_declaration=True)
    answer = open_answer(content, f"{MEDIA_TYPE}; charset=utf-8")
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def _url(made: Element, type: str, path: str, more: dict[str, str]) -> None:
    rel = "results" if type == "text/html" else "suggestions"
    template = f"{address(path)}?{urlencode({**more})}{'&' if more else ''}q={{searchTerms}}"
    values = {"type": type, "rel": rel, "method": "get", "template": template}
    SubElement(made, "Url", values)


def _cut(text: str, most: int) -> str:
    """Return whole words of a text, so many characters at most; of a long word its beginning."""
    if len(text) <= most:
        return text
    words = text[: most + 1].rpartition(" ")[0]
    return words.rstrip(" ,;:–-") or text[:most]


@door.get("/suggestions")
def suggestions() -> Response:
    """Send terms that complete what was typed, with what they mean and where they are."""
    check_known(("q", "lang", "vocabulary", "format"))
    lang, vocabulary = _take_language(), asked_vocabulary()
    form = request.args.get("format", "json")
    if form not in ("json", "xml"):
        raise Invalid(N_("“%(parameter)s” cannot be used."), parameter="format", value=form)
    text = request.args.get("q", "")
    within = (vocabulary,) if vocabulary else ()
    found = reader().suggest(text, lang, within, _MOST) if text.strip() else ()
    shown = list({one.text: one for one in reversed(found)}.values())[::-1]
    return _as_xml(text, shown) if form == "xml" else _as_json(text, shown)


def _told(one: Completion) -> tuple[str, str]:
    """Return the vocabulary of a completion for the reader, and the page of its concept."""
    titles = reader().vocabulary(one.vocabulary)["title"]
    title = (helpers().chosen(titles) or ("", one.vocabulary))[1]
    place = helpers().place(one.vocabulary, one.id)
    return title, address(f"/{interface()}/{place}")


def _as_json(text: str, found: Sequence[Completion]) -> Response:
    told = [_told(one) for one in found]
    content = [text, [one.text for one in found], *map(list, zip(*told, strict=True))]
    content += [[] for _ in range(4 - len(content))]
    return _varied(open_answer(encode(content), f"{_JSON}; charset=utf-8"))


def _as_xml(text: str, found: Sequence[Completion]) -> Response:
    made = Element("SearchSuggestion", {"xmlns": _SUGGESTIONS, "version": "2.0"})
    atom.text(made, "Query", text)
    section = SubElement(made, "Section")
    for one in found:
        title, page = _told(one)
        item = SubElement(section, "Item")
        atom.text(item, "Text", one.text)
        atom.text(item, "Description", title)
        atom.text(item, "Url", page)
    content = tostring(made, encoding="utf-8", xml_declaration=True)
    return _varied(open_answer(content, f"{_XML}; charset=utf-8"))


def _varied(answer: Response) -> Response:
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer
