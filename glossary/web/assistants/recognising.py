"""Which terms of the glossary stand in a text, as assistants ask for it."""

from typing import Any

from pydantic import Field, field_validator

from glossary.reader import Reader
from glossary.reader.query_checks import check_text
from glossary.reader.recognition.terms import Asked, Term, concepts_of, found_in, terms_of
from glossary.web.api.chosen import Targets
from glossary.web.api.door import checked_tag, listed
from glossary.web.assistants.choosing import outline, source_language

MOST_CHARACTERS = 4_000
_MOST_CONCEPTS = 5


class RecognitionParameters(Targets):
    """A text, its language, the vocabularies, and the languages to answer in."""

    text: str = Field(
        description=f"Up to {MOST_CHARACTERS} characters; give a longer text in parts.",
        json_schema_extra={"minLength": 1},
    )
    lang: str | None = Field(None, description="Language of the text: only its terms are found.")
    vocabulary: str | None = Field(None, description="Ids of vocabularies, with commas between.")

    _tag = field_validator("lang")(checked_tag)


def recognised(reader: Reader, query: RecognitionParameters) -> dict[str, Any]:
    """Find the terms of the glossary that stand in a text, with their places and concepts.

    Use it before a text is translated or indexed. Inflected forms are found as far as the language
    is known; the longest term wins. A term that names several concepts is given with all of them:
    which one is meant follows from the text.
    """
    check_text(query.text, "text", MOST_CHARACTERS)
    lang = query.lang or ""
    asked = Asked((lang,) if lang else (), listed(query.vocabulary))
    found = found_in(reader, query.text, asked)
    return {"terms": [_told(reader, query, term) for term in terms_of(found.occurrences)]}


def _told(reader: Reader, query: RecognitionParameters, term: Term) -> dict[str, Any]:
    """Return a term: its places, and the concepts that it may name."""
    lang, text = query.lang or "", query.text
    named = concepts_of(reader, term.labels[:_MOST_CONCEPTS])
    return {
        "places": [
            {"start": one.start, "end": one.end, "text": text[one.start : one.end]}
            for one in term.occurrences
        ],
        "total": len(term.labels),
        "concepts": [
            outline(
                reader, one.record, query.targets(), lang, one.label.lang,
                source_language(reader, one.label.vocabulary),
            )
            for one in named
        ],
    }  # fmt: skip
