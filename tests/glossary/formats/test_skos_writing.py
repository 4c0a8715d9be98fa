"""A vocabulary that is written and read again is the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.formats import skos
from glossary.formats.contents import PLAIN, XL, Contents
from glossary.formats.registry import FORMATS, Format
from glossary.model import Concept, Note, Term, Vocabulary
from glossary.site.settings import Settings
from glossary.site.sources import chosen_files
from tests.glossary.conftest import BASE, ReadSkos

SINGLE = {name: one for name, one in FORMATS.items() if one.single and not one.reads}

BOATS = r"""
@prefix term: <https://w3id.org/convergence-glossary/terms#> .
<.> a skos:ConceptScheme ; dct:title "Boats"@en, "Boote"@de ; dct:description "What floats."@en ;
    dct:language "en" ; dct:audience "museum", "archive" ; dct:publisher "A museum" ;
    dct:license <https://example.org/licence> ; dct:created "1999"^^xsd:gYear ;
    dct:modified "2026-02-03"^^xsd:date .
<boat> a skos:Concept ; skos:prefLabel "boat"@en, "Boot"@de ; skos:hiddenLabel "baot"@en ;
    skosxl:altLabel [ skosxl:literalForm "bt"@en ; dct:type "abbreviation" ;
            dct:source "A handbook, p. 3" ],
        [ skosxl:literalForm "bote"@en ; isothes:status "deprecated" ;
            term:mark "offensive", "outdated" ; term:grammar "n." ; skos:note "Until 1900."@en ] ,
        [ skosxl:literalForm "Kahn"@de ; term:mark "regional" ; term:equivalence "partial" ;
            term:reliability "draft" ; dct:source "Atlas", "Wörterbuch" ] ;
    skos:definition [ rdf:value "What floats and is small."@en ;
        dct:source "A handbook", <https://example.org/book> ] ;
    skos:scopeNote "Not of ships."@en, [ rdf:value "Kein Schiff."@de ;
        term:reliability "reviewed" ] ; skos:historyNote "\"Old\" \\ word."@en ;
    skos:notation "B 1", "B.01"^^<https://example.org/shelf>, "7"^^xsd:integer ;
    <https://example.org/own/made-of> "wood"@en, <https://example.org/wood>, 3 ;
    dct:modified "2021-05-06T07:08:09Z"^^xsd:dateTime ;
    skos:narrower <kayak>, <raft> ; skos:related <harbour> ;
    skos:exactMatch <https://other.example/boats/1> ;
    skos:broadMatch <https://other.example/craft> ; dct:created "2020-01-02" ;
    isothes:subordinateArray <by-drive> .
<kayak> a skos:Concept ; skos:prefLabel "kayak"@en, "Kajak"@de-AT .
<raft> a skos:Concept ; skos:prefLabel "raft"@en ; dct:audience "archive" .
<harbour> a skos:Concept ; skos:prefLabel "harbour"@en .
<dinghy> a skos:Concept ; skos:prefLabel "dinghy"@en ; owl:deprecated true ;
    dct:isReplacedBy <boat> .
<club> a skos:Concept, foaf:Organization ; skos:prefLabel "Rowing Club"@en .
<places> a skos:Collection ; skos:prefLabel "Places"@en, "Orte"@de ;
    skos:member <harbour>, <inner> .
<inner> a skos:OrderedCollection ; skos:prefLabel "By size"@en ;
    skos:memberList ( <raft> <boat> <kayak> ) .
<by-drive> a skos:Collection, isothes:ThesaurusArray ; skos:prefLabel "boats by drive"@en ;
    skos:member <kayak> .
"""


LINKS = ("broader", "narrower", "related")
"""Which of two concepts states a relation first says nothing, and so it is with their order."""


def again(vocabulary: Vocabulary, file: Path, xl: bool) -> Vocabulary:
    """Return what is read of a vocabulary that was written to a file."""
    form = next(name for name, one in FORMATS.items() if one.ending == file.suffix)
    uris = {id: concept.uri for id, concept in vocabulary.concepts.items()}
    concepts = (one.in_order(vocabulary.source_language) for one in vocabulary.concepts.values())
    contents = Contents(vocabulary, concepts, uris.__getitem__, BASE, XL if xl else PLAIN)
    with file.open("wb") as stream:
        stream.writelines(FORMATS[form].write(contents))
    read, findings = skos.read(file, BASE)
    assert not [one for one in findings if one.rule not in ("language", "kept", "not-read")]
    return read


def compared(vocabulary: Vocabulary, plain: bool) -> Vocabulary:
    """Return a vocabulary as it is compared: languages in order, for plain SKOS what that has."""

    def terms(concept: Concept) -> Iterator[Term]:
        for term in sorted(concept.terms, key=lambda one: (one.status, one.lang, one.text)):
            status = "admitted" if term.status == "deprecated" else term.status
            yield Term(term.text, term.lang, status) if plain else term

    def notes(concept: Concept) -> Iterator[Note]:
        for note in concept.notes:
            yield Note(note.kind, note.text, note.lang) if plain else note

    lang = vocabulary.source_language
    concepts = {}
    for id, concept in vocabulary.concepts.items():
        kept = sorted(terms(concept), key=lambda one: (one.status, one.lang, one.text))
        made = replace(
            concept,
            terms=tuple(kept),
            notes=tuple(notes(concept)),
            statements=tuple(sorted(concept.statements, key=repr)),
            datatypes=tuple(sorted(concept.datatypes)),
            **{name: tuple(sorted(getattr(concept, name))) for name in LINKS},
        )
        concepts[id] = made.in_order(lang)
    groups = (
        replace(one, statements=tuple(sorted(one.statements, key=repr)))
        for one in vocabulary.groups
    )
    resources = ((uri, tuple(sorted(said, key=repr))) for uri, said in vocabulary.resources)
    return replace(
        vocabulary,
        concepts=concepts,
        groups=tuple(groups),
        resources=tuple(sorted(resources)),
        datatypes=tuple(sorted(vocabulary.datatypes)),
    )


@pytest.mark.parametrize("xl", [False, True])
@pytest.mark.parametrize("form", SINGLE.values(), ids=SINGLE)
def test_a_vocabulary_comes_back(
    read_skos: ReadSkos, tmp_path: Path, form: Format, xl: bool
) -> None:
    boats, findings = read_skos(BOATS)
    assert {finding.rule for finding in findings} == {"kept"}
    assert len(boats.concepts) == 6
    read = again(boats, tmp_path / f"words{form.ending}", xl)
    assert compared(read, plain=not xl) == compared(boats, plain=not xl)


def test_members_in_order_without_a_list_stay(read_skos: ReadSkos, tmp_path: Path) -> None:
    boats, _ = read_skos(BOATS)
    inner = next(one for one in boats.groups if one.id == "inner")
    assert inner.members == ("raft", "boat", "kayak")
    read = again(boats, tmp_path / "words.nt", xl=False)
    assert next(one for one in read.groups if one.id == "inner") == inner


def test_top_concepts_are_stated_from_both_sides(read_skos: ReadSkos, tmp_path: Path) -> None:
    boats, _ = read_skos(BOATS)
    again(boats, tmp_path / "words.nt", xl=False)
    lines = (tmp_path / "words.nt").read_text("utf-8").splitlines()
    tops = {line.split()[0] for line in lines if "topConceptOf" in line}
    named = {line.split()[2] for line in lines if "hasTopConcept" in line}
    assert tops == named == {f"<{BASE}/id/words/{id}>" for id in ("boat", "harbour", "club")}


def test_bundled_vocabularies_come_back(bundled: Settings, tmp_path: Path) -> None:
    for file in chosen_files(bundled):
        vocabulary, _ = skos.read(file, BASE)
        read = again(vocabulary, tmp_path / f"{vocabulary.id}.ttl", xl=True)
        assert compared(read, plain=False) == compared(vocabulary, plain=False)


def test_what_a_file_states_in_another_order_is_written_the_same(
    read_skos: ReadSkos, tmp_path: Path
) -> None:
    boats = [
        f'<{name}> a skos:Concept ; skos:prefLabel "{name}"@en ; skos:broader <boat> .'
        for name in ("raft", "canoe", "dhow")
    ]
    texts = [
        '<boat> a skos:Concept ; skos:prefLabel "boat"@en ; skos:changeNote "new"@en .',
        '<boat> dct:description "It floats."@en .',
        *boats,
    ]
    written = []
    for place, lines in enumerate((texts, texts[::-1])):
        read, _ = read_skos("\n".join(lines))
        again(read, file := tmp_path / f"words-{place}.ttl", xl=False)
        blocks = file.read_text("utf-8").split("\n\n")
        written.append([one for one in blocks if "words/boat>\n" in one])
    assert written[0] == written[1]
    assert written[0][0].index("definition") < written[0][0].index("changeNote")
