"""Copies of the published index: what each still lacks, and whether it is to be published.

Each machine with an index of its own has a row, and so has an index that all share. A publication
that became due stands there until one is done that began later, whoever does it; a change that one
copy shows is owed to all others.
"""

import hashlib
import os
import secrets
import socket
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from glossary.contribute.shared_tables import IndexCopy, Owed
from glossary.contribute.store import Store, batches
from glossary.contribute.tables import Change, now
from glossary.site.settings import Settings

_ALONE = "alone"
LEASE_SECONDS = 60
"""So long a publication is believed to be at work without a word of it."""
_PAUSES_SECONDS = (10, 30, 60, 300)
"""After a failure a publication is tried again after so long, after further ones after longer."""
_HEARD = timedelta(hours=1)
KEPT_DAYS = 30
"""A copy that was not heard of for so long is forgotten; when it is back it is published."""


def key_of(settings: Settings) -> str:
    """Return the name of the copy of the index that this machine reads.

    The name of an index of its own lies in its folder, so that it goes when that is removed; the
    name of the machine is in it, so that a machine that was copied has another one.
    """
    if not settings.shared_database:
        return _ALONE
    if "://" in settings.index_url:
        host = settings.index_url.partition("://")[2].rpartition("@")[2]  # whoever asks there
        return hashlib.sha256(host.encode()).hexdigest()[:32]
    place = settings.index_folder / "copy"
    if not place.is_file():
        _name(place)
    return f"{place.read_text('ascii').strip()}@{socket.gethostname()[:60]}"


def _name(place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    made = place.with_name(f".copy.{os.getpid()}.{secrets.token_hex(4)}")
    made.write_text(secrets.token_hex(8), "ascii")
    with suppress(FileExistsError):  # another process was faster
        os.link(made, place)
    made.unlink()


def clock(session: Session) -> datetime:
    """Return the moment as the database has it, since clocks of machines differ."""
    if session.get_bind().dialect.name != "postgresql":
        return now()
    found: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return found


def row_of(session: Session, settings: Settings) -> IndexCopy:
    """Return the row of our copy, locked; a new one where the database does not know it.

    Where other machines may have shown something before, a new copy is to be published.
    """
    key = key_of(settings)
    found = session.get(IndexCopy, key, with_for_update=True)
    if found is None:
        wanted = 1 if settings.shared_database else 0
        try:
            with session.begin_nested():
                session.add(IndexCopy(key=key, wanted=wanted, done=0, seen=clock(session)))
        except IntegrityError:  # another process was faster
            session.expire_all()
        found = session.get_one(IndexCopy, key, with_for_update=True)
    return found


def want(settings: Settings, store: Store) -> None:
    """Note that a publication of our copy is due, and that the caller begins one."""
    with store.writing() as session:
        found = row_of(session, settings)
        found.wanted += 1
        found.again = None
        _extend(session, found)


def take(settings: Settings, store: Store) -> bool:
    """Return whether our copy is to be published and nobody is at it: then the caller begins.

    Notes now and then that we are there; copies that were not heard of for long are forgotten.
    """
    with store.reading() as session:
        moment, found = clock(session), session.get(IndexCopy, key_of(settings))
        if found is not None and moment - found.seen < _HEARD and not _is_free(found, moment):
            return False
        if found is None and not settings.shared_database:
            return False
    with store.writing() as session:
        moment, found = clock(session), row_of(session, settings)
        found.seen = moment
        old = moment - timedelta(days=KEPT_DAYS)
        session.execute(delete(IndexCopy).where(IndexCopy.seen < old))
        is_ours = _is_free(found, moment)
        if is_ours:
            _extend(session, found)
        return is_ours


def _is_free(found: IndexCopy, moment: datetime) -> bool:
    """Return whether a copy is to be published now and nobody is at it."""
    times = (found.until, found.again)
    return found.wanted > found.done and not any(one and one > moment for one in times)


def begin(settings: Settings, store: Store) -> int:
    """Return how often a publication was wanted, before one of our copy reads the first file."""
    with store.writing() as session:
        found = row_of(session, settings)
        _extend(session, found)
        return found.wanted


def go_on(settings: Settings, store: Store) -> None:
    """Note that the publication of our copy is still at work."""
    with store.writing() as session:
        _extend(session, row_of(session, settings))


def _extend(session: Session, found: IndexCopy) -> None:
    found.until = found.seen = clock(session)
    found.until += timedelta(seconds=LEASE_SECONDS)


def finish(settings: Settings, store: Store, wanted: int) -> None:
    """Note that a publication is done that began when it was `wanted` so often."""
    with store.writing() as session:
        found = row_of(session, settings)
        found.done = max(found.done, wanted)
        found.until, found.again, found.failures, found.error = None, None, 0, ""


def fail(settings: Settings, store: Store, reason: str) -> None:
    """Note that a publication failed; it is tried again after a pause."""
    with store.writing() as session:
        found = row_of(session, settings)
        pause = _PAUSES_SECONDS[min(found.failures, len(_PAUSES_SECONDS) - 1)]
        found.until, found.error = None, reason[:1000]
        found.failures += 1
        found.again = clock(session) + timedelta(seconds=pause)


def owed(settings: Settings, store: Store) -> list[int]:
    """Return the changes that other copies show and ours does not yet, in their order."""
    if not settings.shared_database:
        return []
    asked = select(Owed.change_id).where(Owed.copy == key_of(settings)).order_by(Owed.change_id)
    with store.reading() as session:
        return list(session.scalars(asked))


def note_shown(settings: Settings, session: Session, ids: Sequence[int]) -> None:
    """Note that our copy shows changes: those that no copy showed before are owed to all others."""
    if not settings.shared_database:
        return
    own = key_of(settings)
    others = session.scalars(select(IndexCopy.key).where(IndexCopy.key != own)).all()
    for some in batches(ids):
        first = select(Change.id).where(Change.id.in_(some), Change.shown.is_(None))
        new = session.scalars(first.order_by(Change.id).with_for_update()).all()
        for key in others:
            mine = select(Owed.change_id).where(Owed.copy == key, Owed.change_id.in_(some))
            there = set(session.scalars(mine))
            session.add_all(Owed(copy=key, change_id=id) for id in new if id not in there)
        session.execute(delete(Owed).where(Owed.copy == own, Owed.change_id.in_(some)))


def forget(settings: Settings, session: Session, ids: Sequence[int]) -> None:
    """Note that our copy needs changes no longer."""
    for some in batches(ids):
        gone = Owed.copy == key_of(settings), Owed.change_id.in_(some)
        session.execute(delete(Owed).where(*gone))
