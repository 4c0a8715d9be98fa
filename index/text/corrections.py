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

from index.text import analysis
from index.text.headings import shortened
from index.text.transliteration import BARE, latin_key, unlikeness

MOST_WORDS = 8
"""Texts of more words are not corrected."""

_COMBINED = (240, 240, 120, 60)
_NEAR = (240, 60, 24, 12)
"""How many combinations are looked at of one, two, three, more words, and candidates of each."""
_CHECKED = 12
"""How many combinations that are no label are tried out in the index; a third for long texts."""

_DIGITS = re.compile(r"\d")
_LATIN = regex.compile(r"\p{Latin}{5,}")
_OTHER = regex.compile(r"[\p{Cyrillic}\p{Greek}\p{Arabic}\p{Hebrew}]")
_OTHER_START = 0.3
_SMALL_SLIP = 0.25
_ANOTHER_WORD = 0.6
"""What it costs more to change a word that is known."""
_OTHER_SCRIPT = 1.0
_AFTER_NEAR = 0.4
"""What a word of another script costs, and more where one of the typed script is near."""
_OTHER_LANGUAGE = 0.5
"""What it costs that no language has all words."""
_SPACE = 0.6
"""What a space more or less costs."""
_UNKNOWN = 1.5
"""What a word costs that is neither known nor like another."""
_LONG = 8
"""From so many letters on, two edits are few."""
_MOST_UNLIKE = 0.4
"""How much a word of consonants is read in another way than it was typed; half of that for two."""

Ranked = Callable[[Sequence[str]], Mapping[str, int]]
"""Returns which of some folded texts are labels: 2 in the language asked for, 1 in another."""
Together = Callable[[str], bool]
"""Returns whether some document has all words of a text."""


class Near(NamedTuple):
    """A candidate for a word or a text: what it costs, folded, and as it is shown.

    `langs` are bits of the languages that have all its words, -1 where that is not known.
    """

    cost: float
    folded: str
    shown: str
    langs: int = -1


Word = tuple[str, str, int]
"""A word that labels have: folded, as it is shown, and how many labels have it."""


def near(
    word: str,
    shown: str | None,
    candidates: Iterable[Word],
    transliterated: Iterable[Word] = (),
) -> list[Near]:
    """Return candidates for a folded word, cheapest first, itself among them.

    `shown` is the word as labels write it, None where no label has it; `candidates` are other
    words; `transliterated` are words of other scripts that have a key of
    `index.text.transliteration` with it. Of these, consonants alone are the last resort.
    """
    itself = Near(_UNKNOWN if shown is None else 0.0, word, shown or word)
    if word.isdecimal():
        return [itself]
    more = 0.0 if shown is None else _ANOTHER_WORD
    found, closest = [], math.inf
    for other, other_shown, labels in candidates:
        distance = _distance(word, other)
        if other != word and distance <= _allowed(word, other):
            closest = min(closest, distance)
            found.append(Near(_cost(word, other, distance, labels) + more, other, other_shown))
    for other, other_shown, labels in transliterated:
        cost = _transliterated(word, other, labels, closest)
        if cost < math.inf:
            found.append(Near(cost + more, other, other_shown))
    return sorted([itself, *found])


def has_nearest(word: str, others: Iterable[str]) -> bool:
    """Return whether one of some words is one edit away from a folded word."""
    return any(other != word and _distance(word, other) <= 1 for other in others)


def _frequent(labels: int) -> float:
    """Return what a word costs less for the labels that have it."""
    return min(math.log1p(labels), 5) * 0.05


def _allowed(word: str, other: str) -> int:
    """Return how many edits may be between words; few letters say little."""
    return 2 if len(word) > 5 or (len(word) == 5 and word[0] == other[0]) else 1


def _distance(word: str, other: str) -> float:
    """Return how many edits `other` is away, infinity where that is too far."""
    distance = OSA.distance(word, other, score_cutoff=2)
    is_far = distance > 2 or _DIGITS.findall(word) != _DIGITS.findall(other)
    return math.inf if is_far else distance


def _cost(word: str, other: str, distance: float, labels: int) -> float:
    """Return what it costs to have meant `other`."""
    cost = distance - _frequent(labels)
    if word[0] != other[0]:
        cost += _OTHER_START
    is_cut = distance > 1 and other.startswith(word)
    if is_cut or _undoubled(word) == _undoubled(other) or sorted(word) == sorted(other):
        cost -= _SMALL_SLIP
    return cost


def _undoubled(word: str) -> str:
    return "".join(a for a, b in zip(word, word[1:] + " ", strict=True) if a != b)


