"""Search and lookup by labels: patterns with ``*``, filters, and what a match becomes."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import unquote

from pydantic_core import from_json

from glossary.web.context import reader
from glossary.web.skosmos.door import ONKI, Asked, Refused, route
from glossary.web.skosmos.fields import field_values
from glossary.web.skosmos.labels import named, stated_as
from glossary.web.skosmos.names import CONCEPT, ISOTHES, SKOS, expanded, skos_or_uri
from glossary.web.skosmos.vocabularies import Known, Record, is_in, known, vocabulary_of
from index import KINDS, LabelMatch, Part

_AT_ONCE = 256
MOST_ROWS = 50_000
"""So many rows are looked at for one answer."""
_PRIORITIES = {"preferred": 1, "alternative": 3, "notation": 5, "hidden": 7}
_MEMBERS = {"alternative": "altLabel", "hidden": "hiddenLabel"}
_SEVERAL_STARS = re.compile(r"\*\*+")
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for: `lang` is that of the labels that match, `shown` that of the preferred
    labels in the answer, "" for any; `types` are classes, any of which is enough; `most` is how
    many rows are looked at, 0 for all.
    """

    pattern: str
    within: tuple[Known, ...]
    is_global: bool
    lang: str
    shown: str
    types: frozenset[str]
    parent: str = ""
    group: str = ""
    schemes: tuple[str, ...] = ()
    unique: bool = False
    most: int = 0


class Hit(NamedTuple):
    """A match: the label, what it names, with preferred labels and notations."""

    text: str
    lang: str
    kind: str
    its: Known
    uri: str
    labels: dict[str, str]
    notations: tuple[str, ...]
    types: tuple[str, ...]
    id: str = ""

    def order(self) -> tuple[str, str, str, str]:
        """Return what hits are sorted by."""
        return self.text.lower(), self.lang, self.its.space, self.its.id


Row = tuple[Hit, tuple[str, str] | None, str | None]
"""A hit with language and text of the preferred label that is shown, and a notation."""


def rows(search: Search) -> Iterator[Row]:
    """Yield the rows of a search in their order."""
    if not _has_term(search) and not (search.parent or search.group):
        return
    has_term = _has_term(search)
    found = (
        (hit, label, notation)
        for hit in _hits(search)
        for label in _labels(search, hit)
        for notation in (has_term and hit.notations) or (None,)
    )
    yield from _best_of_each(search, found) if search.unique else _distinct(found)


def _has_term(search: Search) -> bool:
    """Return whether there is more in a pattern than stars: else all of a part is listed."""
    return bool(search.pattern.strip("*"))


def _labels(search: Search, hit: Hit) -> list[tuple[str, str] | None]:
    """Return the preferred labels that a hit is shown with, None alone where there is none."""
    wanted = search.shown or hit.lang
    if not search.shown and not hit.lang:
        found = [*hit.labels.items()]
    else:
        found = [one for one in hit.labels.items() if is_in(one[0], wanted)]
    if not found and search.shown != search.lang:
        found = [one for one in hit.labels.items() if is_in(one[0], hit.lang)]
    return [*found] or [None]


def _distinct(found: Iterable[Row]) -> Iterator[Row]:
    before: set[Any] = set()
    last = ""
    for row in found:
        hit, label, notation = row
        if hit.text.lower() != last:
            before, last = set(), hit.text.lower()
        shown = hit.its.id, hit.uri, hit.text, hit.lang, hit.kind, label, notation
        if shown not in before:
            before.add(shown)
            yield row


def _best_of_each(search: Search, found: Iterable[Row]) -> list[Row]:
    """Return the best row of each concept: by kind of label, language shown, and text."""
    best: dict[Any, tuple[str, Row]] = {}
    for row in islice(found, MOST_ROWS):
        hit, label, notation = row
        priority = _PRIORITIES[hit.kind] + (not (search.shown and is_in(hit.lang, search.shown)))
        rank = f"{priority}{hit.lang}@{hit.text}"
        key = hit.its.id, hit.uri, label, notation
        if key not in best or rank < best[key][0]:
            best[key] = rank, row
    return sorted((row for _, row in best.values()), key=lambda row: row[0].order())


def _hits(search: Search) -> Iterator[Hit]:
    """Yield what matches, concepts and groups, in order."""
    groups = sorted(_groups(search), key=Hit.order)
    for _, alike in groupby(_concepts(search), lambda hit: hit.order()[:2]):
        for hit in sorted(alike, key=Hit.order):
            while groups and groups[0].order() <= hit.order():
                yield groups.pop(0)
            yield hit
    yield from groups


