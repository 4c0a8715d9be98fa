"""The groups of a vocabulary as a tree, from what was published of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from glossary import languages

Group = dict[str, Any]
_MOST_ANCESTORS = 20


class GroupTree:
    """Groups by id, and those at the top: in no other, or of a ring of which none is.

    `sort_key` orders texts in a language.
    """

    def __init__(self, groups: Iterable[Group], sort_key: Callable[[str, str], bytes]) -> None:
        self.by_id = {group["id"]: group for group in groups}
        self._sort_key = sort_key
        self._above: dict[str, list[str]] = {}
        for id in self.by_id:
            for inner in self.inside(id):
                self._above.setdefault(inner, []).append(id)
        self._tops = [id for id in self.by_id if id not in self._above]
        self._tops += self._unreached()
        self._listed: dict[str, list[Group]] = {}
        self._all: dict[str, list[Group]] = {}
        self._sizes: dict[str, int] = {}

    def inside(self, id: str) -> list[str]:
        """Return the ids of the groups in a group, in the order of the file."""
        stated = self.by_id[id].get("groups", ())
        return [inner for inner in stated if inner in self.by_id and inner != id]

    def _unreached(self) -> list[str]:
        """Return one group of each ring to which no group at the top leads."""
        seen: set[str] = set()
        found = []
        for start in (*self._tops, *self.by_id):
            if start not in seen and start not in self._tops:
                found.append(start)
            ways = [start]
            while ways:
                id = ways.pop()
                if id not in seen:
                    seen.add(id)
                    ways += self.inside(id)
        return found

    def size(self, id: str) -> int:
        """Return how many concepts are in a group and the groups in it; in one with an order of
        its own, only how many are in itself.
        """
        if id not in self._sizes:
            found: set[str] = set()
            seen: set[str] = set()
            ways = [id]
            while ways:
                one = ways.pop()
                if one not in seen:
                    seen.add(one)
                    found.update(self.by_id[one]["members"])
                    ways += [] if self.by_id[id].get("ordered") else self.inside(one)
            self._sizes[id] = len(found)
        return self._sizes[id]

    def tops(self, lang: str) -> list[Group]:
        """Return the groups at the top in the order of a language, which is remembered."""
        found = self._listed.get(lang)
        if found is None:
            found = self._listed[lang] = self._in_order(self._tops, lang)
        return found

    def every(self, lang: str) -> list[Group]:
        """Return all groups in the order of a language, which is remembered."""
        found = self._all.get(lang)
        if found is None:
            found = self._all[lang] = self._in_order(self.by_id, lang)
        return found

    def below(self, id: str, lang: str) -> list[Group]:
        """Return the groups in a group: in its own order where it has one, else in that of a
        language.
        """
        inner = self.inside(id)
        if self.by_id[id].get("ordered"):
            return [self.by_id[one] for one in inner]
        return self._in_order(inner, lang)

    def _in_order(self, ids: Iterable[str], lang: str) -> list[Group]:
        return sorted(
            (self.by_id[id] for id in ids),
            key=lambda group: self._sort_key(label_in(group["label"], lang) or group["id"], lang),
        )

    def ancestors(self, id: str) -> list[Group]:
        """Return the groups around a group, the outermost first."""
        found: list[Group] = []
        seen = {id}
        above = self._above.get(id, [])
        while above and above[0] not in seen and len(found) < _MOST_ANCESTORS:
            seen.add(above[0])
            found.insert(0, self.by_id[above[0]])
            above = self._above.get(above[0], [])
        return found


def label_in(labels: Mapping[str, str], lang: str) -> str:
    """Return the label of a group that suits a language, "" where it has none at all."""
    chosen = languages.choose(labels, [lang])
    return chosen[1] if chosen else ""
