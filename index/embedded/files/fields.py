"""What a plain Whoosh is told of each segment: whose it is, of which kind and language, how long.

Nothing is written for it: the columns that stand beside the Whoosh half (`arrays`) and the ids in
SQLite are read through the codec. What is gone since the generation was built is a deleted
document, as of the moment when the reader was opened.
"""

import json
import sqlite3
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from numpy import flatnonzero
from whoosh import fields
from whoosh.analysis import Analyzer, Token
from whoosh.codec.base import Segment
from whoosh.codec.whoosh3 import W3PerDocReader
from whoosh.filedb.filestore import FileStorage

from index import KINDS
from index.embedded.files import arrays, tables
from index.text import analysis

_ID = (
    "SELECT vocabulary.id, concept.id FROM concept"
    " JOIN vocabulary ON vocabulary.number = concept.vocabulary WHERE key = ?"
)


def schema(field: str, sign: str) -> fields.Schema:
    """Return the schema: the field of terms, words after `sign`, and what is stored of a segment.

    key: vocabulary and id of the concept, with a slash between them; kind: one of KINDS,
    "notation" or the kind of a text; lang: the language, "" of a notation.
    """
    terms = fields.TEXT(analyzer=WordAnalyzer(sign), phrase=True, multitoken_query="and")
    stored = {name: fields.STORED() for name in ("key", "kind", "lang")}
    return fields.Schema(**{field: terms}, **stored)


class WordAnalyzer(Analyzer):
    """Folds a text and cuts it into words as the index does, with a sign before each."""

    def __init__(self, sign: str) -> None:
        self.sign = sign

    def __call__(
        self, value: str, tokenize: bool = True, start_pos: int = 0, **asked: Any
    ) -> Iterator[Token]:
        """Yield a token for each word; one for the whole of a prefix, without `tokenize`."""
        found = analysis.written(value).words
        words = [piece for word in found for piece in analysis.pieces(word)]
        if not tokenize:
            words = [analysis.fold_word(value)]
        for place, word in enumerate(words, start_pos):
            whole = self.sign + word
            token = Token(positions=True, mode=asked.get("mode", ""), original=whole)
            token.text = whole
            token.pos, token.boost, token.stopped = place, 1.0, False
            token.startchar, token.endchar = 0, len(value)
            yield token


class SegmentFacts(W3PerDocReader):
    """The facts of segments as Whoosh asks for them; the generation is the folder above."""

    def __init__(self, storage: FileStorage, segment: Segment) -> None:
        super().__init__(storage, segment)
        self._generation = Path(storage.folder).parent

    @cached_property
    def _columns(self) -> arrays.Arrays:
        """The columns with what was changed since."""
        built = arrays.load(self._generation)
        return arrays.changed(built, self._rows)

    @cached_property
    def _rows(self) -> sqlite3.Connection:
        """A connection that sees the state of its first question until it is closed."""
        rows = tables.connect(self._generation)
        rows.execute("BEGIN")
        return rows

    def _names(self, name: str) -> list[str]:
        sql = "SELECT value FROM metadata WHERE name = ?"
        found: list[str] = json.loads(self._rows.execute(sql, (name,)).fetchone()[0])
        return found

    @cached_property
    def _langs(self) -> list[str]:
        return self._names("langs")

    @cached_property
    def _kinds(self) -> list[str]:
        return [*KINDS, "notation", *self._names("text_kinds")]

    def close(self) -> None:
        """Let go of the files."""
        super().close()
        if "_rows" in vars(self):
            self._rows.close()

    @cached_property
    def _gone(self) -> frozenset[int]:
        return frozenset(
            flatnonzero(self._columns.concept_of[: self.doc_count_all()] == 0).tolist()
        )

    def doc_count(self) -> int:
        """Return how many segments are there."""
        return int(self.doc_count_all()) - len(self._gone)

    def has_deletions(self) -> bool:
        """Return True: there is no segment 0."""
        return True

    def is_deleted(self, docnum: int) -> bool:
        """Return whether a segment is gone."""
        return docnum in self._gone

    def deleted_docs(self) -> Iterator[int]:
        """Yield the segments that are gone."""
        return iter(self._gone)

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return key, kind and lang of a segment, nothing of one that is gone."""
        columns = self._columns
        concept = columns.concept_of.item(docnum)
        found = self._rows.execute(_ID, (concept,)).fetchone()
        if found is None:
            return {}
        kind, lang = columns.kind_of.item(docnum), columns.lang_of.item(docnum)
        return {"key": "/".join(found), "kind": self._kinds[kind], "lang": self._langs[lang]}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return how many words a segment has, 255 at most."""
        return int(self._columns.length_of.item(docnum)) or default

    def field_length(self, fieldname: str) -> int:
        """Return how many words all segments have that were built."""
        return int(self._columns.length_of.sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the fewest words of a segment."""
        return int(self._columns.length_of[1:].min(initial=255))

    def max_field_length(self, fieldname: str) -> int:
        """Return the most words of a segment."""
        return int(self._columns.length_of.max())
