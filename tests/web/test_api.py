"""The JSON door: answers in the promised shape, precedence, batches, caching, cross-origin use."""

import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pydantic import BaseModel

from glossary.publish import publish
from glossary.records import encode_record
from glossary.site.settings import Settings
from glossary.web import create_app
from glossary.web.api import shapes
from glossary.web.api.chosen import sent

ANSWERS: list[tuple[str, type[BaseModel]]] = [
    ("lookup?term=library", shapes.LookupAnswer),
    ("lookup?term=zzzz", shapes.LookupAnswer),
    ("lookup?term=library&lang=en&to=fr,ar,zh", shapes.LookupAnswer),
    ("search?q=library", shapes.SearchAnswer),
    ("search?q=collects&per_page=1", shapes.SearchAnswer),
    ("search?q=zzzz", shapes.SearchAnswer),
    ("search?q=-library", shapes.SearchAnswer),
    ("suggest?q=l", shapes.SuggestAnswer),
    ("suggest?q=%D9%85&lang=ar", shapes.SuggestAnswer),
    ("vocabularies", shapes.VocabulariesAnswer),
    ("languages", shapes.LanguagesAnswer),
]


def ask(client: FlaskClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", query_string=query or None)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    return json.loads(answer.data)


def all_concepts(client: FlaskClient) -> list[str]:
    found = []
    for vocabulary in ask(client, "vocabularies")["vocabularies"]:
        address: str | None = f"/api/v1/vocabularies/{vocabulary['id']}/top"
        while address:
            page = shapes.EntriesAnswer.model_validate(client.get(address).json)
            found += [f"concepts/{vocabulary['id']}/{one.id}" for one in page.concepts]
            address = page.next and page.next.removeprefix("http://127.0.0.1:8000")
    return found


def check_shapes(client: FlaskClient) -> None:
    for path, shape in ANSWERS:
        shape.model_validate(ask(client, path))
    for vocabulary in ask(client, "vocabularies")["vocabularies"]:
        id = vocabulary["id"]
        shapes.VocabularyDetail.model_validate(ask(client, f"vocabularies/{id}"))
        for lang in (*vocabulary["languages"], "xx"):
            shapes.EntriesAnswer.model_validate(ask(client, f"vocabularies/{id}/top?lang={lang}"))
            shapes.LettersAnswer.model_validate(
                ask(client, f"vocabularies/{id}/letters?lang={lang}")
            )
    for path in all_concepts(client):
        concept = shapes.ConceptShape.model_validate(ask(client, path))
        for near in (*concept.narrower, *concept.related):
            shapes.ConceptShape.model_validate(ask(client, f"concepts/{near.vocabulary}/{near.id}"))


def test_answers_have_their_shape(client: FlaskClient) -> None:
    check_shapes(client)


def test_answers_of_the_bundled_glossary_have_their_shape(bundled_client: FlaskClient) -> None:
    check_shapes(bundled_client)
    for text in ("digital continuity", "الدرع الأزرق", "fonds", "подлинность", "原真性"):
        assert shapes.LookupAnswer.model_validate(
            ask(bundled_client, "lookup", term=text)
        ).matches, text
        assert shapes.SearchAnswer.model_validate(ask(bundled_client, "search", q=text)).total, text


def test_the_documented_answer_to_a_lookup(bundled_client: FlaskClient) -> None:
    answer = ask(bundled_client, "lookup", term="bouclier bleu", to="en,ar")
    assert answer["query"] == {"term": "bouclier bleu", "lang": None, "to": ["en", "ar"]}
    found = answer["matches"][0]
    assert found["match"]["kind"] == "preferred"
    assert found["match"]["form"] == "folded"
    assert found["match"]["lang"] == "fr"
    concept = found["concept"]
    assert concept["uri"] == "http://127.0.0.1:8000/id/convergence/blue-shield"
    assert set(concept["terms"]) == {"en", "ar"}
    assert concept["terms"]["ar"][0]["text"] == "الدرع الأزرق"
    assert len(concept["sectors"]) == 5


def matched(answer: Any) -> list[tuple[str, str, str]]:
    return [(m["concept"]["id"], m["match"]["kind"], m["match"]["form"]) for m in answer["matches"]]


def test_precedence(client: FlaskClient) -> None:
    assert matched(ask(client, "lookup", term="library")) == [("library", "preferred", "exact")]
    assert matched(ask(client, "lookup", term="LIBRARY")) == [("library", "preferred", "folded")]
    assert matched(ask(client, "lookup", term="book house")) == [
        ("library", "alternative", "exact")
    ]
    assert matched(ask(client, "lookup", term="libary")) == [("library", "hidden", "exact")]
    assert matched(ask(client, "lookup", term="libraries")) == [
        ("library", "preferred", "inflected")
    ]
    assert matched(ask(client, "lookup", term="resume")) == [
        ("resumption", "preferred", "exact"),
        ("summary", "preferred", "folded"),
    ]
    for lang in ("en", "fr"):
        first = ask(client, "lookup", term="Institution", lang=lang)["matches"][0]
        assert (first["match"]["text"], first["match"]["lang"]) == ("institution", lang)


def test_arabic_is_found_without_its_vowel_signs(client: FlaskClient) -> None:
    (found,) = ask(client, "lookup", term="مكتبة")["matches"]
    assert found["match"] == {
        "kind": "preferred",
        "form": "folded",
        "text": "مَكتبة",
        "lang": "ar",
    }


def test_a_vocabulary_restricts(client: FlaskClient) -> None:
    assert matched(ask(client, "lookup", term="library", vocabulary="objects")) == []
    assert ask(client, "lookup", term="library", vocabulary="heritage")["query"]["vocabulary"]
    assert ask(client, "suggest", q="l", vocabulary="objects")["suggestions"] == []


def test_languages_to_answer_in(client: FlaskClient) -> None:
    whole = ask(client, "lookup", term="library", to="*")["matches"][0]["concept"]
    assert whole == ask(client, "concepts/heritage/library")
    assert whole == ask(client, "lookup", term="library", to="fr, *")["matches"][0]["concept"]
    assert {"en", "fr", "de", "ru", "ar", "zh-Hans", "el", "tr"} == set(whole["terms"])
    some = ask(client, "lookup", term="library", to="FR,zh")["matches"][0]["concept"]
    assert set(some["terms"]) == {"fr", "zh-Hans"}
    assert set(some["definitions"]) == {"fr"}
    assert set(some["broader"][0]["label"]) == {"fr"}
    assert some["groups"] == [{"id": "group-places", "label": {}}]
    none = ask(client, "lookup", term="library", to="sw")["matches"][0]["concept"]
    assert none["terms"] == {}


def _languages(concept: dict[str, Any]) -> set[str]:
    return set(concept.get("terms", concept.get("label")))


def test_lists_send_the_language_asked_for_the_one_found_and_the_source(
    client: FlaskClient,
) -> None:
    doors = ("lookup", "term", "matches"), ("search", "q", "hits"), ("suggest", "q", "suggestions")
    for door, question, part in doors:

        def first(door: str = door, part: str = part, **asked: str) -> set[str]:
            return _languages(ask(client, door, **asked)[part][0]["concept"])

        assert first(**{question: "school"}) == {"en"}
        assert first(**{question: "школа"}) == {"ru", "en"}
        assert first(**{question: "школа", "lang": "ru"}) == {"ru", "en"}
        assert first(**{question: "школа", "to": "en"}) == {"en"}
        assert first(**{question: "школа", "to": "*"}) > {"ru", "en"}
        assert first(**{question: "школа", "to": "sw"}) == set()
    asked = ask(client, "lookup", term="школа", lang="fr")["matches"][0]
    assert (asked["match"]["lang"], _languages(asked["concept"])) == ("ru", {"fr", "ru", "en"})
    (one,) = batch(client, [{"term": "школа"}])
    assert _languages(one["matches"][0]["concept"]) == {"ru", "en"}
    (one,) = batch(client, [{"term": "школа"}], to=["*"])
    assert one["query"]["to"] == ["*"]
    assert _languages(one["matches"][0]["concept"]) > {"ru", "en"}


def test_a_list_of_all_concepts_is_whole_unless_languages_are_named(client: FlaskClient) -> None:
    whole = ask(client, "vocabularies/heritage/concepts")["concepts"]
    assert whole == ask(client, "vocabularies/heritage/concepts", to="*")["concepts"]
    assert whole[0] == ask(client, f"concepts/heritage/{whole[0]['id']}")
    some = ask(client, "vocabularies/heritage/concepts", to="fr", limit=1)
    assert "to=fr" in some["next"]
    assert _languages(some["concepts"][0]) <= {"fr"}


def test_a_concept_without_a_term_in_these_languages_comes_whole() -> None:
    record = encode_record({"terms": {"fr": [], "ar": []}, "definitions": {}})
    assert sent(record, (), "", "de", "en") == record
    assert sent(record, (), "fr", "de", "en") != record
    assert json.loads(sent(record, ("de",), "fr"))["terms"] == {}


def test_suggestions_where_nothing_is_found(client: FlaskClient) -> None:
    answer = ask(client, "lookup", term="institutoin")
    assert answer["matches"] == []
    assert "institution" in answer["suggestions"]
    assert "institution" in ask(client, "search", q="institutoin")["suggestions"]


def test_completion(client: FlaskClient) -> None:
    found = ask(client, "suggest", q="BIBLIO", limit=1)["suggestions"]
    assert len(found) == 1
    assert found[0]["concept"]["label"]["en"] == "library"
    first = ask(client, "suggest", q="biblio", lang="de")["suggestions"][0]
    assert (first["text"], first["lang"], first["kind"]) == ("Bibliothek", "de", "preferred")
    assert ask(client, "suggest", q="house")["suggestions"][0]["text"] in (
        "book house",
        "lending house",
    )


def test_search_pages_follow_each_other(bundled_client: FlaskClient) -> None:
    seen, address = [], "/api/v1/search?q=digital&per_page=7"
    while address:
        answer = shapes.SearchAnswer.model_validate(bundled_client.get(address).json)
        seen += [hit.concept.uri for hit in answer.hits]
        address = (answer.next or "").removeprefix("http://127.0.0.1:8000")
    assert len(seen) == len(set(seen)) == answer.total > 7


def test_search_filters_and_facets(client: FlaskClient) -> None:
    everything = ask(client, "search", q="resume")
    counts = {one["value"]: one["count"] for one in everything["facets"]["vocabulary"]}
    assert counts == {"heritage": 2, "objects": 1}
    for vocabulary, count in counts.items():
        assert ask(client, "search", q="resume", vocabulary=vocabulary)["total"] == count
    assert ask(client, "search", q="resume", vocabulary="heritage, objects")["total"] == 3
    assert ask(client, "search", q="resume", sector="museum")["total"] == 1
    found = ask(client, "search", q="lending", status="deprecated")["hits"]
    assert [hit["concept"]["id"] for hit in found] == ["old-word"]
    found = ask(client, "search", q="lending", status="approved")["hits"]
    assert "old-word" not in [hit["concept"]["id"] for hit in found]


def found_ids(client: FlaskClient, **query: Any) -> list[str]:
    return [hit["concept"]["id"] for hit in ask(client, "search", **query)["hits"]]


def test_a_search_within_groups_and_below_a_concept(client: FlaskClient) -> None:
    assert set(found_ids(client, q="institution")) == {"institution", "library"}
    assert found_ids(client, q="institution", group="group-places") == ["library"]
    assert found_ids(client, q="institution", group="group-places, group-places") == ["library"]
    assert found_ids(client, q="institution", group="group-places", vocabulary="objects") == []
    assert found_ids(client, q="l*", below="heritage/institution") == ["library"]
    assert found_ids(client, q="l*", below="heritage/school") == []
    assert found_ids(client, q="school", below="heritage/school") == ["school"]
    assert found_ids(client, q="school", below="", group="") == ["school"]


def test_fields(client: FlaskClient) -> None:
    assert found_ids(client, q="definition:published") == ["library"]
    assert found_ids(client, q="term:published") == []
    assert found_ids(client, q="note:programs") == ["library"]
    assert found_ids(client, q="notation:L-1") == ["library"]
    assert "library" not in found_ids(client, q='institution -"published documents"')


def test_words_that_are_missing(client: FlaskClient) -> None:
    answer = ask(client, "search", q="published library zzzz")
    assert [hit["concept"]["id"] for hit in answer["hits"]] == ["library"]
    assert answer["missing"] == 1
    assert ask(client, "search", q="published documents")["missing"] == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('library "published doc', {"code": "open_quote", "part": '"published doc'}),
        ("library note:", {"code": "empty_field", "part": "note:"}),
        ("library *", {"code": "lone_star", "part": "*"}),
        ("-library", {"code": "only_excluded", "part": ""}),
        ("a b c d e f g h i j k l m", {"code": "too_many_words", "part": ""}),
    ],
)
def test_problems_of_a_query(client: FlaskClient, text: str, problem: dict[str, str]) -> None:
    answer = shapes.SearchAnswer.model_validate(ask(client, "search", q=text))
    assert [one.model_dump() for one in answer.problems] == [problem]


