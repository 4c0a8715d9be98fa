"""Decisions: a proposal accepted or declined, a reviewer's own change, an earlier wording again.

A decision and its change are one transaction of the database; then the change goes into the
catalog and the index (`glossary.contribute.proposals.applying`). Who may decide is asked by the
doors.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from glossary.catalogs import editing
from glossary.catalogs.data import data_of
from glossary.catalogs.locks import locked
from glossary.catalogs.po.catalog import Message
from glossary.contribute import input_checks, notices, proposals
from glossary.contribute.proposals import applying
from glossary.contribute.proposals.applying import OpenCatalog
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Person, Proposal, now
from glossary.errors import N_, Conflict, GlossaryError, Invalid, NotFound, failures
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)


class Changed(Conflict):
    """The text has changed since it was looked at, or the proposal was made."""

    code = "changed"

    def __init__(self) -> None:
        super().__init__(N_("The text has changed meanwhile. Please compare, and decide again."))


@dataclass(frozen=True, slots=True)
class Wording:
    """A new text of one slot.

    `data` are the data comments that shall be different (None and what is not named: as they
    are); `base` is the text that the author saw (None: whatever stands there). `checked` says
    that a competent speaker has checked it.
    """

    concept: str
    slot: str
    text: str
    data: Mapping[str, Any] | None = None
    base: str | None = None
    checked: bool = False


def accept(
    settings: Settings,
    store: Store,
    *,
    key: str,
    person_id: int | None,
    base: str | None = None,
    confirmed: bool = False,
    text: str | None = None,
    data: Mapping[str, Any] | None = None,
    checked: bool = False,
) -> Change:
    """Return the change that an accepted proposal becomes, as it is or with another `text`.

    `person_id` is who decides (None: the operator of the site); `base` what they saw to stand
    there now. `confirmed` says that they know that the text or its source has changed since the
    proposal. `data`, where given, takes the place of that of the proposal. Raises NotFound,
    Conflict where it was decided already, Changed, Invalid.
    """
    with store.reading() as session:
        asked = proposals.by_key(session, key)
    with applying.opened(settings, store, asked.vocabulary, asked.lang) as catalog:
        message = catalog.entry(asked.concept, asked.slot)
        with store.writing() as session:
            found = proposals.locked(session, key)
            if not confirmed and has_moved(found, message):
                raise Changed
            made = _change(
                catalog,
                Wording(
                    found.concept,
                    found.slot,
                    found.text if text is None else text,
                    found.data if data is None else data,
                    base,
                    checked,
                ),
                origin="proposal" if found.upload_id is None else "upload",
                decider_id=person_id,
            )
            made.author, made.author_id = found.name, found.person_id
            catalog.check([made])
            session.add(made)
            session.flush()
            found.change_id = id = made.id
            _decide(settings, session, found, "accepted", person_id)
        catalog.apply_pending()
    return _fresh(store, id)


def has_moved(proposal: Proposal, message: Message) -> bool:
    """Return whether a text, or its source, is another one than when the proposal was made."""
    seen = proposal.before.strip("\n"), proposal.source.strip("\n")
    return seen != (text_of(message), str(message.id).strip("\n"))


def text_of(message: Message) -> str:
    """Return the translation of a message, "" where it has none."""
    return str(message.string or "").strip("\n")


def decline(
    settings: Settings, store: Store, *, key: str, person_id: int | None, reason: str
) -> Proposal:
    """Return a proposal, declined; raise NotFound, Conflict, and Invalid without a reason."""
    told = input_checks.passage(reason, "reason", input_checks.MOST_IN_COMMENT)
    if not told:
        raise Invalid(N_("Please give a reason; its author will read it."), parameter="reason")
    with store.writing() as session:
        found = proposals.locked(session, key)
        found.reason = told
        _decide(settings, session, found, "declined", person_id)
        session.flush()
        session.expunge(found)
    return found


def _decide(
    settings: Settings, session: Session, found: Proposal, state: str, person_id: int | None
) -> None:
    found.state, found.decided, found.decider_id = state, now(), person_id
    notices.tell_author(settings, session, found)


def edit(
    settings: Settings,
    store: Store,
    *,
    vocabulary: str,
    lang: str,
    concept: str,
    slot: str,
    text: str,
    person_id: int | None,
    base: str | None = None,
    data: Mapping[str, Any] | None = None,
    checked: bool = False,
    origin: str = "desk",
) -> Change | None:
    """Return the change that a reviewer made, without a proposal; None where nothing is different.

    See `Wording` for the rest. Raises NotFound, Changed, Invalid.
    """
    one = Wording(concept, slot, text, data, base, checked)
    place = {"vocabulary": vocabulary, "lang": lang}
    made, moved = edit_many(
        settings, store, **place, wordings=[one], person_id=person_id, origin=origin
    )
    if moved:
        raise Changed
    return _fresh(store, made[0].id) if made else None


def edit_many(
    settings: Settings,
    store: Store,
    *,
    vocabulary: str,
    lang: str,
    wordings: Sequence[Wording],
    person_id: int | None,
    origin: str = "upload",
) -> tuple[list[Change], list[Wording]]:
    """Return the changes of many texts of one catalog, which is written once, and those left out
    because their text is another one than their `base`. What is as it was makes no change.

    The changes are as they were decided; how far they have come is not in them. Raises NotFound,
    Invalid, with nothing changed.
    """
    made: list[Change] = []
    moved: list[Wording] = []
    for one in wordings:
        input_checks.place(lang, one.concept, one.slot)
    with applying.opened(settings, store, vocabulary, lang) as catalog:
        at = now()
        with store.writing() as session:
            author = session.get(Person, person_id) if person_id is not None else None
            for one in wordings:
                try:
                    change = _change(catalog, one, origin=origin, decider_id=person_id)
                except Changed:
                    moved.append(one)
                    continue
                if not _is_different(catalog, change):
                    continue
                change.author, change.author_id = author.name if author else "", person_id
                change.made = at
                made.append(change)
            catalog.check(made)
            session.add_all(made)
            session.flush()
            session.expunge_all()
        catalog.apply_pending()
    return made, moved


def revert(
    settings: Settings, store: Store, *, change_id: int, person_id: int | None, base: str | None
) -> Change | None:
    """Return the change that brings back what stood there before a change; None where it is back.

    `base` is what stands there now, as the reviewer saw it. Raises NotFound, Changed.
    """
    with store.reading() as session:
        found = session.get(Change, change_id)
        if found is None:
            raise NotFound(N_("There is no such change."))
    return edit(
        settings,
        store,
        vocabulary=found.vocabulary,
        lang=found.lang,
        concept=found.concept,
        slot=found.slot,
        text=found.before,
        data=_all(found.data_before) if found.data_before is not None else None,
        person_id=person_id,
        base=base,
        origin="revert",
    )


def _all(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data with those that are not stated as empty, so that they are taken away."""
    return {name: data.get(name, "") for name in input_checks.DATA}


