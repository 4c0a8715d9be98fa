"""The texts of a concept: labels, SKOS-XL labels, notes of all shapes, sources, dates."""

import unicodedata

import pytest

from glossary.model import TERM_STATUSES, TERM_TYPES, Note, Term
from tests.glossary.conftest import ReadSkos

MORE = """
@prefix lexinfo: <http://www.lexinfo.net/ontology/3.0/lexinfo#> .
@prefix term: <https://w3id.org/convergence-glossary/terms#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<b> a skos:Concept ; skos:prefLabel "b"@en .
<a> a skos:Concept ;
"""


def test_a_label_and_its_xl_label_are_one_term(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "jug"@en ; skos:altLabel "pitcher"@en ;'
        ' skosxl:prefLabel [ a skosxl:Label ; skosxl:literalForm "jug"@en ; dct:source "S1" ] ;'
        ' skosxl:altLabel [ skosxl:literalForm "pitcher"@en ; dct:source <http://e.org/s>,'
        ' [ dct:title "S2" ] ] .'
    )
    assert found.concepts["a"].terms == (
        Term("jug", "en", sources=("S1",)),
        Term("pitcher", "en", "admitted", sources=("http://e.org/s", "S2")),
    )
    assert not findings


@pytest.mark.parametrize("type", ["acronym", "Initialism", "http://e.org/t#shortForm", "nickname"])
@pytest.mark.parametrize("status", ["obsolete", "candidate", "purple", "http://e.org/Deprecated"])
def test_types_and_statuses_of_labels_are_those_of_the_model(
    read_skos: ReadSkos, type: str, status: str
) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "International Council"@en ; skosxl:altLabel <label> .'
        f'<label> skosxl:literalForm "IC"@en ; dct:type "{type}" ; isothes:status "{status}" .'
    )
    term = found.concepts["a"].terms[1]
    assert term.type in TERM_TYPES
    assert term.status in TERM_STATUSES
    told = {finding.rule for finding in findings}
    assert ("unknown-type" in told) is (type == "nickname")
    assert ("unknown-status" in told) is (status == "purple")
    assert (term.status == "deprecated") is (status in ("obsolete", "http://e.org/Deprecated"))


