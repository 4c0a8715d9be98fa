"""Locks between processes: a file has one holder at a time; a killed process holds none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from index import IndexBusy

_POLL_SECONDS = 0.01


def acquire(path: Path, holder: str, seconds: float = 0.0) -> BaseFileLock:
    """Return a lock that is held until it is released, by whatever thread.

    Raises IndexBusy where another process holds it for so many seconds; `holder` says what that
    process does.
    """
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(timeout=seconds, poll_interval=_POLL_SECONDS)
    except Timeout as error:
        raise IndexBusy(f"another process is {holder}") from error
    return lock


@contextmanager
def held(path: Path, holder: str, seconds: float = 0.0) -> Iterator[None]:
    """Return a context in which a lock is held; IndexBusy as for `acquire`."""
    lock = acquire(path, holder, seconds)
    try:
        yield
    finally:
        lock.release()
