"""Labels of concepts as their file states them, from records and from how others name them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from glossary.model import LABEL_PROPERTIES
from glossary.web.skosmos.names import SKOS

_KINDS = {"prefLabel": "preferred", "altLabel": "alternative", "hiddenLabel": "hidden"}
"""The kinds of labels in the index by property."""
Label = tuple[str, str, str]
"""Property, text and language of a label, "" for none."""
_OTHERS = (SKOS + "altLabel", SKOS + "hiddenLabel")


def labels_of_record(record: Mapping[str, Any]) -> Iterator[Label]:
    """Yield property, text and language, "" for none, of the labels of a concept."""
    otherwise = stated_otherwise(record)
    for lang, terms in record["terms"].items():
        for term in terms:
            if (stated := otherwise.get((term["text"], lang))) is None:
                yield LABEL_PROPERTIES.get(term["status"], "altLabel"), term["text"], lang
            else:
                yield from stated
    for name, text, tag in record.get("statements", ()):
        if name in _OTHERS and tag is not None:
            yield name.removeprefix(SKOS), text, tag


def stated_otherwise(named: Mapping[str, Any]) -> dict[tuple[str, str], list[Label]]:
    """Return the labels by text and language of the terms that are stated otherwise, of a record
    or a reference.
    """
    if "otherwise" not in named:
        return {}
    return {
        (text, lang): [
            (name.removeprefix(SKOS), value, tag)
            for name, value, tag in stated
            if name.removeprefix(SKOS) in _KINDS and tag is not None
        ]
        for kind, text, lang, stated in named["otherwise"]
        if kind == "term"
    }


def preferred(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the preferred label of each language of a record, "" for none."""
    found: dict[str, str] = {}
    for name, text, lang in labels_of_record(record):
        if name == "prefLabel":
            found.setdefault(lang, text)
    return found


def named(reference: Mapping[str, Any]) -> dict[str, str]:
    """Return the preferred label of each language of what a reference names, "" for none."""
    labels: dict[str, str] = reference.get("label", {})
    otherwise = stated_otherwise(reference)
    if not otherwise:
        return labels
    found = {lang: text for lang, text in labels.items() if (text, lang) not in otherwise}
    for stated in otherwise.values():
        for name, text, lang in stated:
            if name == "prefLabel":
                found.setdefault(lang, text)
    return found


def stated_as(
    kind: str, text: str, lang: str, reference: Mapping[str, Any]
) -> Iterable[tuple[str, str]]:
    """Return kind and language of a label of the index as it is stated: several where the file has
    it so, none where it is no plain label there.
    """
    if kind not in _KINDS.values():
        return [(kind, lang)]
    stated = stated_otherwise(reference).get((text, lang))
    return [(kind, lang)] if stated is None else [(_KINDS[name], tag) for name, _, tag in stated]
