"""The last report on each catalog, kept in the instance folder so that pages need not make it.

A report is kept with a mark of the files it was made of; where they have changed it is told as
one of before.
"""

import hashlib
import json
import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glossary import __version__, languages
from glossary.catalogs.checks import RULES, CatalogProblem, Report, reading
from glossary.catalogs.checks.catalog import check
from glossary.catalogs.locks import locked
from glossary.catalogs.po import files
from glossary.errors import failures
from glossary.site.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """The last report of a catalog; `fresh` where nothing has changed since it was made."""

    report: Report
    fresh: bool


def kept(settings: Settings, id: str, lang: str) -> Kept | None:
    """Return the last report of a catalog, None where there is none that can be read."""
    try:
        stored = json.loads(_place(settings, id, lang).read_bytes())
        return Kept(_report(stored["report"]), stored["mark"] == _mark(settings, id, lang))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def checked(settings: Settings, id: str, lang: str) -> Report:
    """Return the report of a catalog, made anew and kept where it has changed.

    The sources are those of the template beside the catalogs. Only one process makes it.
    """
    with locked(settings.instance, lang, f"{id}.checks"):
        last = kept(settings, id, lang)
        if last is not None and last.fresh:
            return last.report
        mark = _mark(settings, id, lang)
        content = files.catalog_path(settings.translations, lang, id).read_bytes()
        report = check(content, lang, id, _texts(settings, id))
        stored = {"mark": mark, "report": _stored(report)}
        place = _place(settings, id, lang)
        try:
            files.write(place, json.dumps(stored, ensure_ascii=False).encode())
        except OSError as error:  # the report is there; the next one who looks makes it again
            failures.log(_log, error, "the report of %s was not kept", report.file)
        return report


def _texts(settings: Settings, id: str) -> dict[str, str] | None:
    """Return the texts of a vocabulary by context, as its template has them."""
    path = settings.translations / f"{id}.pot"
    if not path.is_file():
        return None
    template, _ = reading.read(path.read_bytes(), path.name)
    return {str(one.context): str(one.id) for one in template if one.id}


def _place(settings: Settings, id: str, lang: str) -> Path:
    return settings.instance / "checks" / f"{id}.{languages.to_locale(lang)}.json"


def _mark(settings: Settings, id: str, lang: str) -> str:
    """Return a value that changes when the catalog, its template or the program changes."""
    digest = hashlib.sha256(__version__.encode())
    catalog = files.catalog_path(settings.translations, lang, id)
    for path in (catalog, settings.translations / f"{id}.pot"):
        if path.is_file():
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _stored(report: Report) -> dict[str, Any]:
    return {
        "file": report.file,
        "domain": report.domain,
        "lang": report.lang,
        "checked": report.checked,
        "counts": dict(report.counts),
        "problems": [
            [one.rule, one.message, dict(one.values), one.line, one.context, one.text]
            for one in report.problems
        ],
    }


def _report(stored: dict[str, Any]) -> Report:
    found = [CatalogProblem(*values) for values in stored["problems"] if values[0] in RULES]
    counts = Counter({rule: n for rule, n in stored["counts"].items() if rule in RULES})
    return Report(
        stored["file"], stored["domain"], stored["lang"], stored["checked"], found, counts
    )
