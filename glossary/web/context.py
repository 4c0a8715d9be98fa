"""What a request has at hand: the reader of its application, held to one generation."""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import Flask, Request, current_app, g

from glossary.reader import Reader
from glossary.web.edition import edition_of
from index import IndexUnavailable


class EncodedRequest(Request):
    """A request whose query is ASCII: servers hand on bytes that were sent unencoded."""

    def __init__(self, environ: dict[str, Any], *more: Any, **named: Any) -> None:
        super().__init__(environ, *more, **named)
        if not self.query_string.isascii():
            self.query_string = re.sub(
                rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], self.query_string
            )


class Asked(NamedTuple):
    """A request that is answered without Flask: its application's reader, edition of the site, path
    and parameters.
    """

    reader: Reader
    edition: str
    path: str
    parameters: Mapping[str, str]


_MOST_FIELDS = 30
_REPLACED = "\ufffd"
"""Stands for bytes that are no UTF-8."""
LONG = "glossary.long"
"""Is set in the environment of a request whose answer is made while it is sent, and takes long."""

asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def reader() -> Reader:
    """Return the reader of the application that answers this request."""
    here = asked.get()
    if here is not None:
        return here.reader
    found: Reader = current_app.extensions["glossary"]
    return found


def edition() -> str:
    """Return the edition of the site that answers this request."""
    here = asked.get()
    return here.edition if here is not None else edition_of(current_app)


def register(app: Flask) -> None:
    """Answer every request of `app` from one generation, also while a new one is published."""
    app.request_class = EncodedRequest
    app.before_request(_hold)
    app.teardown_request(_release)


def _hold() -> None:
    held = reader().index.snapshot()
    try:
        held.__enter__()
    except IndexUnavailable:
        return  # the door that needs the index says so
    g.held = held


def _release(error: BaseException | None) -> None:
    held = g.pop("held", None)
    if held is not None:
        held.__exit__(None, None, None)


def plain_parameters(query: str) -> Mapping[str, str]:
    """Return the parameters of a query; ValueError where one is there twice or no text."""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    given = dict(pairs)
    if len(given) != len(pairs) or not query.isascii() or _REPLACED in "".join(given.values()):
        raise ValueError("not a plain query")
    return given
