"""The Skosmos interface: one concept and its surroundings, lists, errors, JSONP."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.web.skosmos_site import boats

__all__ = ["boats"]
B = "http://boats.example/"


def ask(client: FlaskClient, path: str, **parameters: Any) -> Any:
    """Return the decoded answer to a request that is fine."""
    answer = client.get(f"/rest/v1/{path}", query_string=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    return answer.get_json()


def test_vocabularies_by_id_with_their_titles(boats: FlaskClient) -> None:
    found = ask(boats, "vocabularies", lang="fr")
    titles = [(one["uri"], one["id"], one["title"]) for one in found["vocabularies"]]
    assert titles == [("boats", "boats", "Bateaux"), ("rivers", "rivers", None)]
    assert found["@context"]["title"] == {"@id": "rdfs:label", "@language": "fr"}
    assert found["@context"]["@base"] == "https://terms.example/rest/v1/vocabularies"


def test_about_a_vocabulary(boats: FlaskClient) -> None:
    found = ask(boats, "boats/")
    assert (found["id"], found["title"], found["defaultLanguage"]) == ("boats", "Boats", "en")
    assert found["conceptschemes"] == [
        {"prefLabel": "Boats", "title": "Boats", "uri": f"{B}all", "type": "skos:ConceptScheme"},
        {"label": "Old boats", "uri": f"{B}old", "type": "skos:ConceptScheme"},
    ]


def test_labels_in_a_language_and_its_narrower_forms(boats: FlaskClient) -> None:
    for path in ("label", "boats/label"):
        found = ask(boats, path, uri=f"{B}yawl", lang="en")
        assert found["prefLabel"] == "Yawl"
        assert (found["altLabel"], found["hiddenLabel"]) == (["Dandy (boat)"], ["Jawl"])
        assert "prefLabel" not in ask(boats, path, uri=f"{B}punt", lang="fr")


@pytest.mark.parametrize(
    ("route", "concept", "expected"),
    [
        ("broader", "yawl", [("boat", "Boat")]),
        ("narrower", "boat", [("punt", "Punt"), ("yawl", "Yawl")]),
        ("related", "punt", [("yawl", "Yawl")]),
        ("related", "boat", []),
    ],
)
def test_relations(boats: FlaskClient, route: str, concept: str, expected: list[Any]) -> None:
    found = ask(boats, f"boats/{route}", uri=B + concept, lang="en")
    assert found["uri"] == B + concept
    assert sorted((one["uri"], one["prefLabel"]) for one in found[route]) == [
        (B + id, label) for id, label in expected
    ]


def test_a_label_that_is_missing_is_null(boats: FlaskClient) -> None:
    found = ask(boats, "boats/narrower", uri=f"{B}boat", lang="fr")["narrower"]
    assert {one["uri"]: one["prefLabel"] for one in found} == {f"{B}punt": None, f"{B}yawl": "Yawl"}


def test_the_ways_up_and_down_hold_the_concept_itself(boats: FlaskClient) -> None:
    found = ask(boats, "boats/broaderTransitive", uri=f"{B}flat")["broaderTransitive"]
    assert found == {
        f"{B}flat": {"uri": f"{B}flat", "prefLabel": "Flat-bottomed punt", "broader": [f"{B}punt"]},
        f"{B}punt": {"uri": f"{B}punt", "prefLabel": "Punt", "broader": [f"{B}boat"]},
        f"{B}boat": {"uri": f"{B}boat", "prefLabel": "Boat"},
    }
    below = ask(boats, "boats/narrowerTransitive", uri=f"{B}boat")["narrowerTransitive"]
    assert set(below) == {B + id for id in ("boat", "yawl", "punt", "flat")}
    few = ask(boats, "boats/narrowerTransitive", uri=f"{B}boat", limit=2)
    assert len(few["narrowerTransitive"]) == 2


def test_children_tell_what_is_below_and_fall_back(boats: FlaskClient) -> None:
    found = ask(boats, "boats/children", uri=f"{B}boat", lang="fr")["narrower"]
    by_uri = {one["uri"]: one for one in found}
    assert by_uri[f"{B}punt"] == {"uri": f"{B}punt", "prefLabel": "Punt", "hasChildren": True}
    assert by_uri[f"{B}yawl"]["hasChildren"] is False


def test_the_hierarchy_up_to_the_top(boats: FlaskClient) -> None:
    found = ask(boats, "boats/hierarchy", uri=f"{B}flat", lang="fr")["broaderTransitive"]
    assert found[f"{B}boat"]["top"] == f"{B}all"
    assert found[f"{B}boat"]["notation"] == "1"
    assert found[f"{B}flat"]["prefLabel"] == "Flat-bottomed punt (en)"
    assert {one["label"] for one in found[f"{B}boat"]["narrower"]} == {"Punt (en)", "Yawl"}


def test_top_concepts_of_a_scheme(boats: FlaskClient) -> None:
    found = ask(boats, "boats/topConcepts", lang="ru")
    assert found["uri"] == f"{B}all"
    [top] = found["topconcepts"]
    assert top == {
        "uri": f"{B}boat", "topConceptOf": f"{B}all", "label": "Boat (en)", "hasChildren": True,
        "notation": "1",
    }  # fmt: skip
    assert ask(boats, "boats/topConcepts", scheme=f"{B}old")["topconcepts"] == []


def test_groups_and_their_members(boats: FlaskClient) -> None:
    found = ask(boats, "boats/groups")["groups"]
    assert [(one["uri"], one["prefLabel"]) for one in found] == [
        (f"{B}g0", "All craft"),
        (f"{B}g1", "By oar"),
    ]
    assert found[0]["childGroups"] == [f"{B}g1"]
    members = ask(boats, "boats/groupMembers", uri=f"{B}g1")["members"]
    assert [one["uri"] for one in members] == [f"{B}punt"]  # the other one is withdrawn
    outer = ask(boats, "boats/groupMembers", uri=f"{B}g0")["members"]
    assert [(one["prefLabel"], one["hasMembers"]) for one in outer] == [
        ("By oar", True),
        ("Yawl", False),
    ]


def test_the_newest_month_first_and_in_it_by_label(boats: FlaskClient) -> None:
    found = ask(boats, "boats/new")["changeList"]
    assert [(one["prefLabel"], one["date"]) for one in found] == [
        ("Coracle", "2024-03-01T00:00:00+0000"),
        ("Boat", "2024-02-03T00:00:00+0000"),
        ("Flat-bottomed punt", "2024-02-02T00:00:00+0000"),
        ("Yawl", "2024-02-01T08:30:00+0000"),
        ("Punt", "2023-11-11T00:00:00+0000"),
    ]
    assert found[0]["replacedBy"] == f"{B}boat"
    assert found[0]["replacingLabel"] == "Boat"
    page = ask(boats, "boats/new", offset=1, limit=2)["changeList"]
    assert page == found[1:3]
    assert [one["prefLabel"] for one in ask(boats, "boats/modified")["changeList"]] == ["Coracle"]


def test_the_alphabet_and_what_stands_under_a_letter(boats: FlaskClient) -> None:
    assert ask(boats, "boats/index/")["indexLetters"] == ["B", "C", "F", "P", "Y"]
    found = ask(boats, "boats/index/d")["indexConcepts"]
    assert found == [
        {
            "uri": f"{B}yawl", "localname": "yawl", "prefLabel": "Yawl", "lang": "en",
            "altLabel": "Dandy (boat)",
        }
    ]  # fmt: skip
    assert ask(boats, "boats/index/C")["indexConcepts"] == []  # withdrawn
    every = ask(boats, "boats/index/*")["indexConcepts"]
    assert len(every) == 6
    assert ask(boats, "boats/index/*", offset=1, limit=2)["indexConcepts"] == every[1:3]


def test_numbers_of_labels_and_classes(boats: FlaskClient) -> None:
    found = {one["language"]: one for one in ask(boats, "boats/labelStatistics")["languages"]}
    assert found["en"]["literal"] == "English"
    assert [one["labels"] for one in found["en"]["properties"]] == [4, 2, 1]
    counted = ask(boats, "boats/vocabularyStatistics")
    assert counted["concepts"]["count"] == 5
    assert counted["concepts"]["deprecatedCount"] == 1
    assert counted["subTypes"] == [
        {
            "type": "http://kinds.example/#Sailing", "count": 1, "deprecatedCount": 0,
            "label": "Sailing boat",
        }
    ]  # fmt: skip
    assert counted["conceptGroups"]["count"] == 2


def test_classes_that_are_used(boats: FlaskClient) -> None:
    found = {one["uri"]: one for one in ask(boats, "boats/types", lang="en")["types"]}
    assert found["http://kinds.example/#Sailing"]["label"] == "Sailing boat"
    assert found["http://purl.org/iso25964/skos-thes#ConceptGroup"]["label"] == "Concept group"
    assert {one["uri"] for one in ask(boats, "types", lang="en")["types"]} == set(found)


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("vocabularies", 400, "400 Bad Request : lang parameter missing"),
        ("nowhere/search?query=x", 404, "404 Not Found : Vocabulary id 'nowhere' not found."),
        ("label", 400, "400 Bad Request : uri parameter missing"),
        ("label?uri=urn:x", 404, "404 Not Found : Could not find concept <urn:x>"),
        ("boats/broader?uri=%22%3E", 404, "404 Not Found : Could not find concept <&quot;&gt;>"),
        ("boats/groupMembers?uri=u", 404, "404 Not Found : Could not find group <u>"),
        ("boats/lookup", 400, "400 Bad Request : label parameter missing"),
        ("boats/lookup?label=zz", 404, "404 Not Found : Could not find label 'zz'"),
        ("search", 400, "400 Bad Request : query parameter missing"),
        ("search?query=b&maxhits=x", 400, "400 Bad Request : maxhits parameter is invalid"),
        ("search?query=b&offset=-1", 400, "400 Bad Request : offset parameter is invalid"),
        ("search?query=b&callback=a-b", 400, "400 Bad Request : callback parameter is invalid"),
        ("boats/narrowerTransitive?uri=http://boats.example/boat&limit=-5", 400,
         "400 Bad Request : Invalid limit parameter"),
    ],
)  # fmt: skip
def test_errors_are_plain_text(boats: FlaskClient, path: str, status: int, text: str) -> None:
    answer = boats.get(f"/rest/v1/{path}")
    assert (answer.status_code, answer.text) == (status, text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_callback_wraps_the_answer(boats: FlaskClient) -> None:
    answer = boats.get("/rest/v1/boats/?callback=my.call[0]")
    assert answer.headers["Content-Type"] == "application/javascript; charset=utf-8"
    name, _, rest = answer.text.partition("(")
    assert name == "my.call[0]"
    assert json.loads(rest.removesuffix(");"))["id"] == "boats"


def test_a_vocabulary_without_its_slash_leads_there(boats: FlaskClient) -> None:
    answer = boats.get("/rest/v1/boats?lang=fr")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/rest/v1/boats/?lang=fr")


def test_other_methods(boats: FlaskClient) -> None:
    head = boats.head("/rest/v1/boats/")
    assert (head.status_code, head.get_data()) == (200, b"")
    options = boats.options("/rest/v1/boats/search")
    assert options.status_code == 200
    assert options.headers["Access-Control-Allow-Origin"] == "*"
    posted = boats.post("/rest/v1/boats/")
    assert posted.status_code == 405
    assert posted.headers["Access-Control-Allow-Origin"] == "*"


def test_json_ld_is_there_for_whoever_takes_it(boats: FlaskClient) -> None:
    answer = boats.get("/rest/v1/boats/", headers={"Accept": "application/ld+json"})
    assert answer.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    assert "Accept" in answer.headers["Vary"]
