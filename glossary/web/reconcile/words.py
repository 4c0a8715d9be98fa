"""What readers of candidates are told of a concept and of its types, in their language."""

from collections.abc import Mapping
from typing import Any

from glossary.web.reconcile.door import Service, chosen, spoken
from index import Match

_LONGEST = 160


def described(
    service: Service, record: Mapping[str, Any], match: Match | None = None, name: str = ""
) -> str:
    """Return a line that tells a concept from others: the label that was found where it is not the
    name, its definition or what is above it, its vocabulary where several are asked.
    """
    parts = []
    if match and match.text and match.text != name and match.kind != "identifier":
        parts.append(f"“{match.text}”" + (f" ({match.lang})" if match.lang else ""))
    parts.append(_definition(service, record) or _above(service, record))
    if not service.vocabulary:
        parts.append(vocabulary_title(service, record["vocabulary"])[1])
    return " · ".join(filter(None, parts))


def _definition(service: Service, record: Mapping[str, Any]) -> str:
    texts = {lang: notes[0]["text"] for lang, notes in record["definitions"].items() if notes}
    found = chosen(texts, service, service.source(record["vocabulary"]))
    text = " ".join(found[1].split()) if found else ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _above(service: Service, record: Mapping[str, Any]) -> str:
    labels = (one.get("label") for one in record["broader"][:3])
    named = [
        chosen(label, service, service.source(record["vocabulary"])) for label in labels if label
    ]
    return ", ".join(found[1] for found in named if found)


def vocabulary_title(service: Service, id: str) -> tuple[str, str]:
    """Return language and text of the title of a vocabulary."""
    title = service.described[id]["title"]
    return chosen(title, service, service.source(id)) or ("", id)


def type_shape(service: Service, id: str, label: Mapping[str, str] | None) -> dict[str, Any]:
    """Return a type of a concept: a group where it has labels, else a vocabulary."""
    known = service.remembered.get(id)
    if known is None:
        known = service.remembered[id] = _type_shape(service, id, label)
    shape: dict[str, Any] = known
    return shape


def _type_shape(service: Service, id: str, label: Mapping[str, str] | None) -> dict[str, Any]:
    vocabulary, _, group = id.partition("/")
    if not group:
        lang, name = vocabulary_title(service, id)
    else:
        lang, name = chosen(label or {}, service, service.source(vocabulary)) or ("", group)
    return {"id": id, "name": name, **spoken(lang)}
