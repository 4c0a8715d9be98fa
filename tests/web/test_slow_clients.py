"""A running server and clients that send half, nothing, rubbish, or take nothing."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from glossary.web.server.worker import CLIENT_SECONDS, Connections, Tally
from tests.conftest import DATA
from tests.patience import PATIENCE_SECONDS
from tests.servers import served

HELD_UP_SECONDS = CLIENT_SECONDS - 5
"""Who waits for slow clients waits longer: until those are sent away."""
HALF = {
    "silent": b"",
    "half a line": b"GET /en/ HT",
    "half a head": b"GET /api/v1/languages HTTP/1.1\r\nHost: x\r\nAccept:",
    "half a body": b"POST /api/v1/lookup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 90\r\n\r\n{",
    "half a form": b"POST /fr/account/forgot HTTP/1.1\r\nHost: x\r\nContent-Length: 70\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=a",
    "half a file": b"POST /en/translate/heritage/fr/upload HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000\r\n\r\n--b\r\n",
    "half a chunk": b"POST /en/proposals/new HTTP/1.1\r\nHost: x\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n40\r\nabc",
    "takes nothing": b"GET /en/ HTTP/1.1\r\nHost: x\r\n\r\n" * 30,
}
CHUNKED = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
BROKEN = (
    b"G\r\n{}\r\n0\r\n\r\n",
    b"-2\r\n{}\r\n0\r\n\r\n",
    b"0x2\r\n{}\r\n0\r\n\r\n",
    b"2\r\n{}?0\r\n\r\n",
    b"\r\n{}\r\n",
    b"2;\x00=1\r\n{}\r\n0\r\n\r\n",
)


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """A running server with two processes: itself, its address, its log."""
    folder = tmp_path_factory.mktemp("slow") / "site"
    shutil.copytree(DATA / "site", folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLOSSARY_")}
    log = folder.parent / "server.log"
    with served(folder, log, 2, kept) as (process, address):
        yield process, address, log


def connected(address: str) -> socket.socket:
    place = urlsplit(address)
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    made.settimeout(PATIENCE_SECONDS)
    made.connect((place.hostname, place.port))
    return made


def answered(address: str, raw: bytes) -> bytes:
    """Return what is answered until the connection is closed."""
    found = b""
    with connected(address) as client:
        client.sendall(raw)
        while part := client.recv(65536):
            found += part
    return found


def get(address: str, headers: dict[str, str] | None = None) -> Any:
    with urllib.request.urlopen(
        urllib.request.Request(address, headers=headers or {}), timeout=HELD_UP_SECONDS
    ) as answer:
        return answer.read().decode()


@pytest.mark.slow
@pytest.mark.parametrize("kind", HALF)
def test_slow_clients_hold_up_nobody(running: Any, kind: str) -> None:
    _, address, _ = running
    with ExitStack() as open_ones:
        for _ in range(50):
            client = open_ones.enter_context(connected(address))
            client.sendall(HALF[kind])
        for _ in range(5):
            assert json.loads(get(f"{address}/health/live")) == {"status": "ok"}
            assert json.loads(get(f"{address}/api/v1/lookup?term=library"))["total"] == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", [b"/api/v1/lookup", b"/en/account/sign-in", b"/en/nothing"])
def test_broken_chunks_are_a_bad_request(running: Any, path: bytes) -> None:
    _, address, log = running
    for kind in (b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data"):
        for body in BROKEN:
            answer = answered(address, CHUNKED % (path, kind) + body)
            assert answer.startswith(b"HTTP/1.1 400 "), (body, answer[:80])
    said = log.read_text("utf-8")
    assert "Traceback" not in said
    assert "127.0.0.1:" not in said.replace(address, "").replace("Listening at", "")


@pytest.mark.slow
def test_whole_chunks_are_read(running: Any) -> None:
    body = b'{"terms": [{"term": "school"}]}'
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = CHUNKED.replace(b"Host: x", b"Host: x\r\nConnection: close")
    answer = answered(running[1], head % (b"/api/v1/lookup", b"application/json") + chunks)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"school"' in answer


@pytest.mark.slow
def test_nobody_says_who_or_where_they_are(running: Any) -> None:
    _, address, _ = running
    pages = [
        get(f"{address}/en/", headers)
        for headers in (
            {},
            {"Script-Name": "//evil.example", "X-Forwarded-Proto": "https"},
            {"SCRIPT_NAME": "//evil.example"},
            {"X-Forwarded-Ssl": "on", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil"},
        )
    ]
    assert [page == pages[0] for page in pages] == [True] * 4
    raw = b"GET //evil.example/en/ HTTP/1.1\r\nHost: x\r\nSCRIPT_NAME: //evil.example\r\n"
    answer = answered(address, raw + b"Connection: close\r\n\r\n")
    assert not answer.startswith(b"HTTP/1.1 2")
    assert b'href="//evil' not in answer


@pytest.mark.slow
def test_a_refused_request_leaves_no_address_in_the_log(running: Any) -> None:
    _, address, log = running
    assert answered(address, b"GET / HTTP/9.9\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    said = [line for line in log.read_text("utf-8").splitlines() if "Invalid request" in line]
    assert said
    assert not [line for line in said if "127.0.0.1" in line]


@pytest.fixture
def single(tmp_path: Path) -> Iterator[tuple[Any, str]]:
    """A server of a test's own: itself and its address."""
    folder = tmp_path / "site"
    shutil.copytree(DATA / "site", folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLOSSARY_")}
    with served(folder, tmp_path / "server.log", 2, kept) as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_was_begun_is_answered_when_the_server_ends(
    single: tuple[Any, str], number: signal.Signals
) -> None:
    process, address = single
    body = b'{"terms": [{"term": "school"}]}'
    head = b"POST /api/v1/lookup HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with connected(address) as client:
        client.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body))
        assert get(f"{address}/health/live")
        time.sleep(0.3)  # so that the connection is not only in the queue
        process.send_signal(number)
        time.sleep(1)
        client.sendall(body)
        answer = b""
        while part := client.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b'"school"' in answer
    process.wait(PATIENCE_SECONDS)
    assert _is_free(address)


