"""Which concepts a term names, and in which order, in many languages."""

import unicodedata
from collections.abc import Callable, Iterable

import pytest

from index import Document, Index
from index.contract import ids
from index.contract.samples import document
from index.embedded.reading import labels

IndexOf = Callable[[Iterable[Document]], Index]
PRECEDENCE = (
    document("v", "hidden-folded", {"en": "n1"}, hidden={"en": "Côte"}),
    document("v", "hidden-exact", {"en": "n2"}, hidden={"en": "cote"}),
    document("v", "alternative-folded", {"en": "n3"}, {"en": "côté"}),
    document("v", "alternative-exact", {"en": "n4"}, {"en": "cote"}),
    document("v", "preferred-folded", {"en": "Cote"}),
    document("v", "preferred-exact", {"en": "cote"}),
    document("v", "french", {"en": "n5", "fr": "COTE"}),
    document("v", "french-hidden", {"en": "n6"}, hidden={"fr": "côte"}),
)


def test_kind_comes_before_form(index_of: IndexOf) -> None:
    hits = index_of(PRECEDENCE).lookup("cote", "en")
    assert ids(hits)[:6] == [
        "preferred-exact",
        "preferred-folded",
        "alternative-exact",
        "alternative-folded",
        "hidden-exact",
        "hidden-folded",
    ]
    assert [(hit.match.kind, hit.match.form) for hit in hits[:6]] == [
        (kind, form) for kind in ("preferred", "alternative", "hidden")
        for form in ("exact", "folded")
    ]  # fmt: skip


