"""The embedded index keeps the contract."""

from pathlib import Path

from index.testing import IndexContract, Place
from index.testing_browse import BrowseContract
from index.testing_changes import ChangeContract
from index.testing_search import SearchContract
from tests.index.corpus import place


class TestEmbeddedIndex(IndexContract, SearchContract, ChangeContract, BrowseContract):
    def place(self, folder: Path) -> Place:
        return place(folder)
