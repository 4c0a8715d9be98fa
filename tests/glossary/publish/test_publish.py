import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.errors import BrokenSource, Busy
from glossary.publish import fingerprint, publish
from glossary.reader import Reader
from glossary.records import preferred
from glossary.site.settings import Settings, load
from index import build_index

MakeSite = Callable[[], Settings]
CONCEPTS = {"heritage": 6, "objects": 3}
"""Those in use: one more is withdrawn."""


def _generations(settings: Settings) -> list[str]:
    return sorted(found.name for found in (settings.index_folder / "generations").iterdir())


def test_a_publication_says_what_it_did(make_site: MakeSite) -> None:
    settings = make_site()
    steps: list[tuple[str, int, int]] = []
    done = publish(settings, lambda *step: steps.append(step))
    assert done.concepts == CONCEPTS
    assert done.languages["heritage"]["fr"] == 4
    assert done.languages["heritage"]["zh-Hans"] == 2
    assert done.languages["objects"] == {"en": 3, "fr": 1, "de": 1}
    assert done.findings == []
    assert done.seconds > 0
    reading = [step for step in steps if step[0] == "reading"]
    assert reading == sorted(reading)
    assert reading[-1] == ("reading", 1000, 1000)
    indexing = [("indexing", number, 10) for number in range(1, 11)]
    assert steps == [*reading, *indexing, ("finishing", 0, 1)]
    reader = Reader(settings)
    assert reader.generation() == done.generation
    assert reader.site().concepts() == sum(CONCEPTS.values())
    assert _generations(settings) == [done.generation]


def test_what_is_published_of_a_vocabulary(site: Settings) -> None:
    found = Reader(site).vocabulary("heritage")
    assert found["title"] == {"en": "Heritage words", "fr": "Mots du patrimoine"}
    assert (found["sector"], found["sectors"]) == ("archive", ["archive"])
    assert found["definitions"] == {"en": 2, "fr": 1}
    assert (found["draft_terms"], found["draft_definitions"]) == ({"fr": 1}, {"fr": 1})
    assert found["concepts"] == 6
    assert [group["id"] for group in found["groups"]] == ["group-places"]


def test_mappings_are_shown_from_both_sides(site: Settings) -> None:
    reader = Reader(site)
    stated = reader.concept("heritage", "summary")["mappings"]
    assert [(m["relation"], m["vocabulary"], m["id"]) for m in stated] == [
        ("closeMatch", "objects", "abstract")
    ]
    other = reader.concept("objects", "abstract")["mappings"]
    assert [(m["relation"], m["id"]) for m in other] == [("closeMatch", "summary")]
    assert [m["id"] for m in reader.concept("heritage", "library")["mappings"]] == ["bookcase"]
    bookcase = reader.concept("objects", "bookcase")["mappings"]
    assert {"relation": "exactMatch", "uri": "http://example.org/elsewhere/bookcase"} in bookcase


def test_broad_and_narrow_mappings_turn_round(make_site: MakeSite) -> None:
    settings = make_site()
    objects = settings.vocabularies / "objects.ttl"
    line = "\n<provenance> skos:broadMatch heritage:institution .\n"
    objects.write_text(objects.read_text("utf-8") + line, "utf-8")
    publish(settings)
    [mapping] = Reader(settings).concept("heritage", "institution")["mappings"]
    assert (mapping["relation"], mapping["id"]) == ("narrowMatch", "provenance")


def test_a_mapping_that_both_sides_state_is_there_once(make_site: MakeSite) -> None:
    settings = make_site()
    objects = settings.vocabularies / "objects.ttl"
    line = "\n<abstract> skos:closeMatch heritage:summary .\n"
    objects.write_text(objects.read_text("utf-8") + line, "utf-8")
    publish(settings)
    reader = Reader(settings)
    assert len(reader.concept("heritage", "summary")["mappings"]) == 1
    assert len(reader.concept("objects", "abstract")["mappings"]) == 1


