"""Errors of the system and of databases, on the web: 503, in a few words, and readiness tells."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.contribute.store import Store
from glossary.publish import publish
from glossary.settings import Settings, load
from glossary.web import create_app
from tests.conftest import DATA

CONTRIBUTIONS = ("/en/proposals/", "/en/translate/", "/en/feed.atom")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A small published site with an empty database of contributions."""
    shutil.copytree(DATA / "site", tmp_path / "site")
    made = load(tmp_path / "site", {})
    publish(made)
    store = Store(made)
    assert store.engine
    store.close()
    return made


def _not_there(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


def _newer(file: Path) -> None:
    with sqlite3.connect(file) as rows:
        rows.execute("UPDATE alembic_version SET version_num = '0333'")
    rows.close()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b"rubbish " * 2000),
        lambda file: file.write_bytes(b""),
        lambda file: (file.unlink(), file.mkdir()),
        _newer,
    ],
)
def test_a_database_that_cannot_be_used(
    settings: Settings, spoil: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    file = settings.instance / "contributions.sqlite"
    spoil(file)
    client = create_app(settings).test_client()
    for path in CONTRIBUTIONS:
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert answer.headers["Retry-After"] == "60"
        assert str(settings.site) not in answer.text
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json["status"]) == (503, "unavailable")
    assert ready.json["reason"]
    assert str(settings.site) not in ready.text
    assert client.get("/health/live").status_code == 200
    assert client.get("/en/heritage/library").status_code == 200
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "no room left"), (errno.EROFS, "may not be used"), (errno.EMFILE, "Too many")],
)
def test_errors_of_the_system_are_503(
    settings: Settings, make_app: Callable[..., Flask], number: int, words: str
) -> None:
    app = make_app(settings)

    def fail(**_: str) -> str:
        raise OSError(number, os.strerror(number), "/srv/secret/place/heritage.po")

    app.add_url_rule("/<ui:ui>/failing", "failing", fail)
    app.add_url_rule("/api/v1/failing", "api_failing", fail)
    page = app.test_client().get("/fr/failing")
    assert page.status_code == 503
    assert words in page.text
    assert "secret" not in page.text
    problem = app.test_client().get("/api/v1/failing")
    assert (problem.status_code, problem.json["status"]) == (503, 503)
    assert problem.headers["Retry-After"] == "60"
    assert "secret" not in problem.text


def test_a_folder_in_place_of_the_database_is_told_with_its_reason(settings: Settings) -> None:
    file = settings.instance / "contributions.sqlite"
    file.unlink(missing_ok=True)
    (file / "more").mkdir(parents=True)
    client = create_app(settings).test_client()
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json["status"]) == (503, "unavailable")
    assert ready.json["reason"].startswith("contributions.sqlite is a folder")
    assert client.get("/en/search?q=school").status_code == 200


def test_a_disk_without_room_is_no_ready_site(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(settings).test_client()
    assert client.get("/health/ready").status_code == 200
    found = list(os.statvfs(settings.instance))
    found[4] = 0
    monkeypatch.setattr(os, "statvfs", lambda path: os.statvfs_result(found))
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json["status"]) == (503, "unavailable")
    assert "no room left" in ready.json["reason"]


def test_the_page_of_an_error_never_fails(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise sqlite3.DatabaseError("database disk image is malformed")

    client = create_app(settings).test_client()
    monkeypatch.setattr("glossary.web.errors.render", broken)
    answer = client.get("/ar/nothing/at/all<b>")
    assert answer.status_code == 404
    assert '<html lang="ar">' in answer.text
    assert "<b>" not in answer.text
    assert not [record for record in caplog.records if record.exc_info]


def test_an_index_cut_while_it_is_read_is_503(settings: Settings) -> None:
    client = create_app(settings).test_client()
    assert client.get("/en/heritage/library").status_code == 200
    (file,) = settings.index_folder.glob("generations/*/glossary.sqlite")
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size // 3)
    for path in ("/en/heritage/", "/fr/heritage/?view=hierarchy", "/en/search?q=school"):
        assert client.get(path).status_code in (200, 503), path
