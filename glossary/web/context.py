"""What a request has at hand: the reader of its application, held to one generation."""

from contextlib import ExitStack
from typing import cast

from flask import Flask, current_app, g

from glossary.reader import Reader
from index import IndexUnavailable


def reader() -> Reader:
    """Return the reader of the application that answers this request."""
    return cast(Reader, current_app.extensions["glossary"])


def register(app: Flask) -> None:
    """Answer every request of `app` from one generation, also while a new one is published."""
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
