"""The pages for people; drawn on the server, they need no script."""

from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, abort, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Answer

from glossary.reader import Record, preferred_terms
from glossary.records.excerpts import decode_outline
from glossary.web import language_pair, offers, structured_data
from glossary.web.addresses import here
from glossary.web.context import reader
from glossary.web.headers import cached, not_modified
from glossary.web.pages import browsing, citing
from glossary.web.pages import compare as compare  # gives the door its address
from glossary.web.pages import discover as discover  # as above
from glossary.web.pages import text_page as text_page  # as above
from glossary.web.pages.completeness import completeness
from glossary.web.pages.concept_page import entry
from glossary.web.pages.door import asked_page, content_language, drawn, record_in_use
from glossary.web.pages.door import door as door  # for the application
from glossary.web.pages.homonyms import grouped
from glossary.web.pages.search_query import MOST_PAGES, asked_for
from glossary.web.template_helpers import TemplateHelpers
from glossary.web.templates import helpers
from index import KINDS, Hit, Query
from index.highlight import marked


@door.get("/")
def home(ui: str) -> Response:
    """Show the search box, the vocabularies by sector, what is new, and how complete it is."""
    return not_modified() or drawn(
        "pages/home.html",
        site=reader().site(),
        newest=reader().newest(),
        completeness=completeness(reader().site()),
    )


@door.get("/about")
def about(ui: str) -> Response:
    """Show what the glossary is for and how it is made."""
    return not_modified() or drawn(
        "pages/about.html",
        site=reader().site(),
        published=datetime.fromisoformat(reader().site().published),
        completeness=completeness(reader().site()),
    )


@door.get("/about/sources")
def sources(ui: str) -> Response:
    """Show the register of sources: the works that are cited."""
    found = not_modified()
    if found:
        return found
    works = [one for one in reader().site().sources.values() if not one.get("own")]
    works.sort(key=lambda work: str(work["citation"]).casefold())
    names = {work["key"]: work["citation"] for work in works}
    return drawn("pages/sources.html", works=works, names=names)


@door.get("/search")
def search(ui: str) -> Answer:
    """Show what a search finds in all vocabularies and languages, with filters."""
    unchanged = not_modified()
    if unchanged:
        return unchanged
    site = reader().site()
    asked = asked_for(reader())
    query = asked.query
    results = reader().search(query) if query.text else None
    pages = min(-(-results.total // query.per_page), MOST_PAGES) if results else 0
    if asked_page() > max(pages, 1):
        return redirect(here(page=pages if pages > 1 else None), 303)
    rows = grouped([_row(hit, query, helpers()) for hit in results.hits]) if results else []
    return drawn(
        "pages/search.html",
        query=query,
        results=results,
        rows=rows,
        site=site,
        above=asked.above,
        groups=[(id, reader().group(id, query.vocabularies)) for id in query.groups],
        pages=pages,
        is_cut=asked.is_cut,
        left_aside=asked.left_aside,
        pair=language_pair.chosen(),
    )


def _row(hit: Hit, query: Query, helpers: TemplateHelpers) -> Record:
    """Return what the page shows of a hit; the match where the title does not show it."""
    record = decode_outline(hit.record)
    lang, title = helpers.title_of(record)
    in_title = hit.match.kind in KINDS and any(
        found for _, found in marked(title, lang, query.text, "preferred")
    )
    terms = preferred_terms(record)
    texts = {tag: found[0]["text"] for tag, found in record["definitions"].items()}
    return {
        "hit": hit,
        "record": record,
        "title": title,
        "title_lang": lang,
        "shows_match": bool(hit.match.text) and not in_title,
        "aligned": "" if hit.match.kind in KINDS else helpers.aligned(hit.match.lang),
        "definition": helpers.chosen(texts),
        "pair": [
            (helpers.language(tag), helpers.span(terms[tag], tag) if tag in terms else "")
            for tag in filter(None, language_pair.chosen())
        ],
    }


@door.get("/<vocabulary>/")
def vocabulary(ui: str, vocabulary: str) -> Answer:
    """Show a vocabulary: what it is, its A-Z, hierarchy and groups.

    With the view "branch" only what is below one concept, for a hierarchy that is shown already.
    A view that there is not leads to the first.
    """
    described = reader().vocabulary(vocabulary)
    unchanged = not_modified()
    if unchanged:
        return unchanged
    lang = reader().content_language(described, content_language())
    asked, number = request.args, asked_page()
    view, group = asked.get("view", ""), asked.get("group", "")
    if view in ("hierarchy", "branch"):
        opened = [id for id in asked.getlist("open") if id]
        tree = browsing.Tree(reader(), vocabulary, lang, opened, asked.get("at", ""), number)
        if view == "branch":
            branch = tree.branch(opened[-1] if opened else "")
            return drawn("pages/branch.html", lang, tree=tree, branch=branch)
        values: dict[str, Any] = {"tree": tree, "branch": tree.whole()}
    elif view == "groups" and group:
        view, values = "group", browsing.one_group(reader(), vocabulary, group, lang, number)
    elif view == "groups":
        values = browsing.all_groups(reader(), vocabulary, lang, number)
    elif view not in ("", "letters"):
        return redirect(here(view=None), 303)
    else:
        view = "letters"
        values = browsing.letters(reader(), vocabulary, lang, asked.get("letter", ""), number)
    return drawn(
        "pages/vocabulary.html", lang, described=described, view=view,
        files=offers.of_vocabulary(vocabulary, described["concepts"]),
        dumps=offers.of_dumps(reader().settings, vocabulary),
        **_for_crawlers(described, helpers()), **values,
    )  # fmt: skip


_VIEWS = ("view", "letter", "group", "page")
"""What of the address of a vocabulary's page shows something else of it."""


def _for_crawlers(described: Record, helpers: TemplateHelpers) -> dict[str, Any]:
    """Return what crawlers read of a vocabulary."""
    title = (helpers.chosen(described["title"]) or ("", described["id"]))[1]
    asked = {name: request.args[name] for name in _VIEWS if request.args.get(name)}
    place = f"{quote(described['id'], safe='')}/"
    page = f"{reader().settings.base_url}/{helpers.ui}/{place}"
    text = helpers.chosen(described["description"])
    return {
        "structured": structured_data.term_set(described, page, title),
        "about": structured_data.shortened(text[1]) if text else "",
        "neutral": f"/id/{place}",
        "place": place + (f"?{urlencode(asked)}" if asked else ""),
    }


@door.get("/<vocabulary>/<concept>")
def concept(ui: str, vocabulary: str, concept: str) -> Response:
    """Show a concept: its terms in all languages, definitions, place, and the other sectors."""
    record = record_in_use(vocabulary, concept)
    unchanged = not_modified()
    if unchanged:
        return unchanged
    lang = content_language()
    return drawn("pages/concept.html", lang, **entry(reader(), helpers(), record, lang))


@door.get("/<vocabulary>/<concept>/cite.<ending>")
def cite(ui: str, vocabulary: str, concept: str, ending: str) -> Response:
    """Send a concept as an entry for reference managers."""
    if ending not in citing.FILES:
        abort(404)
    record = record_in_use(vocabulary, concept)
    described, lang = reader().vocabulary(vocabulary), content_language()
    scheme = helpers().chosen(described["title"], lang) or ("", vocabulary)
    title = helpers().title_of(record, lang)
    cited = citing.cited(record, described, title, scheme, helpers().site_title)
    _, media_type, made = citing.FILES[ending]
    answer = Response(made(cited), content_type=f"{media_type}; charset=utf-8")
    name = f"{cited.key}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return cached(answer)
