"""Addresses of pages as Skosmos has them lead to ours: ``/<vocabulary>/<language>/page/<name>``."""

from urllib.parse import quote

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from glossary.web.context import reader
from glossary.web.skosmos.vocabularies import known

pages = Blueprint("skosmos_pages", __name__)


@pages.get("/<vocabulary>/<lang>/page/")
@pages.get("/<vocabulary>/<lang>/page/<path:name>")
def page(vocabulary: str, lang: str, name: str = "") -> Response:
    """Send on to the page of a concept that is named by the end of its URI, or by its URI."""
    its = known(reader()).get(vocabulary)
    uri = request.args.get("uri") or (its.space + name if its is not None else "")
    record = its.concept(uri) if its is not None else None
    if its is None or record is None:
        abort(404)
    place = f"{quote(its.id, safe='')}/{quote(record['id'], safe='')}"
    shown = reader().settings.interface_languages
    chosen = lang if lang in shown else shown[0]
    return redirect(f"{request.script_root}/{chosen}/{place}", 302)
