"""Values of a vocabulary's file as the program has them: texts, days, statuses, types of terms."""

import json
import re
import unicodedata
from datetime import date
from html import unescape
from html.parser import HTMLParser

from glossary.formats.rdf import Value, text_of
from glossary.model import TERM_MARKS, TermType

_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ]\d\d:\d\d.*|Z|[+-]\d\d:\d\d)?")
_PART_OF_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_IRI = re.compile(r"(?:https?|urn|info|doi|ark|tag):[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_WITHDRAWN = {
    "deprecated", "withdrawn", "retired", "obsolete", "superseded", "replaced", "invalid",
    "deleted", "removed", "rejected", "merged",
}  # fmt: skip
_LIVING = {
    "", "approved", "accepted", "current", "valid", "stable", "published", "active", "released",
    "completed", "complete", "submitted", "candidate", "draft", "proposed", "experimental",
    "testing", "underdevelopment", "reserved", "standard", "preferred", "admitted", "permitted",
    "final", "reviewed", "new", "updated", "established", "recommended", "non-preferred",
}  # fmt: skip
_ABBREVIATIONS = {
    "abbreviation", "abbreviated", "abbreviatedform", "abbrev", "acronym", "initialism",
    "shortform", "short", "contraction", "clipping", "clippedterm", "initials", "symbol",
}  # fmt: skip
_FULL = {
    "", "full", "fullform", "fullterm", "expandedform", "expansion", "entryterm", "term", "synonym",
    "mainentryterm", "variant", "prefterm", "longform", "phrase", "properterm",
}  # fmt: skip

_MARK = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|cite|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p|pre|q|s"
    r"|script|small|span|strong|style|sub|sup|table|tbody|td|th|tr|tt|u|ul)\b[^<>]*>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|<!--",
    re.IGNORECASE,
)
_BLOCKS = {
    "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "table", "tr", "ul",
}  # fmt: skip
_DRESS = re.compile(
    r"<(abbr|b|cite|code|em|font|i|p|q|s|small|span|strong|sub|sup|tt|u)\b[^<>]*>([^<>]*)</\1\s*>",
    re.IGNORECASE,
)
_UNSEEN = {"script", "style"}
_UNSEEN_SIGNS = {"Cc", "Cf", "Zl", "Zp", "Zs"}
_HIGH = (
    "\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019"
    "\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_BESIDE_LETTERS = (
    "\u00a0\u00ab\u00b0\u00bb\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2022\u2026\u2122"
)
"""What stands behind a letter in right texts, too: “Spaß“, “idée »”."""
_LOW = re.sub(f"[{_BESIDE_LETTERS}]", "", "".join(map(chr, range(0x80, 0xC0))) + _HIGH)
_DOUBLY = re.compile(
    rf"[\xc2-\xdf][{_LOW}]|[\xe0-\xef][{_LOW}]{{2}}|[\xf0-\xf4][{_LOW}]{{3}}|\xe2\u20ac[{_HIGH}\x80-\xbf]"
)
"""What bytes of UTF-8 look like in Windows-1252 or ISO 8859-1."""
_PARAGRAPH, _LINE = "\f", "\v"
_JSON_NAMES = ("value", "label", "text", "@value", "literal")


def day(value: str) -> str | None:
    """Return the day of a date or time as ISO 8601 writes it; a month or year alone as it is.

    None for what is no date of the calendar, and for years before 1.
    """
    value = value.strip()
    if found := _DAY.fullmatch(value):
        try:
            return date.fromisoformat(found[1]).isoformat()
        except ValueError:
            return None
    if found := _PART_OF_DATE.fullmatch(value):
        year, month = found[1], found[2]
        if int(year) and (month is None or 1 <= int(month) <= 12):
            return f"{year}-{month}" if month else year
    return None


def boolean(value: str) -> bool | None:
    """Return what a boolean says in any case of letters, None for what is none."""
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(
        value.strip().casefold()
    )


def is_withdrawn(value: Value) -> bool | None:
    """Return whether a status, as text or as IRI, is that of a withdrawn concept or term; None
    where it is not known.
    """
    name = _name(value).removeprefix("status")
    return True if name in _WITHDRAWN else False if name in _LIVING else None


def term_type(value: Value) -> TermType | None:
    """Return the type of a term, "full" or "abbreviation", from a text or IRI; None for others."""
    name = _name(value)
    return "abbreviation" if name in _ABBREVIATIONS else "full" if name in _FULL else None


def term_mark(value: Value) -> str | None:
    """Return the mark of a term that a text or IRI names; None for what is none."""
    known = {_name((mark, "")): mark for mark in TERM_MARKS}
    return known.get(_name(value))


