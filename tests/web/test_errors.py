"""Errors: as pages in the reader's language, as problem details for programs; one shape each."""

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.site.settings import Settings, load
from glossary.web import create_app
from glossary.web.api.shapes import Problem

MakeApp = Callable[..., Flask]
BATCH = "/api/v1/lookup"
KINDS: list[tuple[str, str, dict[str, Any], int, str, str | None]] = [
    ("GET", "/api/v1/nothing", {}, 404, "not_found", None),
    ("GET", "/api/v1/concepts/heritage/nothing", {}, 404, "not_found", None),
    ("GET", "/api/v1/concepts/nothing/library", {}, 404, "not_found", None),
    ("GET", "/api/v1/vocabularies/nothing", {}, 404, "not_found", None),
    ("GET", "/api/v1/vocabularies/nothing/top", {}, 404, "not_found", None),
    ("GET", "/api/v1/vocabularies/nothing/letters", {}, 404, "not_found", None),
    ("DELETE", "/api/v1/lookup?term=a", {}, 405, "method_not_allowed", None),
    ("POST", "/api/v1/search", {}, 405, "method_not_allowed", None),
    ("GET", "/api/v1/lookup", {}, 400, "missing", "term"),
    ("GET", "/api/v1/lookup?term=", {}, 400, "empty", "term"),
    ("GET", "/api/v1/lookup?term=%20%09", {}, 400, "empty", "term"),
    ("GET", "/api/v1/lookup?term=" + "a" * 301, {}, 400, "too_long", "term"),
    ("GET", "/api/v1/lookup?term=" + "a" * 5000, {}, 400, "too_long", "term"),
    ("GET", "/api/v1/lookup?term=a&page=0", {}, 400, "too_small", "page"),
    ("GET", "/api/v1/lookup?term=a&per_page=101", {}, 400, "too_large", "per_page"),
    ("GET", "/api/v1/lookup?term=a&more=1", {}, 400, "unknown_parameter", "more"),
    ("GET", "/api/v1/lookup?term=a&term=b", {}, 400, "invalid", "term"),
    ("GET", "/api/v1/lookup?term=a&lang=!!", {}, 400, "not_a_language", "lang"),
    ("GET", "/api/v1/lookup?term=a&to=fr,!!", {}, 400, "not_a_language", "to"),
    ("GET", "/api/v1/lookup?term=a&vocabulary=none", {}, 400, "invalid", "vocabulary"),
    ("GET", "/api/v1/search", {}, 400, "missing", "q"),
    ("GET", "/api/v1/search?q=", {}, 400, "empty", "q"),
    ("GET", "/api/v1/search?q=a&sector=none", {}, 400, "invalid", "sector"),
    ("GET", "/api/v1/search?q=a&status=none", {}, 400, "invalid", "status"),
    ("GET", "/api/v1/search?q=a&vocabulary=none", {}, 400, "invalid", "vocabulary"),
    ("GET", "/api/v1/search?q=a&group=none", {}, 400, "invalid", "group"),
    ("GET", "/api/v1/search?q=a&below=heritage/none", {}, 400, "invalid", "below"),
    ("GET", "/api/v1/search?q=a&below=none/library", {}, 400, "invalid", "below"),
    ("GET", "/api/v1/search?q=a&below=library", {}, 400, "invalid", "below"),
    ("GET", "/api/v1/search?q=a&vocabulary=heritage,none", {}, 400, "invalid", "vocabulary"),
    ("GET", "/api/v1/search?q=a&page=0", {}, 400, "too_small", "page"),
    ("GET", "/api/v1/search?q=a&page=x", {}, 400, "not_a_number", "page"),
    ("GET", "/api/v1/search?q=a&page=", {}, 400, "not_a_number", "page"),
    ("GET", "/api/v1/search?q=a&page=99999999999999999999", {}, 400, "too_large", "page"),
    ("GET", "/api/v1/search?q=a&per_page=1000", {}, 400, "too_large", "per_page"),
    ("GET", "/api/v1/search?q=a&per_page=0", {}, 400, "too_small", "per_page"),
    ("GET", "/api/v1/suggest", {}, 400, "missing", "q"),
    ("GET", "/api/v1/suggest?q=", {}, 400, "empty", "q"),
    ("GET", "/api/v1/suggest?q=a&limit=51", {}, 400, "too_large", "limit"),
    ("GET", "/api/v1/languages?x=1", {}, 400, "unknown_parameter", "x"),
    ("GET", "/api/v1/vocabularies/heritage?lang=en", {}, 400, "unknown_parameter", "lang"),
    ("GET", "/api/v1/vocabularies/heritage/top?page=0", {}, 400, "too_small", "page"),
    ("GET", "/api/v1/openapi.json?x=1", {}, 400, "unknown_parameter", "x"),
    ("POST", BATCH, {"data": b"{}"}, 400, "not_json", "body"),
    ("POST", BATCH, {"data": b"{", "content_type": "application/json"}, 400, "not_json", "body"),
    ("POST", BATCH, {"data": b"", "content_type": "application/json"}, 400, "not_json", "body"),
    ("POST", BATCH, {"data": b"\xff", "content_type": "application/json"}, 400, "not_json", "body"),
    ("POST", BATCH, {"json": {}}, 400, "missing", "terms"),
    ("POST", BATCH, {"json": []}, 400, "invalid", "body"),
    ("POST", BATCH, {"json": {"terms": "a"}}, 400, "invalid", "terms"),
    ("POST", BATCH, {"json": {"terms": ["a"]}}, 400, "invalid", "terms.0"),
    ("POST", BATCH, {"json": {"terms": [{"term": 1}]}}, 400, "invalid", "terms.0.term"),
    ("POST", BATCH, {"json": {"terms": [{}]}}, 400, "missing", "terms.0.term"),
    (
        "POST",
        BATCH,
        {"json": {"terms": [{"term": "a"}, {"term": " "}]}},
        400,
        "empty",
        "terms.1.term",
    ),
    ("POST", BATCH, {"json": {"terms": [{"term": "a" * 301}]}}, 400, "too_long", "terms.0.term"),
    (
        "POST",
        BATCH,
        {"json": {"terms": [{"term": "a", "lang": "!"}]}},
        400,
        "not_a_language",
        "terms.0.lang",
    ),
    (
        "POST",
        BATCH,
        {"json": {"terms": [{"term": "a", "vocabulary": "no"}]}},
        400,
        "invalid",
        "terms.0.vocabulary",
    ),
    ("POST", BATCH, {"json": {"terms": [], "to": ["!"]}}, 400, "not_a_language", "to"),
    ("POST", BATCH, {"json": {"terms": [], "x": 1}}, 400, "unknown_parameter", "x"),
    ("POST", BATCH, {"json": {"terms": [{"term": "a"}] * 501}}, 400, "too_many", "terms"),
    ("POST", BATCH + "?x=1", {"json": {"terms": []}}, 400, "unknown_parameter", "x"),
    (
        "POST",
        BATCH,
        {"data": b" " * 1_048_577, "content_type": "application/json"},
        413,
        "too_large",
        None,
    ),
]


