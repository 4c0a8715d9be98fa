"""Ways into the glossary other than a search: what is new, how far it is, how it hangs together."""

from itertools import groupby
from random import randrange
from typing import Any
from urllib.parse import quote

from flask import Response, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Answer

from glossary.errors import N_, NotFound
from glossary.model import WITHDRAWN
from glossary.records.excerpts import decode_head
from glossary.web import changes
from glossary.web.addresses import here
from glossary.web.context import reader
from glossary.web.headers import not_modified
from glossary.web.pages import connections
from glossary.web.pages.completeness import completeness
from glossary.web.pages.door import door, drawn
from glossary.web.templates import helpers

_CHANGES = 50
_TRIES = 20


@door.get("/browse")
def browse(ui: str) -> Response:
    """Show every way into the glossary, and what there is beside the words."""
    return not_modified() or drawn("pages/browse.html", site=reader().site())


@door.get("/changes")
def changed(ui: str) -> Response:
    """Show what is new, changed and withdrawn, day by day, in all vocabularies or one."""
    vocabulary = request.args.get("vocabulary", "")
    if vocabulary:
        reader().vocabulary(vocabulary)
    unchanged = not_modified()
    if unchanged:
        return unchanged
    found = changes.page(vocabulary, request.args.get("after", ""), _CHANGES, newest_first=True)
    days = groupby(found.changes, key=lambda one: one.published[:10])
    feed = f"/feed.atom?lang={ui}" + (f"&vocabulary={quote(vocabulary)}" if vocabulary else "")
    return drawn(
        "pages/changes.html", site=reader().site(), vocabulary=vocabulary, feed=feed,
        days=[(day, list(some)) for day, some in days],
        newer=None if found.previous is None else here(after=found.previous or None),
        older=None if found.following is None else here(after=found.following),
    )  # fmt: skip


@door.get("/random")
def random(ui: str) -> Answer:
    """Lead to a concept that is in use, any of them as likely as another."""
    index = reader().index
    vocabulary = request.args.get("vocabulary", "")
    ids = [vocabulary] if vocabulary else [*reader().site().vocabularies]
    sizes = [(id, index.size(id)) for id in ids if reader().vocabulary(id)]
    total = sum(size for _, size in sizes)
    for _ in range(_TRIES if total else 0):
        found = _at(sizes, randrange(total))  # a word to read, nothing secret
        if found:
            answer = redirect(helpers().concept_address(*found), 303)
            answer.headers["Cache-Control"] = "no-store"
            return answer
    raise NotFound(N_("There is no concept yet."))


def _at(sizes: list[tuple[str, int]], place: int) -> tuple[str, str] | None:
    """Return vocabulary and id of the concept at a place of all, None where it is withdrawn."""
    index = reader().index
    for vocabulary, size in sizes:
        if place < size:
            id = index.id_at(vocabulary, place)
            record = index.get(vocabulary, id) if id is not None else None
            living = record is not None and decode_head(record)["status"] != WITHDRAWN
            return (vocabulary, str(id)) if living else None
        place -= size
    return None


@door.get("/coverage")
def coverage(ui: str) -> Response:
    """Show how much of each vocabulary each language has, as a table of coloured numbers."""
    site = reader().site()
    langs = [*site.languages()]
    return not_modified() or drawn(
        "pages/coverage.html",
        site=site,
        langs=langs,
        total={one.lang: one for one in completeness(site)},
        rows=[(described, [_cell(described, lang) for lang in langs])
              for described in site.vocabularies.values()],
    )  # fmt: skip


def _cell(described: dict[str, Any], lang: str) -> tuple[int, int, int]:
    """Return the share of terms in percent, a step of five for its colour, and that of
    definitions.
    """
    whole = described["concepts"] or 1
    terms = 100 * described["languages"].get(lang, 0) // whole
    definitions = 100 * described["definitions"].get(lang, 0) // whole
    return terms, (terms + 24) // 25, definitions


@door.get("/map")
def connected(ui: str) -> Response:
    """Show how the vocabularies hang together: a drawing, a table, and the false friends."""
    unchanged = not_modified()
    if unchanged:
        return unchanged
    site = reader().site()
    return drawn("pages/map.html", site=site, **connections.shown(reader(), helpers()))
