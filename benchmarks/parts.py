"""What each part of our own buys beside Whoosh and SQLite: the doors, with it and without it.

Questions are asked in process, in front of Flask, with each part left out in turn: what it holds is
then read from SQLite, or not kept at all. Read the ratios: both halves of a round are neighbours.

python benchmarks/parts.py --shared
"""

import argparse
import contextlib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import sites
from corpus import published
from processes import command_line, end_on_signals
from questions import Door, doors
from report import machine
from werkzeug.test import EnvironBuilder, run_wsgi_app

from glossary.site.settings import Settings
from glossary.site.settings import load as load_settings
from glossary.web import create_app
from glossary.web.api import fast_path
from index.embedded.files import hashes, stored_values
from index.embedded.files.codec import DTYPE
from index.embedded.files.generations import Generations
from index.embedded.reading import completion

Left = contextlib.AbstractContextManager[object]
_DOORS = ("lookup", "suggest", "search", "search, full page", "concept page")
_COUNT = 300


def fast_way() -> Left:
    """Leave out the short way in front of Flask."""
    return mock.patch.object(fast_path, "register", return_value=None)


def top_completions() -> Left:
    """Read all completions of short prefixes."""
    return mock.patch.object(completion, "_kept", return_value=None)


@contextlib.contextmanager
def values_in_sqlite(folder: Path, scratch: Path) -> Iterator[None]:
    """Read ids, summaries, records and texts from rows of SQLite, by their number."""
    files, kinds = stored_values.StoredValues(folder), ("id", "summary", "record", "text")
    rows = _database(scratch / "values.sqlite")
    counts = dict.fromkeys(kinds, files.concepts) | {"text": files.segments}
    for kind in kinds:
        rows.execute(f"CREATE TABLE {kind} (number INTEGER PRIMARY KEY, value)")
        read = getattr(files, kind)
        numbered = ((number, read(number)) for number in range(1, counts[kind] + 1))
        rows.executemany(f"INSERT INTO {kind} VALUES (?, ?)", numbered)  # noqa: S608
    rows.commit()

    def reading(kind: str) -> Callable[[object, int], Any]:
        sql = f"SELECT value FROM {kind} WHERE number = ?"  # noqa: S608
        return lambda _, number: rows.execute(sql, (int(number),)).fetchone()[0]

    with contextlib.ExitStack() as patches:
        for kind in kinds:
            patches.enter_context(
                mock.patch.object(stored_values.StoredValues, kind, reading(kind))
            )
        yield
    rows.close()


@contextlib.contextmanager
def hashes_in_sqlite(folder: Path, scratch: Path) -> Iterator[None]:
    """Read labels by hash from an index of SQLite."""
    rows = _database(scratch / "hashes.sqlite")
    names = {}
    for number, name in enumerate((*hashes.NAMES, hashes.SPELLING)):
        rows.execute(
            f"CREATE TABLE of{number} (hash INTEGER, label INTEGER, PRIMARY KEY (hash, label)) "
            "WITHOUT ROWID"
        )
        keys = np.fromfile(folder / f"{name}.hashes", "<i8").tolist()
        labels = np.fromfile(folder / f"{name}.labels", DTYPE).tolist()
        pairs = zip(keys, labels, strict=True)
        rows.executemany(f"INSERT OR IGNORE INTO of{number} VALUES (?, ?)", pairs)  # noqa: S608
        names[name] = number
    rows.commit()
    real = hashes.HashTable.__init__

    def opened(table: Any, place: Path, name: str) -> None:
        real(table, place, name)
        table.number = names[name]

    def find(table: Any, hash: int) -> Any:
        sql = f"SELECT label FROM of{table.number} WHERE hash = ? ORDER BY label"  # noqa: S608
        return np.array([label for (label,) in rows.execute(sql, (int(hash),))], DTYPE)

    def find_all(table: Any, wanted: Any) -> list[Any]:
        return [found for hash in wanted if len(found := find(table, hash))]

    with (
        mock.patch.object(hashes.HashTable, "__init__", opened),
        mock.patch.object(hashes.HashTable, "find", find),
        mock.patch.object(hashes.HashTable, "find_all", find_all),
    ):
        yield
    rows.close()


