"""A state of what is published, as one question or a whole request sees it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from index import IndexUnavailable
from index.opensearch.client import Body, Client, Refused
from index.opensearch.documents import decoded, hashed, name
from index.opensearch.state import State

AT_ONCE = 1_000
"""So many keys, ids or URIs are looked up in one search."""
_PAGE = 10_000
_MOST_TERMS = 50_000
"""The engine takes 65,536 values in one filter."""


class View:
    """Asks the engine for what is there in one state."""

    def __init__(self, client: Client, state: State) -> None:
        self.client, self.state = client, state
        self.index = f"{client.prefix}-{state.generation}"
        self._not = state.filters()

    def body(self, kind: str, filters: Sequence[Body], **more: Any) -> Body:
        """Return a search for documents of a kind that all of some filters let through."""
        query = {"bool": {"filter": [{"term": {"y": kind}}, *filters], "must_not": [*self._not]}}
        return {"size": 0, "_source": False, "query": query, "track_total_hits": False, **more}

    def ask(self, *bodies: Body) -> list[Body]:
        """Return the answers to some searches, in one request."""
        try:
            return self.client.searches([(self.index, body) for body in bodies])
        except Refused as error:
            if error.status == 404:
                text = f"generation {self.state.generation} is gone"
                raise IndexUnavailable(text) from error
            raise

    def sources(self, body: Body) -> list[Body]:
        """Return the documents that one search finds."""
        (found,) = self.ask(body)
        return [hit["_source"] for hit in found["hits"]["hits"]]

    def concepts(self, filters: Sequence[Body], fields: Sequence[str], **more: Any) -> Body:
        """Return a search for concepts that gives some of their fields."""
        return self.body("c", filters, _source=[*fields], **{"size": _PAGE, **more})

    def every(self, kind: str, filters: Sequence[Body], fields: Sequence[str]) -> Iterator[Body]:
        """Yield all documents of a kind, however many, in the order of concepts."""
        after: list[Any] = []
        order = ["k"] if kind == "c" else ["k", "num"]
        while True:
            more: Body = {"search_after": after} if after else {}
            body = self.body(kind, filters, _source=[*fields], size=_PAGE, sort=order, **more)
            (found,) = self.ask(body)
            hits = found["hits"]["hits"]
            yield from (hit["_source"] for hit in hits)
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]

    def with_keys(self, keys: Iterable[int], fields: Sequence[str]) -> dict[int, Body]:
        """Return some fields of the concepts with keys, by key."""
        wanted = [*dict.fromkeys(keys)]
        bodies = [
            self.concepts([{"terms": {"k": wanted[start : start + AT_ONCE]}}], ["k", *fields])
            for start in range(0, len(wanted), AT_ONCE)
        ]
        found: dict[int, Body] = {}
        for start in range(0, len(bodies), 10):
            for answer in self.ask(*bodies[start : start + 10]):
                for hit in answer["hits"]["hits"]:
                    found[hit["_source"]["k"]] = hit["_source"]
        return found

    def with_ids(
        self, vocabulary: str, ids: Iterable[str], fields: Sequence[str]
    ) -> dict[str, Body]:
        """Return some fields of the concepts of a vocabulary with ids, by id."""
        wanted = [*dict.fromkeys(map(hashed, ids))]
        of = {"term": {"v": name(vocabulary)}}
        found: dict[str, Body] = {}
        for start in range(0, len(wanted), AT_ONCE):
            some = {"terms": {"i": wanted[start : start + AT_ONCE]}}
            for one in self.sources(self.concepts([of, some], [*fields, "doc.id"])):
                found[one["doc"]["id"]] = one
        return found

    def concept(self, vocabulary: str, id: str, fields: Sequence[str]) -> Body | None:
        """Return some fields of a concept, None where there is none."""
        return self.with_ids(vocabulary, [id], fields).get(id)

    def metadata(self) -> dict[str, bytes]:
        """Return the values that were published beside the documents."""

        def read() -> dict[str, bytes]:
            found = self.sources(self.body("m", [], _source=["doc"], size=_PAGE))
            return {one["doc"]["name"]: decoded(one["doc"]["value"]) for one in found}

        made: dict[str, bytes] = self.state.remembered("metadata", read)
        return made


def of_keys(keys: Sequence[int]) -> Body:
    """Return a filter for the concepts with keys, however many."""
    parts: list[Body] = [
        {"terms": {"k": [*keys[start : start + _MOST_TERMS]]}}
        for start in range(0, len(keys), _MOST_TERMS)
    ]
    return {"bool": {"should": parts or [{"match_none": {}}]}}


def within(vocabularies: Sequence[str]) -> list[Body]:
    """Return the filter for vocabularies; none where all are asked for."""
    return [{"terms": {"v": [*map(name, vocabularies)]}}] if vocabularies else []
