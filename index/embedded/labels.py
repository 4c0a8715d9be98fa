"""Exact look-ups over labels, notations and identifiers: by hash, never a scan."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from index import FORMS, KINDS, Hit, Match, analysis
from index.embedded.rows import NOTATION, hashed, stem_hash
from index.embedded.snapshot import View, is_wanted
from index.scripts import could_be

_MOST_ROWS = 2000
_MOST_IDENTIFIED = 50
IDENTIFIER = NOTATION + 1


class Found(NamedTuple):
    """A label that matched, ordered as answers are: the language asked for, kind, form, and
    then as published, so that the source language comes before translations.
    """

    other_language: bool
    kind: int
    form: int
    concept: int
    number: int
    text: str
    lang: str


def kind_name(kind: int) -> str:
    """Return the name of a kind as matches tell it."""
    return (*KINDS, "notation", "identifier")[kind]


def find(view: View, term: str, asked: str) -> list[Found]:
    """Return the labels equal to `term`, exactly or folded; inflected where there are none.

    Notations and identifiers (the id or URI of a concept) are of every language.
    """
    plain = _plain(term)
    return equal(view, term, asked) or sorted(_inflected(view, plain, asked))


def equal(view: View, term: str, asked: str) -> list[Found]:
    """Return the labels equal to `term`, exactly or folded, notations and identifiers."""
    plain = _plain(term)
    same = [*_equal(view, plain, asked)]
    apart = [row for row in same if _kept_apart(plain, row.text, row.lang, asked)]
    found = [*(row for row in same if row not in apart), *_identified(view, plain)]
    if all(row.other_language for row in found):
        found += apart
    return sorted(found)


def _plain(term: str) -> str:
    return unicodedata.normalize("NFC", " ".join(term.split()))


def inflected(view: View, segments: Iterable[int], term: str) -> list[Found]:
    """Return those of the segments that are `term` in another inflection, in order."""
    arrays, plain = view.arrays, _plain(term)
    found = []
    for number in segments:
        text, lang = view.text(number), view.lang(number)
        stems = analysis.stem_key(text, lang)
        if stems and stems == analysis.stem_key(plain, lang):
            concept, kind = int(arrays.concept_of[number]), int(arrays.kind_of[number])
            found.append(Found(False, kind, 2, concept, number, text, lang))
    return sorted(found)


def named(view: View, texts: Iterable[str], asked: str) -> dict[str, int]:
    """Return those of folded texts that are labels: 2 in the language asked for, 1 in others."""
    by_hash = {hashed(text): text for text in texts}
    found: dict[str, int] = {}
    hashes = list(by_hash)
    for start in range(0, len(hashes), 500):
        some = hashes[start : start + 500]
        marks = ",".join("?" * len(some))
        rows = view.rows.execute(
            "SELECT DISTINCT hash, lang FROM folded "  # noqa: S608 - only question marks
            f"JOIN label ON label.number = folded.label WHERE hash IN ({marks})",
            some,
        )
        for hash, lang in rows:
            text = by_hash[hash]
            found[text] = max(found.get(text, 0), 1 + is_wanted(lang, asked))
    return found


def _equal(view: View, plain: str, asked: str) -> Iterable[Found]:
    concept_of, kind_of = view.arrays.concept_of, view.arrays.kind_of
    for folded in dict.fromkeys(analysis.folded_keys(plain, asked)):
        rows = view.rows.execute(
            "SELECT label FROM folded WHERE hash = ? LIMIT ?", (hashed(folded), _MOST_ROWS)
        )
        for (number,) in rows:
            concept, kind = int(concept_of[number]), int(kind_of[number])
            lang, text = view.lang(number), view.text(number)
            same = text == plain or unicodedata.normalize("NFC", text) == plain
            if same or folded in analysis.folded_keys(text, lang):
                other = kind != NOTATION and not is_wanted(lang, asked)
                yield Found(other, kind, 0 if same else 1, concept, number, text, lang)


def _identified(view: View, plain: str) -> Iterable[Found]:
    if " " in plain or not plain:
        return
    rows = view.rows.execute(
        "SELECT key FROM concept WHERE id = ?1 "
        "UNION SELECT key FROM concept WHERE uri = ?1 LIMIT ?2",
        (analysis.paired(plain), _MOST_IDENTIFIED),
    )
    for (key,) in rows:
        yield Found(False, IDENTIFIER, 0, key, 0, plain, "")


def _kept_apart(term: str, text: str, lang: str, asked: str) -> bool:
    """Return whether the language asked for has different letters where folding has the same."""
    if not asked or not analysis.kept_apart(asked) or not is_wanted(lang, asked):
        return False
    return analysis.fold(term, asked) != analysis.fold(text, asked)


def _inflected(view: View, term: str, asked: str) -> Iterable[Found]:
    concept_of, kind_of = view.arrays.concept_of, view.arrays.kind_of
    hashes = [
        stem_hash(stems, lang)
        for _, lang in view.state.stemmed
        if is_wanted(lang, asked) and (asked or could_be(term, lang))
        for stems in [analysis.stem_key(term, lang)]
        if stems
    ]
    marks = ",".join("?" * len(hashes))
    rows = view.rows.execute(
        f"SELECT label FROM stemmed WHERE hash IN ({marks}) LIMIT ?",  # noqa: S608 - only marks
        (*hashes, _MOST_ROWS),
    )
    for (number,) in rows:
        concept, kind = int(concept_of[number]), int(kind_of[number])
        yield Found(False, kind, 2, concept, number, view.text(number), view.lang(number))


def hits(view: View, found: Iterable[Found], vocabularies: Sequence[str], limit: int) -> list[Hit]:
    """Return one hit for each concept, its best label first, with its record."""
    within = {view.number(id) for id in vocabularies}
    vocabulary_of = view.arrays.vocabulary_of
    best: dict[int, Found] = {}
    for row in found:
        if row.concept not in best and not (within and vocabulary_of[row.concept] not in within):
            best[row.concept] = row
            if len(best) == limit:
                break
    return [Hit(*view.place(key), match_of(row), view.record(key)) for key, row in best.items()]


def match_of(row: Found) -> Match:
    """Return what is told of a label that matched."""
    return Match(kind_name(row.kind), FORMS[row.form], row.text, row.lang)
