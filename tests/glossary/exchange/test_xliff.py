"""XLIFF 2.1 and 1.2: structure of what is written, and what other programs bring back."""

import re
from xml.etree import ElementTree

import pytest

from glossary.errors import BrokenSource
from glossary.exchange import Sheet, Unit, xliff, xliff12
from tests.glossary.exchange.sheets import (
    CHANGED,
    LIBRARY,
    MISSING,
    REVIEW,
    SHEET,
    SYNONYMS,
    by_key,
)

NMTOKEN = re.compile(r"[\w.:-]+")
NEW = f"{{{xliff.NAMESPACE}}}"
OLD = f"{{{xliff12.NAMESPACE}}}"
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.fixture(scope="module")
def new() -> ElementTree.Element:
    """The sheet as XLIFF 2.1."""
    return ElementTree.fromstring(xliff.write(SHEET))


@pytest.fixture(scope="module")
def old() -> ElementTree.Element:
    """The sheet as XLIFF 1.2."""
    return ElementTree.fromstring(xliff12.write(SHEET))


def _names(element: ElementTree.Element) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in element]


def test_the_root_of_2_1(new: ElementTree.Element) -> None:
    assert new.tag == NEW + "xliff"
    assert new.attrib == {"version": "2.1", "srcLang": "en", "trgLang": "fr"}
    assert _names(new) == ["file"]
    assert new[0].attrib == {"id": "heritage", "original": "heritage", f"{XML}space": "preserve"}
    assert _names(new[0]) == ["notes"] + 5 * ["unit"]


def test_units_of_2_1(new: ElementTree.Element) -> None:
    found = list(new.iter(NEW + "unit"))
    ids = [unit.get("id", "") for unit in found]
    assert len(set(ids)) == 5
    assert all(NMTOKEN.fullmatch(id) for id in ids)
    assert [unit.get("name") for unit in found][-1] == "blue|shield|prefLabel"
    assert [_names(unit) for unit in found] == [
        ["notes", "segment"], ["notes", "segment"], ["notes", "segment"], ["segment"], ["segment"],
    ]  # fmt: skip
    segments = list(new.iter(NEW + "segment"))
    assert [_names(segment) for segment in segments] == 4 * [["source", "target"]] + [["source"]]
    assert [segment.get("state") for segment in segments] == [
        "reviewed", "translated", "initial", "initial", "initial",
    ]  # fmt: skip


def test_notes_of_2_1(new: ElementTree.Element) -> None:
    unit = next(new.iter(NEW + "unit"))
    notes = [(note.get("category"), note.text) for note in unit.iter(NEW + "note")]
    assert notes == [
        ("comment", "definition: institution that lends"),
        ("comment", "subject field: Institutions"),
        ("location", "https://example.org/id/heritage/library"),
        ("data", "source: ISO 5127"),
        ("data", "grammar: n.f."),
        ("data", "reliability: reviewed"),
        ("note", "a note for people"),
    ]


def test_characters_that_xml_cannot_hold_are_cp_elements() -> None:
    sheet = Sheet(
        "v", "fr", "en", "T", (Unit("a", "prefLabel", "x", "a\x0bb\ufffe\r", notes=("\x01",)),)
    )
    text = xliff.write(sheet).decode()
    assert '<target>a<cp hex="000B"/>b<cp hex="FFFE"/>&#13;</target>' in text
    assert '<note category="note">_x0001_</note>' in text
    assert xliff.read(text.encode()).units[0].text == "a\x0bb\ufffe\r"


def _unit(inner: str, more: str = "") -> bytes:
    return (
        f'<xliff xmlns="{xliff.NAMESPACE}" version="2.0" srcLang="en" trgLang="fr"><file id="f">'
        f'<unit id="a:prefLabel">{more}{inner}</unit></file></xliff>'
    ).encode()


def test_segments_are_put_together_again() -> None:
    content = _unit(
        '<segment state="final"><source>A. </source><target order="3">Un.</target></segment>'
        "<ignorable><source> </source><target> </target></ignorable>"
        '<segment state="final"><source>B.</source><target order="1">Deux.</target></segment>'
    )
    [unit] = xliff.read(content).units
    assert (unit.source, unit.text, unit.state) == ("A.  B.", "Deux. Un.", "reviewed")
    assert unit.data == {"reliability": "reviewed"}


@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ("", "draft"),
        ('state="translated"', "draft"),
        ('state="translated" subState="poedit:fuzzy"', "review"),
        ('state="initial"', "review"),
        ('state="reviewed"', "reviewed"),
        ('state="final"', "reviewed"),
    ],
)
def test_states_of_other_programs(attributes: str, state: str) -> None:
    content = _unit(f"<segment {attributes}><source>a</source><target>un</target></segment>")
    assert xliff.read(content).units[0].state == state


def test_inline_codes_stand_for_their_original_data() -> None:
    data = '<originalData><data id="d1">[b]</data><data id="d2">[/b]</data></originalData>'
    source = '<source>x <pc id="1" dataRefStart="d1" dataRefEnd="d2">y</pc></source>'
    target = '<target>u <mrk id="m" type="comment">v</mrk> <ph id="2" dataRef="d1"/></target>'
    [unit] = xliff.read(_unit(f"<segment>{source}{target}</segment>", data)).units
    assert (unit.source, unit.text) == ("x [b]y[/b]", "u v [b]")


