"""An engine that does not answer: 503 for readers and programs, and a balancer is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from glossary.cli.main import main
from glossary.publish import publish
from glossary.site.settings import Settings, load
from glossary.web import create_app
from index import Index, IndexUnreachable, open_index
from tests.servers import free_port


@dataclass
class Leaving:
    """An index whose engine goes away, at once or after a request has begun."""

    index: Index
    is_away: bool = False
    asks_left: int = 1_000_000

    def _ask(self) -> None:
        self.asks_left -= 1
        if self.is_away or self.asks_left < 0:
            raise IndexUnreachable("no node answers")

    @contextmanager
    def snapshot(self) -> Iterator[object]:
        self._ask()
        with self.index.snapshot() as held:
            yield held

    def __getattr__(self, name: str) -> object:
        found = getattr(self.index, name)

        def ask(*given: object, **named: object) -> object:
            self._ask()
            return found(*given, **named)

        return ask


@pytest.fixture
def leaving(published: Path) -> tuple[Flask, Leaving]:
    """An application on a published site, and its index, which can go away."""
    app = create_app(load(published, {}))
    reader = app.extensions["glossary"]
    reader.index = made = Leaving(open_index(reader.settings.index_place))
    return app, made


_PATHS = (
    "/en/", "/fr/heritage/", "/ar/heritage/library", "/en/search?q=library", "/heritage.ttl",
    "/api/v1/lookup?term=library", "/api/v1/suggest?q=lib", "/api/v1/search?q=library",
    "/api/v1/vocabularies", "/version",
)  # fmt: skip


@pytest.mark.parametrize("path", _PATHS)
@pytest.mark.parametrize("asks_left", [0, 1, 2, 3])
def test_an_engine_that_goes_away_at_any_moment_is_a_503_or_nothing(
    leaving: tuple[Flask, Leaving], path: str, asks_left: int
) -> None:
    app, index = leaving
    client = app.test_client()
    whole = client.get(path, follow_redirects=True)
    assert whole.status_code == 200
    index.asks_left = asks_left
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code in (200, 503)
    if not asks_left:
        assert answer.status_code == 503
        assert "Retry-After" in answer.headers
        if path.startswith("/api/"):
            assert answer.json["type"].endswith("#unreachable")
            assert answer.content_type.startswith("application/problem+json")
        elif "ttl" not in path and path != "/version":
            assert f'<html lang="{path[1:3]}"' in answer.text
    index.asks_left = 1_000_000
    assert client.get(path, follow_redirects=True).data == whole.data


def test_a_balancer_is_told_as_soon_as_the_engine_is_away(
    leaving: tuple[Flask, Leaving],
) -> None:
    app, index = leaving
    client = app.test_client()
    assert client.get("/health/ready").status_code == 200
    index.is_away = True
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json["status"]) == (503, "unavailable")
    assert client.get("/health/live").status_code == 200
    index.is_away = False
    assert client.get("/health/ready").status_code == 200


def test_commands_say_in_one_line_that_the_engine_is_away(
    make_site: Callable[[], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("opensearchpy")
    monkeypatch.setattr("index.opensearch.client.DEADLINE_SECONDS", 0.2)
    settings = make_site()
    publish(settings)
    monkeypatch.setenv("GLOSSARY_INDEX_URL", f"opensearch://127.0.0.1:{free_port()}/words")
    for command in ("lookup library", "publish", "index status", "index check", "index sweep"):
        told = CliRunner().invoke(main, ["--site", str(settings.site), *command.split()])
        assert told.exit_code == 1, command
        [line] = told.stderr.strip().splitlines()
        assert line.startswith("glossary: The engine of the index does not answer"), command
