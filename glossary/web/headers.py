"""Headers of every answer: caching by generation, and what keeps browsers safe."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.http import http_date

from glossary import __version__
from glossary.web.context import reader

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_SAFETY = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    (
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'",
    ),
]
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})
"""What a client sends that has an answer already."""


def register(app: Flask) -> None:
    """Add the headers that are the same for all answers of `app`, below Flask: there it is free."""
    inner = app.wsgi_app

    def safe(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        def start_safe(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start(status, headers + _SAFETY, *error)

        return inner(environ, start_safe)

    app.wsgi_app = safe  # type: ignore[method-assign,assignment]


def not_modified() -> Response | None:
    """Return a 304 where the client has the answer of this generation already, else None."""
    if not CONDITIONS & request.environ.keys():
        return None
    if request.if_none_match:
        unchanged = request.if_none_match.contains_weak(entity_tag())
    else:
        since = request.if_modified_since
        unchanged = since is not None and since >= _published()
    return cached(Response(status=304)) if unchanged else None


def entity_tag() -> str:
    """Return the entity tag that all answers of this generation and program share."""
    return f"{reader().generation()}-{__version__}"


def _published() -> datetime:
    return datetime.fromisoformat(reader().site().published)


def cached(answer: Response) -> Response:
    """Return a new answer as one that may be kept, and asked for again with its tag."""
    answer.headers.extend(kept())
    return answer


def kept() -> tuple[tuple[str, str], ...]:
    """Return the headers of an answer that may be kept, and asked for again with its tag."""
    # written as text: werkzeug's setters parse and write the same headers again and again
    known = reader()
    site = known.site()
    return _kept(site.generation, site.published, known.settings.cache_seconds)


@lru_cache(8)
def _kept(generation: str, published: str, seconds: int) -> tuple[tuple[str, str], ...]:
    return (
        ("ETag", f'W/"{generation}-{__version__}"'),
        ("Last-Modified", http_date(datetime.fromisoformat(published))),
        ("Cache-Control", f"public, max-age={seconds}"),
    )
