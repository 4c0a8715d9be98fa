"""How texts become tokens, for many scripts, and what holds for any text."""

import random
import unicodedata
from collections.abc import Iterator

import pytest

from index.text import analysis

LANGS = (
    "",
    "en",
    "sv",
    "da",
    "tr",
    "de",
    "ar",
    "zh-Hans",
    "el",
    "ru",
    "hi",
    "ja",
    "ko",
    "uk",
    "fa",
    "he",
)


@pytest.mark.parametrize(
    ("text", "lang", "folded"),
    [
        ("École  supérieure", "", "ecole superieure"),
        ("E\u0301COLE", "fr", "ecole"),
        ("Straße", "de", "strasse"),
        ("STRASSE", "de", "strasse"),
        ("Œuvre", "fr", "oeuvre"),
        ("Łódź", "pl", "lodz"),
        ("naïve—co-operation", "en", "naive co operation"),
        ("ＡＢＣ１２３", "", "abc123"),
        ("ﬁche", "", "fiche"),
        ("ŠKODA", "cs", "skoda"),
        ("Tiếng Việt", "vi", "tieng viet"),
        ("Đà Nẵng", "vi", "da nang"),
        ("Ål", "sv", "ål"),
        ("Ål", "", "al"),
        ("Café på ön", "sv", "cafe på ön"),
        ("RØD", "da", "rød"),
        ("İSTANBUL", "tr", "istanbul"),
        ("ISPARTA", "tr", "isparta"),
        ("ışık", "tr", "isik"),
        ("ΒΙΒΛΙΟΘΉΚΗΣ", "el", "βιβλιοθηκησ"),
        ("βιβλιοθήκης", "el", "βιβλιοθηκησ"),
        ("Ёлка", "ru", "елка"),
        ("Йод", "ru", "йод"),
        ("замо\u0301к", "ru", "замок"),
        ("مَكْتَبَة", "ar", "مكتبه"),
        ("مكـــتبة", "ar", "مكتبه"),
        ("أرشيف", "ar", "ارشيف"),
        ("إرشيف", "ar", "ارشيف"),
        ("آثار", "ar", "اثار"),
        ("مستشفى", "ar", "مستشفي"),
        ("کتاب", "fa", "كتاب"),
        ("ﻣﻜﺘﺒﺔ", "ar", "مكتبه"),
        ("١٢٣", "ar", "123"),
        ("שָׁלוֹם", "he", "שלומ"[:-1] + "ם"),
        ("पुस्तकालय", "hi", "पुस्तकालय"),
        ("१२", "hi", "12"),
        ("도서관", "ko", "도서관"),
        (unicodedata.normalize("NFD", "도서관"), "ko", "도서관"),
        ("図書館", "ja", "図书馆"),
        ("圖書館", "zh-Hant", "图书馆"),
        ("ﾗｲﾌﾞﾗﾘ", "ja", "ライブラリ"),
        ("ห้องสมุด", "th", "ห้องสมุด"),
        ("½", "", "1 2"),
        ("coŀlecció", "ca", "colleccio"),
        ("col·lecció", "ca", "colleccio"),
        ("Qurʼan", "", "quran"),
        ("Shīʿah", "", "shiah"),
        ("Shīʻah", "", "shiah"),
        ("Hawaiʻi", "haw", "hawaii"),
        ("п’ять", "uk", "пять"),
        ("п'ять", "uk", "пять"),
        ("пʼять", "uk", "пять"),
        ("ґанок", "uk", "ганок"),
        ("צה״ל", "he", "צהל"),
        ("צ׳כיה", "he", "צכיה"),
        ("کتاب‌ها", "fa", "كتابها"),
        ("ශ්‍රී", "si", "ශ්රී"),
        ("क़िला", "hi", "किला"),
        ("हँसी", "hi", "हंसी"),
        ("bib\u00adlio\u00adthèque", "fr", "bibliotheque"),
        ("सङ्ग्रहालय", "hi", "संग्रहालय"),
        ("ग्रन्थ", "", "ग्रंथ"),
        ("अन्न", "hi", "अन्न"),
        ("সঙ্গীত", "bn", "সংগীত"),
        ("অন্ধ", "bn", "অন্ধ"),
        ("નિબન્ધ", "gu", "નિબંધ"),
        ("น้ำ", "th", "น้\u0e4dา"),
        ("น\u0e4d\u0e49า", "th", "น้\u0e4dา"),
        ("ນ\u0ecd\u0ec9າ", "lo", "ນ້\u0ecdາ"),
        ("เเม่", "th", "แม่"),
        ("ห้องสมุด\u200bประชาชน", "th", "ห้องสมุดประชาชน"),
        ("បេតិកភណ្ឌ\u200bវប្បធម៌", "km", "បេតិកភណ្ឌវប្បធម៌"),
        ("\ufefflib\u200brary\u2060", "en", "library"),
        ("مكتبة\u200fالكتب", "ar", "مكتبهالكتب"),
        ("葛\U000e0100城", "ja", "葛城"),
        ("❤\ufe0f", "", "❤"),
        ("\u200b", "", ""),
        ("col•lecció", "ca", "colleccio"),
        ("a • b", "", "a b"),
        ("Ɛʋegbe", "ee", "evegbe"),
        ("ℂ", "", "c"),
        ("C++", "", "c"),
        ("!!!", "", "!!!"),
        ("", "", ""),
    ],
)
def test_fold(text: str, lang: str, folded: str) -> None:
    assert analysis.fold(text, lang) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Blue Shield", ["blue", "shield"]),
        ("l’œuvre d'art", ["l", "oeuvre", "d", "art"]),
        ("Об’єднані «нації»", ["обєднани"[:-2] + "ні", "нації"]),
        ("ISO 25964-1", ["iso", "25964", "1"]),
        ("data_base", ["data_base"]),
        ("हिन्दी भाषा", ["हिंदी", "भाषा"]),
        ("图书馆、档案馆", ["图书馆", "档案馆"]),
        ("ห้องสมุด", ["ห้องสมุด"]),
        ("«música»", ["musica"]),
        ("—…–", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [word.text for word in analysis.words(text)] == found


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("library", ["library"]),
        ("библиотека", ["библиотека"]),
        ("图书馆", ["图书", "书馆"]),
        ("书", ["书"]),
        ("marc格式", ["marc", "格式"]),
        ("図書カード", ["図書", "書カ", "カー", "ード"]),
        ("도서관", ["도서관"]),
        ("ก้าวไกล", ["ก้า"[:2] + "า", "าว", "วไ", "ไก", "กล"]),
    ],
)
def test_pieces(word: str, pieces: list[str]) -> None:
    assert list(analysis.pieces(word)) == pieces


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", ("library", "libraries", "LIBRARIES")),
        ("fr", ("bibliothèque", "bibliothèques")),
        ("de", ("Bibliothek", "Bibliotheken")),
        ("ru", ("библиотека", "библиотеки", "библиотекой", "библиоте\u0301ка")),
        ("es", ("archivo", "archivos")),
        ("el", ("βιβλιοθήκη", "βιβλιοθήκης")),
        ("tr", ("okul", "okullar")),
        ("sv", ("bibliotek", "biblioteket")),
        ("ar", ("مكتبة", "المكتبة")),
        ("hi", ("किताब", "किताबें")),
        ("tr", ("kütüphane", "kütüphaneler")),
        ("ar", ("أصوات", "الأصوات", "والأصوات")),
        ("fa", ("کتاب", "کتاب‌ها", "کتابها", "كتاب")),
        ("ko", ("도서관", "도서관을", "도서관의", "도서관에서")),
        ("he", ("ספר", "הספר", "ספרים")),
        ("cs", ("knihovna", "knihovny", "knihovnou")),
        ("pl", ("biblioteka", "biblioteki", "bibliotekę")),
        ("uk", ("бібліотека", "бібліотеки", "бібліотекою")),
        ("be", ("бібліятэка", "бібліятэкі")),
        ("bg", ("библиотека", "библиотеката", "библиотеки")),
        ("mk", ("библиотека", "библиотеката", "библиотеки")),
        ("lv", ("bibliotēka", "bibliotēkas", "bibliotēkām")),
        ("sk", ("knižnica", "knižnice", "knižníc")),
        ("sl", ("knjižnica", "knjižnice", "knjižnici")),
        ("hr", ("knjižnica", "knjižnice")),
        ("sr", ("библиотека", "библиотеке", "biblioteka")),
        ("az", ("kitab", "kitablar")),
        ("zh-Hans", ("图书馆", "图书馆")),
    ],
)
def test_inflected_forms_have_one_stem(lang: str, forms: tuple[str, ...]) -> None:
    assert len({analysis.stem(form, lang) for form in forms}) == 1


