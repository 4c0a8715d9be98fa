import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from glossary.errors import Invalid, NotFound, Unavailable
from glossary.publish import publish
from glossary.reader import Reader, preferred_terms
from glossary.reader.site import Site, read_site
from glossary.site.settings import Settings, load
from index import Hits, Index, Query, Suggestion


def test_nothing_published_yet(tmp_path: Path) -> None:
    reader = Reader(load(tmp_path, {}))
    for ask in (reader.generation, reader.site, lambda: reader.lookup("x")):
        with pytest.raises(Unavailable):
            ask()
    assert reader.fingerprint() == ""


def test_the_site(reader: Reader) -> None:
    site = reader.site()
    assert list(site.vocabularies) == ["heritage", "objects"]
    assert site.concepts() == 9, "without the withdrawn one"
    assert next(iter(site.languages().items())) == ("en", 9)
    assert site.languages()["fr"] == 5
    counts = list(site.languages().values())
    assert counts == sorted(counts, reverse=True)
    assert site.base_url == "http://127.0.0.1:8000"
    assert reader.site() is site


def test_concepts_and_vocabularies_that_are_not_there(reader: Reader) -> None:
    with pytest.raises(NotFound, match="There is no vocabulary “none”"):
        reader.concept("none", "library")
    with pytest.raises(NotFound, match="There is no concept “none” in the vocabulary “heritage”"):
        reader.concept("heritage", "none")


def test_a_concept(reader: Reader) -> None:
    record = reader.concept("heritage", "library")
    assert record == json.loads(reader.concept_bytes("heritage", "library"))
    assert preferred_terms(record)["fr"] == "bibliothèque"
    assert preferred_terms(record)["zh-Hans"] == "图书馆"


def test_lookup(reader: Reader) -> None:
    [hit] = reader.lookup("LIBRARY")
    assert (hit.vocabulary, hit.id) == ("heritage", "library")
    assert (hit.match.kind, hit.match.form, hit.match.text) == ("preferred", "folded", "library")


@pytest.mark.parametrize("text", ["", "  ", "\t\n"])
def test_empty_questions_are_refused(reader: Reader, text: str) -> None:
    for ask in (reader.lookup, reader.suggest, lambda text: reader.search(Query(text))):
        with pytest.raises(Invalid) as error:
            ask(text)
        assert error.value.code == "empty"


def test_long_questions_are_refused(reader: Reader) -> None:
    most = reader.settings.max_query_characters
    reader.lookup("x" * most)
    with pytest.raises(Invalid, match=f"“term” is longer than {most} characters") as error:
        reader.lookup("x" * (most + 1))
    assert error.value.code == "too_long"
    assert error.value.parameter == "term"


def test_unknown_vocabularies_and_sectors_are_refused(reader: Reader) -> None:
    with pytest.raises(Invalid) as error:
        reader.lookup("x", vocabularies=("none",))
    assert error.value.parameter == "vocabulary"
    with pytest.raises(Invalid) as error:
        reader.search(Query("x", sectors=("zoo",)))
    assert error.value.parameter == "sector"


def test_search_finds_or_suggests(reader: Reader) -> None:
    found = reader.search(Query("published documents"))
    assert [hit.id for hit in found.hits] == ["library"]
    nothing = reader.search(Query("librarry"))
    assert nothing.total == 0
    assert nothing.suggestions[0] == Suggestion("library", "en")


def test_suggestions_where_a_word_is_unknown(reader: Reader) -> None:
    def meant(text: str) -> list[str]:
        return [one.text for one in reader.search(Query(text)).suggestions]

    assert "library" in meant("librarry note:")
    assert "library" in meant("librarry -school")
    assert meant("librarry institution")  # found is what has one of the words
    for known in ("library", "libraries", "published documents", "-library", "*"):
        assert meant(known) == [], known


def test_beginnings_of_words_and_filters_are_not_doubted(reader: Reader) -> None:
    assert reader.similar("librar")
    assert reader.search(Query("librarx*")).total == 0
    assert not reader.search(Query("librarx*")).suggestions
    assert "library" in [one.text for one in reader.search(Query("librarry sch*")).suggestions]
    narrowed = reader.search(Query("school", sectors=("audiovisual",)))
    assert (narrowed.total, list(narrowed.suggestions)) == (0, [])
    narrowed = reader.search(Query("librarry", sectors=("audiovisual",)))
    assert narrowed.suggestions[0] == Suggestion("library", "en")


