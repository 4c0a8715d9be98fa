"""What a request has at hand: the reader of its application."""

from typing import cast

from flask import current_app

from glossary.reader import Reader


def reader() -> Reader:
    """Return the reader of the application that answers this request."""
    return cast(Reader, current_app.extensions["glossary"])
