"""For operators: is the process alive, can it answer, and which version is it."""

from flask import Blueprint, Response, jsonify

from glossary import __version__
from glossary.errors import Unavailable
from glossary.web.context import reader

door = Blueprint("health", __name__)


@door.get("/health/live")
def live() -> Response:
    """Answer that the process lives."""
    return jsonify(status="ok")


@door.get("/health/ready")
def ready() -> tuple[Response, int]:
    """Answer whether a published glossary can be read."""
    try:
        site = reader().site()
    except Unavailable:
        return jsonify(status="unavailable", reason="nothing has been published"), 503
    return jsonify(status="ok", generation=site.generation, concepts=site.concepts()), 200


@door.get("/version")
def version() -> Response:
    """Answer with the version of the program and of what it serves."""
    site = reader().site()
    return jsonify(
        version=__version__,
        generation=site.generation,
        published=site.published,
        collation=site.collation,
    )
