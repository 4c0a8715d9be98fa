"""JSON-LD: nothing in it vanishes without a word, nothing is fetched."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from glossary.errors import BrokenSource
from glossary.formats import rdf
from glossary.formats.rdf import containers

BASE = "https://example.org/id/words/"
E = "http://e.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
CONTEXT = {
    "e": E,
    "name": {"@id": E + "name", "@container": "@language"},
    "near": {"@id": E + "near", "@type": "@id"},
}


class Store(list[rdf.Triple]):
    """Triples as a list."""

    def load(self, triples: Iterable[rdf.Triple]) -> None:
        self.extend(triples)


def _load(folder: Path, document: Any) -> tuple[set[rdf.Triple], rdf.Reading]:
    file = folder / "a.jsonld"
    file.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    store = Store()
    reading = rdf.load(file, BASE, store)
    return set(store), reading


def test_wrong_tags_are_mended_wherever_they_stand(tmp_path: Path) -> None:
    node = {
        "@context": {**CONTEXT, "text": {"@id": E + "text", "@language": "pt_BR"}},
        "@id": E + "a",
        "name": {"en_GB": "colour", "de": ["Farbe", "Ton"], "@none": "#"},
        "text": "cor",
        "e:note": [{"@value": "a", "@language": "it_CH"}, {"@value": "b", "@language": "9"}],
    }
    found, reading = _load(tmp_path, node)
    assert {value for _, _, value in found} == {
        ("colour", "en-GB"), ("Farbe", "de"), ("Ton", "de"), ("#", ""), ("cor", "pt-BR"),
        ("a", "it-CH"), ("b", "und"),
    }  # fmt: skip
    assert reading.mended == 4
    assert {one.rule for one in reading.findings} == {"language-tag"}
    assert E + "a" in {one.where for one in reading.findings}


def test_wrong_names_are_mended_wherever_they_stand(tmp_path: Path) -> None:
    nodes = [
        {"@id": E + "a b", "@type": E + "T|", "near": [E + "c d", "_:x"]},
        {"@id": E + "e", "e:links": {"@id": E + "f g"}},
    ]
    found, reading = _load(tmp_path, {"@context": CONTEXT, "@graph": nodes})
    assert {(s, o) for s, _, o in found} >= {
        (E + "a%20b", E + "T%7C"), (E + "a%20b", E + "c%20d"), (E + "e", E + "f%20g"),
    }  # fmt: skip
    assert [one.rule for one in reading.findings] == ["bad-iri"] * 4


def test_keys_without_a_meaning_are_counted(tmp_path: Path) -> None:
    nodes = [{"@id": E + str(n), "name": {"en": "a"}, "colour": "red"} for n in range(7)]
    found, reading = _load(tmp_path, {"@context": CONTEXT, "@graph": nodes})
    assert len(found) == reading.read == 7
    assert reading.left_out == 7
    assert [str(one) for one in reading.findings] == [
        "a.jsonld: the key “colour” has no meaning in the context; left out 7 times"
    ]


def test_one_bad_node_takes_no_other_along(tmp_path: Path) -> None:
    nodes: list[Any] = [{"@id": E + str(n), "name": {"en": "a"}} for n in range(3)]
    nodes.insert(1, {"@id": E + "bad", "e:x": {"@value": ["no", "value"]}})
    found, reading = _load(tmp_path, {"@context": CONTEXT, "@graph": nodes})
    assert {s for s, _, _ in found} == {E + "0", E + "1", E + "2"}
    assert [(one.rule, one.where) for one in reading.findings] == [("bad-statement", E + "bad")]


def test_one_bad_value_of_a_node_takes_no_other_along(tmp_path: Path) -> None:
    node = {
        "@id": E + "n",
        "@type": [E + "T", None],
        "name": {"en": "a", "sv": 3, "fi": ["b", {"@id": E}]},
        "e:x": [{"@value": "x"}, {"@value": "y", "@language": False}, {"@value": ["z"]}],
        "near": E + "m",
    }
    found, reading = _load(tmp_path, {"@context": CONTEXT, "@graph": [node, {"@id": 5, "e:x": 1}]})
    assert {value for _, _, value in found} == {
        E + "T", ("a", "en"), ("b", "fi"), ("x", ""), E + "m",
    }  # fmt: skip
    assert [one.where for one in reading.findings] == [E + "n"] * 5 + ["a.jsonld"]
    assert {one.rule for one in reading.findings} == {"bad-statement"}


def test_a_context_elsewhere_is_told_and_not_fetched(tmp_path: Path) -> None:
    node = {"@id": E + "a", "name": {"en": "a"}}
    with pytest.raises(BrokenSource, match=r"http://127\.0\.0\.1:1/c lies elsewhere"):
        _load(tmp_path, {"@context": "http://127.0.0.1:1/c", **node})
    found, reading = _load(tmp_path, {"@context": ["http://127.0.0.1:1/c", CONTEXT], **node})
    assert found == {(E + "a", E + "name", ("a", "en"))}
    assert [one.rule for one in reading.findings] == ["remote-context"]
    found, reading = _load(
        tmp_path, {"@context": {**CONTEXT, "@import": "http://127.0.0.1:1/c"}, **node}
    )
    assert len(found) == 1
    assert [one.rule for one in reading.findings] == ["remote-context"]


def test_the_context_of_jskos_is_known(tmp_path: Path) -> None:
    concept = {
        "@context": "https://gbv.github.io/jskos/context.json",
        "uri": E + "seal",
        "type": [SKOS + "Concept"],
        "prefLabel": {"de": "Siegel"},
        "altLabel": {"de": ["Petschaft", "Stempel"]},
        "broader": [{"uri": E + "sign"}],
        "inScheme": [{"uri": E + "scheme"}],
    }
    found, reading = _load(tmp_path, concept)
    assert {(p.removeprefix(SKOS), o) for _, p, o in found} >= {
        ("prefLabel", ("Siegel", "de")), ("altLabel", ("Petschaft", "de")),
        ("altLabel", ("Stempel", "de")), ("broader", E + "sign"), ("inScheme", E + "scheme"),
    }  # fmt: skip
    assert not reading.findings


def test_a_known_context_may_be_imported(tmp_path: Path) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    context = {"@import": "http://gbv.github.io/jskos/context.json", "note": None}
    document = {"@context": context, "uri": "http://e.org/a", "prefLabel": {"en": "a"}}
    triples, reading = _load(tmp_path, document)
    assert triples == {("http://e.org/a", skos + "prefLabel", ("a", "en"))}
    assert not reading.findings


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"@id": "http://e.org/a",\n "http://e.org/b": }', "line 2: this is not JSON"),
        ('{"@id": "http://e.org/a"', "line 1: this is not JSON"),
        (
            '{"@id": "a", "http://e.org/b": ' + "[" * 300 + "]" * 300 + "}",
            "more than 200 levels deep",
        ),
        ('{"@id": "a", "http://e.org/b": ' + "[" * 99999 + "]" * 99999 + "}", "200 levels deep"),
    ],
)
def test_what_is_no_json_or_too_deep_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(BrokenSource, match=reason):
        _load(tmp_path, text)


@pytest.mark.parametrize("count", [3, 4000])
@pytest.mark.parametrize("packed", [False, True])
def test_a_context_may_be_the_last_key(tmp_path: Path, count: int, packed: bool) -> None:
    nodes = [{"uri": f"{E}{n}", "prefLabel": {"fi": f"sana {n}"}} for n in range(count)]
    context = {
        "uri": "@id",
        "nodes": "@graph",
        "prefLabel": {"@id": SKOS + "prefLabel", "@container": "@language"},
    }
    document = json.dumps({"nodes": nodes, "@context": context})
    assert (document.index("@") > containers.HEAD) is (count > 1000)
    file = tmp_path / ("a.json.gz" if packed else "a.json")
    file.write_bytes(gzip.compress(document.encode()) if packed else document.encode())
    store = Store()
    rdf.load(file, BASE, store)
    assert set(store) == {
        (f"{E}{n}", SKOS + "prefLabel", (f"sana {n}", "fi")) for n in range(count)
    }


def test_json_without_a_context_is_refused_however_long_it_is(tmp_path: Path) -> None:
    nodes = [{"uri": f"{E}{n}", "prefLabel": {"fi": f"sana {n}"}} for n in range(4000)]
    with pytest.raises(BrokenSource, match="JSKOS"):
        _load(tmp_path, {"nodes": nodes})
