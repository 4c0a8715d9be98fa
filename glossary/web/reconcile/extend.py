"""Data extension: what is known of concepts by property, and which properties there are."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, request

from glossary import languages
from glossary.errors import N_, Invalid
from glossary.reader.reconciliation import Value, entities, types
from glossary.reader.reconciliation.properties import (
    DATES,
    ENTITIES,
    property_of,
    values_of,
)
from glossary.web.context import reader
from glossary.web.reconcile import versions
from glossary.web.reconcile.door import Service, answer, chosen, route, spoken
from glossary.web.reconcile.shapes import ExtendProperty, ExtendQuery, checked, json_body, parsed
from glossary.web.reconcile.suggest import number, properties, property_shape
from glossary.web.reconcile.words import vocabulary_title

MOST_IDS = 1_000
_CONTENTS = ("entity", "literal", "id")


@route("/extend", "POST")
def extend(service: Service) -> Response:
    """Return values of properties in version 1.0-draft."""
    _, named = versions.asked()
    query = _query(parsed(json_body(), "body"))
    columns = [_Column(service, one) for one in query.properties]
    known = entities(reader(), query.ids, service.vocabularies)
    rows = [
        {
            "id": id,
            "properties": [
                {"id": column.id, "values": [*column.draft_values(known.get(id))]}
                for column in columns
            ],
        }
        for id in query.ids
    ]
    made = {"meta": [column.meta() for column in columns], "rows": rows}
    return answer(made, versions.DRAFT if named else "")


def answer_extension(service: Service, value: Any) -> Response:
    """Return values of properties in version 0.2."""
    query = _query(value)
    columns = [_Column(service, one) for one in query.properties]
    known = entities(reader(), query.ids, service.vocabularies)
    rows = {
        id: {column.id: [*column.old_values(known.get(id))] for column in columns}
        for id in query.ids
    }
    return answer({"meta": [column.meta() for column in columns], "rows": rows})


def _query(value: Any) -> ExtendQuery:
    query = checked(ExtendQuery, value, "extend")
    if len(query.ids) > MOST_IDS:
        raise Invalid(N_("“%(parameter)s” is more than %(most)s."), parameter="extend.ids",
                      code="too_many", most=MOST_IDS)  # fmt: skip
    return query


class _Column:
    """A property with its settings; one that is not known has no values."""

    def __init__(self, service: Service, asked: ExtendProperty) -> None:
        self.id, self._service = asked.id, service
        self._property = property_of(asked.id)
        self._lang = _language(asked)
        self._limit = _count(asked)
        self._content = _content(asked)

    def meta(self) -> dict[str, Any]:
        """Return what the column is called, and of which type its concepts are."""
        if self._property is None:
            return {"id": self.id, "name": self.id}
        made = property_shape(self.id, self._service)
        if self._property.base in ENTITIES and self._content == "entity":
            concept = self._service.vocabulary or types.CONCEPT
            made["type"] = {"id": concept, "name": _type_name(self._service, concept)}
        return made

    def old_values(self, record: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
        """Yield the values of a concept in the shape of version 0.2."""
        for value in self._values(record):
            shape = self._shape(value)
            yield {name: one for name, one in shape.items() if name not in ("lang", "dir")}

    def draft_values(self, record: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
        """Yield the values of a concept in the shape of version 1.0-draft."""
        yield from map(self._shape, self._values(record))

    def _values(self, record: Mapping[str, Any] | None) -> list[Value]:
        if record is None or self._property is None:
            return []
        found = values_of(record, self.id, self._lang)
        return found[: self._limit] if self._limit else found

    def _shape(self, value: Value) -> dict[str, Any]:
        base = self._property.base if self._property else ""
        if base in DATES:
            moment = value.text if "T" in value.text else f"{value.text}T00:00:00Z"
            return {"date": moment}
        lang, text = value.lang, value.text
        if value.label:
            lang, text = chosen(value.label, self._service, self._lang) or (lang, text)
        if value.id and self._content == "id":
            return {"str": value.id}
        if base in ENTITIES and self._content == "entity":
            return {"id": value.id, "name": text, **spoken(lang)}
        return {"str": text, **spoken(lang)}


def _type_name(service: Service, id: str) -> str:
    return id if id == types.CONCEPT else vocabulary_title(service, id)[1]


def _language(asked: ExtendProperty) -> str:
    tag = asked.settings.get("lang", "")
    if tag in ("", None):
        return ""
    if not isinstance(tag, str) or not languages.is_well_formed(tag):
        raise Invalid(N_("“%(value)s” is not a language tag."), parameter="settings.lang",
                      value=str(tag)[:80])  # fmt: skip
    return languages.canonical(tag)


def _count(asked: ExtendProperty) -> int:
    """Return the most values of a row, 0 for all; clients send numbers also as texts."""
    value = asked.settings.get("limit", 0)
    text = str(value).strip().removesuffix(".0") if value is not None else ""
    if text == "":
        return 0
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(N_("“%(parameter)s” is not a whole number."), parameter="settings.limit",
                      code="not_a_number")  # fmt: skip
    return int(text)


def _content(asked: ExtendProperty) -> str:
    value = asked.settings.get("content", _CONTENTS[0])
    return value if value in _CONTENTS else _CONTENTS[0]


@route("/extend/propose")
def propose(service: Service) -> Response:
    """Return the properties that concepts of a type have."""
    kind, limit = request.args.get("type", ""), number("limit", 0)
    found = [*properties(service)]
    made: dict[str, Any] = {"properties": found[:limit] if limit else found, "type": kind}
    if limit:
        made["limit"] = limit
    return answer(made, keep=True)
