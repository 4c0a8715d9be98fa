"""How readers notice a change: by a number in memory, that is never relied on in doubt."""

import errno
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index import Index, IndexChanged, IndexUnavailable, Query, change_index, open_index
from index.contract import publish
from index.contract.samples import document
from index.embedded.files import change_counter, tables
from index.embedded.files.generations import Generations
from index.embedded.reading.view import View
from index.embedded.writing import changes
from tests.index.corpus import place


@pytest.fixture
def index(tmp_path: Path) -> Index:
    publish(place(tmp_path))
    return open_index(tmp_path)


def generation(folder: Path) -> Path:
    found = Generations(folder)
    return found.path(found.current())


def put(folder: Path, *labels: str) -> None:
    with change_index(folder) as change:
        for label in labels or ("binding",):
            change.put(document("craft", label, {"en": label}))


def test_the_database_is_not_asked_for_changes(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = index.generation()
    monkeypatch.setattr(tables, "change_count", lambda rows: pytest.fail("asked"))
    with index.snapshot(optimistic=True):
        assert (index.generation(), len(index.lookup("library"))) == (name, 1)
    monkeypatch.undo()
    put(tmp_path)
    with index.snapshot(optimistic=True):
        assert (index.generation(), len(index.lookup("binding"))) == (f"{name}+1", 1)


def test_a_change_meanwhile_is_told(index: Index, tmp_path: Path) -> None:
    name = index.generation()
    with (
        ThreadPoolExecutor(1) as pool,
        pytest.raises(IndexChanged, match="changed meanwhile"),
        index.snapshot(optimistic=True),
    ):
        assert pool.submit(put, tmp_path).result() or index.generation() == name
    assert index.generation() == f"{name}+1"  # the thread has let go


def test_nothing_is_remembered_of_another_state(index: Index, tmp_path: Path) -> None:
    put(tmp_path, "repair")
    index.metadata()
    for ask in (
        lambda: index.search(Query("binding")),
        lambda: index.similar("bindung"),
        lambda: index.search(Query("repair", below=("craft", "repair"))),
    ):
        with index.snapshot() as view:
            assert isinstance(view, View)
            state = view.state
        with (
            ThreadPoolExecutor(1) as pool,
            pytest.raises(IndexChanged),
            index.snapshot(optimistic=True),
        ):
            pool.submit(put, tmp_path, "binding", "ruling").result() or ask()
        assert state.matches.get("binding", "") is None
        assert (state.near_words, state.tree, state.function_words) == ({}, None, {})
        index.metadata()


def test_killed_before_or_after_a_change_is_seen(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = index.generation()
    change_counter.write(generation(tmp_path), None)  # all that a writer did that was killed then
    with index.snapshot(optimistic=True):
        assert index.generation() == name
    with monkeypatch.context() as patch:
        patch.setattr(changes, "note", lambda: None)
        put(tmp_path)
        change_counter.write(generation(tmp_path), None)
        with index.snapshot(optimistic=True):
            assert (index.generation(), len(index.lookup("binding"))) == (f"{name}+1", 1)
    put(tmp_path, "ruling")
    with index.snapshot(optimistic=True):
        assert (index.generation(), len(index.lookup("ruling"))) == (f"{name}+2", 1)


@pytest.mark.parametrize("failing", [0, 1])
def test_a_number_that_cannot_be_written(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    name, written = index.generation(), []

    def write(*values: object) -> None:
        written.append(values)
        if len(written) == failing + 1:
            raise OSError(errno.EIO, "not written")
        real(*values)  # type: ignore[arg-type]

    real = change_counter.write
    with monkeypatch.context() as patch:
        patch.setattr(change_counter, "write", write)
        if failing == 0:  # nobody would notice the change: it is not made
            with pytest.raises(OSError, match="not written"):
                put(tmp_path)
        else:
            put(tmp_path)
    with index.snapshot(optimistic=True):
        assert index.generation() == (f"{name}+1" if failing else name)
        assert len(index.lookup("binding")) == failing


@pytest.mark.parametrize("content", [b"", b"1234567", None])
def test_a_damaged_file_is_told(tmp_path: Path, content: bytes | None) -> None:
    publish(place(tmp_path))
    file = generation(tmp_path) / "changes"
    file.unlink() if content is None else file.write_bytes(content)
    with pytest.raises(IndexUnavailable):
        open_index(tmp_path).generation()
