"""How the concepts of a vocabulary hang together, held against rules; see `glossary.formats.rules`.

The relations are in arrays of numbers, so that very large vocabularies are checked in little memory
and no two concepts are compared that no relation joins.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence

from glossary.errors import N_
from glossary.errors.plurals import NN_
from glossary.formats import Finding, Findings
from glossary.formats.skos.links import Links

_BROADER, _RELATED = 0, 2
MOST_STEPS = 20_000_000
"""So many steps upwards are taken in all; a hierarchy is rarely deep, a hostile one may be."""
_SHOWN = 5


class Structure:
    """The relations of a vocabulary whose links are resolved."""

    def __init__(
        self, vocabulary: str, links: Links, rows: sqlite3.Connection, tops: Iterable[str]
    ) -> None:
        self._id, self._links, self._rows = vocabulary, links, rows
        self._tops = frozenset(tops)
        self._left = MOST_STEPS
        [self._size] = rows.execute("SELECT coalesce(max(number), 0) + 1 FROM subject").fetchone()
        self._start = array("l", bytes(8 * (self._size + 1)))
        self._above = array("l")
        self._load()

    def _load(self) -> None:
        last = -1
        for source, target in self._rows.execute(
            "SELECT DISTINCT source, target FROM link WHERE relation = ? ORDER BY source",
            (_BROADER,),
        ):
            for number in range(last + 1, source + 1):
                self._start[number] = len(self._above)
            last = source
            self._above.append(target)
        for number in range(last + 1, self._size + 1):
            self._start[number] = len(self._above)

    def parents(self, number: int) -> Sequence[int]:
        """Return the numbers of the concepts directly above one."""
        return self._above[self._start[number] : self._start[number + 1]]

    def findings(self) -> Findings:
        """Return what breaks a rule."""
        found = Findings()
        for rule in (
            self._cycles, self._clashes, self._redundant, self._valueless, self._one_way,
            self._orphans, self._alone, self._clusters, self._top_concepts, self._unfinished,
        ):  # fmt: skip
            found.extend(rule())
        return found

    def breaches(self) -> Findings:
        """Return what keeps the hierarchy from being one: circles, and relations against it."""
        return Findings([*self._cycles(), *self._clashes()])

    def _name(self, number: int) -> str:
        return self._links.id(number)

    def _cycles(self) -> Iterator[Finding]:
        text = N_("stands above itself: %(way)s")
        for circle in self._circles():
            ids = [self._name(number) for number in circle]
            shown = ids[:_SHOWN] + (["…"] if len(ids) > _SHOWN else [])
            yield Finding("cycle", ids[0], text, {"way": " → ".join([*shown, ids[0]])})

    def _circles(self) -> Iterator[list[int]]:
        """Yield a shortest way from a concept up to itself, for each knot of the hierarchy.

        The knots are the strongly connected components (Tarjan 1972, without recursion).
        """
        order, low = array("l", bytes(8 * self._size)), array("l", bytes(8 * self._size))
        stacked = bytearray(self._size)
        stack: list[int] = []
        count = 0
        for root in range(self._size):
            if order[root] or not self.parents(root):
                continue
            waiting: list[tuple[int, int]] = [(root, 0)]
            while waiting:
                number, place = waiting.pop()
                if not place:
                    count += 1
                    order[number] = low[number] = count
                    stack.append(number)
                    stacked[number] = 1
                above = self.parents(number)
                if place:
                    low[number] = min(low[number], low[above[place - 1]])
                while place < len(above) and order[above[place]]:
                    if stacked[above[place]]:
                        low[number] = min(low[number], order[above[place]])
                    place += 1
                if place < len(above):
                    waiting += [(number, place + 1), (above[place], 0)]
                    continue
                if low[number] == order[number]:
                    knot = _taken(stack, stacked, number)
                    if len(knot) > 1:
                        yield self._way_round(min(knot), frozenset(knot))

    def _way_round(self, start: int, knot: frozenset[int]) -> list[int]:
        came: dict[int, int] = {}
        waiting = [start]
        for number in waiting:
            for above in self.parents(number):
                if above == start:
                    way = [number]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return way[::-1]
                if above in knot and above not in came:
                    came[above] = number
                    waiting.append(above)
        return [start]

    def _reaches(self, start: Iterable[int], wanted: int) -> bool:
        """Return whether a concept is among these or above them."""
        waiting = [*start]
        seen = set(waiting)
        while waiting and self._left > 0:
            number = waiting.pop()
            self._left -= 1
            if number == wanted:
                return True
            further = [above for above in self.parents(number) if above not in seen]
            seen.update(further)
            waiting += further
        return False

    def _clashes(self) -> Iterator[Finding]:
        text = N_("is related to %(other)s, and one stands above the other")
        for one, other in self._rows.execute(
            "SELECT DISTINCT min(source, target), max(source, target) FROM link"
            " WHERE relation = ? ORDER BY 1, 2",
            (_RELATED,),
        ):
            above, below = self.parents(one), self.parents(other)
            if self._reaches(above, other) or self._reaches(below, one):
                yield Finding("relation-clash", self._name(one), text, {"other": self._name(other)})

    def _redundant(self) -> Iterator[Finding]:
        text = N_("%(other)s is broader, and reached by another broader concept as well")
        for number in range(self._size):
            above = self.parents(number)
            for one in above if len(above) > 1 else ():
                ways = (up for other in above if other != one for up in self.parents(other))
                if self._reaches(ways, one) and number not in self.parents(one):
                    values = {"other": self._name(one)}
                    yield Finding("redundant-broader", self._name(number), text, values)

    def _valueless(self) -> Iterator[Finding]:
        text = N_("is related to %(other)s, which stands below the same concept")
        for one, other in self._rows.execute(
            "SELECT DISTINCT a.source, a.target FROM link a"
            " JOIN link b ON b.source = a.source AND b.relation = ?2"
            " JOIN link c ON c.source = a.target AND c.relation = ?2 AND c.target = b.target"
            " WHERE a.relation = ?1 AND a.source < a.target ORDER BY 1, 2",
            (_RELATED, _BROADER),
        ):
            values = {"other": self._name(other)}
            yield Finding("valueless-relation", self._name(one), text, values)

    def _one_way(self) -> Iterator[Finding]:
        found = self._rows.execute(
            "SELECT count(*) FROM"
            " (SELECT min(place & 1) AS own FROM link GROUP BY source, relation, target)"
            " WHERE own = 1"
        ).fetchone()
        if found[0]:
            text = N_("relations that are stated from one side only: %(count)s")
            yield Finding("one-way", self._id, text, {"count": found[0]})

    def _orphans(self) -> Iterator[Finding]:
        found = self._rows.execute(
            "SELECT id FROM concept"
            " WHERE kept AND subject NOT IN (SELECT source FROM link)"
            " AND id NOT IN (SELECT id FROM retired) ORDER BY subject"
        )
        if self._rows.execute("SELECT 1 FROM link LIMIT 1").fetchone():
            text = N_("has no relation to another concept")
            yield from (Finding("orphan", id, text) for (id,) in found)
        elif (count := self._links.count()) > 1:
            text = N_("no concept has a relation to another (concepts: %(count)s)")
            yield Finding("orphan", self._id, text, {"count": count})

    def _alone(self) -> Iterator[Finding]:
        found = self._rows.execute(
            "SELECT id FROM concept"
            " WHERE kept AND subject NOT IN (SELECT source FROM link WHERE relation <> ?)"
            " AND id NOT IN (SELECT id FROM retired) ORDER BY subject",
            (_RELATED,),
        ).fetchall()
        if found and len(self._above):
            text = N_("concepts with nothing broader or narrower: %(count)s, such as %(ids)s")
            shown = ", ".join(id for (id,) in found[:_SHOWN])
            yield Finding("alone", self._id, text, {"count": len(found), "ids": shown})

    def _clusters(self) -> Iterator[Finding]:
        root = array("l", range(self._size))

        def find(number: int) -> int:
            while root[number] != number:
                root[number] = root[root[number]]
                number = root[number]
            return number

        joined = set()
        for source, target in self._rows.execute("SELECT source, target FROM link"):
            one, other = find(source), find(target)
            root[max(one, other)] = min(one, other)
            joined.add(source)
        heads = sorted({find(number) for number in joined})
        if len(heads) > 1:
            shown = ", ".join(self._name(number) for number in heads[:_SHOWN])
            text = N_(
                "parts without a relation to each other: %(count)s, for example those of %(ids)s"
            )
            values = {"count": len(heads), "ids": shown}
            yield Finding("clusters", self._id, text, values)

    def _top_concepts(self) -> Iterator[Finding]:
        if not self._tops and len(self._above):
            yield Finding("no-top-concept", self._id, N_("no concept is stated as a top concept"))
        for uri in sorted(self._tops):
            row = self._rows.execute(
                "SELECT number, id FROM subject JOIN concept ON subject = number"
                " WHERE name = ? AND kept",
                (uri,),
            ).fetchone()
            if row and (above := self.parents(row[0])):
                text = N_("is a top concept, and %(other)s is broader")
                yield Finding("top-with-broader", row[1], text, {"other": self._name(above[0])})

    def _unfinished(self) -> Iterator[Finding]:
        if self._left <= 0:
            text = NN_(
                "more than %(count)s step; clashes and redundancy are not all told",
                "more than %(count)s steps; clashes and redundancy are not all told",
            )
            yield Finding("unfinished", self._id, text, {"count": MOST_STEPS})


def _taken(stack: list[int], stacked: bytearray, until: int) -> list[int]:
    knot = []
    while True:
        number = stack.pop()
        stacked[number] = 0
        knot.append(number)
        if number == until:
            return knot
