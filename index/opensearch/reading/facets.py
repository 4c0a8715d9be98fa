"""Filters of a search, and the counts of what each would leave."""

from typing import Any

from index import Part, Query
from index.opensearch.client import Body
from index.opensearch.documents import name
from index.opensearch.reading.view import View, of_keys

_MOST_VALUES = 10_000
_LEVEL = 20_000
"""So many parents are asked for their children at once."""


class Filters:
    """The filters of a query, each by itself."""

    def __init__(self, view: View, query: Query) -> None:
        self._view = view
        self._other: list[Body] = []
        if query.statuses:
            self._other.append({"terms": {"st": [*map(name, query.statuses)]}})
        if query.groups:
            self._other.append({"terms": {"grp": [*map(name, query.groups)]}})
        if query.below:
            self._other.append(of_keys(narrower(view, *query.below)))
        self._vocabularies, self._sectors = (
            [{"terms": {field: [*map(name, values)]}}] if values else []
            for field, values in (("v", query.vocabularies), ("sec", query.sectors))
        )

    @property
    def all(self) -> Body | None:
        """What a hit must pass, None where that is everything."""
        found = [*self._other, *self._vocabularies, *self._sectors]
        return {"bool": {"filter": found}} if found else None

    def counts(self) -> Body:
        """Return the aggregations: what the query finds without filters, and each facet."""
        facets = {
            "vocabulary": ("v", [*self._other, *self._sectors]),
            "sector": ("sec", [*self._other, *self._vocabularies]),
        }
        made: Body = {"all": {"filter": {"match_all": {}}}}
        for facet, (field, filters) in facets.items():
            values = {"terms": {"field": field, "size": _MOST_VALUES}}
            made[facet] = {"filter": {"bool": {"filter": filters}}, "aggs": {"values": values}}
        return made

    def told(self, found: dict[str, Any]) -> dict[str, list[tuple[str, int]]]:
        """Return the counts by facet and value, the most frequent first."""
        names = self._view.state.names
        known = {"vocabulary": names["vocabularies"], "sector": names["sectors"]}
        counts = {}
        for facet, values in known.items():
            buckets = found[facet]["values"]["buckets"]
            number = {one["key"]: one["doc_count"] for one in buckets}
            rows = [(value, number[name(value)]) for value in values if name(value) in number]
            counts[facet] = sorted(rows, key=lambda row: -row[1])
        return counts


def narrower(view: View, vocabulary: str, id: str) -> list[int]:
    """Return the keys of a concept and of all that are below it, level by level."""

    def walk() -> list[int]:
        top = view.concept(vocabulary, id, ["k"])
        if top is None:
            return []
        found, level = {top["k"]}, [top["k"]]
        while level:
            new: set[int] = set()
            for start in range(0, len(level), _LEVEL):
                some = {"terms": {"up": level[start : start + _LEVEL]}}
                new.update(one["k"] for one in view.every("c", [some], ["k"]))
            level = [*(new - found)]
            found |= new
        return sorted(found)

    keys: list[int] = view.state.remembered(("below", vocabulary, id), walk)
    return keys


def of_part(view: View, part: Part) -> list[int]:
    """Return the keys of the concepts of a part of a vocabulary."""
    if part.is_group:
        of = [{"term": {"v": name(part.vocabulary)}}, {"term": {"grp": name(part.id)}}]
        return [one["k"] for one in view.every("c", of, ["k"])]
    found = narrower(view, part.vocabulary, part.id)
    top = view.concept(part.vocabulary, part.id, ["k"])
    return [key for key in found if top is None or key != top["k"]]
