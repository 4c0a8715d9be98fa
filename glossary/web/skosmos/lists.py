"""What there is in a vocabulary: about itself, its A-Z, its changes, its numbers."""

import heapq
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pydantic_core import from_json

from glossary import languages
from glossary.languages.collation import Order
from glossary.web.context import reader
from glossary.web.skosmos.door import CONTEXT, ONKI, RDFS, Asked, base, route
from glossary.web.skosmos.everywhere import below_basic
from glossary.web.skosmos.kinds import kind_of
from glossary.web.skosmos.labels import named, preferred, stated_as
from glossary.web.skosmos.names import (
    ARRAY_CLASS,
    COLLECTION,
    CONCEPT,
    GROUP_CLASS,
    SKOS,
    labelled,
)
from glossary.web.skosmos.vocabularies import Known, Record, is_in, matching
from index import LabelMatch

_MOST_ENTRIES = 10_000
"""So many lines of an A-Z are in one answer."""
_MOST_CHANGES = 10_000
_PASSED_OVER = re.compile(r"[\s\u00ad\u2010-\u2015-]+")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LETTER = re.compile(r"[^\W\d_]")
_LOCAL = re.compile(r"[^#:/]+$")
_DCT = "http://purl.org/dc/terms/"
_DC = "http://purl.org/dc/elements/1.1/"


@route("/<vocabulary>/", "lang")
def about(given: Asked, its: Known) -> dict[str, Any]:
    """Return what is known of a vocabulary."""
    lang = given.get("lang") or its.default
    made: dict[str, Any] = {
        "@context": {
            "rdfs": RDFS, "skos": SKOS, "onki": ONKI, "dct": _DCT, "uri": "@id", "type": "@type",
            "conceptschemes": "onki:hasConceptScheme", "id": "onki:vocabularyIdentifier",
            "defaultLanguage": "onki:defaultLanguage", "languages": "onki:language",
            "label": "rdfs:label", "prefLabel": "skos:prefLabel", "title": "dct:title",
            "@language": lang, "@base": f"{base()}{its.id}/",
        },
        "uri": "",
        "id": its.id,
        "marcSource": False,
        "title": its.title(lang),
        "defaultLanguage": its.default,
        "languages": its.languages,
        "conceptschemes": [_scheme(its, uri, lang) for uri in its.schemes],
    }  # fmt: skip
    kind = kind_of(its, lang)
    return made | ({"type": [kind]} if kind else {})


def _scheme(its: Known, uri: str, lang: str) -> dict[str, Any]:
    names = {
        RDFS + "label": "label", SKOS + "prefLabel": "prefLabel", _DC + "title": "title",
        _DCT + "title": "title",
    }  # fmt: skip
    made: dict[str, Any] = {}
    for name, value, tag in its.schemes[uri]:
        if name in names and tag is not None and is_in(tag, lang):
            made.setdefault(names[name], value)
        elif name == _DCT + "subject" and tag is None:
            labels = preferred(found) if (found := its.concept(value)) else {}
            if shown := matching(labels, lang):
                made["subject"] = {"uri": value, "prefLabel": shown[0][1]}
    return {**made, "uri": uri, "type": "skos:ConceptScheme"}


@route("/<vocabulary>/index/", "lang")
def letters(given: Asked, its: Known) -> dict[str, Any]:
    """Return the letters with which preferred labels begin, in the order of the language."""
    lang = given.get("lang") or its.default
    signs = {
        sign for tag, found in its.survey["letters"].items() if is_in(tag, lang) for sign in found
    }
    found = {sign for sign in signs if _LETTER.search(sign)}
    ordered = sorted(found, key=lambda sign: (_order().sort_key(sign, lang), sign))
    rest = signs - found
    digits = {sign for sign in rest if sign.isdecimal()}
    ordered += ["!*"] * bool(rest - digits) + ["0-9"] * bool(digits)
    context = {"@id": "skosmos:indexLetters", "@container": "@list", "@language": lang}
    return {"@context": {**CONTEXT, "indexLetters": context}, "uri": "", "indexLetters": ordered}


@lru_cache(1)
def _order() -> Order:
    return Order()


@route("/<vocabulary>/index/<letter>", "lang", "limit", "offset")
def entries(given: Asked, its: Known, letter: str) -> dict[str, Any]:
    """Return the preferred and alternative labels under a letter, each with what it names."""
    lang = given.get("lang") or its.default
    limit = min(given.number("limit", 0) or _MOST_ENTRIES, _MOST_ENTRIES)
    offset = given.number("offset", 0)
    found = [*_under(its, letter, lang)]
    if letter not in ("*", "0-9", "!*"):
        found.sort(key=lambda one: (_sort_key(one.text.lower(), lang), one.summary))
    made = [line for one in found for line in _lines(one, its, lang)]
    if qualifier := its.survey["shown"].get("index_qualifier"):
        made = [*_qualified(made, its, qualifier)]
    context = {"@id": "skosmos:indexConcepts", "@container": "@list"}
    return {
        "@context": {**CONTEXT, "indexConcepts": context},
        "uri": "",
        "indexConcepts": made[offset : offset + limit],
    }


