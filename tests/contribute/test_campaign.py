"""The campaign of two processes that decide at once, a short one."""

from pathlib import Path

import pytest

from tests.campaigns import decide


@pytest.mark.slow
def test_no_decision_is_lost_or_made_twice(tmp_path: Path) -> None:
    kills, _ = decide.run(tmp_path / "site", 20, 4, seed=1)
    assert kills == 4
