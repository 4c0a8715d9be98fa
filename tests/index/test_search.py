"""Full-text search against an independent, complete evaluation of every document."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from index import Document, Index, Query, change_index, open_index
from index.contract import ids, publish
from index.contract.samples import document
from tests.index.corpus import place, random_document, random_documents, random_query
from tests.index.reference import Answer, Reference

IndexOf = Callable[[Iterable[Document]], Index]
PARTS = 10
QUERIES = 200


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return random_documents(random.Random(6), 600)


@pytest.fixture(scope="module")
def random_index(tmp_path_factory: pytest.TempPathFactory, documents: list[Document]) -> Index:
    folder = tmp_path_factory.mktemp("random")
    publish(place(folder), documents)
    return open_index(folder)


@pytest.fixture(scope="module")
def reference(documents: list[Document]) -> Reference:
    return Reference(documents)


def answer_of(index: Index, query: Query) -> Answer:
    """Return all that an index finds, as the reference tells it."""
    results = index.search(replace(query, page=1, per_page=2000))
    found = Answer(
        tuple((hit.vocabulary, hit.id) for hit in results.hits),
        Counter(dict(results.facets.get("vocabulary", ()))),
        Counter(dict(results.facets.get("sector", ()))),
        results.missing,
    )
    assert results.total == len(found.ids), query
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_answers_are_those_of_a_full_evaluation(
    random_index: Index, reference: Reference, part: int
) -> None:
    rng = random.Random(100 + part)
    found_something = 0
    for _ in range(QUERIES):
        query = random_query(rng, reference.documents)
        wanted = reference.search(query)
        assert answer_of(random_index, query) == wanted, query
        page = random_index.search(query)
        assert page.total == len(wanted.ids)
        start = (query.page - 1) * query.per_page
        assert ids(page.hits) == [id for _, id in wanted.ids[start : start + query.per_page]]
        for counts in page.facets.values():
            assert [count for _, count in counts] == sorted(dict(counts).values(), reverse=True)
        found_something += bool(wanted.ids)
    assert found_something > QUERIES // 3


def test_many_threads_are_answered_from_one_state_each(tmp_path: Path) -> None:
    """While documents change and generations are swapped, each answer is that of one state."""
    rng = random.Random(7)
    states = [random_documents(rng, 120)]
    for _ in range(8):
        states.append(changed(rng, states[-1]))
    asks = [replace(random_query(rng, states[0]), page=1, per_page=500) for _ in range(16)]
    right = [[Reference(state).search(ask) for state in states] for ask in asks]
    publish(place(tmp_path), states[0])
    index = open_index(tmp_path)
    stop = threading.Event()

    def read(seed: int) -> int:
        chance = random.Random(seed)
        answers = 0
        while not stop.is_set() or answers < 20:
            number = chance.randrange(len(asks))
            assert answer_of(index, asks[number]) in right[number], asks[number]
            answers += 1
        return answers

    with ThreadPoolExecutor(8) as pool:
        readers = [pool.submit(read, seed) for seed in range(8)]
        try:
            for before, after in pairwise(states):
                if rng.random() < 0.3:
                    publish(place(tmp_path), after)
                else:
                    with change_index(tmp_path) as change:
                        for made in difference(before, after):
                            change.put(made)
        finally:
            stop.set()
        assert sum(reader.result(60) for reader in readers) >= 160
    assert [answer_of(index, ask) for ask in asks] == [answers[-1] for answers in right]


def changed(rng: random.Random, state: Sequence[Document]) -> list[Document]:
    """Return the documents with some others in the place of some."""
    after = list(state)
    for number in rng.sample(range(len(after)), 5):
        after[number] = random_document(rng, number)
    after.append(random_document(rng, len(after)))
    return after


def difference(before: Sequence[Document], after: Sequence[Document]) -> Iterable[Document]:
    return [made for made in after if made not in before]


@pytest.mark.parametrize("text", ["library", "книга", "图书馆", "map -stone", "arch*", "museum"])
def test_pages_together_are_one_big_page(random_index: Index, text: str) -> None:
    whole = random_index.search(Query(text, per_page=1000))
    assert whole.total == len(whole.hits) > 20
    for per_page in (3, 8, 20):
        pages = -(-whole.total // per_page)
        hits = [
            hit
            for page in range(1, pages + 2)
            for hit in random_index.search(Query(text, page=page, per_page=per_page)).hits
        ]
        assert hits == list(whole.hits)
    assert len(set(ids(whole.hits))) == whole.total


def test_classes_of_matches(index_of: IndexOf) -> None:
    many = " ".join(["digital"] * 30)
    documents = [
        document("v", "text-only", {"en": "x1"}, definitions={"en": f"{many} archives {many}"}),
        document("v", "words", {"en": "archive of digital archive digital archive"}),
        document("v", "alternative-prefix", {"en": "x2"}, {"en": "digital archive keeper"}),
        document("v", "prefix", {"en": "digital archive software"}),
        document("v", "hidden", {"en": "x3"}, hidden={"en": "digital archive"}),
        document("v", "alternative-folded", {"en": "x4"}, {"en": "Digital Archive"}),
        document("v", "alternative", {"en": "x5"}, {"en": "digital archive"}),
        document("v", "preferred-folded", {"en": "Digital archive"}),
        document("v", "preferred", {"en": "digital archive"}),
        document("v", "none", {"en": "digital"}),
    ]
    results = index_of(documents).search(Query("digital archive"))
    assert ids(results.hits) == [made.id for made in reversed(documents[:-1])]
    assert [(hit.match.kind, hit.match.form) for hit in results.hits] == [
        ("preferred", "exact"), ("preferred", "folded"), ("alternative", "exact"),
        ("alternative", "folded"), ("hidden", "exact"), ("preferred", "prefix"),
        ("alternative", "prefix"), ("preferred", "words"), ("definition", "words"),
    ]  # fmt: skip


def test_a_notation_is_found_like_a_label(index_of: IndexOf) -> None:
    documents = [
        document("v", "text", {"en": "x"}, definitions={"pl": "patrz 025.4 tam"}),
        document("v", "notation", {"en": "classification"}, notations=["025.4"]),
    ]
    results = index_of(documents).search(Query("025.4"))
    assert ids(results.hits) == ["notation", "text"]
    assert results.hits[0].match.kind == "notation"


def test_a_snippet_shows_the_word(index_of: IndexOf) -> None:
    long = " ".join(f"filler{n}" for n in range(200))
    made = document("v", "c", {"en": "x"}, definitions={"en": f"{long} needle {long}"})
    (hit,) = index_of([made]).search(Query("needle")).hits
    assert "needle" in hit.snippet
    assert len(hit.snippet) < 300
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")


def test_big_and_empty_texts_can_be_indexed(tmp_path: Path) -> None:
    documents = [
        document("v", "none", {}),
        document("v", "empty", {"en": ""}, definitions={"en": ""}),
        document("v", "long", {"en": "x" * 70_000}, definitions={"en": "y" * 200_000}),
        document("v", "many", {"en": [f"label {n}" for n in range(3000)]}),
        document("v", "signs", {"en": "!!!"}),
        document("v", "zero", {"en": "nul\0byte"}),
    ]
    publish(place(tmp_path), documents)
    index = open_index(tmp_path)
    assert ids(index.search(Query("label 2999")).hits) == ["many"]
    assert ids(index.lookup("x" * 70_000)) == ["long"]
    assert ids(index.lookup("!!!")) == ["signs"]
    assert ids(index.search(Query("byte")).hits) == ["zero"]


def test_of_equal_labels_the_first_that_was_published_is_shown(index_of: IndexOf) -> None:
    documents = [
        document("v", "c1", {"pl": "radar", "fr": "radar", "en": "radar"}),
        document("v", "c2", {"en": "sounding"}, {"nl": "Sonar", "de": "Sonar", "en": "Sonar"}),
        document("v", "c3", {"en": "Lidar"}, {"de": "lidar"}, {"fr": "lidar"}),
    ]
    index = index_of(documents)
    shown = {
        (text, lang): [hit.match for hit in index.search(Query(text, lang)).hits]
        for text in ("radar", "sonar", "lidar")
        for lang in ("", "en")
    }
    assert [match[:] for match in shown["radar", ""]] == [("preferred", "exact", "radar", "pl")]
    assert [match[:] for match in shown["radar", "en"]] == [("preferred", "exact", "radar", "en")]
    assert [match[:] for match in shown["sonar", ""]] == [("alternative", "folded", "Sonar", "nl")]
    assert [match[:] for match in shown["sonar", "en"]] == [
        ("alternative", "folded", "Sonar", "en")
    ]
    assert [match[:] for match in shown["lidar", ""]] == [("preferred", "folded", "Lidar", "en")]


@pytest.mark.parametrize(
    ("lang", "text", "far", "near"),
    [
        ("fr", "archive", "Archiviste", "Archives"),
        ("fr", "archive numérique", "Archiviste numérique", "Archives numériques"),
        ("en", "catalogue", "Cataloguing", "Catalogues"),
        ("en", "printed catalogue", "printed cataloguing", "Printed catalogues"),
        ("de", "Sammlungen", "Sammler", "Sammlung"),
    ],
)
def test_of_inflected_labels_the_nearest_comes_first(
    index_of: IndexOf, lang: str, text: str, far: str, near: str
) -> None:
    documents = [document("v", "far", {lang: far}), document("v", "near", {lang: near})]
    index = index_of(documents)
    for asked in ("", lang):
        hits = index.search(Query(text, asked)).hits
        assert (hits[0].id, hits[0].match.form) == ("near", "inflected")
    assert ids(index.lookup(text, lang)) in (["far", "near"], ["near"])


def test_an_inflected_label_is_not_hidden_by_an_equal_one_of_another_language(
    index_of: IndexOf,
) -> None:
    documents = [
        document("v", "formats", {"en": "Catalogue formats", "fr": "Formats"}),
        document("v", "catalogues", {"en": "Catalogues"}),
        document("v", "list", {"en": "List", "fr": "Catalogue"}),
    ]
    index = index_of(documents)
    assert [hit.match.form for hit in index.search(Query("catalogue", "en")).hits[:2]] == [
        "inflected", "prefix",
    ]  # fmt: skip
    assert ids(index.search(Query("catalogue", "fr")).hits)[0] == "list"
    assert ids(index.search(Query("the catalogue", "en")).hits)[0] == "catalogues"
