"""What the views of a vocabulary show: its A-Z, its hierarchy and its groups, a page at a time."""

from dataclasses import dataclass, field
from typing import Any

from glossary.reader import Reader, Record
from index import ListEntry

PER_LIST = 200
_MOST_OPEN = 20
_DEEPEST = 40


def letters(reader: Reader, vocabulary: str, lang: str, asked: str, page: int) -> dict[str, Any]:
    """Return the letters of an A-Z, and a page of the labels under one of them."""
    found = reader.letters(vocabulary, lang)
    letter = asked or (found[0][0] if found else "")
    entries = reader.by_letter(vocabulary, lang, letter, (page - 1) * PER_LIST, PER_LIST)
    return {
        "letters": found,
        "letter": letter,
        "entries": entries,
        "page": page,
        "pages": -(-dict(found).get(letter, 0) // PER_LIST),
    }


@dataclass(slots=True)
class Branch:
    """A page of what is below a concept ("" for the top), and the branches that are open in it."""

    parent: str
    entries: list[ListEntry]
    page: int
    has_more: bool
    opened: dict[str, "Branch"] = field(default_factory=dict)


class Tree:
    """The hierarchy of a vocabulary with some branches open.

    `opened` are the ids of concepts with what is below them to be shown; the ways to them and to
    `at` are opened too. `page` is that of the level below the last of `opened`, of the top where
    there is none; of other levels that page is shown on which the way goes on. Raises NotFound for
    an id that is not there.
    """

    def __init__(
        self, reader: Reader, vocabulary: str, lang: str, opened: list[str], at: str, page: int
    ) -> None:
        self._reader, self._vocabulary, self._lang = reader, vocabulary, lang
        self.at, self._page = at, page
        self._met: set[str] = set()
        opened = list(dict.fromkeys(opened))[-_MOST_OPEN:]
        self._ways = {id: reader.first_path(vocabulary, id) for id in opened}
        self._paged = opened[-1] if opened else ""
        last = self._ways[opened[-1]] if opened else []
        if at:
            last = reader.first_path(vocabulary, at)
            self._paged = at  # no level that is shown is below it
            if len(last) > 1:
                self._ways[last[-2]] = last[:-1]
        self._open = {id for way in self._ways.values() for id in way}
        self._on_way = dict(zip(["", *last], last, strict=False))

    def opening(self, id: str) -> list[str]:
        """Return what is open when one more is."""
        return [*self._ways, id][-_MOST_OPEN:]

    def closing(self, id: str, parent: str) -> list[str] | None:
        """Return what is open when that below a concept is not, None where that is nothing."""
        kept = [one for one, way in self._ways.items() if id not in way]
        return [*kept, *([parent] if parent else [])] or None

    def paging(self, parent: str) -> list[str] | None:
        """Return what is open when the level below a concept is on another page."""
        return [*(one for one in self._ways if one != parent), parent] if parent else None

    def is_first(self, id: str) -> bool:
        """Return whether a concept was not asked for before: it may stand in several places."""
        is_new = id not in self._met
        self._met.add(id)
        return is_new

    def whole(self) -> Branch:
        """Return the top with all that is open below it."""
        return self.branch("", ())

    def branch(self, parent: str, above: tuple[str, ...] = ()) -> Branch:
        """Return what is below a concept, with all that is open below that."""
        page = self._page_of(parent)
        found = self._reader.children(
            self._vocabulary, parent, self._lang, (page - 1) * PER_LIST, PER_LIST + 1
        )
        entries = found[:PER_LIST]
        made = Branch(parent, entries, page, len(found) > PER_LIST)
        if len(above) < _DEEPEST:
            for entry in entries:
                if entry.children and entry.id in self._open and entry.id not in above:
                    made.opened[entry.id] = self.branch(entry.id, (*above, entry.id))
        return made

    def _page_of(self, parent: str) -> int:
        if parent == self._paged:
            return self._page
        on_way = self._on_way.get(parent)
        place = (
            self._reader.position(self._vocabulary, parent, on_way, self._lang) if on_way else None
        )
        return 1 + (place or 0) // PER_LIST


def all_groups(reader: Reader, vocabulary: str, lang: str, page: int) -> dict[str, Any]:
    """Return a page of the groups of a vocabulary, those in others with these where there are few.

    Each stands there as a group, how many concepts are in it, and the groups in it, of which the
    same is told; None where they are only counted.
    """
    found = reader.groups(vocabulary)
    tops, are_few = found.tops(lang), len(found.by_id) <= PER_LIST

    def told(group: Record, above: tuple[str, ...]) -> tuple[Record, int, int, list[Any]]:
        inner = found.inside(group["id"])
        is_open = are_few and group["id"] not in above
        within = found.below(group["id"], lang) if is_open else []
        below = [told(one, (*above, group["id"])) for one in within]
        return group, found.size(group["id"]), len(inner), below

    start = (page - 1) * PER_LIST
    return {
        "groups": [told(group, ()) for group in tops[start : start + PER_LIST]],
        "page": page,
        "pages": -(-len(tops) // PER_LIST),
    }


def one_group(reader: Reader, vocabulary: str, id: str, lang: str, page: int) -> dict[str, Any]:
    """Return a group, those around it and in it, and a page of its members; raises NotFound."""
    group = reader.group_of(vocabulary, id)
    found = reader.groups(vocabulary)
    start = (page - 1) * PER_LIST
    below = found.below(id, lang)
    return {
        "group": group,
        "around": found.ancestors(id),
        "size": found.size(id),
        "inner": [(one, found.size(one["id"]), len(found.inside(one["id"]))) for one in below],
        "entries": reader.members(vocabulary, id, lang, start, PER_LIST),
        "page": page,
        "pages": -(-found.size(id) // PER_LIST),
    }
