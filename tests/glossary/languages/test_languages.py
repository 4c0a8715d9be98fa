import unicodedata

import pytest
from babel import Locale, localedata

from glossary import languages


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("EN", "en"),
        ("zh-hans", "zh-Hans"),
        ("ZH-hant-hk", "zh-Hant-HK"),
        ("pt_br", "pt-BR"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("ca-VALENCIA", "ca-valencia"),
        ("de-CH-1996", "de-CH-1996"),
        ("en-x-TWAIN", "en-x-twain"),
        ("ar-u-NU-LATN", "ar-u-nu-latn"),
        ("", ""),
    ],
)
def test_canonical_letter_case(given: str, expected: str) -> None:
    assert languages.canonical(given) == expected
    assert languages.canonical(expected) == expected


@pytest.mark.parametrize("tag", ["en", "zh-Hans", "x-private", "pt-BR", "es-419", "sl-rozaj-biske"])
def test_well_formed(tag: str) -> None:
    assert languages.is_well_formed(tag)


@pytest.mark.parametrize(
    "tag", ["", "e n", "en-", "-en", "en--GB", "zh_Hans", "français", "abcdefghi", "en\n", "../x"]
)
def test_not_well_formed(tag: str) -> None:
    assert not languages.is_well_formed(tag)


@pytest.mark.parametrize("tag", ["zh-Hans", "pt-BR", "fr", "sr-Latn-RS", "ca-valencia"])
def test_folders_and_tags_convert_both_ways(tag: str) -> None:
    folder = languages.to_locale(tag)
    assert "-" not in folder
    assert languages.from_locale(folder) == tag


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar", "rtl"), ("he", "rtl"), ("fa-AF", "rtl"), ("ur", "rtl"), ("az-Arab", "rtl"),
        ("dv", "rtl"), ("nqo", "rtl"), ("syr", "rtl"), ("arc", "rtl"), ("ota", "rtl"),
        ("rhg", "rtl"), ("mnd", "ltr"), ("bal", "rtl"), ("sam", "rtl"), ("iw", "rtl"),
        ("und", "ltr"), ("und-Hebr", "rtl"), ("ar-Latn", "ltr"), ("fr", "ltr"),
        ("zh-Hans", "ltr"),
        ("qqq", "ltr"), ("", "ltr"),
    ],
)  # fmt: skip
def test_direction(tag: str, expected: str) -> None:
    assert languages.direction(tag) == expected


@pytest.mark.parametrize(
    ("tag", "reader", "expected"),
    [
        ("fr", "en", "French"),
        ("fr", "de", "Französisch"),
        ("zh-Hans", "en", "Chinese (Simplified)"),
        ("pt-BR", "fr", "portugais (Brésil)"),
        ("de-1901", "en", "German (de-1901)"),
        ("qqq", "en", "qqq"),
        ("fr", "qqq", "French"),
        ("sux", "de", "Sumerisch"),
        ("akk", "ru", "аккадский"),
        ("ckb-IR", "en", "Central Kurdish (Iran)"),
        ("und", "en", "Unknown language"),
        ("mul", "fr", "multilingue"),
        ("zxx", "es", "sin contenido lingüístico"),
        ("mis", "en", "Uncoded languages"),
        ("sfs", "en", "South African Sign Language"),
        ("gre", "en", "Greek"),
        ("x-codes", "en", "x-codes"),
        ("nb", "en", "Norwegian Bokmål"),
    ],
)
def test_names(tag: str, reader: str, expected: str) -> None:
    assert languages.name(tag, reader) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("fr", "Français"),
        ("ru", "Русский"),
        ("ar", "العربية"),
        ("zh-Hans", "中文 (简体)"),
        ("sux", "Sumerian"),
        ("und", "Unknown language"),
        ("qqq", "qqq"),
    ],
)
def test_own_names(tag: str, expected: str) -> None:
    assert languages.own_name(tag).replace("（", " (").replace("）", ")") == expected


