"""Errors as pages in the reader's language, or as problem details for programs (RFC 9457)."""

import logging
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from flask import Flask, Response, current_app, request
from flask_babel import gettext
from markupsafe import escape
from werkzeug.exceptions import ClientDisconnected, HTTPException, MethodNotAllowed

from glossary.errors import N_, GlossaryError, failures
from glossary.errors.plurals import Translatable
from glossary.records import encode
from glossary.site.index_check import told_of
from glossary.web.locale import interface
from glossary.web.templates import render

_log = logging.getLogger(__name__)
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "not_json"}
_MESSAGES = {
    400: N_("This request cannot be understood."),
    404: N_("There is no page at this address."),
    405: N_("This address does not answer such a request."),
    413: N_("The request is too large."),
    500: N_("Something went wrong on our side. It has been noted."),
}


_RETRY_SECONDS = 60
_OF_PROGRAMS = ("/api/", "/reconcile", "/oembed", "/suggestions", "/activity")
"""Paths below which errors are told to programs."""
_BARE = (
    '<!doctype html><html lang="{lang}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{message}</title>'
    "<main><h1>{message}</h1></main></html>"
)


def register(app: Flask) -> None:
    """Answer every error of `app` in the shape its door promises."""
    app.register_error_handler(GlossaryError, _known)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unknown)


def text_of(error: GlossaryError, translate: Callable[[str], str] = gettext) -> str:
    """Return what a reader is told of an error; paths of files are no business of theirs."""
    where = error.arguments.get("where")
    if where is not None and not isinstance(where, Translatable):
        error.arguments["where"] = PurePath(str(where)).name
    return error.text(translate)


def _known(error: GlossaryError) -> Response:
    parameter, record = error.arguments.get("parameter"), error.arguments.get("record")
    answer = _answer(error.status, error.code, text_of(error), parameter, record)
    for link in (*error.arguments.get("links", ()), *_successors(record)):
        answer.headers.add("Link", link)
    return answer


def _successors(record: dict[str, Any] | None) -> Iterator[str]:
    """Yield what a header says of the successors of a withdrawn concept."""
    for one in (record or {}).get("replaced_by", ()):
        if one["uri"].isascii():
            yield f'<{one["uri"]}>; rel="successor-version"'


def _of_http(error: HTTPException) -> Response:
    if isinstance(error, ClientDisconnected) and isinstance(error.__context__, OSError):
        return _unknown(error.__context__)  # bodies come whole: it could not be kept
    status = error.code or 500
    if 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    message = gettext(_MESSAGES.get(status, _MESSAGES[400 if status < 500 else 500]))
    answer = _answer(status, _CODES.get(status, f"http_{status}"), message)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        answer.allow.update(error.valid_methods)
    return answer


def answer_to(error: Exception) -> Response:
    """Return the answer to an error that an error's own answer met."""
    return _known(error) if isinstance(error, GlossaryError) else _unknown(error)


def _unknown(error: Exception) -> Response:
    known = told_of(error) or failures.known_error(error)
    if known is not None:
        _log.error("%s %r: %s", request.method, request.path, known)
        return _known(known)
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    _log.error("%s %r failed", request.method, request.path, exc_info=error)
    return _answer(500, "internal", gettext(_MESSAGES[500]))


def _answer(
    status: int,
    code: str,
    message: str,
    parameter: str | None = None,
    record: dict[str, object] | None = None,
) -> Response:
    if request.path.startswith(_OF_PROGRAMS):
        return problem(status, code, message, parameter)
    if request.path.startswith("/rest/"):
        return plain(status, message)
    try:
        body = render("errors/error.html", status=status, message=message, record=record)
    except Exception as error:  # what hinders the answer may hinder this page as well
        _log.error("the page of an error failed: %s", " ".join(str(error).split()))
        body = _BARE.format(lang=interface(), message=escape(message))
    answer = Response(body, status, mimetype="text/html")
    answer.headers["Content-Language"] = interface()
    return _passing(answer)


def problem(
    status: int,
    code: str,
    message: str,
    parameter: str | None = None,
    more: Mapping[str, object] | None = None,
) -> Response:
    """Return problem details: type, title, status, detail, our `code`, the `parameter`, and what
    `more` there is to tell.
    """
    body = details(status, code, message, parameter, request.script_root) | {**(more or {})}
    answer = Response(encode(body), status, mimetype="application/problem+json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return _passing(answer)


def details(
    status: int, code: str, message: str, parameter: str | None, root: str
) -> dict[str, object]:
    """Return problem details as `problem` sends them; `root` stands before the path of the door."""
    made: dict[str, object] = {
        "type": f"{root}/api/v1/#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "code": code,
    }
    return made if parameter is None else {**made, "parameter": parameter}


def unexpected(translate: Callable[[str], str] = gettext) -> str:
    """Return what a reader is told of an error that nobody foresaw."""
    return translate(_MESSAGES[500])


def plain(status: int, message: str) -> Response:
    """Return an error as a line of text, as programs that speak the Skosmos interface know it."""
    body = f"{status} {HTTPStatus(status).phrase} : {message}"
    answer = Response(body, status, mimetype="text/plain")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return _passing(answer)


def _passing(answer: Response) -> Response:
    """Return an answer that nothing keeps; it says when to ask again where that may help."""
    answer.cache_control.no_store = True
    if answer.status_code == 503:
        answer.headers["Retry-After"] = str(_RETRY_SECONDS)
    return answer
