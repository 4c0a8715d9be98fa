"""What is counted of a vocabulary while it is published: labels, letters, classes, namespaces."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from glossary.model import WITHDRAWN, Concept, Group, Vocabulary
from glossary.records import TYPE

_MOST = 1000
"""So many namespaces, classes, and first signs of a language are told apart."""
_PROPERTIES = {"preferred": 0, "hidden": 2}
_ALTERNATIVE = 1
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABELS = {f"{_SKOS}altLabel": 1, f"{_SKOS}hiddenLabel": 2}
_RELATIONS = ("broader", "narrower", "related")


@dataclass(slots=True)
class Survey:
    """Counts over all concepts of a vocabulary, also those that are withdrawn.

    `labels` are the numbers of preferred, alternative and hidden labels by language, `letters` the
    first signs of preferred labels in capitals, `classes` the members of each further class and
    how many of them are withdrawn, `spaces` the concepts by what is before the last part of their
    URI, `schemes` those in each scheme, `relations` the relations that are stated at all,
    "top" that concepts are at the top of a scheme.
    """

    labels: dict[str, list[int]] = field(default_factory=dict)
    letters: dict[str, set[str]] = field(default_factory=dict)
    classes: dict[str, list[int]] = field(default_factory=dict)
    spaces: Counter[str] = field(default_factory=Counter)
    concepts: list[int] = field(default_factory=lambda: [0, 0])
    schemes: Counter[str] = field(default_factory=Counter)
    relations: set[str] = field(default_factory=set)

    _alone: int = 0

    def look_at(self, concept: Concept) -> None:
        """Count one concept."""
        withdrawn = concept.status == WITHDRAWN
        self.concepts[0] += 1
        self.concepts[1] += withdrawn
        for term in concept.terms:
            counts = self.labels.setdefault(term.lang, [0, 0, 0])
            counts[_PROPERTIES.get(term.status, _ALTERNATIVE)] += 1
            if term.status == "preferred":
                self.letters.setdefault(term.lang, set()).add(term.text[:1].upper())
        for one in concept.statements:
            if one.predicate in _LABELS and one.lang is not None:
                self.labels.setdefault(one.lang, [0, 0, 0])[_LABELS[one.predicate]] += 1
            if one.predicate == TYPE and (one.value in self.classes or len(self.classes) < _MOST):
                counted = self.classes.setdefault(one.value, [0, 0])
                counted[0] += 1
                counted[1] += withdrawn
        is_top = not concept.broader and not withdrawn
        if concept.top_of or (concept.top_of is None and is_top):
            self.relations.add("top")
        stated = dict(concept.stated)
        self.relations.update(
            name for name in _RELATIONS if stated.get(name, getattr(concept, name))
        )
        self.schemes.update(concept.schemes or ())
        self._alone += concept.schemes is None
        space = namespace(concept.uri)
        if space in self.spaces or len(self.spaces) < _MOST:
            self.spaces[space] += 1

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
        }


def namespace(uri: str) -> str:
    """Return a URI up to the last ``#`` or ``/`` in it."""
    return uri[: max(uri.rfind("#"), uri.rfind("/")) + 1]


def _group(group: Group) -> dict[str, Any]:
    return {"id": group.id, "uri": group.uri, "statements": group.statements}