@pytest.mark.parametrize(("tag", "lang"), [("fr-CA", "fr-CA"), ("sux", "en"), ("und", "en")])
def test_which_language_the_name_of_a_language_is_in(tag: str, lang: str) -> None:
    assert languages.language_of_own_name(tag) == lang


@pytest.mark.parametrize("reader", ["en", "ar", "ru", "xx"])
def test_every_language_of_cldr_has_a_name(reader: str) -> None:
    tags = [code for code in Locale("en").languages if "_" not in code]
    assert len(tags) > 600
    assert not [tag for tag in tags if languages.name(tag, reader) == tag]


def test_the_direction_of_a_language_is_that_of_its_letters() -> None:
    """Held against the alphabets of CLDR: not one of them runs the other way."""
    for code in (one for one in localedata.locale_identifiers() if "_" not in one):
        letters = str(Locale(code).languages.get(code, ""))
        classes = {unicodedata.bidirectional(letter) for letter in letters} & {"L", "R", "AL"}
        if classes:
            assert (languages.direction(code) == "rtl") == ("L" not in classes), code


def test_parents_drop_the_last_part_and_a_lone_letter() -> None:
    assert languages.parents("zh-hant-HK") == ("zh-Hant-HK", "zh-Hant", "zh")
    assert languages.parents("en-x-twain") == ("en-x-twain", "en")
    assert languages.parents("") == ()


def test_parents_know_implied_scripts_and_norwegian() -> None:
    assert languages.parents("zh-TW") == ("zh-TW", "zh-Hant", "zh")
    assert languages.parents("zh-CN") == ("zh-CN", "zh")
    assert languages.parents("nb-NO") == ("nb-NO", "nb", "no")


@pytest.mark.parametrize(
    ("available", "wanted", "expected"),
    [
        (["en", "fr"], ["fr"], "fr"),
        (["en", "pt"], ["pt-BR"], "pt"),
        (["en", "pt-BR"], ["pt"], "pt-BR"),
        (["en", "pt-PT"], ["pt-BR"], "pt-PT"),
        (["zh-Hans", "zh-Hant"], ["zh-Hant"], "zh-Hant"),
        (["zh-Hant", "zh-Hans"], ["zh-Hans"], "zh-Hans"),
        (["zh-Hans", "zh-Hant"], ["zh-TW"], "zh-Hant"),
        (["zh-Hant", "zh-Hans"], ["zh-CN"], "zh-Hans"),
        (["zh-Hant", "zh-Hans"], ["zh"], "zh-Hans"),
        (["zh-Hans"], ["zh-Hant"], "zh-Hans"),
        (["sr-Latn", "sr-Cyrl"], ["sr-RS"], "sr-Cyrl"),
        (["zh", "zh-Hant"], ["zh-HK"], "zh-Hant"),
        (["no", "en"], ["nb"], "no"),
        (["en", "nb"], ["no"], "nb"),
        (["en", "nn"], ["nb"], "nn"),
        (["de", "fr"], ["es", "fr"], "fr"),
        (["de", "fr"], ["es", "fr", "de"], "fr"),
        (["de"], ["es"], None),
        (["de"], [""], None),
        ([], ["de"], None),
        (["de"], [], None),
    ],
)
def test_best(available: list[str], wanted: list[str], expected: str | None) -> None:
    assert languages.best(available, wanted) == expected


def test_choose_falls_back_to_any_text() -> None:
    assert languages.choose({"de": "Wort", "fr": "mot"}, ["fr-CA", "de"]) == ("fr", "mot")
    assert languages.choose({"de": "Wort"}, ["ja"]) == ("de", "Wort")
    assert languages.choose({}, ["ja"]) is None


@pytest.mark.parametrize(
    ("lang", "wanted", "expected"),
    [
        ("fr", "fr", True),
        ("fr-CA", "fr", True),
        ("fr", "fr-CA", False),
        ("fry", "fr", False),
        ("zh-Hans", "zh-Hant", False),
        ("zh-TW", "zh-Hant", True),
        ("fr", "fra", True),
    ],
)
def test_content_that_answers_a_request(lang: str, wanted: str, expected: bool) -> None:
    assert languages.matches(lang, wanted) is expected
