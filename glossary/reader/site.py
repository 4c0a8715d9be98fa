"""What was published beside the concepts: vocabularies, groups, dates."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json

from glossary.reader.groups import GroupTree
from index import Index

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """What one generation says of the whole site: vocabularies by id, when it was published, and
    when something was changed last.
    """

    generation: str
    published: str
    changed: str
    base_url: str
    collation: str
    vocabularies: dict[str, Record] = field(default_factory=dict)
    groups: dict[str, GroupTree] = field(default_factory=dict)
    sources: dict[str, Record] = field(default_factory=dict)
    """The works of the register of sources, by key."""
    connections: list[tuple[str, str, str, int]] = field(default_factory=list)
    """Two vocabularies, a relation as from the first, and between how many concepts it is."""
    false_friends: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Vocabulary and id of one concept and another that have the same name and other meanings."""
    views: dict[str, Any] = field(default_factory=dict)
    """What doors have made of it, by their names."""

    def languages(self) -> dict[str, int]:
        """Return the number of preferred terms in each language, most first."""
        counts: dict[str, int] = {}
        for vocabulary in self.vocabularies.values():
            for lang, count in vocabulary["languages"].items():
                counts[lang] = counts.get(lang, 0) + count
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    def concepts(self) -> int:
        """Return the number of concepts."""
        return sum(v["concepts"] for v in self.vocabularies.values())

    def group(self, id: str, vocabularies: Collection[str] = ()) -> Record | None:
        """Return the description of a group, in these vocabularies or any, else None."""
        for vocabulary in self.vocabularies.values():
            if not vocabularies or vocabulary["id"] in vocabularies:
                for group in vocabulary["groups"]:
                    if group["id"] == id:
                        described: Record = group
                        return described
        return None


def read_site(index: Index, generation: str) -> Site:
    """Return what the index keeps of the site in a generation."""
    metadata = index.metadata()
    described: list[Record] = from_json(metadata["vocabularies"])
    return Site(
        generation,
        metadata["published"].decode(),
        max(metadata["published"], metadata.get("changed", b"")).decode(),
        metadata["base_url"].decode(),
        metadata["collation"].decode(),
        {vocabulary["id"]: vocabulary for vocabulary in described},
        connections=[tuple(one) for one in from_json(metadata.get("connections", b"[]"))],
        false_friends=[tuple(one) for one in from_json(metadata.get("false_friends", b"[]"))],
        sources={work["key"]: work for work in from_json(metadata.get("sources", b"[]"))},
    )
