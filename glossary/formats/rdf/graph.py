"""The triples of a file by subject, in a temporary SQLite file.

What a subject has is gathered in memory while the file is read and put down from time to time as
one part of the subject; a file that is ordered by subject gives one part for most of them.
"""

import json
import marshal
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from glossary.formats import scratch
from glossary.formats.rdf import RDF, Triple, Value, text_of

_TYPE = RDF + "type"
UNSTATED = ""
"""What `Graph.of_type` calls subjects with a telling predicate that are not of the plain class."""
_MOST_WRITTEN = 200
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
CREATE TABLE pair (predicate TEXT, subject TEXT, object TEXT);
"""
"""Subjects are numbered in the order of the file."""

_Content = dict[str, list[Value]]


class Subject:
    """What a file says of one subject; values stand in the order of the file."""

    __slots__ = ("_content", "name", "number")

    def __init__(self, name: str, content: _Content, number: int = 0) -> None:
        self.name = name
        self.number = number
        self._content = content

    def items(self) -> Iterable[tuple[str, Sequence[Value]]]:
        """Return predicates and values."""
        return self._content.items()

    def counts(self) -> dict[str, int]:
        """Return how many values it has by predicate."""
        return {name: len(values) for name, values in self._content.items()}

    def has(self, predicates: Collection[str]) -> bool:
        """Return whether it has a value under one of some predicates."""
        return any(name in predicates for name in self._content)

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
    """The triples of a file; `rows` may hold further tables of the reader.

    Subjects that are not of the class `plain` are remembered where they have one of the predicates
    `telling`; what stands under one of `paired` can be asked for as a whole. `aliases` are
    predicates that are read as others. `written` are texts as they stand in the file where that is
    in another normalisation form, by what they became; some of them, where there are many.
    """

    def __init__(
        self,
        rows: sqlite3.Connection,
        plain: str = "",
        telling: Collection[str] = (),
        paired: Collection[str] = (),
    ) -> None:
        self.rows = rows
        self.aliases: Mapping[str, str] = {}
        self.written: dict[str, str] = {}
        self._turn = 0
        self._plain = plain
        self._telling = frozenset(telling)
        self._paired = frozenset(paired)

    def clear(self) -> None:
        """Forget all triples."""
        self.rows.execute("DELETE FROM subject")
        self.rows.execute("DELETE FROM part")
        self.rows.execute("DELETE FROM type")
        self.rows.execute("DELETE FROM pair")

    def load(self, triples: Iterable[Triple]) -> None:
        """Take in the triples of a file, their texts in the normalisation form C."""
        found: dict[str, _Content] = {}
        left = _TRIPLES
        for subject, predicate, value in triples:
            if not isinstance(value, str) and not value[0].isascii():
                value = self._composed(value[0]), value[1]
            content = found.get(subject)
            if content is None:
                content = found[subject] = {}
            if predicate in content:
                content[predicate].append(value)
            else:
                content[predicate] = [value]
            left -= 1
            if not left:
                self._put(found)
                found = {}
                left = _TRIPLES
        self._put(found)

    def _composed(self, text: str) -> str:
        made = unicodedata.normalize("NFC", text)
        if made != text and len(self.written) < _MOST_WRITTEN:
            self.written[made] = text
        return made

    def _put(self, found: dict[str, _Content]) -> None:
        self._turn += 1
        turn, many = self._turn, self.rows.executemany
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
                for type in self._types(content)
            ),
        )
        many(
            "INSERT INTO pair VALUES (?, ?, ?)",
            (
                (predicate, name, value)
                for name, content in found.items()
                for predicate in self._paired & content.keys()
                for value in content[predicate]
                if isinstance(value, str)
            ),
        )

    def _types(self, content: _Content) -> list[Value]:
        found = content.get(_TYPE, [])
        if self._plain in found or self._telling.isdisjoint(content):
            return found
        return [*found, UNSTATED]

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Return the subjects and objects of one of the paired predicates."""
        found = self.rows.execute(
            "SELECT subject, object FROM pair WHERE predicate = ? ORDER BY rowid", (predicate,)
        )
        return found.fetchall()

    def count(self) -> int:
        """Return how many subjects there are; they are numbered from 1."""
        [number] = self.rows.execute("SELECT count(*) FROM subject").fetchone()
        return int(number)

    def number(self, name: str) -> int:
        """Return the number of a subject, 0 where nothing is said of it."""
        query = "SELECT number FROM subject WHERE name = ?"
        found = self.rows.execute(query, (name,)).fetchone()
        return int(found[0]) if found else 0

    def subject(self, name: str) -> Subject:
        """Return what is said of a subject, nothing where it is unknown."""
        number = self.number(name)
        return Subject(name, self._content(number), number)

    def original(self, subject: Subject) -> Subject:
        """Return a subject without the `aliases` of its predicates."""
        if not self.aliases:
            return subject
        parts = self.rows.execute(
            "SELECT content FROM part WHERE subject = ? ORDER BY turn", (subject.number,)
        )
        return Subject(subject.name, self._merged(parts, {}), subject.number)

    def numbered(self, number: int) -> Subject:
        """Return the subject with a number."""
        [name] = self.rows.execute(
            "SELECT name FROM subject WHERE number = ?", (number,)
        ).fetchone()
        return Subject(name, self._content(number), number)

    def _content(self, number: int) -> _Content:
        parts = self.rows.execute(
            "SELECT content FROM part WHERE subject = ? ORDER BY turn", (number,)
        )
        return self._merged(parts)

    def of_type(self, types: Iterable[str]) -> Iterator[tuple[int, Subject]]:
        """Yield number and subject of all that are of one of the types, in the order of the file.

        `UNSTATED` stands for those that may be of the plain class without saying so.
        """
        chosen = "SELECT subject FROM type WHERE type IN (SELECT value FROM json_each(?))"
        yield from self.chosen(chosen, json.dumps(tuple(types)))

    def chosen(self, numbers: str, *values: str) -> Iterator[tuple[int, Subject]]:
        """Yield number and subject of all whose numbers a query gives, in the order of the file."""
        query = (
            "SELECT number, name, content FROM part JOIN subject ON number = part.subject"
            " WHERE number IN ({}) ORDER BY part.subject, turn"
        )
        parts = self.rows.execute(query.format(numbers), values)
        for (number, name), rows in groupby(parts, itemgetter(0, 1)):
            yield number, Subject(name, self._merged((row[2],) for row in rows), number)

    def _merged(
        self, parts: Iterable[tuple[bytes]], aliases: Mapping[str, str] | None = None
    ) -> _Content:
        merged: _Content = {}
        aliases = self.aliases if aliases is None else aliases
        for (content,) in parts:
            found: _Content = marshal.loads(content)
            if aliases and not aliases.keys().isdisjoint(found):
                found = self._renamed(found)
            if merged:
                for predicate, values in found.items():
                    merged.setdefault(predicate, []).extend(values)
            else:
                merged = found
        return merged

    def _renamed(self, content: _Content) -> _Content:
        made: _Content = {}
        for predicate, values in content.items():
            made.setdefault(self.aliases.get(predicate, predicate), []).extend(values)
        return made


@contextmanager
def opened(
    folder: Path, plain: str = "", telling: Collection[str] = (), paired: Collection[str] = ()
) -> Iterator[Graph]:
    """Give an empty graph whose file lies in `folder`, see `Graph`."""
    with scratch.database(folder / "triples.sqlite", _SCHEMA) as rows:
        yield Graph(rows, plain, telling, paired)