def test_suggestions_where_little_is_found(client: FlaskClient) -> None:
    answer = ask(client, "search", q="librarry institution -zzzz")
    assert answer["missing"] == 1
    assert "library institution" in answer["suggestions"]
    assert ask(client, "search", q="library")["suggestions"] == []
    assert ask(client, "search", q="libraries")["suggestions"] == []
    assert ask(client, "search", q="published documents")["total"] == 1
    assert ask(client, "search", q="-library")["suggestions"] == []


def test_withdrawn_concepts_keep_their_record(client: FlaskClient) -> None:
    concept = ask(client, "concepts/heritage/old-word")
    assert concept["status"] == "deprecated"
    assert [one["id"] for one in concept["replaced_by"]] == ["library"]


def batch(client: FlaskClient, terms: list[Any], **more: Any) -> Any:
    answer = client.post("/api/v1/lookup", json={"terms": terms, **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return shapes.BatchAnswer.model_validate(answer.json).model_dump()["results"]


def test_a_batch_is_answered_in_order(client: FlaskClient) -> None:
    terms = [
        {"term": "school"},
        {"term": "zzz"},
        {"term": "ЁЛКА", "lang": "RU"},
        {"term": "school"},
    ]
    results = batch(client, terms, to=["ru"])
    assert [one["query"]["term"] for one in results] == ["school", "zzz", "ЁЛКА", "school"]
    assert [[m["concept"]["id"] for m in one["matches"]] for one in results] == [
        ["school"],
        [],
        ["tree"],
        ["school"],
    ]
    assert results[2]["query"]["lang"] == "ru"
    assert set(results[0]["matches"][0]["concept"]["terms"]) == {"ru"}
    assert batch(client, []) == []
    inside = batch(client, [{"term": "school", "vocabulary": "objects", "lang": None}])
    assert inside[0]["matches"] == []


def test_the_largest_batch(client: FlaskClient) -> None:
    terms = [{"term": ("library", "школа", "nothing")[n % 3]} for n in range(500)]
    results = batch(client, terms)
    assert [one["query"]["term"] for one in results] == [one["term"] for one in terms]
    assert [len(one["matches"]) for one in results[:3]] == [1, 1, 0]


def test_a_batch_answers_as_single_lookups_do(client: FlaskClient) -> None:
    for term in ("library", "resume", "nothing at all"):
        single = client.get("/api/v1/lookup", query_string={"term": term}).json
        many = client.post("/api/v1/lookup", json={"terms": [{"term": term}]}).json
        assert many == {"results": [single]}


def test_a_lookup_is_paged_where_a_term_names_many(client: FlaskClient) -> None:
    whole = ask(client, "lookup", term="resume", to="fr,en")
    assert (whole["total"], whole["next"], len(whole["matches"])) == (2, None, 2)
    first = ask(client, "lookup", term="resume", to="fr,en", per_page=1)
    assert (first["total"], first["matches"]) == (2, whole["matches"][:1])
    there = urlsplit(first["next"])
    second = client.get(f"{there.path}?{there.query}").json
    assert (second["total"], second["next"], second["matches"]) == (2, None, whole["matches"][1:])
    assert second["query"] == whole["query"]
    beyond = ask(client, "lookup", term="resume", page=9)
    assert (beyond["total"], beyond["matches"], beyond["suggestions"]) == (2, [], [])
    (one,) = batch(client, [{"term": "resume"}], to=["fr", "en"], per_page=1)
    assert (one["total"], one["next"], len(one["matches"])) == (2, first["next"], 1)


def test_the_media_type_of_a_batch_may_name_a_charset(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/lookup",
        data='{"terms":[{"term":"école"}]}'.encode(),
        content_type="Application/JSON; charset=utf-8",
    )
    assert answer.json["results"][0]["matches"][0]["concept"]["id"] == "school"


def test_answers_are_kept_and_asked_for_again(client: FlaskClient) -> None:
    for path in (
        "lookup?term=library",
        "vocabularies",
        "concepts/heritage/library",
        "openapi.json",
    ):
        answer = client.get(f"/api/v1/{path}")
        assert answer.cache_control.public
        assert answer.cache_control.max_age == 60
        assert answer.last_modified is not None
        tag = answer.headers["ETag"]
        assert tag.startswith('W/"')
        for told in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
            again = client.get(f"/api/v1/{path}", headers={"If-None-Match": told})
            assert again.status_code == 304
            assert again.data == b""
            assert again.headers["ETag"] == tag
            assert again.headers["Access-Control-Allow-Origin"] == "*"
        other = client.get(f"/api/v1/{path}", headers={"If-None-Match": '"other"'})
        assert other.status_code == 200


def test_a_new_generation_changes_the_tag(make_site: Callable[[], Settings]) -> None:
    settings = make_site()
    publish(settings)
    client = create_app(settings, config={"TESTING": True}).test_client()
    before = client.get("/api/v1/lookup?term=library")
    file = settings.vocabularies / "heritage.ttl"
    file.write_text(file.read_text("utf-8").replace('"library"@en', '"bibliotheca"@en'), "utf-8")
    publish(settings)
    tag = {"If-None-Match": before.headers["ETag"]}
    after = client.get("/api/v1/lookup?term=bibliotheca", headers=tag)
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.json["matches"][0]["concept"]["id"] == "library"
    (left,) = client.get("/api/v1/lookup?term=library").json["matches"]
    assert left["match"] == {"kind": "identifier", "form": "exact", "text": "library", "lang": ""}


def test_an_answer_never_gets_the_tag_of_a_later_generation(
    make_site: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_site()
    publish(settings)
    app = create_app(settings, config={"TESTING": True})
    client, reader = app.test_client(), app.extensions["glossary"]
    before = client.get("/api/v1/concepts/heritage/library").headers["ETag"]
    read = reader.concept_bytes

    def slow(*place: str) -> bytes:
        found = read(*place)
        publish(settings)
        return bytes(found)

    monkeypatch.setattr(reader, "concept_bytes", slow)
    assert client.get("/api/v1/concepts/heritage/library").headers["ETag"] == before
    assert client.get("/api/v1/languages").headers["ETag"] != before


def test_other_sites_may_read(client: FlaskClient) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    for path in ("lookup", "search", "suggest", "vocabularies", "concepts/heritage/library"):
        answer = client.options(f"/api/v1/{path}", headers=asked)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert int(answer.headers["Access-Control-Max-Age"]) > 0
    for path in ("lookup?term=library", "lookup", "nothing"):
        answer = client.get(f"/api/v1/{path}", headers={"Origin": "https://example.org"})
        assert answer.headers.getlist("Access-Control-Allow-Origin") == ["*"]
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_answers_are_compressed_where_asked(client: FlaskClient) -> None:
    path = "/api/v1/concepts/heritage/library"
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data)
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.vary
    assert packed.headers["ETag"] == plain.headers["ETag"]
    refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    headed = client.head(path, headers={"Accept-Encoding": "gzip"})
    assert headed.data == b""
    assert headed.headers["Content-Encoding"] == "gzip"
    page = client.get("/en/", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(page.data) == client.get("/en/").data
    small = client.get("/health/live", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers


@pytest.mark.parametrize("path", ["lookup?term=library", "search?q=library", "openapi.json"])
def test_head(client: FlaskClient, path: str) -> None:
    headed, got = client.head(f"/api/v1/{path}"), client.get(f"/api/v1/{path}")
    assert headed.status_code == 200
    assert headed.data == b""
    assert headed.headers["Content-Length"] == got.headers["Content-Length"]
