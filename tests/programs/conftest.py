"""The programs that translators use: looked for on this machine; skipped, but not in CI."""

import io
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from glossary.contribute.store import Store
from glossary.contribute.tables import Upload, UploadRow
from glossary.site.settings import Settings, load
from glossary.web import create_app

PACKAGES = {
    "msgmerge": "gettext",
    "msgcat": "gettext",
    "msgattrib": "gettext",
    "msgfilter": "gettext",
    "msgfmt": "gettext",
    "poedit": "poedit",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "dbus-run-session": "dbus-daemon",
    "omegat": "omegat",
    "java": "default-jre",
    "jing": "jing",
    "po2csv": "translate-toolkit",
}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what lies in this folder: only of that a conftest is told."""
    item.add_marker(pytest.mark.programs)


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """A function that returns where a program is; skips where it is not, but not in CI."""

    def find(name: str) -> str:
        own = os.environ.get("GLOSSARY_TRANSLATE_TOOLKIT", "")
        found = shutil.which(name, path=own) or shutil.which(name)
        if found is None:
            told = f"{name} is missing: apt-get install {PACKAGES.get(name, name)}"
            if os.environ.get("CI") == "true":
                pytest.fail(told)
            pytest.skip(told)
        return found

    return find


@pytest.fixture
def run(program: Callable[[str], str], tmp_path: Path) -> Callable[..., str]:
    """A function that runs a program with arguments and returns what it writes."""

    def start(name: str, *arguments: object, **options: Any) -> str:
        command = [program(name), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, timeout=300, **options
        )
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    return start


@dataclass
class Translator:
    """Someone who takes catalogs of a site home and brings them back, through its pages."""

    client: FlaskClient
    store: Store
    folder: Path

    def takes(self, vocabulary: str, lang: str, ext: str = "po") -> Path:
        """Return the file that the site gives."""
        answer = self.client.get(f"/en/translate/{vocabulary}/{lang}/download.{ext}")
        assert answer.status_code == 200, answer.text
        path = self.folder / f"{vocabulary}.{lang}.{ext.removesuffix('12')}"
        path.write_bytes(answer.data)
        return path

    def brings(self, path: Path, vocabulary: str, lang: str) -> dict[str, dict[str, str]]:
        """Return what the preview of a file offers: wordings by kind and message."""
        page = f"/en/translate/{vocabulary}/{lang}/upload"
        proof = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(page).text)
        assert proof is not None
        file = (io.BytesIO(path.read_bytes()), path.name)
        answer = self.client.post(page, data={"csrf_token": proof.group(1), "file": file})
        answer.request.environ["wsgi.input"].close()
        assert answer.status_code == 303, answer.text
        assert self.client.get(answer.location).status_code == 200
        key = str(answer.location).rpartition("/")[2]
        found: dict[str, dict[str, str]] = {}
        with self.store.reading() as reading:
            rows = select(UploadRow).join(Upload, Upload.id == UploadRow.upload_id)
            for row in reading.scalars(rows.where(Upload.key == key).order_by(UploadRow.position)):
                found.setdefault(row.kind, {})[f"{row.concept}|{row.slot}"] = row.theirs
        return found


@pytest.fixture(scope="session")
def toolkit(program: Callable[[str], str]) -> Callable[..., None]:
    """A function that runs a script with the Python that has translate-toolkit."""
    interpreter = Path(program("po2csv")).with_name("python3")

    def run_script(script: str, *arguments: object) -> None:
        command = [str(interpreter), "-c", script, *map(str, arguments)]
        subprocess.run(command, check=True, timeout=300)

    return run_script


@pytest.fixture
def translator(bundled: Settings, tmp_path: Path) -> Translator:
    """A translator before the bundled glossary."""
    return _at_home(bundled, tmp_path)


@pytest.fixture
def at_home(tmp_path: Path) -> Callable[[Settings], Translator]:
    """A function that gives a translator before a published site."""
    return lambda settings: _at_home(settings, tmp_path)


def _at_home(settings: Settings, folder: Path) -> Translator:
    own = load(settings.site, {"GLOSSARY_DATABASE_URL": f"sqlite:///{folder / 'own.sqlite'}"})
    own.proposals_per_hour = 1000
    app: Flask = create_app(own, config={"TESTING": True})
    return Translator(app.test_client(), app.extensions["glossary.store"], folder)


@contextmanager
def _screen(program: Callable[[str], str]) -> Iterator[str]:
    """Give the name of a display of our own."""
    reading, writing = os.pipe()
    command = [program("Xvfb"), "-displayfd", str(writing), "-screen", "0", "1280x900x24"]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as stream:
            yield f":{stream.readline().strip()}"
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def _window(
    program: Callable[[str], str], display: str, path: Path
) -> Iterator[Callable[..., str]]:
    """Open a catalog in Poedit; gives a function that plays mouse and keys before it."""
    home = path.parent / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "DISPLAY": display, "LANG": "C.UTF-8"}
    editor = subprocess.Popen(
        [program("dbus-run-session"), "--", program("poedit"), path],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    xdotool = program("xdotool")

    def play(*arguments: object) -> str:
        command = [xdotool, *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        time.sleep(0.3)
        return done.stdout.strip()

    try:
        yield play
    finally:
        os.killpg(editor.pid, signal.SIGTERM)
        editor.wait(20)


def _settled(process: int) -> None:
    """Wait until a process has nothing to do any more, as when a file is loaded."""
    spent: list[str] = []
    for _ in range(300):
        spent.append(Path(f"/proc/{process}/stat").read_text("ascii").split()[13])
        if len(spent) > 8 and len(set(spent[-8:])) == 1:
            return
        time.sleep(0.25)
    raise AssertionError("Poedit is not ready")


def _until(found: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if result := found():
            return result
        time.sleep(0.2)
    raise AssertionError(what)


@pytest.fixture
def poedit(program: Callable[[str], str]) -> Callable[..., None]:
    """A function that opens a catalog in Poedit, types into its first entries, and saves it.

    The texts are ASCII: others need a keyboard of their own.
    """

    def change(path: Path, *texts: str) -> None:
        before = path.read_bytes()
        with _screen(program) as display, _window(program, display, path) as play:
            window = _until(
                lambda: play("search", "--onlyvisible", "--name", "Poedit").split("\n")[0],
                "Poedit does not open",
            )
            _settled(int(play("getwindowpid", window)))
            play("windowfocus", "--sync", window)
            told = play("getwindowgeometry", "--shell", window).split("\n")
            size = dict(line.split("=") for line in told)
            play("mousemove", "--sync", int(size["WIDTH"]) // 4, int(size["HEIGHT"]) - 100)
            for text in texts:
                play("click", 1)
                play("key", "ctrl+a")
                play("type", "--delay", 40, text)
                play("key", "ctrl+Down")
            play("key", "ctrl+s")
            _until(lambda: path.read_bytes() != before, "Poedit does not save")

    return change
