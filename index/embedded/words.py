"""The Whoosh half of a generation: which documents hold which words.

Tokens are made by `index.analysis` and handed over as lists, all in one field whose tokens tell
what they are: ``=w`` is a word of a label in any language, ``fr~s`` a stem of a French label or
text, ``~w`` a word of a text in a language without a stemmer. One field holds half the terms
that a field per language beside one for all would, and terms are what building costs.

Whoosh is used by four measured rules: segments are not compound and are read through memory
maps; a searcher belongs to one thread; postings are walked to the end, because the top-N
shortcuts of its collectors lose documents; no text of a reader reaches its query parser.
"""

import mmap
import threading
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from whoosh import fields, query
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import FileIndex
from whoosh.reading import IndexReader
from whoosh.searching import Searcher

from index import analysis

FOLDER = "words"
FIELD = "t"
IN_LABEL = 8.0
ALL_IN_LABEL = 100.0
_MOST_PIECES = 100  # of one word that is written without spaces

_empty = memoryview(b"")


class MappedStorage(FileStorage):
    """Files of an index as memory maps, shared between searchers and processes."""

    def open_file(self, name: str, **kwargs: object) -> StructFile:
        """Return a file of the index, its bytes read as they are asked for."""
        path = Path(self.folder) / name
        with path.open("rb") as stream:
            if path.stat().st_size == 0:
                return BufferFile(_empty, name=name)
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return _MappedFile(mapped, name)


class _MappedFile(BufferFile):
    """A `BufferFile` over a map; Whoosh's own would copy the whole map into memory."""

    def __init__(self, mapped: mmap.mmap, name: str) -> None:
        StructFile.__init__(self, mapped, name=name)  # type: ignore[arg-type]
        self._buf = memoryview(mapped)
        self.is_real = False

    def close(self) -> None:
        """Forget the file; the map goes with the last view of it."""
        self.is_closed = True


def schema() -> fields.Schema:
    """Return the schema: one field of token lists, no positions, nothing stored."""
    return fields.Schema(**{FIELD: fields.TEXT(phrase=False, stored=False)})


def label_tokens(words: Iterable[str], stems: Iterable[str], lang: str) -> list[str]:
    """Return the tokens of a label from its folded words and their stems."""
    mark = lang.lower() + "~"
    found = ["=" + piece for word in words for piece in analysis.pieces(word)]
    return found + [mark + piece for stem in stems for piece in analysis.pieces(stem)]


def text_tokens(text: str, lang: str) -> list[str]:
    """Return the tokens of a definition or note."""
    mark = lang.lower() + "~"
    stems = list(analysis.stems(text, lang))
    found = [mark + stem for stem in stems]
    return found if analysis.has_stemmer(lang) else found + ["~" + stem for stem in stems]


def create(folder: Path) -> FileIndex:
    """Return a new, empty Whoosh index in `folder`."""
    path = folder / FOLDER
    path.mkdir()
    index: FileIndex = FileStorage(str(path)).create_index(schema())
    return index


class Words:
    """The searchers of one generation, one for each thread that asks."""

    def __init__(self, folder: Path) -> None:
        storage = MappedStorage(str(folder / FOLDER), readonly=True)
        self._index = storage.open_index()
        self._local = threading.local()

    def searcher(self) -> Searcher:
        """Return the searcher of this thread."""
        found: Searcher | None = getattr(self._local, "searcher", None)
        if found is None:
            found = self._local.searcher = self._index.searcher()
        return found

    def scores(self, wanted: query.Query) -> Iterable[tuple[int, float]]:
        """Yield every matching document with its score, in the order of documents."""
        for searcher, offset in self.searcher().leaf_searchers():
            matcher = wanted.matcher(searcher)
            while matcher.is_active():
                yield offset + matcher.id(), matcher.score()
                matcher.next()


def word_query(word: str, langs: Sequence[str], neutral: bool) -> query.Query:
    """Return the query for one word as a reader wrote it.

    Its stems are looked for in `langs`; `neutral` adds the word itself in labels of any language
    and in texts of languages without a stemmer.
    """
    pieces = list(analysis.tokens(word))
    parts: list[query.Query] = []
    if neutral:
        parts = [_every("=", pieces, IN_LABEL), _every("~", pieces, 1.0)]
    for lang in langs:
        stemmed = list(analysis.stems(word, lang))
        if stemmed:
            parts.append(_every(lang.lower() + "~", stemmed, 1.0))
    return _any(parts)


def label_query(word: str) -> query.Query:
    """Return the query for one word in labels only."""
    return _every("=", list(analysis.tokens(word)), 1.0)


def prefix_query(reader: IndexReader, prefix: str, most: int) -> query.Query:
    """Return the query for the words of labels that begin with `prefix`, at most so many."""
    *whole, last = analysis.pieces(prefix)
    terms = islice(reader.expand_prefix(FIELD, "=" + last), most)
    begun = _any([query.Term(FIELD, term.decode()) for term in terms])
    return every([*(query.Term(FIELD, "=" + piece) for piece in whole), begun])


def _any(parts: list[query.Query]) -> query.Query:
    if not parts:
        return query.NullQuery
    return parts[0] if len(parts) == 1 else query.Or(parts)


def every(parts: list[query.Query]) -> query.Query:
    """Return the query for documents that match all parts."""
    return parts[0] if len(parts) == 1 else query.And(parts)


def _every(mark: str, tokens: Iterable[str], boost: float) -> query.Query:
    wanted = islice(dict.fromkeys(tokens), _MOST_PIECES)
    return every([query.Term(FIELD, mark + token, boost=boost) for token in wanted])
