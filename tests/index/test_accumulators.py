"""Facts of matching concepts are the same whether they are few or a good part of all."""

import random
from pathlib import Path

import numpy as np
import pytest

from index import Query, build_index, open_index
from index.contract.samples import document
from index.embedded.files.arrays import Arrays
from index.embedded.reading import accumulators, facets
from index.embedded.reading.accumulators import (
    Accumulators,
    concepts_of,
    counted,
    have,
    having_all,
    with_others,
)

CONCEPTS = 400


def _columns(rng: random.Random) -> Arrays:
    """Return concepts with a few segments each; some are gone, others were numbered anew later."""
    concept_of, first, end = [0], [0] * (CONCEPTS + 1), [0] * (CONCEPTS + 1)
    order = [*range(1, CONCEPTS + 1), *rng.sample(range(1, CONCEPTS + 1), 40)]
    for key in order:
        for number in range(first[key], end[key]):
            concept_of[number] = 0
        first[key] = len(concept_of)
        concept_of += [key] * rng.randint(0, 4)
        end[key] = len(concept_of)
    numbers = np.array(concept_of, np.uint32)
    some = np.zeros(1, np.uint8)
    return Arrays(
        numbers, some, some, some, some, some, some, some,
        np.array(first, np.uint32), np.array(end, np.uint32),
    )  # fmt: skip


def _segments(rng: random.Random, columns: Arrays, count: int) -> np.ndarray:
    return np.array(sorted(rng.sample(range(1, len(columns.concept_of)), count)), np.uint32)


@pytest.fixture(params=["few", "many"])
def columns(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Arrays:
    monkeypatch.setattr(
        accumulators, "_SMALL_VOCABULARY", 0 if request.param == "few" else CONCEPTS * 2
    )
    monkeypatch.setattr(accumulators, "_CONCEPTS_PER_LOOKUP", 0)
    return _columns(random.Random(5))


@pytest.mark.parametrize("count", [0, 1, 7, 300])
def test_concepts_of_segments(columns: Arrays, count: int) -> None:
    rng = random.Random(count)
    segments = _segments(rng, columns, count)
    plain = {int(columns.concept_of[number]) for number in segments.tolist()} - {0}
    assert concepts_of(columns, segments).tolist() == sorted(plain)
    keys = np.array(sorted(rng.sample(range(1, CONCEPTS + 1), 60)), np.intp)
    assert have(columns, keys, segments).tolist() == [key in plain for key in keys.tolist()]
    others = np.array([*rng.sample(range(1, CONCEPTS + 1), 20), 3, 3], np.uint32)
    both = with_others(concepts_of(columns, segments), others)
    assert both.tolist() == sorted(plain | {*others.tolist()})


def test_concepts_with_all_or_some_lists(columns: Arrays) -> None:
    rng = random.Random(9)
    lists = [_segments(rng, columns, count) for count in (500, 90, 300)]
    sets = [set(concepts_of(columns, segments).tolist()) for segments in lists]
    assert having_all(columns, lists).tolist() == sorted(set.intersection(*sets)) != []
    assert having_all(columns, []).tolist() == []
    keys, counts = counted(columns, lists)
    assert dict(zip(keys.tolist(), counts.tolist(), strict=True)) == {
        key: sum(key in some for some in sets) for key in set.union(*sets)
    }


def test_facts_are_gathered_in_the_order_of_concepts(columns: Arrays) -> None:
    rng = random.Random(11)
    segments = _segments(rng, columns, 400)
    keys = np.array(sorted(rng.sample(range(1, CONCEPTS + 1), 80)), np.intp)
    found = Accumulators(columns, keys)
    numbers, places = found.within(segments)
    most = found.zeros(np.uint16)
    np.maximum.at(most, places, numbers.astype(np.uint16))
    plain = dict.fromkeys(keys.tolist(), 0)
    for number in segments.tolist():
        plain[int(columns.concept_of[number])] = number
    assert found.of_keys(most).tolist() == [plain[key] for key in keys.tolist()]
    others = np.array(rng.sample(range(1, CONCEPTS + 1), 100), np.uint32)
    places, there = found.places(others)
    marks = found.zeros(np.bool_)
    marks[places] = True
    assert found.of_keys(marks).tolist() == [key in others for key in keys.tolist()]
    assert len(others[there]) == len(places)


def test_nobody_has_a_place_where_nobody_matches(columns: Arrays) -> None:
    found = Accumulators(columns, accumulators.NOBODY)
    numbers, places = found.within(_segments(random.Random(2), columns, 20))
    assert found.of_keys(found.zeros(np.uint8)).tolist() == []
    assert len(numbers) == len(places)


@pytest.mark.parametrize(("few", "few_below"), [(100, 300), (100, 2), (0, 2), (0, 300)])
def test_filters_are_the_same_from_above_and_from_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int, few_below: int
) -> None:
    monkeypatch.setattr(facets, "_FEW_FOUND", few)
    monkeypatch.setattr(facets, "_FEW_NARROWER", few_below)
    builder = build_index(tmp_path)
    above = {"roof": (), "wing": ("roof",), "hall": ("roof",), "room": ("wing", "hall"), "door": ()}
    for id, parents in above.items():
        groups = ("inner",) if id in ("room", "door") else ()
        for vocabulary in ("house", "ship"):
            builder.add(
                document(vocabulary, id, {"en": f"part {id}"}, parents=parents, groups=groups)
            )
    builder.add(document("house", "round-a", {"en": "part round"}, parents=("round-b",)))
    builder.add(document("house", "round-b", {"en": "part again"}, parents=("round-a",)))
    builder.commit({})
    index = open_index(tmp_path)

    def asked(**filters: object) -> list[tuple[str, str]]:
        hits = index.search(Query("part", **filters)).hits  # type: ignore[arg-type]
        return sorted((hit.vocabulary, hit.id) for hit in hits)

    house = [("house", "hall"), ("house", "roof"), ("house", "room"), ("house", "wing")]
    assert asked(below=("house", "roof")) == house
    assert asked(below=("house", "hall")) == [("house", "hall"), ("house", "room")]
    assert asked(below=("house", "door")) == [("house", "door")]
    assert asked(below=("house", "nowhere")) == []
    assert asked(below=("house", "round-b")) == [("house", "round-a"), ("house", "round-b")]
    assert asked(groups=("inner", "none")) == [
        (vocabulary, id) for vocabulary in ("house", "ship") for id in ("door", "room")
    ]
    assert asked(groups=("inner",), below=("ship", "roof")) == [("ship", "room")]
