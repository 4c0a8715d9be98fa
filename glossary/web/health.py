"""For operators: is the process alive, can it answer, and which version is it."""

from pathlib import Path, PurePath
from tempfile import gettempdir

from flask import Blueprint, Response, jsonify

from glossary import __version__
from glossary.contribute.people.signing_key import check_key
from glossary.contribute.private_files import check_room
from glossary.errors import Unavailable
from glossary.errors.failures import known_error
from glossary.site import folder_marks
from glossary.site.index_check import told_of
from glossary.web.context import edition, reader
from glossary.web.session import store

door = Blueprint("health", __name__)


@door.get("/health/live")
def live() -> Response:
    """Answer that the process lives."""
    return jsonify(status="ok")


@door.get("/health/ready")
def ready() -> tuple[Response, int]:
    """Answer whether the published glossary can be read, and contributions can be kept."""
    try:
        site = reader().site()
        settings = reader().settings
        folder_marks.check(settings)
        if store().is_there():
            check_key(settings)
            store().check()
            _check_temporary()
    except Exception as error:
        told_already = error if isinstance(error, Unavailable) else None
        known = told_already or told_of(error) or known_error(error)
        if known is None:
            raise
        return _not_ready(known)
    told = {"generation": site.generation, "edition": edition(), "concepts": site.concepts()}
    return jsonify(status="ok", **told), 200


def _check_temporary() -> None:
    """Raise OSError where forms and files could not be taken in."""
    folder = Path(gettempdir())
    check_room(folder, str(folder))


def _not_ready(error: Unavailable) -> tuple[Response, int]:
    if "where" in error.arguments:
        error.arguments["where"] = PurePath(error.arguments["where"]).name
    return jsonify(status="unavailable", reason=error.text()), 503


@door.get("/version")
def version() -> Response:
    """Answer with the version of the program and of what it serves."""
    site = reader().site()
    return jsonify(
        version=__version__,
        edition=edition(),
        generation=site.generation,
        published=site.published,
        collation=site.collation,
    )
