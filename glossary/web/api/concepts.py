"""``/concepts``, ``/vocabularies`` and ``/languages``: what there is, and one by one."""

from typing import Any

from pydantic import Field, field_validator

from glossary import languages
from glossary.web.api.door import Parameters, Pieces, checked_tag, get, next_page, spliced
from glossary.web.api.shapes import (
    ConceptShape,
    EntriesAnswer,
    GroupAnswer,
    LanguagesAnswer,
    LettersAnswer,
    VocabulariesAnswer,
    VocabularyDetail,
)
from glossary.web.context import reader
from index import Entry

_PER_PAGE = 200


@get("/concepts/<vocabulary>/<concept>", ConceptShape)
def concept(vocabulary: str, concept: str) -> Pieces:
    """Return a concept with everything that is published of it."""
    return Pieces([reader().concept_bytes(vocabulary, concept)])


@get("/vocabularies", VocabulariesAnswer)
def vocabularies() -> Pieces:
    """Return the vocabularies of the site."""
    found = [_without(v, "groups") for v in reader().site().vocabularies.values()]
    return spliced(vocabularies=found)


@get("/vocabularies/<vocabulary>", VocabularyDetail)
def vocabulary(vocabulary: str) -> Pieces:
    """Return what is known of a vocabulary, with its groups."""
    return spliced(**reader().vocabulary(vocabulary))


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
def top(vocabulary: str, query: ListParameters) -> Pieces:
    """Return the concepts that have none above them."""
    described = reader().vocabulary(vocabulary)
    lang = reader().content_language(described, query.lang or described["source_language"])
    offset = (query.page - 1) * _PER_PAGE
    found = reader().children(vocabulary, "", lang, offset, _PER_PAGE + 1)
    concepts = [_entry(one) for one in found[:_PER_PAGE]]
    following = next_page(page=query.page + 1) if len(found) > _PER_PAGE else None
    return spliced(lang=lang, concepts=concepts, next=following)


@get("/vocabularies/<vocabulary>/groups/<group>", GroupAnswer, ListParameters)
def group(vocabulary: str, group: str, query: ListParameters) -> Pieces:
    """Return a group of a vocabulary: the groups in it, and a page of its members.

    Members are in the order of the group where it has one, else in that of the language.
    """
    described, found = reader().vocabulary(vocabulary), reader().group_of(vocabulary, group)
    lang = reader().content_language(described, query.lang or described["source_language"])
    offset = (query.page - 1) * _PER_PAGE
    members = reader().members(vocabulary, group, lang, offset, _PER_PAGE + 1)
    return spliced(
        **_counted(found),
        lang=lang,
        groups=[_counted(one) for one in reader().groups(vocabulary).below(group, lang)],
        concepts=[_entry(one) for one in members[:_PER_PAGE]],
        next=next_page(page=query.page + 1) if len(members) > _PER_PAGE else None,
    )


def _counted(group: dict[str, Any]) -> dict[str, Any]:
    return {"id": group["id"], "label": group["label"], "total": len(group["members"])}


def _entry(one: Entry) -> dict[str, Any]:
    made = {"id": one.id, "text": one.text, "lang": one.lang, "children": one.children}
    return {**made, "notation": one.notation} if one.notation else made


@get("/vocabularies/<vocabulary>/letters", LettersAnswer, LanguageParameter)
def letters(vocabulary: str, query: LanguageParameter) -> Pieces:
    """Return the letters of the A-Z with the number of labels."""
    described = reader().vocabulary(vocabulary)
    lang = reader().content_language(described, query.lang or described["source_language"])
    found = reader().letters(vocabulary, lang)
    return spliced(lang=lang, letters=[{"letter": one, "labels": count} for one, count in found])


@get("/languages", LanguagesAnswer)
def all_languages() -> Pieces:
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
    return spliced(languages=found)
