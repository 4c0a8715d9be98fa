"""The door of readers: its addresses, and what all its pages are made with."""

from typing import Any

from flask import Blueprint, Response, request

from glossary import languages
from glossary.model import WITHDRAWN
from glossary.reader import Record
from glossary.web.context import reader
from glossary.web.headers import cached
from glossary.web.linked_data.identifiers import withdrawn
from glossary.web.locale import interface
from glossary.web.numbers import page_number
from glossary.web.templates import render

door = Blueprint("pages", __name__, url_prefix="/<ui:ui>")


def drawn(template: str, lang: str = "", **values: Any) -> Response:
    """Return the page that a template makes of values; `lang` is the language of the content."""
    ui = interface()
    content = render(template, lang=lang or ui, **values)
    return cached(Response(content, mimetype="text/html", headers=[("Content-Language", ui)]))


def content_language() -> str:
    """Return the language of the content: ``?lang=``, else that of the interface."""
    asked = request.args.get("lang", "")
    return languages.canonical(asked) if languages.is_well_formed(asked) else interface()


def asked_page() -> int:
    """Return the number of the page of a list that is asked for."""
    return page_number(request.args.get("page", ""))


def record_in_use(vocabulary: str, id: str) -> Record:
    """Return the record of a concept; raise NotFound, or Gone where it was withdrawn."""
    record = reader().concept(vocabulary, id)
    if record["status"] == WITHDRAWN:
        raise withdrawn(record)
    return record
