"""What was perhaps meant: words of labels that are one or two edits away.

Symmetric deletion (W. Garbe, SymSpell, 2012): two words one edit apart share what is left when
a character is dropped from either, so near words are found by equality in a table.
"""

import sqlite3
import zlib
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from index import analysis

_LONGEST = 24
_MOST = 400


class Lexicon:
    """The words of the labels of a generation while it is built."""

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, int]] = {}

    def add(self, label: str, words: Iterable[analysis.Word]) -> None:
        """Count the words of a label."""
        for word in words:
            shown, count = self._words.get(word.text, ("", 0))
            self._words[word.text] = (shown or label[word.start : word.end].lower(), count + 1)

    def write(self, rows: sqlite3.Connection) -> None:
        """Write the tables `lexicon` and `nearby`."""
        rows.executemany(
            "INSERT INTO lexicon VALUES (?, ?, ?)",
            ((word, shown, count) for word, (shown, count) in self._words.items()),
        )
        rows.executemany(
            "INSERT INTO nearby VALUES (?, ?)",
            ((rest, word) for word in self._words for rest in _rests(word)),
        )


def _rests(word: str) -> Iterable[int]:
    if not 2 < len(word) <= _LONGEST:
        return ()
    shorter = {word[:i] + word[i + 1 :] for i in range(len(word))}
    return {zlib.crc32(rest.encode()) for rest in (word, *shorter)}


def corrected(rows: sqlite3.Connection, text: str, limit: int) -> list[tuple[str, str]]:
    """Return better spellings of `text`, nearest first, as pairs (folded, shown)."""
    choices: list[list[tuple[int, str, str]]] = []
    for word in list(analysis.words(text))[:8]:
        near = _near(rows, word.text)
        if not near:
            return []
        choices.append(near)
    found: list[tuple[int, str, str]] = [(0, "", "")]
    for near in choices:
        found = sorted(
            (distance + more, f"{folded} {other}".strip(), f"{shown} {other_shown}".strip())
            for distance, folded, shown in found
            for more, other, other_shown in near[:limit]
        )[: limit * 2]
    return [(folded, shown) for distance, folded, shown in found if distance][:limit]


def _near(rows: sqlite3.Connection, word: str) -> list[tuple[int, str, str]]:
    """Return words near `word` with their distance; the word itself where it is known."""
    known = rows.execute("SELECT shown FROM lexicon WHERE word = ?", (word,)).fetchone()
    if known:
        return [(0, word, known[0])]
    rests = tuple(_rests(word))
    if not rests:
        return []
    marks = ",".join("?" * len(rests))
    candidates = rows.execute(
        "SELECT DISTINCT lexicon.word, shown, labels "  # noqa: S608 - only question marks
        f"FROM nearby JOIN lexicon USING (word) WHERE rest IN ({marks}) LIMIT {_MOST}",
        rests,
    )
    allowed = 1 if len(word) < 6 else 2
    near = [
        (OSA.distance(word, other, score_cutoff=allowed), -labels, other, shown)
        for other, shown, labels in candidates
    ]
    return [(d, other, shown) for d, _, other, shown in sorted(near) if d <= allowed]
