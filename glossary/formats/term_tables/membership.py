"""The groups that tables speak of: as rows of their own, or only by name in the rows of others."""

from dataclasses import dataclass, field

from glossary.formats.term_tables.cells import PLACE
from glossary.formats.term_tables.columns import GROUP_TYPES, PREFERRED, TERM, URI
from glossary.formats.term_tables.entries import Entry
from glossary.model import Group


@dataclass(slots=True)
class _Draft:
    """A group that is being put together; members have their place in it where they state one."""

    labels: dict[str, str] = field(default_factory=dict)
    members: list[tuple[int, str]] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    uri: str = ""
    type: str = "collection"


class Memberships:
    """Groups with what is in them."""

    def __init__(self) -> None:
        self._drafts: dict[str, _Draft] = {}
        self._described: dict[str, None] = {}
        self._ids_of_names: dict[str, str] = {}

    def __contains__(self, id: str) -> bool:
        return id in self._described

    def add(self, named: str, concept: str, is_own: bool) -> None:
        """Take a concept into the groups that a cell names by id, with a place where it has one."""
        for line in named.split("\n") if is_own else [named]:
            id, place = _parted(line)
            self._draft(id).members.append((place, concept))

    def add_by_name(self, name: str, concept: str, lang: str) -> None:
        """Take a concept into the group of a name."""
        plain = " ".join(name.split())
        id = self._ids_of_names.setdefault(plain.casefold(), f"group-{len(self._ids_of_names) + 1}")
        draft = self._draft(id)
        draft.labels.setdefault(lang, plain)
        draft.members.append((0, concept))

    def describe(self, id: str, entry: Entry) -> None:
        """Take what the row of a group says of it."""
        draft = self._draft(id)
        self._described[id] = None
        draft.uri = entry.one(URI) or draft.uri
        draft.type = entry.one("concept type") or draft.type
        for (name, lang), texts in entry.texts.items():
            if name in (PREFERRED, TERM):
                draft.labels[(entry.lang if name == TERM else lang) or ""] = texts[0]
        draft.below += [
            id for text in entry.texts.get(("broader", None), ()) for id in text.split("\n")
        ]
        for text in entry.texts.get(("groups", None), ()):
            for line in text.split("\n"):
                self._draft(_parted(line)[0]).groups.append(id)

    def _draft(self, id: str) -> _Draft:
        return self._drafts.setdefault(id, _Draft())

    def groups(self) -> tuple[Group, ...]:
        """Return the groups, those with rows of their own in the order of these."""
        made = []
        for id, draft in self._drafts.items():
            kind, ordered = GROUP_TYPES.get(draft.type, ("collection", False))
            placed = sorted(draft.members, key=lambda one: one[0]) if ordered else draft.members
            members = tuple(dict.fromkeys(concept for _, concept in placed))
            inner = tuple(dict.fromkeys(draft.groups))
            below = tuple(dict.fromkeys(draft.below))
            made.append(Group(id, draft.uri, draft.labels, members, inner, below, kind, ordered))
        order = {id: place for place, id in enumerate(self._described)}
        return tuple(sorted(made, key=lambda group: order.get(group.id, len(order))))


def _parted(named: str) -> tuple[str, int]:
    found = PLACE.fullmatch(named)
    return (found.group(1), int(found.group(2))) if found else (named, 0)
