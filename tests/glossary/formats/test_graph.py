from pathlib import Path

import pytest

from glossary.formats import rdf
from glossary.formats.rdf import graph

BASE = "https://example.org/id/words/"
A, B, C = "http://e.org/a", "http://e.org/b", "http://e.org/c"
TYPE = rdf.RDF + "type"


def test_the_order_of_the_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    lines = ':a :b "2", "1", [ :b "3" ] ; a :T .\n:c a :T .\n'
    file.write_text("@prefix : <http://e.org/> .\n" + lines, "utf-8")
    with graph.opened(tmp_path) as found:
        found.load(rdf.triples(file, BASE))
        subject = found.subject(A)
        texts = subject.values(B)
        assert [rdf.text_of(value) for value in texts if rdf.is_literal(value)] == ["2", "1"]
        [blank] = subject.names(B)
        assert found.subject(blank).first(B) == "3"
        assert found.subject(blank).first("http://e.org/none") is None
        assert found.subject("http://e.org/none").values(B, TYPE) == []
        assert [one.name for _, one in found.of_type(["http://e.org/T"])] == [A, C]
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


@pytest.mark.parametrize("triples", [1, 2, 3, 100])
def test_a_subject_that_comes_again_and_again_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, triples: int
) -> None:
    monkeypatch.setattr(graph, "_TRIPLES", triples)
    stated: list[rdf.Triple] = []
    for number in range(20):
        stated += [(A, B, (str(number), "")), (C, B, (str(number), "en"))]
        stated.append(([A, C][number % 2], TYPE, "http://e.org/T"))
    with graph.opened(tmp_path) as found:
        found.load([(B, B, A), *stated])
        assert [rdf.text_of(v) for v in found.subject(A).values(B)] == [str(n) for n in range(20)]
        [(first, a), (second, c)] = found.of_type({"http://e.org/T"})
        assert (first, second) == (2, 3)
        assert a.values(B, TYPE)[-1] == "http://e.org/T"
        assert {rdf.tag_of(value) for value in c.values(B)} == {"en"}


def test_who_is_not_of_the_plain_class_is_remembered_by_what_it_has(tmp_path: Path) -> None:
    with graph.opened(tmp_path, "x", {B}) as found:
        found.load([(C, B, A), (A, TYPE, "x"), (A, B, C), (B, TYPE, "y"), (B, TYPE, "z")])
        assert [one.name for _, one in found.of_type(["x", graph.UNSTATED])] == [C, A]
        assert [one.name for _, one in found.of_type(["y"])] == [B]


def test_predicates_are_read_as_others(tmp_path: Path) -> None:
    with graph.opened(tmp_path, paired={B}) as found:
        found.load([(A, B, C), (A, TYPE, C), (A, C, ("e\u0301", "fr"))])
        assert found.pairs(B) == [(A, C)]
        found.aliases = {B: TYPE}
        assert found.subject(A).names(TYPE) == [C, C]
        assert found.subject(A).counts() == {TYPE: 2, C: 1}
        assert found.subject(A).first(C) == "\u00e9"
        assert found.numbered(found.number(A)).name == A
        assert (found.count(), found.number(B)) == (1, 0)
