"""What comes out of the spool is what a simple maker of documents gives from everything at once."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from glossary import publish as publishing
from glossary.formats import Finding
from glossary.formats.rdf import graph
from glossary.model import INVERSE_RELATION, Concept, Vocabulary
from glossary.records import MOST_NEIGHBOURS
from glossary.site.settings import Settings, load
from index import Document
from tests.glossary.conftest import PREFIXES
from tests.vocabularies import read_vocabularies

MakeSite = Callable[[], Settings]
CHILDREN = MOST_NEIGHBOURS + 30
HOSTILE = f"""
<x> skos:prefLabel "named before it is a concept"@en .
<a> a skos:Concept ; skos:prefLabel "a"@en, "again"@en, "ä" ; skos:altLabel "a"@en, "", <b> ;
    skos:broader <b>, <c>, <a>, <none> ; skos:related <c> ;
    skos:exactMatch <http://e.org/1>, <b>, <../objects/abstract> .
<b> a skos:Concept ; skosxl:prefLabel [ skosxl:literalForm "b"@en ], [ skosxl:literalForm "B" ] ;
    skos:broader <a> ; skos:narrower <a>, <c> ; skos:definition [ dct:source "none" ], "text"@fr .
<c> a skos:Concept, foaf:Person ; skos:prefLabel "c"@fr ; owl:deprecated true ;
    dct:isReplacedBy <a>, <http://e.org/2> ; dct:modified "2026-01-02T03:04:05" .
