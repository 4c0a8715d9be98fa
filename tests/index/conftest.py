"""Indexes for these tests: one of the contract's documents, others made on the spot."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from index import Document, Index
from index.contract import publish
from tests.index.corpus import place


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of the contract's documents; not to be changed."""
    made = place(tmp_path_factory.mktemp("documents"))
    publish(made)
    return made.open()


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[[Iterable[Document]], Index]:
    """A function that publishes documents and returns an index of them."""

    def make(documents: Iterable[Document]) -> Index:
        made = place(tmp_path)
        publish(made, documents)
        return made.open()

    return make
