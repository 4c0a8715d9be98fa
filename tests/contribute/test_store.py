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
from sqlalchemy import Engine, inspect, select

from glossary.contribute import store as store_module
from glossary.contribute.store import Store
from glossary.contribute.tables import Base, Person
from glossary.errors import BrokenSource, Unavailable
from glossary.settings import Settings, load

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
def fresh(empty_database: str, tmp_path: Path) -> Settings:
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
        store = Store(load(tmp_path, {"GLOSSARY_DATABASE_URL": url}))
        with pytest.raises(BrokenSource, match="database_url"):
            assert store.engine


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
