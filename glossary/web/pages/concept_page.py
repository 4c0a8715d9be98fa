"""What the page of a concept shows, chosen and put in order before it is drawn.

Texts are given with their language and their marks (draft, abbreviation and such); the template
only places them.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from glossary.errors import N_
from glossary.model import EQUIVALENCES
from glossary.reader import Reader, Record, preferred_terms
from glossary.records import MOST_NEIGHBOURS
from glossary.web import language_pair, offers, structured_data
from glossary.web.pages import citing, neighbourhood
from glossary.web.pages.beside import surroundings
from glossary.web.pages.citations import Citations
from glossary.web.pages.texts import Text, preferred, synonyms, texts
from glossary.web.template_helpers import TemplateHelpers, outside_name

_NOTES = ("definitions", "scope_notes", "examples", "history_notes", "notes")
_DRAWN = N_("What is next to it, drawn")
_RELATIONS = ("broader", "narrower", "related")
Row = tuple[str, str, Markup, list[Markup], list[Markup]]


def entry(reader: Reader, helpers: TemplateHelpers, record: Record, lang: str) -> dict[str, Any]:
    """Return the values of the template for a record, in the language `lang` of the content."""
    described = reader.vocabulary(record["vocabulary"])
    title_lang, title = helpers.title_of(record, lang)
    terms = preferred_terms(record)
    notes = {name: helpers.chosen(record.get(name, {}), lang) for name in _NOTES}
    chosen = language_pair.chosen()
    tags = helpers.in_reading_order(record["terms"], lang)
    tags.sort(key=lambda tag: (tag != lang, tag not in chosen))
    place = helpers.place(record["vocabulary"], record["id"])
    page = f"{reader.settings.base_url}/{helpers.ui}/{place}"
    scheme = helpers.chosen(described["title"], lang) or ("", record["vocabulary"])
    definition = notes["definitions"] and (
        notes["definitions"][0], notes["definitions"][1][0]["text"]
    )  # fmt: skip
    citations = Citations(helpers, reader.site().sources)
    about = definition[1] if definition else f"{title} – {scheme[1]}"
    source = citing.cited(record, described, (title_lang, title), scheme, helpers.site_title)
    return {
        "structured": structured_data.term(
            record, described, page, (title_lang, title), scheme, definition
        ),
        "about": structured_data.shortened(about),
        "oembed": f"{helpers.root}/oembed?url={quote(page, safe='')}",
        "record": record,
        "files": offers.of_concept(record["vocabulary"], record["id"]),
        "described": described,
        "vocabulary_title": helpers.label(described["title"]),
        "title": title,
        "title_lang": title_lang,
        "chosen_pair": chosen,
        "place": place,
        "ways": _ways(reader, helpers, record, lang),
        "title_marks": _title_marks(helpers, record["terms"].get(title_lang, ()), title_lang),
        "synonyms": synonyms(helpers, record["terms"].get(title_lang, ()), title_lang),
        "notes": {
            name: texts(helpers, citations, *found) for name, found in notes.items() if found
        },
        "beside": surroundings(reader, helpers, record, (title_lang, title), lang),
        "pair": _pair(helpers, citations, record),
        "rows": [_row(helpers, record, tag) for tag in tags],
        "term_sources": list(citations.of_terms({tag: record["terms"][tag] for tag in tags})),
        "told": _told(record["terms"]),
        "missing": [
            (tag, helpers.language(tag)) for tag in described["languages"] if tag not in terms
        ],
        "improvable": _improvable(described, record, lang),
        "others": [
            (helpers.language(tag), texts(helpers, citations, tag, record["definitions"][tag]))
            for tag in tags
            if tag in record["definitions"] and tag != (notes["definitions"] or ("",))[0]
        ],
        "citations": citing.styled(source),
        "cite_files": [(ending, name) for ending, (name, _, _) in citing.FILES.items()],
        **_near(reader, helpers, record, helpers.span(title, title_lang), lang),
    }


def _near(
    reader: Reader, helpers: TemplateHelpers, record: Record, title: Markup, lang: str
) -> dict[str, Any]:
    """Return what is near a concept: by relation, drawn, its groups, and what is elsewhere."""
    relations = {
        name: [_reference(helpers, item, lang) for item in found]
        for name, found in _related(reader, record, lang).items()
    }
    drawing = neighbourhood.drawn(title, relations, helpers.gettext(_DRAWN), helpers.is_rtl)
    return {
        "relations": relations,
        "near_map": drawing,
        "groups": [
            _group(helpers, record["vocabulary"], group, lang) for group in record["groups"]
        ],
        "outside": [
            (helpers.name_of(item["relation"], "relation"), _reference(helpers, item, lang))
            for item in record["mappings"]
            if "id" not in item
        ],
    }


def _improvable(described: Record, record: Record, lang: str) -> list[str]:
    """Return the slots of which another wording in `lang` can be proposed; none in the source."""
    source = described["source_language"]
    if lang == source or source not in preferred_terms(record):
        return []
    return ["prefLabel", "altLabel", *(["definition"] if source in record["definitions"] else [])]


def _pair(
    helpers: TemplateHelpers, citations: Citations, record: Record
) -> list[tuple[Markup, list[Markup], list[Text]]]:
    """Return the reader's two languages, if any: name, terms and definitions in each."""
    return [
        (
            helpers.language(tag),
            preferred(helpers, record["terms"].get(tag, ()), tag),
            texts(helpers, citations, tag, record["definitions"].get(tag, ())),
        )
        for tag in filter(None, language_pair.chosen())
    ]


