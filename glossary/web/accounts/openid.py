"""Signing in at an OpenID Connect issuer: authorization code with PKCE, state and nonce.

No token is kept: once the issuer has said who someone is, the session is one of ours.
"""

import logging
from collections.abc import Mapping
from typing import Any

import joserfc.errors
import requests
from authlib.integrations.flask_client import OAuth, OAuthError
from flask import Blueprint, current_app, g, request
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from glossary.contribute import people
from glossary.contribute.people.identities import person_of
from glossary.errors import N_, Invalid, NotFound, Unavailable
from glossary.site.settings import Settings
from glossary.web import addresses, contributor_pages, session
from glossary.web.context import reader
from glossary.web.locale import interface

door = Blueprint("openid", __name__)
door.before_request(contributor_pages.guard)
door.after_request(contributor_pages.private)

_NAME = "openid"
_STATE = f"_state_{_NAME}_"  # where Authlib keeps what belongs to one attempt
_ASKED = "openid_asked"
_TIMEOUT_SECONDS = 10
_LONGEST_TARGET = 1000
_FAILURES = (
    OAuthError,
    joserfc.errors.JoseError,
    requests.RequestException,
    LookupError,
    RuntimeError,
    ValueError,
)
_log = logging.getLogger(__name__)


@door.record
def _register(state: BlueprintSetupState) -> None:
    """Make the client of the issuer that the settings name; it asks nothing before it is used."""
    settings: Settings = state.app.extensions["glossary"].settings
    if settings.openid_issuer:
        issuer = settings.openid_issuer.rstrip("/")
        OAuth(state.app).register(
            _NAME,
            client_id=settings.openid_client,
            client_secret=settings.openid_secret,
            server_metadata_url=f"{issuer}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid email profile",
                "code_challenge_method": "S256",
                "default_timeout": _TIMEOUT_SECONDS,
            },
        )


def _client() -> Any:
    """Return the client of the issuer; raise NotFound where none is set."""
    if not reader().settings.openid_issuer:
        raise NotFound(N_("There is no page at this address."))
    return current_app.extensions["authlib.integrations.flask_client"].create_client(_NAME)


@door.post("/<ui:ui>/account/openid")
def begin(ui: str) -> Response:
    """Send to the issuer, with a page that goes on by itself."""
    client = _client()
    for name in [name for name in cookie if name.startswith(_STATE)]:
        del cookie[name]
    target = request.form.get("next", "")[:_LONGEST_TARGET]
    cookie[_ASKED] = {"next": target, "ui": ui, "stay": "stay" in request.form}
    try:
        _check_issuer(client)
        answer: Response = client.authorize_redirect(_return_address(), ui_locales=ui)
    except _FAILURES as error:
        raise _unavailable(error) from error
    # as a page: some browsers let forms lead to no other site (CSP 3, form-action), nor redirects
    return contributor_pages.page(
        "contribute/account_leave.html", address=answer.location, issuer=_issuer()
    )


def _return_address() -> str:
    return f"{reader().settings.base_url}/account/openid/return"


def _check_issuer(client: Any) -> None:
    """Refuse metadata of another issuer (OpenID Connect Discovery 1.0, section 4.3)."""
    named = client.load_server_metadata()["issuer"]
    if named.rstrip("/") != reader().settings.openid_issuer.rstrip("/"):
        raise ValueError(f"the metadata are those of {named}")


@door.get("/account/openid/return")
def end() -> Response:
    """Sign in whom the issuer names, and go on to where they wanted to go."""
    client = _client()
    asked = cookie.get(_ASKED, {})
    g.ui = asked.get("ui", interface())
    try:
        claims = _claims(client)
    except _FAILURES as error:
        raise _unavailable(error) from error
    with session.store().writing() as writing:
        person = person_of(writing, reader().settings.openid_issuer, claims, interface())
        people.record_sign_in(person)
        session.sign_in(person, stay=bool(asked.get("stay")))
    target = addresses.internal_address(str(asked.get("next", "")))
    return redirect(target or f"{request.script_root}/{interface()}/account/", 303)


def _claims(client: Any) -> Mapping[str, Any]:
    """Return what the issuer says of a person: the claims of the ID token, and of its userinfo
    endpoint where the token has no mail address.
    """
    token = client.authorize_access_token()
    claims: Mapping[str, Any] | None = token.get("userinfo")
    if claims is None:
        raise ValueError("there is no ID token")
    if "email" not in claims and client.load_server_metadata().get("userinfo_endpoint"):
        more = client.userinfo(token=token)
        if more.get("sub") != claims.get("sub"):
            raise Invalid("the userinfo is that of someone else", parameter="sub")
        claims = {**more, **claims}
    return claims


def _unavailable(error: Exception) -> Unavailable:
    _log.warning("signing in at the issuer failed: %s: %r", type(error).__name__, str(error)[:500])
    return Unavailable(
        N_("Signing in at %(name)s did not work. Please try again."),
        name=_issuer(),
    )


def _issuer() -> str:
    return reader().settings.openid_name or reader().settings.openid_issuer
