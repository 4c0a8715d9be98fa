"""The history of a concept's texts, and an earlier wording brought back."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from glossary import languages
from glossary.contribute.proposals import decisions, history
from glossary.contribute.proposals.catalog_texts import current
from glossary.contribute.tables import Change
from glossary.errors import N_, Conflict, NotFound
from glossary.web import contributor_pages, session
from glossary.web.code_names import SLOT_NAMES
from glossary.web.context import reader
from glossary.web.naming import concept_title, page_of
from glossary.web.numbers import page_number
from glossary.web.templates import helpers

door = Blueprint("history", __name__, url_prefix="/<ui:ui>")

_DATA_NAMES = {
    "grammar": N_("Grammar"),
    "equivalence": N_("How well it covers the concept"),
    "sources": N_("Where it is taken from"),
    "reliability": N_("Reliability"),
    "marks": N_("Marks"),
    "note": N_("Note on the term"),
}
_RELIABILITY_NAMES = {
    "draft": N_("draft"),
    "reviewed": N_("checked by a competent speaker"),
}


@door.get("/<vocabulary>/<concept>/history")
@door.get("/history")
def changes(ui: str, vocabulary: str = "", concept: str = "") -> Response:
    """Show who changed the texts of a concept, when, and how."""
    asked = request.args
    vocabulary, concept = vocabulary or asked.get("vocabulary", ""), concept or asked.get("id", "")
    reader().vocabulary(vocabulary)
    lang, page = asked.get("lang", ""), page_number(asked.get("page", ""))
    lang = languages.canonical(lang) if languages.is_well_formed(lang) else ""
    slot = asked.get("slot", "") if asked.get("slot") in SLOT_NAMES else ""
    if not concept.isprintable():
        raise NotFound(N_("There is no page at this address."))
    with session.store().reading() as reading:
        steps, total = history.steps(reading, vocabulary, concept, lang, slot, page)
    if not total and not reader().index.get(vocabulary, concept):
        reader().concept(vocabulary, concept)
    title_lang, title = concept_title(vocabulary, concept, lang)
    now = {
        (one.change.lang, one.change.slot): _text(one.change)
        for one in steps
        if session.may("reviewer", one.change.lang)
    }
    return contributor_pages.page(
        "contribute/history.html",
        vocabulary=vocabulary,
        concept=concept,
        title=title,
        title_lang=title_lang,
        address=page_of(vocabulary, concept, lang),
        steps=[
            (one, history.difference(one.change.before, one.change.after), _data(one.change))
            for one in steps
        ],
        now=now,
        chosen_lang=lang,
        total=total,
        page=page,
        pages=-(-total // history.PER_PAGE),
    )


def _data(change: Change) -> list[tuple[str, str, str]]:
    """Return name, value before and value after of the data comments that a change changed."""
    if change.data_before is None:
        return []
    named = {name: (change.data_before.get(name), change.data.get(name)) for name in _DATA_NAMES}
    return [
        (gettext(_DATA_NAMES[name]), _said(name, old), _said(name, new))
        for name, (old, new) in named.items()
        if old != new
    ]


def _said(name: str, value: str | list[str] | None) -> str:
    if isinstance(value, list):
        return "; ".join(
            helpers().name_of(one, "mark") if name == "marks" else one for one in value
        )
    if name == "reliability" and value:
        return str(gettext(_RELIABILITY_NAMES.get(value, value)))
    return (
        helpers().name_of(value, "equivalence") if name == "equivalence" and value else value or ""
    )


def _text(change: Change) -> str:
    found = current(reader().settings, change.vocabulary, change.lang, change.concept, change.slot)
    return found.text if found else ""


@door.post("/history/<int:id>/revert")
def revert(ui: str, id: int) -> Response:
    """Bring back what stood there before a change."""
    with session.store().reading() as reading:
        found = reading.get(Change, id)
    if found is None:
        raise NotFound(N_("There is no such change."))
    who = session.require("reviewer", found.lang)
    try:
        decisions.revert(
            reader().settings,
            session.store(),
            change_id=id,
            person_id=who.id,
            base=request.form.get("base", ""),
        )
        flash(gettext("The previous wording has been restored."))
    except Conflict as error:
        flash(error.text(gettext))
    asked = {"vocabulary": found.vocabulary, "id": found.concept, "lang": found.lang}
    return redirect(helpers().page(f"history?{urlencode(asked)}"), 303)
