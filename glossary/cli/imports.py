"""The command that brings a vocabulary in; heavy imports happen inside it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.cli.context import settings_of
from glossary.cli.options import findings_option

if TYPE_CHECKING:
    from glossary.site.vocabulary_import import Release


@click.command(name="import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, path_type=Path),
)
@click.option("--vocabulary", required=True, help="Id to give to the vocabulary.")
@click.option("--title", help="Title, where the file has none or another is wanted.")
@click.option("--sector", multiple=True, help="Sector it belongs to; may be repeated.")
@click.option("--source-language", help="Language the vocabulary is kept in.")
@click.option("--scheme", help="URI of the concept scheme, where the file has several.")
@click.option("--graph", help="URI of the named graph, where only one of TriG or N-Quads is meant.")
@click.option("--classes", is_flag=True, help="Read the classes of an ontology as concepts.")
@click.option("--properties", is_flag=True, help="Read the properties of one as concepts.")
@click.option("--format", "form", help="Name of the files' format, where it is not recognised.")
@click.option(
    "--columns",
    metavar="NAME=MEANING,…",
    help="What the columns of a table mean, as in term=preferred,uitleg=definition@nl.",
)
@click.option(
    "--mappings",
    is_flag=True,
    help="The files are SSSOM/TSV: add their mappings to those of a vocabulary that is there.",
)
@click.option("--replace", is_flag=True, help="Replace a vocabulary that has this id.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it; write nothing.")
@findings_option
@click.option("--yes", is_flag=True, help="Do not ask before the source language changes.")
@click.option("--quiet", is_flag=True, help="No progress and no summary; findings only.")
@click.pass_context
def import_(
    context: click.Context,
    files: tuple[Path, ...],
    vocabulary: str,
    title: str | None,
    sector: tuple[str, ...],
    source_language: str | None,
    scheme: str | None,
    graph: str | None,
    classes: bool,
    properties: bool,
    form: str | None,
    columns: str | None,
    mappings: bool,
    replace: bool,
    dry_run: bool,
    table: Path | None,
    yes: bool,
    quiet: bool,
) -> None:
    """Check FILES and make them a vocabulary of the site.

    They are SKOS in any syntax of RDF, or of another format that is read (see
    docs/interoperability.md), packed or not. Several files, a folder, or an archive of several
    are one vocabulary: one file for each language, for each concept.
    """
    if mappings:
        return _import_mappings(context, files, vocabulary, dry_run, table, quiet)
    from glossary.cli.columns import columns_of
    from glossary.cli.findings import show_findings, source_change_text, write_findings
    from glossary.cli.publication import progress_bar
    from glossary.formats.skos.options import CLASSES, PROPERTIES
    from glossary.site.vocabulary_import import Wanted, prepared, source_change

    settings = settings_of(context)
    ontology = (CLASSES,) * classes + (PROPERTIES,) * properties
    wanted = Wanted(
        vocabulary, title, sector, source_language, scheme, form, graph, columns_of(columns),
        ontology,
    )  # fmt: skip
    if replace and source_language and not (yes or dry_run):
        change = source_change(settings, vocabulary, source_language)
        if change is not None:
            click.echo(source_change_text(*change, source_language), err=True)
            click.confirm("Change it?", abort=True, err=True)
    with progress_bar(quiet) as draw:
        release = prepared(
            settings, files, wanted, replace, lambda step, done: draw(step, int(100 * done), 100)
        )
    if not dry_run:
        release.put(settings)
    show_findings(release.findings)
    if table is not None:
        write_findings(release.findings, table)
    if not quiet:
        show_release(release, dry_run)


def show_release(release: "Release", dry_run: bool) -> None:
    """Show what came of an import: concepts, terms, what was left out or mended, what changes."""
    from glossary.cli.terminal import counted
    from glossary.formats.rules import LEFT_OUT, MENDED
    from glossary.model import WITHDRAWN

    made, found = release.vocabulary, release.findings
    counts = ", ".join(f"{lang} {count}" for lang, count in made.languages().items())
    withdrawn = sum(concept.status == WITHDRAWN for concept in made.concepts.values())
    more = f", {withdrawn} withdrawn" if withdrawn else ""
    living = counted(len(made.concepts) - withdrawn, "concept", "concepts")
    click.echo(f"{living} ({counts}){more} in {release.target}")
    terms = ", ".join(f"{lang} {count}" for lang, count in sorted(release.terms.items()))
    click.echo(f"{counted(sum(release.terms.values()), 'term', 'terms')} ({terms})")
    told, unread = found.outcomes(), found.unread()
    click.echo(
        f"{counted(told[LEFT_OUT], 'entry', 'entries')} left out, {told[MENDED]} mended, "
        f"{counted(told[''], 'other finding', 'other findings')}, "
        f"{counted(unread, 'statement', 'statements')} not read"
    )
    if release.before is not None:
        changes = release.changes
        kinds = {"new": changes.new, "changed": changes.changed, "withdrawn": changes.withdrawn}
        said = ", ".join(f"{len(ids)} {kind}{_examples(ids)}" for kind, ids in kinds.items())
        click.echo(f"Against the release before: {said}")
    if dry_run:
        click.echo("Nothing was written: this was a dry run.")
    else:
        click.echo("Publish to make them visible: glossary publish")


def _examples(ids: list[str]) -> str:
    """Return the first of some ids in brackets, "" for none."""
    return f" ({', '.join(ids[:5])}{', …' if len(ids) > 5 else ''})" if ids else ""


def _import_mappings(
    context: click.Context,
    files: tuple[Path, ...],
    vocabulary: str,
    dry_run: bool,
    table: Path | None,
    quiet: bool,
) -> None:
    """Add mappings to those that stand beside a vocabulary."""
    from glossary.cli.findings import show_findings, write_findings
    from glossary.cli.terminal import counted
    from glossary.site.mapping_import import prepared as prepared_mappings

    made = prepared_mappings(settings_of(context), files, vocabulary)
    if not dry_run:
        made.put()
    if table is not None:
        write_findings(made.findings, table)
    show_findings(made.findings)
    if not quiet:
        added = counted(made.added, "mapping added", "mappings added")
        click.echo(f"{added}, {made.replaced} replaced in {made.target}" + " (dry run)" * dry_run)
        if not dry_run:
            click.echo("Publish to make them visible: glossary publish")
