import json
from typing import Any

from glossary.model import Concept, Note, Term
from glossary.records import (
    MOST_NEIGHBOURS,
    Others,
    encode,
    encode_record,
    foreign,
    mapping,
    parts,
    path,
    record,
    reference,
    restricted,
)

BASE = "https://example.org"


def _uri(id: str) -> str:
    return f"{BASE}/id/words/{id}"


LIBRARY = Concept(
    "library",
    "words",
    _uri("library"),
    (
        Term("library", "en"),
        Term("Lib.", "en", "admitted", "abbreviation"),
        Term(
            "bibliothèque", "fr", grammar="n.f.", sources=("A", "B"), equivalence="partial",
            reliability="draft", marks=("outdated", "regional"), note="En Suisse.",
        ),
    ),
    (Note("definition", "House.", "en", ("Norm", "Other")), Note("scopeNote", "Non.", "fr")),
    broader=("house",),
    notations=("L-1",),
    sectors=("library",),
    kinds=("body",),
    created="2026-01-05",
)  # fmt: skip
HOUSE = Concept("house", "words", _uri("house"), (Term("house", "en"), Term("maison", "fr")))


def _record(concept: Concept) -> dict[str, Any]:
    beginning, end = parts(concept, BASE)
    house = reference(HOUSE)
    others = Others(
        {"broader": [house] * len(concept.broader), "narrower": [], "related": []},
        {},
        [mapping("closeMatch", house), mapping("exactMatch", foreign("http://elsewhere/x"))],
        [encode({"id": "g", "label": {"en": "Places"}})],
    )
    made: dict[str, Any] = json.loads(record(beginning, others, end))
    return made


def test_a_whole_record() -> None:
    house = {
        "uri": _uri("house"),
        "vocabulary": "words",
        "id": "house",
        "label": {"en": "house", "fr": "maison"},
    }
    assert _record(LIBRARY) == {
        "uri": _uri("library"),
        "id": "library",
        "vocabulary": "words",
        "page": _uri("library"),
        "status": "approved",
        "sectors": ["library"],
        "kinds": ["body"],
        "notations": ["L-1"],
        "terms": {
            "en": [
                {"text": "library", "status": "preferred"},
                {"text": "Lib.", "status": "admitted", "type": "abbreviation"},
            ],
            "fr": [
                {
                    "text": "bibliothèque", "status": "preferred", "source": "A; B",
                    "sources": ["A", "B"],
                    "grammar": "n.f.", "equivalence": "partial", "reliability": "draft",
                    "marks": ["outdated", "regional"], "note": "En Suisse.",
                }
            ],
        },
        "definitions": {
            "en": [{"text": "House.", "source": "Norm; Other", "sources": ["Norm", "Other"]}]
        },
        "scope_notes": {"fr": [{"text": "Non."}]},
        "broader": [house],
        "narrower": [],
        "related": [],
        "mappings": [
            {"relation": "closeMatch", **house},
            {"relation": "exactMatch", "uri": "http://elsewhere/x"},
        ],
        "groups": [{"id": "g", "label": {"en": "Places"}}],
        "created": "2026-01-05",
    }  # fmt: skip


def test_a_bare_concept_has_empty_lists_and_definitions() -> None:
    found = _record(HOUSE)
    assert found["definitions"] == {}
    assert "scope_notes" not in found
    assert "kinds" not in found
    assert "modified" not in found


def test_many_neighbours_are_counted() -> None:
    beginning, end = parts(HOUSE, BASE)
    some = [reference(LIBRARY)] * MOST_NEIGHBOURS
    others = Others({"broader": [], "narrower": some, "related": []}, {"narrower": 50_000})
    found = json.loads(record(beginning, others, end))
    assert len(found["narrower"]) == MOST_NEIGHBOURS
    assert found["narrower_total"] == 50_000
    assert "related_total" not in found
    assert list(found)[-4:] == ["narrower_total", "related", "mappings", "groups"]


def test_successors_of_a_withdrawn_concept() -> None:
    old = Concept("old", "words", _uri("old"), status="deprecated", modified="2026-02-03")
    beginning, end = parts(old, BASE)
    found = json.loads(record(beginning, Others({}, {}, successors=[reference(HOUSE)]), end))
    assert found["status"] == "deprecated"
    assert [one["id"] for one in found["replaced_by"]] == ["house"]
    assert list(found)[-2:] == ["replaced_by", "modified"]


def test_paths_are_quoted() -> None:
    assert path("words", "café/ü b") == "words/caf%C3%A9%2F%C3%BC%20b"


def test_json_is_compact_utf8() -> None:
    made = encode({"a": ["é", 1]})
    assert made == '{"a":["é",1]}'.encode()
    assert json.loads(made) == {"a": ["é", 1]}


def test_restricted_to_some_languages() -> None:
    found = restricted(_record(LIBRARY), frozenset({"fr"}))
    assert set(found["terms"]) == {"fr"}
    assert found["definitions"] == {}
    assert found["broader"][0]["label"] == {"fr": "maison"}
    assert found["mappings"][0]["label"] == {"fr": "maison"}
    assert found["groups"] == [{"id": "g", "label": {}}]
    assert found["uri"] == _uri("library")


def test_a_wider_tag_lets_its_variants_through() -> None:
    found = {"terms": {"zh-Hans": [], "zh-Hant": [], "en": []}}
    assert set(restricted(found, frozenset({"zh"}))["terms"]) == {"zh-Hans", "zh-Hant"}
    assert set(restricted(found, frozenset({"zh-Hans"}))["terms"]) == {"zh-Hans"}
    assert set(restricted({"label": {"en": "", "en-US": ""}}, {"en-GB"})["label"]) == {"en"}


def test_each_language_of_a_record_is_a_line() -> None:
    written = encode_record({"id": "a", "terms": {"en": [], "fr": ["\n"]}, "definitions": {}})
    assert written == b'{"id":"a","terms":{\n"en":[],\n"fr":["\\n"]\n},"definitions":{}}'
    groups = encode_record({"groups": [{"label": {"en": "x"}}], "notes": {}, "sectors": []})
    assert groups == b'{"groups":[{"label":{\n"en":"x"\n}}],"notes":{},"sectors":[]}'
