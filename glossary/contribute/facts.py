"""What all machines of a site must agree on, kept in the database that they share."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from glossary.contribute.shared_tables import Fact
from glossary.site import folder_marks
from glossary.site.settings import Settings

if TYPE_CHECKING:
    from glossary.contribute.store import Store

MARKS = "site"
"""The name of what is known of the marks in the site's folders (`glossary.site.folder_marks`)."""
KEY = "secret_key"
"""The name of the digest of the key with which the site signs."""


def known(session: Session, name: str) -> str:
    """Return what is noted under a name, "" where nothing is."""
    found = session.get(Fact, name)
    return found.value if found is not None else ""


def agreed(session: Session, name: str, value: str) -> str:
    """Return what all agree on: what was noted first, `value` where nothing was."""
    if not (found := known(session, name)):
        try:
            with session.begin_nested():
                session.add(Fact(name=name, value=value))
        except IntegrityError:  # another machine was faster
            session.expire_all()
        found = known(session, name)
    return found


def state(session: Session, name: str, value: str) -> None:
    """Note what all shall agree on from now on."""
    session.merge(Fact(name=name, value=value))


def digest_of(key: str) -> str:
    """Return what may be noted of a key; it tells no more of it than what it signs does."""
    return hmac.new(key.encode(), b"which key a site has", hashlib.sha256).hexdigest()


def tell_marks(settings: Settings, store: "Store") -> None:
    """Let other machines know which folders of the site are marked."""
    value = folder_marks.known(settings.instance)
    if settings.shared_database and value:
        with store.writing() as session:
            if known(session, MARKS) != value:
                state(session, MARKS, value)
