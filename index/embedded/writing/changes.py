"""Changes of single concepts in the published generation.

A change is one transaction of SQLite: rows, and the postings of new segments, which stand in the
table `added_posting` beside those of Whoosh. Killed before its end, it never was; there are no two
stores that could disagree. `changed_concept` says which concepts were changed, so that a builder
that worked meanwhile repeats the changes in its own generation before it is published.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from index import Document, IndexUnavailable, Reapply, Revision
from index.embedded.files import locks, rows, tables
from index.embedded.files.codec import LAST_POSITION
from index.embedded.files.generations import Generations, GenerationWriter, note
from index.embedded.files.postings import WORD
from index.embedded.writing import documents, hierarchy, levels, lexicon, top_completions

_PATIENCE_SECONDS = 30.0
_LOCK = "changes.lock"

OWN = {"changes", "langs", "sectors", "segments", "statuses", "text_kinds"}
"""Metadata of the index itself."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Return a context in which no other process changes the index; IndexBusy after a while."""
    with locks.held(folder / _LOCK, f"changing {folder}", _PATIENCE_SECONDS):
        yield


def revision_of(folder: Path) -> Revision:
    """Return the published generation and how often it was changed, None where there is none."""
    generations = Generations(folder)
    try:
        name = generations.current()
        generations.manifest(name)
        with closing(tables.connect(generations.path(name))) as found:
            return name, tables.change_count(found)
    except (IndexUnavailable, sqlite3.Error):  # there is none, or it is damaged
        return None


def changed_since(
    found: sqlite3.Connection, generation: str, since: Revision
) -> list[tuple[int, str, str]]:
    """Return key, vocabulary and id of what was changed in a generation since, oldest first.

    That is all that was ever changed in it, where `since` tells of another generation.
    """
    start = since[1] if since is not None and since[0] == generation else 0
    return found.execute(
        "SELECT key, vocabulary, id FROM changed_concept WHERE change > ? ORDER BY change, key",
        (start,),
    ).fetchall()


def repeat(since: Revision, writer: GenerationWriter, reapply: Reapply) -> Revision:
    """Let what was changed since be made again in the generation of `writer`.

    Returns how far changes had come before that. Where there were none, nothing is done.
    """
    before = revision_of(writer.folder)
    if before is None or before == since:
        return since
    with closing(tables.connect(Generations(writer.folder).path(before[0]))) as found:
        keys = [key for _, *key in changed_since(found, before[0], since)]
    with changing(writer.path) as change:
        reapply(change, [(vocabulary, id) for vocabulary, id in keys])
    return before


def replay(since: Revision, writer: GenerationWriter, with_metadata: bool) -> bool:
    """Repeat in the generation of `writer` what was changed in the published one meanwhile.

    All of it, where another generation was published than when the builder began; values that
    were published beside the documents only with `with_metadata`. Returns whether there was
    anything.
    """
    before = revision_of(writer.folder)
    if before is None or (before == since and not with_metadata):
        return False
    old = Generations(writer.folder).path(before[0])
    built = documents.BuiltFiles(old)
    with closing(tables.connect(old)) as found:
        names = documents.names(found)
        changed = changed_since(found, before[0], since)
        if not changed and not with_metadata:
            return False
        with changing(writer.path) as change:
            if with_metadata:
                for name, value in found.execute("SELECT name, value FROM metadata").fetchall():
                    if name not in OWN:
                        change.set_metadata(name, value)
            for key, vocabulary, id in changed:
                change.delete(vocabulary, id)
                if found.execute("SELECT 1 FROM concept WHERE key = ?", (key,)).fetchone():
                    change.put(documents.read(found, built, key, names))
    return True


@contextmanager
def changing(generation: Path) -> Iterator["Change"]:
    """Return a context for one change of a generation: whole at its end, or nothing."""
    made = Change(generation)
    try:
        yield made
        made.commit()
    finally:
        made.close()


