"""Dirt in files of vocabularies: told, and mended where it is sure what was meant."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.errors import BrokenSource
from glossary.formats import Findings
from glossary.formats.skos.values import is_blank, read_otherwise
from glossary.site.settings import Settings
from glossary.site.vocabulary_import import Release, Wanted, prepared

HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://example.net/glaze/> .
"""
Import = Callable[..., Release]


@pytest.fixture
def bring(make_site: Callable[[], Settings], tmp_path: Path) -> Import:
    """A function that prepares the import of a file with some content."""

    site = make_site()

    def outcome(content: str, name: str = "glaze.ttl") -> Release:
        file = tmp_path / name
        file.write_bytes(content.encode("utf-8"))
        return prepared(site, [file], Wanted("glaze"))

    return outcome


def rules(found: Findings) -> list[str]:
    return [one.rule for one in found]


def test_a_circle_is_told(bring: Import) -> None:
    text = (
        HEAD
        + """<a> a skos:Concept ; skos:prefLabel "a"@en ; skos:broader <b> .
<b> a skos:Concept ; skos:prefLabel "b"@en ; skos:broader <a> ; skos:related <c> .
<c> a skos:Concept ; skos:prefLabel "c"@en ; skos:broader <b> ."""
    )
    assert sorted(rules(bring(text).findings)) == ["cycle", "relation-clash"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("lÃ¡mpara", "lámpara"),
        ("Ð³Ð»Ð¸Ð½Ð°", "глина"),
        ("ç£\u0081å™¨", "磁器"),
        ("Ø®Ø²Ù\u0081", "خزف"),
        ("â€œfritâ€\u009d", "“frit”"),
        ("CÂBLE, SÃO, Ã, déjà vu", ""),
        ("Ã©tÃ©, été", "été, été"),
        ("plain", ""),
        ("la réponse est donnée\u00a0», à\u00a0«\u00a0lui\u00a0»", ""),
        ("„Spaß“ und «CAFÉ», MENÜ”", ""),
        ("donné\u00a0»", ""),
    ],
)
def test_utf_8_that_was_taken_for_another_encoding(text: str, meant: str) -> None:
    assert read_otherwise(text) == meant


def test_it_is_told_and_stays(bring: Import) -> None:
    text = HEAD + '<a> a skos:Concept ; skos:prefLabel "faÃ¯ence"@fr .'
    [one] = bring(text).findings
    assert one.rule == "mojibake"
    assert "“faÃ¯ence” was perhaps “faïence”" in str(one)


def test_labels_that_nobody_can_see(bring: Import) -> None:
    text = HEAD + '<a> a skos:Concept ; skos:prefLabel "a"@en, "\u200b\u00a0"@fr, "\u202e"@ar .'
    release = bring(text)
    assert rules(release.findings) == ["empty-label", "empty-label"]
    assert release.terms == {"en": 1}
    assert not is_blank("ab\u200d")


@pytest.mark.parametrize("name", ["glaze.ttl", "glaze.nt"])
def test_halves_of_characters(bring: Import, name: str) -> None:
    label = '<http://www.w3.org/2004/02/skos/core#prefLabel> "\\uD83C\\uDFFA \\\\uD83C"@en'
    alone = '<http://www.w3.org/2004/02/skos/core#altLabel> "half \\uDFFA"@en'
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    kind += "<http://www.w3.org/2004/02/skos/core#Concept>"
    subject = "<https://example.net/glaze/a>"
    text = "".join(f"{subject} {said} .\n" for said in (kind, label, alone))
    release = bring(text, name)
    assert rules(release.findings) == ["bad-escape", "bad-escape"]
    assert [one.line for one in release.findings] == [2, 3]
    assert 'read as “"🏺 \\\\uD83C"”' in str(release.findings[0])


def test_a_few_zeros_are_taken_out_many_are_no_text(bring: Import) -> None:
    text = HEAD + '<a> a skos:Concept ; skos:prefLabel "gl\0aze"@en .'
    assert rules(bring(text).findings) == ["bad-character"]
    with pytest.raises(BrokenSource, match="no text"):
        bring(HEAD + "\0" * 300)


def test_a_file_that_gives_nothing_says_why(bring: Import) -> None:
    text = HEAD + '<a> a skos:Concept ; skos:prefLabel "" ; skos:altLabel "b"@en .'
    with pytest.raises(BrokenSource, match=r"glaze\.ttl: an empty label"):
        bring(text)


def test_a_finding_is_in_one_line_and_told_once(bring: Import) -> None:
    note = {"de": ["<p>Eine\n\nZeile</p>"]}
    concept = {"uri": "https://example.net/a", "prefLabel": {"de": "<b>Ton</b>"}, "note": note}
    found = bring(json.dumps([concept]), "glaze.json").findings
    assert rules(found) == ["markup", "markup"]
    assert not [one for one in found if "\n" in str(one)]


def test_raw_control_characters_in_json(bring: Import) -> None:
    text = '[{"uri": "https://example.net/a", "prefLabel": {"de": "To\0n\t"}}]'
    release = bring(text, "glaze.json")
    assert rules(release.findings) == ["bad-character"]
    assert release.terms == {"de": 1}


def test_the_name_of_the_users_file_stands_in_findings(bring: Import) -> None:
    text = HEAD + '<a> a skos:Concept ; skos:prefLabel "a"@eng .'
    [one] = bring(text, "2019 export.txt").findings
    assert str(one).startswith("2019 export.txt: ")
