"""A site below a path of its host: the path of ``base_url`` stands before every address."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask

from glossary.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def register(app: Flask, settings: Settings) -> None:
    """Let `app` answer below the path of the public address, if that has one.

    A proxy may hand addresses on with the path or without it.
    """
    path, inner = urlsplit(settings.base_url).path, app.wsgi_app

    def below(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        asked: str = environ["PATH_INFO"]
        environ["SCRIPT_NAME"] = path
        if asked == path or asked.startswith(path + "/"):
            environ["PATH_INFO"] = asked[len(path) :] or "/"
        return inner(environ, start)

    if path:
        app.wsgi_app = below  # type: ignore[method-assign,assignment]
