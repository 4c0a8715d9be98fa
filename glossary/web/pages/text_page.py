"""The page for a text: its terms, linked and listed, and a translation held against its source."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask_babel import gettext
from pydantic_core import from_json
from werkzeug.wrappers import Response as Answer

from glossary import languages
from glossary.errors import GlossaryError
from glossary.exchange import texts
from glossary.exchange.texts.lists import ENDINGS, MEDIA_TYPES, write
from glossary.reader import Reader, Record
from glossary.reader.recognition import Occurrence, one_by_one
from glossary.reader.recognition.checking import Finding, check
from glossary.reader.recognition.cutting import paragraphs
from glossary.reader.recognition.terms import (
    MOST_CHARACTERS,
    Asked,
    Term,
    concepts_of,
    found_in,
    terms_in,
    terms_of,
)
from glossary.web.context import reader
from glossary.web.headers import cached, not_modified
from glossary.web.locale import interface
from glossary.web.pages.door import door
from glossary.web.templates import render
from glossary.web.text_work import (
    SECTORS,
    Given,
    check_sector,
    given_texts,
    roomy,
    served,
    term_list,
)

MOST_TERMS = 300
"""So many terms are listed on the page; files have all of them."""
_MOST_FINDINGS = 200
_MOST_CONCEPTS = 8
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was filled in."""

    text: str = ""
    against: str = ""
    lang: str = ""
    to: str = ""
    sector: str = ""
    overlapping: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph: some text, and where it is a term its number in the list, the address
    of its concept where there is one only, its language and what it is called in the other.
    """

    text: str
    number: int = 0
    address: Record | None = None
    lang: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a term, how often it stands there, its concepts with equivalents."""

    number: int
    text: str
    lang: str
    count: int
    concepts: list[tuple[Record, str, list[Any]]]


def typed() -> Typed:
    """Return the form of this request."""
    form = request.form
    to = form.get("to", "")
    lang = form.get("lang", "")
    known = {*reader().site().languages()}
    return Typed(
        form.get("text", ""),
        form.get("against", ""),
        lang if lang in known else "",
        to if to in known else served(reader(), interface()),
        form.get("sector", "") if form.get("sector", "") in SECTORS else "",
        bool(form.get("overlapping")),
    )


@door.get("/text")
def text(ui: str) -> Answer:
    """Show the form for a text in which terms are looked for."""
    to = served(reader(), interface())
    return not_modified() or _drawn(Typed(to=to), 200)


@door.post("/text")
def text_terms(ui: str) -> Answer:
    """Show the terms of a text, or send them as a file for a translator; nothing is kept."""
    roomy()
    asked = typed()
    try:
        given = given_texts(asked.text, asked.against)
        how = Asked((asked.lang,) if asked.lang else (), (), asked.sector, asked.overlapping)
        check_sector(asked.sector, reader())
        found = found_in(reader(), given.text, how)
        terms = terms_of(found.occurrences)
        form = request.form.get("format", "")
        if form in ENDINGS:
            return _file(terms, how, asked.to, form)
        result = _result(given, asked, how, found.occurrences, terms, found.langs)
    except GlossaryError as error:
        nothing = error.code == "empty"
        told = gettext("Paste a text, or choose a file.") if nothing else error.text(gettext)
        return _drawn(asked, error.status, error=told)
    filled = Typed(given.text, given.against or "", *_choices(asked))
    return _drawn(filled, 200, **result)


def _choices(asked: Typed) -> tuple[Any, ...]:
    return asked.lang, asked.to, asked.sector, asked.overlapping


