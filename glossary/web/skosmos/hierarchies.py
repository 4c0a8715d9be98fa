"""Hierarchies and groups: the ways from a concept to the top, top concepts, groups and members."""

from typing import Any

from glossary.web.skosmos.concepts import (
    concept_asked,
    label_with_fallback,
    types_of,
    with_notations,
)
from glossary.web.skosmos.door import CONTEXT, ONKI, Asked, not_found, route
from glossary.web.skosmos.labels import named, preferred
from glossary.web.skosmos.names import short
from glossary.web.skosmos.vocabularies import Group, Known, Record, is_in, matching

_MOST_STEPS = 1_000


def _shown(labels: dict[str, str], lang: str, its: Known) -> str | None:
    """Return a label, with its language behind it where that is not the one asked for."""
    found = label_with_fallback(labels, lang, its)
    if found is None:
        return None
    tag, text = found
    return text if not tag or tag == lang or tag.startswith(f"{lang}-") else f"{text} ({tag})"


def top_concepts(its: Known, schemes: list[str], lang: str) -> list[dict[str, Any]]:
    """Return the top concepts of some schemes, in the order of the vocabulary."""
    made = []
    for top in its.tops:
        label = _shown(top.labels, lang, its)
        for scheme in top.schemes if label is not None else ():
            if scheme in schemes:
                one = {
                    "uri": top.uri,
                    "topConceptOf": scheme,
                    "label": label,
                    "hasChildren": top.has_children,
                }
                made += [{**one, **more} for more in with_notations(top.notations)]
    return made


@route("/<vocabulary>/topConcepts", "lang", "scheme")
def top(given: Asked, its: Known) -> dict[str, Any]:
    """Return the top concepts of a scheme, of the vocabulary's own where none is named."""
    lang, scheme = given.get("lang") or its.default, given.get("scheme")
    wanted = [scheme] if scheme else [its.main_scheme or its.uri]
    return {
        "@context": {
            **CONTEXT, "onki": ONKI, "topconcepts": "skos:hasTopConcept",
            "notation": "skos:notation", "label": "skos:prefLabel", "@language": lang,
        },
        "uri": scheme or its.main_scheme,
        "topconcepts": top_concepts(its, wanted, lang),
    }  # fmt: skip


@route("/<vocabulary>/hierarchy", "uri*", "lang")
def hierarchy(given: Asked, its: Known) -> dict[str, Any]:
    """Return all that is broader, each with what is narrower, and the other top concepts."""
    start, lang = concept_asked(given, its), given.get("lang") or its.default
    found: dict[str, Any] = {}
    waiting, seen = [start], {start["id"]}
    while waiting and len(found) < _MOST_STEPS:
        record = waiting.pop(0)
        found[record["uri"]] = _level(its, record, lang)
        above = its.stated(record, "broader")
        fresh = [one["id"] for one in above if one["id"] and one["id"] not in seen]
        seen.update(fresh)
        waiting += its.by_ids(fresh)
    for one in top_concepts(its, its.schemes_named(lang), lang):
        scheme = one["topConceptOf"]
        made = {
            "uri": one["uri"],
            "top": scheme,
            "tops": [scheme],
            "prefLabel": one["label"],
            "hasChildren": one["hasChildren"],
        }
        made |= {name: one[name] for name in ("notation",) if name in one}
        found.setdefault(one["uri"], made)
    return {"@context": _context(lang), "uri": start["uri"], "broaderTransitive": found}


def _context(lang: str) -> dict[str, Any]:
    links = {
        name: {"@id": f"skos:{of}", "@type": "@id"}
        for name, of in (("narrower", "narrower"), ("broader", "broader"))
    }
    tops = {name: {"@id": "skos:topConceptOf", "@type": "@id"} for name in ("top", "tops")}
    return {
        **CONTEXT, "onki": ONKI, "prefLabel": "skos:prefLabel", "notation": "skos:notation",
        **links, "broaderTransitive": {"@id": "skos:broaderTransitive", "@container": "@index"},
        **tops, "hasChildren": "onki:hasChildren", "@language": lang,
    }  # fmt: skip


