"""The commands for catalogs; heavy imports happen inside them."""

from collections.abc import Container
from contextlib import suppress
from pathlib import Path

import click

from glossary.cli.context import as_json, opened_store, settings_of, show_json
from glossary.contribute import DATABASE
from glossary.errors import N_, BrokenSource, GlossaryError, Invalid, TooLarge
from glossary.site.settings import Settings


@click.group()
def catalogs() -> None:
    """Work with the catalogs of terms."""


def refresh_worklist(settings: Settings, published: Container[str] | None = None) -> None:
    """Bring the worklist of translators up to the catalogs; a failure of it is only told.

    Nothing is opened where none of the vocabularies that were `published` has catalogs.
    """
    if published is not None and not _has_catalogs(settings, published):
        return
    from glossary.cli.terminal import translation
    from glossary.contribute.desk.worklist import refresh

    with opened_store(settings) as store:
        try:
            refresh(settings, store)
        except GlossaryError as error:
            click.echo(f"glossary: {error.text(translation())}", err=True)


def _has_catalogs(settings: Settings, vocabularies: Container[str]) -> bool:
    """Return whether one of the vocabularies has catalogs, or some may have had."""
    if settings.database_url or (settings.instance / DATABASE).is_file():
        return True
    return any(
        path.stem in vocabularies for path in settings.translations.glob("*/LC_MESSAGES/*.po")
    )


@catalogs.command(name="update")
@click.argument("vocabulary", required=False)
@click.option("--language", multiple=True, help="Start or update only these languages.")
@click.pass_context
def catalogs_update(
    context: click.Context, vocabulary: str | None, language: tuple[str, ...]
) -> None:
    """Bring templates and catalogs up to the vocabularies; keep every translation.

    A new catalog starts with what the vocabulary's own file says in the language. What was not
    changed since follows the file; what was is left, and needs review where the file says
    something new.
    """
    from glossary.cli.reports import show_conflicts
    from glossary.site.catalogs import update_all

    settings = settings_of(context)
    for path, changed, conflicts in update_all(settings, vocabulary, language):
        click.echo(f"{'updated' if changed else 'up to date'}  {path}")
        show_conflicts(conflicts)
    refresh_worklist(settings)


@catalogs.command(name="check")
@click.argument("vocabulary", required=False)
@click.option("--language", multiple=True, help="Check only the catalogs of these languages.")
@as_json
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@click.pass_context
def catalogs_check(
    context: click.Context,
    vocabulary: str | None,
    language: tuple[str, ...],
    as_json: bool,
    strict: bool,
) -> None:
    """Check the catalogs of all vocabularies and of the pages; exit 1 on errors.

    VOCABULARY is the id of a vocabulary, or `messages` for the texts of the pages.
    """
    from glossary.cli.findings import check_summary
    from glossary.cli.reports import show_report
    from glossary.cli.terminal import counted, translation
    from glossary.site.checks import check_all

    translate, records = translation(), []
    checked = errors = warnings = 0
    for report in check_all(settings_of(context), vocabulary, language):
        checked, errors = checked + 1, errors + report.count("error")
        warnings += report.count("warning")
        if as_json:
            records.append(report.record(translate))
        else:
            show_report(report)
    if as_json:
        answer = {"errors": errors, "warnings": warnings, "catalogs": records}
        show_json(answer)
    else:
        click.echo(check_summary(counted(checked, "catalog", "catalogs"), errors, warnings))
    context.exit(1 if errors or (strict and warnings) else 0)


@catalogs.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--vocabulary", required=True, help="Id of the vocabulary.")
@click.option("--language", required=True, help="Language of the file, as a tag.")
@click.option(
    "--base",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The catalog that the file began with; without it every difference is a conflict.",
)
@click.option("--theirs", is_flag=True, help="Decide conflicts for the file.")
@click.option("--name", default="", help="Who translated it, for the credits.")
@click.option(
    "--columns",
    metavar="NAME=MEANING,…",
    help="What the columns of a table mean, as in term=preferred,terme=preferred@fr.",
)
@click.pass_context
def catalogs_import(
    context: click.Context,
    file: Path,
    vocabulary: str,
    language: str,
    base: Path | None,
    theirs: bool,
    name: str,
    columns: str | None,
) -> None:
    """Bring FILE from elsewhere into a catalog of the site; keep what differs here.

    It is a PO file, whose entries are found by their context, or a table (CSV, XLSX) with a column
    of the vocabulary's own language or of ids. Exit 1 where something was left out.
    """
    from glossary.cli.columns import columns_of
    from glossary.cli.reports import show_import
    from glossary.site.catalog_import import import_catalog

    settings = settings_of(context)
    _only_po(file)
    done = import_catalog(
        settings, file, vocabulary, language, base, theirs, name, columns_of(columns)
    )
    left_out = show_import(done.path, done.merge, done.unreadable, theirs)
    refresh_worklist(settings)
    context.exit(1 if left_out else 0)


def _only_po(file: Path) -> None:
    """Raise BrokenSource for a file in one of the other formats that translators work in."""
    from glossary.exchange import BEGINNING, FORMATS, recognised
    from glossary.site.table_catalog import table_format

    with suppress(Invalid), file.open("rb") as stream:
        kind = recognised(file.name, stream.read(BEGINNING))
        if kind is FORMATS["po"]:
            return
        if table_format(file) is not None:
            stream.seek(0)
            try:
                kind.read(stream.read(), name=file.name)
            except (BrokenSource, TooLarge):
                return  # no table of a catalog, but perhaps a glossary
        reason = N_("this is %(format)s, not PO; the upload page of the site takes such files")
        raise BrokenSource(file.name, reason, format=kind.title)


@catalogs.command(name="compile")
@click.argument("vocabulary", required=False)
@click.option("--language", multiple=True, help="Compile only the catalogs of these languages.")
@click.pass_context
def catalogs_compile(
    context: click.Context, vocabulary: str | None, language: tuple[str, ...]
) -> None:
    """Compile catalogs to .mo files, for programs that use gettext; not those with errors.

    VOCABULARY is the id of a vocabulary, or `messages` for the texts of the pages. The site itself
    needs compiled catalogs for its pages only. Exit 1 where a catalog has errors.
    """
    from glossary.cli.reports import show_report
    from glossary.site.catalogs import compile_all

    broken = False
    for report, path in compile_all(settings_of(context), vocabulary, language):
        if path is None:
            broken = True
            show_report(report, "error")
        else:
            click.echo(f"compiled  {path}")
    context.exit(1 if broken else 0)


@catalogs.command(name="status")
@click.argument("vocabulary", required=False)
@as_json
@click.pass_context
def catalogs_status(context: click.Context, vocabulary: str | None, as_json: bool) -> None:
    """Show how far each catalog is."""
    from glossary.site.catalogs import status_all

    found, is_empty = [], True
    for domain, lang, progress in status_all(settings_of(context), vocabulary):
        if as_json:
            found.append({"vocabulary": domain, "language": lang, **progress.record()})
            continue
        click.echo(
            f"{domain:16} {lang:8} {progress.percent:3} % translated, "
            f"{progress.checked_percent:3} % checked: {progress.checked} checked, "
            f"{progress.draft} draft, {progress.fuzzy} to review, {progress.missing} missing"
        )
        is_empty = False
    if as_json:
        show_json(found)
    elif is_empty:
        begin = "glossary catalogs update --language TAG"
        click.echo(f"There are no catalogs yet; one begins with: {begin}")