def _told(terms: Record) -> list[str]:
    """Return the equivalences that are explained below the terms: those that are not exact."""
    found = {term.get("equivalence") for some in terms.values() for term in some}
    return [one for one in EQUIVALENCES if one in found and one != "exact"]


def _reference(helpers: TemplateHelpers, item: Record, lang: str) -> Markup:
    """Return a link to a concept that a record names; the bare URI where that is no address."""
    if "id" in item:
        address = helpers.concept_address(item["vocabulary"], item["id"], lang)
        mark = helpers.withdrawn_mark if "status" in item else ""
        return Markup(f'<a href="{escape(address)}">{helpers.label(item["label"], lang)}</a>{mark}')
    uri = escape(item["uri"])
    if not item["uri"].startswith(("http://", "https://")):
        return Markup(f'<code dir="ltr">{uri}</code>')
    name = escape(outside_name(item["uri"]))
    return Markup(f'<a href="{uri}" rel="external"><bdi lang="en" dir="ltr">{name}</bdi></a>')


def _related(reader: Reader, record: Record, lang: str) -> dict[str, list[Record]]:
    """Return the concepts that a record names by relation, the withdrawn last; the narrower ones
    as the hierarchy lists them in `lang`, the first of them where there are very many.
    """
    found = {name: _living_first(record[name]) for name in _RELATIONS}
    narrower = {item["id"]: item for item in found["narrower"]}
    if len(narrower) > 1:
        place = record["vocabulary"], record["id"]
        ids = [entry.id for entry in reader.children(*place, lang, 0, MOST_NEIGHBOURS)]
        if "narrower_total" in record:
            narrower = reader.summaries(place[0], ids) | narrower
        ordered = [narrower.pop(id) for id in ids if id in narrower]
        found["narrower"] = [*ordered, *narrower.values()][:MOST_NEIGHBOURS]
    return found


def _living_first(items: Sequence[Record]) -> list[Record]:
    """Return what a record names, the withdrawn last."""
    return sorted(items, key=lambda item: "status" in item)


def _group(helpers: TemplateHelpers, vocabulary: str, group: Record, lang: str) -> Markup:
    """Return a link to the search in a group."""
    address = escape(helpers.search_address(vocabulary=vocabulary, group=group["id"]))
    return Markup(
        f'<a href="{address}">{helpers.label(group["label"], lang) or escape(group["id"])}</a>'
    )


def _ways(
    reader: Reader, helpers: TemplateHelpers, record: Record, lang: str
) -> list[list[tuple[str, Markup]]]:
    if not record["broader"]:
        return [[]]
    ways = reader.paths(record)
    return [[_step(helpers, summary, lang) for summary in way[:-1]] for way in ways]


def _step(helpers: TemplateHelpers, summary: Record, lang: str) -> tuple[str, Markup]:
    """Return the address of a concept and its preferred term, from its summary."""
    address = helpers.concept_address(summary["vocabulary"], summary["id"], lang)
    return address, helpers.named(summary, lang)


def _title_marks(helpers: TemplateHelpers, terms: Iterable[Record], tag: str) -> Markup:
    """Return what a reader is told beside the title: marks of the preferred term, and its note."""
    for term in terms:
        if term["status"] == "preferred":
            return helpers.parts["marks"](tag, tuple(term.get("marks", ())), term.get("note"))
    return Markup("")


def _row(helpers: TemplateHelpers, record: Record, tag: str) -> Row:
    """Return tag, address, name, preferred terms and synonyms of a language."""
    terms = record["terms"][tag]
    address = helpers.concept_address(record["vocabulary"], record["id"], tag)
    name = helpers.language(tag)
    return tag, address, name, preferred(helpers, terms, tag), synonyms(helpers, terms, tag)
