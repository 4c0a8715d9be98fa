"""Why a document was found: the label or passage that holds what was asked for."""

import unicodedata
from collections.abc import Iterable

from index import Match, analysis
from index.embedded.labels import NOTATION, kind_name
from index.embedded.snapshot import Snapshot
from index.highlight import marks
from index.queries import Parsed

_SNIPPET = 240


class Explainer:
    """Explains the hits of one query."""

    def __init__(self, snapshot: Snapshot, parsed: Parsed, asked: str, text: str) -> None:
        self.snapshot, self.parsed, self.asked = snapshot, parsed, asked
        self.text = unicodedata.normalize("NFC", " ".join(text.split()))

    def match(self, key: int) -> tuple[Match, str]:
        """Return the best match of a document and a snippet of its best passage."""
        rows = self.snapshot.rows()
        labels = rows.execute(
            "SELECT kind, lang, text FROM label WHERE concept = ? ORDER BY number", (key,)
        )
        passages = rows.execute(
            "SELECT kind, lang, text FROM passage WHERE concept = ?", (key,)
        ).fetchall()
        best_label = min(
            ((self._rank(*row), number, row) for number, row in enumerate(labels)), default=None
        )
        whole = best_label is not None and best_label[0][0] <= 4
        passage = self._passage(passages)
        snippet = self._snippet(passage[2], passage[1]) if passage else ""
        if best_label is not None and (whole or passage is None):
            (form, *_), _, (kind, lang, text) = best_label
            return Match(kind_name(kind), _FORM.get(form, "words"), text, lang), snippet
        if passage is None:
            return Match("preferred", "words", "", ""), ""
        return Match(passage[0], "words", snippet, passage[1]), snippet

    def _rank(self, kind: int, lang: str, text: str) -> tuple[int, int, int]:
        """Return how well a label matches: form, language, kind; lower is better."""
        folded = analysis.fold(text)
        label = self.parsed.label
        if unicodedata.normalize("NFC", text) == self.text:
            form = 0
        elif label and folded == label:
            form = 1
        elif label and folded.startswith(label):
            form = 2
        elif label and analysis.stem_key(text, lang) == analysis.stem_key(self.text, lang) != "":
            form = 3
        else:
            form = 4 + self._missing(text, lang)
        other = 0 if not self.asked or analysis.base(lang) == analysis.base(self.asked) else 1
        return form, other, min(kind, NOTATION)

    def _missing(self, text: str, lang: str) -> int:
        """Return how many words of the query are not in `text`."""
        folded = {word.text for word in analysis.words(text)}
        stems = set(analysis.stems(text, lang))
        there = folded | set(analysis.tokens(text))
        missing = 0
        for word in self.parsed.words:
            pieces = list(analysis.tokens(word))
            if not all(piece in there for piece in pieces) and not (
                set(analysis.stems(word, lang)) <= stems
            ):
                missing += 1
        for prefix in self.parsed.prefixes:
            missing += not any(word.startswith(prefix) for word in folded)
        return missing

    def _passage(self, passages: Iterable[tuple[str, str, str]]) -> tuple[str, str, str] | None:
        """Return the passage with most words of the query, or None where no word is in any."""
        words = len(self.parsed.words) + len(self.parsed.prefixes)
        best: tuple[str, str, str] | None = None
        least = words
        for kind, lang, text in passages:
            missing = self._missing(text, lang)
            if missing < least or (missing == least < words and lang == self.asked):
                best, least = (kind, lang, text), missing
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
