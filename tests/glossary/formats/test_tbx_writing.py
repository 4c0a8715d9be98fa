"""Vocabularies as TBX: what stands where, in both editions."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from glossary.formats.registry import FORMATS
from glossary.formats.tbx.names import NAMESPACE
from tests.glossary.formats.tbx_samples import BASE, CONCEPTS, contents, written

SPACES = {"tbx": f"{{{NAMESPACE}}}", "tbx2": ""}
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
    "conceptEntry": {"descrip", "descripGrp", "xref", "note", "transacGrp", "langSec"},
    "langSec": {"descripGrp", "note", "termSec"},
    "descripGrp": {"descrip", "admin", "note"},
    "transacGrp": {"transac", "date"},
    "termSec": {"term", "termNote", "admin", "note", "descripGrp"},
}


def terms(root: ElementTree.Element, space: str, name: str) -> dict[str, list[tuple[str, str]]]:
    """Return type (or name) and text of what is said of each term, by its text."""
    found = {}
    for term in root.iter(space + name):
        said = [(one.get("type") or one.tag.removeprefix(space), one.text or "") for one in term]
        found[said[0][1]] = said[1:]
    return found


def test_structure() -> None:
    root = ElementTree.fromstring(written("tbx"))
    assert root.attrib == {"style": "dca", "type": "TBX-Basic", LANG: "fr"}
    for element in root.iter():
        inside = {child.tag.removeprefix(SPACES["tbx"]) for child in element}
        assert inside <= MAY_HOLD.get(element.tag.removeprefix(SPACES["tbx"]), set()), element.tag


def test_the_edition_of_2008() -> None:
    root = ElementTree.fromstring(written("tbx2"))
    assert (root.tag, root.attrib) == ("martif", {"type": "TBX-Basic", LANG: "fr"})
    assert b"DOCTYPE" not in written("tbx2")
    ids = [entry.get("id") for entry in root.iter("termEntry")]
    targets = [ref.get("target") for ref in root.iter("ref")]
    assert set(targets) <= set(ids)
    assert [ref.text for ref in root.iter("ref")] == [
        "broader: 2", "narrower: 3", "related: 2", "related: 3"
    ]  # fmt: skip
    assert [section.get(LANG) for section in root.iter("langSet")][:4] == ["fr", "es", "de", "en"]


@pytest.mark.parametrize(("name", "element"), [("tbx", "termSec"), ("tbx2", "tig")])
def test_what_is_said_of_a_term(name: str, element: str) -> None:
    found = terms(ElementTree.fromstring(written(name)), SPACES[name], element)
    assert found["fonds"][:6] == [
        ("partOfSpeech", "noun"),
        ("grammaticalGender", "masculine"),
        ("administrativeStatus", "preferredTerm-admn-sts"),
        ("source", "ISO 5127"),
        ("source", "https://example.org/book"),
        ("note", "grammar: n.m."),
    ]
    assert found["FA"] == [
        ("termType", "abbreviation"),
        ("administrativeStatus", "admittedTerm-admn-sts"),
        ("note", "equivalence: partial"),
        ("note", "reliability: reviewed"),
    ]
    assert found["fondo"][1:3] == [("grammaticalGender", "other"), ("geographicalUsage", "México")]
    assert found["fonos"] == [
        ("administrativeStatus", "deprecatedTerm-admn-sts"), ("note", "status: hidden")
    ]  # fmt: skip
    assert found["colección"][1:] == [
        ("note", "mark: outdated"), ("note", "mark: offensive"), ("note", "usage: Two\nlines")
    ]  # fmt: skip


def test_languages_that_are_asked_for() -> None:
    root = ElementTree.fromstring(written("tbx2", ("es", "fr")))
    assert root.get(LANG) == "es"
    # An entry without the first language would be taken for one in the second.
    entries = [[one.get(LANG) for one in entry.iter("langSet")] for entry in root.iter("termEntry")]
    assert entries == [["es", "fr"]]
    assert not list(root.iter("ref"))  # what they name may not be there
    one = ElementTree.fromstring(written("tbx2", ("de",)))
    assert [section.get(LANG) for section in one.iter("langSet")] == ["de"]


def test_addresses_are_links_and_others_are_notes() -> None:
    entry = next(ElementTree.fromstring(written("tbx")).iter(SPACES["tbx"] + "conceptEntry"))
    links = {ref.get("target"): ref.text for ref in entry.iter(SPACES["tbx"] + "xref")}
    assert links == {
        "https://elsewhere.example/1": "a b|ç",
        f"{BASE}/id/words/3": "related: 3",
        "https://other.example/x": "exactMatch: https://other.example/x",
        "https://elsewhere.example/2": "replacedBy: https://elsewhere.example/2",
    }
    notes = {note.text for note in entry.findall(SPACES["tbx"] + "note")}
    assert {"broader: 2", "closeMatch: urn:x:1", "notation: =A1", "sector: museum"} <= notes


def test_it_is_written_concept_by_concept() -> None:
    taken = []

    def one_by_one():  # type: ignore[no-untyped-def]  # a generator of concepts
        for concept in CONCEPTS:
            taken.append(concept.id)
            yield concept

    whole = contents()
    object.__setattr__(whole, "concepts", one_by_one())
    pieces = FORMATS["tbx"].write(whole)
    while b"conceptEntry" not in next(pieces):
        pass
    assert len(taken) == 1


@pytest.mark.parametrize("name", ["tbx", "tbx2"])
def test_two_exports_are_equal(name: str, tmp_path: Path) -> None:
    assert written(name) == written(name)
