"""The command that language models ask; heavy imports happen inside it."""

import click

from glossary.cli.context import settings_of
from glossary.errors import N_, Unavailable
from glossary.site.setting_checks import address_of


@click.command()
@click.option("--http", is_flag=True, help="Over HTTP, at /mcp, instead.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=8001,
    show_default=True,
    help="Port to listen on.",
)
@click.pass_context
def mcp(context: click.Context, http: bool, host: str, port: int) -> None:
    """Answer assistants by the Model Context Protocol, on standard input and output.

    Tools to look up and search terms, to read and compare concepts and to recognise terms in a
    text; it reads what was published and changes nothing. Needs the extra "assistants".
    """
    from glossary.cli.answers import unpublished
    from glossary.cli.terminal import language, translation
    from glossary.reader import Reader
    from glossary.web.server.listening import refuse_busy_port

    try:
        from glossary.web.assistants import serving
    except ImportError as error:
        if (error.name or "").startswith("glossary"):
            raise
        raise Unavailable(_MISSING) from error
    reader = Reader(settings_of(context))
    try:
        reader.site()
    except Unavailable as error:
        raise unpublished(error) from error
    if not http:
        serving.serve_input(reader, translation(), language())
        return
    refuse_busy_port(host, port)
    at = address_of(host, port)
    click.echo(f"Answering assistants on {at}{serving.PATH} – stop with Ctrl+C.")
    serving.serve_http(reader, host, port, translation(), language())


_MISSING = N_(
    "Assistants need the extra “assistants”; run: "
    "python -m pip install 'convergence-glossary[assistants]'"
)
