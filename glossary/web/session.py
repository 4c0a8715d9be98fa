"""Who is signed in, and what they may do; sessions are signed cookies that name a person.

Only pages for contributors open a session: pages for readers are the same for all and can be
kept by browsers and proxies.
"""

import hashlib
import hmac
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import CSRFProtect

from glossary.contribute.store import Store
from glossary.contribute.tables import EVERY_LANGUAGE, ROLES, Person
from glossary.errors import N_, Forbidden, NotSignedIn
from glossary.secrets import secret_key
from glossary.settings import Settings
from glossary.web.locale import interface
from glossary.web.templates import render

_STORE = "glossary.store"
_csrf = CSRFProtect()


def register(app: Flask, settings: Settings) -> None:
    """Give `app` its contributions database and its sessions."""
    app.extensions[_STORE] = Store(settings)
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SESSION_COOKIE_NAME="glossary",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
    )
    app.config.setdefault("SECRET_KEY", None)
    _csrf.init_app(app)


def guard() -> None:
    """Prepare a request of a page for contributors: its key, and the proof of its origin.

    To be the `before_request` of each of their blueprints.
    """
    if not current_app.secret_key:
        settings: Settings = current_app.extensions["glossary"].settings
        current_app.secret_key = secret_key(settings)
    _csrf.protect()


def private(answer: Response) -> Response:
    """Return an answer that nothing may keep; the `after_request` of each of their blueprints."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def page(template: str, status: int = 200, **values: Any) -> Response:
    """Return a page for contributors; its template knows `person` and `may`."""
    lang = values.pop("lang", "") or interface()
    content = render(template, lang=lang, person=person(), may=may, **values)
    return Response(
        content, status, mimetype="text/html", headers=[("Content-Language", interface())]
    )


def store() -> Store:
    """Return the contributions database of the application that answers this request."""
    found: Store = current_app.extensions[_STORE]
    return found


def sign_in(who: Person) -> None:
    """Begin a new session for a person; whatever the old one held is gone."""
    session.clear()
    session["person"] = who.id
    session["mark"] = who.session_mark
    g.person = who


def sign_out() -> None:
    """End the session."""
    session.clear()
    g.person = None


def person() -> Person | None:
    """Return who is signed in, with their roles, or None."""
    if "person" not in g:
        g.person = _signed_in()
    found: Person | None = g.person
    return found


def _signed_in() -> Person | None:
    id = session.get("person")
    if not isinstance(id, int):
        return None
    with store().reading() as reading:
        found = reading.get(Person, id)
        if found is None or found.state != "active":
            return None
        if not hmac.compare_digest(found.session_mark, str(session.get("mark"))):
            return None
        reading.expunge(found)
        return found


def may(role: str, lang: str = EVERY_LANGUAGE) -> bool:
    """Return whether who is signed in has a role (or a higher one) in a language.

    Without a language the role must hold for all of them.
    """
    who = person()
    if who is None:
        return False
    enough = ROLES[ROLES.index(role) :]
    return any(one.role in enough and one.lang in (EVERY_LANGUAGE, lang) for one in who.roles)


def require(role: str, lang: str = EVERY_LANGUAGE) -> Person:
    """Return who is signed in and has a role in a language; raise NotSignedIn or Forbidden."""
    who = person()
    if who is None:
        raise NotSignedIn(N_("Please sign in first."))
    if not may(role, lang):
        raise Forbidden(N_("Your account may not do this."))
    return who


def address_mark() -> str:
    """Return a keyed hash of the address of the client; limits need no more."""
    key = str(current_app.secret_key).encode()
    client = (request.remote_addr or "").encode()
    return hmac.new(key, client, hashlib.sha256).hexdigest()
