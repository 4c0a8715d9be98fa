"""The default index: Whoosh for full text, SQLite for all that is exact, in one generation."""

import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from index import (
    KINDS,
    Completion,
    Cursor,
    Dated,
    Dates,
    Hits,
    IndexDamaged,
    IndexUnavailable,
    KeyedLabels,
    LabelMatch,
    ListEntry,
    Part,
    Query,
    Results,
    Suggestion,
    Version,
)
from index.embedded.files import generations
from index.embedded.files.generations import Generations
from index.embedded.reading import (
    browse,
    completion,
    dates,
    keyed,
    labels,
    months,
    patterns,
    spelling,
)
from index.embedded.reading.search import search
from index.embedded.reading.snapshot import Snapshot, opened
from index.embedded.reading.view import View
from index.text import analysis

_VALUES_OF_A_QUERY = 500
_WITH_URI = (
    "SELECT uri, key, concept.vocabulary FROM concept"
    " JOIN vocabulary ON vocabulary.number = concept.vocabulary"
    " WHERE uri IN ({}) ORDER BY vocabulary.id DESC, concept.id DESC"
)
"""The first by vocabulary and id comes last, and stays in a dictionary."""
_MOST_COMPARED = 300
"""So many characters of a term are compared with labels, where it is perhaps misspelt."""
_RETRY_SECONDS = 1.0
_POINTER_SECONDS = 0.2
"""How long a thread answers from a generation before it looks for another one."""


class _Local(threading.local):
    """What a thread knows: the view that it holds, the generation, and until when it is sure."""

    held: View | None = None
    snapshot: Snapshot | None = None
    until = 0.0
    seen = -1


class _Pinned:
    """What all threads know that ask a pinned index."""

    def __init__(self, view: View) -> None:
        self.held: View | None = view
        self.snapshot: Snapshot | None = None
        self.until, self.seen = 0.0, -1


