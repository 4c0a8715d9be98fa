"""Measures the index in process against SQLite FTS5 and tantivy: CPU time by kind of question.

All three hold the same concepts and answer the same questions with the exact total, the facets
and 20 stored records. They are asked in turn, round by round, so that what else the machine does
falls on all: read the ratios, not the times.
"""

import argparse
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import sites
from asked import DEEP, PER_PAGE, USERS, Question, questions
from corpus import Published, concepts, published
from processes import command_line, end_on_signals
from report import spread, surroundings

from glossary.site.settings import load as load_settings
from index import open_index

try:
    from rivals import Engine, Ours, build
except ImportError as error:
    raise SystemExit(f"{error}; install it with: pip install -e '.[bench]'") from error

_LEAST_DEEP = 20


class Asked(NamedTuple):
    """The CPU milliseconds of each question of a kind in each round, by engine."""

    rounds: dict[str, list[list[float]]]
    totals: dict[str, list[int]]


def main() -> None:
    """Measure, and print the report."""
    end_on_signals()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sites.add_options(parser)
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 51), metavar="1-50")
    parser.add_argument("--queries", type=int, default=300, choices=range(10, 5001),
                        metavar="10-5000", help="different questions of each kind")  # fmt: skip
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--markdown", type=Path, help="file to write the report to")
    asked = parser.parse_args()
    asked.shared = not (asked.site or asked.vocabulary or asked.iconclass)
    with tempfile.TemporaryDirectory(prefix="glossary-bench-") as scratch:
        text = "\n".join(measure(asked, Path(scratch))) + "\n"
    print(text)
    if asked.markdown:
        asked.markdown.write_text(text, "utf-8")


def measure(asked: argparse.Namespace, scratch: Path) -> list[str]:
    """Return the report."""
    site = sites.chosen(asked, scratch / "site")
    settings = load_settings(site.folder, {})
    found = published(settings)
    _say("building the other engines")
    rivals = build(scratch, concepts(settings), found.languages)
    vocabularies = sorted({vocabulary for vocabulary, _ in found.concepts})
    made = questions(found.labels, vocabularies, sites.LOGGED, asked.queries, asked.seed)
    kind, deep = _deep(rivals[0], made.pop(DEEP))
    made[kind] = deep
    engines: list[Engine] = [Ours(open_index(settings.index_folder)), *rivals]
    gc.collect()
    gc.freeze()
    return _report(_rounds(engines, made, asked.rounds), found, site, asked)


