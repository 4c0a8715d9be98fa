"""Full-text search and exact lookup over short multilingual documents.

This package knows nothing of Flask, catalogs or vocabulary files. What it promises is the
`Index` protocol below; `index.contract.IndexContract` is the same promise as tests.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.answers import Completion as Completion
from index.answers import Dated as Dated
from index.answers import Dates as Dates
from index.answers import Hit as Hit
from index.answers import Hits as Hits
from index.answers import IndexStatus as IndexStatus
from index.answers import KeyedLabel as KeyedLabel
from index.answers import KeyedLabels as KeyedLabels
from index.answers import LabelMatch as LabelMatch
from index.answers import ListEntry as ListEntry
from index.answers import Match as Match
from index.answers import Part as Part
from index.answers import QueryProblem as QueryProblem
from index.answers import Results as Results
from index.answers import Suggestion as Suggestion
from index.answers import Version as Version
from index.document import Document as Document
from index.document import Label as Label
from index.document import Text as Text

if TYPE_CHECKING:
    from index.places import Implementation, Where

KINDS = ("preferred", "alternative", "hidden")
WITHDRAWN = "deprecated"
"""The status of concepts that are found after all others, however well they match."""
FORMS = ("exact", "folded", "inflected")


class IndexUnavailable(Exception):
    """There is no generation to read, or it cannot be read."""


class IndexUnreachable(IndexUnavailable):
    """The engine that keeps the index does not answer, or not with all of it."""


class IndexOutdated(IndexUnavailable):
    """The generation was written by another version of the program, in another format."""


class IndexDamaged(IndexUnavailable):
    """Files of the generation are not as they were written; `files` names them."""

    def __init__(self, generation: str, files: Sequence[str]) -> None:
        super().__init__(f"generation {generation} is damaged: {', '.join(files)}")
        self.files = tuple(files)


class IndexBusy(Exception):
    """Another writer is at work."""


@dataclass(frozen=True, slots=True)
class Query:
    """A request for full-text search; `page` counts from 1, an empty filter lets all through.

    `text` is in the grammar of `index.queries`. `below` is the vocabulary and id of a concept, and
    lets through what is below it in the hierarchy, and itself.
    """

    text: str
    lang: str = ""
    vocabularies: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    page: int = 1
    per_page: int = 20
    groups: tuple[str, ...] = ()
    below: tuple[str, str] | None = None


Revision = tuple[str, int] | None
"""A state of what is published: a generation and how many changes it has had; None where nothing
was published.
"""

Reapply = Callable[["IndexChange", Collection[tuple[str, str]]], None]
"""A function that is given a change, and vocabulary and id of all documents that others changed
meanwhile; it puts these documents into the change as they are now. It may be called several times
for one publication.
"""

Cursor = tuple[str, str]
"""Where the next page of a list of concepts begins: after a concept with this date of change ("" in
a list by id) and this id.
"""


class Index(Protocol):
    """What every implementation answers, from one published generation at a time.

    Every method raises IndexUnavailable when nothing has been published. All may be called from
    many threads and processes at once, also while a new generation is being published.
    """

    def snapshot(self) -> AbstractContextManager[object]:
        """Return a context in which this thread is answered from one state of one generation."""

    def pinned(self) -> "AbstractContextManager[Index]":
        """Return a context with an index that answers from one state of one generation.

        It does so in whichever thread, one at a time, until the context ends; what was asked of
        this index meanwhile is answered from what is published then. For long answers.
        """

    def generation(self) -> str:
        """Return the name of what answers now: another one after each publication and change."""

    def metadata(self) -> Mapping[str, bytes]:
        """Return the values that were published with the generation, by name."""

    def lookup(
        self,
        term: str,
        lang: str = "",
        vocabularies: Sequence[str] = (),
        limit: int = 100,
        offset: int = 0,
    ) -> Hits:
        """Return the concepts that `term` names, best first, up to `limit` of them.

        Preferred before alternative before hidden, each exact before folded; inflected forms only
        where nothing else was found in the language asked for. With `lang`, its terms come before
        those of others.
        """

    def search(self, query: Query) -> Results:
        """Return the concepts whose labels and texts hold the words of the query."""

    def suggest(
        self, prefix: str, lang: str = "", vocabularies: Sequence[str] = (), limit: int = 10
    ) -> Sequence[Completion]:
        """Return labels that begin with `prefix`, or have a word that does, best first."""

    def similar(
        self, term: str, lang: str = "", limit: int = 5, if_unknown: bool = False
    ) -> Sequence[Suggestion]:
        """Return labels that look like `term`, nearest first.

        With `if_unknown` only where a word of `term` stands in no label.
        """

    def match_labels(
        self,
        pattern: str,
        lang: str = "",
        vocabularies: Sequence[str] = (),
        kinds: Collection[str] = KINDS,
        offset: int = 0,
        limit: int = 100,
        parts: Sequence[Part] = (),
    ) -> Sequence[LabelMatch]:
        """Return the labels and notations that a pattern matches from end to end in lower case.

        A ``*`` stands for any text; nothing else is changed but the case of letters. With `lang`,
        of labels only those whose tag begins so, as it is written. `kinds` are of KINDS, or
        "notation". Only concepts that are in all of `parts`. In the order of the lower-cased texts
        by code point, then of languages.
        """

    def labels_of(
        self,
        folded: Collection[str],
        stemmed: Collection[str],
        lang: str,
        vocabularies: Sequence[str] = (),
        limit: int = 20,
    ) -> KeyedLabels:
        """Return the labels in `lang` whose keys are among many: what a text is asked for at once.

        `folded` are keys as `analysis.folded_keys` makes them, `stemmed` as `analysis.stem_key`
        makes them in `lang`; keys without a label are left out. Up to `limit` labels of a key, one
        for each concept and language, neither notations nor identifiers: not withdrawn first,
        preferred before alternative before hidden. A network is asked once for tens of thousands
        of keys.
        """

    def get(self, vocabulary: str, id: str) -> bytes | None:
        """Return the record of a concept, or None."""

    def get_many(self, uris: Iterable[str], vocabulary: str = "") -> Mapping[str, bytes]:
        """Return the records of those concepts that exist, in one vocabulary or any, by URI.

        Where several have one URI it is that of the first by vocabulary and id, as code points.
        """

    def summaries(self, vocabulary: str, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Return the summaries of those concepts of a vocabulary that exist, by id."""

    def letters(self, vocabulary: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the letters of the A-Z in `lang`, in order, with the number of labels."""

    def by_letter(
        self, vocabulary: str, lang: str, letter: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the labels under a letter in the order of the language."""

    def children(
        self, vocabulary: str, parent: str, lang: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the concepts below `parent` ("" for the top), in the order of the language.

        First by `Document.place`. A concept without a term in `lang` stands where its term in a
        narrower or wider form of it belongs, else its first one; after the others where that is of
        another script.
        """

    def members(
        self, vocabulary: str, group: str, lang: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the listed concepts of a group, in the order of `children`."""

    def position(self, vocabulary: str, parent: str, id: str, lang: str) -> int | None:
        """Return how many concepts stand before `id` among the children of `parent`; None where it
        is none of them.
        """

    def paths(self, vocabulary: str, id: str, limit: int = 10) -> Sequence[Sequence[str]]:
        """Return the ways from a top concept down to `id`, as lists of ids; `id` is the last."""

    def concepts(
        self, vocabulary: str, after: Cursor = ("", ""), since: str = "", limit: int = 100
    ) -> tuple[Sequence[bytes], Cursor | None]:
        """Return records of a vocabulary, also of concepts that are not listed, and where to go on.

        In the order of ids, with `since` only those that changed then or later, in that order.
        Where to go on is given as `after` the next time; None after the last.
        """

    def by_date(
        self,
        vocabulary: str = "",
        after: tuple[str, str, str] | None = None,
        limit: int = 100,
        *,
        date: Dates = "changed",
        newest_first: bool = True,
        listed_only: bool = False,
        offset: int = 0,
    ) -> Sequence[Dated]:
        """Return a page of the concepts of a vocabulary ("": of all), none without a date.

        In the order of date, id and vocabulary, backwards with `newest_first`, and in that order
        those that come after a place: date, vocabulary and id, as of the last of the page before.
        """

    def size(self, vocabulary: str = "") -> int:
        """Return how many concepts a vocabulary ("": all) has, also those that are not listed."""

    def id_at(self, vocabulary: str, place: int) -> str | None:
        """Return the id at a place in the order of `concepts`, counted from 0, or None."""

    def version(self, vocabulary: str, id: str) -> Version | None:
        """Return what is known of when a concept came to be as it is, or None."""

    def dated(
        self,
        vocabulary: str,
        date: str,
        lang: str,
        withdrawn: bool | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> Sequence[tuple[str, bytes]]:
        """Return the concepts of a vocabulary with a date, the newest month first: date and record.

        `date` is "created" or "changed". With `withdrawn` only those that are, or are not. Only
        those with a preferred term in a language whose tag begins with `lang`; those of one month
        are in the order of these terms in lower case, by code point.
        """

    def newest(self, limit: int = 10) -> Sequence[bytes]:
        """Return the records that changed last, newest first; none of those without a date."""


class IndexBuilder(Protocol):
    """Writes one new generation beside the one that answers.

    What others change meanwhile goes through `reapply` before the generation is published, where
    that is set; else it is repeated as it is.
    """

    reapply: Reapply | None

    def add(self, document: Document) -> None:
        """Add one document; ValueError for a key that is already there."""

    def commit(self, metadata: Mapping[str, bytes]) -> str:
        """Publish the generation in one step and return its name."""

    def abort(self) -> None:
        """Throw away what was written; the old generation goes on answering."""


class IndexChange(Protocol):
    """One change of what is published: all of it is seen by every reader at once, or nothing."""

    def put(self, document: Document) -> None:
        """Add a document, or put it in the place of the one with its vocabulary and id."""

    def delete(self, vocabulary: str, id: str) -> bool:
        """Remove a document; return whether it was there."""

    def get(self, vocabulary: str, id: str) -> Document | None:
        """Return a document as it is with this change, or None.

        Parents, groups and sectors may be in another order than they were put in.
        """

    def find(self, uri: str) -> Sequence[Document]:
        """Return the documents with a URI as they are with this change, by vocabulary and id."""

    def metadata(self, name: str) -> bytes | None:
        """Return a value that was published beside the documents, or None."""

    def set_metadata(self, name: str, value: bytes) -> None:
        """Set a value that was published beside the documents."""


def open_index(where: "Where") -> Index:
    """Return the index in a folder, or at the address of an engine."""
    return _kept_at(where).open_index(where)


def revision_of(where: "Where") -> Revision:
    """Return the revision of an index; IndexUnavailable where an engine does not answer."""
    return _kept_at(where).revision_of(where)


def verify_index(where: "Where") -> Sequence[str]:
    """Return the files of the published generation that are not as they were written; of an engine,
    what of the index it does not have.

    All of them are read. Raises IndexUnavailable where nothing has been published.
    """
    return _kept_at(where).verify_index(where)


def status_of(where: "Where") -> IndexStatus:
    """Return how an index is; IndexUnavailable where it cannot be read."""
    return _kept_at(where).status_of(where)


def sweep_index(where: "Where", keep: int = 2) -> Sequence[str]:
    """Remove what dead builders left, and generations that are kept no longer; return their names.

    Raises IndexBusy while a builder is at work.
    """
    return _kept_at(where).sweep_index(where, keep)


def build_index(where: "Where", keep: int = 2) -> IndexBuilder:
    """Return a builder of a new generation; raises IndexBusy while another is open."""
    return _kept_at(where).build_index(where, keep)


def refresh_index(
    where: "Where",
    documents: Iterable[Document],
    metadata: Mapping[str, bytes],
    since: Revision = None,
    reapply: Reapply | None = None,
) -> tuple[str, int] | None:
    """Make an index hold these documents and no others, by few changes.

    Returns the name of what answers now and how many documents were changed; None, with nothing
    done, where so many differ that it should be built anew, or where there is nothing to change.
    What others have changed `since` (see `revision_of`) goes through `reapply` in the same step.
    """
    return _kept_at(where).refresh_index(where, documents, metadata, since, reapply)


def change_index(where: "Where") -> AbstractContextManager[IndexChange]:
    """Return a context for one change of an index, made at its end.

    Raises IndexBusy where others change it for too long, IndexUnavailable where nothing has been
    published. A builder that is at work meanwhile repeats the change in what it builds.
    """
    return _kept_at(where).change_index(where)


def _kept_at(where: "Where") -> "Implementation":
    from index.places import implementation  # here: it imports the protocols above

    return implementation(where)
