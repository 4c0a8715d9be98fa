"""Exact look-ups over labels, notations and identifiers: by hash, never a scan."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import FORMS, KINDS, Hit, Hits, Match
from index.embedded.files.rows import NOTATION, exact_hash, hashed, stem_hash
from index.embedded.reading.view import View
from index.queries import as_written
from index.text import analysis
from index.text.identifiers import is_uri, variants
from index.text.scripts import could_be
from index.text.tags import is_wanted

_MOST_WITH_IDENTIFIER = 50
_FEW_LABELS = 8
"""So few labels are read faster one by one than as arrays."""
_MOST_TEXTS_COMPARED = 2_000
"""The texts of so many labels are read to compare their letters."""
IDENTIFIER = NOTATION + 1
_KIND_NAMES = (*KINDS, "notation", "identifier")
_EXACT, _FOLDED, _INFLECTED = range(len(FORMS[:3]))
_FORM, _KIND, _OTHER, _GONE = 32, 34, 37, 38
"""Shifts of the fields of `Labels.order`; the low 32 bits are the key of the concept."""


class MatchedLabel(NamedTuple):
    """A label that matched, with its text."""

    kind: int
    form: int
    concept: int
    text: str
    lang: str


class Labels:
    """Labels that match, as arrays in the order of answers.

    That is: not withdrawn, the language asked for, kind, form, and then as published, so that the
    source language comes before translations. `order` holds all of these but the last, `segments`
    those of the labels, 0 for an identifier.
    """

    __slots__ = ("_term", "order", "segments")

    def __init__(self, term: str, order: NDArray[np.uint64], segments: NDArray[Any]) -> None:
        self._term, self.order, self.segments = term, order, segments

    def __len__(self) -> int:
        return len(self.order)

    @property
    def concepts(self) -> NDArray[Any]:
        """The keys of the concepts."""
        return self.order.astype(np.uint32)

    @property
    def kinds(self) -> NDArray[Any]:
        """The kinds of the labels: places in `KINDS`, notations, identifiers."""
        return (self.order >> _KIND) & 7

    @property
    def forms(self) -> NDArray[Any]:
        """How they match: places in `FORMS`."""
        return (self.order >> _FORM) & 3

    @property
    def rank_keys(self) -> NDArray[Any]:
        """Kinds and forms as one number: four to a kind."""
        return (self.order >> _FORM) & 31

    @property
    def in_other_language(self) -> NDArray[Any]:
        """Whether they are in another language than was asked for."""
        return self.order >> _OTHER & 1 > 0

    def chosen(self, places: "NDArray[Any] | list[int] | slice") -> "Labels":
        """Return those at places, or those that are marked."""
        return Labels(self._term, self.order[places], self.segments[places])

    def one_per_concept(self) -> "Labels":
        """Return the first of each concept."""
        if len(self) < 2:
            return self
        if len(self) <= _FEW_LABELS:
            concepts = self.concepts.tolist()
            return self.chosen([concepts.index(concept) for concept in dict.fromkeys(concepts)])
        _, first = np.unique(self.concepts, return_index=True)
        if len(first) == len(self):
            return self
        first.sort()
        return self.chosen(first)

    def with_texts(self, view: View) -> list[MatchedLabel]:
        """Return each with its text."""
        rows = zip(self.order.tolist(), self.segments.tolist(), strict=True)
        return [self._with_text(view, order, number) for order, number in rows]

    def _with_text(self, view: View, order: int, number: int) -> MatchedLabel:
        kind, form, concept = order >> _KIND & 7, order >> _FORM & 3, order & 0xFFFFFFFF
        if kind == IDENTIFIER:
            return MatchedLabel(kind, form, concept, self._term, "")
        is_known = form == _EXACT and self._term.isascii()  # it is what was asked for
        text = self._term if is_known else view.text(number)
        return MatchedLabel(kind, form, concept, text, view.lang(number))


_NONE = Labels("", np.empty(0, np.uint64), np.empty(0, np.uint32))


def _ordered(term: str, *parts: Labels) -> Labels:
    order = np.concatenate([part.order for part in parts])
    numbers = np.concatenate([part.segments for part in parts])
    places = order.argsort(kind="stable")
    return Labels(term, order[places], numbers[places])


def kind_name(kind: int) -> str:
    """Return the name of a kind as matches tell it."""
    return _KIND_NAMES[kind]


def find(view: View, term: str, asked: str) -> Labels:
    """Return the labels equal to `term`, exactly or folded; inflected where there are none.

    An inflected form in the language asked for comes before what is equal in another. Notations
    and identifiers (the id or URI of a concept) are of every language.
    """
    same = equal(view, term, asked)
    if len(same) and not (asked and same.in_other_language.all()):
        return same
    plain = _plain(term)
    return _ordered(plain, _inflected(view, plain, asked), same)


def equal(view: View, term: str, asked: str, folded: str = "") -> Labels:
    """Return the labels equal to `term`, exactly or folded, notations and identifiers.

    `folded` is its key where that is known already.
    """
    plain = _plain(term)
    keys = analysis.folded_keys(plain, asked, (folded,) if folded else ())
    numbers = view.labels("folded", [hashed(key) for key in keys])
    same = _labels(view, plain, numbers, asked)
    identified = _identified(view, plain)
    if not len(same) and not len(identified) and " " in keys[0]:
        whole = analysis.folded_keys(keys[0].replace(" ", ""), asked)
        numbers = view.labels("folded", [hashed(key) for key in whole])
        same = _labels(view, plain, numbers, asked)
    if asked and analysis.kept_apart(asked) and len(same):
        apart = _kept_apart(view, same, plain, asked)
        if len(identified) or not same.in_other_language[~apart].all():
            same = same.chosen(~apart)
    return _ordered(plain, same, identified) if len(identified) or len(same) > 1 else same


def equal_as_typed(view: View, text: str, asked: str) -> Labels:
    """Return the labels that are `text` with all its signs, in the language asked for."""
    same = equal(view, text, asked)
    if asked:
        same = same.chosen(~same.in_other_language)
    same = same.chosen(same.kinds <= NOTATION).chosen(slice(_MOST_TEXTS_COMPARED))
    sought = as_written(text)
    texts = map(view.text, same.segments.tolist())
    return same.chosen([place for place, one in enumerate(texts) if as_written(one) == sought])


def _labels(
    view: View, plain: str, numbers: NDArray[Any], asked: str, form: int = _FOLDED
) -> Labels:
    """Return labels by their numbers, which are in order; those that are gone are left out.

    What is equal to `plain` as it is written is an exact form.
    """
    if len(numbers) <= _FEW_LABELS:
        return _labels_one_by_one(view, plain, numbers.tolist(), asked, form)
    columns, places = view.arrays, numbers.astype(np.intp)
    order = columns.concept_of[places].astype(np.uint64)
    there = order > 0
    order |= columns.kind_of[places].astype(np.uint64) << _KIND
    if form == _FOLDED:
        order |= (columns.exact_of[places] != exact_hash(plain)).astype(np.uint64) << _FORM
    else:
        order |= np.uint64(form << _FORM)
    if asked:
        others = ~view.state.wanted_langs(asked)[columns.lang_of[places]]
        order |= others.astype(np.uint64) << _OTHER
    order = _last_if_withdrawn(view, order)
    found = Labels(plain, order, numbers)
    return found if there.all() else found.chosen(there)


def _labels_one_by_one(view: View, plain: str, numbers: list[int], asked: str, form: int) -> Labels:
    """Return the same as `_labels`, computed label by label."""
    if not numbers:
        return _NONE
    columns, exact, found = view.arrays, exact_hash(plain), {}
    wanted = view.state.wanted_langs(asked) if asked else None
    gone = view.state.withdrawn
    for number in numbers:
        concept = columns.concept_of.item(number)
        is_other = wanted is not None and not wanted.item(columns.lang_of.item(number))
        is_exact = form == _FOLDED and columns.exact_of.item(number) == exact
        if concept:
            order = concept | (_EXACT if is_exact else form) << _FORM | is_other << _OTHER
            order |= (columns.status_of.item(concept) == gone) << _GONE
            found[number] = order | columns.kind_of.item(number) << _KIND
    return Labels(plain, np.array([*found.values()], np.uint64), np.array([*found], np.uint32))


def _last_if_withdrawn(view: View, order: NDArray[Any]) -> NDArray[Any]:
    """Return numbers by which labels are ordered, those of withdrawn concepts after all others."""
    status = view.state.withdrawn
    if status is None:
        return order
    gone: NDArray[Any] = view.arrays.status_of[order.astype(np.uint32)] == status
    last: NDArray[Any] = order | gone.astype(np.uint64) << _GONE
    return last


def _plain(term: str) -> str:
    return unicodedata.normalize("NFC", " ".join(term.split()))


def inflected(view: View, segments: Iterable[int], term: str, asked: str) -> Labels:
    """Return those of the segments that are `term` in another inflection; in each language only
    those with the nearest endings: "archives" for "archive", not "archiviste" as well.
    """
    plain = _plain(term)
    found: list[tuple[int, str, int]] = []
    keys: dict[str, str] = {}
    for number in segments:
        lang = view.lang(number)
        if lang not in keys:
            keys[lang] = analysis.stem_key(plain, lang)
        text = view.text(number)
        is_same = keys[lang] and keys[lang] == analysis.stem_key(text, lang)
        if is_same and (distance := analysis.inflection_distance(plain, text)) is not None:
            found.append((number, lang, distance))
    nearest: dict[str, int] = {}
    for _, lang, distance in found:
        nearest[lang] = min(distance, nearest.get(lang, distance))
    near = [number for number, lang, distance in found if distance == nearest[lang]]
    numbers = np.array(near, np.uint32)
    return _ordered(plain, _labels(view, plain, numbers, asked, _INFLECTED)) if found else _NONE


def named(view: View, texts: Iterable[str], asked: str) -> dict[str, int]:
    """Return those of folded texts that are labels: 2 in the language asked for, 1 in others."""
    columns, found = view.arrays, {}
    wanted = view.state.wanted_langs(asked)
    for text in dict.fromkeys(texts):
        numbers = view.labels("folded", [hashed(text)])
        numbers = numbers[columns.concept_of[numbers] > 0]
        if len(numbers):
            found[text] = 1 + bool(wanted[columns.lang_of[numbers]].any())
    return found


def _identified(view: View, plain: str) -> Labels:
    """Return the concepts with an id or URI, in any of its spellings; then those with an alias."""
    found: dict[int, int] = {}
    if plain and " " not in plain:
        sought = analysis.paired(plain)
        own = view.rows.execute(
            "SELECT key FROM concept WHERE id = ?1 "
            "UNION ALL SELECT key FROM concept WHERE uri = ?1 LIMIT ?2",
            (sought, _MOST_WITH_IDENTIFIER),
        ).fetchall()
        found = dict.fromkeys((key for (key,) in own), _EXACT)
        if is_uri(sought):
            found = _in_other_forms(view, sought) | found
    order = np.array(
        [key | form << _FORM | IDENTIFIER << _KIND for key, form in found.items()], np.uint64
    )
    order = _last_if_withdrawn(view, order)
    return Labels(plain, order, np.zeros(len(order), np.uint32))


def _in_other_forms(view: View, uri: str) -> dict[int, int]:
    """Return the form of each concept with a URI in any of its spellings: exact for its own URI,
    folded for an alias.
    """
    ways = variants(uri)
    marks = ",".join("?" * len(ways))
    found = view.rows.execute(
        f"SELECT key, {_EXACT} FROM concept WHERE uri IN ({marks}) "  # noqa: S608 - only marks
        f"UNION ALL SELECT concept, {_FOLDED} FROM alias WHERE uri IN ({marks}) LIMIT ?",
        (*ways, *ways, _MOST_WITH_IDENTIFIER),
    )
    forms: dict[int, int] = {}
    for key, form in found:
        forms[key] = min(form, forms.get(key, form))
    return forms


def _kept_apart(view: View, same: Labels, plain: str, asked: str) -> NDArray[Any]:
    """Return for each label whether it differs from the term in letters that the language asked for
    keeps apart. Of very many labels only the first are compared.
    """
    folded = analysis.fold(plain, asked)
    folds: dict[str, str] = {}
    made: NDArray[Any] = (same.forms == _FOLDED) & ~same.in_other_language & (same.kinds < NOTATION)
    places = made.nonzero()[0]
    made[places[_MOST_TEXTS_COMPARED:]] = False
    for place in places[:_MOST_TEXTS_COMPARED].tolist():
        text = view.text(int(same.segments[place]))
        if text not in folds:
            folds[text] = analysis.fold(text, asked)
        made[place] = folds[text] != folded
    return made


def _inflected(view: View, term: str, asked: str) -> Labels:
    hashes = [
        stem_hash(stems, lang)
        for _, lang in view.state.stemmed
        if is_wanted(lang, asked) and (asked or could_be(term, lang))
        for stems in [analysis.stem_key(term, lang)]
        if stems
    ]
    numbers = view.labels("stemmed", hashes)
    return _ordered(term, _labels(view, term, numbers, "", _INFLECTED))


def hits(
    view: View, found: Labels, vocabularies: Sequence[str], limit: int, offset: int = 0
) -> Hits:
    """Return one hit for each concept, its best label first, with its record."""
    if vocabularies:
        within = [view.number(id) for id in vocabularies]
        of = view.arrays.vocabulary_of[found.concepts]
        found = found.chosen(np.isin(of, within))
    found = found.one_per_concept()
    start = max(offset, 0)
    rows = found.chosen(slice(start, start + max(limit, 0))).with_texts(view)
    made = [
        Hit(*view.identity(row.concept), match_of(row), view.record(row.concept)) for row in rows
    ]
    return Hits(made, len(found))


def best(view: View, found: Labels) -> MatchedLabel | None:
    """Return the first that is neither a notation nor an identifier, or None."""
    places = (found.kinds < NOTATION).nonzero()[0][:1]
    return next(iter(found.chosen(places).with_texts(view)), None)


def match_of(row: MatchedLabel) -> Match:
    """Return a matched label as an `index.Match`."""
    return Match(kind_name(row.kind), FORMS[row.form], row.text, row.lang)
