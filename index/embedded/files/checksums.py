"""Whether the files of a generation are as they were written: their sizes and CRC-32.

Files that change in place are checked in other ways: the database, once it was changed, by its own
integrity check (SQLite, PRAGMA integrity_check).
"""

import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from index.embedded.files import tables

_PART_BYTES = 1 << 20
_OWN = {"manifest.json"}
_ELSEWHERE = f"""
import sys, zlib
found = 0
with open(sys.argv[1], "rb") as stream:
    while part := stream.read({_PART_BYTES}):
        found = zlib.crc32(part, found)
print(found)
"""
_CHANGING = ("-wal", "-shm", "-journal")

Files = Mapping[str, list[int]]
"""Size and CRC-32 of each file, by its path inside the generation."""


def written(generation: Path) -> dict[str, list[int]]:
    """Return size and CRC-32 of each file of a complete generation that has no reader yet."""
    return {name: [path.stat().st_size, _crc(path)] for name, path in _files(generation)}


def _files(generation: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(generation.rglob("*")):
        name = path.relative_to(generation).as_posix()
        if path.is_file() and name not in _OWN and not name.endswith(_CHANGING):
            yield name, path


def _crc(path: Path) -> int:
    found = 0
    with path.open("rb") as stream:
        while part := stream.read(_PART_BYTES):
            found = zlib.crc32(part, found)
    return found


def _crc_elsewhere(path: Path) -> int | None:
    """Return the CRC-32 of a file, computed in another process; None where none can be started.

    Closing a file gives up all locks that the process has on it (POSIX), those of its open SQLite
    connections among them.
    """
    command = [sys.executable, "-I", "-c", _ELSEWHERE, str(path)]
    try:
        return int(subprocess.run(command, check=True, capture_output=True).stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None  # the interpreter may not be this user's to run; that damages nothing


def resized(generation: Path, files: Files) -> list[str]:
    """Return the files that are gone or have another size; none is read."""
    found = []
    for name, (size, _) in files.items():
        path = generation / name
        if not path.is_file() or (name != tables.FILE and path.stat().st_size != size):
            found.append(name)
    return found


def damaged(generation: Path, files: Files) -> list[str]:
    """Return the files that are not as they were written; all of them are read."""
    found = resized(generation, files)
    for name, (_, crc) in files.items():
        if name not in found and name != tables.FILE and _crc(generation / name) != crc:
            found.append(name)
    if tables.FILE in files and tables.FILE not in found:
        found += _of_database(generation, files[tables.FILE])
    return sorted(found)


def _of_database(generation: Path, files: list[int]) -> list[str]:
    """Return the name of the database where it is damaged."""
    path = generation / tables.FILE
    try:
        crc = _crc_elsewhere(path)
        is_as_written = [path.stat().st_size, crc] == files
        with closing(tables.connect(generation)) as rows:
            changes = tables.change_count(rows)
            if not is_as_written:
                (said,) = rows.execute("PRAGMA integrity_check(1)").fetchone()
                if said != "ok" or not (changes or crc is None):
                    return [tables.FILE]
    except (sqlite3.Error, OSError):
        return [tables.FILE]
    return []
