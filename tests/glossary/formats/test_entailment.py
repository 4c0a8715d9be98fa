"""What a file means without saying it: SKOS Reference, ISO 25964, sub-properties of its own."""

import pytest

from glossary.errors import BrokenSource
from tests.glossary.conftest import BASE, ReadSkos

DECLARED = """
@prefix own: <http://own.example/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
own:Thing rdfs:subClassOf own:Idea . own:Idea rdfs:subClassOf skos:Concept .
own:partOf rdfs:subPropertyOf skos:broader . own:madeOf rdfs:subPropertyOf own:partOf .
own:gloss rdfs:subPropertyOf skos:definition . own:sameIdea rdfs:subPropertyOf skos:exactMatch .
"""


def test_subclasses_and_subproperties_of_the_file(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        DECLARED + '<nave> a own:Thing ; skos:prefLabel "nave"@en ; own:madeOf <church> ;'
        ' own:gloss "Its middle."@en ; own:sameIdea <http://e.org/n> .'
        '<church> a skos:Concept ; skos:prefLabel "church"@en .'
    )
    nave = found.concepts["nave"]
    assert nave.broader == ("church",)
    assert [note.text for note in nave.notes] == ["Its middle."]
    assert [one.uri for one in nave.mappings] == ["http://e.org/n"]
    assert not findings


def test_what_skos_itself_declares_changes_nothing(read_skos: ReadSkos) -> None:
    found, _ = read_skos(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "skos:broadMatch rdfs:subPropertyOf skos:broader . skos:broader rdfs:subPropertyOf"
        " skos:broaderTransitive . skos:definition rdfs:subPropertyOf skos:note ."
        '<a> a skos:Concept ; skos:prefLabel "a"@en ; skos:broadMatch <b> ;'
        ' skos:definition "x"@en .'
        '<b> a skos:Concept ; skos:prefLabel "b"@en .'
    )
    concept = found.concepts["a"]
    assert (concept.broader, concept.notes[0].kind) == ((), "definition")
    assert concept.mappings[0].relation == "broadMatch"


@pytest.mark.parametrize("kind", ["Generic", "Partitive", "Instantial"])
@pytest.mark.parametrize("way", ["broader", "narrower"])
def test_relations_of_iso_25964(read_skos: ReadSkos, way: str, kind: str) -> None:
    found, findings = read_skos(
        f'<a> a isothes:ThesaurusConcept ; skos:prefLabel "a"@en ; isothes:{way}{kind} <b> .'
        '<b> a isothes:ThesaurusConcept ; skos:prefLabel "b"@en .'
    )
    assert getattr(found.concepts["a"], way) == ("b",)
    assert not findings


@pytest.mark.parametrize(
    "turtle",
    [
        '<a> skos:prefLabel "a"@en ; skos:related <b> . <b> skos:altLabel "b"@en .',
        '<a> skos:prefLabel "a"@en ; skos:inScheme <s> .',
        '<a> skos:prefLabel "a"@en ; skos:topConceptOf <s> .',
        '<s> a skos:ConceptScheme ; skos:hasTopConcept <a> . <a> skos:prefLabel "a"@en .',
        '<a> skos:prefLabel "a"@en . <b> skos:prefLabel "b"@en ; skos:broader <a> .',
        '<a> a owl:Class ; skos:prefLabel "a"@en ; skos:closeMatch <http://e.org/a> .',
        '<a> skosxl:prefLabel [ skosxl:literalForm "a"@en ] ; skos:inScheme <s> .',
    ],
)
def test_concepts_without_a_class(read_skos: ReadSkos, turtle: str) -> None:
    found, findings = read_skos(turtle)
    assert "a" in found.concepts
    assert "entailed" in {finding.rule for finding in findings}


@pytest.mark.parametrize(
    "turtle",
    [
        '<a> skos:prefLabel "a"@en .',
        '<a> a skos:Collection ; skos:prefLabel "a"@en ; skos:inScheme <s> ; skos:broader <b> .',
        '<a> a skos:ConceptScheme ; skos:prefLabel "a"@en ; skos:related <b> .',
    ],
)
def test_what_is_no_concept(read_skos: ReadSkos, turtle: str) -> None:
    found, findings = read_skos(turtle + '<c> a skos:Concept ; skos:prefLabel "c"@en .')
    assert list(found.concepts) == ["c"]
    assert {"kept", "not-read"} & {finding.rule for finding in findings}


def test_a_chain_of_entailed_concepts(read_skos: ReadSkos) -> None:
    chain = " ".join(
        f'<n{n}> skos:prefLabel "n{n}"@en . <n{n - 1}> skos:broader <n{n}> .' for n in range(1, 9)
    )
    found, _ = read_skos(f'<n0> a skos:Concept ; skos:prefLabel "n0"@en . {chain}')
    assert len(found.concepts) == 9
    assert found.concepts["n7"].broader == ("n8",)


def test_a_scheme_without_a_class(read_skos: ReadSkos) -> None:
    found, _ = read_skos(
        '<s> dct:title "Styles"@en . <t> dct:title "Other"@en . '
        '<a> a skos:Concept ; skos:prefLabel "a"@en ; skos:inScheme <s> .'
        '<b> a skos:Concept ; skos:prefLabel "b"@en ; skos:topConceptOf <s> .'
        '<c> a skos:Concept ; skos:prefLabel "c"@en ; skos:inScheme <t> .'
    )
    assert (found.uri, found.titles) == (f"{BASE}/id/words/s", {"en": "Styles"})


