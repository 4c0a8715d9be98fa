"""Full-text search: the classes and orders of `index.embedded.reading.search`, as one query.

The class of a concept is the greatest of constant scores; within a class the kind and the length of
the best segment decide, then the order of publication.
"""

from collections.abc import Sequence
from typing import Any

from index import Hit, Match, Query, Results
from index.embedded.files.rows import FIRST_TEXT, NOTATION
from index.highlight import snippet
from index.opensearch.client import Body
from index.opensearch.documents import decoded, identity
from index.opensearch.mappings import MOST_HITS
from index.opensearch.reading.clauses import NOTATIONS, Chooser, Chosen, typed_names
from index.opensearch.reading.facets import Filters
from index.opensearch.reading.matching import LABELS, all_of, any_of, at_least, nested
from index.opensearch.reading.names import KIND_NAMES, Named
from index.opensearch.reading.view import View
from index.queries import Form, Parsed, as_words, parse

_STARTING, _SAME_WORDS, _ONE_LABEL, _OF_LABELS, _TEXTS = 100, 75, 70, 4, 10
"""The least classes; `_OF_LABELS` is for each clause that some label has, where these are several
labels.
"""
_BEGINS, _CLAUSE = 1_000, 10
"""What a segment is worth as the reason of a hit, where it begins with the query, and for each
clause that it has.
"""
_TEXT: Body = {"range": {"s.k": {"gte": FIRST_TEXT}}}
_SHOWN = ["doc.vocabulary", "doc.id", "doc.record", "k"]


def search(view: View, query: Query) -> Results:
    """Return one page of what the query finds, the total and the facets."""
    parsed = parse(query.text)
    typed = None if parsed.label else typed_names(view, query)
    if typed:
        parsed = as_words(query.text)
    if not parsed.clauses and not parsed.label:
        return Results(0, (), problems=parsed.problems)
    chosen = Chooser(view, query, parsed).chosen(typed)
    return _Search(view, query, parsed, chosen).results()


