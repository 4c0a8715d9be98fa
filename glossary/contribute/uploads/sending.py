"""What was chosen of an upload, sent: as proposals, or by reviewers as changes of the catalog.

Rows go in parts, each in one transaction with the mark that they are sent; whoever dies between
sends the rest the next time. What is sent twice becomes one proposal, or one change.
"""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from glossary.contribute import proposals, uploads
from glossary.contribute.proposals import Author, Suggested, decisions
from glossary.contribute.proposals.catalog_texts import current
from glossary.contribute.proposals.wordings import Wording
from glossary.contribute.store import Store
from glossary.contribute.tables import Upload, UploadRow, now
from glossary.contribute.uploads.comparison import CHOICES, CONFIRMED, MOVED
from glossary.errors import GlossaryError, Invalid, NotFound
from glossary.site.settings import Settings

MOST_PROPOSED = 2000
MOST_CHANGED = 500
"""So many rows go at a time, so that nobody waits for long: as proposals, into the catalog."""
_PART = 500


def _due(upload: Upload) -> Select[UploadRow]:
    """Return the question for the rows that shall be sent and are not yet."""
    return select(UploadRow).where(
        *uploads.waiting(upload),
        UploadRow.kind.in_(CHOICES),
        UploadRow.choice.in_(uploads.SENDING),
    )


def _part(session: Session, upload: Upload) -> Sequence[UploadRow]:
    asked = _due(upload).order_by(UploadRow.position).limit(_PART)
    return session.scalars(asked.with_for_update()).all()


def propose(store: Store, key: str, *, ui: str) -> Counter[str]:
    """Return how many rows were "sent" as proposals, "known" (proposed before) and "refused".

    The language `ui` is that of letters to the author. At most `MOST_PROPOSED` go at a time. Raises
    NotFound.
    """
    done: Counter[str] = Counter()
    for _ in range(0, MOST_PROPOSED, _PART):
        with store.writing() as session:
            upload = uploads.by_key(session, key)
            rows = _part(session, upload)
            for row in rows:
                done[_propose(session, upload, row, ui)] += 1
            if rows:
                upload.state = "sent"
        if len(rows) < _PART:
            break
    return done


def _propose(session: Session, upload: Upload, row: UploadRow, ui: str) -> str:
    try:
        proposals.propose(
            session,
            Suggested(
                upload.vocabulary,
                upload.lang,
                row.concept,
                row.slot,
                source=row.source,
                before=row.here,
                text=_text(row),
                data=row.data,
                comment=row.notes,
                confirms=row.reason == CONFIRMED,
            ),
            Author(upload.name, upload.email, ui=ui, person_id=upload.person_id),
            upload.id,
        )
    except proposals.AlreadyProposed:
        row.sent = now()
        return "known"
    except (Invalid, NotFound) as error:
        _refuse(row, error)
        return "refused"
    row.sent = now()
    return "sent"


def _text(row: UploadRow) -> str:
    return row.text if row.choice == "edited" else row.theirs


def _refuse(row: UploadRow, error: GlossaryError) -> None:
    row.kind, row.choice, row.reason = "rejected", "", error.message
    row.arguments = {name: str(value) for name, value in error.arguments.items()}


def change(settings: Settings, store: Store, key: str, *, person_id: int) -> Counter[str]:
    """Return how many rows were "sent" into the catalog by a reviewer, and how many were "refused"
    or "moved": changed by someone else meanwhile, so that they are conflicts now.

    At most `MOST_CHANGED` go at a time. Raises NotFound, Busy, Unavailable.
    """
    done: Counter[str] = Counter()
    for _ in range(0, MOST_CHANGED, _PART):
        with store.reading() as session:
            upload = uploads.by_key(session, key)
            rows = _part(session, upload)
            session.expunge_all()
        if rows:
            done += _change(settings, store, upload, rows, person_id)
        if len(rows) < _PART:
            break
    return done


def _change(
    settings: Settings, store: Store, upload: Upload, rows: Sequence[UploadRow], person_id: int
) -> Counter[str]:
    """Change one part; a text that someone has changed to the same meanwhile counts as sent."""
    moved, refused = _edited(settings, store, upload, rows, person_id)
    done: Counter[str] = Counter()
    with store.writing() as session:
        session.get_one(Upload, upload.id).state = "sent"
        for row in [session.merge(one) for one in rows]:
            error = refused.get(row.position)
            here = _now(settings, upload, row) if row.position in moved else None
            if error is not None:
                _refuse(row, error)
                done["refused"] += 1
            elif here is not None and here != _text(row):
                row.kind, row.choice, row.reason = "conflict", "", MOVED
                row.base, row.here = row.here, here
                done["moved"] += 1
            else:
                row.sent = now()
                done["sent"] += 1
    return done


def _edited(
    settings: Settings, store: Store, upload: Upload, rows: Sequence[UploadRow], person_id: int
) -> tuple[set[int], dict[int, GlossaryError]]:
    """Return which rows have moved meanwhile, by position, and which were refused, with why.

    All go at once; where one cannot, one by one.
    """
    place = {"vocabulary": upload.vocabulary, "lang": upload.lang}
    try:
        _, left = decisions.edit_many(
            settings,
            store,
            **place,
            wordings=[_wording(row) for row in rows],
            person_id=person_id,
        )
    except (Invalid, NotFound) as error:
        if len(rows) == 1:
            return set(), {rows[0].position: error}
        parts = [_edited(settings, store, upload, [row], person_id) for row in rows]
        return set().union(*(some for some, _ in parts)), {
            position: error for _, some in parts for position, error in some.items()
        }
    keys = {(one.concept, one.slot) for one in left}
    return {row.position for row in rows if (row.concept, row.slot) in keys}, {}


def _wording(row: UploadRow) -> Wording:
    return Wording(
        row.concept,
        row.slot,
        _text(row),
        row.data,
        row.here,
        checked=row.data.get("reliability") == "reviewed",
    )


def _now(settings: Settings, upload: Upload, row: UploadRow) -> str:
    found = current(settings, upload.vocabulary, upload.lang, row.concept, row.slot)
    return found.text if found else ""