class EmbeddedIndex:
    """An `index.Index` that follows the pointer of its folder."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._lock = threading.Lock()
        self.local: _Local | _Pinned = _Local()
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._retry_at = 0.0

    def snapshot(self) -> "_Holding":
        """Return a context in which this thread is answered from one state of one generation."""
        return _Holding(self)

    @contextmanager
    def pinned(self) -> Iterator["EmbeddedIndex"]:
        """Return a context with an index that answers from the state of now, in any thread."""
        made = EmbeddedIndex(self._generations.folder)
        for attempt in range(3):
            held = self._current().pinned()
            try:
                view = held.__enter__()
            except sqlite3.OperationalError as error:  # two publications since: its files are gone
                if attempt == 2:
                    raise IndexUnavailable(f"the generation cannot be read: {error}") from error
                continue
            try:
                made.local = _Pinned(view)
                yield made
            finally:
                held.__exit__(None, None, None)
            return

    def begun(self, local: "_Local | _Pinned") -> View:
        """Return a view of what is published; once more where that was just removed."""
        damage, told = None, ""
        for _ in range(3):
            snapshot = local.snapshot
            if (
                snapshot is None
                or time.monotonic() >= local.until
                or local.seen != generations.written()  # this process sees at once what it wrote
            ):
                seen, now = generations.written(), time.monotonic()
                snapshot = local.snapshot = self._current()
                local.seen, local.until = seen, now + _POINTER_SECONDS
            try:
                return snapshot.begin()
            except IndexDamaged as error:  # was noticed beside the first answers
                local.snapshot, damage = None, error
            except sqlite3.OperationalError as error:  # two publications since: its files are gone
                local.snapshot = None
                told = f"generation {snapshot.name} cannot be read: {error}"
        raise damage or IndexUnavailable(told)

    def _current(self) -> Snapshot:
        """Return the published generation; the one before it while a new one cannot be opened."""
        try:
            stamp = self._generations.stamp()
        except IndexUnavailable:
            if self._snapshot is not None:
                return self._snapshot
            raise
        if not self._is_due(stamp) and self._snapshot is not None:
            return self._snapshot
        with self._lock:
            if self._is_due(stamp):
                self._open(stamp)
            assert self._snapshot is not None
            return self._snapshot

    def _is_due(self, stamp: tuple[int, int]) -> bool:
        """Return whether the published generation must be opened, or tried once more."""
        if self._snapshot is None:
            return True
        return stamp != self._stamp and time.monotonic() >= self._retry_at

    def _open(self, stamp: tuple[int, int]) -> None:
        for attempt in range(3):
            try:
                self._snapshot = opened(self._generations, self._generations.current())
                self._stamp = stamp
                return
            except IndexUnavailable:
                # two publications in a row can remove what the pointer named a moment ago
                if attempt == 2:
                    self._retry_at = time.monotonic() + _RETRY_SECONDS
                    if self._snapshot is None:
                        raise

    def generation(self) -> str:
        """Return the name of the state that answers now: the generation and its changes."""
        with self.snapshot() as view:
            return view.name

    def metadata(self) -> Mapping[str, bytes]:
        """Return the values that were published with the generation."""
        with self.snapshot() as view:
            return view.state.metadata

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
            return labels.hits(view, labels.find(view, term, lang), vocabularies, limit, offset)

    def search(self, query: Query) -> Results:
        """Return the concepts whose labels and texts hold the words of the query."""
        with self.snapshot() as view:
            return search(view, query)

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
        found: dict[str, Suggestion] = {}
        term = term[:_MOST_COMPARED]
        with self.snapshot() as view:
            known = if_unknown and spelling.knows(view, term, lang)
            for folded, shown in spelling.corrected(view, term, lang, limit, known):
                label = labels.best(view, labels.equal(view, folded, lang))
                one = Suggestion(label.text, label.lang) if label else Suggestion(shown)
                found.setdefault(one.text, one)
        return list(found.values())[:limit]

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
            key = view.key(vocabulary, id)
            return None if key is None else view.record(key)

    def get_many(self, uris: Iterable[str], vocabulary: str = "") -> Mapping[str, bytes]:
        """Return the records of those concepts that exist, in one vocabulary or any, by URI.

        Where several have one URI it is that of the first by vocabulary and id, as code points.
        """
        wanted = list(dict.fromkeys(map(analysis.paired, uris)))
        found: dict[str, bytes] = {}
        with self.snapshot() as view:
            for start in range(0, len(wanted), _VALUES_OF_A_QUERY):
                some = wanted[start : start + _VALUES_OF_A_QUERY]
                marks = ",".join("?" * len(some))
                sql = _WITH_URI.format(marks)
                found |= {
                    uri: view.record(key)
                    for uri, key, number in view.rows.execute(sql, some)
                    if not vocabulary or number == view.number(vocabulary)
                }
        return found

    def summaries(self, vocabulary: str, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Return the summaries of those concepts of a vocabulary that exist, by id."""
        wanted = list(dict.fromkeys(map(analysis.paired, ids)))
        found: dict[str, bytes] = {}
        with self.snapshot() as view:
            number = view.number(vocabulary)
            for start in range(0, len(wanted), _VALUES_OF_A_QUERY):
                some = wanted[start : start + _VALUES_OF_A_QUERY]
                marks = ",".join("?" * len(some))
                sql = f"SELECT id, key FROM concept WHERE vocabulary = ? AND id IN ({marks})"  # noqa: S608
                rows = view.rows.execute(sql, (number, *some))
                found |= {id: view.summary(key) for id, key in rows}
        return found

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
        asked = dates.Asked(vocabulary, after, limit, date, newest_first, listed_only, offset)
        with self.snapshot() as view:
            return dates.by_date(view, asked)

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
            return months.dated(view, vocabulary, date, lang, withdrawn, offset, limit)

    def newest(self, limit: int = 10) -> Sequence[bytes]:
        """Return the records that changed last, newest first."""
        with self.snapshot() as view:
            return browse.newest(view, limit)


class _Holding:
    """A context with the view of this thread, a new one where it holds none."""

    __slots__ = ("_index", "_own")

    def __init__(self, index: EmbeddedIndex) -> None:
        self._index = index
        self._own: View | None = None

    def __enter__(self) -> View:
        local = self._index.local
        if local.held is None:
            local.held = self._own = self._index.begun(local)
        return local.held

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            self._index.local.held = None
            self._own.end()
