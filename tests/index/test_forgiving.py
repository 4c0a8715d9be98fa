"""What readers type beside the point is forgiven: function words, spaces, regions, letters."""

from collections.abc import Callable, Iterable

import pytest

from index import Document, Index, Label, Query, Text
from index.highlight import marks
from index.queries import parse
from index.text import function_words
from index.text.tags import is_wanted

IndexOf = Callable[[Iterable[Document]], Index]


def _document(
    id: str, *labels: tuple[str, str], text: str = "", lang: str = "en", **more: object
) -> Document:
    return Document(
        "v", id, f"urn:{id}", [Label(text, lang) for lang, text in labels],
        [Text(text, lang, "definition")] if text else [], **more,
    )  # fmt: skip


HERITAGE = [
    _document("deposit", ("en", "deposit"), text="The archive takes what the owner leaves."),
    _document("archive", ("en", "archive"), ("fr", "archives"), text="Records kept."),
    _document("library", ("en", "library"), ("fr", "bibliothèque"), text="La maison.", lang="fr"),
    _document("loan", ("en", "loan"), text="La bibliothèque prête et reprend.", lang="fr"),
    _document("it", ("en", "IT"), text="Machines of the office."),
    _document("who", ("en", "The Who"), text="A band."),
    _document("protection", ("zh", "文化遗产保护")),
    _document("spaced", ("zh", "数字 档案")),
    _document("sign", ("en", "§")),
    _document("class", ("en", "not under 25F"), notations=["25F", "25F2"]),
    _document("eel", ("sv", "ål")),
    _document("alder", ("sv", "al")),
    _document("errand", ("sv", "ärende")),
    _document("bookplate", ("de", "Archiv"), ("en", "archives office")),
]  # fmt: skip


@pytest.fixture
def heritage(index_of: IndexOf) -> Index:
    return index_of(HERITAGE)


def found(index: Index, text: str, lang: str = "") -> list[str]:
    return [hit.id for hit in index.search(Query(text, lang)).hits]


@pytest.mark.parametrize(
    ("text", "lang", "first"),
    [
        ("the archive", "", "archive"),
        ("the archive", "en", "archive"),
        ("la bibliothèque", "", "library"),
        ("what is the archive?", "en", "archive"),
        ("The Who", "", "who"),
        ("it", "", "it"),
        ("the", "en", "who"),
    ],
)
def test_function_words_are_not_required(heritage: Index, text: str, lang: str, first: str) -> None:
    results = heritage.search(Query(text, lang))
    assert (results.hits[0].id, results.missing) == (first, 0)


def test_what_is_told_of_a_hit_is_the_word_that_counts(heritage: Index) -> None:
    (hit, *_) = heritage.search(Query("la bibliothèque")).hits
    assert (hit.match.text, hit.match.kind) == ("bibliothèque", "preferred")


def test_a_word_is_optional_only_where_it_is_mostly_a_function_word(index_of: IndexOf) -> None:
    index = index_of(
        [
            _document("war", ("en", "war"), ("de", "Krieg")),
            _document("war-museum", ("en", "war museum")),
            _document("museum", ("en", "museum"), text="Das war ein Museum.", lang="de"),
        ]
    )
    assert found(index, "war museum") == ["war-museum", "museum"]
    assert "war" not in found(index, "war museum")
    assert index.search(Query("war museum", "en")).total == 1


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("保护文化遗产", ["protection"]),
        ("数字档案", ["spaced"]),
        ('"数字 档案"', ["spaced"]),
    ],
)
def test_runs_are_taken_apart_where_nothing_has_them_whole(
    heritage: Index, text: str, ids: list[str]
) -> None:
    results = heritage.search(Query(text))
    assert ([hit.id for hit in results.hits], results.missing) == (ids, 0)


def test_what_is_left_of_a_run_is_missing(heritage: Index) -> None:
    results = heritage.search(Query("文化遗产的保护"))
    assert ([hit.id for hit in results.hits], results.missing) == (["protection"], 1)
    assert heritage.search(Query("的的的")).total == 0


