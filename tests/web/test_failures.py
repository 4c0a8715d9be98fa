"""Errors of the system and of databases, on the web: 503, in a few words, and readiness tells."""

import errno
import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from glossary.contribute.store import Store
from glossary.contribute.tables import Person
from glossary.errors import Unavailable
from glossary.errors.failures import log
from glossary.publish import publish
from glossary.site.settings import Settings, load
from glossary.web import create_app
from tests.conftest import DATA
from tests.web.accounts import PASSWORD, Site

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


def test_a_disk_that_turned_read_only_is_no_ready_site(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", "/srv/secret/tmp4x")

    client = create_app(settings).test_client()
    monkeypatch.setattr("glossary.contribute.private_files.TemporaryFile", refused)
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json["status"]) == (503, "unavailable")
    assert ready.json["reason"].startswith("contributions.sqlite may not be used: ")
    assert "read-only" in ready.json["reason"]
    assert "secret" not in ready.text
    monkeypatch.undo()
    assert client.get("/health/ready").status_code == 200


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


def test_a_temporary_folder_without_room_is_no_ready_site(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(settings).test_client()
    usual, temporary = os.statvfs, tempfile.gettempdir()

    def full(path: str | Path) -> os.statvfs_result:
        found = list(usual(path))
        if Path(path) == Path(temporary):
            found[4] = 0
        return os.statvfs_result(found)

    monkeypatch.setattr(os, "statvfs", full)
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json["status"]) == (503, "unavailable")
    assert Path(temporary).name in ready.json["reason"]
    monkeypatch.undo()
    assert client.get("/health/ready").status_code == 200


def test_a_sign_in_that_could_not_be_kept_can_be_sent_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(settings)
    store: Store = app.extensions["glossary.store"]
    site = Site(settings, store, app)
    site.add("Ingrid", "reviewer", "fr")
    client = app.test_client()
    page = client.get("/fr/account/sign-in").text
    proof = unescape(page.split('name="csrf_token" value="')[1].split('"')[0])
    form = {"email": "ingrid@example.org", "password": PASSWORD, "csrf_token": proof}

    def full(session: Session) -> None:
        if session.dirty or any(isinstance(one, Person) for one in session.identity_map.values()):
            raise OperationalError("COMMIT", {}, _full())

    event.listen(Session, "before_commit", full)
    try:
        refused = client.post("/fr/account/sign-in", data=form)
    finally:
        event.remove(Session, "before_commit", full)
    assert refused.status_code == 503
    assert "Set-Cookie" not in refused.headers
    assert client.post("/fr/account/sign-in", data=form).status_code == 303
    assert not [record for record in caplog.records if record.exc_info]


def test_a_form_without_proof_beside_a_database_that_fails_is_503(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise OperationalError("SELECT", {}, _full())

    client = create_app(settings).test_client()
    monkeypatch.setattr("glossary.web.resubmit.contributor_pages.page", broken)
    answer = client.post("/de/account/sign-in", data={"email": "a@example.org"})
    assert answer.status_code == 503
    assert '<html lang="de"' in answer.text
    assert not [record for record in caplog.records if record.exc_info]


def test_what_waits_for_room_is_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("glossary.tests")
    for error in (_full(), OperationalError("INSERT", {}, _full()), Unavailable("no\nroom")):
        log(logger, error, "%s %s waits", "heritage", "fr")
    log(logger, ValueError("ours"), "%s waits", "objects")
    known, ours = caplog.records[:3], caplog.records[3]
    assert [record.exc_info for record in known] == [None] * 3
    assert all(record.getMessage().startswith("heritage fr waits: ") for record in known)
    assert ours.exc_info
    assert ours.getMessage() == "objects waits"


def _full() -> sqlite3.Error:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error
