"""Who is signed in, and what they may do; sessions are signed cookies that name a person.

Only pages for contributors open a session: pages for readers are the same for all and can be
kept by browsers and proxies.
"""

import hashlib
import hmac
import secrets
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from sqlalchemy import delete

from glossary.contribute.people.signing_key import known_key
from glossary.contribute.store import Store
from glossary.contribute.tables import EVERY_LANGUAGE, ROLES, EndedSession, Person, now
from glossary.errors import N_, Forbidden, NotSignedIn
from glossary.site.settings import Settings

LONGEST_SECONDS = 90 * 86_400
"""After this a session ends, whatever was done in it."""
IDLE_SECONDS = {False: 12 * 3600, True: 30 * 86_400}
"""After this without a request a session ends, by whether a person asked to stay signed in."""
_NOTED_SECONDS = 300
_STORE = "glossary.store"


class _Sessions(SecureCookieSessionInterface):
    """Sessions whose key is made when a page for contributors is asked for the first time."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return the session of a request; before there is a key no cookie can be ours."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        if not app.secret_key:
            app.secret_key = known_key(app.extensions["glossary"].settings) or None
        return super().open_session(app, request) or self.session_class()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Send the cookie of a session; not with an error of ours, after which nothing was done.

        The form that failed can then be sent again as it is.
        """
        if response.status_code < 500:
            super().save_session(app, session, response)


def register(app: Flask, settings: Settings) -> None:
    """Give `app` its contributions database and its sessions."""
    app.extensions[_STORE] = Store(settings)
    public = urlsplit(settings.base_url)
    secure, path = public.scheme == "https", public.path or "/"
    # browsers let no other host, and no page without TLS, set cookies of these names
    prefix = ("__Host-" if path == "/" else "__Secure-") if secure else ""
    app.config.update(
        SESSION_COOKIE_NAME=f"{prefix}glossary",
        SESSION_COOKIE_PATH=path,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=LONGEST_SECONDS),
    )
    app.config.setdefault("SECRET_KEY", None)
    app.session_interface = _Sessions()


def store() -> Store:
    """Return the contributions database of the application that answers this request."""
    found: Store = current_app.extensions[_STORE]
    return found


def sign_in(who: Person, stay: bool = False) -> None:
    """Begin a new session for a person; whatever the old one held is gone.

    With `stay` the browser keeps it when it is closed.
    """
    session.clear()
    moment = int(time.time())
    session.permanent = stay
    session["person"] = who.id
    session["mark"] = who.session_mark
    session["key"] = secrets.token_urlsafe(18)
    session["begun"] = session["seen"] = moment
    g.pop("csrf_token", None)
    g.pop("person", None)


def sign_out() -> None:
    """End the session, also for whoever has a copy of its cookie."""
    key = session.get("key")
    if isinstance(key, str):
        old = now() - timedelta(seconds=LONGEST_SECONDS)
        with store().writing() as writing:
            writing.execute(delete(EndedSession).where(EndedSession.ended < old))
            writing.merge(EndedSession(mark=_key_mark(key)))
    session.clear()
    g.pop("csrf_token", None)
    g.person = None


def _key_mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def person() -> Person | None:
    """Return who is signed in, with their roles, or None."""
    if "person" not in g:
        g.person = _signed_in()
    found: Person | None = g.person
    return found


def _signed_in() -> Person | None:
    id = session.get("person")
    if not isinstance(id, int) or _is_over():
        return None
    with store().reading() as reading:
        found = reading.get(Person, id)
        if found is None or found.state != "active":
            return None
        if not hmac.compare_digest(found.session_mark, str(session.get("mark"))):
            return None
        if reading.get(EndedSession, _key_mark(str(session.get("key")))):
            return None
        reading.expunge(found)
        return found


def _is_over() -> bool:
    """Return whether the session is too old or was not used for too long; note that it is used."""
    moment = int(time.time())
    begun, seen = session.get("begun", moment), session.get("seen", moment)
    if moment - begun > LONGEST_SECONDS or moment - seen > IDLE_SECONDS[session.permanent]:
        return True
    if moment - seen > _NOTED_SECONDS:
        session["seen"] = moment
    return False


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
    who = signed_in()
    if not may(role, lang):
        raise Forbidden(N_("Your account may not do this."))
    return who


def signed_in() -> Person:
    """Return who is signed in; raise NotSignedIn."""
    who = person()
    if who is None:
        raise NotSignedIn(N_("Please sign in first."))
    return who
