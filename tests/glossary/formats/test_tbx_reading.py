"""TBX of all editions, styles and makers as vocabularies; files that nobody vouches for."""

from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import skos
from glossary.formats.contents import XL, Asked, Beginning, Contents
from glossary.formats.registry import FORMATS
from glossary.formats.tbx import files
from glossary.formats.tbx.names import NAMESPACE
from glossary.model import Concept, Note, Term
from glossary.site.settings import Settings
from glossary.site.sources import chosen_files
from tests.glossary.formats.tbx_samples import BASE, CONCEPTS, VOCABULARY, read, written


@pytest.mark.parametrize("name", ["tbx", "tbx2"])
def test_everything_comes_back(name: str, tmp_path: Path) -> None:
    found, findings = read(written(name), tmp_path)
    assert findings == []
    assert replace(found, concepts={}) == VOCABULARY
    for made, concept in zip(found.concepts.values(), CONCEPTS, strict=True):
        sectors = () if concept.sectors == VOCABULARY.sectors else concept.sectors
        notes = sorted(concept.notes, key=str)
        assert sorted(made.notes, key=str) == notes
        assert replace(made, notes=()) == replace(concept, notes=(), sectors=sectors)


def _through(vocabulary: Contents, folder: Path) -> dict[str, Concept]:
    """Return the concepts of a vocabulary that went through TBX and SKOS-XL."""
    file, turtle = folder / "made.tbx", folder / f"{vocabulary.vocabulary.id}.ttl"
    file.write_bytes(b"".join(FORMATS["tbx"].write(vocabulary)))
    made, findings = files.read(file, Asked(vocabulary.vocabulary.id, vocabulary.base_url))
    turtle.write_bytes(b"".join(FORMATS["turtle"].write(replace(made, profile=XL))))
    assert findings == []
    return skos.read(turtle, vocabulary.base_url)[0].concepts


def _kept(concept: Concept) -> tuple[object, ...]:
    terms = {
        (term.text, term.lang, term.status, term.type, term.grammar, term.sources)
        for term in concept.terms
    }
    notes = {(note.kind, note.text, note.lang, note.sources) for note in concept.notes}
    links = [set(getattr(concept, name)) for name in ("broader", "narrower", "related")]
    return concept.uri, terms, notes, links, concept.mappings, concept.status


def _ids_after(file: Path, folder: Path) -> list[str]:
    """Return the ids of a vocabulary that is read again; fail where a concept differs."""
    vocabulary, _ = skos.read(file, BASE)
    concepts = [one.in_order(vocabulary.source_language) for one in vocabulary.concepts.values()]
    uris = {one.id: one.uri for one in concepts}
    made = _through(Contents(vocabulary, concepts, uris.__getitem__, BASE), folder)
    assert list(made) == list(uris)
    for concept in concepts:
        assert _kept(made[concept.id]) == _kept(concept)
    return list(made)


def test_bundled_vocabularies_come_back(bundled: Settings, tmp_path: Path) -> None:
    for file in chosen_files(bundled):
        assert len(_ids_after(file, tmp_path)) > 20


@pytest.mark.shared
@pytest.mark.slow
def test_the_unesco_thesaurus_comes_back(shared: Path, tmp_path: Path) -> None:
    file = shared / "unesco-thesaurus" / "unesco-thesaurus-2024-10.ttl"
    assert len(_ids_after(file, tmp_path)) > 4000


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("name", ["rdacarriertype.xml", "rdaterms.nt"])
def test_lists_of_rda_come_back(name: str, shared: Path, tmp_path: Path) -> None:
    found = (file for file in (shared / "rda").glob("*/termList/*") if file.name.lower() == name)
    assert len(_ids_after(next(found), tmp_path)) > 5


