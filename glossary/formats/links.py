"""How the concepts of a file hang together: their ids, and links with both directions filled in."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.formats.graph import Graph

INVERSE = {"broader": "narrower", "narrower": "broader", "related": "related"}
_RELATIONS = tuple(INVERSE)
_SCHEMA = """
CREATE TABLE concept (subject INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, kept INTEGER NOT NULL);
CREATE TABLE stated (
    number INTEGER PRIMARY KEY, source INTEGER, relation INTEGER, uri TEXT, target INTEGER
);
CREATE TABLE link (
    source INTEGER, place INTEGER, relation INTEGER, target INTEGER, PRIMARY KEY (source, place)
) WITHOUT ROWID;
"""
"""A relation is its place in `INVERSE`; links of a concept are in the order of their statement."""

_RESOLVE = """
UPDATE stated SET target = (
    SELECT number FROM subject JOIN concept ON concept.subject = number
    WHERE name = stated.uri AND kept
);
INSERT INTO link SELECT source, 2 * number, relation, target FROM stated
    WHERE target IS NOT NULL AND target <> source;
INSERT INTO link SELECT target, 2 * number + 1,
    CASE relation WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE relation END, source FROM stated
    WHERE target IS NOT NULL AND target <> source;
"""


class Links:
    """The concepts of a graph by number: first all are added, then resolved, then asked."""

    def __init__(self, graph: Graph) -> None:
        self._rows = graph.rows
        for statement in _SCHEMA.split(";"):  # not executescript, which ends the transaction
            self._rows.execute(statement)

    def add(self, number: int, id: str, kept: bool) -> str | None:
        """Take in a concept, `kept` if it has a label; return the URI that has its id already."""
        try:
            self._rows.execute("INSERT INTO concept VALUES (?, ?, ?)", (number, id, kept))
        except sqlite3.IntegrityError:
            [other] = self._rows.execute(
                "SELECT name FROM subject JOIN concept ON subject = number WHERE id = ?", (id,)
            ).fetchone()
            return str(other)
        return None

    def state(self, number: int, links: Iterable[tuple[str, str]]) -> None:
        """Take in the links of a concept as its file has them: relation and URI."""
        self._rows.executemany(
            "INSERT INTO stated (source, relation, uri) VALUES (?, ?, ?)",
            [(number, _RELATIONS.index(relation), uri) for relation, uri in links],
        )

    def resolve(self) -> Findings:
        """Fill in both directions; return findings of links that lead nowhere."""
        for statement in _RESOLVE.split(";"):
            self._rows.execute(statement)
        found = self._rows.execute(
            "SELECT id, relation, uri, target FROM stated JOIN concept ON subject = source"
            " WHERE target IS NULL OR target = source ORDER BY number"
        )
        return Findings(
            _finding(id, _RELATIONS[relation], uri, target) for id, relation, uri, target in found
        )

    def count(self) -> int:
        """Return how many concepts are kept."""
        [number] = self._rows.execute("SELECT count(*) FROM concept WHERE kept").fetchone()
        return int(number)

    def walk(self) -> Callable[[int], dict[str, tuple[str, ...]]]:
        """Return a function that gives the ids a concept is linked to, by relation.

        It must be asked in the order of numbers, so that links are read in one go.
        """
        rows = self._rows.execute(
            "SELECT source, relation, id FROM link JOIN concept ON subject = target"
            " ORDER BY source, place"
        )
        groups = groupby(rows, itemgetter(0))
        nobody: tuple[int, Iterable[tuple[int, int, str]]] = (0, ())
        source, links = next(groups, nobody)

        def of(number: int) -> dict[str, tuple[str, ...]]:
            nonlocal source, links
            found: tuple[dict[str, None], ...] = ({}, {}, {})
            if source == number:
                for _, relation, id in links:
                    found[relation][id] = None
                source, links = next(groups, nobody)
            return {name: tuple(ids) for name, ids in zip(_RELATIONS, found, strict=True)}

        return of

    def members(self, uris: Iterable[str]) -> Iterator[tuple[str, bool]]:
        """Yield the ids of those URIs that are concepts, and whether these are kept."""
        for uri in uris:
            found = self._rows.execute(
                "SELECT id, kept FROM subject JOIN concept ON subject = number WHERE name = ?",
                (uri,),
            ).fetchone()
            if found:
                yield found[0], bool(found[1])


def _finding(id: str, relation: str, uri: str, target: int | None) -> Finding:
    if target is None:
        text = N_("%(relation)s %(uri)s is not in the vocabulary; left out")
        return Finding("no-target", id, text, {"relation": relation, "uri": uri})
    text = N_("%(relation)s points to the concept itself; left out")
    return Finding("reflexive", id, text, {"relation": relation})


def id_of(uri: str) -> str:
    """Return the last part of a URI, unquoted unless that would give it a slash."""
    part = uri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    plain = unquote(part)
    return part if "/" in plain else plain
