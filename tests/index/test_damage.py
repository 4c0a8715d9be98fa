"""Each file of a generation damaged in turn: told by name, not answered from, not carried on."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import index as index_module
from index import IndexDamaged, IndexUnavailable, build_index, open_index, verify_index
from index.contract.samples import DOCUMENTS
from index.embedded.files import checksums, tables
from index.embedded.maintenance import change, compact, refresh
from index.embedded.reading import snapshot


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    place = len(content) * 2 // 3
    return content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]


def emptied(content: bytes) -> bytes:
    return b""


def build(folder: Path) -> Path:
    """Return the folder of a generation that was published."""
    builder = build_index(folder)
    for document in DOCUMENTS:
        builder.add(document)
    return folder / "generations" / builder.commit({})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that is not touched."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    build(folder)
    return folder


def names(generation: Path) -> list[str]:
    return [
        path.relative_to(generation).as_posix()
        for path in sorted(generation.rglob("*"))
        if path.is_file() and path.stat().st_size and not path.name.endswith(("-wal", "-shm"))
    ]


def test_an_index_as_it_was_written_is_whole(whole: Path) -> None:
    assert verify_index(whole) == []


@pytest.mark.parametrize("damage", [cut, flipped, emptied])
def test_each_damaged_file_is_told_by_name(
    whole: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    (generation,) = (whole / "generations").iterdir()
    files = names(generation)
    assert len(files) > 30
    for name in files:
        folder = tmp_path / "index"
        shutil.copytree(whole, folder)
        file = folder / "generations" / generation.name / name
        content = file.read_bytes()
        file.write_bytes(damage(content))
        if file.read_bytes() == content:
            continue
        assert verify_index(folder) == [name]
        with pytest.raises(IndexDamaged, match=name):
            open_index(folder).generation()
        assert refresh(folder, DOCUMENTS, {}) is None, name
        shutil.rmtree(folder)


def test_changes_are_no_damage_but_damage_beside_them_is(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    with change(folder) as changing:
        changing.put(DOCUMENTS[0])
    assert verify_index(folder) == []
    assert open_index(folder).generation().endswith("+1")
    (generation,) = (folder / "generations").iterdir()
    file = generation / "glossary.sqlite"
    content = bytearray(file.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    file.write_bytes(content)
    assert verify_index(folder) == ["glossary.sqlite"]
    with pytest.raises(IndexUnavailable):
        open_index(folder).generation()
    with pytest.raises(IndexUnavailable):
        compact(folder)


def test_a_new_generation_heals(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    (generation,) = (folder / "generations").iterdir()
    (generation / "text.values").write_bytes(b"?")
    reading = open_index(folder)
    with pytest.raises(IndexDamaged):
        reading.generation()
    name = build(folder).name
    assert reading.generation() == name
    assert verify_index(folder) == []


def test_what_is_read_later_is_noticed_then(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_MOST_VERIFIED_BYTES", 0)
    folder = tmp_path / "index"
    shutil.copytree(whole, folder)
    (generation,) = (folder / "generations").iterdir()
    (generation / "record.values").write_bytes(flipped((generation / "record.values").read_bytes()))
    reading = open_index(folder)
    with pytest.raises(IndexDamaged, match=r"record\.values"):
        [reading.generation() for _ in range(100_000)]


def test_the_manifest_names_each_file(whole: Path) -> None:
    (generation,) = (whole / "generations").iterdir()
    manifest = json.loads((generation / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == {*names(generation)} - {"manifest.json", "changes"}
    assert index_module.IndexDamaged("x", ["a", "b"]).files == ("a", "b")


_OPENS_AND_CLOSES = """
import sqlite3, sys
rows = sqlite3.connect(sys.argv[1])
rows.execute("SELECT count(*) FROM metadata").fetchone()
rows.close()
"""


def is_taken_for_open(database: Path) -> bool:
    """Return whether another process, when it closes a database, leaves what was written ahead.

    The last one removes it (https://www.sqlite.org/walformat.html), and knows by locks that it is.
    """
    command = [sys.executable, "-I", "-c", _OPENS_AND_CLOSES, str(database)]
    subprocess.run(command, check=True)
    return database.with_name(f"{database.name}-wal").exists()


def test_checksums_are_taken_without_giving_up_the_locks_of_open_databases(
    whole: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(whole, tmp_path / "index")
    (generation,) = (folder / "generations").iterdir()
    files = json.loads((generation / "manifest.json").read_text())["files"]
    database = generation / tables.FILE
    rows = sqlite3.connect(database)
    rows.execute("SELECT count(*) FROM metadata").fetchone()
    assert is_taken_for_open(database)
    assert checksums.damaged(generation, files) == []
    assert checksums.resized(generation, files) == []
    assert verify_index(folder) == []
    assert is_taken_for_open(database)
    database.read_bytes()  # what the check must not do
    assert not is_taken_for_open(database)
    rows.close()
