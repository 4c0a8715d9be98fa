"""What a request has at hand: the reader of its application, held to one generation."""

import re
from contextlib import ExitStack
from typing import Any, cast

from flask import Flask, Request, current_app, g

from glossary.reader import Reader
from index import IndexUnavailable


class EncodedRequest(Request):
    """A request whose query is ASCII: servers hand on bytes that were sent unencoded."""

    def __init__(self, environ: dict[str, Any], *more: Any, **named: Any) -> None:
        super().__init__(environ, *more, **named)
        encoded = re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % byte[0][0], self.query_string)
        self.query_string = encoded


def reader() -> Reader:
    """Return the reader of the application that answers this request."""
    return cast(Reader, current_app.extensions["glossary"])


def register(app: Flask) -> None:
    """Answer every request of `app` from one generation, also while a new one is published."""
    app.request_class = EncodedRequest
    app.before_request(_hold)
    app.teardown_request(_release)


def _hold() -> None:
    stack = ExitStack()
    try:
        stack.enter_context(reader().index.held())
    except IndexUnavailable:
        return  # the door that needs the index says so
    g.held = stack


def _release(error: BaseException | None) -> None:
    stack = g.pop("held", None)
    if stack is not None:
        stack.close()
