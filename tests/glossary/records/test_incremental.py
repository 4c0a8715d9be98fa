"""A changed catalog comes into the published index: just as publishing again would bring it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from glossary.catalogs.editing import Credit, Edit, edited
from glossary.catalogs.po import files
from glossary.errors import Unavailable
from glossary.publish import publish
from glossary.reader import Reader
from glossary.records import incremental
from glossary.site.settings import Settings

SUCCESSOR = "isReplacedBy <library>"
CREDIT = Credit("Awa Diop", datetime(2026, 5, 6, tzinfo=UTC))


@pytest.fixture
def settings(make_site: Callable[[], Settings]) -> Settings:
    made = make_site()
    file = made.vocabularies / "heritage.ttl"
    file.write_text(file.read_text("utf-8").replace(SUCCESSOR, "isReplacedBy <tree>"), "utf-8")
    publish(made)
    return made


def catalog(settings: Settings, vocabulary: str = "heritage", lang: str = "fr") -> Path:
    return files.catalog_path(settings.translations, lang, vocabulary)


def change(
    settings: Settings, *edits: Edit, vocabulary: str = "heritage", lang: str = "fr"
) -> bool:
    path = catalog(settings, vocabulary, lang)
    files.write(path, edited(path.read_bytes(), edits, CREDIT))
    return incremental.show(settings, vocabulary, [edit.concept for edit in edits], lang)


def is_as_published(settings: Settings) -> bool:
    """Return whether publishing again finds nothing that differs."""
    before = json.loads(Reader(settings).index.metadata()["vocabularies"])
    changed = publish(settings).changed
    return changed == 0 and json.loads(Reader(settings).index.metadata()["vocabularies"]) == before


@pytest.mark.parametrize(
    "edit",
    [
        Edit("library", "prefLabel", "bibliothèque publique"),
        Edit("library", "prefLabel", "bibliothèque", {"reliability": "reviewed"}),
        Edit("library", "definition", "Lieu qui prête.", {"reliability": "reviewed"}),
        Edit("library", "altLabel", "médiathèque\nlibrairie\nbouquinerie"),
        Edit("library", "altLabel", "librairie", {"statuses": {"librairie": "deprecated"}}),
        Edit("library", "definition", "Institution qui prête.", {"sources": ["A made-up book"]}),
        Edit("summary", "prefLabel", "sommaire", {"equivalence": "exact", "grammar": "n.m."}),
        Edit("institution", "prefLabel", "organisme"),
    ],
    ids=lambda edit: f"{edit.concept}-{edit.slot}-{len(edit.text)}",
)
def test_a_text_is_shown_as_if_published_again(settings: Settings, edit: Edit) -> None:
    assert change(settings, edit)
    hits = Reader(settings).index.lookup(edit.text.split("\n")[0], "fr")
    assert edit.slot == "definition" or [hit.id for hit in hits] == [edit.concept]
    assert is_as_published(settings)


def test_several_concepts_at_once(settings: Settings) -> None:
    edits = (
        Edit("library", "prefLabel", "bib"),
        Edit("summary", "prefLabel", "abrégé"),
        Edit("institution", "prefLabel", "maison"),
    )
    assert change(settings, *edits)
    assert is_as_published(settings)


def test_the_records_of_neighbours_name_it_so(settings: Settings) -> None:
    change(settings, Edit("summary", "prefLabel", "abrégé"))
    abstract = Reader(settings).concept("objects", "abstract")
    named = [item["label"]["fr"] for item in abstract["mappings"] if item.get("id") == "summary"]
    assert named == ["abrégé"]


def test_a_text_that_is_taken_back(settings: Settings) -> None:
    whole = change(settings, Edit("library", "definition", ""))
    record = Reader(settings).concept("heritage", "library")
    assert "fr" not in record["definitions"]
    # the vocabulary's own file has French terms, and might have had a definition
    assert not whole
    assert is_as_published(settings)


def test_what_the_file_itself_says_comes_back_when_published(settings: Settings) -> None:
    assert not change(settings, Edit("summary", "prefLabel", ""))
    publish(settings)
    assert Reader(settings).concept("heritage", "summary")["terms"]["fr"][0]["text"] == "résumé"


WORDS = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"X-Reliability: reviewed\\n"

msgctxt ".|title"
msgid "Heritage words"
msgstr ""

msgctxt "group-places|prefLabel"
msgid "Places"
msgstr ""

msgctxt "school|prefLabel"
msgid "school"
msgstr ""
"""


def test_a_new_language_with_title_and_group(settings: Settings) -> None:
    path = catalog(settings, lang="it")
    path.parent.mkdir(parents=True)
    path.write_text(WORDS, "utf-8")
    publish(settings)
    edits = (
        Edit(".", "title", "Parole del patrimonio"),
        Edit("group-places", "prefLabel", "Luoghi"),
        Edit("school", "prefLabel", "scuola"),
    )
    assert change(settings, *edits, lang="it")
    described = Reader(settings).vocabulary("heritage")
    assert described["title"]["it"] == "Parole del patrimonio"
    assert described["languages"]["it"] == 1
    record = Reader(settings).concept("heritage", "school")
    assert record["groups"][0]["label"]["it"] == "Luoghi"
    assert record["terms"]["it"][0]["reliability"] == "reviewed"
    assert is_as_published(settings)


def test_an_id_that_is_not_published_is_left_aside(settings: Settings) -> None:
    name = Reader(settings).generation()
    assert incremental.show(settings, "heritage", ["no-such"], "fr")
    assert Reader(settings).generation().startswith(name)


def test_a_withdrawn_concept_names_its_successor_so_when_published(
    make_site: Callable[[], Settings],
) -> None:
    settings = make_site()
    assert SUCCESSOR in (settings.vocabularies / "heritage.ttl").read_text("utf-8")
    publish(settings)
    assert change(settings, Edit("library", "prefLabel", "bib"))
    assert publish(settings).changed == 1  # no record says who was replaced by a concept


def test_nothing_published(make_site: Callable[[], Settings]) -> None:
    with pytest.raises(Unavailable):
        incremental.show(make_site(), "heritage", ["library"], "fr")


def test_a_vocabulary_that_is_not_published(settings: Settings) -> None:
    path = catalog(settings, vocabulary="other")
    path.write_bytes(catalog(settings).read_bytes())
    with pytest.raises(Unavailable):
        incremental.show(settings, "other", ["library"], "fr")
    assert json.loads(Reader(settings).index.metadata()["own_languages"])["heritage"]
