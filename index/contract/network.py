"""What every index keeps that is reached over a network: `NetworkContract`.

Connections break at every step of a publication and of a change: before a request was sent, after
it was done and before its answer came, or for good, which is how a writer dies.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest

from index import Document, Index, IndexBusy, IndexUnavailable, Query
from index.contract import Place, publish, wait_until
from index.contract.changes import ALL, CHANGED, NEW, every_answer, put
from index.contract.samples import document

REFUSED, LOST, CUT = "refused", "lost", "cut"
"""How a connection breaks: once before a request is sent, once before its answer comes, and for
good.
"""
_FEW = ALL[:12]
_MOST_TRIES, _PAUSE_SECONDS = 600, 0.1


class Faults(Protocol):
    """Breaks the connections of this thread to the engine."""

    def broken(self, step: int, how: str) -> AbstractContextManager[None]:
        """Return a context in which the connection breaks at a request, counted from 0; a request
        that cannot be made is given up soon.
        """

    def counted(self) -> AbstractContextManager[Sequence[int]]:
        """Return a context that counts requests: the last of what it gives is their number."""

    def silent(self) -> AbstractContextManager[None]:
        """Return a context in which a writer does not tell others that it is at work."""


@dataclass(frozen=True)
class Network:
    """A place at an engine, and what breaks the connections to it."""

    place: Place
    faults: Faults


def _named(number: int) -> Document:
    return document("craft", "numbered", {"en": f"number{number}"}, parents=("work",))


def _numbers(index: Index) -> set[int]:
    """Return which of the documents of `_named` an index has, by what it finds of them."""
    found = index.search(Query("number*", "en", per_page=100)).hits
    return {int(hit.match.text.removeprefix("number")) for hit in found}


def _publish_when_free(place: Place, documents: Iterable[Document]) -> str:
    """Publish as soon as the builder that died is taken for dead; return the generation's name."""
    for _ in range(_MOST_TRIES):
        try:
            return publish(place, documents)
        except IndexBusy:
            time.sleep(_PAUSE_SECONDS)
    return publish(place, documents)


