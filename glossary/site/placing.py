"""The files of a vocabulary come into the folder together: all of them, or none.

They are written into a hidden folder there, which then gets another name: this is the moment from
which they count. Whoever looks at the folder next moves them to their places, also where the
process that wrote them was killed meanwhile.
"""

import json
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from glossary.errors.failures import named

_WRITTEN, _READY = ".importing", ".ready"
_GONE = "gone.json"


def put(folder: Path, id: str, contents: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Write files by name and remove others, those of the vocabulary `id`, in one step.

    What a file has already is not written again. Raises OSError, which names the folder, where they
    cannot be written; nothing is changed then.
    """
    changed = {name: new for name, new in contents.items() if _content(folder / name) != new}
    written = folder / f".{id}{_WRITTEN}"
    finish(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(written, ignore_errors=True)
        written.mkdir()
        for name, content in {**changed, _GONE: json.dumps([*gone]).encode()}.items():
            _write(written / name, content)
        _flush(written)
        written.rename(folder / f".{id}{_READY}")
        _flush(folder)
    except OSError as error:
        raise named(error, folder) from error
    finally:
        shutil.rmtree(written, ignore_errors=True)
    finish(folder)


def finish(folder: Path) -> None:
    """Move what is ready in a folder of vocabularies to its place; several may do so at once."""
    for ready in folder.glob(f".*{_READY}") if folder.is_dir() else ():
        gone = ready / _GONE
        with suppress(FileNotFoundError):  # another process has done all of it
            for name in json.loads(gone.read_bytes()):
                (folder / name).unlink(missing_ok=True)
            for file in sorted(ready.iterdir()):
                if file.name != _GONE:
                    with suppress(FileNotFoundError):
                        file.replace(folder / file.name)
            _flush(folder)
        gone.unlink(missing_ok=True)
        with suppress(OSError):
            ready.rmdir()


def _content(file: Path) -> bytes | None:
    with suppress(FileNotFoundError):
        return file.read_bytes()
    return None


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    file.chmod(0o644)


def _flush(folder: Path) -> None:
    """Make sure that the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
