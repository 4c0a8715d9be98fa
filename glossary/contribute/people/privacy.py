"""What a person contributed, given to them; and their personal data removed, the terms kept."""

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from glossary import languages
from glossary.catalogs.locks import locked
from glossary.catalogs.po.credits import harmless, without_name
from glossary.catalogs.rewriting import rewrite
from glossary.contribute.people import email_key, end_sessions
from glossary.contribute.store import batches
from glossary.contribute.tables import (
    Base,
    Change,
    Comment,
    Draft,
    Identity,
    Mail,
    Person,
    Proposal,
    Role,
    Upload,
)
from glossary.site import folder_marks
from glossary.site.settings import Settings

_INTERNAL = {"id", "person_id", "author_id", "decider_id", "proposal_id", "upload_id", "change_id"}
_SECRET = {"password_hash", "session_mark", "email_key"}


def exported(session: Session, person: Person) -> dict[str, Any]:
    """Return everything that is kept about a person, ready for JSON.

    Proposals that were made without an account but with their mail address are theirs too. Of the
    password nothing is given, and of other people nothing.
    """
    proposals = select(Proposal).where(_proposed_by(session, person)).order_by(Proposal.id)
    changes = select(Change).where(_changed_by(session, person)).order_by(Change.id)
    sent = select(Upload).where(_uploaded_by(session, person)).order_by(Upload.id)
    return {
        "account": _row(person),
        "roles": _rows(session, select(Role).where(Role.person_id == person.id)),
        "identities": _rows(session, select(Identity).where(Identity.person_id == person.id)),
        "proposals": _rows(session, proposals),
        "comments": [
            {"proposal": key, **_row(comment)}
            for comment, key in session.execute(
                select(Comment, Proposal.key)
                .join(Proposal, Comment.proposal_id == Proposal.id)
                .where(Comment.person_id == person.id)
                .order_by(Comment.id)
            )
        ],
        "changes": _rows(session, changes),
        "decisions": _rows(
            session, select(Change).where(Change.decider_id == person.id).order_by(Change.id),
            leave={"author"},
        ),
        "drafts": _rows(session, select(Draft).where(Draft.person_id == person.id)),
        "uploads": _rows(session, sent),
    }  # fmt: skip


def _rows(session: Session, chosen: Select[Any], leave: Iterable[str] = ()) -> list[dict[str, Any]]:
    return [_row(one, leave) for one in session.scalars(chosen)]


def _row(one: Base, leave: Iterable[str] = ()) -> dict[str, Any]:
    """Return the columns of a row that say something outside of the database."""
    names = [column.key for column in one.__mapper__.column_attrs]
    values = {name: getattr(one, name) for name in names if name not in _INTERNAL | _SECRET}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
        if name not in leave
    }


def _sent_from(session: Session, person: Person, column: Any) -> ColumnElement[bool]:
    """Return the condition that a text was sent with a person's address, however it was typed.

    Databases lower letters in their own ways, some only those of ASCII.
    """
    key = email_key(person.email)
    every = session.scalars(select(column).where(column != "").distinct())
    found: ColumnElement[bool] = column.in_([one for one in every if key and email_key(one) == key])
    return found


def _proposed_by(session: Session, person: Person) -> ColumnElement[bool]:
    typed = _sent_from(session, person, Proposal.email)
    return or_(Proposal.person_id == person.id, Proposal.person_id.is_(None) & typed)


def _uploaded_by(session: Session, person: Person) -> ColumnElement[bool]:
    typed = _sent_from(session, person, Upload.email)
    return or_(Upload.person_id == person.id, Upload.person_id.is_(None) & typed)


def _changed_by(session: Session, person: Person) -> ColumnElement[bool]:
    accepted = select(Proposal.change_id).where(
        _proposed_by(session, person), Proposal.change_id.is_not(None)
    )
    without_account = Change.author_id.is_(None) & Change.id.in_(accepted)
    return or_(Change.author_id == person.id, without_account)


def erase(session: Session, person: Person) -> None:
    """Remove the personal data of a person; what they wrote for the glossary stays, without name.

    The account can never be used again, and whoever has its mail address may have a new one.
    """
    nameless = {"name": "", "email": ""}
    changes = list(session.scalars(select(Change.id).where(_changed_by(session, person))))
    for some in batches(changes):
        session.execute(update(Change).where(Change.id.in_(some)).values(author=""))
    previews = Upload.state == "preview"
    session.execute(delete(Upload).where(_uploaded_by(session, person), previews))
    session.execute(update(Upload).where(_uploaded_by(session, person)).values(**nameless, file=""))
    session.execute(update(Proposal).where(_proposed_by(session, person)).values(**nameless))
    session.execute(update(Comment).where(Comment.person_id == person.id).values(name=""))
    session.execute(delete(Mail).where(_sent_from(session, person, Mail.to)))
    for table in (Draft, Identity):
        session.execute(delete(table).where(table.person_id == person.id))
    person.roles.clear()
    person.name = person.email = ""
    person.email_key = person.password_hash = person.seen = None
    person.state = "removed"
    end_sessions(person)


def credited(session: Session, person: Person) -> set[tuple[str, str]]:
    """Return vocabulary and language of the catalogs in which the name of a person is theirs alone.

    Anyone may take any name: what somebody else has done under it stays theirs.
    """
    place = Change.vocabulary, Change.lang
    own = _changed_by(session, person)
    named = own & (Change.author == person.name)
    mine = select(*place).where(or_(named, Change.decider_id == person.id)).distinct()
    other = Change.id.not_in(select(Change.id).where(own))
    others = select(*place, Change.author).where(other, Change.author != "").distinct()
    deciders = select(*place, Person.name).join(Person, Person.id == Change.decider_id)
    found = {(vocabulary, lang) for vocabulary, lang in session.execute(mine)}
    for asked in (others, deciders.where(Person.id != person.id).distinct()):
        for vocabulary, lang, name in session.execute(asked):
            if harmless(name).casefold() == harmless(person.name).casefold():
                found.discard((vocabulary, lang))
    return found


def erase_from_catalogs(
    settings: Settings, name: str, among: Collection[tuple[str, str]] | None = None
) -> list[Path]:
    """Take a name out of the headers of the site's own catalogs; return those that were changed.

    With `among` only of those, by vocabulary and language. Doing it again changes nothing. Raises
    Busy where another process holds a catalog.
    """
    changed: list[Path] = []
    folder_marks.check(settings)
    folder = settings.translations
    if not folder.is_relative_to(settings.site):
        return changed  # the shipped catalogs are not the site's to write
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        lang = languages.from_locale(path.parts[-3])
        if among is not None and (path.stem, lang) not in among:
            continue
        with locked(settings.instance, lang, path.stem, settings.shared_database) as lock:
            if rewrite(
                lock, path, lambda content: without_name(content, name) if content else None
            ):
                changed.append(path)
    return changed
