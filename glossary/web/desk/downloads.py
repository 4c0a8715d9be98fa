"""Catalogs to take home, in every format that translators work in."""

import hashlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from glossary import __version__, languages
from glossary.catalogs.po import files
from glossary.contribute import uploads
from glossary.errors import N_, NotFound
from glossary.exchange import FORMATS, UNSURE, Format, Sheet, Unit, of_catalog, po
from glossary.web import session
from glossary.web.context import reader
from glossary.web.desk import workbench
from glossary.web.desk.workbench import Catalog
from glossary.web.locale import interface

door = Blueprint("files", __name__, url_prefix="/<ui:ui>/translate")

GAPS = "missing"
"""The value of ``?only=`` for what has no translation yet, or one that readers do not see."""


@door.get("/<vocabulary>/<lang>/download.<ext>")
def download(ui: str, vocabulary: str, lang: str, ext: str) -> Response:
    """Send a catalog in the format `ext`, with the number of its newest change in it."""
    format = FORMATS.get(ext)
    if format is None:
        known = ", ".join(FORMATS)
        raise NotFound(
            N_("There is no format “%(name)s”; these are: %(known)s."), name=ext[:40], known=known
        )
    catalog = workbench.catalog(vocabulary, lang)
    path = files.catalog_path(reader().settings.translations, lang, vocabulary)
    with session.store().reading() as reading:
        revision = uploads.revision(reading, vocabulary, lang)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        text = N_("The translation into %(language)s is not begun yet; start it at the desk.")
        raise NotFound(text, language=languages.name(lang, interface())) from None
    only = request.args.get("only") == GAPS
    tag = _tag(content, format, revision, only)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        made = _written(catalog, path, content, format, revision, only)
        some = f".{GAPS}" if only else ""
        name = f"{vocabulary}.{languages.to_locale(lang)}{some}.{format.extension}"
        answer = send_file(BytesIO(made), format.media_type, True, name, etag=False)
    answer.set_etag(tag)
    answer.headers["X-Glossary-Revision"] = str(revision)
    return answer


def _tag(content: bytes, format: Format, revision: int, only: bool) -> str:
    told = f"{format.name} {revision} {only} {__version__} {interface()}"
    return hashlib.sha256(content + told.encode()).hexdigest()[:32]


def _written(
    catalog: Catalog, path: Path, content: bytes, format: Format, revision: int, only: bool
) -> bytes:
    """Return a catalog in a format; as PO it is the file itself, also where it is broken."""
    if format.name == "po" and not only:
        return po.stamped(content, revision)
    found = files.parse(content, "/".join(path.parts[-3:]), path.parts[-3])
    titles = catalog.described["title"]
    sheet = of_catalog(
        found,
        catalog.vocabulary,
        catalog.source_language,
        titles.get(catalog.source_language, catalog.vocabulary),
        reader().settings.base_url,
        revision,
    )
    return format.write(_gaps(sheet) if only else sheet)


def _gaps(sheet: Sheet) -> Sheet:
    """Return what has no text that readers see; synonyms only where the term has none either."""
    open = {unit.concept for unit in sheet.units if unit.slot == "prefLabel" and _is_gap(unit)}
    units = [
        unit
        for unit in sheet.units
        if _is_gap(unit) and (unit.text or unit.slot != "altLabel" or unit.concept in open)
    ]
    return replace(sheet, units=units)


def _is_gap(unit: Unit) -> bool:
    return not unit.text or unit.state in UNSURE
