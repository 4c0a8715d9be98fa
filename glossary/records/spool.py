"""Concepts on their way to the index: put down in full, then asked for what others say of them.

The labels of all concepts must be known before the first record can be written, but not all at
once in memory.
"""

import marshal
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from glossary import records
from glossary.formats import scratch
from glossary.formats.shared import PAIRS
from glossary.model import FALSE_FRIEND, INVERSE_RELATION, Concept, Group, Vocabulary

_SCHEMA = """
CREATE TABLE concept (
    number INTEGER PRIMARY KEY,
    vocabulary TEXT NOT NULL, id TEXT NOT NULL, uri TEXT NOT NULL,
    reference BLOB NOT NULL           -- as records.reference gives it
);
CREATE UNIQUE INDEX concept_id ON concept (vocabulary, id);
CREATE INDEX concept_uri ON concept (uri);
CREATE TABLE content (number INTEGER PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE mapping (
    number INTEGER PRIMARY KEY, about TEXT NOT NULL, relation TEXT NOT NULL, uri TEXT NOT NULL,
    inferred INTEGER NOT NULL         -- 1 where only the other side states it
);
CREATE INDEX mapping_about ON mapping (about);
CREATE TABLE "group" (
    number INTEGER PRIMARY KEY, vocabulary TEXT NOT NULL, id TEXT NOT NULL,
    reference BLOB NOT NULL           -- id and label, encoded
);
CREATE TABLE member (
    vocabulary TEXT, concept TEXT, "group" INTEGER,
    direct INTEGER,                   -- 0 where it is in a group that is in this one
    PRIMARY KEY (vocabulary, concept, "group")
) WITHOUT ROWID;
"""
_CONNECTIONS = """
SELECT one, other, relation, count(*) FROM (
    SELECT DISTINCT a.vocabulary AS one, b.vocabulary AS other, relation, a.id, b.id
    FROM mapping JOIN concept a ON a.uri = about JOIN concept b ON b.uri = mapping.uri
    WHERE a.vocabulary < b.vocabulary
) GROUP BY one, other, relation ORDER BY one, other, relation
"""
_FALSE_FRIENDS = """
SELECT DISTINCT a.vocabulary, a.id, b.vocabulary, b.id
FROM mapping JOIN concept a ON a.uri = about JOIN concept b ON b.uri = mapping.uri
WHERE a.vocabulary < b.vocabulary AND relation = ?
ORDER BY a.vocabulary, a.id, b.vocabulary, b.id LIMIT ?
"""
_REFERENCES = 8192
"""So many references to neighbours are kept in memory: most are asked for again soon."""


