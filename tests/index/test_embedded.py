"""The embedded index keeps the contract."""

from pathlib import Path

from index import build_index, open_index
from index.testing import IndexContract, Place


class TestEmbeddedIndex(IndexContract):
    def place(self, folder: Path) -> Place:
        return Place(lambda: build_index(folder), lambda: open_index(folder))
