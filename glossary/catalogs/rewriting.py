"""A catalog is replaced only while its lock is held, and while its file still is what was read."""

from collections.abc import Callable
from pathlib import Path

from glossary.catalogs.locks import Lock
from glossary.catalogs.po import files
from glossary.errors import N_, Busy, failures

TRIES = 5
"""So often a catalog is read that others write at the same time."""
CHANGED = N_("The file %(file)s is being changed by another program; try again.")


class Moved(Exception):
    """The file is not any more what was read: somebody has replaced it."""


def content_of(path: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def replace(lock: Lock, path: Path, before: bytes | None, content: bytes) -> bool:
    """Write a catalog in one step; return whether it changed.

    `before` is what was read under the lock (None: there was no file). Raises Moved where the file
    is another one now, Unavailable where the lock was lost or the file cannot be written; in all
    cases nothing is written.
    """
    lock.check()
    try:
        if content_of(path) != before:
            raise Moved
        return files.write(path, content)
    except OSError as error:
        raise failures.of_system(error) from error


def rewrite(lock: Lock, path: Path, made: Callable[[bytes | None], bytes | None]) -> bool:
    """Replace a catalog by what is `made` of its bytes (None: leave it); return whether it changed.

    It is made again where the file was replaced meanwhile by somebody who knows no locks. Raises
    Busy where that goes on, and what `replace` raises.
    """
    for _ in range(TRIES):
        before = content_of(path)
        content = made(before)
        if content is None or content == before:
            return False
        try:
            return replace(lock, path, before, content)
        except Moved:
            continue
    raise Busy(CHANGED, file="/".join(path.parts[-3:]))
