"""The report of a benchmark as Markdown: tables, machine, data, versions, command."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from load import Load
from processes import Cost
from questions import Door, Published

from glossary import __version__, collation

_PACKAGES = ("flask", "werkzeug", "jinja2", "gunicorn", "whoosh3", "pydantic")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run showed, and the CPU time of the server for a request in milliseconds."""

    load: Load
    cpu: float


def publication(cost: Cost, found: Published) -> list[str]:
    """Return the lines about publishing."""
    each = cost.cpu_seconds / len(found.concepts) * 1000
    return [
        "| publish | |",
        "|---|---:|",
        f"| CPU | {cost.cpu_seconds:.1f} s ({each:.1f} ms a concept) |",
        f"| wall | {cost.wall_seconds:.1f} s |",
        f"| peak memory | {cost.peak_mib:.0f} MiB |",
    ]


def table(doors: Sequence[Door], runs: dict[str, list[Run]], ratios: dict[str, list[float]],
          bare: Sequence[Run]) -> list[str]:  # fmt: skip
    """Return the table of the doors; figures are medians of the rounds."""
    lines = [
        "| door | requests/s | p50 ms | p95 ms | p99 ms | CPU ms | answer | found | of bare |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        _row("bare Flask route", bare, "20", "1"),
    ]
    for door in doors:
        of = ratios[door.name]
        found = "" if door.found is None else f"{door.found:.1f}"
        shown = f"**{statistics.median(of):.2f}** ({min(of):.2f}–{max(of):.2f})"
        lines.append(_row(door.name, runs[door.name], found, shown))
    return lines


def _row(name: str, runs: Sequence[Run], found: str, ratio: str) -> str:
    def middle(part: str) -> float:
        return float(statistics.median(getattr(run.load, part) for run in runs))

    cpu = statistics.median(run.cpu for run in runs)

    cells = (
        name,
        f"{middle('rate'):,.0f}",
        *(f"{middle(part):.1f}" for part in ("p50", "p95", "p99")),
        f"{cpu:.2f}" if cpu else "",
        f"{middle('answer_bytes') / 1000:.1f} kB",
        found,
        ratio,
    )
    return f"| {' | '.join(cells)} |"


def surroundings(found: Published, name: str, tool: str, command: str) -> list[str]:
    """Return the list of what the figures depend on."""
    packages = ", ".join(f"{package} {metadata.version(package)}" for package in _PACKAGES)
    return [
        f"- machine: {_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB of memory, "
        f"{platform.system()}",
        f"- data: {name}: {len(found.concepts):,} concepts, {len(found.languages)} languages "
        f"({', '.join(found.languages)}), {len(found.labels):,} labels",
        f"- versions: glossary {__version__}, Python {platform.python_version()}, {packages}, "
        f"SQLite {sqlite3.sqlite_version}, collation {collation.engine()}",
        f"- load: {tool}",
        f"- command: `{command}`",
    ]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