@pytest.mark.parametrize(
    ("file", "content", "line"),
    [
        ("vocabularies/objects.ttl", "<a> <b> .", 21),
        ("translations/fr/LC_MESSAGES/heritage.po", 'msgid "open\n', None),
        ("vocabularies/heritage.toml", "colour = 1", None),
        ("vocabularies/empty.ttl", "", None),
    ],
)
def test_a_broken_file_stops_it_and_the_old_generation_serves(
    make_site: MakeSite, file: str, content: str, line: int | None
) -> None:
    settings = make_site()
    reader = Reader(settings)
    before = publish(settings).generation
    broken = settings.site / file
    with broken.open("a", encoding="utf-8") as stream:
        stream.write(content)
    with pytest.raises(BrokenSource) as error:
        publish(settings)
    assert broken.name in error.value.file
    if line is not None:
        assert error.value.line == line
    assert reader.generation() == before
    assert reader.lookup("library")[0].id == "library"
    assert _generations(settings) == [before]


def test_a_concept_of_two_vocabularies_is_published_in_both(make_site: MakeSite) -> None:
    settings = make_site()
    objects = settings.vocabularies / "objects.ttl"
    shutil.copy(objects, settings.vocabularies / "copies.ttl")
    text = "<../objects/abstract> a skos:Concept ; skos:prefLabel 'again'@en ."
    copies = settings.vocabularies / "copies.ttl"
    copies.write_text(objects.read_text("utf-8").split("<abstract>")[0] + text, "utf-8")
    found = publish(settings).findings
    uri = f"{settings.base_url}/id/objects/abstract"
    [told] = [one for one in found if one.rule == "shared-uri"]
    assert (told.where, told.values["other"], told.values["uri"]) == ("copies", "objects", uri)
    reader = Reader(settings)
    hits = {(hit.vocabulary, hit.id) for hit in reader.lookup(uri)}
    assert hits == {("copies", "abstract"), ("objects", "abstract")}
    for vocabulary, label in (("copies", "again"), ("objects", "abstract")):
        assert preferred(reader.concept(vocabulary, "abstract")["terms"])["en"] == label
    [mapping] = reader.concept("heritage", "summary")["mappings"]
    assert (mapping["uri"], mapping["vocabulary"]) == (uri, "copies")


def test_readers_follow_a_new_publication(make_site: MakeSite) -> None:
    settings = make_site()
    publish(settings)
    reader = Reader(settings)
    assert not [hit for hit in reader.lookup("lyceum") if hit.id == "school"]
    heritage = settings.vocabularies / "heritage.ttl"
    line = '\n<school> skos:altLabel "lyceum"@en .\n'
    heritage.write_text(heritage.read_text("utf-8") + line, "utf-8")
    second = publish(settings).generation
    assert reader.generation() == second
    assert [hit.id for hit in reader.lookup("lyceum")] == ["school"]


def test_few_concepts_are_changed_where_they_are(make_site: MakeSite) -> None:
    settings = make_site()
    first = publish(settings)
    reader = Reader(settings)
    assert (first.changed, reader.generation()) == (None, first.generation)
    heritage = settings.vocabularies / "heritage.ttl"
    line = '\n<school> skos:altLabel "lyceum"@en .\n'
    heritage.write_text(heritage.read_text("utf-8") + line, "utf-8")
    second = publish(settings)
    assert second.generation.startswith(first.generation)
    assert second.changed is not None
    assert 1 <= second.changed < sum(CONCEPTS.values())
    assert reader.lookup("lyceum")[0].id == "school"
    assert reader.fingerprint() == fingerprint(settings)
    assert _generations(settings) == [first.generation]
    assert publish(settings, anew=True).changed is None
    assert reader.lookup("lyceum")[0].id == "school"


def test_old_generations_are_removed(make_site: MakeSite) -> None:
    settings = make_site()
    made = [publish(settings, anew=True).generation for _ in range(4)]
    assert _generations(settings) == made[-2:]


