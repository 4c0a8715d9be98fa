"""Signed links that let someone set a password or confirm a mail address, once and for a time.

The signature covers the password and the sessions of the person, so whatever changes these makes
all earlier links void; nothing has to be kept.
"""

import hashlib
import hmac
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from glossary.contribute.people.signing_key import secret_key
from glossary.contribute.tables import Person
from glossary.errors import N_, Conflict, Gone
from glossary.site.settings import Settings

SECONDS = {"invitation": 14 * 86_400, "password": 86_400, "mail": 3 * 86_400}
"""For how long a link of each kind can be used."""
_LONGEST_TOKEN = 2000


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a link is for, and the mail address that it confirms."""

    person: Person
    email: str = ""


def address(settings: Settings, kind: str, person: Person, email: str = "") -> str:
    """Return the whole address of a link of a kind (see `SECONDS`) for a person.

    The pages are in the language that the person reads. Raises Conflict where the account is
    blocked, or invited no longer.
    """
    if person.state not in ("active", "invited"):
        raise Conflict(N_("This account is blocked."))
    if kind == "invitation" and person.state != "invited":
        raise Conflict(N_("This account is already active: use a link for a new password."))
    signer = URLSafeTimedSerializer(secret_key(settings), salt=f"link {kind}")
    token = signer.dumps([person.id, email, _state(settings, person)])
    ui = person.ui if person.ui in settings.interface_languages else settings.interface_languages[0]
    return f"{settings.base_url}/{ui}/account/{kind}/{token}"


def opened(settings: Settings, session: Session, kind: str, token: str) -> Link:
    """Return whom a link is for; raise Gone where it is used up, too old or not ours."""
    gone = Gone(N_("This link was used already, or is too old. Please ask for a new one."))
    if len(token) > _LONGEST_TOKEN:
        raise gone
    signer = URLSafeTimedSerializer(secret_key(settings), salt=f"link {kind}")
    try:
        id, email, state = signer.loads(token, max_age=SECONDS[kind])
    except BadData as error:
        raise gone from error
    person = session.get(Person, id, with_for_update=True)
    if person is None or person.state not in ("active", "invited"):
        raise gone
    if not hmac.compare_digest(state, _state(settings, person)):
        raise gone
    return Link(person, email)


def _state(settings: Settings, person: Person) -> str:
    parts = (person.session_mark, person.password_hash or "", person.email_key or "", person.state)
    key = secret_key(settings).encode()
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()[:32]
