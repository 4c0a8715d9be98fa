"""Locks of a site: one process or thread at a time changes a catalog, on whatever machine.

Where the database of contributions is PostgreSQL the locks are its advisory locks, so that machines
which share it share them too; else they are files, which the processes of one machine share.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from filelock import FileLock, Timeout

from glossary import languages
from glossary.errors import N_, BrokenSource, Busy, Unavailable, failures

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

PATIENCE_SECONDS = 60
_POLL_SECONDS = 0.02
_UNSAFE = re.compile(r"[^\w.-]|\.\.", re.ASCII)
_NOT_AVAILABLE = "55P03"
"""What PostgreSQL says where a lock is held by another one for too long."""
_SILENT_SECONDS, _AGAIN_SECONDS, _TIMES = 10, 5, 3
"""After so long without a word the other end is asked, again after so long, so often."""
_GONE_SECONDS = _SILENT_SECONDS + _AGAIN_SECONDS * _TIMES


class Lock(Protocol):
    """A lock that its holder has until the end of its context."""

    def check(self) -> None:
        """Raise Unavailable where it was lost; ask before something is written."""


@contextmanager
def locked(instance: Path, lang: str, domain: str, database: str = "") -> Iterator[Lock]:
    """Give the catalog of a domain in a language to the caller alone; see `held`."""
    with held(instance, f"{languages.to_locale(lang)}.{domain}", database) as lock:
        yield lock


@contextmanager
def held(instance: Path, name: str, database: str = "") -> Iterator[Lock]:
    """Give a lock to the caller alone, in all processes and threads.

    `database` is the PostgreSQL that the machines of the site share. The lock is one of that where
    there is one, else the file ``<instance>/locks/<name>.lock``; it goes with its holder. Raises
    Busy where another one holds it for longer than `PATIENCE_SECONDS`, Unavailable where the
    database does not answer. Who holds it must not ask for it again.
    """
    with _in_database(database, name) if database else _in_file(instance, name) as lock:
        yield lock


def keep_alive(connection: "Connection") -> None:
    """Let the locks of a transaction of PostgreSQL go when the machine of its client is dead.

    Without it the server waits for two hours, as the operating system does.
    """
    for setting, value in (
        ("tcp_keepalives_idle", _SILENT_SECONDS),
        ("tcp_keepalives_interval", _AGAIN_SECONDS),
        ("tcp_keepalives_count", _TIMES),
        ("tcp_user_timeout", _GONE_SECONDS * 1000),
        ("idle_in_transaction_session_timeout", 0),
    ):
        connection.exec_driver_sql(f"SET LOCAL {setting} = {value}")


class _File:
    """A lock that only the end of its process takes away."""

    def check(self) -> None:
        """Do nothing."""


@contextmanager
def _in_file(instance: Path, name: str) -> Iterator[Lock]:
    folder = instance / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{_UNSAFE.sub('_', name)}.lock"
    lock = FileLock(file, timeout=PATIENCE_SECONDS, poll_interval=_POLL_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise _busy(name) from None
    try:
        yield _File()
    finally:
        lock.release()


def _busy(name: str) -> Busy:
    locale, _, domain = name.partition(".")
    if not domain:
        return Busy(N_("Another process holds the lock “%(name)s”; try again."), name=name)
    text = N_("Another change of the catalog %(catalog)s is not finished; try again.")
    return Busy(text, catalog=f"{locale}/{domain}")


class _Transaction:
    """A lock that goes with a transaction of PostgreSQL."""

    def __init__(self, connection: "Connection", name: str) -> None:
        self._connection, self._name = connection, name

    def check(self) -> None:
        """Raise Unavailable where the transaction has ended: another one may have the lock."""
        from sqlalchemy.exc import SQLAlchemyError  # as below

        try:
            self._connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError as error:
            text = N_("The lock “%(name)s” was lost, since the database went away; try again.")
            raise Unavailable(text, name=self._name) from error


@contextmanager
def _in_database(url: str, name: str) -> Iterator[Lock]:
    """Give a lock in a transaction of its own connection, so that also a pool of connections in
    front of the server keeps both together.
    """
    from sqlalchemy.exc import SQLAlchemyError  # as below

    try:
        connection = _engine(url).connect()
    except SQLAlchemyError as error:
        raise failures.unreachable(error, url) from error
    try:
        try:
            _take(connection, name)
        except SQLAlchemyError as error:
            if getattr(error, "orig", None) and _code(error) == _NOT_AVAILABLE:
                raise _busy(name) from None
            raise failures.unreachable(error, url) from error
        yield _Transaction(connection, name)
    finally:
        with suppress(SQLAlchemyError):  # it was lost: there is nothing to give back
            connection.close()


def _take(connection: "Connection", name: str) -> None:
    keep_alive(connection)
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(PATIENCE_SECONDS * 1000))}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_number(name)})")


def _code(error: Exception) -> str:
    found = getattr(error, "orig", None)
    return str(getattr(found, "sqlstate", None) or getattr(found, "pgcode", None) or "")


def _number(name: str) -> int:
    """Return the number of a lock: 64 bits with a sign."""
    made = hashlib.blake2b(f"glossary {name}".encode(), digest_size=8).digest()
    return int.from_bytes(made, "big", signed=True)


@lru_cache(8)
def _engine(url: str) -> "Engine":
    """Return an engine that opens a connection for each lock; it keeps none."""
    from sqlalchemy import create_engine, make_url  # only here: sites on one file do not need it
    from sqlalchemy.exc import ArgumentError
    from sqlalchemy.pool import NullPool

    try:
        options = client_options(make_url(url))
        return create_engine(url, poolclass=NullPool, connect_args=options)
    except (ArgumentError, ImportError) as error:
        raise BrokenSource("database_url", str(error)) from error


def client_options(url: "URL") -> dict[str, int]:
    """Return how a client is told within seconds that the machine of its server is gone.

    What the address of the database states itself is left as it is; drivers that are not libpq's
    have other names for it and get nothing.
    """
    if url.get_driver_name() not in ("psycopg", "psycopg2"):
        return {}
    wanted = {
        "connect_timeout": _SILENT_SECONDS,
        "keepalives_idle": _SILENT_SECONDS,
        "keepalives_interval": _AGAIN_SECONDS,
        "keepalives_count": _TIMES,
        "tcp_user_timeout": _GONE_SECONDS * 1000,
    }
    return {name: value for name, value in wanted.items() if name not in url.query}
