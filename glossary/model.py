"""Concepts, terms and notes as the program knows them: frozen, without input or output.

The model is concept-oriented (ISO 704, ISO 30042): a concept has several terms per language, each
with status, type, grammar, source, equivalence and reliability.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, Self, get_args

SECTORS = ("library", "archive", "museum", "monument", "audiovisual")
"""The sectors of cultural heritage, in the order in which pages show them."""

WITHDRAWN = "deprecated"
"""The status of a concept that is not in use any more."""
TermStatus = Literal["preferred", "admitted", "deprecated", "hidden"]
TermType = Literal["full", "abbreviation"]
SKOS = "http://www.w3.org/2004/02/skos/core#"
LABEL_PROPERTIES = {"preferred": "prefLabel", "hidden": "hiddenLabel"}
"""The property of SKOS for terms by status; others are "altLabel"."""
TERM_STATUSES: tuple[TermStatus, ...] = get_args(TermStatus)
TERM_TYPES: tuple[TermType, ...] = get_args(TermType)
CATALOG_STATUSES = tuple(status for status in TERM_STATUSES if status != "hidden")
"""The statuses that a catalog may give to a term; hidden terms are of the vocabulary itself."""
TERM_MARKS = ("outdated", "offensive", "regional", "quasi-synonym")
"""What a reader is warned of before a term is used (ISO 25964-1, 6.6 and 8.3, for the last)."""
GROUP_KINDS = ("collection", "array")
EQUIVALENCES = ("exact", "partial", "loan", "coined", "none")
DRAFT = "draft"
"""The reliability of what no competent speaker has checked."""
RELIABILITIES = (DRAFT, "reviewed")
NOTE_KINDS = (
    "definition",
    "scopeNote",
    "example",
    "historyNote",
    "note",
    "editorialNote",
    "changeNote",
)
MAPPING_RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
FALSE_FRIEND = "falseFriend"
"""The relation of two concepts that are called by the same word and are not the same: no mapping
of SKOS, which has none for it.
"""
LinkingRelation = Literal[
    "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "falseFriend"
]
LINKING_RELATIONS: tuple[LinkingRelation, ...] = get_args(LinkingRelation)
"""What leads from a concept to one of another vocabulary."""
INVERSE_RELATION = {
    "exactMatch": "exactMatch",
    "closeMatch": "closeMatch",
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
    "relatedMatch": "relatedMatch",
    FALSE_FRIEND: FALSE_FRIEND,
}
"""What a mapping is called from the other side (SKOS Reference, S43 and S44)."""

BASES = ("seen", "secondary", "own")
"""How a citation was come by: the work was looked up, somebody else's citation was, or the text is
the glossary's own.
"""


class Citation(str):
    """A source that cites a work of the site's register; as a text, the full citation.

    `key` is that of the work, `locator` the place in it, `basis` one of `BASES`; both are "" where
    it is not said.
    """

    key: str
    locator: str
    basis: str

    def __new__(cls, text: str, key: str, locator: str = "", basis: str = "") -> Self:
        """Return a citation as a text that knows what it is made of."""
        made = super().__new__(cls, text)
        made.key, made.locator, made.basis = key, locator, basis
        return made


@dataclass(frozen=True, slots=True)
class Term:
    """One designation of a concept in one language.

    `lang` is a BCP 47 tag, "" where the source gives none. `reliability` is None for a term of
    the vocabulary itself (its publisher answers for it), else "draft" or "reviewed". `marks` are of
    `TERM_MARKS`, `note` is a text in the language of the term about its use. Each of `sources` is a
    text, or a `Citation`.
    """

    text: str
    lang: str
    status: TermStatus = "preferred"
    type: TermType = "full"
    grammar: str | None = None
    sources: tuple[str, ...] = ()
    equivalence: str | None = None
    reliability: str | None = None
    marks: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A definition, scope note or other text about a concept (SKOS Reference, section 7)."""

    kind: str
    text: str
    lang: str
    sources: tuple[str, ...] = ()
    reliability: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A link to a concept of another vocabulary (SKOS Reference, section 10), one of
    `LINKING_RELATIONS`.

    `said` is what is known of it by the names of SSSOM, such as "confidence"; mappings that differ
    in this only are equal.
    """

    relation: str
    uri: str
    said: tuple[tuple[str, str], ...] = field(default=(), compare=False)


class Statement(NamedTuple):
    """Something that is said of a thing and that nothing else here carries: a property by its IRI,
    and its value, a text in `lang` ("" for none), or an IRI where that is None.
    """

    predicate: str
    value: str
    lang: str | None = None


class Otherwise(NamedTuple):
    """A term or note that its file states otherwise: `kind` is "term" or that of the note, `stated`
    is what stands there; nothing where it is said of something else, as of a label of SKOS-XL.
    """

    kind: str
    text: str
    lang: str
    stated: tuple[Statement, ...]


Datatype = tuple[str, str, str]
"""A property, a text that it has, and the IRI of the datatype of that text, "" for none."""


@dataclass(frozen=True, slots=True)
class Group:
    """A collection of concepts inside a vocabulary: `labels` by language, member ids in order.

    `groups` are the ids of the groups in it, in order, `below` those of the concepts that it
    divides (an "array" of ISO 25964), `uri` is "" where it has none; in an `ordered` one the
    order of the members means something. `statements` are what else
    is said of it: its schemes, and its classes where it is not just a collection.
    """

    id: str
    uri: str
    labels: dict[str, str]
    members: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    kind: str = "collection"
    ordered: bool = False
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A unit of knowledge with its terms and notes in every language.

    `broader`, `narrower` and `related` are ids inside the same vocabulary; `kinds` are short
    names such as "body"; dates are ISO 8601 days. `schemes` and `top_of` are URIs of concept
    schemes, None where these are the vocabulary alone, at its top where nothing is broader.
    `datatypes` are those of notations, dates and `statements`, where they are not what is usual.
    `stated` are the URIs of what a relation is stated to here, where that is not all there is;
    `otherwise` are the terms and notes that are not stated as such, `nodes` what is said of nodes
    that belong to it, as structured notes and lists, and with its own URI how it leads to them.
    """

    id: str
    vocabulary: str
    uri: str
    terms: tuple[Term, ...] = ()
    notes: tuple[Note, ...] = ()
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    notations: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    status: str = "approved"
    replaced_by: tuple[str, ...] = ()
    created: str | None = None
    modified: str | None = None
    statements: tuple[Statement, ...] = ()
    datatypes: tuple[Datatype, ...] = ()
    schemes: tuple[str, ...] | None = field(default=None, compare=False)
    top_of: tuple[str, ...] | None = field(default=None, compare=False)
    stated: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)
    otherwise: tuple[Otherwise, ...] = field(default=(), compare=False)
    nodes: tuple[tuple[str, tuple[Statement, ...]], ...] = field(default=(), compare=False)

    def preferred(self, lang: str) -> Term | None:
        """Return the preferred term in `lang`, or None."""
        for term in self.terms:
            if term.lang == lang and term.status == "preferred":
                return term
        return None

    def synonyms(self, lang: str) -> Iterator[Term]:
        """Yield the other visible terms in `lang`."""
        for term in self.terms:
            if term.lang == lang and term.status in ("admitted", "deprecated"):
                yield term

    def notes_of(self, kind: str, lang: str) -> Iterator[Note]:
        """Yield the notes of one kind in one language."""
        for note in self.notes:
            if note.kind == kind and note.lang == lang:
                yield note

    def labels(self) -> dict[str, str]:
        """Return the preferred term of every language that has one."""
        return {term.lang: term.text for term in self.terms if term.status == "preferred"}

    def labels_stated(self) -> Iterator[Statement]:
        """Yield its labels as its file states them."""
        otherwise = {one[1:3]: one.stated for one in self.otherwise if one.kind == "term"}
        for term in self.terms:
            name = SKOS + LABEL_PROPERTIES.get(term.status, "altLabel")
            usual = (Statement(name, term.text, term.lang),)
            yield from otherwise.get((term.text, term.lang), usual)

    def in_order(self, source_language: str) -> Self:
        """Return the concept with its languages in their order: the source language, then by tag.

        Inside a language nothing changes places.
        """
        place = language_order(source_language)
        return replace(
            self,
            terms=tuple(sorted(self.terms, key=lambda term: place(term.lang))),
            notes=tuple(sorted(self.notes, key=lambda note: place(note.lang))),
        )

    def with_language(
        self, lang: str, terms: tuple[Term, ...], notes: tuple[Note, ...], kinds: frozenset[str]
    ) -> Self:
        """Return the concept with these terms and notes in place of its own in `lang`.

        `kinds` names what is replaced: "prefLabel", "altLabel" or a note kind; the rest stays.
        """
        kept_terms = tuple(t for t in self.terms if t.lang != lang or _slot(t) not in kinds)
        kept_notes = tuple(n for n in self.notes if n.lang != lang or n.kind not in kinds)
        return replace(self, terms=kept_terms + terms, notes=kept_notes + notes)