def test_notes_on_labels_are_notes_that_name_the_term(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "jug"@en ; skosxl:altLabel [ skosxl:literalForm "ewer"@en ;'
        ' skos:historyNote "until 1900"@en ; rdfs:comment "Pour tables"@fr ] .'
    )
    assert found.concepts["a"].notes == (
        Note("historyNote", "ewer: until 1900", "en"),
        Note("note", "ewer: Pour tables", "fr"),
    )
    assert not findings


def test_what_is_known_of_a_term_is_read(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "jug"@en ; skosxl:altLabel [ skosxl:literalForm "ewer"@en ;'
        ' term:grammar "n." ; term:equivalence "loan" ; term:reliability "reviewed" ;'
        ' term:mark "Regional", "outdated" ; skos:note "In Kent."@en, "Since 1900."@en ] ,'
        ' [ skosxl:literalForm "Kanne"@de ; lexinfo:partOfSpeech lexinfo:noun ;'
        " lexinfo:gender lexinfo:feminine ] ."
    )
    assert found.concepts["a"].terms[1:] == (
        Term(
            "ewer", "en", "admitted", grammar="n.", equivalence="loan", reliability="reviewed",
            marks=("outdated", "regional"), note="In Kent.\nSince 1900.",
        ),
        Term("Kanne", "de", "admitted", grammar="noun, feminine"),
    )  # fmt: skip
    assert not findings


@pytest.mark.parametrize(
    ("says", "rule"),
    [
        ('term:mark "rude"', "unknown-mark"),
        ('term:equivalence "half"', "unknown-value"),
        ('term:reliability "sure"', "unknown-value"),
    ],
)
def test_what_is_said_of_a_term_and_not_known_is_told(
    read_skos: ReadSkos, says: str, rule: str
) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "jug"@en ; skosxl:altLabel [ skosxl:literalForm "ewer"@en ;'
        f" {says} ] ."
    )
    assert found.concepts["a"].terms[1] == Term("ewer", "en", "admitted")
    assert [finding.rule for finding in findings] == [rule]


@pytest.mark.parametrize(
    ("says", "notes"),
    [
        ('dct:description "What"@en', [Note("definition", "What", "en")]),
        (
            'dct:description "What"@en ; skos:definition "That"@en',
            [Note("definition", "That", "en"), Note("note", "What", "en")],
        ),
        ('rdfs:comment "More"@en', [Note("note", "More", "en")]),
        ('skos:scopeNote [ rdfs:comment "Deep"@en ]', [Note("scopeNote", "Deep", "en")]),
        (
            'skos:definition "That"@en, "Cela"@fr ; dct:source "Book", <http://e.org/b>',
            [
                Note("definition", "That", "en", ("Book", "http://e.org/b")),
                Note("definition", "Cela", "fr", ("Book", "http://e.org/b")),
            ],
        ),
        ('skos:note "<p>One</p><p>Two</p>"@en', [Note("note", "One\n\nTwo", "en")]),
        ('skos:definition "D1"@en, "D2"@en', [Note("definition", d, "en") for d in ("D1", "D2")]),
    ],
)
def test_notes(read_skos: ReadSkos, says: str, notes: list[Note]) -> None:
    found, _ = read_skos(f'{MORE} skos:prefLabel "a"@en ; {says} .')
    assert list(found.concepts["a"].notes) == notes


def test_the_source_of_a_concept_without_definition_is_that_of_its_term(
    read_skos: ReadSkos,
) -> None:
    found, _ = read_skos(f'{MORE} skos:prefLabel "a"@en ; skos:altLabel "c"@en ; dct:source "Q" .')
    assert [term.sources for term in found.concepts["a"].terms] == [("Q",), ()]


@pytest.mark.parametrize(
    ("says", "rule"),
    [
        ('skos:note "Ohne Sprache"', "no-language"),
        ("skos:note <http://e.org/paper.pdf>", "empty-note"),
        ('skos:note "a <b>bold</b> one"@en', "markup"),
        ('skos:altLabel "{\\"id\\": \\"1\\", \\"value\\": \\"ewer\\"}"@en', "json-text"),
        ('dct:created "spring 1931"', "no-date"),
        ('dct:modified "2020-02-31"', "no-date"),
    ],
)
def test_what_is_mended_or_left_out_is_told(read_skos: ReadSkos, says: str, rule: str) -> None:
    _, findings = read_skos(f'{MORE} skos:prefLabel "a"@en ; {says} .')
    assert [(finding.rule, finding.where) for finding in findings] == [(rule, "a")]


@pytest.mark.parametrize(
    ("label", "term"),
    [
        ("<em>Quercus <b>robur</b></em> L.", "Quercus robur L."),
        ("H<sub>2</sub>O &amp; salt", "H2O & salt"),
        ("<p>", "<p>"),
        ("<style>p {}</style>", "<style>p {}</style>"),
        ("the <b> element", "the <b> element"),
        ("&lt;i&gt;", "&lt;i&gt;"),
        ("<a href='x'>link</a>", "<a href='x'>link</a>"),
    ],
)
def test_labels_lose_the_html_they_are_dressed_in_and_nothing_else(
    read_skos: ReadSkos, label: str, term: str
) -> None:
    found, findings = read_skos(f'{MORE} skos:prefLabel "{label}"@en .')
    assert found.concepts["a"].labels() == {"en": term}
    assert [one.rule for one in findings] == (["markup"] if label != term else [])


@pytest.mark.parametrize(
    "label", ['"<b> </b>"', '"&nbsp;"', '"{\\"id\\": 1}"', '"\\t"', '"{\\"value\\": \\"\\"}"']
)
def test_nothing_leads_to_a_concept_whose_labels_are_empty(read_skos: ReadSkos, label: str) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "a"@en ; skos:related <c> . <b> skos:broader <c> .'
        f"<c> a skos:Concept ; skos:prefLabel {label}@en ; skos:narrower <a> ."
    )
    assert [*found.concepts] == ["b", "a"]
    assert not found.concepts["a"].related
    assert not found.concepts["a"].broader
    assert {"no-label", "no-target"} <= {one.rule for one in findings}


def test_the_last_of_several_dates_counts(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "a"@en ; dct:modified "2019-05-01", "2021-01-01T00:00:00Z", "x" .'
    )
    assert found.concepts["a"].modified == "2021-01-01"
    assert [one.rule for one in findings] == ["no-date", "second-value"]


def test_texts_are_composed(read_skos: ReadSkos) -> None:
    word = unicodedata.normalize("NFD", "Ångström-Größe é")
    found, _ = read_skos(f'{MORE} skos:prefLabel "{word}"@de ; skos:note "{word}"@de .')
    concept = found.concepts["a"]
    composed = unicodedata.normalize("NFC", word)
    assert concept.labels() == {"de": composed}
    assert concept.notes[0].text == composed


def test_sources_of_a_concept_that_find_no_place_are_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f'{MORE} skosxl:prefLabel [ skosxl:literalForm "ewer"@en ; dct:source "own" ] ;'
        ' skos:definition [ rdf:value "A jug."@en ; dct:source "its" ] ; dct:source "third" .'
    )
    concept = found.concepts["a"]
    assert (concept.terms[0].sources, concept.notes[0].sources) == (("own",), ("its",))
    [told] = findings
    assert (told.rule, told.where) == ("second-value", "a")
    assert "third" in told.describe()