def _drawn(asked: Typed, status: int, **values: Any) -> Response:
    ui = interface()
    site = reader().site()
    content = render(
        "pages/text.html",
        lang=ui,
        typed=asked,
        site=site,
        sectors=SECTORS,
        most=MOST_CHARACTERS,
        endings=texts.ENDINGS,
        **{"error": "", "rows": None, "checked": None, **values},
    )
    answer = Response(content, status, mimetype="text/html", headers=[("Content-Language", ui)])
    if request.method != "POST":
        return cached(answer)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _file(terms: list[Term], how: Asked, to: str, form: str) -> Response:
    made = write(term_list(reader(), terms, how, to, gettext("Terms of a text")), form)
    answer = Response(made, mimetype=MEDIA_TYPES[form])
    name = f"terms.{languages.to_locale(to)}.{ENDINGS[form]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _result(
    given: Given,
    asked: Typed,
    how: Asked,
    found: Sequence[Occurrence],
    terms: list[Term],
    langs: tuple[str, ...],
) -> dict[str, Any]:
    """Return what the page shows of a text."""
    rows = [_row(reader(), number, given.text, term, asked)
            for number, term in enumerate(terms[:MOST_TERMS], 1)]  # fmt: skip
    numbers = {at: row for term, row in zip(terms, rows, strict=False) for at in term.occurrences}
    parts = given.held()
    findings: list[Finding] = []
    checked = None
    if parts is not None:
        findings, count = check(reader(), parts, how, asked.to)
        checked = {"count": count, "total": len(findings), "rows": [
            _finding(one) for one in findings[:_MOST_FINDINGS]
        ]}  # fmt: skip
    plain = one_by_one(found, overlapping=False)
    return {
        "rows": rows,
        "places": len(found),
        "total": len(terms),
        "langs": [served(reader(), lang) for lang in langs],
        "paragraphs": [*_paragraphs(given.text, plain, numbers)],
        "checked": checked,
    }


def _row(reader: Reader, number: int, text: str, term: Term, asked: Typed) -> Row:
    concepts = []
    for named in concepts_of(reader, term.labels, asked.sector, _MOST_CONCEPTS):
        record = from_json(named.record)
        lang, equivalents = terms_in(record, asked.to)
        concepts.append((record, lang, equivalents))
    first = term.occurrences[0]
    lang = term.labels[0].lang
    return Row(number, text[first.start : first.end], lang, len(term.occurrences), concepts)


def _paragraphs(
    text: str, found: Iterable[Occurrence], rows: dict[Occurrence, Row]
) -> Iterator[tuple[str, list[Piece]]]:
    """Yield the paragraphs of a text: language, and pieces."""
    waiting = [*found]
    for start, end in paragraphs(text):
        pieces, lang, place = [], "", start
        while waiting and waiting[0].start < end:
            one = waiting.pop(0)
            if one.start < place or one not in rows:
                continue
            row = rows[one]
            lang = lang or row.lang
            pieces.append(Piece(text[place : one.start]))
            pieces.append(_piece(text[one.start : one.end], row))
            place = one.end
        pieces.append(Piece(text[place:end]))
        yield lang, [piece for piece in pieces if piece.text]


def _piece(text: str, row: Row) -> Piece:
    told = [term["text"] for _, _, terms in row.concepts for term in terms[:1]]
    address = row.concepts[0][0] if len(row.concepts) == 1 else None
    return Piece(text, row.number, address, row.lang, " / ".join(dict.fromkeys(told)))


def _finding(one: Finding) -> dict[str, Any]:
    at, part = one.occurrence, one.part
    assert part is not None
    start, end = at.start - part.start, at.end - part.start
    return {
        "problem": one.problem,
        "before": _shortened(part.source[:start], from_end=True),
        "text": part.source[start:end],
        "after": _shortened(part.source[end:]),
        "lang": one.named.label.lang,
        "place": part.place,
        "target": _shortened(part.target, 240),
        "expected": one.expected,
        "instead": one.instead,
        "record": from_json(one.named.record),
    }


def _shortened(text: str, most: int = 60, from_end: bool = False) -> str:
    """Return the end or the beginning of a text, with a sign where something is left out."""
    text = _SPACE.sub(" ", text)
    if len(text) <= most:
        return text
    return f"…{text[-most:]}" if from_end else f"{text[:most]}…"
