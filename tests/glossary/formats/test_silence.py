"""What is not shown of a vocabulary is told: empty texts, second values, unknown classes."""

from collections.abc import Sequence

import pytest

from glossary.formats import Finding
from glossary.model import Note
from tests.glossary.conftest import ReadSkos

A = '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n<a> skos:prefLabel "a"@en .\n'
CONCEPT = A + "<a> a skos:Concept .\n"


def _told(findings: Sequence[Finding], rule: str) -> list[tuple[str, str]]:
    return [(one.where, one.describe()) for one in findings if one.rule == rule]


@pytest.mark.parametrize("text", ['""', '"  \\n"@en', '[ rdf:value "" ]', "[ rdfs:comment <x> ]"])
@pytest.mark.parametrize("name", ["definition", "example", "historyNote"])
def test_a_note_without_a_text_is_told(read_skos: ReadSkos, name: str, text: str) -> None:
    found, findings = read_skos(f"{CONCEPT}<a> skos:{name} {text} .")
    assert not found.concepts["a"].notes
    assert _told(findings, "empty-note") == [("a", f"{name} without a text; left out")]


def test_a_note_on_a_label_without_a_text_is_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPT + '<a> skosxl:altLabel [ skosxl:literalForm "b"@en ; skos:editorialNote " " ] .'
    )
    assert not found.concepts["a"].notes
    assert _told(findings, "empty-note") == [("a", "editorialNote without a text; left out")]


def test_a_notation_without_a_text_is_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(CONCEPT + '<a> skos:notation "", "7.1" .')
    assert found.concepts["a"].notations == ("7.1",)
    assert _told(findings, "empty-label") == [("a", "notation without a text; left out")]


def test_the_texts_of_a_note_that_are_not_read_are_counted(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPT + '<a> skos:scopeNote [ rdf:value "read"@en ; rdfs:comment "not"@en, "nor"@en ] .'
    )
    assert found.concepts["a"].notes == (Note("scopeNote", "read", "en"),)
    (where, said), *others = _told(findings, "not-read")
    assert where.endswith("rdf-schema#comment")
    assert " 2," in said
    assert not others


def test_second_values_of_a_scheme_are_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(
        CONCEPT + '<s> a skos:ConceptScheme ; dct:title "One"@en ; skos:prefLabel "One"@en, "Eins"'
        '@de ; rdfs:label "Uno"@en ; dct:description "Text"@en ; rdfs:comment "Remark"@en, ""@fr ;'
        ' dct:license <http://e.org/l>, <http://e.org/m> ; dct:publisher "P", "Q" .'
    )
    assert (found.titles, found.descriptions) == ({"en": "One", "de": "Eins"}, {"en": "Text"})
    assert (found.licence, found.publisher) == ("http://e.org/l", "P")
    assert sorted(said for _, said in _told(findings, "second-value")) == [
        "a second comment (en), “Remark”; left out",
        "a second label (en), “Uno”; left out",
        "a second license, “http://e.org/m”; left out",
        "a second publisher, “Q”; left out",
    ]
    assert [said for _, said in _told(findings, "empty-label")] == [
        "comment without a text; left out"
    ]


@pytest.mark.parametrize("group", ["<g>", "_:g"])
def test_second_labels_of_a_group_are_told_once(read_skos: ReadSkos, group: str) -> None:
    found, findings = read_skos(
        f'{CONCEPT}{group} a skos:Collection ; skos:member <a> ; skos:prefLabel "G"@en, "H"@en .'
    )
    assert [one.labels for one in found.groups] == [{"en": "G"}]
    assert [said for _, said in _told(findings, "second-value")] == [
        "a second prefLabel (en), “H”; left out"
    ]


def test_audiences_that_are_no_sector_are_told(read_skos: ReadSkos) -> None:
    found, findings = read_skos(CONCEPT + '<a> dct:audience "museum", "children" .')
    assert found.concepts["a"].sectors == ("museum",)
    assert _told(findings, "unknown-sector") == [("a", "“children” is no sector; left out")]


def test_classes_that_are_not_shown_are_counted(read_skos: ReadSkos) -> None:
    _, findings = read_skos(
        A + '<b> skos:prefLabel "b"@en . <a> a <http://e.org/Place>, owl:NamedIndividual, <Own> .'
        "<b> a skos:Concept, <http://e.org/Place>, foaf:Person . <a> a skos:Concept ."
        "<s> a skos:ConceptScheme, owl:Ontology . <Own> rdfs:subClassOf skos:Concept ."
    )
    told = {where.rsplit("/", 1)[-1]: said for where, said in _told(findings, "kept")}
    assert set(told) == {"Place", "owl#Ontology"}
    assert ": 2, for example" in told["Place"]


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ('"Wörter"@sv', "sv"),
        ('"Palabras"@es, "Words"@en', "en"),
        ('"Slova"@cs', "en"),
        ('""', "en"),
    ],
)
def test_of_languages_with_equally_many_terms_that_of_the_title_comes_first(
    read_skos: ReadSkos, title: str, source: str
) -> None:
    found, _ = read_skos(
        f"<s> a skos:ConceptScheme ; dct:title {title} . <a> a skos:Concept ; skos:prefLabel"
        ' "a"@en, "b"@es, "c"@sv .'
    )
    assert found.source_language == source


@pytest.mark.parametrize(
    ("name", "days", "chosen", "left"),
    [
        ("created", ("2004-02-01", "2003-05", "2004-02-01"), "2003-05", "2004-02-01"),
        ("modified", ("2011", "2012-01-01T00:00:00Z"), "2012-01-01", "2011"),
    ],
)
def test_second_days_are_told(
    read_skos: ReadSkos, name: str, days: tuple[str, ...], chosen: str, left: str
) -> None:
    stated = ", ".join(f'"{day}"' for day in days)
    found, findings = read_skos(f'{CONCEPT}<a> dct:{name} {stated}, "" .')
    assert getattr(found.concepts["a"], name) == chosen
    assert _told(findings, "second-value") == [("a", f"a second {name}, “{left}”; left out")]
    assert _told(findings, "no-date") == [("a", "“” is no date; left out")]


@pytest.mark.parametrize(
    ("states", "source", "told"),
    [
        ('[ rdf:value "sv" ]', "sv", ""),
        ('[ rdfs:label "Spanish" ]', "es", "Spanish"),
        ('( "sv" )', "sv", ""),
        ('( <http://id.loc.gov/vocabulary/iso639-2/spa> "sv" )', "es", ""),
        ('[ a rdf:Seq ; rdf:_1 "sv" ]', "sv", ""),
        ("[ rdfs:seeAlso <http://e.org/> ]", "en", "[]"),
        ('"x-elvish"', "en", "x-elvish"),
    ],
)
def test_languages_of_a_scheme_that_are_no_plain_text(
    read_skos: ReadSkos, states: str, source: str, told: str
) -> None:
    found, findings = read_skos(
        f"{A}<s> a skos:ConceptScheme ; dct:language {states} ."
        '<a> a skos:Concept ; skos:prefLabel "b"@es, "c"@sv . <d> a skos:Concept ;'
        ' skos:prefLabel "d"@en, "d"@es .'
    )
    assert found.source_language == source
    said = [text for _, text in _told(findings, "language")]
    assert told in " ".join(said)
    assert len(said) == bool(told)
