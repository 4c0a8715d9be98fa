"""What commands have in common: the site they are for, its database, answers as JSON."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from glossary.site.settings import Settings, folder_of, load, unknown_variables

if TYPE_CHECKING:
    from glossary.contribute.store import Store

as_json = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def settings_of(context: click.Context) -> Settings:
    """Return the settings of the site that a command is for; tell of variables that are none.

    Raises BrokenSource where the named folder is none, or a setting has a bad value.
    """
    site: Path | None = context.obj
    for variable, meant in unknown_variables().items():
        hint = f"; did you mean {meant}?" if meant else ""
        click.echo(f"glossary: {variable} is no setting, it is ignored{hint}", err=True)
    return load(folder_of(site, "--site") if site else None)


@contextmanager
def opened_store(settings: Settings) -> Iterator["Store"]:
    """Give the database of contributions, which is closed afterwards."""
    from glossary.contribute.store import Store

    store = Store(settings)
    try:
        yield store
    finally:
        store.close()


def show_json(value: object) -> None:
    """Show a value as JSON, for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