@pytest.mark.parametrize("code", ['<ph id="1"/>', '<pc id="1">x</pc>', '<cp hex="110000"/>'])
def test_inline_codes_without_original_are_told(code: str) -> None:
    target = f"<segment><source>a</source><target>{code}</target></segment>"
    sheet = xliff.read(_unit(target))
    assert sheet.units == ()
    assert "inline codes" in sheet.problems[0].describe()
    assert sheet.problems[0].concept == "a"


def test_what_translators_say_in_notes_is_data_too() -> None:
    notes = "<note>grammar: n.m.\n ask Anne </note><note category='x'>status: no</note>"
    inner = "<segment><source>a</source><target>un</target></segment>"
    sheet = xliff.read(_unit(inner, f"<notes>{notes}</notes>"))
    assert sheet.units[0].data == {"grammar": "n.m."}
    assert sheet.units[0].notes == ("ask Anne", "status: no")
    assert "status: no" in sheet.problems[0].describe()


def test_the_structure_of_1_2(old: ElementTree.Element) -> None:
    assert (old.tag, old.get("version")) == (OLD + "xliff", "1.2")
    file = old[0]
    assert file.attrib == {
        "original": "heritage",
        "source-language": "en",
        "target-language": "fr",
        "datatype": "plaintext",
        "build-num": "42",
    }
    assert _names(file) == ["header", "body"]
    found = list(old.iter(OLD + "trans-unit"))
    assert [unit.get("approved") for unit in found] == ["yes", "yes", "no", "no", "no"]
    assert all(unit.get(XML + "space") == "preserve" for unit in found)
    assert all(NMTOKEN.fullmatch(unit.get("id", "")) for unit in found)
    targets = [unit.find(OLD + "target") for unit in found]
    assert [target.get("state") for target in targets if target is not None] == [
        "final", "translated", "needs-translation", "needs-translation", "needs-translation",
    ]  # fmt: skip
    assert _names(found[0]) == ["source", "target", "context-group"] + 6 * ["note"]
    assert _names(found[2]) == ["source", "target", "alt-trans"]
    [previous] = found[2].iter(OLD + "alt-trans")
    assert [part.text for part in previous] == ["House.", "Une\ninstitution."]


def _trans_unit(target: str, more: str = "", head: str = 'target-language="fr"') -> bytes:
    return (
        f'<xliff xmlns="{xliff12.NAMESPACE}" version="1.2"><file original="v.po" {head}><body>'
        f'<trans-unit id="x" resname="a|prefLabel" {more}><source>a</source>{target}</trans-unit>'
        "</body></file></xliff>"
    ).encode()


@pytest.mark.parametrize(
    ("target", "state"),
    [
        ("", "missing"),
        ('<target state="translated"/>', "missing"),
        ("<target>un</target>", "draft"),
        ('<target state="translated">un</target>', "draft"),
        ('<target state="needs-l10n">un</target>', "review"),
        ('<target state="needs-review-translation">un</target>', "review"),
        ('<target state="new">un</target>', "review"),
        ('<target state="signed-off">un</target>', "reviewed"),
        ('<target state="final">un</target>', "reviewed"),
        (
            '<target state="needs-translation">un</target><alt-trans origin="previous">'
            "<source>old</source><target>un</target></alt-trans>",
            "changed",
        ),
    ],
)
def test_states_of_other_programs_in_1_2(target: str, state: str) -> None:
    [unit] = xliff12.read(_trans_unit(target)).units
    assert unit.state == state


def test_native_codes_in_1_2_are_text_and_placeholders_are_told() -> None:
    native = '<target>u <ph id="1">&lt;b&gt;</ph> <mrk mtype="seg">v</mrk></target>'
    assert xliff12.read(_trans_unit(native)).units[0].text == "u <b> v"
    sheet = xliff12.read(_trans_unit('<target>u <x id="1"/></target>'))
    assert sheet.units == ()
    assert "inline codes" in sheet.problems[0].describe()


def test_of_several_files_those_in_the_language_are_read() -> None:
    one = _trans_unit("<target>un</target>").decode()
    other = one.replace('"fr"', '"de"').replace(">un<", ">eins<").replace("a|", "b|")
    both = one.replace("</xliff>", other[other.index("<file") :])
    assert [unit.text for unit in xliff12.read(both.encode(), lang="de").units] == ["eins"]
    assert [unit.text for unit in xliff12.read(both.encode(), lang="fr").units] == ["un"]


def test_a_unit_that_names_no_message_is_told() -> None:
    content = _trans_unit("<target>un</target>").replace(b' resname="a|prefLabel"', b"")
    sheet = xliff12.read(content)
    assert sheet.units == ()
    assert "names no concept" in sheet.problems[0].describe()


@pytest.mark.parametrize("module", [xliff, xliff12])
def test_other_documents_are_refused(module: type[xliff]) -> None:  # type: ignore[valid-type]
    for content in (b"<html/>", b'<xliff version="3"/>', b"<xliff/>"):
        with pytest.raises(BrokenSource, match="line 1: this is not an XLIFF document of version"):
            module.read(content)  # type: ignore[attr-defined]


def test_ids_serve_where_a_program_drops_names() -> None:
    content = re.sub(rb' name="[^"]*"', b"", xliff.write(SHEET))
    assert by_key(xliff.read(content).units) == by_key(SHEET.units)
    content = re.sub(rb' resname="[^"]*"', b"", xliff12.write(SHEET))
    wanted = (LIBRARY, SYNONYMS, CHANGED, REVIEW, MISSING)
    assert by_key(xliff12.read(content).units) == by_key(wanted)
