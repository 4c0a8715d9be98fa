"""The register of sources: read, cited, carried through everything that is published, checked."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from glossary.cli.main import main
from glossary.errors import BrokenSource
from glossary.formats import Finding
from glossary.model import Citation, Vocabulary
from glossary.publish import publish
from glossary.records import incremental
from glossary.site import register
from glossary.site.register import Cited, parsed
from glossary.site.register_checks import check_register
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests.vocabularies import read_vocabularies

REGISTER = """
[knots]
title = "The Ashley Book of Knots"
author = "Clifford W. Ashley"
publisher = "Doubleday"
year = 1944
language = "en"
url = "https://knots.example/book"

[noeuds]
title = "Le Grand Livre des nœuds"
edition = "2e édition"
publisher = "Vagnon"
language = "fr"

[ours]
title = "Rope Glossary, own wording"
own = true
"""
ROPES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<.> a skos:ConceptScheme ; dct:title "Ropes"@en ; dct:language "en" .
<bend> a skos:Concept ; skos:prefLabel "bend"@en ; skos:definition [
    rdf:value "Knot that joins two ropes."@en ; dct:source "@knots, p. 18, no. 1 [seen]" ] .
<hitch> a skos:Concept ; skos:prefLabel "hitch"@en ; skos:related <bend> ; skos:definition [
    rdf:value "Knot that fastens a rope to a thing."@en ;
    dct:source "@knots, chapter 22 [secondary]", "Told by a sailor" ] .
<loop> a skos:Concept ; skos:prefLabel "loop"@en ; skos:related <bend> ; skos:definition [
    rdf:value "Rope that comes back to itself."@en ; dct:source "@ours" ] .
"""
CATALOG = """\
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Reliability: draft\\n"

# source: @noeuds, p. 7 [seen]
msgctxt "bend|prefLabel"
msgid "bend"
msgstr "nœud d’ajut"

msgctxt "bend|definition"
msgid "Knot that joins two ropes."
msgstr "Nœud qui réunit deux cordages."
"""
BASHFUL = "Clifford W. Ashley, The Ashley Book of Knots, Doubleday, 1944"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "ropes.ttl").write_text(ROPES, "utf-8")
    (tmp_path / "vocabularies" / "sources.toml").write_text(REGISTER, "utf-8")
    catalogs = tmp_path / "translations" / "fr" / "LC_MESSAGES"
    catalogs.mkdir(parents=True)
    (catalogs / "ropes.po").write_text(CATALOG, "utf-8")
    (tmp_path / "glossary.toml").touch()
    return load(tmp_path, {})


def whole(settings: Settings) -> Vocabulary:
    found: list[Finding] = []
    (vocabulary,) = read_vocabularies(settings, found)
    assert found == []
    return vocabulary


def rules(settings: Settings) -> Counter[str]:
    return Counter(one.rule for one in check_register(settings))


def add(settings: Settings, entry: str = "", source: str = "") -> None:
    """Put an entry into the register, or another source in place of that of “loop”."""
    file = settings.vocabularies / register.FILE
    file.write_text(file.read_text("utf-8") + entry, "utf-8")
    if source:
        ropes = settings.vocabularies / "ropes.ttl"
        ropes.write_text(ROPES.replace('"@ours"', f'"{source}"'), "utf-8")


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("@iso-5127, 3.2.1 [seen]", Cited("iso-5127", "3.2.1", "seen")),
        ("@iso-5127", Cited("iso-5127")),
        ("  @a.b:c/d ,  p. 3,  col. 2 ", Cited("a.b:c/d", "p. 3, col. 2")),
        ("@k[secondary]", Cited("k", "", "secondary")),
        ("@k, “fonds” (glossary) [ seen ]", Cited("k", "“fonds” (glossary)", "seen")),
        ("Atlas, p. 3", None),
        ("somebody@example.org", None),
        ("@", None),
        ("@k p. 3", None),
    ],
)
def test_what_cites_a_work(text: str, cited: Cited | None) -> None:
    assert parsed(text) == cited


