"""How often the right concept is found: library headings, typos, dropped accents, inflections.

The third-party data is not part of the project; name its folder with --data or GLOSSARY_SHARED.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from probes import KINDS, Labels, Probe, probes

from index import Document, Index, Query, build_index, open_index
from vocabularies import SOURCES, documents, gold, headings

CHECKOUT = Path(__file__).resolve().parent.parent
GOLD = ("subjects", "named-subjects", "genres")
FEWEST = 100
"""Languages with fewer usable labels are not reported: one label would be more than a percent."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many questions of a kind in a language were answered right."""

    source: str
    kind: str
    lang: str
    asked: int
    right: int


def published(folder: Path, documents: Iterable[Document]) -> Index:
    """Return an index of the documents."""
    builder = build_index(folder)
    for document in documents:
        builder.add(document)
    builder.commit({})
    return open_index(folder)


def answers(index: Index, text: str, lang: str = "", limit: int = 3) -> list[str]:
    """Return the ids that a reader is shown first.

    What was looked up, else what has all words, else what the first suggestion leads to in the
    same way, else what has some of the words.
    """
    found, rest = _found(index, text, lang, limit)
    if not found:
        for suggestion in index.similar(text, lang)[:1]:
            found, _ = _found(index, suggestion.text, lang, limit)
    return found or rest


def _found(index: Index, text: str, lang: str, limit: int) -> tuple[list[str], list[str]]:
    """Return the ids that a text finds as a whole, and those that it finds in part."""
    hits = index.lookup(text, lang, limit=limit)
    if hits:
        return [hit.id for hit in hits], []
    results = index.search(Query(text, lang, per_page=limit))
    ids = [hit.id for hit in results.hits]
    return ([], ids) if results.missing else (ids, [])


def gold_scores(data: Path, misses: list[str] | None = None) -> Iterator[Score]:
    """Yield how often the first answer to a recorded heading is the heading that it means."""
    with tempfile.TemporaryDirectory() as folder:
        index = published(Path(folder), headings(data))
        known = {document.id: document.labels[0].text for document in headings(data)}
        for name in GOLD:
            rows = list(gold(data, name, known))
            right = 0
            for query, id in rows:
                first = answers(index, query, limit=1)
                right += first == [id]
                if misses is not None and first != [id]:
                    shown = known[first[0]] if first else ""
                    misses.append(f"{name}\ten\t{query}\t{known[id]}\t{shown}")
            yield Score("FAST", name, "en", len(rows), right)


def label_scores(
    data: Path, source: str, count: int, seed: int, langs: Sequence[str] = (),
    misses: list[str] | None = None,
) -> Iterator[Score]:  # fmt: skip
    """Yield how often a changed label leads to its concept, by kind of change and language."""
    with tempfile.TemporaryDirectory() as folder:
        made = list(documents(data, source))
        index = published(Path(folder), made)
        labels = Labels(made)
        for lang in langs or labels.by_language:
            for kind in KINDS if lang in labels.by_language else ():
                asked = list(probes(labels, kind, lang, count, seed))
                wrong = [probe for probe in asked if not _is_right(index, labels, probe)]
                yield Score(source, kind, lang, len(asked), len(asked) - len(wrong))
                if misses is not None:
                    misses += [f"{kind}\t{lang}\t{p.text}\t{p.label}" for p in wrong]


def _is_right(index: Index, labels: Labels, probe: Probe) -> bool:
    return bool(labels.right(probe).intersection(answers(index, probe.text, probe.lang)))


def by_language(scores: Iterable[Score]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (asked, right) by kind and language, over all sources."""
    total: dict[tuple[str, str], tuple[int, int]] = {}
    for score in scores:
        asked, right = total.get((score.kind, score.lang), (0, 0))
        total[score.kind, score.lang] = asked + score.asked, right + score.right
    return total


def report(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the tables as Markdown: recorded headings, then changed labels by language."""
    headings = [score for score in scores if score.kind in GOLD]
    if headings:
        yield from ("| recorded headings | asked | first answer right |", "|---|---:|---:|")
        for score in headings:
            yield f"| {score.kind} | {score.asked:,} | {score.right / score.asked:.1%} |"
        yield ""
    total = by_language(score for score in scores if score.kind in KINDS)
    langs = {lang for (_, lang), (asked, _) in total.items() if asked >= FEWEST}
    if langs:
        yield "| language | " + " | ".join(KINDS) + " |"
        yield "|---|" + "---:|" * len(KINDS)
    for lang in sorted(langs):
        yield (
            f"| {lang} | " + " | ".join(_cell(*total.get((k, lang), (0, 0))) for k in KINDS) + " |"
        )


def _cell(asked: int, right: int) -> str:
    return f"{right / asked:.1%} of {asked:,}" if asked >= FEWEST else ""


def _task(task: tuple[Path, str, int, int, tuple[str, ...]]) -> tuple[list[Score], list[str]]:
    """Return scores and misses of one source; runs in a process of its own."""
    data, source, count, seed, langs = task
    misses: list[str] = []
    if source == "FAST":
        return list(gold_scores(data, misses)), misses
    return list(label_scores(data, source, count, seed, langs, misses)), misses


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("GLOSSARY_SHARED", CHECKOUT.parent / "shared"))
    parser.add_argument("--data", type=Path, default=shared / "data")
    parser.add_argument(
        "--source", action="append", choices=[*SOURCES, "FAST"], help="default: all"
    )
    parser.add_argument(
        "--count", type=int, default=200, help="questions of a kind, language, source"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lang", action="append", default=[], help="default: all")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--misses", type=Path, help="a file for the questions answered wrong")
    asked = parser.parse_args()
    sources = asked.source or [*SOURCES, "FAST"]
    tasks = [(asked.data, s, asked.count, asked.seed, tuple(asked.lang)) for s in sources]
    scores: list[Score] = []
    misses: list[str] = []
    with ProcessPoolExecutor(asked.processes) as pool:
        for some, wrong in pool.map(_task, tasks):
            scores += some
            misses += wrong
    if asked.misses:
        asked.misses.write_text("".join(line + "\n" for line in misses), "utf-8")
    sys.stdout.writelines(line + "\n" for line in report(scores))


if __name__ == "__main__":
    main()
