"""Permanent URIs: ``/id/<vocabulary>/<concept>`` leads to the page or to the data.

So do those of vocabularies and of groups. Source: Cool URIs for the Semantic Web (W3C, 2008).
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import redirect, request
from werkzeug.wrappers import Response

from glossary.errors import N_, Gone, NotFound
from glossary.formats.contents import PLAIN
from glossary.formats.registry import FORMATS
from glossary.reader import Record
from glossary.records import path
from glossary.web.context import reader
from glossary.web.linked_data.door import door
from glossary.web.linked_data.downloads import path_of
from glossary.web.linked_data.negotiation import liked, link, not_acceptable
from glossary.web.locale import negotiated

_UNQUOTED = "/:@!$&'()*+,;=~"
"""What a path may hold as it is (RFC 3986, 3.3)."""

_PAGE = "text/html"
_JSON = "application/json"


@door.get("/about/sources")
def sources() -> Response:
    """Send to the page of the register of sources; the URI of a work is this, with its key."""
    return _see("about/sources", "/api/v1/sources", {})


@door.get("/id/<vocabulary>")
@door.get("/id/<vocabulary>/")
def vocabulary(vocabulary: str) -> Response:
    """Send to the page or the data of a vocabulary."""
    reader().vocabulary(vocabulary)
    place = path_of(vocabulary)
    data = {one.media_type: f"/{place}{one.ending}" for one in reversed(FORMATS.values())}
    return _see(f"{place}/", f"/api/v1/vocabularies/{place}", data)


@door.get("/id/<vocabulary>/<path:concept>")
def concept(vocabulary: str, concept: str) -> Response:
    """Send to the page or the data of a concept or group; 410 for a concept that was withdrawn.

    It is named by its id, or, where that is longer than the end of its URI, by its URI.
    """
    found = _found(vocabulary, concept)
    if found is None:
        return _group(vocabulary, _group_named(vocabulary, concept))
    vocabulary, concept = found["vocabulary"], found["id"]
    if found["status"] == "deprecated":
        raise withdrawn(found)
    place = path(vocabulary, concept)
    data = {one.media_type: f"/{place}{one.ending}" for one in FORMATS.values() if one.single}
    return _see(place, f"/api/v1/concepts/{place}", data)


def _found(vocabulary: str, place: str) -> dict[str, Any] | None:
    """Return the record of a concept by its id, else by what its URI has behind the address of the
    vocabulary; None where there is none.
    """
    if reader().index.get(vocabulary, place) is None:
        for record in map(json.loads, reader().index.get_many(_uris(vocabulary, place)).values()):
            return dict(record)
        return None
    return reader().concept(vocabulary, place)


def _uris(vocabulary: str, place: str) -> list[str]:
    base = f"{reader().site().base_url}/id/{vocabulary}/"
    return [base + place, base + quote(place, safe=_UNQUOTED)]


def _group_named(vocabulary: str, place: str) -> Record:
    """Return the group with an id or URI; raise NotFound, as for a concept, where there is none."""
    reader().vocabulary(vocabulary)
    known = reader().groups(vocabulary).by_id
    if place in known:
        return known[place]
    uris = _uris(vocabulary, place)
    for group in known.values():
        if group.get("uri") in uris:
            return group
    text = N_("There is no concept “%(id)s” in the vocabulary “%(vocabulary)s”.")
    raise NotFound(text, id=place, vocabulary=vocabulary)


def _group(vocabulary: str, group: Record) -> Response:
    """Send to the page or the data of a group."""
    id, place = quote(group["id"], safe=""), path_of(vocabulary)
    page = f"{place}/?view=groups&group={id}"
    forms = (one for one in FORMATS.values() if one.has_profiles)
    data = {one.media_type: f"/{place}/{id}{one.ending}" for one in forms}
    return _see(page, f"/api/v1/vocabularies/{place}/groups/{id}", data)


def withdrawn(record: dict[str, object]) -> Gone:
    """Return the error for a withdrawn concept, with the record it is about."""
    return Gone(N_("This concept was withdrawn."), record=record)


def _see(page: str, record: str, more: Mapping[str, str]) -> Response:
    """Send to the page, or to the form of the data that the client likes best; `more` are addresses
    by media type. Raises NotAcceptable where it takes none of them.
    """
    forms = {_PAGE: "", **more, _JSON: record}
    wanted = liked([_PAGE, _JSON, *more])
    root = request.script_root
    if wanted is None:
        links = (link(root + at, "alternate", type=kind) for kind, at in forms.items() if at)
        raise not_acceptable(forms, links)
    target = forms[wanted.media_type] or f"/{negotiated()}/{page}"
    if wanted.profile != PLAIN:
        target += f"?profile={wanted.profile}"
    answer = redirect(root + target, 303)
    answer.vary.update(("Accept", "Accept-Language", "Accept-Profile", "Cookie"))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
