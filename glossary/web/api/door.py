"""How a route of the JSON door is declared: its parameters and answer as models, checked and
described in one place.
"""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_json

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.reader import lengths
from glossary.web.context import asked, reader
from glossary.web.headers import kept, not_modified

door = Blueprint("api", __name__, url_prefix="/api/v1")

Handler = Callable[..., Iterable[bytes]]
Model = TypeVar("Model", bound=BaseModel)


class Parameters(BaseModel):
    """Base of all query parameters: an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", str_max_length=4000)


@dataclass(frozen=True, slots=True)
class Declared:
    """A route as the description needs it."""

    path: str
    method: str
    handler: Handler
    query: type[Parameters] | None
    body: type[BaseModel] | None
    answer: type[BaseModel]
    other_bodies: tuple[str, ...] = ()


DECLARED: list[Declared] = []


def get(
    path: str, answer: type[BaseModel], query: type[Parameters] | None = None
) -> Callable[[Handler], Handler]:
    """Declare a GET route: the handler gets checked parameters and returns JSON in chunks."""

    def declare(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def answered(**places: str) -> Response:
            values = {"query": parameters(query)} if query else {}
            if query is None:
                parameters(Parameters)
            headers = kept()
            return not_modified(headers) or _json(handler(**places, **values), headers)

        DECLARED.append(Declared(path, "get", handler, query, None, answer))
        door.get(path)(answered)
        return handler

    return declare


def post(
    path: str,
    answer: type[BaseModel],
    body: type[Model],
    taken: "Callable[[type[Model]], Model] | None" = None,
    other_bodies: tuple[str, ...] = (),
) -> Callable[[Handler], Handler]:
    """Declare a POST route that reads only: the handler gets the checked body.

    `taken` reads a body that is not only JSON, but also of one of the media types `other_bodies`.
    """

    def declare(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def answered(**places: str) -> Response:
            if taken is None:
                parameters(Parameters)
            content = handler(**places, body=(taken or body_of)(body))
            return _json(content, [("Cache-Control", "no-store")])

        DECLARED.append(Declared(path, "post", handler, None, body, answer, other_bodies))
        door.post(path)(answered)
        return handler

    return declare


def _json(content: Iterable[bytes], headers: Iterable[tuple[str, str]]) -> Response:
    return Response(b"".join(content), headers=[("Content-Type", "application/json"), *headers])


def parameters(model: type[Model]) -> Model:
    """Return the query parameters as a model; raise Invalid naming the first that is wrong."""
    values = {}
    for name, given in request.args.lists():
        if len(given) > 1:
            raise Invalid(N_("“%(parameter)s” is given more than once."), parameter=name)
        values[name] = given[0]
    return checked(model, values)


def checked(model: type[Model], values: Mapping[str, object]) -> Model:
    """Return parameters by name as a model; raise Invalid naming the first that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _invalid(error) from error


def body_of(model: type[Model]) -> Model:
    """Return the body of the request, which is JSON, as a model; raise Invalid naming what is wrong
    first.
    """
    if request.mimetype != "application/json":
        raise Invalid(N_("The body must be JSON."), parameter="body", code="not_json")
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        raise _invalid(error) from error


def _invalid(error: ValidationError) -> Invalid:
    first = error.errors(include_url=False, include_context=False)[0]
    name = ".".join(str(part) for part in first["loc"]) or "body"
    if first["type"] == "extra_forbidden":
        return Invalid(
            N_("There is no parameter “%(parameter)s”."), parameter=name, code="unknown_parameter"
        )
    if first["type"] == "missing":
        return Invalid(N_("“%(parameter)s” is missing."), parameter=name, code="missing")
    given, context = str(first["input"])[:80], error.errors()[0].get("ctx", {})
    if first["type"] == "json_invalid":
        return Invalid(N_("The body is not valid JSON."), parameter="body", code="not_json")
    message, code = _WRONG.get(first["type"], (N_("“%(parameter)s” cannot be used."), "invalid"))
    return Invalid(message, parameter=name, code=code, value=given, **_limits(context))


_WRONG = {
    "int_parsing": (N_("“%(parameter)s” is not a whole number."), "not_a_number"),
    "int_type": (N_("“%(parameter)s” is not a whole number."), "not_a_number"),
    "greater_than_equal": (N_("“%(parameter)s” is less than %(least)s."), "too_small"),
    "less_than_equal": (N_("“%(parameter)s” is more than %(most)s."), "too_large"),
    "string_too_long": (lengths.TOO_LONG, "too_long"),
    "value_error": (N_("“%(value)s” is not a language tag."), "not_a_language"),
}


def _limits(context: dict[str, Any]) -> dict[str, Any]:
    names = {"ge": "least", "le": "most", "max_length": "most"}
    return {names[key]: value for key, value in context.items() if key in names}


OPEN = ("Access-Control-Allow-Origin", "*")
"""The header of all answers: programs of any site may read them."""


@door.after_request
def _open(answer: Response) -> Response:
    answer.headers[OPEN[0]] = OPEN[1]
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        answer.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer


class JsonChunks(list[bytes]):
    """JSON in chunks, which are put together only once: answers are up to 200 kB long."""


def json_array(parts: Iterable[JsonChunks]) -> JsonChunks:
    """Return a JSON array whose items are JSON already."""
    made = JsonChunks()
    for part in parts:
        made.append(b"," if made else b"[")
        made += part
    made.append(b"]" if made else b"[]")
    return made


def json_object(**parts: Any) -> JsonChunks:
    """Return a JSON object; chunks and bytes are JSON already, other values are encoded."""
    made = JsonChunks()
    for name, value in parts.items():
        made.append(b'%b"%b":' % (b"," if made else b"{", name.encode()))
        if isinstance(value, JsonChunks):
            made += value
        else:
            made.append(value if isinstance(value, bytes) else to_json(value))
    made.append(b"}")
    return made


def with_concept(values: dict[str, Any], *concept: bytes) -> JsonChunks:
    """Return a JSON object of values and, as the last, a concept that is JSON already."""
    return JsonChunks((to_json(values)[:-1], b',"concept":', *concept, b"}"))


def checked_tag(value: str | None) -> str | None:
    """Return a language tag in its usual letter case; ValueError for one that is none."""
    if value is None or value == "":
        return None
    if not languages.is_well_formed(value):
        raise ValueError("not a language tag")
    return languages.canonical(value)


def listed(value: str | None) -> tuple[str, ...]:
    """Return the values of a parameter that takes several, with commas between."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if value else ()


def check_page_size(per_page: int) -> None:
    """Raise Invalid for a page of more than the site allows."""
    most = reader().settings.max_results_per_page
    if per_page > most:
        raise Invalid(
            N_("“%(parameter)s” is more than %(most)s."),
            parameter="per_page",
            code="too_large",
            most=most,
        )


def next_page(**changes: object) -> str:
    """Return the address of this request with other parameters."""
    here = asked.get()
    path, given = (here.path, here.parameters) if here else (request.path, request.args.to_dict())
    values = {**given, **{name: str(value) for name, value in changes.items()}}
    return f"{reader().site().base_url}{path}?{urlencode(values)}"