@pytest.mark.parametrize(("method", "path", "more", "status", "code", "parameter"), KINDS)
def test_every_error_of_the_json_door_has_one_shape(
    client: FlaskClient,
    method: str,
    path: str,
    more: dict[str, Any],
    status: int,
    code: str,
    parameter: str | None,
) -> None:
    answer = client.open(path, method=method, **more)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    body = json.loads(answer.data)
    problem = Problem.model_validate(body)
    assert (problem.status, problem.code, problem.parameter) == (status, code, parameter)
    assert problem.type == f"/api/v1/#{code}"
    assert "parameter" not in body or problem.parameter is not None
    assert problem.title
    assert problem.detail.endswith(".")
    assert "%(" not in problem.detail
    assert "Allow" in answer.headers or status != 405


@pytest.mark.parametrize("lang", ["fr", "ar", "zh-CN"])
def test_the_text_of_an_error_is_in_the_language_of_the_reader(
    speaking: FlaskClient, lang: str
) -> None:
    mark = {"zh-CN": "zh-Hans"}.get(lang, lang)
    for method, path, more, status, *_ in KINDS:
        answer = speaking.open(path, method=method, headers={"Accept-Language": lang}, **more)
        assert answer.status_code == status
        assert f"⟦{mark}⟧" in answer.json["detail"], path


def test_pages_answer_other_methods_with_a_page(speaking: FlaskClient) -> None:
    answer = speaking.post("/fr/heritage/library")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= set(answer.allow.as_set(preserve_casing=True))
    assert "⟦fr⟧This address does not answer such a request." in answer.text


@pytest.fixture(scope="module")
def broken_app(site: Settings, make_app: MakeApp) -> Flask:
    """An application with two routes that fail."""
    app = make_app(site)

    def fail(**_: str) -> str:
        raise RuntimeError("the secret of the traceback")

    app.add_url_rule("/<ui:ui>/broken", "broken", fail)
    app.add_url_rule("/api/v1/broken", "api_broken", fail)
    return app


def test_an_unforeseen_error_is_logged_once_and_shows_nothing(
    broken_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = broken_app.test_client().get("/ar/broken")
    assert answer.status_code == 500
    assert answer.content_type == "text/html; charset=utf-8"
    assert 'lang="ar" dir="rtl"' in answer.text
    assert "⟦ar⟧Something went wrong on our side." in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert record.getMessage() == "GET '/ar/broken' failed"
    assert record.exc_info is not None


def test_an_unforeseen_error_for_programs(
    broken_app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answer = broken_app.test_client().get("/api/v1/broken", headers={"Accept-Language": "de"})
    assert answer.status_code == 500
    assert Problem.model_validate(answer.json).code == "internal"
    assert answer.json["detail"].startswith("⟦de⟧")
    assert "secret" not in answer.text
    assert len(caplog.records) == 1


def test_in_debugging_the_error_is_raised(site: Settings) -> None:
    app = create_app(site, config={"TESTING": True, "PROPAGATE_EXCEPTIONS": True})
    app.add_url_rule("/broken", "broken", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        app.test_client().get("/broken")


@pytest.fixture
def unpublished(tmp_path: Path, make_app: MakeApp) -> FlaskClient:
    """A site of which nothing has been published."""
    return make_app(load(tmp_path, {})).test_client()


def test_before_anything_is_published(unpublished: FlaskClient) -> None:
    ready = unpublished.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json["status"] == "unavailable"
    assert unpublished.get("/health/live").json == {"status": "ok"}
    assert unpublished.get("/").headers["Location"] == "/en/"
    for path in ("/fr/", "/fr/about", "/fr/search?q=a", "/fr/heritage/", "/fr/heritage/library"):
        answer = unpublished.get(path)
        assert answer.status_code == 503
        assert "⟦fr⟧The glossary has not been published yet." in answer.text
    for path in ("lookup?term=a", "search?q=a", "suggest?q=a", "vocabularies", "languages"):
        answer = unpublished.get(f"/api/v1/{path}")
        assert answer.status_code == 503
        assert Problem.model_validate(answer.json).code == "unavailable"
    assert unpublished.get("/version").status_code == 503
