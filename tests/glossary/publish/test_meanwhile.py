"""What is decided while a publication reads the files, or builds, is shown as it was decided."""

import gzip
import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from glossary.catalogs.po import files
from glossary.contribute.store import Store
from glossary.contribute.tables import Change
from glossary.publish import Summary, publish
from glossary.reader import Reader
from glossary.records import incremental
from glossary.site.settings import Settings
from tests import contributions

WAYS = ("in place", "anew")
"""Of few differences, and of a whole new generation."""


@pytest.fixture
def settings(make_site: Callable[[], Settings]) -> Settings:
    made = make_site()
    # a withdrawn concept learns the new name of its successor with the next publication only
    reword(made, "isReplacedBy <library>", "isReplacedBy <tree>")
    publish(made)
    return made


def decide(settings: Settings, text: str, **where: str) -> None:
    """Decide on a text as a reviewer does at the desk."""
    place = {"vocabulary": "heritage", "lang": "fr", "concept": "library", "slot": "prefLabel"}
    store = Store(settings)
    try:
        made = contributions.edit(settings, store, **{**place, **where}, text=text, person_id=None)
        with store.reading() as session:
            found = session.get_one(Change, made.id if made else 0)
            assert found.written
    finally:
        store.close()


def published(settings: Settings, way: str, meanwhile: Callable[[], None]) -> Summary:
    """Publish, and do something as soon as all files were read."""
    waiting = [meanwhile]

    def progress(phase: str, done: int, total: int) -> None:
        is_read = done == total if phase == "reading" else done > 1
        if waiting and is_read and phase == ("indexing" if way == "anew" else "reading"):
            waiting.pop()()

    summary = publish(settings, progress, anew=way == "anew")
    assert not waiting
    return summary


def texts(settings: Settings, id: str = "library", lang: str = "fr") -> list[str]:
    record = Reader(settings).concept("heritage", id)
    return [term["text"] for term in record["terms"].get(lang, ())]


def is_as_the_files_say(settings: Settings) -> bool:
    """Return whether publishing again finds nothing to change."""
    before = json.loads(Reader(settings).index.metadata()["vocabularies"])
    changed = publish(settings).changed
    return changed == 0 and json.loads(Reader(settings).index.metadata()["vocabularies"]) == before


def reword(settings: Settings, old: str, new: str, name: str = "heritage.ttl") -> None:
    """Change the vocabulary's own file."""
    file = settings.vocabularies / name
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), "utf-8")


@pytest.mark.parametrize("way", WAYS)
def test_an_accepted_word_is_not_put_back(settings: Settings, way: str) -> None:
    def accept() -> None:
        decide(settings, "bibliothèque de prêt")
        assert texts(settings)[0] == "bibliothèque de prêt"

    published(settings, way, accept)
    assert texts(settings)[0] == "bibliothèque de prêt"
    assert Reader(settings).lookup("bibliothèque de prêt", "fr")[0].id == "library"
    assert is_as_the_files_say(settings)


@pytest.mark.parametrize("way", WAYS)
def test_an_edit_of_the_file_is_not_undone_by_a_word_accepted_meanwhile(
    settings: Settings, way: str
) -> None:
    reword(settings, '"library"@en', '"library (institution)"@en')
    published(settings, way, lambda: decide(settings, "lieu de lecture"))
    assert texts(settings, lang="en")[0] == "library (institution)"
    assert texts(settings)[0] == "lieu de lecture"
    assert is_as_the_files_say(settings)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("concept", "slot", "text"),
    [
        ("library", "altLabel", "bouquinerie\nlibrairie\nlectorium"),
        ("library", "definition", "Maison où l’on prête des livres."),
        ("library", "definition", ""),
        ("summary", "prefLabel", ""),
        ("institution", "prefLabel", "établissement"),
    ],
)
def test_texts_of_every_kind(
    settings: Settings, way: str, concept: str, slot: str, text: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(incremental, "publish_soon", lambda settings: None)
    published(settings, way, lambda: decide(settings, text, concept=concept, slot=slot))
    assert is_as_the_files_say(settings)


@pytest.mark.parametrize("way", WAYS)
def test_neighbours_name_it_so_too(settings: Settings, way: str) -> None:
    reword(settings, '"school"@en', '"school (place)"@en')
    published(settings, way, lambda: decide(settings, "maison des livres"))
    school = Reader(settings).concept("heritage", "school")
    assert texts(settings, "school", "en")[0] == "school (place)"
    assert is_as_the_files_say(settings)
    narrower = Reader(settings).concept("heritage", "institution")["narrower"]
    assert {"library", "school"} <= {item["id"] for item in narrower}
    [named] = [item["label"]["fr"] for item in narrower if item["id"] == "library"]
    assert named == "maison des livres"
    assert school["terms"]["fr"][0]["text"] == "école"


def template(settings: Settings, lang: str) -> None:
    """Begin a catalog with the title and a group in it."""
    path = files.catalog_path(settings.translations, lang, "heritage")
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgctxt ".|title"\nmsgid "Heritage words"\nmsgstr "Palabras"\n\n'
        'msgctxt "group-places|prefLabel"\nmsgid "Places"\nmsgstr "Sitios"\n',
        "utf-8",
    )


