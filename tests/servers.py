"""`glossary serve` for a test, as a process of its own."""

import json
import multiprocessing
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from glossary.cli.main import main
from tests.patience import PATIENCE_SECONDS, wait_until

_LASTING_PORTS = range(20_000, 30_000)
"""Ports that systems give to nobody who asks for any."""
_first = os.getpid() % len(_LASTING_PORTS)
_untried = iter((*_LASTING_PORTS[_first:], *_LASTING_PORTS[:_first]))
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(["glossary.publish.turns", "glossary.web.server"])


def free_port() -> int:
    """Return a port of this machine that nobody has."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def lasting_port() -> int:
    """Return a port for this process of tests alone, which may use it again and again."""
    for port in _untried:
        with socket.socket() as listener:
            if listener.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("every port is taken")


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
            _wait(lambda: process.poll() is None, address, log)
            yield process, address
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


@contextmanager
def forked(site: Path, log: Path, port: int, workers: int = 1) -> Iterator[str]:
    """A context in which a server answers for a site that was published for this port; its address.

    The server is `glossary serve`, in a process that had loaded the program before: for tests of
    what is served, in a fourth of the time.
    """
    command = ["--site", str(site), "serve", "--port", str(port), "--workers", str(workers)]
    log.touch()
    process = _forking.Process(target=_serve, args=(command, site, log))
    process.start()
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process.is_alive, address, log)
        yield address
    finally:
        process.terminate()
        process.join(PATIENCE_SECONDS)


def _serve(command: list[str], site: Path, log: Path) -> None:
    """Run a command of the program in the folder of a site, with all that it says in a file."""
    with log.open("wb") as stream:
        for standard in (1, 2):
            os.dup2(stream.fileno(), standard)
    os.chdir(site)
    main(command)


def _wait(is_running: Callable[[], bool], address: str, log: Path) -> None:
    """Wait until a server answers that it is well."""
    status = wait_until(lambda: _ready(is_running, address, log), "the server")
    assert status["status"] == "ok"


def _ready(is_running: Callable[[], bool], address: str, log: Path) -> dict[str, object]:
    """Return what a server says of itself, nothing as long as it does not answer."""
    assert is_running(), log.read_text("utf-8")
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=PATIENCE_SECONDS) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except OSError:
        return {}
