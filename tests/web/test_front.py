"""Requests in the loop of a process: what takes milliseconds holds up nothing that takes less."""

import errno
import os
import shutil
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import gevent
import pytest
from flask import request
from gevent import socket
from werkzeug.test import EnvironBuilder

from glossary.site.settings import load
from glossary.web import create_app
from glossary.web.server import is_brief, is_quick
from glossary.web.server.front import Front, Turns
from tests.conftest import DATA

_WORK_SECONDS = 0.006
"""More than the loop answers before it looks at its clients."""


@pytest.fixture
def pair() -> Iterator[tuple[Any, Any]]:
    """Two ends of a connection."""
    one, other = socket.socketpair()
    with one, other:
        yield one, other


def _work() -> None:
    begun = time.perf_counter()
    while time.perf_counter() < begun + _WORK_SECONDS:
        pass


def test_a_small_request_comes_in_between_many_long_ones(pair: tuple[Any, Any]) -> None:
    order: list[str] = []

    def app(environ: dict[str, str], start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/health/live":
            order.append("small")
            return []
        if not order:
            pair[0].send(b"?")  # a client that comes while the first long answer is made
        order.append("long")
        _work()
        return []

    front = Front(app, 1, 1000, is_quick, is_brief)

    def ask(path: str) -> None:
        front({"REQUEST_METHOD": "GET", "PATH_INFO": path}, print)

    def small() -> None:
        pair[1].recv(1)
        ask("/health/live")

    first = gevent.spawn(small)
    gevent.sleep(0)  # so that it waits for its client
    long = [gevent.spawn(ask, "/ru/search") for _ in range(40)]
    gevent.joinall([first, *long], raise_error=True)
    assert order.count("long") == 40
    assert order.index("small") <= 3


def test_turns_come_in_the_order_asked_for_and_one_by_one() -> None:
    turns, order, working = Turns(), list[int](), list[int]()

    def ask(number: int) -> None:
        with turns.one():
            working.append(number)
            assert working == [number]
            _work()
            order.append(number)
            working.remove(number)

    gevent.joinall([gevent.spawn(ask, number) for number in range(12)], raise_error=True)
    assert order == list(range(12))


def test_an_answer_that_fails_ends_its_turn() -> None:
    def app(environ: dict[str, str], start: Any) -> list[bytes]:
        _work()
        raise ValueError("no answer")

    front = Front(app, 1, 1000, is_quick, is_brief)
    for _ in range(3):
        with pytest.raises(ValueError, match="no answer"):
            front({"REQUEST_METHOD": "GET", "PATH_INFO": "/es/"}, print)


@pytest.mark.parametrize("path", ["/fr/proposals/", "/fr/account/sign-in"])
def test_a_body_that_cannot_be_kept_is_told_in_the_language_of_the_reader(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(load(shutil.copytree(DATA / "site", tmp_path / "site"), {}))
    app.add_url_rule(
        "/fr/proposals/", "reads", lambda: request.get_data() and "read", methods=["POST"]
    )
    said: list[str] = []
    front = Front(app, 1, 1_000_000, is_quick, is_brief)

    def full(body: Any, part: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(SpooledTemporaryFile, "write", full)
    fields = b"email=a%40example.org&password=" + b"x" * 90_000
    environ = EnvironBuilder(
        path,
        method="POST",
        input_stream=BytesIO(fields),
        content_length=len(fields),
        content_type="application/x-www-form-urlencoded",
    ).get_environ()
    answer = b"".join(front(environ, lambda status, headers: said.append(status))).decode()
    assert said == ["503 SERVICE UNAVAILABLE"]
    assert '<html lang="fr"' in answer
    assert str(tmp_path) not in answer
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize(
    ("path", "brief"),
    [
        ("/health/live", True),
        ("/words/health/live", True),
        ("/api/v1/lookup", True),
        ("/api/v1/suggest", True),
        ("/static/style.0a1b.css", True),
        ("/health/ready", False),
        ("/api/v1/search", False),
        ("/api/v1/lookup/more", False),
        ("/en/search", False),
        ("/ar/heritage/", False),
    ],
)
def test_which_addresses_wait_for_nobody(path: str, brief: bool) -> None:
    assert is_brief(path) is brief
