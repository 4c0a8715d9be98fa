"""An index in one file, which is read whole and looked through: for some hundred concepts.

An example of docs/extending.md; put it into `index/one_file.py`.
"""

import difflib
import pickle
import threading
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from filelock import FileLock, Timeout

from index import (
    FORMS,
    KINDS,
    WITHDRAWN,
    Completion,
    Cursor,
    Document,
    Hit,
    Hits,
    IndexBusy,
    IndexUnavailable,
    Label,
    ListEntry,
    Match,
    Query,
    Reapply,
    Results,
    Suggestion,
    Text,
)
from index.queries import Clause, Parsed, parse
from index.text.analysis import fold, folded_keys
from index.text.tags import is_wanted


class Published(NamedTuple):
    """What the file holds; a publication replaces all of it."""

    generation: str
    metadata: Mapping[str, bytes]
    documents: Sequence[Document]


class OneFileBuilder:
    """An `index.IndexBuilder`: gathers documents, and replaces the file in one step."""

    reapply: Reapply | None = None  # of no use here: nothing but a builder changes the file

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "published.pickle"
        self._documents: dict[tuple[str, str], Document] = {}
        self._lock = FileLock(folder / "builder.lock", timeout=0)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise IndexBusy from error

    def add(self, document: Document) -> None:
        """Take a document; ValueError for a key that is there."""
        key = document.vocabulary, document.id
        if key in self._documents:
            raise ValueError(f"{document.vocabulary}/{document.id} is there twice")
        self._documents[key] = document

    def commit(self, metadata: Mapping[str, bytes]) -> str:
        """Replace the file; return the name of the generation."""
        published = Published(uuid.uuid4().hex, dict(metadata), [*self._documents.values()])
        beside = self._file.with_suffix(".new")
        beside.write_bytes(pickle.dumps(published))
        beside.replace(self._file)
        self._lock.release()
        return published.generation

    def abort(self) -> None:
        """Leave the file as it is."""
        self._lock.release()


