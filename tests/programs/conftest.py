"""The programs that translators use: looked for on this machine; skipped, but not in CI."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from glossary.contribute.store import Store
from glossary.contribute.tables import Upload, UploadRow
from glossary.settings import Settings, load
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
    "po2csv": "translate-toolkit",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.programs)


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """A function that returns where a program is; skips where it is not, but not in CI."""

    def find(name: str) -> str:
        found = shutil.which(name)
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


@pytest.fixture
def translator(bundled: Settings, tmp_path: Path) -> Translator:
    """A translator before the bundled glossary."""
    return at_home(bundled, tmp_path)


def at_home(settings: Settings, folder: Path) -> Translator:
    """Return a translator before a published site, whose database is in `folder`."""
    own = load(settings.site, {"GLOSSARY_DATABASE_URL": f"sqlite:///{folder / 'own.sqlite'}"})
    own.proposals_per_hour = 1000
    app: Flask = create_app(own, config={"TESTING": True})
    return Translator(app.test_client(), app.extensions["glossary.store"], folder)
