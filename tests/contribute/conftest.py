"""What the tests of contributions share: an empty database of each kind."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from glossary.contribute.store import Store
from glossary.site.settings import Settings, load
from tests import postgres

KINDS = ("sqlite", "postgresql")


@dataclass
class Server:
    """A PostgreSQL server, and a database on it whose tables are made: the pattern of others."""

    url: str
    pattern: str = ""

    def make(self, pattern: str = "template0") -> str:
        """Return the name of a new database."""
        name = f"t{uuid.uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {pattern}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, also where someone is still connected."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, command: str) -> None:
        where = make_url(self.url).set(drivername="postgresql", database="postgres")
        plain = where.render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(command)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server; skipped where the program is missing, except in CI."""
    if postgres.programs() is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL is missing: apt-get install postgresql")
        pytest.skip("PostgreSQL is missing: apt-get install postgresql")
    with postgres.running() as url:
        yield Server(url)


DatabaseUrl = Callable[[], str]


@contextmanager
def _empty(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'contributions.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    name = server.make()
    yield f"{server.url}/{name}"
    server.drop(name)


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any tables, of each kind."""
    with _empty(request.param, request, tmp_path) as url:
        yield url


@contextmanager
def _ready(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'contributions.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgresql")
    if not server.pattern:
        pattern = server.make()
        store = Store(load(folder, {"GLOSSARY_DATABASE_URL": f"{server.url}/{pattern}"}))
        assert store.engine
        store.close()
        server.pattern = pattern
    name = server.make(server.pattern)
    yield f"{server.url}/{name}"
    server.drop(name)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of contributions that holds nothing yet, of each kind."""
    with _ready(request.param, request, tmp_path) as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """The settings of an empty site with a database of each kind."""
    return load(tmp_path, {"GLOSSARY_DATABASE_URL": database_url})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A database of contributions that holds nothing yet, of each kind."""
    made = Store(settings)
    yield made
    made.close()
