"""An index at OpenSearch, for sites that one machine does not hold: the same answers as the
embedded index, from as many machines as there are.

A publication is an index at the engine, and one document says which is published and how often it
was changed (`state`). A change writes new documents beside the old ones and then counts on: each
question asks for what is there in the state that it began with, so a change is seen whole or not at
all on any number of shards and copies.
"""

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from index import (
    KINDS,
    Completion,
    Cursor,
    Dated,
    Dates,
    Hits,
    KeyedLabels,
    LabelMatch,
    ListEntry,
    Part,
    Query,
    Results,
    Suggestion,
    Version,
)
from index.opensearch import state
from index.opensearch.client import client_of
from index.opensearch.documents import decoded
from index.opensearch.reading import (
    browse,
    completion,
    dates,
    keyed,
    names,
    patterns,
    search,
    spelling,
)
from index.opensearch.reading.view import View
from index.opensearch.seen import writes
from index.places import Address

STATE_SECONDS = 1.0
"""How long a process answers from a state before it asks for a newer one."""


class _Local(threading.local):
    """What a thread holds."""

    held: View | None = None


class _Pinned:
    """What all threads hold that ask a pinned index."""

    def __init__(self, view: View) -> None:
        self.held: View | None = view


class OpenSearchIndex:
    """An `index.Index` that follows the state of a site at the engine.

    A state that is held can be asked as long as its generation is kept: at least
    `writing.generations.KEPT_SECONDS` after another one was published; then IndexUnavailable is
    raised.
    """

    def __init__(self, where: Address) -> None:
        self._where, self._client = where, client_of(where)
        self.local: _Local | _Pinned = _Local()
        self._lock = threading.Lock()
        self._state: state.State | None = None
        self._until, self._seen = 0.0, -1

    def snapshot(self) -> "_Holding":
        """Return a context in which this thread is answered from one state of one generation."""
        return _Holding(self)

    @contextmanager
    def pinned(self) -> Iterator["OpenSearchIndex"]:
        """Return a context with an index that answers from the state of now, in any thread."""
        made = OpenSearchIndex(self._where)
        made.local = _Pinned(self.begun())
        yield made

    def begun(self) -> View:
        """Return a view of what is published; this process sees at once what it wrote."""
        seen, now = writes(self._client.prefix), time.monotonic()
        if self._state is None or now >= self._until or self._seen != seen:
            with self._lock:
                if self._state is None or now >= self._until or self._seen != seen:
                    found = state.read(self._client)
                    if self._state is None or found.name != self._state.name:
                        self._state = found  # else what is remembered of it is kept
                    self._seen, self._until = seen, now + STATE_SECONDS
        return View(self._client, self._state)

    def generation(self) -> str:
        """Return the name of the state that answers now: the generation and its changes."""
        with self.snapshot() as view:
            return view.state.name

    def metadata(self) -> Mapping[str, bytes]:
        """Return the values that were published with the generation."""
        with self.snapshot() as view:
            return view.metadata()

    def lookup(
        self,
        term: str,
        lang: str = "",
        vocabularies: Sequence[str] = (),
        limit: int = 100,
        offset: int = 0,
    ) -> Hits:
        """Return the concepts that `term` names, best first."""
        with self.snapshot() as view:
            return names.lookup(view, term, lang, vocabularies, limit, offset)

    def search(self, query: Query) -> Results:
        """Return the concepts whose labels and texts hold the words of the query."""
        with self.snapshot() as view:
            return search.search(view, query)

    def suggest(
        self, prefix: str, lang: str = "", vocabularies: Sequence[str] = (), limit: int = 10
    ) -> Sequence[Completion]:
        """Return labels that begin with `prefix`, or have a word that does, best first."""
        with self.snapshot() as view:
            return completion.complete(view, prefix, lang, vocabularies, limit)

    def similar(
        self, term: str, lang: str = "", limit: int = 5, if_unknown: bool = False
    ) -> Sequence[Suggestion]:
        """Return labels, else words, that look like `term`, nearest first."""
        with self.snapshot() as view:
            return spelling.similar(view, term, lang, limit, if_unknown)

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
        """Return the labels and notations that a pattern matches from end to end in lower case."""
        with self.snapshot() as view:
            return patterns.match(view, pattern, lang, vocabularies, kinds, offset, limit, parts)

    def labels_of(
        self,
        folded: Collection[str],
        stemmed: Collection[str],
        lang: str,
        vocabularies: Sequence[str] = (),
        limit: int = 20,
    ) -> KeyedLabels:
        """Return the labels in `lang` whose keys are among many."""
        with self.snapshot() as view:
            return keyed.labels_of(view, folded, stemmed, lang, vocabularies, limit)

    def get(self, vocabulary: str, id: str) -> bytes | None:
        """Return the record of a concept, or None."""
        with self.snapshot() as view:
            found = view.concept(vocabulary, id, ["doc.record"])
            return None if found is None else decoded(found["doc"]["record"])

    def get_many(self, uris: Iterable[str], vocabulary: str = "") -> Mapping[str, bytes]:
        """Return the records of those concepts that exist, in one vocabulary or any, by URI."""
        with self.snapshot() as view:
            rows = browse.with_uris(view, [*dict.fromkeys(uris)], vocabulary)
            return {row["doc"]["uri"]: decoded(row["doc"]["record"]) for row in rows}

    def summaries(self, vocabulary: str, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Return the summaries of those concepts of a vocabulary that exist, by id."""
        with self.snapshot() as view:
            found = view.with_ids(vocabulary, ids, ["doc.summary"])
            return {id: decoded(one["doc"]["summary"]) for id, one in found.items()}

    def letters(self, vocabulary: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the letters of the A-Z in `lang` with the number of labels."""
        with self.snapshot() as view:
            return browse.letters(view, vocabulary, lang)

    def by_letter(
        self, vocabulary: str, lang: str, letter: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the labels under a letter in the order of the language."""
        with self.snapshot() as view:
            return browse.by_letter(view, vocabulary, lang, letter, offset, limit)

    def children(
        self, vocabulary: str, parent: str, lang: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the concepts below `parent` ("" for the top), in the order of the language."""
        with self.snapshot() as view:
            return browse.children(view, vocabulary, parent, lang, offset, limit)

    def members(
        self, vocabulary: str, group: str, lang: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the listed concepts of a group, in the order of the language."""
        with self.snapshot() as view:
            return browse.members(view, vocabulary, group, lang, offset, limit)

    def position(self, vocabulary: str, parent: str, id: str, lang: str) -> int | None:
        """Return how many concepts stand before `id` among the children of `parent`."""
        with self.snapshot() as view:
            return browse.position(view, vocabulary, parent, id, lang)

    def paths(self, vocabulary: str, id: str, limit: int = 10) -> Sequence[Sequence[str]]:
        """Return the ways from a top concept down to `id`."""
        with self.snapshot() as view:
            return browse.paths(view, vocabulary, id, limit)

    def concepts(
        self, vocabulary: str, after: Cursor = ("", ""), since: str = "", limit: int = 100
    ) -> tuple[Sequence[bytes], Cursor | None]:
        """Return records of a vocabulary, and where to go on."""
        with self.snapshot() as view:
            return browse.concepts(view, vocabulary, after, since, limit)

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
        """Return a page of the concepts of a vocabulary ("": of all) in the order of a date."""
        with self.snapshot() as view:
            return dates.by_date(
                view, vocabulary, after, limit, date, newest_first, listed_only, offset
            )

    def size(self, vocabulary: str = "") -> int:
        """Return how many concepts a vocabulary ("": all) has."""
        with self.snapshot() as view:
            return dates.size(view, vocabulary)

    def id_at(self, vocabulary: str, place: int) -> str | None:
        """Return the id at a place in the order of ids, or None."""
        with self.snapshot() as view:
            return dates.id_at(view, vocabulary, place)

    def version(self, vocabulary: str, id: str) -> Version | None:
        """Return what is known of when a concept came to be as it is, or None."""
        with self.snapshot() as view:
            return dates.version(view, vocabulary, id)

    def dated(
        self,
        vocabulary: str,
        date: str,
        lang: str,
        withdrawn: bool | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> Sequence[tuple[str, bytes]]:
        """Return the concepts of a vocabulary with a date, the newest month first."""
        with self.snapshot() as view:
            return dates.dated(view, vocabulary, date, lang, withdrawn, offset, limit)

    def newest(self, limit: int = 10) -> Sequence[bytes]:
        """Return the records that changed last, newest first."""
        with self.snapshot() as view:
            return browse.newest(view, limit)


class _Holding:
    """A context with the view of this thread, a new one where it holds none."""

    __slots__ = ("_index", "_own")

    def __init__(self, index: OpenSearchIndex) -> None:
        self._index = index
        self._own: View | None = None

    def __enter__(self) -> View:
        local = self._index.local
        if local.held is None:
            local.held = self._own = self._index.begun()
        return local.held

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            self._index.local.held = None
