"""Measures how long one waits: for the command line's help, and for a started server's answer.

The help is compared with importing Flask, in turn; the server is started after a publication and
asked until it answers, in turn with a bare Flask route under the same gunicorn settings.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import bare
import sites
from corpus import published
from processes import command_line, end_on_signals, environment, free_port, glossary, server
from report import spread, surroundings

from glossary.site.settings import Settings
from glossary.site.settings import load as load_settings

HEAD = ["| | ms | compared with | ms | ratio |", "|---|---:|---|---:|---:|"]
_LOOKUP = "/api/v1/lookup?term=archive"


def main() -> None:
    """Measure, and print the report."""
    end_on_signals()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sites.add_options(parser)
    parser.add_argument("--rounds", type=int, default=15, choices=range(1, 101), metavar="1-100")
    parser.add_argument("--starts", type=int, default=5, choices=range(1, 51), metavar="1-50")
    parser.add_argument("--markdown", type=Path, help="file to write the report to")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="glossary-bench-") as scratch:
        text = "\n".join(measure(asked, Path(scratch))) + "\n"
    print(text)
    if asked.markdown:
        asked.markdown.write_text(text, "utf-8")


def measure(asked: argparse.Namespace, scratch: Path) -> list[str]:
    """Return the report."""
    site = sites.chosen(asked, scratch)
    settings = load_settings(site.folder, {})
    help_ms, flask_ms = _in_turn(
        asked.rounds,
        lambda: _command(glossary(site.folder, "--help")),
        lambda: _command([sys.executable, "-c", "import flask"]),
    )
    tool = f"medians of {asked.rounds} runs and of {asked.starts} starts, in turn"
    return [
        *HEAD,
        _row("`glossary --help`", help_ms, '`python -c "import flask"`', flask_ms),
        first_answers(settings, asked.starts),
        "",
        *surroundings(published(settings), site.name, tool, command_line("startup.py")),
    ]


def first_answers(settings: Settings, starts: int) -> str:
    """Return the row about starting: a site's first lookup, in turn with the bare route."""
    first_ms, bare_ms = _in_turn(
        starts,
        lambda: _served(settings.site),
        lambda: _bare(settings.workers, settings.threads),
    )
    return _row("`glossary serve` to its first lookup", first_ms, "the bare Flask route", bare_ms)


def _in_turn(
    rounds: int, one: Callable[[], float], other: Callable[[], float]
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of both, measured in turn; the first round only warms up."""
    pairs = [(one(), other()) for _ in range(rounds + 1)][1:]
    return [first for first, _ in pairs], [second for _, second in pairs]


def _command(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, env=environment(), stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - started) * 1000


def _served(site: Path) -> float:
    port = free_port()
    return _first_answer(glossary(site, "serve", "--port", str(port)), port, _LOOKUP)


def _bare(workers: int, threads: int) -> float:
    port = free_port()
    command = [sys.executable, bare.__file__, "--port", str(port)]
    more = ["--workers", str(workers), "--threads", str(threads)]
    return _first_answer([*command, *more], port, bare.PATH)


def _first_answer(command: list[str], port: int, path: str) -> float:
    with contextlib.ExitStack() as stack:
        started = time.perf_counter()
        stack.enter_context(server(command, port, path))
        return (time.perf_counter() - started) * 1000


def _row(name: str, own: list[float], other_name: str, other: list[float]) -> str:
    ratios = [mine / theirs for mine, theirs in zip(own, other, strict=True)]
    medians = statistics.median(own), statistics.median(other)
    return f"| {name} | {medians[0]:.0f} | {other_name} | {medians[1]:.0f} | {spread(ratios)} |"


if __name__ == "__main__":
    main()
