"""One generation opened for reading, and the views of it that threads hold for a while."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import WITHDRAWN, IndexChanged, IndexDamaged, IndexUnavailable
from index.embedded.files import arrays, checksums, tables
from index.embedded.files.change_counter import ChangeCounter
from index.embedded.files.codec import DTYPE, Numbers
from index.embedded.files.generations import Generations
from index.embedded.files.hashes import LETTERS, NAMES, SPELLING, HashTable
from index.embedded.files.number_files import mapped
from index.embedded.files.posting_lists import NONE, PostingLists
from index.embedded.files.postings import WORD
from index.embedded.files.stored_values import StoredValues
from index.embedded.writing import documents
from index.embedded.writing.changes import count
from index.text import analysis
from index.text.analysis import has_stemmer
from index.text.corrections import Near
from index.text.tags import is_wanted

_AFTER_ALL = "\U0010ffff"
_MOST_VERIFIED = 128 * 1024 * 1024
"""So many bytes are verified before the first answer, some hundredths of a second."""
_MOST_REMEMBERED = 1_000_000
"""So many numbers of segments are remembered, 4 MB."""
_OF_AN_ARRAY = 100
"""What each array costs beside its numbers."""
_MOST_WANTED = 1_000
"""So many languages that were asked for are remembered."""


class MatchCache:
    """What words were found to match, as far as it is not too much; one state's."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Numbers] = {}
        self._size = 0

    def get(self, word: str, asked: str) -> Numbers | None:
        """Return the segments that match a word in a language, None where they are not known."""
        return self._found.get((word, asked))

    def put(self, word: str, asked: str, segments: Numbers) -> None:
        """Remember the segments of a word."""
        if self._size > _MOST_REMEMBERED:
            self._found, self._size = {}, 0
        if len(segments) < _MOST_REMEMBERED // 10:
            segments.flags.writeable = False
            self._found[word, asked] = segments
            self._size += len(segments) + _OF_AN_ARRAY


@dataclass(slots=True)
class State:
    """What is kept in memory of a generation after so many changes."""

    changes: int
    name: str
    arrays: arrays.Arrays
    metadata: dict[str, bytes]
    vocabularies: dict[str, int]
    vocabulary_ids: list[str]
    langs: list[str]
    text_kinds: list[str]
    sectors: list[str]
    statuses: list[str]
    stemmed: list[tuple[int, str]]
    is_changed: bool
    changed_keys: frozenset[int]
    tree: tuple[NDArray[Any], NDArray[Any]] | None = None
    masks: dict[tuple[int, ...], NDArray[Any]] = field(default_factory=dict)
    wanted: dict[str, NDArray[Any]] = field(default_factory=dict)
    matched: MatchCache = field(default_factory=MatchCache)
    near: dict[str, list[Near]] = field(default_factory=dict)
    optional: dict[str, bool] = field(default_factory=dict)

    def mask(self, langs: tuple[int, ...]) -> NDArray[Any]:
        """Return for each language, by number, whether it is one of `langs`."""
        found = self.masks.get(langs)
        if found is None:
            found = np.zeros(len(self.langs), bool)
            found[list(langs)] = True
            self.masks[langs] = found
        return found


