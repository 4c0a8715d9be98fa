import subprocess
import sys
import threading
from pathlib import Path

import pytest

from glossary.catalogs import locks
from glossary.catalogs.locks import locked
from glossary.errors import Busy

HOLD = """
import sys, time
from pathlib import Path
from glossary.catalogs.locks import locked
with locked(Path(sys.argv[1]), "pt-BR", "archive"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_is_named_after_the_catalog(tmp_path: Path) -> None:
    with locked(tmp_path, "pt-BR", "archive"):
        assert (tmp_path / "locks" / "pt_BR.archive.lock").is_file()


def test_a_hostile_name_stays_in_the_folder(tmp_path: Path) -> None:
    with locked(tmp_path / "instance", "../../x", "../y"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["instance"]


def test_another_process_waits_and_a_killed_one_frees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "PATIENCE_SECONDS", 0.1)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(Busy, match="the catalog pt_BR/archive is not finished"),
            locked(tmp_path, "pt-BR", "archive"),
        ):
            pass
        with locked(tmp_path, "pt-BR", "museum"), locked(tmp_path, "pt", "archive"):
            pass
        holder.kill()
        holder.wait()
        with locked(tmp_path, "pt-BR", "archive"):
            pass


def test_threads_come_one_after_the_other(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(20):
            with locked(tmp_path, "fr", "archive"):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 80
    assert max(most) == 1


def test_an_error_inside_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(KeyError), locked(tmp_path, "fr", "archive"):
        raise KeyError
    with locked(tmp_path, "fr", "archive"):
        pass
