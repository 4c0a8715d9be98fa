"""What every index keeps of its lists: `BrowseContract`, and of those by date: `DateContract`."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from pathlib import Path

import pytest

from index import Dates, Document, Index, Query
from index.contract import Place, publish
from index.contract.samples import document

_LANGS = ("en", "fr", "ru", "la")


def _flat(count: int) -> list[Document]:
    """Return documents at the top of one vocabulary: some without a term in some languages, some
    with a notation.
    """
    made = []
    for n in range(count):
        number = n * 37 % count
        terms = {"en": f"stone {number:04}", "fr": f"stoc {number:04}", "ru": f"камень {number:04}"}
        if n % 5 == 1:
            del terms["fr"]
        if n % 5 == 2:
            terms = {"fr": f"stop {number:04}"}
        if n % 5 == 3:
            terms = {"en": f"stone {number:04}", "fr-CA": f"stoz {number:04}"}
        place = f"{number % 3}".encode() if n % 2 else b""
        made.append(
            replace(
                document("flat", f"c{n}", terms, groups=("odd",) if n % 2 else ("even", "all")),
                place=place,
                notation=place.decode(),
            )
        )
    return made


def _shown(made: Document, lang: str) -> tuple[str, str]:
    """Return language and text of the term that a list shows."""
    terms = {one.lang: one.text for one in made.labels}
    for tag, text in terms.items():
        if tag == lang or tag.startswith(f"{lang}-"):
            return tag, text
    return next(iter(terms.items()))


def _expected(documents: Iterable[Document], lang: str) -> list[str]:
    """Return the ids of documents in the order of a list."""

    def order(made: Document) -> tuple[bytes, bool, str]:
        tag, text = _shown(made, lang)
        return made.place, (lang == "ru") != (tag == "ru"), text

    return [made.id for made in sorted(documents, key=order)]


class BrowseContract(ABC):
    """The promises of `children`, `members` and `position`."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is its own."""

    @pytest.mark.parametrize("count", [40, 640])
    def test_lists_are_in_order_and_tell_places(self, tmp_path: Path, count: int) -> None:
        place, documents = self.place(tmp_path), _flat(count)
        publish(place, documents)
        self._hold(place.open(), documents)
        with place.change() as change:
            for made in documents[:25]:
                change.delete(made.vocabulary, made.id)
            documents = documents[25:]
            new = document("flat", "new", {"fr": "stoc 0100 bis"}, groups=("odd",))
            other = replace(documents[3], labels=document("", "", {"en": "stone 0001 a"}).labels)
            hidden = replace(documents[7], listed=False)
            for made in (new, other, hidden):
                change.put(made)
        documents[3] = other
        del documents[7]
        self._hold(place.open(), [*documents, new])

    def _hold(self, index: Index, documents: list[Document]) -> None:
        by_id = {made.id: made for made in documents}
        for lang in _LANGS:
            expected = _expected(documents, lang)
            found = index.children("flat", "", lang, limit=10_000)
            assert [one.id for one in found] == expected
            for one in found:
                shown = _shown(by_id[one.id], lang)
                assert ((one.lang, one.text), one.notation) == (shown, by_id[one.id].notation)
            pages = [index.children("flat", "", lang, offset, 7) for offset in range(0, 40, 7)]
            assert [one.id for page in pages for one in page] == expected[:42]
            for place in (0, 1, len(expected) // 2, len(expected) - 1):
                assert index.position("flat", "", expected[place], lang) == place
            for group in ("odd", "even", "all"):
                inside = [made for made in documents if group in made.groups]
                within = index.members("flat", group, lang, limit=10_000)
                assert [one.id for one in within] == _expected(inside, lang)
                assert index.members("flat", group, lang, 5, 3) == within[5:8]

    def test_places_of_what_is_not_there(self, tmp_path: Path) -> None:
        place = self.place(tmp_path)
        above = document("v", "above", {"en": "above"})
        publish(place, [above, document("v", "under", {"en": "under"}, parents=("above",))])
        index = place.open()
        assert index.position("v", "above", "under", "en") == 0
        assert index.position("v", "", "above", "en") == 0
        for vocabulary, parent, id in (
            ("v", "", "under"), ("v", "above", "above"), ("v", "above", "none"),
            ("v", "none", "under"), ("none", "", "above"),
        ):  # fmt: skip
            assert index.position(vocabulary, parent, id, "en") is None
        assert not index.members("v", "none", "en")
        assert not index.members("none", "none", "en")
        assert not index.children("v", "", "en", limit=0)

    def test_concepts_page_by_page(self, tmp_path: Path) -> None:
        place = self.place(tmp_path)
        days = ("2026-03-01", "", "2026-01-05T10:00:00+00:00", "2026-03-01", "2025-12-31")
        documents = [
            replace(document("v", f"c{n}", {"en": f"word {n}"}), changed=day, listed=n != 3)
            for n, day in enumerate(days)
        ]
        publish(place, [*reversed(documents), document("w", "other", {"en": "other"})])
        index, records = place.open(), [made.record for made in documents]

        def paged(since: str, limit: int) -> list[bytes]:
            found: list[bytes] = []
            after = ("", "")
            while True:
                some, further = index.concepts("v", after, since, limit)
                assert len(some) <= limit
                found += some
                if further is None:
                    return found
                assert len(some) == limit
                after = further

        for limit in (1, 2, 5, 100):
            assert paged("", limit) == records
            expected = [records[2], records[0], records[3]]
            assert paged("2026-01-05", limit) == expected
            assert paged("2026-03-02", limit) == []
            assert paged("2000-01-01", limit) == [records[4], *expected]
        assert index.concepts("none") == ([], None)
        assert records[3] not in index.newest(10)

    def test_aliases_and_other_ways_to_write_a_uri(self, tmp_path: Path) -> None:
        place = self.place(tmp_path)
        own = replace(document("v", "own", {"en": "own"}), uri="http://words.example/x/7/")
        other = replace(
            document("v", "other", {"en": "other"}),
            aliases=("http://words.example/x/7/", "urn:isbn:1", "https://far.example/q#42"),
        )
        fragment = replace(document("v", "thing", {"en": "it"}), uri="https://words.example/y#it")
        publish(place, [other, own, fragment])
        for _ in range(2):
            index = place.open()
            for text in ("http://words.example/x/7/", "https://words.example/x/7",
                         "http://words.example/x/7#this"):  # fmt: skip
                hits = index.lookup(text)
                assert [hit.id for hit in hits][:1] == ["own"] or "this" in text
                assert "own" in {hit.id for hit in hits}
                assert {hit.match.kind for hit in hits} == {"identifier"}
                assert "own" in {hit.id for hit in index.search(Query(text)).hits}
            assert [hit.id for hit in index.lookup("urn:isbn:1")] == ["other"]
            assert [hit.id for hit in index.lookup("http://far.example/q#42")] == ["other"]
            for text in ("http://words.example/y", "https://words.example/y/"):
                assert [hit.id for hit in index.lookup(text)] == ["thing"]
            assert not index.lookup("https://far.example/q#43")
            assert not index.lookup("https://words.example/x/")
            with place.change() as change:
                found = change.get("v", "other")
                assert found is not None
                assert set(found.aliases) == set(other.aliases)
                change.put(replace(found, labels=document("", "", {"en": "new"}).labels))
        with place.change() as change:
            change.put(replace(other, aliases=()))
        assert not place.open().lookup("urn:isbn:1")


class DateContract(ABC):
    """The promises of `by_date` and `version`."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is its own."""

    def test_by_date_page_by_page_both_ways(self, tmp_path: Path) -> None:
        place, documents = self.place(tmp_path), _dated()
        publish(place, documents)
        _hold_dates(place.open(), documents)
        with place.change() as change:
            change.delete("v", "c3")
            change.put(replace(documents[1], changed="2026-05-05", created=""))
        rest = [made for made in documents if (made.vocabulary, made.id) != ("v", "c3")]
        rest[1] = replace(rest[1], changed="2026-05-05", created="")
        _hold_dates(place.open(), rest)

    def test_when_concepts_were_published(self, tmp_path: Path) -> None:
        place = self.place(tmp_path)
        old = replace(document("v", "old", {"en": "old"}), published="2020-01-01", version=b"\x00")
        publish(place, [replace(old, is_new=False), document("v", "new", {"en": "new"})])
        first = place.open().version("v", "new")
        assert first is not None
        assert (first.version, first.is_new) == (b"", True)
        assert datetime.fromisoformat(first.published).utcoffset() == timedelta()
        assert place.open().version("v", "old") == (b"\x00", "2020-01-01", False)
        assert place.open().version("v", "none") is None
        assert place.open().version("none", "old") is None
        with place.change() as change:
            found = change.get("v", "old")
            assert found is not None
            assert (found.version, found.published, found.is_new) == (b"\x00", "2020-01-01", False)
            change.put(replace(found, labels=document("", "", {"en": "x"}).labels, published=""))
        then = place.open().version("v", "old")
        assert then is not None
        assert then.published >= first.published
        listed = place.open().by_date(date="published")
        assert [(one.id, one.is_new) for one in listed] == [("old", False), ("new", True)]


_DATES: tuple[Dates, ...] = ("changed", "created", "published")


def _dated() -> list[Document]:
    days = ("2026-03-01", "", "2026-01-05T10:00:00+00:00", "2026-03-01", "2025-12-31", "2026-03-01")
    return [
        replace(
            document(vocabulary, f"c{n}", {"en": f"word {n}"}),
            changed=day,
            created="2020-01-01" if n % 2 else day[:10],
            published=f"2026-04-0{1 + n % 2}",
            listed=n != 5,
        )
        for vocabulary in ("w", "v")
        for n, day in enumerate(days)
    ]


def _hold_dates(index: Index, documents: list[Document]) -> None:
    for vocabulary, date, newest_first, listed_only in product(
        ("", "v", "w", "none"), _DATES, (True, False), (True, False)
    ):
        expected = sorted(
            (
                (getattr(made, date), made.id, made.vocabulary, made.record)
                for made in documents
                if getattr(made, date) and vocabulary in ("", made.vocabulary)
                if made.listed or not listed_only
            ),
            reverse=newest_first,
        )
        ask = partial(
            index.by_date, vocabulary, date=date, newest_first=newest_first,
            listed_only=listed_only,
        )  # fmt: skip
        for limit in (1, 3, 100):
            found = [*ask(limit=limit)]
            while some := ask(after=found[-1][:3], limit=limit) if found else ():
                found += some
            assert [(one.date, one.id, one.vocabulary, one.record) for one in found] == expected
        assert [one.record for one in ask(limit=2, offset=1)] == [one[3] for one in expected[1:3]]
    assert not index.by_date(limit=0)
    ids = sorted(made.id for made in documents if made.vocabulary == "v")
    assert [index.id_at("v", place) for place in range(len(ids) + 1)] == [*ids, None]
    for vocabulary in ("", "v", "w", "none"):
        assert index.size(vocabulary) == len(
            [made for made in documents if vocabulary in ("", made.vocabulary)]
        )