<without> a skos:Concept ; skos:broader <a> ; skos:altLabel "only a synonym"@en .
<x> a skos:Concept ; skos:broader <without> ; skos:notation "1", "2" ; dct:audience "museum" .
<caf%C3%A9> a skos:Concept ; skos:prefLabel " two\\n words "@en .
[] a skos:Concept ; skos:prefLabel "blank"@en .
<g> a skos:Collection ; skos:prefLabel "g"@en ; skos:member <a>, <without>, <x>, <a>, <none> .
<h> a skos:Collection ; skos:prefLabel "h"@fr ; skos:member <x> .
<i> a skos:Collection ; skos:prefLabel "empty"@fr ; skos:member <none> .
<hub> a skos:Concept ; skos:prefLabel "hub"@en .
{"".join(f'<n{n}> a skos:Concept ; skos:prefLabel "n{n}"@en ; skos:broader <hub> . ' for n in range(CHILDREN))}
"""  # noqa: E501 - one line for all children


class Kept:
    """An index builder that keeps what it is given."""

    def __init__(self, folder: Path, keep: int) -> None:
        self.documents: list[Document] = []
        self.metadata: Mapping[str, bytes] = {}
        self.spooled = (folder / "spool").exists()

    def add(self, document: Document) -> None:
        self.documents.append(document)

    def commit(self, metadata: Mapping[str, bytes]) -> str:
        self.metadata = metadata
        return "kept"

    def abort(self) -> None:
        raise AssertionError


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Callable[[Settings], tuple[Kept, list[Finding]]]:
    """A function that publishes into memory."""

    def publish(settings: Settings) -> tuple[Kept, list[Finding]]:
        builders: list[Kept] = []

        def build(folder: Path, keep: int) -> Kept:
            builders.append(Kept(folder, keep))
            return builders[0]

        monkeypatch.setattr(publishing, "build_index", build)
        findings = publishing.publish(settings).findings
        return builders[0], findings

    return publish


def _check(settings: Settings, kept: Kept, findings: list[Finding]) -> None:
    expected: list[Finding] = []
    vocabularies = read_vocabularies(settings, expected)
    assert {finding.vocabulary for finding in findings} <= {one.id for one in vocabularies}
    assert [replace(finding, vocabulary="") for finding in findings] == expected
    made = {(d.vocabulary, d.id): d for d in kept.documents}
    assert list(made) == [(v.id, id) for v in vocabularies for id in v.concepts]
    records = _records(vocabularies)
    for vocabulary in vocabularies:
        for read in vocabulary.concepts.values():
            concept = read.in_order(vocabulary.source_language)
            document = made[vocabulary.id, concept.id]
            groups = [g.id for g in vocabulary.groups if concept.id in g.members]
            assert json.loads(document.record).items() >= records[concept.uri].items()
            assert [(x.text, x.lang) for x in document.labels] == [
                (x.text, x.lang) for x in concept.terms
            ]
            assert [(x.text, x.kind) for x in document.texts] == [
                (x.text, x.kind) for x in concept.notes
            ]
            assert (document.parents, document.groups) == (concept.broader, groups)
            assert document.listed is (concept.status != "deprecated")
    described = json.loads(kept.metadata["vocabularies"])
    assert [(d["concepts"], d["languages"]) for d in described] == [
        (sum(c.status == "approved" for c in v.concepts.values()), v.languages())
        for v in vocabularies
    ]


def _records(vocabularies: list[Vocabulary]) -> dict[str, dict[str, Any]]:
    """Return what the records say of others, made from everything at once."""
    concepts = {c.uri: c for v in vocabularies for c in v.concepts.values()}
    mappings: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    stated: dict[tuple[str, str, str], bool] = defaultdict(bool)
    for concept in concepts.values():
        for mapping in concept.mappings:
            mappings[concept.uri][mapping.relation, mapping.uri] = None
            stated[concept.uri, mapping.relation, mapping.uri] = True
            mappings[mapping.uri][INVERSE_RELATION[mapping.relation], concept.uri] = None

    def reference(uri: str) -> dict[str, Any]:
        found = concepts.get(uri)
        more = (
            {"vocabulary": found.vocabulary, "id": found.id, "label": found.labels()}
            if found
            else {}
        )
        if found and found.status == "deprecated":
            more["status"] = "deprecated"
        if otherwise := [one for one in found.otherwise if one.kind == "term"] if found else []:
            more["otherwise"] = json.loads(json.dumps(otherwise))
        return {"uri": uri, **more}

    def about(concept: Concept, vocabulary: Vocabulary) -> dict[str, Any]:
        links = {
            relation: [reference(vocabulary.concepts[id].uri) for id in ids[:MOST_NEIGHBOURS]]
            for relation in ("broader", "narrower", "related")
            for ids in [getattr(concept, relation)]
        }
        return {
            **links,
            "uri": concept.uri,
            "mappings": [
                {"relation": r, **({} if stated[concept.uri, r, uri] else {"inferred": True})}
                | reference(uri)
                for r, uri in mappings[concept.uri]
            ],
            "groups": [
                {"id": g.id, "label": g.labels}
                for g in vocabulary.groups
                if concept.id in g.members
            ],
        }

    return {c.uri: about(c, v) for v in vocabularies for c in v.concepts.values()}


Publish = Callable[[Settings], tuple[Kept, list[Finding]]]


def test_the_bundled_vocabularies(tmp_path: Path, published: Publish) -> None:
    settings = load(tmp_path, {})
    kept, findings = published(settings)
    assert len(kept.documents) > 300
    _check(settings, kept, findings)


@pytest.mark.parametrize("triples", [1, 7, 100_000])
def test_a_hostile_file(
    make_site: MakeSite, published: Publish, monkeypatch: pytest.MonkeyPatch, triples: int
) -> None:
    settings = make_site()
    (settings.vocabularies / "hostile.ttl").write_text(PREFIXES + HOSTILE, "utf-8")
    monkeypatch.setattr(graph, "_TRIPLES", triples)
    kept, findings = published(settings)
    _check(settings, kept, findings)
    made = {d.id: json.loads(d.record) for d in kept.documents if d.vocabulary == "hostile"}
    assert list(made)[:5] == ["x", "a", "b", "c", "café"]
    assert [one["id"] for one in made["a"]["broader"]] == ["b", "c"]
    assert [one["id"] for one in made["a"]["narrower"]] == ["b"]
    assert [one["id"] for one in made["b"]["narrower"]] == ["a", "c"]
    assert [one.get("id") for one in made["c"]["replaced_by"]] == ["a", None]
    assert [one.get("id") for one in made["a"]["mappings"]] == [None, "b", "abstract"]
    assert [one["id"] for one in made["x"]["groups"]] == ["g", "h"]
    assert (len(made["hub"]["narrower"]), made["hub"]["narrower_total"]) == (
        MOST_NEIGHBOURS, CHILDREN,
    )  # fmt: skip
    rules = [(finding.rule, finding.where) for finding in findings]
    assert rules == [
        ("no-target", "x"), ("reflexive", "a"), ("no-target", "a"), ("no-uri", "“blank”"),
        ("no-target", "g"), ("no-target", "g"), ("no-target", "i"), ("empty-group", "i"),
        ("no-language", "a"), ("two-preferred", "a"), ("two-preferred", "a"), ("empty-label", "a"),
        ("empty-label", "a"), ("label-twice", "a"), ("no-language", "b"), ("two-preferred", "b"),
        ("empty-note", "b"), ("no-label", "without (“only a synonym”)"),
        ("not-read", "http://www.w3.org/2004/02/skos/core#Concept"),
    ]  # fmt: skip
