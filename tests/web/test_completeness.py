"""How complete a language is: what is checked and what is draft are told apart everywhere."""

import re
from html import unescape
from pathlib import Path

import pytest

from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import Settings, load
from glossary.web import create_app
from glossary.web.pages.completeness import Completeness, completeness

HEAD = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://boats.example/> .
: a skos:ConceptScheme .
"""


def _boat(n: int) -> str:
    german = 'skos:prefLabel "Schiff"@de ;' if n < 2 else ""
    return f""":b{n} a skos:Concept ; skos:inScheme : ; {german}
    skos:prefLabel "boat {n}"@en ; skos:definition "Boat of kind {n}."@en .
"""


def _catalog(checked: int) -> str:
    """Return a Danish catalog of eight terms and six definitions, the first so many checked."""
    entries = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
    for n in range(8):
        mark = "# reliability: reviewed\n" if n < checked else ""
        entries.append(f'{mark}msgctxt "b{n}|prefLabel"\nmsgid "boat {n}"\nmsgstr "båd {n}"\n')
        if n < 6:
            text = f"Boat of kind {n}."
            entries.append(
                f'{mark}msgctxt "b{n}|definition"\nmsgid "{text}"\nmsgstr "Slags {n}."\n'
            )
    return "\n".join(entries)


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    settings = load(tmp_path / "site", {})
    (settings.site / "vocabularies").mkdir(parents=True)
    (settings.site / "vocabularies" / "boats.ttl").write_text(
        HEAD + "".join(map(_boat, range(10))), "utf-8"
    )
    place = settings.site / "translations" / "da" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "boats.po").write_text(_catalog(3), "utf-8")
    settings = load(tmp_path / "site", {})
    publish(settings)
    return settings


def test_drafts_are_counted_apart(site: Settings) -> None:
    found = {one.lang: one for one in completeness(Reader(site).site())}
    assert found["da"] == Completeness("da", 10, 8, 5, 6, 3)
    assert (found["da"].percent, found["da"].checked_percent) == (80, 30)
    assert found["da"].checked_definitions_percent == 30
    assert (found["en"].percent, found["en"].checked_percent) == (100, 100), "its source"
    assert (found["de"].percent, found["de"].checked_percent) == (20, 20), "its publisher's words"


@pytest.mark.parametrize("page", ["/en/", "/en/about"])
def test_pages_show_both(site: Settings, page: str) -> None:
    text = create_app(site).test_client().get(page).text
    [row] = [one for one in re.findall(r"<tr>.*?</tr>", text, re.S) if 'lang="da"' in one]
    widths = dict(re.findall(r'class="(drafts|fill)" width="(\d+)"', row))
    assert widths == {"drafts": "80", "fill": "30"}
    said = " ".join(unescape(re.sub("<[^>]+>", " ", row)).split())
    assert said == "Dansk 8 80 % 30 % checked 6 30 % checked"


def test_programs_are_told_both(site: Settings) -> None:
    [found] = create_app(site).test_client().get("/api/v1/vocabularies").json["vocabularies"]
    assert (found["languages"]["da"], found["draft_terms"]) == (8, {"da": 5})
    assert (found["definitions"]["da"], found["draft_definitions"]) == (6, {"da": 3})
