"""Near words are found by hashes, in an index as it was built and as it was changed."""

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

from index import Document, Index, Query, change_index, open_index
from index.contract import publish
from index.contract.samples import document
from index.embedded.writing import lexicon
from tests.index.corpus import place

LETTERS = {"Latin": "abcdeilnorst", "Cyrillic": "абвгдеиклмно", "Arabic": "ابتحرسعكلمني"}


def _edited(word: str, letters: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + rng.choice(letters) + word[at:],
            word[:at] + rng.choice(letters) + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
    )


def _pairs(edits: int, shortest: int) -> Iterator[tuple[str, str]]:
    """Yield words, and what may be typed for them after so many slips."""
    rng = random.Random(7)
    for letters in LETTERS.values():
        for _ in range(1_500):
            word = typed = "".join(rng.choices(letters, k=rng.randint(shortest, 12)))
            for _ in range(edits):
                typed = _edited(typed, letters, rng)
            yield word, typed


def test_words_one_edit_apart_share_a_hash() -> None:
    pairs = [(word, typed) for word, typed in _pairs(1, 3) if len(typed) > 2]
    assert pairs
    for word, typed in pairs:
        assert set(lexicon.nearest(typed)).intersection(lexicon.shared(word)), (word, typed)


def test_words_two_edits_apart_share_a_hash() -> None:
    pairs = [
        (word, typed)
        for word, typed in _pairs(2, 5)
        if 5 <= len(typed) <= 12 and OSA.distance(word, typed) <= 2
    ]
    assert len(pairs) > 4_000
    for word, typed in pairs:
        found = {*lexicon.nearest(typed), *lexicon.further(typed)}
        assert found.intersection(lexicon.shared(word)), (word, typed)


def test_two_letters_too_many_in_a_short_word() -> None:
    for word, typed in (("map", "maxyp"), ("map", "xmapy"), ("bild", "bxildy"), ("книг", "акниги")):
        assert set(lexicon.further(typed)).intersection(lexicon.shared(word)), typed


def test_words_that_are_too_short_or_too_long_have_no_hashes() -> None:
    for word in ("", "a", "ab", "x" * 41, "图"):
        assert lexicon.nearest(word) == lexicon.shared(word) == []
    assert lexicon.further("abcd") == lexicon.further("x" * 41) == []
    assert lexicon.shared("档案") != []


LABELS = {
    "en": [
        "library", "conservation", "preservation", "policy", "written policy", "archives",
        "finding aid", "call number", "born digital", "audiovisual", "e-book", "house", "man",
        "woman", "house of a man and woman", "museum", "database", "reader", "document",
    ],
    "de": ["Haus", "Mann", "Haus von Mann und Frau", "Museum"],
    "ru": ["библиотека", "цифровое наследие"],
    "ar": ["مكتبة", "تراجم", "تراث", "ثورات", "طائرات", "رسمي", "مؤسسة", "أقل"],
    "zh-Hans": ["档案", "图书馆"],
    "ko": ["문화 유산", "정보검색", "기록물 관리"],
}  # fmt: skip


def _documents(labels: dict[str, list[str]]) -> Iterator[Document]:
    for lang, texts in labels.items():
        for number, text in enumerate(texts):
            yield document("v", f"{lang}{number}", {lang: text})


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Index:
    made = place(tmp_path_factory.mktemp("words"))
    publish(made, _documents(LABELS))
    return made.open()


def texts(index: Index, typed: str, lang: str = "", is_found: bool = False) -> list[str]:
    return [one.text for one in index.similar(typed, lang, if_unknown=is_found)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lbrry", "library"), ("libay", "library"), ("consrvaion", "conservation"),
        ("xlibraryx", "library"), ("library", ""), ("libxaxy", "library"),
        ("библиббека", "библиотека"), ("вибліотека", "библиотека"), ("档按", "档案"),
        ("图馆", "图书馆"), ("arhivez", "archives"),
    ],
)  # fmt: skip
def test_one_and_two_edits_in_any_script(words: Index, typed: str, meant: str) -> None:
    assert texts(words, typed)[:1] == [meant] * bool(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tarajim", "تراجم"), ("tsifrovoe nasledie", "цифровое наследие"), ("maktaba", "مكتبة"),
        ("al-maktaba", "مكتبة"), ("turath", "تراث"),
    ],
)  # fmt: skip
def test_words_of_other_scripts(words: Index, typed: str, meant: str) -> None:
    assert texts(words, typed) == [meant]


@pytest.mark.parametrize("typed", ["résume", "ecole", "mseu", "qqqq", "Museen", "librry"])
def test_other_scripts_are_the_last_resort(words: Index, typed: str) -> None:
    assert all(text.isascii() for text in texts(words, typed))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("findingaid", "finding aid"), ("callnumber", "call number"), ("ebook", "e-book"),
        ("borndigital", "born digital"), ("audio-visual", "audiovisual"),
        ("audio visual", "audiovisual"), ("문화유산", "문화 유산"), ("정보 검색", "정보검색"),
        ("기록물관리", "기록물 관리"),
    ],
)  # fmt: skip
def test_words_together_or_apart(words: Index, typed: str, meant: str) -> None:
    assert texts(words, typed)[0] == meant


def test_words_that_are_known_are_only_put_together_or_apart(
    index_of: Callable[[Iterable[Document]], Index],
) -> None:
    index = index_of(_documents({"en": ["data", "base", "database", "dates", "bases", "reader"]}))
    assert texts(index, "data base", is_found=True) == ["database"]
    assert texts(index, "data bases", is_found=True) == []
    assert texts(index, "dates", is_found=True) == texts(index, "readers", is_found=True) == []
    assert "base" in texts(index, "bases")


def test_words_of_one_language_stand_together(words: Index) -> None:
    assert texts(words, "hous manm womn")[0] == "house man woman"
    assert texts(words, "hauss mann fau")[0] == "haus mann frau"
    assert texts(words, "hous man woma", "en")[0] == "house man woman"


def test_only_the_wrong_word_is_changed_where_all_stand_nowhere(words: Index) -> None:
    assert texts(words, "preservtion policy") == ["preservation policy"]
    assert texts(words, "preservtion unheard") == []
    assert words.search(Query("preservation policy")).missing == 1


def test_what_was_changed_is_offered_as_what_was_built(tmp_path: Path) -> None:
    publish(place(tmp_path), _documents({"en": ["library", "museum"], "ar": ["تراجم"]}))
    with change_index(tmp_path) as change:
        change.put(document("v", "new", {"en": "finding conservation", "ru": "наследие"}))
        change.delete("v", "en0")
    index = open_index(tmp_path)
    assert texts(index, "lbrry") == texts(index, "library") == []
    assert texts(index, "consrvaion") == ["conservation"]
    assert texts(index, "findingconservation") == ["finding conservation"]
    assert texts(index, "nasledie") == ["наследие"]
    assert texts(index, "tarajim") == ["تراجم"]
    with change_index(tmp_path) as change:
        change.delete("v", "new")
        change.put(document("v", "en0", {"en": "Library"}))
    assert texts(index, "lbrry") == ["Library"]
    assert texts(index, "consrvaion") == texts(index, "nasledie") == []
    assert texts(index, "museum", is_found=True) == []


def test_any_text_may_be_asked_for(words: Index) -> None:
    rng = random.Random(3)
    alphabet = "abe иа مك 档案 문화 ิ\u0301' -0Ⅳ½"
    for _ in range(300):
        typed = "".join(rng.choices(alphabet, k=rng.randint(1, 60)))
        assert len(words.similar(typed)) <= 5
