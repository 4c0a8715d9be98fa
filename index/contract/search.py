"""What every search keeps: fields, filters, what is enough, and what is told: `SearchContract`."""

from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from index import Index, Query
from index.contract import Place, ids, publish
from index.contract.samples import FURTHER, WORDED

_GENERAL = ["staff", "survey", "orders", "surveying", "making-general"]


class SearchContract(ABC):
    """The promises; `index` is an index of DOCUMENTS, `further` one of FURTHER."""

    @abstractmethod
    def place(self, folder: Path) -> Place:
        """Return a place for one index; `folder` is its own."""

    @pytest.fixture(scope="class")
    @classmethod
    def index(cls, tmp_path_factory: pytest.TempPathFactory) -> Index:
        place = cls().place(tmp_path_factory.mktemp("contract"))
        publish(place)
        return place.open()

    @pytest.fixture(scope="class")
    @classmethod
    def further(cls, tmp_path_factory: pytest.TempPathFactory) -> Index:
        place = cls().place(tmp_path_factory.mktemp("further"))
        publish(place, FURTHER)
        return place.open()

    @pytest.fixture(scope="class")
    @classmethod
    def worded(cls, tmp_path_factory: pytest.TempPathFactory) -> Index:
        place = cls().place(tmp_path_factory.mktemp("worded"))
        publish(place, WORDED)
        return place.open()

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("term:lends", []), ("definition:lends", ["library"]), ("note:lends", []),
            ('definition:"published documents"', ["library"]), ("definition:publ*", ["library"]),
            ("publ*", []), ("term:librar*", ["library"]), ("notation:L-1", ["library"]),
            ("notation:library", []), ("L-1", ["library"]), ('notation:"L 1"', ["library"]),
            ("library -definition:lends", []), ("institution -term:institution", ["library"]),
            ("library OR institution", ["library", "institution"]),
            ('"published documents" OR none', ["library"]), ("noth* OR insti*", ["institution"]),
            ("馆", ["library"]), ("图书", ["library"]), ("书馆*", ["library"]), ("馆图", []),
        ],
    )  # fmt: skip
    def test_search_in_fields(self, index: Index, text: str, found: list[str]) -> None:
        assert ids(index.search(Query(text)).hits) == found

    def test_withdrawn_concepts_come_after_all_others(self, index: Index) -> None:
        assert ids(index.search(Query("bank", "en")).hits)[2:] == ["lender", "bench"]
        assert ids(index.lookup("bank", "de")) == ["money", "shore", "lender", "bench"]
        assert ids(index.search(Query("bank", statuses=("deprecated",))).hits) == ["bench"]
        assert "bank" not in [one.text for one in index.suggest("bench")]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            (Query("note:repair"), ["mending"]),
            (Query("definition:repair"), ["repair-shop"]),
            (Query("repair"), ["repair", "repair-shop", "mending"]),
            (Query("repair", groups=("care",)), ["repair", "mending"]),
            (Query("repair", groups=("care", "places")), ["repair", "repair-shop", "mending"]),
            (Query("repair", groups=("no such",)), []),
            (Query("repair", below=("craft", "repair")), ["repair", "mending"]),
            (Query("repair", below=("craft", "work")), ["repair", "repair-shop", "mending"]),
            (Query("repair", below=("craft", "no such")), []),
            (Query("repair", below=("other", "repair")), []),
            (Query("12.3"), ["repair"]),
            (Query("12*"), ["work", "repair"]),
            (Query("notation:12"), ["work", "repair"]),
            (Query("note:12"), []),
            (Query("https://example.org/craft/work"), ["work"]),
            (Query("repair-shop"), ["repair-shop"]),
            (Query("Werkstatt", "de"), ["repair-shop"]),
            (Query("Werkstatt", "en"), []),
            (Query("work", "de"), ["work"]),
        ],
    )  # fmt: skip
    def test_search_finds_further(self, further: Index, query: Query, found: list[str]) -> None:
        results = further.search(query)
        assert ids(results.hits) == found
        assert (results.total, results.missing) == (len(found), 0)

    def test_facets_leave_out_their_own_filter_only(self, further: Index) -> None:
        query = Query("repair", vocabularies=("other",), groups=("care",), below=("craft", "work"))
        results = further.search(query)
        assert results.total == 0
        assert dict(results.facets["vocabulary"]) == {"craft": 2}
        assert not results.facets["sector"]

    @pytest.mark.parametrize(
        ("text", "found", "missing"),
        [
            ("repair unheard", ["repair", "repair-shop", "mending"], 1),
            ("repair place unheard", ["repair-shop"], 1),
            ("repair unheard nowhere", [], 0),
            ("unheard", [], 0),
            ("repair unheard -place", ["repair", "mending"], 1),
            ('"repair unheard" place', ["repair-shop"], 1),
        ],
    )  # fmt: skip
    def test_where_nothing_has_all_words_most_are_enough(
        self, further: Index, text: str, found: list[str], missing: int
    ) -> None:
        results = further.search(Query(text))
        assert (ids(results.hits), results.missing) == (found, missing)

    @pytest.mark.parametrize("lang", ["en", ""])
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("general", _GENERAL),
            ("general survey", ["survey", "surveying"]),
            ("term:general", _GENERAL),
            ("general unheard", _GENERAL),
        ],
    )
    def test_the_word_itself_comes_before_its_stem(
        self, worded: Index, text: str, found: list[str], lang: str
    ) -> None:
        assert ids(worded.search(Query(text, lang)).hits) == found

    def test_search_tells_problems(self, further: Index) -> None:
        def codes(text: str) -> list[str]:
            return [problem.code for problem in further.search(Query(text)).problems]

        assert codes("repair") == []
        assert codes('repair "open') == ["open_quote"]
        assert codes("note: repair") == ["empty_field"]
        assert codes("* repair") == ["lone_star"]
        assert codes("-repair") == ["only_excluded"]
        assert codes(" ".join(f"w{n}" for n in range(99))) == ["too_many_words"]
