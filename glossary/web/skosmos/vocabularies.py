"""A vocabulary as the Skosmos interface sees it: what Skosmos has in its configuration, and groups
and schemes by their URI.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from html import escape
from typing import Any, NamedTuple

from pydantic_core import from_json

from glossary import languages
from glossary.formats.rdf.writing import Value
from glossary.model import MAPPING_RELATIONS
from glossary.reader import Reader
from glossary.records import TYPE, encode, named
from glossary.records.excerpts import decode_head
from glossary.web.skosmos.labels import preferred
from glossary.web.skosmos.names import COLLECTION, CONCEPT, GROUP_CLASS, ISOTHES, SKOS, labelled
from glossary.web.skosmos.unnamed import record_of

_TITLES = ("http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title")
_NAMES = (*_TITLES, SKOS + "prefLabel", "http://www.w3.org/2000/01/rdf-schema#label")
_MOST_TOPS = 10_000
_BESIDE_TERMS = (b',"otherwise":[', b'core#altLabel"', b'core#hiddenLabel"')
"""Where one of these is in a record, there is more about labels than its terms."""
Record = dict[str, Any]
Statements = list[tuple[str, str, str | None]]


class Group:
    """A group with what its file says of it."""

    def __init__(self, described: Record, said: Record, place: str) -> None:
        self.id: str = described["id"]
        self.uri: str = said["uri"] or place
        self.labels: dict[str, str] = described["label"]
        self.members: list[str] = described["members"]
        self.groups: list[str] = described.get("groups", [])
        self.statements: Statements = said["statements"]
        self.types = texts(self.statements, TYPE) or [COLLECTION]
        self.notations = texts(self.statements, SKOS + "notation")

    def alternatives(self, name: str) -> Iterable[tuple[str, str]]:
        """Return its other labels, of "altLabel" or "hiddenLabel", with their languages."""
        return ((text, lang) for at, text, lang in self.statements if at == SKOS + name and lang)


class Top(NamedTuple):
    """A top concept: where it is at the top, and what lists of them show."""

    uri: str
    schemes: list[str]
    labels: dict[str, str]
    notations: list[str]
    has_children: bool


class Known:
    """One vocabulary of one generation."""

    def __init__(self, reader: Reader, described: Record, survey: Record) -> None:
        self._reader, self.described, self.survey = reader, described, survey
        self.told: dict[str, list[tuple[str, Value]]] = {}
        """What data say of groups, schemes, classes and properties, by URI, where it was made."""
        self.id: str = described["id"]
        self.uri: str = described["uri"]
        self.default: str = described["source_language"]
        shown: list[str] = survey["shown"].get("languages", [])
        self.languages = shown or sorted(lang for lang in described["languages"] if lang)
        self.space: str = survey["shown"].get("namespace") or survey["space"]

    def title(self, lang: str) -> str | None:
        """Return its title in a language, else in its own; None for a vocabulary without one.

        A label of its scheme is no title. One that its operator gave it serves in all languages, of
        several the first.
        """
        several: dict[str, str] = self.survey["shown"].get("titles", {})
        if several:
            return several.get(lang) or next(iter(several.values()))
        said = self.statements_about(self.uri) or []
        stated = {tag: text for name, text, tag in said if name in _TITLES and tag is not None}
        labels = {text for name, text, _ in said if name in _NAMES}
        given = {
            tag: text
            for tag, text in self.described["title"].items()
            if text not in labels and text != self.id
        }
        found = given if self.default in given else stated | given
        return found.get(lang) or found.get(self.default) or next(iter(found.values()), None)

    @cached_property
    def written(self) -> list[tuple[bytes, list[tuple[bytes, bytes]]]]:
        """Texts that its file has in another form: a part of each, and what stands for it, quoted
        as JSON, as JSON in JSON, and as an element of XML.
        """
        made = []
        for composed, text in self.survey["written"].items():
            pair = [encode(one)[1:-1] for one in (composed, text)]
            inner = [encode(one.decode())[1:-1] for one in pair]
            elements = [escape(one, quote=False).encode() for one in (composed, text)]
            part = max(re.split(r'["\\<>&\x00-\x1f]', composed), key=len)
            forms = [
                (before + old + after, before + new + after)
                for before, after, (old, new) in (
                    (b'"', b'"', pair), (b'\\"', b'\\"', inner), (b">", b"<", elements),
                )
            ]  # fmt: skip
            made.append((part.encode(), forms))
        return made

    @property
    def shows_deprecated(self) -> bool:
        """Whether searches and lists show withdrawn concepts as well."""
        return bool(self.survey["shown"].get("show_withdrawn"))

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Its groups by URI, in the order of the file."""
        base = f"{self._reader.site().base_url}/id/{self.id}/"
        said = {one["id"]: one for one in self.survey["groups"]}
        found = (Group(one, said[one["id"]], base + one["id"]) for one in self.described["groups"])
        return {group.uri: group for group in found}

    @cached_property
    def groups_by_id(self) -> dict[str, Group]:
        """Its groups by id."""
        return {group.id: group for group in self.groups.values()}

    @cached_property
    def datatypes(self) -> dict[tuple[str, str], str]:
        """The datatypes of what is said of schemes and classes, by property and text."""
        return {(name, text): kind for name, text, kind in self.survey["datatypes"]}

    @cached_property
    def detailed(self) -> frozenset[str] | None:
        """The URIs of concepts of which neighbours must know more than records name them by; None
        where these may be any.
        """
        found: list[str] | None = self.survey["detailed"]
        return None if found is None else frozenset(found)

    @cached_property
    def groups_above(self) -> dict[str, list[Group]]:
        """The groups that each group is in itself, by its id."""
        found: dict[str, list[Group]] = {}
        for group in self.groups.values():
            for id in dict.fromkeys(group.groups):
                found.setdefault(id, []).append(group)
        return found

    @cached_property
    def group_labels(self) -> list[tuple[str, str, str, str, Group]]:
        """Labels and notations of its groups: in lower case, kind, language, as they are, and whose
        they are.
        """
        made = []
        for group in self.groups.values():
            rows = [("preferred", tag, text) for tag, text in group.labels.items()]
            rows += [("alternative", tag, text) for text, tag in group.alternatives("altLabel")]
            rows += [("hidden", tag, text) for text, tag in group.alternatives("hiddenLabel")]
            rows += [("notation", "", text) for text in group.notations]
            made += [(text.lower(), kind, tag, text, group) for kind, tag, text in rows]
        return sorted(made, key=lambda one: one[0])

    @cached_property
    def group_class(self) -> str:
        """The class of what is listed as groups: that of ISO 25964 where it is used."""
        used = any(GROUP_CLASS in group.types for group in self.groups.values())
        return GROUP_CLASS if used else COLLECTION

    @cached_property
    def default_types(self) -> frozenset[str]:
        """The classes whose members are found where none is asked for."""
        return frozenset({CONCEPT, ISOTHES + "ThesaurusArray", self.group_class})

    @cached_property
    def schemes(self) -> dict[str, Statements]:
        """What is said of its concept schemes, in the order of their URIs."""
        found = {
            uri: statements
            for uri, statements in self.survey["resources"].items()
            if SKOS + "ConceptScheme" in texts(statements, TYPE)
        }
        return dict(sorted(found.items()))

    @cached_property
    def main_scheme(self) -> str | None:
        """The scheme that is meant where none is named: the one with most concepts, and the last of
        several such.
        """
        counts: dict[str, int] = self.survey["schemes"]
        best = max(counts.get(uri, 0) for uri in self.schemes) if self.schemes else 0
        return next((uri for uri in reversed(self.schemes) if counts.get(uri, 0) == best), None)

    def tops_of(self, record: Record) -> list[str]:
        """Return the schemes that a concept is stated to be a top concept of."""
        stated: list[str] | None = record.get("top_of")
        if stated is not None:
            return sorted(stated)
        return [] if record["broader"] or record["status"] == "deprecated" else [self.uri]

    @cached_property
    def tops(self) -> list[Top]:
        """Its top concepts, in the order of the vocabulary."""
        entries = self._reader.index.children(self.id, "", self.default, 0, _MOST_TOPS)
        found = ((one, self.tops_of(one)) for one in self.by_ids(entry.id for entry in entries))
        return [
            Top(
                one["uri"], schemes, preferred(one), one.get("notations", []),
                bool(self.stated(one, "narrower")),
            )
            for one, schemes in found
            if schemes
        ]  # fmt: skip

    def schemes_named(self, lang: str) -> list[str]:
        """Return the schemes that have a name in a language."""
        return [
            uri
            for uri, said in self.schemes.items()
            if any(p in _NAMES and tag is not None and is_in(tag, lang) for p, _, tag in said)
        ]

    def concept(self, uri: str) -> Record | None:
        """Return the record of a concept by its URI."""
        return self.concepts([uri]).get(uri)

    def concepts(self, uris: Iterable[str]) -> dict[str, Record]:
        """Return the records of those concepts that exist by URI, also of those without a label."""
        wanted = [*uris]
        made: dict[str, Record] = {
            uri: from_json(record)
            for uri, record in self._reader.index.get_many(wanted, self.id).items()
        }
        for uri in wanted if self.unnamed else ():
            if uri in self.unnamed and uri not in made:
                made[uri] = record_of(uri, self.id, self.unnamed[uri], self._named)
        return made

    def labelled(self, uri: str) -> Record | None:
        """Return of the record of a concept what its labels need."""
        found = self._reader.index.get_many([uri], self.id).get(uri)
        if found is None:
            return self.concept(uri) if uri in self.unnamed else None
        is_plain = not any(part in found for part in _BESIDE_TERMS)
        return decode_head(found) if is_plain else from_json(found)

    def _named(self, uri: str) -> Record:
        """Return how a record names a concept; without an id and label where there is none."""
        found = self._reader.index.get_many([uri], self.id).get(uri)
        if found is None:
            return {"uri": uri, "id": "", "label": {}}
        return named(from_json(found))

    @property
    def unnamed(self) -> dict[str, Statements]:
        """What the file says of concepts without a preferred label, by URI."""
        found: dict[str, Statements] = self.survey["unnamed"]
        return found

    def by_id(self, id: str) -> Record | None:
        """Return the record of a concept by its id."""
        found = self._reader.index.get(self.id, id)
        return None if found is None else from_json(found)

    def by_ids(self, ids: Iterable[str]) -> list[Record]:
        """Return the records of those concepts that exist, in this order."""
        found = self._reader.summaries(self.id, ids)
        return [*self.concepts(one["uri"] for one in found.values()).values()]

    def narrower(self, record: Record) -> list[Record]:
        """Return what names the narrower concepts, also where there are very many."""
        total = record.get("narrower_total")
        if total is None:
            return list(record["narrower"])
        lang = self.default
        entries = self._reader.index.children(self.id, record["id"], lang, 0, total)
        found = self._reader.summaries(self.id, (entry.id for entry in entries))
        return [*found.values()]

    def stated(self, record: Record, relation: str) -> list[Record]:
        """Return what names the concepts that a relation is stated to; all that it has where the
        vocabulary states it of none. What is no concept here has no id and no label.
        """
        found = self.narrower(record) if relation == "narrower" else list(record[relation])
        stated = record.get("stated", {}).get(relation)
        if stated is None or relation not in self.survey["relations"]:
            return found
        by_uri = {one["uri"]: one for one in found}
        if record["uri"] in stated:
            by_uri[record["uri"]] = named(record)
        return [by_uri.get(uri) or {"uri": uri, "id": "", "label": {}} for uri in stated]

    def mapped(self, record: Record) -> list[Record]:
        """Return the mappings that a concept states itself; those of SKOS, Skosmos has no other."""
        stated = record.get("stated", {})
        return [
            one
            for one in record["mappings"]
            if one["relation"] in MAPPING_RELATIONS
            and not one.get("inferred")
            and one["uri"] in stated.get(one["relation"], (one["uri"],))
        ]

    def states(self, record: Record, relation: str, uri: str) -> bool:
        """Return whether a concept is related to a URI by what it states itself."""
        if relation not in self.survey["relations"]:
            return True
        stated = record.get("stated", {}).get(relation)
        return stated is None or uri in stated

    def holds(self, uri: str) -> bool:
        """Return whether a URI is in the namespace of its concepts."""
        return bool(self.space) and uri.startswith(self.space)

    def statements_about(self, uri: str) -> Statements | None:
        """Return what is said of a scheme or a class; None where nothing is."""
        found: Statements | None = self.survey["resources"].get(uri)
        return self.unnamed.get(uri) if found is None else found

    def fallback(self, lang: str) -> str:
        """Return the language that serves where `lang` does not."""
        return self.default if lang != self.default else lang


