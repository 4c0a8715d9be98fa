"""OpenAPI of the Skosmos interface, made from its routes: ``/rest/v1/openapi.json``."""

import re
from typing import Any

from flask import Response

from glossary.records import encode
from glossary.web.headers import kept
from glossary.web.skosmos.door import ROUTES, Route, door

_TEXT = {"type": "string"}
_WHOLE = {"type": "integer", "minimum": 0}
_SCHEMAS: dict[str, dict[str, Any]] = {
    "uri": {"type": "string", "format": "uri"},
    "limit": _WHOLE,
    "offset": _WHOLE,
    "maxhits": _WHOLE,
    "external": {"type": "boolean"},
    "unique": {"type": "boolean"},
}
_PLACE = re.compile(r"<(\w+)>")
_ANSWERS = ("application/json", "application/ld+json", "application/javascript")
_DATA = (
    "application/rdf+xml", "text/turtle", "application/ld+json", "application/json",
    "application/marcxml+xml",
)  # fmt: skip
_ERRORS = {
    "400": "A parameter is missing or wrong.",
    "404": "There is no such vocabulary, concept, group or label.",
    "503": "Nothing is published yet.",
}


def _parameter(name: str) -> dict[str, Any]:
    plain = name.removesuffix("*")
    return {
        "name": plain,
        "in": "query",
        "required": name.endswith("*"),
        "schema": _SCHEMAS.get(plain, _TEXT),
    }


def _operation(route: Route) -> dict[str, Any]:
    """Return what OpenAPI says of a route."""
    places = [
        {"name": name, "in": "path", "required": True, "schema": _TEXT}
        for name in _PLACE.findall(route.path)
    ]
    named = [*route.parameters, *([] if route.is_data else ["callback"])]
    found: dict[str, Any] = {
        "200": {
            "description": "The answer.",
            "content": {kind: {} for kind in (_DATA if route.is_data else _ANSWERS)},
        }
    }
    errors = dict(_ERRORS)
    if route.is_data:
        errors["406"] = "There is no such form of the data."
        found["302"] = {"description": "The data of the whole vocabulary is elsewhere."}
    for status, text in errors.items():
        found[status] = {"description": text, "content": {"text/plain": {"schema": _TEXT}}}
    found["304"] = {"description": "Nothing was published since."}
    return {
        "summary": (route.handler.__doc__ or "").partition("\n")[0],
        "operationId": "-".join(re.findall(r"\w+", route.path)),
        "parameters": [*places, *map(_parameter, named)],
        "responses": found,
    }


def description() -> dict[str, Any]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "REST interface of Skosmos",
            "version": "1",
            "description": "What programs ask that speak the interface of Skosmos.",
        },
        "servers": [{"url": "/rest/v1"}],
        "paths": {_PLACE.sub(r"{\1}", route.path): {"get": _operation(route)} for route in ROUTES},
    }


@door.get("/openapi.json")
def openapi() -> Response:
    """Send the description."""
    return Response(encode(description()), mimetype="application/json", headers=kept())
