"""The properties of a concept that are compared and handed out: what its record says, by name."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from glossary import languages
from glossary.errors import N_
from glossary.records import NOTES_BY_MEMBER

Record = Mapping[str, Any]

LABELS = {
    "prefLabel": ("preferred",),
    "altLabel": ("admitted", "deprecated"),
    "hiddenLabel": ("hidden",),
}
"""The labels of SKOS with the statuses of the terms that they are."""
NOTES = {kind: member for member, kind in NOTES_BY_MEMBER.items()}
RELATIONS = {
    "broader": "broader",
    "narrower": "narrower",
    "related": "related",
    "isReplacedBy": "replaced_by",
}
MAPPINGS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_PLAIN = {
    "uri": "uri",
    "identifier": "id",
    "page": "page",
    "status": "status",
    "created": "created",
    "modified": "modified",
}
_LISTS = {"notation": "notations", "sector": "sectors"}

NAMES = {
    "prefLabel": N_("Preferred term"),
    "altLabel": N_("Synonyms"),
    "hiddenLabel": N_("Hidden forms of the term"),
    "notation": N_("Notation"),
    "definition": N_("Definition"),
    "scopeNote": N_("Scope note"),
    "example": N_("Example"),
    "historyNote": N_("History note"),
    "note": N_("Note"),
    "editorialNote": N_("Editorial note"),
    "changeNote": N_("Change note"),
    "broader": N_("Broader"),
    "narrower": N_("Narrower"),
    "related": N_("Related"),
    "exactMatch": N_("Exact match"),
    "closeMatch": N_("Close match"),
    "broadMatch": N_("Broader match"),
    "narrowMatch": N_("Narrower match"),
    "relatedMatch": N_("Related match"),
    "member": N_("Group"),
    "inScheme": N_("Vocabulary"),
    "sector": N_("Sector"),
    "isReplacedBy": N_("Replaced by"),
    "uri": N_("Permanent address"),
    "identifier": N_("Identifier"),
    "page": N_("Page"),
    "status": N_("Status"),
    "created": N_("Created"),
    "modified": N_("Last changed"),
}
"""Every property with its English name; those of SKOS and Dublin Core are called as they are there.

A label or note may be asked for in one language: `prefLabel@fr`.
"""
DATES = frozenset({"created", "modified"})
ENTITIES = frozenset(RELATIONS)
"""Those whose values are concepts of this service."""
TEXTS = frozenset({*LABELS, *NOTES})
"""Those whose values have languages."""


class Value(NamedTuple):
    """A value of a property: a text, perhaps with its language; `id` where it is a concept, whose
    names by language are `label`.
    """

    text: str
    lang: str = ""
    id: str = ""
    label: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A property as it is asked for: its id, that without a language, and the language."""

    id: str
    base: str
    lang: str = ""


def property_of(id: str) -> Property | None:
    """Return the property that an id names, None where there is none.

    >>> property_of("prefLabel@ZH-hans")
    Property(id='prefLabel@ZH-hans', base='prefLabel', lang='zh-Hans')
    >>> property_of("colour"), property_of("broader@fr"), property_of("prefLabel@?")
    (None, None, None)
    """
    base, at, lang = id.removeprefix("skos:").partition("@")
    if base not in NAMES or (at and (base not in TEXTS or not languages.is_well_formed(lang))):
        return None
    return Property(id, base, languages.canonical(lang) if lang else "")


def values_of(record: Record, id: str, lang: str = "") -> list[Value]:
    """Return the values of a property of a concept, in `lang` only where that is given and the
    values have languages; none of an unknown property.
    """
    known = property_of(id)
    return [*_values(record, known.base, known.lang or lang)] if known else []


def _values(record: Record, name: str, lang: str) -> Iterator[Value]:
    if name in LABELS:
        yield from _texts(record["terms"], lang, LABELS[name])
    elif name in NOTES:
        yield from _texts(record.get(NOTES[name], {}), lang)
    elif name in RELATIONS:
        yield from map(_concept, record.get(RELATIONS[name], ()))
    elif name in MAPPINGS:
        yield from (_concept(one) for one in record["mappings"] if one["relation"] == name)
    elif name == "member":
        for one in record["groups"]:
            text, id = (
                _first(one["label"]) or one["id"],
                group_type(record["vocabulary"], one["id"]),
            )
            yield Value(text, "", id, one["label"])
    elif name == "inScheme":
        yield Value(record["vocabulary"], "", record["vocabulary"])
    elif name in _LISTS:
        yield from map(Value, record.get(_LISTS[name], ()))
    elif record.get(_PLAIN[name]):
        yield Value(record[_PLAIN[name]])


def _texts(
    by_language: Mapping[str, Any], lang: str, statuses: Collection[str] = ()
) -> Iterator[Value]:
    served = languages.best(by_language, [lang]) if lang else ""
    if served is None:
        return
    for tag, items in by_language.items():
        for item in items if not lang or tag == served else ():
            if not statuses or item["status"] in statuses:
                yield Value(item["text"], tag)


def _concept(item: Mapping[str, Any]) -> Value:
    label = item.get("label") or {}
    return Value(_first(label) or item["uri"], "", item["uri"], label)


def _first(texts: Mapping[str, str]) -> str:
    return next(iter(texts.values()), "")


def group_type(vocabulary: str, group: str) -> str:
    """Return the id of a group as a type of entities."""
    return f"{vocabulary}/{group}"


def listed(langs: Iterable[str]) -> Iterator[str]:
    """Yield the ids of all properties, the preferred term and definition of each language last."""
    yield from NAMES
    for lang in langs:
        for name in ("prefLabel", "altLabel", "definition"):
            yield f"{name}@{lang}"
