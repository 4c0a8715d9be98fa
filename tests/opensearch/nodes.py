"""Real nodes of the search engine for tests, on this machine: one process each, on loopback.

    nodes.py fetch              get the engine with Maven, and compile the launcher
    nodes.py run PORT COUNT -- COMMAND…   start nodes, run a command with their address, stop them

A node answers HTTP on PORT + its number, from 1, and other nodes on PORT + 10 + its number. Only
processes that were started here are ended, by their ids. Data is in a temporary folder; in memory
where the machine has one for that.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
BUILT = Path(os.environ.get("GLOSSARY_ENGINE", HERE / "built"))
"""Where Maven puts the engine, and the launcher is compiled to."""
_OF_JAVA = (
    "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
    "-XX:MaxDirectMemorySize=128m", "-Xshare:auto",
)  # fmt: skip
_SECONDS_TO_START = 180
_IN_MEMORY = Path("/dev/shm")
_CHECKS = {
    "interval": "500ms",
    "timeout": "2s",
    "retry_count": "2",
}
"""A silent node is given up after some seconds; between machines one waits longer."""


def missing() -> str:
    """Return what is needed and not there, "" where nodes can be started."""
    if shutil.which("java") is None:
        return "there is no Java"
    if (
        not any((BUILT / "lib").glob("opensearch-2*.jar"))
        or not (BUILT / "TestNode.class").exists()
    ):
        return "the engine is not there: python tests/opensearch/nodes.py fetch"
    return ""


def fetch() -> None:
    """Get the engine from Maven Central and compile the launcher; nothing where they are there."""
    if not missing():
        return
    BUILT.mkdir(parents=True, exist_ok=True)
    command = ["mvn", "--batch-mode", "--quiet", "-f", str(HERE / "pom.xml")]
    into = [f"-DoutputDirectory={BUILT / 'lib'}", "-DincludeScope=runtime"]
    subprocess.run([*command, "dependency:copy-dependencies", *into], check=True)
    source = str(HERE / "java" / "TestNode.java")
    subprocess.run(["javac", "-cp", f"{BUILT}/lib/*", "-d", str(BUILT), source], check=True)


class Nodes:
    """Nodes that find each other; `urls` are their addresses."""

    def __init__(self, folder: Path, port: int, count: int) -> None:
        self.folder, self.port, self.numbers = folder, port, range(1, count + 1)
        self.urls = [f"http://127.0.0.1:{port + number}" for number in self.numbers]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        """The address of all of them, without the names of indexes."""
        return "opensearch://" + ",".join(url.partition("//")[2] for url in self.urls)

    def start(self, number: int) -> None:
        """Start one node, with the data that it has."""
        home = self.folder / f"node{number}"
        home.mkdir(parents=True, exist_ok=True)
        names = "".join(f"node{one}," for one in self.numbers)
        others = "".join(f"127.0.0.1:{self.port + 10 + one}," for one in self.numbers)
        settings = {
            "cluster.name": f"glossary-tests-{self.port}",
            "node.name": f"node{number}",
            "http.port": str(self.port + number),
            "transport.port": str(self.port + 10 + number),
            "discovery.seed_hosts": others,
            "cluster.initial_cluster_manager_nodes": names,
            "cluster.max_shards_per_node": "5000",
        }
        for checked in ("follower_check", "leader_check"):
            for name, value in _CHECKS.items():
                settings[f"cluster.fault_detection.{checked}.{name}"] = value
        classes = f"{HERE / 'java'}:{BUILT}:{BUILT}/lib/*"
        command = ["java", *_OF_JAVA, "-cp", classes, "TestNode", str(home)]
        with (home / "log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                [*command, *(f"{name}={value}" for name, value in settings.items())],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    def signal(self, number: int, sign: int) -> None:
        """Send a signal to one node; SIGKILL is waited for."""
        self._processes[number].send_signal(sign)
        if sign == signal.SIGKILL:
            self._processes[number].wait()

    def stop(self) -> None:
        """End all nodes."""
        for process in self._processes.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
        for process in self._processes.values():
            process.wait()

    def await_green(self, count: int = 0) -> float:
        """Return after how many seconds so many nodes (0: all) are there, with all their shards."""
        began, wanted = time.monotonic(), count or len(self.numbers)
        while time.monotonic() - began < _SECONDS_TO_START:
            for url in self.urls:
                found = _health(url)
                if found.get("status") == "green" and found.get("number_of_nodes") == wanted:
                    return time.monotonic() - began
            for number, process in self._processes.items():
                if process.poll() is not None and process.returncode != -signal.SIGKILL:
                    raise RuntimeError((self.folder / f"node{number}" / "log").read_text()[-2000:])
            time.sleep(0.1)
        raise TimeoutError(f"the nodes on {self.urls} are not there")


def _health(url: str) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=5) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except OSError:
        return {}


def ask(urls: Sequence[str], path: str) -> Any:
    """Return what the first node that answers says to a GET, as JSON."""
    for url in urls:
        try:
            with urllib.request.urlopen(f"{url}{path}", timeout=5) as answer:
                return json.load(answer)
        except OSError:
            continue
    raise OSError(f"no node answers {path}")


@contextmanager
def running(port: int, count: int) -> Iterator[Nodes]:
    """Return a context with nodes that are there; they are ended after it, whatever happens."""
    at = str(_IN_MEMORY) if os.access(_IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="glossary-nodes-", dir=at) as folder:
        nodes = Nodes(Path(folder), port, count)
        try:
            for number in nodes.numbers:
                nodes.start(number)
            nodes.await_green()
            yield nodes
        finally:
            nodes.stop()


def main(arguments: list[str]) -> int:
    """Do what is asked on the command line; return the exit code."""
    if arguments == ["fetch"]:
        fetch()
        return 0
    if len(arguments) > 4 and (arguments[0], arguments[3]) == ("run", "--"):
        with running(int(arguments[1]), int(arguments[2])) as nodes:
            environment = {**os.environ, "GLOSSARY_TEST_ENGINE": nodes.address}
            return subprocess.run(arguments[4:], env=environment, check=False).returncode
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
