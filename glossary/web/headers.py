"""Headers of every answer: caching by generation, and what keeps browsers safe."""

from datetime import datetime

from flask import Flask, Response, request

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
    tag = entity_tag()
    if request.if_none_match and request.if_none_match.contains_weak(tag):
        return cached(Response(status=304))
    return None


def entity_tag() -> str:
    """Return the entity tag that all answers of this generation and program share."""
    return f"{reader().generation()}-{__version__}"


def cached(answer: Response) -> Response:
    """Return an answer that may be kept, and asked for again with its tag."""
    answer.set_etag(entity_tag(), weak=True)
    answer.last_modified = datetime.fromisoformat(reader().site().published)
    answer.cache_control.public = True
    answer.cache_control.max_age = reader().settings.cache_seconds
    return answer
