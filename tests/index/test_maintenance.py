"""Few changes instead of a new generation, and a new generation after very many."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from index import Document, Index, Query, build_index, change_index, open_index, refresh_index
from index.contract.samples import DOCUMENTS, document
from index.embedded import maintenance
from tests.patience import wait_until

METADATA = {"title": b"words"}


def build(folder: Path, documents: Iterable[Document] = DOCUMENTS) -> str:
    builder = build_index(folder)
    for made in documents:
        builder.add(made)
    return builder.commit(METADATA)


def answers(index: Index) -> list[object]:
    """Return answers of every kind that do not depend on the order of publication."""
    found: list[object] = [index.letters("words", lang) for lang in ("en", "fr", "de")]
    texts = ("blue shield", "library", "книги", "图书", "lib*", '"blue shield"', "new")
    found += [sorted(hit.id for hit in index.search(Query(text)).hits) for text in texts]
    found += [{hit.id for hit in index.lookup(text)} for text in ("bank", "libraries", "L-1")]
    found += [sorted(c.text for c in index.suggest(text)) for text in ("b", "bibl", "图")]
    found.append(
        [[e.id for e in index.children("words", parent, "en")] for parent in ("", "institution")]
    )
    return found


def test_nothing_is_done_where_nothing_differs(tmp_path: Path) -> None:
    name = build(tmp_path)
    assert refresh_index(tmp_path, DOCUMENTS, {"title": b"other"}) == (f"{name}+1", 0)
    assert open_index(tmp_path).metadata()["title"] == b"other"


def test_few_changes_are_made_where_they_are(tmp_path: Path) -> None:
    name = build(tmp_path)
    index = open_index(tmp_path)
    changed = replace(DOCUMENTS[0], record=b'{"new":1}')
    new = document("words", "new", {"en": "new word", "fr": "bibliothèque neuve"})
    wanted = [changed, *DOCUMENTS[2:], new]
    assert refresh_index(tmp_path, wanted, METADATA) == (f"{name}+1", 3)
    build(tmp_path / "anew", wanted)
    assert answers(index) == answers(open_index(tmp_path / "anew"))
    assert index.get("words", changed.id) == b'{"new":1}'
    assert index.get(DOCUMENTS[1].vocabulary, DOCUMENTS[1].id) is None


@pytest.mark.parametrize(
    "change",
    [
        {"labels": ()}, {"notations": ("X-9",)}, {"sectors": ("museum", "archive")},
        {"groups": ("g9",)}, {"status": "draft"}, {"parents": ("school",)},
        {"changed": "2031-01-01"}, {"listed": False}, {"texts": ()},
    ],
)  # fmt: skip
def test_every_difference_counts(tmp_path: Path, change: dict[str, object]) -> None:
    build(tmp_path)
    wanted = [replace(DOCUMENTS[0], **change), *DOCUMENTS[1:]]  # type: ignore[arg-type]
    found = refresh_index(tmp_path, wanted, METADATA)
    assert found is not None
    assert found[1] == 1


def test_many_differences_want_a_new_generation(tmp_path: Path) -> None:
    name = build(tmp_path)
    few = maintenance.FEW_DOCUMENTS
    many = [document("more", f"m{n}", {"en": f"word {n}"}) for n in range(few + 1)]
    assert refresh_index(tmp_path, [*DOCUMENTS, *many], METADATA) is None
    assert refresh_index(tmp_path, [], METADATA) is None or len(DOCUMENTS) <= few
    assert open_index(tmp_path).generation().startswith(name)


def test_nothing_published_wants_a_new_generation(tmp_path: Path) -> None:
    assert refresh_index(tmp_path, DOCUMENTS, METADATA) is None


def test_building_anew_changes_no_answer(tmp_path: Path) -> None:
    build(tmp_path)
    index = open_index(tmp_path)
    with change_index(tmp_path) as change:
        change.put(document("words", "new", {"en": "new word"}, parents=("institution",)))
        change.delete(DOCUMENTS[1].vocabulary, "school")
    before = answers(index)
    with change_index(tmp_path) as change:
        change.set_metadata("title", b"other words")
    name = maintenance.compact(tmp_path)
    assert open_index(tmp_path).generation() == name
    assert answers(open_index(tmp_path)) == before
    assert open_index(tmp_path).metadata()["title"] == b"other words"


def test_very_many_changes_start_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = build(tmp_path)
    monkeypatch.setattr(maintenance, "FEWEST_ADDED", 50)
    with change_index(tmp_path) as change:
        for n in range(60):
            change.put(document("more", f"m{n}", {"en": f"word {n}"}))
    index = open_index(tmp_path)
    wait_until(lambda: not index.generation().startswith(name))
    assert index.search(Query("word 7")).hits[0].id == "m7"


def test_uris_may_change_places(tmp_path: Path) -> None:
    one, other = document("words", "one", {"en": "one"}), document("words", "other", {"en": "two"})
    build(tmp_path, [one, other])
    swapped = [replace(one, uri=other.uri), replace(other, uri=one.uri)]
    found = refresh_index(tmp_path, swapped, METADATA)
    assert found is not None
    assert found[1] == 2
    assert open_index(tmp_path).get_many([one.uri]) == {one.uri: other.record}
