"""Suggestions while typing: concepts, types and properties; and what a client shows of each."""

from collections.abc import Iterator
from typing import Any

from flask import Response, request
from flask_babel import gettext
from markupsafe import escape
from pydantic_core import from_json

from glossary import languages
from glossary.errors import N_, Invalid, NotFound
from glossary.reader import lengths, preferred_terms
from glossary.reader.reconciliation import entity, types
from glossary.reader.reconciliation.properties import NAMES, group_type, property_of
from glossary.web.context import reader
from glossary.web.reconcile.door import Service, answer, chosen, route, spoken
from glossary.web.reconcile.words import described, type_shape, vocabulary_title
from index.text.analysis import fold

_DEFAULT, _MOST = 10, 100
_DEEPEST = 200
"""So many suggestions are paged through."""


def number(name: str, otherwise: int, least: int = 0) -> int:
    """Return a parameter that is a whole number; raise Invalid for anything else."""
    text = request.args.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(N_("“%(parameter)s” is not a whole number."), parameter=name,
                      code="not_a_number")  # fmt: skip
    if int(text) < least:
        raise Invalid(N_("“%(parameter)s” is less than %(least)s."), parameter=name, least=least,
                      code="too_small")  # fmt: skip
    return int(text)


def _prefix() -> str:
    text = request.args.get("prefix")
    if text is None:
        raise Invalid(N_("“%(parameter)s” is missing."), parameter="prefix", code="missing")
    return lengths.shortened(text.strip(), reader().settings.max_query_characters)


def _window() -> tuple[int, int]:
    """Return how many suggestions are skipped, and how many are wanted."""
    start = number("offset", number("cursor", 0))
    return start, min(number("limit", _DEFAULT, 1), _MOST)


@route("/suggest/entity")
def suggest_entity(service: Service) -> Response:
    """Return concepts with a name that begins so, or whose identifier it is."""
    prefix, (start, size) = _prefix(), _window()
    wanted = types.wanted(reader(), request.args.getlist("type"), service.vocabularies)
    if not prefix or wanted is None:
        return answer({"result": []})
    found = [*_entities(service, prefix, wanted, start + size)]
    return answer({"result": found[start : start + size]}, keep=True)


def _entities(
    service: Service, prefix: str, wanted: types.Wanted, count: int
) -> Iterator[dict[str, Any]]:
    within = wanted.vocabularies or tuple(v for v, _ in wanted.pairs) or service.vocabularies
    named = entity(reader(), prefix, within)
    if named and wanted.fits(named, False):
        yield _entity_shape(service, named, *_name(service, named, ""))
    many = min(count, _DEEPEST) if wanted.is_plain else _DEEPEST
    for one in reader().suggest(prefix, _language(service), within, many):
        if named and (one.vocabulary, one.id) == (named["vocabulary"], named["id"]):
            continue
        record = from_json(reader().concept_bytes(one.vocabulary, one.id))
        if wanted.fits(record, False):
            yield _entity_shape(service, record, *_name(service, record, one.lang), one.text)


def _language(service: Service) -> str:
    """Return the language whose names come first: one that was asked for, else the vocabulary's."""
    if service.languages or not service.vocabulary:
        return next(iter(service.languages), "")
    return str(reader().vocabulary(service.vocabulary)["source_language"])


def _name(service: Service, record: dict[str, Any], lang: str) -> tuple[str, str]:
    source = reader().vocabulary(record["vocabulary"])["source_language"]
    return chosen(preferred_terms(record), service, lang, source) or ("", record["id"])


def _entity_shape(
    service: Service, record: dict[str, Any], lang: str, name: str, label: str = ""
) -> dict[str, Any]:
    made = {"id": record["uri"], "name": name, **spoken(lang)}
    told = [f"“{label}”"] if label and label != name else []
    told.append(described(service, record))
    if text := " · ".join(filter(None, told)):
        made["description"] = text
    made["notable"] = [type_shape(service, *kind) for kind in types.types_of(record)]
    return made


