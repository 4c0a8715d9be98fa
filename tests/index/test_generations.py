"""Generations: many readers, one writer, damage, and what is left on disk."""

import gc
import json
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from index import Index, IndexBusy, IndexUnavailable, Query, build_index, open_index
from index.contract import await_generation
from index.contract.samples import document
from index.embedded.files import generations
from index.embedded.files.generations import Generations
from index.embedded.reading.snapshot import Snapshot
from index.embedded.reading.view import View
from tests.patience import PATIENCE_SECONDS

DOCUMENTS = 30


def publish(folder: Path, number: int, keep: int = 2) -> str:
    """Publish a generation whose every document carries its number."""
    builder = build_index(folder, keep)
    for n in range(DOCUMENTS):
        made = document(
            "v", f"c{n}", {"en": f"shared g{number}"}, definitions={"en": f"from g{number}"}
        )
        builder.add(made)
    return builder.commit({"number": str(number).encode()})


def number_of(folder: Path) -> int:
    return int(open_index(folder).metadata()["number"])


def numbers_seen(index: Index) -> set[str]:
    """Return the generations that one answer of each kind comes from."""
    results = index.search(Query("shared", per_page=100))
    assert results.total == len(results.hits) == DOCUMENTS
    seen = {hit.match.text.split()[1] for hit in results.hits}
    assert len(seen) == 1
    for found in (index.suggest("shared", limit=100), index.suggest("g", limit=100)):
        assert len(found) == DOCUMENTS
        assert len({completion.text for completion in found}) == 1
        seen.add(found[0].text.split()[1])
    return seen


def test_every_answer_is_from_one_generation(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    index = open_index(tmp_path)
    stop = threading.Event()

    def read() -> int:
        answers = 0
        while not stop.wait(0.001):
            assert len(numbers_seen(index)) <= 3
            answers += 1
        return answers

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read) for _ in range(8)]
        try:
            for number in range(1, 6):
                await_generation(index, publish(tmp_path, number))
        finally:
            stop.set()
        assert all(reader.result(PATIENCE_SECONDS) > 0 for reader in readers)
    assert numbers_seen(index) == {"g5"}


def test_searches_from_many_threads_are_those_of_one(tmp_path: Path) -> None:
    builder = build_index(tmp_path)
    for n in range(300):
        text = " ".join(f"w{n % k}x{k}" for k in (2, 3, 5, 7, 11))
        builder.add(document("v", f"c{n}", {"en": f"term {n}"}, definitions={"en": text}))
    builder.commit({})
    index = open_index(tmp_path)
    asks = [Query(f"w{n % 5}x5 w{n % 3}x3", page=n % 3 + 1, per_page=7) for n in range(40)]
    alone = [index.search(ask) for ask in asks]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(4):
            assert list(pool.map(index.search, asks)) == alone


