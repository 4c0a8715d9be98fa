"""The contributions database: opened, brought up to date, and asked in transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from glossary.contribute import DATABASE
from glossary.errors import N_, BrokenSource, Unavailable
from glossary.settings import Settings

_MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0001"
"""The newest of the migrations; a test holds it against the folder."""
_BUSY_SECONDS = 30


class Store:
    """The database of a site; the engine is made when it is asked for the first time."""

    def __init__(self, settings: Settings) -> None:
        self.instance = settings.instance
        self.url = settings.database_url or f"sqlite:///{self.instance / DATABASE}"
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The engine of the database, whose tables are up to date.

        Raises BrokenSource where the setting names no database, Unavailable where it does not
        answer.
        """
        if self._engine is None:
            try:
                engine = create_engine(self.url, pool_pre_ping=True)
            except (ArgumentError, ImportError) as error:
                raise BrokenSource("database_url", str(error)) from error
            if engine.dialect.name == "sqlite":
                self.instance.mkdir(parents=True, exist_ok=True)
                event.listen(engine, "connect", _of_sqlite)
                event.listen(engine, "begin", _begin)
            try:
                upgrade(engine, self.instance)
            except OperationalError as error:
                engine.dispose()
                text = N_("The database of contributions cannot be reached: %(reason)s")
                raise Unavailable(text, reason=_without_secrets(error, self.url)) from error
            self._engine = engine
        return self._engine

    def is_there(self) -> bool:
        """Return whether there can be contributions: a file of SQLite is made with the first."""
        url = make_url(self.url)
        return url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the database and writes nothing."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that is committed at the end, or rolled back on an error.

        On SQLite it holds the one lock of writers from the beginning, so keep it short.
        """
        with Session(self.engine.execution_options(writing=True)) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close all connections; the next question opens new ones."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def _of_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin` alone
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def upgrade(engine: Engine, instance: Path) -> None:
    """Bring the tables of a database up to date, one process of this machine at a time."""
    if _revision(engine) == NEWEST:
        return
    from alembic import command  # only here: a tenth of the time in which a server starts
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    instance.mkdir(parents=True, exist_ok=True)
    with FileLock(instance / "database.lock"), engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    """Return which of the migrations was the last, None in an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else None


def _without_secrets(error: SQLAlchemyError, url: str) -> str:
    reason = " ".join(str(getattr(error, "orig", error)).split())
    password = make_url(url).password
    return reason.replace(str(password), "***") if password else reason
