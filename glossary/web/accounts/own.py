"""The account of who is signed in: name, address, password, sessions, export and removal."""

import hmac

from flask import Blueprint, Response, flash, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Redirection

from glossary import languages
from glossary.contribute import mail, people, proposals
from glossary.contribute.people import links, privacy
from glossary.contribute.people.limits import allow
from glossary.contribute.tables import Person
from glossary.errors import N_, GlossaryError, Invalid, TooMany, Unavailable
from glossary.records import encode
from glossary.web import contributor_pages, session
from glossary.web.context import reader
from glossary.web.locale import interface
from glossary.web.naming import concept_title

door = Blueprint("own_account", __name__, url_prefix="/<ui:ui>/account")

_HOUR_SECONDS = 3600
_MOST_PASSWORDS = 10
_MOST_MAILS = 5


@door.get("/")
def show(ui: str) -> Response:
    """Show the account of who is signed in."""
    return _page(session.signed_in())


def _page(person: Person, error: GlossaryError | None = None) -> Response:
    wrong = {}
    if error is not None:
        wrong[error.arguments.get("parameter", "")] = error.text(gettext)
    with session.store().reading() as reading:
        own = proposals.of_person(reading, person.id)
    return contributor_pages.page(
        "contribute/account_own.html",
        proposals=[(one, *concept_title(one.vocabulary, one.concept, one.lang)) for one in own],
        status=error.status if error else 200,
        roles=people.roles_of(person),
        wrong=wrong,
        values=request.form,
        sends_mail=bool(reader().settings.mail_url),
    )


def _back(ui: str) -> Redirection:
    return redirect(f"{request.script_root}/{ui}/account/", 303)


def _mine(writing: Session) -> Person:
    """Return who is signed in, to be changed."""
    return people.find(writing, str(session.signed_in().id))


@door.post("/name")
def name(ui: str) -> Redirection | Response:
    """Change the name and the language of pages and mail."""
    asked = request.form.get("ui", "")
    chosen = asked if asked in reader().settings.interface_languages else ui
    try:
        with session.store().writing() as writing:
            person = _mine(writing)
            person.name = people.checked_name(request.form.get("name", ""))
            person.ui = chosen
    except Invalid as error:
        return _page(session.signed_in(), error)
    flash(gettext("Your account is changed."))
    if chosen == ui:
        return _back(ui)
    root = request.script_root
    return redirect(f"{root}/{chosen}/choose?next=/{chosen}/account/", 303)


@door.post("/mail")
def email(ui: str) -> Redirection | Response:
    """Send a link to a new mail address, which takes effect once that was followed."""
    who, settings = session.signed_in(), reader().settings
    if not settings.mail_url:
        raise Unavailable(N_("This site sends no mail. Please ask an administrator."))
    try:
        new = people.checked_email(request.form.get("email", ""))
        _confirmed(who)
        with session.store().writing() as writing:
            if not allow(writing, "new-mail", str(who.id), _MOST_MAILS, _HOUR_SECONDS):
                raise TooMany(N_("Too many attempts. Please try again later."))
            _write_to(writing, _mine(writing), new)
    except Invalid as error:
        return _page(who, error)
    flash(gettext("A link was sent to %(email)s. Follow it to change your address.", email=new))
    return _back(ui)


def _write_to(writing: Session, person: Person, new: str) -> None:
    """Have a link sent to a new address, or, where an account has it already, tell its owner so."""
    settings = reader().settings
    site = settings.title_in(person.ui)[1]
    with force_locale(languages.to_locale(person.ui)):
        subject = gettext("%(site)s: your mail address", site=site)
        if people.by_email(writing, new) is not None:
            body = gettext(
                "Somebody wanted to use this address for another account at %(site)s. Your "
                "account has it already, so nothing was changed.\n",
                site=site,
            )
        else:
            body = gettext(
                "With this link you confirm that this is the address of your account at %(site)s:"
                "\n\n%(link)s\n\nIf you did not ask for it, do nothing.\n",
                site=site,
                link=links.address(settings, "mail", person, new),
            )
    mail.enqueue(writing, new, subject, body)


def _confirmed(who: Person) -> None:
    """Raise Invalid unless the form holds the password, or for want of one the mail address."""
    with session.store().writing() as writing:
        if not allow(writing, "confirm", str(who.id), _MOST_PASSWORDS, _HOUR_SECONDS):
            raise TooMany(N_("Too many attempts. Please try again later."))
    if who.password_hash:
        if not people.authenticate(who, request.form.get("password_now", "")):
            raise Invalid(N_("This is not your password."), parameter="password_now")
        return
    typed = people.email_key(request.form.get("address_now", "")).encode()
    if not hmac.compare_digest(typed, (who.email_key or "").encode()):
        raise Invalid(N_("This is not your mail address."), parameter="address_now")


@door.post("/password")
def password(ui: str) -> Redirection | Response:
    """Change the password, which ends all other sessions."""
    who = session.signed_in()
    try:
        _confirmed(who)
        if request.form.get("password") != request.form.get("password_again"):
            text = N_("The two passwords are not the same.")
            raise Invalid(text, parameter="password_again")
        with session.store().writing() as writing:
            person = _mine(writing)
            people.set_password(person, request.form.get("password", ""), reader().settings.title)
            session.sign_in(person)
    except Invalid as error:
        return _page(who, error)
    flash(gettext("Your password is changed. All other sessions have ended."))
    return _back(ui)


@door.post("/end-sessions")
def end_sessions(ui: str) -> Redirection:
    """End all sessions but this one."""
    with session.store().writing() as writing:
        person = _mine(writing)
        people.end_sessions(person)
        session.sign_in(person)
    flash(gettext("All other sessions have ended."))
    return _back(ui)


@door.get("/export.json")
def export(ui: str) -> Response:
    """Return everything that is kept about who is signed in."""
    who = session.signed_in()
    with session.store().reading() as reading:
        content = privacy.exported(reading, people.find(reading, str(who.id)))
    answer = Response(encode(content), mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="contributions.json"'
    return answer


@door.route("/remove", methods=["GET", "POST"])
def remove(ui: str) -> Redirection | Response:
    """Remove the personal data of who is signed in, after their confirmation."""
    who = session.signed_in()
    if request.method != "POST":
        return contributor_pages.page("contribute/account_remove.html", wrong={})
    try:
        _confirmed(who)
        with session.store().reading() as reading:
            people.keep_an_administrator(reading, who)
            credited = privacy.credited(reading, who)
        if "catalogs" in request.form:
            privacy.erase_from_catalogs(reader().settings, who.name, credited)
        with session.store().writing() as writing:
            person = _mine(writing)
            people.keep_an_administrator(writing, person)
            privacy.erase(writing, person)
        session.store().forget()
    except Invalid as error:
        wrong = {error.parameter: error.text(gettext)}
        return contributor_pages.page("contribute/account_remove.html", error.status, wrong=wrong)
    session.sign_out()
    text = N_(
        "Your account and your personal data have been deleted. Thank you for your contributions."
    )
    flash(gettext(text))
    return redirect(f"{request.script_root}/{interface()}/account/sign-in", 303)
