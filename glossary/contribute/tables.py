"""The tables of the contributions database.

A text is named by vocabulary, language, concept and slot (as in the catalogs, see
`glossary.catalogs.messages`). Days and times are UTC.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
EVERY_LANGUAGE = ""
"""The language of a role that holds for all languages, and of an event that concerns all."""

ROLES = ("translator", "reviewer", "editor", "administrator")
"""Translators propose, reviewers decide in their languages, editors in all; administrators also
care for people. Each may do what those before it may, in its languages."""


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC also where the database keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time with its zone."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """What all tables share: names of constraints that are the same in every database."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class Person(Base):
    """Someone with an account; `session_mark` changes when all their sessions shall end."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str | None] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16), default="active")
    """"invited", "active", "blocked" or "removed"."""
    ui: Mapped[str] = mapped_column(String(40), default="en")
    session_mark: Mapped[str] = mapped_column(String(40))
    created: Mapped[datetime] = mapped_column(default=now)
    seen: Mapped[datetime | None]
    roles: Mapped[list["Role"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin"
    )


class Role(Base):
    """What a person may do, in one language or in every one (`EVERY_LANGUAGE`)."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("person_id", "role", "lang"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(40), default=EVERY_LANGUAGE)
    person: Mapped[Person] = relationship(back_populates="roles")


class Identity(Base):
    """A person as an OpenID Connect issuer knows them."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(300))


class Proposal(Base):
    """Another wording that someone proposes for one text.

    `source` and `before` are the source text and the translation at that moment. `data` are data
    comments (docs/translating.md) as `glossary.catalogs.editing.Edit` has them; those that are not
    named stay as they are. `key` is the public name in the address. `credit_email` says that the
    author's mail address may stand in the site's git repository. `email` is what somebody without
    an account gave; nothing but a question goes there before `email_confirmed`.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        Index(None, "vocabulary", "lang", "concept", "slot"),
        Index(None, "state", "lang", "created"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(24), unique=True)
    vocabulary: Mapped[str] = mapped_column(String(100))
    lang: Mapped[str] = mapped_column(String(40))
    concept: Mapped[str] = mapped_column(String(500))
    slot: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    comment: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    email_confirmed: Mapped[bool] = mapped_column(default=False, server_default=false())
    credit_email: Mapped[bool] = mapped_column(default=False)
    ui: Mapped[str] = mapped_column(String(40), default="en")
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"))
    created: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(16), default="open")
    """"open", "accepted" (as it is or changed), "declined", or "withdrawn" by its author."""
    reason: Mapped[str] = mapped_column(Text, default="")
    decided: Mapped[datetime | None]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    change_id: Mapped[int | None] = mapped_column(
        ForeignKey("change.id", ondelete="SET NULL"), index=True
    )


