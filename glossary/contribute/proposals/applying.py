"""Decided changes on their way into the catalog, the worklist and git; `showing` has the rest.

A change is in the database before anything else, so whatever dies on the way, the next one who
opens the catalog takes it further. Every step may be done twice: the bytes are the same.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from glossary.catalogs import editing
from glossary.catalogs.locks import Lock, locked
from glossary.catalogs.messages import context
from glossary.catalogs.po import blocks, files
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.rewriting import CHANGED, TRIES, Moved, replace
from glossary.contribute.desk import restored, worklist
from glossary.contribute.desk.differences import sync_entries
from glossary.contribute.desk.restored import Lack
from glossary.contribute.proposals import commits, showing
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Person, now
from glossary.errors import N_, Busy, Conflict, NotFound, failures
from glossary.site.catalog_folder import writable_folder
from glossary.site.new_catalogs import start_catalog
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_MOST_SYNCED_SINGLY = 200
"""So many entries are brought up to date one by one; for more, the catalog is read whole."""


@contextmanager
def opened(settings: Settings, store: Store, vocabulary: str, lang: str) -> Iterator["OpenCatalog"]:
    """Give a catalog to the caller alone, with everything in it that was decided before.

    A language that has no catalog yet gets one. Raises Busy after a minute of waiting, NotFound
    for an unknown vocabulary, BrokenSource where the file cannot be read, and Unavailable where
    it cannot be written.
    """
    path = files.catalog_path(writable_folder(settings), lang, vocabulary)
    if not path.is_file():
        with suppress(Conflict):  # another process was faster
            start_catalog(settings, vocabulary, lang)
    with locked(settings.instance, lang, vocabulary, settings.shared_database) as lock:
        catalog = OpenCatalog(settings, store, vocabulary, lang, path, lock)
        catalog.recover()
        catalog.write()
        yield catalog


@contextmanager
def as_it_is(
    settings: Settings, store: Store, vocabulary: str, lang: str
) -> Iterator["OpenCatalog"]:
    """Give a catalog to the caller alone, whatever waits for it. Raises Busy, OSError."""
    path = files.catalog_path(writable_folder(settings), lang, vocabulary)
    with locked(settings.instance, lang, vocabulary, settings.shared_database) as lock:
        yield OpenCatalog(settings, store, vocabulary, lang, path, lock)


class OpenCatalog:
    """A catalog that is ours alone while it is open; `content` is that of its file."""

    def __init__(
        self, settings: Settings, store: Store, vocabulary: str, lang: str, path: Path, lock: Lock
    ) -> None:
        self.settings, self.store = settings, store
        self.vocabulary, self.lang = vocabulary, lang
        self._key = vocabulary, lang
        self.path, self.content = path, path.read_bytes()
        self._lock = lock

    def entry(self, concept: str, slot: str) -> Message:
        """Return the message of a text; raise NotFound where the vocabulary has no such text."""
        found = editing.entry(self.content, concept, slot)
        if found is None:
            raise NotFound(
                N_("The catalog has no message “%(context)s”."), context=context(concept, slot)
            )
        return found

    @property
    def is_reviewed(self) -> bool:
        """Whether entries that state no reliability count as checked by a competent speaker."""
        return b'"X-Reliability: reviewed' in self.content.partition(b"\n\n")[0]

    def check(self, changes: Sequence[Change]) -> None:
        """Raise Invalid or NotFound where the catalog cannot take changes, before they are kept,
        and Unavailable where it is not ours alone any more.
        """
        self._lock.check()
        editing.edited(self.content, [_edit(change) for change in changes], None)

    def apply_pending(self) -> None:
        """Write and show what was decided; what cannot be done now is left to the next one.

        A decision is kept in the database, so nothing here may look like a decision that failed.
        Of very many the newest are shown at once and the rest by a thread.
        """
        for step in (self.write, self._show, self.commit):
            try:
                step()
            except Exception as error:
                failures.log(_log, error, "%s %s waits", self.vocabulary, self.lang)

    def recover(self) -> Lack:
        """Return what the file lacks of what is marked as written, and let it be written again."""
        with self.store.reading() as session:
            if not restored.lacking(session, *self._key, editing.held(self.content)):
                return Lack()
        with self.store.writing() as session:
            return restored.recover(session, *self._key, self.content, self.settings.git == "on")

    def write(self) -> None:
        """Write what was decided and is not in the file.

        Somebody who knows no locks may replace the file meanwhile, then all is looked at again.
        Raises Unavailable, BrokenSource, and Busy where that goes on.
        """
        for _ in range(TRIES):
            try:
                return self._write_due()
            except Moved:
                self.content = self.path.read_bytes()
        raise Busy(CHANGED, file="/".join(self.path.parts[-3:]))

    def _write_due(self) -> None:
        with self.store.reading() as session:
            asked = select(Change, Person.name).outerjoin(Person, Person.id == Change.decider_id)
            asked = self._own(asked).where(Change.written.is_(None)).order_by(Change.id)
            due = session.execute(asked).all()
            past = restored.overtaken(session, *self._key, self.content, [c for c, _ in due])
        self._leave(past)
        due = [row for row in due if row[0] not in past]
        for key, rows in groupby(due, lambda row: (row[0].author, row[0].made, row[1] or "")):
            self._write([change for change, _ in rows], editing.Credit(*key, decision=key[1]))

    def _leave(self, past: Sequence[Change]) -> None:
        """Note of changes that a newer catalog has left them behind."""
        for change in past:
            _log.warning(
                "%s %s: the file is newer than the database: %s %s stays as it is there",
                *self._key, change.concept, change.slot,
            )  # fmt: skip
        if past:
            done = now()
            with self.store.writing() as session:
                session.execute(
                    update(Change), [{"id": c.id, "written": done, "shown": done} for c in past]
                )

    def _own(self, asked: Any) -> Any:
        return asked.where(Change.vocabulary == self.vocabulary, Change.lang == self.lang)

    def _write(self, changes: Sequence[Change], credit: editing.Credit) -> None:
        """Write changes of one author and decider in one step."""
        content, made = self._edited(changes, credit)
        if not made:
            return
        before = worklist.mark(self.path)
        replace(self._lock, self.path, self.content, content)
        self.content, done = content, now()
        marks = before, worklist.mark(self.path)
        self._lock.check()  # without it nobody knows that the file is still ours
        with self.store.writing() as session:
            if len(made) > _MOST_SYNCED_SINGLY:
                catalog = files.parse(content, self.path.name, self.path.parts[-3])
                sync_entries(session, (self.vocabulary, self.lang), catalog, marks[1])
            else:
                self._put(session, made, marks)
            session.execute(update(Change), [{"id": c.id, "written": done} for c in made])

    def _put(self, session: Session, changes: Sequence[Change], marks: tuple[str, str]) -> None:
        names = {context(change.concept, change.slot): change for change in changes}
        found, _ = blocks.find(self.content.removeprefix(_BYTE_ORDER_MARK), names)
        for name, block in found.items():
            place = self.vocabulary, self.lang, names[name].concept, names[name].slot
            worklist.put(session, *place, block.message, marks)

    def _edited(
        self, changes: Sequence[Change], credit: editing.Credit
    ) -> tuple[bytes, Sequence[Change]]:
        """Return the catalog with changes, and which of them.

        Texts that the vocabulary has lost meanwhile wait until it has them again.
        """
        try:
            return editing.edited(self.content, [_edit(c) for c in changes], credit), changes
        except NotFound:
            names = [context(change.concept, change.slot) for change in changes]
            found, _ = blocks.find(self.content.removeprefix(_BYTE_ORDER_MARK), names)
            there = [c for c, name in zip(changes, names, strict=True) if name in found]
            for name in set(names) - found.keys():
                _log.warning("%s %s waits: no %s", self.vocabulary, self.lang, name)
            if len(there) == len(changes):
                raise
            content = editing.edited(self.content, [_edit(c) for c in there], credit)
            return content, there

    def _show(self) -> None:
        showing.show_soon(self.settings, self.store, *self._key)

    def commit(self) -> None:
        """Give git what is due; what it cannot do now stays due."""
        commits.commit_due(self.settings, self.store, self.vocabulary, self.lang, self.path)


def _edit(change: Change) -> editing.Edit:
    return editing.Edit(change.concept, change.slot, change.after, change.data)


def decided(store: Store) -> list[tuple[str, str]]:
    """Return the catalogs, by vocabulary and language, of which anything was decided."""
    with store.reading() as session:
        asked = select(Change.vocabulary, Change.lang).distinct()
        return sorted((vocabulary, lang) for vocabulary, lang in session.execute(asked))


def waiting(store: Store) -> list[tuple[str, str]]:
    """Return the catalogs, by vocabulary and language, with changes that have not come through."""
    due = Change.written.is_(None) | Change.shown.is_(None) | Change.uncommitted
    asked = select(Change.vocabulary, Change.lang).where(due).distinct()
    with store.reading() as session:
        return sorted((vocabulary, lang) for vocabulary, lang in session.execute(asked))
