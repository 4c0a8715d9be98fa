"""Changes by several processes: whole or not at all, never lost, also on a full disk."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import Document, Index, Query, change_index, open_index
from index.contract import publish, wait_until
from index.contract.samples import document
from tests.index.corpus import (
    place,
)
from tests.patience import PATIENCE_SECONDS

HERE = Path(__file__).parent
KILLS = 30


def put(folder: Path, *documents: Document) -> None:
    with change_index(folder) as change:
        for made in documents:
            change.put(made)


CHANGER = HERE / "changer.py"


def start_changer(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(CHANGER), str(folder), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HERE.parents[1])


WHOLE = [{f"c{n}" for n in range(8)}, 8, 0, 0, 8, 1, True, False]


def answers(index: Index) -> tuple[int, list[object]]:
    """Return which change an index has, and answers that are `WHOLE` where it has all of it."""
    number = int(index.metadata()["number"])
    results = index.search(Query(f"change{number}", per_page=100))
    return number, [
        {hit.id for hit in results.hits},
        index.search(Query("shared", per_page=100)).total,
        index.search(Query(f"change{number - 1}")).total,
        index.search(Query(f"change{number + 1}")).total,
        len(index.suggest(f"change{number}")),
        len(index.lookup(f"shared 3 change{number}")),
        index.get("v", f"only{number % 2}") is not None,
        index.get("v", f"only{1 - number % 2}") is not None,
    ]


def served(folder: Path) -> int:
    """Return which change a new reader sees; fail unless it is whole."""
    number, found = answers(open_index(folder))
    assert found == WHOLE
    return number


def looked_at(index: Index, stop: threading.Event) -> int:
    """Return how often a reader was answered; each time as a whole."""
    whole = 0
    while not stop.wait(0.002):  # the changers need the machine, too
        with index.snapshot():
            _, found = answers(index)
        assert found == WHOLE
        whole += 1
    return whole


def test_changers_that_are_killed_leave_a_whole_index(tmp_path: Path) -> None:
    rng = random.Random(time.time_ns())  # other moments in every run
    with start_changer(tmp_path, "0", "1") as child:
        assert child.wait(PATIENCE_SECONDS) == 0
    number, stop = served(tmp_path), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(looked_at, open_index(tmp_path), stop)
        try:
            number = killed(tmp_path, number, rng)
        finally:
            stop.set()
        assert reader.result(PATIENCE_SECONDS) > 0
    with start_changer(tmp_path, str(number), "1") as child:
        assert child.wait(PATIENCE_SECONDS) == 0
    assert served(tmp_path) == number + 1


def killed(folder: Path, number: int, rng: random.Random) -> int:
    """Return which change is there after changers were killed at any moment."""
    for _ in range(KILLS):
        with start_changer(folder, str(number), "1000000") as child:
            assert child.stdout is not None
            try:
                reported = int(child.stdout.readline())
                time.sleep(rng.uniform(0, 0.06))
            finally:
                child.send_signal(signal.SIGKILL)
            reported = max([reported, *(int(line) for line in child.stdout.read().split())])
        number = served(folder)
        assert number in (reported, reported + 1)
    return number


def test_two_processes_change_at_once(tmp_path: Path) -> None:
    publish(place(tmp_path), [document("v", "first", {"en": "first"})])
    children = [start_changer(tmp_path, name, "many") for name in ("left", "right")]
    index = open_index(tmp_path)
    seen = 0
    while any(child.poll() is None for child in children):
        total = index.search(Query("word", per_page=1)).total
        assert total >= seen
        seen = total
    for child in children:
        child.communicate()
        assert child.returncode == 0
    wait_until(lambda: index.search(Query("word")).total == 60)
    for name in ("left", "right"):
        assert index.search(Query(f"word {name}")).total == 30
    assert len(index.children("v", "", "en")) == 61


def test_threads_that_change_at_once_wait_for_each_other(tmp_path: Path) -> None:
    publish(place(tmp_path), [document("v", "first", {"en": "first"})])

    def add(number: int) -> None:
        for n in range(5):
            put(tmp_path, document("v", f"t{number}-{n}", {"en": f"thread {number}"}))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    assert open_index(tmp_path).search(Query("thread")).total == 20


def test_a_full_disk_is_told_and_the_old_state_answers(tmp_path: Path) -> None:
    with start_changer(tmp_path, "0", "1") as child:
        assert child.wait(PATIENCE_SECONDS) == 0
    running = open_index(tmp_path)
    assert running.search(Query("change1")).total == 8
    with start_changer(tmp_path, "1", "full") as child:
        assert child.stdout is not None
        told = child.stdout.read().decode()
        assert child.wait(PATIENCE_SECONDS) == 0
    assert any(word in told for word in ("full", "disk", "large")), told
    assert served(tmp_path) == 1
    assert running.search(Query("change1")).total == 8
    with start_changer(tmp_path, "1", "1") as child:
        assert child.wait(PATIENCE_SECONDS) == 0
    assert served(tmp_path) == 2
    wait_until(lambda: running.search(Query("change2")).total == 8)


def test_nothing_is_made_where_a_database_is_missing(tmp_path: Path) -> None:
    name = publish(place(tmp_path), [document("v", "one", {"en": "one"})])
    database = tmp_path / "generations" / name / "glossary.sqlite"
    database.unlink()
    with pytest.raises(Exception, match=r".+"), change_index(tmp_path) as change:
        change.put(document("v", "two", {"en": "two"}))
    assert not database.exists()


@pytest.fixture
def open_folder() -> Iterable[Path]:
    """A folder that other users can enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("is_changed", [False, True])
def test_a_folder_that_cannot_be_written_to_can_be_read(
    open_folder: Path, is_changed: bool
) -> None:
    folder = open_folder / "index"
    folder.mkdir()
    publish(place(folder), [document("v", "one", {"en": "one"})])
    if is_changed:
        put(folder, document("v", "two", {"en": "two"}))
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    command = [sys.executable, str(CHANGER), str(folder), "read", str(os.getuid() or 65534)]
    found = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, check=False)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    assert found.stdout.decode().split() == ["2" if is_changed else "1"], found.stderr.decode()


def test_a_thread_that_asks_no_more_does_not_keep_all_changes_on_disk(tmp_path: Path) -> None:
    name = publish(place(tmp_path), [document("v0", "root", {"en": "root"})])
    index = open_index(tmp_path)
    assert index.get("v0", "root")
    time.sleep(0.5)
    for n in range(120):
        put(tmp_path, document("v0", "x", {"en": f"word {n} " * 20}))
    log = tmp_path / "generations" / name / "glossary.sqlite-wal"
    assert not log.exists() or log.stat().st_size < 12_000_000
