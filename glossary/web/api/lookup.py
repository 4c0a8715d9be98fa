"""``/lookup``: the concepts that a term names, one term or a batch; ``/suggest`` while typing."""

from functools import lru_cache
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import to_json

from glossary.errors import Invalid
from glossary.errors.plurals import NN_
from glossary.web.api.chosen import DEFAULT, Targets, checked_target, sent
from glossary.web.api.door import (
    JsonChunks,
    check_page_size,
    checked_tag,
    door,
    get,
    json_array,
    json_object,
    listed,
    post,
    with_concept,
)
from glossary.web.api.shapes import BatchAnswer, LookupAnswer, SuggestAnswer
from glossary.web.context import reader
from index import Completion, Hit, Match

_SIZE = 20
"""Concepts on a page where no other number is asked for."""


class LookupParameters(Targets):
    """The term to look up, its language, the vocabulary, and the languages to answer in."""

    term: str = Field(
        json_schema_extra={"minLength": 1}, description="The term, in any language and spelling."
    )
    lang: str | None = Field(None, description="Language of the term; its terms come first.")
    vocabulary: str | None = Field(None, description="Ids of vocabularies, with commas between.")
    page: int = Field(1, ge=1, le=10_000)
    per_page: int = Field(_SIZE, ge=1)

    _tag = field_validator("lang")(checked_tag)


@get("/lookup", LookupAnswer, LookupParameters)
def lookup(query: LookupParameters) -> JsonChunks:
    """Return a page of the concepts that a term names, best kind of match first.

    Preferred terms come before alternative and hidden ones, each exact before folded (case,
    width, diacritics, Arabic vowel signs and letter forms); inflected forms only where nothing
    else was found. Terms of the language asked for come before those of others. Each concept is
    sent in a few languages only, see `to`.
    """
    return _answer(query, query.targets(), "term", query.page, query.per_page)


def _answer(
    asked: "LookupParameters | BatchTerm",
    to: tuple[str, ...],
    parameter: str,
    page: int,
    size: int,
) -> JsonChunks:
    check_page_size(size)
    within = listed(asked.vocabulary)
    lang = asked.lang or ""
    hits = reader().lookup(asked.term, lang, within, parameter, page, size)
    told: dict[str, object] = {"term": asked.term, "lang": asked.lang, "to": to}
    if asked.vocabulary:
        told["vocabulary"] = asked.vocabulary
    meant = () if hits.total else reader().similar(asked.term, lang)
    described = reader().site().vocabularies
    return json_object(
        query=told,
        total=hits.total,
        next=_next(told, to, page, size) if page * size < hits.total else None,
        matches=json_array(
            _match(hit, to, lang, described[hit.vocabulary]["source_language"]) for hit in hits
        ),
        suggestions=[one.text for one in meant],
    )


def _next(told: dict[str, object], to: tuple[str, ...], page: int, size: int) -> str:
    """Return the address of the page after a page of an answer."""
    values = {**told, "to": ",".join(to), "page": page + 1, "per_page": size}
    given = {name: str(value) for name, value in values.items() if value}
    return f"{reader().site().base_url}{door.url_prefix}/lookup?{urlencode(given)}"


def _match(hit: Hit, to: tuple[str, ...], lang: str, source: str) -> JsonChunks:
    return JsonChunks((_told(hit.match), sent(hit.record, to, lang, hit.match.lang, source), b"}"))


@lru_cache(512)
def _told(match: Match) -> bytes:
    """Return the JSON of a hit up to its concept; many hits of an answer have the same."""
    return to_json({"match": match._asdict()})[:-1] + b',"concept":'


class BatchTerm(BaseModel):
    """One term of a batch."""

    model_config = ConfigDict(extra="forbid")

    term: str = Field(json_schema_extra={"minLength": 1})
    lang: str | None = None
    vocabulary: str | None = None

    _tag = field_validator("lang")(checked_tag)


class BatchRequest(BaseModel):
    """Up to 500 terms (a setting) and the languages to answer in."""

    model_config = ConfigDict(extra="forbid")

    terms: list[BatchTerm]
    to: list[str] = Field([], description=f"Languages to answer in; * for all. {DEFAULT}")
    per_page: int = Field(_SIZE, ge=1, description="Most concepts for each term.")

    @field_validator("to")
    @classmethod
    def _tags(cls, value: list[str]) -> list[str]:
        return [tag for tag in map(checked_target, value) if tag]


@post("/lookup", BatchAnswer, BatchRequest)
def batch(body: BatchRequest) -> JsonChunks:
    """Return an answer for each term, in the order of the request."""
    most = reader().settings.max_batch_terms
    if len(body.terms) > most:
        raise Invalid(
            NN_(
                "“%(parameter)s” holds more than %(most)s term.",
                "“%(parameter)s” holds more than %(most)s terms.",
                "most",
            ),
            parameter="terms",
            code="too_many",
            most=most,
        )
    answers = [
        _answer(one, tuple(body.to), f"terms.{place}.term", 1, body.per_page)
        for place, one in enumerate(body.terms)
    ]
    return json_object(results=json_array(answers))


class SuggestParameters(Targets):
    """What was typed so far, and where to look."""

    q: str = Field(
        json_schema_extra={"minLength": 1},
        description="The beginning of a term, or of a word in it.",
    )
    lang: str | None = Field(None, description="Its terms come first.")
    vocabulary: str | None = Field(None, description="Ids of vocabularies, with commas between.")
    limit: int = Field(10, ge=1, le=50)

    _tag = field_validator("lang")(checked_tag)


@get("/suggest", SuggestAnswer, SuggestParameters)
def suggest(query: SuggestParameters) -> JsonChunks:
    """Return terms that complete what was typed, best first."""
    found = reader().suggest(query.q, query.lang or "", listed(query.vocabulary), query.limit)
    apart = reader().distinctions(found)
    to, lang, described = query.targets(), query.lang or "", reader().site().vocabularies
    return json_object(
        suggestions=json_array(
            _suggestion(one, apart.get(n), sent(one.summary, to, lang, one.lang, source))
            for n, one in enumerate(found)
            for source in [described[one.vocabulary]["source_language"]]
        )
    )


def _suggestion(one: Completion, apart: dict[str, object] | None, concept: bytes) -> JsonChunks:
    told: dict[str, object] = {"text": one.text, "lang": one.lang, "kind": one.kind}
    if apart:
        told["apart"] = apart
    return with_concept(told, concept)
