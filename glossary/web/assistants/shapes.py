"""What the tools of assistants answer beside what the JSON door answers, as models."""

from typing import Literal

from pydantic import Field

from glossary.reader.comparison import RELATIONS
from glossary.web.api.shapes import Notes, Shape, TermShape


class ConceptOutline(Shape):
    """What names a concept and says what it is; `read_concept` gives the rest."""

    uri: str
    id: str
    vocabulary: str
    page: str = Field(description="Permanent address that leads to the page for people.")
    status: Literal["approved", "deprecated"]
    sectors: list[str]
    kinds: list[str] = Field([])
    notations: list[str] = Field([])
    terms: dict[str, list[TermShape]] = Field(description="By BCP 47 language tag.")
    definitions: Notes


class ComparedConcept(ConceptOutline):
    """A concept of a sector, and how it is related to the one that was asked for."""

    relation: str = Field(json_schema_extra={"enum": list(RELATIONS)})


class SectorColumn(Shape):
    """What a sector calls the idea; no concepts where it has none."""

    sector: str
    concepts: list[ComparedConcept]


class ComparisonAnswer(Shape):
    """How the sectors name and define the same or a like idea."""

    concept: ConceptOutline = Field(description="What was compared.")
    sectors: list[SectorColumn]
    others: list[ConceptOutline] = Field(description="Other concepts that the term names.")
    total: int = Field(description="How many concepts the term names.")


class Place(Shape):
    """Where a term stands in a text: characters (Unicode code points) from 0, the end excluded."""

    start: int
    end: int
    text: str = Field(description="As it stands there.")


class RecognisedTerm(Shape):
    """What is named in a text: each of its places, and the concepts that it may be."""

    places: list[Place]
    total: int = Field(description="How many concepts it names.")
    concepts: list[ConceptOutline]


class RecognitionAnswer(Shape):
    """The terms in a text, in the order in which they first stand there."""

    terms: list[RecognisedTerm]
