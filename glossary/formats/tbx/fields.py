"""Groups of concepts as TBX has them: subject fields, and in the header what these cannot say."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from glossary.model import GROUP_KINDS, Group, Vocabulary

_PLAIN = re.compile(r"[a-z0-9]+")
_LISTS = ("groups", "below", "members")


def _shown(group: Group, lang: str) -> str:
    """Return the subject field of a group: its label in the source language."""
    return group.labels.get(lang) or next(iter(group.labels.values()), group.id)


def labels_of(its: Vocabulary) -> dict[str, list[str]]:
    """Return the subject fields of each concept, by its id."""
    fields: dict[str, list[str]] = {}
    for group in its.groups:
        for id in dict.fromkeys(group.members):
            labels = fields.setdefault(id, [])
            if (label := _shown(group, its.source_language)) not in labels:
                labels.append(label)
    return fields


def stated(its: Vocabulary) -> Iterator[str]:
    """Yield each group for the header, as JSON: its members only where the subject fields of the
    concepts do not tell them, or not in order.
    """
    counts = Counter(_shown(group, its.source_language) for group in its.groups)
    for group in its.groups:
        said: dict[str, Any] = {"id": group.id, "labels": group.labels}
        others = {
            "uri": group.uri, "groups": group.groups, "below": group.below,
            "kind": group.kind if group.kind != "collection" else "", "ordered": group.ordered,
        }  # fmt: skip
        said |= {name: value for name, value in others.items() if value}
        if group.ordered or counts[_shown(group, its.source_language)] > 1:
            said["members"] = group.members
        yield json.dumps(said, ensure_ascii=False)


def read(text: str) -> Group | None:
    """Return the group that stands in the header, None where it is none."""
    try:
        said = json.loads(text)
        labels, lists = said["labels"], [said.get(name, []) for name in _LISTS]
        kind = said.get("kind", "collection")
        texts = [said["id"], said.get("uri", ""), *labels, *labels.values()]
        for ids in lists:
            texts += ids if isinstance(ids, list) else [None]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if kind not in GROUP_KINDS or not all(isinstance(one, str) for one in texts):
        return None
    groups, below, members = map(tuple, lists)
    ordered = said.get("ordered") is True
    return Group(said["id"], texts[1], labels, members, groups, below, kind, ordered)


def groups_of(
    fields: Mapping[str, list[str]], known: Iterable[Group], own: str, lang: str
) -> Iterator[Group]:
    """Yield the groups of a file: those in its header with the concepts that have their subject
    field, and one for each other field.

    `fields` are ids of concepts by field, `own` is the language in which the file names the groups
    of its header, `lang` that of other fields.
    """
    known, seen, ids = list(known), set[str](), set[str]()
    counts = Counter(_shown(group, own) for group in known)
    for group in known:
        label = _shown(group, own)
        members = dict.fromkeys(fields.get(label, ()))
        inside = [id for id in group.members if id in members]
        if counts[label] == 1:
            inside += [id for id in members if id not in group.members]
        seen.add(label)
        ids.add(group.id)
        yield Group(
            group.id, group.uri, group.labels, tuple(inside), group.groups, group.below,
            group.kind, group.ordered,
        )  # fmt: skip
    for number, (label, found) in enumerate(fields.items(), start=1):
        if label not in seen:
            plain = "-".join(_PLAIN.findall(label.casefold()))[:40]
            id = f"field-{plain or number}"
            id = f"{id}-{number}" if id in ids else id
            ids.add(id)
            yield Group(id, "", {lang: label}, tuple(found))