def test_sources_of_a_concept_belong_to_its_term_where_its_definition_has_others(
    read_skos: ReadSkos,
) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "flask"@en ; dct:source "of all" ;'
        ' skos:definition [ rdf:value "A bottle."@en ; dct:source "its" ] .'
    )
    concept = found.concepts["a"]
    assert (concept.terms[0].sources, concept.notes[0].sources) == (("of all",), ("its",))
    assert not findings


def test_a_label_of_skos_xl_under_a_plain_predicate_is_read(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f"{MORE} skos:prefLabel <one> ; skos:altLabel <two>, <b>, <none> ."
        '<one> a skosxl:Label ; skosxl:literalForm "bowl"@en . <two> skosxl:literalForm "cup"@en .'
    )
    terms = found.concepts["a"].terms
    assert [(one.text, one.status) for one in terms] == [("bowl", "preferred"), ("cup", "admitted")]
    assert list(found.concepts) == ["b", "a"]
    assert [(one.rule, one.describe().split()[1].rsplit("/", 1)[-1]) for one in findings] == [
        ("empty-label", "b"), ("empty-label", "none"),
    ]  # fmt: skip


def test_control_characters_are_taken_out_and_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "mor\\u0000tar"@en ; skos:altLabel "\\u0007"@en ;'
        ' skos:scopeNote "one\\fline\\u001B.\\tTwo\\nthree"@en ; skos:notation "4\\u00082" .'
    )
    concept = found.concepts["a"]
    assert [term.text for term in concept.terms] == ["mortar"]
    assert concept.notes == (Note("scopeNote", "one\nline.\tTwo\nthree", "en"),)
    assert concept.notations == ("42",)
    rules = [one.rule for one in findings]
    assert rules.count("bad-character") == 4
    assert rules.count("empty-label") == 1


def test_nothing_leads_to_a_concept_whose_label_is_a_control_character(
    read_skos: ReadSkos,
) -> None:
    found, findings = read_skos(
        f'{MORE} skos:prefLabel "\\u0001" ; skos:broader <b> . <b> skos:related <a> .'
    )
    assert list(found.concepts) == ["b"]
    assert (found.concepts["b"].narrower, found.concepts["b"].related) == ((), ())
    assert {"no-label", "no-target"} <= {one.rule for one in findings}
