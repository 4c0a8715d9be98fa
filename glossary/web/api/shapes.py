"""The answers of the JSON door as models: what the description says and the tests check."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from glossary.model import LinkingRelation, TermStatus, TermType

Texts = dict[str, str]


class Shape(BaseModel):
    """Base of all answers: nothing that is not declared."""

    model_config = ConfigDict(extra="forbid")


class CitationShape(Shape):
    """A source that cites a work of the register."""

    key: str = Field(description="Of the work, as in /sources.")
    text: str = Field(description="The citation in full.")
    locator: str | None = Field(None, description="The place in the work.")
    basis: Literal["seen", "secondary", "own"] | None = Field(
        None, description="Whether the work was looked up, or the text is our own."
    )


class TermShape(Shape):
    """A designation of a concept in one language."""

    text: str
    status: TermStatus
    type: TermType = "full"
    grammar: str | None = None
    source: str | None = None
    sources: list[str] = Field([], description="One by one, where there are several.")
    citations: list[CitationShape] = Field([], description="Those of the register of sources.")
    equivalence: Literal["exact", "partial", "loan", "coined", "none"] | None = None
    reliability: Literal["draft", "reviewed"] | None = None
    marks: list[Literal["outdated", "offensive", "regional", "quasi-synonym"]] = Field(
        [], description="What to know before it is used."
    )
    note: str | None = Field(None, description="On its use, in its language.")


class NoteShape(Shape):
    """A definition or note in one language."""

    text: str
    source: str | None = None
    sources: list[str] = Field([], description="One by one, where there are several.")
    citations: list[CitationShape] = Field([], description="Those of the register of sources.")
    reliability: Literal["draft", "reviewed"] | None = None


class Reference(Shape):
    """Another concept; only the URI where it is not on this site."""

    uri: str
    vocabulary: str | None = None
    id: str | None = None
    label: Texts | None = None
    status: Literal["deprecated"] | None = Field(None, description="Only where it is withdrawn.")


class MappingShape(Reference):
    """A mapping to a concept of another vocabulary."""

    relation: LinkingRelation
    inferred: bool = Field(default=False, description="Whether only the other side states it.")


class GroupShape(Shape):
    """A group of concepts."""

    id: str
    label: Texts


Notes = dict[str, list[NoteShape]]


class ConceptShape(Shape):
    """A concept with everything that is published of it."""

    uri: str
    id: str
    vocabulary: str
    page: str = Field(description="Permanent address that leads to the page for people.")
    status: Literal["approved", "deprecated"]
    sectors: list[str]
    kinds: list[str] = []
    notations: list[str] = []
    terms: dict[str, list[TermShape]] = Field(description="By BCP 47 language tag.")
    definitions: Notes
    scope_notes: Notes = {}
    examples: Notes = {}
    history_notes: Notes = {}
    notes: Notes = {}
    editorial_notes: Notes = {}
    change_notes: Notes = {}
    broader: list[Reference]
    narrower: list[Reference] = Field(description="At most 200; see narrower_total.")
    related: list[Reference]
    broader_total: int | None = None
    narrower_total: int | None = None
    related_total: int | None = None
    mappings: list[MappingShape]
    groups: list[GroupShape]
    replaced_by: list[Reference] = []
    created: str | None = None
    modified: str | None = None
    statements: list[tuple[str, str, str | None]] = Field(
        default=[],
        description="What its file says beyond that: property, value, and language; the value is"
        " an IRI where that is null.",
    )
    datatypes: list[tuple[str, str, str]] = Field(
        [], description="Property, text and datatype of texts that have another than the usual one."
    )
    schemes: list[str] | None = Field(
        default=None, description="Concept schemes; where missing, that of the vocabulary."
    )
    stated: dict[str, list[str]] = Field(
        default={},
        description="By relation, the URIs that the concept itself states, where that is not all.",
    )
    top_of: list[str] | None = Field(
        default=None,
        description="Concept schemes that it is a top concept of; where missing, that of the"
        " vocabulary if nothing is broader.",
    )


class MatchShape(Shape):
    """Why a concept was found."""

    kind: str = Field(
        description="preferred, alternative, hidden, notation, identifier, or a kind of text."
    )
    form: Literal["exact", "folded", "inflected", "prefix", "words"]
    text: str
    lang: str


class LookupMatch(Shape):
    """A concept that a term names."""

    match: MatchShape
    concept: ConceptShape


class LookupQuery(Shape):
    """The question that was answered."""

    term: str
    lang: str | None
    to: list[str]
    vocabulary: str | None = None


class LookupAnswer(Shape):
    """The concepts that a term names, best first; suggestions where there are none."""

    query: LookupQuery
    total: int = Field(description="How many concepts the term names.")
    next: str | None = Field(description="Address of the next page, null on the last.")
    matches: list[LookupMatch]
    suggestions: list[str]


class BatchAnswer(Shape):
    """One answer for each term, in the order of the request."""

    results: list[LookupAnswer]


class SearchHit(Shape):
    """A concept that a search found."""

    match: MatchShape
    snippet: str
    concept: ConceptShape


class FacetValue(Shape):
    """A value of a facet with the number of concepts."""

    value: str
    count: int


class QueryProblem(Shape):
    """What could not be used of a query."""

    code: Literal[
        "open_quote", "empty_field", "lone_star", "only_excluded", "too_many_words",
        "wildcard_inside", "unknown_field", "no_words",
    ]  # fmt: skip
    part: str = Field(description="That part of the query, where it is one.")


class SearchAnswer(Shape):
    """A page of what a search found; suggestions where that is little."""

    total: int
    page: int
    per_page: int
    next: str | None = Field(description="Address of the next page, null on the last.")
    hits: list[SearchHit]
    facets: dict[str, list[FacetValue]]
    missing: int = Field(description="How many words each hit lacks; 0 where all are found.")
    problems: list[QueryProblem]
    suggestions: list[str]


class SuggestedConcept(Shape):
    """The concept that a suggestion names."""

    uri: str
    id: str
    vocabulary: str
    label: Texts


class Apart(Shape):
    """What tells a concept from another of the same name."""

    kind: Literal["broader", "group", "notation", "definition"]
    label: Texts


class Suggestion(Shape):
    """A label that completes what was typed."""

    text: str
    lang: str
    kind: str
    apart: Apart | None = Field(None, description="Where another suggestion has the same text.")
    concept: SuggestedConcept


class SuggestAnswer(Shape):
    """Labels that complete what was typed, best first."""

    suggestions: list[Suggestion]


class VocabularyGroup(GroupShape):
    """A group with the ids of its members, of the groups in it, and of the concepts it divides."""

    members: list[str]
    groups: list[str] = []
    below: list[str] = []
    kind: Literal["collection", "array"] = "collection"
    ordered: bool = Field(False, description="Whether the order of the members means something.")


class VocabularyShape(Shape):
    """What is known of a vocabulary."""

    id: str
    uri: str
    title: Texts
    description: Texts
    sector: str | None
    sectors: list[str]
    source_language: str
    languages: dict[str, int] = Field(description="Concepts with a preferred term, by language.")
    definitions: dict[str, int] = Field(description="Concepts with a definition, by language.")
    draft_terms: dict[str, int] = Field(
        {}, description="Of the concepts with a preferred term, those whose term nobody checked."
    )
    draft_definitions: dict[str, int] = Field(
        {}, description="Of the concepts with a definition, those whose definition nobody checked."
    )
    concepts: int
    ordered_by: Literal["notation", "term"] = Field(
        description="What puts the concepts of lists in order, before the order of the language."
    )
    licence: str | None
    publisher: str | None
    created: str | None
    modified: str | None


class VocabularyDetail(VocabularyShape):
    """A vocabulary with its groups."""

    groups: list[VocabularyGroup]


class VocabulariesAnswer(Shape):
    """The vocabularies of the site."""

    vocabularies: list[VocabularyShape]


class LanguageShape(Shape):
    """A language of the content."""

    tag: str
    name: str = Field(description="In the language itself.")
    direction: Literal["ltr", "rtl"]
    terms: int = Field(description="Preferred terms in it.")
    interface: bool = Field(description="Whether the pages speak it.")


class LanguagesAnswer(Shape):
    """The languages of the content, most terms first."""

    languages: list[LanguageShape]


class EntryShape(Shape):
    """A line of a list."""

    id: str
    text: str
    lang: str
    preferred: str | None = None
    children: int = 0
    notation: str | None = Field(
        None, description="Only where the vocabulary is ordered by notations."
    )


class EntriesAnswer(Shape):
    """Concepts in the order of the language."""

    lang: str
    concepts: list[EntryShape]
    next: str | None


class ConceptsAnswer(Shape):
    """A page of the concepts of a vocabulary, the withdrawn ones too."""

    concepts: list[ConceptShape]
    next: str | None = Field(description="Address of the next page, null on the last.")


class GroupCount(GroupShape):
    """A group, with the number of its members."""

    total: int


class GroupAnswer(GroupCount):
    """A group, the groups in it, and a page of its members, in order."""

    lang: str
    groups: list[GroupCount]
    concepts: list[EntryShape]
    next: str | None


class ListedGroup(GroupCount):
    """A group with the ids of the groups in it, what it is, whether its order means something."""

    groups: list[str]
    kind: Literal["collection", "array"] = "collection"
    ordered: bool = False


class GroupsAnswer(Shape):
    """A page of the groups of a vocabulary, in the order of the language."""

    lang: str
    total: int
    groups: list[ListedGroup]
    next: str | None


class LetterShape(Shape):
    """A letter of an A-Z with the number of its labels."""

    letter: str
    labels: int


class LettersAnswer(Shape):
    """The letters of an A-Z in the order of the language."""

    lang: str
    letters: list[LetterShape]


class Problem(BaseModel):
    """An error (RFC 9457) with a stable code and the parameter it is about."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    parameter: str | None = None
