"""Changes that are in their catalogs, brought into the published index, the newest first.

What is decided is shown at once where that is little; of much the newest, and the rest by a
thread. What only a publication can show waits for it, and is marked by it
(`glossary.publish.turns`).
"""

import logging
from collections.abc import Sequence
from threading import Lock, Thread

from sqlalchemy import select, update

from glossary.catalogs.locks import locked
from glossary.contribute import index_copies
from glossary.contribute.proposals import days
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, now
from glossary.errors import failures
from glossary.records import incremental
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)
_rest_lock = Lock()
"""Held while the rest of one catalog is shown: one after the other."""
_MOST_AT_ONCE = 50
"""So many changes are shown before somebody has an answer."""
_NOT_SHOWN = Change.written.is_not(None) & Change.shown.is_(None)


def show_soon(settings: Settings, store: Store, vocabulary: str, lang: str) -> None:
    """Show the newest changes of a catalog, which the caller has locked, and the rest in a thread.

    Raises Busy and Unavailable.
    """
    if (left := show_newest(settings, store, vocabulary, lang)) is not None:
        place = settings, store, vocabulary, lang, left
        Thread(target=_show_rest, args=place, daemon=True).start()


def show_newest(
    settings: Settings, store: Store, vocabulary: str, lang: str, before: int | None = None
) -> int | None:
    """Show some changes of a catalog, which the caller has locked, of those `before` an id.

    Returns the id before which more are left, None where none are. Raises Busy and Unavailable.
    """
    asked = select(Change).where(Change.vocabulary == vocabulary, Change.lang == lang, _NOT_SHOWN)
    if before is not None:
        asked = asked.where(Change.id < before)
    with store.reading() as session:
        newest = asked.order_by(Change.id.desc()).limit(_MOST_AT_ONCE + 1)
        due = list(session.scalars(newest))
    some = due[:_MOST_AT_ONCE]
    if some:
        shown = shown_of(settings, some)
        mark_shown(settings, store, [change.id for change in shown])
        if len(shown) < len(some):
            index_copies.want(settings, store)
            incremental.publish_soon(settings)
    return some[-1].id if len(due) > len(some) else None


def shown_of(settings: Settings, changes: Sequence[Change]) -> Sequence[Change]:
    """Show changes of one catalog; return those that need no publication to be shown."""
    vocabulary, lang = changes[0].vocabulary, changes[0].lang
    concepts = dict.fromkeys(change.concept for change in changes)
    decided = [
        incremental.Decided(one.concept, one.slot, days.moment(one.made), not one.after)
        for one in changes
    ]
    if incremental.show(settings, vocabulary, concepts, lang, decided):
        return changes
    if len(concepts) == 1:
        return []
    parts = [[one for one in changes if one.concept == concept] for concept in concepts]
    return [one for part in parts for one in shown_of(settings, part)]


def _show_rest(settings: Settings, store: Store, vocabulary: str, lang: str, before: int) -> None:
    """Show what is left, see `show_all`; what fails is logged."""
    with _rest_lock:
        try:
            show_all(settings, store, vocabulary, lang, before)
        except Exception as error:
            failures.log(_log, error, "%s %s waits", vocabulary, lang)


def show_all(
    settings: Settings, store: Store, vocabulary: str, lang: str, before: int | None = None
) -> None:
    """Show what is written, a part at a time, so that decisions come between."""
    while True:
        with locked(settings.instance, lang, vocabulary, settings.shared_database):
            before = show_newest(settings, store, vocabulary, lang, before)
        if before is None:
            return


def not_shown(store: Store) -> list[int]:
    """Return the ids of all changes that are written and not yet shown."""
    with store.reading() as session:
        return list(session.scalars(select(Change.id).where(_NOT_SHOWN)))


def mark_shown(settings: Settings, store: Store, ids: Sequence[int]) -> None:
    """Note of changes that the published index shows them."""
    done = now()
    if ids:
        with store.writing() as session:
            index_copies.note_shown(settings, session, ids)
            session.execute(update(Change), [{"id": id, "shown": done} for id in ids])
