"""The SQLite half of a generation: concepts, completions, A-Z, hierarchy, and changes since.

It is written in bulk once, then changed concept by concept (`changes`). Readers see one state of it
for as long as their transaction lasts.
"""

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from index.embedded.files.number_files import MOST_MAPPED

FILE = "glossary.sqlite"
ALL = -1
"""Stands for every vocabulary or language in the table `top_completion`."""

SCHEMA = """
CREATE TABLE metadata (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE vocabulary (number INTEGER PRIMARY KEY, id TEXT UNIQUE);
CREATE TABLE concept (
    key INTEGER PRIMARY KEY,
    vocabulary INTEGER NOT NULL,
    id TEXT NOT NULL,
    uri TEXT NOT NULL,
    sectors INTEGER NOT NULL,         -- bits, in the order of metadata "sectors"
    status INTEGER NOT NULL,          -- number of metadata "statuses"
    listed INTEGER NOT NULL,
    changed TEXT NOT NULL,
    created TEXT NOT NULL,
    version BLOB NOT NULL,
    published TEXT NOT NULL,
    is_new INTEGER NOT NULL,
    place BLOB NOT NULL,              -- among its neighbours, before the order of the language
    notation TEXT NOT NULL,           -- that it is listed with
    digest BLOB NOT NULL,             -- of the document
    summary BLOB,                     -- these two where changed since, else in `stored_values`
    record BLOB
);
CREATE TABLE folded (                 -- labels that were added since, as in `hashes`
    hash INTEGER, label INTEGER, PRIMARY KEY (hash, label)
) WITHOUT ROWID;
CREATE TABLE stemmed (
    hash INTEGER, label INTEGER, PRIMARY KEY (hash, label)
) WITHOUT ROWID;
CREATE TABLE completion (
    folded TEXT,                      -- the label from one of its words on, cut
    rank INTEGER,                     -- lower is better
    label INTEGER,
    PRIMARY KEY (folded, rank, label)
) WITHOUT ROWID;
CREATE TABLE top_completion (         -- the best completions of prefixes that have very many
    vocabulary INTEGER, lang INTEGER, prefix TEXT, rank INTEGER, label INTEGER,
    PRIMARY KEY (vocabulary, lang, prefix, rank, label)
) WITHOUT ROWID;
CREATE TABLE entry (
    vocabulary INTEGER, lang TEXT, letter TEXT, sort_key BLOB, label INTEGER,
    concept INTEGER NOT NULL, preferred INTEGER NOT NULL,
    PRIMARY KEY (vocabulary, lang, letter, sort_key, label)
) WITHOUT ROWID;
CREATE TABLE letter (
    vocabulary INTEGER, lang TEXT, letter TEXT,
    first BLOB NOT NULL,              -- a sort key that tells its place
    labels INTEGER NOT NULL,
    PRIMARY KEY (vocabulary, lang, letter)
) WITHOUT ROWID;
CREATE TABLE tree (                   -- a top concept is a child of minus its vocabulary's number
    parent INTEGER, child INTEGER, PRIMARY KEY (parent, child)
) WITHOUT ROWID;
CREATE TABLE pending_child (          -- children of a concept that is not listed
    vocabulary INTEGER, id TEXT, child INTEGER, PRIMARY KEY (vocabulary, id, child)
) WITHOUT ROWID;
CREATE TABLE level_order (            -- the concepts of large levels, in order
    level INTEGER, lang TEXT, sort_key BLOB, child INTEGER,
    PRIMARY KEY (level, lang, sort_key, child)
) WITHOUT ROWID;
CREATE TABLE group_member (
    vocabulary INTEGER, name TEXT, concept INTEGER, PRIMARY KEY (vocabulary, name, concept)
) WITHOUT ROWID;
CREATE TABLE alias (                  -- URIs that others have for a concept
    uri TEXT, concept INTEGER, PRIMARY KEY (uri, concept)
) WITHOUT ROWID;
CREATE TABLE lexicon (                -- words of labels
    number INTEGER PRIMARY KEY,
    word TEXT NOT NULL,               -- folded
    shown TEXT NOT NULL,              -- as it was first written, in lower case
    labels INTEGER NOT NULL           -- how many labels have it
);
CREATE TABLE spelling (               -- words that were added since, as in `hashes`
    hash INTEGER, label INTEGER, PRIMARY KEY (hash, label)
) WITHOUT ROWID;
CREATE TABLE segment (                -- segments that were added since: facts as in `arrays`
    number INTEGER PRIMARY KEY, concept INTEGER, kind INTEGER, lang INTEGER, length INTEGER,
    exact INTEGER, text TEXT
);
CREATE TABLE added_posting (          -- and their postings
    term TEXT, segment INTEGER, position INTEGER, PRIMARY KEY (term, segment, position)
) WITHOUT ROWID;
CREATE TABLE changed_concept (        -- concepts that were added, changed or deleted since
    key INTEGER PRIMARY KEY, vocabulary TEXT, id TEXT, change INTEGER,
    whole INTEGER NOT NULL            -- 0 where only the record and the summary were exchanged
);
"""

