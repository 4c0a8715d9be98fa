"""The triples of a file by subject, in a temporary SQLite file.

What a subject has is gathered in memory while the file is read and put down from time to time as
one part of the subject; a file that is ordered by subject gives one part for most of them.
"""

import json
import marshal
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from glossary import scratch
from glossary.formats.rdf import RDF, Triple, Value, text_of

_TYPE = RDF + "type"
_TRIPLES = 100_000
"""So many triples are gathered in memory."""

_SCHEMA = """
CREATE TABLE subject (number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
CREATE TABLE part (
    subject INTEGER, turn INTEGER,
    content BLOB NOT NULL,            -- marshalled: values by predicate
    PRIMARY KEY (subject, turn)
);
CREATE TABLE type (type TEXT, subject INTEGER, PRIMARY KEY (type, subject)) WITHOUT ROWID;
"""
"""Subjects are numbered in the order of the file."""

_Content = dict[str, list[Value]]


class Subject:
    """What a file says of one subject; values stand in the order of the file."""

    __slots__ = ("_content", "name")

    def __init__(self, name: str, content: _Content) -> None:
        self.name = name
        self._content = content

    def values(self, *predicates: str) -> Sequence[Value]:
        """Return what it has under some predicates."""
        found = self._content
        if len(predicates) == 1:
            return found.get(predicates[0], ())
        return [value for name in predicates if name in found for value in found[name]]

    def names(self, *predicates: str) -> list[str]:
        """Return the IRIs and blank nodes it points to."""
        return [value for value in self.values(*predicates) if isinstance(value, str)]

    def first(self, *predicates: str) -> str | None:
        """Return the text of the first value, or None."""
        for name in predicates:
            if name in self._content:
                return text_of(self._content[name][0])
        return None


class Graph:
    """The triples with some predicates; `rows` may hold further tables of the reader."""

    def __init__(self, rows: sqlite3.Connection, predicates: Collection[str] = ()) -> None:
        self.rows = rows
        self._predicates = frozenset(predicates)

    def clear(self) -> None:
        """Forget all triples."""
        self.rows.execute("DELETE FROM subject")
        self.rows.execute("DELETE FROM part")
        self.rows.execute("DELETE FROM type")

    def load(self, triples: Iterable[Triple]) -> None:
        """Take in the triples of a file; all of them where no predicates were chosen."""
        kept = self._predicates
        found: dict[str, _Content] = {}
        turn, left = 0, _TRIPLES
        for subject, predicate, value in triples:
            content = found.get(subject)
            if content is None:
                content = found[subject] = {}
            if predicate in content:
                content[predicate].append(value)
            elif not kept or predicate in kept:
                content[predicate] = [value]
            left -= 1
            if not left:
                self._put(found, turn)
                found = {}
                turn += 1
                left = _TRIPLES
        self._put(found, turn)

    def _put(self, found: dict[str, _Content], turn: int) -> None:
        many = self.rows.executemany
        many("INSERT OR IGNORE INTO subject (name) VALUES (?)", ((name,) for name in found))
        many(
            "INSERT INTO part SELECT number, ?, ? FROM subject WHERE name = ?",
            ((turn, marshal.dumps(content), name) for name, content in found.items() if content),
        )
        many(
            "INSERT OR IGNORE INTO type SELECT ?, number FROM subject WHERE name = ?",
            (
                (type if isinstance(type, str) else type[0], name)
                for name, content in found.items()
                for type in content.get(_TYPE, ())
            ),
        )

    def subject(self, name: str) -> Subject:
        """Return what is said of a subject, nothing where it is unknown."""
        parts = self.rows.execute(
            "SELECT content FROM part WHERE subject = (SELECT number FROM subject WHERE name = ?)"
            " ORDER BY turn",
            (name,),
        )
        return Subject(name, _merged(parts))

    def of_type(self, types: Collection[str]) -> Iterator[tuple[int, Subject]]:
        """Yield number and subject of all that are of one of the types."""
        parts = self.rows.execute(
            "SELECT number, name, content FROM part JOIN subject ON number = part.subject"
            " WHERE number IN (SELECT subject FROM type WHERE type IN"
            " (SELECT value FROM json_each(?))) ORDER BY part.subject, turn",
            (json.dumps(tuple(types)),),
        )
        for (number, name), rows in groupby(parts, itemgetter(0, 1)):
            yield number, Subject(name, _merged((content,) for _, _, content in rows))


def _merged(parts: Iterable[tuple[bytes]]) -> _Content:
    merged: _Content = {}
    for (content,) in parts:
        found: _Content = marshal.loads(content)
        if merged:
            for predicate, values in found.items():
                merged.setdefault(predicate, []).extend(values)
        else:
            merged = found
    return merged


@contextmanager
def opened(folder: Path, predicates: Collection[str] = ()) -> Iterator[Graph]:
    """Give an empty graph whose file lies in `folder`."""
    with scratch.database(folder / "triples.sqlite", _SCHEMA) as rows:
        yield Graph(rows, predicates)
