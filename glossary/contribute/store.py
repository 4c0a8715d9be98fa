"""The contributions database: opened, brought up to date, and asked in transactions."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session

from glossary.catalogs.locks import client_options, keep_alive
from glossary.contribute import DATABASE, facts, private_files
from glossary.contribute.tables import Person
from glossary.errors import N_, BrokenSource, Unavailable, failures
from glossary.site import folder_marks
from glossary.site.settings import Settings

_MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0004"
"""The newest of the migrations; a test holds it against the folder."""
EMPTY = N_("%(where)s is empty. Put its last backup back, or remove it to begin a new one.")
OTHER_KEY = N_(
    "The secret_key of this machine is not that of the site. Set the same one on all machines; "
    "where it is new on purpose: glossary people new-key"
)
NEWER = N_(
    "The database of contributions was made by a newer version of this program (%(revision)s). "
    "Install that one, or put a backup back."
)
BATCH = 500
"""So many rows go into one statement, and come from the database at a time."""
_BUSY_SECONDS = 30
_UPGRADING = 0x676C6F7373  # any number that no other program locks in our database
Item = TypeVar("Item")


class Store:
    """The database of a site; the engine is made when it is asked for the first time."""

    def __init__(self, settings: Settings, any_key: bool = False) -> None:
        """Make a store; with `any_key` also for a machine that signs with another key."""
        self._key = settings.secret_key if settings.shared_database and not any_key else ""
        self.instance = settings.instance
        self.url = settings.database_url or f"sqlite:///{self.instance / DATABASE}"
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The engine of the database, whose tables are up to date.

        Raises BrokenSource where the setting names no database, Unavailable where it does not
        answer, was made by a newer program, or is of machines that sign with another key.
        """
        if self._engine is None:
            opened = self._opened()
            try:
                self._check_key(opened)
                self._learn_marks(opened)
            except BaseException:
                opened.dispose()
                raise
            self._engine = opened
        return self._engine

    def _opened(self) -> Engine:
        file = self._file()
        if file is not None:
            private_files.folder(self.instance)
            self._begin_file(file)
            private_files.restrict(file)
        engine = self._made(self.url)
        try:
            upgrade(engine, self.instance)
        except OperationalError as error:
            if file is not None:
                raise
            engine.dispose()
            raise failures.unreachable(error, self.url) from error
        return engine

    def _check_key(self, engine: Engine) -> None:
        """Raise Unavailable where other machines sign with another key; the first one is noted."""
        if not self._key:
            return
        mine = facts.digest_of(self._key)
        with Session(engine) as session, session.begin():
            if facts.agreed(session, facts.KEY, mine) != mine:
                raise Unavailable(OTHER_KEY)

    def _learn_marks(self, engine: Engine) -> None:
        """Let this machine know which marks the folders of the site have, where others do."""
        if engine.dialect.name == "postgresql":
            with Session(engine) as session:
                folder_marks.learn(self.instance, facts.known(session, facts.MARKS))

    def _made(self, url: str | URL) -> Engine:
        try:
            options = client_options(make_url(url))
            engine = create_engine(url, pool_pre_ping=True, connect_args=options)
        except (ArgumentError, ImportError) as error:
            raise BrokenSource("database_url", str(error)) from error
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _of_sqlite)
            event.listen(engine, "begin", _begin)
        return engine

    def _file(self) -> Path | None:
        """Return the file of the database, None where it is none."""
        try:
            url = make_url(self.url)
        except ArgumentError as error:
            raise BrokenSource("database_url", str(error)) from error
        is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return Path(str(url.database)) if is_file else None

    def _begin_file(self, file: Path) -> None:
        """Make a database of SQLite with all tables, at once, where there is no file yet.

        An empty file is none of ours: raises Unavailable, since it was perhaps a full one; a folder
        in its place raises IsADirectoryError.
        """
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
        if not file.exists():
            with FileLock(self.instance / "database.lock", mode=0o600):
                if not file.exists():
                    self._make_file(file)
        elif file.stat().st_size == 0:
            raise Unavailable(EMPTY, where=file.name)

    def _make_file(self, file: Path) -> None:
        new = file.with_name(f".{file.name}.new")
        new.unlink(missing_ok=True)
        private_files.empty(new)
        engine = self._made(make_url(self.url).set(database=str(new)))
        try:
            _migrate(engine)
        finally:
            engine.dispose()  # what was written ahead is in the file then
        with new.open("rb") as stream:
            os.fsync(stream.fileno())
        new.rename(file)

    def is_there(self) -> bool:
        """Return whether there can be contributions: a file of SQLite is made with the first."""
        url = make_url(self.url)
        if url.get_backend_name() != "sqlite":
            return True
        return bool(url.database) and Path(str(url.database)).exists()

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

    def check(self) -> None:
        """Ask the database for something small; raise what hinders that it is read or written."""
        with self.reading() as session:
            session.execute(select(func.count()).select_from(Person))
        self._check_key(self.engine)
        file = self._file()
        if file is not None:
            private_files.check_writable(file)

    def forget(self) -> None:
        """Overwrite in the file what was removed from it, also where it was written ahead."""
        if self._file() is not None:
            with closing(self.engine.raw_connection()) as connection:  # in no transaction
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close all connections; the next question opens new ones."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items in parts of `BATCH`: databases bound how much one statement may hold."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _of_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin` alone
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
        "secure_delete = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def upgrade(engine: Engine, instance: Path) -> None:
    """Bring the tables of a database up to date, one process at a time, on whatever machine.

    Raises Unavailable where they are newer than this program.
    """
    found = _revision(engine)
    if found == NEWEST:
        return
    if found is not None and found > NEWEST:  # they are numbers with as many digits
        raise Unavailable(NEWER, revision=found)
    instance.mkdir(parents=True, exist_ok=True)
    with FileLock(instance / "database.lock", mode=0o600):
        _migrate(engine)


def _migrate(engine: Engine) -> None:
    from alembic import command  # only here: a tenth of the time in which a server starts
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":  # another machine may start as well
            keep_alive(connection)
            connection.execute(select(func.pg_advisory_xact_lock(_UPGRADING)))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(engine: Engine) -> str | None:
    """Return which of the migrations was the last, None in an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else None
