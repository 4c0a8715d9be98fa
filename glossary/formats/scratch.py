"""Temporary SQLite files for what would not fit into memory."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CACHE_KIB = 16 * 1024
_FOLDER = "spool"


@contextmanager
def folder(index: Path) -> Iterator[Path]:
    """Give an empty folder inside that of the index, which must be locked; remove it afterwards.

    What a killed run left there is removed first.
    """
    made = index / _FOLDER
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def database(file: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """Give a new database that lives no longer than this process; remove it afterwards.

    There is one transaction that is never ended, so what fits into the cache of pages is not
    written at all.
    """
    rows = sqlite3.connect(file, isolation_level=None)
    try:
        rows.executescript(
            "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            f"PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-{_CACHE_KIB};" + schema
        )
        rows.execute("BEGIN")
        yield rows
    finally:
        rows.close()
        file.unlink(missing_ok=True)
