"""One generation opened for reading: its files, a connection for each thread, its current state."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index import WITHDRAWN, IndexDamaged, IndexUnavailable
from index.embedded.files import arrays, checksums, tables
from index.embedded.files.generations import Generations
from index.embedded.reading.state import State
from index.embedded.reading.view import View, open_files
from index.embedded.writing import documents
from index.text.analysis import has_stemmer

_MOST_VERIFIED_BYTES = 128 * 1024 * 1024
"""So many bytes are verified before the first answer, some hundredths of a second."""


class Snapshot:
    """A generation; connections belong to the thread that asks, all else is shared."""

    def __init__(self, generations: Generations, name: str) -> None:
        manifest = generations.manifest(name)
        self.size = int(manifest["segments"])
        self.name = name
        self.path: Path = generations.path(name)
        self._damage: list[str] = []
        self._verify(manifest["files"])
        self.files = open_files(self.path)
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
        if sum(size for size, _ in files.values()) > _MOST_VERIFIED_BYTES:
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
    def view(self) -> Iterator[View]:
        """Return a context with a view that does not change."""
        made = self.begin()
        try:
            yield made
        finally:
            made.end()

    @contextmanager
    def pinned(self) -> Iterator[View]:
        """Return a context with a view that has a connection of its own, for any thread."""
        self._check()
        rows = tables.connect(self.path)
        try:
            rows.execute("BEGIN")
            yield View(self.files, rows, self._state_of(rows))
        finally:
            rows.close()

    def begin(self) -> View:
        """Return a view that does not change until it is ended; one for each thread at a time."""
        if self._damage:
            self._check()
        rows = self._rows()
        rows.execute("BEGIN")
        try:
            return View(self.files, rows, self._state_of(rows))
        except BaseException:
            rows.execute("COMMIT")
            raise

    def _state_of(self, rows: sqlite3.Connection) -> State:
        """Return the state that a transaction sees."""
        changes, state = tables.change_count(rows), self._state
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
        statuses = names.statuses.names
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
            statuses=statuses,
            stemmed=[pair for pair in enumerate(names.langs.names) if has_stemmer(pair[1])],
            withdrawn=statuses.index(WITHDRAWN) if WITHDRAWN in statuses else None,
            is_changed=found is not self._built,
            changed_keys=frozenset(
                key for (key,) in rows.execute("SELECT key FROM changed_concept")
            ),
        )


def opened(generations: Generations, name: str) -> Snapshot:
    """Return the generation `name`; IndexUnavailable where it cannot be read."""
    try:
        return Snapshot(generations, name)
    except IndexUnavailable:
        raise
    except Exception as error:  # SQLite, Whoosh and the file system each have their own
        raise IndexUnavailable(f"generation {name} cannot be read: {error}") from error
