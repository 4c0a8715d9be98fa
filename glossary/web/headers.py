"""Headers of every answer: caching by generation, and what keeps browsers safe."""

from datetime import datetime
from functools import lru_cache

from flask import Flask, Response, request
from werkzeug.http import http_date

from glossary import __version__
from glossary.web.context import reader

_SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'"
    ),
}


def register(app: Flask) -> None:
    """Add the headers to the answers of `app`."""
    app.after_request(_safe)


def _safe(answer: Response) -> Response:
    for name, value in _SAFETY.items():
        answer.headers.setdefault(name, value)
    return answer


def not_modified() -> Response | None:
    """Return a 304 where the client has the answer of this generation already, else None."""
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
    """Return an answer that may be kept, and asked for again with its tag."""
    # written as text: werkzeug's setters parse and write the same headers again and again
    answer.headers["ETag"] = f'W/"{entity_tag()}"'
    answer.headers["Last-Modified"] = _http_date(reader().site().published)
    answer.headers["Cache-Control"] = f"public, max-age={reader().settings.cache_seconds}"
    return answer


@lru_cache(8)
def _http_date(published: str) -> str:
    return http_date(datetime.fromisoformat(published))
