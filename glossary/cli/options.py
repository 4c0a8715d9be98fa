"""Options that several commands have."""

import errno
import os
from pathlib import Path

import click


def _place_for_file(_: click.Context, __: click.Parameter, file: Path | None) -> Path | None:
    """Return a file that is to be written; OSError, before all else, where it cannot be made."""
    if file is not None:
        place = file if file.exists() else file.parent
        if not place.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
        if not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))
    return file


findings_option = click.option(
    "--findings",
    "table",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_place_for_file,
    help="Write all findings to this file, as CSV: line, concept, code, message; vocabulary, where "
    "several were read.",
)
"""Where all findings are written as a table."""
