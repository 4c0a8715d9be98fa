"""A machine follows its site: it shows what others decided, and publishes what is due.

One thread of one process on each machine does so; that a process or a machine dies loses nothing,
because all of it stands in the database.
"""

import logging
import threading
from itertools import groupby

from filelock import FileLock, Timeout
from sqlalchemy import select

from glossary.catalogs import editing
from glossary.catalogs.locks import locked
from glossary.catalogs.po import files
from glossary.contribute import index_copies
from glossary.contribute.proposals import showing
from glossary.contribute.store import Store
from glossary.contribute.tables import Change
from glossary.errors import GlossaryError, failures
from glossary.records import incremental
from glossary.site.settings import Settings

_SECONDS, _ALONE_SECONDS = 3.0, 30.0
"""So often is looked, where there are other machines and where there are none."""
_AT_ONCE = 50
_log = logging.getLogger(__name__)


def follow(settings: Settings, stopped: threading.Event | None = None) -> None:
    """Follow the site until `stopped`; what fails is logged once, and tried again.

    The others of this machine wait until the process that does so ends.
    """
    stopped = stopped or threading.Event()
    pause = _SECONDS if settings.shared_database else _ALONE_SECONDS
    folder = settings.instance / "locks"
    lock, store, told = FileLock(folder / "following.lock", timeout=0), Store(settings), ""
    while not stopped.wait(pause):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not lock.is_locked:
                lock.acquire()
            if store.is_there():
                follow_once(settings, store)
            told = ""
        except Timeout:
            continue
        except Exception as error:
            if str(error) != told:
                failures.log(_log, error, "this machine does not follow its site")
            told = str(error)
            store.close()
    store.close()
    lock.release()


def follow_once(settings: Settings, store: Store) -> None:
    """Show what is owed to our copy of the index, and let it be published where that is due."""
    show_owed(settings, store)
    if index_copies.take(settings, store):
        incremental.publish_soon(settings)


def show_owed(settings: Settings, store: Store) -> None:
    """Show in our copy of the index what other machines decided and show in theirs.

    What only a publication can show waits for one. One catalog that fails does not stop the
    others; raises the last Busy, Unavailable, BrokenSource or OSError.
    """
    ids = index_copies.owed(settings, store)
    failed: Exception | None = None
    for start in range(0, len(ids), _AT_ONCE):
        with store.reading() as session:
            asked = select(Change).where(Change.id.in_(ids[start : start + _AT_ONCE]))
            found = sorted(session.scalars(asked), key=lambda one: (*_catalog(one), one.id))
        for (vocabulary, lang), changes in groupby(found, _catalog):
            try:
                _show(settings, store, vocabulary, lang, list(changes))
            except (GlossaryError, OSError) as error:
                failed = error
    if failed is not None:
        raise failed


def _catalog(change: Change) -> tuple[str, str]:
    return change.vocabulary, change.lang


def _show(
    settings: Settings, store: Store, vocabulary: str, lang: str, changes: list[Change]
) -> None:
    """Show changes of one catalog, as far as its file, as we see it, has them."""
    with locked(settings.instance, lang, vocabulary, settings.shared_database):
        path = files.catalog_path(settings.translations, lang, vocabulary)
        held = editing.held(path.read_bytes())
        there = [one for one in changes if held is not None and one.made <= held]
        shown = showing.shown_of(settings, there) if there else []
        is_whole = len(shown) == len(there)
        if not is_whole:
            index_copies.want(settings, store)
        with store.writing() as session:
            index_copies.forget(settings, session, [one.id for one in there])
    if not is_whole:
        incremental.publish_soon(settings)
