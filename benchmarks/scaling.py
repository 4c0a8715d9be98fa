"""Measures whether a question costs what it finds: rare words in a small and in a large index.

Publishes vocabularies that are made up, in two sizes, and asks both in turn for words that stand in
three labels of each: alone, with filters, counted by facets, and completed. What must not
grow with the size is told as a ratio of CPU time.

python benchmarks/scaling.py [--sizes 5000 200000] [--most 1.3]
"""

import argparse
import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from index import Document, Index, Label, Query, build_index, open_index

KINDS: dict[str, Callable[[Index, str], object]] = {
    "lookup": lambda index, word: index.lookup(word),
    "search, one word": lambda index, word: index.search(Query(word)),
    "search, one word is unknown": lambda index, word: index.search(Query(f"{word} unknownword")),
    "search, in a language": lambda index, word: index.search(Query(word, lang="en")),
    "search, in a vocabulary": lambda index, word: index.search(
        Query(word, vocabularies=("first",))
    ),
    "search, in a sector": lambda index, word: index.search(Query(word, sectors=("museum",))),
    "search, in a group": lambda index, word: index.search(Query(word, groups=("half",))),
    "search, below a concept of many": lambda index, word: index.search(
        Query(word, below=("first", "1"))
    ),
    "search, with one word excluded": lambda index, word: index.search(Query(f"{word} -common")),
    "search, beginning of a word": lambda index, word: index.search(Query(f"{word[:-1]}*")),
    "completion": lambda index, word: index.suggest(word[:-1]),
    "completion, in a vocabulary": lambda index, word: index.suggest(word[:-1], "en", ("first",)),
}
"""What is asked for a rare word, by how the report calls it."""
FREQUENT: dict[str, Callable[[Index, str], object]] = {
    "search, a rare and a frequent word": lambda index, word: index.search(Query(f"{word} common")),
    "search, a frequent word": lambda index, _: index.search(Query("common")),
}
"""What grows with the postings of a frequent word: told, not held against anything."""
_VOCABULARIES = ("first", "second")
_SECTORS = ("archive", "library", "museum")
_RARE = 3
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


def words(seed: int) -> Iterator[str]:
    """Yield different words that can be spoken and have no ending that a stemmer takes off."""
    rng = random.Random(seed)
    seen: set[str] = set()
    while True:
        syllables = (rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in range(5))
        word = "".join(syllables) + "k"
        if word not in seen:
            seen.add(word)
            yield word


def documents(size: int, rare: list[str], seed: int = 1) -> Iterator[Document]:
    """Yield so many concepts; each rare word stands in the labels of three, spread over all.

    Other words stand in some ten labels each, however many concepts there are; one word in every
    third label. The first concept of a vocabulary is above a hundred others, each above a share.
    """
    rng, others = random.Random(seed), words(seed + 1)
    plain = [next(others) for _ in range(size // 5 + 1)]
    held: dict[int, list[str]] = {}
    for word in rare:
        for place in (*rng.sample(range(200, size), _RARE - 1), rng.randrange(201, size, 3)):
            held.setdefault(place, []).append(word)
    for number in range(size):
        vocabulary, id = _VOCABULARIES[number % 2], str(number // 2 + 1)
        found = [*held.get(number, ()), *rng.sample(plain, 2), *["common"] * (number % 3 == 0)]
        labels = [_label(" ".join(found), "en"), _label(" ".join(reversed(found)), "fr")]
        above = () if id == "1" else ("1",) if int(id) <= 100 else (str(2 + int(id) % 99),)
        yield Document(
            vocabulary, id, f"https://example.org/{vocabulary}/{id}", labels, (),
            sectors=(rng.choice(_SECTORS),), groups=("half",) if number % 4 < 2 else (),
            status="approved", parents=above, summary=b"{}", record=b'{"id": "%d"}' % number,
        )  # fmt: skip


def _label(text: str, lang: str) -> Label:
    return Label(text, lang, "preferred", text.encode(), text[0].upper())


def publish(folder: Path, size: int, rare: list[str]) -> Index:
    """Return the index of a made-up vocabulary with so many concepts."""
    builder = build_index(folder)
    for document in documents(size, rare):
        builder.add(document)
    builder.commit({})
    return open_index(folder)


def milliseconds(ask: Callable[[Index, str], object], index: Index, asked: list[str]) -> float:
    """Return the CPU time of one question on average."""
    started = time.process_time()
    for word in asked:
        ask(index, word)
    return (time.process_time() - started) * 1000 / len(asked)


def measured(
    ask: Callable[[Index, str], object], indexes: list[Index], rare: list[str], rounds: int
) -> list[list[float]]:
    """Return the CPU time of a question in each index, round by round; they are asked in turn,
    and every word is asked for once in each.
    """
    share = len(rare) // (rounds + 1)
    found = []
    for number in range(rounds + 1):  # the first warms up
        some = rare[number * share : (number + 1) * share]
        found.append([milliseconds(ask, index, some) for index in indexes])
    return found[1:]


def report(sizes: list[int], rounds: int, queries: int, scratch: Path) -> tuple[list[str], float]:
    """Return the lines of a table, and the worst of the ratios that are held."""
    made = words(7)
    rare = [next(made) for _ in range(queries * (rounds + 1))]
    indexes = []
    for size in sizes:
        print(f"publishing {size} concepts …", file=sys.stderr)
        indexes.append(publish(scratch / str(size), size, rare))
    gc.collect()
    gc.freeze()
    lines = ["| question | " + " | ".join(f"{size} concepts" for size in sizes) + " | ratio |"]
    lines.append("|---|" + "---|" * (len(sizes) + 1))
    worst = 0.0
    for name, ask in {**KINDS, **FREQUENT}.items():
        found = measured(ask, indexes, rare, rounds)
        times = [statistics.median(times) for times in zip(*found, strict=True)]
        ratio = statistics.median(times[-1] / times[0] for times in found)
        worst = max(worst, 0.0 if name in FREQUENT else ratio)
        told = " | ".join(f"{time:.3f} ms" for time in times)
        lines.append(f"| {name} | {told} | {ratio:.2f} |")
    return lines, worst


def main() -> None:
    """Measure, and print the report; end with 1 where a ratio is above `--most`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs=2, default=[5_000, 200_000], metavar="CONCEPTS")
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 51), metavar="1-50")
    parser.add_argument("--queries", type=int, default=60, choices=range(10, 201), metavar="10-200",
                        help="different words in each round")  # fmt: skip
    parser.add_argument("--most", type=float, help="the largest ratio that is well")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="glossary-bench-") as scratch:
        lines, worst = report(asked.sizes, asked.rounds, asked.queries, Path(scratch))
    print("\n".join(lines))
    if asked.most and worst > asked.most:
        sys.exit(f"a question costs {worst:.2f} times as much, at most {asked.most} is well")


if __name__ == "__main__":
    main()
