"""`glossary index`: how the published index is, whether it is whole, and what is left over."""

import click

from glossary.cli.context import settings_of, show_json
from glossary.site import index_check


@click.group()
def index() -> None:
    """Look after the published index, in its folder or at its engine."""


@index.command()
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON on standard output.")
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Show what is published, how often it was changed, and which generations there are."""
    found = index_check.status(settings_of(context))
    if as_json:
        names = ("published", "concepts", "changes", "kept", "left", "health", "nodes")
        show_json({name: getattr(found, name) for name in names})
        return
    if found.health:
        click.echo(f"engine: {found.health}, nodes: {found.nodes}")
    click.echo(f"published: {found.published or 'nothing'}")
    click.echo(f"concepts: {found.concepts}, changes: {found.changes}")
    click.echo(f"kept: {', '.join(found.kept) or 'none'}")
    click.echo(f"left over: {', '.join(found.left) or 'none'}")


@index.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Name what of the published index is damaged or missing; exit 1 where there is anything."""
    found = index_check.damaged_files(settings_of(context))
    for name in found:
        click.echo(f"damaged: {name}")
    click.echo("Build the index anew: glossary publish --anew" if found else "The index is whole.")
    context.exit(1 if found else 0)


@index.command()
@click.pass_context
def sweep(context: click.Context) -> None:
    """Remove what dead publications left, and generations that are kept no longer."""
    found = index_check.sweep(settings_of(context))
    for name in found:
        click.echo(f"removed: {name}")
    click.echo(f"{len(found)} removed" if found else "Nothing is left over.")
