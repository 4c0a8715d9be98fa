"""Who is signed in, and what they may do; sessions are signed cookies that name a person.

Only pages for contributors open a session: pages for readers are the same for all and can be
kept by browsers and proxies.
"""

import hashlib
import hmac
import secrets
import time
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import delete

from glossary.contribute.mail import send_soon
from glossary.contribute.people.signing_key import known_key, secret_key
from glossary.contribute.store import Store
from glossary.contribute.tables import EVERY_LANGUAGE, ROLES, EndedSession, Person, now
from glossary.errors import N_, Forbidden, NotSignedIn
from glossary.site.settings import Settings
from glossary.web.context import reader
from glossary.web.locale import interface
from glossary.web.templates import render

LONGEST_SECONDS = 90 * 86_400
"""After this a session ends, whatever was done in it."""
IDLE_SECONDS = {False: 12 * 3600, True: 30 * 86_400}
"""After this without a request a session ends, by whether a person asked to stay signed in."""
_NOTED_SECONDS = 300
_LONGEST_TARGET = 2000
_HARMLESS = {"GET", "HEAD", "OPTIONS"}
_STORE = "glossary.store"
_csrf = CSRFProtect()


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
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # some browsers send no referrer; the proof is enough
    )
    app.config.setdefault("SECRET_KEY", None)
    app.session_interface = _Sessions()
    _csrf.init_app(app)


def guard() -> None:
    """Prepare a request of a page for contributors: its key, and the proof of its origin.

    To be the `before_request` of each of their blueprints.
    """
    if not current_app.secret_key:
        current_app.secret_key = secret_key(reader().settings)
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


def store() -> Store:
    """Return the contributions database of the application that answers this request."""
    found: Store = current_app.extensions[_STORE]
    return found


def internal_address(target: str) -> str:
    """Return the address of the page of this site that `target` names, else "".

    Nothing that a browser could take for the address of another host passes.
    """
    first = target[1:].partition("/")[0]
    spoken = first in current_app.config["INTERFACE_LANGUAGES"]
    plain = target.isascii() and target.isprintable() and not set(target) & set(' \\"<>')
    fits = spoken and plain and target[0] == "/" and len(target) <= _LONGEST_TARGET
    return request.script_root + target if fits else ""


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


def address_mark() -> str:
    """Return a keyed hash of the address of the client; limits need no more.

    Of an IPv6 address it is that of its network: whoever has one has 2⁶⁴ of them.
    """
    client = request.remote_addr or ""
    try:
        address = ip_address(client.partition("%")[0])
        if isinstance(address, IPv6Address):
            network = ip_network((address, 64), strict=False)
            client = str(address.ipv4_mapped or network)
    except ValueError:
        client = client[:100]
    return keyed_mark(client)


def keyed_mark(text: str) -> str:
    """Return a hash of a text that only this site can make."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
