"""Types of entities: concept, the vocabularies, and their groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glossary.reader import Reader
from glossary.reader.reconciliation.properties import group_type

if TYPE_CHECKING:
    from glossary.reader.reconciliation.candidates import Question

CONCEPT = "Concept"
"""The type that every concept has."""
_CONCEPT_TOO = (CONCEPT, "skos:Concept", "http://www.w3.org/2004/02/skos/core#Concept")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The types that are asked for: ids of vocabularies, and groups as vocabulary and id."""

    vocabularies: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Return whether vocabularies say all of it."""
        return not self.pairs

    @property
    def only_groups(self) -> bool:
        """Return whether groups say all of it."""
        return bool(self.pairs) and not self.vocabularies

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the ids of the groups."""
        return tuple(group for _, group in self.pairs)

    def within(self, question: "Question") -> tuple[str, ...]:
        """Return the vocabularies in which to look, none for all."""
        if question.soft_types or not (self.vocabularies or self.pairs):
            return question.vocabularies
        return tuple(dict.fromkeys((*self.vocabularies, *(one for one, _ in self.pairs))))

    def fits(self, record: Mapping[str, Any], every: bool) -> bool:
        """Return whether a concept has one of the types, or with `every` all of them."""
        if not self.vocabularies and not self.pairs:
            return True
        groups = {(record["vocabulary"], one["id"]) for one in record["groups"]}
        have = [record["vocabulary"] == one for one in self.vocabularies]
        have += [pair in groups for pair in self.pairs]
        return all(have) if every else any(have)


def wanted(reader: Reader, ids: Iterable[str], vocabularies: Sequence[str]) -> Wanted | None:
    """Return the types that ids name, None where none of them is a type of these vocabularies."""
    named = list(dict.fromkeys(ids))
    if not named or any(id in _CONCEPT_TOO for id in named):
        return Wanted()
    described = reader.site().vocabularies
    here = set(vocabularies or described)
    own = tuple(id for id in named if id in here)
    pairs = [id.partition("/") for id in named if "/" in id]
    groups = tuple(
        (first, rest)
        for first, _, rest in pairs
        if first in here and reader.site().group(rest, (first,)) is not None
    )
    return Wanted(own, groups) if own or groups else None


def types_of(record: Mapping[str, Any]) -> list[tuple[str, Mapping[str, str] | None]]:
    """Return the types of a concept, most specific first: id, and names by language where the
    record has them.
    """
    vocabulary = record["vocabulary"]
    groups = [(group_type(vocabulary, one["id"]), one["label"]) for one in record["groups"]]
    return [*groups, (vocabulary, None)]
