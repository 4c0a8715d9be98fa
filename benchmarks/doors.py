"""Measures the doors of a site against a bare Flask route under the same server.

A site is published, or found as it is, and served by `glossary serve`; beside it runs one route of
Flask that answers with 20 rows. Both are loaded in turn with the same tool, so that what else the
machine does falls on both: read the ratios, not the times. Nothing is answered from a cache.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import bare
import load
import report
import sites
import startup
from corpus import Published, published
from processes import (
    Memory,
    command_line,
    cpu_seconds,
    end_on_signals,
    fetch,
    free_port,
    glossary,
    memory,
    server,
)
from questions import Door, doors
from report import Run
from skosmos_questions import skosmos_doors

from glossary.site.settings import Settings
from glossary.site.settings import load as load_settings

_WARM_SECONDS = 2.0
_LEAST_SHARE = 0.6
"""Of the busiest worker's CPU time. Connections are kept, and now and then one worker takes nearly
all of them: such a run measures one process, and is repeated.
"""
_TRIES = 8


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs, and its port."""

    process: subprocess.Popen[bytes]
    port: int


@dataclass(slots=True)
class Measured:
    """The runs of all rounds: of the doors and of the bare route, and their ratios by round, of
    requests per second and of CPU time.
    """

    doors: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    ratios: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    by_cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bare: list[Run] = field(default_factory=list)
    repeated: int = 0
    memory: list[Memory] = field(default_factory=list)


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sites.add_options(parser)
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 51), metavar="1-50")
    parser.add_argument("--seconds", type=int, default=3, choices=range(1, 61), metavar="1-60",
                        help="length of one run")  # fmt: skip
    parser.add_argument("--queries", type=int, default=400, choices=range(10, 5001),
                        metavar="10-5000", help="different addresses of each door")  # fmt: skip
    parser.add_argument("--connections", type=int, default=16, choices=range(2, 257),
                        metavar="2-256")  # fmt: skip
    parser.add_argument("--workers", type=int, default=2, choices=range(1, 65), metavar="1-64")
    parser.add_argument("--starts", type=int, default=3, choices=range(1, 51), metavar="1-50",
                        help="starts that are timed")  # fmt: skip
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--skosmos", action="store_true",
                        help="ask the routes of the Skosmos interface")  # fmt: skip
    parser.add_argument("--gzip", action="store_true", help="ask for compressed answers")
    parser.add_argument("--markdown", type=Path, help="file to write the report to")
    return parser.parse_args()


def main() -> None:
    """Measure, and print the report."""
    end_on_signals()
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="glossary-bench-") as scratch:
        lines = measure(asked, Path(scratch))
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.markdown:
        asked.markdown.write_text(text, "utf-8")


def measure(asked: argparse.Namespace, scratch: Path) -> list[str]:
    """Return the report."""
    _say("publishing, where that is not done")
    site = sites.chosen(asked, scratch / "site")
    settings = load_settings(site.folder, {})
    found = published(settings)
    log = sites.LOGGED if sites.LOGGED.is_file() else None
    _say("starting")
    first = startup.first_answers(settings, asked.starts)
    with _servers(asked, settings) as (served, plain):
        ask = partial(_answer, served.port)
        if asked.skosmos:
            made = [*skosmos_doors(settings, asked.queries, asked.seed, ask)]
        else:
            shown = settings.interface_languages
            made = [*doors(found, asked.queries, asked.seed, shown, log, ask)]
        measured = _rounds(asked, scratch, made, served, plain)
    return _lines(asked, settings.threads, site, found, made, measured, first)


@contextlib.contextmanager
def _servers(asked: argparse.Namespace, settings: Settings) -> Iterator[tuple[Served, Served]]:
    """Start the site and the bare route."""
    workers = ["--workers", str(asked.workers)]
    first = free_port()
    command = glossary(
        settings.site, "serve", "--host", "127.0.0.1", "--port", str(first), *workers
    )
    with server(command, first, "/health/ready") as process:
        second = free_port()
        plain = [sys.executable, bare.__file__, "--port", str(second), *workers]
        with server([*plain, "--threads", str(settings.threads)], second, bare.PATH) as other:
            yield Served(process, first), Served(other, second)


def _answer(port: int, path: str) -> bytes:
    status, body = fetch(port, path)
    if status != 200:
        raise SystemExit(f"{path} answers {status}: {body[:300]!r}")
    return body


def _rounds(
    asked: argparse.Namespace, scratch: Path, made: list[Door], site: Served, plain: Served
) -> Measured:
    """Return the runs; in each round every door stands between two runs of the bare route."""
    headers = ["Accept-Encoding: gzip"] if asked.gzip else []
    files = {door.name: _file(scratch, door.name, door.paths) for door in made}
    rows = _file(scratch, "bare", [bare.PATH])

    def once(served: Served, paths: Path, seconds: float = asked.seconds) -> Run:
        for _ in range(_TRIES):
            before = cpu_seconds(served.process)
            seen = load.load(served.port, paths, seconds, asked.connections, headers)
            spent = [b - a for a, b in zip(before, cpu_seconds(served.process), strict=True)]
            if not spent or min(spent) >= _LEAST_SHARE * max(spent):
                break
            measured.repeated += 1
        return Run(seen, sum(spent) / seen.requests * 1000)

    measured = Measured()
    for paths in files.values():
        once(site, paths, _WARM_SECONDS)
    once(plain, rows, _WARM_SECONDS)
    for number in range(1, asked.rounds + 1):
        before = once(plain, rows)
        measured.bare.append(before)
        for name, paths in files.items():
            _say(f"round {number} of {asked.rounds}: {name}")
            answered = once(site, paths)
            after = once(plain, rows)
            measured.doors[name].append(answered)
            measured.bare.append(after)
            beside = statistics.mean((before.load.rate, after.load.rate))
            measured.ratios[name].append(answered.load.rate / beside)
            if answered.cpu:
                cpu = statistics.mean((before.cpu, after.cpu))
                measured.by_cpu[name].append(cpu / answered.cpu)
            before = after
    measured.memory = memory(site.process)
    return measured


def _file(folder: Path, name: str, paths: list[str]) -> Path:
    name = name.replace(", ", "-").replace(" ", "-").replace("/", "-")
    file = folder / f"paths-{name}.txt"
    file.write_text("\n".join(paths) + "\n", "utf-8")
    return file


def _lines(
    asked: argparse.Namespace,
    threads: int,
    site: sites.Site,
    found: Published,
    made: list[Door],
    measured: Measured,
    first: str,
) -> list[str]:
    tool = (
        f"{load.tool()}, {asked.connections} connections kept alive, {asked.rounds} rounds of "
        f"{asked.seconds} s for each door between two of the bare route, "
        f"{min(len(door.paths) for door in made)}–{max(len(door.paths) for door in made)} "
        f"addresses each, labels drawn as the name of the door says (without a mixture: each "
        f"address once), {'compressed' if asked.gzip else 'not compressed'}; "
        f"gunicorn with {asked.workers} workers of {threads} threads for both; "
        f"{measured.repeated} runs repeated because one worker had got most connections"
    )
    return [
        *(report.publication(site.cost, found) if site.cost else ()),
        *report.table(made, measured.doors, measured.ratios, measured.by_cpu, measured.bare),
        "",
        *report.memory(measured.memory),
        *startup.HEAD,
        first,
        "",
        *report.surroundings(found, site.name, tool, command_line("doors.py")),
    ]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