def test_sources_are_cited_in_full(settings: Settings) -> None:
    concepts = whole(settings).concepts
    (source,) = concepts["bend"].notes[0].sources
    assert source == f"{BASHFUL}, p. 18, no. 1"
    assert isinstance(source, Citation)
    assert (source.key, source.locator, source.basis) == ("knots", "p. 18, no. 1", "seen")
    second, told = concepts["hitch"].notes[0].sources
    assert second == f"{BASHFUL}, chapter 22 (from a secondary source)"
    assert told == "Told by a sailor"
    assert not isinstance(told, Citation)
    (own,) = concepts["loop"].notes[0].sources
    assert isinstance(own, Citation)
    assert own.basis == "own"
    french = concepts["bend"].preferred("fr")
    assert french is not None
    assert french.sources == ("Le Grand Livre des nœuds, 2e édition, Vagnon, p. 7",)
    inherited = next(concepts["bend"].notes_of("definition", "fr"))
    assert inherited.sources == (source,)


@pytest.mark.parametrize(
    ("text", "key", "locator", "basis"),
    [
        ("Rope Glossary, own wording", "ours", "", "own"),
        (f"{BASHFUL}, p. 18, no. 1", "knots", "p. 18, no. 1", ""),
        (f"{BASHFUL}, chapter 22 (from a secondary source)", "knots", "chapter 22", "secondary"),
        (BASHFUL, "knots", "", ""),
        (f"{BASHFUL}bis", None, "", ""),
        ("Rope", None, "", ""),
    ],
)
def test_a_citation_that_is_written_out_is_known(
    settings: Settings, text: str, key: str | None, locator: str, basis: str
) -> None:
    cited = register.read(settings).cite(text)
    assert cited == text
    if key is None:
        assert not isinstance(cited, Citation)
    else:
        assert isinstance(cited, Citation)
        assert (cited.key, cited.locator, cited.basis) == (key, locator, basis)


def test_without_a_register_sources_stay_as_they_are(settings: Settings) -> None:
    (settings.vocabularies / register.FILE).unlink()
    (source,) = whole(settings).concepts["loop"].notes[0].sources
    assert source == "@ours"
    assert not check_register(settings)


def test_options_of_a_vocabulary_that_is_called_so_are_no_register(settings: Settings) -> None:
    (settings.vocabularies / register.FILE).write_text('source_language = "en"\n', "utf-8")
    (settings.vocabularies / "ropes.ttl").rename(settings.vocabularies / "sources.ttl")
    assert whole(settings).id == "sources"
    assert not check_register(settings)


def test_nothing_is_found_where_all_is_said(settings: Settings) -> None:
    add(settings, source="@ours")
    assert rules(settings) == {"unregistered-source": 1}  # the sailor


@pytest.mark.parametrize(
    ("entry", "source", "rule"),
    [
        ("", "@knot, p. 3 [seen]", "unknown-source"),
        ("", "@knots [seen]", "source-without-place"),
        ("", "@knots, p. 3", "source-unseen"),
        ("", "@knots, p. 3 [sean]", "source-unseen"),
        ("[bare]\ntitle = 'Splices'\n", "", "source-without-edition"),
        ("[again]\ntitle = 'Ashley book of knots, the'\nyear = 1950\n", "", ""),
        (
            "[again]\ntitle = 'the ASHLEY book of knots'\nyear = '1944'\nlanguage = 'EN'\n",
            "",
            "source-twice",
        ),
        (
            "[old]\ntitle = 'Knots'\nyear = 1930\nreplaced_by = 'knots'\n",
            "@old, p. 3 [seen]",
            "replaced-source",
        ),
        (
            "[old]\ntitle = 'Knots'\nyear = 1930\nreplaced_by = 'knots'\nkept = 'First.'\n",
            "@old, p. 3 [seen]",
            "",
        ),
        ("[old]\ntitle = 'Knots'\nyear = 1930\nreplaced_by = 'none'\n", "", "bad-source"),
        ("[odd]\nyear = 1930\n", "", "bad-source"),
        ("[odd]\ntitle = 'Knots'\nyear = 1930\nprise = '3'\n", "", "bad-source"),
        ("[odd]\ntitle = 'Knots'\nyear = 1930\nurl = 'javascript:x'\n", "", "bad-source"),
        ("[odd]\ntitle = 'Knots'\nyear = 1930\nlanguage = 'in English'\n", "", "bad-source"),
        ("['a b']\ntitle = 'Knots'\nyear = 1930\n", "", "bad-source"),
    ],
)
def test_what_is_wrong_is_told(settings: Settings, entry: str, source: str, rule: str) -> None:
    add(settings, entry, source)
    assert rules(settings) - Counter(["unregistered-source"]) == (Counter([rule]) if rule else {})


