"""Commands in processes of their own, and the index that is built anew by one."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import background, build_index, change_index, open_index
from index.contract import publish
from index.contract.samples import document
from index.embedded import maintenance
from tests.index.corpus import place
from tests.patience import wait_until


def logged(folder: Path) -> str:
    return (folder / background.LOG).read_text("utf-8")


def test_what_a_command_prints_and_how_it_ended_is_in_the_log(tmp_path: Path) -> None:
    script = "import sys; print('as told'); sys.exit('went wrong')"
    background.start(tmp_path, [sys.executable, "-c", script])
    wait_until(lambda: "ended with 1" in logged(tmp_path))
    told = logged(tmp_path)
    assert "as told\n" in told
    assert "went wrong\n" in told
    assert told.splitlines()[0].partition(" ")[2].startswith("started: ")


def test_a_large_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_LARGE", 10)
    (tmp_path / background.LOG).write_text("of long ago\n", "utf-8")
    background.start(tmp_path, [sys.executable, "-c", ""])
    wait_until(lambda: "ended with 0" in logged(tmp_path))
    assert "of long ago" not in logged(tmp_path)
    assert (tmp_path / "background.1.log").read_text("utf-8") == "of long ago\n"


def test_the_index_is_built_anew_after_another_builder(tmp_path: Path) -> None:
    name = publish(place(tmp_path), [document("v", "one", {"en": "one"})])
    with change_index(tmp_path) as change:
        change.put(document("v", "two", {"en": "two"}))
    builder = build_index(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(maintenance.compact_later, tmp_path, name)
        wait_until((tmp_path / "compact.lock").exists)
        other = pool.submit(maintenance.compact_later, tmp_path, name)
        wait_until(lambda: first.done() or other.done())  # one of the two leaves it to the other
        assert not (first.done() and other.done())
        builder.abort()
        said = sorted([first.result(), other.result()])
    assert said[0] == "another process is about to build the index anew"
    assert said[1].startswith("built anew: ")
    assert open_index(tmp_path).get("v", "two") is not None
    assert not open_index(tmp_path).generation().startswith(name)
    assert maintenance.compact_later(tmp_path, name) == "the index was built anew meanwhile"
