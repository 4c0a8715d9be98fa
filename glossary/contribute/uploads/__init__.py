"""Files that people bring back: compared with the catalog, looked at, and chosen from.

An upload changes nothing until what was chosen of it is sent; see
`glossary.contribute.uploads.sending`. It is kept for two weeks.
"""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from glossary.contribute import input_checks, people
from glossary.contribute.store import BATCH, batches
from glossary.contribute.tables import Change, Upload, UploadRow, now
from glossary.contribute.uploads.comparison import CHOICES, Comparison, Key, Wording, compared, kept
from glossary.errors import N_, Invalid, NotFound
from glossary.exchange import Sheet

NO_SUCH_UPLOAD = N_("There is no such upload; previews are kept for two weeks.")
PER_PAGE = 50
KEPT_DAYS = 14
SENDING = ("theirs", "edited")
"""The choices that send something."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who uploads: a person with an account, or what someone without one has told of them."""

    person_id: int | None = None
    name: str = ""
    email: str = ""


def revision(session: Session, vocabulary: str, lang: str) -> int:
    """Return the id of the newest change up to which all are in the catalog, 0 where there is none.

    Ask before the catalog is read: what is written meanwhile then counts as later.
    """
    own = Change.vocabulary == vocabulary, Change.lang == lang
    waiting = session.scalar(select(func.min(Change.id)).where(*own, Change.written.is_(None)))
    if waiting is not None:
        return waiting - 1
    return session.scalar(select(func.max(Change.id)).where(*own)) or 0


def history(
    session: Session, vocabulary: str, lang: str, since: int | None
) -> dict[Key, list[Wording]]:
    """Return what the texts of a catalog were before each change after `since` (None: ever)."""
    asked = (
        select(Change.concept, Change.slot, Change.before, Change.data_before)
        .where(Change.vocabulary == vocabulary, Change.lang == lang, Change.id > (since or 0))
        .order_by(Change.id)
    )
    found: dict[Key, list[Wording]] = defaultdict(list)
    for concept, slot, text, data in session.execute(asked.execution_options(yield_per=BATCH)):
        found[concept, slot].append((text, data))
    return found


def compare(session: Session, sheet: Sheet, ours: Sheet, vocabulary: str, lang: str) -> Comparison:
    """Return what a file would change in our catalog; see `comparison`."""
    newest = session.scalar(select(func.max(Change.id))) or 0
    if sheet.revision is not None and sheet.revision > newest:
        sheet = replace(sheet, revision=None)  # from another site, or a database that is gone
    return compared(sheet, ours, history(session, vocabulary, lang, sheet.revision))


def keep(
    session: Session,
    comparison: Comparison,
    owner: Owner,
    *,
    vocabulary: str,
    lang: str,
    format: str,
    file: str,
) -> Upload:
    """Return a new upload with the rows of a comparison, and drop those that are too old.

    Raises Invalid for a name or mail address that cannot be used.
    """
    sweep(session)
    made = Upload(
        key=secrets.token_hex(12),
        vocabulary=vocabulary,
        lang=lang,
        format=format,
        file=kept(file)[:300],
        name=people.checked_name(owner.name) if owner.name.strip() else "",
        email=people.checked_email(owner.email) if owner.email.strip() else "",
        person_id=owner.person_id,
        counts=dict(comparison.counts),
    )
    session.add(made)
    session.flush()
    more = {"upload_id": made.id, "text": ""}
    for rows in batches([*enumerate(comparison.rows)]):
        session.execute(
            insert(UploadRow),
            [
                {**asdict(row), **more, "position": place, "choice": CHOICES.get(row.kind, "")}
                for place, row in rows
            ],
        )
    return made


def by_key(session: Session, key: str) -> Upload:
    """Return an upload; raise NotFound."""
    found = session.scalar(select(Upload).where(Upload.key == key)) if key.isalnum() else None
    if found is None:
        raise NotFound(NO_SUCH_UPLOAD)
    return found


def waiting(upload: Upload) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for the rows of an upload that are not sent."""
    return UploadRow.upload_id == upload.id, UploadRow.sent.is_(None)


def tally(session: Session, upload: Upload) -> dict[tuple[str, str], int]:
    """Return how many rows are not sent, by kind and choice."""
    asked = (
        select(UploadRow.kind, UploadRow.choice, func.count())
        .where(*waiting(upload))
        .group_by(UploadRow.kind, UploadRow.choice)
    )
    return {(kind, choice): count for kind, choice, count in session.execute(asked)}


def sent_count(session: Session, upload: Upload) -> int:
    """Return how many rows were sent."""
    asked = select(func.count()).where(
        UploadRow.upload_id == upload.id, UploadRow.sent.is_not(None)
    )
    return session.scalar(asked) or 0


def page(session: Session, upload: Upload, kind: str, number: int) -> Sequence[UploadRow]:
    """Return a page of the rows of a kind that are not sent, in the order of the file."""
    asked = (
        select(UploadRow)
        .where(*waiting(upload), UploadRow.kind == kind)
        .order_by(UploadRow.position)
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE)
    )
    return session.scalars(asked).all()


def choose_all(session: Session, upload: Upload, kind: str, choice: str) -> None:
    """Choose the wording of the file ("theirs") or ours ("here") for all rows of a kind."""
    if kind not in CHOICES or choice not in ("theirs", "here"):
        raise Invalid(N_("There is no such choice."), parameter="choice")
    session.execute(
        update(UploadRow).where(*waiting(upload), UploadRow.kind == kind).values(choice=choice)
    )


def choose(session: Session, upload: Upload, choices: Mapping[int, tuple[str, str]]) -> None:
    """Choose for single rows, by position: "theirs", "here", "edited" with its text, or "".

    Raises Invalid for what is no choice, or a text that cannot be used; `parameter` names the row.
    """
    places = [*choices]
    asked = select(UploadRow).where(*waiting(upload), UploadRow.position.in_(places))
    for row in session.scalars(asked):
        choice, text = choices[row.position]
        if row.kind not in CHOICES or choice not in ("", "here", *SENDING):
            raise Invalid(N_("There is no such choice."), parameter=f"text-{row.position}")
        if choice == "edited":
            row.text = input_checks.wording(row.slot, text, parameter=f"text-{row.position}")
        row.choice = choice


def drop(session: Session, upload: Upload) -> None:
    """Forget what was not sent of an upload, and who uploaded it; all of it where nothing was."""
    session.execute(delete(UploadRow).where(UploadRow.upload_id == upload.id))
    if upload.state == "preview":
        session.delete(upload)
    else:
        upload.name = upload.email = ""


def sweep(session: Session) -> None:
    """Drop the uploads that are older than two weeks."""
    ended = select(Upload.id).where(Upload.created < now() - timedelta(days=KEPT_DAYS))
    session.execute(delete(UploadRow).where(UploadRow.upload_id.in_(ended)))
    session.execute(delete(Upload).where(Upload.id.in_(ended), Upload.state == "preview"))
    session.execute(
        update(Upload)
        .where(Upload.id.in_(ended), or_(Upload.name != "", Upload.email != ""))
        .values(name="", email="")
    )
