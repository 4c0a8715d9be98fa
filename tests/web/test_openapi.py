"""The description of the JSON door says what the door does."""

import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient

from glossary import __version__

# the description itself, as a document and as a page
_DESCRIBES = {"/api/v1/", "/api/v1/openapi.json"}


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return client.get("/api/v1/openapi.json").json


def routes(app: Flask) -> set[tuple[str, str]]:
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule not in _DESCRIBES
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_described_and_every_description_has_a_route(
    app: Flask, document: Any
) -> None:
    described = {(path, method) for path, item in document["paths"].items() for method in item}
    assert described == routes(app)
    assert len(described) >= 10


def test_the_frame_of_the_document(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == __version__
    assert document["info"]["title"]
    assert document["info"]["license"]["identifier"] == "Apache-2.0"
    assert document["servers"] == [{"url": "http://127.0.0.1:8000"}]
    assert set(document) <= {"openapi", "info", "servers", "paths", "components"}


def test_the_document_is_valid_openapi(app: Flask) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    described.validate()
    assert described.specification.version == "3.1.0"


def references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*(references(value) for value in part.values()))
    if isinstance(part, list):
        return set().union(*(references(value) for value in part))
    return set()


def test_every_reference_is_defined_and_every_definition_used(document: Any) -> None:
    defined = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) == defined


def test_every_operation_is_whole(document: Any) -> None:
    ids = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            ids.append(operation["operationId"])
            assert operation["summary"].endswith(".")
            in_path = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
            assert in_path == set(re.findall(r"{(\w+)}", path))
            names = [(p["in"], p["name"]) for p in operation["parameters"]]
            assert len(names) == len(set(names))
            for parameter in operation["parameters"]:
                assert parameter["schema"]["type"] in ("string", "integer", "boolean")
                assert parameter["in"] in ("path", "query")
            responses = operation["responses"]
            assert {"200", "400"} <= set(responses)
            for status, answer in responses.items():
                assert answer["description"]
                kind = "application/json" if status == "200" else "application/problem+json"
                assert set(answer.get("content", {kind: None})) == {kind}
            assert ("requestBody" in operation) == (method == "post")
    assert len(ids) == len(set(ids))


def test_required_parameters_are_marked(document: Any) -> None:
    parameters = document["paths"]["/api/v1/search"]["get"]["parameters"]
    required = {one["name"]: one["required"] for one in parameters}
    assert required == {
        "to": False,
        "q": True,
        "lang": False,
        "vocabulary": False,
        "sector": False,
        "status": False,
        "group": False,
        "below": False,
        "page": False,
        "per_page": False,
    }


def test_every_list_of_records_says_in_which_languages_they_come(document: Any) -> None:
    for path in ("lookup", "search", "suggest", "vocabularies/{vocabulary}/concepts"):
        parameters = document["paths"][f"/api/v1/{path}"]["get"]["parameters"]
        (told,) = [one["description"] for one in parameters if one["name"] == "to"]
        assert "Languages to answer in" in told
        assert ("source language" in told) == ("concepts" not in path)
    body = document["components"]["schemas"]["BatchRequest"]["properties"]["to"]
    assert "source language" in body["description"]


def test_the_page_shows_every_operation(client: FlaskClient, document: Any) -> None:
    html = client.get("/api/v1/").text
    for path, item in document["paths"].items():
        for method in item:
            assert f"<code>{method.upper()} {path}</code>" in html


def test_what_is_refused_is_described(client: FlaskClient, document: Any) -> None:
    for path, name in (("lookup", "term"), ("search", "q"), ("suggest", "q")):
        operation = document["paths"][f"/api/v1/{path}"]["get"]
        (wanted,) = [one for one in operation["parameters"] if one["name"] == name]
        assert wanted["schema"]["minLength"] == 1
        assert {"400", "404", "414"} <= {*operation["responses"]}
        for query in (f"{name}=", f"{name}=a&{name}=b", f"{name}=a&lang={'x' * 400}"):
            assert client.get(f"/api/v1/{path}?{query}").status_code == 400
    assert document["components"]["schemas"]["BatchTerm"]["properties"]["term"]["minLength"] == 1
    assert client.post("/api/v1/lookup", json={"terms": [{"term": ""}]}).status_code == 400
    assert client.get("/api/v1/search?q=a&page=1&page=2").json["parameter"] == "page"