class Spool:
    """The concepts of all vocabularies of a site, in the order in which they were added."""

    def __init__(self, rows: Connection) -> None:
        self._rows = rows
        self._neighbour = lru_cache(_REFERENCES)(self._reference)

    def describe(self, vocabulary: Vocabulary) -> None:
        """Take in the groups of a vocabulary; concepts are also in those around their groups."""
        numbers: dict[str, int] = {}
        for group in vocabulary.groups:
            made = records.encode_record({"id": group.id, "label": group.labels})
            numbers[group.id] = self._rows.execute(
                'INSERT INTO "group" (vocabulary, id, reference) VALUES (?, ?, ?) RETURNING number',
                (vocabulary.id, group.id, made),
            ).fetchone()[0]
        around = _around(vocabulary.groups)
        for is_direct in (True, False):
            for group in vocabulary.groups:
                for id in [group.id] if is_direct else around[group.id]:
                    self._rows.executemany(
                        "INSERT OR IGNORE INTO member VALUES (?, ?, ?, ?)",
                        ((vocabulary.id, one, numbers[id], is_direct) for one in group.members),
                    )

    def add(self, concept: Concept, content: tuple[Any, ...]) -> None:
        """Take in a concept and what `contents` shall give back of it: plain values only."""
        number = self._rows.execute(
            "INSERT INTO concept (vocabulary, id, uri, reference) VALUES (?, ?, ?, ?)",
            (concept.vocabulary, concept.id, concept.uri, records.reference(concept)),
        ).lastrowid
        self._rows.execute("INSERT INTO content VALUES (?, ?)", (number, marshal.dumps(content)))
        for one in concept.mappings:
            self._rows.executemany(
                "INSERT INTO mapping (about, relation, uri, inferred) VALUES (?, ?, ?, ?)",
                (
                    (concept.uri, one.relation, one.uri, 0),
                    (one.uri, INVERSE_RELATION[one.relation], concept.uri, 1),
                ),
            )

    def contents(self) -> Iterator[Any]:
        """Yield what was given with each concept."""
        for (content,) in self._rows.execute("SELECT content FROM content ORDER BY number"):
            yield marshal.loads(content)

    def neighbours(self, vocabulary: str, ids: Iterable[str]) -> list[bytes]:
        """Return the references to concepts of a vocabulary."""
        return [self._neighbour(vocabulary, id) for id in ids]

    def _reference(self, vocabulary: str, id: str) -> bytes:
        query = "SELECT reference FROM concept WHERE vocabulary = ? AND id = ?"
        found: bytes = self._rows.execute(query, (vocabulary, id)).fetchone()[0]
        return found

    def reference(self, uri: str, vocabulary: str = "") -> bytes:
        """Return the reference to a concept with a URI: that of `vocabulary`, else of the first by
        vocabulary and id, else to a URI that is not here.
        """
        found = self._rows.execute(
            "SELECT reference FROM concept WHERE uri = ?"
            " ORDER BY vocabulary <> ?, vocabulary, id LIMIT 1",
            (uri, vocabulary),
        ).fetchone()
        return found[0] if found else records.foreign(uri)

    def shared(self) -> Iterator[tuple[str, str, int, str]]:
        """Yield each two vocabularies with concepts of one URI: how many, and an example."""
        yield from self._rows.execute(PAIRS)

    def mappings(self, uri: str, vocabulary: str = "") -> list[bytes]:
        """Return the mappings of a concept, also those stated on the other side only."""
        found = self._rows.execute(
            "SELECT relation, uri, min(inferred) FROM mapping WHERE about = ?"
            " GROUP BY relation, uri ORDER BY min(number)",
            (uri,),
        ).fetchall()
        return [
            records.mapping(relation, self.reference(to, vocabulary), bool(inferred))
            for relation, to, inferred in found
        ]

    def connections(self) -> list[tuple[str, str, str, int]]:
        """Return how often each relation is stated between two vocabularies, both ways together:
        the first by id, the other, the relation as from the first, and how many concepts it joins.
        """
        return self._rows.execute(_CONNECTIONS).fetchall()

    def false_friends(self, most: int) -> list[tuple[str, str, str, str]]:
        """Return so many false friends at most: vocabulary and id of both, each pair once."""
        return self._rows.execute(_FALSE_FRIENDS, (FALSE_FRIEND, most)).fetchall()

    def aliases(self, uri: str) -> list[str]:
        """Return the URIs that exactly match that of a concept, from either side."""
        sql = "SELECT DISTINCT uri FROM mapping WHERE about = ? AND relation = 'exactMatch'"
        return [other for (other,) in self._rows.execute(sql, (uri,)) if other != uri]

    def groups(self, vocabulary: str, id: str) -> list[tuple[str, bytes, bool]]:
        """Return id and reference of the groups that a concept belongs to, and whether it is in
        them itself, not only in a group of theirs.
        """
        return self._rows.execute(
            'SELECT id, reference, direct FROM member JOIN "group" ON number = "group"'
            " WHERE member.vocabulary = ? AND concept = ? ORDER BY number",
            (vocabulary, id),
        ).fetchall()


def _around(groups: Sequence[Group]) -> dict[str, list[str]]:
    """Return the ids of the groups that each group is in, over any number of steps."""
    above: dict[str, list[str]] = {group.id: [] for group in groups}
    for group in groups:
        for id in group.groups:
            above[id].append(group.id)
    found = {}
    for id in above:
        seen: dict[str, None] = {}
        waiting = [*above[id]]
        while waiting:
            if (step := waiting.pop()) not in seen:
                seen[step] = None
                waiting += above[step]
        seen.pop(id, None)
        found[id] = [*seen]
    return found


@contextmanager
def opened(folder: Path) -> Iterator[Spool]:
    """Give an empty spool whose file lies in `folder`."""
    with scratch.database(folder / "concepts.sqlite", _SCHEMA) as rows:
        yield Spool(rows)