class NetworkContract(ABC):
    """The promises; `network` is a place with nothing published."""

    @abstractmethod
    def network(self, folder: Path) -> Network:
        """Return a place at an engine; `folder` is its own name."""

    def test_an_engine_that_is_away_is_unavailable(self, tmp_path: Path) -> None:
        network = self.network(tmp_path)
        publish(network.place, _FEW)
        index = network.place.open()
        assert index.get("words", "library") is not None
        asks: list[Callable[[], object]] = [
            lambda: index.lookup("x"), lambda: index.search(Query("x")),
            lambda: index.suggest("x"), lambda: index.similar("x"), lambda: index.newest(),
            lambda: index.get("words", "library"), lambda: index.children("words", "", "en"),
            lambda: index.letters("words", "en"), lambda: index.paths("words", "library"),
            lambda: network.place.open().generation(), lambda: put(network.place, NEW),
            lambda: publish(network.place, _FEW),
        ]  # fmt: skip
        for ask in asks:
            with network.faults.broken(0, CUT), pytest.raises(IndexUnavailable):
                ask()
        assert index.get("words", "library") is not None

    @pytest.mark.parametrize("how", [REFUSED, LOST])
    def test_one_broken_connection_is_no_matter_in_a_change(self, tmp_path: Path, how: str) -> None:
        network = self.network(tmp_path)
        publish(network.place, ALL)
        with network.faults.counted() as steps:
            put(network.place, _named(0))
        for step in range(steps[-1]):
            with network.faults.broken(step, how):
                put(network.place, _named(step + 1))
        index = network.place.open()
        wait_until(lambda: _numbers(index) == {steps[-1]})
        self._as_built_anew(network, tmp_path, [*ALL, _named(steps[-1])])

    @pytest.mark.parametrize("how", [REFUSED, LOST])
    def test_one_broken_connection_is_no_matter_in_a_publication(
        self, tmp_path: Path, how: str
    ) -> None:
        network = self.network(tmp_path)
        with network.faults.counted() as steps:
            publish(network.place, [*_FEW, _named(0)])
        for step in range(steps[-1]):
            with network.faults.broken(step, how):
                name = publish(network.place, [*_FEW, _named(step + 1)])
            index = network.place.open()
            assert index.generation() == name
            assert index.search(Query(f"number{step + 1}")).total == 1
        self._as_built_anew(network, tmp_path, [*_FEW, _named(steps[-1])])

    @pytest.mark.parametrize("how", [REFUSED, LOST])
    def test_one_broken_connection_is_no_matter_to_readers(self, tmp_path: Path, how: str) -> None:
        network = self.network(tmp_path)
        publish(network.place, _FEW)

        def answers() -> list[object]:
            index = network.place.open()
            found = [index.lookup("library", "en"), index.suggest("lib"), index.similar("scholl")]
            return [*found, index.search(Query("library")), index.paths("words", "library")]

        with network.faults.counted() as steps:
            whole = answers()
        for step in range(steps[-1]):
            with network.faults.broken(step, how):
                assert answers() == whole

    def test_a_change_that_is_cut_off_is_seen_whole_or_not_at_all(self, tmp_path: Path) -> None:
        network = self.network(tmp_path)
        publish(network.place, ALL)
        before = _named(0)
        with network.faults.counted() as steps:
            put(network.place, before)
        with network.place.change() as change:
            change.delete("words", "school")
        old = self._answers(network, tmp_path, [*self._without_school(), before])
        new = self._answers(network, tmp_path, [*self._without_school(), before, NEW, CHANGED])
        for step in range(1, steps[-1] + 3, 2):
            with network.faults.broken(step, CUT), suppress(IndexUnavailable):
                put(network.place, NEW, CHANGED)
            found = every_answer(network.place.open())
            assert found in (old, new)
            with network.place.change() as change:  # as it was, by the next writer
                change.delete(NEW.vocabulary, NEW.id)
                change.put(next(one for one in ALL if one.uri == CHANGED.uri))
            index = network.place.open()
            assert every_answer(index) == old

    def _without_school(self) -> list[Document]:
        return [one for one in ALL if one.id != "school"]

    def test_a_publication_that_is_cut_off_changes_nothing(self, tmp_path: Path) -> None:
        network = self.network(tmp_path)
        publish(network.place, [*_FEW, _named(0)])
        with network.faults.counted() as steps:
            last = publish(network.place, [*_FEW, _named(0)])
        for step in range(1, steps[-1], 4):
            with network.faults.broken(step, CUT), suppress(IndexUnavailable):
                publish(network.place, [*_FEW, _named(step)])
            index = network.place.open()
            if index.generation() == last:
                assert _numbers(index) == {0}
            else:  # it was published in the moment before
                assert _numbers(index) == {step}
            last = _publish_when_free(network.place, [*_FEW, _named(0)])
            assert network.place.open().generation() == last

    def test_a_writer_that_was_taken_for_dead_changes_nothing(self, tmp_path: Path) -> None:
        network = self.network(tmp_path)
        publish(network.place, ALL)

        def write() -> None:
            with network.place.change() as late:
                late.put(replace(NEW, labels=_named(1).labels))
                late.delete("words", "library")
                with network.faults.silent():
                    put(network.place, CHANGED, _named(2))

        with pytest.raises((IndexBusy, IndexUnavailable)):
            write()
        there = {made.uri: made for made in (*ALL, CHANGED, _named(2))}
        self._as_built_anew(network, tmp_path, there.values())
        put(network.place, NEW)
        self._as_built_anew(network, tmp_path, [*there.values(), NEW])

    def _as_built_anew(self, network: Network, folder: Path, documents: Iterable[Document]) -> None:
        expected = self._answers(network, folder, documents)
        wait_until(lambda: every_answer(network.place.open()) == expected)

    def _answers(
        self, network: Network, folder: Path, documents: Iterable[Document]
    ) -> dict[object, object]:
        """Return every answer of an index that is built of documents, beside the other one."""
        beside = self.network(folder / "anew").place
        publish(beside, {made.uri: made for made in documents}.values())
        return every_answer(beside.open())
