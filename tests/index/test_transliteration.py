"""Words of other scripts are found by what readers type for them in Latin letters."""

import random

import pytest

from index.text.analysis import fold, fold_word
from index.text.transliteration import latin_key, latin_keys, unlikeness


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("цифровое", "tsifrovoe cifrovoe cifrovoje tsifrovoye"),
        ("наследие", "nasledie nasledije naslediye"),
        ("библиотека", "biblioteka bibliotheka bibljoteka"),
        ("музей", "muzei muzej muzey"),
        ("ёлка", "elka yolka jolka"),
        ("хранение", "khranenie hranenie xranenie chranenie khraneniye"),
        ("щука", "shchuka schuka ščuka"),
        ("жизнь", "zhizn žizn jizn zhiznʹ"),
        ("ключ", "klyuch ključ kliuch"),
        ("гетьман", "hetman getman"),
        ("βιβλιοθήκη", "vivliothiki bibliothiki"),
        ("μουσείο", "mouseio museio"),
        ("αρχείο", "archeio arxeio arkheio"),
        ("تراجم", "tarajim taragim tarājim"),
        ("المكتبة", "maktaba maktabah almaktaba"),
        ("متحف", "mathaf matḥaf"),
        ("مخطوطات", "makhtutat makhṭūṭāt"),
        ("وثائق", "wathaiq wathāʼiq"),
        ("کتابخانه", "ketabkhane ketābkhāneh"),
        ("ספריה", "sifria sifriya"),
        ("ארכיון", "arkhiyon archion arkion"),
        ("חנוכה", "chanuka khanuka hanukkah"),
    ],
)
def test_what_readers_type_for_a_word(word: str, typed: str) -> None:
    key = latin_key(fold(word))
    assert key
    for latin in typed.split():
        assert key in latin_keys(fold(latin)), latin


@pytest.mark.parametrize(
    "word", ["library", "bibliothèque", "图书馆", "도서관", "ห้องสมุด", "1945", "ב"]
)
def test_other_words_have_no_key(word: str) -> None:
    assert latin_key(fold(word)) == ""


@pytest.mark.parametrize("word", ["", "al", "marc21", "музей", "a_b"])
def test_other_questions_have_no_keys(word: str) -> None:
    assert latin_keys(word) == ()


@pytest.mark.parametrize(
    ("typed", "likest", "others"),
    [
        ("turath", "تراث", "ثورات طائرات"),
        ("maktaba", "مكتبة", "مكتوبة"),
        ("almaktaba", "المكتبة", "مكتوبة"),
        ("mathaf", "متحف", "متاحف"),
        ("tarikh", "تاريخ", "طرق"),
        ("hanukkah", "חנוכה", "חניכה"),
        ("arkhiyon", "ארכיון", "ירקון"),
    ],
)
def test_written_vowels_tell_words_apart(typed: str, likest: str, others: str) -> None:
    least = unlikeness(typed, fold(likest))
    assert 0 <= least < 0.4
    assert all(unlikeness(typed, fold(other)) > least for other in others.split())


@pytest.mark.parametrize(
    ("typed", "word"),
    [("resume", "رسمي"), ("museen", "مصنوع"), ("ecole", "أقل"), ("biblioteque", "البلطيق"),
     ("mseu", "مؤسسة"), ("librry", "ليبريا")],
)  # fmt: skip
def test_words_with_the_same_consonants_may_be_unlike(typed: str, word: str) -> None:
    assert unlikeness(typed, fold(word)) > 0.4


def test_one_letter_is_no_key() -> None:
    assert latin_key("к") == ""
    assert latin_keys("qqqq") == ()


def test_different_words_have_different_keys() -> None:
    words = ("музей", "архив", "библиотека", "памятник", "наследие", "запись", "каталог")
    assert len({latin_key(word) for word in words}) == len(words)


def test_any_word_may_be_asked_for() -> None:
    rng = random.Random(5)
    for _ in range(4000):
        start = rng.choice((0x41, 0xC0, 0x370, 0x400, 0x590, 0x620, 0x900, 0x4E00))
        word = fold_word(
            "".join(chr(start + rng.randrange(64)) for _ in range(rng.randrange(1, 9)))
        )
        assert not word or latin_key(word).isascii()
        assert all(latin_keys(word))