def _deep(engine: Engine, wanted: list[Question]) -> tuple[str, list[Question]]:
    """Return the questions that have so many pages; if few have, the widest at their last page."""
    totals = {question: engine.ask(question).total for question in wanted}
    deep = [q for q in wanted if totals[q] > (q.page - 1) * PER_PAGE]
    if len(deep) >= _LEAST_DEEP:
        return DEEP, deep
    widest = sorted(wanted, key=lambda question: -totals[question])[: _LEAST_DEEP * 2]
    last = [replace(q, page=max(-(-totals[q] // PER_PAGE), 1)) for q in widest]
    return "last page", last


def _rounds(
    engines: Sequence[Engine], made: dict[str, list[Question]], rounds: int
) -> dict[str, Asked]:
    """Return the times by kind; before the first round every question was asked once."""
    seen = {}
    for kind, some in made.items():
        _say(f"once: {kind}")
        totals = {engine.name: _totals(engine, some) for engine in engines}
        seen[kind] = Asked({engine.name: [] for engine in engines}, totals)
    for number in range(rounds):
        for place, (kind, some) in enumerate(made.items()):
            _say(f"round {number + 1} of {rounds}: {kind}")
            first = (number + place) % len(engines)
            for engine in (*engines[first:], *engines[:first]):
                seen[kind].rounds[engine.name].append([_cpu_ms(engine, q) for q in some])
    return seen


def _totals(engine: Engine, some: list[Question]) -> list[int]:
    """Return how many concepts have all that was asked for.

    SystemExit where a page does not hold as many records as it must.
    """
    totals = []
    for question in some:
        answer = engine.ask(question)
        rest = max(answer.total - (question.page - 1) * PER_PAGE, 0)
        if not question.label and len(answer.records) != min(rest, PER_PAGE):
            raise SystemExit(
                f"{engine.name} answers {question.text()!r}, page {question.page}, with "
                f"{len(answer.records)} records and a total of {answer.total}"
            )
        totals.append(0 if answer.missing else answer.total)
    return totals


def _cpu_ms(engine: Engine, question: Question) -> float:
    started = time.process_time_ns()
    engine.ask(question)
    return (time.process_time_ns() - started) / 1e6


def _report(
    seen: dict[str, Asked], found: Published, site: sites.Site, asked: argparse.Namespace
) -> list[str]:
    names = list(seen[USERS].rounds)
    ours, *others = names
    kinds = {kind: some for kind, some in seen.items() if some.totals[ours]}
    users = ", ".join(f"{_ratio(seen[USERS], ours, other)} of {other}" for other in others)
    tool = (
        f"{asked.rounds} rounds of up to {asked.queries} questions of a kind, engines in turn; "
        f"CPU time of the process; tantivy {metadata.version('tantivy')}"
    )
    return [
        f"Mean CPU time of {USERS}: {users}.",
        "",
        "Milliseconds of CPU time for a question: mean, and p50 / p95 / p99; medians of the "
        "rounds. Ratios of the means, with the lowest and highest round.",
        "",
        f"| | questions | found | {' | '.join(f'{name} | p50 / p95 / p99' for name in names)} | "
        f"{' | '.join(f'{ours} : {other}' for other in others)} |",
        f"|---|{'---:|' * (2 + 2 * len(names) + len(others))}",
        *(_row(kind, some, names) for kind, some in kinds.items()),
        "",
        f"Totals of {ours}: as many, more or fewer than another engine, in % of the questions. "
        f"{ours} also finds inflected words, which can leave fewer where a word is excluded.",
        "",
        f"| | {' | '.join(f'{other}: as many | more | fewer' for other in others)} |",
        f"|---|{'---:|' * (3 * len(others))}",
        *(_agreement(kind, some, names) for kind, some in kinds.items()),
        "",
        *surroundings(found, site.name, tool, command_line("engines.py")),
    ]


def _row(kind: str, some: Asked, names: Sequence[str]) -> str:
    ours, *others = names
    totals = some.totals[ours]
    cells = [kind, str(len(totals)), f"{statistics.mean(totals):,.1f}"]
    for name in names:
        rounds = some.rounds[name]
        cells.append(f"{statistics.median(map(statistics.mean, rounds)):.3f}")
        cells.append(" / ".join(f"{_percentile(rounds, p):.3f}" for p in (50, 95, 99)))
    cells += [_ratio(some, ours, other) for other in others]
    return f"| {' | '.join(cells)} |"


def _percentile(rounds: list[list[float]], percent: int) -> float:
    places = [min(len(times) * percent // 100, len(times) - 1) for times in rounds]
    return statistics.median(
        sorted(times)[place] for times, place in zip(rounds, places, strict=True)
    )


def _ratio(some: Asked, one: str, other: str) -> str:
    ratios = [
        statistics.mean(mine) / statistics.mean(theirs)
        for mine, theirs in zip(some.rounds[one], some.rounds[other], strict=True)
    ]
    return spread(ratios)


def _agreement(kind: str, some: Asked, names: Sequence[str]) -> str:
    ours, *others = names
    cells = [kind]
    for other in others:
        pairs = list(zip(some.totals[ours], some.totals[other], strict=True))
        for count in (
            sum(mine == theirs for mine, theirs in pairs),
            sum(mine > theirs for mine, theirs in pairs),
            sum(mine < theirs for mine, theirs in pairs),
        ):
            cells.append(f"{100 * count / len(pairs):.1f}")
    return f"| {' | '.join(cells)} |"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
