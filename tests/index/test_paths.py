"""Ways from the top down to a concept, also where the hierarchy goes round in circles."""

from collections.abc import Callable, Iterable

from index import Document, Index
from index.contract.samples import document

IndexOf = Callable[[Iterable[Document]], Index]


def _below(id: str, *parents: str) -> Document:
    return document("v", id, {"en": id}, parents=list(parents))


def _ways(index: Index, id: str) -> list[str]:
    return ["/".join(way) for way in index.paths("v", id)]


def test_of_a_cycle_that_nothing_leads_to_one_member_is_at_the_top(index_of: IndexOf) -> None:
    index = index_of([_below("top"), _below("a", "c"), _below("b", "a"), _below("c", "b")])
    assert [entry.id for entry in index.children("v", "", "en")] == ["a", "top"]
    assert [_ways(index, id) for id in "abc"] == [["a"], ["a/b"], ["a/b/c"]]


def test_ways_round_a_cycle_are_none(index_of: IndexOf) -> None:
    index = index_of([_below("top"), _below("a", "b", "top"), _below("b", "a")])
    assert _ways(index, "a") == ["top/a"]
    assert _ways(index, "b") == ["top/a/b"]


def test_where_all_are_above_all_an_answer_is_given(index_of: IndexOf) -> None:
    ids = [f"c{number}" for number in range(40)]
    index = index_of([_below("top"), *(_below(id, *ids) for id in ids)])
    ways = index.paths("v", "c39")
    assert ways
    assert all(way[-1] == "c39" and len(set(way)) == len(way) for way in ways)
