"""A concept as a source that others cite: in the common styles, and for reference managers.

The styles are the English ones: APA 7, MLA 9, Chicago Manual of Style 17 (14.233), ISO 690:2021.
Files are BibTeX (biblatex's ``@inreference``), RIS and CSL-JSON 1.0.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from glossary import languages

STYLES = ("APA", "MLA", "Chicago", "ISO 690")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT = {"May": "May", "June": "June", "July": "July", "September": "Sept."}
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
        "$": r"\$", "_": r"\_", "^": r"\^{}", "~": r"\textasciitilde{}",
    }
)  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited: a term and its language, the vocabulary, who publishes it, on which site, the
    date of this version (ISO 8601, "" where it is not known), and the permanent address.
    """

    key: str
    term: str
    lang: str
    vocabulary: str
    vocabulary_lang: str
    publisher: str
    site: str
    date: str
    uri: str

    @property
    def day(self) -> tuple[int, ...]:
        """Year, month and day, as far as they are known."""
        found = _DAY.match(self.date)
        return tuple(int(part) for part in found.groups() if part) if found else ()


def styled(cited: Cited) -> list[tuple[str, Markup]]:
    """Return the name of each style and the citation in it; titles have their language."""
    term, work = _said(cited.term, cited.lang), _said(cited.vocabulary, cited.vocabulary_lang)
    who, site, uri = escape(cited.publisher), escape(cited.site), escape(cited.uri)
    link = f'<a href="{uri}">{uri}</a>'
    day, version = cited.day, cited.date[:10]
    of = "" if cited.site == cited.publisher else f" {site}."
    edition = f" version {version}," if version else ""
    apa = f"{who} ({_apa(day)}). {term}. In <i>{work}</i>"
    apa += f" (version {version}).{of} {link}" if version else f".{of} {link}"
    mla = f"“{term}.” <i>{work}</i>,{edition} {who},{_mla(day)} {link}."
    chicago = f"{who}. “{term}.” In <i>{work}</i>.{of}{_chicago(day)} {link}."
    iso = f"{escape(cited.publisher.upper())}. {term}. In: <i>{work}</i> [online].{of}"
    iso += f" Version {version}. Available from: {link}" if version else f" Available from: {link}"
    return [*zip(STYLES, map(Markup, (apa, mla, chicago, iso)), strict=True)]


def _said(text: str, lang: str) -> str:
    if not lang or lang == "en":
        return escape(text)
    return f'<span lang="{escape(lang)}" dir="{languages.direction(lang)}">{escape(text)}</span>'


def _apa(day: tuple[int, ...]) -> str:
    if not day:
        return "n.d."
    year, *rest = day
    named = [_MONTHS[rest[0] - 1], *map(str, rest[1:])] if rest else []
    return f"{year}, {' '.join(named)}" if named else str(year)


def _mla(day: tuple[int, ...]) -> str:
    if not day:
        return ""
    year, *rest = day
    months = [_SHORT.get(_MONTHS[rest[0] - 1], f"{_MONTHS[rest[0] - 1][:3]}.")] if rest else []
    return f" {' '.join([*map(str, rest[1:]), *months, str(year)])},"


def _chicago(day: tuple[int, ...]) -> str:
    if not day:
        return ""
    year, *rest = day
    if not rest:
        return f" {year}."
    month = _MONTHS[rest[0] - 1]
    return (
        f" Last modified {month} {rest[1]}, {year}."
        if rest[1:]
        else f" Last modified {month} {year}."
    )


def bibtex(cited: Cited) -> str:
    """Return an entry for BibTeX; titles keep their capitals."""
    fields = {
        "title": f"{{{_tex(cited.term)}}}",
        "booktitle": f"{{{_tex(cited.vocabulary)}}}",
        "author": f"{{{_tex(cited.publisher)}}}",
        "organization": _tex(cited.site),
        "year": f"{cited.day[0]}" if cited.day else "",
        "date": cited.date[:10],
        "version": cited.date[:10],
        "langid": cited.lang,
        "url": cited.uri,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@inreference{{{cited.key},", *lines, "}"]) + "\n"


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)


def ris(cited: Cited) -> str:
    """Return an entry of RIS (type DICT, an entry of a dictionary); lines end as it asks."""
    day = [f"{part:02}" for part in cited.day]
    fields = [
        ("TY", "DICT"), ("TI", cited.term), ("T2", cited.vocabulary), ("AU", cited.publisher),
        ("PB", cited.site), ("PY", day[0] if day else ""),
        ("DA", "/".join([*day, "", ""][:3]) + "/" if day else ""), ("ET", cited.date[:10]),
        ("LA", cited.lang), ("UR", cited.uri),
    ]  # fmt: skip
    lines = [f"{name}  - {' '.join(value.split())}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl(cited: Cited) -> str:
    """Return an item of CSL-JSON, alone in a list."""
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "entry-dictionary",
        "title": cited.term,
        "container-title": cited.vocabulary,
        "author": [{"literal": cited.publisher}],
        "publisher": cited.site,
        "version": cited.date[:10],
        "language": cited.lang,
        "URL": cited.uri,
    }
    made = {name: value for name, value in item.items() if value}
    if cited.day:
        made["issued"] = {"date-parts": [list(cited.day)]}
    return json.dumps([made], ensure_ascii=False, indent=2) + "\n"


FILES = {
    "bib": ("BibTeX", "application/x-bibtex", bibtex),
    "ris": ("RIS", "application/x-research-info-systems", ris),
    "json": ("CSL JSON", "application/vnd.citationstyles.csl+json", csl),
}
"""The files for reference managers by their endings: name, media type, what makes them."""


def cited(
    record: Mapping[str, Any],
    described: Mapping[str, Any],
    title: tuple[str, str],
    scheme: tuple[str, str],
    site: str,
) -> Cited:
    """Return a record as what is cited; `title` and `scheme` are texts, their language first."""
    date = record.get("modified") or record.get("created") or described.get("modified") or ""
    key = re.sub(r"[^A-Za-z0-9-]+", "-", f"{record['vocabulary']}-{record['id']}").strip("-")
    return Cited(
        key, title[1], title[0], scheme[1], scheme[0], described.get("publisher") or site, site,
        str(date), record["uri"],
    )  # fmt: skip
