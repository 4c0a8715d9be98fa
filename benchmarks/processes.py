"""Children of a benchmark: run, timed, waited for, and always stopped by their own pid."""

import http.client
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
_READY_SECONDS = 60.0
_STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a child process and its children took."""

    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory of a process in MiB: resident, its share of that, and what is no file's."""

    rss: float
    pss: float
    own: float


def environment(**more: str) -> dict[str, str]:
    """Return the environment without settings of another site, but for the address that stays."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "GLOSSARY_BASE_URL" or not name.startswith("GLOSSARY_")
    }
    return {**kept, "PYTHONPATH": str(CHECKOUT), **more}


def glossary(site: Path, *arguments: str) -> list[str]:
    """Return the command line of the program for a site."""
    return [str(BIN / "glossary"), "--site", str(site), *arguments]


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end and return its cost; SystemExit with its output if it fails."""
    started = time.monotonic()
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        try:
            assert child.stdout is not None
            output = child.stdout.read()
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            child.terminate()
            raise
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{output}")
    peak = used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - started, peak)


def command_line(script: str) -> str:
    """Return the command line of this run without folders of this machine."""
    given = [Path(word).name if "/" in word else word for word in sys.argv[1:]]
    return shlex.join(["python", f"benchmarks/{script}", *given])


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(command: Sequence[str], port: int, path: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until it answers at `path`, and stop it in the end."""
    child = subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_until_answers(child, port, path)
        yield child
    finally:
        stop(child)


def wait_until_answers(child: subprocess.Popen[bytes], port: int, path: str) -> None:
    """Return when a server answers 200; SystemExit when it ends or takes too long."""
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            said = child.stderr.read().decode(errors="replace") if child.stderr else ""
            raise SystemExit(f"the server on port {port} ended: {said}")
        try:
            if fetch(port, path)[0] == 200:
                return
        except OSError:
            pass  # it does not listen yet
        time.sleep(0.005)
    raise SystemExit(f"the server on port {port} did not answer within {_READY_SECONDS} s")


def fetch(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def stop(child: subprocess.Popen[bytes]) -> None:
    """End a child; the group that it leads where it does not obey."""
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if child.stderr:
        child.stderr.close()


def cpu_seconds(child: subprocess.Popen[bytes]) -> list[float]:
    """Return the CPU time of each worker of a server so far; [] where the system does not tell."""
    after_name = [line.rpartition(")")[2] for line in _of_workers(child, "stat")]
    ticks = [sum(int(part) for part in line.split()[11:13]) for line in after_name]
    return [each / os.sysconf("SC_CLK_TCK") for each in ticks]


def memory(child: subprocess.Popen[bytes]) -> list[Memory]:
    """Return the memory of each worker of a server; [] where the system does not tell."""
    found = []
    for text in _of_workers(child, "smaps_rollup"):
        lines = (line.split() for line in text.splitlines()[1:])
        mib = {words[0]: int(words[1]) / 1024 for words in lines}
        found.append(Memory(mib["Rss:"], mib["Pss:"], mib.get("Pss_Anon:", mib["Anonymous:"])))
    return found


def _of_workers(child: subprocess.Popen[bytes], name: str) -> list[str]:
    """Return what the system tells of each worker of a server in the file `name`."""
    listed = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    try:
        return [Path("/proc", pid, name).read_text() for pid in listed.read_text().split()]
    except OSError:
        return []


def end_on_signals() -> None:
    """Let SIGTERM end the program as Ctrl+C does, so that its children are stopped."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