def test_missing_words_and_problems_are_passed_on(reader: Reader) -> None:
    assert reader.search(Query("published library zzzz")).missing == 1
    nothing = reader.search(Query('zzzz "zzzz'))
    assert nothing.total == 0
    assert [one.code for one in nothing.problems] == ["open_quote"]


def test_groups_and_what_is_below(reader: Reader) -> None:
    group = reader.group("group-places")
    assert group is not None
    assert set(group["members"]) == {"library", "school"}
    assert reader.group("group-places", ["objects"]) is None
    for query, parameter in (
        (Query("x", groups=("none",)), "group"),
        (Query("x", below=("heritage", "none")), "below"),
        (Query("x", below=("none", "library")), "below"),
    ):
        with pytest.raises(Invalid) as error:
            reader.search(query)
        assert error.value.parameter == parameter


def test_suggest(reader: Reader) -> None:
    found = reader.suggest("bib", "fr")
    assert [(one.text, one.lang) for one in found] == [("bibliothèque", "fr")]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("fr", "fr"), ("fr-CA", "fr"), ("zh", "zh-Hans"), ("zh-Hant", "zh-Hans"), ("ja", "en")],
)
def test_language_of_the_content(reader: Reader, wanted: str, expected: str) -> None:
    assert reader.content_language(reader.vocabulary("heritage"), wanted) == expected


def test_letters_and_their_entries(reader: Reader) -> None:
    letters = dict(reader.letters("heritage", "fr"))
    assert letters["B"] == 1
    # one of them is a synonym, with the preferred term it refers to
    entries = reader.by_letter("heritage", "fr", "M", 0, 10)
    assert [(entry.text, entry.preferred) for entry in entries] == [("médiathèque", "bibliothèque")]


def test_children_have_a_label_in_some_language(reader: Reader) -> None:
    top = reader.children("heritage", "", "zh-Hans")
    assert {entry.id for entry in top} == {
        "institution", "summary", "resumption", "tree",
    }  # fmt: skip
    assert {entry.lang for entry in top} == {"en"}
    below = reader.children("heritage", "institution", "zh-Hans")
    assert {(entry.id, entry.text, entry.lang) for entry in below} == {
        ("library", "图书馆", "zh-Hans"),
        ("school", "学校", "zh-Hans"),
    }


def test_ways_down_to_a_concept(reader: Reader) -> None:
    [way] = reader.paths(reader.concept("heritage", "library"))
    assert [record["id"] for record in way] == ["institution", "library"]
    [way] = reader.paths(reader.concept("heritage", "summary"))
    assert [record["id"] for record in way] == ["summary"]


def test_newest(reader: Reader) -> None:
    assert reader.newest(1)[0]["id"] == "library"
    assert len(reader.newest(3)) == 1  # the others have no date


