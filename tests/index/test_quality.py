"""What `benchmarks/quality.py` measures does not fall: floors for languages and headings."""

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import CHECKOUT

BENCHMARKS = CHECKOUT / "benchmarks"
FLOORS = {"typo": 0.95, "accent": 0.995, "inflection": 0.85}
HEADINGS = {"subjects": 0.94, "named-subjects": 0.85, "genres": 0.6}
LANGUAGES = (
    "ar", "bg", "cs", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko", "nl",
    "pl", "pt", "ru", "sv", "th", "tr", "uk", "vi", "zh",
)  # fmt: skip
FEWEST = 100
"""Languages with fewer questions are not held to a floor: one would be more than a percent."""

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture
def quality(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("quality")


def _below(scores: list[Any], floors: dict[str, float], quality: ModuleType) -> list[str]:
    return [
        f"{kind} {lang}: {right} of {asked}"
        for (kind, lang), (asked, right) in quality.by_language(scores).items()
        if asked >= FEWEST and right / asked < floors[kind]
    ]


def test_changed_labels_lead_to_their_concepts(shared: Path, quality: ModuleType) -> None:
    scores = [
        score
        for source in ("UNESCO", "RDA", "IFLA", "TaDiRAH")
        for score in quality.label_scores(shared, source, 100, 1)
    ]
    asked = quality.by_language(scores)
    assert sum(count >= FEWEST for count, _ in asked.values()) >= 40
    assert _below(scores, FLOORS, quality) == []


def test_names_in_many_languages(shared: Path, quality: ModuleType) -> None:
    scores = [
        score
        for source in ("CLDR", "Nomisma")
        for score in quality.label_scores(shared, source, 100, 2, LANGUAGES)
    ]
    assert sum(score.asked >= FEWEST for score in scores) >= 90
    assert _below(scores, FLOORS, quality) == []


def test_recorded_headings_find_theirs(shared: Path, quality: ModuleType) -> None:
    scores = list(quality.gold_scores(shared))
    assert {score.kind for score in scores} == set(HEADINGS)
    assert [s for s in scores if s.right / s.asked < HEADINGS[s.kind]] == []
