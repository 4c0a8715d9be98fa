"""``robots.txt``: what crawlers may read, and where the sitemap is; a site may write its own."""

from flask import Response, request

from glossary.web.context import reader
from glossary.web.discovery.door import door
from glossary.web.templates import render

_PAGES = (
    "search?", "search$", "choose?", "translate/", "proposals", "review/", "history?", "account/",
    "feed.atom",
)  # fmt: skip
"""Below each language: searches, forms, and what is of people and not of the glossary."""
_DOORS = ("api/v1/lookup", "api/v1/search", "api/v1/suggest", "suggestions", "reconcile", "label/")
_PATTERNS = ("*/propose", "*/history", "*?*open=", "*?*at=")
"""For crawlers that know of patterns (RFC 9309)."""


@door.get("/robots.txt")
def robots() -> Response:
    """Send what crawlers may read."""
    root, tags = request.script_root, reader().settings.interface_languages
    closed = [f"{root}/{tag}/{page}" for tag in tags for page in _PAGES]
    closed += [f"{root}/{place}" for place in (*_DOORS, *_PATTERNS)]
    sitemap = f"{reader().settings.base_url}/sitemap.xml"
    body = render("discovery/robots.txt", closed=closed, sitemap=sitemap)
    return Response(body, mimetype="text/plain", headers=[("Cache-Control", "public")])
