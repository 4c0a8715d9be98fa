"""The page that puts languages, sectors and concepts side by side."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings
from glossary.web import create_app

ReadPage = Callable[[str], Any]
_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<.> a skos:ConceptScheme ; dct:title "{title}"@en ; dct:language "en"{audience} .
"""


def _vocabulary(title: str, sector: str, body: str) -> str:
    audience = f' ; dct:audience "{sector}"' if sector else ""
    return _HEAD.format(title=title, audience=audience) + body


@pytest.fixture
def words(make_site: Callable[[], Settings]) -> FlaskClient:
    """A site on which “file” means one thing here and another one there."""
    settings = make_site()
    files = {
        "papers": _vocabulary(
            "Papers", "archive",
            '<file> a skos:Concept ; skos:prefLabel "file"@en, "dossier"@fr ;'
            ' skos:definition "Papers kept together."@en ;'
            " skos:relatedMatch <../films/file>, <../films/reel> ;"
            " skos:closeMatch <../books/folder> ; skos:exactMatch <../plain/bundle> .\n",
        ),
        "films": _vocabulary(
            "Films", "audiovisual",
            '<file> a skos:Concept ; skos:prefLabel "File"@en ;'
            ' skos:definition "Data with a name."@en .\n'
            '<reel> a skos:Concept ; skos:prefLabel "reel"@en .\n',
        ),
        "books": _vocabulary(
            "Books", "library", '<folder> a skos:Concept ; skos:prefLabel "folder"@en .\n'
        ),
        "things": _vocabulary(
            "Things", "museum",
            '<file> a skos:Concept ; skos:prefLabel "file"@en ;'
            ' skos:definition "Tool that smooths."@en .\n',
        ),
        "sites": _vocabulary(
            "Sites", "monument",
            '<dossier> a skos:Concept ; skos:prefLabel "dossier"@en ;'
            ' skos:broadMatch <../books/folder> .\n',
        ),
        "plain": _vocabulary(
            "Plain", "", '<bundle> a skos:Concept ; skos:prefLabel "bundle"@en, "liasse"@fr .\n'
        ),
    }  # fmt: skip
    for name, text in files.items():
        (settings.vocabularies / f"{name}.ttl").write_text(text, "utf-8")
    publish(settings)
    return create_app(settings, config={"TESTING": True}).test_client()


def _columns(html: str) -> dict[str, str]:
    """Return what stands in each column, by its heading's id."""
    parts = html.split('<section class="column')[1:]
    return {
        one.split('id="column-', 1)[1].split('"', 1)[0]: unescape(one.split("</section>")[0])
        for one in parts
    }


def test_languages_stand_in_columns_and_a_gap_is_a_gap(
    words: FlaskClient, read_page: ReadPage
) -> None:
    answer = words.get("/en/compare?concept=papers/file&lang=fr&lang=ru")
    read_page(answer.text)
    found = _columns(answer.text)
    assert [*found] == ["fr", "ru"]
    assert "dossier" in found["fr"]
    assert "nothing entered yet" in found["fr"]  # a term, but no definition
    assert found["ru"].count("nothing entered yet") == 3
    assert "dossier" not in found["ru"]


def test_sectors_stand_in_columns_with_what_the_words_mean(
    words: FlaskClient, read_page: ReadPage
) -> None:
    chosen = "&".join(f"sector={one}" for one in ("library", "audiovisual", "museum", "monument"))
    answer = words.get(f"/en/compare?concept=papers/file&{chosen}")
    read_page(answer.text)
    found = _columns(answer.text)
    assert [*found] == ["library", "audiovisual", "museum", "monument"]
    assert "other word, nearly the same meaning" in found["library"]
    assert "false friend: same word, other meaning" in found["audiovisual"]
    assert "related; not the same" in found["audiovisual"]
    assert "reel" in found["audiovisual"]
    assert "same word; not compared yet" in found["museum"]
    assert "nothing entered yet" not in found["museum"].split("<dl")[0]
    assert "nothing entered yet" in found["audiovisual"].split("<dl")[0]
    assert "nothing entered yet" in found["monument"]
    assert "no word" not in answer.text


def _words(client: FlaskClient, read_page: ReadPage, address: str) -> str:
    return " ".join(read_page(client.get(address).text).words().split())


def test_the_page_of_a_concept_tells_at_a_glance(words: FlaskClient, read_page: ReadPage) -> None:
    found = _words(words, read_page, "/en/papers/file")
    assert "The same or nearly the same meaning: Libraries" in found
    assert "False friend, the same word with another meaning: Audiovisual archives" in found
    assert "The same word, not compared yet: Museums" in found
    assert "Nothing entered yet: Monuments and sites and Audiovisual archives" in found
    assert "same meaning: bundle Plain" in found.replace("other word, ", "")


