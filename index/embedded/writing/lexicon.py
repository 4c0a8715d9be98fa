"""The words of labels, and the hashes that those share which are one or two edits apart.

Symmetric deletion (W. Garbe, SymSpell, 2012): two words one edit apart share what is left when
a character is dropped from either. PASS-JOIN (G. Li, D. Deng, J. Wang, J. Feng, VLDB 2011): two
edits leave one of three parts of a word as it is, at one of few places. Words of other scripts
are found by how they may be typed in Latin letters (`index.text.transliteration`).
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedded.files import hashes
from index.embedded.files.rows import hashed
from index.text.scripts import UNSPACED
from index.text.transliteration import latin_key, latin_keys

_LONGEST_WORD = 40
_SHORTEST_CUT = 5
"""Shorter words are not cut into parts: too many would share one."""
_LONGEST_SWAPPED = 12
"""In longer words it is rare that an exchange of two letters and one more edit touch every part."""
_PARTS = 3
_FACTORS = np.cumprod(np.full(_LONGEST_WORD, 0x9E3779B97F4A7C15, np.uint64))
_PLACES = np.add.outer(np.arange(_LONGEST_WORD), np.arange(_LONGEST_WORD))
_SALT, _BITS = 0xC2B2AE3D27D4EB4F, 0xFFFFFFFFFFFFFFFF
_ONE, _SIX_BITS = np.uint64(1), np.uint64(63)

Codes = NDArray[np.uint64]
"""Words of one length, a row each, as the numbers of their characters."""


def _codes(words: Sequence[str]) -> Codes:
    text = "".join(words).encode("utf-32-le", "replace")
    return np.frombuffer(text, "<u4").reshape(len(words), -1).astype(np.uint64)


def _hashed(codes: Codes, salt: int = 0) -> Codes:
    """Return a polynomial hash of each word."""
    made: Codes = (codes * _FACTORS[: codes.shape[1]]).sum(axis=1, dtype=np.uint64)
    return made + np.uint64(salt * _SALT & _BITS)


def _rests(codes: Codes) -> Codes:
    """Return the hashes of what is left of each word when one character is dropped."""
    ahead = np.cumsum(codes * _FACTORS[: codes.shape[1]], axis=1, dtype=np.uint64)
    behind = codes[:, 1:] * _FACTORS[: codes.shape[1] - 1]
    made = np.zeros_like(codes)
    made[:, 1:] = ahead[:, :-1]
    made[:, :-1] += np.cumsum(behind[:, ::-1], axis=1, dtype=np.uint64)[:, ::-1]
    return made


def _cut(length: int) -> Iterator[tuple[int, int, int]]:
    """Yield for each part of a word where it begins, how long it is, and its salt."""
    size, longer = divmod(length, _PARTS)
    start = 0
    for part in range(_PARTS):
        end = start + size + (part >= _PARTS - longer)
        yield start, end - start, length * _PARTS + part + 1
        start = end


def _letters(codes: Codes) -> Codes:
    made: Codes = np.bitwise_or.reduce(_ONE << (codes & _SIX_BITS), axis=1)
    return made


def letters(word: str) -> np.uint64:
    """Return bits for the characters of a word; of each edit away two are others at most."""
    return np.uint64(_letters(_codes([word]))[0])


def _is_kept(word: str) -> bool:
    """Return whether a word is corrected, or offered; of two characters only a whole idea."""
    return 2 < len(word) <= _LONGEST_WORD or (len(word) == 2 and bool(UNSPACED.fullmatch(word)))


def _keys(codes: Codes) -> NDArray[np.int64]:
    """Return the hashes by which words of one length are found, a row for each."""
    found = [_rests(codes), _hashed(codes)[:, None]]
    if codes.shape[1] >= _SHORTEST_CUT:
        found += [
            _hashed(codes[:, start : start + size], salt)[:, None]
            for start, size, salt in _cut(codes.shape[1])
        ]
    return np.hstack(found).view(np.int64)


def shared(word: str) -> list[int]:
    """Return the hashes by which a folded word of a label is found."""
    found: list[int] = _keys(_codes([word])).ravel().tolist() if _is_kept(word) else []
    if key := latin_key(word):
        found.append(_latin(key))
    return found


def nearest(word: str) -> list[int]:
    """Return the hashes that a folded word shares with those one edit away."""
    if not _is_kept(word):
        return []
    codes = _codes([word])
    found: list[int] = np.append(_rests(codes), _hashed(codes)).view(np.int64).tolist()
    return found


def further(word: str) -> list[int]:
    """Return the hashes that a folded word shares with those two edits away."""
    size = len(word)
    if not _SHORTEST_CUT <= size <= _LONGEST_WORD:
        return []
    codes, found = _codes([word]), []
    if size - 2 < _SHORTEST_CUT:
        shorter = np.array([np.delete(codes[0], place) for place in range(size)])
        found = [_rests(shorter).ravel(), _hashed(shorter)]
    if size <= _LONGEST_SWAPPED:
        swapped = codes.repeat(size - 1, axis=0)
        places = np.arange(size - 1)
        swapped[places, places], swapped[places, places + 1] = codes[0, 1:], codes[0, :-1]
        found += [_rests(swapped).ravel(), _hashed(swapped)]
    parts = _inner_parts(codes[0])
    for length in range(max(size - 2, _SHORTEST_CUT), min(size + 2, _LONGEST_WORD) + 1):
        found += _shared(size, parts, length)
    return sorted(set(np.concatenate(found).view(np.int64).tolist()))


def _inner_parts(codes: Codes) -> dict[int, Codes]:
    """Return the hashes of the parts of a word from each of its places on, by their length."""
    least, most = max(len(codes) - 2, _SHORTEST_CUT) // _PARTS, -(-(len(codes) + 2) // _PARTS)
    return {
        width: _hashed(codes[_PLACES[: len(codes) - width + 1, :width]])
        for width in range(least, min(most, len(codes)) + 1)
    }


def _shared(size: int, parts: Mapping[int, Codes], length: int) -> Iterator[Codes]:
    """Yield the hashes of parts that a word may share with one of a length (multi-match-aware)."""
    more = size - length
    for part, (start, width, salt) in enumerate(_cut(length)):
        rest = _PARTS - 1 - part
        first = max(0, start - part, start + more - rest)
        last = min(size - width, start + part, start + more + rest)
        if first <= last:
            yield parts[width][first : last + 1] + np.uint64(salt * _SALT & _BITS)


def _latin(key: str) -> int:
    return hashed(f"latin\n{key}")


def typed(word: str) -> list[int]:
    """Return the hashes that a folded Latin word shares with those of other scripts."""
    return [_latin(key) for key in latin_keys(word)]


class Lexicon:
    """The words of the labels of a generation while it is built."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._shown: dict[str, str] = {}

    def add(self, words: Iterable[tuple[str, str]]) -> None:
        """Count words of labels, each folded and as it was written."""
        counts = self._counts
        for word, written in words:
            if word in counts:
                counts[word] += 1
            else:
                counts[word] = 1
                shown = written.lower()
                if shown != word:
                    self._shown[word] = shown

    def write(self, rows: sqlite3.Connection, folder: Path) -> None:
        """Write the table `lexicon` and the files of hashes and letters."""
        shown = self._shown
        rows.executemany(
            "INSERT INTO lexicon VALUES (?, ?, ?, ?)",
            (
                (number, word, shown.get(word, word), count)
                for number, (word, count) in enumerate(self._counts.items(), 1)
            ),
        )
        by_length: dict[int, tuple[list[int], list[str]]] = {}
        for number, word in enumerate(self._counts, 1):
            if _is_kept(word):
                numbers, words = by_length.setdefault(len(word), ([], []))
                numbers.append(number)
                words.append(word)
        writer = hashes.HashWriter(hashes.SPELLING)
        letters = np.zeros(len(self._counts) + 1, np.uint64)
        for numbers, words in by_length.values():
            codes, places = _codes(words), np.array(numbers, np.uint32)
            letters[places] = _letters(codes)
            keys = _keys(codes)
            writer.extend(keys.ravel(), places.repeat(keys.shape[1]))
        keyed = ((latin_key(word), number) for number, word in enumerate(self._counts, 1))
        writer.add([(_latin(key), number) for key, number in keyed if key])
        writer.write(folder)
        letters.tofile(folder / hashes.LETTERS)


def learn(rows: sqlite3.Connection, words: Iterable[tuple[str, str]]) -> None:
    """Add words of labels to the tables."""
    for word, written in words:
        added = rows.execute(
            "UPDATE lexicon SET shown = iif(labels, shown, ?), labels = labels + 1"
            " WHERE word = ? RETURNING number",
            (written.lower(), word),
        ).fetchone()
        if added is None:
            number = rows.execute(
                "INSERT INTO lexicon (word, shown, labels) VALUES (?, ?, 1)",
                (word, written.lower()),
            ).lastrowid
            pairs = ((hash, number) for hash in set(shared(word)))
            rows.executemany("INSERT INTO spelling VALUES (?, ?)", pairs)


def forget(rows: sqlite3.Connection, words: Iterable[tuple[str, str]]) -> None:
    """Count words of labels no more; those without a label stay, for their number's sake."""
    rows.executemany(
        "UPDATE lexicon SET labels = labels - 1 WHERE word = ?", ((word,) for word, _ in words)
    )
