"""Signing in and out, and links that let someone set a password."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from glossary import languages
from glossary.contribute import mail, people
from glossary.contribute.people import links
from glossary.contribute.people.limits import allow, forget
from glossary.contribute.tables import Person
from glossary.errors import N_, GlossaryError, Invalid, TooMany
from glossary.web import addresses, client_marks, contributor_pages, session
from glossary.web.context import reader
from glossary.web.locale import interface

door = Blueprint("accounts", __name__, url_prefix="/<ui:ui>/account")

_WINDOW_SECONDS = 900
_MOST_FROM_ADDRESS = 40
_MOST_FOR_ACCOUNT = 10
_HOUR_SECONDS = 3600
_MOST_LINKS_FROM_ADDRESS = 20
_MOST_LINKS_FOR_ACCOUNT = 3
_TOO_MANY = N_("That was tried too often. Please wait a quarter of an hour.")
_WRONG = N_("The mail address or the password is not right.")


@door.route("/sign-in", methods=["GET", "POST"])
def sign_in(ui: str) -> Response:
    """Show the form for signing in, and sign in with it."""
    target = request.values.get("next", "")
    if request.method != "POST":
        if session.person() is not None:
            return _onwards(target)
        return _sign_in_page(target)
    email, password = request.form.get("email", ""), request.form.get("password", "")
    account = client_marks.keyed_mark(people.email_key(email))
    with session.store().writing() as writing:
        allowed = _may_try(writing, "sign-in", client_marks.address_mark(), _MOST_FROM_ADDRESS)
        allowed = allowed and _may_try(writing, "sign-in-to", account, _MOST_FOR_ACCOUNT)
    if not allowed:
        return _sign_in_page(target, email, gettext(_TOO_MANY), 429)
    with session.store().reading() as reading:
        found = people.by_email(reading, email)
        right = people.authenticate(found, password)
    if not right or found is None:
        return _sign_in_page(target, email, gettext(_WRONG), 400)
    with session.store().writing() as writing:
        person = people.find(writing, str(found.id))
        people.record_sign_in(person, password)
        forget(writing, "sign-in-to", account)
        session.sign_in(person, stay="stay" in request.form)
    return _onwards(target)


def _may_try(writing: Session, kind: str, mark: str, most: int) -> bool:
    return allow(writing, kind, mark, most, _WINDOW_SECONDS)


def _sign_in_page(target: str, email: str = "", error: str = "", status: int = 200) -> Response:
    return contributor_pages.page(
        "contribute/account_sign_in.html", status, target=target, email=email, error=error
    )


def _onwards(target: str) -> Response:
    """Send to where someone wanted to go before signing in, else to their account."""
    return redirect(addresses.internal_address(target) or _own("account/"), 303)


def _own(place: str) -> str:
    return f"{request.script_root}/{interface()}/{place}"


@door.post("/sign-out")
def sign_out(ui: str) -> Response:
    """End this session."""
    session.sign_out()
    flash(gettext("You are signed out."))
    return redirect(_own("account/sign-in"), 303)


@door.route("/forgot", methods=["GET", "POST"])
def forgot(ui: str) -> Response:
    """Send a link for a new password, where there is such an account; the answer tells not."""
    settings = reader().settings
    if request.method != "POST" or not settings.mail_url:
        return contributor_pages.page("contribute/account_forgot.html", sent=False)
    email = people.checked_email(request.form.get("email", ""))
    account, address = client_marks.keyed_mark(people.email_key(email)), client_marks.address_mark()
    with session.store().writing() as writing:
        allowed = allow(writing, "link", address, _MOST_LINKS_FROM_ADDRESS, _HOUR_SECONDS)
        sends = allow(writing, "link-to", account, _MOST_LINKS_FOR_ACCOUNT, _HOUR_SECONDS)
        found = people.by_email(writing, email)
        if allowed and sends and found is not None and found.state in ("active", "invited"):
            _send_link(writing, found)
    if not allowed:
        raise TooMany(_TOO_MANY)
    return contributor_pages.page("contribute/account_forgot.html", sent=True, email=email)


def _send_link(writing: Session, person: Person) -> None:
    """Have a link for a new password sent, in the language that its reader chose."""
    settings = reader().settings
    link = links.address(settings, "password", person)
    site = settings.title_in(person.ui)[1]
    with force_locale(languages.to_locale(person.ui)):
        subject = gettext("%(site)s: a new password", site=site)
        body = gettext(
            "Somebody, perhaps you, has asked for a new password for your account at %(site)s. "
            "With this link you choose one; it works once, within a day:\n\n%(link)s\n\n"
            "If it was not you, do nothing: your password stays as it is.\n",
            site=site,
            link=link,
        )
    mail.enqueue(writing, person.email, subject, body)


@door.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(ui: str, token: str) -> Response:
    """Show what someone who was invited has to enter, and make the account theirs."""
    return _set_password("invitation", token)


@door.route("/password/<token>", methods=["GET", "POST"])
def password(ui: str, token: str) -> Response:
    """Let someone who has a link for it set a new password."""
    return _set_password("password", token)


def _set_password(kind: str, token: str) -> Response:
    settings = reader().settings
    if request.method != "POST":
        with session.store().reading() as reading:
            return _password_page(kind, links.opened(settings, reading, kind, token).person)
    form = request.form
    try:
        with session.store().writing() as writing:
            person = links.opened(settings, writing, kind, token).person
            _take_password(kind, person, form)
            people.record_sign_in(person)
            session.sign_in(person)
    except Invalid as error:
        with session.store().reading() as reading:
            person = links.opened(settings, reading, kind, token).person
            return _password_page(kind, person, error)
    flash(gettext("Your password is set, and you are signed in."))
    return redirect(_own("account/"), 303)


def _take_password(kind: str, person: Person, form: Mapping[str, str]) -> None:
    if kind == "invitation":
        person.name = people.checked_name(form.get("name", ""))
    if form.get("password") != form.get("password_again"):
        raise Invalid(N_("The two passwords are not the same."), parameter="password_again")
    people.set_password(person, form.get("password", ""), reader().settings.title)


def _password_page(kind: str, person: Person, error: GlossaryError | None = None) -> Response:
    wrong: dict[str, Any] = {}
    if error is not None:
        wrong[error.arguments["parameter"]] = error.text(gettext)
    return contributor_pages.page(
        "contribute/account_password.html",
        status=400 if error else 200,
        kind=kind,
        owner=person,
        called=request.form.get("name", person.name),
        wrong=wrong,
    )


@door.route("/mail/<token>", methods=["GET", "POST"])
def confirmed_mail(ui: str, token: str) -> Response:
    """Give an account the mail address that its owner has shown to be theirs."""
    settings = reader().settings
    if request.method != "POST":
        with session.store().reading() as reading:
            email = links.opened(settings, reading, "mail", token).email
        return contributor_pages.page("contribute/account_mail.html", email=email)
    with session.store().writing() as writing:
        link = links.opened(settings, writing, "mail", token)
        people.change(writing, link.person, email=link.email)
    flash(gettext("Your mail address is now %(email)s.", email=link.email))
    return redirect(_own("account/"), 303)
