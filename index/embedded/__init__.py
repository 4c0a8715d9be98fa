"""The default index: Whoosh for full text, SQLite for all that is exact, in one generation."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from index import Completion, Entry, Hit, IndexUnavailable, Query, Results, analysis
from index.embedded import browse, labels, spelling
from index.embedded.generations import Generations
from index.embedded.search import search
from index.embedded.snapshot import Snapshot, opened

_AT_ONCE = 500
_RETRY_SECONDS = 1.0


class EmbeddedIndex:
    """An `index.Index` that follows the pointer of its folder."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._lock = threading.Lock()
        self._local = threading.local()
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._retry_at = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Return a context in which this thread is answered from one generation."""
        before: Snapshot | None = getattr(self._local, "held", None)
        self._local.held = self._current()
        try:
            yield
        finally:
            self._local.held = before

    def _current(self) -> Snapshot:
        """Return the published generation; the one before it while a new one cannot be opened."""
        held: Snapshot | None = getattr(self._local, "held", None)
        if held is not None:
            return held
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
        """Return the name of the generation that answers now."""
        return self._current().name

    def metadata(self) -> Mapping[str, bytes]:
        """Return the values that were published with the generation."""
        return self._current().metadata

    def lookup(
        self, term: str, lang: str = "", vocabularies: Sequence[str] = (), limit: int = 100
    ) -> Sequence[Hit]:
        """Return the concepts that `term` names, best first."""
        snapshot = self._current()
        return labels.hits(snapshot, labels.find(snapshot, term, lang), vocabularies, limit)

    def search(self, query: Query) -> Results:
        """Return the concepts whose labels and texts hold the words of the query."""
        return search(self._current(), query)

    def suggest(
        self, prefix: str, lang: str = "", vocabularies: Sequence[str] = (), limit: int = 10
    ) -> Sequence[Completion]:
        """Return labels that begin with `prefix`, or have a word that does, best first."""
        return labels.complete(self._current(), prefix, lang, vocabularies, limit)

    def similar(self, term: str, lang: str = "", limit: int = 5) -> Sequence[str]:
        """Return labels, else words, that look like `term`, nearest first."""
        snapshot = self._current()
        found: dict[str, None] = {}
        for folded, shown in spelling.corrected(snapshot.rows(), term, limit):
            same = labels.find(snapshot, folded, lang)
            exact = [row.text for row in same if row.form < 2]
            found[exact[0] if exact else shown] = None
        return list(found)[:limit]

    def get(self, vocabulary: str, id: str) -> bytes | None:
        """Return the record of a concept, or None."""
        snapshot = self._current()
        row = (
            snapshot.rows()
            .execute(
                "SELECT record FROM concept WHERE vocabulary = ? AND id = ?",
                (snapshot.vocabularies.get(vocabulary), analysis.paired(id)),
            )
            .fetchone()
        )
        return row[0] if row else None

    def get_many(self, uris: Iterable[str]) -> Mapping[str, bytes]:
        """Return the records of those concepts that exist, by URI."""
        rows = self._current().rows()
        wanted = list(dict.fromkeys(map(analysis.paired, uris)))
        found: dict[str, bytes] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            sql = f"SELECT uri, record FROM concept WHERE uri IN ({marks})"  # noqa: S608 - as above
            found.update(rows.execute(sql, some))
        return found

    def letters(self, vocabulary: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the letters of the A-Z in `lang` with the number of labels."""
        return browse.letters(self._current(), vocabulary, lang)

    def by_letter(
        self, vocabulary: str, lang: str, letter: str, offset: int = 0, limit: int = 200
    ) -> Sequence[Entry]:
        """Return the labels under a letter in the order of the language."""
        return browse.by_letter(self._current(), vocabulary, lang, letter, offset, limit)

    def children(
        self, vocabulary: str, parent: str, lang: str, offset: int = 0, limit: int = 200
    ) -> Sequence[Entry]:
        """Return the concepts below `parent` ("" for the top), in the order of the language."""
        return browse.children(self._current(), vocabulary, parent, lang, offset, limit)

    def paths(self, vocabulary: str, id: str, limit: int = 10) -> Sequence[Sequence[str]]:
        """Return the ways from a top concept down to `id`."""
        return browse.paths(self._current(), vocabulary, id, limit)

    def newest(self, limit: int = 10) -> Sequence[bytes]:
        """Return the records that changed last, newest first."""
        return browse.newest(self._current(), limit)
