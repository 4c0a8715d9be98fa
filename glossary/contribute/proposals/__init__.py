"""Proposals: another wording for one text, made by anyone, and what others say of it."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from glossary import languages
from glossary.contribute import input_checks, people
from glossary.contribute.tables import Comment, Person, Proposal, now
from glossary.errors import N_, Conflict, Forbidden, Invalid, NotFound

STATES = ("open", "accepted", "declined", "withdrawn")
PER_PAGE = 50


class AlreadyProposed(Conflict):
    """Someone has proposed this wording before; `key` names that proposal."""

    code = "already_proposed"

    def __init__(self, key: str) -> None:
        super().__init__(N_("Someone has proposed this wording already."), key=key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Filter:
    """Which proposals of a list; empty means any. `langs` None means every language."""

    state: str = ""
    langs: Collection[str] | None = None
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Another wording of one text; `source` and `before` are what its author saw.

    `data` are the data comments that shall be different (an empty value takes one away, one not
    named stays). `confirms` says that a text which awaits review is right as it stands.
    """

    vocabulary: str
    lang: str
    concept: str
    slot: str
    source: str
    before: str
    text: str
    data: Mapping[str, Any] = field(default_factory=dict)
    comment: str = ""
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a proposal; the name of who has an account is that of the account.

    `ui` is the language of letters to them; `credit_email` lets commits name the mail address.
    """

    name: str = ""
    email: str = ""
    credit_email: bool = False
    ui: str = "en"
    person_id: int | None = None


def propose(
    session: Session, suggested: Suggested, author: Author, upload_id: int | None = None
) -> Proposal:
    """Return a new open proposal; raise Invalid with the name of the field, AlreadyProposed."""
    tag = input_checks.place(suggested.lang, suggested.concept, suggested.slot)
    name = author.name
    if author.person_id is not None:
        name = session.get_one(Person, author.person_id).name
    made = Proposal(
        key=secrets.token_hex(8),
        vocabulary=suggested.vocabulary,
        lang=tag,
        concept=suggested.concept,
        slot=suggested.slot,
        source=suggested.source,
        before=suggested.before,
        text=input_checks.wording(suggested.slot, suggested.text),
        data=input_checks.data(suggested.data),
        comment=input_checks.passage(suggested.comment, "comment", input_checks.MOST_IN_COMMENT),
        name=people.checked_name(name) if name.strip() else "",
        email=people.checked_email(author.email) if author.email.strip() else "",
        credit_email=author.credit_email,
        ui=author.ui,
        person_id=author.person_id,
        upload_id=upload_id,
        created=now(),
        state="open",
    )
    if made.text == made.before and not made.data and not suggested.confirms:
        raise Invalid(N_("This is what stands there already."), parameter="text")
    for other in beside(session, made):
        if (other.text, other.data) == (made.text, made.data):
            raise AlreadyProposed(other.key)
    session.add(made)
    session.flush()
    return made


def by_key(session: Session, key: str) -> Proposal:
    """Return a proposal; raise NotFound."""
    found = session.scalar(select(Proposal).where(Proposal.key == key)) if key.isalnum() else None
    if found is None:
        raise NotFound(N_("There is no such proposal."))
    return found


def beside(session: Session, proposal: Proposal) -> Sequence[Proposal]:
    """Return the other open proposals for the same text, the oldest first."""
    asked = (
        select(Proposal)
        .where(
            Proposal.vocabulary == proposal.vocabulary,
            Proposal.lang == proposal.lang,
            Proposal.concept == proposal.concept,
            Proposal.slot == proposal.slot,
            Proposal.state == "open",
            Proposal.key != proposal.key,
        )
        .order_by(Proposal.id)
        .limit(PER_PAGE)
    )
    return session.scalars(asked).all()


def listed(session: Session, wanted: Filter, page: int = 1) -> tuple[Sequence[Proposal], int]:
    """Return a page of proposals, the newest first, and how many there are."""
    asked = _filtered(select(Proposal), wanted).order_by(Proposal.id.desc())
    shown = asked.offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    total = session.scalar(_filtered(select(func.count(Proposal.id)), wanted)) or 0
    return session.scalars(shown).all(), total


def of_person(session: Session, person_id: int, most: int = PER_PAGE) -> Sequence[Proposal]:
    """Return what a person proposed, the newest first."""
    asked = select(Proposal).where(Proposal.person_id == person_id)
    return session.scalars(asked.order_by(Proposal.id.desc()).limit(most)).all()


def next_open(session: Session, wanted: Filter, after: int = 0) -> tuple[Proposal | None, int]:
    """Return the first open proposal after the one with id `after`, and how many are open.

    Behind the last one the first comes again.
    """
    asked = _filtered(select(Proposal), wanted).order_by(Proposal.id).limit(1)
    total = session.scalar(_filtered(select(func.count(Proposal.id)), wanted)) or 0
    return session.scalar(asked.where(Proposal.id > after)) or session.scalar(asked), total


def waiting_around(
    session: Session, wanted: Filter, id: int, before: int, after: int
) -> Sequence[Proposal]:
    """Return the proposals of a queue around the one with this id, in the order of their ids: at
    most so many before and after it.
    """
    asked = _filtered(select(Proposal), wanted)
    earlier = asked.where(Proposal.id < id).order_by(Proposal.id.desc()).limit(before)
    later = asked.where(Proposal.id >= id).order_by(Proposal.id).limit(after + 1)
    return [*reversed(session.scalars(earlier).all()), *session.scalars(later).all()]


def _filtered(asked: Select[Any], wanted: Filter) -> Select[Any]:
    if wanted.state:
        asked = asked.where(Proposal.state == wanted.state)
    if wanted.langs is not None:
        asked = asked.where(Proposal.lang.in_(list(wanted.langs)))
    if wanted.vocabulary:
        asked = asked.where(Proposal.vocabulary == wanted.vocabulary)
    return asked


def langs_of(session: Session) -> list[str]:
    """Return the languages that there are proposals for."""
    return sorted(session.scalars(select(Proposal.lang).distinct()), key=languages.own_name)


def comments(session: Session, proposal: Proposal) -> Sequence[Comment]:
    """Return what was said of a proposal, in the order in which it was said."""
    asked = select(Comment).where(Comment.proposal_id == proposal.id).order_by(Comment.id)
    return session.scalars(asked.limit(200)).all()


def comment(
    session: Session, proposal: Proposal, *, text: str, name: str = "", person_id: int | None = None
) -> Comment:
    """Return a new comment on a proposal; raise Invalid."""
    if person_id is not None:
        name = session.get_one(Person, person_id).name
    made = Comment(
        proposal_id=proposal.id,
        person_id=person_id,
        name=people.checked_name(name) if name.strip() else "",
        text=input_checks.passage(text, "comment", input_checks.MOST_IN_COMMENT),
    )
    if not made.text:
        raise Invalid(N_("Please write a text."), parameter="comment")
    session.add(made)
    session.flush()
    return made


def withdraw(session: Session, key: str, *, person_id: int | None, made_here: bool) -> Proposal:
    """Take an open proposal back and return it.

    Only its author may: the person who made it, or, where they had no account, whoever is in the
    session that made it (`made_here`). Raises NotFound, Forbidden, Conflict where it is decided.
    """
    found = locked(session, key)
    own = made_here if found.person_id is None else found.person_id == person_id
    if not own:
        raise Forbidden(N_("Only its author may take a proposal back."))
    found.state, found.decided = "withdrawn", now()
    return found


def locked(session: Session, key: str) -> Proposal:
    """Return an open proposal that nobody else can decide in this transaction.

    Raises NotFound; Conflict where it was decided already.
    """
    asked = select(Proposal).where(Proposal.key == key).with_for_update()
    asked = asked.execution_options(populate_existing=True)
    found = session.scalar(asked) if key.isalnum() else None
    if found is None:
        raise NotFound(N_("There is no such proposal."))
    if found.state != "open":
        raise Conflict(N_("This proposal was decided meanwhile."))
    return found
