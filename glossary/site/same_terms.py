"""Equal preferred terms of two vocabularies: one notion, a like one, or a false friend.

Decided is a pair by a mapping, by the relation "false friend", or where both match one concept
exactly.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings, scratch, skos
from glossary.model import WITHDRAWN, Concept
from glossary.site import mappings
from glossary.site.settings import Settings
from glossary.site.sources import vocabulary_files

_SCHEMA = """
CREATE TABLE term (folded TEXT, lang TEXT, uri TEXT, vocabulary TEXT, id TEXT, text TEXT);
CREATE INDEX term_folded ON term (folded, lang);
CREATE TABLE linked (uri TEXT, other TEXT, exact INTEGER);
"""
_PAIRS = (
    "SELECT a.vocabulary, a.id, a.text, a.lang, b.vocabulary, b.id FROM term a JOIN term b"
    " ON b.folded = a.folded AND b.lang = a.lang AND a.vocabulary <> b.vocabulary"
    " AND a.rowid < b.rowid AND a.uri <> b.uri"
    " WHERE NOT EXISTS (SELECT 1 FROM linked WHERE uri = a.uri AND other = b.uri)"
    " AND NOT EXISTS (SELECT 1 FROM linked x JOIN linked y ON y.other = x.other"
    " WHERE x.uri = a.uri AND y.uri = b.uri AND x.exact AND y.exact)"
    " ORDER BY a.rowid, b.rowid"
)
_TOLD = 200
"""So many pairs are told one by one; large vocabularies share thousands of words."""


class SameTerms:
    """The preferred terms of vocabularies in their own files, and what links their concepts."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows
        rows.executescript(_SCHEMA)

    def take(self, concept: Concept) -> None:
        """Take in a concept, with its mappings also from beside the file."""
        if concept.status == WITHDRAWN:
            return
        self._rows.executemany(
            "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)",
            [
                (_folded(text), lang, concept.uri, concept.vocabulary, concept.id, text)
                for lang, text in concept.labels().items()
            ],
        )
        links = [(concept.uri, m.uri, m.relation == "exactMatch") for m in concept.mappings]
        turned = [(other, uri, exact) for uri, other, exact in links]
        self._rows.executemany("INSERT INTO linked VALUES (?, ?, ?)", links + turned)

    def findings(self, id: str | None = None) -> Findings:
        """Return a finding for each pair that nobody has decided on; only those of a vocabulary."""
        self._rows.execute("CREATE INDEX linked_uri ON linked (uri, other)")
        found = Findings()
        for count, pair in enumerate(self._pairs(id)):
            if count >= _TOLD:
                found.more["same-term"] += 1
            else:
                found.append(_finding(*pair))
        return found

    def _pairs(self, id: str | None) -> Iterator[tuple[str, ...]]:
        for one, own, text, lang, other, there in self._rows.execute(_PAIRS):
            if id in (None, one):
                yield one, own, text, lang, other, there
            elif id == other:
                yield other, there, text, lang, one, own


def _finding(vocabulary: str, id: str, text: str, lang: str, other: str, there: str) -> Finding:
    told = N_(
        "“%(text)s” (%(lang)s) is also the preferred term of %(other)s, "
        "and nothing says how the two differ"
    )
    values = {"text": text, "lang": lang, "other": f"{other}/{there}"}
    return Finding("same-term", id, told, values, vocabulary=vocabulary)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@contextmanager
def opened(folder: Path) -> Iterator[SameTerms]:
    """Give an empty table of terms whose file lies in `folder`."""
    with scratch.database(folder / "terms.sqlite", "") as rows:
        yield SameTerms(rows)


def check_same_terms(settings: Settings, id: str | None = None) -> Findings:
    """Return the pairs of concepts with an equal preferred term in two vocabularies that nobody has
    decided on: all, or those of one vocabulary. What cannot be read is told by its own check.
    """
    with tempfile.TemporaryDirectory() as place, opened(Path(place)) as known:
        for file in vocabulary_files(settings.vocabularies):
            with (
                suppress(BrokenSource),
                tempfile.TemporaryDirectory() as folder,
                skos.opened(file, settings.base_url, Path(folder)) as source,
            ):
                beside = mappings.Stated(mappings.path_of(settings, source.vocabulary.id))
                for concept in source.concepts():
                    known.take(beside.applied(concept))
        return known.findings(id)
