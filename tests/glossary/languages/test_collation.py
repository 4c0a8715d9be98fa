from itertools import pairwise

import pytest

from glossary.languages import collation
from glossary.languages.alphabets import BUILT_IN, twice
from glossary.languages.collation import Order


@pytest.fixture(params=["ICU", "built-in"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both engines one after the other; ICU only where it is installed."""
    if request.param == "built-in":
        monkeypatch.setattr(collation, "icu", None)
    elif vars(collation)["icu"] is None:
        pytest.skip("the extra icu is not installed")
    return str(request.param)


def _ordered(words: str, lang: str, order: Order | None = None) -> str:
    key = (order or Order()).sort_key
    return " ".join(sorted(words.split(), key=lambda word: key(word, lang)))


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
        ("cs", "hora chata"),
        ("hu", "cukor csata dal"),
        ("hr", "ljeto mapa nokat njega"),
        ("da", "zone aal"),
        ("tr", "halı ısı iz"),
        ("lv", "ir ja"),
        ("ro", "suta șapte tara"),
        ("uk", "гора ґанок дім"),
        ("ja", "あき アニメ いえ"),
        ("ko", "가방 나무 다리"),
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
        ("«йод»", "ru", "Й"),
        ("(čtyři)", "cs", "Č"),
        ("chata", "cs", "CH"),
        ("나무", "ko", "ㄴ"),
        ("9 to 5", "en", "0-9"),
        ("", "en", "#"),
        ("…", "en", "#"),
        ("§ 5", "en", "0-9"),
        ("§", "en", "#"),
    ],
)
def test_letter(engine: str, text: str, lang: str, expected: str) -> None:
    assert Order().letter(text, lang) == expected


def test_chinese_letters_are_initials_with_icu_and_characters_without(engine: str) -> None:
    assert Order().letter("图书馆", "zh-Hans") == ("T" if engine == "ICU" else "图")


def test_keys_of_different_words_differ(engine: str) -> None:
    assert Order().sort_key("resume", "en") != Order().sort_key("résumé", "en")


def test_unknown_languages_have_an_order(engine: str) -> None:
    assert _ordered("b a", "qqq") == "a b"
    assert Order().letter("b", "") == "B"


CY = "A B C Ch D Dd E F Ff G Ng H I J L Ll M N O P Ph R Rh S T Th U W Y"


@pytest.fixture
def welsh(engine: str) -> Order:
    """The order of a site that states the Welsh alphabet."""
    return Order({"cy": tuple(CY.split())})


def test_digraphs_of_a_stated_alphabet_are_letters(welsh: Order) -> None:
    words = "cae cwrt chwarae dafad dŵr ddoe ffa gardd ngan hen llan mam rhos tŷ thema ysgol zebra"
    assert _ordered(" ".join(reversed(words.split())), "cy", welsh) == words
    assert [welsh.letter(word, "cy") for word in words.split()[-7:]] == [
        "Ll", "M", "Rh", "T", "Th", "Y", "Z",
    ]  # fmt: skip


def test_a_stated_alphabet_serves_the_variants_of_its_language_only(welsh: Order) -> None:
    assert _ordered("llan lôn", "cy-GB", welsh) == "lôn llan"
    assert _ordered("lon llan", "en", welsh) == "llan lon"


def test_case_and_accents_do_not_matter_unless_listed(engine: str) -> None:
    order = Order({"xx": ("A", "Ö", "B")})
    assert _ordered("b ä ÖL ob öd a Ab", "xx", order) == "a ä Ab öd ÖL b ob"
    assert [order.letter(word, "xx") for word in ("Äh", "öd", "„ÖL“")] == ["A", "Ö", "Ö"]


def test_an_apostrophe_can_be_a_letter(engine: str) -> None:
    order = Order({"haw": ("A", "E", "'")})
    assert order.letter("'ahi", "haw") == "'"
    assert _ordered("'a e a", "haw", order) == "a e 'a"


def test_spaces_come_before_digits_before_letters(welsh: Order) -> None:
    found = sorted(
        ["aa", "a 2", "a1", "a b", "٣", "a"], key=lambda text: welsh.sort_key(text, "cy")
    )
    assert found == ["٣", "a", "a 2", "a b", "a1", "aa"]


@pytest.mark.parametrize("lang", ["en", "ar", "zh-Hans", "cy"])
def test_numbers_are_ordered_by_their_value(welsh: Order, lang: str) -> None:
    listed = [
        "1",
        "02",
        "9th century",
        "10th century",
        "term 2",
        "term 2.9",
        "term 2.10",
        "term 10",
    ]
    listed.append("term 1000000000000")
    for shuffled in (listed[::-1], sorted(listed)):
        assert sorted(shuffled, key=lambda text: welsh.sort_key(text, lang)) == listed


def test_turkish_keeps_two_letters_i(engine: str) -> None:
    order = Order({"tr": ("H", "I", "İ", "J")})
    assert [order.letter(word, "tr") for word in ("Isı", "ısı", "iz", "İz")] == ["I", "I", "İ", "İ"]


def test_built_in_alphabets_have_every_letter_once() -> None:
    assert not {
        lang: twice(letters.split())
        for lang, (letters, _) in BUILT_IN.items()
        if twice(letters.split())
    }
    assert twice(["A", "Á", "á"]) == "á"
    assert twice(["I", "İ", "ı"]) == "ı"


@pytest.mark.parametrize(
    ("texts", "lang", "expected"),
    [
        (["(Nile) delta", "amphora", "-fact", "“Karnak”", "zinc", "'t Gooi"], "en", "A F K N T Z"),
        (["(b)", "a", "-c", "7 wonders", "(12) apostles", "†"], "en", "# 0-9 A B C"),
        (["«арка»", "-ведение", "бумага", "(ель)"], "ru", "А Б В Е"),
        (["(мост)", "folio", "арка", "-ab"], "ru", None),
        (["(مكتبة)", "بيت", "«أرشيف»"], "ar", "ا ب م"),
        (["(ʻAbd) Allāh", "ʿUmar", "Basra"], "en", "A B U"),
        (["¿Qué?", "ñandú", "…nada", "oro"], "es", "N Ñ O Q"),
        (["(β)", "α", "„γ“"], "el", "Α Β Γ"),
        (["(나)", "가방", "[다]"], "ko", "ㄱ ㄴ ㄷ"),
    ],
)
def test_headings_are_in_order_whatever_stands_before(
    engine: str, texts: list[str], lang: str, expected: str | None
) -> None:
    filed = [Order().filed(text, lang) for text in texts]
    headings = list(dict.fromkeys(heading for _, heading in sorted(filed)))
    assert expected is None or " ".join(headings) == expected
    assert len(headings) == len({heading for _, heading in filed})
    first = {heading: min(key for key, one in filed if one == heading) for heading in headings}
    assert all(
        not (first[one] < key < first[other]) or heading == one
        for one, other in pairwise(headings)
        for key, heading in filed
    )


def test_chinese_headings_are_in_order_also_with_latin_labels(engine: str) -> None:
    texts = ["北京", "CD-ROM", "安全", "(ABC)", "DVD", "档案"]
    filed = sorted(Order().filed(text, "zh-Hans") for text in texts)
    headings = list(dict.fromkeys(heading for _, heading in filed))
    assert headings == (["A", "B", "C", "D"] if engine == "ICU" else ["A", "C", "D", *"北安档"])


def test_signs_before_a_text_do_not_move_it(engine: str) -> None:
    assert _ordered("(re)use rabbit -rat “reuse” Rye", "en") == "rabbit -rat (re)use “reuse” Rye"
    keys = {Order().sort_key(text, "en") for text in ("reuse", "“reuse”", "-reuse", "(reuse")}
    assert len(keys) == 4


def test_signs_that_an_alphabet_lists_are_letters(engine: str) -> None:
    order = Order({"haw": ["A", "E", "K", "ʻ"]})
    filed = sorted(order.filed(text, "haw") for text in ("ʻele", "(kai)", "-ahi", "eha"))
    assert [heading for _, heading in filed] == ["A", "E", "K", "ʻ"]
