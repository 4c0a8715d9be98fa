"""What an index answers: hits, results, completions, lines of lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Match(NamedTuple):
    """Why a concept was found: the text, its language, the kind of label (or text) and the form.

    `kind` is one of KINDS, "notation", "identifier", or a kind of text such as "definition";
    `form` is one of FORMS for a whole label, else "prefix" or "words".
    """

    kind: str
    form: str
    text: str
    lang: str


class Hit(NamedTuple):
    """One found concept: why, its stored record, and a piece of the text that matched."""

    vocabulary: str
    id: str
    match: Match
    record: bytes
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one page, how many there are in all, and counts by facet and value.

    A facet counts what its own filter leaves out, so that a reader sees the alternatives.
    `missing` is how many of the words all hits lack, where no concept has all of them; `problems`
    is what of the query could not be used.
    """

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    suggestions: Sequence["Suggestion"] = ()
    problems: Sequence["QueryProblem"] = ()
    missing: int = 0


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """What could not be used of a query, and that part of it.

    `code` is one of "open_quote", "empty_field", "lone_star", "only_excluded", "too_many_words",
    "wildcard_inside", "unknown_field", "no_words".
    """

    code: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that was perhaps meant, and its language, "" where that is unknown."""

    text: str
    lang: str = ""


class Hits(list[Hit]):
    """A page of hits, and how many there are in all: `total`."""

    def __init__(self, found: Iterable[Hit] = (), total: int = 0) -> None:
        super().__init__(found)
        self.total = total


class Completion(NamedTuple):
    """A label that completes what was typed, and the concept it names."""

    text: str
    lang: str
    kind: str
    vocabulary: str
    id: str
    summary: bytes


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A line of an A-Z list, a hierarchy or a group.

    `text` is the label in the language of the list, else the one that stands for it, and `lang`
    its language; both "" where the concept has no preferred term. `preferred` is the preferred
    term that a synonym refers to, "" for a preferred term itself.
    """

    vocabulary: str
    id: str
    text: str
    lang: str
    preferred: str = ""
    children: int = 0
    notation: str = ""


Dates = Literal["changed", "created", "published"]
"""By which date a list is in order."""


class Dated(NamedTuple):
    """A concept in a list by date: that date, whose it is, whether it is published as it was first,
    and its stored record.
    """

    date: str
    vocabulary: str
    id: str
    is_new: bool
    record: bytes


class Version(NamedTuple):
    """What a concept said of itself when it was published last, when that was published first, and
    whether nothing else was published of it before.
    """

    version: bytes
    published: str
    is_new: bool


class Part(NamedTuple):
    """A part of a vocabulary: what is below a concept, or in a group, with this id."""

    vocabulary: str
    id: str
    is_group: bool = False


class LabelMatch(NamedTuple):
    """A label or notation that a pattern matches, and the concept it names.

    `kind` is one of KINDS or "notation".
    """

    text: str
    lang: str
    kind: str
    vocabulary: str
    summary: bytes
    notations: Sequence[str]


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How an index is: what is published ("" for nothing), how many concepts and changes that has,
    which other generations are kept, and which are left over; of an engine also its health and how
    many nodes it has.
    """

    published: str
    concepts: int = 0
    changes: int = 0
    kept: Sequence[str] = ()
    left: Sequence[str] = ()
    health: str = ""
    nodes: int = 0


class KeyedLabel(NamedTuple):
    """A label that a key is, and the concept it names; `kind` is one of KINDS."""

    text: str
    lang: str
    kind: str
    vocabulary: str
    id: str
    is_withdrawn: bool = False


class KeyedLabels(NamedTuple):
    """The labels of many keys at once: by folded form, and by stems."""

    folded: Mapping[str, Sequence[KeyedLabel]]
    stemmed: Mapping[str, Sequence[KeyedLabel]]
