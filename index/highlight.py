"""Marks in a text what a query found in it, by the same analysis that found it.

A text is taken apart into the pieces that an index holds of it, each with its place; the clauses
of a query are looked for among them as `index.embedded.reading.matching` looks for them in
postings.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from index import KINDS
from index.queries import Form, Parsed, as_words, as_written, parse
from index.text import analysis
from index.text.scripts import UNSPACED
from index.text.spellings import compounds

_SNIPPET = 240
"""So many characters of a text are shown."""
_CLUSTER = regex.compile(r"\X")
_FIELDS = {
    **dict.fromkeys(KINDS, "term"),
    "notation": "notation",
    "identifier": "notation",
    "definition": "definition",
}


class _Piece(NamedTuple):
    """A piece of a text and its place.

    Where it is cut from a run without spaces: how long its first character is when folded, where
    that ends in the text, and where the other begins.
    """

    text: str
    start: int
    end: int
    first: int = 0
    first_end: int = 0
    second: int = 0


class _Sequence(NamedTuple):
    """Pieces that are looked for one after the other.

    The last of an open row is the beginning of a piece. A run that is written without spaces may
    also stand in parts: who writes so cannot say where a word ends.
    """

    pieces: tuple[str, ...]
    is_open: bool
    may_part: bool


class _Asked(NamedTuple):
    """What is looked for in a text."""

    pieces: frozenset[str]
    stems: frozenset[str]
    rows: tuple[_Sequence, ...]


def marked(text: str, lang: str, query: str, kind: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the pieces of `text` in order, each with whether the query asked for it."""
    end, parsed = 0, parse(query)
    if not parsed.label and as_written(text) == as_written(query):
        parsed = as_words(query)
    for start, stop in marks(text, lang, parsed, kind):
        if start > end:
            yield text[end:start], False
        yield text[start:stop], True
        end = stop
    if end < len(text):
        yield text[end:], False


def marks(text: str, lang: str, parsed: Parsed, kind: str = "") -> list[tuple[int, int]]:
    """Return the places (characters) in `text` of what a query asked for in texts of a kind.

    `kind` is that of `index.Match`, "" for a text in which every clause is looked for.
    """
    words = list(analysis.words(text))
    if _is_label(text, lang, words, parsed, kind):
        return _joined((word.start, word.end) for word in words)
    pieces = [piece for word in words for piece in _pieces(text, word)]
    asked = _asked(parsed, lang, _FIELDS.get(kind, "note") if kind else "")
    found = [
        (piece.start, piece.end)
        for piece in pieces
        if piece.text in asked.pieces
        or (asked.stems and analysis.stem(text[piece.start : piece.end], lang) in asked.stems)
    ]
    for start, end, whole in compounds(text):
        if analysis.fold_word(whole) in asked.pieces or (
            asked.stems and analysis.stem(whole, lang) in asked.stems
        ):
            found.append((start, end))
    for row in asked.rows:
        places = list(_adjacent(pieces, row))
        if row.may_part and not places:
            places = [
                (one.start, one.end) for one in pieces if one.first and one.text in row.pieces
            ]
        found += places
    return _joined(found)