def _name(value: Value) -> str:
    """Return the last part of an IRI, or a text, in small letters without what parts words."""
    text = text_of(value)
    if isinstance(value, str) or _IRI.fullmatch(text):
        text = re.split("[/#]", text.rstrip("/#"))[-1]
    return re.sub(r"[\s_-]+", "", text).casefold()


def iri(value: str) -> str | None:
    """Return the IRI that a text is, else None."""
    return value.strip() if _IRI.fullmatch(value.strip()) else None


def out_of_json(text: str) -> tuple[str | None, bool]:
    """Return the text inside a JSON object that stands in a literal, and whether there was one.

    Arches writes ``{"id": "…", "value": "…"}`` (its SKOS export). The text is None where the
    object has none.
    """
    if not (text.startswith("{") and text.endswith("}")):
        return text, False
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text, False
    if not isinstance(found, dict):
        return text, False
    values = (found.get(name) for name in _JSON_NAMES)
    return next((value.strip() for value in values if isinstance(value, str)), None), True


def printable(text: str) -> str:
    r"""Return a text without control characters; vertical tabs and form feeds are line ends.

    >>> printable("a\0b\fc")
    'ab\nc'
    """
    if not _CONTROL.search(text):
        return text
    return _CONTROL.sub("", re.sub(r"[\v\f]", "\n", text)).strip()


def is_blank(text: str) -> bool:
    r"""Return whether nothing of a text can be seen.

    >>> is_blank("\u200b\u00a0"), is_blank("a\u200b")
    (True, False)
    """
    return all(unicodedata.category(sign) in _UNSEEN_SIGNS for sign in text)


def read_otherwise(text: str) -> str:
    """Return what a text was before its UTF-8 was taken for Windows-1252 or ISO 8859-1, "" where
    nothing says that it was.

    >>> read_otherwise("bibliothÃ¨que"), read_otherwise("Ã\u0089TAT"), read_otherwise("CÂBLE")
    ('bibliothèque', 'ÉTAT', '')
    """
    if text.isascii() or not _DOUBLY.search(text):
        return ""
    whole = _decoded(text)
    found = whole or _DOUBLY.sub(lambda one: _decoded(one[0]) or one[0], text)
    return found if found != text else ""


def _decoded(text: str) -> str:
    """Return a text whose characters are bytes of UTF-8, "" where they are not."""
    try:
        return b"".join(
            sign.encode("latin-1") if sign < "\u0100" else sign.encode("cp1252") for sign in text
        ).decode("utf-8")
    except UnicodeError:
        return ""


def text_without_html(text: str) -> str:
    """Return a text without the HTML in it: paragraphs are lines, links keep their address.

    A text without marks of HTML comes back as it is.
    """
    if not _MARK.search(text):
        return text
    if "<" not in text:
        return unescape(text).strip()
    reading = _Reading()
    reading.feed(text)
    reading.close()
    made = re.sub(r"[^\S\n\f\v]+", " ", "".join(reading.pieces))
    made = re.sub(rf"\s*{_PARAGRAPH}\s*", "\n\n", made)
    return re.sub(rf" *{_LINE}[{_LINE} ]*", "\n", made).strip()


def label_without_html(label: str) -> str:
    """Return a label without the HTML that it is dressed in: whole elements that change its look,
    and names of characters. A label with anything else in it is about HTML: it comes back as it is.
    """
    if not _MARK.search(label):
        return label
    made, before = label, ""
    while made != before:
        before, made = made, _DRESS.sub(r"\2", made)
    made = unescape(made)
    return label if "<" in made or ">" in made else made


class _Reading(HTMLParser):
    """Gathers the text of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line before blocks, remember where a link leads."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self._break(tag)
        elif tag == "a":
            self._link = next((v or "" for name, v in attrs if name == "href"), "")

    def handle_endtag(self, tag: str) -> None:
        """Break the line after blocks, give the address of a link."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _BLOCKS and tag not in ("br", "hr"):
            self._break(tag)
        elif tag == "a" and self._link:
            said = "".join(self.pieces[-2:])
            if iri(self._link) and self._link not in said:
                self.pieces.append(f" ({self._link})")
            self._link = ""

    def handle_data(self, data: str) -> None:
        """Take in text that is seen."""
        if not self._unseen:
            self.pieces.append(data)

    def _break(self, tag: str) -> None:
        if "".join(self.pieces).strip():
            self.pieces.append(_PARAGRAPH if tag == "p" else _LINE)
