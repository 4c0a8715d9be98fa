"""How the sectors name and define the same idea, for one of its terms or concepts."""

from typing import Any

from pydantic import Field, field_validator
from pydantic_core import from_json

from glossary.errors import N_, Invalid, NotFound
from glossary.reader import Reader
from glossary.records import restricted
from glossary.web.api.chosen import ALL, Targets
from glossary.web.api.door import checked_tag
from glossary.web.assistants.choosing import Outline, concept_named, outline, source_language

_MOST_OTHERS = 10


class ComparisonParameters(Targets):
    """A term, or a concept, and the languages to answer in."""

    term: str | None = Field(None, description="A term of the idea; or give `concept`.")
    concept: str | None = Field(
        None, description="A concept, as vocabulary/id or by its URI; or give `term`."
    )
    lang: str | None = Field(None, description="Language of the term; its terms come first.")

    _tag = field_validator("lang")(checked_tag)


def compared(reader: Reader, query: ComparisonParameters) -> dict[str, Any]:
    """Show how libraries, archives, museums, monuments and audiovisual archives name and define
    the same idea.

    The idea is given by a term or a concept. Each sector has the concepts that are mapped to it,
    with the relation: exactMatch and closeMatch are the same or nearly the same, broadMatch and
    narrowMatch are wider and narrower, relatedMatch is something else that belongs to it; self is
    the concept itself. A sector without concepts has no mapped term for the idea: do not invent
    one. Where the term names several concepts, the first is compared and `others` names more.
    """
    if (query.term is None) == (query.concept is None):
        raise Invalid(
            N_("Give either “%(parameter)s” or “%(other)s”."),
            parameter="term",
            other="concept",
            code="missing",
        )
    others: list[Outline] = []
    total, lang = 1, query.lang or ""
    to = query.targets()
    if query.concept is not None:
        chosen = concept_named(reader, query.concept)
    else:
        term = query.term or ""
        hits = reader.lookup(term, lang, per_page=_MOST_OTHERS + 1)
        if not hits:
            raise NotFound(N_("No concept is named “%(value)s”."), value=term)
        chosen, total, lang = hits[0].record, hits.total, lang or hits[0].match.lang
        others = [_outline(reader, hit.record, to, lang) for hit in hits[1:]]
    record = from_json(chosen)
    return {
        "concept": _outline(reader, chosen, to, lang),
        "sectors": [
            {
                "sector": sector,
                "concepts": [
                    {**_chosen(reader, one, to, lang), "relation": relation}
                    for relation, one in found
                ],
            }
            for sector, found in reader.comparison(record)
        ],
        "others": others,
        "total": total,
    }


def _outline(reader: Reader, record: bytes, to: tuple[str, ...], lang: str) -> Outline:
    vocabulary = from_json(record)["vocabulary"]
    return outline(reader, record, to, lang, source_language(reader, vocabulary))


def _chosen(reader: Reader, record: Outline, to: tuple[str, ...], lang: str) -> Outline:
    """Return the members of an outline in the languages that are asked for, or follow from that."""
    names = (
        "uri", "id", "vocabulary", "page", "status", "sectors", "kinds", "notations", "terms",
        "definitions",
    )  # fmt: skip
    made = {name: record[name] for name in names if name in record}
    wanted = to or tuple(filter(None, (lang, source_language(reader, record["vocabulary"]))))
    if ALL in wanted:
        return made
    some = restricted(made, wanted)
    return some if to or some["terms"] else made
