"""The command that gives a vocabulary away as a file; heavy imports happen inside it."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from glossary.cli.context import settings_of
from glossary.errors import N_, Invalid


@click.command()
@click.argument("vocabulary")
@click.option(
    "--format",
    "form",
    help="The name of a format; else what the name of the file says, else turtle.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; else standard output.",
)
@click.option("--skos-xl", is_flag=True, help="With type, status and source of each term.")
@click.option(
    "--lang",
    "langs",
    multiple=True,
    help="Only this language; may be repeated. In a PDF the first is that of the A-Z.",
)
@click.option("--reviewed", is_flag=True, help="Without drafts that nobody has checked.")
@click.pass_context
def export(
    context: click.Context,
    vocabulary: str,
    form: str | None,
    output: Path | None,
    skos_xl: bool,
    langs: tuple[str, ...],
    reviewed: bool,
) -> None:
    """Write the VOCABULARY as a file, with all its languages.

    The order is always the same, so that two exports compare with `diff`.
    """
    from glossary.cli.findings import show_findings
    from glossary.formats.contents import PLAIN, XL
    from glossary.formats.registry import FORMATS, format_named
    from glossary.site.vocabulary_export import exported
    from glossary.web.interface_texts import words_in

    chosen = form or format_named(output.name if output else ".ttl")
    if chosen not in FORMATS:
        text = N_("There is no format “%(name)s”; these are: %(known)s.")
        raise Invalid(text, name=form or output, known=", ".join(FORMATS), parameter="--format")
    site = settings_of(context)
    profile = XL if skos_xl else PLAIN
    pieces = exported(site, vocabulary, chosen, profile, reviewed, langs, show_findings, words_in)
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    else:
        _written(output, pieces)


def _written(output: Path, pieces: Iterable[bytes]) -> None:
    """Write a file in one step: what was there stays where anything fails."""
    made = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        with made.open("wb") as stream:
            stream.writelines(pieces)
        made.replace(output)
    finally:
        with suppress(FileNotFoundError):
            made.unlink()
