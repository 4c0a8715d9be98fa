"""Indexes for these tests: one of the contract's documents, others made on the spot."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from index import Document, Index, build_index, open_index
from index.testing import Place, publish


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """The index of the contract's documents; not to be changed."""
    folder = tmp_path_factory.mktemp("documents")
    publish(Place(lambda: build_index(folder), lambda: open_index(folder)))
    return open_index(folder)


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[[Iterable[Document]], Index]:
    """A function that publishes documents and returns an index of them."""

    def make(documents: Iterable[Document]) -> Index:
        publish(Place(lambda: build_index(tmp_path), lambda: open_index(tmp_path)), documents)
        return open_index(tmp_path)

    return make