def language_order(source_language: str) -> Callable[[str], tuple[bool, str]]:
    """Return the sort key of language tags: the source language comes first."""
    return lambda lang: (lang != source_language, lang)


def _slot(term: Term) -> str:
    if term.status == "preferred":
        return "prefLabel"
    return "hiddenLabel" if term.status == "hidden" else "altLabel"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A concept scheme: what it is, and its concepts by id in the order of the source.

    `resources` are what else is described: all schemes, classes and properties, by URI;
    `datatypes` those of their texts.
    `shown` is what its site decided on how it looks through the interface of Skosmos, `written` are
    some texts as its file has them, where that is not in the normalisation form C.
    """

    id: str
    uri: str
    titles: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=dict)
    source_language: str = "en"
    sectors: tuple[str, ...] = ()
    licence: str | None = None
    publisher: str | None = None
    created: str | None = None
    modified: str | None = None
    groups: tuple[Group, ...] = ()
    concepts: dict[str, Concept] = field(default_factory=dict)
    resources: tuple[tuple[str, tuple[Statement, ...]], ...] = ()
    datatypes: tuple[Datatype, ...] = ()
    shown: dict[str, Any] = field(default_factory=dict, compare=False)
    written: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def sector(self) -> str | None:
        """The one sector whose words these are, or None for a vocabulary of several."""
        return self.sectors[0] if len(self.sectors) == 1 else None

    def languages(self) -> dict[str, int]:
        """Return how many concepts in use have a preferred term, by language."""
        counts: dict[str, int] = {}
        for concept in self.concepts.values():
            if concept.status == WITHDRAWN:
                continue
            for lang in concept.labels():
                counts[lang] = counts.get(lang, 0) + 1
        return counts
