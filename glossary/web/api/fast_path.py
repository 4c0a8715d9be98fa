"""A short way for the questions that programs ask most, in front of Flask.

Plain requests of the declared addresses are answered by the same functions as in Flask, without
its routing, contexts and signals, which cost more than a lookup. Whatever is not plain goes on to
Flask: other methods, conditions, and all that cannot be answered, so that errors are told there.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from glossary.reader import Reader
from glossary.web.api.door import DECLARED, OPEN, Declared, door
from glossary.web.compression import compressed, wanted
from glossary.web.context import Asked, asked, plain_parameters
from glossary.web.edition import edition_of
from glossary.web.headers import CONDITIONS, kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_HEADERS = [("Content-Type", "application/json"), OPEN, ("Vary", "Accept-Encoding")]


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
    given = plain_parameters(environ["QUERY_STRING"])
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
