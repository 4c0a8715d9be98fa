"""New, changed and withdrawn concepts as Activity Streams 2.0, for harvesters.

An ordered collection, the oldest first, as the IIIF Change Discovery API 1.0 (level 2) lays it out:
it is walked from its last page back to what is known, or from its first page on. Each concept
stands in it once, with what happened to it last.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from glossary.reader import preferred_terms
from glossary.records import encode
from glossary.web.changes import Change, last_page, page
from glossary.web.context import reader
from glossary.web.discovery.door import (
    address,
    asked_vocabulary,
    check_known,
    door,
    open_answer,
)
from glossary.web.headers import not_modified

_SIZE = 100
_PATH = "/activity.json"
_PAGES = "/activity/page.json"
_CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    {"skos": "http://www.w3.org/2004/02/skos/core#"},
]
_TYPES = {"created": "Create", "changed": "Update", "withdrawn": "Delete"}
_MEDIA_TYPE = "application/activity+json"
_DATA = {"application/ld+json": ".jsonld", "text/turtle": ".ttl"}


@door.get(_PATH)
def collection() -> Response:
    """Send the collection: how many concepts are in it, its first and its last page."""
    check_known(("vocabulary",))
    vocabulary = asked_vocabulary()
    unchanged = not_modified()
    if unchanged:
        return unchanged
    total, last = last_page(vocabulary, _SIZE)
    return _answer(
        {
            "id": _address(_PATH, vocabulary),
            "type": "OrderedCollection",
            "totalItems": total,
            "first": _page(vocabulary, ""),
            "last": _page(vocabulary, last),
        }
    )


@door.get(_PAGES)
def collection_page() -> Response:
    """Send a page of the collection, and where the pages beside it are."""
    check_known(("vocabulary", "after"))
    vocabulary, after = asked_vocabulary(), request.args.get("after", "")
    unchanged = not_modified()
    if unchanged:
        return unchanged
    found = page(vocabulary, after, _SIZE, newest_first=False)
    made: dict[str, Any] = {
        "id": _page(vocabulary, after)["id"],
        "type": "OrderedCollectionPage",
        "partOf": {"id": _address(_PATH, vocabulary), "type": "OrderedCollection"},
    }
    if found.previous is not None:
        made["prev"] = _page(vocabulary, found.previous)
    if found.following is not None:
        made["next"] = _page(vocabulary, found.following)
    return _answer({**made, "orderedItems": [_activity(change) for change in found.changes]})


def _answer(content: dict[str, Any]) -> Response:
    return open_answer(encode({"@context": _CONTEXT, **content}), _MEDIA_TYPE)


def _address(path: str, vocabulary: str, **more: str) -> str:
    asked = {"vocabulary": vocabulary, **more}
    query = urlencode({name: value for name, value in asked.items() if value})
    return address(path + (f"?{query}" if query else ""))


def _page(vocabulary: str, after: str) -> dict[str, str]:
    return {"id": _address(_PAGES, vocabulary, after=after), "type": "OrderedCollectionPage"}


def _activity(change: Change) -> dict[str, Any]:
    record = change.record
    scheme = reader().vocabulary(record["vocabulary"])
    about: dict[str, Any] = {
        "id": record["uri"],
        "type": "skos:Concept",
        "nameMap": preferred_terms(record),
        "context": {"id": scheme["uri"], "type": "skos:ConceptScheme"},
        "url": record["page"],
    }
    if change.kind == "withdrawn":
        about |= {"type": "Tombstone", "formerType": "skos:Concept", "deleted": change.published}
    else:
        path = record["page"].removeprefix(address("/id"))
        about["url"] = [
            {"type": "Link", "href": record["page"], "mediaType": "text/html"},
            *(
                {"type": "Link", "href": address(path + ending), "mediaType": type}
                for type, ending in _DATA.items()
            ),
        ]
    return {"type": _TYPES[change.kind], "endTime": change.published, "object": about}
