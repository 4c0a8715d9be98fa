"""The campaigns of processes that are killed while they work at once, short ones."""

from pathlib import Path

import pytest

from tests.campaigns import decide, together


@pytest.mark.slow
def test_no_decision_is_lost_or_made_twice(tmp_path: Path) -> None:
    kills, _ = decide.run(tmp_path / "site", 20, 4, seed=1)
    assert kills == 4


@pytest.mark.slow
def test_accepting_importing_and_publishing_at_once_ends_in_one_state(tmp_path: Path) -> None:
    counts = together.run(tmp_path / "site", 6, seed=3)
    assert sum(number for name, number in counts.items() if name.endswith(" killed")) == 6
    assert counts["accept done"] > 0
