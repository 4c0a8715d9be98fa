"""What people have typed at the desk and not yet sent: kept for them until they send it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from glossary.contribute import input_checks
from glossary.contribute.tables import Draft, now
from glossary.errors import Invalid
from glossary.errors.plurals import NN_

MOST_DRAFTS = 2_000
"""Drafts of one person; more are not kept."""
Place = tuple[str, str, str]
"""Vocabulary, language and concept."""


def of_concept(session: Session, person_id: int, place: Place) -> dict[str, Draft]:
    """Return what a person has typed for the texts of a concept, by slot."""
    asked = select(Draft).where(*_of(person_id, place))
    return {draft.slot: draft for draft in session.scalars(asked)}


def save(
    session: Session,
    person_id: int,
    place: Place,
    slot: str,
    *,
    base: str,
    text: str,
    data: Mapping[str, Any],
) -> None:
    """Keep what a person has typed for one text; `base` is what stands there meanwhile.

    It is kept as it is, also where it could not be sent yet. Raises Invalid where it is too long,
    or the person has very many.
    """
    if len(text) > input_checks.MOST_IN_TEXT:
        raise Invalid(
            NN_(
                "This has %(length)s character; %(most)s are allowed.",
                "This has %(length)s characters; %(most)s are allowed.",
                "length",
            ),
            parameter=slot,
            length=len(text),
            most=input_checks.MOST_IN_TEXT,
        )
    found = session.get(Draft, (person_id, *place, slot))
    if found is None:
        if count(session, person_id) >= MOST_DRAFTS:
            raise Invalid(
                NN_(
                    "You have %(most)s draft; please send or discard it.",
                    "You have %(most)s drafts; please send or discard some.",
                    "most",
                ),
                parameter=slot,
                most=MOST_DRAFTS,
            )
        found = Draft(
            person_id=person_id, vocabulary=place[0], lang=place[1], concept=place[2], slot=slot
        )
        session.add(found)
    found.base, found.text = base.replace("\0", ""), text.replace("\0", "")
    found.data = dict(data)
    found.saved = now()


def drop(session: Session, person_id: int, place: Place, slots: Iterable[str]) -> None:
    """Forget what a person has typed for these texts of a concept."""
    session.execute(delete(Draft).where(*_of(person_id, place), Draft.slot.in_(list(slots))))


def count(session: Session, person_id: int) -> int:
    """Return how many texts a person has typed and not sent."""
    asked = select(func.count()).select_from(Draft).where(Draft.person_id == person_id)
    return session.scalar(asked) or 0


def latest(session: Session, person_id: int, most: int = 20) -> Sequence[Draft]:
    """Return what a person has typed last, one text of each concept."""
    asked = select(Draft).where(Draft.person_id == person_id).order_by(Draft.saved.desc())
    found: dict[Place, Draft] = {}
    for draft in session.scalars(asked.limit(most * 4)):
        found.setdefault((draft.vocabulary, draft.lang, draft.concept), draft)
    return list(found.values())[:most]


def _of(person_id: int, place: Place) -> tuple[Any, ...]:
    return (
        Draft.person_id == person_id,
        Draft.vocabulary == place[0],
        Draft.lang == place[1],
        Draft.concept == place[2],
    )
