"""The page of a proposal, whose fate everyone may see, and the decisions of reviewers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from glossary.contribute import input_checks, proposals
from glossary.contribute.proposals import Filter, decisions
from glossary.contribute.proposals.catalog_texts import Current, current
from glossary.contribute.proposals.history import difference
from glossary.contribute.tables import EVERY_LANGUAGE, ROLES, Change, Person, Proposal
from glossary.errors import N_, BrokenSource, Forbidden, GlossaryError, NotSignedIn
from glossary.model import EQUIVALENCES
from glossary.web import contributor_pages, guests, session
from glossary.web.context import reader
from glossary.web.desk.surroundings import Surroundings, surroundings
from glossary.web.errors import text_of
from glossary.web.naming import concept_title, page_of
from glossary.web.numbers import whole_number
from glossary.web.templates import helpers

door = Blueprint("review", __name__, url_prefix="/<ui:ui>")

_BEFORE, _AFTER = 3, 10
"""So many proposals of the queue are listed before and after the one that is shown."""
_DECIDING = ROLES[ROLES.index("reviewer") :]


@door.get("/proposals/<key>")
def proposal(ui: str, key: str) -> Response:
    """Show a proposal: what it would change, what was said of it, and what became of it."""
    with session.store().reading() as reading:
        found = proposals.by_key(reading, key)
    return _page(found)


@door.get("/review/")
def review(ui: str) -> Response:
    """Show reviewers an open proposal in their languages: the one `at` an id, else the first after
    the one they were at.
    """
    wanted = Filter("open", _langs())
    after = max(_number("at") - 1, 0) or _number("after")
    with session.store().reading() as reading:
        found, total = proposals.next_open(reading, wanted, after)
    if found is None:
        return contributor_pages.page("contribute/reviewed.html")
    return _page(found, waiting=total)


def _number(name: str) -> int:
    return whole_number(request.args.get(name, ""), 0)


def _queue(found: Proposal) -> dict[str, Any]:
    """Return what stands around a proposal in the queue of who is signed in."""
    wanted = Filter("open", _langs())
    with session.store().reading() as reading:
        around = proposals.waiting_around(reading, wanted, found.id, _BEFORE, _AFTER)
    return {
        "shown": [
            (one, *concept_title(one.vocabulary, one.concept, one.lang), one.id == found.id)
            for one in around
        ],
        "previous": next((one.id for one in reversed(around) if one.id < found.id), None),
        "next": next((one.id for one in around if one.id > found.id), None),
    }


def _around(found: Proposal, source_language: str) -> Surroundings:
    """Return what is known of the concept of a proposal; nothing where it is not published."""
    described = reader().site().vocabularies.get(found.vocabulary)
    if described is None:
        return Surroundings()
    return surroundings(reader(), described, found.concept, found.lang, source_language)


def _langs() -> list[str] | None:
    """Return the languages in which who is signed in may decide, None for all."""
    who = session.person()
    if who is None:
        raise NotSignedIn(N_("Please sign in first."))
    langs = [one.lang for one in who.roles if one.role in _DECIDING]
    if not langs:
        raise Forbidden(N_("Your account may not do this."))
    return None if EVERY_LANGUAGE in langs else langs


def _page(
    found: Proposal,
    *,
    waiting: int = 0,
    typed: Mapping[str, str] | None = None,
    error: GlossaryError | None = None,
) -> Response:
    """Return the page of a proposal; `waiting` is how many are open, where it is of a queue."""
    now = _now(found)
    with session.store().reading() as reading:
        beside = proposals.beside(reading, found)
        comments = proposals.comments(reading, found)
        change = reading.get(Change, found.change_id) if found.change_id else None
        values = {"change": change, "name_of_author": _name(reading, found.person_id) or found.name}
        values["name_of_decider"] = _name(reading, found.decider_id)
    title_lang, title = concept_title(found.vocabulary, found.concept, found.lang)
    own = found.person_id is None and guests.made_here(found.key)
    who = session.person()
    after = change.after if change else found.text
    source_language = _source_language(found.vocabulary)
    return contributor_pages.page(
        "contribute/proposal.html",
        error.status if error else 200,
        **values,
        **_wordings(found, now),
        proposal=found,
        now=now,
        after=after,
        parts=difference(change.before if change else found.before, after),
        beside=[(one, difference(now.text, one.text)) for one in beside],
        comments=comments,
        title=title,
        title_lang=title_lang,
        address=page_of(found.vocabulary, found.concept, found.lang),
        source_language=source_language,
        around=_around(found, source_language),
        queue=_queue(found) if waiting else {},
        is_own=own or bool(who and who.id == found.person_id),
        decides=found.state == "open" and session.may("reviewer", found.lang),
        is_term=input_checks.is_term(found.slot),
        equivalences=EQUIVALENCES,
        waiting=waiting,
        typed=typed or {},
        error=text_of(error) if error else "",
    )


def _now(found: Proposal) -> Current:
    """Return what stands in the catalog now, what the author saw where there is none yet."""
    try:
        now = current(reader().settings, found.vocabulary, found.lang, found.concept, found.slot)
    except BrokenSource:
        now = None
    return now or Current(found.source, found.before)


def _wordings(found: Proposal, now: Current) -> dict[str, Any]:
    """Return what differs between the three: when it was proposed, today, and as proposed."""
    is_open = found.state == "open"
    text_moved = is_open and now.text != found.before.strip("\n")
    source_moved = is_open and now.source != found.source.strip("\n")
    return {
        "text_moved": text_moved,
        "source_moved": source_moved,
        "parts_now": difference(found.before, now.text),
        "parts_of_source": difference(found.source, now.source),
        "data": {**now.data, **found.data},
    }


def _name(reading: Session, id: int | None) -> str:
    person = reading.get(Person, id) if id is not None else None
    return person.name if person else ""


def _source_language(vocabulary: str) -> str:
    described = reader().site().vocabularies.get(vocabulary)
    return str(described["source_language"]) if described else "en"


@door.post("/review/<key>/accept")
def accept(ui: str, key: str) -> Response:
    """Accept a proposal, as it is or with the changes that were typed."""

    def decide(found: Proposal, who: Person) -> str:
        sent = request.form
        changed = sent.get("how") == "changed"
        made = decisions.accept(
            reader().settings,
            session.store(),
            key=found.key,
            person_id=who.id,
            how=decisions.Acceptance(
                text=sent.get("text", "") if changed else None,
                data=_data() if changed else None,
                base=sent.get("base", ""),
                confirmed=bool(sent.get("confirmed")),
                checked=bool(sent.get("checked")),
            ),
        )
        if made.written is None or made.shown is None:
            return str(gettext("Accepted. The decision is kept; the page will show it soon."))
        return str(gettext("Accepted. The page shows it now."))

    return _decided(key, decide)


def _data() -> dict[str, Any]:
    sent = request.form
    sources: Sequence[str] = sent.get("sources", "").splitlines()
    return {
        "sources": list(filter(None, map(str.strip, sources))),
        **{name: sent[name].strip() for name in ("grammar", "equivalence") if name in sent},
    }


@door.post("/review/<key>/decline")
def decline(ui: str, key: str) -> Response:
    """Decline a proposal, with a reason."""

    def decide(found: Proposal, who: Person) -> str:
        decisions.decline(
            reader().settings,
            session.store(),
            key=found.key,
            person_id=who.id,
            reason=request.form.get("reason", ""),
        )
        return str(gettext("Declined."))

    return _decided(key, decide)


def _decided(key: str, decide: Callable[[Proposal, Person], str]) -> Response:
    """Return the next page after a decision, or this one with what was typed and why not."""
    with session.store().reading() as reading:
        found = proposals.by_key(reading, key)
    who = session.require("reviewer", found.lang)
    queue = request.form.get("back") == "review"
    try:
        flash(decide(found, who))
    except GlossaryError as error:
        with session.store().reading() as reading:
            found = proposals.by_key(reading, key)
        return _page(found, waiting=int(queue), typed=request.form, error=error)
    target = f"review/?after={found.id}" if queue else f"proposals/{key}"
    return redirect(helpers().page(target), 303)