@pytest.mark.parametrize(
    ("text", "found_as"),
    [("圖書館", "folded"), ("图书馆", "exact"), ("檔案館", "exact"), ("档案馆", "folded")],
)
def test_traditional_and_simplified_chinese_meet(
    index_of: IndexOf, text: str, found_as: str
) -> None:
    index = index_of([
        _document("library", ("zh-Hans", "图书馆")), _document("archive", ("zh-Hant", "檔案館")),
    ])  # fmt: skip
    (hit,) = index.lookup(text)
    assert hit.match.form == found_as
    assert index.search(Query(text)).hits[0].id == hit.id
    assert [one.id for one in index.suggest(text[:2])] == [hit.id]
    assert marks(hit.match.text, hit.match.lang, parse(text)) == [(0, 3)]


def test_characters_equal_as_written_come_first(index_of: IndexOf) -> None:
    index = index_of([_document("rear", ("zh", "後")), _document("queen", ("zh", "后"))])
    assert found(index, "后") == ["queen", "rear"]
    assert found(index, "後") == ["rear", "queen"]


def test_signs_alone_are_found_as_labels(heritage: Index) -> None:
    assert found(heritage, "§") == ["sign"]
    assert found(heritage, "§§") == []


def test_notations_that_begin_so_come_first(index_of: IndexOf) -> None:
    index = index_of(
        [
            _document("under", ("en", "25Fx")),
            _document("class", ("en", "animals"), notations=["25F2"]),
        ]
    )
    assert found(index, "25F*") == ["class", "under"]
    assert index.search(Query("25F*")).hits[0].match.kind == "notation"


def test_where_words_are_missing_the_best_comes_first(heritage: Index) -> None:
    assert found(heritage, "archive xyzzy")[0] == "archive"


def test_an_inflected_form_comes_before_another_language(heritage: Index) -> None:
    hits = heritage.lookup("Archive", "de")
    assert [(hit.id, hit.match.form) for hit in hits] == [
        ("bookplate", "inflected"),
        ("archive", "folded"),
    ]


@pytest.mark.parametrize(
    ("lang", "asked", "wanted"),
    [
        ("en", "en-GB", True), ("en-GB", "en", True), ("en-GB", "en-US", False),
        ("nb", "no", True), ("no", "nn", True), ("nb", "nn", False), ("no", "nb-NO", True),
        ("pt", "pt-BR", True), ("", "en", False), ("de", "", True), ("eng", "en", False),
        ("zh-Hans", "zh-Hant", False), ("zh-TW", "zh-Hant", True), ("zh-Hans", "zh-CN", True),
        ("zh-TW", "zh-Hans", False), ("zh-Hant", "zh-HK", True), ("zh-HK", "zh-TW", False),
        ("sr-ME", "sr-Latn", True), ("nn-NO", "no", True),
    ],
)  # fmt: skip
def test_languages_that_answer_a_request(lang: str, asked: str, wanted: bool) -> None:
    assert is_wanted(lang, asked) == wanted


def test_a_region_finds_what_is_in_the_language(heritage: Index) -> None:
    assert found(heritage, "library", "en-GB") == ["library"]
    assert [one.text for one in heritage.suggest("libr", "en-GB")] == ["library"]


@pytest.mark.parametrize(
    ("prefix", "lang", "texts"),
    [
        ("al", "sv", ["al", "ål"]), ("ål", "sv", ["ål", "al"]), ("ä", "sv", ["ärende"]),
        ("遗产", "", ["文化遗产保护"]), ("保", "", ["文化遗产保护"]),
        ("25f", "en", ["25F"]),
    ],
)  # fmt: skip
def test_completion_as_it_was_typed(
    heritage: Index, prefix: str, lang: str, texts: list[str]
) -> None:
    assert [one.text for one in heritage.suggest(prefix, lang)][: len(texts)] == texts


def test_words_are_listed_by_language() -> None:
    assert function_words.is_listed("fur", "de-AT")
    assert function_words.is_listed("les", "fr")
    assert function_words.is_listed("av", "nb")
    assert not function_words.is_listed("archive")
    assert not function_words.is_listed("die", "en")


FONDS = [
    _document("about", ("en", "fonds of a family"), ("fr", "règlement du fonds"),
              ("ru", "фонд семьи"), ("de", "Bestand und Lücke"), ("ar", "الرصيد الكامل"),
              ("zh", "全宗管理"), text="What is a part of the fonds and what is none."),
    _document("fonds", ("en", "fonds"), ("fr", "fonds"), ("es", "fondo"), ("ru", "фонд"),
              ("de", "Bestand"), ("ar", "رصيد"), ("zh", "全宗"), ("ja", "フォンド")),
    _document("other", ("en", "what"), text="A question about a thing, and what it is."),
]  # fmt: skip