class OneFileIndex:
    """An `index.Index`: every answer looks at every document."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "published.pickle"
        self._read: tuple[int, Published] | None = None
        self._local: Any = threading.local()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Return a context in which this thread is answered from what is published now."""
        self._local.held = self._published()
        try:
            yield
        finally:
            self._local.held = None

    @contextmanager
    def pinned(self) -> Iterator["OneFileIndex"]:
        """Return a context with an index that answers from what is published now."""
        made = OneFileIndex(self._file.parent)
        made._local = SimpleNamespace(held=self._published())
        yield made

    def _published(self) -> Published:
        held: Published | None = getattr(self._local, "held", None)
        if held is not None:
            return held
        try:
            moment = self._file.stat().st_mtime_ns
            if self._read is None or self._read[0] != moment:
                self._read = moment, pickle.loads(self._file.read_bytes())
            return self._read[1]
        except FileNotFoundError as error:
            raise IndexUnavailable("nothing has been published") from error

    def generation(self) -> str:
        """Return the name of what is published."""
        return self._published().generation

    def metadata(self) -> Mapping[str, bytes]:
        """Return what was published beside the documents."""
        return self._published().metadata

    def _documents(self, vocabularies: Collection[str] = ()) -> list[Document]:
        every = self._published().documents
        return [
            document
            for document in every
            if not vocabularies or document.vocabulary in vocabularies
        ]

    def _listed(self, vocabulary: str) -> list[Document]:
        return [document for document in self._documents([vocabulary]) if document.listed]

    def get(self, vocabulary: str, id: str) -> bytes | None:
        """Return the record of a concept."""
        return next(
            (document.record for document in self._documents([vocabulary]) if document.id == id),
            None,
        )

    def get_many(self, uris: Iterable[str]) -> Mapping[str, bytes]:
        """Return records by URI; where several have one, the first by vocabulary and id."""
        wanted = set(uris)
        last_first = sorted(
            self._documents(), key=lambda document: (document.vocabulary, document.id)
        )[::-1]
        return {document.uri: document.record for document in last_first if document.uri in wanted}

    def summaries(self, vocabulary: str, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Return summaries by id."""
        wanted = set(ids)
        return {
            document.id: document.summary
            for document in self._documents([vocabulary])
            if document.id in wanted
        }

    def concepts(
        self, vocabulary: str, after: Cursor = ("", ""), since: str = "", limit: int = 100
    ) -> tuple[Sequence[bytes], Cursor | None]:
        """Return a page of records in the order of their ids, or of their changes."""
        every = [
            document for document in self._documents([vocabulary]) if document.changed >= since
        ]
        placed = sorted(
            ((document.changed if since else "", document.id), document.record)
            for document in every
        )
        left = [pair for pair in placed if pair[0] > after]
        further = left[limit - 1][0] if len(left) > limit else None
        return [record for _, record in left[:limit]], further

    def newest(self, limit: int = 10) -> Sequence[bytes]:
        """Return the records that changed last."""
        dated = [document for document in self._documents() if document.changed and document.listed]
        return [
            document.record
            for document in sorted(dated, key=lambda document: document.changed)[::-1][:limit]
        ]

    def lookup(
        self,
        term: str,
        lang: str = "",
        vocabularies: Sequence[str] = (),
        limit: int = 100,
        offset: int = 0,
    ) -> Hits:
        """Return the concepts that a term names, best first."""
        ranked = []
        for document in self._documents(vocabularies):
            for rank, match in sorted(_named(document, term, lang))[:1]:
                hit = Hit(document.vocabulary, document.id, match, document.record)
                ranked.append((document.status == WITHDRAWN, rank, hit))
        return Hits((hit for *_, hit in sorted(ranked)[offset : offset + limit]), len(ranked))

    def search(self, query: Query) -> Results:
        """Return the concepts of which one text holds the query, those with short ones first."""
        parsed = parse(query.text)
        every = [(document, _held(document, parsed, query.lang)) for document in self._documents()]
        found = [(document, match) for document, match in every if match is not None]
        found.sort(key=lambda pair: (pair[0].status == WITHDRAWN, len(pair[1].text)))
        hits = [
            Hit(document.vocabulary, document.id, match, document.record, match.text)
            for document, match in found
            if self._passes(document, query)
        ]
        facets: dict[str, Counter[str]] = {"vocabulary": Counter(), "sector": Counter()}
        for document, _ in found:
            if self._passes(document, query, "vocabulary"):
                facets["vocabulary"][document.vocabulary] += 1
            if self._passes(document, query, "sector"):
                facets["sector"].update(document.sectors)
        counts = {name: counter.most_common() for name, counter in facets.items()}
        first = (query.page - 1) * query.per_page
        return Results(len(hits), hits[first : first + query.per_page], counts)

    def _passes(self, document: Document, query: Query, without: str = "") -> bool:
        """Return whether the filters of a query let a document through, but for one of them."""
        filters: list[tuple[str, Collection[object], Collection[object]]] = [
            ("vocabulary", query.vocabularies, [document.vocabulary]),
            ("sector", query.sectors, document.sectors),
            ("status", query.statuses, [document.status]),
            ("group", query.groups, document.groups),
        ]
        if query.below:
            ways = self.paths(document.vocabulary, document.id)
            above = [(document.vocabulary, step) for way in ways for step in way]
            filters.append(("below", [query.below], above))
        return all(
            name == without or not wanted or not {*wanted}.isdisjoint(own)
            for name, wanted, own in filters
        )

    def suggest(
        self, prefix: str, lang: str = "", vocabularies: Sequence[str] = (), limit: int = 10
    ) -> Sequence[Completion]:
        """Return labels with a word that begins so."""
        begun, ranked = fold(prefix), []
        for document in self._documents(vocabularies):
            for label in document.labels if document.listed and begun else ():
                place = f" {fold(label.text)}".find(f" {begun}")
                if place >= 0 and label.kind != "hidden":
                    row = Completion(*label[:3], document.vocabulary, document.id, document.summary)
                    rank = (
                        not is_wanted(label.lang, lang),
                        place > 0,
                        KINDS.index(label.kind),
                        len(label.text),
                    )
                    ranked.append((rank, row))
        return [completion for _, completion in sorted(ranked)[:limit]]

    def similar(
        self, term: str, lang: str = "", limit: int = 5, if_unknown: bool = False
    ) -> Sequence[Suggestion]:
        """Return labels that look like a term."""
        labels = {
            fold(label.text): Suggestion(label.text, label.lang)
            for document in self._documents()
            for label in document.labels
            if label.kind != "hidden" and is_wanted(label.lang, lang)
        }
        known = {word for key in labels for word in key.split()}
        if if_unknown and known.issuperset(fold(term).split()):
            return []
        return [labels[key] for key in difflib.get_close_matches(fold(term), labels, limit)]

    def _az(self, vocabulary: str, lang: str) -> list[tuple[Label, Document]]:
        every = [
            (label, document) for document in self._listed(vocabulary) for label in document.labels
        ]
        own = [pair for pair in every if pair[0].lang == lang and pair[0].kind != "hidden"]
        return sorted(own, key=lambda pair: (pair[0].sort_key, pair[1].id))

    def letters(self, vocabulary: str, lang: str) -> Sequence[tuple[str, int]]:
        """Return the letters of the A-Z."""
        return [*Counter(label.letter for label, _ in self._az(vocabulary, lang)).items()]

    def by_letter(
        self, vocabulary: str, lang: str, letter: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the labels under a letter."""
        under = [pair for pair in self._az(vocabulary, lang) if pair[0].letter == letter]
        return [
            ListEntry(
                vocabulary, document.id, label.text, lang, preferred=_instead(document, label)
            )
            for label, document in under[offset : offset + limit]
        ]

    def children(
        self, vocabulary: str, parent: str, lang: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the concepts below another, or at the top."""
        every = self._listed(vocabulary)
        ids = {document.id for document in every}
        if parent:
            below = [document for document in every if parent in document.parents]
        else:
            below = [document for document in every if ids.isdisjoint(document.parents)]
        return self._entries(below, lang)[offset : offset + limit]

    def members(
        self, vocabulary: str, group: str, lang: str, offset: int = 0, limit: int = 200
    ) -> Sequence[ListEntry]:
        """Return the concepts of a group."""
        inside = [document for document in self._listed(vocabulary) if group in document.groups]
        return self._entries(inside, lang)[offset : offset + limit]

    def _entries(self, documents: Iterable[Document], lang: str) -> list[ListEntry]:
        """Return documents as the lines of a list in the order of a language."""
        placed = []
        for document in documents:
            label = _shown(document, lang)
            count = sum(document.id in other.parents for other in self._listed(document.vocabulary))
            line = ListEntry(
                document.vocabulary,
                document.id,
                label.text,
                label.lang,
                "",
                count,
                document.notation,
            )
            placed.append(((document.place, label.sort_key, document.id), line))
        return [line for _, line in sorted(placed, key=lambda pair: pair[0])]

    def position(self, vocabulary: str, parent: str, id: str, lang: str) -> int | None:
        """Return how many concepts stand before another on its level."""
        ids = [line.id for line in self.children(vocabulary, parent, lang, limit=1_000_000)]
        return ids.index(id) if id in ids else None

    def paths(self, vocabulary: str, id: str, limit: int = 10) -> Sequence[Sequence[str]]:
        """Return the ways from the top down to a concept."""
        parents = {document.id: document.parents for document in self._documents([vocabulary])}
        waiting = [[id]] if id in parents else []
        found: list[list[str]] = []
        while waiting and len(found) < limit:
            way = waiting.pop()
            above = [step for step in parents[way[0]] if step in parents and step not in way]
            waiting += [[step, *way] for step in above]
            found += [] if above else [way]
        return found


def _named(document: Document, term: str, lang: str) -> Iterator[tuple[tuple[int, ...], Match]]:
    """Yield how a term names a document: how well, the least the best, and why."""
    key = fold(term)
    for label in document.labels:
        if key and key in folded_keys(label.text, label.lang):
            form = "exact" if term == label.text else "folded"
            rank = not is_wanted(label.lang, lang), KINDS.index(label.kind), FORMS.index(form)
            yield rank, Match(label.kind, form, label.text, label.lang)
    names = dict.fromkeys(document.notations, "notation")
    names |= dict.fromkeys((document.id, document.uri, *document.aliases), "identifier")
    if term in names:
        yield (0, len(KINDS), 0), Match(names[term], "exact", term, "")


def _held(document: Document, parsed: Parsed, lang: str) -> Match | None:
    """Return the shortest text that holds all of a query, None where there is none."""
    texts: list[Label | Text] = [*document.labels, *document.texts]
    said = [text for text in texts if is_wanted(text.lang, lang)]
    holding = [text for text in said if parsed.clauses and _has(text.text, parsed.clauses)]
    if not holding or any(_has(text.text, [no]) for text in said for no in parsed.excluded):
        return None
    best = min(holding, key=lambda text: len(text.text))
    return Match(best.kind, "words", best.text, best.lang)


def _has(text: str, clauses: Iterable[Clause]) -> bool:
    """Return whether a text has what each clause asks for: a word, a phrase, or one of several."""
    key = fold(text)
    return all(
        any(fold(" ".join(leaf.words)) in key for leaf in document.leaves) for document in clauses
    )


def _shown(document: Document, lang: str) -> Label:
    """Return the preferred term of a document in a language, else its first one."""
    labels = [label for label in document.labels if label.kind == "preferred"]
    return next((label for label in labels if label.lang == lang), (labels or [Label("", "")])[0])


def _instead(document: Document, label: Label) -> str:
    """Return the preferred term that a synonym refers to, "" for a preferred term."""
    return "" if label.kind == "preferred" else _shown(document, label.lang).text
