"""Which labels, notations and identifiers are equal to a text: in one search request.

The order is that of `index.embedded.reading.labels`: not withdrawn, the language asked for, kind,
form, then as published.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from index import FORMS, KINDS, Hit, Hits, Match
from index.embedded.files.rows import NOTATION, stem_hash
from index.opensearch.client import Body
from index.opensearch.documents import decoded, hashed, identity, key_hash, name
from index.opensearch.reading.view import View
from index.queries import as_written
from index.text import analysis
from index.text.identifiers import is_uri, variants
from index.text.scripts import could_be
from index.text.tags import is_wanted

IDENTIFIER = NOTATION + 1
EXACT, FOLDED, INFLECTED = range(3)
KIND_NAMES = (*KINDS, "notation", "identifier")
_MOST = 10_000
_MOST_WITH_IDENTIFIER = 50
_MOST_COMPARED = 2_000
_SHOWN = ["doc.vocabulary", "doc.id", "doc.record"]
_FIELDS = ["k", "kd", "l", "num", "g", "v", "doc.text"]


class Named(NamedTuple):
    """A label that matches; in the order of answers."""

    gone: int
    is_other: bool
    kind: int
    form: int
    concept: int
    number: int
    text: str
    lang: str
    vocabulary: str = ""

    @property
    def match(self) -> Match:
        """Why a concept was found by it."""
        return Match(KIND_NAMES[self.kind], FORMS[self.form], self.text, self.lang)


@dataclass
class Naming:
    """The searches that find what a text names, and what they found."""

    view: View
    term: str
    asked: str
    folded: str = ""

    def __post_init__(self) -> None:
        self.plain = plain(self.term)
        self.keys = analysis.folded_keys(
            self.plain, self.asked, (self.folded,) if self.folded else ()
        )
        self._joined = " " in self.keys[0]

    def searches(self) -> list[Body]:
        """Return the searches; the answers are given to `take`."""
        found = [_labels(self.view, self.keys)]
        if self._joined:
            whole = analysis.folded_keys(self.keys[0].replace(" ", ""), self.asked)
            found.append(_labels(self.view, whole))
        return found + _identifiers(self.view, self.plain)

    def take(self, answers: Sequence[Body]) -> list[Named]:
        """Return the labels that are equal to the text, exactly or folded."""
        rows = [_rows(one) for one in answers]
        same = [self._label(row) for row in rows[0]]
        identified = [
            Named(row["g"], False, IDENTIFIER, form, row["k"], 0, self.plain, "", row["v"])
            for row, form in _forms(rows[1 + self._joined :], self.plain)
        ]
        if not same and not identified and self._joined:
            same = [self._label(row) for row in rows[1]]
        if self.asked and analysis.kept_apart(self.asked) and same:
            same = self._kept_apart(sorted(same), bool(identified))
        return sorted([*same, *identified])

    def _label(self, row: Body) -> Named:
        text = row["doc"]["text"]
        form = EXACT if unicodedata.normalize("NFC", text) == self.plain else FOLDED
        return named(row, form, self.asked)

    def _kept_apart(self, same: list[Named], is_identified: bool) -> list[Named]:
        """Return the labels without those that differ from the text in letters that the language
        asked for keeps apart.
        """
        folded = analysis.fold(self.plain, self.asked)
        apart = [
            one.form == FOLDED and not one.is_other and one.kind < NOTATION
            and analysis.fold(one.text, self.asked) != folded
            for one in same
        ]  # fmt: skip
        kept = [one for one, is_apart in zip(same, apart, strict=True) if not is_apart]
        return kept if is_identified or not all(one.is_other for one in kept) else same


def plain(term: str) -> str:
    """Return a text as it is compared: with single spaces, composed."""
    return unicodedata.normalize("NFC", " ".join(term.split()))


def named(row: Body, form: int, asked: str) -> Named:
    """Return a label that was found."""
    lang = row["l"]
    is_other = bool(asked and lang and not is_wanted(lang, asked))
    facts = row["g"], is_other, row["kd"], form, row["k"], row["num"]
    return Named(*facts, row["doc"]["text"], lang, row["v"])


def _labels(view: View, keys: Iterable[str], field: str = "h") -> Body:
    hashes = [key_hash(key) for key in keys] if field == "h" else [*keys]
    order = ["g", "kd", "k", "num"]
    return view.body("l", [{"terms": {field: hashes}}], _source=_FIELDS, size=_MOST, sort=order)


def _rows(answer: Body) -> list[Body]:
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def _identifiers(view: View, text: str) -> list[Body]:
    """Return the searches for the concepts with an id or URI."""
    if not text or " " in text:
        return []
    sought = analysis.paired(text)
    ways = [hashed(one) for one in variants(sought)] if is_uri(sought) else []
    own = [{"term": {"i": hashed(sought)}}, {"terms": {"u": [hashed(sought), *ways]}}]
    found: list[Body] = [{"bool": {"should": own}}]
    found += [{"terms": {"a": ways}}] if ways else []
    return [
        view.concepts([one], ["k", "g", "v"], size=_MOST_WITH_IDENTIFIER, sort=["k"])
        for one in found
    ]


def _forms(rows: Sequence[list[Body]], text: str) -> list[tuple[Body, int]]:
    """Return the concepts with an id or URI: exact for its own, folded for an alias."""
    found: dict[int, tuple[Body, int]] = {}
    for form, some in enumerate(rows):
        for row in some:
            found.setdefault(row["k"], (row, form))
    return [*found.values()][:_MOST_WITH_IDENTIFIER]


def inflections(view: View, term: str, asked: str) -> Body:
    """Return the search for the labels with the stems of a text."""
    hashes = [
        str(stem_hash(stems, lang))
        for lang in view.state.stemmed
        if is_wanted(lang, asked) and (asked or could_be(term, lang))
        for stems in [analysis.stem_key(term, lang)]
        if stems
    ]
    return _labels(view, hashes, "m")


def inflected(answer: Body) -> list[Named]:
    """Return the labels that the search for stems found."""
    return sorted(named(row, INFLECTED, "") for row in _rows(answer))


def nearest(found: Iterable[Named], term: str) -> list[Named]:
    """Return those labels that are a text in another inflection; in each language only those with
    the nearest endings.
    """
    text, kept = plain(term), []
    for one in found:
        keys = analysis.stem_key(text, one.lang), analysis.stem_key(one.text, one.lang)
        distance = analysis.inflection_distance(text, one.text)
        if keys[0] and keys[0] == keys[1] and distance is not None:
            kept.append((one, distance))
    best: dict[str, int] = {}
    for one, distance in kept:
        best[one.lang] = min(distance, best.get(one.lang, distance))
    return [one for one, distance in kept if distance == best[one.lang]]


def as_typed(found: Iterable[Named], text: str, asked: str) -> list[Named]:
    """Return the labels that are a text with all its signs, in the language asked for."""
    sought = as_written(text)
    own = [one for one in found if not (asked and one.is_other) and one.kind <= NOTATION]
    return [one for one in own[:_MOST_COMPARED] if as_written(one.text) == sought]


def one_per_concept(found: Iterable[Named]) -> list[Named]:
    """Return the first label of each concept."""
    best: dict[int, Named] = {}
    for one in found:
        best.setdefault(one.concept, one)
    return [*best.values()]


def lookup(
    view: View, term: str, lang: str, vocabularies: Sequence[str], limit: int, offset: int
) -> Hits:
    """Return the concepts that a text names, best first, see `index.Index.lookup`."""
    naming = Naming(view, term, lang)
    *answers, stems = view.ask(*naming.searches(), inflections(view, plain(term), lang))
    same = naming.take(answers)
    if not same or (lang and all(one.is_other for one in same)):
        same = sorted([*inflected(stems), *same])
    if vocabularies:
        within = {*map(name, vocabularies)}
        same = [one for one in same if one.vocabulary in within]
    found = one_per_concept(same)
    start = max(offset, 0)
    page = found[start : start + max(limit, 0)]
    records = view.with_keys((one.concept for one in page), _SHOWN)
    return Hits([_hit(one, records[one.concept]) for one in page], len(found))


def _hit(one: Named, source: dict[str, Any]) -> Hit:
    return Hit(*identity(source), one.match, decoded(source["doc"]["record"]))
