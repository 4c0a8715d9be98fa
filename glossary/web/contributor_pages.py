"""What all pages for contributors share: forms that are proved ours, answers that nothing keeps."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect

from glossary.contribute.mail import send_soon
from glossary.contribute.people.signing_key import secret_key
from glossary.errors import N_, Forbidden
from glossary.site import folder_marks
from glossary.web.context import reader
from glossary.web.locale import interface
from glossary.web.session import may, person, store
from glossary.web.templates import render

_OF_ACCOUNTS = {"accounts", "openid", "own_account", "people"}
"""Doors whose forms have nothing to do with vocabularies and catalogs."""
_HARMLESS = {"GET", "HEAD", "OPTIONS"}
_csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Let the forms of `app` be proved to be its own, where a blueprint asks for it by `guard`."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # some browsers send no referrer; the proof is enough
    )
    _csrf.init_app(app)


def guard() -> None:
    """Prepare a request of a page for contributors: its key, and the proof of its origin.

    To be the `before_request` of each of their blueprints.
    """
    if not current_app.secret_key:
        current_app.secret_key = secret_key(reader().settings)
    if request.method not in _HARMLESS and request.blueprint not in _OF_ACCOUNTS:
        folder_marks.check(reader().settings)
    if request.method not in _HARMLESS and not sent_from_here(unknown=True):
        raise Forbidden(N_("This form was sent from another site. Nothing was changed."))
    _csrf.protect()


def sent_from_here(unknown: bool) -> bool:
    """Return whether a request comes from a page of ours or an address that was typed.

    Browsers say so (Fetch Metadata, W3C), older ones where a form stood (RFC 6454, section 7);
    `unknown` is the answer where one does neither.
    """
    said, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if said is not None:
        return said in ("same-origin", "none")
    ours = (request.host, urlsplit(reader().settings.base_url).netloc)
    return unknown if origin is None else origin.partition("://")[2] in ours


def private(answer: Response) -> Response:
    """Return an answer that nothing may keep; the `after_request` of each of their blueprints.

    What was written to people meanwhile is sent.
    """
    answer.headers["Cache-Control"] = "no-store"
    if request.method not in _HARMLESS:
        send_soon(reader().settings, store())
    return answer


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page for contributors; its template knows `person` and `may`."""
    lang = values.pop("lang", "") or interface()
    content = render(template, lang=lang, person=person(), may=may, **values)
    return Response(
        content, status, mimetype="text/html", headers=[("Content-Language", interface())]
    )