@pytest.mark.parametrize("way", WAYS)
def test_names_of_vocabulary_and_group(settings: Settings, way: str) -> None:
    template(settings, "es")
    publish(settings)

    def name() -> None:
        decide(settings, "Palabras del patrimonio", lang="es", concept=".", slot="title")
        decide(settings, "Lugares", lang="es", concept="group-places")

    published(settings, way, name)
    described = Reader(settings).vocabulary("heritage")
    assert described["title"]["es"] == "Palabras del patrimonio"
    assert described["title"]["fr"] == "Mots du patrimoine"  # the vocabulary's own, in no catalog
    assert described["groups"][0]["label"]["es"] == "Lugares"
    school = Reader(settings).concept("heritage", "school")
    assert school["groups"][0]["label"]["es"] == "Lugares"
    assert is_as_the_files_say(settings)


@pytest.mark.parametrize("way", WAYS)
def test_the_first_word_of_a_new_language(settings: Settings, way: str) -> None:
    published(settings, way, lambda: decide(settings, "kirjasto", lang="fi"))
    assert texts(settings, lang="fi") == ["kirjasto"]
    assert Reader(settings).vocabulary("heritage")["languages"]["fi"] == 1
    assert is_as_the_files_say(settings)


@pytest.mark.parametrize("way", WAYS)
def test_many_words_one_after_the_other(settings: Settings, way: str) -> None:
    def accept() -> None:
        for number in range(7):
            decide(settings, f"bibliothèque {number}")
            decide(settings, f"école {number}", concept="school", lang="it")

    published(settings, way, accept)
    assert texts(settings)[0] == "bibliothèque 6"
    assert texts(settings, "school", "it") == ["école 6"]
    assert is_as_the_files_say(settings)


@pytest.mark.parametrize("way", WAYS)
def test_a_concept_that_the_new_file_lacks_is_gone(settings: Settings, way: str) -> None:
    reword(settings, "<summary> a skos:Concept", "<summary> a skos:Collection")
    published(settings, way, lambda: decide(settings, "abrégé", concept="summary"))
    with pytest.raises(Exception, match="no concept"):
        Reader(settings).concept("heritage", "summary")
    assert is_as_the_files_say(settings)


@pytest.mark.parametrize("way", WAYS)
def test_a_vocabulary_that_is_gone(settings: Settings, way: str) -> None:
    template(settings, "es")
    publish(settings)
    heritage = settings.vocabularies / "heritage.ttl"
    kept = settings.site / "kept.ttl"
    shutil.copy(heritage, kept)
    heritage.unlink()

    def accept() -> None:
        decide(settings, "Palabras nuevas", lang="es", concept=".", slot="title")

    published(settings, way, accept)
    assert set(Reader(settings).site().vocabularies) == {"objects"}
    shutil.copy(kept, heritage)
    publish(settings)
    assert Reader(settings).vocabulary("heritage")["title"]["es"] == "Palabras nuevas"


def test_a_file_that_is_replaced_while_it_is_looked_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import puts a file with another ending in the place of the old one."""
    heritage = settings.vocabularies / "heritage.ttl"

    def replace() -> None:
        packed = settings.vocabularies / "heritage.ttl.gz"
        packed.write_bytes(gzip.compress(heritage.read_bytes()))
        heritage.unlink()

    first = [replace]
    real = files.catalogs_of

    def looked(*args: Any) -> Any:
        if first:
            first.pop()()
            raise FileNotFoundError(heritage)
        return real(*args)

    monkeypatch.setattr(files, "catalogs_of", looked)
    assert publish(settings).concepts["heritage"] == 6  # the withdrawn one is not counted
