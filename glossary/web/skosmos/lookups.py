"""Lookup: the concepts that a label names, preferred labels before alternative ones."""

from html import escape
from itertools import islice
from typing import Any

from glossary.web.skosmos.door import CONTEXT, ONKI, Asked, Refused, route
from glossary.web.skosmos.searches import MOST_ROWS, asked_for, rows, shown
from glossary.web.skosmos.vocabularies import Known


@route("/<vocabulary>/lookup", "label*", "lang")
def lookup(given: Asked, its: Known) -> dict[str, Any]:
    """Return the concepts that a label names: preferred labels as they are written, then in any
    case of letters, then alternative ones.
    """
    label, lang = given.get("label"), given.get("lang")
    if not label or label == "0":
        raise Refused(400, "Bad Request", "label parameter missing")
    term = given.get("query") if given.get("query").strip() else label
    wanted = asked_for(given, its, term)
    found = [shown(row, wanted) for row in islice(rows(wanted), MOST_ROWS)]
    hits = _named(found, label, bool(lang))
    if not hits:
        raise Refused(404, "Not Found", f"Could not find label '{escape(label)}'")
    context: dict[str, Any] = {
        **CONTEXT, "onki": ONKI, "results": {"@id": "onki:results"}, "prefLabel": "skos:prefLabel",
        "altLabel": "skos:altLabel", "hiddenLabel": "skos:hiddenLabel",
    }  # fmt: skip
    return {"@context": context | ({"@language": lang} if lang else {}), "result": hits}


def _named(found: list[dict[str, Any]], label: str, has_lang: bool) -> list[dict[str, Any]]:
    """Return the rows of the first kind that there is any of."""
    names = ["prefLabel", *([] if has_lang else ["matchedPrefLabel"]), "altLabel"]
    for name in names:
        rows = [row for row in found if name in row]
        for fold in (str, _ascii_lower):
            hits = [row for row in rows if fold(row[name]) == fold(label)]
            if hits and name == "matchedPrefLabel":
                return [_as_preferred(row) for row in hits]
            if hits:
                return hits
    return []


def _as_preferred(row: dict[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in row.items() if name != "matchedPrefLabel"}
    return made | {"prefLabel": row["matchedPrefLabel"]}


_ASCII = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def _ascii_lower(text: str) -> str:
    """Return a text with the letters of ASCII in lower case."""
    return text.translate(_ASCII)
