"""What operators see: figures by door, a line for each request, and the id that joins them."""

import json
import logging
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from glossary.errors import BrokenSource
from glossary.site.settings import Settings
from glossary.web import create_app
from glossary.web.observing import logs, metrics
from glossary.web.observing.kinds import KINDS, kind_of
from tests.patience import PATIENCE_SECONDS
from tests.servers import served

Make = Callable[..., Flask]


@pytest.fixture
def observed(site: Settings, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A function that returns the application of a site with settings for observers."""

    def make(**values: object) -> Flask:
        for name, value in values.items():
            monkeypatch.setattr(site, name, value)
        return create_app(site)

    return make


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/api/v1/lookup", "lookup"),
        ("/api/v1/vocabularies/heritage/search", "api"),
        ("/rest/v1/heritage/search", "skosmos"),
        ("/reconcile/heritage/in/fr", "reconcile"),
        ("/zh-Hans/heritage/library", "page"),
        ("/fr/search", "search page"),
        ("/en/translate/heritage/fr/", "contributing"),
        ("/en/heritage/library/propose", "contributing"),
        ("/heritage.ttl", "files"),
        ("/sitemap-heritage-1.xml", "machines"),
        ("/health/ready", "health"),
        ("/whatever/" + "x" * 1000, "page"),
        ("/", "page"),
        ("", "page"),
    ],
)
def test_few_names_for_many_addresses(path: str, kind: str) -> None:
    assert kind_of(path, ("en", "fr", "zh-Hans")) == kind
    assert kind in KINDS


def test_nothing_of_it_by_default(site: Settings) -> None:
    client = create_app(site).test_client()
    assert client.get("/metrics").status_code == 404
    assert "X-Request-ID" not in client.get("/health/live").headers


def test_requests_are_counted_by_door_method_and_status(observed: Make) -> None:
    client = observed(metrics="on").test_client()
    for term in ("library", "museum", ""):
        client.get("/api/v1/lookup", query_string={"term": term}).close()
    client.get("/heritage.ttl").get_data()
    client.open("/en/", method="PROPFIND").close()
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain")
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.text.splitlines()
    assert 'glossary_requests_total{door="lookup",method="GET",status="200"} 2.0' in lines
    assert 'glossary_requests_total{door="lookup",method="GET",status="400"} 1.0' in lines
    assert 'glossary_requests_total{door="files",method="GET",status="200"} 1.0' in lines
    assert 'glossary_requests_total{door="page",method="other",status="405"} 1.0' in lines
    assert 'glossary_request_seconds_count{door="lookup"} 3.0' in lines
    assert "glossary_index_up 1.0" in lines
    assert "glossary_database_up 1.0" in lines


def test_an_answer_that_nobody_reads_is_counted_once_it_is_closed(observed: Make) -> None:
    client = observed(metrics="on").test_client()
    client.head("/heritage.ttl").close()
    text = client.get("/metrics").text
    assert 'glossary_requests_total{door="files",method="HEAD",status="200"} 1.0' in text


def test_an_index_that_is_away_is_told(
    make_site: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = make_site()
    monkeypatch.setattr(settings, "metrics", "on")
    text = create_app(settings).test_client().get("/metrics").text
    assert "glossary_index_up 0.0" in text
    assert "glossary_concepts" not in text


def test_the_library_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(metrics, "import_module", missing)
    with pytest.raises(BrokenSource, match=r"convergence-glossary\[metrics\]"):
        metrics.Meters()


def test_a_server_that_cannot_count_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(metrics, "import_module", missing)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    with pytest.raises(BrokenSource, match="need the extra"):
        metrics.begin(tmp_path / "metrics")


@pytest.mark.parametrize(
    ("proxies", "sent", "is_taken"),
    [
        (1, "a1b2-c3", True),
        (0, "a1b2-c3", False),
        (1, "two words", False),
        (1, "x" * 129, False),
        (1, "", False),
    ],
)
def test_the_id_of_a_request(observed: Make, proxies: int, sent: str, is_taken: bool) -> None:
    client = observed(metrics="on", trusted_proxies=proxies).test_client()
    first, second = (
        client.get("/api/v1/languages", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
        for _ in range(2)
    )
    assert (first == second == sent) is is_taken
    assert is_taken or first != second


def test_a_line_for_each_request_tells_nothing_of_people(
    observed: Make, caplog: pytest.LogCaptureFixture
) -> None:
    client = observed(access_log="on").test_client()
    caplog.set_level(logging.INFO, "glossary.access")
    with client.get("/en/search?q=secret") as answer:
        id, size = answer.headers["X-Request-ID"], len(answer.get_data())
    (record,) = (one for one in caplog.records if one.name == "glossary.access")
    line = json.loads(logs.JsonLines().format(record))
    assert (line["method"], line["path"], line["status"]) == ("GET", "/en/search", 200)
    assert (line["door"], line["request_id"], line["level"]) == ("search page", id, "info")
    assert line["bytes"] == size
    assert "secret" not in json.dumps(line)


def test_what_is_logged_in_a_request_has_its_id(observed: Make) -> None:
    app = observed(access_log="on")
    handler, lines = logging.Handler(), list[str]()
    handler.addFilter(logs.with_request)
    handler.emit = lambda record: lines.append(logs.JsonLines().format(record))  # type: ignore[method-assign]
    app.add_url_rule("/fails", view_func=lambda: 1 / 0)
    logger = logging.getLogger("glossary.web.errors")
    logger.addHandler(handler)
    try:
        id = app.test_client().get("/fails").headers["X-Request-ID"]
    finally:
        logger.removeHandler(handler)
    (line,) = map(json.loads, lines)
    assert (line["level"], line["request_id"]) == ("error", id)
    assert "ZeroDivisionError" in line["error"]


def test_several_processes_count_together(own_site: Settings, tmp_path: Path) -> None:
    text = 'metrics = "on"\naccess_log = "on"\nlog_format = "json"\n'
    file = own_site.site / "glossary.toml"
    file.write_text(file.read_text("utf-8") + text if file.is_file() else text, "utf-8")
    log = tmp_path / "log"

    def get(address: str) -> str:
        with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())

    with served(own_site.site, log, workers=2) as (_, address):
        for _ in range(12):
            get(f"{address}/api/v1/lookup?term=library")
        counted = get(f"{address}/metrics")
    assert 'glossary_requests_total{door="lookup",method="GET",status="200"} 12.0' in counted
    lines = [one for one in log.read_text("utf-8").splitlines() if one[:1] == "{"]
    asked = [one for one in map(json.loads, lines) if one.get("door") == "lookup"]
    assert len({one["request_id"] for one in asked}) == 12
    assert any("Listening at" in json.loads(one)["message"] for one in lines)
