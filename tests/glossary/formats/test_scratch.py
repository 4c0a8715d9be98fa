import sqlite3
from pathlib import Path

import pytest

from glossary.formats import scratch


def test_the_folder_is_removed_also_after_an_error(tmp_path: Path) -> None:
    def work() -> None:
        with scratch.folder(tmp_path / "index") as folder:
            (folder / "x").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert list((tmp_path / "index").iterdir()) == []


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    with scratch.folder(tmp_path) as folder:
        pass
    folder.mkdir()
    (folder / "triples.sqlite").write_text("left", "utf-8")
    with scratch.folder(tmp_path) as again:
        assert again == folder
        assert list(again.iterdir()) == []


def test_the_database_is_removed_also_after_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"

    def work() -> None:
        with scratch.database(file, "CREATE TABLE a (b);") as rows:
            rows.execute("INSERT INTO a VALUES (1)")
            assert rows.execute("SELECT b FROM a").fetchall() == [(1,)]
            rows.execute("SELECT c FROM a")

    with pytest.raises(sqlite3.OperationalError):
        work()
    assert not file.exists()
