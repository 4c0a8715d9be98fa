"""Machines that share a database and a folder of catalogs, and nothing else, lose nothing."""

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url, select

from glossary.catalogs import locks
from glossary.catalogs.locks import held, locked
from glossary.catalogs.po import files
from glossary.cli.main import main
from glossary.cli.people import refuse_other_key
from glossary.contribute.desk import worklist
from glossary.contribute.proposals import applying, completing
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Person
from glossary.errors import Busy, Unavailable
from glossary.publish.turns import publish_in_turn
from glossary.site.settings import load
from glossary.web import create_app
from tests import contributions
from tests.contribute import machines
from tests.contribute.machines import LANG, VOCABULARY, word

EDIT = {"vocabulary": VOCABULARY, "lang": LANG, "slot": "prefLabel", "person_id": None}


@pytest.fixture
def kind() -> str:
    """Files are of one machine; all of this needs a server."""
    return "postgresql"


@pytest.fixture
def admin(database_url: str) -> Iterator["psycopg.Connection[tuple[int]]"]:
    """A connection of the server's operator."""
    plain = make_url(database_url).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as made:
        yield made


def _cut(admin: "psycopg.Connection[tuple[int]]") -> int:
    """Cut whoever holds an advisory lock off; return how many that were."""
    found = admin.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    ).fetchall()
    return len(found)


def test_no_decision_is_lost(tmp_path: Path, database_url: str) -> None:
    count = 40
    settings, _ = machines.begin(tmp_path, database_url, "ab", count)
    running = [
        machines.deciding(tmp_path, name, database_url, range(place, count, 2))
        for place, name in enumerate("ab")
    ]
    for process in running:
        machines.go(process)
    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 2
    store = Store(settings)
    with store.reading() as session:
        changes = session.scalars(select(Change)).all()
    store.close()
    catalog = files.catalog_path(settings.translations, LANG, VOCABULARY).read_text("utf-8")
    assert sorted(one.after for one in changes) == sorted(map(word, range(count)))
    assert all(one.written for one in changes)
    assert [n for n in range(count) if catalog.count(word(n)) != 1] == []


def test_a_lock_is_of_all_machines_and_of_one_name(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "PATIENCE_SECONDS", 0.2)
    a, b = tmp_path / "a", tmp_path / "b"
    with locked(a, "pt-BR", "archive", database_url):
        with (
            pytest.raises(Busy, match="the catalog pt_BR/archive is not finished"),
            locked(b, "pt-BR", "archive", database_url),
        ):
            pass
        with ExitStack() as stack:
            for lang, domain in (("pt", "archive"), ("pt-BR", "museum")):
                stack.enter_context(locked(b, lang, domain, database_url)).check()
    with locked(b, "pt-BR", "archive", database_url) as lock:
        lock.check()
    assert not list(tmp_path.iterdir())


def test_the_server_asks_after_a_silent_holder_within_seconds(
    tmp_path: Path, database_url: str, admin: "psycopg.Connection[tuple[int]]"
) -> None:
    with held(tmp_path, "anything", database_url) as lock:
        connection = lock._connection  # type: ignore[attr-defined]  # what only this test asks
        shown = [
            connection.exec_driver_sql(f"SHOW tcp_{name}").scalar()
            for name in ("keepalives_idle", "keepalives_interval", "keepalives_count")
        ]
        assert shown == ["10", "5", "3"]
        assert _cut(admin) == 1


