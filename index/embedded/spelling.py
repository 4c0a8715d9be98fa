"""What was perhaps meant: words of labels that are one or two edits away.

Symmetric deletion (W. Garbe, SymSpell, 2012): two words one edit apart share what is left when
a character is dropped from either, so near words are found by equality in a table.
"""

import sqlite3
import zlib
from array import array
from collections.abc import Iterable

import numpy as np

from index import analysis, corrections
from index.transliteration import latin_key, latin_keys

_LONGEST = 40
_MOST = 2000
_AT_ONCE = 100_000
_LOW = np.uint64(0xFFFFFFFF)


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

    def write(self, rows: sqlite3.Connection) -> None:
        """Write the tables `lexicon` and `nearby`."""
        shown = self._shown
        rows.executemany(
            "INSERT INTO lexicon VALUES (?, ?, ?, ?)",
            (
                (number, word, shown.get(word, word), count)
                for number, (word, count) in enumerate(self._counts.items(), 1)
            ),
        )
        near = array("Q")
        for number, word in enumerate(self._counts, 1):
            near.extend(rest << 32 | number for rest in _rests(word))
        ordered = np.sort(np.frombuffer(near, np.uint64)) if near else np.empty(0, np.uint64)
        for start in range(0, len(ordered), _AT_ONCE):
            some = ordered[start : start + _AT_ONCE]
            pairs = zip((some >> np.uint64(32)).tolist(), (some & _LOW).tolist(), strict=True)
            rows.executemany("INSERT INTO nearby VALUES (?, ?)", pairs)
        keys = ((latin_key(word), number) for number, word in enumerate(self._counts, 1))
        by_key = sorted(pair for pair in keys if pair[0])
        rows.executemany("INSERT INTO latin VALUES (?, ?)", by_key)


def learn(rows: sqlite3.Connection, words: Iterable[tuple[str, str]]) -> None:
    """Add words of labels to the tables."""
    for word, written in words:
        added = rows.execute(
            "UPDATE lexicon SET labels = labels + 1 WHERE word = ? RETURNING number", (word,)
        ).fetchone()
        if added is None:
            number = rows.execute(
                "INSERT INTO lexicon (word, shown, labels) VALUES (?, ?, 1)",
                (word, written.lower()),
            ).lastrowid
            pairs = ((rest, number) for rest in _rests(word))
            rows.executemany("INSERT INTO nearby VALUES (?, ?)", pairs)
            if key := latin_key(word):
                rows.execute("INSERT INTO latin VALUES (?, ?)", (key, number))


def forget(rows: sqlite3.Connection, words: Iterable[tuple[str, str]]) -> None:
    """Take words of labels out of the tables."""
    for word, _ in words:
        row = rows.execute(
            "UPDATE lexicon SET labels = labels - 1 WHERE word = ? RETURNING number, labels",
            (word,),
        ).fetchone()
        if row is not None and row[1] <= 0:
            rows.execute("DELETE FROM lexicon WHERE number = ?", row[:1])
            pairs = ((rest, row[0]) for rest in _rests(word))
            rows.executemany("DELETE FROM nearby WHERE (rest, word) = (?, ?)", pairs)
            rows.execute("DELETE FROM latin WHERE (key, word) = (?, ?)", (latin_key(word), row[0]))


def _rests(word: str) -> Iterable[int]:
    if not 2 < len(word) <= _LONGEST:
        return ()
    shorter = {word[:i] + word[i + 1 :] for i in range(len(word))}
    return {zlib.crc32(rest.encode()) for rest in (word, *shorter)}


def knows(rows: sqlite3.Connection, text: str) -> bool:
    """Return whether every word of a text stands in some label."""
    sql = "SELECT 1 FROM lexicon WHERE word = ?"
    return all(rows.execute(sql, (word.text,)).fetchone() for word in analysis.words(text))


def corrected(
    rows: sqlite3.Connection,
    text: str,
    limit: int,
    ranked: corrections.Ranked | None = None,
    together: corrections.Together | None = None,
) -> list[tuple[str, str]]:
    """Return what `text` may have meant, most likely first, as pairs (folded, shown)."""
    words = [word.text for word in analysis.words(text)]
    few = len(words) <= corrections.MOST_WORDS
    found = corrections.combined([_near(rows, word) for word in words]) if few else []
    return corrections.ordered(text, found, limit, ranked, together)


def _near(rows: sqlite3.Connection, word: str) -> list[corrections.Near]:
    """Return words near `word`, cheapest first, itself among them."""
    known = rows.execute("SELECT shown FROM lexicon WHERE word = ?", (word,)).fetchone()
    rests = tuple(_rests(word))
    marks = ",".join("?" * len(rests))
    candidates = rows.execute(
        "SELECT DISTINCT lexicon.word, shown, labels "  # noqa: S608 - only question marks
        f"FROM nearby JOIN lexicon ON lexicon.number = nearby.word WHERE rest IN ({marks}) "
        f"LIMIT {_MOST}",
        rests,
    )
    keys = latin_keys(word)
    transliterated = rows.execute(
        "SELECT lexicon.word, shown, labels FROM latin "  # noqa: S608 - as above
        f"JOIN lexicon ON lexicon.number = latin.word WHERE key IN ({','.join('?' * len(keys))}) "
        f"LIMIT {_MOST}",
        keys,
    )
    return corrections.near(word, known and known[0], candidates, transliterated)
