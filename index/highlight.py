"""Marks in a text what a query found in it, by the same analysis that found it."""

from collections.abc import Iterator

import regex

from index import analysis
from index.queries import Parsed, parse

_CLUSTER = regex.compile(r"\X")


def marked(text: str, lang: str, query: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of `text` in order, each with whether the query asked for it."""
    end = 0
    for start, stop in marks(text, lang, parse(query)):
        if start > end:
            yield text[end:start], False
        yield text[start:stop], True
        end = stop
    if end < len(text):
        yield text[end:], False


def marks(text: str, lang: str, parsed: Parsed) -> list[tuple[int, int]]:
    """Return the places (characters) of the words of a query in `text`."""
    words = {analysis.fold_word(word) for word in parsed.words}
    stems = {analysis.stem(word, lang) for word in parsed.words}
    pieces = {piece for word in parsed.words for piece in analysis.tokens(word)} - words
    pieces |= {word for word in words if analysis.is_lone(word)}
    prefixes = parsed.prefixes
    found = []
    for word in analysis.words(text):
        stem = analysis.stem(text[word.start : word.end], lang)
        if (
            word.text in words
            or stem in stems
            or any(word.text.startswith(prefix) for prefix in prefixes)
        ):
            found.append((word.start, word.end))
        elif pieces and not word.text.isascii():
            found += _runs(text, word.start, word.end, pieces)
    return list(dict.fromkeys(found))  # "½" is two words in one place


def _runs(text: str, start: int, end: int, pieces: set[str]) -> list[tuple[int, int]]:
    """Return the places of the pieces of a query inside a run that is written without spaces."""
    places: list[tuple[int, int]] = []
    for left, right in _clusters(text, start, end):
        if analysis.fold_word(text[left:right]) not in pieces:
            continue
        if places and left <= places[-1][1]:
            places[-1] = (places[-1][0], max(right, places[-1][1]))
        else:
            places.append((left, right))
    return places


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the places of single characters, with their marks, and of pairs of them, in order."""
    ends = [start, *(found.end() for found in _CLUSTER.finditer(text, start, end))]
    for place, left in enumerate(ends[:-1]):
        yield left, ends[place + 1]
        if place + 2 < len(ends):
            yield left, ends[place + 2]