def test_stem_without_a_stemmer_is_the_folded_form() -> None:
    assert analysis.stem("Bókasafn", "is") == "bokasafn"
    assert not analysis.has_stemmer("zh-Hans")
    assert analysis.stem_key("图书馆", "zh-Hans") == ""


@pytest.mark.parametrize(
    ("word", "lang"), [("태도", "ko"), ("차이", "ko"), ("ימ", "he"), ("tas", "lv")]
)
def test_light_stemmers_leave_enough(word: str, lang: str) -> None:
    assert analysis.stem(word, lang) == word


def test_hebrew_final_letters_are_those_inside_a_word_in_stems() -> None:
    assert analysis.stem("ים", "he") == "ימ"
    assert analysis.fold("ים", "he") == "ים"


@pytest.mark.parametrize(
    ("text", "lang", "keys"),
    [
        ("Künstler", "de", ("kunstler", "kuenstler")),
        ("Künstler", "tr", ("kunstler",)),
        ("women's studies", "en", ("women s studies", "womens studies")),
        ("l’œuvre", "fr", ("l oeuvre",)),
        ("Qurʼan", "", ("quran", "qur an")),
        ("Archives & records", "en", ("archives records", "archives and records")),
        ("Kunst & Kultur", "de", ("kunst kultur", "kunst und kultur")),
        ("14th century", "en", ("14th century", "fourteenth century")),
        ("45th parallel", "en", ("45th parallel",)),
        ("14th century", "de", ("14th century",)),
        ("کتاب‌خانه", "fa", ("كتابخانه", "كتاب خانه")),
        ("サーバー", "ja", ("サーバー", "サーバ")),
        ("キー", "ja", ("キー",)),
        ("library", "en", ("library",)),
        ("Århus", "da", ("arhus", "aarhus")),
        ("Aarhus", "da", ("aarhus", "arhus")),
        ("Ærø", "nb", ("aero", "aeroe")),
        ("Århus", "sv", ("arhus",)),
        ("Isaac", "en", ("isaac",)),
        ("aujourd’hui", "fr", ("aujourd hui", "aujourdhui")),
        ("presqu'île", "fr", ("presqu ile", "presquile")),
        ("col·lecció", "ca", ("colleccio",)),
        ("col-lecció", "ca", ("col leccio", "colleccio")),
        ("col.lecció", "ca", ("col leccio", "colleccio")),
    ],
)
def test_other_spellings_are_keys_too(text: str, lang: str, keys: tuple[str, ...]) -> None:
    assert analysis.folded_keys(text, lang) == keys
    assert analysis.folded_keys(text, lang, analysis.written(text).words) == keys


