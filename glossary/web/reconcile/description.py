"""The OpenAPI 3.1 description of reconciliation, for the whole site and for one vocabulary."""

from functools import cache
from typing import Any

from flask import Response

from glossary import __version__
from glossary.records import encode
from glossary.web.context import reader
from glossary.web.reconcile.door import door

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_LIMIT = {**_NUMBER, "minimum": 1}
_OBJECT = {"type": "object"}
_PROBLEM = {"application/problem+json": {"schema": _OBJECT}}
_CONDITION = {
    "type": "object",
    "required": ["matchType", "propertyValue"],
    "properties": {"matchType": {"enum": ["name", "id"]}, "propertyValue": _TEXT},
    "additionalProperties": False,
}
_BATCH = {
    "type": "object",
    "required": ["queries"],
    "additionalProperties": False,
    "properties": {
        "queries": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["conditions"],
                "additionalProperties": False,
                "properties": {
                    "type": _TEXT,
                    "limit": _LIMIT,
                    "conditions": {"type": "array", "minItems": 1, "items": _CONDITION},
                },
            },
        }
    },
}
_EXTENSION = {
    "type": "object",
    "required": ["ids", "properties"],
    "additionalProperties": False,
    "properties": {
        "ids": {"type": "array", "items": _TEXT},
        "properties": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": _TEXT},
                "additionalProperties": False,
            },
        },
    },
}
_SUGGESTED = {"prefix": (True, _TEXT), "limit": (False, _LIMIT), "offset": (False, _NUMBER)}
_BY_ID = {"id": (True, _TEXT)}
_ROUTES: list[tuple[str, str, str, dict[str, tuple[bool, Any]], Any]] = [
    ("get", "", "The manifest; candidates for queries; values for an extension.",
     {"queries": (False, _TEXT), "query": (False, _TEXT), "extend": (False, _TEXT)}, None),
    ("post", "/match", "Candidates in version 1.0-draft.", {}, _BATCH),
    ("get", "/suggest/entity", "Concepts that complete a name.", _SUGGESTED, None),
    ("get", "/suggest/type", "Types that complete a name.", _SUGGESTED, None),
    ("get", "/suggest/property", "Properties that complete a name.", _SUGGESTED, None),
    ("get", "/flyout/entity", "A piece of HTML about a concept.", _BY_ID, None),
    ("get", "/flyout/type", "A piece of HTML about a type.", _BY_ID, None),
    ("get", "/flyout/property", "A piece of HTML about a property.", _BY_ID, None),
    ("get", "/preview", "A page about a concept, to be framed.", _BY_ID, None),
    ("post", "/extend", "Values of properties in version 1.0-draft.", {}, _EXTENSION),
    ("get", "/extend/propose", "The properties of a type.",
     {"type": (False, _TEXT), "limit": (False, _NUMBER)}, None),
]  # fmt: skip
_PAGES = {"/preview"}


@cache
def description() -> dict[str, Any]:
    """Return the description as a document."""
    paths: dict[str, Any] = {}
    for place in ("", "/{vocabulary}"):
        for method, path, summary, query, body in _ROUTES:
            operation = _operation(place, path, summary, query, body)
            paths[f"{door.url_prefix}{place}{path}"] = {method: operation}
    info = {"title": "Reconciliation", "version": __version__}
    return {"openapi": "3.1.0", "info": info, "paths": paths}


def _operation(
    place: str, path: str, summary: str, query: dict[str, tuple[bool, Any]], body: Any
) -> dict[str, Any]:
    kind = "text/html" if path in _PAGES else "application/json"
    parameters = [
        {"name": name, "in": "query", "required": required, "schema": schema}
        for name, (required, schema) in query.items()
    ]
    if place:
        parameters.append({"name": "vocabulary", "in": "path", "required": True, "schema": _TEXT})
    made: dict[str, Any] = {
        "operationId": f"{'one' if place else 'all'}{path.replace('/', '_')}",
        "summary": summary,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer.", "content": {kind: {"schema": {}}}},
            "400": {"description": "Something asked is wrong.", "content": _PROBLEM},
            "404": {"description": "There is no such thing.", "content": _PROBLEM},
            "406": {"description": "No such version.", "content": _PROBLEM},
            "413": {"description": "This is too much at once.", "content": _PROBLEM},
        },
    }
    if body:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return made


@door.get("/openapi.json")
def openapi() -> Response:
    """Return the description."""
    document = {**description(), "servers": [{"url": reader().site().base_url}]}
    return Response(encode(document), mimetype="application/json")
