"""What is wrong with a catalog: its checks by rule, as a page and as JSON.

A catalog is checked once after each change, by whoever looks first; a large one, which takes
seconds, only when a translator of its language looks. Others see the last report meanwhile.
"""

from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask_babel import gettext
from markupsafe import Markup, escape

from glossary import languages
from glossary.catalogs.checks import MOST, RULES, CatalogProblem, Report
from glossary.catalogs.messages import SCHEME
from glossary.catalogs.po import files
from glossary.contribute.desk.check_reports import checked, kept
from glossary.errors import N_, Invalid, NotFound
from glossary.errors.plurals import counted
from glossary.records import encode
from glossary.web import contributor_pages, session
from glossary.web.context import reader
from glossary.web.errors import problem
from glossary.web.numbers import page_number

door = Blueprint("checks", __name__, url_prefix="/<ui:ui>/translate/<vocabulary>/<lang>")

SMALL_BYTES = 2 * 2**20
"""A catalog of this size, some 6,000 messages, is checked in less than a second."""
_PER_PAGE = 100
_ORDER = {rule: place for place, rule in enumerate(RULES)}


@door.get("/checks")
def page(ui: str, vocabulary: str, lang: str) -> Response:
    """Show what is wrong with a catalog, grouped by rule, each with a way to the entry."""
    described = reader().vocabulary(vocabulary)
    report, fresh = _report(vocabulary, lang)
    rule = _rule()
    listed = [] if report is None else _listed(report, rule)
    pages = max(-(-len(listed) // _PER_PAGE), 1)
    number = min(page_number(request.args.get("page", "")), pages)
    shown = listed[(number - 1) * _PER_PAGE : number * _PER_PAGE]
    return contributor_pages.page(
        "contribute/checks.html",
        described=described,
        content_lang=lang,
        report=report,
        fresh=fresh,
        chosen=rule,
        counts=sorted(report.counts.items(), key=lambda pair: _ORDER[pair[0]]) if report else [],
        groups=[
            (RULES[id], gettext(RULES[id].meaning), report.counts[id] if report else 0, list(found))
            for id, found in groupby(shown, key=lambda one: one.rule)
        ],
        most=MOST,
        page=number,
        pages=pages,
        told=_told,
        place=f"translate/{quote(vocabulary)}/{quote(lang)}",
        entry=_entry,
    )


@door.get("/checks.json")
def as_json(ui: str, vocabulary: str, lang: str) -> Response:
    """Send what is wrong with a catalog; `outdated` tells that it has changed since."""
    reader().vocabulary(vocabulary)
    report, fresh = _report(vocabulary, lang)
    if report is None:
        text = N_("This catalog is large, so it is checked only when one of its translators asks.")
        return problem(401, "not_signed_in", gettext(text))
    record = report.record(gettext, _rule()) | {"outdated": not fresh}
    return Response(encode(record), mimetype="application/json")


def _report(vocabulary: str, lang: str) -> tuple[Report | None, bool]:
    """Return the report of a catalog and whether it is of the file as it is now; raise NotFound.

    None where it is large, was never checked, and who asks is no translator of the language.
    """
    settings, path = reader().settings, _path(vocabulary, lang)
    last = kept(settings, vocabulary, lang)
    if last is not None and last.fresh:
        return last.report, True
    if path.stat().st_size <= SMALL_BYTES or session.may("translator", lang):
        return checked(settings, vocabulary, lang), True
    return (last.report if last else None), False


def _path(vocabulary: str, lang: str) -> Path:
    if languages.is_well_formed(lang) and languages.canonical(lang) == lang:
        path = files.catalog_path(reader().settings.translations, lang, vocabulary)
        if path.is_file():
            return path
    text = N_("There is no catalog of “%(id)s” in “%(lang)s”.")
    raise NotFound(text, id=vocabulary, lang=lang)


def _rule() -> str:
    rule = request.args.get("rule", "")
    if rule and rule not in RULES:
        raise Invalid(N_("There is no rule “%(value)s”."), parameter="rule", value=rule[:100])
    return rule


def _listed(report: Report, rule: str) -> list[CatalogProblem]:
    """Return the problems by rule, errors first."""
    found = (one for one in report.in_order() if rule in ("", one.rule))
    return sorted(found, key=lambda one: _ORDER[one.rule])


def _told(found: CatalogProblem) -> Markup:
    """Return the message of a problem, its values set apart from the direction around them."""
    text = Markup(escape(gettext(counted(found.message, found.values))))
    values = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in found.values.items()}
    return Markup(text % values) if values else text


def _entry(found: CatalogProblem) -> str:
    """Return the end of the address of an entry at the desk, "" where there is none."""
    if found.concept == SCHEME:
        return "entry/"
    return f"entry/{quote(found.concept, safe='')}" if found.concept else ""
