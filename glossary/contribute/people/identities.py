"""People as an OpenID Connect issuer knows them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from glossary.contribute import people
from glossary.contribute.tables import Identity, Person
from glossary.errors import N_, Forbidden, Invalid

_LONGEST = 300


def person_of(session: Session, issuer: str, claims: Mapping[str, Any], ui: str) -> Person:
    """Return whom the claims of an issuer name; the first time an account is made or joined.

    `claims` are those of an ID token that was checked (OpenID Connect Core 1.0, sections 2 and
    5.1). An account with the same mail address is joined only where the issuer has verified it;
    a new one has no roles, and an address only if that was verified. Raises Forbidden for people
    who are blocked, Invalid for claims without a subject.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise Invalid(N_("The sign-in service did not say who you are."), parameter="sub")
    known = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    identity = session.scalar(known)
    found = session.get(Person, identity.person_id) if identity else None
    if found is None:
        email = _verified_email(claims)
        found = _same(session, email) or _made(session, claims, email, ui)
        session.add(Identity(person_id=found.id, issuer=issuer, subject=subject))
    if found.state == "invited":
        found.state = "active"
        people.end_sessions(found)  # the invitation is used
    if found.state != "active":
        raise Forbidden(N_("This account is blocked."))
    session.flush()
    return found


def _verified_email(claims: Mapping[str, Any]) -> str:
    email = claims.get("email")
    if not isinstance(email, str) or claims.get("email_verified") is not True:
        return ""
    try:
        return people.checked_email(email)
    except Invalid:
        return ""


def _same(session: Session, email: str) -> Person | None:
    """Return who has the address; letters that only look alike make no two addresses one."""
    found = people.by_email(session, email)
    if found is None or found.email.lower() == email.lower():
        return found
    raise Forbidden(N_("Another account has a mail address that looks like yours."))


def _made(session: Session, claims: Mapping[str, Any], email: str, ui: str) -> Person:
    name = claims.get("name") or claims.get("preferred_username") or ""
    try:
        name = people.checked_name(str(name)[:_LONGEST])
    except Invalid:
        name = f"#{str(claims['sub'])[:8]}" if str(claims["sub"]).isalnum() else "#"
    return people.without_password(session, name, email, ui)
