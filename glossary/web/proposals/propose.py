"""Proposals by anyone: the form, the list of all, comments, and taking one back."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from glossary import languages
from glossary.catalogs.messages import SCHEME
from glossary.catalogs.progress import SCHEME_SLOTS
from glossary.contribute import input_checks, proposals
from glossary.contribute.proposals import AlreadyProposed, Filter, Suggested
from glossary.contribute.proposals.catalog_texts import Current, current
from glossary.errors import N_, Conflict, GlossaryError, Gone, Invalid, NotFound, TooMany
from glossary.model import EQUIVALENCES, WITHDRAWN
from glossary.reader import Record
from glossary.web import contributor_pages, guests, session
from glossary.web.context import reader
from glossary.web.errors import text_of
from glossary.web.locale import interface
from glossary.web.naming import concept_title, page_of
from glossary.web.numbers import page_number
from glossary.web.templates import helpers

door = Blueprint("proposals", __name__, url_prefix="/<ui:ui>")

_RECORD_SLOTS = {
    "definition": "definitions",
    "scopeNote": "scope_notes",
    "example": "examples",
    "historyNote": "history_notes",
}


@door.route("/<vocabulary>/<concept>/propose", methods=["GET", "POST"])
@door.route("/proposals/new", methods=["GET", "POST"])
def propose(ui: str, vocabulary: str = "", concept: str = "") -> Response:
    """Show the form for another wording of one text, and take what was written in it."""
    guests.check_open()
    vocabulary = vocabulary or request.args.get("vocabulary", "")
    concept = concept or request.args.get("concept", "")
    slot = request.args.get("slot", "prefLabel")
    described = reader().vocabulary(vocabulary)
    lang = input_checks.place(request.args.get("lang", interface()), concept, slot)
    if lang == described["source_language"]:
        text = N_(
            "%(language)s is the language this vocabulary is written in; nothing to translate."
        )
        raise Invalid(text, parameter="lang", language=helpers().language_name(lang))
    place: dict[str, Any] = {
        "vocabulary": vocabulary,
        "lang": lang,
        "concept": concept,
        "slot": slot,
    }
    stands = _stands(described, **place)
    if request.method != "POST":
        return _form(place, stands, _values(stands))
    try:
        made = _made(place, stands)
    except AlreadyProposed as error:
        flash(gettext("Someone has proposed this wording already. You can comment on it here."))
        return _to(error.key)
    except (Invalid, Conflict, TooMany) as error:
        return _form(place, stands, request.form, error)
    flash(gettext("Thank you. Your proposal is kept, and will be looked at. This is its page."))
    return _to(made)


def _stands(described: Record, vocabulary: str, lang: str, concept: str, slot: str) -> Current:
    """Return what stands there now: in the catalog, else in the published record.

    Raises Gone for a withdrawn concept.
    """
    with suppress(NotFound):
        if concept != SCHEME and reader().concept(vocabulary, concept)["status"] == WITHDRAWN:
            raise Gone(N_("This concept was withdrawn."))
    found = current(reader().settings, vocabulary, lang, concept, slot)
    if found is not None:
        return found
    record = described if concept == SCHEME else reader().concept(vocabulary, concept)
    source = _said(record, slot, described["source_language"])
    if not source:
        raise NotFound(N_("This concept has no such text to translate."))
    return Current(source, _said(record, slot, lang, or_term=False))


def _said(record: Record, slot: str, lang: str, or_term: bool = True) -> str:
    if slot in SCHEME_SLOTS:
        return str(record[slot].get(lang, ""))
    terms = record["terms"].get(lang, ())
    preferred = "".join(term["text"] for term in terms if term["status"] == "preferred")
    if slot == "prefLabel":
        return preferred
    if slot == "altLabel":
        shown = [term["text"] for term in terms if term["status"] in ("admitted", "deprecated")]
        return "\n".join(shown) or (preferred if or_term else "")
    notes = record.get(_RECORD_SLOTS[slot], {}).get(lang, ())
    return "\n\n".join(note["text"] for note in notes)


def _values(stands: Current) -> dict[str, str]:
    """Return what stands in the fields of the form before anybody has written in it."""
    return {
        "text": stands.text,
        "grammar": stands.data.get("grammar", ""),
        "equivalence": stands.data.get("equivalence", ""),
        "sources": "\n".join(stands.data.get("sources", ())),
    }


def _form(
    place: Mapping[str, str],
    stands: Current,
    values: Mapping[str, str],
    error: GlossaryError | None = None,
) -> Response:
    title_lang, title = concept_title(place["vocabulary"], place["concept"], place["lang"])
    return contributor_pages.page(
        "contribute/propose.html",
        error.status if error else 200,
        **place,
        stands=stands,
        values=values,
        error=text_of(error) if error else "",
        wrong=error.arguments.get("parameter", "") if error else "",
        title=title,
        title_lang=title_lang,
        address=page_of(place["vocabulary"], place["concept"], place["lang"]),
        source_language=reader().vocabulary(place["vocabulary"])["source_language"],
        equivalences=EQUIVALENCES,
        is_term=input_checks.is_term(place["slot"]),
    )


def _made(place: dict[str, Any], stands: Current) -> str:
    """Return the key of the proposal that was sent; raise Invalid, Conflict, TooMany."""
    sent = request.form
    guests.check_trap()
    if sent.get("base", "").replace("\r\n", "\n").strip("\n") != stands.text:
        raise Conflict(
            N_("Someone has changed this text meanwhile. Please compare, and send again.")
        )
    with session.store().writing() as writing:
        guests.count(writing, "proposal")
        made = proposals.propose(
            writing,
            Suggested(
                **place,
                source=stands.source,
                before=stands.text,
                text=sent.get("text", ""),
                data=_data(stands),
                comment=sent.get("comment", ""),
            ),
            guests.author(),
        )
        key, email = made.key, made.email
        is_asked = guests.ask_to_confirm(writing, [made])
    guests.remember(key)
    if is_asked:
        guests.tell_to_confirm(email)
    return key


def _data(stands: Current) -> dict[str, Any]:
    """Return the data comments that the form changes."""
    sent = request.form
    sources = list(filter(None, map(str.strip, sent.get("sources", "").splitlines())))
    asked = {
        "grammar": sent.get("grammar", "").strip(),
        "equivalence": sent.get("equivalence", "").strip(),
        "sources": sources,
    }
    return {
        name: value
        for name, value in asked.items()
        if name in sent and value != (stands.data.get(name) or type(value)())
    }


def _to(key: str) -> Response:
    return redirect(helpers().page(f"proposals/{key}"), 303)


@door.get("/proposals/")
def listed(ui: str) -> Response:
    """Show all proposals, the newest first, with filters."""
    asked = request.args
    state, lang = asked.get("status", ""), asked.get("lang", "")
    page = page_number(asked.get("page", ""))
    wanted = Filter(
        state if state in proposals.STATES else "",
        [languages.canonical(lang)] if languages.is_well_formed(lang) else None,
        asked.get("vocabulary", "")[:100].replace("\0", ""),
    )
    with session.store().reading() as reading:
        found, total = proposals.listed(reading, wanted, page)
        langs = proposals.langs_of(reading)
    return contributor_pages.page(
        "contribute/proposals.html",
        rows=[(one, *concept_title(one.vocabulary, one.concept, one.lang)) for one in found],
        total=total,
        page=page,
        pages=-(-total // proposals.PER_PAGE),
        wanted=wanted,
        chosen_lang=wanted.langs[0] if isinstance(wanted.langs, list) else "",
        states=proposals.STATES,
        langs=langs,
        vocabularies=reader().site().vocabularies.values(),
    )


@door.post("/proposals/<key>/comment")
def comment(ui: str, key: str) -> Response:
    """Add a comment to a proposal."""
    guests.check_open()
    who = session.person()
    try:
        guests.check_trap()
        with session.store().writing() as writing:
            found = proposals.by_key(writing, key)
            guests.count(writing, "comment")
            proposals.comment(
                writing,
                found,
                text=request.form.get("comment", ""),
                name=request.form.get("name", ""),
                person_id=who.id if who else None,
            )
    except (Invalid, TooMany) as error:
        flash(error.text(gettext))
    return _to(key)


@door.post("/proposals/<key>/withdraw")
def withdraw(ui: str, key: str) -> Response:
    """Take a proposal back, by its author."""
    who = session.person()
    made_here, person_id = guests.made_here(key), who.id if who else None
    with session.store().writing() as writing:
        proposals.withdraw(writing, key, person_id=person_id, made_here=made_here)
    flash(gettext("The proposal was taken back."))
    return _to(key)
