"""Classes and properties of an ontology are concepts where that is asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli.main import main
from glossary.errors import BrokenSource
from glossary.formats import Findings, skos
from glossary.model import Note, Term, Vocabulary
from glossary.site.settings import Settings

MUSIC = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <https://example.net/music#> .
<https://example.net/music> a owl:Ontology ; dct:title "Music"@en ;
    owl:imports <https://example.net/events> .
:Work a owl:Class ; rdfs:label "Work"@en, "Werk"@de ; rdfs:comment "What is composed."@en .
:Song a rdfs:Class ; rdfs:label "Song"@en ; rdfs:subClassOf :Work, [ a owl:Restriction ;
    owl:onProperty :sungBy ; owl:minCardinality 1 ] ; skos:scopeNote "With a voice."@en ;
    owl:equivalentClass [ a owl:Class ; owl:unionOf ( :Work :Air ) ] .
:Air a owl:Class ; rdfs:label "Air"@en ; rdfs:subClassOf :Song ; owl:deprecated true .
:sungBy a owl:ObjectProperty ; rdfs:label "sung by"@en ; rdfs:subPropertyOf :performedBy ;
    rdfs:domain :Song .
:performedBy a rdf:Property ; rdfs:label "performed by"@en .
:genre a skos:Concept ; skos:prefLabel "genre"@en .
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple[Vocabulary, Findings]]:
    """A function that reads the ontology with an option of its sidecar."""

    def outcome(*ontology: str) -> tuple[Vocabulary, Findings]:
        file = tmp_path / "music.ttl"
        file.write_text(MUSIC, "utf-8")
        names = ", ".join(f'"{name}"' for name in ontology)
        file.with_suffix(".toml").write_text(f"ontology = [{names}]\n", "utf-8")
        return skos.read(file, "https://example.org")

    return outcome


def test_only_what_is_asked_for(read: Callable[..., tuple[Vocabulary, Findings]]) -> None:
    assert set(read()[0].concepts) == {"genre"}
    assert set(read("classes")[0].concepts) == {"genre", "Work", "Song", "Air"}
    everything, _ = read("classes", "properties")
    assert set(everything.concepts) == {
        "genre", "Work", "Song", "Air", "sungBy", "performedBy"
    }  # fmt: skip
    assert everything.concepts["sungBy"].broader == ("performedBy",)


def test_labels_comments_and_hierarchy(read: Callable[..., tuple[Vocabulary, Findings]]) -> None:
    music, found = read("classes")
    assert (music.uri, music.titles) == ("https://example.net/music", {"en": "Music"})
    work, song, air = (music.concepts[id] for id in ("Work", "Song", "Air"))
    assert work.terms == (Term("Work", "en"), Term("Werk", "de"))
    assert work.notes == (Note("definition", "What is composed.", "en"),)
    assert (work.narrower, song.broader, song.narrower) == (("Song",), ("Work",), ("Air",))
    assert song.notes == (Note("scopeNote", "With a voice.", "en"),)
    assert air.status == "deprecated"
    said = {one.where for one in found if one.rule == "not-read"}
    assert "http://www.w3.org/2002/07/owl#Restriction" in said
    kept = {one.where for one in found if one.rule == "kept"}
    assert "http://www.w3.org/2000/01/rdf-schema#domain" in kept
    assert not [one for one in found if one.rule in ("no-uri", "no-target", "no-label")]


def test_an_ontology_without_a_class_is_what_its_terms_are_defined_by(
    tmp_path: Path, make_site: Callable[[], Settings]
) -> None:
    head, rest = MUSIC.split("<https://example.net/music> a owl:Ontology ;", 1)
    body = "<https://example.net/music> skos:note 'Sung.'@en ;" + rest
    ends = ("Work", "Song", "sungBy")
    defined = (f":{name} rdfs:isDefinedBy <https://example.net/music> ." for name in ends)
    site, file = make_site().site, tmp_path / "music.ttl"
    file.write_text("\n".join([head, body, *defined]), "utf-8")

    def run(*command: str) -> str:
        done = CliRunner().invoke(main, ["--site", str(site), *command])
        assert done.exit_code == 0, done.output
        return done.stdout

    run("import", str(file), "--vocabulary", "music", "--classes", "--properties")
    music = run("export", "music")
    assert 'dct:title "Music"@en' in music
    assert 'skos:note "Sung."@en' in music
    assert music.count("\n<https://example.net/music#Song>\n") == 1
    again = tmp_path / "again.ttl"
    again.write_text(music, "utf-8")
    run("import", str(again), "--vocabulary", "music", "--replace")
    assert run("export", "music") == music


def test_what_is_neither_is_refused(read: Callable[..., tuple[Vocabulary, Findings]]) -> None:
    with pytest.raises(BrokenSource, match=r"known are classes, properties"):
        read("instances")


def test_the_command_asks_for_it_once(make_site: Callable[[], Settings], tmp_path: Path) -> None:
    folder = make_site().site
    file = tmp_path / "music.ttl"
    bare = MUSIC.replace(':genre a skos:Concept ; skos:prefLabel "genre"@en .', "")
    file.write_text(bare, "utf-8")

    def run(*options: str) -> str:
        command = ["--site", str(folder), "import", str(file), "--vocabulary", "music", *options]
        return CliRunner().invoke(main, command).output

    assert "classes and properties (5) are read as concepts with --classes" in run()
    assert "2 concepts (en 2, de 1), 1 withdrawn" in run("--classes")
    assert "4 concepts (en 4, de 1), 1 withdrawn" in run("--replace", "--classes", "--properties")
    assert "0 new, 0 changed, 0 withdrawn" in run("--replace", "--dry-run")