class Comment(Base):
    """What someone says of a proposal."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(
        ForeignKey("proposal.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(default=now)


class Change(Base):
    """A decided change of one text: its history, and what must still be written.

    `written` says when it came into the catalog, `shown` when into the index; where one is empty
    the process died between, and the next one completes it; `uncommitted` says that git shall have
    it and has not. Changes of one text are written in the order of their ids. `data` are all data
    comments after it, `data_before` those before it (None: not known).
    """

    __tablename__ = "change"
    __table_args__ = (Index(None, "vocabulary", "lang", "concept", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vocabulary: Mapped[str] = mapped_column(String(100))
    lang: Mapped[str] = mapped_column(String(40))
    concept: Mapped[str] = mapped_column(String(500))
    slot: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    data_before: Mapped[dict[str, Any] | None]
    origin: Mapped[str] = mapped_column(String(16))
    """"proposal", "desk", "upload", "revert", or "file" (found in a catalog changed elsewhere)."""
    author: Mapped[str] = mapped_column(String(200), default="")
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    made: Mapped[datetime] = mapped_column(default=now, index=True)
    written: Mapped[datetime | None] = mapped_column(index=True)
    shown: Mapped[datetime | None] = mapped_column(index=True)
    uncommitted: Mapped[bool] = mapped_column(default=False)


class Draft(Base):
    """What a person has typed at the desk and not yet sent; `base` is what stood there then."""

    __tablename__ = "draft"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    vocabulary: Mapped[str] = mapped_column(String(100), primary_key=True)
    lang: Mapped[str] = mapped_column(String(40), primary_key=True)
    concept: Mapped[str] = mapped_column(String(500), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    base: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    saved: Mapped[datetime] = mapped_column(default=now)


class Upload(Base):
    """A file that someone brought back, compared with the catalog; see `UploadRow`.

    `counts` says how many entries there are of each kind, those that are as ours included.
    """

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(24), unique=True)
    vocabulary: Mapped[str] = mapped_column(String(100))
    lang: Mapped[str] = mapped_column(String(40))
    format: Mapped[str] = mapped_column(String(16))
    file: Mapped[str] = mapped_column(String(300))
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(16), default="preview")
    """"preview", or "sent": at least in part."""
    counts: Mapped[dict[str, Any]]


class UploadRow(Base):
    """One entry of an uploaded file that is not as ours, in the order of the file.

    `base` is our wording when the file was downloaded (None: not known), `here` that of today,
    `theirs` that of the file; see `glossary.contribute.uploads.comparison.Row`.
    """

    __tablename__ = "upload_row"
    __table_args__ = (Index(None, "upload_id", "kind", "position"),)

    upload_id: Mapped[int] = mapped_column(
        ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    """"new", "changed", "conflict", "older", "removed", "review" or "rejected"."""
    concept: Mapped[str] = mapped_column(String(500))
    slot: Mapped[str] = mapped_column(String(40))
    line: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    base: Mapped[str | None] = mapped_column(Text)
    here: Mapped[str] = mapped_column(Text)
    theirs: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    notes: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    arguments: Mapped[dict[str, Any]]
    """Why it is rejected or what is to be said of it: a message, and what is filled into it."""
    choice: Mapped[str] = mapped_column(String(16), default="")
    """"theirs", "here", "edited" (then `text`), or empty: not yet chosen."""
    text: Mapped[str] = mapped_column(Text, default="")
    sent: Mapped[datetime | None]


class Entry(Base):
    """The worklist: one message of a catalog, derived from the file and made anew at will.

    `state` is "missing", "changed" (the source was reworded: fuzzy with a previous source),
    "review" (fuzzy otherwise), "draft" (not checked by a competent speaker) or "done".
    `position` is the place in the catalog.
    """

    __tablename__ = "entry"
    __table_args__ = (Index(None, "vocabulary", "lang", "state", "position"),)

    vocabulary: Mapped[str] = mapped_column(String(100), primary_key=True)
    lang: Mapped[str] = mapped_column(String(40), primary_key=True)
    concept: Mapped[str] = mapped_column(String(500), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(16))


class CatalogState(Base):
    """The file from which the entries of a vocabulary and language were derived.

    `mark` is its fingerprint; `counts` how many entries there are by slot and state;
    `reliability` what its header says. `broken` says why the file as it is now cannot be read
    (file, line, reason and arguments of a BrokenSource); the entries are then those before.
    """

    __tablename__ = "catalog_state"

    vocabulary: Mapped[str] = mapped_column(String(100), primary_key=True)
    lang: Mapped[str] = mapped_column(String(40), primary_key=True)
    mark: Mapped[str] = mapped_column(String(100))
    counts: Mapped[dict[str, Any]]
    reliability: Mapped[str] = mapped_column(String(16), default="draft")
    broken: Mapped[dict[str, Any]] = mapped_column(default=dict)
    derived: Mapped[datetime] = mapped_column(default=now)


class Event(Base):
    """News for translators of a language: "new" (a concept) or "source" (a source reworded)."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "lang", "made"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    vocabulary: Mapped[str] = mapped_column(String(100))
    lang: Mapped[str] = mapped_column(String(40))
    concept: Mapped[str] = mapped_column(String(500))
    slot: Mapped[str] = mapped_column(String(40))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    made: Mapped[datetime] = mapped_column(default=now)


class EndedSession(Base):
    """A session that was ended before its time; `mark` is a hash of its key."""

    __tablename__ = "ended_session"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    ended: Mapped[datetime] = mapped_column(default=now, index=True)


class Mail(Base):
    """A message on its way: written with what caused it, sent by whoever comes next.

    It is tried when it is `due`; whoever tries it moves that on first. The text goes once it is
    sent.
    """

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(default=now)
    due: Mapped[datetime | None] = mapped_column(default=now, index=True)
    sent: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")


class Attempt(Base):
    """Something that is limited per address, such as a sign-in; `mark` is a keyed hash of it."""

    __tablename__ = "attempt"
    __table_args__ = (Index(None, "kind", "mark", "made"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    mark: Mapped[str] = mapped_column(String(64))
    made: Mapped[datetime] = mapped_column(default=now, index=True)
