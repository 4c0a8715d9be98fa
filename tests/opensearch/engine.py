"""The search engine of these tests: that of the environment, else one node of our own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.opensearch import nodes

PORT = int(os.environ.get("GLOSSARY_TEST_ENGINE_PORT", "21500"))
"""The nodes of one worker of pytest listen above this port; the next worker's 20 further on."""


@contextmanager
def address() -> Iterator[str]:
    """Give the address of an engine that answers, without the names of indexes.

    It is the one that ``GLOSSARY_TEST_ENGINE`` names, else a node of our own. Skips where there is
    none, and fails in CI.
    """
    given = os.environ.get("GLOSSARY_TEST_ENGINE")
    if given:
        yield given
        return
    if reason := nodes.missing():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    with nodes.running(PORT + 20 * number, 1) as made:
        yield made.address
