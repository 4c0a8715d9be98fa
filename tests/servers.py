"""`glossary serve` for a test, as a process of its own."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.patience import PATIENCE_SECONDS, wait_until


def free_port() -> int:
    """Return a port of this machine that nobody has."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def served(
    site: Path, log: Path, workers: int = 1, environment: Mapping[str, str] | None = None
) -> AbstractContextManager[tuple[subprocess.Popen[bytes], str]]:
    """Return a context in which a server answers for a site; gives the process and its address.

    It publishes the site first, where that was not done.
    """
    return served_by(sys.executable, site, log, workers, environment)


@contextmanager
def served_by(
    python: str | Path,
    site: Path,
    log: Path,
    workers: int = 1,
    environment: Mapping[str, str] | None = None,
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A context as of `served`, with the program of another environment."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [str(python), "-m", "glossary.cli", "--site", str(site), "serve"]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--workers", str(workers)],
            env=environment,
            cwd=site,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
        try:
            status = wait_until(lambda: _ready(process, address, log), "the server")
            assert status["status"] == "ok"
            yield process, address
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def _ready(process: subprocess.Popen[bytes], address: str, log: Path) -> dict[str, object]:
    """Return what a server says of itself, nothing as long as it does not answer."""
    assert process.poll() is None, log.read_text("utf-8")
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=PATIENCE_SECONDS) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except OSError:
        return {}
