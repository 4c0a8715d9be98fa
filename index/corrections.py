"""What a mistyped text may have meant: candidates for its words, combined and put in order.

An index finds near words and says which combinations it knows; everything here is pure.
Distances are those of optimal string alignment; slips that are common count a little less,
another first letter counts more, and numbers are never changed.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import regex
from rapidfuzz.distance import OSA

from index import analysis
from index.headings import shortened

MOST_WORDS = 8
"""Texts of more words are not corrected."""

_COMBINED = 240
_NEAR = (240, 60, 24)
"""How many combinations are looked at, and candidates of a word among one, two, more words."""
_CHECKED = 12
"""How many combinations that are no label are tried out in the index."""

_DIGITS = re.compile(r"\d")
_LATIN = regex.compile(r"\p{Latin}{5,}")
_OTHER = regex.compile(r"[\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}]")
_OTHER_START = 0.3
_SMALL_SLIP = 0.25
_ANOTHER_WORD = 0.6
"""What it costs more to change a word that is known."""
_OTHER_SCRIPT = 1.0
_UNKNOWN = 1.5
"""What a word costs that is neither known nor like another."""

Ranked = Callable[[Sequence[str]], Mapping[str, int]]
"""Returns which of some folded texts are labels: 2 in the language asked for, 1 in another."""
Together = Callable[[str], bool]
"""Returns whether some document has all words of a text."""


class Near(NamedTuple):
    """A candidate for a word or a text: what it costs, folded, and as it is shown."""

    cost: float
    folded: str
    shown: str


def near(
    word: str,
    shown: str | None,
    candidates: Iterable[tuple[str, str, int]],
    transliterated: Iterable[tuple[str, str, int]] = (),
) -> list[Near]:
    """Return candidates for a folded word, cheapest first, itself among them.

    `shown` is the word as labels write it, None where no label has it; `candidates` are other
    words: folded, as shown, and how many labels have them; `transliterated` are words of other
    scripts that have a key of `index.transliteration` with it.
    """
    itself = Near(_UNKNOWN if shown is None else 0.0, word, shown or word)
    if word.isdecimal():
        return [itself]
    more = 0.0 if shown is None else _ANOTHER_WORD
    found = [
        Near(cost + more, other, other_shown)
        for other, other_shown, labels in candidates
        if other != word and (cost := _cost(word, other, labels)) < math.inf
    ]
    found += (
        Near(_OTHER_SCRIPT - _frequent(labels) + more, other, other_shown)
        for other, other_shown, labels in transliterated
    )
    return sorted([itself, *found])


def _frequent(labels: int) -> float:
    """Return what a word costs less for the labels that have it."""
    return min(math.log1p(labels), 5) * 0.05


def _cost(word: str, other: str, labels: int) -> float:
    """Return what it costs to have meant `other`, infinity where it is too far away."""
    allowed = 1 if len(word) < 5 else 2
    distance = OSA.distance(word, other, score_cutoff=allowed)
    if distance > allowed or _DIGITS.findall(word) != _DIGITS.findall(other):
        return math.inf
    cost = distance - _frequent(labels)
    if word[0] != other[0]:
        cost += _OTHER_START
    if _undoubled(word) == _undoubled(other) or sorted(word) == sorted(other):
        cost -= _SMALL_SLIP
    return cost


def _undoubled(word: str) -> str:
    return "".join(a for a, b in zip(word, word[1:] + " ", strict=True) if a != b)


def combined(candidates: Sequence[Sequence[Near]]) -> list[Near]:
    """Return texts made of one candidate for each word, cheapest first; none of no words."""
    if not candidates:
        return []
    most = _NEAR[min(len(candidates), len(_NEAR)) - 1]
    found = [Near(0.0, "", "")]
    for near in candidates:
        found = sorted(
            Near(
                before.cost + one.cost,
                f"{before.folded} {one.folded}".strip(),
                f"{before.shown} {one.shown}".strip(),
            )
            for before in found
            for one in near[:most]
        )[:_COMBINED]
    return found


def _is_mixed(candidate: str, text: str) -> bool:
    """Return whether only some words of a Latin text were taken for those of another script."""
    if not _OTHER.search(candidate) or _OTHER.search(text):
        return False
    return bool(_LATIN.search(candidate))  # numerals and initials may stand beside any script


def ordered(
    text: str,
    found: Iterable[Near],
    limit: int,
    ranked: Ranked | None = None,
    together: Together | None = None,
) -> list[tuple[str, str]]:
    """Return what `text` may have meant, most likely first, as pairs (folded, shown).

    First texts that are a label, then less specific headings that are, then combinations that
    stand together in a document, or whose words are known where nobody can tell.
    """
    whole = analysis.fold(text)
    others = [one for one in found if one.folded != whole and not _is_mixed(one.folded, text)]
    shorter = [Near(0.0, analysis.fold(one), one) for one in shortened(text)]
    labels = ranked([one.folded for one in (*others, *shorter)]) if ranked else {}
    named = [one for one in others if one.folded in labels]
    best = sorted(named, key=lambda one: (-labels[one.folded], one.cost))[:limit]
    best += [one for one in shorter if one.folded in labels]
    if len(best) < limit:
        rest = [one for one in others if one.folded not in labels and one.cost < 2 * _UNKNOWN]
        best += [one for one in rest[:_CHECKED] if together is None or together(one.folded)]
    pairs = {one.folded: one.shown for one in reversed(best)}
    return [(folded, shown) for folded, shown in reversed(pairs.items())][:limit]
