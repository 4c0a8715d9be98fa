"""What stands beside a concept at the desk."""

import shutil

import pytest

from glossary.publish import publish
from glossary.reader import Reader
from glossary.site.settings import load
from glossary.web.desk.surroundings import Surroundings, surroundings
from tests.conftest import DATA

OTHERS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<.> a skos:ConceptScheme ; dct:title "Others"@en ; dct:language "en" .
<lib> a skos:Concept ; skos:prefLabel "library"@en, "biblioteca"@it, "biblioteca"@es .
<libs> a skos:Concept ; skos:prefLabel "Library"@en .
<libraries> a skos:Concept ; skos:prefLabel "libraries"@en, "biblioteche"@it .
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The small site with one more vocabulary, as from elsewhere."""
    folder = tmp_path_factory.mktemp("surroundings") / "site"
    shutil.copytree(DATA / "site", folder)
    (folder / "vocabularies" / "others.ttl").write_text(OTHERS, "utf-8")
    settings = load(folder, {})
    publish(settings)
    return Reader(settings)


def _of(reader: Reader, concept: str, lang: str, reference: str = "") -> Surroundings:
    return surroundings(reader, reader.vocabulary("heritage"), concept, lang, reference)


def test_neighbours_with_their_translations(reader: Reader) -> None:
    found = _of(reader, "library", "fr").neighbours
    (broader,) = found["broader"]
    assert (broader.source, broader.text, broader.id) == (
        "institution",
        "institution",
        "institution",
    )
    (related,) = found["related"]
    assert (related.source, related.text, related.lang) == ("school", "école", "fr")
    assert found["narrower"] == []


def test_other_sectors_and_other_vocabularies(reader: Reader) -> None:
    found = _of(reader, "library", "it")
    (museum,) = found.sectors
    assert (museum.by, museum.source, museum.relation) == ("museum", "bookcase", "relatedMatch")
    assert museum.text == ""
    (other,) = found.elsewhere  # neither what only looks alike nor what has no word for it
    assert (other.vocabulary, other.id, other.text, other.lang) == (
        "others",
        "lib",
        "biblioteca",
        "it",
    )


def test_what_stands_in_a_sector_is_not_told_twice(reader: Reader) -> None:
    found = _of(reader, "summary", "fr")
    assert [told.id for told in found.sectors] == ["abstract"]
    assert found.elsewhere == []


def test_related_languages(reader: Reader) -> None:
    assert [told.lang for told in _of(reader, "library", "uk").kindred] == ["ru"]
    assert [told.text for told in _of(reader, "library", "zh-Hant").kindred] == ["图书馆"]
    assert _of(reader, "library", "eu").kindred == []


def test_texts_of_a_second_language(reader: Reader) -> None:
    found = _of(reader, "library", "it", "de")
    assert found.reference == {"prefLabel": "Bibliothek", "altLabel": "Bücherei"}
    assert "de" in found.languages
    assert "en" not in found.languages
    assert _of(reader, "library", "it", "pt").reference == {}


def test_a_concept_that_is_not_published(reader: Reader) -> None:
    assert _of(reader, "nothing", "it") == Surroundings()
