"""A short way for plain questions of the Skosmos interface, in front of Flask.

They are answered by the same handlers, without Flask's routing, contexts and signals. Whatever is
not plain goes on to Flask: other methods, conditions, and all that is refused.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

from glossary.reader import Reader
from glossary.web.compression import compressed, wanted
from glossary.web.context import Asked as AskedOf
from glossary.web.context import asked, plain_parameters
from glossary.web.edition import edition_of
from glossary.web.headers import CONDITIONS, kept
from glossary.web.skosmos.door import ROUTES, Asked, Made, Route, door, made
from glossary.web.skosmos.vocabularies import known

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_OPEN = ("Access-Control-Allow-Origin", "*")
_LONGEST = 4000
_WITHIN = "/<vocabulary>"


def register(app: Flask) -> None:
    """Let the routes of `app` that name nothing but a vocabulary be answered before Flask."""
    inner = app.wsgi_app
    reader: Reader = app.extensions["glossary"]
    edition = edition_of(app)
    start_of = f"{door.url_prefix}/"
    routes = {one.path: one for one in ROUTES if "<letter>" not in one.path}

    def short(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        is_ours = path.startswith(start_of) and environ["REQUEST_METHOD"] == "GET"
        if not is_ours or CONDITIONS & environ.keys():
            return inner(environ, start)
        vocabulary, _, name = path[len(start_of) :].rpartition("/")
        one = routes.get(f"{_WITHIN}/{name}" if vocabulary else f"/{name}")
        if one is None or not name:
            return inner(environ, start)
        try:
            content, headers = _answer(one, vocabulary, reader, edition, environ)
        except Exception:  # told by Flask, which comes upon it again
            return inner(environ, start)
        start("200 OK", [*headers, ("Content-Length", str(len(content)))])
        return [content]

    app.wsgi_app = short  # type: ignore[method-assign,assignment]


def _answer(
    one: Route, vocabulary: str, reader: Reader, edition: str, environ: "WSGIEnvironment"
) -> tuple[bytes, list[tuple[str, str]]]:
    """Return body and headers; raise for a request that is not plain."""
    values = plain_parameters(environ["QUERY_STRING"])
    if "callback" in values or any(len(value) > _LONGEST for value in values.values()):
        raise ValueError("a script, or too long")
    given = Asked(values, environ.get("HTTP_ACCEPT"))
    before = asked.set(AskedOf(reader, edition, environ["PATH_INFO"], values))
    try:
        with reader.index.snapshot():
            its = known(reader)[vocabulary] if vocabulary else None
            found = one.handler(given, its=its) if its is not None else one.handler(given)
            sent = made(found, given, its)
            headers = _headers(sent)
    finally:
        asked.reset(before)
    if wanted(environ, len(sent.body)):
        return compressed(sent.body), [*headers, ("Content-Encoding", "gzip")]
    return sent.body, headers


def _headers(sent: Made) -> list[tuple[str, str]]:
    if sent.location:
        raise ValueError("leads elsewhere")
    vary = "Accept, Accept-Encoding" if sent.varies else "Accept-Encoding"
    return [("Content-Type", sent.content_type), _OPEN, ("Vary", vary), *kept()]
