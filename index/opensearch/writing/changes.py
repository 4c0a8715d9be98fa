"""Changes of single concepts: new documents beside the old ones, then one count on.

A change takes a number that nobody had before. Documents that it writes came with that number,
those in whose place they are went with it; readers ask for what is there at the number of the
state, so that nothing of it is seen before the state counts on. A writer that dies leaves its
number open; the next one counts it as dead, and nobody ever sees what it wrote.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from index import Document, IndexBusy, IndexUnavailable, Revision
from index.embedded.files import rows, tables
from index.opensearch import seen, state
from index.opensearch.client import Body, Client, client_of
from index.opensearch.documents import (
    Made,
    decoded,
    document_of,
    encoded,
    hashed,
    identity,
    name,
    names_of,
    told_names,
    word,
)
from index.opensearch.reading.view import View
from index.opensearch.state import State
from index.opensearch.writing import generations, leases
from index.opensearch.writing.bulk import Bulk
from index.opensearch.writing.placing import Places
from index.places import Address

Key = tuple[str, str]
"""Vocabulary and id."""
_MOST_LABELS = 10_000


@contextmanager
def change(where: Address) -> Iterator["Change"]:
    """Return a context for one change of what is published."""
    client = client_of(where)
    state.read(client)  # where nothing is published, there is nothing to lock
    with locked(client):
        before = state.read(client)
        if before.open:  # what a dead writer left is to be seen, as far as it came
            generations.refresh(client, before.generation)
        made = Change(View(client, before))
        yield made
        if made.is_empty:
            return
        taken = _taken(client, before)
        after = made.write(taken.next - 1)
        if state.write(client, taken, replace(after, next=taken.next, dead=taken.dead)) is None:
            raise IndexBusy(f"another process has changed {where.url} meanwhile")
        seen.note(client.prefix)


def locked(client: Client, patience: float = leases.PATIENCE_SECONDS) -> Any:
    """Return a context in which no other process changes or publishes."""
    return leases.held(client, "change", patience)


def _taken(client: Client, before: State) -> State:
    """Return the state after the next number was taken; what others left open is dead."""
    after = replace(
        before, next=before.next + 1, open=(before.next,), dead=(*before.dead, *before.open)
    )
    taken = state.write(client, before, after)
    if taken is None:
        raise IndexBusy("another process has changed the index meanwhile")
    return taken


def changed_since(view: View, since: Revision) -> list[Key]:
    """Return vocabulary and id of what was changed in a generation since."""
    start = since[1] if since is not None and since[0] == view.state.generation else 0
    bounds = {"gt": start, "lte": view.state.n}
    found: dict[Key, None] = {}
    for field in ("b", "d"):
        made = {"bool": {
            "filter": [{"term": {"y": "c"}}, {"range": {field: bounds}}],
            "must_not": [{"terms": {field: [*view.state.dead]}}],
        }}  # fmt: skip
        after: list[Any] = []
        while True:
            body: Body = {
                "query": made, "size": 5_000, "sort": [field, "k"],
                "_source": ["doc.vocabulary", "doc.id"],
                **({"search_after": after} if after else {}),
            }  # fmt: skip
            hits = view.ask(body)[0]["hits"]["hits"]
            found |= dict.fromkeys(identity(hit["_source"]) for hit in hits)
            if len(hits) < 5_000:
                break
            after = hits[-1]["sort"]
    return [*found]


class Change:
    """One change of any number of concepts; see `index.IndexChange`."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._moment = tables.now()
        self._put: dict[Key, Document | None] = {}
        self._there: dict[Key, Body | None] = {}
        self._values: dict[str, bytes] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not self._put and not self._values

    def put(self, document: Document) -> None:
        """Add a document, or put it in the place of the one with its vocabulary and id."""
        before = self.get(document.vocabulary, document.id)
        if before is not None and _is_only_stored(before, document):
            document = replace(
                document, published=before.published, version=before.version, is_new=before.is_new
            )
        elif not document.published:
            document = replace(document, published=self._moment)
        self._put[document.vocabulary, document.id] = document

    def delete(self, vocabulary: str, id: str) -> bool:
        """Remove a document; return whether it was there."""
        if self.get(vocabulary, id) is None:
            return False
        self._put[vocabulary, id] = None
        return True

    def get(self, vocabulary: str, id: str) -> Document | None:
        """Return a document as it is with this change, or None."""
        if (vocabulary, id) in self._put:
            return self._put[vocabulary, id]
        found = self._hit(vocabulary, id)
        return None if found is None else document_of(found["_source"])

    def find(self, uri: str) -> Sequence[Document]:
        """Return the documents with a URI as they are with this change, by vocabulary and id."""
        body = self.view.body("c", [{"term": {"u": hashed(uri)}}], _source=True, size=1_000)
        found = {identity(one): document_of(one) for one in self.view.sources(body)}
        made = [one for key, one in found.items() if key not in self._put]
        made += [one for one in self._put.values() if one is not None and one.uri == uri]
        return sorted(made, key=lambda one: (one.vocabulary, one.id))

    def metadata(self, name: str) -> bytes | None:
        """Return a value that was published beside the documents, or None."""
        return self._values.get(name, self.view.metadata().get(name))

    def set_metadata(self, name: str, value: bytes) -> None:
        """Set a value that was published beside the documents."""
        self._values[name] = value

    def changed_since(self, since: Revision) -> list[Key]:
        """Return vocabulary and id of what was changed since, by this change too."""
        return [*dict.fromkeys([*changed_since(self.view, since), *self._put])]

    def _hit(self, vocabulary: str, id: str) -> Body | None:
        """Return the document of a concept at the engine, with its own id and version."""
        key = vocabulary, id
        if key not in self._there:
            of = [{"term": {"v": name(vocabulary)}}, {"term": {"i": hashed(id)}}]
            body = self.view.body("c", of, _source=True, size=1, seq_no_primary_term=True)
            hits = self.view.ask(body)[0]["hits"]["hits"]
            self._there[key] = hits[0] if hits else None
        return self._there[key]

    def write(self, number: int) -> State:
        """Write everything as a change with a number; return the state in which it is seen."""
        before = self.view.state
        writer = _Writer(self.view, number)
        keys = {key: self._key(key, writer) for key in self._put}
        places = Places(self.view, self._put, self._there, keys)
        for key, document in self._put.items():
            there = self._there.get(key) or self._hit(*key)
            old = None if there is None else document_of(there["_source"])
            is_stored = old is not None and document is not None and _is_only_stored(old, document)
            if there is not None:
                writer.end(there, with_labels=not is_stored)
            if document is not None:
                place = places.of(keys[key])
                writer.begin(document, keys[key], place, with_labels=not is_stored)
            writer.documents += (document is not None) - (there is not None)
        for hit, place in places.moved():
            writer.move(hit, place)
        for value, content in self._values.items():
            writer.value(value, content)
        return replace(writer.done(), n=number, open=(), generation=before.generation)

    def _key(self, key: Key, writer: "_Writer") -> int:
        """Return the key of a concept: its own, else the one it had, else the next."""
        there = self._hit(*key)
        if there is not None:
            return int(there["_source"]["k"])
        of = [{"term": {"y": "c"}}, {"term": {"v": name(key[0])}}, {"term": {"i": hashed(key[1])}}]
        body: Body = {"query": {"bool": {"filter": of}}, "size": 1, "_source": ["k"]}
        hits = self.view.ask(body)[0]["hits"]["hits"]
        return int(hits[0]["_source"]["k"]) if hits else writer.new_key()


