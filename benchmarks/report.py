"""The report of a benchmark as Markdown: tables, machine, data, versions, command."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from corpus import Published
from load import Load
from processes import Cost, Memory
from questions import Door

from glossary import __version__
from glossary.languages import collation

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
        "",
    ]


def memory(used: Sequence[Memory]) -> list[str]:
    """Return the lines about the memory of the workers, the highest of each figure."""
    if not used:
        return []
    return [
        "| memory of a worker after the runs | MiB |",
        "|---|---:|",
        f"| resident (RSS) | {max(each.rss for each in used):.0f} |",
        f"| its share of what is shared (PSS) | {max(each.pss for each in used):.0f} |",
        f"| of that its own, not mapped from files | {max(each.own for each in used):.0f} |",
        "",
    ]


def table(
    doors: Sequence[Door],
    runs: dict[str, list[Run]],
    ratios: dict[str, list[float]],
    by_cpu: dict[str, list[float]],
    bare: Sequence[Run],
) -> list[str]:
    """Return the table of the doors; figures are medians of the rounds."""
    lines = [
        "| door | requests/s | p50 ms | p95 ms | p99 ms | CPU ms | answer | found | of bare "
        "| of bare, by CPU |",
        f"|---|{'---:|' * 9}",
        _row("bare Flask route", bare, "20", "1", "1"),
    ]
    for door in doors:
        found = "" if door.found is None else f"{door.found:.1f}"
        shown = (spread(ratios[door.name]), spread(by_cpu[door.name]))
        lines.append(_row(door.name, runs[door.name], found, *shown))
    return lines


def spread(ratios: Sequence[float]) -> str:
    """Return the median of ratios, with the lowest and highest; "" where there are none."""
    if not ratios:
        return ""
    return f"**{statistics.median(ratios):.2f}** ({min(ratios):.2f}–{max(ratios):.2f})"


def _row(name: str, runs: Sequence[Run], found: str, *ratios: str) -> str:
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
        *ratios,
    )
    return f"| {' | '.join(cells)} |"


def surroundings(found: Published, name: str, tool: str, command: str) -> list[str]:
    """Return the list of what the figures depend on."""
    return [
        *machine(tool),
        f"- data: {name}: {len(found.concepts):,} concepts, {len(found.languages)} languages "
        f"({', '.join(found.languages)}), {len(found.labels):,} labels",
        f"- command: `{command}`",
    ]


def machine(how: str) -> list[str]:
    """Return the part of that list that is about the machine, the versions and the method."""
    packages = ", ".join(f"{package} {metadata.version(package)}" for package in _PACKAGES)
    return [
        f"- machine: {_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB of memory, "
        f"{platform.system()}",
        f"- versions: glossary {__version__}, Python {platform.python_version()}, {packages}, "
        f"SQLite {sqlite3.sqlite_version}, collation {collation.engine()}",
        f"- method: {how}",
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
