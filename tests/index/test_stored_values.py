"""NumberFile files of what is given back as it was put in."""

import random
from pathlib import Path

import pytest

from index import IndexUnavailable, build_index, change_index, open_index
from index.contract import METADATA
from index.contract.changes import every_answer
from index.contract.samples import DOCUMENTS, FURTHER
from index.embedded.files import hashes, number_files, stored_values, tables
from index.embedded.files.generations import Generations
from index.embedded.files.stored_values import StoredValues, StoredValuesWriter


def test_values_come_back_by_number(tmp_path: Path) -> None:
    writer = StoredValuesWriter(tmp_path)
    for document in DOCUMENTS:
        writer.add(document)
    writer.close()
    writer.close()
    found = StoredValues(tmp_path)
    assert found.concepts == len(DOCUMENTS)
    number = 0
    for key, document in enumerate(DOCUMENTS, start=1):
        assert (found.id(key), found.summary(key)) == (document.id, document.summary)
        assert found.record(key) == document.record
        texts = [*(x.text for x in document.labels), *document.notations]
        for text in [*texts, *(x.text for x in document.texts)]:
            number += 1
            assert found.text(number) == text
    assert found.segments == number


def test_nothing_was_written(tmp_path: Path) -> None:
    StoredValuesWriter(tmp_path).close()
    assert (StoredValues(tmp_path).concepts, StoredValues(tmp_path).segments) == (0, 0)


def test_more_values_than_are_gathered_at_once(tmp_path: Path) -> None:
    writer = StoredValuesWriter(tmp_path)
    for _ in range(12_000):
        writer.add(DOCUMENTS[0])
    writer.close()
    found = StoredValues(tmp_path)
    assert found.concepts == 12_000
    assert found.record(12_000) == found.record(1) == DOCUMENTS[0].record


@pytest.mark.parametrize("name", ["record.values", "text.values", "id.ends"])
def test_a_file_that_is_cut_off_is_not_read(tmp_path: Path, name: str) -> None:
    builder = build_index(tmp_path)
    for document in DOCUMENTS:
        builder.add(document)
    builder.commit(METADATA)
    generations = Generations(tmp_path)
    file = generations.path(generations.current()) / name
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(IndexUnavailable):
        open_index(tmp_path).generation()


def test_what_was_changed_is_read_from_the_tables(tmp_path: Path) -> None:
    builder = build_index(tmp_path)
    for document in DOCUMENTS:
        builder.add(document)
    builder.commit(METADATA)
    with change_index(tmp_path) as change:
        change.put(FURTHER[0])
        change.delete(DOCUMENTS[0].vocabulary, DOCUMENTS[0].id)
        change.put(DOCUMENTS[0])
    index = open_index(tmp_path)
    for document in (FURTHER[0], *DOCUMENTS):
        assert index.get(document.vocabulary, document.id) == document.record
        found = index.lookup(document.labels[0].text, document.labels[0].lang)
        assert (document.vocabulary, document.id) in {(hit.vocabulary, hit.id) for hit in found}


def test_large_files_are_read_instead_of_mapped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = build_index(tmp_path)
    for document in (*DOCUMENTS, *FURTHER):
        builder.add(document)
    builder.commit(METADATA)
    mapped = every_answer(open_index(tmp_path))
    for module, name in (
        (tables, "MOST_MAPPED"), (stored_values, "MOST_MAPPED"), (number_files, "MOST_NUMBERS"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, 0)
    assert every_answer(open_index(tmp_path)) == mapped


@pytest.mark.parametrize("most", [0, 10**9])
def test_labels_are_found_by_hash_across_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(number_files, "MOST_NUMBERS", most)
    chance = random.Random(4)
    pairs = [(chance.randrange(-(2**63), 2**63), label) for label in range(3000)]
    pairs += [(7, label) for label in range(3000, 5000)]  # more than a block
    chance.shuffle(pairs)
    writer = hashes.HashWriter("folded")
    writer.add(pairs)
    writer.write(tmp_path)
    found = hashes.HashTable(tmp_path, "folded")
    assert found.find(7).tolist() == list(range(3000, 5000))
    assert all(found.find(hash).tolist() == [label] for hash, label in pairs if hash != 7)
    assert found.find(8).tolist() == []
    some = [hash for hash, label in pairs if label < 9] + [8]
    assert sorted(part.tolist()[0] for part in found.find_all(some)) == list(range(9))
