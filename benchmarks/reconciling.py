"""How well recorded headings are reconciled, through the protocol: the strings of Digital
Scriptorium against FAST, with and without the type that a cataloguer knows.

A third of the strings, chosen by the digest of the string, was never looked at while the rules were
made: --part held. The data is not part of the project; name its folder with --data or
GLOSSARY_SHARED. A site of FAST is published with: publishing.py --fast --keep FOLDER.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from glossary.site.settings import load
from glossary.web import create_app
from vocabularies import FACETS, gold, headings

CHECKOUT = Path(__file__).resolve().parent.parent
FORMS = "formgenre"
GOLD = ("subjects", "named-subjects", "genres")
TYPES: dict[str, list[str]] = {
    "subjects": [facet for facet in FACETS if facet != FORMS],
    "named-subjects": [facet for facet in FACETS if facet != FORMS],
    "genres": [FORMS],
}
"""The facets that hold what a column of each kind has in it."""
_BATCH = 50
_FIRST = 5
_THIRD = 3


@dataclass(slots=True)
class Counts:
    """How many strings were asked, and how many answers were right."""

    asked: int = 0
    first: int = 0
    first_five: int = 0
    matches: int = 0
    right_matches: int = 0
    seconds: float = 0.0


def is_held(text: str) -> bool:
    """Return whether a string is of the third that nobody looked at."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % _THIRD == 0


def rows(data: Path, name: str, known: Iterable[str], part: str) -> Iterator[tuple[str, str]]:
    """Yield strings with the id of the one heading that each means."""
    for text, id in gold(data, name, known):
        if part == "all" or is_held(text) == (part == "held"):
            yield text, id


def answers(
    client: FlaskClient, texts: Sequence[str], types: Sequence[str]
) -> list[list[tuple[str, bool]]]:
    """Return for each text the ids of its candidates, and whether each is surely meant."""
    more = {"type": list(types)} if types else {}
    queries = {
        f"q{place}": {"query": text, "limit": _FIRST, **more} for place, text in enumerate(texts)
    }
    answer = client.post("/reconcile/in/en", data={"queries": json.dumps(queries)})
    made = answer.get_json()
    return [
        [(one["id"].rpartition("/")[2].rpartition(":")[2], one["match"])
         for one in made[key]["result"]]
        for key in queries
    ]  # fmt: skip


def measured(client: FlaskClient, asked: Sequence[tuple[str, str]], types: Sequence[str]) -> Counts:
    """Return how often the right heading was found."""
    counts = Counts()
    for start in range(0, len(asked), _BATCH):
        some = asked[start : start + _BATCH]
        begun = time.perf_counter()
        found = answers(client, [text for text, _ in some], types)
        counts.seconds += time.perf_counter() - begun
        for (_, id), candidates in zip(some, found, strict=True):
            ids = [one for one, _ in candidates]
            counts.asked += 1
            counts.first += ids[:1] == [id]
            counts.first_five += id in ids
            if candidates and candidates[0][1]:
                counts.matches += 1
                counts.right_matches += ids[0] == id
    return counts


def report(name: str, typed: bool, counts: Counts) -> str:
    """Return a line of the table."""
    n = max(counts.asked, 1)
    right = counts.right_matches / max(counts.matches, 1)
    return (
        f"| {name} | {'yes' if typed else 'no'} | {counts.asked:,} | {counts.first / n:.1%} | "
        f"{counts.first_five / n:.1%} | {counts.matches:,} | {right:.1%} | "
        f"{counts.seconds / n * 1000:.1f} |"
    )


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("GLOSSARY_SHARED", CHECKOUT.parent / "shared"))
    parser.add_argument("--data", type=Path, default=shared / "data")
    parser.add_argument("--site", type=Path, required=True, help="a published site of FAST")
    parser.add_argument("--part", choices=("tuned", "held", "all"), default="all")
    asked = parser.parse_args()
    client = create_app(load(asked.site, {})).test_client()
    known = [document.id for document in headings(asked.data)]
    print("| strings | type named | asked | first right | in first five | `match` | of these right"
          " | ms each |")  # fmt: skip
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for name in GOLD:
        wanted = list(rows(asked.data, name, known, asked.part))
        for types in ([], TYPES[name]):
            print(report(name, bool(types), measured(client, wanted, types)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
