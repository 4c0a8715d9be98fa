"""One generation opened for reading: its tables, words and facet values."""

import sqlite3
import threading
from array import array
from pathlib import Path

from index import IndexUnavailable, analysis
from index.embedded import tables
from index.embedded.generations import Generations
from index.embedded.words import Words


class Snapshot:
    """A generation. Connections and searchers belong to the thread that asks.

    `vocabulary_of`, `sectors_of` and `status_of` hold one number for each document, in the order
    of Whoosh's documents: the number of the vocabulary, bits of sectors, number of the status.
    """

    def __init__(self, generations: Generations, name: str) -> None:
        generations.manifest(name)
        self.name = name
        self.path: Path = generations.path(name)
        self.words = Words(self.path)
        self.words.searcher()  # at once, so that a damaged file shows here
        self._local = threading.local()
        rows = self.rows()
        self.vocabularies: dict[str, int] = {
            id: number for number, id in rows.execute("SELECT number, id FROM vocabulary")
        }
        self.vocabulary_ids = {number: id for id, number in self.vocabularies.items()}
        self.metadata: dict[str, bytes] = dict(rows.execute("SELECT name, value FROM metadata"))
        self.sectors = self.metadata.get("sectors", b"").decode().split()
        self.statuses = self.metadata.get("statuses", b"").decode().split()
        self.langs = tuple(self.metadata.get("langs", b"").decode().split())
        self.vocabulary_of, self.sectors_of, self.status_of = _facets(rows)

    def rows(self) -> sqlite3.Connection:
        """Return the connection of this thread."""
        found: sqlite3.Connection | None = getattr(self._local, "rows", None)
        if found is None:
            found = self._local.rows = tables.connect(self.path)
        return found

    def mask(self, sectors: tuple[str, ...]) -> int:
        """Return the bits of the named sectors."""
        return sum(1 << self.sectors.index(name) for name in sectors if name in self.sectors)

    def key(self, vocabulary: str, id: str) -> int | None:
        """Return the key of a concept, or None."""
        number = self.vocabularies.get(vocabulary)
        row = self.rows().execute(
            "SELECT key FROM concept WHERE vocabulary = ? AND id = ?", (number, analysis.paired(id))
        )
        found = row.fetchone()
        return int(found[0]) if found else None


def opened(generations: Generations, name: str) -> Snapshot:
    """Return the generation `name`; IndexUnavailable where it cannot be read."""
    try:
        return Snapshot(generations, name)
    except IndexUnavailable:
        raise
    except Exception as error:  # SQLite, Whoosh and the file system each have their own
        raise IndexUnavailable(f"generation {name} cannot be read: {error}") from error


def _facets(rows: sqlite3.Connection) -> tuple["array[int]", "array[int]", "array[int]"]:
    vocabulary, sectors, status = array("H"), array("H"), array("B")
    for v, s, t in rows.execute("SELECT vocabulary, sectors, status FROM concept ORDER BY key"):
        vocabulary.append(v)
        sectors.append(s)
        status.append(t)
    return vocabulary, sectors, status
