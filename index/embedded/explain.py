"""Why a document was found: the label or passage that holds what was asked for."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import Match, analysis
from index.embedded.labels import NOTATION, kind_name
from index.embedded.snapshot import Snapshot
from index.highlight import marks
from index.queries import Parsed

_SNIPPET = 240
_MOST_PARTS = 150


Row = tuple[int, int | str, str, str, str, str, str]
"""A label or passage: concept, kind, language, text, and its words, tokens and stems as they are
stored (`index.embedded.tables`). Some hundred are looked at for each page of hits.
"""


class Asked(NamedTuple):
    """What a query looks for in a language: whether it is another one than was asked for, the
    stems of the whole, and for each word its tokens and stems.
    """

    other: bool
    stem_key: str
    words: list[tuple[list[str], list[str]]]


def _padded(tokens: Iterable[str]) -> list[str]:
    return [f" {token} " for token in tokens]


def _holds(text: str, parts: Iterable[str]) -> bool:
    for part in parts:  # noqa: SIM110 - all() with a generator takes five times as long
        if part not in text:
            return False
    return True


class Explainer:
    """Explains the hits of one query."""

    def __init__(self, snapshot: Snapshot, parsed: Parsed, asked: str, text: str) -> None:
        self.snapshot, self.parsed, self.asked = snapshot, parsed, asked
        self.text = unicodedata.normalize("NFC", " ".join(text.split()))
        self._by_language: dict[str, Asked] = {}

    def matches(self, keys: Sequence[int]) -> dict[int, tuple[Match, str]]:
        """Return the best match of each document and a snippet of its best passage."""
        parts = self._parts()
        labels, passages = self._rows("label", keys, parts), self._rows("passage", keys, parts)
        return {key: self._match(key, labels.get(key, []), passages.get(key, [])) for key in keys}

    def _parts(self) -> list[str]:
        """Return short strings of which every text that holds a word of the query has one."""
        found = set(self.parsed.prefixes)
        for lang in ("", *self.snapshot.langs):
            for lists in self._asked(lang).words:
                found.update(max(tokens, key=len, default="").strip() for tokens in lists)
        if len(found) > _MOST_PARTS:
            return [""]
        return [part for part in found if not any(o in part for o in found if o != part)]

    def _rows(self, table: str, keys: Sequence[int], parts: Sequence[str]) -> dict[int, list[Row]]:
        """Return the rows that have one of the parts, by document."""
        found: dict[int, list[Row]] = {}
        marked = ",".join("?" * len(keys))
        places = range(len(keys) + 1, len(keys) + len(parts) + 1)
        has = [f"instr(words, ?{place}) OR instr(stems, ?{place})" for place in places]
        rows = self.snapshot.rows().execute(
            "SELECT concept, kind, lang, text, words, tokens, stems "  # noqa: S608 - only marks
            f"FROM {table} WHERE concept IN ({marked}) AND ({' OR '.join(has)}) ORDER BY rowid",
            (*keys, *parts),
        )
        for row in rows:
            found.setdefault(row[0], []).append(row)
        return found

    def _match(self, key: int, labels: list[Row], passages: list[Row]) -> tuple[Match, str]:
        passage = self._passage(passages)
        snippet = self._snippet(passage[3], passage[2]) if passage else ""
        best = self._best(labels)
        most = 4 + len(self.parsed.words) + len(self.parsed.prefixes)
        if passage is None and (best is None or best[0] >= most):
            best = self._best(self._rows("label", [key], [""]).get(key, []))
        if best is not None and (best[0] <= 4 or passage is None):
            form, (_, kind, lang, text, *_) = best
            return Match(kind_name(int(kind)), _FORM.get(form, "words"), text, lang), snippet
        if passage is None:
            return Match("preferred", "words", "", ""), ""
        return Match(str(passage[1]), "words", snippet, passage[2]), snippet

    def _best(self, labels: Iterable[Row]) -> tuple[int, Row] | None:
        """Return the label that matches best, with its form."""
        ranked = ((self._rank(row), number, row) for number, row in enumerate(labels))
        best = min(ranked, default=None)
        return None if best is None else (best[0][0], best[2])

    def _rank(self, row: Row) -> tuple[int, bool, int]:
        """Return how well a label matches: form, language, kind; lower is better."""
        _, kind, lang, text, words, _, stems = row
        label = self.parsed.label
        asked = self._by_language.get(lang) or self._asked(lang)
        if text == self.text or unicodedata.normalize("NFC", text) == self.text:
            form = 0
        elif label and words == label:
            form = 1
        elif label and words.startswith(label):
            form = 2
        elif label and stems == asked.stem_key != "":
            form = 3
        else:
            form = 4 + self._missing(row)
        return form, asked.other, min(int(kind), NOTATION)

    def _asked(self, lang: str) -> Asked:
        """Return what is looked for in texts of a language."""
        made = self._by_language[lang] = Asked(
            bool(self.asked) and analysis.base(lang) != analysis.base(self.asked),
            analysis.stem_key(self.text, lang),
            [
                (_padded(analysis.tokens(word)), _padded(analysis.stems(word, lang)))
                for word in self.parsed.words
            ],
        )
        return made

    def _missing(self, row: Row) -> int:
        """Return how many words of the query are not in a text."""
        _, _, lang, _, words, tokens, stems = row
        there, stems = f" {tokens or words} ", f" {stems} "
        missing = 0
        for exact, stemmed in (self._by_language.get(lang) or self._asked(lang)).words:
            if not _holds(there, exact) and not _holds(stems, stemmed):
                missing += 1
        for prefix in self.parsed.prefixes:
            missing += f" {prefix}" not in f" {words}"
        return missing

    def _passage(self, passages: Iterable[Row]) -> Row | None:
        """Return the passage with most words of the query, or None where no word is in any."""
        words = len(self.parsed.words) + len(self.parsed.prefixes)
        best: Row | None = None
        least = words
        for row in passages:
            missing = self._missing(row)
            if missing < least or (missing == least < words and row[2] == self.asked):
                best, least = row, missing
        return best

    def _snippet(self, text: str, lang: str) -> str:
        """Return a piece of `text` around the first word that was asked for."""
        if len(text) <= _SNIPPET:
            return text
        places = marks(text, lang, self.parsed)
        start = max(0, (places[0][0] if places else 0) - _SNIPPET // 3)
        if start:
            start = text.find(" ", start) + 1 or start
        end = min(len(text), start + _SNIPPET)
        if end < len(text):
            end = text.rfind(" ", start + 1, end) if " " in text[start + 1 : end] else end
        return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


_FORM = {0: "exact", 1: "folded", 2: "prefix", 3: "inflected"}
