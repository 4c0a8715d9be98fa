"""A running server: a vocabulary is published while it answers, and no request notices."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import DATA
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.servers import served

PATHS = (
    "/en/",
    "/fr/heritage/library",
    "/en/search?q=library",
    "/api/v1/lookup?term=school",
    "/api/v1/suggest?q=s",
    "/ar/heritage/?view=hierarchy&open=institution",
)


class Caller(threading.Thread):
    """Sends requests without pause until it is stopped, and keeps what went wrong."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address, self.stopped = address, threading.Event()
        self.answered, self.failures = 0, list[str]()

    def run(self) -> None:
        while not self.stopped.is_set():
            path = PATHS[self.answered % len(PATHS)]
            try:
                with urllib.request.urlopen(
                    self.address + path, timeout=PATIENCE_SECONDS
                ) as answer:
                    answer.read()
            except OSError as error:
                self.failures.append(f"{path}: {error}")
            self.answered += 1


def found(address: str, term: str) -> list[str]:
    with urllib.request.urlopen(
        f"{address}/api/v1/lookup?term={quote(term)}", timeout=PATIENCE_SECONDS
    ) as answer:
        return [match["concept"]["id"] for match in json.load(answer)["matches"]]


def all_new(address: str, term: str) -> list[list[str]]:
    """Return many answers as soon as none of them is empty."""
    answers = [found(address, term) for _ in range(40)]
    return [] if [] in answers else answers


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose home is an empty folder."""
    (tmp_path / "home").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLOSSARY_")}
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        kept.pop(name, None)
    return {**kept, "HOME": str(tmp_path / "home"), "PYTHONDONTWRITEBYTECODE": "1"}


def publish_changed(folder: Path, environment: dict[str, str], label: str) -> None:
    file = folder / "vocabularies" / "heritage.ttl"
    text = file.read_text("utf-8")
    assert '"school"@en' in text
    file.write_text(
        text.replace('"school"@en', f'"school"@en ; skos:altLabel "{label}"@en'), "utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "glossary.cli",
        "--site",
        str(folder),
        "publish",
        "--quiet",
    ]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_publishing_while_the_server_answers(tmp_path: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "site"
    shutil.copytree(DATA / "site", folder)
    log = tmp_path / "server.log"
    with served(folder, log, 2, environment) as (process, address):
        assert found(address, "place of lessons") == []
        callers = [Caller(address) for _ in range(2)]
        for caller in callers:
            caller.start()
        publish_changed(folder, environment, "place of lessons")
        new = wait_until(lambda: all_new(address, "place of lessons"), "the new term")
        wait_until(lambda: min(caller.answered for caller in callers) > len(PATHS))
        for caller in callers:
            caller.stopped.set()
            caller.join(PATIENCE_SECONDS)
        assert new == [["school"]] * 40
        assert [failure for caller in callers for failure in caller.failures] == []
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_SECONDS) == 0
    assert files(tmp_path / "home") == set()
    written = files(folder) - files(DATA / "site")
    assert written
    own = (
        "vocabularies/.glossary-site",
        "translations/.glossary-site",
        "instance/index/",
        "instance/site",
        "instance/locks/",
        "instance/contributions.",
        "instance/database.",
    )
    assert [name for name in written if not name.startswith(own)] == []
    assert files(tmp_path) - {f"site/{name}" for name in files(folder)} == {"server.log"}
    said = log.read_text("utf-8")
    assert "Traceback" not in said
    assert "[ERROR]" not in said
