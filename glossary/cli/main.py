"""The command line: thin commands, each calls one function; heavy imports happen inside them."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from glossary import __version__
from glossary.cli.assistants import mcp
from glossary.cli.catalogs import catalogs, refresh_worklist
from glossary.cli.context import settings_of, show_json
from glossary.cli.dump import dump
from glossary.cli.export import export
from glossary.cli.imports import import_
from glossary.cli.index import check as check_index
from glossary.cli.index import index as index_commands
from glossary.cli.options import findings_option
from glossary.cli.people import people, refuse_other_key
from glossary.cli.proposals import proposals
from glossary.cli.texts import terms
from glossary.errors import GlossaryError, Unavailable
from glossary.site.setting_checks import EVERYWHERE, address_of
from glossary.site.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


class CommandGroup(click.Group):
    """Commands whose known errors are one line on standard error, not a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Run a command; exit 1 with the error's text."""
        try:
            return super().invoke(context)
        except GlossaryError as error:
            from glossary.cli.terminal import translation

            click.echo(f"glossary: {error.text(translation())}", err=True)
            context.exit(1)
        except BrokenPipeError:  # the reader of our output has gone, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit(1)
        except Exception as error:
            from glossary.cli.terminal import translation
            from glossary.errors.failures import known_error
            from glossary.site.index_check import told_of

            known = told_of(error) or known_error(error)
            if known is None or isinstance(error, click.ClickException):
                raise
            click.echo(f"glossary: {known.text(translation())}", err=True)
            context.exit(1)


