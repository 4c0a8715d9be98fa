"""The engines that are compared: the index of the project, SQLite FTS5 and tantivy.

Each answers a question with the exact total, the counts of both facets and 20 stored records.
The two others are configured to be as fast as we could make them while doing that; they know
no stems, do not say which text matched, and keep records in SQLite where that was faster.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import tantivy
from asked import PER_PAGE, Question
from corpus import Concept

from index import Index, Query
from index.text import analysis

_LABELS_WEIGH = 8.0
_MOST_NAMED = 100
_MOST_EXPANSIONS = 50  # of a phrase_prefix_query; it forgets more
_BUILDING_BYTES = 64_000_000
_WRITER_BYTES = 1_000_000_000  # enough for one segment
_BETWEEN = " \ue000 "
"""Stands between two labels of a column: a token of its own, so that no phrase spans both."""

Facet = tuple[str, tuple[str, ...]]


class Answer(NamedTuple):
    """How many concepts were found, counts by facet and value, and the records of one page.

    `missing` is how many words all of them lack, where no concept has all.
    """

    total: int
    facets: dict[str, list[tuple[str, int]]]
    records: list[bytes]
    missing: int = 0


class Engine(Protocol):
    """What is measured."""

    name: str

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question."""


class Ours:
    """The index of the project, through its protocol."""

    name = "index"

    def __init__(self, index: Index) -> None:
        self._index = index

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question."""
        if question.label:
            named = self._index.lookup(question.label, limit=_MOST_NAMED)
            return Answer(len(named), {}, [hit.record for hit in named])
        only = (question.vocabulary,) if question.vocabulary else ()
        query = Query(question.text(), "", only, page=question.page, per_page=PER_PAGE)
        found = self._index.search(query)
        facets = {name: list(counts) for name, counts in found.facets.items()}
        return Answer(found.total, facets, [hit.record for hit in found.hits], found.missing)


class Stored:
    """What both rivals keep in SQLite: records and facet numbers by key, whole labels folded."""

    def __init__(self, folder: Path) -> None:
        self.rows = sqlite3.connect(folder / "rivals.sqlite", isolation_level=None)
        self.facets: list[Facet] = []
        self.rows.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA mmap_size=4294967296; PRAGMA cache_size=-65536;"
            "CREATE TABLE concept (key INTEGER PRIMARY KEY, record BLOB);"
            "CREATE TABLE facet (key INTEGER PRIMARY KEY, facet INTEGER);"
            "CREATE TABLE name (folded TEXT, key INTEGER);"
            "BEGIN"
        )

    def add(self, key: int, concept: Concept) -> int:
        """Store one concept and return the number of its facet values."""
        facet = (concept.vocabulary, concept.sectors)
        if facet not in self.facets:
            self.facets.append(facet)
        number = self.facets.index(facet)
        self.rows.execute("INSERT INTO concept VALUES (?, ?)", (key, concept.record))
        self.rows.execute("INSERT INTO facet VALUES (?, ?)", (key, number))
        names = {(analysis.fold(text), key) for _, text in concept.labels}
        self.rows.executemany("INSERT INTO name VALUES (?, ?)", names)
        return number

    def finish(self) -> None:
        """Make what was added ready to be asked."""
        self.rows.execute("COMMIT")
        self.rows.execute("CREATE INDEX name_folded ON name (folded, key)")
        self.rows.execute("ANALYZE name")

    def within(self, vocabulary: str) -> list[int]:
        """Return the numbers of the facet values that have a vocabulary."""
        return [n for n, facet in enumerate(self.facets) if vocabulary in ("", facet[0])]

    def answer(self, question: Question, counts: dict[int, int], records: list[bytes]) -> Answer:
        """Return the answer whose facet numbers were found so many times."""
        wanted = self.within(question.vocabulary)
        by_vocabulary: Counter[str] = Counter()
        by_sector: Counter[str] = Counter()
        for number, count in counts.items():
            vocabulary, sectors = self.facets[number]
            by_vocabulary[vocabulary] += count
            for sector in sectors if number in wanted else ():
                by_sector[sector] += count
        total = sum(counts.get(number, 0) for number in wanted)
        facets = {"vocabulary": by_vocabulary.most_common(), "sector": by_sector.most_common()}
        return Answer(total, facets, records)

    def named(self, label: str) -> Answer:
        """Return the concepts that a whole label names."""
        found = self.rows.execute(
            "SELECT record FROM name JOIN concept USING (key) WHERE folded = ? LIMIT ?",
            (analysis.fold(label), _MOST_NAMED),
        ).fetchall()
        return Answer(len(found), {}, [record for (record,) in found])


class Fts5:
    """SQLite FTS5: a column for the labels of each language and one for texts, no content."""

    name = "FTS5"

    def __init__(self, stored: Stored, langs: Sequence[str]) -> None:
        self._stored, self._rows = stored, stored.rows
        self._langs = ["", *langs]
        labels = [f"label_{number}" for number in range(len(self._langs))]
        columns = ", ".join([*labels, "texts"])
        self._in_labels = "{" + " ".join(labels) + "}"
        self._rows.execute(
            f"CREATE VIRTUAL TABLE words USING fts5({columns}, content='', "
            "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
        )
        weights = ", ".join([str(_LABELS_WEIGH)] * len(labels))
        rank = f"bm25({weights}, 1.0)"
        self._rows.execute("INSERT INTO words (words, rank) VALUES ('rank', ?)", (rank,))
        self._rows.execute(
            "INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (_BUILDING_BYTES,)
        )
        marks = ", ".join("?" * (len(labels) + 2))
        self._insert = f"INSERT INTO words (rowid, {columns}) VALUES ({marks})"  # noqa: S608

    def add(self, key: int, facet: int, concept: Concept) -> None:
        """Index one concept."""
        labels = (
            _BETWEEN.join(text for tag, text in concept.labels if tag == lang)
            for lang in self._langs
        )
        self._rows.execute(self._insert, (key, *labels, _BETWEEN.join(concept.texts)))

    def finish(self) -> None:
        """Make what was added ready to be asked."""
        self._rows.execute("INSERT INTO words (words) VALUES ('optimize')")

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question."""
        if question.label:
            return self._stored.named(question.label)
        match = self._match(question)
        join = only = ""
        if question.vocabulary:
            numbers = map(str, self._stored.within(question.vocabulary))
            join = "JOIN facet ON facet.key = words.rowid"
            only = f"AND facet IN ({','.join(numbers)})"
        found = self._rows.execute(
            f"SELECT record FROM words {join} "  # noqa: S608 - only numbers
            "JOIN concept ON concept.key = words.rowid "
            f"WHERE words MATCH ? {only} ORDER BY rank LIMIT {PER_PAGE} OFFSET ?",
            (match, (question.page - 1) * PER_PAGE),
        )
        records = [record for (record,) in found]
        counts = self._rows.execute(
            "SELECT facet, count(*) FROM words JOIN facet ON key = words.rowid "
            "WHERE words MATCH ? GROUP BY 1",
            (match,),
        )
        return self._stored.answer(question, dict(counts), records)

    def _match(self, question: Question) -> str:
        parts = [f'"{word}"' for word in question.words]
        parts += [f"{self._in_labels} : {prefix}*" for prefix in map(_quoted, question.prefixes)]
        if question.phrase:
            parts.append(_quoted(" ".join(question.phrase)))
        wanted = " AND ".join(parts)
        return " NOT ".join([f"({wanted})", *map(_quoted, question.excluded)])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


