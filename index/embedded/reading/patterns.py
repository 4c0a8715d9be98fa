"""Labels that match a pattern from end to end, in the order of their lower-cased texts."""

import heapq
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from index import KINDS, LabelMatch, Part
from index.embedded.files.lowered import END, Lowered, lowered
from index.embedded.files.rows import NOTATION
from index.embedded.reading import facets
from index.embedded.reading.view import View

_ANY = "*"
_AT_ONCE = 4096
_NAMES = (*KINDS, "notation")

_Found = tuple[str, str, int]
"""Lower-cased text, language and number of a segment."""


def match(
    view: View,
    pattern: str,
    lang: str,
    vocabularies: Sequence[str],
    kinds: Collection[str],
    offset: int,
    limit: int,
    parts: Sequence[Part] = (),
) -> list[LabelMatch]:
    """Return a page of the labels that match, see `index.Index.match_labels`."""
    wanted = lowered(pattern)
    chosen = _chooser(view, lang, vocabularies, kinds, _members(view, parts))
    numbers = _built(view.lowered, wanted, chosen)
    if view.state.is_changed and (added := _added(view, wanted, chosen)):
        built = ((lowered(view.text(one)), view.lang(one), one) for one in numbers)
        numbers = (one for _, _, one in heapq.merge(built, added))
    return [_shown(view, one) for one in islice(numbers, offset, offset + limit)]


def _members(view: View, parts: Sequence[Part]) -> NDArray[np.bool_] | None:
    """Return for each concept whether it is in all of some parts of vocabularies."""
    members = None
    for part in parts:
        find = facets.inside if part.is_group else facets.below
        here = np.zeros(len(view.arrays.first), bool)
        here[np.asarray(find(view, part.vocabulary, part.id), np.int64)] = True
        members = here if members is None else members & here
    return members


def _chooser(
    view: View,
    lang: str,
    vocabularies: Sequence[str],
    kinds: Collection[str],
    members: NDArray[np.bool_] | None,
) -> Callable[[NDArray[np.uint32]], NDArray[np.uint32]]:
    """Return what keeps those of some segments that are asked for."""
    its, state = view.arrays, view.state
    of_kind = np.array([name in kinds for name in _NAMES] + [False] * (256 - len(_NAMES)))
    of_lang = np.array([tag.startswith(lang) for tag in state.langs])
    within = np.array([view.number(id) for id in vocabularies], its.vocabulary_of.dtype)

    def chosen(segments: NDArray[np.uint32]) -> NDArray[np.uint32]:
        kind, concepts = its.kind_of[segments], its.concept_of[segments]
        keep = of_kind[kind] & (concepts != 0)
        if lang:
            keep &= of_lang[its.lang_of[segments]] | (kind == NOTATION)
        if len(within) == 1:
            keep &= its.vocabulary_of[concepts] == within[0]
        elif len(within):
            keep &= np.isin(its.vocabulary_of[concepts], within)
        if members is not None:
            keep &= members[concepts]
        kept: NDArray[np.uint32] = segments[keep]
        return kept

    return chosen


def _built(
    its: Lowered, wanted: str, chosen: Callable[[NDArray[np.uint32]], NDArray[np.uint32]]
) -> Iterator[int]:
    """Yield the segments that match, in order, as they were when the generation was built."""
    first, *others = wanted.encode("utf-8", "replace").split(_ANY.encode())
    start, end = its.beginning_with(first) if others else its.equal_to(first)
    if not any(others):
        for begin in range(start, end, _AT_ONCE):
            yield from chosen(its.segments(begin, min(begin + _AT_ONCE, end))).tolist()
        return
    parts = [*others[:-1], others[-1] + END] if others[-1] else others
    whole = _expression(wanted)
    for place in its.holding(max(parts, key=len), start, end):
        if whole.fullmatch(its.text(place).decode()):
            yield from chosen(its.segments(place, place + 1)).tolist()


def _expression(wanted: str) -> re.Pattern[str]:
    """Return an expression for a pattern; a part is taken where it is met first."""
    first, *others = wanted.split(_ANY)
    if not others:
        return re.compile(re.escape(first))
    inner = [part for part in others[:-1] if part]
    # an atomic group for each part: what was passed over is not tried again
    middle = "".join(f"(?>.*?{re.escape(part)})" for part in inner)
    return re.compile(f"{re.escape(first)}{middle}.*{re.escape(others[-1])}", re.DOTALL)


def _added(
    view: View, wanted: str, chosen: Callable[[NDArray[np.uint32]], NDArray[np.uint32]]
) -> list[_Found]:
    """Return what was added since and matches, in order."""
    whole = _expression(wanted)
    rows = view.rows.execute(f"SELECT number, text FROM segment WHERE kind <= {NOTATION}")  # noqa: S608 - a number
    texts = {
        number: text
        for number, text in ((number, lowered(text)) for number, text in rows)
        if whole.fullmatch(text)
    }
    numbers = chosen(np.fromiter(texts, np.uint32, len(texts))).tolist()
    return sorted((texts[number], view.lang(number), number) for number in numbers)


def _shown(view: View, segment: int) -> LabelMatch:
    its = view.arrays
    key = its.concept_of.item(segment)
    first, end = its.first.item(key), its.end.item(key)
    kinds = its.kind_of[first:end].tobytes()
    notations = []
    at = kinds.find(NOTATION)
    while at >= 0:
        notations.append(view.text(first + at))
        at = kinds.find(NOTATION, at + 1)
    return LabelMatch(
        view.text(segment),
        view.lang(segment),
        _NAMES[its.kind_of.item(segment)],
        view.state.vocabulary_ids[its.vocabulary_of.item(key)],
        view.summary(key),
        notations,
    )
