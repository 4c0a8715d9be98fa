"""People with an account: made, found, given roles, blocked.

The functions take a session that writes; they raise Invalid for what cannot be used, NotFound for
people who are not there, Conflict for what would leave a site without administrator.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from glossary import languages
from glossary.contribute.people import passwords
from glossary.contribute.people.names import folded
from glossary.contribute.tables import EVERY_LANGUAGE, ROLES, Person, Role, now
from glossary.errors import N_, Conflict, Invalid, NotFound
from glossary.errors.plurals import NN_

_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]{1,64}@[^\s@<>\"(),:;\[\]\\]{1,255}")
_FOR_ALL_LANGUAGES = ("editor", "administrator")
_LONGEST_NAME = 200
_LONGEST_EMAIL = 320


def email_key(email: str) -> str:
    """Return the form in which two spellings of one mail address are equal."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def checked_email(email: str) -> str:
    """Return a mail address without space around it; raise Invalid where it is none."""
    email = unicodedata.normalize("NFC", email).strip()
    domain = email.rpartition("@")[2]
    whole = _EMAIL.fullmatch(email) and email.isprintable() and len(email) <= _LONGEST_EMAIL
    if not whole or ".." in email or domain.startswith((".", "-")) or domain.endswith((".", "-")):
        raise Invalid(N_("This is not a mail address."), parameter="email")
    return email


