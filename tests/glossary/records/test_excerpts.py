"""What is cut out of an encoded record is what decoding all of it would give."""

import json
from typing import Any

import pytest

from glossary import records as writing
from glossary.model import Concept, Note, Term
from glossary.reader import Reader
from glossary.records import encode, encode_record, restricted
from glossary.records.excerpts import (
    decode_glance,
    decode_head,
    decode_outline,
    in_languages,
    is_unnamed,
)

ODD: dict[str, Any] = {
    "uri": 'http://example.org/"a\\b"',
    "id": "a",
    "vocabulary": "odd",
    "status": "approved",
    "sectors": [],
    "terms": {
        "en": [{"text": '","definitions":{ \\" ]', "status": "preferred"}],
        "fr": [
            {"text": '"fr":[{"text":"x","status":"preferred"', "status": "admitted"},
            {"text": "\\", "status": "preferred"},
        ],
        "zh-Hans": [{"text": "词", "status": "hidden"}],
    },
    "definitions": {"en": [{"text": ',"mappings":[{"relation":'}]},
    "broader": [{"uri": "x", "label": {"mappings": "a", "en": "b"}}],
    "mappings": [{"relation": "exactMatch", "uri": "http://example.org/x"}],
}


@pytest.fixture(scope="module")
def records(listed_records: list[bytes]) -> list[bytes]:
    found = listed_records
    first = {**ODD, "terms": {"en": ODD["terms"]["en"], "fr": ODD["terms"]["fr"][1:]}}
    bare = {name: value for name, value in ODD.items() if name != "mappings"}
    written = [encode_record(one) for one in (ODD, first, {**bare, "mappings": []}, bare)]
    return [*found, *written, encode(ODD), encode(bare)]


def test_head_and_outline(records: list[bytes]) -> None:
    for record in records:
        whole = json.loads(record)
        begun, told = decode_head(record), decode_outline(record)
        assert begun["terms"] == whole["terms"]
        assert begun.items() <= whole.items()
        assert told == {
            **begun,
            "definitions": whole["definitions"],
            "mappings": whole.get("mappings", []),
        }


@pytest.mark.parametrize(
    "wanted",
    [
        ("en",), ("fr", "en"), ("zh",), ("zh-Hans", "fr"), ("en-GB",), ("sw",), ("mappings",), (),
        ("ar", "ar"), ("e",), ("x.y",), (*(f"x-{n}" for n in range(60)), "en"),
    ],
)  # fmt: skip
def test_some_languages_are_cut_out_as_if_decoded(
    records: list[bytes], wanted: tuple[str, ...]
) -> None:
    for record in records:
        some = in_languages(record, wanted)
        expected = restricted(json.loads(record), wanted)
        assert json.loads(some) == expected
        assert is_unnamed(some) == (not expected["terms"])
        assert [*json.loads(some)] == [*json.loads(record)]


def test_how_others_name_a_concept_is_cut_too() -> None:
    named = encode_record(
        {"uri": "x", "id": "a", "label": {"en": "a", "fr": '","en":"', "ar": "ب"}}
    )
    assert json.loads(in_languages(named, ("fr",)))["label"] == {"fr": '","en":"'}
    assert is_unnamed(in_languages(named, ("de",)))
    assert not is_unnamed(in_languages(named, ("ar",)))


@pytest.mark.parametrize("lang", ["en", "fr", "xx", "zh", "zh-Hans", ""])
def test_a_glance_is_the_outline_in_a_language(bundled_reader: Reader, lang: str) -> None:
    for vocabulary in bundled_reader.site().vocabularies:
        for record in bundled_reader.concepts(vocabulary, ("", ""), "", 40)[0]:
            glance, outline = decode_glance(record, lang), decode_outline(record)
            for name in ("terms", "definitions"):
                of = outline.pop(name)
                assert glance.pop(name) == ({lang: of[lang]} if lang in of else of)
            mapped = [
                (one["relation"], one["uri"]) for one in outline.pop("mappings") if "id" in one
            ]
            assert [(one["relation"], one["uri"]) for one in glance.pop("mappings")] == mapped
            assert glance == outline


def test_a_glance_is_not_misled_by_texts() -> None:
    odd = 'said: {"relation":"exactMatch","uri":"x","vocabulary": and \n"en":[ \\ '
    uri = 'http://odd.example/"quoted\\slash'
    made = Concept(
        "one", "v", "u:1", (Term(odd, "en"), Term("x", "fr")), (Note("definition", odd, "en"),)
    )
    beginning, end = writing.parts(made, "http://x.example")
    target = writing.reference(Concept("two", "w", uri, (Term("y", "en"),)))
    mapped = [
        writing.mapping("closeMatch", target, inferred=True),
        writing.mapping("exactMatch", writing.foreign("http://f.example/")),
    ]
    record = writing.record(beginning, writing.Others({}, {}, mapped), end)
    glance = decode_glance(record, "en")
    assert glance["terms"]["en"][0]["text"] == glance["definitions"]["en"][0]["text"] == odd
    assert [(one["relation"], one["uri"]) for one in glance["mappings"]] == [("closeMatch", uri)]
    assert decode_glance(record, "fr")["terms"] == {"fr": [{"text": "x", "status": "preferred"}]}


def test_a_glance_takes_no_note_for_a_definition() -> None:
    made = Concept("one", "v", "u:1", (Term("x", "en"),), (Note("note", "no definition", "en"),))
    beginning, end = writing.parts(made, "http://x.example")
    record = writing.record(beginning, writing.Others({}, {}), end)
    assert decode_glance(record, "en")["definitions"] == {}
