"""What ``/text`` answers, as models."""

from typing import Literal

from pydantic import Field

from glossary.web.api.shapes import ConceptShape, Shape


class TextQuery(Shape):
    """What was asked for."""

    lang: list[str] = Field(description="Languages that the text may be in; none for all.")
    to: list[str]
    vocabulary: list[str]
    sector: str | None
    overlapping: bool
    against: str | None = Field(description="The language of the translation that was checked.")


class TextPlace(Shape):
    """Where a term stands: characters (Unicode code points) from 0, the end excluded."""

    start: int
    end: int
    text: str = Field(description="As it stands there.")
    form: Literal["exact", "folded", "inflected"]


class TextMatch(Shape):
    """The label that is written there."""

    kind: Literal["preferred", "alternative", "hidden"]
    text: str
    lang: str


class TextConcept(Shape):
    """A concept that a term may name, and by which label."""

    match: TextMatch
    concept: ConceptShape


class TextTerm(Shape):
    """A term of the text: its places, and the concepts that it may name."""

    text: str = Field(description="As it stands at its first place.")
    lang: str
    places: list[TextPlace]
    total: int = Field(description="How many concepts it may name: more than one for homographs.")
    concepts: list[TextConcept] = Field(description="Those of the preferred sector first.")


class TextFinding(Shape):
    """A term of the source whose approved equivalent does not stand in the translation."""

    problem: Literal["missing", "not_approved", "no_term"] = Field(
        description="No term of the concept stands there; one does that should not be used; the "
        "glossary has none in this language."
    )
    text: str = Field(description="The term as it stands in the source.")
    lang: str
    start: int
    end: int
    place: str = Field(description="How a bilingual file names the segment, or an empty text.")
    source: str = Field(description="The segment or paragraph of the source.")
    target: str = Field(description="Its translation.")
    expected: list[str] = Field(description="Terms of which one should stand in the translation.")
    instead: str = Field(description="What stands there that should not be used.")
    concept: ConceptShape


class TextCheck(Shape):
    """A translation held against its source."""

    lang: str
    checked: int = Field(description="How many terms of the source were looked for.")
    total: int = Field(description="How many of them are told here.")
    findings: list[TextFinding] = Field(description="At most 1000.")


class TextAnswer(Shape):
    """The terms of a text, in the order in which they first stand there."""

    query: TextQuery
    langs: list[str] = Field(description="The languages that the text was found to be in.")
    characters: int
    occurrences: int = Field(description="At how many places terms stand.")
    total: int = Field(description="How many different terms these are.")
    page: int
    pages: int
    terms: list[TextTerm]
    check: TextCheck | None = Field(description="Only where a translation was given.")