HUB = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<.> a skos:ConceptScheme ; dct:title "{id}"@en ; dct:language "en" ; dct:audience {sectors} .
<record> a skos:Concept ; skos:prefLabel "{id} record"@en .
<other> a skos:Concept ; skos:prefLabel "{id} other"@en .
{links}
"""


@pytest.fixture
def hub(tmp_path: Path) -> Reader:
    """Three sectors, mapped to a hub and not to each other."""
    every = ", ".join(f'"{one}"' for one in ("library", "archive", "museum"))
    vocabularies = {
        "hub": (every, "<record> skos:relatedMatch <../museum/other> ."),
        "library": ('"library"', "<record> skos:exactMatch <../hub/record> ."),
        "archive": ('"archive"', "<record> skos:closeMatch <../hub/record> ."),
        "museum": (
            '"museum"',
            "<record> skos:exactMatch <../hub/record> . <other> skos:broadMatch <../hub/other> .",
        ),
    }
    folder = tmp_path / "vocabularies"
    folder.mkdir()
    for id, (sectors, links) in vocabularies.items():
        text = HUB.format(id=id, sectors=sectors, links=links)
        (folder / f"{id}.ttl").write_text(text, "utf-8")
    settings = load(tmp_path, {})
    publish(settings)
    return Reader(settings)


Rows = dict[str, list[tuple[str, str, str]]]


def _compared(reader: Reader, vocabulary: str, id: str) -> Rows:
    found = reader.comparison(reader.concept(vocabulary, id))
    return {
        sector: [(relation, one["vocabulary"], one["id"]) for relation, one in column]
        for sector, column in found
        if column
    }


def test_comparison_from_the_hub(hub: Reader) -> None:
    assert _compared(hub, "hub", "record") == {
        "library": [("exactMatch", "library", "record")],
        "archive": [("closeMatch", "archive", "record")],
        "museum": [("exactMatch", "museum", "record"), ("relatedMatch", "museum", "other")],
    }


def test_comparison_through_the_hub(hub: Reader) -> None:
    # exact and close together are close; what is only related to the hub is not taken over
    assert _compared(hub, "library", "record") == {
        "library": [("self", "library", "record")],
        "archive": [("closeMatch", "archive", "record")],
        "museum": [("exactMatch", "museum", "record")],
    }
    assert _compared(hub, "archive", "record") == {
        "library": [("closeMatch", "library", "record")],
        "archive": [("self", "archive", "record")],
        "museum": [("closeMatch", "museum", "record")],
    }


def test_comparison_of_a_concept_that_stands_alone(hub: Reader) -> None:
    assert _compared(hub, "library", "other") == {"library": [("self", "library", "other")]}
    assert _compared(hub, "hub", "other") == {"museum": [("narrowMatch", "museum", "other")]}


def test_threads_share_a_site_that_is_read_once(
    site: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def note(index: Index, generation: str) -> Site:
        read.append(generation)
        return read_site(index, generation)

    monkeypatch.setattr("glossary.reader.read_site", note)
    reader = Reader(site)
    first = reader.site()
    with ThreadPoolExecutor(4) as pool:
        assert all(found is first for found in pool.map(lambda _: reader.site(), range(8)))
    assert read == [reader.generation()]


def test_settings_are_those_of_the_site(reader: Reader, site: Settings) -> None:
    assert reader.settings is site


BASE = "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "address",
    [
        f"{BASE}/id/heritage/library",
        f"{BASE}/de/heritage/library?lang=de",
        f" {BASE}/api/v1/concepts/heritage/library ",
    ],
)
def test_an_address_of_this_site_stands_for_its_concept(reader: Reader, address: str) -> None:
    assert [hit.id for hit in reader.lookup(address)] == ["library"]
    assert [hit.id for hit in reader.search(Query(address)).hits] == ["library"]


@pytest.mark.parametrize(
    "address",
    [
        f"{BASE}/id/heritage/nothing",
        f"{BASE}/fr/nothing/library",
        "https://elsewhere.example/id/heritage/library",
        "library",
    ],
)
def test_an_address_that_shows_no_concept_is_a_text_like_others(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    asked: list[str] = []
    lookup = reader.index.lookup

    def note(term: str, *more: Any) -> Hits:
        asked.append(term)
        return lookup(term, *more)

    monkeypatch.setattr(reader.index, "lookup", note)
    found = reader.lookup(address)
    assert asked == [address]
    assert [hit.id for hit in found] == (["library"] if address == "library" else [])


def test_concepts_that_are_not_here_any_more_are_left_out_of_a_comparison(
    hub: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = hub.concept("library", "record")
    [kept] = hub.index.get_many([m["uri"] for m in record["mappings"]])
    gone = hub.concept("archive", "record")["uri"]
    get_many = hub.index.get_many

    def without(uris: Iterable[str]) -> dict[str, bytes]:
        return {uri: encoded for uri, encoded in get_many(uris).items() if uri != gone}

    monkeypatch.setattr(hub.index, "get_many", without)
    assert kept == hub.concept("hub", "record")["uri"]
    assert _compared(hub, "library", "record") == {
        "library": [("self", "library", "record")],
        "museum": [("exactMatch", "museum", "record")],
    }
    gone = kept
    assert _compared(hub, "library", "record") == {"library": [("self", "library", "record")]}


def test_a_page_of_a_lookup(reader: Reader) -> None:
    whole = reader.lookup("library", per_page=5)
    assert (whole.total, len(whole)) == (1, 1)
    second = reader.lookup("library", page=2, per_page=1)
    assert (second.total, len(second)) == (1, 0)


def test_parameters_are_named_as_the_door_has_them(reader: Reader) -> None:
    with pytest.raises(Invalid) as error:
        reader.lookup("x", vocabularies=("none",), parameter="query.term")
    assert error.value.parameter == "query.vocabulary"
    with pytest.raises(Invalid) as error:
        reader.lookup(" ", parameter="query.term")
    assert error.value.parameter == "query.term"
    for ask in (reader.suggest, lambda text: reader.search(Query(text))):
        with pytest.raises(Invalid) as error:
            ask("")
        assert error.value.parameter == "q"
    with pytest.raises(Invalid) as error:
        reader.suggest("x", vocabularies=("none",))
    assert error.value.parameter == "vocabulary"


def test_what_the_published_site_says_of_itself(reader: Reader, site: Settings) -> None:
    metadata = reader.index.metadata()
    described = reader.site()
    assert reader.fingerprint() == metadata["fingerprint"].decode() != ""
    assert reader.address() == described.base_url == BASE
    assert described.generation == reader.generation()
    assert described.published == metadata["published"].decode()
    assert described.changed >= described.published
    assert described.collation == metadata["collation"].decode()


def test_the_site_is_read_again_after_a_publication(make_site: Callable[[], Settings]) -> None:
    settings = make_site()
    publish(settings)
    reader = Reader(settings)
    before = reader.site()
    publish(settings, anew=True)
    after = reader.site()
    assert after is not before
    assert after.generation == reader.generation() != before.generation


def test_a_concept_without_a_path_does_not_exist(reader: Reader) -> None:
    assert reader.first_path("heritage", "library") == ["institution", "library"]
    with pytest.raises(NotFound, match="There is no concept “none”"):
        reader.first_path("heritage", "none")
    with pytest.raises(NotFound, match="There is no vocabulary “none”"):
        reader.first_path("none", "library")


def test_position_on_a_level(reader: Reader) -> None:
    below = [entry.id for entry in reader.children("heritage", "institution", "en")]
    places = [reader.position("heritage", "institution", id, "en") for id in below]
    assert places == [*range(len(below))]
    assert reader.position("heritage", "institution", "none", "en") is None
    assert [entry.id for entry in reader.children("heritage", "institution", "en", 1, 1)] == below[
        1:2
    ]


def test_groups_and_their_members(reader: Reader) -> None:
    assert reader.groups("heritage") is reader.groups("heritage")
    assert reader.group_of("heritage", "group-places")["id"] == "group-places"
    with pytest.raises(NotFound, match="There is no group “none”"):
        reader.group_of("heritage", "none")
    members = reader.members("heritage", "group-places", "en")
    assert {entry.id for entry in members} == {"library", "school"}
    assert all(entry.text for entry in members)
    assert reader.members("heritage", "group-places", "en", 1, 1) == members[1:2]


def test_concepts_in_the_order_of_their_ids(reader: Reader) -> None:
    first, after = reader.concepts("heritage", ("", ""), "", 2)
    assert len(first) == 2
    assert after is not None
    second, _ = reader.concepts("heritage", after, "", 2)
    ids = [json.loads(record)["id"] for record in (*first, *second)]
    assert ids == sorted(ids)
    with pytest.raises(NotFound):
        reader.concepts("none", ("", ""), "", 2)


def test_summaries_of_what_exists(reader: Reader) -> None:
    found = reader.summaries("heritage", ["library", "none"])
    assert list(found) == ["library"]
    assert found["library"]["label"]["fr"] == "bibliothèque"


ORDERED = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<.> a skos:ConceptScheme ; dct:title "Steps"@en ; dct:language "en" .
<cut> a skos:Concept ; skos:prefLabel "cut"@en .
<fold> a skos:Concept ; skos:prefLabel "fold"@en , "plier"@fr .
<bind> a skos:Concept ; skos:prefLabel "bind"@en .
<steps> a skos:OrderedCollection ; skos:prefLabel "steps"@en ;
    skos:memberList ( <fold> <cut> <bind> ) .
"""


def test_members_of_a_group_with_an_order_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "steps.ttl").write_text(ORDERED, "utf-8")
    settings = load(tmp_path, {})
    publish(settings)
    reader = Reader(settings)
    members = reader.members("steps", "steps", "fr")
    assert [(one.vocabulary, one.id, one.text, one.lang) for one in members] == [
        ("steps", "fold", "plier", "fr"),
        ("steps", "cut", "cut", "en"),
        ("steps", "bind", "bind", "en"),
    ]
    assert [one.id for one in reader.members("steps", "steps", "en", 1, 1)] == ["cut"]


def test_completions_with_different_names_need_no_distinction(reader: Reader) -> None:
    assert reader.distinctions(reader.suggest("lib", "en")) == {}
