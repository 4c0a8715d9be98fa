"""The translator's desk: how far everything is, and the queue of a vocabulary and language."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from babel import Locale
from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from glossary import languages
from glossary.contribute.desk import drafts, queue
from glossary.contribute.desk.entries import STATES
from glossary.contribute.proposals import history
from glossary.contribute.tables import EVERY_LANGUAGE, Entry
from glossary.errors import N_, Conflict, Invalid
from glossary.reader import Site
from glossary.site.new_catalogs import start_catalog
from glossary.web import contributor_pages, session
from glossary.web.code_names import SLOT_NAMES
from glossary.web.context import reader
from glossary.web.desk import coverage, workbench
from glossary.web.desk.workbench import STATE_NAMES, Catalog, sign_in_address
from glossary.web.locale import interface
from glossary.web.numbers import whole_number

door = Blueprint("desk", __name__, url_prefix="/<ui:ui>/translate")

_LONGEST_SEARCH = 200


def _mine() -> list[str]:
    """Return the languages of who is signed in."""
    who = session.person()
    roles = who.roles if who else ()
    return list(dict.fromkeys(one.lang for one in roles if one.lang != EVERY_LANGUAGE))


@door.get("/")
def overview(ui: str) -> Response:
    """Show how far every vocabulary is in every language, and what awaits whom."""
    waiting, site, mine = workbench.catch_up(), reader().site(), _mine()
    who = session.person()
    with session.store().reading() as reading:
        states = queue.catalogs(reading)
        begun = drafts.latest(reading, who.id) if who else ()
    rows = coverage.rows(site, states, mine)
    return contributor_pages.page(
        "contribute/desk.html",
        site=site,
        rows=rows,
        mine=[(tag, cells) for tag, cells in rows if tag in mine],
        totals=_totals(site, [cell for _, cells in rows for cell in cells]),
        waiting=waiting,
        begun=[(draft, _place(draft.vocabulary, draft.lang)) for draft in begun],
        state_names=STATE_NAMES,
        choices=_choices(ui),
        place=_place,
        sign_in=sign_in_address,
    )


def _place(vocabulary: str, lang: str) -> Catalog:
    """Return a catalog of which only the addresses are needed."""
    return Catalog(reader().site().vocabularies.get(vocabulary, {"id": vocabulary}), lang, None)


def _totals(site: Site, cells: Sequence[coverage.Cell]) -> dict[str, int]:
    """Return how many texts are in each state; of languages without a catalog their terms."""
    totals: Counter[str] = Counter()
    for cell in cells:
        totals.update(cell.progress.states if cell.progress else {})
        if cell.kind == "file":
            described = site.vocabularies[cell.vocabulary]
            terms = described["languages"].get(cell.lang, 0)
            totals["done"] += terms
            totals["missing"] += max(described["concepts"] - terms, 0)
    return {state: totals[state] for state in STATES}


@door.get("/coverage.csv")
def coverage_csv(ui: str) -> Response:
    """Send how far every vocabulary is in every language, as CSV."""
    workbench.catch_up()
    with session.store().reading() as reading:
        states = queue.catalogs(reading)
    content = coverage.table(coverage.rows(reader().site(), states, ()))
    return Response(content, mimetype="text/csv")


def _choices(ui: str) -> list[tuple[str, str]]:
    """Return the languages that CLDR names in the language of the interface, by name."""
    named = Locale.parse(languages.to_locale(ui)).languages
    tags = dict.fromkeys(languages.from_locale(str(name)) for name in named)
    fit = (tag for tag in tags if languages.is_known(tag) and tag not in languages.SPECIAL)
    return sorted(
        ((tag, languages.name(tag, ui)) for tag in fit),
        key=lambda pair: pair[1].casefold(),
    )


@door.post("/start")
def start(ui: str) -> Answer:
    """Begin the catalog of a vocabulary in a language, and open its queue."""
    described = reader().vocabulary(request.form.get("vocabulary", ""))
    lang = _tag(request.form.get("lang", ""))
    session.require("translator", lang)
    if lang == described["source_language"]:
        text = N_("%(language)s is the language of this vocabulary, and not translated.")
        raise Invalid(text, parameter="lang", language=languages.name(lang, ui))
    try:
        start_catalog(reader().settings, described["id"], lang)
        flash(gettext("The catalog is there. Good work!"))
    except Conflict:
        flash(gettext("This language was begun already. Good work!"))
    found = workbench.catalog(described["id"], lang)
    return redirect(found.address(), 303)


def _tag(text: str) -> str:
    """Return the language that someone names by its tag, or by its name; raise Invalid."""
    wanted, tag = _folded(text), languages.canonical(text.strip())
    if languages.is_known(tag):
        return tag
    for tag, name in _choices(interface()):
        if wanted and wanted in (_folded(name), _folded(languages.own_name(tag))):
            return tag
    message = N_("“%(value)s” is not the tag of a known language.")
    raise Invalid(message, parameter="lang", value=text.strip()[:100])


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


@door.get("/<vocabulary>/<lang>/")
def queue_of(ui: str, vocabulary: str, lang: str) -> Response:
    """Show the texts of a catalog that await work, one tab for each state, and a search in it."""
    catalog = workbench.catalog(vocabulary, lang)
    if catalog.state is None:
        return contributor_pages.page(
            "contribute/desk_start.html", catalog=catalog, sign_in=sign_in_address
        )
    states = catalog.progress.states
    chosen = request.args.get("state", "")
    if chosen not in STATES:
        chosen = next((state for state in STATES if states[state]), "done")
    text = " ".join(request.args.get("q", "").replace("\0", "").split())[:_LONGEST_SEARCH]
    with session.store().reading() as reading:
        if text:
            found = queue.search(reading, vocabulary, lang, text)
            before = after = False
        else:
            found, before, after = queue.page(
                reading,
                vocabulary,
                lang,
                chosen,
                after=_position("after"),
                before=_position("before"),
            )
        concepts = {entry.concept for entry in found}
        terms = queue.terms(reading, vocabulary, lang, concepts)
        proposed = queue.proposed_slots(reading, vocabulary, lang, concepts)
        people = queue.translators(reading, vocabulary, lang)
    return contributor_pages.page(
        "contribute/desk_queue.html",
        catalog=catalog,
        chosen=chosen,
        text=text,
        groups=_groups(found, terms),
        proposed=proposed,
        first=found[0].position if before and found else None,
        last=found[-1].position if after and found else None,
        most=queue.MOST_FOUND if len(found) == queue.MOST_FOUND else 0,
        translators=people,
        state_names=STATE_NAMES,
        slot_names=SLOT_NAMES,
        difference=history.difference,
    )


def _position(name: str) -> int | None:
    return whole_number(request.args.get(name, ""), None)


def _groups(
    found: Sequence[Entry], terms: dict[str, tuple[str, str]]
) -> list[tuple[str, tuple[str, str], list[Entry]]]:
    """Return the concepts of a page with their term (source, translation) and texts, in order."""
    return [
        (concept, terms.get(concept, (concept, "")), list(entries))
        for concept, entries in groupby(found, key=lambda entry: entry.concept)
    ]
