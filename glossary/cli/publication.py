"""What a publication shows: a progress bar, then a summary."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from glossary.cli.findings import show_findings
from glossary.cli.terminal import counted
from glossary.publish import OnProgress, Summary

_BAR_WIDTH = 30
_ID_WIDTH = 16


@contextmanager
def progress_bar(quiet: bool) -> Iterator[OnProgress]:
    """Give a progress function that draws a bar with the remaining time on a terminal.

    Every phase has a bar and a time of its own.
    """
    phase = ""
    started = drawn = 0.0

    def draw(now_in: str, done: int, total: int) -> None:
        nonlocal phase, started, drawn
        now = time.monotonic()
        if now_in != phase:
            phase, started = now_in, now
        elif done < total and now - drawn < 0.1:
            return
        drawn = now
        left = (now - started) / done * (total - done) if done and now > started else None
        click.echo(f"\r{_drawn(phase, done, total, left)}\033[K", nl=False, err=True)

    shown = not quiet and sys.stderr.isatty()
    try:
        yield draw if shown else lambda phase, done, total: None
    finally:
        if shown:
            click.echo("\r\033[K", nl=False, err=True)


def _drawn(phase: str, done: int, total: int, left: float | None) -> str:
    """Return the line for a phase; `left` is the remaining time in seconds, None if unknown."""
    filled = _BAR_WIDTH * done // total
    bar = f"{phase:9} {'█' * filled}{'░' * (_BAR_WIDTH - filled)}"
    share = f"{done}/{total} concepts" if phase == "indexing" else f"{100 * done // total} %"
    return f"{bar} {share}" + ("" if left is None else f", {_time(left)} left")


def _time(seconds: float) -> str:
    """Return a time as a clock shows it: "42 s", "3:05 min"."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02} min"


def show_summary(done: Summary) -> None:
    """Show what a publication did and what it left out."""
    show_findings(done.findings)
    width = max([_ID_WIDTH, *map(len, done.concepts)])
    for id, count in done.concepts.items():
        langs = " ".join(f"{lang}:{n}" for lang, n in sorted(done.languages[id].items()))
        one = "concept " if count == 1 else "concepts"
        click.echo(f"  {id:{width}} {count:>7} {one}  {langs}")
    total = sum(done.concepts.values())
    changed = "" if done.changed is None else f", {done.changed} of them changed,"
    shown = counted(total, "concept", "concepts") + changed
    click.echo(f"Published {shown} in {done.seconds:.1f} s as {done.generation}.")