def texts(statements: Iterable[Any], predicate: str) -> list[str]:
    """Return the values of a property."""
    return [value for name, value, _ in statements if name == predicate]


def matching(labels: Mapping[str, str], lang: str) -> list[tuple[str, str]]:
    """Return language and text of the labels in a language, or a narrower form of it (RFC 4647,
    basic filtering): the language itself first.
    """
    if not lang:
        return []
    if lang in labels:
        others = [tag for tag in labels if tag != lang and is_in(tag, lang)]
        return [(tag, labels[tag]) for tag in (lang, *others)]
    return [(tag, text) for tag, text in labels.items() if is_in(tag, lang)]


def is_in(tag: str, lang: str) -> bool:
    """Return whether a tag is of a language or a narrower form of it."""
    tag, lang = tag.lower(), lang.lower()
    return tag == lang or tag.startswith(f"{lang}-")


def known(reader: Reader) -> dict[str, Known]:
    """Return the vocabularies of the published generation by id."""
    site = reader.site()
    held: dict[str, Known] | None = site.views.get(__name__)
    if held is None:
        surveys = from_json(reader.index.metadata()["surveys"])
        held = site.views[__name__] = {
            id: Known(reader, described, surveys[id]) for id, described in site.vocabularies.items()
        }
    return held


def vocabulary_of(reader: Reader, uri: str, preferred: Known | None = None) -> Known | None:
    """Return the vocabulary that a URI is of: by its namespace, where several have it one that has
    the concept.
    """
    found = [one for one in known(reader).values() if one.holds(uri)]
    if preferred in found and preferred is not None and preferred.concept(uri):
        return preferred
    return next((one for one in found if len(found) == 1 or _has(one, uri)), None) or next(
        iter(found), None
    )


def _has(its: Known, uri: str) -> bool:
    return uri in its.groups or its.concept(uri) is not None


def name_of_language(tag: str, lang: str) -> str:
    """Return the name of a language in another."""
    return languages.name(tag, lang)


__all__ = ["Group", "Known", "known", "labelled", "matching", "texts", "vocabulary_of"]
