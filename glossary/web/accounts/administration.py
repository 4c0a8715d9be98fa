"""The page on which administrators care for people: invited, given roles, blocked."""

from flask import Blueprint, Response, flash, request
from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Redirection

from glossary import languages
from glossary.contribute import mail, people
from glossary.contribute.people import links
from glossary.contribute.tables import ROLES, Person
from glossary.errors import N_, Conflict, GlossaryError, Invalid, NotFound, Unavailable
from glossary.web import contributor_pages, session
from glossary.web.context import reader
from glossary.web.numbers import whole_number

door = Blueprint("people", __name__, url_prefix="/<ui:ui>/account/people")

_ON_A_PAGE = 50


@door.get("/")
def index(ui: str) -> Response:
    """List the accounts, the newest first, and show the form that invites."""
    session.require("administrator")
    return _list()


def _list(error: GlossaryError | None = None) -> Response:
    words, start = request.args.get("q", "")[:200], whole_number(request.args.get("after", ""), 0)
    with session.store().reading() as reading:
        found = people.listed(reading, words, start, _ON_A_PAGE + 1)
        reading.expunge_all()
    wrong = {error.arguments["parameter"]: error.text(gettext)} if error else {}
    return contributor_pages.page(
        "contribute/account_people.html",
        status=error.status if error else 200,
        people=found[:_ON_A_PAGE],
        more=found[_ON_A_PAGE - 1].id if len(found) > _ON_A_PAGE else 0,
        q=words,
        wrong=wrong,
        values=request.form,
        roles_of=people.roles_of,
        **_choices(),
    )


def _choices() -> dict[str, object]:
    try:
        known = sorted(reader().site().languages())
    except Unavailable:
        known = []
    return {"roles": ROLES, "known_languages": known}


@door.post("/invite")
def invite(ui: str) -> Response | Redirection:
    """Make an account and show, or send, the link with which its owner takes it."""
    session.require("administrator")
    form, settings = request.form, reader().settings
    spoken = form.get("ui", ui)
    try:
        with session.store().writing() as writing:
            person = people.create(
                writing,
                form.get("name", ""),
                form.get("email", ""),
                spoken if spoken in settings.interface_languages else ui,
            )
            if form.get("role"):
                people.grant(writing, person, form["role"], form.get("lang", "").strip())
            if settings.mail_url:
                _send_invitation(writing, person)
            id = person.id
    except (Invalid, Conflict) as error:
        return _list(error)
    return redirect(f"{request.script_root}/{ui}/account/people/{id}", 303)


def _send_invitation(writing: Session, person: Person) -> None:
    settings = reader().settings
    site = settings.title_in(person.ui)[1]
    with force_locale(languages.to_locale(person.ui)):
        subject = gettext("%(site)s: your invitation", site=site)
        body = gettext(
            "You are invited to help with the words of %(site)s. With this link you choose your "
            "password; it works once, within two weeks:\n\n%(link)s\n",
            site=site,
            link=links.address(settings, "invitation", person),
        )
    mail.enqueue(writing, person.email, subject, body)


@door.get("/<int:id>")
def one(ui: str, id: int) -> Response:
    """Show an account and what can be done with it."""
    session.require("administrator")
    return _one(id)


def _one(id: int, error: GlossaryError | None = None, link: str = "") -> Response:
    with session.store().reading() as reading:
        found = _person(reading, id)
        reading.expunge_all()
    wrong = {error.arguments.get("parameter", ""): error.text(gettext)} if error else {}
    return contributor_pages.page(
        "contribute/account_person.html",
        status=error.status if error else 200,
        one=found,
        one_roles=people.roles_of(found),
        link=link,
        wrong=wrong,
        values=request.form,
        sends_mail=bool(reader().settings.mail_url),
        **_choices(),
    )


def _person(current: Session, id: int) -> Person:
    return people.find(current, str(id))


@door.post("/<int:id>/<action>")
def change(ui: str, id: int, action: str) -> Response | Redirection:
    """Do one thing with an account: "grant", "revoke", "block", "unblock", "end" or "link"."""
    session.require("administrator")
    if action not in _ACTIONS:
        raise NotFound(N_("There is no page at this address."))
    try:
        with session.store().writing() as writing:
            link = _ACTIONS[action](writing, _person(writing, id))
    except (Invalid, Conflict) as error:
        return _one(id, error)
    if link:
        return _one(id, link=link)
    flash(gettext("The account is changed."))
    return redirect(f"{request.script_root}/{ui}/account/people/{id}", 303)


def _grant(writing: Session, person: Person) -> str:
    lang = request.form.get("lang", "").strip()
    people.grant(writing, person, request.form.get("role", ""), lang)
    return ""


def _revoke(writing: Session, person: Person) -> str:
    people.revoke(writing, person, request.form.get("role", ""), request.form.get("lang", ""))
    return ""


def _block(writing: Session, person: Person) -> str:
    people.block(writing, person)
    return ""


def _unblock(writing: Session, person: Person) -> str:
    people.unblock(person)
    return ""


def _end(writing: Session, person: Person) -> str:
    people.end_sessions(person)
    return ""


def _link(writing: Session, person: Person) -> str:
    kind = "invitation" if person.state == "invited" else "password"
    return links.address(reader().settings, kind, person)


_ACTIONS = {
    "grant": _grant,
    "revoke": _revoke,
    "block": _block,
    "unblock": _unblock,
    "end": _end,
    "link": _link,
}
