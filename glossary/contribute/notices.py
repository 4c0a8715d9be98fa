"""What people are told: the author of a proposal by mail, everyone else by a feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from babel.support import Translations
from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from glossary import languages
from glossary.contribute import mail
from glossary.contribute.tables import EVERY_LANGUAGE, Change, Event, Person, Proposal
from glossary.errors import N_
from glossary.site import paths
from glossary.site.settings import Settings

PER_PAGE = 50
_ACCEPTED = N_(
    "Thank you: your proposal was accepted, and is part of the glossary now.\n\n"
    "Your proposal: %(text)s\nAddress: %(address)s\n"
)
_CHANGED = N_(
    "Thank you: your proposal was accepted with a change, and is part of the glossary now.\n\n"
    "Your proposal: %(text)s\nAccepted: %(after)s\nAddress: %(address)s\n"
)
_DECLINED = N_(
    "Thank you for your proposal. It was declined.\n\n"
    "Your proposal: %(text)s\nReason: %(reason)s\nAddress: %(address)s\n"
)
_SUBJECT = N_("Your proposal for “%(source)s” in %(title)s")
_SHORT = 80


def tell_author(settings: Settings, session: Session, proposal: Proposal) -> None:
    """Have the author of a proposal told the decision by mail, in the language they read.

    Nothing happens where no mail server is set, or no address is known, or the address that was
    given is not confirmed.
    """
    given = proposal.email if proposal.email_confirmed else ""
    to = given or _address(session, proposal.person_id)
    if not settings.mail_url or not to:
        return
    folder, locale = paths.TRANSLATIONS, languages.to_locale(proposal.ui)
    gettext = Translations.load(folder, [locale]).gettext
    change = session.get(Change, proposal.change_id) if proposal.change_id else None
    after = change.after if change else ""
    if proposal.state == "declined":
        body = _DECLINED
    else:
        body = _ACCEPTED if after == proposal.text else _CHANGED
    address = f"{settings.base_url}/{quote(proposal.ui)}/proposals/{proposal.key}"
    values = {"text": proposal.text, "after": after, "reason": proposal.reason, "address": address}
    source = " ".join(proposal.source.split())
    source = source if len(source) <= _SHORT else f"{source[: _SHORT - 1]}…"
    subject = gettext(_SUBJECT) % {"source": source, "title": settings.title_in(proposal.ui)[1]}
    mail.enqueue(session, to, subject, gettext(body) % values)


def _address(session: Session, person_id: int | None) -> str:
    person = session.get(Person, person_id) if person_id is not None else None
    return person.email if person is not None and person.state == "active" else ""


@dataclass(frozen=True, slots=True)
class News:
    """One entry of a feed: what happened to a text, when, and its wordings before and after.

    `kind` is "new", "source", "changed" or "declined"; `id` is its number among those of a kind.
    """

    kind: str
    id: int
    vocabulary: str
    lang: str
    concept: str
    slot: str
    before: str
    after: str
    made: datetime
    name: str = ""
    key: str = ""


def news(session: Session, lang: str, page: int = 1) -> tuple[Sequence[News], bool]:
    """Return a page of what happened in a language ("": in all), the newest first, and whether
    there is more.
    """
    both = union_all(_events(lang), _changes(lang), _declined(lang)).subquery()
    asked = select(both).order_by(both.c.made.desc(), both.c.kind, both.c.id.desc())
    found = session.execute(asked.offset((page - 1) * PER_PAGE).limit(PER_PAGE + 1)).all()
    return [News(*row) for row in found[:PER_PAGE]], len(found) > PER_PAGE


def _events(lang: str) -> Select[Any]:
    none = literal("")
    asked = select(
        Event.kind.label("kind"), *_columns(Event), Event.before, Event.after.label("after")
    )
    asked = asked.add_columns(Event.made.label("made"), none.label("name"), none.label("key"))
    return asked.where(Event.lang.in_((lang, EVERY_LANGUAGE))) if lang else asked


def _changes(lang: str) -> Select[Any]:
    asked = select(literal("changed"), *_columns(Change), Change.before, Change.after)
    asked = asked.add_columns(Change.made, Change.author, func.coalesce(Proposal.key, ""))
    asked = asked.outerjoin(Proposal, Proposal.change_id == Change.id)
    asked = asked.where(Change.origin != "file")
    return asked.where(Change.lang == lang) if lang else asked


def _declined(lang: str) -> Select[Any]:
    asked = select(literal("declined"), *_columns(Proposal), Proposal.before, Proposal.text)
    asked = asked.add_columns(Proposal.decided, Proposal.name, Proposal.key)
    asked = asked.where(Proposal.state == "declined")
    return asked.where(Proposal.lang == lang) if lang else asked


def _columns(table: type[Event | Change | Proposal]) -> list[Any]:
    return [table.id, table.vocabulary, table.lang, table.concept, table.slot]
