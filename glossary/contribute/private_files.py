"""Files that only their owner may read: mail addresses, hashes of passwords and drafts are in them.

What another owner has made is left as it is: whoever is not the owner cannot change its mode.
"""

import errno
import os
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from glossary.errors.failures import named

_COMPANIONS = ("", "-wal", "-shm", "-journal")
_OTHERS = 0o077


def folder(path: Path) -> None:
    """Make a folder, and take from others what they may do with it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    _close(path)


def empty(path: Path) -> None:
    """Make an empty file that is its owner's alone; FileExistsError where there is one."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def restrict(database: Path) -> None:
    """Take from others what they may do with a database of SQLite and its companions."""
    for ending in _COMPANIONS:
        _close(database.with_name(database.name + ending))


def _close(path: Path) -> None:
    with suppress(FileNotFoundError, PermissionError):
        mode = path.stat().st_mode
        if mode & _OTHERS:
            path.chmod(mode & 0o7777 & ~_OTHERS)


def check_writable(file: Path) -> None:
    """Raise OSError where a file or its folder cannot be written, or its disk is full.

    Something is written for it: after an error of the disk the system may let nobody write, and
    still say that all may.
    """
    for path in (file, file.parent):
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    check_room(file.parent, str(file))
    try:
        with TemporaryFile(dir=file.parent) as tried:
            tried.write(b"w")
    except OSError as error:
        raise named(error, file) from error


def check_room(folder: Path, name: str) -> None:
    """Raise OSError, which names `name`, where the disk of a folder is full."""
    if os.statvfs(folder).f_bavail == 0:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
