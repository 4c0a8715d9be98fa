"""The index at OpenSearch keeps the contract, on a real engine."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from index import build_index, change_index, open_index
from index.contract import IndexContract, Place
from index.contract.browse import BrowseContract, DateContract
from index.contract.changes import ChangeContract
from index.contract.keys import KeyContract
from index.contract.months import MonthContract
from index.contract.patterns import PatternContract
from index.contract.search import SearchContract
from index.opensearch.client import client_of
from index.opensearch.writing import generations
from index.places import Address
from tests.opensearch import engine

pytestmark = pytest.mark.cluster


class TestOpenSearchIndex(
    IndexContract,
    SearchContract,
    ChangeContract,
    BrowseContract,
    DateContract,
    PatternContract,
    MonthContract,
    KeyContract,
):
    """Places are at one engine, under a prefix of their own."""

    at = ""
    made: list[Address]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def at_an_engine(cls) -> Iterator[None]:
        with engine.address() as at:
            cls.at, cls.made = at, []
            yield

    @pytest.fixture(autouse=True)
    def swept(self, at_an_engine: None, request: pytest.FixtureRequest) -> Iterator[None]:
        """What one test made is gone after it; what several share stays."""
        for name in ("index", "further", "worded"):
            if name in request.fixturenames:
                request.getfixturevalue(name)
        type(self).made = []
        yield
        for where in self.made:
            client = client_of(where)
            for one in (*generations.there(client), "state"):
                generations.remove(client, one)

    def place(self, folder: Path) -> Place:
        prefix = f"t{blake2b(str(folder).encode(), digest_size=8).hexdigest()}"
        where = Address(f"{self.at}/{prefix}", {"shards": "2", "copies": "0-all"})
        self.made.append(where)
        return Place(
            lambda: build_index(where), lambda: open_index(where), lambda: change_index(where)
        )
