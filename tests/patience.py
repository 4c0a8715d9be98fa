"""Waiting for what takes as long as the machine is busy: patiently, but not for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE_SECONDS = 120
"""So long a machine that does much else may take for anything here."""


def wait_until(found: Callable[[], T], what: str = "what was waited for") -> T:
    """Return what a function finds as soon as it finds something; fail where it never does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not (result := found()):
        assert time.monotonic() < until, f"{what} did not come within {PATIENCE_SECONDS} seconds"
        time.sleep(0.01)
    return result
