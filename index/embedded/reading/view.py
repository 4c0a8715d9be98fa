"""A generation as one thread sees it: postings, labels, texts and stored values of one state.

What was built is read from files; what was added since is looked up in SQLite beside it.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.files.codec import DTYPE, NONE, Numbers
from index.embedded.files.hashes import LETTERS, NAMES, SPELLING, HashTable
from index.embedded.files.lowered import Lowered
from index.embedded.files.number_files import mapped
from index.embedded.files.posting_lists import PostingLists
from index.embedded.files.postings import WORD
from index.embedded.files.stored_values import StoredValues
from index.embedded.reading.state import State
from index.text import analysis

_AFTER_ALL = "\U0010ffff"
"""No word begins with this character."""
_NO_VOCABULARY = 0xFFFF


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """The open files of a generation, as they were built; many threads may read them at once."""

    postings: PostingLists
    stored: StoredValues
    hashes: dict[str, HashTable]
    letters: NDArray[np.uint64]
    lowered: Lowered


def open_files(generation: Path) -> OpenFiles:
    """Return the files of a generation; ValueError or OSError where they are not whole."""
    return OpenFiles(
        PostingLists(generation),
        StoredValues(generation),
        {name: HashTable(generation, name) for name in (*NAMES, SPELLING)},
        np.frombuffer(mapped(generation / LETTERS), np.uint64),
        Lowered(generation),
    )


class View:
    """A state of a generation, until `end` is called."""

    __slots__ = (
        "_is_changed", "arrays", "hashes", "letters", "lowered", "name", "postings", "rows",
        "state", "stored",
    )  # fmt: skip

    def __init__(self, files: OpenFiles, rows: sqlite3.Connection, state: State) -> None:
        self.name = state.name
        self.rows, self.state, self.arrays = rows, state, state.arrays
        self.postings, self.stored = files.postings, files.stored
        self.hashes, self.letters, self.lowered = files.hashes, files.letters, files.lowered
        self._is_changed = state.is_changed

    def end(self) -> None:
        """End the transaction."""
        self.rows.execute("COMMIT")

    def segments(self, term: str) -> Numbers:
        """Return the segments of a term, in order; those that are gone belong to concept 0."""
        found = self.postings.segments(term)
        if not self._is_changed:
            return found
        added = self._added("SELECT segment FROM added_posting WHERE term = ? ORDER BY 1", term)
        return np.concatenate((found, added.astype(DTYPE))) if len(added) else found

    def starting_with(self, word: str) -> Numbers:
        """Return the segments of which a word is the first, in order, each once."""
        found = self.postings.starting_with(word)
        if not self._is_changed:
            return found
        sql = "SELECT segment FROM added_posting WHERE term = ? AND position = 0 ORDER BY 1"
        return np.concatenate((found, self._added(sql, WORD + word).astype(DTYPE)))

    def positions(self, word: str) -> NDArray[np.uint64]:
        """Return segments and positions of a word as segment << 16 | position, in order."""
        found = self.postings.positions(word)
        if not self._is_changed:
            return found
        sql = "SELECT segment << 16 | position FROM added_posting WHERE term = ? ORDER BY 1"
        return np.concatenate((found, self._added(sql, WORD + word)))

    def positions_with_prefix(self, prefix: str) -> NDArray[np.uint64]:
        """Return segments and positions of all words with a prefix, as `positions` does."""
        found = self.postings.positions_with_prefix(prefix)
        if not self._is_changed:
            return found
        sql = (
            "SELECT segment << 16 | position FROM added_posting"
            " WHERE term >= ? AND term < ? ORDER BY 1"
        )
        begin = WORD + prefix
        return np.concatenate((found, self._added(sql, begin, begin + _AFTER_ALL)))

    def with_prefix(self, prefix: str) -> Numbers:
        """Return the segments of all words with a prefix, in no order, some repeatedly."""
        found = self.postings.with_prefix(prefix)
        if not self._is_changed:
            return found
        sql = "SELECT segment FROM added_posting WHERE term >= ? AND term < ?"
        begin = WORD + prefix
        added = self._added(sql, begin, begin + _AFTER_ALL)
        return np.concatenate((found, added.astype(DTYPE)))

    def labels(self, table: str, wanted: Sequence[int]) -> Numbers:
        """Return the labels with one of the `wanted` hashes, in order, each once; for the table
        `SPELLING` the numbers of words in the lexicon.
        """
        found = self.hashes[table].find_all(wanted)
        if self._is_changed:
            sql = f"SELECT label FROM {table} WHERE hash = ? ORDER BY 1"  # noqa: S608 - two names
            added = [self._added(sql, hash).astype(DTYPE) for hash in wanted]
            found += [labels for labels in added if len(labels)]
        if len(found) == 1:
            return found[0]
        made: Numbers = np.unique(np.concatenate(found)) if found else NONE
        return made

    def added_labels(self, table: str, wanted: NDArray[np.int64]) -> list[tuple[int, Numbers]]:
        """Return those of many hashes with labels that were added since, and these labels."""
        if not self._is_changed:
            return []
        sql = f"SELECT hash, label FROM {table} WHERE hash IN (SELECT value FROM json_each(?))"  # noqa: S608 - two names
        rows = self.rows.execute(sql, (json.dumps(wanted.tolist()),))
        return [(hash, np.array([label], DTYPE)) for hash, label in rows]

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
        """Return vocabulary and id of a concept."""
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
        """Return two arrays, parents and their children, in the order of parents."""
        if self.state.tree is None:
            pairs = self.rows.execute("SELECT parent, child FROM tree ORDER BY parent").fetchall()
            found = np.array(pairs, np.int64).reshape(-1, 2).T.copy()
            self.state.tree = found[0], found[1]
        return self.state.tree

    def number(self, vocabulary: str) -> int:
        """Return the number of a vocabulary, a number that none has where it is unknown."""
        return self.state.vocabularies.get(vocabulary, _NO_VOCABULARY)

    def key(self, vocabulary: str, id: str) -> int | None:
        """Return the key of a concept, or None."""
        row = self.rows.execute(
            "SELECT key FROM concept WHERE vocabulary = ? AND id = ?",
            (self.number(vocabulary), analysis.paired(id)),
        ).fetchone()
        return int(row[0]) if row else None