def test_only_one_publishes_at_a_time(make_site: MakeSite) -> None:
    settings = make_site()
    builder = build_index(settings.index_folder)
    try:
        with pytest.raises(Busy, match="another process is publishing"):
            publish(settings)
    finally:
        builder.abort()
    assert publish(settings).concepts == CONCEPTS


def test_an_error_gives_the_lock_back(make_site: MakeSite) -> None:
    settings = make_site()
    broken = settings.vocabularies / "objects.nt"
    broken.write_text("x", "utf-8")
    for _ in range(2):
        with pytest.raises(BrokenSource):
            publish(settings)
    broken.unlink()
    assert publish(settings).concepts == CONCEPTS


def test_the_fingerprint_is_published(make_site: MakeSite) -> None:
    settings = make_site()
    reader = Reader(settings)
    assert reader.fingerprint() == ""
    publish(settings)
    assert reader.fingerprint() == fingerprint(settings)


def _touch(settings: Settings, name: str, content: str) -> None:
    path = settings.site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("vocabularies/objects.ttl", True),
        ("vocabularies/objects.toml", True),
        ("translations/fr/LC_MESSAGES/heritage.po", True),
        ("translations/de/LC_MESSAGES/heritage.po", True),
        ("translations/fr/LC_MESSAGES/messages.mo", False),
        ("templates/base.html", False),
    ],
)
def test_the_fingerprint_follows_what_is_published(
    make_site: MakeSite, name: str, changes: bool
) -> None:
    settings = make_site()
    before = fingerprint(settings)
    assert fingerprint(settings) == before
    _touch(settings, name, "changed")
    assert (fingerprint(settings) != before) is changes


def test_the_fingerprint_follows_the_address(make_site: MakeSite) -> None:
    settings = make_site()
    other = load(settings.site, {"GLOSSARY_BASE_URL": "https://example.org"})
    assert fingerprint(settings) != fingerprint(other)


def test_addresses_are_those_of_the_site(make_site: MakeSite) -> None:
    settings = load(make_site().site, {"GLOSSARY_BASE_URL": "https://example.org"})
    publish(settings)
    record = json.loads(Reader(settings).concept_bytes("heritage", "library"))
    assert record["uri"] == record["page"] == "https://example.org/id/heritage/library"


def test_findings_do_not_stop_it(make_site: MakeSite, tmp_path: Path) -> None:
    settings = make_site()
    objects = settings.vocabularies / "objects.ttl"
    line = "\n<abstract> skos:related <abstract> .\n"
    objects.write_text(objects.read_text("utf-8") + line, "utf-8")
    assert [finding.rule for finding in publish(settings).findings] == ["reflexive"]


def test_the_spool_is_removed_and_a_leftover_swept(make_site: MakeSite) -> None:
    settings = make_site()
    leftover = settings.index_folder / "spool" / "concepts.sqlite"
    leftover.parent.mkdir(parents=True)
    leftover.write_text("of a killed run", "utf-8")
    assert publish(settings).concepts == CONCEPTS
    assert not leftover.parent.exists()


def test_the_spool_is_removed_when_it_is_interrupted(make_site: MakeSite) -> None:
    settings = make_site()
    before = publish(settings).generation

    def interrupt(phase: str, done: int, total: int) -> None:
        assert (settings.index_folder / "spool").is_dir()
        if phase == "indexing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(settings, interrupt, anew=True)
    assert not (settings.index_folder / "spool").exists()
    assert _generations(settings) == [before]


def test_the_alphabets_of_the_site_order_its_lists(make_site: MakeSite) -> None:
    settings = make_site()
    before = fingerprint(settings)
    with (settings.site / "glossary.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[alphabets]\nen = "Sch S R T L I"\n')
    changed = load(settings.site, {})
    assert fingerprint(changed) != before
    publish(changed)
    letters = [letter for letter, _ in Reader(changed).letters("heritage", "en")]
    assert letters[0] == "Sch"
    assert [one.text for one in Reader(changed).by_letter("heritage", "en", "Sch", 0, 9)] == [
        "school"
    ]
