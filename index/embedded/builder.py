"""Writes a generation: every document into SQLite and Whoosh, then one swap."""

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from index import KINDS, Document, Label, analysis
from index.embedded import spelling, tables, words
from index.embedded.generations import Writer

NOTATION = len(KINDS)
_MEMORY_MB = 96


class EmbeddedBuilder:
    """An `index.IndexBuilder` for the embedded index."""

    def __init__(self, folder: Path, keep: int = 2) -> None:
        self._writer = Writer(folder, keep)
        try:
            self._rows = tables.create(self._writer.path)
            self._words = words.create(self._writer.path)
            self._postings = self._words.writer(limitmb=_MEMORY_MB, compound=False)
        except BaseException:
            self._writer.abort()
            raise
        self._vocabularies: dict[str, int] = {}
        self._sectors: dict[str, int] = {}
        self._statuses: dict[str, int] = {}
        self._keys: dict[tuple[int, str], int] = {}
        self._uris: set[str] = set()
        self._listed: dict[int, tuple[int, tuple[str, ...]]] = {}
        self._langs: set[str] = set()
        self._lexicon = spelling.Lexicon()
        self._labels = 0
        self._documents = 0

    def add(self, document: Document) -> None:
        """Add one document; ValueError for a key or URI that is already there."""
        vocabulary = self._number(self._vocabularies, document.vocabulary)
        if (vocabulary, document.id) in self._keys:
            raise ValueError(f"{document.vocabulary}/{document.id} is there twice")
        if document.uri in self._uris:
            raise ValueError(f"two documents have the URI {document.uri}")
        self._documents += 1
        key = self._documents
        self._keys[vocabulary, document.id] = key
        self._uris.add(document.uri)
        if document.listed:
            self._listed[key] = vocabulary, tuple(document.parents)
        self._add_concept(key, vocabulary, document)
        tokens: list[str] = []
        for label in document.labels:
            tokens += self._add_label(key, vocabulary, KINDS.index(label.kind), label)
        for notation in document.notations:
            tokens += self._add_label(key, vocabulary, NOTATION, Label(notation, ""))
        for text in document.texts:
            self._langs.add(text.lang)
            tokens += words.text_tokens(text.text, text.lang)
        self._rows.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (key, text.kind, text.lang, text.text, *_analysed(text.text, text.lang))
                for text in document.texts
            ),
        )
        self._postings.add_document(**{words.FIELD: tokens})

    def _number(self, numbers: dict[str, int], name: str) -> int:
        return numbers.setdefault(name, len(numbers))

    def _add_concept(self, key: int, vocabulary: int, document: Document) -> None:
        sectors = 0
        for sector in document.sectors:
            sectors |= 1 << self._number(self._sectors, sector)
        self._rows.execute(
            "INSERT INTO concept VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                vocabulary,
                document.id,
                document.uri,
                sectors,
                self._number(self._statuses, document.status),
                document.changed if document.listed else None,
                document.record,
            ),
        )

    def _add_label(self, key: int, vocabulary: int, kind: int, label: Label) -> list[str]:
        """Write the rows of a label and return its tokens."""
        self._labels += 1
        number, execute = self._labels, self._rows.execute
        found = list(analysis.words(label.text))
        keys = analysis.folded_keys(label.text, label.lang, found)
        places = dict.fromkeys((w.start, w.end) for w in found)
        stems = [analysis.stem(label.text[start:end], label.lang) for start, end in places]
        analysed = keys[0], _different(_pieces(w.text for w in found), keys[0]), _pieces(stems)
        execute(
            "INSERT INTO label VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, key, kind, label.lang, label.text, *analysed),
        )
        for folded in dict.fromkeys(keys):
            execute("INSERT INTO folded VALUES (?, ?)", (folded, number))
        if kind == NOTATION:
            return words.label_tokens([w.text for w in found], (), "")
        self._langs.add(label.lang)
        if stems and analysis.has_stemmer(label.lang):
            execute("INSERT INTO stemmed VALUES (?, ?)", (analysed[2], number))
        if KINDS[kind] != "hidden":
            self._lexicon.add(label.text, found)
            if key in self._listed:
                self._add_listed(key, vocabulary, number, kind, label, keys[0])
        return words.label_tokens([w.text for w in found], stems, label.lang)

    def _add_listed(
        self, key: int, vocabulary: int, number: int, kind: int, label: Label, folded: str
    ) -> None:
        """Write what completes and lists a visible label."""
        length = min(len(label.text), 999)
        self._rows.executemany(
            "INSERT INTO completion VALUES (?, ?, ?)",
            (
                (folded[start:], bool(start) * 10_000 + kind * 1_000 + length, number)
                for start in _word_starts(folded)
            ),
        )
        self._rows.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
            (vocabulary, label.lang, label.letter, label.sort_key, number, key, kind == 0),
        )

    def commit(self, metadata: Mapping[str, bytes]) -> str:
        """Publish the generation in one step and return its name."""
        try:
            self._add_tree()
            self._add_letters()
            self._lexicon.write(self._rows)
            self._add_metadata(metadata)
            self._rows.execute("COMMIT")
            self._rows.executescript(tables.INDEXES)
            self._rows.close()
            self._postings.commit(optimize=True)
            self._words.close()
            return self._writer.publish({"documents": self._documents, "labels": self._labels})
        except BaseException:
            self._writer.abort()
            raise

    def _add_tree(self) -> None:
        for key, (vocabulary, parents) in self._listed.items():
            above = [self._keys.get((vocabulary, parent)) for parent in parents]
            places = [one for one in above if one in self._listed] or [-vocabulary - 1]
            self._rows.executemany("INSERT INTO tree VALUES (?, ?)", ((p, key) for p in places))

    def _add_letters(self) -> None:
        self._rows.execute(
            "INSERT INTO letter SELECT vocabulary, lang, letter, row_number() OVER "
            "(PARTITION BY vocabulary, lang ORDER BY min(sort_key)), count(*) "
            "FROM entry GROUP BY vocabulary, lang, letter"
        )

    def _add_metadata(self, metadata: Mapping[str, bytes]) -> None:
        own = {
            "sectors": " ".join(self._sectors).encode(),
            "statuses": " ".join(self._statuses).encode(),
            "langs": " ".join(sorted(self._langs)).encode(),
        }
        self._rows.executemany("INSERT INTO metadata VALUES (?, ?)", {**metadata, **own}.items())
        self._rows.executemany(
            "INSERT INTO vocabulary VALUES (?, ?)",
            ((number, id) for id, number in self._vocabularies.items()),
        )

    def abort(self) -> None:
        """Throw away what was written."""
        try:
            self._rows.close()
            self._postings.cancel()
        except (sqlite3.Error, OSError):
            pass  # the folder is removed as a whole just below
        self._writer.abort()


def _analysed(text: str, lang: str) -> tuple[str, str, str]:
    """Return the folded words of a text, its tokens where these differ, and its stems."""
    folded, tokens = analysis.fold(text), " ".join(analysis.tokens(text))
    return folded, _different(tokens, folded), " ".join(analysis.stems(text, lang))


def _pieces(folded: Iterable[str]) -> str:
    return " ".join(piece for word in folded for piece in analysis.pieces(word))


def _different(tokens: str, folded: str) -> str:
    return "" if tokens == folded else tokens


def _word_starts(folded: str) -> list[int]:
    starts = [0] if folded else []
    starts += [i + 1 for i, char in enumerate(folded) if char == " "]
    return starts[:12]
