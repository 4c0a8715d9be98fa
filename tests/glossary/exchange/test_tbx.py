"""TBX: structure of what is written; the editions and styles that are read."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from glossary.errors import BrokenSource, Invalid
from glossary.exchange import Sheet, Unit
from glossary.exchange.tbx import write
from glossary.exchange.tbx_reading import read
from glossary.formats.tbx.names import NAMESPACE
from tests.glossary.exchange.sheets import LIBRARY, SHEET, SYNONYMS, by_key

SPACE = f"{{{NAMESPACE}}}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Which elements may stand in which (ISO 30042:2019, core structure).
MAY_HOLD = {
    "tbx": {"tbxHeader", "text"},
    "tbxHeader": {"fileDesc"},
    "fileDesc": {"titleStmt", "sourceDesc"},
    "titleStmt": {"title"},
    "sourceDesc": {"p"},
    "text": {"body"},
    "body": {"conceptEntry"},
    "conceptEntry": {"descrip", "xref", "langSec"},
    "langSec": {"descripGrp", "note", "termSec"},
    "descripGrp": {"descrip", "admin", "note"},
    "termSec": {"term", "termNote", "admin", "note"},
}


def _local(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(SPACE)


def test_structure() -> None:
    root = ElementTree.fromstring(write(SHEET))
    assert root.attrib == {"style": "dca", "type": "TBX-Basic", LANG: "en"}
    for element in root.iter():
        inside = {_local(child) for child in element}
        assert inside <= MAY_HOLD.get(_local(element), set()), element.tag
    entries = list(root.iter(SPACE + "conceptEntry"))
    assert [entry.get("id") for entry in entries] == ["library", "_blue_7c_shield"]
    assert [section.get(LANG) for section in entries[0].iter(SPACE + "langSec")] == ["en", "fr"]
    assert [section.get(LANG) for section in entries[1].iter(SPACE + "langSec")] == ["en"]
    terms = [
        [(_local(part), part.text) for part in term] for term in entries[0].iter(SPACE + "termSec")
    ]
    assert terms[3] == [
        ("term", "bibliothèque"),
        ("termNote", "preferredTerm-admn-sts"),
        ("admin", "ISO 5127"),
        ("note", "grammar: n.f."),
        ("note", "reliability: reviewed"),
        ("note", "a note for people"),
    ]
    assert terms[4][:2] == [("term", "médiathèque"), ("termNote", "admittedTerm-admn-sts")]
    assert terms[5] == [("term", "librairie"), ("termNote", "deprecatedTerm-admn-sts")]


def test_sources_come_back_too() -> None:
    found = by_key(read(write(SHEET)).units, comments=())
    wanted = by_key(SHEET.units[:4], comments=(), reference=LIBRARY.reference)
    assert found == wanted


def test_where_the_source_has_no_synonyms_the_term_stands_for_them() -> None:
    synonyms = replace(SYNONYMS, source="library")
    text = write(replace(SHEET, units=(LIBRARY, synonyms)))
    assert text.count(b"<term>library</term>") == 1
    assert by_key(read(text).units)[SYNONYMS.key].source == "library"


def _martif(entries: str) -> bytes:
    return (
        '<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">'
        '<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>'
        f"</fileDesc></martifHeader><text><body>{entries}</body></text></martif>"
    ).encode()


OLD = """<termEntry id="library">
<langSet xml:lang="en"><tig><term>library</term></tig></langSet>
<langSet xml:lang="fr">
<descripGrp><descrip type="definition">Une institution.</descrip>
<admin type="source">ISO 5127</admin></descripGrp>
<note>pour tous</note>
<ntig><termGrp><term>bibli</term>
<termNoteGrp><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termNoteGrp>
</termGrp></ntig>
<ntig><termGrp><term>bibliothèque</term><termNote type="partOfSpeech">noun</termNote>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termGrp>
<descrip type="context">La bibliothèque est ouverte.</descrip></ntig>
<tig><term>librairie</term>
<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
</langSet>
<langSet xml:lang="de"><tig><term>Bibliothek</term></tig></langSet>
</termEntry>"""


def test_the_form_of_2008() -> None:
    sheet = read(_martif(OLD), lang="fr")
    found = by_key(sheet.units)
    term, synonyms = found["library", "prefLabel"], found["library", "altLabel"]
    definition = found["library", "definition"]
    assert (term.text, term.source) == ("bibliothèque", "library")
    assert term.notes == ("partOfSpeech: noun", "pour tous")
    assert (synonyms.text, synonyms.data) == (
        "bibli\nlibrairie",
        {"statuses": {"librairie": "deprecated"}},
    )
    assert (definition.text, definition.data) == ("Une institution.", {"sources": ["ISO 5127"]})
    assert [problem.describe() for problem in sheet.problems] == [
        "these parts of entries are not kept in a catalog: context"
    ]
    assert (sheet.lang, sheet.source_language, sheet.revision) == ("fr", "en", None)


def test_the_language_that_is_asked_for_is_read() -> None:
    assert [unit.text for unit in read(_martif(OLD), lang="de").units] == ["Bibliothek"]
    assert read(_martif(OLD)).lang == "fr"
    with pytest.raises(Invalid, match="“de, fr”, not in “ru”"):
        read(_martif(OLD), lang="ru")


def test_the_dct_style() -> None:
    content = (
        f'<tbx xmlns="{NAMESPACE}" xmlns:min="http://www.tbxinfo.net/ns/min" style="dct" '
        'xmlns:basic="http://www.tbxinfo.net/ns/basic" type="TBX-Basic" xml:lang="en"><text><body>'
        '<conceptEntry id="a"><min:subjectField>x</min:subjectField><langSec xml:lang="fr">'
        "<descripGrp><basic:definition>Définition.</basic:definition>"
        "<basic:source>ISO</basic:source></descripGrp><termSec><term>un</term>"
        "<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec>"
        "<termSec><term>uno</term></termSec></langSec></conceptEntry></body></text></tbx>"
    )
    found = by_key(read(content.encode(), lang="fr").units)
    assert found["a", "prefLabel"].text == "uno"
    assert found["a", "altLabel"].data == {"statuses": {"un": "deprecated"}}
    assert found["a", "definition"].data == {"sources": ["ISO"]}


def test_without_statuses_the_first_term_is_the_preferred_one() -> None:
    entry = OLD.replace("administrativeStatus", "termType")
    found = by_key(read(_martif(entry), lang="fr").units)
    assert found["library", "prefLabel"].text == "bibli"
    assert found["library", "altLabel"].text == "bibliothèque\nlibrairie"


def test_a_status_that_was_changed_counts() -> None:
    content = write(SHEET).replace(
        b'<term>librairie</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts',
        b'<term>librairie</term><termNote type="administrativeStatus">admittedTerm-admn-sts',
    )
    assert by_key(read(content).units)[SYNONYMS.key].data == {"statuses": {"librairie": "admitted"}}


def test_an_entry_without_id_is_told() -> None:
    sheet = read(_martif(OLD.replace(' id="library"', "")), lang="fr")
    assert sheet.units == ()
    assert "no id" in sheet.problems[0].describe()
    assert sheet.problems[0].line == 1


def test_other_documents_are_refused() -> None:
    with pytest.raises(BrokenSource, match="line 1: this is not a TBX document"):
        read(b"<html/>")


def test_what_is_not_there_is_no_removal() -> None:
    sheet = Sheet("v", "fr", "en", "T", (LIBRARY, Unit("library", "altLabel", "x")))
    assert [unit.slot for unit in read(write(sheet)).units] == ["prefLabel"]


@pytest.mark.parametrize(
    ("stated", "slot", "statuses", "unknown"),
    [
        ("preferredTerm-admn-sts", "prefLabel", {}, False),
        ("standardizedTerm", "prefLabel", {}, False),
        ("admittedTerm-admn-sts", "altLabel", {}, False),
        ("legalTerm-admn-sts", "altLabel", {}, False),
        ("deprecatedTerm", "altLabel", {"fiche": "deprecated"}, False),
        ("supersededTerm-admn-sts", "altLabel", {"fiche": "deprecated"}, False),
        ("obsoleteTerm", "altLabel", {"fiche": "deprecated"}, False),
        ("", "prefLabel", {}, False),
        ("purpleTerm-admn-sts", "prefLabel", {}, True),
        ("Term", "prefLabel", {}, True),
    ],
)
def test_each_status_of_a_term(
    stated: str, slot: str, statuses: dict[str, str], unknown: bool
) -> None:
    content = (
        f'<tbx xmlns="{NAMESPACE}" style="dca" type="TBX-Basic" xml:lang="en"><text><body>'
        '<conceptEntry id="card"><langSec xml:lang="fr"><termSec><term>fiche</term>'
        f'<termNote type="administrativeStatus">{stated}</termNote></termSec></langSec>'
        "</conceptEntry></body></text></tbx>"
    )
    sheet = read(content.encode(), lang="fr")
    [unit] = sheet.units
    assert (unit.slot, unit.text, unit.data.get("statuses", {})) == (slot, "fiche", statuses)
    told = [(problem.concept, problem.describe()) for problem in sheet.problems]
    assert told == ([("card", f"“{stated}” is no status of a term; left out")] if unknown else [])