INDEXES = """
CREATE UNIQUE INDEX concept_id ON concept (vocabulary, id);
CREATE INDEX concept_name ON concept (id);
CREATE INDEX concept_uri ON concept (uri);
CREATE INDEX concept_changed ON concept (changed) WHERE listed;
CREATE INDEX concept_since ON concept (vocabulary, changed, id);
CREATE INDEX concept_begun ON concept (vocabulary, created, id);
CREATE INDEX concept_published ON concept (vocabulary, published, id);
CREATE INDEX concept_changed_all ON concept (changed, id);
CREATE INDEX concept_created_all ON concept (created, id);
CREATE INDEX concept_published_all ON concept (published, id);
CREATE INDEX segment_concept ON segment (concept);
CREATE INDEX entry_concept ON entry (concept, lang, preferred);
CREATE INDEX tree_child ON tree (child, parent);
CREATE INDEX pending_child_of ON pending_child (child);
CREATE INDEX alias_concept ON alias (concept);
CREATE INDEX group_member_concept ON group_member (concept);
CREATE UNIQUE INDEX lexicon_word ON lexicon (word);
"""

_READING = "PRAGMA query_only=1; PRAGMA mmap_size={mapped}; PRAGMA cache_size=-8192;"


class _Closing(sqlite3.Connection):
    """A connection that is closed when its thread ends or its generation is let go."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # it was never opened
            self.close()


def create(folder: Path) -> sqlite3.Connection:
    """Return a connection to a new database, which nobody reads before `finish`: it needs no
    journal.
    """
    connection = sqlite3.connect(folder / FILE, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;"
        "PRAGMA cache_size=-65536;" + SCHEMA
    )
    connection.execute("BEGIN")
    return connection


def finish(connection: sqlite3.Connection) -> None:
    """Close a new database, ready to be read while it is changed."""
    connection.executescript("ANALYZE; PRAGMA journal_mode=WAL;")
    connection.close()


def change_count(found: sqlite3.Connection) -> int:
    """Return how many changes a generation has had since it was built."""
    row = found.execute("SELECT value FROM metadata WHERE name = 'changes'").fetchone()
    return int(row[0]) if row else 0


def connect(folder: Path) -> sqlite3.Connection:
    """Return a connection that only reads. Where the folder cannot be written to, the database is
    opened as immutable, without locks.
    """
    path = (folder / FILE).resolve()
    mapped = MOST_MAPPED if path.is_file() and path.stat().st_size <= MOST_MAPPED else 0
    try:
        return _opened(path.as_uri() + "?mode=ro", mapped)
    except sqlite3.OperationalError:
        return _opened(path.as_uri() + "?mode=ro&immutable=1", mapped)


def _opened(uri: str, mapped: int) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, factory=_Closing
    )
    connection.executescript(_READING.format(mapped=mapped))
    connection.execute("SELECT count(*) FROM vocabulary").fetchone()
    return connection


def now() -> str:
    """Return the moment of a publication or change (ISO 8601, in UTC)."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def change(folder: Path) -> sqlite3.Connection:
    """Return a connection that writes, for the one process that holds the lock of changes."""
    uri = (folder / FILE).resolve().as_uri() + "?mode=rw"  # none is made where there is none
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30)
    connection.executescript("PRAGMA synchronous=FULL; PRAGMA cache_size=-16384;")
    return connection
