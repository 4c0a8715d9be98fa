"""The page on which somebody without an account confirms a mail address."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext
from werkzeug.wrappers import Response

from glossary.contribute.people import confirming
from glossary.web import contributor_pages, session
from glossary.web.context import reader
from glossary.web.templates import helpers

door = Blueprint("confirming", __name__, url_prefix="/<ui:ui>/proposals/confirm")


@door.get("/<token>")
def asked(ui: str, token: str) -> Response:
    """Ask once more: programs that look at mail open its links too."""
    with session.store().reading() as reading:
        found = confirming.opened(reader().settings, reading, token)
        return contributor_pages.page("contribute/confirm.html", email=found[0].email)


@door.post("/<token>")
def confirmed(ui: str, token: str) -> Response:
    """Note that the address belongs to who gave it."""
    with session.store().writing() as writing:
        found = confirming.confirm(reader().settings, writing, token)
        key = found[0].key
    flash(gettext("Thank you. You will be told the decision by mail."))
    return redirect(helpers().page(f"proposals/{key}"), 303)
