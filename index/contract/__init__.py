"""What every index keeps: `IndexContract`, the protocols of this package as tests.

An implementation subclasses it in its own tests and says in `place` how to build and open one:

    class TestMine(IndexContract, SearchContract, ChangeContract):
        def place(self, folder):
            return Place(lambda: MyBuilder(folder), lambda: MyIndex(folder), lambda: my(folder))

`index.contract.search` has more promises about searches, `index.contract.changes` those about
changes of what is published.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from index import (
    Document,
    Hit,
    Index,
    IndexBuilder,
    IndexBusy,
    IndexChange,
    IndexUnavailable,
    Query,
    Suggestion,
)
from index.contract.samples import DOCUMENTS, document

SEEN_WITHIN_SECONDS = 2.0
"""How soon an open index answers from what was published or changed; an implementation over a
network may be late by so much, but must never answer from half of it.
"""
_PAUSE_SECONDS = 0.005


@dataclass(frozen=True)
class Place:
    """Where one index lives, empty at first: makes builders and changes of it, and opens it."""

    build: Callable[[], IndexBuilder]
    open: Callable[[], Index]
    change: Callable[[], AbstractContextManager[IndexChange]]


METADATA = {"title": "Wörter".encode(), "bytes": b"\x00\xff"}


def publish(place: Place, documents: Iterable[Document] = DOCUMENTS) -> str:
    """Publish documents as a new generation and return its name."""
    builder = place.build()
    for made in documents:
        builder.add(made)
    return builder.commit(METADATA)


def await_generation(index: Index, name: str) -> float:
    """Return after how many seconds an open index answers from a generation, as `wait_until`."""
    return wait_until(lambda: index.generation() == name)


def wait_until(is_so: Callable[[], bool]) -> float:
    """Return after how many seconds of pauses something is so, which it must be soon.

    The pauses are counted, not the clock: on a busy machine each of them takes longer.
    """
    waited = 0.0
    while not is_so():
        assert waited < SEEN_WITHIN_SECONDS
        time.sleep(_PAUSE_SECONDS)
        waited += _PAUSE_SECONDS
    return waited


def ids(hits: Iterable[Hit]) -> list[str]:
    """Return the ids of hits in order."""
    return [hit.id for hit in hits]


class IndexContract(ABC):
    """The promises; `index` is an index of DOCUMENTS, `empty` a place with nothing published."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is empty, and its own."""

    @pytest.fixture
    def empty(self, tmp_path: Path) -> Place:
        return self.place(tmp_path)

    @pytest.fixture(scope="class")
    @classmethod
    def index(cls, tmp_path_factory: pytest.TempPathFactory) -> Index:
        place = cls().place(tmp_path_factory.mktemp("contract"))
        publish(place)
        return place.open()

    def test_nothing_published(self, empty: Place) -> None:
        index = empty.open()
        asks: list[Callable[[], object]] = [
            index.generation, index.metadata, index.newest,
            lambda: index.lookup("x"), lambda: index.search(Query("x")),
            lambda: index.suggest("x"), lambda: index.similar("x"),
            lambda: index.get("words", "library"), lambda: index.get_many(["u"]),
            lambda: index.summaries("words", ["library"]),
            lambda: index.letters("words", "en"), lambda: index.by_letter("words", "en", "L"),
            lambda: index.children("words", "", "en"), lambda: index.paths("words", "library"),
        ]  # fmt: skip
        for ask in asks:
            with pytest.raises(IndexUnavailable):
                ask()

    def test_generation_and_metadata(self, empty: Place) -> None:
        name = publish(empty)
        index = empty.open()
        assert index.generation() == name
        assert {key: index.metadata()[key] for key in METADATA} == METADATA

    def test_empty_generation_answers(self, empty: Place) -> None:
        publish(empty, ())
        index = empty.open()
        assert index.search(Query("library")).total == 0
        found = [index.lookup("library"), index.suggest("l"), index.similar("library")]
        assert not any([*found, index.newest(), index.children("words", "", "en")])

    def test_new_generation_is_seen(self, empty: Place) -> None:
        first = publish(empty)
        index = empty.open()
        assert index.generation() == first
        second = publish(empty, DOCUMENTS[:1])
        await_generation(index, second)
        assert index.get("words", "school") is None

    def test_a_thread_can_hold_a_generation(self, empty: Place) -> None:
        first = publish(empty)
        index = empty.open()
        with index.snapshot():
            second = publish(empty, DOCUMENTS[:1])
            assert index.generation() == first
            assert index.get("words", "school") is not None
        await_generation(index, second)

    def test_unpublished_is_not_seen_and_abort_leaves_the_old(self, empty: Place) -> None:
        name = publish(empty, DOCUMENTS[:1])
        index = empty.open()
        builder = empty.build()
        builder.add(DOCUMENTS[1])
        assert index.generation() == name
        assert index.get("words", "institution") is None
        builder.abort()
        assert index.generation() == name
        assert publish(empty) == index.generation()

    def test_one_builder_at_a_time(self, empty: Place) -> None:
        builder = empty.build()
        with pytest.raises(IndexBusy):
            empty.build()
        builder.abort()
        empty.build().abort()

    def test_a_key_is_added_once(self, empty: Place) -> None:
        builder = empty.build()
        builder.add(DOCUMENTS[0])
        with pytest.raises(ValueError, match=r".+"):
            builder.add(replace(DOCUMENTS[0], uri="https://example.org/other"))
        builder.abort()

    def test_a_uri_may_be_shared(self, empty: Place) -> None:
        first = DOCUMENTS[0]
        shared = [
            replace(first, vocabulary=vocabulary, id=id, record=b'{"%d":0}' % number)
            for number, (vocabulary, id) in enumerate([("zoo", "a"), ("art", "z"), ("art", "b")])
        ]
        builder = empty.build()
        for made in shared:
            builder.add(made)
        builder.commit(METADATA)
        index = empty.open()
        assert index.get_many([first.uri]) == {first.uri: shared[2].record}
        assert {(hit.vocabulary, hit.id) for hit in index.lookup(first.uri)} == {
            (made.vocabulary, made.id) for made in shared
        }

    def test_records(self, index: Index) -> None:
        for made in DOCUMENTS:
            assert index.get(made.vocabulary, made.id) == made.record
        assert index.get("words", "nothing like it") is None
        assert index.get("no such vocabulary", "library") is None
        wanted = [made.uri for made in DOCUMENTS] + ["https://example.org/unknown"] * 1200
        assert index.get_many(wanted) == {made.uri: made.record for made in DOCUMENTS}
        assert index.get_many([]) == {}

    def test_newest(self, index: Index) -> None:
        changed = sorted(made.changed for made in DOCUMENTS)[::-1]
        by_record = {made.record: made.changed for made in DOCUMENTS}
        assert [by_record[record] for record in index.newest(4)] == changed[:4]

    @pytest.mark.parametrize(
        ("term", "lang", "found"),
        [
            ("library", "", ["library"]), ("LIBRARY", "en", ["library"]),
            ("Bucherei", "de", ["library"]), ("buecherei", "de", ["library"]),
            ("libary", "", ["library"]), ("ecole", "fr", ["school"]), ("ШКОЛА", "", ["school"]),
            ("مكتبه", "ar", ["library"]), ("图书馆", "", ["library"]),
            ("图书馆", "zh", ["library"]), ("ΒΙΒΛΙΟΘΗΚΗ", "el", ["library"]),
            ("Kütüphane", "tr", ["library"]), ("पुस्तकालय", "hi", ["library"]),
            ("L-1", "", ["library"]), ("libraries", "en", ["library"]),
            ("résumé", "", ["summary", "resumption"]), ("resume", "", ["resumption", "summary"]),
            ("ål", "sv", ["eel"]), ("al", "sv", ["alder"]), ("unheard of", "", []), ("", "", []),
        ],
    )  # fmt: skip
    def test_lookup(self, index: Index, term: str, lang: str, found: list[str]) -> None:
        assert ids(index.lookup(term, lang)) == found

    def test_lookup_orders_kinds_and_returns_ties(self, index: Index) -> None:
        hits = index.lookup("bank", "en")
        assert sorted(ids(hits[:2])) == ["money", "shore"]
        assert ids(hits[2:]) == ["lender", "bench"]
        assert [hit.match.kind for hit in hits] == ["preferred"] * 2 + ["hidden", "alternative"]
        assert {hit.match.form for hit in hits} == {"exact"}
        assert ids(index.lookup("bank", "en", limit=3)) == ids(hits[:3])

    def test_lookup_pages_with_an_exact_total(self, index: Index) -> None:
        whole = index.lookup("bank", "en")
        pages = [index.lookup("bank", "en", limit=1, offset=n) for n in range(5)]
        assert whole.total == 4
        assert [page.total for page in pages] == [4] * 5
        assert [hit for page in pages for hit in page] == whole
        assert (index.lookup("unheard of").total, index.lookup("bank", limit=0).total) == (0, 4)
        within = index.lookup("bank", "", ["words"], limit=0)
        assert (within, within.total) == ([], 1)

    def test_lookup_tells_why(self, index: Index) -> None:
        (hit,) = index.lookup("Bibliotheque", "fr")
        assert (hit.match.kind, hit.match.form) == ("preferred", "folded")
        assert (hit.match.text, hit.match.lang) == ("bibliothèque", "fr")
        assert (hit.vocabulary, hit.record) == ("words", DOCUMENTS[0].record)
        assert index.lookup("schools", "en")[0].match.form == "inflected"

    def test_lookup_within_vocabularies(self, index: Index) -> None:
        assert ids(index.lookup("bank", "", ["words"])) == ["lender"]
        assert index.lookup("bank", "", ["no such"]) == []
        assert len(index.lookup("bank", "", ["words", "things"])) == 4

    def test_search_ranks_by_how_it_was_found(self, index: Index) -> None:
        results = index.search(Query("blue shield"))
        assert results.total == 5
        assert ids(results.hits) == ["whole", "synonym", "longer", "apart", "text-only"]
        assert results.hits[-1].match.kind == "definition"
        assert "shield" in results.hits[-1].snippet

    @pytest.mark.parametrize(
        ("text", "lang", "found"),
        [
            ('"blue shield"', "", {"whole", "synonym", "longer"}),
            ("shield -committee", "", {"whole", "synonym", "apart", "text-only"}),
            ("committ*", "", {"longer"}),
            ("shield blu*", "", {"whole", "synonym", "longer", "apart"}),
            ("lends documents", "en", {"library"}), ("book lends", "en", {"library"}),
            ("книги", "ru", {"library"}), ("书籍", "zh", {"library"}), ("図書", "ja", set()),
            ("livres", "en", set()), ("livre", "fr", {"library"}), ("-shield", "", set()),
            ("", "", set()), ("*", "", set()), ('"', "", set()),
        ],
    )  # fmt: skip
    def test_search_finds(self, index: Index, text: str, lang: str, found: set[str]) -> None:
        results = index.search(Query(text, lang, per_page=50))
        assert set(ids(results.hits)) == found
        assert results.total == len(found)

    def test_search_pages(self, index: Index) -> None:
        whole = ids(index.search(Query("blue shield", per_page=50)).hits)
        pages = [index.search(Query("blue shield", page=n, per_page=2)) for n in range(1, 5)]
        assert [id for page in pages for id in ids(page.hits)] == whole
        assert [len(page.hits) for page in pages] == [2, 2, 1, 0]
        assert {page.total for page in pages} == {5}

    def test_search_filters_and_counts(self, index: Index) -> None:
        def total(**filters: tuple[str, ...]) -> int:
            return index.search(Query("shield", **filters)).total  # type: ignore[arg-type]

        assert total(vocabularies=("more",)) == 5
        assert total(vocabularies=("words", "no such")) == 0
        assert total(sectors=("museum",)) == 2
        assert total(sectors=("museum", "archive")) == 2
        assert total(sectors=("no such",)) == 0
        assert total(statuses=("draft",)) == 1
        assert total(statuses=("no such",)) == 0
        facets = index.search(Query("shield", sectors=("archive",))).facets
        assert dict(facets["sector"]) == {"museum": 2, "archive": 1}
        assert dict(facets["vocabulary"]) == {"more": 1}

    def test_suggest(self, index: Index) -> None:
        found = index.suggest("bib", "de")
        assert (found[0].text, found[0].lang, found[0].id) == ("Bibliothek", "de", "library")
        assert found[0].summary == DOCUMENTS[0].summary
        assert next(c.id for c in index.suggest("BLUE SH")) == "whole"
        assert {c.id for c in index.suggest("shie")} == {"whole", "synonym", "longer", "apart"}
        assert index.suggest("图书")[0].text == "图书馆"
        assert [c.text for c in index.suggest("ba", "en", ["things"], limit=1)] == ["bank"]
        assert "libary" not in {c.text for c in index.suggest("lib", limit=50)}
        assert not index.suggest("")

    def test_similar(self, index: Index) -> None:
        assert index.similar("scholl")[0] == Suggestion("school", "en")
        assert index.similar("blu sheild")[0].text == "blue shield"
        assert index.similar("lbrry")[0] == Suggestion("library", "en")
        assert index.similar("blueshield")[0].text == "blue shield"
        assert index.similar("maktaba")[0] == Suggestion("مَكتبة", "ar")
        assert not index.similar("qqqqqqqqqq")
        assert not index.similar("school", if_unknown=True)
        assert index.similar("scholl", if_unknown=True) == index.similar("scholl")

    def test_letters(self, index: Index) -> None:
        letters = index.letters("words", "en")
        assert [letter for letter, _ in letters] == ["A", "B", "E", "I", "L", "R", "S"]
        for letter, count in letters:
            assert len(index.by_letter("words", "en", letter)) == count
        listed = [entry.text for entry in index.by_letter("words", "en", "L")]
        assert listed == ["lender", "library", "light"]
        (synonym,) = index.by_letter("words", "en", "B")
        assert (synonym.text, synonym.preferred) == ("book house", "library")
        paged = index.by_letter("words", "en", "L", 1, 1)
        assert [(e.id, e.preferred) for e in paged] == [("library", "")]

    def test_hierarchy(self, index: Index) -> None:
        below = index.children("words", "institution", "fr")
        assert [entry.text for entry in below] == ["bibliothèque", "école"]
        top = {entry.id: entry.children for entry in index.children("things", "", "en")}
        assert top["building"] == top["defence"] == 1
        assert "fortress" not in top
        assert [(e.text, e.lang) for e in index.children("more", "", "fr")] == [
            ("blue shield", "en"), ("blue shield committee", "en"), ("convention", "en"),
            ("emblem", "en"), ("sans terme anglais", "fr"), ("shield of a bright blue", "en"),
        ]  # fmt: skip
        latin_last = [e.lang for e in index.children("words", "", "ru")]
        assert latin_last == sorted(latin_last, reverse=True)

    def test_paths(self, index: Index) -> None:
        ways = sorted("/".join(way) for way in index.paths("things", "keep"))
        assert ways == ["building/fortress/keep", "defence/fortress/keep"]
        assert len(index.paths("things", "keep", limit=1)) == 1
        assert list(map(list, index.paths("words", "institution"))) == [["institution"]]
        assert not index.paths("things", "no such")

    def test_summaries(self, index: Index) -> None:
        found = index.summaries("things", ["keep", "no such", "\udce9"])
        assert dict(found) == {"keep": next(d.summary for d in DOCUMENTS if d.id == "keep")}
        assert not index.summaries("no such", ["keep"])
        assert not index.summaries("things", [])
        many = [document.id for document in DOCUMENTS if document.vocabulary == "things"]
        assert set(index.summaries("things", [*many, *map(str, range(1200))])) == set(many)

    def test_a_cycle_ends(self, index: Index) -> None:
        ways = index.paths("things", "round-a")
        assert ways
        assert all(way[-1] == "round-a" and len(set(way)) == len(way) for way in ways)
        assert [e.id for e in index.children("things", "round-a", "en")] == ["round-b"]

    def test_threads_get_the_same_answers(self, index: Index) -> None:
        texts = ["blue shield", "bank", "библиотека", "图书馆", "lib*", "-x shield", "école"]

        def answers(_: int) -> list[object]:
            return [(index.search(Query(t)), index.lookup(t), index.suggest(t)) for t in texts]

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(answers, range(16)))
        assert all(answer == found[0] for answer in found)

    @pytest.mark.parametrize(
        "text", ["\ud800", "q\udfffx", "\0", "'; --", "%_[]{}()~^:\\/?!&|+", "x" * 10_000, "*:*"]
    )
    def test_any_text_can_be_asked_for(self, index: Index, text: str) -> None:
        assert index.search(Query(text, per_page=5)).total >= 0
        assert not any([index.lookup(text), index.suggest(text), index.similar(text)])
        assert not any([index.get("words", text), index.get_many([text])])
        assert not any([index.paths("words", text), index.by_letter("words", text, text)])
        assert not any([index.children("words", text, text), index.letters("words", text)])

    def test_what_is_not_listed_is_found_but_in_no_list(self, empty: Place) -> None:
        old = document("words", "old", {"en": "old word"})
        below = document("words", "below", {"en": "below"}, parents=("old",), changed="2029-01-01")
        undated = document("words", "undated", {"en": "below"}, parents=("below",))
        publish(empty, [replace(old, listed=False, changed="2030-01-01"), undated, below])
        index = empty.open()
        assert ids(index.lookup("old word")) == ["old"]
        assert ids(index.search(Query("old")).hits) == ["old"]
        assert index.get("words", "old") is not None
        assert [e.id for e in index.children("words", "", "en")] == ["below"]
        assert [letter for letter, _ in index.letters("words", "en")] == ["B"]
        assert not index.suggest("old")
        assert list(index.newest(5)) == [below.record]
