"""The index at OpenSearch keeps the contract, on a real engine, also where connections break."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest

from index import (
    IndexBusy,
    build_index,
    change_index,
    open_index,
    status_of,
    sweep_index,
    verify_index,
)
from index.contract import IndexContract, Place, publish
from index.contract.browse import BrowseContract, DateContract
from index.contract.changes import ALL, ChangeContract
from index.contract.keys import KeyContract
from index.contract.months import MonthContract
from index.contract.network import Network, NetworkContract
from index.contract.patterns import PatternContract
from index.contract.search import SearchContract
from index.opensearch.client import client_of
from index.opensearch.writing import generations
from index.places import Address
from tests.index.engine_faults import EngineFaults
from tests.opensearch import engine

pytestmark = pytest.mark.cluster


class _AtAnEngine:
    """Places are at one engine, each under a prefix of its own."""

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

    def where(self, folder: Path) -> Address:
        """Return an address of its own for a folder."""
        prefix = f"t{blake2b(str(folder).encode(), digest_size=8).hexdigest()}"
        where = Address(f"{self.at}/{prefix}", {"shards": "2", "copies": "0-all"})
        self.made.append(where)
        return where

    def place(self, folder: Path) -> Place:
        where = self.where(folder)
        return Place(
            lambda: build_index(where), lambda: open_index(where), lambda: change_index(where)
        )


class TestOpenSearchIndex(
    _AtAnEngine,
    IndexContract,
    SearchContract,
    ChangeContract,
    BrowseContract,
    DateContract,
    PatternContract,
    MonthContract,
    KeyContract,
):
    """The whole contract."""


class TestNetwork(_AtAnEngine, NetworkContract):
    """Connections to the engine break at every step."""

    @pytest.fixture(autouse=True)
    def breaking(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.faults = EngineFaults(monkeypatch)

    def network(self, folder: Path) -> Network:
        return Network(self.place(folder), self.faults)

    def test_dead_builders_leave_nothing_after_a_sweep(self, tmp_path: Path) -> None:
        where = self.where(tmp_path)
        publish(self.place(tmp_path), ALL)
        left = generations.create(client_of(where))
        before = status_of(where)
        assert (before.left, before.kept) == ([left], [])
        assert before.health in ("green", "yellow")
        assert before.nodes >= 1
        assert sweep_index(where) == [left]
        assert status_of(where).left == []
        assert verify_index(where) == []
        builder = build_index(where)
        with pytest.raises(IndexBusy):
            sweep_index(where)
        builder.abort()