def _concepts(search: Search) -> Iterator[Hit]:
    by_id = {its.id: its for its in search.within}
    parts = _parts(search)
    if parts is None:
        return
    kinds = (*KINDS, "notation") if _has_term(search) else ("preferred",)
    lang = search.lang if _has_term(search) else search.shown
    ids = () if search.is_global else [*by_id]
    offset, step = 0, min(_AT_ONCE, search.most or _AT_ONCE)
    while offset < MOST_ROWS:
        found = reader().index.match_labels(
            search.pattern or "*", lang, ids, kinds, offset, step, parts
        )
        for match in found:
            for hit in _hits_of(match, by_id[match.vocabulary], lang):
                if hit.kind in kinds and _is_wanted(search, hit):
                    yield hit
        if len(found) < step:
            return
        offset, step = offset + step, step * 4


def _parts(search: Search) -> list[Part] | None:
    """Return the parts of vocabularies that are searched, None where one of them is nowhere."""
    parts = []
    for its in search.within:
        here = []
        if search.parent and (above := its.concept(search.parent)) is not None:
            here.append(Part(its.id, above["id"]))
        if search.group and (group := its.groups.get(search.group)) is not None:
            here.append(Part(its.id, group.id, True))
        if len(here) == bool(search.parent) + bool(search.group):
            parts = here
    return parts if parts or not (search.parent or search.group) else None


def _hits_of(match: LabelMatch, its: Known, lang: str) -> Iterator[Hit]:
    """Yield what a label of the index is a hit of, as the file has it, in a language."""
    summary: Record = from_json(match.summary)
    if summary.get("status") == "deprecated" and not its.shows_deprecated:
        return
    types = (CONCEPT, *summary.get("types", ()))
    labels, notations = named(summary), tuple(match.notations)
    for kind, tag in stated_as(match.kind, match.text, match.lang, summary):
        if kind == "notation" or not lang or is_in(tag, lang):
            head = match.text, tag, kind, its, summary["uri"]
            yield Hit(*head, labels, notations, types, summary["id"])


def _is_wanted(search: Search, hit: Hit) -> bool:
    if search.types.isdisjoint(hit.types):
        return False
    if search.schemes or search.group:
        record = hit.its.by_id(hit.id) or {}
        if search.schemes:
            schemes = record.get("schemes")
            stated = [hit.its.uri] if schemes is None else schemes
            if set(search.schemes).isdisjoint(stated):
                return False
        if search.group:
            return hit.id in hit.its.groups[search.group].members
    return True


def _matcher(pattern: str) -> Callable[[str], object]:
    """Return what tells whether a text, in lower case, matches a pattern."""
    first, star, rest = pattern.partition("*")
    if not star:
        return first.__eq__
    if not rest:
        return lambda text: text.startswith(first)
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL).fullmatch


def _groups(search: Search) -> Iterator[Hit]:
    """Yield the groups with a label that matches."""
    if search.parent or (search.types == {CONCEPT}):
        return
    is_whole = _matcher(search.pattern.lower())
    has_term = _has_term(search)
    lang = search.lang if _has_term(search) else search.shown
    first = search.pattern.lower().partition("*")[0]
    for its in search.within:
        inner = its.groups.get(search.group)
        start = bisect_left(its.group_labels, first, key=itemgetter(0))
        for lower, kind, tag, text, group in islice(its.group_labels, start, None):
            if not lower.startswith(first):
                break
            is_asked = tag.startswith(lang) or kind == "notation"
            if not is_asked or search.types.isdisjoint(group.types):
                continue
            if has_term:
                if not is_whole(lower):
                    continue
            elif kind != "preferred":
                continue
            if search.group and (inner is None or group.id not in inner.groups):
                continue
            schemes = [value for name, value, _ in group.statements if name == SKOS + "inScheme"]
            if search.schemes and set(search.schemes).isdisjoint(schemes):
                continue
            types, notations = tuple(group.types), tuple(group.notations)
            yield Hit(text, tag, kind, its, group.uri, group.labels, notations, types)