@pytest.mark.parametrize("lang", ["", "own"])
@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("what is a fonds", "en"), ("What is the fonds?", "en"), ("qu'est-ce qu'un fonds", "fr"),
        ("Qu’est-ce qu’un fonds ?", "fr"), ("was ist ein Bestand", "de"),
        ("¿qué es un fondo?", "es"), ("что такое фонд", "ru"), ("ما هو رصيد", "ar"),
        ("什么是全宗", "zh"),
        ("全宗是什么？", "zh"), ("フォンドとは何ですか", "ja"),
    ],
)  # fmt: skip
def test_a_question_finds_what_the_rest_names(
    index_of: IndexOf, text: str, own: str, lang: str
) -> None:
    results = index_of(FONDS).search(Query(text, own if lang else ""))
    assert results.hits[0].id == "fonds"
    assert results.hits[0].match.form in ("exact", "folded")
    assert not results.missing


@pytest.mark.parametrize("lang", ["", "own"])
@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("what is a manuscript?", "en"), ("the manuscript", "en"), ("was ist ein Bestand", "de"),
        ("qu'est-ce qu'un manuscrit", "fr"), ("¿qué es el manuscrito?", "es"),
        ("что такое рукопись", "ru"),
    ],
)  # fmt: skip
def test_a_question_finds_what_the_rest_names_in_another_number(
    index_of: IndexOf, text: str, own: str, lang: str
) -> None:
    index = index_of([
        _document("kept", ("en", "manuscript storage"), ("fr", "manuscrit ancien"),
                  ("es", "manuscrito antiguo"), ("de", "Bestand und Erhaltung"),
                  ("ru", "рукопись в папке")),
        _document("it", ("en", "manuscripts"), ("fr", "manuscrits"), ("es", "manuscritos"),
                  ("de", "Bestände"), ("ru", "рукописи")),
    ])  # fmt: skip
    results = index.search(Query(text, own if lang else ""))
    assert [hit.id for hit in results.hits] == ["it", "kept"]
    assert results.hits[0].match.form == "inflected"


def test_words_that_only_share_a_stem_come_after_the_word_itself(index_of: IndexOf) -> None:
    index = index_of([
        _document("making", ("en", "digitisation"), ("en", "digitization")),
        _document("heritage", ("en", "digital heritage")),
        _document("plural", ("en", "records")),
        _document("record-keeping", ("en", "record keeping")),
    ])  # fmt: skip
    assert found(index, "digital", "en") == ["heritage", "making"]
    assert found(index, "record", "en") == ["plural", "record-keeping"]


PAIRS = [
    ("co-ordination", "coordination"), ("e-learning", "elearning"), ("U.N.", "UN"),
    ("re-issue", "reissue"), ("off-site storage", "offsite storage"), ("hand book", "handbook"),
    ("anti‐virus", "antivirus"), ("pre-Raphaelite art", "Preraphaelite art"),
    ("mediæval art", "mediaeval art"), ("Ph.D. theses", "PhD theses"),
]  # fmt: skip


@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_spellings_of_one_word_find_each_other(
    index_of: IndexOf, one: str, other: str, lang: str
) -> None:
    for label, asked in ((one, other), (other, one), (one, one)):
        index = index_of([
            _document("longer", ("en", f"{label} of the office")),
            _document("it", ("en", label)),
            _document("else", ("en", "Raphael on line")),
        ])  # fmt: skip
        assert [hit.id for hit in index.lookup(asked, lang)] == ["it"]
        hits = index.search(Query(asked, lang)).hits
        assert hits[0].id == "it"
        assert hits[0].match.form in ("exact", "folded")
        if " " not in one:
            assert [hit.id for hit in hits] == ["it", "longer"]
            assert index.suggest(asked[:6], lang)[0].id == "it"
            assert found(index, f"{asked} office", lang) == ["longer"]


def test_parts_are_still_words(index_of: IndexOf) -> None:
    index = index_of([_document("a", ("en", "archive and library")),
                      _document("b", ("en", "archive-library"))])  # fmt: skip
    assert sorted(found(index, "archive-library")) == ["a", "b"]
    assert sorted(found(index, "library")) == ["a", "b"]
    assert found(index, "archivelibrary") == ["b"]
    assert list(marks("by co-ordination", "en", parse("coordination"))) == [(3, 16)]
    assert list(marks("by coordination", "en", parse("co-ordination"))) == [(3, 15)]