def checked_name(name: str) -> str:
    """Return a name on one line; raise Invalid where it is empty, too long or not for reading."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name:
        raise Invalid(N_("Please enter a name."), parameter="name")
    if len(name) > _LONGEST_NAME:
        text = NN_(
            "The name is too long: it may have %(most)s character.",
            "The name is too long: it may have %(most)s characters.",
            "most",
        )
        raise Invalid(text, parameter="name", most=_LONGEST_NAME)
    if any(unicodedata.category(one) in ("Cc", "Cs", "Co", "Cn") for one in name) or any(
        one in name for one in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069<>"
    ):
        text = N_("The name has a character that cannot be used in names.")
        raise Invalid(text, parameter="name")
    return name


def create(session: Session, name: str, email: str, ui: str = "en") -> Person:
    """Return a new person who is invited, without roles and password.

    Raises Conflict where the mail address is known.
    """
    name, email = checked_name(name), checked_email(email)
    if by_email(session, email) is not None:
        text = N_("There is an account with the mail address %(email)s already.")
        raise Conflict(text, email=email, parameter="email")
    return _added(session, name, email, ui, "invited")


def without_password(session: Session, name: str, email: str, ui: str = "en") -> Person:
    """Return a new person who signs in elsewhere; the address was checked, and may be empty."""
    return _added(session, checked_name(name), email, ui, "active")


def _added(session: Session, name: str, email: str, ui: str, state: str) -> Person:
    made = Person(
        name=name,
        email=email,
        email_key=email_key(email) or None,
        ui=ui,
        state=state,
        roles=[],
        session_mark=_new_mark(),
    )
    session.add(made)
    session.flush()
    return made


def by_email(session: Session, email: str) -> Person | None:
    """Return who has a mail address, or None."""
    key = email_key(email)
    if not key or len(key) > _LONGEST_EMAIL or "\0" in key:
        return None
    return session.scalar(select(Person).where(Person.email_key == key))


def find(session: Session, who: str) -> Person:
    """Return the person with a mail address or number; raise NotFound."""
    found = by_email(session, who)
    if found is None and re.fullmatch(r"[0-9]{1,9}", who):
        found = session.get(Person, int(who))
    if found is None or found.state == "removed":
        raise NotFound(N_("There is no account “%(who)s”."), who=who)
    return found


def listed(session: Session, words: str = "", after: int = 0, most: int = 100) -> list[Person]:
    """Return the accounts whose name or address contains `words`, from the newest on.

    `after` is the number of the last one that was listed before, 0 to begin.
    """
    chosen = select(Person).where(Person.state != "removed").order_by(Person.id.desc())
    if after:
        chosen = chosen.where(Person.id < after)
    if not words.strip() or "\0" in words:
        return list(session.scalars(chosen.limit(most)))
    # in Python, since databases fold letters in their own ways
    name, address = folded(words), email_key(words)
    every = chosen.with_only_columns(Person.id, Person.name, Person.email_key)
    with session.execute(every.execution_options(yield_per=1000)) as rows:
        found = (id for id, known, key in rows if name in folded(known) or address in (key or ""))
        ids = list(islice(found, most))
    return list(session.scalars(chosen.where(Person.id.in_(ids)))) if ids else []


def change(session: Session, person: Person, name: str = "", email: str = "") -> None:
    """Give a person another name or mail address; raise Conflict where the address is known."""
    if name:
        person.name = checked_name(name)
    if email:
        email = checked_email(email)
        other = by_email(session, email)
        if other is not None and other.id != person.id:
            text = N_("There is an account with the mail address %(email)s already.")
            raise Conflict(text, email=email, parameter="email")
        person.email, person.email_key = email, email_key(email)


def grant(session: Session, person: Person, role: str, lang: str = EVERY_LANGUAGE) -> None:
    """Give a person a role in a language, or in every one."""
    role, lang = _checked_role(role, lang)
    if not any((one.role, one.lang) == (role, lang) for one in person.roles):
        person.roles.append(Role(role=role, lang=lang))
        session.flush()


def revoke(session: Session, person: Person, role: str, lang: str = EVERY_LANGUAGE) -> None:
    """Take a role in a language from a person; raise NotFound where they do not have it."""
    role, lang = _checked_role(role, lang)
    found = [one for one in person.roles if (one.role, one.lang) == (role, lang)]
    if not found:
        raise NotFound(N_("This account does not have this role."))
    if role == "administrator":
        keep_an_administrator(session, person)
    person.roles.remove(found[0])
    session.flush()


def _checked_role(role: str, lang: str) -> tuple[str, str]:
    if role not in ROLES:
        text = N_("“%(value)s” is not one of %(known)s")
        raise Invalid(text, parameter="role", value=role, known=", ".join(ROLES))
    if lang and not languages.is_known(lang):
        text = N_("“%(tag)s” is not the tag of a known language")
        raise Invalid(text, parameter="lang", tag=lang)
    if lang and role in _FOR_ALL_LANGUAGES:
        text = N_("This role is for all languages: leave the language empty.")
        raise Invalid(text, parameter="lang")
    return role, languages.canonical(lang) if lang else EVERY_LANGUAGE


def keep_an_administrator(session: Session, person: Person) -> None:
    """Raise Conflict where a person is the only administrator who can sign in."""
    administrators = (
        select(Person.id)
        .join(Role)
        .where(Role.role == "administrator", Person.state == "active")
        .with_for_update()
    )
    if set(session.scalars(administrators)) == {person.id}:
        text = N_("This is the only administrator. Make someone else administrator first.")
        raise Conflict(text)


def block(session: Session, person: Person) -> None:
    """Let a person sign in no longer, and end their sessions."""
    keep_an_administrator(session, person)
    person.state = "blocked"
    end_sessions(person)


def unblock(person: Person) -> None:
    """Let a person sign in again who was blocked."""
    if person.state == "blocked":
        person.state = "active" if person.password_hash else "invited"


def end_sessions(person: Person) -> None:
    """End all sessions of a person, and make the links sent to them void."""
    person.session_mark = _new_mark()


def _new_mark() -> str:
    return secrets.token_urlsafe(18)


def set_password(person: Person, password: str, *more: str) -> None:
    """Give a person a new password, which ends their sessions; raise Invalid where it is bad.

    `more` are further words that a password should not consist of, such as the site's name.
    """
    good = passwords.checked(password, person.name, person.email, *more)
    person.password_hash = passwords.hashed(good)
    if person.state == "invited":
        person.state = "active"
    end_sessions(person)


def authenticate(person: Person | None, password: str) -> bool:
    """Return whether an active person has this password; takes as long where there is nobody."""
    right = passwords.matches(person.password_hash if person else None, password)
    return right and person is not None and person.state == "active"


def record_sign_in(person: Person, password: str = "") -> None:
    """Note that a person has signed in; renew a hash that was made with older parameters."""
    person.seen = now()
    if password and person.password_hash and passwords.outdated(person.password_hash):
        person.password_hash = passwords.hashed(unicodedata.normalize("NFKC", password))


def roles_of(person: Person) -> Iterable[tuple[str, str]]:
    """Return role and language of what a person may do, the widest first."""
    found = ((one.role, one.lang) for one in person.roles)
    return sorted(found, key=lambda one: (-ROLES.index(one[0]), one[1]))