@click.group(cls=CommandGroup)
@click.version_option(__version__, prog_name="glossary")
@click.option(
    "--site",
    metavar="DIRECTORY",
    type=click.Path(path_type=Path),
    help="Folder of the site; else GLOSSARY_SITE, or the current folder.",
)
@click.pass_context
def main(context: click.Context, site: Path | None) -> None:
    """Publish, serve and search a multilingual glossary."""
    context.obj = site


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Make a new site in FOLDER: settings file and folders."""
    from glossary.site.folder import make_site

    for made in make_site(folder):
        click.echo(f"made {made}")


@main.command()
@click.option("--if-changed", is_flag=True, help="Do nothing where nothing has changed.")
@click.option("--anew", is_flag=True, help="Build the whole index, also where little has changed.")
@click.option("--wait", is_flag=True, help="Wait for another publication, up to an hour.")
@click.option("--quiet", is_flag=True, help="Show errors only.")
@click.option("--older", is_flag=True, help="Also files older than what other machines published.")
@click.option("--mark-folders", is_flag=True, help="Mark its folders as those of this site first.")
@click.pass_context
def publish(
    context: click.Context,
    if_changed: bool,
    anew: bool,
    wait: bool,
    quiet: bool,
    older: bool,
    mark_folders: bool,
) -> None:
    """Publish vocabularies and catalogs.

    Where few concepts have changed, these are changed in the published index; else a new
    generation of it is built.
    """
    from glossary.cli.publication import progress_bar, show_summary
    from glossary.publish import fingerprint
    from glossary.publish.turns import publish_in_turn
    from glossary.reader import Reader
    from glossary.site import folder_marks

    settings = settings_of(context)
    if mark_folders:
        folder_marks.mark(settings, again=True)
    if if_changed and Reader(settings).fingerprint() == fingerprint(settings):
        if not quiet:
            click.echo("Nothing has changed since the last publication.")
        return
    with progress_bar(quiet) as progress:
        done = publish_in_turn(settings, progress, anew, wait, older)
    if done is None:
        if not quiet:
            click.echo("Another process waits to publish; it will read what is there now.")
        return
    refresh_worklist(settings, done.concepts)
    if not quiet:
        show_summary(done)


@main.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", help="Port to listen on.")
@click.option("--workers", help="Number of processes.")
@click.pass_context
def serve(context: click.Context, /, **options: str | None) -> None:
    """Serve the published site; publish it first where that was never done.

    A site without the setting base_url has the address on which it listens; where it was
    published for another one, it is published again.
    """
    from glossary.publish.turns import publish_in_turn
    from glossary.web.server import Server
    from glossary.web.server.listening import refuse_busy_port

    settings = settings_of(context)
    for name, value in options.items():
        if value is not None:
            settings.change(name, value, f"--{name}")
            os.environ[f"GLOSSARY_{name.upper()}"] = value  # also for processes it starts
    refuse_busy_port(settings.host, settings.port)
    refuse_other_key(settings)
    if _is_to_be_published(settings):
        done = publish_in_turn(settings)
        refresh_worklist(settings, done.concepts if done else {})
    everywhere = " and every other address of this machine" * (settings.host in EVERYWHERE)
    at = address_of(settings.host, settings.port)
    click.echo(f"Serving on {at}{everywhere} – stop with Ctrl+C.")
    Server(settings).run()


def _is_to_be_published(settings: Settings) -> bool:
    """Return whether the site must be published before it is served, and tell why."""
    from glossary.reader import Reader

    try:
        published_for = Reader(settings).address()
    except Unavailable as error:
        click.echo(_NOT_READABLE[error.code])
        return True
    if published_for == settings.base_url:
        return False
    click.echo(_other_address(published_for, settings), err=settings.is_address_stated)
    return not settings.is_address_stated


_NOT_READABLE = {
    "unavailable": "Publishing for the first time …",
    "outdated": "Publishing again: another version of the program did it, in another format …",
    "damaged": "Publishing again: the published index is damaged …",
}
"""What is said before a site is published, by the code of why its index cannot be read."""


def _other_address(published_for: str, settings: Settings) -> str:
    """Return what is said of a site that was published for another address."""
    if settings.is_address_stated:
        return (
            f"glossary: base_url is {settings.base_url}, but the addresses of concepts begin with "
            f"{published_for}, for which the site was published; run: glossary publish"
        )
    return (
        f"Publishing again: addresses began with {published_for}, now with {settings.base_url}. "
        "Set base_url in glossary.toml to give the site an address that stays."
    )


@main.command()
@click.argument("term")
@click.option("--lang", default="", help="Language of the term; its terms come first.")
@click.option("--to", default="", help="Languages to answer in, with commas between.")
@click.option("--vocabulary", default="", help="Id of the vocabulary to look in.")
@click.option("--page", default="1", help="Page of concepts, from 1, where there are many.")
@click.option("--json", "as_json", is_flag=True, help="Answer as the JSON interface does.")
@click.pass_context
def lookup(
    context: click.Context, term: str, lang: str, to: str, vocabulary: str, page: str, as_json: bool
) -> None:
    """Show the concepts that TERM names."""
    from glossary.cli.answers import ask, languages_of, show_lookup

    settings = settings_of(context)
    lang, to = languages_of(lang, "--lang"), languages_of(to, "--to")
    size = settings.results_per_page
    asked = {"term": term, "lang": lang, "to": to, "vocabulary": vocabulary}
    answer = ask(settings, "/api/v1/lookup", **asked, page=page, per_page=str(size))
    if as_json:
        show_json(answer)
    else:
        show_lookup(answer, int(page), size, to or lang or "en")


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--lang", default="", help="Only what is found in this language.")
@click.option("--vocabulary", default="", help="Ids of vocabularies, with commas between.")
@click.option("--sector", default="", help="Sectors, with commas between.")
@click.option("--page", default="1", help="Page of results, from 1.")
@click.option("--json", "as_json", is_flag=True, help="Answer as the JSON interface does.")
@click.pass_context
def search(
    context: click.Context,
    words: tuple[str, ...],
    lang: str,
    vocabulary: str,
    sector: str,
    page: str,
    as_json: bool,
) -> None:
    """Search all terms, definitions and notes for WORDS."""
    from glossary.cli.answers import ask, languages_of, show_search

    lang = languages_of(lang, "--lang")
    answer = ask(
        settings_of(context),
        "/api/v1/search",
        q=" ".join(words),
        lang=lang,
        vocabulary=vocabulary,
        sector=sector,
        page=page,
    )
    if as_json:
        show_json(answer)
    else:
        show_search(answer, lang or "en")


@main.command()
@click.argument("vocabulary", required=False)
@click.option("--index", is_flag=True, help="Check the files of the published index instead.")
@click.option("--mappings", is_flag=True, help="Check the mappings between vocabularies instead.")
@click.option("--online", is_flag=True, help="With --mappings: ask servers whether targets exist.")
@findings_option
@click.option("--json", "as_json", is_flag=True, help="All findings as JSON on standard output.")
@click.pass_context
def check(
    context: click.Context,
    vocabulary: str | None,
    index: bool,
    mappings: bool,
    online: bool,
    table: Path | None,
    as_json: bool,
) -> None:
    """Check vocabularies, their structure, and catalogs without publishing; exit 1 on errors."""
    if index:
        context.invoke(check_index)
    from glossary.cli.findings import (
        check_record,
        check_summary,
        show_findings,
        write_findings,
    )
    from glossary.cli.terminal import counted
    from glossary.site.checks import check_site
    from glossary.site.mapping_checks import check_mappings

    settings = settings_of(context)
    if mappings:
        checked, findings = check_mappings(settings, vocabulary)
        if online:
            from glossary.site.mapping_targets import ask

            findings += ask(settings, vocabulary)
        said = counted(checked, "mapping", "mappings")
    else:
        checked, findings = check_site(settings, vocabulary)
        said = counted(checked, "vocabulary", "vocabularies")
    errors = findings.errors
    if table is not None:
        write_findings(findings, table)
    if as_json:
        show_json(check_record(checked, findings))
    else:
        show_findings(findings)
        warnings = findings.total - errors
        click.echo(check_summary(said, errors, warnings))
    context.exit(1 if errors else 0)


main.add_command(catalogs)
main.add_command(dump)
main.add_command(export)
main.add_command(index_commands)
main.add_command(mcp)
main.add_command(import_)
main.add_command(people)
main.add_command(proposals)
main.add_command(terms)
