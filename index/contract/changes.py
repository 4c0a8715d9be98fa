"""What every index keeps that can be changed without being built anew: `ChangeContract`.

Only what is promised by `index.IndexChange` is tried: that all of a change is seen soon, by all
who read, or nothing of it, and that answers are those of an index built from what is there now.
How soon, in which order changes of two writers at once are made, and the order of equal labels
under a letter are not promised.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from index import Document, Index, IndexUnavailable, Query
from index.contract import METADATA, Place, ids, publish, wait_until
from index.contract.samples import DOCUMENTS, FURTHER, document

NEW = document(
    "craft", "binding", {"en": "binding", "fr": "reliure", "sv": "bokbinderi"}, {"en": "repair"},
    definitions={"en": "Repair of books."}, parents=("work",), notations=("12.4",),
    groups=("care",), sectors=("library",), changed="2026-05-05",
)  # fmt: skip
LATE_PARENT = document("more", "nowhere", {"en": "somewhere", "fr": "quelque part"})
CHANGED = replace(
    DOCUMENTS[0],
    labels=document("", "", {"en": "reading room", "de": "Lesesaal"}).labels,
    parents=("school",),
    changed="2026-06-06",
)
ALL = (*DOCUMENTS, *FURTHER)
QUESTIONS = ("library", "repair", "bank", "blue shield", "书", "L-1", "binding", "institution")


def every_answer(index: Index) -> dict[object, object]:
    """Return answers of every kind, by what was asked."""
    found: dict[object, object] = {"newest": set(index.newest(30))}
    for vocabulary in ("words", "things", "more", "craft", "none"):
        for lang in ("en", "fr", "sv"):
            letters = list(index.letters(vocabulary, lang))
            found["letters", vocabulary, lang] = letters
            for letter, _ in letters:
                entries = index.by_letter(vocabulary, lang, letter)
                found["letter", vocabulary, lang, letter] = list(entries)
            open_ids = [""]
            while open_ids:
                below = index.children(vocabulary, above := open_ids.pop(), lang)
                found["below", vocabulary, above, lang] = list(below)
                new = (one.id for one in below if ("below", vocabulary, one.id, lang) not in found)
                open_ids += new
    for text in QUESTIONS:
        found["lookup", text] = sorted(map(repr, index.lookup(text)))
        found["suggest", text] = sorted(map(repr, index.suggest(text[:3], "en", limit=40)))
        found["similar", text] = sorted(map(repr, index.similar(text + "x")))
        results = index.search(Query(text, per_page=50))
        found["search", text] = sorted(ids(results.hits))
        found["facets", text] = {name: dict(counts) for name, counts in results.facets.items()}
    for made in (*ALL, NEW, LATE_PARENT):
        found["record", made.uri] = index.get(made.vocabulary, made.id)
        ways = index.paths(made.vocabulary, made.id)
        found["paths", made.uri] = sorted(map(tuple, ways))
    found["records"] = dict(index.get_many([made.uri for made in (*ALL, NEW)]))
    return found


def put(place: Place, *documents: Document) -> None:
    """Put documents in one change."""
    with place.change() as change:
        for made in documents:
            change.put(made)


class ChangeContract(ABC):
    """The promises; a place is as for `index.contract.IndexContract`."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is its own."""

    @pytest.fixture
    def published(self, tmp_path: Path) -> Place:
        place = self.place(tmp_path / "published")
        publish(place, ALL)
        return place

    @pytest.fixture
    def anew(self, tmp_path: Path) -> Callable[[Iterable[Document]], Index]:
        """A function that builds an index of documents beside the one that is changed."""

        def build(documents: Iterable[Document]) -> Index:
            place = self.place(tmp_path / "anew")
            publish(place, documents)
            return place.open()

        return build

    def test_nothing_published_cannot_be_changed(self, tmp_path: Path) -> None:
        place = self.place(tmp_path / "nothing")
        with pytest.raises(IndexUnavailable), place.change() as change:
            change.put(NEW)
        with pytest.raises(IndexUnavailable):
            place.open().generation()

    @pytest.mark.parametrize(
        ("put_in", "taken_out"),
        [
            ((NEW,), ()),
            ((CHANGED,), ()),
            ((LATE_PARENT,), ()),
            ((), (DOCUMENTS[0],)),
            ((), (DOCUMENTS[1],)),
            ((), (FURTHER[0],)),
            ((NEW, CHANGED), (DOCUMENTS[2], FURTHER[1])),
            ((replace(FURTHER[0], listed=False),), ()),
            ((replace(DOCUMENTS[1], labels=()),), ()),
            ((replace(FURTHER[1], parents=()),), ()),
            ((), ALL),
        ],
    )
    def test_answers_are_those_of_building_anew(
        self,
        published: Place,
        anew: Callable[[Iterable[Document]], Index],
        put_in: tuple[Document, ...],
        taken_out: tuple[Document, ...],
    ) -> None:
        index = published.open()
        before = index.generation()
        with published.change() as change:
            for made in taken_out:
                assert change.delete(made.vocabulary, made.id)
            for made in put_in:
                change.put(made)
        wait_until(lambda: index.generation() != before)
        there = {made.uri: made for made in (*ALL, *put_in)}
        wanted = every_answer(anew(m for u, m in there.items() if m not in taken_out))
        assert every_answer(index) == wanted
        assert every_answer(published.open()) == wanted

    def test_what_was_deleted_comes_back(
        self, published: Place, anew: Callable[[Iterable[Document]], Index]
    ) -> None:
        for made in (DOCUMENTS[1], FURTHER[0]):
            with published.change() as change:
                assert change.delete(made.vocabulary, made.id)
                assert not change.delete(made.vocabulary, made.id)
            put(published, made)
        wait_until(lambda: published.open().get("craft", "work") is not None)
        assert every_answer(published.open()) == every_answer(anew(ALL))

    def test_a_change_of_nothing_that_is_there(self, published: Place) -> None:
        with published.change() as change:
            assert not change.delete("words", "no such")
            assert not change.delete("no such", "library")
        assert published.open().get("words", "library") is not None

    def test_nothing_of_a_change_that_fails_is_seen(self, published: Place) -> None:
        index = published.open()
        name, answers = index.generation(), every_answer(index)

        def fail() -> None:
            with published.change() as change:
                change.put(NEW)
                change.delete("words", "library")
                change.set_metadata("title", b"other")
                raise KeyError

        with pytest.raises(KeyError):
            fail()
        assert (index.generation(), every_answer(index)) == (name, answers)
        assert every_answer(published.open()) == answers
        assert index.metadata()["title"] == METADATA["title"]

    def test_nothing_is_seen_before_the_end_of_a_change(self, published: Place) -> None:
        index = published.open()
        with published.change() as change:
            change.put(NEW)
            change.delete("words", "library")
            assert index.get("craft", "binding") is None
            assert index.get("words", "library") is not None
        wait_until(lambda: index.get("craft", "binding") is not None)
        assert index.get("words", "library") is None

    def test_what_is_stored_alone_can_be_changed(
        self, published: Place, anew: Callable[[Iterable[Document]], Index]
    ) -> None:
        told = replace(DOCUMENTS[0], record=b'{"told":1}', summary=b'{"short":1}')
        further = replace(FURTHER[0], record=b'{"told":2}')
        put(published, told)
        put(published, further, replace(told, record=b'{"told":3}'))
        put(published, replace(further, labels=LATE_PARENT.labels))
        index = published.open()
        there = {made.uri: made for made in ALL}
        there[told.uri] = replace(told, record=b'{"told":3}')
        there[further.uri] = replace(further, labels=LATE_PARENT.labels)
        assert every_answer(index) == every_answer(anew(there.values()))

    def test_a_change_reads_what_is_there(self, published: Place) -> None:
        with published.change() as change:
            there = change.get(DOCUMENTS[0].vocabulary, DOCUMENTS[0].id)
            assert there is not None
            assert (there.uri, there.record) == (DOCUMENTS[0].uri, DOCUMENTS[0].record)
            found_labels = [(label.text, label.lang, label.kind) for label in there.labels]
            assert found_labels == [(x.text, x.lang, x.kind) for x in DOCUMENTS[0].labels]
            assert list(there.texts) == list(DOCUMENTS[0].texts)
            assert change.get("words", "no such") is change.get("none", "library") is None
            change.put(NEW)
            assert change.find(NEW.uri) == [change.get(NEW.vocabulary, NEW.id)]
            change.delete(NEW.vocabulary, NEW.id)
            assert change.find(NEW.uri) == []
            assert change.metadata("title") == METADATA["title"]
            assert change.metadata("no such") is None

    def test_a_uri_may_be_shared(self, published: Place) -> None:
        uri = DOCUMENTS[0].uri
        with published.change() as change:
            change.put(replace(NEW, uri=uri))
            there = [(made.vocabulary, made.id) for made in change.find(uri)]
            assert there == [("craft", "binding"), (DOCUMENTS[0].vocabulary, DOCUMENTS[0].id)]
        index = published.open()
        wait_until(lambda: index.get("craft", "binding") is not None)
        assert index.get_many([uri]) == {uri: NEW.record}
        with published.change() as change:
            change.delete("craft", "binding")
        wait_until(lambda: index.get("craft", "binding") is None)
        assert index.get_many([uri]) == {uri: DOCUMENTS[0].record}

    def test_a_uri_may_change_hands(self, published: Place) -> None:
        with published.change() as change:
            change.put(replace(DOCUMENTS[0], uri="https://example.org/other"))
            change.put(replace(NEW, uri=DOCUMENTS[0].uri))
        index = published.open()
        wait_until(lambda: index.get("craft", "binding") is not None)
        found = index.get_many([DOCUMENTS[0].uri, "https://example.org/other"])
        assert found == {
            DOCUMENTS[0].uri: NEW.record, "https://example.org/other": DOCUMENTS[0].record,
        }  # fmt: skip

    def test_metadata_can_be_changed(self, published: Place) -> None:
        with published.change() as change:
            change.set_metadata("title", b"other")
            change.set_metadata("new", b"\x00")
        index = published.open()
        wait_until(lambda: index.metadata()["title"] == b"other")
        assert (index.metadata()["new"], index.metadata()["bytes"]) == (b"\x00", METADATA["bytes"])

    def test_what_is_held_does_not_change(self, published: Place) -> None:
        index = published.open()
        with index.snapshot():
            name, answers = index.generation(), every_answer(index)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(put, published, NEW, CHANGED).result()
                other = pool.submit(published.open).result()
                wait_until(lambda: pool.submit(other.get, "craft", "binding").result() is not None)
            assert (index.generation(), every_answer(index)) == (name, answers)
        wait_until(lambda: index.get("craft", "binding") is not None)
        assert index.generation() != name

    def test_an_index_can_be_pinned_to_a_state(self, published: Place) -> None:
        index = published.open()
        with index.pinned() as pinned, ThreadPoolExecutor(1) as threads:
            name, answers = pinned.generation(), every_answer(pinned)
            put(published, NEW, CHANGED)
            wait_until(lambda: index.get("craft", "binding") is not None)
            for _ in range(3):
                last = publish(published, DOCUMENTS[:1])
            again = threads.submit(lambda: (pinned.generation(), every_answer(pinned))).result()
            assert again == (name, answers)
            wait_until(lambda: index.generation() == last)

    def test_every_answer_is_from_before_or_after(self, published: Place) -> None:
        index = published.open()
        documents = [document("v", f"n{n}", {"en": "even odd"}) for n in range(20)]

        def ask() -> int:
            return index.search(Query("even odd", per_page=1)).total

        def read() -> set[int]:
            return {ask() for _ in range(40)}

        with ThreadPoolExecutor(4) as pool:
            readers = [pool.submit(read) for _ in range(4)]
            put(published, *documents)
            with published.change() as change:
                for made in documents[:10]:
                    change.delete(made.vocabulary, made.id)
            seen = set.union(*(reader.result() for reader in readers))
        assert seen <= {0, 20, 10}

    def test_a_builder_repeats_what_was_changed_while_it_worked(
        self, published: Place, anew: Callable[[Iterable[Document]], Index]
    ) -> None:
        builder = published.build()
        for made in ALL[:10]:
            builder.add(made)
        with published.change() as change:
            change.put(CHANGED)
            change.put(NEW)
            change.delete("things", "bench")
        for made in ALL[10:]:
            builder.add(made)
        name = builder.commit(METADATA)
        index = published.open()
        wait_until(lambda: index.generation() == name)
        there = {made.uri: made for made in (*ALL, CHANGED, NEW) if made.id != "bench"}
        assert every_answer(index) == every_answer(anew(there.values()))

    def test_a_builder_does_not_repeat_what_was_changed_before(self, published: Place) -> None:
        put(published, NEW)
        name = publish(published, ALL)
        index = published.open()
        wait_until(lambda: index.generation() == name)
        assert index.get("craft", "binding") is None

    def test_many_can_change_at_once(self, published: Place) -> None:
        def change(number: int) -> None:
            put(published, document("v", f"n{number}", {"en": f"thread {number}"}))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(change, range(12)))
        index = published.open()
        wait_until(lambda: index.search(Query("thread")).total == 12)
        assert len(index.children("v", "", "en")) == 12
