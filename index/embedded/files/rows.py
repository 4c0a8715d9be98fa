"""The rows and terms of one document, for building a generation as for a change."""

import json
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import KINDS, Document, Label
from index.embedded.files.arrays import SegmentRow
from index.embedded.files.codec import MOST_COUNTED
from index.embedded.files.lowered import lowered
from index.embedded.files.postings import STEM, WORD
from index.text import analysis, spellings, stemming
from index.text.scripts import UNSPACED

NOTATION = len(KINDS)
FIRST_TEXT = NOTATION + 1
"""Kinds of segments by number: those of KINDS, notations, then kinds of texts as they are met."""
MOST_SECTORS = 63
COMPLETION_CHARACTERS = 24
"""Completions are sorted by so many characters."""
_MOST_ENTRY_POINTS = 8
_SHORTEST_ENTRY = 3


class Numbering:
    """Names and their numbers in a generation, in the order in which they were met."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = list(names)
        self._numbers = {name: number for number, name in enumerate(self.names)}

    def of(self, name: str) -> int:
        """Return the number of a name, a new one for a new name."""
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = len(self.names)
            self.names.append(name)
        return number

    def known(self, name: str) -> int | None:
        """Return the number of a name, None where it was never met."""
        return self._numbers.get(name)


@dataclass(slots=True)
class Names:
    """The names of a generation. The first language is "", that of notations."""

    vocabularies: Numbering = field(default_factory=Numbering)
    langs: Numbering = field(default_factory=lambda: Numbering([""]))
    text_kinds: Numbering = field(default_factory=lambda: Numbering(["definition"]))
    sectors: Numbering = field(default_factory=Numbering)
    statuses: Numbering = field(default_factory=Numbering)


@dataclass(slots=True)
class Rows:
    """The rows of documents, by table.

    `terms` are the words of each segment in order and its other terms; `words` are the words of
    labels that are not hidden, folded and as they were written; `lowered` are labels and notations
    in lower case, with language and number.
    """

    folded: list[tuple[int, int]] = field(default_factory=list)
    stemmed: list[tuple[int, int]] = field(default_factory=list)
    completion: list[tuple[str, int, int]] = field(default_factory=list)
    entry: list[tuple[int, str, str, bytes, int, int, int]] = field(default_factory=list)
    segment: list[SegmentRow] = field(default_factory=list)
    terms: list[tuple[int, list[str], set[str]]] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    lowered: list[tuple[str, str, int]] = field(default_factory=list)


def hashed(text: str) -> int:
    """Return a 64-bit hash of `text`, signed as SQLite keeps it (BLAKE2b)."""
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def all_hashed(texts: Iterable[str]) -> "NDArray[np.int64]":
    """Return the hashes of many texts, as `hashed` makes them."""
    digests = [blake2b(text.encode("utf-8", "replace"), digest_size=8).digest() for text in texts]
    return np.frombuffer(b"".join(digests), np.dtype("<i8"))


def stem_text(stem_key: str, lang: str) -> str:
    """Return what is hashed of the stems of a label in a language."""
    return f"{lang}\n{stem_key}"


def stem_hash(stem_key: str, lang: str) -> int:
    """Return the hash of the stems of a label in a language."""
    return hashed(stem_text(stem_key, lang))


def concept(document: Document, key: int, names: Names) -> tuple[Any, ...]:
    """Return the row of a document in the table `concept`."""
    sectors = 0
    for sector in document.sectors:
        number = names.sectors.of(sector)
        if number >= MOST_SECTORS:
            raise ValueError(f"more than {MOST_SECTORS} sectors")
        sectors |= 1 << number
    return (
        key,
        names.vocabularies.of(document.vocabulary),
        document.id,
        document.uri,
        sectors,
        names.statuses.of(document.status),
        document.listed,
        document.changed,
        document.created,
        document.version,
        document.published,
        document.is_new,
        document.place,
        document.notation,
        digest(document),
        document.summary,
        document.record,
    )


def names_as_metadata(names: Names) -> dict[str, bytes]:
    """Return names as they are kept in the metadata; `names_from_metadata` reads them."""
    return {
        place: json.dumps(getattr(names, place).names).encode()
        for place in ("langs", "text_kinds", "sectors", "statuses")
    }


def names_from_metadata(metadata: Mapping[str, bytes], vocabularies: Iterable[str]) -> Names:
    """Return the names that `names_as_metadata` wrote, and those of vocabularies in order."""
    found = {
        place: Numbering(json.loads(metadata[place]))
        for place in ("langs", "text_kinds", "sectors", "statuses")
    }
    return Names(Numbering(vocabularies), **found)


def digest(document: Document) -> bytes:
    """Return 8 bytes that differ where two documents differ in anything that is answered (BLAKE2b);
    not where they were published at another time.
    """
    made = blake2b(document.record, digest_size=8)
    made.update(document.summary)
    for label in document.labels:
        if document.listed and label.kind != "hidden":
            made.update(label.sort_key + f"\n{label.letter}\n".encode())
        made.update(f"{label.kind}\n{label.lang}\n{label.text}\n".encode())
    for text in document.texts:
        made.update(f"{text.kind}\n{text.lang}\n{text.text}\n".encode())
    further = [document.uri, tuple(document.notations), document.status, document.listed]
    further += [document.changed, document.created]
    further += [
        sorted(set(names)) for names in (document.sectors, document.groups, document.aliases)
    ]
    if document.listed:
        further += [sorted({*document.parents} - {document.id})]
        further += [document.place, document.notation]
    made.update(repr(further).encode())
    return made.digest()


def texts(document: Document) -> Iterator[str]:
    """Yield the texts of the segments of a document, in the order in which `add` numbers them."""
    for label in document.labels:
        yield label.text
    yield from document.notations
    for text in document.texts:
        yield text.text


def add(rows: Rows, document: Document, key: int, first: int, names: Names) -> int:
    """Add the rows of a document whose segments are numbered from `first`; return the next."""
    vocabulary = names.vocabularies.of(document.vocabulary) if document.listed else None
    number = first
    for label in document.labels:
        _add_label(rows, number, key, label, names, vocabulary)
        number += 1
    for notation in document.notations:
        found = analysis.written(notation)
        folded = analysis.folded_keys(notation, "", found.words)[0]
        rows.folded.append((hashed(folded), number))
        rows.lowered.append((lowered(notation), "", number))
        if vocabulary is not None:
            rank = NOTATION * 1_000 + min(len(notation), 999)
            rows.completion.append((folded[:COMPLETION_CHARACTERS], rank, number))
        _add_segment(rows, (number, key, NOTATION, 0), found.words, (), exact_hash(notation))
        number += 1
    for text in document.texts:
        found = analysis.written(text.text)
        kind = FIRST_TEXT + names.text_kinds.of(text.kind)
        stems = _stems(found.whole, text.lang)
        facts = (number, key, kind, names.langs.of(text.lang))
        _add_segment(rows, facts, found.words, stems, joined=_joined(text.text, text.lang))
        number += 1
    return number


def exact_hash(text: str) -> int:
    """Return the CRC-32 of a label as it is written, after Unicode normalization (NFC)."""
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return zlib.crc32(plain.encode("utf-8", "replace"))


def _add_label(
    rows: Rows, number: int, key: int, label: Label, names: Names, vocabulary: int | None
) -> None:
    """Add a label; with a `vocabulary` also to its completions and A-Z, unless it is hidden."""
    text, lang, kind = label.text, label.lang, KINDS.index(label.kind)
    found = analysis.written(text)
    keys = analysis.folded_keys(text, lang, found.words)
    whole = spellings.without_spaces(keys[0])
    forms = [*keys, whole] if whole else keys
    rows.folded += dict.fromkeys((hashed(folded), number) for folded in forms)
    stems = _stems(found.whole, lang)
    if stems:
        rows.stemmed.append((stem_hash(" ".join(_pieces(stems)), lang), number))
    facts = (number, key, kind, names.langs.of(lang))
    rows.lowered.append((lowered(text), lang, number))
    _add_segment(rows, facts, found.words, stems, exact_hash(text), _joined(text, lang))
    if label.kind == "hidden":
        return
    rows.words += zip(found.words, found.shown, strict=True)
    if vocabulary is not None:
        rank = kind * 1_000 + min(len(text), 999)
        own = (analysis.fold(text, lang),) if analysis.kept_apart(lang) else ()
        rows.completion += dict.fromkeys(
            [
                (folded[start : start + COMPLETION_CHARACTERS], rank + bool(start) * 10_000, number)
                for folded in (*keys, *own)
                for start in word_starts(folded)
            ]
        )
        rows.entry.append(
            (vocabulary, lang, label.letter, label.sort_key, number, key, int(kind == 0))
        )


def _stems(written: Iterable[str], lang: str) -> list[str]:
    """Return the stems of words in their order, none in a language without a stemmer."""
    if not analysis.has_stemmer(lang):
        return []
    language = analysis.base(lang)
    return [stem for word in written if (stem := stemming.stem(word, language))]


def _joined(text: str, lang: str) -> list[str]:
    """Return the terms of words that are written in parts, as one word each, and of their stems."""
    found = [word for _, _, word in spellings.compounds(text)]
    terms = [WORD + analysis.fold_word(word) for word in found]
    if found and analysis.has_stemmer(lang):
        terms += [STEM + stem for word in found if (stem := analysis.stem(word, lang))]
    return terms


def _pieces(words: list[str]) -> list[str]:
    """Return the terms of words: themselves, or pieces where no spaces are written."""
    if not _has_unspaced(words):
        return words
    return [piece for word in words for piece in _cut(word)[0]]


@lru_cache(65536)
def _cut(word: str) -> tuple[list[str], list[str]]:
    """Return the pieces of a word, and all terms that an index has of it."""
    return [*analysis.pieces(word)], [*analysis.index_pieces(word)]


def _has_unspaced(words: Iterable[str]) -> bool:
    joined = "".join(words)
    return not joined.isascii() and bool(UNSPACED.search(joined))


def _add_segment(
    rows: Rows,
    facts: tuple[int, int, int, int],
    texts: list[str],
    stems: Iterable[str],
    exact: int = 0,
    joined: Iterable[str] = (),
) -> None:
    words = _pieces(texts)
    others = {STEM + stem for stem in set(stems).difference(texts)}
    if words is not texts:
        pieces = (piece for word in texts for piece in _cut(word)[1])
        others.update(WORD + piece for piece in set(pieces).difference(words))
    others.update(joined)
    rows.segment.append((*facts, min(len(words), MOST_COUNTED), exact))
    rows.terms.append((facts[0], words, others))


def word_starts(folded: str) -> Iterator[int]:
    """Yield the places at which a folded label is completed: its beginning, and its words but the
    shortest; in a run without spaces each of the first characters.
    """
    if folded:
        yield 0
    start, count = folded.find(" ") + 1, 1
    while start and count < _MOST_ENTRY_POINTS:
        end = folded.find(" ", start)
        word = folded[start : end if end >= 0 else len(folded)]
        if len(word) >= _SHORTEST_ENTRY or not (word.isascii() and word.isalpha()):
            yield start
            count += 1
        start = end + 1
    if not folded.isascii():
        yield from islice(_inside(folded), _MOST_ENTRY_POINTS)


def _inside(folded: str) -> Iterator[int]:
    """Yield where the second and further characters of runs without spaces begin."""
    for run in UNSPACED.finditer(folded):
        place = run.start()
        for sign in analysis.clusters(run.group())[:-1]:
            place += len(sign)
            yield place
