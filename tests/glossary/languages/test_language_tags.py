"""One form of all tags that are equal, from whatever is written."""

import pytest
from babel.core import get_global

from glossary import languages
from glossary.errors import Invalid
from glossary.languages.tags import NO_TAG, NOT_KNOWN, READ_AS


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("spa", "es"), ("ita", "it"), ("rum", "ro"), ("ron", "ro"), ("cze", "cs"), ("zho", "zh"),
        ("chi", "zh"), ("cmn", "zh"), ("iw", "he"), ("in", "id"), ("ji", "yi"), ("sh", "sr-Latn"),
        ("mol", "ro"), ("per", "fa"), ("prs", "fa-AF"), ("arb", "ar"), ("nob", "nb"), ("nor", "no"),
        ("no", "no"), ("nb", "nb"), ("grc", "grc"), ("en_GB", "en-GB"), ("ENG_gb", "en-GB"),
        ("en-UK", "en-GB"), ("fr-FRA", "fr-FR"), ("de-276", "de-DE"), ("es-419", "es-419"),
        ("zh-CN", "zh-CN"), ("zh_TW", "zh-TW"), ("zh-cmn-Hant", "zh-Hant"), ("zh-yue-HK", "yue-HK"),
        ("ar-aeb", "aeb"), ("sgn-ase", "ase"), ("i-navajo", "nv"), ("art-lojban", "jbo"),
        ("zh-min-nan", "nan"), ("no-nyn", "nn"), ("en-gb-oed", "en-GB-oxendict"),
        ("ger-1996-x-Ours", "de-1996-x-ours"), ("x-OURS", "x-ours"), ("und", "und"), ("zxx", "zxx"),
        ("deat", "deat"), ("sr-Qaai", "sr-Zinh"), ("ar-u-NU-latn", "ar-u-nu-latn"),
    ],
)  # fmt: skip
def test_equal_tags_have_one_form(given: str, expected: str) -> None:
    assert languages.canonical(given) == expected
    assert languages.canonical(given.upper()) == expected
    assert languages.canonical(given.replace("-", "_")) == expected


def test_the_one_form_stays_as_it_is() -> None:
    tags = [*get_global("language_aliases"), *get_global("likely_subtags")]
    assert len(tags) > 8000
    changed = [tag for tag in map(languages.canonical, tags) if languages.canonical(tag) != tag]
    assert not changed


def test_every_code_of_three_letters_has_its_shorter_one() -> None:
    for code, short in get_global("language_aliases").items():
        if len(code) == 3 and len(short) == 2:
            assert languages.canonical(f"{code}-Latn").split("-")[0] == short.split("_")[0]


@pytest.mark.parametrize(
    ("written", "tag", "message"),
    [
        ("de-at", "de-AT", ""), ("DE", "de", ""), ("", "", ""), ("x-none", "x-none", ""),
        ("de-x-etwas", "de-x-etwas", ""), ("qaa", "qaa", ""), ("aaa", "aaa", ""),
        ("mis", "mis", ""),
        ("spa", "es", READ_AS), ("pt_BR", "pt-BR", READ_AS), ("nl_NL.UTF-8", "nl-NL", READ_AS),
        ("Spanish", "es", READ_AS), ("russisch", "ru", READ_AS), ("español", "es", READ_AS),
        ("العربية", "ar", READ_AS), ("indonesian", "id", READ_AS),
        ("traditional chinese", "zh-Hant", READ_AS),
        ("gibb", "gibb", NOT_KNOWN), ("zzzzz-DE", "zzzzz-DE", NOT_KNOWN),
        ("no language here", "und", NO_TAG), ("abcdefghijk", "und", NO_TAG),
        ("en--US", "und", NO_TAG),
        ("-", "und", NO_TAG), ("x", "und", NO_TAG), ("http://example.org/en", "und", NO_TAG),
    ],
)  # fmt: skip
def test_what_is_written_is_understood_or_told(written: str, tag: str, message: str) -> None:
    found = languages.read(written)
    assert (found.tag, found.message) == (tag, message)
    if message:
        assert written in message % found.values