class Change:
    """One change of any number of concepts, made as a whole or not at all.

    `built` is how many segments the generation was built with; `added` is how many were added
    since, known once the change is committed.
    """

    def __init__(self, generation: Path) -> None:
        self._generation = generation
        self._rows = tables.change(generation)
        self._rows.execute("BEGIN IMMEDIATE")
        self._number = tables.change_count(self._rows) + 1
        self._moment = tables.now()
        self._names = documents.names(self._rows)
        self._built = documents.BuiltFiles(generation)
        row = self._rows.execute("SELECT value FROM metadata WHERE name = 'segments'").fetchone()
        self.built = int(row[0])
        self.added = 0

    def put(self, document: Document) -> None:
        """Add a document, or put it in the place of the one with its vocabulary and id."""
        if not document.published:
            document = replace(document, published=self._moment)
        number = self._names.vocabularies.of(document.vocabulary)
        key = self._key(number, document.id)
        below: list[int] = []
        if key is None:
            key = self._new_key(document.vocabulary, document.id)
        elif self._only_stored(key, document):
            return
        else:
            below = self._remove(key, number)
        self._touch(key, document.vocabulary, document.id)
        self._add(document, key, number)
        if document.listed:
            hierarchy.put_in(self._rows, key, number, document.id, document.parents)
        self._set_free(below)

    def delete(self, vocabulary: str, id: str) -> bool:
        """Remove a document; return whether it was there."""
        number = self._names.vocabularies.known(vocabulary)
        key = None if number is None else self._key(number, id)
        if key is None or number is None:
            return False
        below = self._remove(key, number)
        self._touch(key, vocabulary, id)
        self._set_free(below)
        return True

    def _only_stored(self, key: int, document: Document) -> bool:
        """Replace record and summary if nothing else of a document differs; return whether so."""
        there = self._read(key)
        if rows.digest(replace(there, summary=b"", record=b"")) != rows.digest(
            replace(document, summary=b"", record=b"")
        ):
            return False
        self._touch(key, document.vocabulary, document.id, whole=False)
        self._rows.execute(
            "UPDATE concept SET digest = ?, summary = ?, record = ? WHERE key = ?",
            (rows.digest(document), document.summary, document.record, key),
        )
        return True

    def get(self, vocabulary: str, id: str) -> Document | None:
        """Return a document as it is with this change, or None."""
        number = self._names.vocabularies.known(vocabulary)
        key = None if number is None else self._key(number, id)
        return None if key is None else self._read(key)

    def changed_since(self, since: Revision) -> list[tuple[str, str]]:
        """Return vocabulary and id of what was changed since, by this change too."""
        found = changed_since(self._rows, self._generation.name, since)
        return [(vocabulary, id) for _, vocabulary, id in found]

    def find(self, uri: str) -> list[Document]:
        """Return the documents with a URI as they are with this change, by vocabulary and id."""
        found = self._rows.execute("SELECT key FROM concept WHERE uri = ?", (uri,)).fetchall()
        return sorted(
            (self._read(key) for (key,) in found), key=lambda one: (one.vocabulary, one.id)
        )

    def _read(self, key: int) -> Document:
        return documents.read(self._rows, self._built, key, self._names)

    def metadata(self, name: str) -> bytes | None:
        """Return a value that was published with the generation, or None."""
        row = self._rows.execute("SELECT value FROM metadata WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_metadata(self, name: str, value: bytes) -> None:
        """Set a value that was published with the generation."""
        self._rows.execute("INSERT OR REPLACE INTO metadata VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Make the change visible to every reader, in one step."""
        self.set_metadata("changes", str(self._number).encode())
        for name, value in rows.names_as_metadata(self._names).items():
            self.set_metadata(name, value)
        self._rows.executemany(
            "INSERT OR IGNORE INTO vocabulary VALUES (?, ?)",
            enumerate(self._names.vocabularies.names),
        )
        (self.added,) = self._rows.execute("SELECT count(*) FROM segment").fetchone()
        self._rows.execute("COMMIT")
        note()

    def close(self) -> None:
        """End; what was not committed is undone."""
        self._rows.close()

    def _key(self, vocabulary: int, id: str) -> int | None:
        row = self._rows.execute(
            "SELECT key FROM concept WHERE vocabulary = ? AND id = ?", (vocabulary, id)
        ).fetchone()
        return int(row[0]) if row else None

    def _new_key(self, vocabulary: str, id: str) -> int:
        """Return the key the concept had before it was deleted, else the next."""
        row = self._rows.execute(
            "SELECT coalesce((SELECT key FROM changed_concept WHERE vocabulary = ? AND id = ?),"
            " 1 + max((SELECT coalesce(max(key), 0) FROM concept),"
            " (SELECT coalesce(max(key), 0) FROM changed_concept)))",
            (vocabulary, id),
        ).fetchone()
        return int(row[0])

    def _touch(self, key: int, vocabulary: str, id: str, whole: bool = True) -> None:
        self._rows.execute(
            "INSERT INTO changed_concept VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " change = excluded.change, whole = max(whole, excluded.whole)",
            (key, vocabulary, id, self._number, whole),
        )

    def _set_free(self, children: Iterable[int]) -> None:
        """Find a place for the children of a concept that was removed."""
        for child in children:
            hierarchy.find_place(self._rows, child)

    def _remove(self, key: int, vocabulary: int) -> list[int]:
        """Remove all rows of a concept; return the children it had."""
        execute, many = self._rows.execute, self._rows.executemany
        made = documents.rows_of(self._rows, self._built, key, self._names)
        many("DELETE FROM folded WHERE hash = ? AND label = ?", made.folded)
        many("DELETE FROM stemmed WHERE hash = ? AND label = ?", made.stemmed)
        many("DELETE FROM completion WHERE (folded, rank, label) = (?, ?, ?)", made.completion)
        many(
            "DELETE FROM top_completion"
            " WHERE (vocabulary, lang, prefix, rank, label) = (?, ?, ?, ?, ?)",
            _top_completions(made, vocabulary),
        )
        many(
            "UPDATE letter SET labels = labels - 1 WHERE (vocabulary, lang, letter) = (?, ?, ?)",
            (row[:3] for row in made.entry),
        )
        many(
            "DELETE FROM entry WHERE (vocabulary, lang, letter, sort_key, label) = (?, ?, ?, ?, ?)",
            (row[:5] for row in made.entry),
        )
        execute("DELETE FROM letter WHERE vocabulary = ? AND labels = 0", (vocabulary,))
        many(
            "UPDATE letter SET first = (SELECT min(sort_key) FROM entry WHERE"
            " (entry.vocabulary, entry.lang, entry.letter) = (?1, ?2, ?3))"
            " WHERE (vocabulary, lang, letter) = (?1, ?2, ?3)",
            (row[:3] for row in made.entry),
        )
        many(
            "DELETE FROM added_posting WHERE (term, segment, position) = (?, ?, ?)",
            _postings_of(made),
        )
        lexicon.forget(self._rows, made.words)
        below = hierarchy.take_out(self._rows, key)
        groups = execute("SELECT vocabulary, name FROM group_member WHERE concept = ?", (key,))
        for group in groups.fetchall():
            levels.leave(self._rows, levels.inside(*group), key)
        execute("DELETE FROM group_member WHERE concept = ?", (key,))
        execute("DELETE FROM alias WHERE concept = ?", (key,))
        execute("DELETE FROM segment WHERE concept = ?", (key,))
        execute("DELETE FROM concept WHERE key = ?", (key,))
        return below

    def _add(self, document: Document, key: int, vocabulary: int) -> None:
        (last,) = self._rows.execute("SELECT max(number) FROM segment").fetchone()
        made = rows.Rows()
        rows.add(made, document, key, (last or self.built) + 1, self._names)
        self._insert("concept", [rows.concept(document, key, self._names)])
        for table in ("folded", "stemmed", "completion", "entry"):
            self._insert(table, getattr(made, table))
        texts = zip(made.segment, rows.texts(document), strict=True)
        self._insert("segment", ((*facts, text) for facts, text in texts))
        self._insert("added_posting", _postings_of(made))
        self._insert("group_member", ((vocabulary, name, key) for name in set(document.groups)))
        self._insert("alias", ((uri, key) for uri in set(document.aliases)))
        self._rows.executemany(
            "INSERT OR IGNORE INTO top_completion SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1"
            " FROM top_completion WHERE (vocabulary, lang, prefix) = (-1, -1, ?3))",
            _top_completions(made, vocabulary),
        )
        self._rows.executemany(
            "INSERT INTO letter VALUES (?, ?, ?, ?, 1) "
            "ON CONFLICT DO UPDATE SET labels = labels + 1, first = min(first, excluded.first)",
            (row[:4] for row in made.entry),
        )
        lexicon.learn(self._rows, made.words)
        if document.listed:
            for name in set(document.groups):
                levels.enter(self._rows, levels.inside(vocabulary, name), key)

    def _insert(self, table: str, found: Iterable[tuple[Any, ...]]) -> None:
        found = list(found)
        marks = ",".join("?" * len(found[0])) if found else ""
        if found:
            self._rows.executemany(f"INSERT INTO {table} VALUES ({marks})", found)  # noqa: S608


def _top_completions(made: rows.Rows, vocabulary: int) -> Iterator[top_completions.CompletionRow]:
    """Yield the places where completions of a document may be kept."""
    langs = {number: lang for number, _, _, lang, *_ in made.segment}
    for text, rank, label in made.completion:
        for prefix in top_completions.prefixes(text):
            for place in top_completions.combinations(vocabulary, langs[label]):
                yield (*place, prefix, rank, label)


def _postings_of(made: rows.Rows) -> Iterator[tuple[str, int, int]]:
    """Yield the postings of a document."""
    for segment, words, others in made.terms:
        for position, word in enumerate(words):
            yield WORD + word, segment, min(position, LAST_POSITION)
        for term in others:
            yield term, segment, LAST_POSITION
