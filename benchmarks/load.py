"""Loads a server over kept-alive connections: with `wrk` where it is installed, else by itself.

Both send the next request of a connection when the answer to the last has come. The client of
our own takes more of the machine than `wrk` does; the report says which one was used.
"""

import json
import multiprocessing
import selectors
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SCRIPT = Path(__file__).with_name("requests.lua")
_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Load:
    """What a run showed: requests and requests per second, latencies in milliseconds, bytes."""

    requests: int
    rate: float
    p50: float
    p95: float
    p99: float
    answer_bytes: float


def tool() -> str:
    """Return the name of the tool that loads."""
    if not shutil.which("wrk"):
        return "own client (Python sockets, 2 processes)"
    said = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return " ".join((said.stdout or said.stderr).split()[:2])


def load(
    port: int, paths: Path, seconds: float, connections: int, headers: Sequence[str] = ()
) -> Load:
    """Return how a server bears requests for `paths`, a file of one path on a line."""
    if shutil.which("wrk"):
        return _by_wrk(port, paths, seconds, connections, headers)
    return _by_ourselves(port, paths, seconds, connections, headers)


def _by_wrk(
    port: int, paths: Path, seconds: float, connections: int, headers: Sequence[str]
) -> Load:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--timeout", "10s",
               "-s", str(_SCRIPT), f"http://127.0.0.1:{port}", "--", str(paths),
               *headers]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds + 30, check=False
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode or not lines:
        raise SystemExit(f"wrk failed: {done.stderr or done.stdout}")
    found = json.loads(lines[0].removeprefix("RESULT "))
    if found["failed"] or not found["requests"]:
        raise SystemExit(f"{found['failed']} of {found['requests']} requests failed")
    return Load(
        found["requests"],
        found["requests"] / found["seconds"],
        found["p50"], found["p95"], found["p99"],
        found["bytes"] / found["requests"],
    )  # fmt: skip


def _by_ourselves(
    port: int, paths: Path, seconds: float, connections: int, headers: Sequence[str]
) -> Load:
    lines = paths.read_text("utf-8").split()
    more = "".join(f"{header}\r\n" for header in headers)
    asked = [
        f"GET {line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}\r\n".encode() for line in lines
    ]
    each = max(connections // _PROCESSES, 1)
    with multiprocessing.Pool(_PROCESSES) as pool:
        starts = [number * len(asked) // _PROCESSES for number in range(_PROCESSES)]
        work = [(port, asked, seconds, each, start) for start in starts]
        parts = pool.starmap(_one_process, work)
    times = sorted(ms for part, _ in parts for ms in part)
    size = sum(count for _, count in parts)
    at = [times[min(int(len(times) * share), len(times) - 1)] for share in (0.5, 0.95, 0.99)]
    return Load(len(times), len(times) / seconds, at[0], at[1], at[2], size / len(times))


class _Connection:
    """A kept-alive connection with one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.got = b""
        self.sent = 0.0

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self.got, self.sent = b"", time.perf_counter()
        self.socket.sendall(request)

    def received(self) -> int:
        """Take what has come; return the bytes of the answer when it is whole, else 0."""
        part = self.socket.recv(262144)
        if not part:
            raise RuntimeError("the server closed a connection")
        self.got += part
        head, end, _ = self.got.partition(b"\r\n\r\n")
        if not end:
            return 0
        lower = head.lower()
        if b" 200 " not in head[:15] or b"content-length:" not in lower:
            raise RuntimeError(f"unexpected answer: {head[:200]!r}")
        whole = len(head) + 4 + int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
        return whole if len(self.got) >= whole else 0


def _one_process(
    port: int, asked: list[bytes], seconds: float, connections: int, place: int
) -> tuple[list[float], int]:
    """Return the times of the answers in milliseconds, and their bytes."""
    times: list[float] = []
    size = 0
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            place += 1
            connection = _Connection(port)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(asked[place % len(asked)])
        while time.monotonic() < end:
            for key, _ in selector.select(1.0):
                got = key.data.received()
                if got:
                    times.append((time.perf_counter() - key.data.sent) * 1000)
                    size += got
                    place += 1
                    key.data.ask(asked[place % len(asked)])
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return times, size
