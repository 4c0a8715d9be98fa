"""What the database of contributions is told of a publication: it works without it, too."""

import logging
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from glossary.contribute import facts, index_copies
from glossary.contribute.proposals import showing
from glossary.contribute.store import Store
from glossary.errors import GlossaryError, failures
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)


class Notes:
    """The notes of one publication: which changes it shows, and that it is at work.

    What cannot be noted is logged once, and then left: changes are shown again.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._shown: list[int] = []
        self._owed: list[int] = []
        self._wanted: int | None = None
        self._ended = threading.Event()

    def begin(self) -> None:
        """Note what the files have and the index not yet, before the first of them is read."""
        self._try(self._begin)
        if self._wanted is not None:
            threading.Thread(target=self._go_on, daemon=True).start()

    def _begin(self, store: Store) -> None:
        wanted = index_copies.begin(self._settings, store)
        self._shown = showing.not_shown(store)
        self._owed = index_copies.owed(self._settings, store)
        self._wanted = wanted

    def _go_on(self) -> None:
        while not self._ended.wait(index_copies.LEASE_SECONDS / 3):
            self._try(lambda store: index_copies.go_on(self._settings, store))

    def finish(self) -> None:
        """Note that all of it is shown."""
        self._ended.set()
        if self._wanted is not None:
            self._try(self._finish)

    def _finish(self, store: Store) -> None:
        facts.tell_marks(self._settings, store)
        showing.mark_shown(self._settings, store, self._shown)
        with store.writing() as session:
            index_copies.forget(self._settings, session, self._owed)
        index_copies.finish(self._settings, store, self._wanted or 0)

    def fail(self, error: BaseException) -> None:
        """Note that it failed."""
        self._ended.set()
        if self._wanted is not None:
            reason = str(error) or type(error).__name__
            self._try(lambda store: index_copies.fail(self._settings, store, reason))

    def _try(self, step: Callable[[Store], Any]) -> None:
        store = Store(self._settings)
        try:
            if store.is_there():
                step(store)
        except (GlossaryError, SQLAlchemyError, OSError) as error:
            failures.log(_log, error, "published without the database of contributions")
        finally:
            store.close()
