"""Scores of candidates, 0 to 100, and the features they are made of; when one is surely right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glossary.errors import N_
from glossary.model import WITHDRAWN
from glossary.reader.reconciliation.names import SAME_WORDS, WITHOUT_QUALIFIER
from index import Match

_WHOLE = {
    "preferred": (100.0, 99.0, 90.0),
    "alternative": (95.0, 94.0, 86.0),
    "hidden": (90.0, 89.0, 82.0),
    "notation": (96.0, 95.0, 80.0),
    "identifier": (97.0, 96.0, 80.0),
}
"""The score of a label that is the whole query, by kind and form (exact, folded, inflected)."""
_FORMS = ("exact", "folded", "inflected")
OTHER_LANGUAGE = 4.0
"""What a label in another language than that of the query loses."""
PARTLY = 85.0
"""The score of a label that is nearly the query; in proportion to how alike they are."""
REORDERED = 88.0
"""The score of a label that has the words of the query in another order."""
UNQUALIFIED = 90.0
"""The score of a label that is the query but for a qualifier in brackets, "Mercury (Planet)"."""
NAMESAKE = 0.5
"""What a label loses that names several concepts of one vocabulary: none of them may be meant."""
GENERAL = 0.4
"""What a label loses that stands in many longer names of its vocabulary ("Sermons", "History"),
where another vocabulary has it as well: such a word is rather said of a part or an aspect.
"""
_UNMET = 0.35
"""The part of a score that goes with conditions that are not met."""
_OTHER_TYPE = 0.85
_GONE = 0.9
_SURE_GAP = 10.5
"""What is surely right is better than the next by more than this: no other concept has the name as
a synonym, a hidden form or in another inflection.
"""
_SURE_FORMS = ("exact", "folded")

FEATURES = {
    "name_similarity": N_("How alike the name and the query are, 0 to 100"),
    "preferred_term": N_("The query is like a preferred term, not a synonym"),
    "same_language": N_("The name is in the language of the query"),
    "whole_name": N_("The whole query is a name of the concept"),
    "rivals": N_("How many other concepts have the same name"),
    "type_match": N_("The concept has the type that was asked for"),
    "conditions_met": N_("Which part of the conditions on properties is met, 0 to 1"),
    "deprecated": N_("The concept was withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept that may be meant: its record, the label that is like the query, score, features,
    and whether it is surely meant.
    """

    record: Mapping[str, Any]
    match: Match
    score: float
    features: Mapping[str, float | bool] = field(default_factory=dict)
    sure: bool = False


def whole_name(match: Match, in_other_language: bool) -> float:
    """Return the score of a label that is the whole query."""
    row = _WHOLE.get(match.kind)
    if row is None or match.form not in _FORMS:
        return 0.0
    lost = OTHER_LANGUAGE if in_other_language and match.kind in ("preferred", "alternative",
                                                                  "hidden") else 0.0  # fmt: skip
    return row[_FORMS.index(match.form)] - lost


def like_name(alike: float) -> float:
    """Return the score of a label that is as much like the query as this, 0 to 1."""
    if alike >= SAME_WORDS:
        return REORDERED
    return UNQUALIFIED if alike >= WITHOUT_QUALIFIER else max(alike, 0.0) * PARTLY


def with_facts(score: float, met: float | None, has_type: bool, record: Mapping[str, Any]) -> float:
    """Return a score after conditions, type and state of the concept were looked at.

    `met` is the part of the conditions that are met, None where there are none.
    """
    if met is not None:
        score *= 1 - _UNMET * (1 - met)
    if not has_type:
        score *= _OTHER_TYPE
    if record["status"] == WITHDRAWN:
        score *= _GONE
    return round(score, 2)


def _is_own_uri(match: Match) -> bool:
    """Return whether a concept was found by its own URI, not by an id or a mapping."""
    return match.kind == "identifier" and match.form == "exact" and "://" in match.text


def is_sure(best: Candidate, next_best: Candidate | None) -> bool:
    """Return whether the best candidate is surely meant: the query is its preferred term in the
    language of the query, or its URI; no other concept has a score near it; it has the type and
    all that was asked for, and was not withdrawn.
    """
    facts = best.features
    named = best.match.kind == "preferred" and best.match.form in _SURE_FORMS
    return bool(
        (named or _is_own_uri(best.match))
        and facts["same_language"]
        and facts["type_match"]
        and facts.get("conditions_met", 1) == 1
        and not facts["deprecated"]
        and (next_best is None or best.score - next_best.score > _SURE_GAP)
    )
