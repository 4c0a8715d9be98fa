"""Search and lookup in the Skosmos interface: patterns, languages, filters, rows."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.skosmos_site import boats
from tests.web.test_skosmos import ask

__all__ = ["boats"]
B = "http://boats.example/"


def found(client: FlaskClient, path: str = "boats/search", **parameters: Any) -> list[Any]:
    """Return the results of a search."""
    return list(ask(client, path, **parameters)["results"])


def uris(rows: list[Any]) -> list[str]:
    """Return the ends of the URIs of rows."""
    return [row["uri"].rpartition("/")[2] for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("punt", ["punt"]),
        ("PUNT", ["punt"]),
        ("*punt", ["flat", "punt"]),
        ("p*", ["punt"]),
        ("*a*", ["g0", "boat", "g1", "yawl", "flat", "yawl", "boat", "yawl"]),
        ("*", []),
        ("**", []),
        ("  punt ", ["punt"]),
        ("p?nt", []),
        ('"punt"', []),
        ("d*y (boat)", ["yawl"]),
    ],
)
def test_patterns(boats: FlaskClient, query: str, expected: list[str]) -> None:
    assert uris(found(boats, query=query, lang="en")) == expected


def test_rows_say_which_label_matched(boats: FlaskClient) -> None:
    [alternative] = found(boats, query="dandy*", lang="en")
    assert alternative == {
        "uri": f"{B}yawl", "type": ["skos:Concept", "http://kinds.example/#Sailing"],
        "localname": "yawl", "prefLabel": "Yawl", "lang": "en", "altLabel": "Dandy (boat)",
        "vocab": "boats",
    }  # fmt: skip
    [hidden] = found(boats, query="jawl", lang="en")
    assert hidden["hiddenLabel"] == "Jawl"
    [own] = found(boats, query="boat", lang="en")
    assert (own["prefLabel"], own["notation"]) == ("Boat", "1")


def test_a_language_is_asked_for_or_not(boats: FlaskClient) -> None:
    assert uris(found(boats, query="yawl", lang="en")) == ["yawl"]
    assert found(boats, query="yawl", lang="en-US") == []
    rows = found(boats, query="bateau")
    assert [(row["prefLabel"], row["matchedPrefLabel"], row["lang"]) for row in rows] == [
        ("Boat", "Bateau", "fr")
    ]
    [shown] = found(boats, query="bateau", lang="fr", labellang="en")
    assert (shown["prefLabel"], shown["matchedPrefLabel"]) == ("Boat", "Bateau")


def test_all_vocabularies_or_some(boats: FlaskClient) -> None:
    rows = found(boats, "search", query="punt", lang="en")
    assert [(row["vocab"], "altLabel" in row) for row in rows] == [
        ("boats", False),
        ("rivers", False),
        ("rivers", True),
    ]
    some = found(boats, "search", query="punt", lang="en", vocab="rivers")
    assert {row["vocab"] for row in some} == {"rivers"}
    answer = boats.get("/rest/v1/search?query=punt&vocab=nowhere")
    assert answer.status_code == 404


def test_pages_of_rows(boats: FlaskClient) -> None:
    rows = found(boats, query="*a*", lang="en")
    assert found(boats, query="*a*", lang="en", maxhits=3) == rows[:3]
    assert found(boats, query="*a*", lang="en", maxhits=3, offset=2) == rows[2:5]
    assert found(boats, query="*a*", lang="en", maxhits=0) == rows


def test_one_row_a_concept(boats: FlaskClient) -> None:
    assert sorted(uris(found(boats, query="*a*", lang="en", unique="true"))) == [
        "boat", "flat", "g0", "g1", "yawl",
    ]  # fmt: skip


def test_filters(boats: FlaskClient) -> None:
    assert uris(found(boats, query="*", lang="en", parent=f"{B}boat")) == ["flat", "punt", "yawl"]
    assert uris(found(boats, lang="en", parent=f"{B}punt")) == ["flat"]
    assert uris(found(boats, lang="en", group=f"{B}g1")) == ["punt"]
    assert uris(found(boats, lang="en", group=f"{B}g0")) == ["g1", "yawl"]
    assert found(boats, lang="en", group="urn:none") == []
    assert uris(found(boats, query="*a*", lang="en", type="skos:Collection")) == ["g0", "g1"]
    sailing = "http://kinds.example/#Sailing"
    assert set(uris(found(boats, query="*a*", lang="en", type=sailing))) == {"yawl"}
    assert set(uris(found(boats, query="*a*", lang="en", scheme=f"{B}old"))) == {"yawl"}


def test_fields(boats: FlaskClient) -> None:
    [row] = found(boats, query="punt", lang="en", fields="broader exactMatch prefLabel")
    assert row["broader"] == [{"uri": f"{B}boat", "prefLabel": "Boat"}]
    assert {one["uri"] for one in row["exactMatch"]} == {
        "http://rivers.example/punt",
        "http://else.example/p",
    }
    assert row["prefLabels"] == {"en": "Punt"}


@pytest.mark.parametrize(
    ("label", "lang", "expected"),
    [
        ("Boat", "en", "boat"), ("boat", "en", "boat"), ("BOAT", "", "boat"),
        ("watercraft", "en", "boat"), ("bateau", "", "boat"), ("jawl", "en", ""),
        ("coracle", "en", ""), ("Boat", "fr", ""),
    ],
)  # fmt: skip
def test_lookup(boats: FlaskClient, label: str, lang: str, expected: str) -> None:
    answer = boats.get("/rest/v1/boats/lookup", query_string={"label": label, "lang": lang})
    assert answer.status_code == (200 if expected else 404)
    if expected:
        assert uris(answer.get_json()["result"]) == [expected]


def test_lookup_folds_the_letters_of_ascii_only(boats: FlaskClient) -> None:
    for label, status in (("Éclair", 200), ("ÉCLAIR", 200), ("éclair", 404)):
        answer = boats.get("/rest/v1/rivers/lookup", query_string={"label": label, "lang": "fr"})
        assert answer.status_code == status