def _level(its: Known, record: Record, lang: str) -> dict[str, Any]:
    """Return a concept of the hierarchy with its children."""
    made: dict[str, Any] = {"uri": record["uri"]}
    if tops := its.tops_of(record):
        made |= {"tops": tops, "top": its.main_scheme if its.main_scheme in tops else tops[0]}
    inner = []
    below = its.stated(record, "narrower")
    children = its.concepts(one["uri"] for one in below)
    for one in below:
        child = children.get(one["uri"], {})
        entry = {
            "uri": one["uri"],
            "label": _shown(named(one), lang, its),
            "hasChildren": bool(child and its.stated(child, "narrower")),
        }
        inner.append({**entry, **with_notations(child.get("notations", ()))[0]})
    if inner:
        made["narrower"] = inner
    label = _shown(preferred(record), lang, its)
    if label is not None:
        made["prefLabel"] = label
    made |= with_notations(record.get("notations", ()))[0]
    if above := its.stated(record, "broader"):
        made["broader"] = [one["uri"] for one in above]
    return made


@route("/<vocabulary>/groups", "lang")
def groups(given: Asked, its: Known) -> dict[str, Any]:
    """Return the groups that have a label in the language, in the order of these."""
    lang, made = given.get("lang") or its.default, []
    listed = {group.id: group for group in its.groups.values() if its.group_class in group.types}
    for group in listed.values():
        one: dict[str, Any] = {"uri": group.uri}
        inner = [listed[id].uri for id in group.groups if id in listed]
        more: dict[str, Any] = {"childGroups": inner} if inner else {}
        more["hasMembers"] = bool(group.members or group.groups)
        for _, text in matching(group.labels, lang):
            for notation in with_notations(group.notations):
                made.append((text.lower(), {**one, "prefLabel": text, **more, **notation}))
    made.sort(key=lambda pair: pair[0])
    return {
        "@context": {
            **CONTEXT, "onki": ONKI, "prefLabel": "skos:prefLabel", "groups": "onki:hasGroup",
            "childGroups": {"@id": "skos:member", "@type": "@id"},
            "hasMembers": "onki:hasMembers", "@language": lang,
        },
        "uri": "",
        "groups": [one for _, one in made],
    }  # fmt: skip


@route("/<vocabulary>/groupMembers", "uri*", "lang")
def members(given: Asked, its: Known) -> dict[str, Any]:
    """Return what is in a group, in the order of the labels."""
    lang, uri = given.get("lang") or its.default, given.get("uri").rstrip()
    group = its.groups.get(uri)
    made = [] if group is None else _members(its, group, lang)
    if not made:
        raise not_found(uri, "group")
    return {
        "@context": {
            **CONTEXT, "prefLabel": "skos:prefLabel", "members": "skos:member", "@language": lang,
        },
        "uri": uri,
        "members": made,
    }  # fmt: skip


def _members(its: Known, group: Group, lang: str) -> list[dict[str, Any]]:
    found: list[Group | Record] = [its.groups_by_id[id] for id in group.groups]
    found += its.by_ids(group.members)
    made = []
    for one in found:
        if isinstance(one, Group):
            uri, labels, notations = one.uri, one.labels, one.notations
        elif one["status"] == "deprecated" and not its.shows_deprecated:
            continue
        else:
            uri, labels, notations = one["uri"], preferred(one), one.get("notations", ())
        shown = label_with_fallback(labels, lang, its)
        entry: dict[str, Any] = {
            "uri": uri,
            "isSuper": isinstance(one, Group) and bool(one.groups),
            "hasMembers": isinstance(one, Group) and bool(one.members or one.groups),
            "type": [short(name) or name for name in types_of(one)],
        }
        if shown is not None:
            tag, text = shown
            entry["prefLabel"] = text if not tag or is_in(tag, lang) else f"{text} ({tag})"
        entry |= with_notations(notations)[0]
        made.append((shown[1].lower() if shown else "", entry))
    return [entry for _, entry in sorted(made, key=lambda pair: pair[0])]