@pytest.mark.parametrize(
    ("word", "more"),
    [("图书馆", ["馆"]), ("书", []), ("marc格式", ["式"]), ("図書カード", ["ド"]), ("library", [])],
)
def test_every_character_of_a_run_begins_a_piece(word: str, more: list[str]) -> None:
    pieces = list(analysis.pieces(word))
    assert list(analysis.index_pieces(word)) == pieces + more
    for char in word[-2:]:
        assert (
            any(piece.startswith(char) for piece in analysis.index_pieces(word)) or char.isascii()
        )


@pytest.mark.parametrize(
    ("piece", "lone"),
    [
        ("书", True),
        ("カ", True),
        ("ก้า"[:2], True),
        ("图书", False),
        ("a", False),
        ("я", False),
        ("", False),
    ],
)
def test_a_lone_character_is_looked_for_as_a_prefix(piece: str, lone: bool) -> None:
    assert analysis.is_lone(piece) == lone


def test_places_are_those_of_the_words() -> None:
    text = "E\u0301cole, ½ et «bibliothèque»"
    found = [text[word.start : word.end] for word in analysis.words(text)]
    assert found == ["E\u0301cole", "½", "½", "et", "bibliothèque"]


RANGES = (
    (0x20, 0x7F),
    (0x80, 0x250),
    (0x300, 0x370),
    (0x370, 0x600),
    (0x600, 0x700),
    (0x900, 0xE80),
    (0x1E00, 0x2000),
    (0x2000, 0x2E80),
    (0x3000, 0xA000),
    (0xD800, 0xE000),
    (0xF900, 0x10000),
    (0, 0x110000),
)