def test_top_concepts_are_in_the_chosen_scheme(read_skos: ReadSkos) -> None:
    turtle = (
        "<s> a skos:ConceptScheme ; skos:hasTopConcept <a> . <t> a skos:ConceptScheme ."
        '<a> a skos:Concept ; skos:prefLabel "a"@en .'
        '<b> a skos:Concept ; skos:prefLabel "b"@en ; skos:topConceptOf <s> .'
        '<c> a skos:Concept ; skos:prefLabel "c"@en ; skos:inScheme <t> .'
    )
    found, _ = read_skos(turtle, f'scheme = "{BASE}/id/words/s"')
    assert list(found.concepts) == ["a", "b"]
    with pytest.raises(BrokenSource, match="there is no scheme"):
        read_skos(turtle, f'scheme = "{BASE}/id/words/u"')


STATUS = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix euvoc: <http://publications.europa.eu/ontology/euvoc#> .
<b> a skos:Concept ; skos:prefLabel "b"@en .
<a> a skos:Concept ; skos:prefLabel "a"@en ;
"""


@pytest.mark.parametrize(
    ("says", "status", "successors"),
    [
        ('owl:deprecated "TRUE"', "deprecated", ()),
        ('owl:deprecated "1"', "deprecated", ()),
        ("owl:deprecated false ; dct:isReplacedBy <b>", "approved", ("b",)),
        ("dct:isReplacedBy <b>", "deprecated", ("b",)),
        ("skos:note 'x'@en . <b> dct:replaces <a>", "deprecated", ("b",)),
        ("<https://schema.org/supersededBy> <b>", "deprecated", ("b",)),
        ("adms:status <http://purl.org/adms/status/Withdrawn>", "deprecated", ()),
        ("adms:status <http://purl.org/adms/status/Completed>", "approved", ()),
        ("euvoc:status <http://e.org/concept-status/RETIRED>", "deprecated", ()),
        ('isothes:status "superseded"', "deprecated", ()),
    ],
)
def test_statuses_and_successors(
    read_skos: ReadSkos, says: str, status: str, successors: tuple[str, ...]
) -> None:
    found, findings = read_skos(f"{STATUS} {says} .")
    concept = found.concepts["a"]
    assert concept.status == status
    assert concept.replaced_by == tuple(f"{BASE}/id/words/{id}" for id in successors)
    assert not findings


@pytest.mark.parametrize("says", ['owl:deprecated "maybe"', 'isothes:status "blue"'])
def test_an_unknown_status_is_told(read_skos: ReadSkos, says: str) -> None:
    found, findings = read_skos(f"{STATUS} {says} .")
    assert found.concepts["a"].status == "approved"
    assert [finding.rule for finding in findings] == ["unknown-status"]


def test_mappings_from_the_other_side(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        '<a> a skos:Concept ; skos:prefLabel "a"@en .'
        "<http://e.org/x> skos:broadMatch <a> . <http://e.org/y> skos:exactMatch <a>, <nobody> ."
    )
    assert [(one.relation, one.uri) for one in found.concepts["a"].mappings] == [
        ("narrowMatch", "http://e.org/x"),
        ("exactMatch", "http://e.org/y"),
    ]
    [told] = findings
    assert (told.rule, told.where) == ("no-target", "http://e.org/y")
    assert (
        told.describe() == f"exactMatch {BASE}/id/words/nobody is not in the vocabulary; left out"
    )


@pytest.mark.parametrize(
    ("other", "options"),
    [
        ("<http://e.org/x> a skos:Concept ; skos:inScheme <http://e.org/s>", ""),
        ("<http://e.org/x> a skos:Concept ; skos:altLabel 'x'@en", ""),
        (
            "<http://e.org/x> a skos:Concept ; skos:inScheme <http://e.org/s> ;"
            " skos:prefLabel 'x'@en",
            f'scheme = "{BASE}/id/words/own"',
        ),
        ("<http://e.org/x> a skos:Concept ; skos:prefLabel 'x'@en", ""),
    ],
)
def test_mappings_that_concepts_left_out_state_are_read(
    read_skos: ReadSkos, other: str, options: str
) -> None:
    found, _ = read_skos(
        f"{other} ; skos:narrowMatch <a> . <own> a skos:ConceptScheme ."
        '<a> a skos:Concept ; skos:inScheme <own> ; skos:prefLabel "a"@en .',
        options,
    )
    assert [(one.relation, one.uri) for one in found.concepts["a"].mappings] == [
        ("broadMatch", "http://e.org/x")
    ]


def test_a_chosen_scheme_without_a_concept_is_named(read_skos: ReadSkos) -> None:
    turtle = (
        "<own> a skos:ConceptScheme . <new> a skos:ConceptScheme ."
        '<a> a skos:Concept ; skos:inScheme <own> ; skos:prefLabel "a"@en .'
    )
    with pytest.raises(BrokenSource, match=r"none of its concepts \(1\) is in the scheme .*/new"):
        read_skos(turtle, f'scheme = "{BASE}/id/words/new"')


def test_uris_written_as_texts(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f'<a> a skos:Concept ; skos:prefLabel "a"@en ; skos:broader "{BASE}/id/words/b" ;'
        ' skos:exactMatch "https://e.org/1", "no address" ; skos:closeMatch <a>, [] .'
        '<b> a skos:Concept ; skos:prefLabel "b"@en .'
    )
    concept = found.concepts["a"]
    assert concept.broader == ("b",)
    assert [one.uri for one in concept.mappings] == ["https://e.org/1"]
    rules = sorted(finding.rule for finding in findings)
    assert rules == ["no-target", "reflexive", "text-for-uri", "text-for-uri", "text-for-uri"]
