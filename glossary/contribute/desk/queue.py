"""What the desk asks of the worklist: counts, pages of a queue, the texts of one concept.

Every question is answered from an index of the database; none of them grows with a vocabulary.
"""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from glossary.catalogs.progress import Progress, sum_of
from glossary.contribute.tables import CatalogState, Change, Entry, Proposal

PER_PAGE = 50
MOST_FOUND = 200
"""Hits of a search in a queue that are shown."""
_ESCAPE = "\\"


def progress(counts: Mapping[str, Mapping[str, int]]) -> Progress:
    """Return the progress that the counts of a `CatalogState` tell."""
    return sum_of(counts.values())


def catalogs(session: Session) -> dict[tuple[str, str], CatalogState]:
    """Return what is known of all catalogs, by vocabulary and language."""
    return {(one.vocabulary, one.lang): one for one in session.scalars(select(CatalogState))}


def page(
    session: Session,
    vocabulary: str,
    lang: str,
    state: str,
    *,
    after: int | None = None,
    before: int | None = None,
) -> tuple[Sequence[Entry], bool, bool]:
    """Return a page of a queue, in the order of the catalog, and whether there are texts before
    and behind it.

    It begins behind the position `after`, or ends in front of `before`.
    """
    asked = select(Entry).where(*_own(vocabulary, lang), Entry.state == state)
    if before is not None:
        asked = asked.where(Entry.position < before).order_by(Entry.position.desc())
    else:
        asked = asked.where(Entry.position > (-1 if after is None else after))
        asked = asked.order_by(Entry.position)
    found = session.scalars(asked.limit(PER_PAGE + 1)).all()
    is_more = len(found) > PER_PAGE
    shown = found[:PER_PAGE]
    if before is not None:
        return shown[::-1], is_more, True
    return shown, after is not None, is_more


def search(
    session: Session, vocabulary: str, lang: str, text: str, state: str = ""
) -> Sequence[Entry]:
    """Return the first texts of a catalog with `text` in their source or translation."""
    asked = select(Entry).where(*_own(vocabulary, lang), _contains(text))
    if state:
        asked = asked.where(Entry.state == state)
    return session.scalars(asked.order_by(Entry.position).limit(MOST_FOUND)).all()


def _contains(text: str) -> ColumnElement[bool]:
    # the usual cases of a word: databases fold those of Latin letters at most
    cases = dict.fromkeys((text, text.lower(), text.upper(), text.capitalize()))
    patterns = [f"%{_escaped(one)}%" for one in cases]
    return or_(
        *(
            column.like(pattern, escape=_ESCAPE)
            for column in (Entry.source, Entry.text)
            for pattern in patterns
        )
    )


def _escaped(text: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        text = text.replace(special, _ESCAPE + special)
    return text


def _own(vocabulary: str, lang: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Entry.vocabulary == vocabulary, Entry.lang == lang


def texts(session: Session, vocabulary: str, lang: str, concept: str) -> Sequence[Entry]:
    """Return the texts of a concept in the order of the catalog."""
    asked = select(Entry).where(*_own(vocabulary, lang), Entry.concept == concept)
    return sorted(session.scalars(asked), key=lambda entry: entry.position)


def terms(
    session: Session, vocabulary: str, lang: str, concepts: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Return source and translation of the preferred terms of concepts, by id."""
    asked = select(Entry.concept, Entry.source, Entry.text).where(
        *_own(vocabulary, lang),
        Entry.concept.in_(set(concepts)),
        Entry.slot.in_(("prefLabel", "title")),
    )
    return {id: (source, text) for id, source, text in session.execute(asked)}


def neighbour(
    session: Session, vocabulary: str, lang: str, state: str, position: int, is_next: bool = True
) -> str | None:
    """Return the concept of the next text of a queue behind a position, or the one before it."""
    asked = select(Entry.concept).where(*_own(vocabulary, lang), Entry.state == state)
    if is_next:
        asked = asked.where(Entry.position > position).order_by(Entry.position)
    else:
        asked = asked.where(Entry.position < position).order_by(Entry.position.desc())
    return session.scalar(asked.limit(1))


def proposed(
    session: Session, vocabulary: str, lang: str, concept: str, most: int = 10
) -> Sequence[Proposal]:
    """Return the open proposals for the texts of a concept, the oldest first."""
    asked = select(Proposal).where(
        Proposal.vocabulary == vocabulary,
        Proposal.lang == lang,
        Proposal.concept == concept,
        Proposal.state == "open",
    )
    return session.scalars(asked.order_by(Proposal.id).limit(most)).all()


def proposed_slots(
    session: Session, vocabulary: str, lang: str, concepts: Iterable[str]
) -> set[tuple[str, str]]:
    """Return which texts of these concepts have open proposals, by concept and slot."""
    asked = select(Proposal.concept, Proposal.slot).where(
        Proposal.vocabulary == vocabulary,
        Proposal.lang == lang,
        Proposal.concept.in_(set(concepts)),
        Proposal.state == "open",
    )
    return {(concept, slot) for concept, slot in session.execute(asked.distinct())}


def translators(
    session: Session, vocabulary: str, lang: str, most: int = 40
) -> Sequence[tuple[str, int]]:
    """Return who has translated a vocabulary, with the number of texts, most first."""
    count = func.count()
    asked = (
        select(Change.author, count)
        .where(Change.vocabulary == vocabulary, Change.lang == lang, Change.author != "")
        .group_by(Change.author)
        .order_by(count.desc(), Change.author)
        .limit(most)
    )
    return [(name, number) for name, number in session.execute(asked)]
