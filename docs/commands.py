"""Writes docs/commands.md from the commands themselves: ``python docs/commands.py``."""

from pathlib import Path

import click

from glossary.cli.main import main

HEAD = """# Commands

What `--help` says, made by `python docs/commands.py`. Every command takes the site from `--site`,
`GLOSSARY_SITE` or the current folder. Exit status: 0 done; 1 an error, which is told in one line,
or, where a command says so, something that it found or left; 2 wrong usage.
"""


def described() -> str:
    """Return the page."""
    return HEAD + "".join(_section(main, "glossary"))


def _section(command: click.Command, name: str) -> list[str]:
    context = click.Context(command, info_name=name)
    context.max_content_width = 90
    parts = [f"\n## `{name}`\n\n```\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                parts += _section(found, f"{name} {child}")
    return parts


if __name__ == "__main__":
    Path(__file__).with_name("commands.md").write_text(described(), "utf-8")
