"""Where indexes of these tests live, and documents and queries made at random."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index import Document, Query, Text, build_index, change_index, open_index
from index.contract import Place
from index.contract.samples import document

TEXTS = {
    "en": "library libraries archive archives museum book books paper record heritage access "
    "digital open image map mapping collection index term reader record series stone shield a",
    "fr": "bibliothèque bibliothèques archives musée livre livres papier notice patrimoine "
    "numérique ouvert image carte fonds œuvre mur tour école études l'art",
    "de": "Bibliothek Archiv Museum Buch Papier Erbe Zugang Bild Karte Bücher "
    "Straße Größe Künstler",
    "sv": "bibliotek arkiv ål al konst öl ol museum",
    "ru": "библиотека библиотеки архив музей книга книги бумага наследие карта стена ёлка",
    "ar": "مكتبة المكتبة أرشيف متحف كتاب ورق تراث وصول صورة خريطة سجل",
    "el": "βιβλιοθήκη βιβλιοθήκες αρχείο μουσείο βιβλίο",
    "hi": "पुस्तकालय विद्यालय पुस्तक पुस्तकें",
    "zh-Hans": "图书馆 档案馆 博物馆 书籍 遗产 图像 目录 馆藏 古籍修复 数字图书馆 图 书 MARC格式",
    "ja": "図書館 ライブラリ 書 人々 ー",
    "th": "ห้องสมุด พิพิธภัณฑ์ หอจดหมายเหตุ",
    "pl": "książka biblioteka archiwum mapa obraz zamek",
    "tr": "ışık kütüphane kitap İstanbul",
}  # fmt: skip
WORDS = {lang: text.split() for lang, text in TEXTS.items()}
ALL_WORDS = [word for words in WORDS.values() for word in words]
SECTORS = ("library", "archive", "museum", "monument", "audiovisual")
STATUSES = ("approved", "draft", "deprecated")
GROUPS = ("early", "late", "both")
VOCABULARIES = ("v0", "v1", "v2", "v3")
NOTATIONS = ("025.4", "A-1", "A.12", "02", "025")
KINDS = ("definition", "note", "example")


def place(folder: Path) -> Place:
    """Return the place of an embedded index."""
    return Place(
        lambda: build_index(folder), lambda: open_index(folder), lambda: change_index(folder)
    )


def _some(rng: random.Random, lang: str, least: int, most: int) -> str:
    return " ".join(rng.choices(WORDS[lang], k=rng.randint(least, most)))


def random_document(rng: random.Random, number: int) -> Document:
    """Return the document with a number; its parents have lower numbers."""
    langs = rng.sample(list(WORDS), rng.randint(1, 4))
    made = document(
        VOCABULARIES[number % 4],
        f"c{number}",
        {lang: _some(rng, lang, 1, 3) for lang in langs},
        {lang: _some(rng, lang, 1, 2) for lang in langs if rng.random() < 0.4},
        {lang: _some(rng, lang, 1, 1) for lang in langs if rng.random() < 0.1},
    )
    texts = [
        Text(_some(rng, lang, 3, 14), lang, kind)
        for lang in langs for kind in KINDS if rng.random() < 0.25
    ]  # fmt: skip
    above = rng.choices(range(number), k=rng.choice((0, 1, 1, 2))) if number else ()
    return replace(
        made,
        texts=texts,
        sectors=rng.sample(SECTORS, rng.randint(0, 3)),
        groups=rng.sample(GROUPS, rng.choice((0, 0, 1, 2))),
        status=rng.choice(STATUSES),
        notations=rng.sample(NOTATIONS, 1) if rng.random() < 0.2 else (),
        parents=[f"c{n}" for n in {n - n % 4 + number % 4 for n in above} if 0 <= n < number],
        changed=f"2026-0{rng.randint(1, 9)}-01",
        listed=rng.random() < 0.95,
    )


def random_documents(rng: random.Random, count: int) -> list[Document]:
    """Return documents; the first has every sector, status, kind of text and language."""
    made = [random_document(rng, number) for number in range(count)]
    first = document(
        made[0].vocabulary, made[0].id, {lang: words[0] for lang, words in WORDS.items()}
    )
    made[0] = replace(
        first, sectors=SECTORS, groups=GROUPS, texts=[Text("x", "en", kind) for kind in KINDS]
    )
    return made


def _typo(rng: random.Random, word: str) -> str:
    place = rng.randrange(len(word))
    return word[:place] + rng.choice(("", "x", word[place] * 2)) + word[place + 1 :]


def _part(rng: random.Random, made: Document) -> str:
    """Return a part of a query that often finds the document."""
    texts: list[Any] = [*made.labels, *made.texts]
    words = rng.choice(texts).text.split()
    start = rng.randrange(len(words))
    word = words[start]
    match rng.randrange(12):
        case 0 | 1:
            return " ".join(words[start : start + 3])
        case 2 | 3:
            return f'"{" ".join(words[start : start + rng.randint(1, 3)])}"'
        case 4:
            return word[: rng.randint(1, 4)] + "*"
        case 5:
            field = rng.choice(("term", "definition", "note", "notation"))
            phrase = f'"{words[0]} {word}"'
            return f"{field}:{rng.choice((word, word[:2] + '*', phrase))}"
        case 6:
            return rng.choice(word)
        case 7:
            return _typo(rng, word)
        case 8:
            return rng.choice(ALL_WORDS)
        case 9:
            return rng.choice((*NOTATIONS, "notation:025.4", "A*", "02*", "notation:02*"))
    return word


def _text(rng: random.Random, made: Document) -> str:
    if rng.random() < 0.3:
        chosen = rng.choice(made.labels).text
        other = rng.choice((made.id, made.uri, rng.choice(NOTATIONS), chosen.upper()))
        return other if rng.random() < 0.3 else chosen
    parts = [_part(rng, made) for _ in range(rng.choice((1, 1, 2, 2, 3, 5)))]
    if rng.random() < 0.25:
        excluded = rng.choice((rng.choice(ALL_WORDS), _part(rng, made)))
        parts.insert(rng.randrange(len(parts) + 1), f"-{excluded}")
    if rng.random() < 0.2:
        parts.insert(rng.randrange(len(parts) + 1), f"{_part(rng, made)} OR")
    return " ".join(parts)


def random_query(rng: random.Random, documents: Sequence[Document]) -> Query:
    """Return a query of any kind, which often finds something."""
    made = rng.choice(documents)
    texts: list[Any] = [*made.labels, *made.texts]
    lang = rng.choice(texts).lang
    far = rng.choice(documents)

    def filtered(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(rng.sample(values, rng.choice((0,) * 8 + (1, 2))))

    return Query(
        _text(rng, made),
        lang=rng.choice(("", "", "", lang, lang.split("-")[0], rng.choice(list(WORDS)))),
        vocabularies=filtered(VOCABULARIES),
        sectors=filtered([*SECTORS, "none"]),
        statuses=filtered([*STATUSES, "none"]),
        groups=filtered([*GROUPS, "none"]),
        below=(far.vocabulary, far.id) if rng.random() < 0.05 else None,
        page=rng.choice((1, 1, 1, 2, 3)),
        per_page=rng.choice((5, 20, 20, 50)),
    )
