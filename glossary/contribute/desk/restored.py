"""What a catalog lacks of what was decided, because an older file was put back beside the database.

Whatever writes a decision into a catalog writes into its header when the newest one was made
(`glossary.catalogs.po.credits.DECIDED`). A decision that is newer than that, and is marked as
written, is not in the file. It is written again where the text is one that stood there before it;
where somebody has put another text into the older file, or has changed the text in the file after
the decision, nobody knows what is right: that is told, and nothing is overwritten.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from glossary.catalogs import editing
from glossary.catalogs.data import data_of
from glossary.catalogs.messages import context
from glossary.catalogs.po.catalog import Message
from glossary.contribute.store import batches
from glossary.contribute.tables import Change

Text = tuple[str, str]
"""Concept and slot."""

_log = logging.getLogger(__name__)
_FILE = "file"


@dataclass(slots=True)
class Lack:
    """What a catalog lacks: decisions to be written `again`, those of texts that are `missing` in
    it, and those in `conflict` with the text that the file has in their place.
    """

    again: list[Change] = field(default_factory=list)
    missing: list[Change] = field(default_factory=list)
    conflict: list[tuple[Change, str]] = field(default_factory=list)


def lacking(session: Session, vocabulary: str, lang: str, since: datetime | None) -> list[Change]:
    """Return the decisions, oldest first, that are marked as written into a catalog and are newer
    than its file; `since` is what `editing.held` says of that.
    """
    asked = (
        select(Change)
        .where(Change.vocabulary == vocabulary, Change.lang == lang, Change.origin != _FILE)
        .where(Change.written.is_not(None))
        .order_by(Change.id)
    )
    if since is not None:
        asked = asked.where(Change.made > since)
    return list(session.scalars(asked))


def earlier(
    session: Session, vocabulary: str, lang: str, changes: Iterable[Change]
) -> dict[Text, set[str]]:
    """Return the texts that stood in the places of changes before, by concept and slot."""
    last = {(one.concept, one.slot): one.id for one in changes}
    found: dict[Text, set[str]] = defaultdict(set)
    for place, id, before, after, _ in _chains(session, vocabulary, lang, list(last)):
        if id <= last[place]:
            found[place] |= {before} if id == last[place] else {before, after}
    return found


def _chains(
    session: Session, vocabulary: str, lang: str, places: Sequence[Text]
) -> Iterable[tuple[Text, int, str, str, str]]:
    columns = Change.concept, Change.slot, Change.id, Change.before, Change.after, Change.origin
    for some in batches(places):
        asked = select(*columns).where(Change.vocabulary == vocabulary, Change.lang == lang)
        asked = asked.where(tuple_(Change.concept, Change.slot).in_(some)).order_by(Change.id)
        for concept, slot, id, before, after, origin in session.execute(asked):
            yield (concept, slot), id, before, after, origin


def compared(session: Session, vocabulary: str, lang: str, content: bytes) -> Lack:
    """Return what a catalog lacks; of each text the newest decision counts."""
    newer = lacking(session, vocabulary, lang, editing.held(content))
    last = {(one.concept, one.slot): one for one in newer}
    found = Lack()
    if not last:
        return found
    before = earlier(session, vocabulary, lang, last.values())
    edited = {
        place
        for place, id, *_, origin in _chains(session, vocabulary, lang, list(last))
        if origin == _FILE and id > last[place].id
    }
    messages = editing.messages(content, [context(*place) for place in last])
    for place, change in last.items():
        message = messages.get(context(*place))
        if message is None:
            found.missing.append(change)  # it waits until the catalog has the text again
            continue
        text = str(message.string or "").strip("\n")
        if text == change.after and _is_as(message, change):
            continue
        is_ours = text == change.after or (text in before[place] and place not in edited)
        if is_ours and not message.previous_id:
            found.again.append(change)
        else:
            found.conflict.append((change, text))
    return found


def _is_as(message: Message, change: Change) -> bool:
    return data_of(message)[0].values() == change.data and not message.fuzzy


def recover(session: Session, vocabulary: str, lang: str, content: bytes, git: bool) -> Lack:
    """Return what a catalog lacks, and mark it so that it is written, shown and committed again.

    Call it while the catalog is locked.
    """
    found = compared(session, vocabulary, lang, content)
    unwritten = {"written": None, "shown": None, "uncommitted": git}
    if due := [*found.again, *found.missing]:
        session.execute(update(Change), [{"id": one.id, **unwritten} for one in due])
        number = len(due)
        _log.warning("%s %s: accepted texts written again: %s", vocabulary, lang, number)
    for change, text in found.conflict:
        _log.warning(
            "%s %s: the file was put back or changed: %s %s was accepted as “%s” and is “%s”",
            vocabulary,
            lang,
            change.concept,
            change.slot,
            change.after,
            text,
        )
    session.expunge_all()
    return found


def overtaken(
    session: Session, vocabulary: str, lang: str, content: bytes, due: Sequence[Change]
) -> list[Change]:
    """Return those of the changes to be written that a newer catalog has left behind: an older
    database does not know what was decided after them.
    """
    held = editing.held(content)
    newest = session.scalar(
        select(func.max(Change.made)).where(Change.vocabulary == vocabulary, Change.lang == lang)
    )
    if held is None or newest is None or newest >= held:
        return []
    old = [one for one in due if one.made <= held]
    before = earlier(session, vocabulary, lang, old)
    messages = editing.messages(content, [context(one.concept, one.slot) for one in old])
    found = []
    for one in old:
        message = messages.get(context(one.concept, one.slot))
        if message is not None:
            text = str(message.string or "").strip("\n")
            if text != one.after and text not in before[one.concept, one.slot]:
                found.append(one)
    return found