def _transliterated(word: str, other: str, labels: int, closest: float) -> float:
    """Return what it costs to have meant a word of another script, infinity where it is unlike.

    `closest` is how far the next word in the script is that was typed.
    """
    is_like = closest <= 1 + (len(word) >= _LONG)
    key, unlike, later = latin_key(other), 0.0, _AFTER_NEAR * is_like
    if key.startswith(BARE):
        unlike = unlikeness(word, other)
        most = _MOST_UNLIKE if len(key) > len(BARE) + 2 else _MOST_UNLIKE / 2
        if unlike > most or is_like:
            return math.inf
        later = _OTHER_SCRIPT if closest < math.inf else 0.0
    return _OTHER_SCRIPT + 2 * unlike + later - _frequent(labels) / 2


def apart(pairs: Iterable[tuple[Word, Word]], is_known: bool) -> list[Near]:
    """Return candidates for a word that is two words written together."""
    return sorted(
        Near(
            _SPACE + _ANOTHER_WORD * is_known - _frequent(min(labels, more)),
            f"{first} {second}",
            f"{first_shown} {second_shown}",
        )
        for (first, first_shown, labels), (second, second_shown, more) in pairs
    )


def joined(near: Iterable[Near]) -> list[Near]:
    """Return candidates for two words that are one, from those for what they make together."""
    return [one._replace(cost=one.cost + _SPACE) for one in near]


def combined(
    candidates: Sequence[Sequence[Near]],
    together: Mapping[int, Sequence[Near]] | None = None,
    langs: int = -1,
) -> list[Near]:
    """Return texts made of one candidate for each word, cheapest first; none of no words.

    `together` are candidates for two words at once, by the place of the first; `langs` bits of
    the languages that were asked for.
    """
    if not candidates:
        return []
    size = min(len(candidates), len(_NEAR)) - 1
    ways = [[Near(0.0, "", "", langs)]]
    for place, near in enumerate(candidates):
        found = [_beside(before, one) for before in ways[place] for one in near[: _NEAR[size]]]
        if place and together:
            more = together.get(place - 1, ())[: _NEAR[size]]
            found += [_beside(before, one) for before in ways[place - 1] for one in more]
        ways.append(sorted(found)[: _COMBINED[size]])
    return ways[-1]


def _beside(before: Near, one: Near) -> Near:
    langs = before.langs & one.langs
    cost = before.cost + one.cost + (_OTHER_LANGUAGE if before.langs and not langs else 0.0)
    if not before.folded:
        return Near(cost, one.folded, one.shown, langs)
    return Near(cost, f"{before.folded} {one.folded}", f"{before.shown} {one.shown}", langs)


def mended(candidates: Sequence[Sequence[Near]], langs: int = -1) -> Near | None:
    """Return the text with a near word for each that is unknown, the others as they are.

    The words are of one language; None where one has no word near it, or there are no such texts.
    """
    words = [
        near[:1] if near and not near[0].cost else [one for one in near if one.cost < _UNKNOWN]
        for near in candidates
    ]
    return next((one for one in combined(words, langs=langs) if one.langs), None)


def _is_likely(one: Near) -> bool:
    """Return whether a text that is no label may be offered: few slips, and in one language."""
    return one.cost < 2 * _UNKNOWN and one.langs != 0


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
    mended: Near | None = None,
) -> list[tuple[str, str]]:
    """Return what `text` may have meant, most likely first, as pairs (folded, shown).

    First texts that are a label, then less specific headings that are, then combinations that
    stand together in a document, or whose words are known where nobody can tell. `mended` is
    returned where there is nothing else.
    """
    whole = analysis.fold(text)
    others = [one for one in found if one.folded != whole and not _is_mixed(one.folded, text)]
    shorter = [Near(0.0, analysis.fold(one), one) for one in shortened(text)]
    labels = ranked([one.folded for one in (*others, *shorter)]) if ranked else {}
    named = [one for one in others if one.folded in labels]
    best = sorted(named, key=lambda one: (-labels[one.folded], one.cost))[:limit]
    best += [one for one in shorter if one.folded in labels]
    if len(best) < limit:
        rest = [one for one in others if one.folded not in labels and _is_likely(one)]
        most = _CHECKED if whole.count(" ") < len(_NEAR) else _CHECKED // 3
        best += [one for one in rest[:most] if together is None or together(one.folded)]
    if not best and mended and mended.folded != whole:
        best = [mended]
    pairs = {one.folded: one.shown for one in reversed(best)}
    return [(folded, shown) for folded, shown in reversed(pairs.items())][:limit]
