"""The SQLite half of a generation: records, labels, completion, A-Z and trees."""

import sqlite3
from contextlib import suppress
from pathlib import Path

FILE = "glossary.sqlite"

SCHEMA = """
CREATE TABLE metadata (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE vocabulary (number INTEGER PRIMARY KEY, id TEXT UNIQUE);
CREATE TABLE concept (
    key INTEGER PRIMARY KEY,          -- one more than the document number in Whoosh
    vocabulary INTEGER NOT NULL,
    id TEXT NOT NULL,
    uri TEXT NOT NULL,
    sectors INTEGER NOT NULL,         -- bits, in the order of metadata "sectors"
    status INTEGER NOT NULL,          -- number of metadata "statuses"
    changed TEXT,                     -- NULL where it is not listed
    record BLOB NOT NULL
);
CREATE TABLE label (
    number INTEGER PRIMARY KEY,
    concept INTEGER NOT NULL,
    kind INTEGER NOT NULL,            -- place in index.KINDS, 3 for a notation
    lang TEXT NOT NULL,
    text TEXT NOT NULL,
    words TEXT NOT NULL,              -- folded, as analysis.fold gives them
    tokens TEXT NOT NULL,             -- analysis.tokens, "" where these are its words
    stems TEXT NOT NULL               -- analysis.stems
);
CREATE TABLE passage (
    concept INTEGER NOT NULL,
    kind TEXT NOT NULL,
    lang TEXT NOT NULL,
    text TEXT NOT NULL,
    words TEXT NOT NULL,              -- this and the following as of a label
    tokens TEXT NOT NULL,
    stems TEXT NOT NULL
);
CREATE TABLE lexicon (
    word TEXT PRIMARY KEY,            -- folded
    shown TEXT NOT NULL,              -- as it was first written, in lower case
    labels INTEGER NOT NULL           -- how many labels have it
) WITHOUT ROWID;
CREATE TABLE nearby (                 -- words by what is left when one character is dropped
    rest INTEGER NOT NULL,            -- CRC-32
    word TEXT NOT NULL
);
CREATE TABLE folded (folded TEXT NOT NULL, label INTEGER NOT NULL);
CREATE TABLE stemmed (stem TEXT NOT NULL, label INTEGER NOT NULL);
CREATE TABLE completion (
    folded TEXT NOT NULL,             -- the label from one of its words on
    rank INTEGER NOT NULL,            -- lower is better
    label INTEGER NOT NULL
);
CREATE TABLE entry (
    vocabulary INTEGER NOT NULL,
    lang TEXT NOT NULL,
    letter TEXT NOT NULL,
    sort_key BLOB NOT NULL,
    label INTEGER NOT NULL,
    concept INTEGER NOT NULL,
    preferred INTEGER NOT NULL
);
CREATE TABLE letter (
    vocabulary INTEGER, lang TEXT, letter TEXT, position INTEGER, labels INTEGER,
    PRIMARY KEY (vocabulary, lang, position)
) WITHOUT ROWID;
CREATE TABLE tree (parent INTEGER NOT NULL, child INTEGER NOT NULL);
"""
"""Parents are keys of concepts; a top concept is a child of minus its vocabulary's number."""

INDEXES = """
CREATE UNIQUE INDEX concept_id ON concept (vocabulary, id);
CREATE UNIQUE INDEX concept_uri ON concept (uri);
CREATE INDEX concept_changed ON concept (changed);
CREATE INDEX label_concept ON label (concept);
CREATE INDEX passage_concept ON passage (concept);
CREATE INDEX nearby_rest ON nearby (rest, word);
CREATE INDEX folded_folded ON folded (folded, label);
CREATE INDEX stemmed_stem ON stemmed (stem, label);
CREATE INDEX completion_folded ON completion (folded, rank, label);
CREATE INDEX entry_letter ON entry (vocabulary, lang, letter, sort_key, label, concept, preferred);
CREATE INDEX entry_concept ON entry (concept, lang) WHERE preferred;
CREATE INDEX tree_parent ON tree (parent, child);
CREATE INDEX tree_child ON tree (child, parent);
ANALYZE;
"""


def create(folder: Path) -> sqlite3.Connection:
    """Return a connection to a new database that is written once and never changed."""
    connection = sqlite3.connect(folder / FILE, isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;"
        "PRAGMA cache_size=-65536;" + SCHEMA
    )
    connection.execute("BEGIN")
    return connection


class _Closing(sqlite3.Connection):
    """A connection that is closed when its thread or its generation is gone."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # it was never opened
            self.close()


def connect(folder: Path) -> sqlite3.Connection:
    """Return a connection that only reads; generations never change, so nothing is locked."""
    uri = (folder / FILE).resolve().as_uri() + "?mode=ro&immutable=1"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, factory=_Closing
    )
    connection.execute("PRAGMA query_only=1")
    connection.execute("PRAGMA mmap_size=1073741824")
    connection.execute("PRAGMA cache_size=-8192")
    return connection