def snippet(text: str, lang: str, parsed: Parsed, kind: str) -> str:
    """Return a piece of `text` around the first word that was asked for."""
    if len(text) <= _SNIPPET:
        return text
    places = marks(text, lang, parsed, kind)
    start = max(0, (places[0][0] if places else 0) - _SNIPPET // 3)
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(len(text), start + _SNIPPET)
    if end < len(text):
        end = text.rfind(" ", start + 1, end) if " " in text[start + 1 : end] else end
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _is_label(text: str, lang: str, words: list[analysis.Word], parsed: Parsed, kind: str) -> bool:
    """Return whether a label is the whole query in another spelling."""
    if not (words and parsed.clauses and parsed.label) or (kind and kind not in KINDS):
        return False
    keys = analysis.folded_keys(text, lang, [word.text for word in words])
    return not set(keys).isdisjoint(parsed.spellings)


@lru_cache(1_000)
def _asked(parsed: Parsed, lang: str, field: str) -> _Asked:
    """Return what a query looks for in texts of a language that are in a field."""
    pieces: set[str] = set()
    stems: set[str] = set()
    rows: list[_Sequence] = []
    for clause in parsed.leaves:
        if field and clause.field not in ("", field):
            continue
        row = tuple(piece for word in clause.words for piece in analysis.tokens(word))
        if not row:
            continue
        is_open = clause.form is Form.PREFIX or (len(row) == 1 and analysis.is_lone(row[0]))
        if len(row) > 1 or is_open:
            rows.append(_Sequence(row, is_open, clause.form is Form.WORD))
        else:
            stem = analysis.stem(clause.words[0], lang)
            pieces.update({row[0], stem} - {""})
            stems.update({stem} - {""})
            if clause.joined:
                whole = analysis.stem(clause.joined, lang)
                pieces.update({analysis.fold_word(clause.joined), whole} - {""})
                stems.update({whole} - {""})
    return _Asked(frozenset(pieces), frozenset(stems), tuple(rows))


def _adjacent(pieces: list[_Piece], row: _Sequence) -> Iterator[tuple[int, int]]:
    """Yield the places of pieces that follow one another as in `row`."""
    *whole, last = row.pieces
    for place, piece in enumerate(pieces):
        found = _open(piece, last, not whole) if row.is_open else _whole(piece, last)
        if not found:
            continue
        before = pieces[max(place - len(whole), 0) : place]
        if [one.text for one in before] == whole:
            yield from ((one.start, one.end) for one in before)
            yield found


def _whole(piece: _Piece, text: str) -> tuple[int, int] | None:
    return (piece.start, piece.end) if piece.text == text else None


def _open(piece: _Piece, prefix: str, is_alone: bool) -> tuple[int, int] | None:
    """Return the place of what begins with `prefix`: a word, or as much of a run as was asked.

    The second character of a piece counts where nothing goes before: it may be the last of a run.
    """
    if piece.text.startswith(prefix):
        return piece.start, piece.first_end if len(prefix) <= piece.first else piece.end
    if piece.first and is_alone and piece.text.startswith(prefix, piece.first):
        return piece.second, piece.end
    return None


def _pieces(text: str, word: analysis.Word) -> Iterator[_Piece]:
    """Yield the pieces of a word of a text: itself, or pairs where no spaces are written."""
    folded = word.text
    if folded.isascii() or not UNSPACED.search(folded):
        yield _Piece(folded, word.start, word.end)
        return
    places = _places(text, word)
    end = 0
    for run in UNSPACED.finditer(folded):
        if run.start() > end:
            yield _Piece(folded[end : run.start()], places[end][0], places[run.start() - 1][1])
        end = run.end()
        ends = [found.end() for found in _CLUSTER.finditer(folded, run.start(), end)]
        starts = [run.start(), *ends]
        for left, middle, right in zip(starts, ends, ends[1:] or ends, strict=False):
            (start, _), (_, first_end), (_, stop) = (
                places[n] for n in (left, middle - 1, right - 1)
            )
            second = places[min(middle, right - 1)][0]
            yield _Piece(folded[left:right], start, stop, middle - left, first_end, second)
    if end < len(folded):
        yield _Piece(folded[end:], places[end][0], word.end)


def _places(text: str, word: analysis.Word) -> list[tuple[int, int]]:
    """Return for each character of a folded word the place of what it was in the text."""
    places: list[tuple[int, int]] = []
    for found in _CLUSTER.finditer(text, word.start, word.end):
        places += [found.span()] * len(analysis.fold_word(found.group()))
    return places if len(places) == len(word.text) else [word[1:]] * len(word.text)


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return places in order, those that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
