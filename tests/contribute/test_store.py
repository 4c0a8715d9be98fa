import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, delete, func, inspect, select, text

from glossary.contribute import store as store_module
from glossary.contribute.store import Store
from glossary.contribute.tables import Base, Person
from glossary.errors import BrokenSource, Unavailable
from glossary.site.settings import Settings, load

UPGRADE = [sys.executable, "-m", "glossary.cli", "people", "list"]


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def _migrate(engine: Engine, where: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(store_module._MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if where == "base" else command.upgrade)(config, where)


@pytest.fixture
def fresh(empty_database: str, migrations: None, tmp_path: Path) -> Settings:
    """The settings of a site whose database has no tables yet."""
    return load(tmp_path, {"GLOSSARY_DATABASE_URL": empty_database})


def _environment(settings: Settings) -> dict[str, str]:
    named = {"GLOSSARY_DATABASE_URL": settings.database_url, "GLOSSARY_SITE": str(settings.site)}
    return os.environ | named


def test_migrations_make_what_the_models_say(fresh: Settings) -> None:
    store = Store(fresh)
    assert _differences(store.engine) == []
    store.close()


def test_migrations_go_down_and_up_again(fresh: Settings) -> None:
    store = Store(fresh)
    assert "person" in inspect(store.engine).get_table_names()
    _migrate(store.engine, "base")
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}
    _migrate(store.engine, "head")
    assert _differences(store.engine) == []
    store.close()


def test_several_processes_may_upgrade_at_once(fresh: Settings) -> None:
    running = [
        subprocess.Popen(UPGRADE, env=_environment(fresh), stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 3
    store = Store(fresh)
    assert _differences(store.engine) == []
    store.close()


def test_another_machine_waits_while_one_upgrades(fresh: Settings, tmp_path: Path) -> None:
    if not fresh.database_url.startswith("postgresql"):
        pytest.skip("a file is of one machine")
    (tmp_path / "attic").mkdir()  # a machine with locks of its own
    place = {"GLOSSARY_SITE": str(tmp_path / "attic")}
    engine = create_engine(fresh.database_url)
    with engine.connect() as first:
        first.execute(select(func.pg_advisory_xact_lock(store_module._UPGRADING)))
        other = subprocess.Popen(
            UPGRADE, env=_environment(fresh) | place, stderr=subprocess.PIPE, text=True
        )
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        while not first.scalar(waiting):
            assert other.poll() is None, "it did not wait"
            time.sleep(0.05)
        assert not inspect(first).has_table("person")
    assert (other.communicate()[1], other.returncode) == ("", 0)
    assert _differences(engine) == []
    engine.dispose()


@pytest.mark.slow
def test_upgrading_may_be_killed_at_any_moment(fresh: Settings) -> None:
    chance = random.Random(4)
    whole = time.monotonic()
    subprocess.run([*UPGRADE, "--help"], env=_environment(fresh), check=True, capture_output=True)
    whole = time.monotonic() - whole + 1
    for _ in range(12):
        process = subprocess.Popen(UPGRADE, env=_environment(fresh), stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, whole))
        process.send_signal(signal.SIGKILL)
        process.wait()
    store = Store(fresh)
    assert _differences(store.engine) == []
    store.close()


def test_what_was_written_is_read_and_what_failed_is_not(store: Store) -> None:
    with store.writing() as session:
        session.add(Person(name="Awa", email="a@example.org", session_mark="m"))
    with pytest.raises(ZeroDivisionError):
        _fail(store)
    with store.reading() as session:
        assert [one.name for one in session.scalars(select(Person))] == ["Awa"]


def _fail(store: Store) -> None:
    with store.writing() as session:
        session.add(Person(name="lost", email="", session_mark="m"))
        session.flush()
        raise ZeroDivisionError


def test_times_are_utc_whatever_was_given(store: Store) -> None:
    elsewhere = datetime(2025, 5, 1, 3, 0, tzinfo=timezone(timedelta(hours=5)))
    with store.writing() as session:
        session.add(Person(name="x", email="", session_mark="m", created=elsewhere))
    with store.reading() as session:
        found = session.scalar(select(Person.created))
    assert found == datetime(2025, 4, 30, 22, 0, tzinfo=UTC)
    assert found.utcoffset() == timedelta(0)


def test_a_setting_that_names_no_database_is_told(tmp_path: Path) -> None:
    for url in ("nonsense", "nodatabase://x/y", "sqlite+nodriver:///x"):
        with pytest.raises(BrokenSource, match=r"(?i)database_url"):
            assert Store(load(tmp_path, {"GLOSSARY_DATABASE_URL": url})).engine


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://glossary:Geheim77@127.0.0.1:1/none"
    store = Store(load(tmp_path, {"GLOSSARY_DATABASE_URL": url}))
    with pytest.raises(Unavailable) as caught:
        assert store.engine
    assert "Geheim77" not in str(caught.value)


def test_the_newest_migration_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(store_module._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [store_module.NEWEST]


def _modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())}


@pytest.mark.parametrize("mask", [0, 0o022])
def test_only_the_owner_may_read_the_database(tmp_path: Path, mask: int) -> None:
    settings = load(tmp_path, {})
    before = os.umask(mask)
    try:
        store = Store(settings)
        with store.writing() as session:
            session.add(Person(name="Awa", email="a@example.org", session_mark="m"))
            session.flush()
            assert _modes(settings.instance) == {0}
        assert {path.name for path in settings.instance.iterdir()} >= {
            "contributions.sqlite", "contributions.sqlite-wal", "contributions.sqlite-shm"
        }  # fmt: skip
        for path in (settings.instance, *settings.instance.iterdir()):
            path.chmod(0o755 if path.is_dir() else 0o644)
        again = Store(settings)
        again.check()
        assert {
            path.name: path.stat().st_mode & 0o077
            for path in (settings.instance, *settings.instance.iterdir())
            if not path.name.startswith("database.")
        } == dict.fromkeys(
            ("instance", "contributions.sqlite", "contributions.sqlite-wal",
             "contributions.sqlite-shm"), 0
        )  # fmt: skip
        again.close()
        store.close()
    finally:
        os.umask(before)


def test_an_empty_file_is_no_new_database(tmp_path: Path) -> None:
    settings = load(tmp_path, {})
    settings.instance.mkdir()
    (settings.instance / "contributions.sqlite").touch()
    with pytest.raises(Unavailable, match="is empty"):
        assert Store(settings).engine
    assert (settings.instance / "contributions.sqlite").stat().st_size == 0


def test_a_database_of_a_newer_program_is_told(tmp_path: Path) -> None:
    store = Store(load(tmp_path, {}))
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0777'"))
    store.close()
    with pytest.raises(Unavailable, match=r"newer version of this program \(0777\)"):
        assert store.engine


def test_what_was_removed_is_in_no_byte_of_the_files(tmp_path: Path) -> None:
    store = Store(load(tmp_path, {}))
    with store.writing() as session:
        session.add(Person(name="Zephyrine", email="z@example.org", session_mark="m"))
    with store.writing() as session:
        session.execute(delete(Person))
    store.forget()
    files = [*store.instance.glob("contributions.sqlite*")]
    assert files
    assert not [file for file in files if b"Zephyrine" in file.read_bytes()]
    store.close()
