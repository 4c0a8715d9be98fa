"""What is cut out of an encoded record is what decoding all of it would give."""

import json
from typing import Any

import pytest

from glossary.records import encode, encode_record, restricted
from glossary.records.excerpts import decode_head, decode_outline, in_languages, is_unnamed

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
