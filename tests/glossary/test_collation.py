from collections.abc import Iterator

import pytest

from glossary import collation


@pytest.fixture(params=["ICU", "built-in"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both engines one after the other; ICU only where it is installed."""
    if request.param == "built-in":
        monkeypatch.setattr(collation, "icu", None)
    elif collation.icu is None:
        pytest.skip("the extra icu is not installed")
    _clear()
    yield request.param
    _clear()


def _clear() -> None:
    collation._collator.cache_clear()
    collation._alphabet.cache_clear()


def _ordered(words: str, lang: str) -> str:
    return " ".join(sorted(words.split(), key=lambda word: collation.sort_key(word, lang)))


def test_engine_names_itself(engine: str) -> None:
    assert collation.engine().startswith(engine)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "archive école église Été"),
        ("de", "Archiv Ärger Bibliothek Öl Übersicht Zensur"),
        ("sv", "arkiv zon zz åtkomst ärende ö"),
        ("da", "arkiv zone ærlig øl år"),
        ("es", "nada nube ñandú objeto"),
        ("pl", "lista łódź mapa"),
        ("cs", "cena čas den"),
        ("ru", "архив ёлка ель жизнь"),
        ("ar", "أرشيف بيت مكتبة"),
        ("en", "archive Book collection"),
    ],
)
def test_dictionary_order(engine: str, lang: str, words: str) -> None:
    assert _ordered(" ".join(reversed(words.split())), lang) == words


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("école", "fr", "E"),
        ("« archive »", "fr", "A"),
        ("Ärger", "de", "A"),
        ("ärende", "sv", "Ä"),
        ("ñandú", "es", "Ñ"),
        ("ёлка", "ru", "Е"),
        ("архив", "ru", "А"),
        ("9 to 5", "en", "0-9"),
        ("", "en", "#"),
        ("…", "en", "#"),
        ("§ 5", "en", "#"),
    ],
)
def test_letter(engine: str, text: str, lang: str, expected: str) -> None:
    assert collation.letter(text, lang) == expected


def test_chinese_letters_are_initials_with_icu_and_characters_without(engine: str) -> None:
    assert collation.letter("图书馆", "zh-Hans") == ("T" if engine == "ICU" else "图")


def test_keys_of_different_words_differ(engine: str) -> None:
    assert collation.sort_key("resume", "en") != collation.sort_key("résumé", "en")


def test_unknown_languages_have_an_order(engine: str) -> None:
    assert _ordered("b a", "qqq") == "a b"
    assert collation.letter("b", "") == "B"
