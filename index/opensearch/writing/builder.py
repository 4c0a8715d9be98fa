"""Writes a generation: documents wait in a file until all are there, then go to the engine some at
a time, and are published in one step.
"""

import pickle
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from index import Document, IndexUnavailable, Reapply, Revision
from index.embedded.files import tables
from index.embedded.files.rows import Names
from index.opensearch.client import Client, Refused, client_of
from index.opensearch.documents import Made, hashed, told_names, word
from index.opensearch.reading.view import View
from index.opensearch.state import State, ensure
from index.opensearch.writing import changes, generations, leases, tree
from index.opensearch.writing.bulk import Bulk
from index.places import Address

_MOST_ROUNDS = 5
_IN_MEMORY = 8_000_000


def revision(client: Client) -> Revision:
    """Return what is published and how often it was changed, None where nothing is."""
    found = generations.current(client)
    return None if found is None else (found.generation, found.n)


class OpenSearchBuilder:
    """An `index.IndexBuilder` for an index at the engine."""

    def __init__(self, where: Address, keep: int = 2) -> None:
        self._client, self._keep = client_of(where), keep
        self.reapply: Reapply | None = None
        ensure(self._client)
        self._lease = leases.Lease(self._client, "build", 0.0)
        try:
            self._since = revision(self._client)
            self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed at the end
        except BaseException:
            self._lease.release()
            raise
        self._names = Names()
        self._keys: dict[tuple[str, str], int] = {}
        self._parents: dict[int, tuple[str, list[str]]] = {}
        self._langs: dict[str, dict[str, None]] = {}
        self._fresh: list[int] = []
        self._generation = ""

    def add(self, document: Document) -> None:
        """Add one document; ValueError for a key that is already there."""
        place = document.vocabulary, document.id
        if place in self._keys:
            raise ValueError(f"{document.vocabulary}/{document.id} is there twice")
        key = self._keys[place] = len(self._keys) + 1
        langs = self._langs.setdefault(document.vocabulary, {"": None})
        self._names.vocabularies.of(document.vocabulary)
        if document.listed:
            above = [*{*document.parents} - {document.id}]
            self._parents[key] = document.vocabulary, above
            langs |= dict.fromkeys(one.lang for one in document.labels if one.kind != "hidden")
        else:
            self._keys[place] = -key
        if not document.published:
            self._fresh.append(key)
        pickle.dump(document, self._file, pickle.HIGHEST_PROTOCOL)

    def _documents(self) -> Iterator[Document]:
        self._file.seek(0)
        for _ in range(len(self._keys)):
            yield pickle.load(self._file)

    def commit(self, metadata: Mapping[str, bytes]) -> str:
        """Publish the generation in one step and return its name."""
        try:
            made = self._written(metadata)
            reapply = self.reapply
            for _ in range(_MOST_ROUNDS if reapply is not None else 0):
                before, made = made, self._repeated(made, reapply)
                if before is made:
                    break
            with changes.locked(self._client):
                made = self._repeated(made, reapply)
                if made.n:
                    self._publish_after_these()
                published = generations.publish(self._client, made, self._keep)
            self._lease.release()
            self._file.close()
        except BaseException:
            self.abort()
            raise
        return published.name

    def _written(self, metadata: Mapping[str, bytes]) -> State:
        """Write all documents; return the state in which they are published."""
        generation = self._generation = generations.create(self._client)
        bulk = Bulk(self._client, f"{self._client.prefix}-{generation}")
        places, words = self._places(), dict[str, str]()
        self._moment = tables.now()
        ordered = {id: [*langs] for id, langs in self._langs.items()}
        for langs in ordered.values():
            for lang in langs:
                self._names.langs.of(lang)
        for key, document in enumerate(self._documents(), start=1):
            dated = document if document.published else replace(document, published=self._moment)
            made = Made(dated, key, self._names, ordered[document.vocabulary])
            place = places.get(key)
            fields = {"up": place.up, "top": place.top} if place else {}
            bulk.put(f"c:{key}:0", {**made.concept, **fields})
            for one in made.labels:
                bulk.put(f"l:{key}:{one['num']}:0", one)
            for folded, shown in made.words:
                words.setdefault(folded, shown.lower())
        for folded, shown in words.items():
            bulk.put(f"w:{hashed(folded)}", word(folded, shown))
        for name, value in metadata.items():
            changes.put_value(bulk, name, value, 0)
        bulk.flush()
        generations.finish(self._client, generation)
        count = len(self._keys)
        return State(
            generation, names=told_names(self._names), next_key=count + 1, documents=count,
            ordered=ordered,
        )  # fmt: skip

    def _places(self) -> dict[int, tree.Place]:
        return tree.built({
            key: [number for id in above if (number := self._keys.get((vocabulary, id), 0)) > 0]
            for key, (vocabulary, above) in self._parents.items()
        })  # fmt: skip

    def _repeated(self, made: State, reapply: Reapply | None) -> State:
        """Make again what others changed since; return the state with it, the same where there was
        nothing.
        """
        before = generations.current(self._client)
        if before is None or (before.generation, before.n) == self._since:
            return made
        view, change = View(self._client, before), changes.Change(View(self._client, made))
        touched = changes.changed_since(view, self._since)
        self._since = before.generation, before.n
        if reapply is not None:
            reapply(change, touched)
        else:
            there = changes.Change(view)
            for vocabulary, id in touched:
                document = there.get(vocabulary, id)
                change.delete(vocabulary, id)
                if document is not None:
                    change.put(document)
        if change.is_empty:
            return made
        return replace(change.write(made.next), next=made.next + 1)

    def _publish_after_these(self) -> None:
        """Let what is new in this generation be published after what others changed meanwhile:
        whoever has seen that asks only for what comes after it.
        """
        client, index = self._client, f"{self._client.prefix}-{self._generation}"
        moment, bulk = tables.now(), Bulk(client, index)
        for key in self._fresh:
            bulk.set(f"c:{key}:0", {"pu": moment, "doc": {"published": moment}})
        bulk.flush()
        generations.refresh(client, self._generation)

    def abort(self) -> None:
        """Throw away what was written; the old generation goes on answering."""
        self._file.close()
        with suppress(IndexUnavailable, Refused):  # what is left is removed by a sweep
            if self._generation and self._is_not_published():
                generations.remove(self._client, self._generation)
        self._lease.release()

    def _is_not_published(self) -> bool:
        found = generations.current(self._client)
        return found is None or found.generation != self._generation
