"""The doors for contributors: accounts, the translator's desk, proposals, review, files."""

from flask import Blueprint, Flask

from glossary.web import session

DOORS: tuple[Blueprint, ...] = ()


def register(app: Flask) -> None:
    """Give `app` the doors; every form is proved to be ours, and nothing keeps an answer."""
    for door in DOORS:
        door.before_request(session.guard)
        door.after_request(session.private)
        app.register_blueprint(door)
