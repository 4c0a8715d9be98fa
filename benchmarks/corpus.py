"""What a site has published, read back for the benchmarks: the one place that knows its tables."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from glossary.site.settings import Settings
from index import Document, IndexUnavailable
from index.embedded.files import tables
from index.embedded.files.generations import Generations
from index.embedded.writing import documents

_TEXTS = (
    "definitions", "scope_notes", "examples", "history_notes", "notes", "editorial_notes",
    "change_notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """What questions are made from: labels (language, text), those of one concept side by side,
    and places of approved concepts. `own` are the labels of each concept that has any: the places
    of the first and after the last.
    """

    labels: list[tuple[str, str]]
    concepts: list[tuple[str, str]]
    languages: list[str]
    own: list[tuple[int, int]]


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
    labels, places, own = [], [], []
    for document in _documents(settings):
        first = len(labels)
        labels += [(label.lang, label.text) for label in document.labels]
        if document.labels:
            own.append((first, len(labels)))
        if document.status == "approved":
            places.append((document.vocabulary, document.id))
    return Published(labels, places, sorted({lang for lang, _ in labels}), own)


def counted(settings: Settings) -> tuple[int, int]:
    """Return how many concepts and how many labels a site has published."""
    counts = [len(document.labels) for document in _documents(settings)]
    return len(counts), sum(counts)


def concepts(settings: Settings) -> Iterator[Concept]:
    """Yield every concept of a site with the words it is found by."""
    for document in _documents(settings):
        yield _concept(document.record)


def _documents(settings: Settings) -> Iterator[Document]:
    generations = Generations(settings.index_folder)
    try:
        folder = generations.path(generations.current())
        with closing(tables.connect(folder)) as rows:
            yield from documents.every(rows, documents.BuiltFiles(folder), documents.names(rows))
    except IndexUnavailable as error:
        raise SystemExit(str(error)) from error


def _concept(record: bytes) -> Concept:
    found = json.loads(record)
    labels = [(lang, term["text"]) for lang, terms in found["terms"].items() for term in terms]
    labels += [("", notation) for notation in found.get("notations", ())]
    by_language = (texts for name in _TEXTS for texts in found.get(name, {}).values())
    texts = [note["text"] for notes in by_language for note in notes]
    return Concept(found["vocabulary"], tuple(found["sectors"]), labels, texts, record)
