"""Reconciliation held against the JSON Schemas and examples of the group that edits it."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.shared
HERITAGE = "/reconcile/heritage"
LIBRARY = "http://127.0.0.1:8000/id/heritage/library"
OLD, DRAFT = "0.2", "1.0-draft"
ACCEPT = {
    OLD: {},
    DRAFT: {"Accept": "application/reconciliation.v1+json"},
}
_SWAGGER = "http://swagger.io/v2/schema.json"


@pytest.fixture(scope="session")
def specs(shared: Path) -> Path:
    folder = shared / "reconciliation-specs"
    if not folder.is_dir():
        pytest.skip("no schemas of reconciliation")
    return folder


def check(specs: Path, version: str, name: str, value: Any) -> None:
    """Fail where a value is not as a schema says."""
    folder = specs / version / "schemas"

    def found(address: str) -> Any:
        # authentication is in the words of OpenAPI; we have none
        local = folder / address.rpartition("/")[2].partition("#")[0]
        return json.loads(local.read_text("utf-8")) if local.is_file() else {}

    schema = json.loads((folder / f"{name}.json").read_text("utf-8"))
    text = json.dumps(schema)
    schema = json.loads(text.replace(f"{_SWAGGER}#/definitions", f"{_SWAGGER}#"))
    schema["properties"].pop("authentication", None) if "properties" in schema else None
    schema.pop("$schema", None)
    jsonschema_rs.validator_for(schema, retriever=found).validate(value)


def examples(specs: Path, version: str, name: str, kind: str) -> dict[str, Any]:
    folder = specs / version / "examples" / name / kind
    return {
        file.stem: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))
    }


@pytest.mark.parametrize("version", [OLD, DRAFT])
@pytest.mark.parametrize("address", ["/reconcile", HERITAGE, f"{HERITAGE}/in/ar"])
def test_manifests(client: FlaskClient, specs: Path, version: str, address: str) -> None:
    check(specs, version, "manifest", client.get(address, headers=ACCEPT[version]).get_json())


def test_the_validator_sees_a_breach(specs: Path) -> None:
    for version in (OLD, DRAFT):
        for name, value in examples(specs, version, "manifest", "invalid").items():
            if name != "bad-authentication":
                with pytest.raises(jsonschema_rs.ValidationError):
                    check(specs, version, "manifest", value)


def ask(client: FlaskClient, version: str, value: Any) -> Any:
    if version == OLD:
        return client.post(HERITAGE, data={"queries": json.dumps(value)})
    return client.post(f"{HERITAGE}/match", json=value, headers=ACCEPT[version])


OF_OURS = {
    OLD: {
        "a": {"query": "library"},
        "b": {"query": "summary", "type": ["heritage"], "limit": 3},
        "c": {"properties": [{"pid": "broader", "v": "institution"}]},
        "d": {"query": "مكتبة", "properties": [{"pid": "prefLabel", "v": ["x", 1, True]}]},
    },
    DRAFT: {
        "queries": [
            {"conditions": [{"matchType": "name", "propertyValue": one}], "lang": lang}
            for one, lang in (("library", "en"), ("مكتبة", "ar"), ("nothing like it", "en"))
        ]
    },
}


@pytest.mark.parametrize("version", [OLD, DRAFT])
def test_queries_of_every_kind(client: FlaskClient, specs: Path, version: str) -> None:
    valid = examples(specs, version, "reconciliation-query-batch", "valid")
    assert len(valid) >= 4
    for name, value in {**valid, "ours": OF_OURS[version]}.items():
        answer = ask(client, version, value)
        assert answer.status_code == 200, (name, answer.text)
        check(specs, version, "reconciliation-result-batch", answer.get_json())


@pytest.mark.parametrize("version", [OLD, DRAFT])
def test_what_is_invalid_is_refused(client: FlaskClient, specs: Path, version: str) -> None:
    invalid = examples(specs, version, "reconciliation-query-batch", "invalid")
    assert len(invalid) >= 3
    for name, value in invalid.items():
        answer = ask(client, version, value)
        assert answer.status_code == 400, name
        assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("version", [OLD, DRAFT])
def test_suggestions(client: FlaskClient, specs: Path, version: str) -> None:
    schemas = {"entity": "entities", "type": "types", "property": "properties"}
    for of, name in schemas.items():
        for prefix in ("l", "p", "مك", "zzz"):
            answer = client.get(
                f"{HERITAGE}/suggest/{of}",
                query_string={"prefix": prefix},
                headers=ACCEPT[version],
            )
            check(specs, version, f"suggest-{name}-response", answer.get_json())


@pytest.mark.parametrize("version", [OLD, DRAFT])
def test_extension(client: FlaskClient, specs: Path, version: str) -> None:
    def asked(query: Any) -> Any:
        if version == OLD:
            return client.post(HERITAGE, data={"extend": json.dumps(query)})
        return client.post(f"{HERITAGE}/extend", json=query)

    proposed = client.get(f"{HERITAGE}/extend/propose?type=heritage&limit=50").get_json()
    check(specs, version, "data-extension-property-proposal", proposed)
    every = {
        "ids": [LIBRARY, "x"],
        "properties": [{"id": one["id"]} for one in proposed["properties"]],
    }
    queries = {**examples(specs, version, "data-extension-query", "valid"), "every": every}
    for name, query in queries.items():
        check(specs, version, "data-extension-query", query)
        answer = asked(query)
        assert answer.status_code == 200, (name, answer.text)
        check(specs, version, "data-extension-response", answer.get_json())
