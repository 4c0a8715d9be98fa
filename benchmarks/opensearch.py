"""Measures the index at OpenSearch: requests for each kind of question, and time beside the same
query sent by the bare client library.

The site is published at the engine already; questions are made of its own labels. Both are asked in
turn, so that what else the machine does falls on both: read the ratios, not the times.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from opensearchpy import OpenSearch

from glossary.site.settings import load
from index import Index, Query, open_index
from index.opensearch.client import Client, client_of
from index.places import Address

_ROUNDS = 5
"""Each question is asked so often by both in turn; the quickest counts."""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("site", type=Path, help="folder of a site that is published at an engine")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    place = load(asked.site).index_place
    if not isinstance(place, Address):
        raise SystemExit("index_url of this site is no address of an engine")
    index, rng = open_index(place), random.Random(asked.seed)
    labels = _labels(index, rng, asked.queries)
    print("| question | requests | ms, median | bare client, ms | ratio |\n|---|---|---|---|---|")
    questions: dict[str, Callable[[str], object]] = {
        "lookup": index.lookup,
        "suggest": lambda text: index.suggest(text[:4]),
        "search, a word": lambda text: index.search(Query(text.split()[0])),
        "search, a label": lambda text: index.search(Query(text)),
        "search, words of two labels": lambda text: index.search(
            Query(f"{text.split()[0]} {rng.choice(labels).split()[-1]}")
        ),
        "spelling help": lambda text: index.similar(text[:2] + "x" + text[2:]),
    }
    for name, ask in questions.items():
        print(_measured(name, ask, labels, place))


def _labels(index: Index, rng: random.Random, count: int) -> Sequence[str]:
    """Return preferred terms of concepts that are chosen at random."""
    vocabulary = json.loads(index.metadata()["vocabularies"])[0]["id"]
    size = index.size(vocabulary)
    found: list[str] = []
    while len(found) < count:
        id = index.id_at(vocabulary, rng.randrange(size))
        record = json.loads(index.get(vocabulary, id or "") or b"{}")
        terms = [one[0]["text"] for one in record.get("terms", {}).values() if one]
        found += [rng.choice(terms)] if terms else []
    return found


def _measured(
    name: str, ask: Callable[[str], object], labels: Sequence[str], place: Address
) -> str:
    client, engine = client_of(place), OpenSearch(_hosts(place))
    own, bare, requests = [], [], []
    for text in labels:
        before = client.requests
        sent = _watched(client, partial(ask, text))
        requests.append(client.requests - before)
        both = partial(ask, text), partial(_sent, engine, sent)
        times = [[_seconds(one) for one in both] for _ in range(_ROUNDS)]
        own.append(min(one for one, _ in times))
        bare.append(min(other for _, other in times))
    ratio = statistics.median(one / other for one, other in zip(own, bare, strict=True))
    told = f"{statistics.median(own) * 1e3:.1f} | {statistics.median(bare) * 1e3:.1f}"
    counts = f"{statistics.mean(requests):.1f}, at most {max(requests)}"
    return f"| {name} | {counts} | {told} | {ratio:.2f} |"


def _watched(client: Client, ask: Callable[[], object]) -> list[Sequence[tuple[str, Any]]]:
    """Return what a question sends: the searches of each request."""
    sent: list[Sequence[tuple[str, Any]]] = []
    searches = client.searches

    def watch(bodies: Sequence[tuple[str, Any]]) -> list[dict[str, Any]]:
        sent.append(bodies)
        return searches(bodies)

    with patch.object(client, "searches", watch):
        ask()
    return sent


def _hosts(place: Address) -> list[str]:
    return [f"http://{host}" for host in place.url.split("//")[1].split("/")[0].split(",")]


def _sent(engine: OpenSearch, searches: Sequence[Sequence[tuple[str, Any]]]) -> None:
    """Send the same searches with the bare client."""
    for bodies in filter(None, searches):
        lines: list[Any] = []
        for index, body in bodies:
            lines += [{"index": index, "preference": "_local"}, body]
        engine.msearch(body=lines)


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
