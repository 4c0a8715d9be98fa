"""What is new, by the JSON door: changes, harvesting by publication, groups."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.publish import publish
from glossary.site.settings import Settings

BASE = "http://127.0.0.1:8000"
_HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
<http://words.example/s> a skos:ConceptScheme ; skos:prefLabel "Trees"@en .
"""


def write(settings: Settings, concepts: dict[str, str]) -> None:
    said = "".join(
        f"<http://words.example/{id}> a skos:Concept ; skos:inScheme <http://words.example/s> ;"
        f" {more} .\n"
        for id, more in concepts.items()
    )
    (settings.vocabularies / "trees.ttl").write_text(_HEAD + said, "utf-8")
    publish(settings)


@pytest.fixture
def settings(make_site: Callable[[], Settings]) -> Settings:
    return make_site()


@pytest.fixture
def trees(settings: Settings) -> dict[str, str]:
    made = {f"t{n}": f'skos:prefLabel "tree {n}"@en' for n in range(7)}
    made["t2"] += ' ; dct:modified "2019-05-05"'
    write(settings, made)
    return made


@pytest.fixture
def client(
    trees: dict[str, str], settings: Settings, make_app: Callable[..., Flask]
) -> FlaskClient:
    return make_app(settings).test_client()


def pages(client: FlaskClient, address: str | None, name: str) -> Iterator[list[Any]]:
    while address is not None:
        answer = client.get(address.removeprefix(BASE))
        assert answer.status_code == 200, answer.text
        made = answer.get_json()
        yield made[name]
        address = made["next"]


def told(changes: list[Any]) -> list[tuple[str, str]]:
    return [(one["concept"]["id"], one["kind"]) for one in changes]


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
def test_changes_of_a_vocabulary(
    client: FlaskClient, settings: Settings, trees: dict[str, str], limit: int
) -> None:
    trees["t1"] = 'skos:prefLabel "rowan"@en'
    trees["t9"] = 'skos:prefLabel "alder"@en'
    write(settings, trees)
    trees["t0"] += ' ; owl:deprecated "true"'
    write(settings, trees)
    address = f"/api/v1/vocabularies/trees/changes?limit={limit}"
    newest = [one for page in pages(client, address, "changes") for one in page]
    expected = [("t0", "withdrawn"), ("t9", "created"), ("t1", "changed")]
    assert told(newest)[:3] == expected
    assert len(newest) == 8
    assert newest[0]["concept"]["status"] == "deprecated"
    assert newest[2]["concept"]["label"] == {"en": "rowan"}
    oldest = [one for page in pages(client, address + "&order=oldest", "changes") for one in page]
    assert oldest == newest[::-1]
    since = newest[2]["published"].replace("+00:00", "Z")
    for order in ("newest", "oldest"):
        some = [
            one
            for page in pages(client, f"{address}&order={order}&since={since}", "changes")
            for one in page
        ]
        assert sorted(told(some)) == sorted(expected)
    everywhere = client.get("/api/v1/changes?limit=3").get_json()["changes"]
    assert told(everywhere) == expected


def test_who_goes_on_misses_nothing(
    client: FlaskClient, settings: Settings, trees: dict[str, str]
) -> None:
    address = "/api/v1/vocabularies/trees/changes?order=oldest&limit=2"
    found = pages(client, address, "changes")
    seen = told(next(found))
    assert [id for id, _ in seen] == ["t0", "t1"]
    trees["t0"] = 'skos:prefLabel "yew"@en'
    trees["t5"] = 'skos:prefLabel "elm"@en'
    write(settings, trees)
    seen += told([one for page in found for one in page])
    assert [id for id, _ in seen] == ["t0", "t1", "t2", "t3", "t4", "t6", "t0", "t5"]


def test_concepts_are_harvested_by_publication(
    client: FlaskClient, settings: Settings, trees: dict[str, str]
) -> None:
    first = client.get("/api/v1/vocabularies/trees/changes").get_json()["changes"][0]["published"]
    base = "/api/v1/vocabularies/trees/concepts?limit=3"
    assert len([*pages(client, f"{base}&published_since={first[:10]}", "concepts")]) == 3
    trees["t6"] = 'skos:prefLabel "larch"@en'
    trees["t3"] += ' ; owl:deprecated "true"'
    write(settings, trees)
    last = client.get("/api/v1/vocabularies/trees/changes").get_json()["changes"][0]["published"]
    assert last > first
    address = f"{base}&published_since={last.replace('+', '%2B')}"
    found = [one for page in pages(client, address, "concepts") for one in page]
    assert [(one["id"], one["status"]) for one in found] == [
        ("t3", "deprecated"), ("t6", "approved")
    ]  # fmt: skip
    assert found[1]["terms"]["en"][0]["text"] == "larch"
    assert [*pages(client, f"{base}&published_since=2999-01-01", "concepts")] == [[]]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("changes?since=yesterday", "invalid"), ("changes?since=2026-02-31", "invalid"),
        ("changes?since=0001-01-01T00:00:00%2B14:00", "invalid"),
        ("changes?order=random", "invalid"), ("changes?limit=0", "too_small"),
        ("changes?limit=501", "too_large"), ("changes?cursor=%21", "invalid"),
        ("changes?cursor=YQ", "invalid"), ("changes?page=2", "unknown_parameter"),
        ("changes?since=2026-01-01&since=2026-01-02", "invalid"),
        ("concepts?published_since=x", "invalid"),
        ("concepts?published_since=2026-01-01&modified_since=2026-01-01", "invalid"),
        ("concepts?published_since=2026-01-01&cursor=YQ", "invalid"),
        ("groups?page=0", "too_small"), ("groups?lang=a_b", "not_a_language"),
        ("groups?group=x", "unknown_parameter"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(client: FlaskClient, query: str, code: str) -> None:
    answer = client.get(f"/api/v1/vocabularies/trees/{query}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, code)
    assert client.get(f"/api/v1/vocabularies/none/{query.partition('?')[0]}").status_code == 404


def test_groups_of_a_vocabulary(client: FlaskClient) -> None:
    made = client.get("/api/v1/vocabularies/heritage/groups?lang=fr").get_json()
    assert made == {
        "lang": "fr", "total": 1, "next": None,
        "groups": [
            {
                "id": "group-places", "label": {"en": "Places"}, "total": 2, "groups": [],
                "kind": "collection", "ordered": False,
            }
        ],
    }  # fmt: skip
    empty = client.get("/api/v1/vocabularies/trees/groups").get_json()
    assert (empty["total"], empty["groups"]) == (0, [])
    assert client.get("/api/v1/vocabularies/heritage/groups?page=2").get_json()["groups"] == []
