"""``/label/…``: from a label to its concept, as id.loc.gov leads.

The one concept that a label names is answered with 302 and its URI and preferred term as headers;
several with 300 and the choices, none with 404 and what was perhaps meant.
"""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import Response, redirect, request
from werkzeug.wrappers import Response as Answer

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.reader import preferred_terms
from glossary.records import encode
from glossary.records.excerpts import decode_outline
from glossary.web.context import reader
from glossary.web.discovery.door import address, asked_vocabulary, check_known, door
from glossary.web.errors import problem
from glossary.web.locale import interface
from glossary.web.templates import helpers, render
from index import KINDS, WITHDRAWN, Hit, Suggestion

_MOST = 100
_FORMS = ("exact", "folded")
_TYPES = ["text/html", "application/json"]


@door.get("/label/<path:label>")
def label(label: str) -> Answer:
    """Lead to the concept that has a label, in all vocabularies or one, in any language or one."""
    check_known(("lang", "vocabulary"))
    asked, vocabulary = request.args.get("lang", ""), asked_vocabulary()
    if asked and not languages.is_well_formed(asked):
        raise Invalid(N_("“%(value)s” is not a language tag."), parameter="lang", value=asked)
    lang = languages.canonical(asked) if asked else ""
    within = (vocabulary,) if vocabulary else ()
    found = _named(reader().lookup(label, lang, within, "label", 1, _MOST), lang)
    if not found:
        return _opened(_unknown(label, lang, vocabulary))
    if len(found) == 1:
        return _opened(_one(found[0], lang))
    return _opened(_several(label, found, lang))


def _named(hits: Sequence[Hit], lang: str) -> list[Hit]:
    """Return the hits that have the very label, in a language where one is given.

    As it is written before any other spelling, terms before what is only searched for, and
    concepts in use before those that were withdrawn; one where several have one URI.
    """
    found = [hit for hit in hits if hit.match.kind in KINDS and hit.match.form in _FORMS]
    if lang:
        found = [hit for hit in found if languages.best([hit.match.lang], [lang])]
    living = [hit for hit in found if decode_outline(hit.record)["status"] != WITHDRAWN]
    found = living or found
    for form in _FORMS:
        for kinds in (KINDS[:2], KINDS[2:]):
            these = [hit for hit in found if hit.match.form == form and hit.match.kind in kinds]
            if these:
                return [*{decode_outline(hit.record)["uri"]: hit for hit in these}.values()]
    return []


def _one(hit: Hit, lang: str) -> Answer:
    record = decode_outline(hit.record)
    answer = redirect(record["page"], 302)
    title = helpers().title_of(record, lang or hit.match.lang)[1]
    answer.headers["X-URI"] = quote(record["uri"], safe=":/?#[]@!$&'()*+,;=%~")
    # the bytes of a header are UTF-8 here, as on id.loc.gov; WSGI writes them as Latin-1
    plain = " ".join(title.split())
    answer.headers["X-PrefLabel"] = plain.encode().decode("latin-1")
    answer.headers["X-PrefLabel-Encoded"] = quote(plain)
    return answer


def _wants_json() -> bool:
    taken = request.accept_mimetypes
    return bool(taken) and taken.best_match(_TYPES, "text/html") == _TYPES[1]


def _several(label: str, found: Sequence[Hit], lang: str) -> Answer:
    """Return the choices, as a page or as JSON."""
    records = [decode_outline(hit.record) for hit in found]
    choices = [
        {
            "uri": record["uri"],
            "page": record["page"],
            "vocabulary": hit.vocabulary,
            "id": hit.id,
            "label": preferred_terms(record),
            "match": hit.match._asdict(),
        }
        for hit, record in zip(found, records, strict=True)
    ]
    if _wants_json():
        answer = Response(
            encode({"label": label, "choices": choices}), 300, mimetype="application/json"
        )
    else:
        rows = [
            (
                record,
                helpers().title_of(record, lang),
                helpers().label(reader().vocabulary(record["vocabulary"])["title"]),
                _definition(record, lang),
            )
            for record in records
        ]
        answer = _page(300, label, rows=rows)
    for choice in choices:
        answer.headers.add("Link", f'<{choice["page"]}>; rel="alternate"')
    return answer


def _definition(record: dict[str, object], lang: str) -> object:
    notes: dict[str, list[dict[str, str]]] = record["definitions"]  # type: ignore[assignment]
    found = helpers().chosen({tag: texts[0]["text"] for tag, texts in notes.items()}, lang)
    return helpers().paragraph(found[1], found[0]) if found else ""


def _unknown(label: str, lang: str, vocabulary: str) -> Answer:
    meant = reader().similar(label, lang)
    message = N_("No concept has the label “%(label)s”.")
    if _wants_json():
        return problem(404, "not_found", message % {"label": label}, "label", {
            "suggestions": [
                {"label": one.text, "lang": one.lang, "address": _address(one, lang, vocabulary)}
                for one in meant
            ]
        })  # fmt: skip
    rows = [(one, _address(one, lang, vocabulary)) for one in meant]
    return _page(404, label, suggestions=rows, lang_asked=lang)


def _address(one: Suggestion, lang: str, vocabulary: str) -> str:
    asked = {"lang": lang and one.lang, "vocabulary": vocabulary}
    query = urlencode({name: value for name, value in asked.items() if value})
    return address(f"/label/{quote(one.text, safe='')}" + (f"?{query}" if query else ""))


def _page(status: int, label: str, **values: object) -> Response:
    body = render("discovery/label.html", status=status, label=label, lang=interface(), **values)
    answer = Response(body, status, mimetype="text/html")
    answer.headers["Content-Language"] = interface()
    return answer


def _opened(answer: Answer) -> Answer:
    """Return an answer that programs of any site may read, and that nothing keeps for others."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "X-URI, X-PrefLabel, X-PrefLabel-Encoded"
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.update(("Accept", "Accept-Language", "Cookie"))
    return answer
