"""Headers of every answer: what it was made of, how long it may be kept, what browsers may do.

An answer is made of the published index after so many changes and of the edition of the site;
both are its entity tag, so whoever asks again with the tag never gets an old answer. Pages are
kept but asked for again each time, so that a decision is seen at once; answers for programs may
be used for a while.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, request
from werkzeug.http import http_date

from glossary.web import language_pair
from glossary.web.context import edition, reader

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = tuple[tuple[str, str], ...]
_SAFETY = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    (
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'",
    ),
]
OWN_POLICY = "glossary.policy"
"""Under this a request has what its answer says of itself to browsers in place of the above: pages
that others may show in a frame.
"""
CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})
"""What a client sends that has an answer already."""


def register(app: Flask) -> None:
    """Add the headers that are the same for all answers of `app`, below Flask: there it is free."""
    app.after_request(_relative)
    inner = app.wsgi_app

    def safe(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        def start_safe(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            own = environ.get(OWN_POLICY)
            return start(status, headers + (_with_policy(own) if own else _SAFETY), *error)

        return inner(environ, start_safe)

    app.wsgi_app = safe  # type: ignore[method-assign,assignment]


def _with_policy(policy: str) -> list[tuple[str, str]]:
    """Return the headers with a policy of one's own."""
    return [*_SAFETY[:-1], (_SAFETY[-1][0], policy)]


def _relative(answer: Response) -> Response:
    """Let redirects for a missing slash name no host: it would be what the client calls us."""
    if answer.status_code == 308 and answer.location:
        _, _, path, query, _ = urlsplit(answer.location)
        answer.location = urlunsplit(("", "", "/" + path.lstrip("/"), query, ""))
    return answer


def not_modified(kept: Headers | None = None) -> Response | None:
    """Return a 304 where the client has this very answer already, else None.

    `kept` are the headers of the answer, else those of pages. Dates are not compared: theirs are
    whole seconds, in which much can change, and settings and templates have none.
    """
    if "HTTP_IF_NONE_MATCH" not in request.environ:
        return None
    tag = entity_tag()
    if kept is None and (pair := language_pair.mark()):
        tag = f"{tag}-{pair}"
    if not request.if_none_match.contains_weak(tag):
        return None
    return Response(status=304, headers=kept or kept_and_asked_again())


def cached(answer: Response) -> Response:
    """Return the answer with the headers of a page: kept, and asked for again with its tag."""
    answer.headers.extend(kept_and_asked_again())
    return answer


def kept_and_asked_again() -> Headers:
    """Return the headers of a page."""
    site = reader().site()
    pair = language_pair.mark()
    if not pair:
        return _headers(site.generation, edition(), site.changed, None)
    own = _headers(site.generation, f"{edition()}-{pair}", site.changed, None)
    return (*own, ("Vary", "Cookie"))


def kept() -> Headers:
    """Return the headers of an answer for programs, used for a while before it is asked again."""
    known = reader()
    site = known.site()
    return _headers(site.generation, edition(), site.changed, known.settings.cache_seconds)


def entity_tag() -> str:
    """Return the entity tag that all answers share until the index or the edition changes."""
    return f"{reader().generation()}-{edition()}"


@lru_cache(16)
def _headers(generation: str, edition: str, changed: str, seconds: int | None) -> Headers:
    # written as text: werkzeug's setters parse and write the same headers again and again
    return (
        ("ETag", f'W/"{generation}-{edition}"'),
        ("Last-Modified", http_date(datetime.fromisoformat(changed))),
        ("Cache-Control", "public, " + ("no-cache" if seconds is None else f"max-age={seconds}")),
    )