@pytest.mark.parametrize("tag", ["fr", "FRA", "pt_br".replace("_", "-"), "x-ours", "i-klingon"])
def test_a_tag_that_is_asked_for_is_given_in_its_one_form(tag: str) -> None:
    assert languages.checked(tag) == languages.canonical(tag)


@pytest.mark.parametrize(
    "tag", ["", "xx-yy-zz-badbad", "german", "en_US", "en-YY-YY", "zzz", "de-AT-AT", "fr\n", "1"]
)
def test_a_tag_that_is_none_is_refused_with_the_parameter(tag: str) -> None:
    with pytest.raises(Invalid) as caught:
        languages.checked(tag, "to")
    assert caught.value.parameter == "to"
    assert tag in str(caught.value)


@pytest.mark.parametrize(
    ("values", "tags"),
    [
        (["http://lexvo.org/id/iso639-3/ita"], ["it"]),
        (["http://id.loc.gov/vocabulary/iso639-2/rum", "http://id.loc.gov/vocabulary/iso639-1/pl"],
         ["ro", "pl"]),
        (["http://publications.europa.eu/resource/authority/language/SPA"], ["es"]),
        (["http://www.lingvoj.org/languages/tag-sv.html", "http://www.lingvoj.org/lang/nb"],
         ["sv", "nb"]),
        (["http://dbpedia.org/resource/Finnish_language"], ["fi"]),
        (["urn:x-lang:gre"], ["el"]),
        (["Spanish"], ["es"]), (["Italiano"], ["it"]), (["dut"], ["nl"]), (["PT_br"], ["pt-BR"]),
        (["fr; de, Czech"], ["fr", "de", "cs"]), (["eng spa"], ["en", "es"]),
        (["en", "eng", "English"], ["en"]), ([""], []), ([], []),
    ],
)  # fmt: skip
def test_languages_are_stated_in_many_ways(values: list[str], tags: list[str]) -> None:
    assert languages.stated(values)[0] == tags


def test_what_is_not_plain_in_a_statement_is_told() -> None:
    found, told = languages.stated(
        ["Elvish, of the west", "http://example.org/nowhere", "gre", "zz"]
    )
    assert found == ["el"]
    assert [one.message % one.values for one in told] == [
        "the language “Elvish” of the vocabulary is not understood",
        "the language “of the west” of the vocabulary is not understood",
        "the language “http://example.org/nowhere” of the vocabulary is not understood",
        "the language tag “gre” is read as el",
        "the language “zz” of the vocabulary is not understood",
    ]


@pytest.mark.parametrize(
    ("stated", "counts", "tag"),
    [
        ([], {"it": 2, "pl": 1}, "it"), ([], {"sv": 4, "en": 4, "da": 4}, "en"),
        ([], {"sv": 4, "da": 4}, "da"), ([], {"": 9, "sv": 1}, "sv"),
        ([], {"und": 9, "sv": 1}, "sv"),
        ([], {"zxx": 2}, "zxx"), ([], {}, "en"), (["fi"], {}, "fi"), (["mul"], {}, "en"),
        (["pt"], {"pt-BR": 1, "en": 5}, "pt-BR"), (["pt-BR"], {"pt": 1, "en": 5}, "pt"),
        (["fr"], {"fr": 1, "en": 5}, "fr"), (["fi", "sv"], {"sv": 3, "fi": 2, "en": 9}, "sv"),
        (["mul"], {"sv": 1, "fi": 2}, "fi"), (["nb"], {"no": 1, "en": 3}, "no"),
    ],
)  # fmt: skip
def test_the_source_language_is_one_of_the_file(
    stated: list[str], counts: dict[str, int], tag: str
) -> None:
    for order in (counts, dict(reversed(counts.items()))):
        chosen = languages.source(stated, order)
        assert (chosen.tag, chosen.message) == (tag, "")


def test_a_stated_language_without_terms_is_told() -> None:
    chosen = languages.source(["fi"], {"sv": 1})
    assert chosen.tag == "sv"
    assert "“fi”" in chosen.message % chosen.values
