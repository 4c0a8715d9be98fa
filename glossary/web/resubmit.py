"""Pages that need an account, and forms that cannot be taken as they came: nothing is lost."""

from urllib.parse import quote, urlencode

from flask import Flask, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from glossary.errors import N_, NotSignedIn
from glossary.web import contributor_pages, errors, session
from glossary.web.addresses import PATH_SAFE
from glossary.web.locale import interface

_EXPIRED = N_("This form has expired, so nothing was changed.")
_HARMLESS = {"GET", "HEAD"}


def register(app: Flask) -> None:
    """Let `app` ask people to sign in or to send a form again, where it is needed."""
    app.register_error_handler(NotSignedIn, _not_signed_in)
    app.register_error_handler(CSRFError, _without_proof)


def _not_signed_in(error: NotSignedIn) -> Response:
    """Send to the page for signing in, from where one comes back; a form is kept meanwhile."""
    if request.method in _HARMLESS:
        query = request.query_string.decode("ascii", "replace")
        wanted = quote(request.path, safe=PATH_SAFE) + (f"?{query}" if query else "")
        return redirect(f"{_sign_in()}?{urlencode({'next': wanted})}", 303)
    return _again(error.text(gettext), 401)


def _without_proof(error: CSRFError) -> Response:
    try:
        return _again(gettext(_EXPIRED), 400)
    except Exception as hindrance:  # Flask asks no handler for what a handler raises
        return errors.answer_to(hindrance)


def _sign_in() -> str:
    return f"{request.script_root}/{interface()}/account/sign-in"


def _again(message: str, status: int) -> Response:
    """Return a page from which the same form can be sent again.

    Only what came from a page of ours is offered: a form of another site must not become one of
    ours. Files and passwords cannot be sent again without choosing or typing them.
    """
    complete = not request.files and not any(_is_secret(name) for name in request.form)
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    kept = complete and contributor_pages.sent_from_here(unknown=False)
    return contributor_pages.page(
        "contribute/again.html",
        status=status,
        message=message,
        fields=fields if kept else None,
        files=bool(request.files),
        signed_in=session.person() is not None,
    )


def _is_secret(name: str) -> bool:
    return name.startswith("password")