def test_a_lost_lock_is_noticed_before_anything_is_kept(
    tmp_path: Path,
    database_url: str,
    admin: "psycopg.Connection[tuple[int]]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [settings] = machines.begin(tmp_path, database_url, "a", 2)
    store = Store(settings)
    path = files.catalog_path(settings.translations, LANG, VOCABULARY)
    before = path.read_bytes()
    check = applying.OpenCatalog.check

    def cut_off(self: applying.OpenCatalog, changes: list[Change]) -> None:
        assert _cut(admin) == 1
        check(self, changes)

    monkeypatch.setattr(applying.OpenCatalog, "check", cut_off)
    with pytest.raises(Unavailable, match=f"lock “{LANG}.{VOCABULARY}” was lost"):
        contributions.edit(settings, store, concept="t1", text="colled", **EDIT)
    monkeypatch.undo()
    with store.reading() as session:
        assert session.scalars(select(Change)).all() == []
    assert path.read_bytes() == before
    store.close()


def test_a_lock_that_is_lost_while_the_database_takes_a_decision_lets_it_wait(
    tmp_path: Path,
    database_url: str,
    admin: "psycopg.Connection[tuple[int]]",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [settings] = machines.begin(tmp_path, database_url, "a", 2)
    store = Store(settings)
    path = files.catalog_path(settings.translations, LANG, VOCABULARY)
    before = path.read_bytes()
    apply = applying.OpenCatalog.apply_pending

    def cut_off(self: applying.OpenCatalog) -> None:
        assert _cut(admin) == 1
        apply(self)

    monkeypatch.setattr(applying.OpenCatalog, "apply_pending", cut_off)
    made = contributions.edit(settings, store, concept="t0", text="aros", **EDIT)
    monkeypatch.undo()
    assert made is not None
    assert made.written is None
    assert path.read_bytes() == before
    contributions.edit(settings, store, concept="t1", text="wedyn", **EDIT)
    assert all(text in path.read_text("utf-8") for text in ("aros", "wedyn"))
    store.close()


def test_a_machine_that_signs_with_another_key_is_told(tmp_path: Path, database_url: str) -> None:
    first = Store(machines.machine(tmp_path, "a", database_url))
    first.check()
    other = Store(machines.machine(tmp_path, "b", database_url, GLOSSARY_SECRET_KEY="other"))
    with pytest.raises(Unavailable, match="secret_key of this machine is not that of the site"):
        other.check()
    first.close()


def test_a_new_key_on_purpose(tmp_path: Path, database_url: str) -> None:
    first = Store(machines.machine(tmp_path, "a", database_url))
    first.check()
    place = machines.environment(tmp_path, "b", database_url, GLOSSARY_SECRET_KEY="other")
    done = CliRunner().invoke(main, ["people", "new-key"], env=place)
    assert (done.exit_code, done.stderr) == (0, "")
    with closing(Store(load(tmp_path / "b", place))) as second:
        second.check()
    with pytest.raises(Unavailable, match="new-key"):  # also while it serves
        first.check()
    first.close()


def test_nothing_is_signed_without_a_key_for_all(tmp_path: Path, database_url: str) -> None:
    own = {"GLOSSARY_SECRET_KEY": "", "GLOSSARY_PORT": "7301"}
    place = machines.environment(tmp_path, "a", database_url, **own)
    for command in (["serve"], ["people", "add", "a@example.org"]):
        done = CliRunner().invoke(main, command, env=place)
        assert done.exit_code == 1
        assert [line for line in done.stderr.splitlines() if "secret_key" in line]
        assert "Traceback" not in done.output
    assert not (tmp_path / "a" / "instance" / "secret").exists()
    with closing(Store(load(tmp_path / "a", place))) as store, store.reading() as session:
        assert session.scalars(select(Person)).all() == []


def test_a_new_machine_whose_folders_are_not_mounted_is_no_empty_site(
    tmp_path: Path, database_url: str
) -> None:
    machines.begin(tmp_path, database_url, "a", 2)
    for name in ("vocabularies", "translations"):
        (tmp_path / "nothing" / name).mkdir(parents=True)
    unmounted = {
        f"GLOSSARY_{name.upper()}_FOLDER": str(tmp_path / "nothing" / name)
        for name in ("vocabularies", "translations")
    }
    new = machines.machine(tmp_path, "new", database_url, **unmounted)
    with pytest.raises(Unavailable, match="has not the mark of this site"):
        publish_in_turn(new)
    with closing(Store(new)) as store, pytest.raises(Unavailable, match="Is it mounted"):
        worklist.refresh(new, store)
    assert list((tmp_path / "nothing" / "vocabularies").iterdir()) == []
    publish_in_turn(machines.machine(tmp_path, "mounted", database_url))


def test_copies_of_a_catalog_have_one_mark(tmp_path: Path, database_url: str) -> None:
    a, b = machines.begin(tmp_path, database_url, "ab", 2)
    copy = tmp_path / "copy"
    shutil.copytree(a.translations, copy)
    b = machines.machine(tmp_path, "b", database_url, GLOSSARY_TRANSLATIONS_FOLDER=str(copy))
    with closing(Store(a)) as store:
        assert worklist.refresh(a, store) == [(VOCABULARY, LANG)]
        contributions.edit(a, store, concept="t1", text="llif", **EDIT)
        assert worklist.refresh(a, store) == []
        assert worklist.refresh(b, store) == [(VOCABULARY, LANG)]
        shutil.copytree(a.translations, copy, dirs_exist_ok=True)
        for settings in (b, a, b):
            worklist.refresh(settings, store)
            assert worklist.refresh(settings, store) == []
        assert list(worklist.outdated(a, store)) == []


@pytest.mark.parametrize("driver", ["psycopg", "psycopg2"])
def test_a_server_that_is_gone_is_noticed_within_seconds(driver: str) -> None:
    plain = f"postgresql+{driver}://g@db.example.org/g"
    options = locks.client_options(make_url(plain))
    assert (options["connect_timeout"], options["tcp_user_timeout"]) == (10, 25_000)
    stated = locks.client_options(make_url(f"{plain}?connect_timeout=3"))
    assert stated == {name: value for name, value in options.items() if name != "connect_timeout"}
    assert locks.client_options(make_url("sqlite:///x")) == {}


def test_a_machine_serves_readers_while_the_database_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machines.share(tmp_path, 2)
    away = machines.machine(tmp_path, "a", "postgresql+psycopg://glossary@127.0.0.1:1/none")
    publish_in_turn(away)
    refuse_other_key(away)
    assert "cannot be reached" in capsys.readouterr().err
    client = create_app(away).test_client()
    assert client.get("/api/v1/lookup?term=tool+1").json["total"] == 1
    ready = client.get("/health/ready")
    assert (ready.status_code, "cannot be reached" in ready.json["reason"]) == (503, True)


def test_without_the_database_nobody_has_a_lock(tmp_path: Path) -> None:
    away = "postgresql+psycopg://glossary:Geheim%2077@127.0.0.1:1/none"
    with (
        pytest.raises(Unavailable, match="cannot be reached") as told,
        locked(tmp_path, "fr", "archive", away),
    ):
        pass
    assert "Geheim" not in str(told.value)


@pytest.mark.slow
def test_machines_that_are_killed_lose_and_double_nothing(
    tmp_path: Path, database_url: str
) -> None:
    count, kills = 60, 6
    settings, _ = machines.begin(tmp_path, database_url, "ab", count)
    chance = random.Random(11)
    parts = {name: list(range(place, count, 2)) for place, name in enumerate("ab")}
    for _ in range(kills):
        running = {
            name: machines.deciding(tmp_path, name, database_url, numbers)
            for name, numbers in parts.items()
        }
        for process in running.values():
            machines.go(process)
        time.sleep(chance.uniform(0.1, 1.0))
        victim = running[chance.choice("ab")]
        victim.kill()
        for process in running.values():
            said = process.communicate()[1]
            assert process is victim or (said, process.returncode) == ("", 0)
    for name, numbers in parts.items():
        last = machines.deciding(tmp_path, name, database_url, numbers)
        machines.go(last)
        assert (last.communicate()[1], last.returncode) == ("", 0)
    with closing(Store(settings)) as store:
        completing.complete(settings, store)
        with store.reading() as session:
            changes = session.scalars(select(Change)).all()
    catalog = files.catalog_path(settings.translations, LANG, VOCABULARY).read_text("utf-8")
    assert sorted(one.after for one in changes) == sorted(map(word, range(count)))
    assert [n for n in range(count) if catalog.count(word(n)) != 1] == []
    assert [one for one in changes if not one.written] == []
