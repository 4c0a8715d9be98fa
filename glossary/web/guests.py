"""Who may propose, also without an account: the limits that hold for everyone."""

from collections.abc import Sequence

import flask
from flask import flash, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from glossary.contribute.people import confirming, limits
from glossary.contribute.proposals import Author
from glossary.contribute.tables import Proposal
from glossary.errors import N_, Forbidden, Invalid, NotSignedIn, TooMany
from glossary.web import client_marks, session
from glossary.web.context import reader
from glossary.web.locale import interface

_HOUR_SECONDS = 3600
_MADE_HERE = "proposals"
_MOST_REMEMBERED = 50


def may_propose() -> bool:
    """Return whether whoever asks may propose anything."""
    allowed = reader().settings.contributions
    return allowed == "open" or (allowed == "accounts" and session.person() is not None)


def check_open() -> None:
    """Raise Forbidden or NotSignedIn where whoever asks may not propose anything."""
    if may_propose():
        return
    if reader().settings.contributions == "off":
        raise Forbidden(N_("This site takes no proposals."))
    raise NotSignedIn(N_("Please sign in first."))


def given_address() -> str:
    """Return the mail address that somebody without an account gave, where the site sends mail."""
    sends = reader().settings.mail_url and session.person() is None
    return request.form.get("email", "") if sends else ""


def author() -> Author:
    """Return who makes the proposal of a form."""
    who, sent = session.person(), request.form
    return Author(
        sent.get("name", ""),
        given_address(),
        bool(sent.get("credit_email")),
        interface(),
        who.id if who else None,
    )


def ask_to_confirm(writing: Session, made: Sequence[Proposal]) -> bool:
    """Have a link sent to the address that was given with proposals; return whether one is."""
    return confirming.ask(reader().settings, writing, made)


def tell_to_confirm(email: str) -> None:
    """Tell on the next page that a link was sent."""
    flash(
        gettext(
            "A link was sent to %(email)s. Please open it, so that we may write to you there.",
            email=email,
        )
    )


def check_trap() -> None:
    """Refuse what a program has written into the field that people do not see; raise Invalid."""
    if request.form.get("website"):
        text = N_("The field that catches automatic senders was filled in. Please send it again.")
        raise Invalid(text, parameter="website")


def count(writing: Session, kind: str, weight: int = 1) -> None:
    """Count what somebody without an account does; raise TooMany.

    What weighs more may be done less often: it makes many proposals at once.
    """
    most = max(1, reader().settings.proposals_per_hour // weight)
    mark = client_marks.address_mark()
    if session.person() is None and not limits.allow(writing, kind, mark, most, _HOUR_SECONDS):
        text = N_("Too many submissions from your address within an hour. Please try again later.")
        raise TooMany(text)


def remember(key: str) -> None:
    """Keep in the session that a proposal was made in it, where nobody is signed in."""
    if session.person() is None:
        own = [*flask.session.get(_MADE_HERE, ()), key]
        flask.session[_MADE_HERE] = own[-_MOST_REMEMBERED:]


def made_here(key: str) -> bool:
    """Return whether a proposal was made in this session."""
    return key in flask.session.get(_MADE_HERE, ())