def test_a_narrower_meaning_is_no_gap(words: FlaskClient, read_page: ReadPage) -> None:
    found = _words(words, read_page, "/en/books/folder")
    assert "A wider, narrower or otherwise near meaning: Monuments and sites" in found
    assert "Nothing entered yet: Museums and Audiovisual archives" in found


def test_a_mapping_shows_from_both_sides_with_the_label_of_the_other(
    words: FlaskClient, read_page: ReadPage
) -> None:
    for address, label in (
        ("/en/papers/file", "bundle"),
        ("/en/plain/bundle", "file"),
        ("/fr/plain/bundle", "dossier"),
        ("/en/films/reel", "file"),
        ("/en/things/file", "File"),
    ):
        page = read_page(words.get(address).text)
        assert label in page.words().split("/api")[0]
    links = read_page(words.get("/en/plain/bundle").text).links()
    assert "/en/papers/file" in links
    assert "/en/plain/bundle" in read_page(words.get("/en/papers/file").text).links()


def test_concepts_of_any_vocabularies_stand_in_columns(
    words: FlaskClient, read_page: ReadPage
) -> None:
    answer = words.get("/en/compare?concept=papers/file&concept=plain/bundle&lang=en&lang=fr")
    read_page(answer.text)
    found = _columns(answer.text)
    assert "Plain" in found["c1"]
    assert "other word, same meaning" in found["c1"]
    assert "liasse" in found["c1"]
    assert "dossier" in found["c0"]


def test_a_term_leads_to_all_that_it_names(words: FlaskClient) -> None:
    answer = words.get("/en/compare?q=file")
    assert answer.status_code == 303
    places = answer.headers["Location"].partition("?")[2].split("&")
    assert {*places} == {"concept=papers/file", "concept=films/file", "concept=things/file"}
    assert words.get(answer.headers["Location"]).status_code == 200
    assert "/en/compare?concept=plain/bundle" in words.get("/en/compare?q=liasse").location
    nothing = words.get("/en/compare?q=quux")
    assert nothing.status_code == 200
    assert "No concept is named “quux”." in unescape(nothing.text)


def test_what_a_form_sends_empty_does_not_stay_in_the_address(words: FlaskClient) -> None:
    answer = words.get("/en/compare?concept=papers/file&lang=fr&lang=&lang=de&sector=")
    assert answer.status_code == 303
    assert answer.location == "/en/compare?concept=papers/file&lang=fr&lang=de"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("concept=papers/file&lang=fr&lang=not_a_tag", "“not_a_tag” is not a language tag."),
        ("concept=papers/file&sector=zoo&sector=library", "There is no sector “zoo”."),
        ("concept=papers/file&lang=fr&lang=de&lang=ru&lang=ar&lang=es", "At most 4 columns"),
    ],
)
def test_what_cannot_be_a_column_is_told(words: FlaskClient, asked: str, told: str) -> None:
    answer = words.get(f"/en/compare?{asked}")
    assert answer.status_code == 200
    assert told in unescape(answer.text)


@pytest.mark.parametrize(
    ("place", "status"),
    [("papers/none", 404), ("none/file", 404), ("papers", 404), ("heritage/old-word", 410)],
)
def test_a_concept_that_is_not_there(words: FlaskClient, place: str, status: int) -> None:
    answer = words.get(f"/en/compare?concept={place}")
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_one_column_is_never_alone(words: FlaskClient) -> None:
    for asked, expected in (
        ("", ["en", "fr"]),
        ("&lang=de", ["de", "en"]),
        ("&sector=museum", ["museum", "library"]),
    ):
        found = _columns(words.get(f"/en/compare?concept=papers/file{asked}").text)
        assert [*found] == expected


def test_the_hub_shows_on_pages_of_sectors_and_the_sectors_on_the_hub(
    bundled_app: Flask, read_page: ReadPage
) -> None:
    client = bundled_app.test_client()
    hub = read_page(client.get("/en/convergence/digital-preservation").text).links()
    assert "/en/archive/migration" in hub
    sector = read_page(client.get("/en/archive/migration").text)
    assert "/en/convergence/digital-preservation" in sector.links()
    assert "For several sectors:" in sector.words()


def test_the_bundled_sectors_are_a_click_from_a_concept_and_from_a_hit(
    bundled_app: Flask, read_page: ReadPage
) -> None:
    client = bundled_app.test_client()
    links = read_page(client.get("/en/museum/provenance").text).links()
    assert "/en/compare?concept=museum/provenance" in links
    (sectors,) = [one for one in links if "compare?" in one and "sector=" in one]
    assert client.get(sectors).status_code == 200
    hits = read_page(client.get("/en/search?q=provenance").text).links()
    assert "/en/compare?concept=museum/provenance" in hits
