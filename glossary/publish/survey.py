"""What is counted of a vocabulary while it is published: labels, letters, classes, namespaces."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from glossary.model import SKOS, WITHDRAWN, Concept, Group, Statement, Vocabulary
from glossary.records import TYPE

_MOST = 1000
"""So many namespaces, classes, and first signs of a language are told apart."""
_PROPERTIES = {f"{SKOS}prefLabel": 0, f"{SKOS}altLabel": 1, f"{SKOS}hiddenLabel": 2}
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
_RELATIONS = ("broader", "narrower", "related")


@dataclass(slots=True)
class Survey:
    """Counts over all concepts of a vocabulary, also those that are withdrawn.

    `labels` are the numbers of preferred, alternative and hidden labels by language, `letters` the
    first signs of preferred labels in capitals, `classes` the members of each further class and
    how many of them are withdrawn, `spaces` the concepts by what is before the last part of their
    URI, `schemes` those in each scheme, `relations` the relations that are stated at all; `listed`
    are the classes that are in the A-Z and counted by label, where these are not all; `detailed`
    are concepts of which neighbours must know more than records name others by: they have
    notations or kinds, or relations that only the other side states; `unnamed` is
    what is said of concepts without a preferred label.
    """

    labels: dict[str, list[int]] = field(default_factory=dict)
    letters: dict[str, set[str]] = field(default_factory=dict)
    classes: dict[str, list[int]] = field(default_factory=dict)
    spaces: Counter[str] = field(default_factory=Counter)
    concepts: list[int] = field(default_factory=lambda: [0, 0])
    schemes: Counter[str] = field(default_factory=Counter)
    relations: set[str] = field(default_factory=set)
    listed: frozenset[str] = frozenset()
    detailed: set[str] = field(default_factory=set)
    unnamed: dict[str, tuple[Statement, ...]] = field(default_factory=dict)

    _alone: int = 0

    def look_at(self, concept: Concept) -> None:
        """Count one concept."""
        withdrawn = concept.status == WITHDRAWN
        self.concepts[0] += 1
        self.concepts[1] += withdrawn
        for name, text, lang in concept.labels_stated() if self._is_listed(concept) else ():
            if name not in _PROPERTIES or lang is None:
                continue
            self.labels.setdefault(lang, [0, 0, 0])[_PROPERTIES[name]] += 1
            if not _PROPERTIES[name] and lang:
                self.letters.setdefault(lang, set()).add(text[:1].upper())
        for one in concept.statements:
            if one.predicate in _PROPERTIES and one.lang is not None and self._is_listed(concept):
                self.labels.setdefault(one.lang, [0, 0, 0])[_PROPERTIES[one.predicate]] += 1
            if one.predicate == TYPE:
                self._count_class(one.value, withdrawn)
        stated = dict(concept.stated)
        if (stated or concept.notations or concept.kinds) and len(self.detailed) <= _MOST:
            self.detailed.add(concept.uri)
        self.relations.update(
            name for name in _RELATIONS if stated.get(name, getattr(concept, name))
        )
        self.schemes.update(concept.schemes or ())
        self._alone += concept.schemes is None
        space = namespace(concept.uri)
        if space in self.spaces or len(self.spaces) < _MOST:
            self.spaces[space] += 1

    def _is_listed(self, concept: Concept) -> bool:
        """Return whether a concept is in the A-Z."""
        return not self.listed or not self.listed.isdisjoint(
            one.value for one in concept.statements if one.predicate == TYPE
        )

    def look_past(self, uri: str, statements: Iterable[Statement]) -> None:
        """Count something that its file has as a concept, though it has no preferred label."""
        said = tuple(statements)
        if len(self.unnamed) < _MOST:
            self.unnamed[uri] = said
        withdrawn = any(one.predicate == _DEPRECATED and one.value == "true" for one in said)
        self.concepts[0] += 1
        self.concepts[1] += withdrawn
        for one in said:
            if one.predicate == TYPE and one.value != f"{SKOS}Concept":
                self._count_class(one.value, withdrawn)

    def _count_class(self, name: str, withdrawn: bool) -> None:
        if name in self.classes or len(self.classes) < _MOST:
            counted = self.classes.setdefault(name, [0, 0])
            counted[0] += 1
            counted[1] += withdrawn

    def made(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """Return what was counted, and the groups and further resources of the vocabulary."""
        return {
            "labels": self.labels,
            "letters": {lang: sorted(signs)[:_MOST] for lang, signs in self.letters.items()},
            "classes": self.classes,
            "concepts": self.concepts,
            "schemes": self.schemes + Counter({vocabulary.uri: self._alone}),
            "relations": sorted(self.relations),
            "shown": vocabulary.shown,
            "written": vocabulary.written,
            "space": next((space for space, _ in self.spaces.most_common(1)), ""),
            "groups": [_group(group) for group in vocabulary.groups],
            "resources": dict(vocabulary.resources),
            "datatypes": vocabulary.datatypes,
            "unnamed": self.unnamed,
            "detailed": sorted(self.detailed) if len(self.detailed) <= _MOST else None,
        }


def namespace(uri: str) -> str:
    """Return a URI up to the last ``#`` or ``/`` in it."""
    return uri[: max(uri.rfind("#"), uri.rfind("/")) + 1]


def _group(group: Group) -> dict[str, Any]:
    return {"id": group.id, "uri": group.uri, "statements": group.statements}
