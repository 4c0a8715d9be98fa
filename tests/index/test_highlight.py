"""What is marked is what was found, and the pieces always make up the text."""

import random
from collections.abc import Callable, Iterable

import pytest

from index import Document, Index
from index.highlight import marked, marks
from index.queries import parse
from tests.index.corpus import random_documents, random_query


@pytest.mark.parametrize(
    ("text", "lang", "query", "found"),
    [
        ("The library lends", "en", "libraries", ["library"]),
        ("École et bibliothèques", "fr", "ecole bibliothèque", ["École", "bibliothèques"]),
        ("E\u0301cole", "fr", "école", ["E\u0301cole"]),
        ("Digital libraries", "en", "libr*", ["libraries"]),
        ("国家图书馆目录", "zh-Hans", "图书馆", ["图书馆"]),
        ("国家图书馆目录", "zh-Hans", "馆", ["馆"]),
        ("国家图书馆目录", "zh-Hans", "书馆目", ["书馆目"]),
        ("ห้องสมุดแห่งชาติ", "th", "สมุด", ["สมุด"]),
        ("디지털 도서관의 역사", "ko", "도서관", ["도서관의"]),
        ("Qurʼan stories", "en", "quran", ["Qurʼan"]),
        ("د کتاب‌ها", "fa", "کتاب", ["کتاب‌ها"]),
        ("مَكتبة عامة", "ar", "مكتبة", ["مَكتبة"]),
        ("Open access", "en", "open -access", ["Open"]),
        ("½ litre", "fr", "1", ["½"]),
        ("nothing here", "en", "absent", []),
        ("遗产地", "zh-Hans", "遗产", ["遗产"]),
        ("图书馆与档案馆", "zh-Hans", "档案", ["档案"]),
        ("国立図書館", "ja", "図書", ["図書"]),
        ("น้ำท่วม", "th", "น้ำ", ["น้ำ"]),
        ("3D打印技术", "zh-Hans", "打印", ["打印"]),
        ("3D打印技术", "zh-Hans", "3D打印", ["3D打印"]),
        ("文化遗产", "zh-Hans", "遗*", ["遗"]),
        ("文化遗产", "zh-Hans", "产*", ["产"]),
        ("文化遗产", "zh-Hans", "文*", ["文"]),
        ("文化遗产", "zh-Hans", "文化遗*", ["文化遗"]),
        ("文化政策", "zh-Hans", "化遗产", []),
        ("文化政策与遗产", "zh-Hans", "文化遗产", ["文化", "遗产"]),
        ("ｶﾞｲﾄﾞ図書", "ja", "ガイ", ["ｶﾞｲ"]),
        ("kütüphane", "tr", "kütüphaneler", ["kütüphane"]),
        ("O'Neill", "en", "oneill", ["O", "Neill"]),
        ("19th century", "en", "nineteenth century", ["19th", "century"]),
        ("nineteenth century", "en", "19th century", ["nineteenth", "century"]),
        ("19th century art", "en", "nineteenth century", ["century"]),
        ("open data, open access", "en", '"open access"', ["open", "access"]),
        ("access to open data", "en", '"open access"', []),
        ("ארכיון צה״ל", "he", 'צה"ל', ["צה״ל"]),
        ("Shelf NOT American", "en", "shelf -american", ["Shelf"]),
        ("any text", "en", "ـ* *", []),
    ],
)
def test_marks(text: str, lang: str, query: str, found: list[str]) -> None:
    assert [piece for piece, hit in marked(text, lang, query) if hit] == found


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("film", {"preferred", "hidden", "notation", "definition", "note", "example"}),
        ("fil*", {"preferred", "hidden", "notation", "definition", "note", "example"}),
        ("term:film", {"preferred", "hidden"}),
        ("definition:film", {"definition"}),
        ("note:fil*", {"note", "example"}),
        ('notation:"a film"', {"notation"}),
    ],
)
def test_a_field_is_marked_where_it_was_looked_for(query: str, kinds: set[str]) -> None:
    every = ("preferred", "hidden", "notation", "definition", "note", "example")
    found = {kind for kind in every if marks("A film", "en", parse(query), kind)}
    assert found == kinds


def test_all_that_was_found_is_marked(index_of: Callable[[Iterable[Document]], Index]) -> None:
    rng = random.Random(7)
    documents = random_documents(rng, 150)
    index = index_of(documents)
    for query in (random_query(rng, documents) for _ in range(300)):
        parsed = parse(query.text)
        for hit in index.search(query).hits:
            if len(parsed.clauses) == 1 and hit.match.kind not in ("notation", "identifier"):
                assert marks(hit.match.text, hit.match.lang, parsed, hit.match.kind), query


def test_places_lie_inside_any_text() -> None:
    rng = random.Random(4)
    alphabet = 'aàé½ßİı图书馆مَكتبةбиблиотекаก้าว\u0301\ud800\udfff\u200d\U0001f3db -*"'
    for _ in range(4000):
        text = "".join(rng.choices(alphabet, k=rng.randrange(25)))
        start = rng.randrange(len(text) + 1)
        query = text[start : start + rng.randrange(1, 8)] + rng.choice(("", "*", ' "a', " -b"))
        lang = rng.choice(("", "en", "tr", "zh-Hans", "ar"))
        end = 0
        for left, right in marks(text, lang, parse(query)):
            assert end <= left < right <= len(text)
            end = right
        assert "".join(piece for piece, _ in marked(text, lang, query)) == text


def test_a_label_with_signs_is_marked_whole() -> None:
    for text in ("note: on method", "term:limit", "-able"):
        pieces = list(marked(text, "en", text.capitalize(), "preferred"))
        assert "".join(piece for piece, _ in pieces) == text
        assert all(found for piece, found in pieces if piece.isalpha())
    assert list(marked("a note", "en", "term:note", "preferred")) == [("a ", False), ("note", True)]
