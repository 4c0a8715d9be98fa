"""Measures publishing: CPU and wall time, peak memory, and concepts for a second of CPU time.

Vocabularies of very different size are published in turn, round by round. The sample of Iconclass
is every n-th of its concepts, as many as the UNESCO Thesaurus has: the same mixture of languages
and lengths, so that the last column shows what size alone costs.
"""

import argparse
import gzip
import lzma
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import sites
from corpus import counted
from processes import CHECKOUT, Cost, command_line, end_on_signals, run
from report import machine

from glossary.site.settings import load as load_settings

SAMPLE = 4485
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_CONCEPT = "<http://www.w3.org/2004/02/skos/core#Concept>"
_LCSH_BASE = "http://id.loc.gov/authorities/subjects/"
_FAST_BASE = "http://id.worldcat.org/fast/"
_FACETS = ("chronological", "event", "formgenre", "meeting", "title", "topical")


@dataclass(frozen=True, slots=True)
class Case:
    """A site to publish: what the report calls it, and how its vocabularies' files are made."""

    name: str
    make: Callable[[Path], list[Path]]


@dataclass(slots=True)
class Published:
    """The costs of all rounds of a case, and what its site holds: concepts and labels."""

    costs: list[Cost]
    concepts: int = 0
    labels: int = 0


def sample(folder: Path) -> Path:
    """Return a file with an even sample of Iconclass, links to other concepts left out."""
    with lzma.open(sites.ICONCLASS, "rt", encoding="utf-8") as lines:
        every = [line.split(" ", 1)[0] for line in lines if _is_concept(line)]
    kept = {every[number * len(every) // SAMPLE] for number in range(SAMPLE)}
    dropped = set(every) - kept
    made = folder / "iconclass-sample.nt.gz"
    with (
        lzma.open(sites.ICONCLASS, "rt", encoding="utf-8") as lines,
        gzip.open(made, "wt", encoding="utf-8", compresslevel=1) as out,
    ):
        out.writelines(_without(lines, dropped))
    return made


def _is_concept(line: str) -> bool:
    return line.split(" ", 2)[1:] == [_TYPE, f"{_CONCEPT} .\n"]


def _without(lines: Iterable[str], dropped: set[str]) -> Iterator[str]:
    for line in lines:
        subject, _, value = line.split(" ", 2)
        if subject not in dropped and value.removesuffix(" .\n") not in dropped:
            yield line


def lcsh(folder: Path) -> Path:
    """Return a SKOS file of the headings of LCSH, without any links."""
    return _headings(sites.LCSH, folder / "lcsh.nt.gz", _LCSH_BASE)


def fast(folder: Path) -> list[Path]:
    """Return six facets of FAST, each a file with its headings, which have no links."""
    return [
        _headings(sites.FAST / f"fast-{facet}.tsv.gz", folder / f"{facet}.nt.gz", _FAST_BASE)
        for facet in _FACETS
    ]


def _headings(table: Path, made: Path, base: str) -> Path:
    converter = CHECKOUT / "benchmarks" / "flat.py"
    run([sys.executable, str(converter), str(table), str(made), "--base", base])
    return made


CASES = {
    "unesco": Case("UNESCO Thesaurus", lambda _: [sites.UNESCO]),
    "sample": Case("Iconclass, sample", lambda folder: [sample(folder)]),
    "iconclass": Case("Iconclass", lambda _: [sites.ICONCLASS]),
    "lcsh": Case("LCSH, headings only", lambda folder: [lcsh(folder)]),
    "fast": Case("FAST, six facets, headings only", fast),
}


def main() -> None:
    """Measure, and print the report."""
    end_on_signals()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for flag, case in CASES.items():
        parser.add_argument(f"--{flag}", action="store_true", help=f"publish: {case.name}")
    parser.add_argument("--rounds", type=int, default=1, choices=range(1, 51), metavar="1-50")
    parser.add_argument("--keep", type=Path, help="folder to leave the sites in, by flag")
    parser.add_argument("--markdown", type=Path, help="file to write the report to")
    asked = parser.parse_args()
    chosen = [flag for flag in CASES if getattr(asked, flag)]
    if not chosen:
        parser.error(f"nothing to publish; name one or more of: {' '.join(CASES)}")
    with tempfile.TemporaryDirectory(prefix="glossary-bench-") as scratch:
        folder = asked.keep or Path(scratch)
        text = "\n".join(measure(chosen, asked.rounds, folder, Path(scratch))) + "\n"
    print(text)
    if asked.markdown:
        asked.markdown.write_text(text, "utf-8")


def measure(chosen: list[str], rounds: int, folder: Path, scratch: Path) -> list[str]:
    """Return the report; the sites stand in `folder` afterwards."""
    files = {flag: CASES[flag].make(scratch) for flag in chosen}
    seen = {flag: Published([]) for flag in chosen}
    for number in range(1, rounds + 1):
        for flag, made in files.items():
            print(f"round {number} of {rounds}: {flag}", file=sys.stderr, flush=True)
            shutil.rmtree(folder / flag / "instance", ignore_errors=True)
            seen[flag].costs.append(sites.publish(folder / flag, *made))
    for flag, published in seen.items():
        published.concepts, published.labels = counted(load_settings(folder / flag, {}))
    return [
        "| | concepts | labels | CPU s | wall s | peak MiB | concepts / CPU s | labels / CPU s "
        "| concepts / CPU s, of the sample's |",
        f"|---|{'---:|' * 8}",
        *(
            _row(CASES[flag].name, published, seen.get("sample"))
            for flag, published in seen.items()
        ),
        "",
        *machine(f"{rounds} rounds in turn; median, with the lowest and highest"),
        f"- command: `{command_line('publishing.py')}`",
    ]


def _row(name: str, seen: Published, base: Published | None) -> str:
    speeds = [seen.concepts / cost.cpu_seconds for cost in seen.costs]
    cells = [
        name,
        f"{seen.concepts:,}",
        f"{seen.labels:,}",
        _spread([cost.cpu_seconds for cost in seen.costs], ".1f"),
        _spread([cost.wall_seconds for cost in seen.costs], ".1f"),
        f"{max(cost.peak_mib for cost in seen.costs):,.0f}",
        _spread(speeds, ",.0f"),
        _spread([seen.labels / cost.cpu_seconds for cost in seen.costs], ",.0f"),
        "",
    ]
    if base is not None and base is not seen:
        beside = (base.concepts / cost.cpu_seconds for cost in base.costs)
        cells[-1] = _spread([a / b for a, b in zip(speeds, beside, strict=True)], ".2f")
    return f"| {' | '.join(cells)} |"


def _spread(values: list[float], form: str) -> str:
    middle = format(statistics.median(values), form)
    if len(values) == 1:
        return middle
    return f"{middle} ({format(min(values), form)}–{format(max(values), form)})"


if __name__ == "__main__":
    main()