class Snapshot:
    """A generation; connections belong to the thread that asks, all else is shared."""

    def __init__(self, generations: Generations, name: str) -> None:
        manifest = generations.manifest(name)
        self.size = int(manifest["segments"])
        self.name = name
        self.path: Path = generations.path(name)
        self._damage: list[str] = []
        self._verify(manifest["files"])
        self.words = PostingLists(self.path)
        self.stored = StoredValues(self.path)
        self.hashes = {name: HashTable(self.path, name) for name in (*NAMES, SPELLING)}
        self.letters = np.frombuffer(mapped(self.path / LETTERS), np.uint64)
        self.counter = ChangeCounter(self.path)
        self._built = arrays.load(self.path)
        self._local = threading.local()
        self._lock = threading.Lock()
        self._state: State | None = None
        with self.view():
            pass  # at once, so that a damaged file shows here

    def _verify(self, files: checksums.Files) -> None:
        """Raise IndexDamaged for files that are not as they were written; where there is very much
        to read, only their sizes are looked at now, and the rest beside the first answers.
        """
        if sum(size for size, _ in files.values()) > _MOST_VERIFIED:
            self._damage = checksums.resized(self.path, files)
            threading.Thread(target=self._verify_all, args=(files,), daemon=True).start()
        else:
            self._damage = checksums.damaged(self.path, files)
        self._check()

    def _verify_all(self, files: checksums.Files) -> None:
        with suppress(OSError):  # it was removed meanwhile, after another one was published
            found = checksums.damaged(self.path, files)
            if self.path.is_dir():
                self._damage = found

    def _check(self) -> None:
        if self._damage:
            raise IndexDamaged(self.name, self._damage)

    def _rows(self) -> sqlite3.Connection:
        """Return the connection of this thread."""
        found: sqlite3.Connection | None = getattr(self._local, "rows", None)
        if found is None:
            found = self._local.rows = tables.connect(self.path)
        return found

    @contextmanager
    def view(self) -> Iterator["View"]:
        """Return a context with a view that does not change."""
        made = self.begin()
        try:
            yield made
        finally:
            made.end()

    def begin(self, optimistic: bool = False) -> "View":
        """Return a view that does not change until it is ended; one for each thread at a time.

        With `optimistic` it may change, which is told at its end.
        """
        if self._damage:
            self._check()
        rows, state = self._rows(), self._state
        if optimistic and state is not None and self.counter.is_at(state.changes):
            return View(self, rows, state, is_optimistic=True)
        rows.execute("BEGIN")
        try:
            return View(self, rows, self._state_of(rows))
        except BaseException:
            rows.execute("COMMIT")
            raise

    def _state_of(self, rows: sqlite3.Connection) -> State:
        """Return the state that a transaction sees."""
        changes, state = count(rows), self._state
        if state is not None and state.changes == changes:
            return state
        with self._lock:
            state = self._state
            if state is None or state.changes != changes:
                state = self._read(rows, changes)
                if self._state is None or self._state.changes < changes:
                    self._state = state
            return state

    def _read(self, rows: sqlite3.Connection, changes: int) -> State:
        metadata = dict(rows.execute("SELECT name, value FROM metadata"))
        names = documents.names(rows)
        found = arrays.changed(self._built, rows)
        return State(
            changes=changes,
            name=f"{self.name}+{changes}" if changes else self.name,
            arrays=found,
            metadata=metadata,
            vocabularies={id: number for number, id in enumerate(names.vocabularies.names)},
            vocabulary_ids=names.vocabularies.names,
            langs=names.langs.names,
            text_kinds=names.text_kinds.names,
            sectors=names.sectors.names,
            statuses=names.statuses.names,
            stemmed=[pair for pair in enumerate(names.langs.names) if has_stemmer(pair[1])],
            is_changed=found is not self._built,
            changed_keys=frozenset(
                key for (key,) in rows.execute("SELECT key FROM changed_concept")
            ),
        )


