"""Writes a generation: every document into SQLite and Whoosh in bounded memory, then one swap."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from index import Document, Reapply
from index.embedded.files import (
    arrays,
    hashes,
    lowered,
    postings,
    rows,
    stored_values,
    tables,
)
from index.embedded.files.generations import GenerationWriter
from index.embedded.writing import changes, hierarchy, lexicon, top_completions

_DOCUMENTS_AT_ONCE = 400
_MOST_ROUNDS = 5
_SCRATCH = "scratch.sqlite"
_PUBLISHED = "UPDATE concept SET published = ? WHERE published = ?"
_GATHERED = {
    "completion": "folded TEXT, rank INTEGER, label INTEGER",
    "entry": "vocabulary INTEGER, lang TEXT, letter TEXT, sort_key BLOB, label INTEGER,"
    " concept INTEGER, preferred INTEGER",
    "lowered": "text TEXT, lang TEXT, label INTEGER",
    "parent": "child INTEGER, vocabulary INTEGER, id TEXT",
}
"""What is gathered in a file of its own, and put in the order of its keys at the end."""


class EmbeddedBuilder:
    """An `index.IndexBuilder` for the embedded index."""

    def __init__(self, folder: Path, keep: int = 2) -> None:
        self._writer = GenerationWriter(folder, keep)
        self.reapply: Reapply | None = None
        try:
            self._since = changes.revision_of(folder)
            self._rows = tables.create(self._writer.path)
            self._attach_scratch()
            self._postings = postings.PostingsBuilder(self._writer.path)
            self._stored = stored_values.StoredValuesWriter(self._writer.path)
        except BaseException:
            self._writer.abort()
            raise
        self._names = rows.Names()
        self._pending = rows.Rows()
        self._concepts: list[tuple[Any, ...]] = []
        self._further: dict[str, list[tuple[Any, ...]]] = {
            "alias": [],
            "group_member": [],
            "scratch.parent": [],
        }
        self._ids: dict[int, set[str]] = {}
        self._columns = arrays.Columns()
        self._hashes = {name: hashes.HashWriter(name) for name in hashes.NAMES}
        self._lexicon = lexicon.Lexicon()
        self._documents = 0
        self._next = 1

    def _attach_scratch(self) -> None:
        self._rows.execute("COMMIT")
        self._rows.execute("ATTACH ? AS scratch", (str(self._writer.path / _SCRATCH),))
        self._rows.executescript("PRAGMA scratch.journal_mode=OFF; PRAGMA scratch.synchronous=OFF")
        for table, columns in _GATHERED.items():
            self._rows.execute(f"CREATE TABLE scratch.{table} ({columns})")
        self._rows.execute("BEGIN")

    def add(self, document: Document) -> None:
        """Add one document; ValueError for a key that is already there."""
        vocabulary = self._names.vocabularies.of(document.vocabulary)
        ids = self._ids.setdefault(vocabulary, set())
        if document.id in ids:
            raise ValueError(f"{document.vocabulary}/{document.id} is there twice")
        ids.add(document.id)
        self._documents += 1
        key, first = self._documents, self._next
        concept = rows.concept(document, key, self._names)
        self._concepts.append((*concept[:-2], None, None))
        self._stored.add(document)
        self._next = rows.add(self._pending, document, key, first, self._names)
        self._columns.add_concept(vocabulary, concept[4], concept[5], first, self._next)
        self._further["group_member"] += ((vocabulary, name, key) for name in set(document.groups))
        self._further["alias"] += ((uri, key) for uri in set(document.aliases))
        if document.listed:
            self._further["scratch.parent"] += ((key, vocabulary, id) for id in document.parents)
        if len(self._concepts) >= _DOCUMENTS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        """Write the documents that were gathered."""
        made, self._pending = self._pending, rows.Rows()
        self._insert("concept", self._concepts)
        self._concepts = []
        for table, more in self._further.items():
            self._insert(table, more)
            more.clear()
        self._insert("scratch.completion", made.completion)
        self._insert("scratch.entry", made.entry)
        self._insert("scratch.lowered", made.lowered)
        for name, writer in self._hashes.items():
            writer.add(getattr(made, name))
        self._columns.add_segments(made.segment)
        for segment, words, others in made.terms:
            self._postings.add(segment, words, others)
        self._lexicon.add(made.words)

    def _insert(self, table: str, found: Iterable[tuple[Any, ...]]) -> None:
        found = list(found)
        if found:
            marks = ",".join("?" * len(found[0]))
            self._rows.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608

    def commit(self, metadata: Mapping[str, bytes] | None) -> str:
        """Publish the generation in one step and return its name.

        Without `metadata` it has that of the published generation, as it is then.
        """
        reapply = self.reapply
        try:
            self._finish(metadata or {})
            made = self._reapply_rounds(reapply) if reapply is not None else 0
            with changes.locked(self._writer.folder):
                if reapply is not None:
                    made += self._reapply_once(reapply)
                else:
                    made += changes.replay(self._since, self._writer, metadata is None)
                if made:
                    self._publish_after_these()
                name = self._writer.publish(
                    {"documents": self._documents, "segments": self._next - 1}
                )
                return f"{name}+{made}" if made else name
        except BaseException:
            self._writer.abort()
            raise

    def _publish_after_these(self) -> None:
        """Let what is new in this generation be published after what others changed meanwhile:
        whoever has seen that asks only for what comes after it.
        """
        with closing(tables.change(self._writer.path)) as found:
            found.execute(_PUBLISHED, (tables.now(), self._moment))

    def _reapply_rounds(self, reapply: Reapply) -> int:
        """Make again what was changed meanwhile, until little can be left: the rest is made while
        changes wait. Returns in how many steps.
        """
        for made in range(_MOST_ROUNDS):
            if not self._reapply_once(reapply):
                return made
        return _MOST_ROUNDS

    def _reapply_once(self, reapply: Reapply) -> bool:
        before, self._since = self._since, changes.repeat(self._since, self._writer, reapply)
        return before != self._since

    def _finish(self, metadata: Mapping[str, bytes]) -> None:
        self._flush()
        for writer in self._hashes.values():
            writer.write(self._writer.path)
        self._columns.save(self._writer.path)
        self._stored.close()
        self._postings.write(self._next - 1)
        found = self._rows
        found.execute("INSERT INTO completion SELECT * FROM scratch.completion ORDER BY 1, 2, 3")
        found.execute("INSERT INTO entry SELECT * FROM scratch.entry ORDER BY 1, 2, 3, 4, 5")
        order = "SELECT text, label FROM scratch.lowered ORDER BY text, lang, label"
        lowered.write(self._writer.path, found.execute(order))
        self._lexicon.write(found, self._writer.path)
        found.execute(
            "INSERT INTO letter SELECT vocabulary, lang, letter, min(sort_key), count(*) "
            "FROM entry GROUP BY vocabulary, lang, letter"
        )
        top_completions.write(found, arrays.load(self._writer.path))
        self._moment = tables.now()
        found.execute(_PUBLISHED, (self._moment, ""))
        found.execute("COMMIT")
        found.executescript(tables.INDEXES)
        found.execute("BEGIN")
        hierarchy.write(found)
        self._add_metadata(metadata)
        found.execute("COMMIT")
        found.execute("DETACH scratch")
        (self._writer.path / _SCRATCH).unlink()
        tables.finish(found)

    def _add_metadata(self, metadata: Mapping[str, bytes]) -> None:
        own = {**rows.names_as_metadata(self._names), "segments": str(self._next - 1).encode()}
        self._insert("metadata", {**metadata, **own}.items())
        self._insert("vocabulary", enumerate(self._names.vocabularies.names))

    def abort(self) -> None:
        """Throw away what was written."""
        self._stored.close()
        with suppress(sqlite3.Error):  # the folder is removed as a whole just below
            self._rows.close()
        self._writer.abort()
