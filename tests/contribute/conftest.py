"""What the tests of contributions share: an empty database of each kind."""

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from glossary.contribute.store import Store
from glossary.contribute.tables import Base
from glossary.site.settings import Settings, load
from tests import postgres

KINDS = ("sqlite", "postgresql")
KEY = "what all machines of these tests sign with"


@dataclass
class Server:
    """A PostgreSQL server; its databases that hold nothing but tables are used again."""

    url: str
    ready: list[str] = field(default_factory=list)

    def make(self) -> str:
        """Return the name of a new database without tables."""
        name = f"t{uuid.uuid4().hex}"
        self._run("postgres", f"CREATE DATABASE {name}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, also where someone is still connected."""
        self._run("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def take(self, folder: Path) -> str:
        """Return the name of a database whose tables are made and empty."""
        if self.ready:
            return self.ready.pop()
        name = self.make()
        store = Store(load(folder, {"GLOSSARY_DATABASE_URL": f"{self.url}/{name}"}))
        assert store.engine
        store.close()
        return name

    def give_back(self, name: str) -> None:
        """Empty the tables of a database, also where someone is still connected."""
        tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
        self._run(name, _ALONE, *(f'DELETE FROM "{table}"' for table in tables), _FROM_ONE)
        self.ready.append(name)

    def _run(self, database: str, *commands: str) -> None:
        where = make_url(self.url).set(drivername="postgresql", database=database)
        plain = where.render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            for command in commands:
                connection.execute(command)


_ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
_FROM_ONE = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE last_value IS NOT NULL"""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server; skipped where the program is missing, except in CI."""
    if postgres.programs() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is missing: apt-get install postgresql")
        pytest.skip("PostgreSQL is missing: apt-get install postgresql")
    with postgres.running() as url:
        yield Server(url)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of the database; a module for which one is enough has a fixture of its own."""
    return str(request.param)


@pytest.fixture
def empty_database(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any tables, of each kind."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'contributions.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = server.make()
    yield f"{server.url}/{name}"
    server.drop(name)


@pytest.fixture
def database_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The setting of a database of contributions that holds nothing yet, of each kind."""
    if kind == "sqlite":
        yield ""  # in the site
        return
    server: Server = request.getfixturevalue("postgresql")
    name = server.take(tmp_path)
    yield f"{server.url}/{name}"
    server.give_back(name)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """The settings of an empty site with a database of each kind."""
    folder = tmp_path / "site"
    folder.mkdir()
    return load(folder, {"GLOSSARY_DATABASE_URL": database_url, "GLOSSARY_SECRET_KEY": KEY})


@pytest.fixture
def site(settings: Settings, published: Path) -> Settings:
    """The small site, published, with an empty database of each kind; to be changed."""
    shutil.copytree(published, settings.site, dirs_exist_ok=True)
    return settings


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A database of contributions that holds nothing yet, of each kind."""
    made = Store(settings)
    yield made
    made.close()