def test_very_many_labels_that_fold_alike_are_not_all_read(
    index_of: IndexOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of([document("v", f"eel{n}", {"sv": "ål"}) for n in range(4)])
    monkeypatch.setattr(labels, "_MOST_TEXTS_COMPARED", 3)
    found = index.lookup("al", "sv")
    assert (ids(found), found.total) == (["eel3"], 1)


def test_the_language_asked_for_comes_first(index_of: IndexOf) -> None:
    index = index_of(PRECEDENCE)
    assert ids(index.lookup("cote", "fr"))[:2] == ["french", "french-hidden"]
    assert len(index.lookup("cote", "fr")) == len(PRECEDENCE)
    assert ids(index.lookup("cote", "en"))[-2:] == ["french", "french-hidden"]


def test_ties_are_all_returned_in_the_order_of_publication(index_of: IndexOf) -> None:
    documents = [document(f"v{n % 3}", f"c{n}", {"en": "seal"}) for n in range(40)]
    hits = index_of(documents).lookup("seal")
    assert ids(hits) == [made.id for made in documents]
    assert {hit.match.form for hit in hits} == {"exact"}


def test_a_concept_is_returned_once_with_its_best_label(index_of: IndexOf) -> None:
    made = document("v", "c", {"en": "Seal", "de": "seal"}, {"en": "seal"}, {"fr": "SEAL"})
    (hit,) = index_of([made]).lookup("seal")
    assert (hit.match.kind, hit.match.form, hit.match.lang) == ("preferred", "exact", "de")


def test_inflected_forms_only_where_nothing_else_is_found(index_of: IndexOf) -> None:
    index = index_of(
        [document("v", "one", {"en": "archive"}), document("v", "many", {"en": "archives"})]
    )
    assert ids(index.lookup("archive", "en")) == ["one"]
    assert ids(index.lookup("archives", "en")) == ["many"]
    hits = index.lookup("archived", "en")
    assert ids(hits) == ["one", "many"]
    assert {hit.match.form for hit in hits} == {"inflected"}


@pytest.mark.parametrize("term", ["ecole", "école", "ÉCOLE", "E\u0301cole", " école  ", "Ｅcole"])
@pytest.mark.parametrize("lang", ["", "fr"])
def test_spellings_of_one_word_find_the_same(index: Index, term: str, lang: str) -> None:
    assert ids(index.lookup(term, lang)) == ["school"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_diacritics_decide_between_two_words(index: Index, form: str) -> None:
    accented = unicodedata.normalize(form, "résumé")
    assert ids(index.lookup(accented)) == ["summary", "resumption"]
    assert ids(index.lookup("resume")) == ["resumption", "summary"]
    assert index.lookup(accented)[0].match.form == "exact"


def test_decomposed_labels_are_found(index_of: IndexOf) -> None:
    text = unicodedata.normalize("NFD", "bibliothèque numérisée")
    index = index_of([document("v", "c", {"fr": text})])
    (hit,) = index.lookup("bibliothèque numérisée")
    assert (hit.match.form, hit.match.text) == ("exact", text)


@pytest.mark.parametrize(
    ("label", "lang", "terms"),
    [
        ("library", "en", ("LIBRARY", "libraries", "ｌｉｂｒａｒｙ")),
        ("co-operation", "en", ("co operation", "Co–Operation")),
        ("œuvre d’art", "fr", ("oeuvre d'art", "ŒUVRE D’ART", "œuvres d’art")),
        ("bibliothèque", "fr", ("bibliotheque", "BIBLIOTHÈQUE", "bibliothèques")),
        ("Künstler", "de", ("kuenstler", "Kunstler", "KÜNSTLER")),
        ("Straße", "de", ("strasse", "STRASSE")),
        ("Maß", "de", ("mass", "MASS")),
        ("ёлка", "ru", ("елка", "ЁЛКА", "ёлки")),
        ("музе́й", "ru", ("музей", "МУЗЕЙ", "музеи")),
        ("مَكتبة", "ar", ("مكتبة", "مكتبه", "مَكْتَبَةٌ", "مكـــتبة", "المكتبة")),
        ("أرشيف", "ar", ("ارشيف", "إرشيف", "آرشيف", "ﺃﺭﺷﻴﻒ")),
        ("مستشفى", "ar", ("مستشفي",)),
        ("图书馆", "zh-Hans", ("图书馆", " 图书馆 ")),
        ("ＭＡＲＣ格式", "zh-Hans", ("marc格式", "MARC格式")),
        ("βιβλιοθήκης", "el", ("ΒΙΒΛΙΟΘΗΚΗΣ", "βιβλιοθηκησ", "βιβλιοθηκης")),
        ("ışık", "tr", ("IŞIK", "isik", "Işık")),
        ("İstanbul", "tr", ("istanbul", "ISTANBUL", "I\u0307stanbul")),
        ("konstnär", "sv", ("KONSTNÄR", "konstna\u0308r")),
        ("पुस्तकालय", "hi", ("पुस्तकालय",)),
        ("क़िला", "hi", (unicodedata.normalize("NFD", "क़िला"),)),
        ("שָׁלוֹם", "he", ("שלום",)),
        ("도서관", "ko", (unicodedata.normalize("NFD", "도서관"),)),
        ("ライブラリ", "ja", ("ﾗｲﾌﾞﾗﾘ",)),
    ],
)
def test_what_readers_type(
    index_of: IndexOf, label: str, lang: str, terms: tuple[str, ...]
) -> None:
    index = index_of([document("v", "other", {lang: "xyzzy"}), document("v", "c", {lang: label})])
    for term in (label, *terms):
        assert ids(index.lookup(term, lang)) == ["c"], term
        assert ids(index.lookup(term)) == ["c"], term


def test_letters_that_a_language_keeps_apart(index: Index) -> None:
    assert ids(index.lookup("ål", "sv")) == ["eel"]
    assert ids(index.lookup("al", "sv")) == ["alder"]
    assert ids(index.lookup("ÅL", "sv")) == ["eel"]
    assert ids(index.lookup("A\u030al", "sv")) == ["eel"]
    assert set(ids(index.lookup("al"))) == {"alder", "eel"}


def test_a_language_range_covers_its_variants(index: Index) -> None:
    (hit,) = index.lookup("图书馆", "zh")
    assert hit.match.lang == "zh-Hans"
    assert ids(index.lookup("library", "zh")) == ["library"]


def test_notations_are_looked_up(index: Index) -> None:
    (hit,) = index.lookup("l-1")
    assert (hit.match.kind, hit.match.form, hit.match.text) == ("notation", "folded", "L-1")
