"""Further fields of a search result: all preferred labels, other labels, relations, mappings."""

from typing import Any

from glossary.records import NOTES_BY_MEMBER
from glossary.web.skosmos.labels import labels_of_record, named, preferred
from glossary.web.skosmos.names import SKOS
from glossary.web.skosmos.vocabularies import Known, Record, is_in, matching

_NOTES = {kind: member for member, kind in NOTES_BY_MEMBER.items()}
_LABELS = ("altLabel", "hiddenLabel")
_LINKS = ("broader", "narrower", "related")


def field_values(its: Known, uri: str, name: str, lang: str) -> Any:
    """Return the values of a field for something: texts in a language, else URIs with labels."""
    record = its.concept(uri)
    if record is None:
        group = its.groups.get(uri)
        return group.labels if group is not None and name == "prefLabel" else []
    if name == "prefLabel":
        return preferred(record)
    if name in _LABELS:
        found = (
            text for of, text, tag in labels_of_record(record) if of == name and is_in(tag, lang)
        )
        return [*dict.fromkeys(found)]
    if name in _NOTES:
        notes = record.get(_NOTES[name], {})
        return [one["text"] for tag, said in notes.items() if is_in(tag, lang) for one in said]
    return _resources(its, record, name, lang)


def _resources(its: Known, record: Record, name: str, lang: str) -> list[dict[str, str]]:
    """Return URI and label of what a concept is related or mapped to, or in."""
    if name in _LINKS:
        found = its.stated(record, name)
        return [_named(one["uri"], named(one), lang) for one in found]
    if name == "inScheme":
        schemes = record.get("schemes")
        uris = [its.uri] if schemes is None else schemes
        return [_named(uri, _scheme_labels(its, uri), lang) for uri in uris]
    mapped = [one for one in its.mapped(record) if one["relation"] == name]
    return [
        _named(one["uri"], named(one) if one.get("vocabulary") == its.id else {}, lang)
        for one in mapped
    ]


def _scheme_labels(its: Known, uri: str) -> dict[str, str]:
    said = its.statements_about(uri) or ()
    return {tag: text for name, text, tag in said if name == SKOS + "prefLabel" and tag is not None}


def _named(uri: str, labels: dict[str, str], lang: str) -> dict[str, str]:
    found = matching(labels, lang)
    return {"uri": uri} | ({"prefLabel": found[0][1]} if found else {})
