"""Decisions: a proposal accepted or declined, a reviewer's own change, an earlier wording again.

A decision and its change are one transaction of the database; then the change goes into the
catalog and the index (`glossary.contribute.proposals.applying`). Who may decide is asked by the
doors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from glossary.contribute import input_checks, notices, proposals
from glossary.contribute.proposals import applying
from glossary.contribute.proposals.wordings import (
    Changed,
    Wording,
    change_of,
    has_moved,
    is_different,
)
from glossary.contribute.store import Store
from glossary.contribute.tables import Change, Person, Proposal, now
from glossary.errors import N_, Invalid, NotFound
from glossary.site.settings import Settings


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How a proposal is accepted: as it is, or with another `text` or other `data`.

    `base` is what the reviewer saw to stand there now (None: whatever stands there). `confirmed`
    says that they know that the text or its source has changed since the proposal, `checked`
    that a competent speaker has checked the text.
    """

    text: str | None = None
    data: Mapping[str, Any] | None = None
    base: str | None = None
    confirmed: bool = False
    checked: bool = False

    def wording(self, proposal: Proposal) -> Wording:
        """Return the wording that is accepted of a proposal."""
        return Wording(
            proposal.concept,
            proposal.slot,
            proposal.text if self.text is None else self.text,
            proposal.data if self.data is None else self.data,
            self.base,
            self.checked,
        )


AS_PROPOSED = Acceptance()


def accept(
    settings: Settings,
    store: Store,
    *,
    key: str,
    person_id: int | None,
    how: Acceptance = AS_PROPOSED,
) -> Change:
    """Return the change that an accepted proposal becomes.

    `person_id` is who decides (None: the operator of the site). Raises NotFound, Conflict where
    it was decided already, Changed, Invalid.
    """
    with store.reading() as session:
        asked = proposals.by_key(session, key)
    with applying.opened(settings, store, asked.vocabulary, asked.lang) as catalog:
        message = catalog.entry(asked.concept, asked.slot)
        with store.writing() as session:
            found = proposals.locked(session, key)
            if not how.confirmed and has_moved(found, message):
                raise Changed
            origin = "proposal" if found.upload_id is None else "upload"
            made = change_of(
                catalog, message, how.wording(found), origin=origin, decider_id=person_id
            )
            made.author, made.author_id = found.name, found.person_id
            catalog.check([made])
            session.add(made)
            session.flush()
            found.change_id = id = made.id
            _decide(settings, session, found, "accepted", person_id)
        catalog.apply_pending()
    return _fresh(store, id)


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
    wording: Wording,
    person_id: int | None,
    origin: str = "desk",
) -> Change | None:
    """Return the change that a reviewer made, without a proposal; None where nothing is different.

    Raises NotFound, Changed, Invalid.
    """
    made, moved = edit_many(
        settings,
        store,
        vocabulary=vocabulary,
        lang=lang,
        wordings=[wording],
        person_id=person_id,
        origin=origin,
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
                message = catalog.entry(one.concept, one.slot)
                try:
                    change = change_of(catalog, message, one, origin=origin, decider_id=person_id)
                except Changed:
                    moved.append(one)
                    continue
                if not is_different(change, message):
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
    data = _all(found.data_before) if found.data_before is not None else None
    return edit(
        settings,
        store,
        vocabulary=found.vocabulary,
        lang=found.lang,
        wording=Wording(found.concept, found.slot, found.before, data, base),
        person_id=person_id,
        origin="revert",
    )


def _all(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return data with those that are not stated as empty, so that they are taken away."""
    return {name: data.get(name, "") for name in input_checks.DATA}


def _fresh(store: Store, id: int) -> Change:
    """Return a change as it is now, with how far it has come."""
    with store.reading() as session:
        return session.get_one(Change, id)