GLOSSARY = """<?xml version='1.0' encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "http://127.0.0.1:9/TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en-GB">
<martifHeader><fileDesc><titleStmt><title>House words</title></titleStmt>
<sourceDesc><p>From a company.</p></sourceDesc></fileDesc>
<encodingDesc><p type="XCSURI">x.xcs</p></encodingDesc></martifHeader>
<text><body>
<termEntry id="4_77">
<langSet xml:lang="en-GB"><descripGrp><descrip type="definition">What opens
    a door.</descrip><adminGrp><admin type="source">ISO 1</admin></adminGrp></descripGrp>
<ntig><termGrp><term id="t1">door opener</term><termNote type="partOfSpeech">Noun</termNote>
</termGrp></ntig></langSet>
<langSet xml:lang="fr_FR"><ntig><termGrp><term>ouvre-porte</term>
<termNoteGrp><termNote type="grammaticalGender">masculine</termNote></termNoteGrp></termGrp>
</ntig></langSet>
</termEntry>
<termEntry>
<descripGrp><descrip type="subjectField">LAW;Doors</descrip></descripGrp>
<descrip type="superordinateConceptGeneric" target="4_77">door opener</descrip>
<transacGrp><transac type="transactionType">origination</transac>
<transacNote type="responsibility">JD</transacNote><date>2001-02-03T10:00:00</date></transacGrp>
<langSet lang="DE"><tig><term>Öffner</term><termNote type="termType">variant</termNote>
<termNote type="administrativeStatus">admitted</termNote>
<descrip type="context">Der Öffner klemmt.</descrip>
<descrip type="reliabilityCode">3</descrip><admin type="source">DIN 1</admin></tig>
<tig><term>TÖ</term><termNote type="termType">acronym</termNote>
<termNote type="normativeAuthorization">supersededTerm</termNote>
<termNote type="temporalQualifier">outdatedTerm</termNote>
<termNote type="administrativeStatus">violet</termNote></tig></langSet>
<langSet xml:lang="no language"><tig><term>x</term></tig><tig><term> </term></tig></langSet>
</termEntry>
<termEntry id="4_77"><xref type="externalCrossReference" target="https://x.example/w">W</xref>
<langSet xml:lang="en-GB"><tig><term>door</term></tig></langSet></termEntry>
</body></text></martif>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_what_other_programs_make(encoding: str, tmp_path: Path) -> None:
    content = GLOSSARY.replace("UTF-8", encoding).encode(encoding)
    found, findings = read(content, tmp_path)
    assert found.titles == {"en-GB": "House words"}
    first, second, third = found.concepts.values()
    assert first.terms == (
        Term("door opener", "en-GB", grammar="noun"),
        Term("ouvre-porte", "fr-FR", grammar="masculine"),
    )
    assert first.notes == (Note("definition", "What opens a door.", "en-GB", ("ISO 1",)),)
    assert (first.id, second.id, third.id) == ("4_77", "entry-2", "4_77-2")
    assert second.terms == (
        Term("Öffner", "de", "admitted", sources=("DIN 1",)),
        Term("TÖ", "de", "deprecated", "abbreviation", marks=("outdated",)),
        Term("x", ""),
    )
    assert second.notes == (Note("example", "Der Öffner klemmt.", "de"),)
    assert (second.broader, second.created) == (("4_77",), "2001-02-03")
    assert third.notes == (Note("note", "W: https://x.example/w", "en-GB"),)
    assert [(group.id, group.members) for group in found.groups] == [
        ("field-law-doors", ("entry-2",))
    ]
    lines = GLOSSARY.split("\n")
    told = {(one.rule, lines[(one.line or 0) - 1][:12]) for one in findings}
    assert told == {
        ("no-id", "<termEntry>"),
        ("no-id", "<termEntry i"),
        ("language", "<langSet xml"),
        ("empty-label", "<langSet xml"),
        ("unknown-status", "<termNote ty"),
        ("not-read", "<sourceDesc>"),
        ("not-read", "<transacNote"),
        ("not-read", "<langSet lan"),
        ("not-read", "<descrip typ"),
    }


def test_the_dct_style(tmp_path: Path) -> None:
    content = (
        f'<tbx xmlns="{NAMESPACE}" xmlns:min="http://www.tbxinfo.net/ns/min" style="dct" '
        'xmlns:basic="http://www.tbxinfo.net/ns/basic" type="TBX-Basic" xml:lang="en"><text><body>'
        '<conceptEntry id="a"><min:subjectField>Law</min:subjectField>'
        '<basic:crossReference target="b">b</basic:crossReference>'
        "<transacGrp><basic:transactionType>modification</basic:transactionType>"
        '<date>2020-05-06</date></transacGrp><langSec xml:lang="fr">'
        "<descripGrp><basic:definition>Définition.</basic:definition>"
        "<basic:source>ISO</basic:source></descripGrp><termSec><term>un</term>"
        "<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>"
        "<termSec><term>uno</term><min:partOfSpeech>noun</min:partOfSpeech>"
        "<basic:geographicalUsage>Suisse</basic:geographicalUsage>"
        "<basic:termType>shortForm</basic:termType></termSec></langSec></conceptEntry>"
        '<conceptEntry id="b"><langSec xml:lang="fr"><termSec><term>b</term></termSec></langSec>'
        "</conceptEntry></body></text></tbx>"
    )
    found, findings = read(content, tmp_path)
    one = found.concepts["a"]
    assert one.terms == (
        Term("un", "fr", "deprecated"),
        Term("uno", "fr", grammar="noun", marks=("regional",), note="Suisse"),
    )
    assert one.notes == (Note("definition", "Définition.", "fr", ("ISO",)),)
    assert (one.related, one.modified, found.groups[0].labels) == (
        ("b",), "2020-05-06", {"fr": "Law"}
    )  # fmt: skip
    assert [finding.values["kind"] for finding in findings] == ["termType: shortForm"]


def test_a_group_follows_the_subject_fields(tmp_path: Path) -> None:
    content = written("tbx").decode()
    field = '<descrip type="subjectField">Lieux</descrip>'
    assert content.count(field) == 2
    changed = content.replace(field, field.replace("Lieux", "Autre"), 1)
    found, _ = read(changed.replace('p>group: {"id": "twin"', 'p>group: [{"id": "twin"'), tmp_path)
    members = {group.id: group.members for group in found.groups}
    assert members["places"] == ("2",)
    assert members["field-autre"] == ("a b|ç",)
    assert "twin" not in members


def test_names_in_capitals(tmp_path: Path) -> None:
    entry = (
        '<martif type="TBX"><text><body><termEntry id="c1">'
        '<descripGrp><descrip type="Subject field">Law</descrip></descripGrp>'
        '<transacGrp><transac type="origination">jd</transac><date>2004-05-06T00:00:00</date>'
        '</transacGrp><langSet xml:lang="EN-GB"><descrip type="Definition">D.</descrip>'
        '<tig><term>one</term><termNote type="Part of Speech">Noun</termNote>'
        '<termNote type="TermType">Acronym</termNote>'
        '<termNote type="AdministrativeStatus">Deprecated Term</termNote></tig>'
        "<tig><term>two</term></tig></langSet></termEntry></body></text></martif>"
    )
    found, findings = read(entry, tmp_path)
    one = found.concepts["c1"]
    assert findings == []
    assert one.terms == (
        Term("one", "en-GB", "deprecated", "abbreviation", "noun"),
        Term("two", "en-GB"),
    )
    assert (one.notes, one.created) == ((Note("definition", "D.", "en-GB"),), "2004-05-06")
    assert [group.members for group in found.groups] == [("c1",)]


def test_of_admitted_terms_alone_the_first_is_preferred(tmp_path: Path) -> None:
    entry = (
        '<martif type="TBX"><text><body><termEntry id="a"><langSet xml:lang="en">'
        '<tig><term>one</term><termNote type="administrativeStatus">admittedTerm</termNote></tig>'
        '<tig><term>two</term><termNote type="administrativeStatus">admittedTerm</termNote></tig>'
        "</langSet></termEntry></body></text></martif>"
    )
    found, findings = read(entry, tmp_path)
    statuses = [(term.text, term.status) for term in found.concepts["a"].terms]
    assert statuses == [("one", "preferred"), ("two", "admitted")]
    assert [(one.rule, one.severity, one.where) for one in findings] == [
        ("no-preferred", "warning", "a")
    ]


def _entry(inside: str) -> str:
    return f'<martif><text><body><termEntry id="a">{inside}</termEntry></body></text></martif>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<!DOCTYPE martif [<!ENTITY a "b">]>' + _entry("&a;"), "declarations is not allowed"),
        ('<!DOCTYPE martif SYSTEM "http://127.0.0.1:9/a">' + _entry("&a;"), "entities are not"),
        (_entry("<note>" * 900 + "</note>" * 900), "nested too deeply"),
        (_entry(f"<note>{'x' * 3_000_000}</note>"), "entry is too long"),
        (_entry("<note/>" * 50_000), "entry is too long"),
        ("<martif><text><body></body></text></martif>", "there are no entries"),
        ("<martif><text><body><termEntry id='a'>", "not well-formed"),
        ("<html/>", "this is not a TBX document"),
        ("fonds;collection", "not well-formed"),
    ],
)
def test_files_that_are_refused(content: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenSource, match=reason):
        read(content, tmp_path)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (
            '<?xml version="1.0"?>\n<!-- <a> --><!DOCTYPE martif SYSTEM "x"><martif type="TBX">',
            True,
        ),
        (f'<t:tbx xmlns:t="{NAMESPACE}">', True),
        ("<tbxHeader/>", False),
        ("<rdf:RDF>", False),
        ("tbx", False),
        ("", False),
    ],
)
def test_how_it_is_recognised(text: str, is_one: bool) -> None:
    assert files.recognises(Beginning("x.xml", text.encode(), text)) == is_one
