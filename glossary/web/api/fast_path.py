"""A short way for the questions that programs ask most, in front of Flask.

Plain requests of the declared addresses are answered by the same functions as in Flask, without
its routing, contexts and signals, which cost more than a lookup. Whatever is not plain goes on to
Flask: other methods, conditions, and all that cannot be answered, so that errors are told there.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from flask import Flask

from glossary.reader import Reader
from glossary.web.api.door import DECLARED, OPEN, Declared, door
from glossary.web.compression import compressed, wanted
from glossary.web.context import Asked, asked
from glossary.web.edition import edition_of
from glossary.web.headers import CONDITIONS, kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_MOST_FIELDS = 30
_HEADERS = [("Content-Type", "application/json"), OPEN, ("Vary", "Accept-Encoding")]
_REPLACED = "\ufffd"
"""Stands for bytes that are no UTF-8."""


def register(app: Flask) -> None:
    """Let the declared addresses of `app` that name no place be answered before Flask."""
    inner = app.wsgi_app
    reader: Reader = app.extensions["glossary"]
    declared = {
        f"{door.url_prefix}{one.path}": one
        for one in DECLARED
        if one.method == "get" and one.query and "<" not in one.path
    }
    edition = edition_of(app)

    def short(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        one = declared.get(environ["PATH_INFO"])
        if one is None or environ["REQUEST_METHOD"] != "GET" or CONDITIONS & environ.keys():
            return inner(environ, start)
        try:
            content, headers = _answer(one, reader, edition, environ)
        except Exception:  # told by Flask, which comes upon it again
            return inner(environ, start)
        headers = [*headers, ("Content-Length", str(len(content)))]
        start("200 OK", headers)
        return [content]

    app.wsgi_app = short  # type: ignore[method-assign,assignment]


def _answer(
    one: Declared, reader: Reader, edition: str, environ: "WSGIEnvironment"
) -> tuple[bytes, list[tuple[str, str]]]:
    """Return body and headers; raise for a request that is not plain."""
    assert one.query is not None
    given = _parameters(environ["QUERY_STRING"])
    before = asked.set(Asked(reader, edition, environ["PATH_INFO"], given))
    try:
        with reader.index.snapshot():
            content = b"".join(one.handler(query=one.query.model_validate(given)))
            headers: list[tuple[str, str]] = [*_HEADERS, *kept()]
    finally:
        asked.reset(before)
    if wanted(environ, len(content)):
        return compressed(content), [*headers, ("Content-Encoding", "gzip")]
    return content, headers


def _parameters(query: str) -> Mapping[str, str]:
    """Return the parameters of a query; ValueError where one is there twice or no text."""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    given = dict(pairs)
    if len(given) != len(pairs) or not query.isascii() or _REPLACED in "".join(given.values()):
        raise ValueError("not a plain query")
    return given
