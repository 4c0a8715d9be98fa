"""The entries of a catalog brought up to its file, and what that says to people.

A concept that has become new and a source that was reworded are told as events; a translation
that differs was made in the file itself, and goes into the history. Nothing is told when a
catalog is read for the first time.
"""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from glossary.catalogs.po.credits import held_by
from glossary.catalogs.po.files import TermCatalog
from glossary.contribute.desk import restored
from glossary.contribute.desk.entries import Row, rows
from glossary.contribute.store import BATCH, batches
from glossary.contribute.tables import CatalogState, Change, Entry, Event, now

_NAMES = ("concept", "slot", "position", "source", "previous", "text", "state", "data")


@dataclass
class _Difference:
    """What must be done to the entries; `before` and `after` are pairs of one entry."""

    new: list[Row] = field(default_factory=list)
    other: list[tuple[Row, Row]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)


def sync_entries(session: Session, key: tuple[str, str], catalog: TermCatalog, mark: str) -> None:
    """Bring the entries of the vocabulary and language `key` up to a catalog.

    `mark` is the fingerprint of its file. Everything is done in the transaction of `session`.
    """
    found = {row.key: row for row in rows(catalog, catalog.reliability)}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found.values():
        counts[row.slot][row.state] += 1
    state = session.get(CatalogState, key, with_for_update=True)
    is_first = state is None or not state.counts
    if state is None:
        state = CatalogState(vocabulary=key[0], lang=key[1], mark=mark, counts={})
        session.add(state)
    difference = _difference(session, key, found)
    if not is_first:
        _tell_news(session, key, difference)
        _keep_history(session, key, difference, catalog, state.derived)
    _write(session, key, difference)
    state.mark, state.counts = mark, {slot: dict(states) for slot, states in counts.items()}
    state.reliability, state.broken, state.derived = catalog.reliability[:16], {}, now()


def _difference(
    session: Session, key: tuple[str, str], found: dict[tuple[str, str], Row]
) -> _Difference:
    """Return how the entries differ from `found`, which is emptied."""
    made = _Difference()
    columns = [getattr(Entry, name) for name in _NAMES]
    asked = select(*columns).where(Entry.vocabulary == key[0], Entry.lang == key[1])
    for values in session.execute(asked.execution_options(yield_per=BATCH)):
        old = Row(**dict(zip(_NAMES, values, strict=True)))
        new = found.pop(old.key, None)
        if new is None:
            made.gone.append(old.key)
        elif new != old:
            made.other.append((old, new))
    made.new = list(found.values())
    return made


def _write(session: Session, key: tuple[str, str], difference: _Difference) -> None:
    where = {"vocabulary": key[0], "lang": key[1]}
    for gone in batches(difference.gone):
        session.execute(
            delete(Entry).where(
                Entry.vocabulary == key[0],
                Entry.lang == key[1],
                tuple_(Entry.concept, Entry.slot).in_(gone),
            )
        )
    for others in batches(difference.other):
        session.execute(update(Entry), [where | asdict(new) for _, new in others])
    for added in batches(difference.new):
        session.execute(insert(Entry), [where | asdict(row) for row in added])


def _tell_news(session: Session, key: tuple[str, str], difference: _Difference) -> None:
    """Add an event for each concept that has become new, and for each reworded source."""
    where = {"vocabulary": key[0], "lang": key[1]}
    first: dict[str, Row] = {}
    for row in sorted(difference.new, key=lambda row: row.position):
        if row.state == "missing":
            first.setdefault(row.concept, row)
    for some in batches(list(first)):
        told = select(Event.concept).where(
            Event.kind == "new",
            Event.vocabulary == key[0],
            Event.lang == key[1],
            Event.concept.in_(some),
        )
        for concept in session.scalars(told):
            first.pop(concept, None)
    news: list[dict[str, Any]] = [
        {"kind": "new", "before": "", "after": row.source, "concept": row.concept, "slot": row.slot}
        for row in first.values()
    ]
    reworded = [(old, new) for old, new in difference.other if old.source != new.source]
    terms = {old.concept: old.source for old, _ in reworded if old.slot == "prefLabel"}
    for old, new in sorted(reworded, key=lambda pair: pair[1].position):
        if old.slot == "altLabel" and old.source == terms.get(old.concept):
            continue  # without synonyms in the source, the term stands in their place
        texts = {"before": old.source, "after": new.source}
        news.append({"kind": "source", "concept": new.concept, "slot": new.slot, **texts})
    for some_news in batches(news):
        session.execute(insert(Event), [where | event for event in some_news])


def _keep_history(
    session: Session,
    key: tuple[str, str],
    difference: _Difference,
    catalog: TermCatalog,
    derived: datetime,
) -> None:
    """Add a change for each translation that someone made in the file itself.

    What was decided here and is on its way into the catalog is in the history already.
    """
    edited = [
        (old, new) for old, new in difference.other if (old.text, old.data) != (new.text, new.data)
    ]
    if not edited:
        return
    ours = select(Change.concept, Change.slot).where(
        Change.vocabulary == key[0], Change.lang == key[1], Change.written.is_(None)
    )
    pending = {(concept, slot) for concept, slot in session.execute(ours)}
    pending |= _put_back(session, key, edited, catalog)
    found, author = now(), _author(catalog, derived)
    made = [
        {
            "vocabulary": key[0],
            "lang": key[1],
            "concept": new.concept,
            "slot": new.slot,
            "before": old.text,
            "after": new.text,
            "data": new.data,
            "data_before": old.data,
            "origin": "file",
            "author": author,
            "made": found,
            "written": found,
            "shown": found,
        }
        for old, new in edited
        if new.key not in pending
    ]
    for some in batches(made):
        session.execute(insert(Change), some)


def _put_back(
    session: Session, key: tuple[str, str], edited: list[tuple[Row, Row]], catalog: TermCatalog
) -> set[tuple[str, str]]:
    """Return the texts that an older file has put back: they will be written again."""
    stated = {name.lower(): value for name, value in catalog.headers}
    lacking = restored.lacking(session, *key, held_by(stated))
    before = restored.earlier(session, *key, lacking)
    return {new.key for _, new in edited if new.text in before.get(new.key, ())}


def _author(catalog: TermCatalog, derived: datetime) -> str:
    """Return who is named as the last translator, "" where that was written before `derived`."""
    revised = catalog.revision_date
    if revised is None or revised < derived:
        return ""
    name, address = parseaddr(catalog.last_translator)
    return "" if name == "FULL NAME" or not (name or address) else name[:200]
