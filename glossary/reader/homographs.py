"""Concepts with the same name, told apart by what else is known of them."""

from collections.abc import Callable, Sequence
from typing import Any

from index import Completion

Record = dict[str, Any]


def distinctions(
    found: Sequence[Completion], concept: Callable[[str, str], Record]
) -> dict[int, Record]:
    """Return for the completions that look alike, by their place, what tells each from the others.

    That is the label of its first broader concept, else of its first group, its notation or
    definition, as `kind` and `label` by language. What has none of these is told by its vocabulary
    only. `concept` gives the record of a vocabulary and an id.
    """
    texts = [one.text.casefold() for one in found]
    if len({*texts}) == len(texts):
        return {}
    made = {}
    for place, one in enumerate(found):
        if texts.count(texts[place]) > 1:
            told = _distinction(concept(one.vocabulary, one.id))
            if told:
                made[place] = told
    return made


def _distinction(record: Record) -> Record | None:
    """Return what tells a concept from others of its name, None where nothing does."""
    for kind, name in (("broader", "broader"), ("group", "groups")):
        labels = [one["label"] for one in record[name] if one.get("label")]
        if labels:
            return {"kind": kind, "label": labels[0]}
    if record.get("notations"):
        return {"kind": "notation", "label": {"und": record["notations"][0]}}
    texts = {lang: notes[0]["text"] for lang, notes in record["definitions"].items()}
    return {"kind": "definition", "label": texts} if texts else None