def _database(path: Path) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    rows = sqlite3.connect(path)
    rows.execute("PRAGMA mmap_size = 1073741824")
    return rows


class Application:
    """The application of a site, asked in process; made while a part is left out."""

    def __init__(self, settings: Settings, left_out: Left) -> None:
        self._left_out = left_out
        self._settings = settings

    def __enter__(self) -> "Application":
        self._left_out.__enter__()
        self._app = create_app(self._settings)
        return self

    def __exit__(self, *error: Any) -> None:
        self._left_out.__exit__(*error)

    def ask(self, path: str) -> bytes:
        """Return the body of an answer; RuntimeError where it is not 200."""
        content, status, _ = run_wsgi_app(self._app.wsgi_app, EnvironBuilder(path).get_environ())
        if not status.startswith("200"):
            raise RuntimeError(f"{path}: {status}")
        return b"".join(content)

    def seconds(self, environs: list[dict[str, Any]]) -> float:
        """Return the CPU seconds that the answers to some requests take."""
        for environ in environs[:50]:
            run_wsgi_app(self._app.wsgi_app, dict(environ))
        started = time.process_time()
        for environ in environs:
            run_wsgi_app(self._app.wsgi_app, dict(environ))
        return time.process_time() - started


def main() -> None:
    """Measure, and print the report."""
    end_on_signals()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    sites.add_options(parser)
    parser.add_argument("--rounds", type=int, default=5, choices=range(1, 51), metavar="1-50")
    parser.add_argument("--markdown", type=Path, help="file to write the report to")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="glossary-bench-") as scratch:
        site = sites.chosen(asked, Path(scratch) / "site")
        settings = load_settings(site.folder, {})
        lines = measure(settings, Path(scratch), asked.rounds)
        lines += ["", *machine(f"{asked.rounds} rounds in process; median, lowest and highest")]
        lines += [f"- data: {site.name}", f"- command: `{command_line('parts.py')}`"]
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.markdown:
        asked.markdown.write_text(text, "utf-8")


def measure(settings: Settings, scratch: Path, rounds: int) -> list[str]:
    """Return the table: for each part, the CPU time of each door without it, of that with it."""
    generations = Generations(settings.index_folder)
    folder = generations.path(generations.current())
    parts: dict[str, Callable[[], Left]] = {
        "nothing (twice the same)": contextlib.nullcontext,
        "the short way in front of Flask": fast_way,
        "the best completions of short prefixes": top_completions,
        "files of values": lambda: values_in_sqlite(folder, scratch),
        "files of hashes": lambda: hashes_in_sqlite(folder, scratch),
    }
    with Application(settings, contextlib.nullcontext()) as whole:
        found = published(settings)
        every = doors(found, _COUNT, 7, settings.interface_languages, None, whole.ask)
        chosen = [door for door in every if door.name in _DOORS]
    header = " | ".join(door.name for door in chosen)
    lines = [f"| without | {header} |", f"|---|{'---:|' * len(chosen)}"]
    for name, leave_out in parts.items():
        print(name, file=sys.stderr, flush=True)
        cells = _row(settings, leave_out, chosen, rounds)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _row(
    settings: Settings, leave_out: Callable[[], Left], chosen: list[Door], rounds: int
) -> list[str]:
    environs = [[EnvironBuilder(path).get_environ() for path in door.paths] for door in chosen]
    ratios: list[list[float]] = [[] for _ in chosen]
    for _ in range(rounds):
        with Application(settings, contextlib.nullcontext()) as whole:
            base = [whole.seconds(some) for some in environs]
        with Application(settings, leave_out()) as less:
            without = [less.seconds(some) for some in environs]
        for seen, a, b in zip(ratios, base, without, strict=True):
            seen.append(b / a)
    return [f"{statistics.median(s):.2f} ({min(s):.2f}–{max(s):.2f})" for s in ratios]


if __name__ == "__main__":
    main()
