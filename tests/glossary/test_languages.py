import pytest

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
        ("ar-Latn", "ltr"), ("fr", "ltr"), ("zh-Hans", "ltr"), ("qqq", "ltr"), ("", "ltr"),
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
        ("fr", "qqq", "fr"),
    ],
)
def test_names(tag: str, reader: str, expected: str) -> None:
    assert languages.name(tag, reader) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("fr", "Français"), ("ru", "Русский"), ("ar", "العربية"), ("zh-Hans", "中文 (简体)")],
)
def test_own_names(tag: str, expected: str) -> None:
    assert languages.own_name(tag).replace("（", " (").replace("）", ")") == expected


def test_parents_drop_the_last_part_and_a_lone_letter() -> None:
    assert languages.parents("zh-hant-HK") == ("zh-Hant-HK", "zh-Hant", "zh")
    assert languages.parents("en-x-twain") == ("en-x-twain", "en")
    assert languages.parents("") == ()


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
    ],
)
def test_content_that_answers_a_request(lang: str, wanted: str, expected: bool) -> None:
    assert languages.matches(lang, wanted) is expected
