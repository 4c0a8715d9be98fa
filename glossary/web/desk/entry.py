"""The desk with one concept on it: all its texts as one form, and what stands around them."""

from collections.abc import Sequence
from dataclasses import dataclass

import flask
from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from glossary import languages
from glossary.catalogs.messages import SCHEME
from glossary.contribute.desk import drafts, queue
from glossary.contribute.desk.entries import STATES
from glossary.contribute.proposals import history
from glossary.contribute.proposals.wordings import Changed
from glossary.contribute.tables import Entry
from glossary.errors import N_, GlossaryError, NotFound
from glossary.model import EQUIVALENCES
from glossary.web import contributor_pages, guests, session
from glossary.web.code_names import SLOT_NAMES
from glossary.web.context import reader
from glossary.web.desk import sending, workbench
from glossary.web.desk.surroundings import RELATIONS, surroundings
from glossary.web.desk.typed import WAITING, Field, filled, untouched
from glossary.web.desk.workbench import STATE_NAMES, Catalog
from glossary.web.errors import text_of
from glossary.web.locale import interface

door = Blueprint("desk_entry", __name__, url_prefix="/<ui:ui>/translate/<vocabulary>/<lang>/entry")

_REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A concept of a catalog, its texts, and the queue (a state, or "") it is taken from."""

    catalog: Catalog
    concept: str
    entries: Sequence[Entry]
    state: str

    @property
    def place(self) -> drafts.Place:
        """Vocabulary, language and concept."""
        return self.catalog.vocabulary, self.catalog.lang, self.concept

    def address(self) -> str:
        """Return the address of this page."""
        return self._address(self.concept)

    def _address(self, concept: str) -> str:
        asked = {"state": self.state} if self.state else {}
        return self.catalog.entry_address(concept, **asked)

    def neighbour(self, is_next: bool) -> str:
        """Return the address of the next concept of the queue or the one before, "" for none."""
        if not self.state:
            return ""
        places = [entry.position for entry in self.entries]
        position = max(places) if is_next else min(places)
        where = self.catalog.vocabulary, self.catalog.lang, self.state, position
        with session.store().reading() as reading:
            found = queue.neighbour(reading, *where, is_next)
        return self._address(found) if found is not None else ""


def _sheet(vocabulary: str, lang: str, concept: str) -> Sheet:
    """Return the concept that is asked for; raise NotFound."""
    catalog = workbench.catalog(vocabulary, lang)
    with session.store().reading() as reading:
        entries = queue.texts(reading, vocabulary, lang, concept.replace("\0", ""))
    if not entries:
        raise NotFound(
            N_("The catalog has no texts of “%(concept)s” in %(language)s."),
            concept=concept,
            language=languages.name(lang, interface()),
        )
    state = request.args.get("state", "")
    return Sheet(catalog, concept, entries, state if state in STATES else "")


@door.get("/", defaults={"concept": SCHEME})
@door.get("/<concept>")
def entry(ui: str, vocabulary: str, lang: str, concept: str) -> Response:
    """Show the texts of a concept, as a form."""
    sheet = _sheet(vocabulary, lang, concept)
    who = session.person()
    kept = {}
    if who is not None:
        with session.store().reading() as reading:
            kept = drafts.of_concept(reading, who.id, sheet.place)
    return _page(sheet, untouched(sheet.entries, kept))


def _page(sheet: Sheet, fields: Sequence[Field], error: GlossaryError | None = None) -> Response:
    catalog, reference = sheet.catalog, _reference(sheet.catalog)
    with session.store().reading() as reading:
        proposed = queue.proposed(reading, *sheet.place)
    around = surroundings(reader(), catalog.described, sheet.concept, catalog.lang, reference)
    is_reviewer = session.may("reviewer", catalog.lang)
    return contributor_pages.page(
        "contribute/desk_entry.html",
        _status(fields, error),
        sheet=sheet,
        catalog=catalog,
        fields=fields,
        focus=_focus(fields, sheet.state),
        term=_term(sheet.entries),
        around=around,
        reference=reference,
        relations=RELATIONS,
        proposed=proposed,
        previous=sheet.neighbour(False),
        next=sheet.neighbour(True),
        is_reviewer=is_reviewer,
        may_send=is_reviewer or guests.may_propose(),
        has_drafts=any(field.draft for field in fields),
        sent=request.form,
        error=text_of(error) if error else "",
        slot_names=SLOT_NAMES,
        state_names=STATE_NAMES,
        equivalences=EQUIVALENCES,
        waiting=WAITING,
        difference=history.difference,
        vocabularies=reader().site().vocabularies,
        sign_in=workbench.sign_in_address,
    )


def _status(fields: Sequence[Field], error: GlossaryError | None) -> int:
    if error is not None:
        return error.status
    return 422 if any(field.error for field in fields) else 200


def _focus(fields: Sequence[Field], state: str) -> str:
    """Return the slot to begin with in a queue, "" for a concept that is opened alone.

    That one is read from its heading, like every page.
    """
    return next((field.slot for field in fields if field.entry.state == state), "")


def _term(entries: Sequence[Entry]) -> str:
    named = {entry.slot: entry.source for entry in entries}
    return named.get("prefLabel") or named.get("title") or entries[0].concept


def _reference(catalog: Catalog) -> str:
    """Return the second language that the translator reads beside the source, "" for none.

    It is chosen by ``?ref=`` and kept in the session.
    """
    asked = request.args.get("ref")
    if asked is not None:
        flask.session[_REFERENCE] = asked if languages.is_known(asked) else ""
    chosen = str(flask.session.get(_REFERENCE, ""))
    return "" if chosen in (catalog.lang, catalog.source_language) else chosen


@door.post("/", defaults={"concept": SCHEME})
@door.post("/<concept>")
def written(ui: str, vocabulary: str, lang: str, concept: str) -> Answer:
    """Take what was written: from a reviewer into the catalog, from others as proposals.

    With ``action=draft`` it is kept for its author, with ``action=discard`` it is not.
    """
    sheet = _sheet(vocabulary, lang, concept)
    fields = filled(sheet.entries, request.form)
    action = request.form.get("action", "send")
    if action in ("draft", "discard"):
        return _draft(sheet, fields, action)
    checked = action == "reviewed" and session.may("reviewer", lang)
    changed = [field for field in fields if field.is_changed or (checked and _is_draft(field))]
    for field in changed:
        field.check()
    if any(field.has_moved for field in changed):
        return _page(sheet, fields, Changed())
    if any(field.error for field in changed):
        return _page(sheet, fields)
    onward = sheet.neighbour(True)  # before this concept leaves the queue
    try:
        sending.send(sheet.place, changed, checked)
    except Changed as error:
        sheet = _sheet(vocabulary, lang, concept)
        return _page(sheet, filled(sheet.entries, request.form), error)
    except GlossaryError as error:
        return _page(sheet, fields, error)
    return redirect(onward or _end(sheet), 303)


def _is_draft(field: Field) -> bool:
    return bool(field.text) and field.entry.state == "draft"


def _end(sheet: Sheet) -> str:
    """Return where to go from the last concept of a queue, or from one that was opened alone."""
    if not sheet.state:
        return sheet.address()
    flash(gettext("That was the last one of this list."))
    return sheet.catalog.address(state=sheet.state)


def _draft(sheet: Sheet, fields: Sequence[Field], action: str) -> Answer:
    """Keep or discard what was typed; a script (``quiet``) needs no page in answer."""
    if action == "draft":
        sending.keep(sheet.place, fields)
        told = gettext("Your draft is saved. It is offered to you again when you come back.")
    else:
        session.signed_in()
        sending.forget(sheet.place, [entry.slot for entry in sheet.entries])
        told = gettext("Your draft was discarded.")
    if "quiet" in request.form:
        return Response(status=204)
    flash(told)
    return redirect(sheet.address(), 303)
