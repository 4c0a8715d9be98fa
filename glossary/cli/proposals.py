"""The commands for proposals; heavy imports happen inside them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from glossary.cli.context import opened_store, settings_of
from glossary.site.settings import Settings

if TYPE_CHECKING:
    from glossary.contribute.store import Store
    from glossary.contribute.tables import Proposal

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SHORT = 60
_STATES = ("open", "accepted", "declined", "withdrawn", "all")
_AS_HELP = "Email address of the account that decides; else the operator of the site does."


@click.group()
def proposals() -> None:
    """Read and decide proposals; KEY is the last part of their address."""


@contextmanager
def _opened(context: click.Context) -> Iterator[tuple[Settings, "Store"]]:
    settings = settings_of(context)
    with opened_store(settings) as store:
        yield settings, store


def _plain(text: str) -> str:
    """Return a text that cannot steer the terminal."""
    return _CONTROL.sub("\ufffd", text)


@proposals.command(name="list")
@click.option("--state", type=click.Choice(_STATES), default="open", help="What became of them.")
@click.option("--language", default="", help="Only those for this language, as a tag.")
@click.option("--vocabulary", default="", help="Only those for this vocabulary.")
@click.option("--page", default=1, help="Page, from 1; fifty stand on one.")
@click.pass_context
def list_(context: click.Context, state: str, language: str, vocabulary: str, page: int) -> None:
    """Show proposals, the newest first."""
    from glossary.contribute.proposals import Filter, listed

    wanted = Filter("" if state == "all" else state, [language] if language else None, vocabulary)
    with _opened(context) as (_, store), store.reading() as session:
        found, total = listed(session, wanted, max(page, 1))
        for one in found:
            text = " ".join(one.text.split())
            short = text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"
            place = f"{one.vocabulary}/{one.concept} {one.slot}"
            click.echo(_plain(f"{one.key}  {one.state:9}  {one.lang:8}  {place}: {short}"))
    click.echo(f"{total} in all")


@proposals.command()
@click.argument("key")
@click.pass_context
def show(context: click.Context, key: str) -> None:
    """Show a proposal, what was said of it, and what became of it."""
    from glossary.contribute.proposals import by_key, comments

    with _opened(context) as (settings, store), store.reading() as session:
        found = by_key(session, key)
        for name, text in _described(found, settings.base_url):
            if text:
                click.echo(f"{name:10} {_plain(text)}")
        for one in comments(session, found):
            click.echo(f"{'comment':10} {_plain(one.name or 'anonymous')}: {_plain(one.text)}")


def _described(found: "Proposal", base_url: str) -> Iterator[tuple[str, str]]:
    yield "address", f"{base_url}/{found.ui}/proposals/{found.key}"
    yield "text of", f"{found.vocabulary}/{found.concept} {found.slot}, {found.lang}"
    yield "source", found.source
    yield "before", found.before
    yield "proposed", found.text
    for name, value in found.data.items():
        yield name, ", ".join(value) if isinstance(value, list) else str(value)
    yield "why", found.comment
    yield "by", f"{found.name or 'anonymous'}, {found.created:%Y-%m-%d}"
    yield "state", found.state
    yield "reason", found.reason


@proposals.command()
@click.argument("key")
@click.option("--text", help="Another wording than the proposed one.")
@click.option("--checked", is_flag=True, help="A competent speaker has checked it.")
@click.option("--confirmed", is_flag=True, help="Also where text or source has changed since.")
@click.option("--as", "who", default="", help=_AS_HELP)
@click.pass_context
def accept(
    context: click.Context, key: str, text: str | None, checked: bool, confirmed: bool, who: str
) -> None:
    """Accept a proposal: write it into the catalog and show it."""
    from glossary.contribute.proposals import decisions

    with _opened(context) as (settings, store):
        made = decisions.accept(
            settings,
            store,
            key=key,
            person_id=_person(store, who),
            how=decisions.Acceptance(text, confirmed=confirmed, checked=checked),
        )
    click.echo("accepted" + ("" if made.shown else "; it is kept, and will be shown later"))


@proposals.command()
@click.argument("key")
@click.option("--reason", required=True, help="Why; everyone can read it.")
@click.option("--as", "who", default="", help=_AS_HELP)
@click.pass_context
def decline(context: click.Context, key: str, reason: str, who: str) -> None:
    """Decline a proposal."""
    from glossary.contribute.proposals import decisions

    with _opened(context) as (settings, store):
        decisions.decline(settings, store, key=key, person_id=_person(store, who), reason=reason)
    click.echo("declined")


@proposals.command()
@click.pass_context
def complete(context: click.Context) -> None:
    """Take decisions further that were cut short; a starting server does so too.

    What the database has as accepted and an older catalog that was put back lacks is written again.
    Where the catalog has another text than before, that is told. Exit 1 while anything is left.
    """
    from glossary.cli.terminal import counted
    from glossary.contribute.proposals import applying, completing

    with _opened(context) as (settings, store):
        done = completing.complete(settings, store)
        left = len(applying.waiting(store))
    completed = counted(max(done.catalogs - left, 0), "catalog", "catalogs")
    click.echo(f"{completed} completed, {counted(left, 'still waits', 'still wait')}")
    if done.again:
        one = "accepted text was not in its catalog and is written again"
        several = "accepted texts were not in their catalog and are written again"
        click.echo(counted(done.again, one, several))
    for change, text in done.conflict:
        place = f"{change.vocabulary}/{change.concept} {change.slot}, {change.lang}"
        click.echo(_plain(f"conflict: {place}: accepted “{change.after}”, in the file “{text}”"))
    context.exit(1 if left or done.conflict or done.failed else 0)


def _person(store: "Store", who: str) -> int | None:
    from glossary.contribute.people import find

    if not who:
        return None
    with store.reading() as session:
        return find(session, who).id
