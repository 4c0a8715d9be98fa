"""What a mistyped text may have meant, and in which order."""

from collections.abc import Sequence

import pytest

from index.text import corrections
from index.text.corrections import Near
from index.text.headings import shortened

LEXICON = {
    "poems": 5, "problems": 3, "history": 40, "historic": 4, "museum": 20, "muslim": 9,
    "digital": 8, "heritage": 12, "hermitage": 1, "sound": 2, "round": 2,
    "collections": 4, "1945": 1,
}  # fmt: skip


def combined(text: str) -> list[Near]:
    words = [(word, LEXICON.get(word)) for word in text.split()]
    candidates = [(other, other.title(), labels) for other, labels in LEXICON.items()]
    return corrections.combined(
        [corrections.near(word, word if labels else None, candidates) for word, labels in words]
    )


def ordered(
    text: str, labels: Sequence[str] = (), together: Sequence[str] | None = None
) -> list[str]:
    found = corrections.ordered(
        text,
        combined(text),
        5,
        lambda texts: {one: 1 + (one in labels[:1]) for one in texts if one in labels},
        None if together is None else lambda one: one in together,
    )
    return [folded for folded, _ in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("histroy", "history"),
        ("hisstory", "history"),
        ("istory", "history"),
        ("musem", "museum"),
        ("oems", "poems"),
        ("digitla heritge", "digital heritage"),
        ("colections", "collections"),
    ],
)
def test_the_nearest_words(typed: str, meant: str) -> None:
    assert ordered(typed)[0] == meant


def test_a_label_comes_before_a_nearer_text() -> None:
    assert ordered("herritage", ["hermitage"])[0] == "hermitage"
    assert ordered("herritage")[0] == "heritage"


def test_the_language_asked_for_comes_first() -> None:
    assert ordered("bound", ["sound", "round"])[0] == "sound"
    assert ordered("bound", ["round", "sound"])[0] == "round"


def test_known_words_may_be_mistyped_too() -> None:
    assert ordered("round heritage", ["sound heritage"])[0] == "sound heritage"


def test_words_that_stand_together() -> None:
    assert ordered("digitl heritage", (), ["digital heritage"]) == ["digital heritage"]
    assert ordered("digitl heritage", (), []) == []


def test_numbers_are_never_changed() -> None:
    assert combined("1946") == [Near(1.5, "1946", "1946")]
    near = corrections.near("jonh2", None, [("john1", "john1", 1), ("john2", "john2", 1)])
    assert [one.folded for one in near] == ["john2", "jonh2"]
    assert ordered("museum 1946", (), []) == []


def test_words_of_another_script_are_candidates() -> None:
    found = corrections.near("muzej", None, [("musei", "musei", 1)], [("музей", "Музей", 9)])
    assert [one.folded for one in found] == ["музей", "muzej", "musei"]


def test_consonants_of_another_script_are_the_last_resort() -> None:
    arabic = [("تراث", "تراث", 3), ("ثورات", "ثورات", 9)]
    found = corrections.near("turath", None, [], arabic)
    assert [one.folded for one in found] == ["تراث", "turath"]
    found = corrections.near("turath", None, [("trata", "trata", 1)], arabic)
    assert [one.folded for one in found] == ["turath", "trata", "تراث"]
    found = corrections.near("turath", None, [("turat", "turat", 1)], arabic)
    assert [one.folded for one in found] == ["turat", "turath"]


def test_vowels_of_another_script_come_after_near_words() -> None:
    found = corrections.near(
        "biblioteka", None, [("biblioteca", "biblioteca", 1)], [("библиотека", "библиотека", 9)]
    )
    assert [one.folded for one in found] == ["biblioteca", "библиотека", "biblioteka"]


def test_two_words_at_once() -> None:
    near = [[Near(0.0, "audio", "audio")], [Near(0.0, "visual", "visual")]]
    joined = corrections.joined([Near(0.0, "audiovisual", "Audiovisual")])
    assert [one.shown for one in corrections.combined(near, {0: joined})] == [
        "audio visual", "Audiovisual",
    ]  # fmt: skip
    apart = corrections.apart([(("call", "Call", 1), ("number", "number", 1))], is_known=False)
    assert [(one.folded, one.shown) for one in apart] == [("call number", "Call number")]


def test_words_of_one_language_come_first() -> None:
    house = [Near(0.8, "haus", "haus", 0b01), Near(0.8, "house", "house", 0b10)]
    man = [Near(0.8, "man", "man", 0b10), Near(0.8, "mann", "mann", 0b01)]
    found = corrections.combined([house, man])
    assert [one.folded for one in found[:2]] == ["haus mann", "house man"]
    assert corrections.combined([house, man], langs=0b10)[0].folded == "house man"
    mixed = [found[2], found[3]]
    assert {one.langs for one in mixed} == {0}
    assert corrections.ordered("hous manm", mixed, 5) == []


def test_only_wrong_words_are_mended() -> None:
    known, wrong = [Near(0.0, "policy", "policy")], [Near(0.8, "digital", "digital")]
    lost = [Near(1.5, "zzz", "zzz")]
    assert corrections.mended([known, wrong]) == Near(0.8, "policy digital", "policy digital")
    assert corrections.mended([known, lost]) is None
    found = corrections.ordered("policy digitl", [], 5, mended=corrections.mended([known, wrong]))
    assert found == [("policy digital", "policy digital")]
    known_text = corrections.mended([known])
    assert corrections.ordered("policy", [], 5, mended=known_text) == []


@pytest.mark.parametrize("text", ["", "!!!", "--", "*:*"])
def test_texts_without_words_have_no_corrections(text: str) -> None:
    assert corrections.combined([]) == []
    assert corrections.ordered(text, [], 5) == []


def test_a_text_is_no_correction_of_itself() -> None:
    assert "digital heritage" not in ordered("digital heritage", ["digital heritage"])


def test_shorter_headings_that_are_labels_come_after_labels() -> None:
    found = ordered("Histroy--1500-1796", ["museum", "histroy"])
    assert found[0] == "histroy"


@pytest.mark.parametrize(
    ("heading", "forms"),
    [
        ("Museum", []),
        ("co-operation", []),
        ("Arabic poetry--750-1258.", ["Arabic poetry", "750-1258"]),
        ("Early works to 1800", ["Early works"]),
        ("World War (1939-1945)", ["World War"]),
        ("Hymns (Latin)", ["Hymns"]),
        ("A--B—C", ["A--B", "A", "B", "C"]),
        ("", []),
        ("--", []),
        ("1945", []),
    ],
)
def test_less_specific_headings(heading: str, forms: list[str]) -> None:
    assert list(shortened(heading)) == forms
