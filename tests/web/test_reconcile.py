"""Reconciliation: manifests, queries of both versions, suggestions, previews, extension, errors."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HERITAGE = "/reconcile/heritage"
DRAFT = {"Accept": "application/reconciliation.v1+json"}


def batch(client: FlaskClient, address: str, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    answer = client.post(address, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return {key: one["result"] for key, one in answer.get_json().items()}


def one(client: FlaskClient, address: str, query: str, **more: Any) -> list[dict[str, Any]]:
    return batch(client, address, q={"query": query, **more})["q"]


def uri(id: str, vocabulary: str = "heritage") -> str:
    return f"http://127.0.0.1:8000/id/{vocabulary}/{id}"


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    told: dict[str, Any] = json.loads(answer.data)
    assert told["code"] == code
    return told


def test_a_manifest_names_all_its_addresses(client: FlaskClient) -> None:
    made = client.get(HERITAGE).get_json()
    assert made["versions"] == ["0.2", "1.0-draft"]
    assert made["name"] == "Heritage words (Convergence Glossary)"
    assert made["defaultTypes"] == [
        {"id": "heritage", "name": "Heritage words", "lang": "en", "dir": "ltr"}
    ]
    assert made["batchSize"] == 50
    for address in (
        made["view"]["url"].replace("{{id}}", quote(uri("library"), safe="")),
        made["feature_view"]["url"].replace("{{id}}", "rivals"),
        made["preview"]["url"].replace("{{id}}", quote(uri("library"), safe="")),
        made["logo"],
        made["documentation"],
        *(
            one["service_url"] + one["service_path"] + "?prefix=li"
            for one in made["suggest"].values()
        ),
        "".join(made["extend"]["propose_properties"].values()) + "?type=heritage",
    ):
        assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code < 400, address


def test_the_draft_is_served_to_who_names_it(client: FlaskClient) -> None:
    answer = client.get("/reconcile", headers=DRAFT)
    assert answer.headers["Content-Type"] == "application/reconciliation.v1+json"
    assert "Accept" in answer.headers["Vary"]
    made = answer.get_json()
    assert made["view"] == {"url": "http://127.0.0.1:8000/reconcile/view{?id}"}
    assert made["suggest"] == {"entity": True, "property": True, "type": True}
    assert made["standardizedScore"] is True
    for accept in (
        "application/json;version=1.0-draft",
        "application/vnd.reconciliation.v1.0+json",
    ):
        assert client.get("/reconcile", headers={"Accept": accept}).get_json() == made
    old = client.get("/reconcile", headers={"Accept": "application/reconciliation.v0.2+json"})
    assert old.get_json()["identifierSpace"] == "http://127.0.0.1:8000/id/"
    told = problem(
        client.get("/reconcile", headers={"Accept": "application/reconciliation.v7+json"}),
        406,
        "not_acceptable",
    )
    assert "application/reconciliation.v1+json" in told["detail"]


def test_a_manifest_speaks_the_language_that_is_asked_for(client: FlaskClient) -> None:
    for answer in (
        client.get(f"{HERITAGE}/in/fr"),
        client.get(f"{HERITAGE}?lang=fr"),
        client.get(HERITAGE, headers={"Accept-Language": "fr-CA, en;q=0.5"}),
    ):
        made = answer.get_json()
        assert made["name"].startswith("Mots du patrimoine")
        assert answer.headers["Content-Language"] == "fr"
    own = client.get(f"{HERITAGE}/in/fr").get_json()
    assert own["suggest"]["entity"]["service_url"].endswith("/reconcile/heritage/in/fr")


def test_a_preferred_term_that_nothing_else_has_is_surely_meant(client: FlaskClient) -> None:
    found = batch(
        client,
        HERITAGE,
        a={"query": "library"},
        b={"query": "LIBRARY "},
        c={"query": "Library", "limit": 1},
        d={"query": "book house"},
        e={"query": "libary"},
        f={"query": "no such thing at all"},
        g={"query": ""},
    )
    assert [(found[q][0]["id"], found[q][0]["match"]) for q in "abcde"] == [
        (uri("library"), True), (uri("library"), True), (uri("library"), True),
        (uri("library"), False), (uri("library"), False),
    ]  # fmt: skip
    assert [found[q][0]["score"] for q in "abde"] == [100, 99, 95, 90]
    assert len(found["c"]) == 1
    assert found["f"] == [] == found["g"]


def test_what_two_concepts_are_called_is_not_surely_meant(client: FlaskClient) -> None:
    named = one(client, HERITAGE, "resume")
    assert [one["id"] for one in named[:2]] == [uri("resumption"), uri("summary")]
    assert not any(one["match"] for one in named)
    assert {f["id"]: f["value"] for f in named[0]["features"]}["rivals"] == 1


def test_a_withdrawn_concept_is_never_surely_meant(client: FlaskClient) -> None:
    first = one(client, HERITAGE, "lending house")[0]
    assert first["id"] == uri("old-word")
    assert first["match"] is False
    assert first["score"] < 100


def test_scores_fall_and_stay_within_a_hundred(client: FlaskClient) -> None:
    for query in ("library", "librarys", "the library of institutions", "مكتبة", "图书馆学校"):
        scores = [one["score"] for one in one(client, "/reconcile", query)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)


@pytest.mark.parametrize(
    ("query", "lang"),
    [("مكتبة", "ar"), ("图书馆", "zh-Hans"), ("Bibliothek", "de"), ("école", "fr")],
)
def test_names_of_every_language(client: FlaskClient, query: str, lang: str) -> None:
    for address in ("/reconcile", HERITAGE, f"{HERITAGE}/in/{lang}"):
        first = one(client, address, query)[0]
        assert first["match"] is True
        assert first["lang"] == lang
    answer = client.post(
        HERITAGE, data={"queries": json.dumps({"q": {"query": query}})},
        headers={"Accept-Language": "ru"},
    ).get_json()  # fmt: skip
    first = answer["q"]["result"][0]
    assert first["lang"] == "ru"
    assert first["match"] is True
    assert query in first["description"] or "مَكتبة" in first["description"]


def test_a_name_in_another_language_than_asked_for_is_not_sure(client: FlaskClient) -> None:
    first = one(client, f"{HERITAGE}/in/fr", "Bibliothek")[0]
    assert first["id"] == uri("library")
    assert first["name"] == "bibliothèque"
    assert first["match"] is False
    assert first["score"] == 96


def test_identifiers_are_names_too(client: FlaskClient) -> None:
    found = batch(client, "/reconcile", a={"query": uri("school")}, b={"query": "L-1"},
                  c={"query": "http://127.0.0.1:8000/fr/heritage/school"})  # fmt: skip
    assert [found[q][0]["id"] for q in "abc"] == [uri("school"), uri("library"), uri("school")]
    assert found["a"][0]["match"] is True


def test_types_are_vocabularies_and_groups(client: FlaskClient) -> None:
    found = batch(
        client,
        "/reconcile",
        a={"query": "library", "type": "objects"},
        b={"query": "library", "type": "heritage/group-places"},
        c={"query": "institution", "type": ["heritage/group-places"]},
        d={"query": "library", "type": "no-such-type"},
        e={"query": "library", "type": "Concept"},
        f={"query": "library", "type": ["heritage/group-places", "objects"], "type_strict": "all"},
        g={"query": "institution", "type": "heritage/group-places", "type_strict": "should"},
    )
    assert not any(one["id"] == uri("library") for one in found["a"])
    assert found["b"][0]["match"] is True
    assert [kind["id"] for kind in found["b"][0]["type"]] == ["heritage/group-places", "heritage"]
    assert uri("institution") not in [one["id"] for one in found["c"]]
    assert found["d"] == [] == found["f"]
    assert found["e"][0]["match"] is True
    assert found["g"][0]["id"] == uri("institution")
    assert not found["g"][0]["match"]


def test_properties_tell_namesakes_apart(client: FlaskClient) -> None:
    def asked(pid: str, v: Any) -> list[dict[str, Any]]:
        return one(client, HERITAGE, "resume", properties=[{"pid": pid, "v": v}])

    by_language = asked("prefLabel@fr", "Curriculum vitae")
    assert (by_language[0]["id"], by_language[0]["match"]) == (uri("summary"), True)
    mapped = asked("closeMatch", {"id": uri("abstract", "objects")})
    assert (mapped[0]["id"], mapped[0]["match"]) == (uri("summary"), True)
    assert not any(found["match"] for found in asked("notation", "X-9"))
    assert asked("prefLabel", "resu*")[0]["score"] > 99


def test_conditions_alone_find_concepts(client: FlaskClient) -> None:
    def asked(pid: str, v: Any) -> list[str]:
        found = batch(client, HERITAGE, q={"properties": [{"pid": pid, "v": v}]})["q"]
        return sorted(one["id"].rpartition("/")[2] for one in found)

    assert asked("notation", "L-1") == ["library"]
    assert asked("broader", {"id": uri("institution"), "name": "institution"}) == [
        "library", "school"
    ]  # fmt: skip
    assert asked("broader", uri("institution")) == ["library", "school"]
    assert asked("altLabel", ["Bücherei", 7, True]) == ["library"]
    assert asked("uid", "27eb892afbb2") == []


def test_queries_come_by_get_and_alone(client: FlaskClient) -> None:
    query = {"queries": json.dumps({"x y": {"query": "school"}})}
    assert client.get(HERITAGE, query_string=query).get_json()["x y"]["result"][0]["match"] is True
    plain = client.get(HERITAGE, query_string={"query": "school", "limit": "1"}).get_json()
    assert [one["id"] for one in plain["result"]] == [uri("school")]
    alone = client.get(HERITAGE, query_string={"query": '{"query": "school"}'}).get_json()
    assert alone["result"][0]["id"] == uri("school")


def draft(client: FlaskClient, *queries: dict[str, Any], **headers: str) -> list[Any]:
    answer = client.post(f"{HERITAGE}/match", json={"queries": list(queries)}, headers=headers)
    assert answer.status_code == 200, answer.text
    return [one["candidates"] for one in answer.get_json()["results"]]


def test_the_draft_answers_in_order(client: FlaskClient) -> None:
    name = {"matchType": "name", "propertyValue": "library"}
    given = {"matchType": "id", "propertyValue": uri("school")}
    below = {"matchType": "property", "propertyId": "broader", "required": True,
             "propertyValue": {"id": uri("school")}}  # fmt: skip
    no = {**below, "matchQuantifier": "none"}
    found = draft(client, {"conditions": [name], "lang": "en"}, {"conditions": [given]},
                  {"conditions": [name, below]}, {"conditions": [name, no]},
                  {"conditions": [name], "type": "heritage", "limit": 1})  # fmt: skip
    assert found[0][0]["id"] == uri("library")
    assert found[0][0]["match"] is True
    assert found[1][0]["id"] == uri("school")
    assert found[1][0]["match"] is True
    assert found[2] == []
    assert found[3][0]["match"] is True
    assert len(found[4]) == 1
    assert all(feature["name"] for feature in found[0][0]["features"])


def test_the_draft_keeps_both_languages_apart(client: FlaskClient) -> None:
    query = {"lang": "de", "conditions": [{"matchType": "name", "propertyValue": "Schule"}]}
    ((first, *_),) = draft(client, query, **{"Accept-Language": "ar"})
    assert (first["lang"], first["dir"], first["match"]) == ("ar", "rtl", True)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("{", "not_json"),
        ("[]", "invalid"),
        ('"x"', "invalid"),
        ('{"q": 1}', "invalid"),
        ('{"q": {}}', "invalid"),
        ('{"q": {"query": null}}', "invalid"),
        ('{"q": {"query": "x", "lang": "en"}}', "unknown_parameter"),
        ('{"q": {"query": "x", "limit": 0}}', "invalid"),
        ('{"q": {"query": "x", "limit": "many"}}', "invalid"),
        ('{"q": {"query": "x", "limit": NaN}}', "not_json"),
        ('{"q": {"query": "x", "limit": 1e999}}', "invalid"),
        ('{"q": {"query": "\\ud800"}}', "not_json"),
        ('{"q": {"query": ["x"]}}', "invalid"),
        ('{"q": {"query": "x", "type_strict": "perhaps"}}', "invalid"),
        ('{"q": {"properties": [{"pid": "broader"}]}}', "missing"),
        ("[" * 100_000, "not_json"),
        (json.dumps({"q": {"query": "x" * 20_000}}), "invalid"),
    ],
)
def test_wrong_queries_are_refused(client: FlaskClient, value: str, code: str) -> None:
    told = problem(client.post(HERITAGE, data={"queries": value}), 400, code)
    assert told["detail"]


def test_more_queries_than_the_manifest_says_are_refused(client: FlaskClient) -> None:
    fifty = {f"q{place}": {"query": "library"} for place in range(50)}
    assert len(batch(client, HERITAGE, **fifty)) == 50
    told = problem(
        client.post(HERITAGE, data={"queries": json.dumps({**fifty, "more": {"query": "x"}})}),
        413,
        "too_many",
    )
    assert "50" in told["detail"]
    conditions = [{"matchType": "name", "propertyValue": "x"}]
    too_many = {"queries": [{"conditions": conditions}] * 51}
    problem(client.post(f"{HERITAGE}/match", json=too_many), 413, "too_many")


def test_strange_requests_are_told_what_is_wrong(client: FlaskClient) -> None:
    problem(client.get("/reconcile/nowhere"), 404, "not_found")
    problem(client.get("/reconcile/nowhere/suggest/entity?prefix=a"), 404, "not_found")
    problem(client.get(f"{HERITAGE}/in/not-a-language-at-all!"), 400, "invalid")
    problem(client.post(HERITAGE), 400, "missing")
    problem(client.post(f"{HERITAGE}/match", data={"queries": "[]"}), 400, "not_json")
    problem(client.post(f"{HERITAGE}/match", json=[]), 400, "missing")
    problem(client.get(f"{HERITAGE}?queries=%7B%7D&callback=f"), 400, "no_jsonp")
    problem(client.get(f"{HERITAGE}/match"), 405, "method_not_allowed")
    problem(client.post(HERITAGE, data={"queries": "x" * 2_000_000}), 413, "too_large")
    assert client.post(HERITAGE, data={"queries": "{}"}).get_json() == {}
    assert batch(client, HERITAGE, q={"query": "a\0b"}, r={"query": "x" * 5_000})["r"] == []


def test_browsers_may_ask_before(client: FlaskClient) -> None:
    for path in ("", "/match", "/extend"):
        answer = client.options(f"{HERITAGE}{path}")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]


def suggested(client: FlaskClient, of: str, **parameters: object) -> list[dict[str, Any]]:
    answer = client.get(f"{HERITAGE}/suggest/{of}", query_string=parameters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["result"]
    return found


def test_suggestions_complete_what_was_typed(client: FlaskClient) -> None:
    first = suggested(client, "entity", prefix="libr")[0]
    assert (first["id"], first["name"]) == (uri("library"), "library")
    assert first["notable"][0]["id"] == "heritage/group-places"
    everything = suggested(client, "entity", prefix="s")
    assert len(everything) > 1
    assert suggested(client, "entity", prefix="s", cursor=1) == everything[1:]
    assert suggested(client, "entity", prefix="s", offset=1, limit=1) == everything[1:2]
    assert suggested(client, "entity", prefix=uri("library"))[0]["id"] == uri("library")
    assert suggested(client, "entity", prefix="library", type="objects") == []
    assert suggested(client, "entity", prefix="") == []
    problem(client.get(f"{HERITAGE}/suggest/entity"), 400, "missing")
    problem(client.get(f"{HERITAGE}/suggest/entity?prefix=a&cursor=x"), 400, "not_a_number")
    problem(client.get(f"{HERITAGE}/suggest/entity?prefix=a&limit=0"), 400, "too_small")


def test_suggested_types_and_properties(client: FlaskClient) -> None:
    (group,) = suggested(client, "type", prefix="plac")
    assert group["id"] == "heritage/group-places"
    assert group["broader"][0]["id"] == "heritage"
    assert suggested(client, "type", prefix="heritage")[0]["id"] == "heritage"
    ids = [one["id"] for one in suggested(client, "property", prefix="", limit=100)]
    assert {"prefLabel", "broader", "exactMatch", "definition", "prefLabel@ar"} <= {*ids}
    assert suggested(client, "property", prefix="prefLabel@de")[0]["name"] == (
        "Preferred term (German)"
    )
    assert suggested(client, "property", prefix="broad")[0]["id"] == "broader"


def test_flyouts_are_escaped(client: FlaskClient) -> None:
    told = client.get(f"{HERITAGE}/flyout/entity", query_string={"id": uri("library")}).get_json()
    assert told["id"] == uri("library")
    assert "<strong>library</strong>" in told["html"]
    kind = client.get(f"{HERITAGE}/flyout/type?id=heritage/group-places").get_json()
    assert "Places" in kind["html"]
    assert "Heritage words" in kind["html"]
    assert "Synonyms" in client.get(f"{HERITAGE}/flyout/property?id=altLabel").get_json()["html"]
    for of in ("entity", "type", "property"):
        problem(client.get(f"{HERITAGE}/flyout/{of}?id=<script>"), 404, "not_found")


def test_a_preview_is_a_page_that_others_may_frame(client: FlaskClient) -> None:
    answer = client.get(f"{HERITAGE}/in/ar/preview", query_string={"id": uri("library")})
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert "مَكتبة" in answer.text
    assert '<span lang="de" dir="ltr">Bibliothek</span>' in answer.text
    problem(client.get(f"{HERITAGE}/preview?id=nothing"), 404, "not_found")
    assert "frame-ancestors 'self'" in client.get("/en/").headers["Content-Security-Policy"]


def test_a_view_leads_to_the_page(client: FlaskClient) -> None:
    answer = client.get(f"{HERITAGE}/in/fr/view", query_string={"id": uri("library")})
    assert (answer.status_code, answer.location) == (303, "/fr/heritage/library?lang=fr")
    assert client.get("/reconcile/view?id=heritage/library").status_code == 303
    assert client.get(f"{HERITAGE}/view?id=library").status_code == 303


def extended(client: FlaskClient, ids: list[str], *properties: dict[str, Any]) -> dict[str, Any]:
    query = {"ids": ids, "properties": list(properties)}
    answer = client.post(HERITAGE, data={"extend": json.dumps(query)})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.get_json()
    other = client.post(f"{HERITAGE}/extend", json=query).get_json()
    assert other["meta"] == made["meta"]
    assert [row["id"] for row in other["rows"]] == ids
    for row in other["rows"]:
        for cell in row["properties"]:
            plain = [{k: v for k, v in one.items() if k not in ("lang", "dir")}
                     for one in cell["values"]]  # fmt: skip
            assert plain == made["rows"][row["id"]][cell["id"]]
    return made


def test_data_extension(client: FlaskClient) -> None:
    library = uri("library")
    made = extended(
        client,
        [library, "nothing"],
        {"id": "prefLabel@ar"},
        {"id": "prefLabel", "settings": {"lang": "de"}},
        {"id": "altLabel", "settings": {"limit": "1"}},
        {"id": "broader"},
        {"id": "related", "settings": {"content": "id"}},
        {"id": "definition", "settings": {"lang": "en-GB", "limit": 2.0}},
        {"id": "notation"},
        {"id": "modified"},
        {"id": "member"},
        {"id": "colour"},
    )
    assert made["rows"][library] == {
        "prefLabel@ar": [{"str": "مَكتبة"}],
        "prefLabel": [{"str": "Bibliothek"}],
        "altLabel": [{"str": "book house"}],
        "broader": [{"id": uri("institution"), "name": "institution"}],
        "related": [{"str": uri("school")}],
        "definition": [{"str": "Institution that collects published documents and lends them."}],
        "notation": [{"str": "L-1"}],
        "modified": [{"date": "2026-03-01T00:00:00Z"}],
        "member": [{"str": "Places"}],
        "colour": [],
    }
    assert set(map(str, made["rows"]["nothing"].values())) == {"[]"}
    assert [one["name"] for one in made["meta"]][:2] == [
        "Preferred term (Arabic)",
        "Preferred term",
    ]
    assert made["meta"][3]["type"] == {"id": "heritage", "name": "Heritage words"}


def test_wrong_extensions_are_refused(client: FlaskClient) -> None:
    def asked(query: Any) -> TestResponse:
        return client.get(HERITAGE, query_string={"extend": json.dumps(query)})

    problem(asked({"ids": ["x"]}), 400, "missing")
    problem(asked({"ids": "x", "properties": []}), 400, "invalid")
    problem(asked([]), 400, "invalid")
    settings = {"id": "prefLabel", "settings": {"lang": "no language!"}}
    problem(asked({"ids": [], "properties": [settings]}), 400, "invalid")
    settings = {"id": "prefLabel", "settings": {"limit": "all"}}
    told = problem(asked({"ids": [], "properties": [settings]}), 400, "not_a_number")
    assert told["detail"]


def test_properties_are_proposed(client: FlaskClient) -> None:
    made = client.get(f"{HERITAGE}/extend/propose?type=heritage&limit=3").get_json()
    assert made["type"] == "heritage"
    assert made["limit"] == 3
    assert [one["id"] for one in made["properties"]] == ["prefLabel", "altLabel", "hiddenLabel"]
    assert len(client.get("/reconcile/extend/propose?type=x").get_json()["properties"]) > 20