def _under(its: Known, letter: str, lang: str) -> Iterator[LabelMatch]:
    """Yield the labels under a letter, or a class of signs, in the order of their texts."""
    kinds = ("preferred", "alternative")
    starts = "0123456789" if letter == "0-9" else ("*" if letter == "!*" else letter.strip("*"))
    for start in starts if letter == "0-9" else (starts,):
        pattern = start if start.endswith("*") else f"{start}*"
        for one in reader().index.match_labels(
            pattern, lang, (its.id,), kinds, limit=_MOST_ENTRIES
        ):
            if letter != "!*" or not (one.text[:1].isalpha() or one.text[:1].isnumeric()):
                yield one


def _sort_key(text: str, lang: str) -> bytes:
    """Return a sort key as of Java's collator: it passes over spaces and hyphens, and takes the
    letters of Arabic one by one.
    """
    plain = _PASSED_OVER.sub("", text)
    key = plain.encode() if _ARABIC.search(plain) else _order().sort_key(plain, lang)
    return key + b"\0" + text.encode()


def _lines(match: LabelMatch, its: Known, lang: str) -> Iterator[dict[str, Any]]:
    """Yield the lines of the A-Z that a label makes; an alternative one needs a preferred one."""
    summary: Record = from_json(match.summary)
    if summary.get("status") == "deprecated" and not its.shows_deprecated:
        return
    classes = its.survey["shown"].get("index_classes")
    if classes and not {CONCEPT, *summary.get("types", ())} & {*classes}:
        return
    made = {"uri": summary["uri"], "localname": _local_name(summary["uri"])}
    for kind, tag in stated_as(match.kind, match.text, match.lang, summary):
        if not is_in(tag, lang):
            continue
        if kind == "preferred":
            yield {**made, "prefLabel": match.text, "lang": tag}
        elif kind == "alternative" and (label := matching(named(summary), lang)):
            yield {**made, "prefLabel": label[0][1], "lang": tag, "altLabel": match.text}


def _local_name(uri: str) -> str | None:
    found = _LOCAL.search(uri)
    return found[0] if found else None


def _qualified(lines: list[dict[str, Any]], its: Known, qualifier: str) -> Iterator[dict[str, Any]]:
    """Yield a line for each value of a property that tells like labels apart."""
    records = its.concepts(dict.fromkeys(line["uri"] for line in lines))
    for line in lines:
        found = _qualifiers(its, records[line["uri"]], qualifier)
        for value in sorted(dict.fromkeys(found), key=str.lower):
            yield {**line, "qualifier": value}
        if not found:
            yield line


def _qualifiers(its: Known, record: Record, qualifier: str) -> list[str]:
    relation = qualifier.removeprefix(SKOS)
    if relation in ("broader", "narrower", "related"):
        return [_local_name(one["uri"]) or "" for one in its.stated(record, relation)]
    if relation == "notation":
        return [*record.get("notations", ())]
    return [
        value if tag is not None else _local_name(value) or ""
        for name, value, tag in record.get("statements", ())
        if name == qualifier
    ]


@route("/<vocabulary>/new", "lang", "limit", "offset")
def new(given: Asked, its: Known) -> dict[str, Any]:
    """Return the concepts that were created last."""
    return _changes(given, its, "created")


@route("/<vocabulary>/modified", "lang", "limit", "offset")
def modified(given: Asked, its: Known) -> dict[str, Any]:
    """Return the concepts that were modified last."""
    return _changes(given, its, "modified")


def _changes(given: Asked, its: Known, name: str) -> dict[str, Any]:
    lang = given.get("lang") or its.default
    offset = given.number("offset", 0)
    limit = min(given.number("limit", 200), _MOST_CHANGES)
    end = offset + limit
    found = heapq.merge(
        _dated(its, name, lang, False, end), _dated(its, "modified", lang, True, end),
        key=lambda one: one[0],
    )  # fmt: skip
    made = [one for _, one in found][offset:end]
    xsd = "http://www.w3.org/2001/XMLSchema#"
    date = {"@id": f"{_DCT}date", "@type": f"{xsd}dateTime"}
    context = {"@language": lang, "prefLabel": "skos:prefLabel", "xsd": xsd, "date": date}
    return {"@context": {**CONTEXT, **context}, "changeList": made}


