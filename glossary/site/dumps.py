"""Dumps: files of a vocabulary with a date, which stay as they are, and their checksums.

``dumps/<vocabulary>/<date>/`` in the folder of the site has the files and ``SHA256SUMS``, as
sha256sum writes it. A dump is made beside the others and named in one step; who is killed leaves a
folder that begins with a point, which the next dump removes.
"""

import gzip
import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from glossary.site.settings import Settings

SUMS = "SHA256SUMS"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file of a dump: its name, its size in bytes, and its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump of a vocabulary: its date, with a number behind it where a day has several."""

    vocabulary: str
    name: str
    folder: Path
    files: tuple[DumpFile, ...]

    @property
    def day(self) -> str:
        """The day it was made, as ISO 8601 writes it."""
        return self.name[:10]


def dumps_of(settings: Settings, vocabulary: str) -> list[Dump]:
    """Return the dumps of a vocabulary, newest first; of a file that is gone nothing is said."""
    folder = _folder(settings, vocabulary)
    if folder is None or not folder.is_dir():
        return []
    names = sorted(filter(_NAME.fullmatch, (one.name for one in folder.iterdir())), key=_place)
    found = (_read(folder / name, vocabulary) for name in reversed(names))
    return [one for one in found if one is not None]


def _folder(settings: Settings, vocabulary: str) -> Path | None:
    is_name = vocabulary not in ("", ".", "..") and not re.search(r"[/\\\0]", vocabulary)
    return settings.site / "dumps" / vocabulary if is_name else None


def _place(name: str) -> tuple[str, int]:
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def _read(folder: Path, vocabulary: str) -> Dump | None:
    files = []
    try:
        for line in (folder / SUMS).read_text("utf-8").splitlines():
            digest, _, name = line.partition("  ")
            files.append(DumpFile(name, (folder / name).stat().st_size, digest))
    except OSError:  # it is just being removed
        return None
    return Dump(vocabulary, folder.name, folder, tuple(files))


def write_dump(
    settings: Settings,
    vocabulary: str,
    contents: Mapping[str, Iterable[bytes]],
    keep: int = 0,
    max_age_days: int = 0,
) -> Dump:
    """Write files of a vocabulary by name as a dump of today; those that end in ``.gz`` are packed.

    Then older ones are removed: beyond `keep` in number, and older than so many days; 0 keeps all.
    The newest stays in any case. Raises what `contents` raise, with nothing changed.
    """
    folder = _folder(settings, vocabulary)
    assert folder is not None, "ids of vocabularies are names"
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        for left in folder.glob(".making-*"):
            shutil.rmtree(left, ignore_errors=True)
        now = datetime.now(UTC)
        making = folder / f".making-{now:%H%M%S%f}"
        making.mkdir()
        try:
            sums = {name: _written(making / name, pieces) for name, pieces in contents.items()}
            lines = (f"{digest}  {name}\n" for name, digest in sums.items())
            (making / SUMS).write_text("".join(lines), "utf-8")
            final = folder / _next_name(folder, now.date())
            making.rename(final)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
        _remove_old(settings, vocabulary, keep, max_age_days, now.date())
    made = _read(final, vocabulary)
    assert made is not None
    return made


def _written(file: Path, pieces: Iterable[bytes]) -> str:
    """Write a file; return its SHA-256. Packed files of the same content are the same."""
    with file.open("wb") as stream:
        if file.suffix == ".gz":
            with gzip.GzipFile("", "wb", fileobj=stream, mtime=0) as packed:
                packed.writelines(pieces)
        else:
            stream.writelines(pieces)
    with file.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def _next_name(folder: Path, today: date) -> str:
    """Return the name of one more dump of a day: a name is never used again while others stand."""
    names = [one.name for one in folder.iterdir() if one.name[:10] == f"{today}"]
    last = max((number for _, number in map(_place, names)), default=0)
    return f"{today}.{last + 1}" if last else f"{today}"


def _remove_old(
    settings: Settings, vocabulary: str, keep: int, max_age_days: int, today: date
) -> None:
    for place, one in enumerate(dumps_of(settings, vocabulary)):
        is_beyond = keep and place >= keep
        is_old = max_age_days and date.fromisoformat(one.day) < today - timedelta(max_age_days)
        if place and (is_beyond or is_old):
            going = one.folder.with_name(f".making-{one.name}")
            one.folder.rename(going)  # in one step, then what it holds
            shutil.rmtree(going, ignore_errors=True)
