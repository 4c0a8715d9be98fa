"""The door of the Skosmos interface: parameters, answers and errors as its clients know them.

The interface is that of Skosmos 3 (its swagger.json and its tests); where ours differs stands in
docs/interoperability.md.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from flask import Blueprint, Response, redirect, request
from pydantic_core import to_json
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from glossary.web.context import reader
from glossary.web.headers import kept, not_modified
from glossary.web.skosmos.vocabularies import Known, known

door = Blueprint("skosmos", __name__, url_prefix="/rest/v1")

CONTEXT: dict[str, Any] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "uri": "@id",
    "type": "@type",
}
"""What the context of most answers begins with."""
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
ONKI = "http://schema.onki.fi/onki#"
_JSON, _JSON_LD = "application/json", "application/ld+json"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\])*", re.ASCII)
_LONGEST_CALLBACK = 100
_LONGEST = 4000


class Refused(Exception):
    """A request that is answered with an error: status, reason and message."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status, self.reason = status, reason


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a request, the last one where one is there twice; which media types it
    accepts, None for any.
    """

    values: Mapping[str, str]
    accept: str | None = None

    def get(self, name: str) -> str:
        """Return a parameter, "" where it is missing."""
        return self.values.get(name, "")

    def uri(self) -> str:
        """Return the URI asked for; Refused where it is missing."""
        found = self.get("uri").rstrip()
        if not found:
            raise Refused(400, "Bad Request", "uri parameter missing")
        return found

    def number(self, name: str, default: int) -> int:
        """Return a whole number from 0 on, the default for anything else."""
        try:
            found = int(float(self.get(name)))
        except (ValueError, OverflowError):
            return default
        return default if found < 0 else min(found, 10**9)

    def flag(self, name: str, default: bool) -> bool:
        """Return a yes or no, the default for anything else."""
        said = {"1": True, "true": True, "on": True, "yes": True}
        said |= dict.fromkeys(("0", "false", "off", "no", ""), False)
        return said.get(self.values[name].lower(), default) if name in self.values else default

    def preferred_type(self, choices: tuple[str, ...]) -> str | None:
        """Return the media type that is accepted best, the first for any, None for none."""
        return choices[0] if self.accept is None else _best(self.accept, choices)


@functools.lru_cache(512)
def _best(accept: str, choices: tuple[str, ...]) -> str | None:
    found = parse_accept_header(accept, MIMEAccept)
    return found.best_match(choices) if found else choices[0]


def asked() -> Asked:
    """Return the parameters of this request; Refused for one that is too long."""
    values = {name: given[-1] for name, given in request.args.lists()}
    for name, value in values.items():
        if len(value) > _LONGEST:
            raise Refused(400, "Bad Request", f"{escape(name[:80])} parameter is too long")
    return Asked(values, request.headers.get("Accept"))


@dataclass(frozen=True, slots=True)
class Made:
    """What is sent: a body of a media type, which may depend on what is accepted, or the address
    that is led to.
    """

    body: bytes = b""
    content_type: str = ""
    varies: bool = False
    location: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A route as the description needs it: its path and which parameters it takes."""

    path: str
    handler: Callable[..., Any]
    parameters: tuple[str, ...]
    is_data: bool = False


ROUTES: list[Route] = []
Handler = Callable[..., dict[str, Any] | Made]


def route(path: str, *parameters: str, is_data: bool = False) -> Callable[[Handler], Handler]:
    """Declare a route; the handler gets the parameters, and the vocabulary where the path has one,
    and returns what is sent as JSON, or all that is sent.

    `parameters` ending in a star are required.
    """

    def declare(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def answered(vocabulary: str | None = None, **places: str) -> Response:
            try:
                given = asked()
                its = {} if vocabulary is None else {"its": _vocabulary(vocabulary)}
                headers = kept()
                return not_modified(headers) or _response(
                    made(handler(given, **its, **places), given, its.get("its")), headers
                )
            except Refused as error:
                return refusal(error)

        ROUTES.append(Route(path, handler, parameters, is_data))
        endpoint = re.sub(r"\W+", "_", path)
        door.get(path, endpoint=endpoint, strict_slashes="<letter>" in path)(answered)
        return handler

    return declare


def _vocabulary(id: str) -> Known:
    found = known(reader()).get(id)
    if found is None:
        raise Refused(404, "Not Found", f"Vocabulary id '{escape(id)}' not found.")
    return found


def _response(found: Made, headers: tuple[tuple[str, str], ...]) -> Response:
    answer = Response(found.body, headers=headers, content_type=found.content_type)
    if found.location:
        answer.status_code, answer.location = 302, found.location
    if found.varies:
        answer.vary.add("Accept")
    return answer


def made(found: dict[str, Any] | Made, given: Asked, its: Known | None) -> Made:
    """Return what is sent of what a handler returned, its texts as their file writes them."""
    within = [its] if its is not None else [*known(reader()).values()]
    if isinstance(found, Made):
        return replace(found, body=as_written(found.body, within))
    content, callback = as_written(to_json(found), within), given.get("callback")
    if callback:
        if len(callback) > _LONGEST_CALLBACK or not _CALLBACK.fullmatch(callback):
            raise Refused(400, "Bad Request", "callback parameter is invalid")
        body = b"%b(%b);" % (callback.encode(), _in_script(content))
        return Made(body, "application/javascript; charset=utf-8")
    best = given.preferred_type((_JSON, _JSON_LD)) or _JSON
    return Made(content, f"{best}; charset=utf-8", varies=True)


def as_written(content: bytes, within: Iterable[Known]) -> bytes:
    """Return an answer with texts in the normalisation form of their file."""
    if content.isascii():
        return content
    for its in within:
        for part, forms in its.written:
            if part in content:
                for composed, text in forms:
                    content = content.replace(composed, text)
    return content


def _in_script(content: bytes) -> bytes:
    """Return JSON as a script can hold it: two line ends of Unicode were none of JavaScript's."""
    return content.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")


def refusal(error: Refused) -> Response:
    """Return the answer to a request that is refused."""
    body = f"{error.status} {error.reason} : {error}"
    answer = Response(body, error.status, content_type="text/plain; charset=utf-8")
    answer.cache_control.no_store = True
    return answer


def not_found(uri: str, what: str = "concept") -> Refused:
    """Return the error for a URI that is not there."""
    return Refused(404, "Not Found", f"Could not find {what} <{escape(uri)}>")


def base() -> str:
    """Return the address of the interface."""
    return f"{reader().site().base_url}/rest/v1/"


@door.get("/<vocabulary>")
def _to_its_folder(vocabulary: str) -> Response:
    """Send on to the address of a vocabulary with the slash that it needs."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(f"{request.script_root}{request.path}/{query}", 302)  # type: ignore[return-value]


@door.get("/")
@door.get("/<path:place>")
def _nowhere(place: str = "") -> Response:
    return refusal(Refused(404, "Not Found", "There is nothing at this address."))


@door.after_request
def _open(answer: Response) -> Response:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer
