"""Citations in the common styles and for reference managers; markup and neighbours of a concept."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings
from glossary.web import create_app
from glossary.web.pages.citing import Cited, bibtex, csl, ris, styled
from glossary.web.pages.light_markup import drawn

_REL = 'rel="external nofollow"'
ReadPage = Callable[[str], Any]
LEDGER = Cited(
    "ships-log", "log & ledger", "en", "Ships", "en", "Harbour 100%", "Sea Words", "2025-03-09",
    "https://sea.example/id/ships/log",
)  # fmt: skip


def _plain(markup: object) -> str:
    text = str(markup)
    for tag in ("<i>", "</i>", "</a>"):
        text = text.replace(tag, "")
    return unescape(text.partition("<a")[0] + text.rpartition(">")[2])


def test_styles() -> None:
    found = {name: _plain(text) for name, text in styled(LEDGER)}
    assert found["APA"].startswith(
        "Harbour 100% (2025, March 9). log & ledger. In Ships (version 2025-03-09). Sea Words."
    )
    assert found["MLA"].startswith(
        "“log & ledger.” Ships, version 2025-03-09, Harbour 100%, 9 Mar. 2025,"
    )
    assert found["Chicago"].startswith(
        "Harbour 100%. “log & ledger.” In Ships. Sea Words. Last modified March 9, 2025."
    )
    assert found["ISO 690"].startswith(
        "HARBOUR 100%. log & ledger. In: Ships [online]. Sea Words. Version 2025-03-09."
    )
    for _, text in styled(LEDGER):
        assert '<a href="https://sea.example/id/ships/log">' in text


@pytest.mark.parametrize(
    ("date", "apa", "chicago"),
    [
        ("", "(n.d.)", "In"),
        ("2024", "(2024)", "2024."),
        ("2024-11", "(2024, November)", "Last modified November 2024."),
    ],
)
def test_dates_that_are_not_whole(date: str, apa: str, chicago: str) -> None:
    found = {name: _plain(text) for name, text in styled(_with(date=date))}
    assert apa in found["APA"]
    assert chicago in found["Chicago"]
    assert "version" not in found["MLA"] or date


def _with(**values: str) -> Cited:
    fields = {name: getattr(LEDGER, name) for name in Cited.__slots__}
    return Cited(**{**fields, **values})


def test_titles_in_other_scripts_are_marked_and_nothing_is_markup() -> None:
    for _, text in styled(_with(term="<b>درع</b>", lang="ar", publisher="<x>")):
        assert '<span lang="ar" dir="rtl">&lt;b&gt;درع&lt;/b&gt;</span>' in text
        assert "<x>" not in text.lower()


def test_bibtex() -> None:
    text = bibtex(_with(term="50 % {of} #1_a\\b", publisher="A & B"))
    assert text.startswith("@inreference{ships-log,\n")
    assert r"title = {{50 \% \{of\} \#1\_a\textbackslash{}b}}" in text.replace("  ", "")
    assert r"author = {{A \& B}}" in text
    assert "year = {2025}" in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def test_ris() -> None:
    lines = ris(_with(term="two\r\nTY  - HACK")).split("\r\n")
    assert lines[0] == "TY  - DICT"
    assert lines[-2:] == ["ER  - ", ""]
    assert [line for line in lines if line.startswith("TY")] == ["TY  - DICT"]
    assert "DA  - 2025/03/09/" in lines


def test_csl() -> None:
    (item,) = json.loads(csl(LEDGER))
    assert item["issued"] == {"date-parts": [[2025, 3, 9]]}
    assert item["type"] == "entry-dictionary"
    assert item["author"] == [{"literal": "Harbour 100%"}]
    assert "issued" not in json.loads(csl(_with(date="")))[0]


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_files_for_reference_managers(client: FlaskClient, ending: str, media_type: str) -> None:
    answer = client.get(f"/en/heritage/library/cite.{ending}?lang=fr")
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert f'filename="heritage-library.{ending}"' in answer.headers["Content-Disposition"]
    assert "bibliothèque" in answer.text
    assert "2026-03-01" in answer.text
    assert client.get("/en/heritage/none/cite.bib").status_code == 404
    assert client.get("/en/heritage/old-word/cite.bib").status_code == 410
    assert client.get("/en/heritage/library/cite.exe").status_code == 404


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("see <em>this</em>", "see <em>this</em>"),
        ("<i>x</i><script>alert(1)</script>y", "<em>x</em>y"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        (
            '<a href="https://e.example/?a=1&amp;b=2" onclick="x">y</a>',
            f'<a href="https://e.example/?a=1&amp;b=2" {_REL}>y</a>',
        ),
        ("<img src=x onerror=alert(1)><b>z</b>", "<strong>z</strong>"),
        ("<b>never closed", "<strong>never closed</strong>"),
        ("one<br>two", "one<br>two"),
        ("**bold** *soft* _low_", "<strong>bold</strong> <em>soft</em> <em>low</em>"),
        ("snake_case_name *.po 2*3*4", "snake_case_name *.po 2*3*4"),
        ("[the list](https://e.example/x)", f'<a href="https://e.example/x" {_REL}>the list</a>'),
        ("[no](javascript:alert(1))", "[no](javascript:alert(1))"),
        ("Use:\n- one\n- *two*", "Use:<ul><li>one</li><li><em>two</em></li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("- alone", "- alone"),
    ],
)  # fmt: skip
def test_light_markup(text: str, made: str) -> None:
    assert drawn(text)[0] == made
    assert drawn(text)[1] is ("<li>" in made)


@pytest.mark.parametrize("end", [".", ",", ")", "?", "»", ""])
def test_an_address_ends_before_what_ends_the_sentence(end: str) -> None:
    made, _ = drawn(f"(see https://e.example/a_(b)?x=1{end} more")
    assert '<a href="https://e.example/a_(b)?x=1"' in made


def test_hostile_nesting_is_closed() -> None:
    for text in (
        "<ul><li><b><ul>" * 50,
        "</b></ul><li>x",
        "<a href='https://e.example'><a>",
        "<b" * 99,
        "<!--<b>x",
    ):
        made, _ = drawn(text)
        for name in ("ul", "li", "strong", "a"):
            assert made.count(f"<{name}") == made.count(f"</{name}>"), text
        assert "<!--" not in made


@pytest.fixture
def noted(make_site: Callable[[], Settings]) -> FlaskClient:
    """A site with notes as other systems write them."""
    settings = make_site()
    (settings.vocabularies / "notes.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        '<.> a skos:ConceptScheme ; dct:title "Notes"@en ; dct:language "en" .\n'
        '<top> a skos:Concept ; skos:prefLabel "apex"@en .\n'
        '<mid> a skos:Concept ; skos:prefLabel "body"@en ; skos:broader <top> ;\n'
        " skos:related <aside> ;\n"
        ' skos:definition "See https://e.example/x, and:\\n- <one>\\n- two"@en .\n'
        '<low> a skos:Concept ; skos:prefLabel "cellar"@en ; skos:broader <mid> .\n'
        '<aside> a skos:Concept ; skos:prefLabel "door"@en .\n',
        "utf-8",
    )
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


@pytest.mark.parametrize("ui", ["en", "ar"])
def test_the_page_of_a_concept(noted: FlaskClient, read_page: ReadPage, ui: str) -> None:
    text = noted.get(f"/{ui}/notes/mid").text
    page = read_page(text)
    assert '<a href="https://e.example/x" rel="external nofollow">' in text
    assert "<ul><li>&lt;one&gt;</li><li>two</li></ul>" in text
    drawing = text[
        text.index('<svg class="near-map"') : text.index(
            "</svg>", text.index('<svg class="near-map"')
        )
    ]
    for id in ("top", "low", "aside"):
        assert f'href="/{ui}/notes/{id}"' in drawing
        assert f'href="/{ui}/notes/{id}"' in text.split("</svg>")[-1]  # and without the drawing
    at = {
        id: int(drawing.split(f"/notes/{id}")[0].rpartition(' x="')[2].split('"')[0])
        for id in ("top", "low")
    }
    assert (at["top"] < at["low"]) is (ui == "en")
    assert page.named("a", href=f"/{ui}/notes/mid/cite.bib?lang={ui}")
