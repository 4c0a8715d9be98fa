"""A batch of ten queries of reconciliation: our service beside datasette-reconcile, in one run.

The rival has the preferred terms of one language in a table with an index for full text. It is a
program of its own: python -m venv V; V/bin/pip install datasette datasette-reconcile;
python benchmarks/reconcile_rivals.py --site FOLDER --datasette V/bin/datasette
Both answer in turn, so read the ratio, not the times.
"""

import argparse
import http.client
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sites
from corpus import concepts
from processes import command_line, end_on_signals, free_port, glossary, server

from glossary.site.settings import load

Batch = dict[str, dict[str, str]]
_BATCH = 10
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CONFIG = {"id_field": "id", "name_field": "name", "type_default": [{"id": "c", "name": "c"}]}


def table(names: dict[str, str], file: Path) -> None:
    """Write ids and names as a table of SQLite with an index for full text."""
    rows = sqlite3.connect(file)
    rows.execute("CREATE TABLE concepts (id TEXT PRIMARY KEY, name TEXT)")
    rows.executemany("INSERT INTO concepts VALUES (?, ?)", names.items())
    rows.execute("CREATE VIRTUAL TABLE concepts_fts USING fts5(name, content='concepts')")
    rows.execute("INSERT INTO concepts_fts (concepts_fts) VALUES ('rebuild')")
    rows.commit()
    rows.close()


def named(names: Sequence[str], count: int, seed: int) -> Iterator[Batch]:
    """Yield batches of ten names as they are."""
    chance = random.Random(seed)
    for _ in range(count):
        yield _batch(chance.sample(names, _BATCH))


def mixed(names: Sequence[str], count: int, seed: int) -> Iterator[Batch]:
    """Yield batches: of ten names six as they are, the others in small letters, in the other
    number, with a letter too few, and of two words of different names.
    """
    chance = random.Random(seed)
    for _ in range(count):
        some = chance.sample(names, _BATCH + 1)
        asked = [*some[:6], some[6].lower(), some[7].rstrip("s"), some[8][:2] + some[8][3:],
                 f"{some[9].split()[0]} {some[10].split()[-1]}"]  # fmt: skip
        yield _batch(asked)


def _batch(texts: Sequence[str]) -> Batch:
    return {f"q{place}": {"query": one} for place, one in enumerate(texts)}


def ask(connection: http.client.HTTPConnection, path: str, batch: Any) -> tuple[float, Any]:
    """Return the seconds and the answer of a batch."""
    body = urlencode({"queries": json.dumps(batch)})
    begun = time.perf_counter()
    connection.request("POST", path, body, _FORM)
    answer = connection.getresponse()
    content = answer.read()
    taken = time.perf_counter() - begun
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}: {content[:300]!r}")
    return taken, json.loads(content)


def found(answer: Any, batch: Any, names: dict[str, str]) -> int:
    """Return how many of the names that were asked as they are came first."""
    first = (answer[key]["result"][:1] for key in list(batch)[:6])
    asked = [batch[key]["query"] for key in list(batch)[:6]]
    return sum(
        bool(one) and names.get(one[0]["id"]) == name
        for one, name in zip(first, asked, strict=True)
    )


def main() -> None:
    """Measure, and print the table."""
    end_on_signals()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--site", type=Path, required=True, help="a published site")
    parser.add_argument("--datasette", type=Path, required=True, help="the rival's program")
    parser.add_argument("--lang", default="en")
    parser.add_argument("--batches", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    site = sites.chosen(argparse.Namespace(site=asked.site), Path())
    names = {
        json.loads(one.record)["uri"]: text
        for one in concepts(load(site.folder, {}))
        for tag, text in one.labels[:20]
        if tag == asked.lang and text in _preferred(one.record, asked.lang)
    }
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        table(names, scratch / "rival.db")
        plugins = {"plugins": {"datasette-reconcile": _CONFIG}}
        metadata = {"databases": {"rival": {"tables": {"concepts": plugins}}}}
        (scratch / "metadata.json").write_text(json.dumps(metadata), "utf-8")
        ours, theirs = free_port(), free_port()
        own = stack.enter_context(
            server(glossary(site.folder, "serve", "--port", str(ours), "--workers", "1"), ours,
                   "/reconcile")
        )  # fmt: skip
        rival = stack.enter_context(
            server([str(asked.datasette), "serve", str(scratch / "rival.db"), "-m",
                    str(scratch / "metadata.json"), "-p", str(theirs)], theirs,
                   "/rival/concepts/-/reconcile")
        )  # fmt: skip
        del own, rival
        compared = {
            "ours": (http.client.HTTPConnection("127.0.0.1", ours, timeout=60), "/reconcile"),
            "datasette-reconcile": (
                http.client.HTTPConnection("127.0.0.1", theirs, timeout=60),
                "/rival/concepts/-/reconcile",
            ),
        }
        texts = list(names.values())
        for told, make in (("names as they are", named), ("six so, four otherwise", mixed)):
            _measure(told, compared, list(make(texts, asked.batches, asked.seed)), names)
    print(f"command: {command_line('reconcile_rivals.py')}")


def _preferred(record: bytes, lang: str) -> set[str]:
    terms = json.loads(record)["terms"].get(lang, ())
    return {one["text"] for one in terms if one["status"] == "preferred"}


def _measure(told: str, compared: Any, made: list[Any], names: dict[str, str]) -> None:
    times: dict[str, list[float]] = {name: [] for name in compared}
    right = dict.fromkeys(compared, 0)
    for connection, path in compared.values():
        ask(connection, path, made[0])  # warm
    for batch in made:
        for name, (connection, path) in compared.items():
            seconds, answer = ask(connection, path, batch)
            times[name].append(seconds)
            right[name] += found(answer, batch, names)
    ratios = [one / two for one, two in zip(*times.values(), strict=True)]
    print(f"| {_BATCH} queries: {told} | median ms | least ms | names found first |")
    print("|---|---:|---:|---:|")
    for name, taken in times.items():
        share = right[name] / (6 * len(made))
        middle, best = statistics.median(taken) * 1000, min(taken) * 1000
        print(f"| {name} | {middle:.1f} | {best:.1f} | {share:.1%} |")
    least = [min(taken) for taken in times.values()]
    print(
        f"\nratio, median of {len(made)} pairs: {statistics.median(ratios):.3f}; "
        f"of the least: {least[0] / least[1]:.3f}\n"
    )


if __name__ == "__main__":
    main()