class Tantivy:
    """tantivy: one field for the labels of all languages, one for texts; keys and facets fast."""

    name = "tantivy"

    def __init__(self, stored: Stored, folder: Path) -> None:
        self._stored = stored
        self._schema = (
            tantivy.SchemaBuilder()
            .add_text_field("labels", tokenizer_name="folded")
            .add_text_field("texts", tokenizer_name="folded")
            .add_unsigned_field("key", fast=True)
            .add_unsigned_field("facet", fast=True, indexed=True)
            .build()
        )
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .build()
        )
        place = folder / "tantivy"
        place.mkdir()
        self._index = tantivy.Index(self._schema, path=str(place))
        self._index.register_tokenizer("folded", self._analyzer)
        self._writer = self._index.writer(_WRITER_BYTES, 1)

    def add(self, key: int, facet: int, concept: Concept) -> None:
        """Index one concept."""
        document = tantivy.Document()
        for _, text in concept.labels:
            document.add_text("labels", text)
        for text in concept.texts:
            document.add_text("texts", text)
        document.add_unsigned("key", key)
        document.add_unsigned("facet", facet)
        self._writer.add_document(document)

    def finish(self) -> None:
        """Make what was added ready to be asked."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Answer:
        """Return the answer to a question."""
        if question.label:
            return self._stored.named(question.label)
        query = wanted = self._query(question)
        if question.vocabulary:
            wanted = self._within(query, self._stored.within(question.vocabulary))
        hits = self._searcher.search(
            wanted, PER_PAGE, count=False, offset=(question.page - 1) * PER_PAGE
        ).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return self._stored.answer(question, self._counts(query), self._records(keys))

    def _counts(self, query: tantivy.Query) -> dict[int, int]:
        size = max(len(self._stored.facets), 1)
        asked = {"facet": {"terms": {"field": "facet", "size": size}}}
        buckets = self._searcher.aggregate(query, asked)["facet"]["buckets"]
        return {int(bucket["key"]): bucket["doc_count"] for bucket in buckets}

    def _records(self, keys: Sequence[object]) -> list[bytes]:
        marks = ",".join("?" * len(keys))
        found = dict(
            self._stored.rows.execute(
                f"SELECT key, record FROM concept WHERE key IN ({marks})",  # noqa: S608 - marks
                keys,
            )
        )
        return [found[key] for key in keys]

    def _within(self, query: tantivy.Query, numbers: Sequence[int]) -> tantivy.Query:
        should = tantivy.Occur.Should
        facets = [tantivy.Query.term_query(self._schema, "facet", each) for each in numbers]
        either = tantivy.Query.boolean_query([(should, facet) for facet in facets])
        unscored = tantivy.Query.const_score_query(either, 0.0)
        must = tantivy.Occur.Must
        return tantivy.Query.boolean_query([(must, query), (must, unscored)])

    def _query(self, question: Question) -> tantivy.Query:
        must, must_not = tantivy.Occur.Must, tantivy.Occur.MustNot
        parts = [(must, self._words([token])) for token in self._tokens(question.words)]
        parts += [(must, self._prefix(prefix)) for prefix in question.prefixes]
        if question.phrase:
            parts.append((must, self._words(self._tokens(question.phrase))))
        parts += [(must_not, self._words([token])) for token in self._tokens(question.excluded)]
        return tantivy.Query.boolean_query(parts) if len(parts) > 1 else parts[0][1]

    def _tokens(self, words: Iterable[str]) -> list[str]:
        return [token for word in words for token in self._analyzer.analyze(word)]

    def _words(self, tokens: list[str]) -> tantivy.Query:
        """Return the query for one token, or for a phrase of several, in labels or texts."""
        should = tantivy.Occur.Should
        in_labels = tantivy.Query.boost_query(self._in("labels", tokens), _LABELS_WEIGH)
        either = [(should, in_labels), (should, self._in("texts", tokens))]
        return tantivy.Query.boolean_query(either)

    def _in(self, field: str, tokens: list[str]) -> tantivy.Query:
        if len(tokens) > 1:
            return tantivy.Query.phrase_query(self._schema, field, list(tokens))
        return tantivy.Query.term_query(self._schema, field, tokens[0])

    def _prefix(self, prefix: str) -> tantivy.Query:
        (token,) = self._tokens([prefix])
        terms = [term for term, _ in self._searcher.terms_with_prefix("labels", token)]
        if len(terms) <= _MOST_EXPANSIONS:
            return tantivy.Query.phrase_prefix_query(self._schema, "labels", [token])
        return tantivy.Query.term_set_query(self._schema, "labels", terms)


def build(folder: Path, concepts: Iterable[Concept], langs: Sequence[str]) -> tuple[Fts5, Tantivy]:
    """Return both rivals, built in `folder` from the same concepts."""
    stored = Stored(folder)
    fts5, other = Fts5(stored, langs), Tantivy(stored, folder)
    for key, concept in enumerate(concepts, 1):
        facet = stored.add(key, concept)
        fts5.add(key, facet, concept)
        other.add(key, facet, concept)
    for each in (stored, fts5, other):
        each.finish()
    return fts5, other
