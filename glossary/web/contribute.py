"""The doors for contributors: accounts, the translator's desk, proposals, review, files."""

from flask import Blueprint, Flask
from werkzeug.routing import IntegerConverter

from glossary.web import contributor_pages
from glossary.web.accounts import administration as people
from glossary.web.accounts import own as own_account
from glossary.web.accounts import sign_in as accounts
from glossary.web.desk import (
    checks,
    uploads,
)
from glossary.web.desk import (
    downloads as files,
)
from glossary.web.desk import (
    entry as desk_entry,
)
from glossary.web.desk import (
    overview as desk,
)
from glossary.web.proposals import confirming, feeds, history, review
from glossary.web.proposals import propose as proposals

DOORS: tuple[Blueprint, ...] = (
    desk.door,
    desk_entry.door,
    proposals.door,
    review.door,
    confirming.door,
    history.door,
    accounts.door,
    checks.door,
    own_account.door,
    people.door,
    files.door,
    uploads.door,
)
PUBLIC: tuple[Blueprint, ...] = (feeds.door,)
"""What is the same for everyone, takes no forms, and may be kept."""


for _door in DOORS:  # every form is proved to be ours, and nothing keeps an answer
    _door.before_request(contributor_pages.guard)
    _door.after_request(contributor_pages.private)


class _Number(IntegerConverter):
    """A number in an address, as databases can hold it."""

    regex = "[0-9]{1,9}"


def register(app: Flask) -> None:
    """Give `app` the doors."""
    app.url_map.converters["int"] = _Number
    for door in DOORS:
        app.register_blueprint(door)
    for door in PUBLIC:
        app.register_blueprint(door)
    if app.extensions["glossary"].settings.openid_issuer:
        from glossary.web.accounts import openid  # most sites have none, and it is slow to load

        app.register_blueprint(openid.door)
