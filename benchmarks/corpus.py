"""What a site has published, read back for the benchmarks: the one place that knows its tables."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from glossary.settings import Settings
from index import IndexUnavailable
from index.embedded import tables
from index.embedded.generations import Generations
from index.embedded.stored import Stored

_TEXTS = (
    "definitions", "scope_notes", "examples", "history_notes", "notes", "editorial_notes",
    "change_notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """What questions are made from: labels (language, text) and places of approved concepts."""

    labels: list[tuple[str, str]]
    concepts: list[tuple[str, str]]
    languages: list[str]


@dataclass(frozen=True, slots=True)
class Concept:
    """A published concept: its labels (language, text), its texts, and its record as it is sent."""

    vocabulary: str
    sectors: tuple[str, ...]
    labels: list[tuple[str, str]]
    texts: list[str]
    record: bytes


def published(settings: Settings) -> Published:
    """Return what a site has published."""
    with closing(_tables(settings)) as rows:
        labels = rows.execute("SELECT lang, text FROM label WHERE lang <> ''").fetchall()
        records = map(json.loads, _records(settings, rows))
        places = [(r["vocabulary"], r["id"]) for r in records if r["status"] == "approved"]
    return Published(labels, places, sorted({lang for lang, _ in labels}))


def counted(settings: Settings) -> tuple[int, int]:
    """Return how many concepts and how many labels a site has published."""
    with closing(_tables(settings)) as rows:
        (number,) = rows.execute("SELECT count(*) FROM concept").fetchone()
        (labels,) = rows.execute("SELECT count(*) FROM label WHERE lang <> ''").fetchone()
    return int(number), int(labels)


def concepts(settings: Settings) -> Iterator[Concept]:
    """Yield every concept of a site with the words it is found by."""
    with closing(_tables(settings)) as rows:
        for record in _records(settings, rows):
            yield _concept(record)


def _records(settings: Settings, rows: sqlite3.Connection) -> Iterator[bytes]:
    generations = Generations(settings.index_folder)
    stored = Stored(generations.path(generations.current()))
    for key, record in rows.execute("SELECT key, record FROM concept ORDER BY key"):
        yield stored.record(key) if record is None else record


def _concept(record: bytes) -> Concept:
    found = json.loads(record)
    labels = [(lang, term["text"]) for lang, terms in found["terms"].items() for term in terms]
    labels += [("", notation) for notation in found.get("notations", ())]
    by_language = (texts for name in _TEXTS for texts in found.get(name, {}).values())
    texts = [note["text"] for notes in by_language for note in notes]
    return Concept(found["vocabulary"], tuple(found["sectors"]), labels, texts, record)


def _tables(settings: Settings) -> sqlite3.Connection:
    generations = Generations(settings.index_folder)
    try:
        return tables.connect(generations.path(generations.current()))
    except IndexUnavailable as error:
        raise SystemExit(str(error)) from error
