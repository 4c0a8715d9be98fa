"""``/concepts``, ``/vocabularies`` and ``/languages``: what there is, and one by one."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field, field_validator

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.web.api.changes import MOMENT, moment
from glossary.web.api.chosen import ALL, Targets, sent
from glossary.web.api.door import (
    JsonChunks,
    Parameters,
    checked_tag,
    get,
    json_array,
    json_object,
    next_page,
)
from glossary.web.api.shapes import (
    ConceptsAnswer,
    ConceptShape,
    EntriesAnswer,
    GroupAnswer,
    GroupsAnswer,
    LanguagesAnswer,
    LettersAnswer,
    VocabulariesAnswer,
    VocabularyDetail,
)
from glossary.web.api.source_shapes import SourcesAnswer
from glossary.web.context import reader
from glossary.web.cursors import decode, encode
from index import ListEntry

_PER_PAGE = 200


@get("/concepts/<vocabulary>/<concept>", ConceptShape)
def concept(vocabulary: str, concept: str) -> JsonChunks:
    """Return a concept with everything that is published of it."""
    return JsonChunks([reader().concept_bytes(vocabulary, concept)])


@get("/vocabularies", VocabulariesAnswer)
def vocabularies() -> JsonChunks:
    """Return the vocabularies of the site."""
    found = [_without(v, "groups") for v in reader().site().vocabularies.values()]
    return json_object(vocabularies=found)


@get("/vocabularies/<vocabulary>", VocabularyDetail)
def vocabulary(vocabulary: str) -> JsonChunks:
    """Return what is known of a vocabulary, with its groups."""
    return json_object(**reader().vocabulary(vocabulary))


@get("/sources", SourcesAnswer)
def sources() -> JsonChunks:
    """Return the works that terms and texts cite, where the site has a register of them."""
    return json_object(sources=[*reader().site().sources.values()])


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


class ListParameters(Parameters):
    """The language of a list, and the page."""

    lang: str | None = Field(None, description="The vocabulary's source language if not given.")
    page: int = Field(1, ge=1, le=100_000)

    _tag = field_validator("lang")(checked_tag)


class LanguageParameter(Parameters):
    """The language of a list."""

    lang: str | None = Field(None, description="The vocabulary's source language if not given.")

    _tag = field_validator("lang")(checked_tag)


@get("/vocabularies/<vocabulary>/top", EntriesAnswer, ListParameters)
def top(vocabulary: str, query: ListParameters) -> JsonChunks:
    """Return the concepts that have none above them."""
    described = reader().vocabulary(vocabulary)
    lang = reader().content_language(described, query.lang or described["source_language"])
    offset = (query.page - 1) * _PER_PAGE
    found = reader().children(vocabulary, "", lang, offset, _PER_PAGE + 1)
    concepts = [_entry(one) for one in found[:_PER_PAGE]]
    following = next_page(page=query.page + 1) if len(found) > _PER_PAGE else None
    return json_object(lang=lang, concepts=concepts, next=following)


class ConceptsParameters(Targets):
    """Since when, where to go on, how many, and in which languages."""

    to: str | None = Field(
        None, description="Languages to answer in, with commas between; all if not given."
    )

    modified_since: str | None = Field(
        None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="A day (ISO 8601)."
    )
    published_since: str | None = Field(
        None, pattern=MOMENT, description="A day or a moment (ISO 8601), in UTC if not said."
    )
    cursor: str | None = Field(None, description="From `next`: where to go on.")
    limit: int = Field(100, ge=1, le=500)


@get("/vocabularies/<vocabulary>/concepts", ConceptsAnswer, ConceptsParameters)
def concepts(vocabulary: str, query: ConceptsParameters) -> JsonChunks:
    """Return the concepts of a vocabulary, page by page, the withdrawn ones too.

    In the order of their ids; with `modified_since` those that changed on that day or later, in
    the order of their changes: concepts without any date are not among them. With
    `published_since` those that came to be as they are with a publication or decision then or
    later, in that order: none is missed. They are whole, for those who take in a vocabulary,
    unless languages are named in `to`.
    """
    since = moment(query.published_since, "published_since")
    if since and query.modified_since:
        raise Invalid(N_("“%(parameter)s” cannot be used."), parameter="published_since")
    found, further = _published(vocabulary, query, since) if since else _listed(vocabulary, query)
    following = next_page(cursor=encode(*further)) if further else None
    to = query.targets() or (ALL,)
    return json_object(
        concepts=json_array(JsonChunks([sent(one, to)]) for one in found), next=following
    )


def _listed(
    vocabulary: str, query: ConceptsParameters
) -> tuple[Sequence[bytes], tuple[str, ...] | None]:
    """Return records by id or date of change, and where to go on."""
    day, id = decode(query.cursor, 2) if query.cursor else ("", "")
    return reader().concepts(vocabulary, (day, id), query.modified_since or "", query.limit)


def _published(
    vocabulary: str, query: ConceptsParameters, since: str
) -> tuple[Sequence[bytes], tuple[str, ...] | None]:
    """Return records in the order in which they were published, and where to go on."""
    after = (since, "", "")
    if query.cursor:
        date, of, id = decode(query.cursor, 3)
        after = max(after, (date, of, id))
    found = reader().by_date(
        vocabulary, after, query.limit + 1, date="published", newest_first=False
    )
    shown = found[: query.limit]
    further = shown[-1][:3] if len(found) > query.limit else None
    return [one.record for one in shown], further


@get("/vocabularies/<vocabulary>/groups", GroupsAnswer, ListParameters)
def groups(vocabulary: str, query: ListParameters) -> JsonChunks:
    """Return a page of the groups of a vocabulary, in the order of the language.

    Each with the number of its members and the ids of the groups in it.
    """
    described, known = reader().vocabulary(vocabulary), reader().groups(vocabulary)
    lang = reader().content_language(described, query.lang or described["source_language"])
    found, start = known.every(lang), (query.page - 1) * _PER_PAGE
    listed = [
        {
            **_counted(vocabulary, one),
            "groups": known.inside(one["id"]),
            "kind": one.get("kind", "collection"),
            "ordered": bool(one.get("ordered")),
        }
        for one in found[start : start + _PER_PAGE]
    ]
    following = next_page(page=query.page + 1) if start + _PER_PAGE < len(found) else None
    return json_object(lang=lang, total=len(found), groups=listed, next=following)


@get("/vocabularies/<vocabulary>/groups/<group>", GroupAnswer, ListParameters)
def group(vocabulary: str, group: str, query: ListParameters) -> JsonChunks:
    """Return a group of a vocabulary: the groups in it, and a page of its members.

    Members are in the order of the group where it has one, else in that of the language.
    """
    described, found = reader().vocabulary(vocabulary), reader().group_of(vocabulary, group)
    lang = reader().content_language(described, query.lang or described["source_language"])
    offset = (query.page - 1) * _PER_PAGE
    members = reader().members(vocabulary, group, lang, offset, _PER_PAGE + 1)
    return json_object(
        **_counted(vocabulary, found),
        lang=lang,
        groups=[
            _counted(vocabulary, one) for one in reader().groups(vocabulary).below(group, lang)
        ],
        concepts=[_entry(one) for one in members[:_PER_PAGE]],
        next=next_page(page=query.page + 1) if len(members) > _PER_PAGE else None,
    )


def _counted(vocabulary: str, group: dict[str, Any]) -> dict[str, Any]:
    total = reader().groups(vocabulary).size(group["id"])
    return {"id": group["id"], "label": group["label"], "total": total}


def _entry(one: ListEntry) -> dict[str, Any]:
    made = {"id": one.id, "text": one.text, "lang": one.lang, "children": one.children}
    return {**made, "notation": one.notation} if one.notation else made


@get("/vocabularies/<vocabulary>/letters", LettersAnswer, LanguageParameter)
def letters(vocabulary: str, query: LanguageParameter) -> JsonChunks:
    """Return the letters of the A-Z with the number of labels."""
    described = reader().vocabulary(vocabulary)
    lang = reader().content_language(described, query.lang or described["source_language"])
    found = reader().letters(vocabulary, lang)
    return json_object(
        lang=lang, letters=[{"letter": one, "labels": count} for one, count in found]
    )


@get("/languages", LanguagesAnswer)
def all_languages() -> JsonChunks:
    """Return the languages of the content, most terms first."""
    spoken = reader().settings.interface_languages
    found = [
        {
            "tag": tag,
            "name": languages.own_name(tag),
            "direction": languages.direction(tag),
            "terms": terms,
            "interface": tag in spoken,
        }
        for tag, terms in reader().site().languages().items()
    ]
    return json_object(languages=found)