def _dated(
    its: Known, name: str, lang: str, withdrawn: bool, end: int
) -> Iterator[tuple[tuple[int, str], dict[str, Any]]]:
    """Yield concepts with a date, the newest month first, with what they are sorted by."""
    column = "created" if name == "created" else "changed"
    if withdrawn and not its.survey["concepts"][1]:
        return
    found = reader().index.dated(its.id, column, lang, withdrawn, 0, end)
    for _, encoded in found:
        record: Record = from_json(encoded)
        moment = _moment(record, name)
        shown = matching(preferred(record), lang)
        if moment is None or not shown:
            continue
        made = {
            "uri": record["uri"],
            "prefLabel": shown[0][1],
            "date": moment.strftime("%Y-%m-%dT%H:%M:%S%z"),
        }
        for one in record.get("replaced_by", ())[:1] if withdrawn else ():
            made["replacedBy"] = one["uri"]
            if label := matching(named(one), lang):
                made["replacingLabel"] = label[0][1]
        yield (-moment.year * 12 - moment.month, shown[0][1].lower()), made


def _moment(record: Record, name: str) -> datetime | None:
    """Return the moment of a date, at the beginning of the day where no hour is known."""
    stated = [value for at, value, _ in record.get("statements", ()) if at == f"{_DCT}{name}"]
    day = record.get(name, "")
    stated = [value for value in stated if value[: len(day)] >= day]  # or it was decided on since
    for value in [*stated, day]:
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


@route("/<vocabulary>/labelStatistics", "lang")
def label_statistics(given: Asked, its: Known) -> dict[str, Any]:
    """Return how many labels of each kind there are in each language."""
    lang = given.get("lang") or its.default
    names = ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel")
    made = []
    for tag in its.languages:
        counts = its.survey["labels"].get(tag, (0, 0, 0))
        pairs = zip(names, counts, strict=True)
        made.append(
            {
                "language": tag,
                "literal": languages.name(tag, lang),
                "properties": [{"property": name, "labels": count} for name, count in pairs],
            }
        )
    return {
        "@context": {
            "rdfs": RDFS, "skos": SKOS, "void": "http://rdfs.org/ns/void#",
            "void-ext": "http://ldf.fi/void-ext#", "onki": ONKI, "uri": "@id",
            "id": "onki:vocabularyIdentifier", "languages": "void-ext:languagePartition",
            "language": "void-ext:language", "properties": "void:propertyPartition",
            "labels": "void:triples", "@base": f"{base()}{its.id}/",
            "literal": {"@id": "rdfs:label", "@language": lang},
        },
        "uri": "",
        "id": its.id,
        "title": its.title(lang),
        "languages": made,
    }  # fmt: skip


@route("/<vocabulary>/vocabularyStatistics", "lang")
def vocabulary_statistics(given: Asked, its: Known) -> dict[str, Any]:
    """Return how many concepts and groups there are, by class."""
    lang = given.get("lang") or its.default
    concepts, withdrawn = its.survey["concepts"]
    made: dict[str, Any] = {
        "@context": {
            "rdfs": RDFS, "skos": SKOS, "void": "http://rdfs.org/ns/void#", "onki": ONKI,
            "uri": "@id", "id": "onki:vocabularyIdentifier", "concepts": "void:classPartition",
            "label": "rdfs:label", "class": {"@id": "void:class", "@type": "@id"},
            "subTypes": {"@id": "void:class", "@type": "@id"}, "count": "void:entities",
            "@language": lang, "@base": f"{base()}{its.id}/",
        },
        "uri": "",
        "id": its.id,
        "title": its.title(lang),
        "concepts": _counted(CONCEPT, lang, concepts, withdrawn),
        "subTypes": [*_sub_types(its, lang)],
    }  # fmt: skip
    sizes = {uri: _members(its, uri) for uri in (COLLECTION, GROUP_CLASS, ARRAY_CLASS)}
    name = "conceptGroups"
    for uri, count in sizes.items():
        if count:
            return made | {"arrays" if uri == ARRAY_CLASS else name: _counted(uri, lang, count)}
    return made


def _members(its: Known, uri: str) -> int:
    return sum(uri in group.types for group in its.groups.values())


def _counted(uri: str, lang: str, count: int, withdrawn: int = 0) -> dict[str, Any]:
    label = labelled(uri, lang)
    return {"class": uri, "label": label, "count": count, "deprecatedCount": withdrawn}


def _sub_types(its: Known, lang: str) -> Iterable[dict[str, Any]]:
    used = {*its.survey["classes"]} | {one for group in its.groups.values() for one in group.types}
    for uri in below_basic(its, used):
        count, withdrawn = its.survey["classes"].get(uri, (_members(its, uri), 0))
        made = {"type": uri, "count": count, "deprecatedCount": withdrawn}
        for name, value, tag in its.statements_about(uri) or ():
            if name == f"{RDFS}label" and tag == lang:
                made["label"] = value
        yield made
