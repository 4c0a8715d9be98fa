"""``/search``: full text over terms, definitions and notes, with facets and paging."""

from pydantic import Field, field_validator

from glossary.errors import N_, Invalid
from glossary.web.api.chosen import Targets, sent
from glossary.web.api.door import (
    JsonChunks,
    check_page_size,
    checked_tag,
    get,
    json_array,
    json_object,
    listed,
    next_page,
    with_concept,
)
from glossary.web.api.shapes import SearchAnswer
from glossary.web.context import reader
from index import Query, Results

STATUSES = ("approved", "deprecated")


class SearchParameters(Targets):
    """Words to look for, filters and the page."""

    q: str = Field(
        json_schema_extra={"minLength": 1},
        description='Words, "phrases", -excluded words, prefix*; any of these after term:, '
        "definition:, note: or notation:.",
    )
    lang: str | None = Field(None, description="Only what is found in this language.")
    vocabulary: str | None = Field(None, description="Ids of vocabularies, with commas between.")
    sector: str | None = Field(None, description="Sectors, with commas between.")
    status: str | None = Field(None, description="approved or deprecated.")
    group: str | None = Field(None, description="Ids of groups, with commas between.")
    below: str | None = Field(
        None, description="A concept, as vocabulary/id: only it and what is below it."
    )
    page: int = Field(1, ge=1, le=10_000)
    per_page: int = Field(20, ge=1)

    _tag = field_validator("lang")(checked_tag)


def _place(value: str | None) -> tuple[str, str] | None:
    vocabulary, _, id = (value or "").strip().partition("/")
    return (vocabulary, id) if vocabulary or id else None


@get("/search", SearchAnswer, SearchParameters)
def search(query: SearchParameters) -> JsonChunks:
    """Return a page of the concepts whose terms or texts hold the words, best first.

    All words are looked for. Where no concept has all of them, those that have most are found,
    and `missing` says how many words each lacks. What could not be used of the query is told in
    `problems`. Each concept is sent in a few languages only, see `to`.
    """
    check_page_size(query.per_page)
    for status in listed(query.status):
        if status not in STATUSES:
            raise Invalid(N_("There is no status “%(value)s”."), parameter="status", value=status)
    results = reader().search(
        Query(
            query.q,
            query.lang or "",
            listed(query.vocabulary),
            listed(query.sector),
            listed(query.status),
            query.page,
            query.per_page,
            listed(query.group),
            _place(query.below),
        )
    )
    to, lang, described = query.targets(), query.lang or "", reader().site().vocabularies
    hits = (
        with_concept(
            {"match": hit.match._asdict(), "snippet": hit.snippet},
            sent(
                hit.record, to, lang, hit.match.lang, described[hit.vocabulary]["source_language"]
            ),
        )
        for hit in results.hits
    )
    return json_object(
        total=results.total,
        page=query.page,
        per_page=query.per_page,
        next=_next(query, results),
        hits=json_array(hits),
        facets={
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in results.facets.items()
        },
        missing=results.missing,
        problems=[{"code": one.code, "part": one.part} for one in results.problems],
        suggestions=[one.text for one in results.suggestions],
    )


def _next(query: SearchParameters, results: Results) -> str | None:
    if query.page * query.per_page >= results.total:
        return None
    return next_page(page=query.page + 1)
