"""A site behind proxies and below a path of its host: the path of ``base_url`` stands before
every address, and trusted proxies say who asks.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from glossary.site.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def register(app: Flask, settings: Settings) -> None:
    """Let `app` answer below the path of the public address, if that has one.

    A proxy may hand addresses on with the path or without it. The address of a client is what the
    first of the trusted proxies says; where there are none, whatever a client says of itself is
    nothing.
    """
    if settings.trusted_proxies:
        known = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=known, x_proto=known, x_host=0, x_port=0, x_prefix=0
        )
    path, inner = urlsplit(settings.base_url).path, app.wsgi_app

    def below(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        asked: str = environ["PATH_INFO"]
        environ["SCRIPT_NAME"] = path
        if asked == path or asked.startswith(path + "/"):
            environ["PATH_INFO"] = asked[len(path) :] or "/"
        return inner(environ, start)

    if path:
        app.wsgi_app = below  # type: ignore[method-assign,assignment]
