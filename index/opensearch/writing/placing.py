"""Where the concepts of a change stand in the hierarchy, and those that they move."""

from collections.abc import Iterator, Mapping

from index import Document
from index.opensearch.client import Body
from index.opensearch.documents import hashed, name
from index.opensearch.reading.view import AT_ONCE, View
from index.opensearch.writing import tree
from index.opensearch.writing.tree import Place

_MOST = 10_000
Key = tuple[str, str]


class Places:
    """The places of what a change puts, and of the children of what it puts or takes out."""

    def __init__(
        self,
        view: View,
        put: Mapping[Key, Document | None],
        there: Mapping[Key, Body | None],
        keys: Mapping[Key, int],
    ) -> None:
        self._view, self._put, self._keys = view, put, keys
        self._known: dict[int, Place | None] = {}
        self._children: dict[int, Body] = {}
        self._places: dict[int, Place] = {}
        turned = [key for key in put if _is_listed(there.get(key)) != _listed(put[key])]
        self._find_children(turned)
        self._resolve()
        for key in sorted(self._places):
            if not tree.is_reached(key, self._place_of):
                self._places[key].top = True

    def of(self, key: int) -> Body:
        """Return where a concept stands, as fields; nowhere where it is not listed."""
        place = self._places.get(key)
        return {} if place is None else {"up": place.up, "top": place.top}

    def moved(self) -> Iterator[tuple[Body, Body]]:
        """Yield the documents of concepts that stand elsewhere now, and where."""
        for key, hit in self._children.items():
            source = hit["_source"]
            place = self._places[key]
            if sorted(source.get("up", ())) != place.up or source.get("top") != place.top:
                yield hit, self.of(key)

    def _find_children(self, turned: list[Key]) -> None:
        """Find the concepts that name one as parent which comes or goes."""
        by_vocabulary: dict[str, list[str]] = {}
        for vocabulary, id in turned:
            by_vocabulary.setdefault(vocabulary, []).append(hashed(id))
        for vocabulary, hashes in by_vocabulary.items():
            for start in range(0, len(hashes), AT_ONCE):
                named = {"terms": {"pi": hashes[start : start + AT_ONCE]}}
                self._take_children(vocabulary, named)

    def _take_children(self, vocabulary: str, named: Body) -> None:
        after: list[object] = []
        while True:
            more: Body = {"search_after": after} if after else {}
            body = self._view.body(
                "c", [{"term": {"v": name(vocabulary)}}, named], _source=True, size=500,
                sort=["k"], seq_no_primary_term=True, **more,
            )  # fmt: skip
            hits = self._view.ask(body)[0]["hits"]["hits"]
            for hit in hits:
                doc = hit["_source"]["doc"]
                if (doc["vocabulary"], doc["id"]) not in self._put:
                    self._children[hit["_source"]["k"]] = hit
            if len(hits) < 500:
                return
            after = hits[-1]["sort"]

    def _resolve(self) -> None:
        """Find the keys of the parents of all concerned."""
        wanted: dict[int, tuple[str, list[str]]] = {}
        for key, document in self._put.items():
            if document is not None and document.listed:
                above = sorted({*document.parents} - {document.id})
                wanted[self._keys[key]] = key[0], above
        for number, hit in self._children.items():
            doc = hit["_source"]["doc"]
            above = sorted({*doc["parents"]} - {doc["id"]})
            wanted[number] = doc["vocabulary"], above
        there = self._listed_keys(
            {(vocabulary, id) for vocabulary, above in wanted.values() for id in above}
        )
        for number, (vocabulary, above) in wanted.items():
            up = sorted({there[vocabulary, id] for id in above if (vocabulary, id) in there})
            self._places[number] = Place(up, not up)

    def _listed_keys(self, wanted: set[Key]) -> dict[Key, int]:
        """Return the keys of those concepts that are listed with this change."""
        found: dict[Key, int] = {}
        by_vocabulary: dict[str, list[str]] = {}
        for vocabulary, id in wanted:
            if (vocabulary, id) not in self._put:
                by_vocabulary.setdefault(vocabulary, []).append(id)
            elif _listed(self._put[vocabulary, id]):
                found[vocabulary, id] = self._keys[vocabulary, id]
        for vocabulary, ids in by_vocabulary.items():
            for id, one in self._view.with_ids(vocabulary, ids, ["k", "ls"]).items():
                if one["ls"]:
                    found[vocabulary, id] = one["k"]
        return found

    def _place_of(self, key: int) -> Place | None:
        if key in self._places:
            return self._places[key]
        if key in self._keys.values():
            return None  # it goes, or is not listed
        if key not in self._known:
            found = self._view.with_keys([key], ["up", "top"]).get(key)
            self._known[key] = (
                None if found is None else Place([*found.get("up", ())], bool(found.get("top")))
            )
        return self._known[key]


def _listed(document: Document | None) -> bool:
    return document is not None and document.listed


def _is_listed(hit: Body | None) -> bool:
    return hit is not None and bool(hit["_source"]["ls"])