def random_texts(seed: int, count: int, longest: int = 12) -> Iterator[str]:
    rng = random.Random(seed)
    for _ in range(count):
        places = (rng.choice(RANGES) for _ in range(rng.randrange(longest)))
        yield "".join(chr(rng.randrange(*place)) for place in places)


@pytest.mark.parametrize("lang", LANGS)
def test_folding_twice_changes_nothing(lang: str) -> None:
    for text in random_texts(1, 1500):
        folded = analysis.fold(text, lang)
        assert analysis.fold(folded, lang) == folded, ascii(text)


def test_folding_any_character_twice_changes_nothing() -> None:
    for code in range(0x30000):
        folded = analysis.fold(chr(code))
        assert analysis.fold(folded) == folded, hex(code)


def test_normal_forms_fold_alike() -> None:
    for text in random_texts(2, 6000, 6):
        readable = all(unicodedata.category(char)[0] in "LMNZ" for char in text)
        if readable and unicodedata.is_normalized("NFC", text):
            decomposed = unicodedata.normalize("NFD", text)
            assert analysis.fold(decomposed) == analysis.fold(text), ascii(text)


@pytest.mark.parametrize("lang", LANGS)
def test_analysis_takes_any_text(lang: str) -> None:
    for text in random_texts(3, 600, 30):
        for word in analysis.words(text):
            assert word.text
            assert 0 <= word.start < word.end <= len(text)
            assert all(analysis.pieces(word.text))
        assert all(analysis.stems(text, lang))
        assert all(analysis.tokens(text))
        for key in (*analysis.folded_keys(text, lang), analysis.stem_key(text, lang)):
            assert key.encode().decode() == key


@pytest.mark.parametrize(
    ("text", "folded"),
    [("٢٠٠٨", "2008"), ("۱۹۰۰", "1900"), ("२०१०", "2010"), ("１００", "100"), ("٠", "0")],
)
def test_digits_of_every_script_are_the_same_zero_too(text: str, folded: str) -> None:
    assert analysis.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ɓaƙin Ɗan Ƴar", "bakin dan yar"),
        ("Ŋɔɛƒɣʋɖ", "noefgvd"),
        ("Þórsmörk Ðæ Œuvre Đorđe", "thorsmork dae oeuvre dorde"),
        ("Ħaġar Ŧĸ ſə Łódź Ø", "hagar tk se lodz o"),
        ("Ґанок ёж", "ганок еж"),
        ("مکتبة ٱلکتاب", "مكتبه الكتاب"),
    ],
)
def test_letters_with_strokes_and_hooks_fold_to_plain_ones(text: str, folded: str) -> None:
    assert analysis.fold(text) == folded
