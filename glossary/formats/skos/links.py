"""How the concepts of a file hang together: their ids, and links with both directions filled in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.formats.rdf.graph import Graph
from glossary.formats.skos.accounting import shown
from glossary.formats.skos.ids import hashed, id_of, lengthened
from glossary.formats.skos.names import RELATIONS

_RELATIONS = tuple(RELATIONS)
_SCHEMA = """
CREATE TABLE concept (subject INTEGER PRIMARY KEY, id TEXT NOT NULL, kept INTEGER NOT NULL);
CREATE INDEX concept_id ON concept (id);
CREATE TABLE place (subject INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE stated (
    number INTEGER PRIMARY KEY, source INTEGER, relation INTEGER, uri TEXT, target INTEGER
);
CREATE TABLE link (
    source INTEGER, place INTEGER, relation INTEGER, target INTEGER, PRIMARY KEY (source, place)
) WITHOUT ROWID;
"""
"""`place` holds the ids of groups. A relation is its place in `RELATIONS`; links of a concept are
in the order of their statement.
"""

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

    def add(self, number: int, uri: str, kept: bool) -> None:
        """Take in a concept, `kept` if it has a preferred label."""
        self._rows.execute("INSERT INTO concept VALUES (?, ?, ?)", (number, id_of(uri), kept))

    def missed(self) -> list[int]:
        """Return the numbers of subjects that concepts are linked to and that are none so far."""
        found = self._rows.execute(
            "SELECT DISTINCT subject.number FROM stated JOIN subject ON name = uri"
            " WHERE subject.number NOT IN (SELECT subject FROM concept) ORDER BY 1"
        )
        return [number for (number,) in found]

    def name(self, groups: Iterable[tuple[int, str]], kept: Mapping[str, str]) -> Findings:
        """Make the ids of concepts, and of groups given by number and URI, unique.

        `kept` are ids by URI that were given before. Returns a finding for each that is not the
        last part of its URI.
        """
        many, rows = self._rows.executemany, self._rows
        many(
            "INSERT INTO place VALUES (?, ?)",
            (
                (number, hashed(uri, "group") if self._is_concept(number) else id_of(uri))
                for number, uri in groups
            ),
        )
        clashing = rows.execute(
            "WITH every AS"
            " (SELECT subject, id FROM concept UNION ALL SELECT subject, id FROM place)"
            " SELECT name FROM every JOIN subject ON number = subject WHERE id IN"
            " (SELECT id FROM every GROUP BY id HAVING count(*) > 1) ORDER BY number"
        )
        wanted = dict.fromkeys(uri for (uri,) in clashing if uri not in kept)
        reserved = set(kept.values())
        for uri in self._claiming(reserved):
            wanted.setdefault(uri)
        made = lengthened(wanted, lambda id: id in reserved or self._is_taken(id)) | {**kept}
        changed = [(id, uri) for uri, id in made.items()]
        many(
            "UPDATE concept SET id = ? WHERE subject = (SELECT number FROM subject WHERE name = ?)",
            changed,
        )
        many(
            "UPDATE place SET id = ? WHERE subject = (SELECT number FROM subject WHERE name = ?)"
            " AND subject NOT IN (SELECT subject FROM concept)",
            changed,
        )
        return _longer(list(wanted), made)

    def _is_concept(self, number: int) -> bool:
        query = "SELECT 1 FROM concept WHERE subject = ?"
        return self._rows.execute(query, (number,)).fetchone() is not None

    def _claiming(self, ids: Iterable[str]) -> Iterator[str]:
        for id in ids:
            yield from (
                uri
                for (uri,) in self._rows.execute(
                    "SELECT name FROM concept JOIN subject ON number = subject WHERE id = ?", (id,)
                )
            )

    def _is_taken(self, id: str) -> bool:
        found = self._rows.execute(
            "SELECT 1 FROM concept WHERE id = ?1 UNION ALL SELECT 1 FROM place WHERE id = ?1", (id,)
        )
        return found.fetchone() is not None

    def numbered(self) -> Iterator[str]:
        """Yield the ids of all concepts in the order of their numbers."""
        found = self._rows.execute("SELECT id FROM concept ORDER BY subject")
        return (id for (id,) in found)

    def id(self, number: int) -> str:
        """Return the id of a concept by its number."""
        query = "SELECT id FROM concept WHERE subject = ?"
        return str(self._rows.execute(query, (number,)).fetchone()[0])

    def group_id(self, number: int) -> str:
        """Return the id of a group by its number."""
        query = "SELECT id FROM place WHERE subject = ?"
        return str(self._rows.execute(query, (number,)).fetchone()[0])

    def ids(self) -> Iterator[tuple[str, str]]:
        """Yield URI and id of all concepts that are kept."""
        yield from self._rows.execute(
            "SELECT name, id FROM concept JOIN subject ON number = subject WHERE kept"
        )

    def group_ids(self) -> Iterator[tuple[str, str]]:
        """Yield URI and id of all groups that are no concepts."""
        yield from self._rows.execute(
            "SELECT name, id FROM place JOIN subject ON number = subject"
            " WHERE number NOT IN (SELECT subject FROM concept)"
        )

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

    def is_empty(self) -> bool:
        """Return whether there is no concept at all."""
        return self._rows.execute("SELECT 1 FROM concept LIMIT 1").fetchone() is None

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

    def members(self, uris: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
        """Yield each URI with the id of the concept that has it, "" where none has, and whether
        that is kept.
        """
        for uri in uris:
            found = self._rows.execute(
                "SELECT id, kept FROM subject JOIN concept ON subject = number WHERE name = ?",
                (uri,),
            ).fetchone()
            yield (uri, found[0], bool(found[1])) if found else (uri, "", False)

    def strangers(self, id: str, relation: str, uris: Iterable[str]) -> Iterator[Finding]:
        """Yield a finding for each URI in a relation that is of no concept here."""
        for uri, found, _ in self.members(uris):
            if not found:
                yield _finding(id, relation, uri, None)


def _finding(id: str, relation: str, uri: str, target: int | None) -> Finding:
    if target is None:
        text = N_("%(relation)s %(uri)s is not in the vocabulary; left out")
        return Finding("no-target", id, text, {"relation": relation, "uri": shown(uri)})
    text = N_("%(relation)s points to the concept itself; left out")
    return Finding("reflexive", id, text, {"relation": relation})


def _longer(uris: list[str], ids: Mapping[str, str]) -> Findings:
    if not uris:
        return Findings()
    text = N_(
        "URIs that end as others do, so that their ids are longer: %(count)s, for example %(uri)s"
    )
    return Findings(
        [Finding("longer-id", ids[uris[0]], text, {"count": len(uris), "uri": uris[0]})]
    )
