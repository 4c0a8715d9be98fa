"""Nodes of a real cluster die and fall silent, while concepts are asked for and changed."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from index import Index, Query, build_index, change_index, open_index
from index.contract.samples import document
from index.places import Address
from tests.opensearch import engine, nodes
from tests.opensearch.nodes import Nodes

pytestmark = [pytest.mark.cluster, pytest.mark.slow]
PORT = engine.PORT + 400
DOCUMENTS = 30
SILENT_SECONDS = 8


@pytest.fixture(scope="module")
def three() -> Iterator[Nodes]:
    """Three nodes."""
    if reason := nodes.missing():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with nodes.running(PORT, 3) as made:
        yield made


def _documents(number: int) -> list[object]:
    """Return documents that all carry the number of a change."""
    return [
        document("v", f"c{n}", {"en": f"shared {n} change{number}"}, parents=("c0",) if n else ())
        for n in range(DOCUMENTS)
    ]


def _number(index: Index) -> int:
    """Return which change an index has; fail unless it has all of it."""
    with index.snapshot():
        number = int(index.metadata()["number"])
        found = index.search(Query(f"change{number}", per_page=100))
        assert {hit.id for hit in found.hits} == {f"c{n}" for n in range(DOCUMENTS)}
        assert index.search(Query("shared")).total == DOCUMENTS
        assert len(index.children("v", "c0", "en")) == DOCUMENTS - 1
    return number


def _read(where: Address, stop: threading.Event) -> int:
    """Return how often a reader was answered; each time as a whole, and never by an older state."""
    index, seen, answers = open_index(where), 0, 0
    while not stop.is_set():
        number = _number(index)
        assert number >= seen
        seen, answers = number, answers + 1
    return answers


def _change(where: Address, stop: threading.Event) -> int:
    """Return the last change of a writer that makes one after the other."""
    number = _number(open_index(where))
    while not stop.is_set():
        number += 1
        with change_index(where) as change:
            for made in _documents(number):
                change.put(made)
            change.set_metadata("number", str(number).encode())
    return number


def _manager(three: Nodes) -> int:
    found = nodes.ask(three.urls, "/_cat/cluster_manager?format=json")
    return int(found[0]["node"].removeprefix("node"))


@pytest.mark.parametrize("is_manager", [True, False])
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP])
def test_a_node_that_goes_is_not_noticed_by_readers(
    three: Nodes, sign: signal.Signals, is_manager: bool
) -> None:
    where = Address(f"{three.address}/dying{sign}{int(is_manager)}", {"copies": "0-all"})
    builder = build_index(where)
    for made in _documents(0):
        builder.add(made)
    builder.commit({"number": b"0"})
    three.await_green()
    manager, stop = _manager(three), threading.Event()
    number = manager if is_manager else manager % 3 + 1
    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(_read, where, stop) for _ in range(2)]
        writer = pool.submit(_change, where, stop)
        try:
            time.sleep(2)
            three.signal(number, sign)
            time.sleep(SILENT_SECONDS)
            if sign == signal.SIGSTOP:
                three.signal(number, signal.SIGCONT)
            else:
                three.start(number)
            three.await_green()
        finally:
            stop.set()
        last = writer.result()
        answers = [reader.result() for reader in readers]
    print(f"{sign.name} manager={is_manager}: {last} changes, {answers} answers")
    assert last > 0
    assert min(answers) > 0
    assert _number(open_index(where)) == last