class View:
    """A generation as one thread sees it until it lets go: rows, words, arrays and names."""

    __slots__ = (
        "_counter", "_is_changed", "arrays", "hashes", "letters", "name", "rows", "state",
        "stored", "words",
    )  # fmt: skip

    def __init__(
        self,
        snapshot: Snapshot,
        rows: sqlite3.Connection,
        state: State,
        is_optimistic: bool = False,
    ) -> None:
        self.name = state.name
        self.rows, self.state, self.arrays = rows, state, state.arrays
        self.words, self.stored = snapshot.words, snapshot.stored
        self.hashes, self.letters = snapshot.hashes, snapshot.letters
        self._is_changed = state.is_changed
        self._counter = snapshot.counter if is_optimistic else None

    def end(self) -> None:
        """Let go of the state; IndexChanged where it was held optimistic and is the old one now."""
        if self._counter is None:
            self.rows.execute("COMMIT")
        else:
            self.check()

    def check(self) -> None:
        """Raise IndexChanged where rows may be of another state; called before any is kept."""
        if self._counter is not None and not self._counter.is_at(self.state.changes):
            raise IndexChanged(f"{self.name} was changed meanwhile")

    def segments(self, term: str) -> Numbers:
        """Return the segments of a term, in order; those that are gone belong to concept 0."""
        found = self.words.segments(term)
        if not self._is_changed:
            return found
        added = self._added("SELECT segment FROM added_posting WHERE term = ? ORDER BY 1", term)
        return np.concatenate((found, added.astype(DTYPE))) if len(added) else found

    def starting_with(self, word: str) -> Numbers:
        """Return the segments that begin with a word, in order, each once."""
        found = self.words.starting_with(word)
        if not self._is_changed:
            return found
        sql = "SELECT segment FROM added_posting WHERE term = ? AND position = 0 ORDER BY 1"
        return np.concatenate((found, self._added(sql, WORD + word).astype(DTYPE)))

    def positions(self, word: str) -> NDArray[np.uint64]:
        """Return the places of a word, in order: segment << 16 | position."""
        found = self.words.positions(word)
        if not self._is_changed:
            return found
        sql = "SELECT segment << 16 | position FROM added_posting WHERE term = ? ORDER BY 1"
        return np.concatenate((found, self._added(sql, WORD + word)))

    def positions_with_prefix(self, prefix: str) -> NDArray[np.uint64]:
        """Return the places of all words that begin so, in order."""
        found = self.words.positions_with_prefix(prefix)
        if not self._is_changed:
            return found
        sql = (
            "SELECT segment << 16 | position FROM added_posting"
            " WHERE term >= ? AND term < ? ORDER BY 1"
        )
        begin = WORD + prefix
        return np.concatenate((found, self._added(sql, begin, begin + _AFTER_ALL)))

    def with_prefix(self, prefix: str) -> Numbers:
        """Return the segments of all words that begin so, in no order."""
        found = self.words.with_prefix(prefix)
        if not self._is_changed:
            return found
        sql = "SELECT segment FROM added_posting WHERE term >= ? AND term < ?"
        begin = WORD + prefix
        added = self._added(sql, begin, begin + _AFTER_ALL)
        return np.concatenate((found, added.astype(DTYPE)))

    def labels(self, table: str, wanted: Sequence[int]) -> Numbers:
        """Return the labels with one of some hashes, in order, each once; words of `SPELLING`."""
        found = self.hashes[table].find_all(wanted)
        if self._is_changed:
            sql = f"SELECT label FROM {table} WHERE hash = ? ORDER BY 1"  # noqa: S608 - two names
            added = [self._added(sql, hash).astype(DTYPE) for hash in wanted]
            found += [labels for labels in added if len(labels)]
        if len(found) == 1:
            return found[0]
        made: Numbers = np.unique(np.concatenate(found)) if found else NONE
        return made

    def _added(self, sql: str, *values: str | int) -> NDArray[np.uint64]:
        return np.array([row[0] for row in self.rows.execute(sql, values)], np.uint64)

    def record(self, key: int) -> bytes:
        """Return the record of a concept."""
        if key not in self.state.changed_keys:
            return self.stored.record(key)
        sql = "SELECT record FROM concept WHERE key = ?"
        found: bytes | None = self.rows.execute(sql, (key,)).fetchone()[0]
        return self.stored.record(key) if found is None else found

    def summary(self, key: int) -> bytes:
        """Return the summary of a concept."""
        if key not in self.state.changed_keys:
            return self.stored.summary(key)
        sql = "SELECT summary FROM concept WHERE key = ?"
        found: bytes | None = self.rows.execute(sql, (key,)).fetchone()[0]
        return self.stored.summary(key) if found is None else found

    def identity(self, key: int) -> tuple[str, str]:
        """Return the vocabulary and the id of a concept."""
        return self.state.vocabulary_ids[self.arrays.vocabulary_of.item(key)], self.id(key)

    def id(self, key: int) -> str:
        """Return the id of a concept."""
        if key <= self.stored.concepts:
            return self.stored.id(key)
        sql = "SELECT id FROM concept WHERE key = ?"
        return str(self.rows.execute(sql, (key,)).fetchone()[0])

    def lang(self, segment: int) -> str:
        """Return the language of a segment, "" of a notation."""
        number: int = self.arrays.lang_of.item(segment)
        return self.state.langs[number]

    def text(self, segment: int) -> str:
        """Return the text of a segment."""
        if segment <= self.stored.segments:
            return self.stored.text(segment)
        sql = "SELECT text FROM segment WHERE number = ?"
        return str(self.rows.execute(sql, (segment,)).fetchone()[0])

    def tree(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return parents and children of the hierarchy, pair by pair in the order of parents."""
        if self.state.tree is None:
            pairs = self.rows.execute("SELECT parent, child FROM tree ORDER BY parent").fetchall()
            found = np.array(pairs, np.int64).reshape(-1, 2).T.copy()
            self.check()
            self.state.tree = found[0], found[1]
        return self.state.tree

    def number(self, vocabulary: str) -> int:
        """Return the number of a vocabulary, one that none has where it is not known."""
        return self.state.vocabularies.get(vocabulary, 0xFFFF)

    def key(self, vocabulary: str, id: str) -> int | None:
        """Return the key of a concept, or None."""
        row = self.rows.execute(
            "SELECT key FROM concept WHERE vocabulary = ? AND id = ?",
            (self.number(vocabulary), analysis.paired(id)),
        ).fetchone()
        return int(row[0]) if row else None


def opened(generations: Generations, name: str) -> Snapshot:
    """Return the generation `name`; IndexUnavailable where it cannot be read."""
    try:
        return Snapshot(generations, name)
    except IndexUnavailable:
        raise
    except Exception as error:  # SQLite, Whoosh and the file system each have their own
        raise IndexUnavailable(f"generation {name} cannot be read: {error}") from error


def withdrawn_status(state: State) -> int | None:
    """Return the number of the status of withdrawn concepts, None where none has it."""
    return state.statuses.index(WITHDRAWN) if WITHDRAWN in state.statuses else None


def wanted_langs(state: State, asked: str) -> NDArray[Any]:
    """Return for each language, by number, whether its texts answer a request for `asked`."""
    found = state.wanted.get(asked)
    if found is None:
        if len(state.wanted) >= _MOST_WANTED:
            state.wanted.clear()
        found = np.array([not lang or is_wanted(lang, asked) for lang in state.langs])
        state.wanted[asked] = found
    return found
