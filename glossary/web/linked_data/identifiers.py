"""Permanent URIs: ``/id/<vocabulary>/<concept>`` leads to the page or to the data."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import redirect, request
from werkzeug.wrappers import Response

from glossary.errors import N_, Gone, NotAcceptable
from glossary.formats.registry import FORMATS
from glossary.records import path
from glossary.web.context import reader
from glossary.web.linked_data.door import door
from glossary.web.locale import negotiated

_UNQUOTED = "/:@!$&'()*+,;=~"
"""What a path may hold as it is (RFC 3986, 3.3)."""

_PAGE = "text/html"


@door.get("/id/<vocabulary>/")
def vocabulary(vocabulary: str) -> Response:
    """Send to the page or the data of a vocabulary."""
    reader().vocabulary(vocabulary)
    return _see(f"{quote(vocabulary, safe='')}/", f"/api/v1/vocabularies/{quote(vocabulary)}")


@door.get("/id/<vocabulary>/<path:concept>")
def concept(vocabulary: str, concept: str) -> Response:
    """Send to the page or the data of a concept; 410 for one that was withdrawn.

    It is named by its id, or, where that is longer than the end of its URI, by its URI.
    """
    found = _found(vocabulary, concept)
    vocabulary, concept = found["vocabulary"], found["id"]
    if found["status"] == "deprecated":
        raise withdrawn(found)
    place = path(vocabulary, concept)
    data = {one.media_type: f"/{place}{one.ending}" for one in FORMATS.values() if one.single}
    return _see(place, f"/api/v1/concepts/{place}", data)


def _found(vocabulary: str, place: str) -> dict[str, Any]:
    """Return the record of a concept by its id, else by what its URI has behind the address of the
    vocabulary.
    """
    base = f"{reader().site().base_url}/id/{vocabulary}/"
    if reader().index.get(vocabulary, place) is None:
        uris = [base + place, base + quote(place, safe=_UNQUOTED)]
        for record in map(json.loads, reader().index.get_many(uris).values()):
            return dict(record)
    return reader().concept(vocabulary, place)


def withdrawn(record: dict[str, object]) -> Gone:
    """Return the error for a withdrawn concept, with the record it is about."""
    return Gone(N_("This concept was withdrawn."), record=record)


def _see(page: str, record: str, more: Mapping[str, str] | None = None) -> Response:
    """Send to the page, or to the form of the data that the client likes best; `more` are addresses
    by media type. Raises NotAcceptable where it takes none of them.
    """
    forms = {_PAGE: "", "application/json": record, **(more or {})}
    taken = request.accept_mimetypes
    wanted = taken.best_match(forms) if taken else _PAGE
    if wanted is None:
        text = N_("This is there as: %(known)s.")
        raise NotAcceptable(text, known=", ".join(forms))
    target = forms[wanted] or f"/{negotiated()}/{page}"
    answer = redirect(request.script_root + target, 303)
    answer.vary.update(("Accept", "Accept-Language", "Cookie"))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