def shown(row: Row, search: Search, fields: Iterable[str] = ()) -> dict[str, Any]:
    """Return a row as the answer has it."""
    hit, label, notation = row
    made: dict[str, Any] = {"uri": hit.uri, "type": [skos_or_uri(one) for one in hit.types]}
    if hit.its.holds(hit.uri) and not search.is_global:
        made["localname"] = hit.uri.removeprefix(hit.its.space)
    if label is not None:
        made |= {"prefLabel": label[1], "lang": label[0] or None}
    if notation is not None:
        made["notation"] = notation
    if hit.kind == "preferred" and label is not None and label != (hit.lang, hit.text):
        made |= {"matchedPrefLabel": hit.text, "lang": hit.lang or None}
    elif hit.kind in _MEMBERS:
        made |= {_MEMBERS[hit.kind]: hit.text, "lang": hit.lang or None}
    made["vocab"] = hit.its.id
    if not hit.its.holds(hit.uri):
        other = vocabulary_of(reader(), hit.uri, hit.its)
        if other is not hit.its:
            made["exvocab"] = other.id if other else "???"
    for name in fields:
        found = field_values(hit.its, hit.uri, name, search.shown)
        if found:
            made["prefLabels" if name == "prefLabel" else name] = found
    return made


def asked_for(given: Asked, its: Known | None, term: str, most: int = 0) -> Search:
    """Return what a request searches for, at most so many rows of it; Refused for a vocabulary that
    is not there.
    """
    everywhere = known(reader())
    named = [name for name in given.get("vocab").split(" ") if name]
    for name in named:
        if name not in everywhere:
            raise Refused(404, "Not Found", f"Vocabulary id '{escape(name)}' not found.")
    if named:
        within = tuple(dict.fromkeys(everywhere[name] for name in named))
    else:
        within = (its,) if its is not None else tuple(everywhere.values())
    lang = given.get("lang")
    default = its.default if its is not None else ""
    kinds = given.get("type").replace("+", " ").split()
    alone = within[0] if len(within) == 1 else None
    return Search(
        _SEVERAL_STARS.sub("*", unicodedata.normalize("NFC", term.strip())),
        within,
        its is None and not named,
        lang,
        given.get("labellang") or lang or default,
        frozenset(map(expanded, kinds))
        or (alone.default_types if alone is not None else frozenset({CONCEPT})),
        given.get("parent"),
        given.get("group"),
        tuple(unquote(given.get("scheme")).split()),
        given.flag("unique", False),
        most,
    )


def _checked(given: Asked, name: str, least: float) -> int | None:
    """Return a number that is a parameter, None where it is missing or 0; Refused for others."""
    value = given.get(name)
    if value in ("", "0"):
        return None
    if not _NUMBER.fullmatch(value) or float(value) < least or value.strip() == "":
        raise Refused(400, "Bad Request", f"{name} parameter is invalid")
    return int(min(float(value), 1e9))


def _found(given: Asked, its: Known | None) -> dict[str, Any]:
    term = given.get("query")
    if not term.strip() and not (given.get("group") or given.get("parent")):
        raise Refused(400, "Bad Request", "query parameter missing")
    most, offset = _checked(given, "maxhits", 1e-9), _checked(given, "offset", 0)
    search = asked_for(given, its, term, most + (offset or 0) if most else 0)
    fields = tuple(dict.fromkeys(given.get("fields").split(" "))) if given.get("fields") else ()
    start = (offset or 0) if most else 0
    found = islice(rows(search), start, start + most if most else None)
    results = [shown(row, search, fields) for row in found]
    context: dict[str, Any] = {
        "skos": SKOS, "isothes": ISOTHES, "onki": ONKI, "uri": "@id", "type": "@type",
        "results": {"@id": "onki:results", "@container": "@list"}, "prefLabel": "skos:prefLabel",
        "altLabel": "skos:altLabel", "hiddenLabel": "skos:hiddenLabel",
    }  # fmt: skip
    context |= {name: f"skos:{name}" for name in fields}
    if results and "prefLabels" in results[0]:
        context["prefLabels"] = {"@id": "skos:prefLabel", "@container": "@language"}
    lang = given.get("labellang") or given.get("lang")
    if lang:
        context["@language"] = lang
    return {"@context": context, "uri": "", "results": results}


_PARAMETERS = (
    "lang", "labellang", "type", "parent", "group", "scheme", "maxhits", "offset", "fields",
    "unique",
)  # fmt: skip


@route("/search", "query", "vocab", *_PARAMETERS)
def search(given: Asked) -> dict[str, Any]:
    """Return concepts and groups by their labels, from all vocabularies or some."""
    return _found(given, None)


@route("/<vocabulary>/search", "query", "vocab", *_PARAMETERS)
def search_in(given: Asked, its: Known) -> dict[str, Any]:
    """Return concepts and groups of a vocabulary by their labels."""
    return _found(given, its)