def _change(catalog: OpenCatalog, one: Wording, *, origin: str, decider_id: int | None) -> Change:
    """Return the change of a text of an open catalog; raise NotFound, Changed, Invalid."""
    message = catalog.entry(one.concept, one.slot)
    before = text_of(message)
    if one.base is not None and one.base.replace("\r\n", "\n").strip("\n") != before:
        raise Changed
    clean = input_checks.wording(one.slot, one.text, may_be_empty=origin != "proposal")
    data_before = data_of(message)[0].values()
    return Change(
        vocabulary=catalog.vocabulary,
        lang=catalog.lang,
        concept=one.concept,
        slot=one.slot,
        before=before,
        after=editing.fitted(clean, str(message.id)).strip("\n"),
        data=_data(one, clean, data_before, _reliability(catalog, one, clean != before, origin)),
        data_before=data_before,
        origin=origin,
        decider_id=decider_id,
        made=now(),
        uncommitted=catalog.settings.git == "on",
    )


def _is_different(catalog: OpenCatalog, change: Change) -> bool:
    """Return whether a change changes anything, if only that a text awaits review no longer."""
    if (change.before, change.data_before) != (change.after, change.data):
        return True
    return bool(change.after) and catalog.entry(change.concept, change.slot).fuzzy


def _data(
    one: Wording, text: str, before: Mapping[str, Any], reliability: str | None
) -> dict[str, Any]:
    """Return all data comments of a text after a change; `reliability` None keeps that."""
    found = {**before, **input_checks.data(one.data or {})}
    found["reliability"] = before.get("reliability") if reliability is None else reliability
    lines = text.split("\n")
    statuses = found.get("statuses") or {}
    found["statuses"] = {line: status for line, status in statuses.items() if line in lines}
    return {name: value for name, value in found.items() if value}


def _reliability(catalog: OpenCatalog, one: Wording, is_new: bool, origin: str) -> str | None:
    """Return what is stated of the reliability of a text, None where that is as before.

    A new text is not checked by a competent speaker because the one before it was, nor because
    its author says so.
    """
    stated = str((one.data or {}).get("reliability") or "")
    if one.checked:
        return "reviewed"
    if origin == "revert" and one.data is not None:
        return stated
    if stated == "draft":
        return stated
    if is_new:
        return "draft" if catalog.is_reviewed else ""
    return None


def _fresh(store: Store, id: int) -> Change:
    """Return a change as it is now, with how far it has come."""
    with store.reading() as session:
        return session.get_one(Change, id)


@dataclass(slots=True)
class Completed:
    """How many catalogs had decisions that had not come through, how many of these were marked as
    written in a file that lacks them, how many files could not be looked at, and which decisions
    were not written because the file says something else, with that.
    """

    catalogs: int = 0
    again: int = 0
    failed: int = 0
    conflict: list[tuple[Change, str]] = field(default_factory=list)


def complete_pending(settings: Settings, store: Store) -> int:
    """Take all decisions further that have not come through; return how many catalogs had some."""
    return complete(settings, store).catalogs


def complete(settings: Settings, store: Store) -> Completed:
    """Take all decisions further that have not come through, also those that a file lacks because
    an older one was put back. What cannot be done now is logged and left to the next one.
    """
    done = Completed()
    waiting = set(applying.waiting(store))
    for vocabulary, lang in applying.decided(store):
        try:
            with locked(settings.instance, lang, vocabulary):
                catalog = OpenCatalog(settings, store, vocabulary, lang)
                lack = catalog.recover()
                done.again += len(lack.again)
                done.conflict += lack.conflict
                if lack.again or lack.missing or (vocabulary, lang) in waiting:
                    done.catalogs += 1
                    catalog.write()
                    catalog.commit()
            applying.show_all(settings, store, vocabulary, lang)
        except (GlossaryError, OSError) as error:
            done.catalogs += (vocabulary, lang) in waiting
            done.failed += 1
            failures.log(_log, error, "%s %s waits", vocabulary, lang)
    return done
