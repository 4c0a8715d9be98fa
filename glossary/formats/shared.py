"""URIs that several vocabularies of a site have: legal, published under each, and told."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from glossary.errors import N_
from glossary.formats import Finding, Findings, scratch

_SCHEMA = """
CREATE TABLE concept (vocabulary TEXT, uri TEXT, PRIMARY KEY (uri, vocabulary)) WITHOUT ROWID
"""
PAIRS = (
    "WITH both AS (SELECT uri FROM concept GROUP BY uri HAVING count(*) > 1)"
    " SELECT one.vocabulary, other.vocabulary, count(*), min(uri)"
    " FROM both JOIN concept one USING (uri) JOIN concept other USING (uri)"
    " WHERE one.vocabulary < other.vocabulary"
    " GROUP BY one.vocabulary, other.vocabulary ORDER BY 1, 2"
)
"""Asks a table of concepts for each two vocabularies that share URIs, how many, and an example."""


class Shared:
    """The URIs of the vocabularies of a site, in a table of `rows`."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows
        rows.execute(_SCHEMA)

    def add(self, vocabulary: str, uris: Iterable[str]) -> None:
        """Take in the URIs of the concepts of a vocabulary."""
        self._rows.executemany(
            "INSERT OR IGNORE INTO concept VALUES (?, ?)", ((vocabulary, uri) for uri in uris)
        )

    def findings(self, vocabulary: str | None = None) -> Findings:
        """Return a finding for each two vocabularies that share URIs; only those of one."""
        pairs = self._rows.execute(PAIRS)
        return Findings(findings_of(pair for pair in pairs if vocabulary in (None, *pair[:2])))


@contextmanager
def opened(folder: Path) -> Iterator[Shared]:
    """Give an empty table of URIs whose file lies in `folder`."""
    with scratch.database(folder / "uris.sqlite", "") as rows:
        yield Shared(rows)


def findings_of(pairs: Iterable[tuple[str, str, int, str]]) -> Iterator[Finding]:
    """Yield a finding for what `PAIRS` gave."""
    text = N_(
        "has concept URIs that “%(other)s” has as well: %(count)s, for example %(uri)s; "
        "each vocabulary shows them as its own"
    )
    for one, other, count, uri in pairs:
        values = {"count": count, "other": other, "uri": uri}
        yield Finding("shared-uri", one, text, values)
