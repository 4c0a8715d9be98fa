"""What is cut out of an encoded record is what decoding all of it would give."""

import json
from typing import Any

import pytest

from glossary.excerpts import head, outline
from glossary.records import encode

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
    return [*found, encode(ODD), encode(first), encode({**bare, "mappings": []}), encode(bare)]


def test_head_and_outline(records: list[bytes]) -> None:
    for record in records:
        whole = json.loads(record)
        begun, told = head(record), outline(record)
        assert begun["terms"] == whole["terms"]
        assert begun.items() <= whole.items()
        assert told == {
            **begun,
            "definitions": whole["definitions"],
            "mappings": whole.get("mappings", []),
        }
