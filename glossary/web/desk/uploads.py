"""Catalogs brought back: a preview of what would change, choices, and only then the change."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import flask
from flask import Blueprint, Response, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from glossary.catalogs.po import files
from glossary.contribute import uploads
from glossary.contribute.people import confirming
from glossary.contribute.proposals import history
from glossary.contribute.tables import Upload, UploadRow
from glossary.contribute.uploads import SENDING, Owner, sending
from glossary.contribute.uploads.comparison import CHOICES, KINDS, UNKNOWN
from glossary.errors import N_, BrokenSource, GlossaryError, Invalid, NotFound, TooLarge, TooMany
from glossary.errors.plurals import format_message
from glossary.exchange import BEGINNING, FORMATS, Format, Limits, Sheet, of_catalog, recognised
from glossary.web import contributor_pages, guests, session
from glossary.web.context import reader
from glossary.web.desk import workbench
from glossary.web.desk.workbench import Catalog
from glossary.web.locale import interface
from glossary.web.naming import concept_title
from glossary.web.numbers import page_number, whole_number

door = Blueprint("uploads", __name__, url_prefix="/<ui:ui>/translate")

_OWN = "uploads"
_MOST_REMEMBERED = 20
_WEIGHT_OF_SENDING = 10
_BESIDE_FILE_BYTES = 65_536
_CHOICES_BYTES = 4_194_304
"""A page of choices has fifty texts of up to 20,000 characters."""
_MEGA = 1_048_576
_TIMES_OURS = 3
_MORE_THAN_OURS = 500
_ONE_AT_A_TIME = threading.Lock()
"""Files are read one after the other: each costs processor time, and lookups go on beside."""
_TOO_LARGE = N_("The file is too large: it may have %(most)s MB.")


@door.before_request
def roomy() -> None:
    """Let files be larger than other forms; raise TooLarge for one that is too large."""
    if request.method != "POST":
        return
    if request.endpoint == "uploads.bring":
        most = reader().settings.max_upload_bytes
        request.max_content_length = most + _BESIDE_FILE_BYTES
        if (request.content_length or 0) > request.max_content_length:
            raise TooLarge(_TOO_LARGE, most=max(1, most // _MEGA))
    elif request.endpoint in ("uploads.choose", "uploads.send"):
        request.max_content_length = request.max_form_memory_size = _CHOICES_BYTES


@door.get("/<vocabulary>/<lang>/upload")
def form(ui: str, vocabulary: str, lang: str) -> Answer:
    """Show which files can be taken home, and the form for one that is brought back."""
    catalog = workbench.catalog(vocabulary, lang)
    return _begin(catalog) if catalog.state is None else _form(catalog)


def _begin(catalog: Catalog) -> Answer:
    """Send to the page on which a translation is begun."""
    flash(gettext("This translation is not begun yet. Files can be brought once it is."))
    return redirect(catalog.address(), 303)


def _form(
    catalog: Catalog, error: GlossaryError | None = None, typed: Mapping[str, str] | None = None
) -> Response:
    return contributor_pages.page(
        "contribute/upload.html",
        error.status if error else 200,
        catalog=catalog,
        formats=FORMATS.values(),
        megabytes=max(1, reader().settings.max_upload_bytes // _MEGA),
        error=error.text(gettext) if error else "",
        wrong=error.arguments.get("parameter", "file") if error else "",
        typed=typed or {},
        may_bring=session.may("reviewer", catalog.lang) or guests.may_propose(),
    )


def _check_open(lang: str) -> None:
    """Raise Forbidden or NotSignedIn where whoever asks may bring no file."""
    if not session.may("reviewer", lang):
        guests.check_open()


@door.post("/<vocabulary>/<lang>/upload")
def bring(ui: str, vocabulary: str, lang: str) -> Answer:
    """Compare a file with the catalog, keep what is different, and show it."""
    catalog = workbench.catalog(vocabulary, lang)
    if catalog.state is None:
        return _begin(catalog)
    _check_open(lang)
    try:
        guests.check_trap()
        with session.store().writing() as writing:
            guests.count(writing, "upload")
        key = _kept(catalog)
    except (BrokenSource, Invalid, TooLarge, TooMany) as error:
        return _form(catalog, error, request.form)
    if session.person() is None:
        own = [*flask.session.get(_OWN, ()), key]
        flask.session[_OWN] = own[-_MOST_REMEMBERED:]
    return redirect(url_for("uploads.preview", ui=ui, key=key), 303)


def _kept(catalog: Catalog) -> str:
    """Return the key of a new upload; raise BrokenSource, Invalid and TooLarge."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Invalid(N_("Please choose a file."), parameter="file")
    name = sent.filename.replace("\\", "/").rpartition("/")[2][:200]
    most = reader().settings.max_upload_bytes
    with sent.stream as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise TooLarge(_TOO_LARGE, most=max(1, most // _MEGA))
    format = recognised(name, content[:BEGINNING])
    who = session.person()
    owner = Owner(who.id) if who else Owner(None, _typed("name"), guests.given_address())
    place = {"vocabulary": catalog.vocabulary, "lang": catalog.lang}
    with _ONE_AT_A_TIME:
        ours, own = _ours(catalog)
        sheet = _read(format, content, own, catalog.lang, name)
        _check_vocabulary(sheet, ours, name)
        with session.store().reading() as reading:
            found = uploads.compare(reading, sheet, ours, **place)
    with session.store().writing() as writing:
        return uploads.keep(writing, found, owner, **place, format=format.name, file=name).key


def _read(format: Format, content: bytes, own: int, lang: str, name: str) -> Sheet:
    """Return what is in a file, read no further than a catalog with `own` messages reaches."""
    settings = reader().settings
    fit = _TIMES_OURS * own + _MORE_THAN_OURS
    limits = Limits(settings.max_upload_bytes, settings.max_upload_entries, fit=fit)
    return format.read(content, limits=limits, lang=lang, name=name)


def _typed(name: str) -> str:
    return request.form.get(name, "")


def _ours(catalog: Catalog) -> tuple[Sheet, int]:
    """Return our catalog, and how many messages its file has, the obsolete ones too."""
    settings = reader().settings
    path = files.catalog_path(settings.translations, catalog.lang, catalog.vocabulary)
    found = files.read(path)
    sheet = of_catalog(found, catalog.vocabulary, catalog.source_language, "")
    return sheet, len(found) + len(found.obsolete)


def _check_vocabulary(sheet: Sheet, ours: Sheet, file: str) -> None:
    """Raise Invalid for a file of another vocabulary, BrokenSource where nothing could be read.

    Not all programs keep the name of the vocabulary, so entries decide where it is unknown.
    """
    if sheet.vocabulary != ours.vocabulary and sheet.vocabulary in reader().site().vocabularies:
        text = N_("This file belongs to the vocabulary “%(found)s”, not to “%(wanted)s”.")
        raise Invalid(text, parameter="file", found=sheet.vocabulary, wanted=ours.vocabulary)
    if sheet.problems and not sheet.units:
        problem = sheet.problems[0]
        raise BrokenSource(file, problem.message, line=problem.line, **problem.values)
    known = {unit.key for unit in ours.units}
    if not any(unit.key in known for unit in sheet.units):
        text = N_("No entry of this file belongs to the vocabulary “%(wanted)s”.")
        raise Invalid(text, parameter="file", wanted=ours.vocabulary)


def _own(asking: Session, key: str) -> Upload:
    """Return an upload of whoever asks; raise NotFound for those of others too."""
    found, who = uploads.by_key(asking, key), session.person()
    if found.person_id is None:
        is_own = key in flask.session.get(_OWN, ())
    else:
        is_own = who is not None and who.id == found.person_id
    if not is_own:
        raise NotFound(uploads.NO_SUCH_UPLOAD)
    return found


@dataclass(slots=True)
class Typed:
    """Choices that could not be taken, as they were sent, and what is wrong with which."""

    choices: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    wrong: str = ""
    error: str = ""


@door.get("/upload/<key>")
def preview(ui: str, key: str) -> Response:
    """Show what a file would change, a page of one kind."""
    return _preview(key, request.args.get("kind", ""), request.args.get("page", ""), Typed())


def _preview(key: str, kind: str, page: str, typed: Typed) -> Response:
    with session.store().reading() as reading:
        upload = _own(reading, key)
        tally = uploads.tally(reading, upload)
        sent = uploads.sent_count(reading, upload)
        totals = {one: sum(n for (k, _), n in tally.items() if k == one) for one in KINDS}
        kind = kind if totals.get(kind) else next((one for one in KINDS if totals[one]), "")
        pages = max(1, -(-totals.get(kind, 0) // uploads.PER_PAGE))
        number = min(page_number(page), pages)
        rows = uploads.page(reading, upload, kind, number)
    catalog = workbench.catalog(upload.vocabulary, upload.lang)
    return contributor_pages.page(
        "contribute/upload_preview.html",
        422 if typed.error else 200,
        upload=upload,
        catalog=catalog,
        kind=kind,
        totals={one: count for one, count in totals.items() if count},
        same=upload.counts.get("same", 0),
        sent=sent,
        due=sum(n for (one, choice), n in tally.items() if one in CHOICES and choice in SENDING),
        undecided=tally.get(("conflict", ""), 0),
        all_chosen={choice for (one, choice), n in tally.items() if one == kind and n},
        rows=[_shown(row, upload, typed) for row in rows],
        choosable=kind in CHOICES,
        page=number,
        pages=pages,
        error=typed.error,
        most=_most(upload.lang),
        kept_days=uploads.KEPT_DAYS,
    )


def _most(lang: str) -> int:
    reviews = session.may("reviewer", lang)
    return sending.MOST_CHANGED if reviews else sending.MOST_PROPOSED


def _shown(row: UploadRow, upload: Upload, typed: Typed) -> dict[str, Any]:
    """Return what the page says of a row."""
    choice, text = typed.choices.get(row.position, (row.choice, row.text))
    base = row.here if row.base is None else row.base
    return {
        "row": row,
        "known": row.concept and row.reason != UNKNOWN,
        "title": concept_title(upload.vocabulary, row.concept, interface()),
        "before": history.difference(base, row.here) if row.kind == "conflict" else (),
        "theirs": history.difference(base, row.theirs),
        "reason": format_message(row.reason, row.arguments, gettext) if row.reason else "",
        "choice": choice,
        "text": text or row.text or row.theirs,
        "wrong": typed.error if typed.wrong == f"text-{row.position}" else "",
    }


@door.post("/upload/<key>/choose")
def choose(ui: str, key: str) -> Answer:
    """Keep choices: for all rows of a kind, or for those on a page."""
    asked = request.form
    kind, page, choices = asked.get("kind", ""), asked.get("page", "1"), _choices()
    try:
        with session.store().writing() as writing:
            upload = _own(writing, key)
            if asked.get("all"):
                uploads.choose_all(writing, upload, kind, asked["all"])
            else:
                uploads.choose(writing, upload, choices)
    except Invalid as error:
        return _preview(key, kind, page, Typed(choices, error.parameter, error.text(gettext)))
    if asked.get("next"):
        page = str(page_number(page) + 1)
    return redirect(url_for("uploads.preview", ui=ui, key=key, kind=kind, page=page), 303)


def _choices() -> dict[int, tuple[str, str]]:
    """Return choice and text by position, of the page that was sent."""
    found = {}
    for name, choice in request.form.items():
        place = name.removeprefix("choice-")
        position = whole_number(place, None) if place != name else None
        if position is not None:
            found[position] = choice, _typed(f"text-{place}")
    return found


@door.post("/upload/<key>/send")
def send(ui: str, key: str) -> Answer:
    """Send what was chosen: as proposals, or, by a reviewer who wants that, into the catalog.

    The choices on the page come along.
    """
    asked, choices = request.form, _choices()
    try:
        with session.store().writing() as writing:
            upload = _own(writing, key)
            _check_open(upload.lang)
            uploads.choose(writing, upload, choices)
            id, lang, email = upload.id, upload.lang, upload.email
    except Invalid as error:
        typed = Typed(choices, error.parameter, error.text(gettext))
        return _preview(key, asked.get("kind", ""), asked.get("page", "1"), typed)
    if request.form.get("how") == "directly":
        who = session.require("reviewer", lang)
        done = sending.change(reader().settings, session.store(), key, person_id=who.id)
        message = ngettext(
            "%(num)s entry is decided, and on its way into the catalog.",
            "%(num)s entries are decided, and on their way into the catalog.",
            done["sent"],
        )
    else:
        with session.store().writing() as writing:
            guests.count(writing, "sending", _WEIGHT_OF_SENDING)
        done = sending.propose(session.store(), key, ui=ui)
        with session.store().writing() as writing:
            if confirming.ask_for_upload(reader().settings, writing, id):
                guests.tell_to_confirm(email)
        message = ngettext(
            "%(num)s proposal was sent.", "%(num)s proposals were sent.", done["sent"]
        )
    flash(message)
    _flash_others(done)
    return redirect(url_for("uploads.preview", ui=ui, key=key), 303)


def _flash_others(done: Counter[str]) -> None:
    """Tell what became of the rows that were not simply sent."""
    if done["known"]:
        flash(
            ngettext("%(num)s was proposed before.", "%(num)s were proposed before.", done["known"])
        )
    if done["moved"]:
        flash(
            ngettext(
                "%(num)s text was changed by someone else meanwhile; please compare.",
                "%(num)s texts were changed by someone else meanwhile; please compare.",
                done["moved"],
            )
        )
    if done["refused"]:
        flash(
            ngettext(
                "%(num)s could not be taken; the list says why.",
                "%(num)s could not be taken; the list says why.",
                done["refused"],
            )
        )


@door.post("/upload/<key>/drop")
def drop(ui: str, key: str) -> Answer:
    """Forget an upload, and return to its catalog."""
    with session.store().writing() as writing:
        upload = _own(writing, key)
        vocabulary, lang = upload.vocabulary, upload.lang
        uploads.drop(writing, upload)
    flash(gettext("The file was dropped. What was not sent has changed nothing."))
    return redirect(url_for("uploads.form", ui=ui, vocabulary=vocabulary, lang=lang), 303)
