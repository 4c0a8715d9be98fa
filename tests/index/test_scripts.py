"""Which languages may have written a word."""

import pytest

from index.text.scripts import could_be, scripts


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ("Latin",)),
        ("ru", ("Cyrillic",)),
        ("sr", ("Cyrillic", "Latin")),
        ("sr-Latn", ("Latin",)),
        ("uz-cyrl", ("Cyrillic",)),
        ("zh-Hant-TW", ("Han",)),
        ("ja", ("Han", "Hiragana", "Katakana")),
        ("tlh", ("Latin",)),
    ],
)
def test_scripts_of_a_language(lang: str, names: tuple[str, ...]) -> None:
    assert scripts(lang) == names


@pytest.mark.parametrize(
    ("word", "langs"),
    [
        ("library", {"en", "sr", "tr"}),
        ("музей", {"ru", "sr"}),
        ("図書館", {"ja", "ko", "zh"}),
        ("ライブラリ", {"ja"}),
        ("도서관", {"ko"}),
        ("مكتبة", {"ar", "fa"}),
        ("1945", {"ar", "en", "fa", "ja", "ko", "ru", "sr", "tr", "zh"}),
        ("MARC格式", {"en", "ja", "ko", "sr", "tr", "zh"}),
    ],
)
def test_languages_of_a_word(word: str, langs: set[str]) -> None:
    asked = {"ar", "en", "fa", "ja", "ko", "ru", "sr", "tr", "zh"}
    assert {lang for lang in asked if could_be(word, lang)} == langs