def test_a_definition_without_a_source_is_told(settings: Settings) -> None:
    ropes = settings.vocabularies / "ropes.ttl"
    ropes.write_text(ROPES.replace(' ; dct:source "@ours"', ""), "utf-8")
    assert [one.where for one in check_register(settings) if one.rule == "no-source"] == ["loop"]


def test_sources_of_catalogs_are_checked_too(settings: Settings) -> None:
    catalog = settings.translations / "fr" / "LC_MESSAGES" / "ropes.po"
    catalog.write_text(CATALOG.replace("@noeuds", "@nœudsfins"), "utf-8")
    result = CliRunner().invoke(main, ["--site", str(settings.site), "check"])
    assert result.exit_code == 1
    assert "@nœudsfins" in result.output
    found: list[Finding] = []
    read_vocabularies(settings, found)
    assert [one.rule for one in found] == ["unknown-source"]


def test_a_register_that_is_no_toml_is_an_error(settings: Settings) -> None:
    add(settings, "[half\n")
    with pytest.raises(BrokenSource, match=r"sources\.toml"):
        publish(settings)


def test_exports_have_the_citation_and_read_it_again(settings: Settings, tmp_path: Path) -> None:
    for profile in ("skos-xl", "plain"):
        arguments = ["--skos-xl"] if profile == "skos-xl" else []
        out = tmp_path / f"{profile}.ttl"
        run = ["--site", str(settings.site), "export", "ropes", "-o", str(out), *arguments]
        result = CliRunner().invoke(main, run)
        assert result.exit_code == 0, result.output
        text = out.read_text("utf-8")
        assert f'"{BASHFUL}, p. 18, no. 1"' in text
        assert "/about/sources#knots>" in text
        assert 'term:basis "seen"' in text
        folder = tmp_path / f"again-{profile}"
        (folder / "vocabularies").mkdir(parents=True)
        (folder / "glossary.toml").touch()
        (folder / "vocabularies" / "ropes.ttl").write_text(text, "utf-8")
        found: list[Finding] = []
        (again,) = read_vocabularies(load(folder, {}), found)
        assert found == []
        sources = [note.sources for note in again.concepts["bend"].notes if note.lang == "en"]
        assert sources == [(f"{BASHFUL}, p. 18, no. 1",)]


@pytest.fixture
def app(settings: Settings) -> Flask:
    publish(settings)
    return create_app(settings)


def test_programs_and_readers_get_citation_and_register(app: Flask) -> None:
    client = app.test_client()
    record = client.get("/api/v1/concepts/ropes/bend").json
    definition = record["definitions"]["en"][0]
    assert definition["source"] == f"{BASHFUL}, p. 18, no. 1"
    assert definition["citations"] == [
        {
            "key": "knots",
            "text": f"{BASHFUL}, p. 18, no. 1",
            "locator": "p. 18, no. 1",
            "basis": "seen",
        }
    ]
    works = {one["key"]: one for one in client.get("/api/v1/sources").json["sources"]}
    assert works["knots"]["citation"] == BASHFUL
    assert works["ours"]["own"] is True
    page = client.get("/en/ropes/bend").text
    assert 'href="/en/about/sources#knots"' in page
    assert "p. 18, no. 1" in page
    assert "Le Grand Livre des nœuds" in page
    register_page = client.get("/en/about/sources").text
    assert 'id="knots"' in register_page
    assert "https://knots.example/book" in register_page
    assert "own wording" not in register_page
    answer = client.get("/about/sources", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (303, "/en/about/sources")
    assert "/en/about/sources" in client.get("/sitemap-pages.xml").text


def test_a_decided_text_is_cited_as_a_published_one(app: Flask, settings: Settings) -> None:
    catalog = settings.translations / "fr" / "LC_MESSAGES" / "ropes.po"
    text = CATALOG.replace("nœud d’ajut", "nœud de jonction").replace("p. 7", "p. 9")
    catalog.write_text(text, "utf-8")
    assert incremental.show(settings, "ropes", ["bend"], "fr")
    client = app.test_client()
    decided = client.get("/api/v1/concepts/ropes/bend").json
    assert decided["terms"]["fr"][0]["citations"][0]["locator"] == "p. 9"
    publish(settings, anew=True)
    assert create_app(settings).test_client().get("/api/v1/concepts/ropes/bend").json == decided
