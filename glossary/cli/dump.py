"""The command that writes dated dumps; heavy imports happen inside it."""

import click

from glossary.cli.context import settings_of
from glossary.errors import N_, Invalid

_FORMATS = ("turtle", "n-triples", "rdf-xml", "json-ld")


@click.command()
@click.argument("vocabularies", nargs=-1, metavar="[VOCABULARY]...")
@click.option(
    "--format",
    "forms",
    multiple=True,
    help="The name of a format; may be repeated. Else all syntaxes of RDF.",
)
@click.option("--keep", type=click.IntRange(1), help="Keep so many dumps of each vocabulary.")
@click.option("--max-age", type=click.IntRange(1), help="Remove dumps that are older (days).")
@click.pass_context
def dump(
    context: click.Context,
    vocabularies: tuple[str, ...],
    forms: tuple[str, ...],
    keep: int | None,
    max_age: int | None,
) -> None:
    """Write dated files of vocabularies, all where none is named, as they are published.

    They lie in the folder `dumps` of the site, with their checksums, and are offered on its pages.
    The newest dump is never removed.
    """
    from glossary.formats.registry import FORMATS
    from glossary.reader import Reader
    from glossary.reader.whole import pieces
    from glossary.site.dumps import write_dump

    for name in forms:
        if name not in FORMATS:
            text = N_("There is no format “%(name)s”; these are: %(known)s.")
            raise Invalid(text, name=name, known=", ".join(FORMATS), parameter="--format")
    settings = settings_of(context)
    reader = Reader(settings)
    reader.generation()
    with reader.index.pinned() as index:
        known = Reader(settings, index)
        for id in vocabularies or tuple(known.site().vocabularies):
            known.vocabulary(id)
            chosen = [FORMATS[name] for name in forms or _FORMATS]
            contents = {
                f"{id}{one.ending}{'.gz' if one.is_text else ''}": pieces(known, id, one)
                for one in chosen
            }
            made = write_dump(settings, id, contents, keep or 0, max_age or 0)
            for file in made.files:
                click.echo(f"{made.folder / file.name}  {file.sha256}")