def _is_only_stored(before: Document, after: Document) -> bool:
    """Return whether two documents differ in nothing but what is stored of them."""
    one, other = (replace(each, summary=b"", record=b"") for each in (before, after))
    return rows.digest(one) == rows.digest(other)


class _Writer:
    """Writes the documents of one change."""

    def __init__(self, view: View, number: int) -> None:
        self._view, self._number = view, number
        self._bulk = Bulk(view.client, view.index)
        self._names = names_of(view.state.names)
        self._late = {id: [*langs] for id, langs in view.state.late.items()}
        self._next = view.state.next_key
        self.documents = view.state.documents
        self._words: dict[str, str] = {}

    def new_key(self) -> int:
        """Return a key that no concept has or had."""
        self._next += 1
        return self._next - 1

    def end(self, there: Body, with_labels: bool) -> None:
        """Let a concept, and its labels, have gone with this change."""
        self._end(there)
        if with_labels:
            of = [{"term": {"k": there["_source"]["k"]}}]
            body = self._view.body("l", of, size=_MOST_LABELS, seq_no_primary_term=True)
            for hit in self._view.ask(body)[0]["hits"]["hits"]:
                self._end(hit)

    def _end(self, hit: Body) -> None:
        version = hit["_seq_no"], hit["_primary_term"]
        self._bulk.update(hit["_id"], {"d": self._number}, version)

    def begin(self, document: Document, key: int, place: Body, with_labels: bool) -> None:
        """Let a concept have come with this change; `place` is where it stands."""
        ordered = [*self._view.state.ordered.get(document.vocabulary, ("",))]
        made = Made(document, key, self._names, ordered)
        self._learn(document, ordered)
        self._bulk.put(f"c:{key}:{self._number}", {**made.concept, **place, "b": self._number})
        if not with_labels:
            return
        self._words |= {one: shown for one, shown in made.words if one not in self._words}
        for one in made.labels:
            self._bulk.put(f"l:{key}:{one['num']}:{self._number}", {**one, "b": self._number})

    def _learn(self, document: Document, ordered: Sequence[str]) -> None:
        """Note the languages that are new in a vocabulary."""
        late = self._late.setdefault(document.vocabulary, [])
        for one in document.labels if document.listed else ():
            if one.kind != "hidden" and one.lang not in ordered and one.lang not in late:
                late.append(one.lang)

    def move(self, hit: Body, place: Body) -> None:
        """Let a concept that is as it was stand elsewhere."""
        self._end(hit)
        source = {name: value for name, value in hit["_source"].items() if name not in ("d", "b")}
        made = {**source, **place, "b": self._number}
        self._bulk.put(f"c:{source['k']}:{self._number}", made)

    def value(self, name: str, value: bytes) -> None:
        """Set a value that stands beside the documents."""
        body = self._view.body("m", [{"term": {"i": hashed(name)}}], size=1, _source=["doc"],
                               seq_no_primary_term=True)  # fmt: skip
        hits = self._view.ask(body)[0]["hits"]["hits"]
        if hits and decoded(hits[0]["_source"]["doc"]["value"]) == value:
            return
        for hit in hits:
            self._end(hit)
        put_value(self._bulk, name, value, self._number)

    def done(self) -> State:
        """Send the rest and let it be found; return the state with what is new in it."""
        for folded, shown in self._words.items():
            self._bulk.put_new(f"w:{hashed(folded)}", word(folded, shown.lower()))
        self._bulk.flush()
        generations.refresh(self._view.client, self._view.state.generation)
        return replace(
            self._view.state, names=told_names(self._names), next_key=self._next,
            documents=self.documents, late=self._late,
        )  # fmt: skip


def put_value(bulk: Bulk, name: str, value: bytes, number: int) -> None:
    """Write a value that stands beside the documents since a change, 0 for the publication."""
    source: Body = {"y": "m", "i": hashed(name), "doc": {"name": name, "value": encoded(value)}}
    if number:
        source["b"] = number
    bulk.put(f"m:{hashed(name)}:{number}", source)


def gone(error: IndexUnavailable) -> bool:
    """Return whether nothing is published, rather than that the engine is away."""
    return isinstance(error, state.NothingPublished)