class _Search:
    """One search; `missing` is how many clauses every concept lacks."""

    def __init__(self, view: View, query: Query, parsed: Parsed, chosen: Chosen) -> None:
        self._view, self._query, self._parsed, self._chosen = view, query, parsed, chosen
        self._filters = Filters(view, query)
        self._excluded = [nested(chosen.matcher.query(one)) for one in parsed.excluded]
        self._starting = self._labels_that_start()
        self.missing = 0

    def results(self) -> Results:
        """Return the page; where nothing has all clauses, of what has most of them."""
        wanted = len(self._chosen.queries)
        fewer: list[int] = []
        if wanted > 1 and not self._chosen.names:
            fewer = [*range(wanted - 1, wanted - wanted // 2 - 1, -1)]
        counts = [self._view.body("c", [self._matched(most)], track_total_hits=1) for most in fewer]
        found, *lesser = self._view.ask(self._body(), *counts)
        if fewer and not found["aggregations"]["all"]["doc_count"]:
            for most, answer in zip(fewer, lesser, strict=True):
                if answer["hits"]["total"]["value"]:
                    self.missing = wanted - most
                    (found,) = self._view.ask(self._body())
                    break
        return self._told(found)

    def _told(self, found: Body) -> Results:
        names = self._chosen.best_names()
        hits = [self._hit(hit, names) for hit in found["hits"]["hits"]]
        return Results(
            found["hits"]["total"]["value"],
            hits,
            self._filters.told(found["aggregations"]),
            problems=self._parsed.problems_of(is_label=bool(self._chosen.names)),
            missing=self.missing,
        )

    def _body(self) -> Body:
        query, end = self._query, self._query.page * self._query.per_page
        is_there = 0 < query.per_page <= end <= MOST_HITS
        of_page = {"size": query.per_page, "from": end - query.per_page} if is_there else {}
        most = len(self._chosen.queries) - self.missing
        matched = self._matched(most)
        body = self._view.body("c", [matched], track_total_hits=True, _source=_SHOWN, **of_page)
        body["query"]["bool"] |= {"must": [self._ranked(most)], "should": self._reasons()}
        body["sort"] = self._order(most)
        body["aggs"] = self._filters.counts()
        if self._filters.all:
            body["post_filter"] = self._filters.all
        return body

    def _matched(self, most: int) -> Body:
        """Return the query for the concepts with so many of the clauses, and those that are named.

        With all clauses each may be in another segment; with fewer, too.
        """
        ways: list[Body] = []
        if self._chosen.queries:
            has = at_least(most, [nested(one) for one in self._chosen.queries])
            ways.append({"bool": {"filter": [has], "must_not": self._excluded}})
        if self._chosen.names:
            keys = [*{one.concept for one in self._chosen.names}]
            ways.append({"terms": {"k": keys}})
        return any_of(ways)

    def _ranked(self, most: int) -> Body:
        """Return the query that scores concepts by their class.

        Each clause stands there as seldom as may be: the engine takes 1,024 in all.
        """
        queries = self._chosen.queries
        scores = [self._in_labels()]
        for rank, keys in self._chosen.classes().items():
            scores.append(_scored(rank, {"terms": {"k": keys}}))
        for kind, query in self._starting:
            scores.append(_scored(_STARTING - kind, nested(query)))
        if queries:
            one_label = all_of([at_least(most, queries), LABELS])
            scores.append(_scored(_ONE_LABEL, nested(one_label)))
            words = self._words()
            same = one_label if words == queries else all_of([at_least(most, words), LABELS])
            scores.append(_scored(_SAME_WORDS, nested(same)))
        return {"dis_max": {"queries": scores}}

    def _in_labels(self) -> Body:
        """Return the query that scores concepts by how many clauses their labels have."""
        queries = self._chosen.queries
        own = [_scored(_OF_LABELS, nested(all_of([one, LABELS]))) for one in queries]
        each = own if len(queries) > 1 else []
        return {"bool": {"must": [_scored(_TEXTS, {"match_all": {}})], "should": each}}

    def _words(self) -> list[Body]:
        """Return the queries for the words themselves, not only their stems."""
        made = []
        for clause, query in zip(self._chosen.clauses, self._chosen.queries, strict=True):
            itself = self._chosen.matcher.unstemmed(clause)
            made.append(query if itself is None else itself)
        return made

    def _labels_that_start(self) -> list[tuple[int, Body]]:
        """Return the queries for labels that start with the query, by kind; of a lone prefix, for
        the notations that do.
        """
        parsed = self._parsed
        if [clause.form for clause in parsed.clauses] == [Form.PREFIX]:
            return [(NOTATION, all_of([self._chosen.queries[0], NOTATIONS]))]
        if not (parsed.label and parsed.words and parsed.leaves == parsed.clauses):
            return []
        starting = self._chosen.matcher.starting_with(parsed.words)
        return [(kind, all_of([starting, {"term": {"s.k": kind}}])) for kind in range(NOTATION)]

    def _order(self, most: int) -> list[Body]:
        order: list[Body] = [{"g": "asc"}] if self._view.state.has_withdrawn else []
        order.append({"_score": "desc"})
        if self._chosen.queries:
            cheapest = {"path": "s", "filter": at_least(most, self._chosen.queries)}
            order.append({"s.c": {"order": "asc", "mode": "min", "nested": cheapest}})
        return [*order, {"k": "asc"}]

    def _reasons(self) -> list[Body]:
        """Return queries that change no score; their inner hits are the best label and passage."""
        queries = self._chosen.queries
        if not queries:
            return []
        worth = any_of([_scored(_CLAUSE, one) for one in queries])
        more: list[Body] = []
        if self._query.lang:
            langs = {"terms": {"s.l": self._view.state.wanted(self._query.lang)}}
            more.append(_scored(1, langs))
        begins = [_scored(_BEGINS, any_of([query for _, query in self._starting]))]
        label = _best(worth, LABELS, more + (begins if self._starting else []))
        passage = _best(worth, _TEXT, more)
        by_kind = [{"_score": "desc"}, {"s.k": "asc"}]
        return [
            nested(label, inner_hits=_inner("label", [*by_kind, {"s.n": "asc"}, {"s.p": "asc"}])),
            nested(passage, inner_hits=_inner("passage", [*by_kind, {"s.p": "asc"}])),
        ]

    def _hit(self, hit: Body, names: dict[int, Named]) -> Hit:
        source, inner = hit["_source"], hit.get("inner_hits", {})
        label, passage = (_first(inner, which) for which in ("label", "passage"))
        match, text = self._explained(names.get(source["k"]), label, passage)
        return Hit(*identity(source), match, decoded(source["doc"]["record"]), text)

    def _explained(
        self, named: Named | None, label: Body | None, passage: Body | None
    ) -> tuple[Match, str]:
        """Return why a concept was found, and a snippet of its best passage."""
        text, lang, kind = "", "", ""
        if passage:
            its = passage["_source"]
            lang, kind = its["l"], its["of"]
            text = snippet(its["text"], lang, self._parsed, kind)
        if named is not None:
            return named.match, text
        if label and (not passage or _clauses_of(label) >= _clauses_of(passage)):
            form = "prefix" if label["sort"][0] >= _BEGINS else "words"
            its = label["_source"]
            return Match(KIND_NAMES[its["k"]], form, its["text"], its["l"]), text
        return Match(kind, "words", text, lang), text


def _scored(worth: int, query: Body) -> Body:
    return {"constant_score": {"filter": query, "boost": worth}}


def _best(worth: Body, kinds: Body, more: Sequence[Body]) -> Body:
    """Return the query that scores segments of some kinds by their clauses, and by what more."""
    return {"bool": {"must": [worth], "filter": [kinds], "should": [*more]}}


def _inner(which: str, order: Sequence[Body]) -> dict[str, Any]:
    fields = ["s.text", "s.l", "s.k", "s.of"]
    return {"name": which, "size": 1, "sort": [*order], "_source": fields}


def _first(inner: Body, which: str) -> Body | None:
    hits = inner.get(which, {}).get("hits", {}).get("hits", [])
    return hits[0] if hits else None


def _clauses_of(hit: Body) -> int:
    """Return how many clauses a segment has, as its score tells."""
    return int(hit["sort"][0]) % _BEGINS // _CLAUSE
