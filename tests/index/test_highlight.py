"""What is marked is what was found, and the pieces always make up the text."""

import random

import pytest

from index.highlight import marked, marks
from index.queries import parse


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
    ],
)
def test_marks(text: str, lang: str, query: str, found: list[str]) -> None:
    assert [piece for piece, hit in marked(text, lang, query) if hit] == found


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