def test_a_held_generation_is_that_of_one_thread(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    index = open_index(tmp_path)
    with index.snapshot():
        publish(tmp_path, 2)
        with index.snapshot():
            assert numbers_seen(index) == {"g1"}
        assert numbers_seen(index) == {"g1"}  # the inner one did not let go
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(numbers_seen, index).result() == {"g2"}
    assert numbers_seen(index) == {"g2"}


def test_two_threads_cannot_build_at_once(tmp_path: Path) -> None:
    builder = build_index(tmp_path)
    with ThreadPoolExecutor(1) as pool, pytest.raises(IndexBusy):
        pool.submit(build_index, tmp_path).result()
    builder.abort()
    assert publish(tmp_path, 1) == open_index(tmp_path).generation()


def test_old_generations_go_and_their_readers_go_on(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    index = open_index(tmp_path)
    with index.snapshot():
        for number in range(1, 5):
            publish(tmp_path, number)
        assert len(list((tmp_path / "generations").iterdir())) == 2
        assert numbers_seen(index) == {"g0"}
    assert numbers_seen(index) == {"g4"}


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_as_many_generations_are_kept_as_wanted(tmp_path: Path, keep: int) -> None:
    names = [publish(tmp_path, number, keep) for number in range(5)]
    left = {path.name for path in (tmp_path / "generations").iterdir()}
    assert left == set(names[-max(keep, 2) :])


def test_a_clock_set_back_does_not_cost_the_new_generation(tmp_path: Path) -> None:
    for name in ("20990101T000000-000000001", "20990101T000000-000000002"):
        folder = tmp_path / "generations" / name
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text('{"format": 1}')
    first = publish(tmp_path, 1)
    assert number_of(tmp_path) == 1
    second = publish(tmp_path, 2)
    assert number_of(tmp_path) == 2
    assert {path.name for path in (tmp_path / "generations").iterdir()} == {first, second}


def test_names_keep_the_order_of_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turn = 1_800_000_000 * 10**9  # the beginning of a second
    names = []
    for moment in (turn - 1, turn, turn + 1):
        monkeypatch.setattr("index.embedded.files.generations.time.time_ns", partial(int, moment))
        names.append(publish(tmp_path, len(names)))
    assert names == sorted(names)
    assert [name[-9:] for name in names] == ["999999999", "000000000", "000000001"]


def test_unfinished_generations_are_removed_by_the_next_builder(tmp_path: Path) -> None:
    (tmp_path / "generations" / "20200101T000000-000000001" / "words").mkdir(parents=True)
    name = publish(tmp_path, 1)
    assert [path.name for path in (tmp_path / "generations").iterdir()] == [name]


def test_an_error_after_the_swap_keeps_what_was_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, 1)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(generations.GenerationWriter, "_remove_old", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, 2)
    assert number_of(tmp_path) == 2
    monkeypatch.undo()
    publish(tmp_path, 3)
    assert number_of(tmp_path) == 3


@pytest.mark.parametrize("step", ["_sync", "_write"])
def test_an_error_before_the_swap_keeps_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    publish(tmp_path, 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generations, step, full)
    with pytest.raises(OSError, match="No space"):
        publish(tmp_path, 2)
    monkeypatch.undo()
    assert number_of(tmp_path) == 1
    assert len(list((tmp_path / "generations").iterdir())) == 1
    publish(tmp_path, 3)
    assert number_of(tmp_path) == 3


def _no_manifest(generation: Path, pointer: Path) -> None:
    (generation / "manifest.json").unlink()


def _bad_manifest(generation: Path, pointer: Path) -> None:
    (generation / "manifest.json").write_bytes(b"\xff{")


def _list_as_manifest(generation: Path, pointer: Path) -> None:
    (generation / "manifest.json").write_text("[]")


def _other_format(generation: Path, pointer: Path) -> None:
    (generation / "manifest.json").write_text(json.dumps({"format": 0}))


def _pointer_to_nothing(generation: Path, pointer: Path) -> None:
    pointer.write_text("20200101T000000-000000000\n")


def _empty_pointer(generation: Path, pointer: Path) -> None:
    pointer.write_text("")


def _binary_pointer(generation: Path, pointer: Path) -> None:
    pointer.write_bytes(b"\xff\xfe\x00")


def _no_pointer(generation: Path, pointer: Path) -> None:
    pointer.unlink()


def _empty_database(generation: Path, pointer: Path) -> None:
    (generation / "glossary.sqlite").unlink()
    (generation / "glossary.sqlite").touch()


def _no_database(generation: Path, pointer: Path) -> None:
    (generation / "glossary.sqlite").unlink()


def _not_a_database(generation: Path, pointer: Path) -> None:
    (generation / "glossary.sqlite").unlink()
    (generation / "glossary.sqlite").write_bytes(b"no database at all " * 1000)


def _no_words(generation: Path, pointer: Path) -> None:
    shutil.rmtree(generation / "words")


def _one_words_file_less(generation: Path, pointer: Path) -> None:
    next((generation / "words").glob("*.trm")).unlink()


def _empty_words_files(generation: Path, pointer: Path) -> None:
    for file in (generation / "words").iterdir():
        file.unlink()
        file.touch()


def _all_gone(generation: Path, pointer: Path) -> None:
    shutil.rmtree(generation)


DAMAGES = (
    _no_manifest, _bad_manifest, _list_as_manifest, _other_format, _pointer_to_nothing,
    _empty_pointer, _binary_pointer, _no_pointer, _empty_database, _no_database, _not_a_database,
    _no_words, _one_words_file_less, _empty_words_files, _all_gone,
)  # fmt: skip
Damage = Callable[[Path, Path], None]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_told_as_unavailable(tmp_path: Path, damage: Damage) -> None:
    name = publish(tmp_path, 1)
    damage(tmp_path / "generations" / name, tmp_path / "current")
    index = open_index(tmp_path)
    for _ in range(2):
        with pytest.raises(IndexUnavailable, match=r".+"):
            index.search(Query("shared"))
    gc.collect()  # a connection that was left open would be told here
    publish(tmp_path, 2)
    assert numbers_seen(index) == {"g2"}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_running_index_goes_on_with_its_snapshot(tmp_path: Path, damage: Damage) -> None:
    publish(tmp_path, 1)
    index = open_index(tmp_path)
    assert numbers_seen(index) == {"g1"}
    name = publish(tmp_path, 2)
    damage(tmp_path / "generations" / name, tmp_path / "current")
    assert numbers_seen(index) == {"g1"}
    with ThreadPoolExecutor(2) as pool:
        assert pool.submit(numbers_seen, index).result() == {"g1"}
    await_generation(index, publish(tmp_path, 3))
    assert numbers_seen(index) == {"g3"}


def test_the_pointer_names_a_generation_of_the_folder(tmp_path: Path) -> None:
    name = publish(tmp_path, 1)
    assert Generations(tmp_path).current() == name
    assert Generations(tmp_path).manifest(name)["documents"] == DOCUMENTS


def test_a_thread_that_comes_late_is_answered_from_what_is_there(tmp_path: Path) -> None:
    publish(tmp_path, 0)
    index = open_index(tmp_path)
    begun = Snapshot.begin
    number = 1

    def late(snapshot: Snapshot) -> View:
        nonlocal number
        while number < 3:  # two publications between finding a generation and reading it
            publish(tmp_path, number)
            number += 1
        return begun(snapshot)

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:
        index.metadata()
        patch.setattr(Snapshot, "begin", late)
        assert pool.submit(numbers_seen, index).result() == {"g2"}
