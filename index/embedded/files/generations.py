"""Generations: whole indexes side by side in one folder, and the pointer to the one that answers.

    <folder>/current                 the name of the published generation
    <folder>/generations/<name>/     glossary.sqlite, words/ (Whoosh), arrays, manifest.json,
                                     changes (how many there were since)
    <folder>/lock                    held by the one builder
    <folder>/changes.lock            held while the published generation is changed or replaced

A generation is written beside the old ones, flushed to disk, and published by renaming the
pointer. A reader sees the old or the new one, never a part.
"""

import json
import os
import shutil
import time
import zlib
from pathlib import Path
from typing import Any

from index import IndexDamaged, IndexOutdated, IndexUnavailable
from index.embedded.files import checksums, locks

FORMAT = 16
"""Raised when the layout of a generation changes; an older one must be published anew."""

_POINTER = "current"
_MANIFEST = "manifest.json"


_written = 0


def note() -> None:
    """Count that this process has published or changed something, for its own readers."""
    global _written
    _written += 1


def written() -> int:
    """Return how often this process has published or changed something."""
    return _written


class Generations:
    """The folder of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / _POINTER

    def path(self, name: str) -> Path:
        """Return the folder of a generation."""
        return self.folder / "generations" / name

    def left(self) -> list[str]:
        """Return the names of the generations that a killed builder left unfinished."""
        return sorted(one for one in self.there() if not (self.path(one) / _MANIFEST).is_file())

    def there(self) -> list[str]:
        """Return the names of all generations, finished or not."""
        folder = self.folder / "generations"
        return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []

    def stamp(self) -> tuple[int, int]:
        """Return time and inode of the pointer, which differ after each publication."""
        try:
            found = os.stat(self.pointer)
        except OSError as error:
            raise IndexUnavailable(f"nothing has been published in {self.folder}") from error
        return found.st_mtime_ns, found.st_ino

    def current(self) -> str:
        """Return the name of the published generation."""
        try:
            return self.pointer.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise IndexUnavailable(f"nothing has been published in {self.folder}") from error

    def manifest(self, name: str) -> dict[str, Any]:
        """Return the manifest of a generation; IndexUnavailable where it has none."""
        try:
            found: Any = json.loads((self.path(name) / _MANIFEST).read_text("utf-8"))
        except OSError as error:
            if name == self.current():
                raise IndexDamaged(name, [_MANIFEST]) from error
            raise IndexUnavailable(f"generation {name} is not whole") from error
        except ValueError as error:
            raise IndexDamaged(name, [_MANIFEST]) from error
        is_ours = isinstance(found, dict) and (found.get("format") == FORMAT or "crc" in found)
        if is_ours and found.get("crc") != _crc(found):
            raise IndexDamaged(name, [_MANIFEST])
        if not is_ours or found.get("format") != FORMAT:
            raise IndexOutdated(f"generation {name} is of another format; publish again")
        return dict(found)


class GenerationWriter:
    """Makes a generation and publishes it, as the only one who does so in a folder."""

    def __init__(self, folder: Path, keep: int) -> None:
        self.folder = folder
        self.generations = Generations(folder)
        self.keep = max(keep, 2)
        (folder / "generations").mkdir(parents=True, exist_ok=True)
        os.chmod(folder, 0o700)
        self._lock = locks.acquire(folder / "lock", f"publishing to {folder}")
        self._remove_unfinished()
        seconds, rest = divmod(time.time_ns(), 10**9)  # one look at the clock: names keep its order
        self.name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime(seconds))}-{rest:09d}"
        self.path = self.generations.path(self.name)
        self.path.mkdir()

    def _remove_unfinished(self) -> None:
        for name in self.generations.left():
            shutil.rmtree(self.generations.path(name), ignore_errors=True)

    def publish(self, manifest: dict[str, Any]) -> str:
        """Make the generation durable and swap it in; return its name."""
        files = checksums.written(self.path)
        content = {"format": FORMAT, "name": self.name, **manifest, "files": files}
        for path in sorted(self.path.rglob("*")):
            _sync(path)
        _write(self.path / _MANIFEST, json.dumps({**content, "crc": _crc(content)}, indent=1))
        _sync(self.path.parent)
        before = self._published()
        _write(self.generations.pointer, self.name + "\n")
        note()
        self._remove_old({self.name, before})
        self.close()
        return self.name

    def sweep(self) -> None:
        """Remove what was left, and generations that are kept no longer; this one is not made."""
        self.path.rmdir()
        if published := self._published():
            self._remove_old({published})
        self.close()

    def _published(self) -> str:
        try:
            return self.generations.current()
        except IndexUnavailable:
            return ""

    def _remove_old(self, kept: set[str]) -> None:
        """Remove old generations except those `kept`.

        These need not be the last by name: a clock may have been set back, and a killed writer may
        have left a newer one unpublished.
        """
        folder = self.generations.folder / "generations"
        names = sorted({found.name for found in folder.iterdir()} - kept, reverse=True)
        for name in names[max(self.keep - len(kept - {""}), 0) :]:
            shutil.rmtree(folder / name, ignore_errors=True)

    def abort(self) -> None:
        """Remove the generation, unless it was published before the error."""
        if self._lock.is_locked:
            if self._published() != self.name:
                shutil.rmtree(self.path, ignore_errors=True)
            self.close()

    def close(self) -> None:
        """Give the lock back."""
        self._lock.release()


def _crc(manifest: dict[str, Any]) -> int:
    """Return the checksum of a manifest, without its own entry for it."""
    told = {name: value for name, value in manifest.items() if name != "crc"}
    return zlib.crc32(json.dumps(told, sort_keys=True).encode())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(path: Path, content: str) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    _sync(path.parent)
