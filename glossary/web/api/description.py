"""The OpenAPI 3.1 description of the JSON door, made from the declared routes."""

import inspect
import re
from functools import cache
from typing import Any

from apispec import APISpec
from flask import Response
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from glossary import __version__
from glossary.records import encode
from glossary.web.api.door import DECLARED, Declared, Parameters, door, parameters
from glossary.web.api.shapes import Problem
from glossary.web.context import reader
from glossary.web.headers import kept, not_modified
from glossary.web.locale import interface
from glossary.web.templates import render

_PLACE = re.compile(r"<(\w+)>")
_REFERENCE = "#/components/schemas/{model}"


@cache
def description() -> dict[str, Any]:
    """Return the description as a document."""
    spec = APISpec(
        title="Convergence Glossary",
        version=__version__,
        openapi_version="3.1.0",
        info={
            "description": "Terms of libraries, archives, museums, monuments and audiovisual "
            "archives, looked up and searched in every language.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
    )
    for name, schema in _schemas().items():
        spec.components.schema(name, schema)
    for declared in DECLARED:
        spec.path(
            path="/api/v1" + _PLACE.sub(r"{\1}", declared.path),
            operations={declared.method: _operation(declared)},
        )
    return spec.to_dict()


def _schemas() -> dict[str, Any]:
    models: list[type[BaseModel]] = [Problem]
    for declared in DECLARED:
        models.append(declared.answer)
        if declared.body:
            models.append(declared.body)
    _, found = models_json_schema(
        [(model, "validation") for model in dict.fromkeys(models)], ref_template=_REFERENCE
    )
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _operation(declared: Declared) -> dict[str, Any]:
    text = inspect.getdoc(declared.handler) or ""
    summary, _, more = text.partition("\n")
    operation: dict[str, Any] = {
        "operationId": declared.handler.__name__,
        "summary": summary,
        "parameters": [*_places(declared), *_query(declared.query)],
        "responses": {
            "200": _content(declared.answer, "application/json", "The answer."),
            "400": _content(Problem, "application/problem+json", "A parameter is wrong."),
            "404": _content(Problem, "application/problem+json", "There is no such thing."),
            "414": {"description": "The address is longer than the server reads."},
        },
    }
    if declared.method == "get":
        operation["responses"]["304"] = {"description": "Nothing has changed."}
    else:
        operation["responses"]["413"] = _content(
            Problem, "application/problem+json", "The body is too large."
        )
    if declared.other_bodies:
        for status, told in (("422", "The file cannot be read."), ("501", "Nor can this kind.")):
            operation["responses"][status] = _content(Problem, "application/problem+json", told)
    if more.strip():
        operation["description"] = " ".join(more.split())
    if declared.body:
        reference = {"$ref": _REFERENCE.format(model=declared.body.__name__)}
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": reference}, **_others(declared)},
        }
    return operation


def _others(declared: Declared) -> dict[str, Any]:
    """Return the bodies that are no JSON: a text, or a form with files."""
    shapes: dict[str, Any] = {
        "text/plain": {"type": "string", "minLength": 1},
        "multipart/form-data": {
            "type": "object",
            "properties": {"file": {"type": "string", "format": "binary"}},
            "required": ["file"],
        },
    }
    return {mime: {"schema": shapes[mime]} for mime in declared.other_bodies}


def _content(model: type[BaseModel], mime: str, text: str) -> dict[str, Any]:
    reference = {"$ref": _REFERENCE.format(model=model.__name__)}
    return {"description": text, "content": {mime: {"schema": reference}}}


def _places(declared: Declared) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PLACE.findall(declared.path)
    ]


def _query(model: type[Parameters] | None) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = model.model_json_schema()
    required = set(schema.get("required", ()))
    found = []
    for name, value in schema["properties"].items():
        shape = {key: v for key, v in value.items() if key not in ("title", "description")}
        choices = [one for one in shape.pop("anyOf", ()) if one.get("type") != "null"]
        if choices:
            shape |= choices[0]
            shape.pop("default", None)
        place = {"name": name, "in": "query", "required": name in required, "schema": shape}
        if "description" in value:
            place["description"] = value["description"]
        found.append(place)
    return found


@door.get("/openapi.json")
def openapi() -> Response:
    """Return the description."""
    parameters(Parameters)
    headers = kept()
    unchanged = not_modified(headers)
    if unchanged:
        return unchanged
    document = {**description(), "servers": [{"url": reader().site().base_url}]}
    return Response(encode(document), headers=headers, mimetype="application/json")


@door.get("/")
def page() -> Response:
    """Show the description to people."""
    body = render("pages/api.html", lang=interface(), spec=description())
    answer = Response(body, mimetype="text/html")
    answer.headers["Content-Language"] = interface()
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer
