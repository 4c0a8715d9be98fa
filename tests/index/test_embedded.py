"""The embedded index keeps the contract."""

from pathlib import Path

from index.contract import IndexContract, Place
from index.contract.browse import BrowseContract, DateContract
from index.contract.changes import ChangeContract
from index.contract.keys import KeyContract
from index.contract.months import MonthContract
from index.contract.patterns import PatternContract
from index.contract.search import SearchContract
from tests.index.corpus import place


class TestEmbeddedIndex(
    IndexContract,
    SearchContract,
    ChangeContract,
    BrowseContract,
    DateContract,
    PatternContract,
    MonthContract,
    KeyContract,
):
    def place(self, folder: Path) -> Place:
        return place(folder)