@route("/suggest/type")
def suggest_type(service: Service) -> Response:
    """Return types whose name has a word that begins so, or whose identifier it is; all for an
    empty beginning.
    """
    return _listed(_types(service))


def _types(service: Service) -> Iterator[dict[str, Any]]:
    yield {"id": types.CONCEPT, "name": gettext(N_("Concept"))}
    for id in service.vocabularies or reader().site().vocabularies:
        lang, title = vocabulary_title(service, id)
        broader = {"id": id, "name": title, **spoken(lang)}
        yield broader
        described = reader().vocabulary(id)
        for group in described["groups"]:
            tag, name = chosen(group["label"], service, described["source_language"]) or (
                "", group["id"]
            )  # fmt: skip
            yield {"id": group_type(id, group["id"]), "name": name, **spoken(tag),
                   "broader": [broader]}  # fmt: skip


@route("/suggest/property")
def suggest_property(service: Service) -> Response:
    """Return properties whose name or identifier begins so; all for an empty beginning."""
    return _listed(_with_languages(service))


def _listed(found: Iterator[dict[str, Any]]) -> Response:
    """Return those of some things whose name or identifier begins with what was typed."""
    prefix, (start, size) = _prefix(), _window()
    folded = fold(prefix) if prefix else ""
    fitting = [one for one in found if one["id"] == prefix or _begins(one, folded)]
    fitting.sort(key=lambda one: one["id"] != prefix)
    return answer({"result": fitting[start : start + size]}, keep=True)


def _begins(one: dict[str, Any], folded: str) -> bool:
    names = (f" {fold(text)}" for text in (one["name"], one["id"]))
    return not folded or any(f" {folded}" in name for name in names)


def properties(service: Service) -> Iterator[dict[str, Any]]:
    """Yield the properties, without those of one language."""
    for id, name in NAMES.items():
        yield {"id": id, "name": gettext(name)}


def _with_languages(service: Service) -> Iterator[dict[str, Any]]:
    yield from properties(service)
    ids = service.vocabularies or reader().site().vocabularies
    langs = dict.fromkeys(lang for id in ids for lang in reader().vocabulary(id)["languages"])
    for lang in langs:
        for name in ("prefLabel", "altLabel", "definition"):
            yield property_shape(f"{name}@{lang}", service)


def property_shape(id: str, service: Service) -> dict[str, Any]:
    """Return a property: its id, and its name with the language that it has."""
    known = property_of(id)
    if known is None:
        raise NotFound(N_("There is no property “%(value)s”."), value=id)
    name = gettext(NAMES[known.base])
    if known.lang:
        ui = languages.best(reader().settings.interface_languages, service.languages) or "en"
        name = f"{name} ({languages.name(known.lang, ui)})"
    return {"id": id, "name": name}


@route("/flyout/<any(entity, type, property):of>")
def flyout(service: Service, of: str) -> Response:
    """Return a piece of HTML about a concept, a type or a property; all of it is escaped."""
    id = request.args.get("id", "")
    name, text = _FLYOUTS[of](service, id)
    html = f'<p dir="auto"><strong>{escape(name)}</strong></p>'
    if text:
        html += f'<p dir="auto">{escape(text)}</p>'
    return answer({"id": id, "html": html}, keep=True)


def _of_entity(service: Service, id: str) -> tuple[str, str]:
    record = entity(reader(), id, service.vocabularies)
    if record is None:
        raise NotFound(N_("There is no concept “%(value)s”."), value=id)
    return _name(service, record, "")[1], described(service, record)


def _of_type(service: Service, id: str) -> tuple[str, str]:
    for one in _types(service):
        if one["id"] == id:
            return one["name"], ", ".join(kind["name"] for kind in one.get("broader", ()))
    raise NotFound(N_("There is no type “%(value)s”."), value=id)


def _of_property(service: Service, id: str) -> tuple[str, str]:
    return property_shape(id, service)["name"], ""


_FLYOUTS = {"entity": _of_entity, "type": _of_type, "property": _of_property}
