"""The sitemap for crawlers: an index of parts, each a few hundred concepts in all languages.

Parts are numbered along the order of ids, so that their addresses stay; each is written concept by
concept while it is sent. They lie at the root, since a sitemap speaks for what is below it.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain

from flask import Response, abort
from pydantic_core import from_json

from glossary.model import WITHDRAWN
from glossary.reader import Reader
from glossary.records import path
from glossary.web.context import reader
from glossary.web.discovery.door import door
from glossary.web.headers import kept, not_modified
from index import Index

MOST_ADDRESSES = 50_000
MOST_BYTES = 50_000_000
"""Of one sitemap (sitemaps.org)."""
_MOST_CONCEPTS = 500
_LONGEST_LINK = 400
"""So many bytes a link to a page in another language may take."""
_AT_ONCE = 50
_MEDIA_TYPE = "application/xml; charset=utf-8"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SET = f'<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'


def concepts_of_a_part(languages: int) -> int:
    """Return how many concepts are in a part, so that it is never too large."""
    links = languages * (languages + 2)
    return max(
        1, min(_MOST_CONCEPTS, MOST_ADDRESSES // languages, MOST_BYTES // links // _LONGEST_LINK)
    )


@door.get("/sitemap.xml")
def sitemap() -> Response:
    """Send the index of all parts."""
    return not_modified(kept()) or _streamed(_index(reader()))


@door.get("/sitemap-pages.xml")
def pages() -> Response:
    """Send the pages of the site itself and of its vocabularies."""
    return not_modified(kept()) or _streamed(
        chain([_HEAD, _SET], _site_pages(reader()), ["</urlset>\n"])
    )


@door.get("/sitemap-<vocabulary>-<int:number>.xml")
def part(vocabulary: str, number: int) -> Response:
    """Send a part of a vocabulary, counted from 1; 404 where there is none."""
    reader().vocabulary(vocabulary)
    size = concepts_of_a_part(len(reader().settings.interface_languages))
    index = reader().index
    if not 1 <= number <= _parts(index, vocabulary, size):
        abort(404)
    unchanged = not_modified(kept())
    if unchanged:
        return unchanged
    first = (number - 1) * size
    after = index.id_at(vocabulary, first - 1) if first else ""
    site, tags = reader().site(), reader().settings.interface_languages
    found = _records(index, vocabulary, after or "", size)
    written = (_concept(site.base_url, tags, record) for record in found)
    return _streamed(chain([_HEAD, _SET], written, ["</urlset>\n"]))


def _streamed(texts: Iterable[str]) -> Response:
    encoded = (text.encode() for text in texts)
    return Response(encoded, content_type=_MEDIA_TYPE, headers=list(kept()))


def _parts(index: Index, vocabulary: str, size: int) -> int:
    return -(-index.size(vocabulary) // size)


def _index(known: Reader) -> Iterator[str]:
    yield f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n'
    site, index = known.site(), known.index
    size = concepts_of_a_part(len(known.settings.interface_languages))
    yield _part(site.base_url, "pages", site.changed)
    for vocabulary in site.vocabularies:
        newest = index.by_date(vocabulary, limit=1, date="published")
        for number in range(1, _parts(index, vocabulary, size) + 1):
            name = f"{path(vocabulary, '').rstrip('/')}-{number}"
            yield _part(site.base_url, name, newest[0].date if newest else "")
    yield "</sitemapindex>\n"


def _part(base: str, name: str, changed: str) -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<sitemap><loc>{escape(base)}/sitemap-{escape(name)}.xml</loc>{lastmod}</sitemap>\n"


def _site_pages(known: Reader) -> Iterator[str]:
    """Yield the pages of the site, each with the address that chooses a language."""
    base, tags = known.site().base_url, known.settings.interface_languages
    yield _addresses(base, tags, "", "/")
    yield _addresses(base, tags, "about", f"/{tags[0]}/about")
    if known.site().sources:
        yield _addresses(base, tags, "about/sources", "/about/sources")
    for vocabulary in known.site().vocabularies:
        place = path(vocabulary, "")
        yield _addresses(base, tags, place, f"/id/{place}")


def _records(index: Index, vocabulary: str, after: str, count: int) -> Iterator[bytes]:
    """Yield so many records behind an id, read a few at a time."""
    cursor: tuple[str, str] | None = ("", after)
    while count > 0 and cursor is not None:
        found, cursor = index.concepts(vocabulary, cursor, limit=min(count, _AT_ONCE))
        yield from found
        count -= len(found)


def _concept(base: str, tags: tuple[str, ...], encoded: bytes) -> str:
    """Return the addresses of a concept, nothing for one that was withdrawn."""
    record = from_json(encoded)
    if record["status"] == WITHDRAWN:
        return ""
    place = path(record["vocabulary"], record["id"])
    changed = record.get("modified") or record.get("created") or ""
    return _addresses(base, tags, place, f"/id/{place}", changed)


def _addresses(
    base: str, tags: tuple[str, ...], place: str, neutral: str, changed: str = ""
) -> str:
    """Return a page in each language, each with all others beside it."""
    places = {tag: escape(f"{base}/{tag}/{place}") for tag in tags}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{target}"/>'
        for tag, target in {**places, "x-default": escape(base + neutral)}.items()
    )
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return "".join(
        f"<url><loc>{target}</loc>{lastmod}{others}</url>\n" for target in places.values()
    )