@pytest.mark.slow
def test_no_request_is_lost_when_the_processes_are_replaced(single: tuple[Any, str]) -> None:
    process, address = single
    stopped, lost, count = threading.Event(), list[str](), list[int]()

    def ask() -> None:
        while not stopped.is_set():
            try:
                get(f"{address}/api/v1/lookup?term=school")
                count.append(1)
            except OSError as error:
                lost.append(repr(error))

    callers = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
    for caller in callers:
        caller.start()
    process.send_signal(signal.SIGHUP)
    time.sleep(4)
    stopped.set()
    for caller in callers:
        caller.join(PATIENCE_SECONDS)
    assert count
    assert lost == []


_SLOWLY_MADE = """
import sys, time
from pathlib import Path
from glossary.web.server import Server
from glossary.site.settings import load

def made(master, worker):
    print("made", flush=True)
    time.sleep(2)

Server(load(Path(sys.argv[1])), bind="127.0.0.1:0", post_fork=made, graceful_timeout=600).run()
"""


@pytest.mark.slow
def test_no_stop_is_lost_to_a_process_that_is_just_being_made(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA / "site", tmp_path / "site")
    with subprocess.Popen(
        [sys.executable, "-c", _SLOWLY_MADE, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == b"made\n"
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)
        finally:
            process.kill()
    assert process.returncode == 0


def _is_free(address: str) -> bool:
    """Return whether another server can have the port within some seconds."""
    place = urlsplit(address)
    for _ in range(100):
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((place.hostname, place.port))
                listener.listen(1)
                return True
            except OSError:
                time.sleep(0.1)
    return False


def test_connections_are_left_to_a_process_that_has_fewer() -> None:
    tally = Tally()
    tally.enter(7)
    tally.enter(8)
    assert not tally.is_ahead(7)
    tally.count(7, 1)
    assert tally.is_ahead(7)
    assert not tally.is_ahead(8)
    tally.count(8, 1)
    assert not tally.is_ahead(7)
    tally.count(7, 1)
    tally.leave(8)
    assert not tally.is_ahead(7)
    tally.count(8, -1)
    assert not tally.is_ahead(7)


def test_with_many_connections_a_few_less_do_not_count() -> None:
    tally = Tally()
    tally.enter(1)
    tally.enter(2)
    tally.count(1, 40)
    tally.count(2, 36)
    assert not tally.is_ahead(1)
    tally.count(1, 8)
    assert tally.is_ahead(1)


def test_a_process_with_many_connections_takes_a_few_after_it_waited() -> None:
    tally = Tally()
    tally.enter(1)
    tally.enter(2)
    pool = Connections(100, tally, 1)
    tally.count(1, 32)
    assert [pool.full() for _ in range(7)] == [True, *[False] * 5, True]


def test_a_process_that_is_ahead_still_takes_every_other_turn() -> None:
    tally = Tally()
    tally.enter(1)
    tally.enter(2)
    pool = Connections(10, tally, 1)
    tally.count(1, 3)
    assert [pool.full() for _ in range(4)] == [True, False, True, False]
