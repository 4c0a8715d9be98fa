"""The commands for people with an account; heavy imports happen inside them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from glossary.cli.context import opened_store, settings_of, show_json
from glossary.errors import Unavailable
from glossary.site.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from glossary.contribute.tables import Person

_ROLE_HELP = "Role: translator, reviewer, editor or administrator."
_LANGUAGE_HELP = "Language of the role, as a tag; without it the role is for all languages."


@click.group()
def people() -> None:
    """Care for people with an account; WHO is a mail address or a number."""


@contextmanager
def _reading(settings: Settings) -> Iterator["Session"]:
    with opened_store(settings) as store, store.reading() as session:
        yield session


@contextmanager
def _writing(settings: Settings) -> Iterator["Session"]:
    with opened_store(settings) as store, store.writing() as session:
        yield session


def _line(person: "Person") -> str:
    from glossary.contribute.people import roles_of

    roles = ", ".join(f"{role} {lang}".strip() for role, lang in roles_of(person))
    return f"{person.id:6}  {person.state:8}  {person.name} <{person.email}>  {roles}".rstrip()


def refuse_other_key(settings: Settings) -> None:
    """Raise Unavailable where this machine does not sign as all others of its site do.

    Where their database does not answer that is only told: readers do not need it.
    """
    from glossary.contribute.people.signing_key import check_key
    from glossary.contribute.store import OTHER_KEY

    if not settings.shared_database:
        return
    check_key(settings)
    try:
        with opened_store(settings) as store:
            store.check()
    except Unavailable as error:
        if error.message == OTHER_KEY:
            raise
        click.echo(f"glossary: {error}", err=True)


@people.command(name="new-key")
@click.pass_context
def new_key(context: click.Context) -> None:
    """Let the site sign with the secret_key of this machine from now on.

    Machines with another one refuse then, until they are started with this one; all sessions and
    links that were signed with the old one end.
    """
    from glossary.contribute import facts
    from glossary.contribute.people.signing_key import check_key
    from glossary.contribute.store import Store

    settings = settings_of(context)
    if not settings.shared_database:
        click.echo("Only machines with PostgreSQL agree on a key; this site takes what is set.")
        return
    check_key(settings)
    store = Store(settings, any_key=True)
    try:
        with store.writing() as session:
            facts.state(session, facts.KEY, facts.digest_of(settings.secret_key))
    finally:
        store.close()
    click.echo("The site signs with this secret_key. Start all machines with it.")


@people.command(name="add")
@click.argument("email")
@click.option("--name", default="", help="Name; else the first part of the address.")
@click.option("--role", multiple=True, help=f"{_ROLE_HELP} May be repeated.")
@click.option("--language", multiple=True, help=f"{_LANGUAGE_HELP} May be repeated.")
@click.option("--ui", default="", help="Language of the pages and of mail, as a tag.")
@click.pass_context
def add(
    context: click.Context,
    email: str,
    name: str,
    role: tuple[str, ...],
    language: tuple[str, ...],
    ui: str,
) -> None:
    """Make an account and print the link with which its owner sets a password.

    The first administrator of a site: glossary people add --role administrator EMAIL
    """
    from glossary.contribute import people
    from glossary.contribute.people import links

    settings = settings_of(context)
    spoken = settings.interface_languages
    with _writing(settings) as session:
        chosen = ui if ui in spoken else spoken[0]
        made = people.create(session, name or email.partition("@")[0], email, chosen)
        for one in role:
            for lang in language or ("",):
                people.grant(session, made, one, lang)
        told = _line(made), links.address(settings, "invitation", made)
    click.echo("\n".join(told))


@people.command(name="invite")
@click.argument("who")
@click.pass_context
def invite(context: click.Context, who: str) -> None:
    """Print a new link for someone who has not yet taken their account."""
    from glossary.contribute import people
    from glossary.contribute.people import links

    settings = settings_of(context)
    with _reading(settings) as session:
        link = links.address(settings, "invitation", people.find(session, who))
    click.echo(link)


@people.command(name="reset")
@click.argument("who")
@click.pass_context
def reset(context: click.Context, who: str) -> None:
    """Print a link with which someone sets a new password, once, within a day."""
    from glossary.contribute import people
    from glossary.contribute.people import links

    settings = settings_of(context)
    with _reading(settings) as session:
        link = links.address(settings, "password", people.find(session, who))
    click.echo(link)


@people.command(name="list")
@click.argument("words", default="")
@click.pass_context
def list_(context: click.Context, words: str) -> None:
    """List the accounts, or those with WORDS in name or address."""
    from glossary.contribute import people

    with _reading(settings_of(context)) as session:
        last = 0
        while found := people.listed(session, words, last):
            for person in found:
                click.echo(_line(person))
            last = found[-1].id


@people.command(name="role")
@click.argument("who")
@click.argument("role")
@click.option("--language", multiple=True, help=f"{_LANGUAGE_HELP} May be repeated.")
@click.option("--revoke", is_flag=True, help="Take the role away.")
@click.pass_context
def role(
    context: click.Context, who: str, role: str, language: tuple[str, ...], revoke: bool
) -> None:
    """Give someone the ROLE translator, reviewer, editor or administrator."""
    from glossary.contribute import people

    with _writing(settings_of(context)) as session:
        person = people.find(session, who)
        for lang in language or ("",):
            (people.revoke if revoke else people.grant)(session, person, role, lang)
        told = _line(person)
    click.echo(told)


@people.command(name="change")
@click.argument("who")
@click.option("--name", default="", help="The new name.")
@click.option("--email", default="", help="The new mail address.")
@click.pass_context
def change(context: click.Context, who: str, name: str, email: str) -> None:
    """Give someone another name or mail address."""
    from glossary.contribute import people

    with _writing(settings_of(context)) as session:
        person = people.find(session, who)
        people.change(session, person, name, email)
        told = _line(person)
    click.echo(told)


@people.command(name="block")
@click.argument("who")
@click.pass_context
def block(context: click.Context, who: str) -> None:
    """End the sessions of someone, who cannot sign in any more."""
    from glossary.contribute import people

    with _writing(settings_of(context)) as session:
        person = people.find(session, who)
        people.block(session, person)
        told = _line(person)
    click.echo(told)


@people.command(name="unblock")
@click.argument("who")
@click.pass_context
def unblock(context: click.Context, who: str) -> None:
    """Let someone sign in again."""
    from glossary.contribute import people

    with _writing(settings_of(context)) as session:
        person = people.find(session, who)
        people.unblock(person)
        told = _line(person)
    click.echo(told)


@people.command(name="export")
@click.argument("who")
@click.pass_context
def export(context: click.Context, who: str) -> None:
    """Print everything that someone contributed and that is kept about them, as JSON."""
    from glossary.contribute import people
    from glossary.contribute.people import privacy

    with _reading(settings_of(context)) as session:
        found = privacy.exported(session, people.find(session, who))
    show_json(found)


@people.command(name="remove")
@click.argument("who")
@click.option("--catalogs", is_flag=True, help="Take the name out of the catalogs' headers, too.")
@click.confirmation_option(prompt="This cannot be undone. Remove the personal data?")
@click.pass_context
def remove(context: click.Context, who: str, catalogs: bool) -> None:
    """Remove the personal data of someone; what they wrote for the glossary stays."""
    from glossary.contribute import people
    from glossary.contribute.people import privacy

    settings = settings_of(context)
    with _reading(settings) as session:
        name = people.find(session, who).name
    for path in privacy.erase_from_catalogs(settings, name) if catalogs else ():
        click.echo(f"changed {path}")
    with _writing(settings) as session:
        privacy.erase(session, people.find(session, who))
    with opened_store(settings) as store:
        store.forget()
    click.echo("The personal data are removed.")


@people.command(name="mail")
@click.pass_context
def mail(context: click.Context) -> None:
    """Send the mail that waits, for a timer; exit 1 where some could not be sent."""
    from glossary.contribute.mail import send_waiting

    settings = settings_of(context)
    with opened_store(settings) as store:
        done = send_waiting(settings, store)
    click.echo(f"{done.sent} sent, {done.failed} could not be sent")
    context.exit(1 if done.failed else 0)
