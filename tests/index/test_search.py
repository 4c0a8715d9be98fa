"""Full-text search against an independent, complete evaluation of every document."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
import regex

from index import Document, Index, Query, Results, analysis, build_index, queries
from index.embedded import EmbeddedIndex
from index.embedded.search import _whoosh_query
from index.samples import document
from index.testing import Place, ids, publish

IndexOf = Callable[[Iterable[Document]], Index]
TEXTS = {
    "en": "library archive museum book paper record heritage access digital open image map "
    "collection index term reader record series fund monument stone wall tower shield",
    "fr": "bibliothèque archives musée livre papier notice patrimoine accès numérique ouvert "
    "image carte fonds œuvre mur tour école étude",
    "de": "Bibliothek Archiv Museum Buch Papier Erbe Zugang Bild Karte Bücher Straße Größe",
    "ru": "библиотека архив музей книга книги бумага наследие доступ карта стена ёлка",
    "ar": "مكتبة أرشيف متحف كتاب ورق تراث وصول صورة خريطة سجل",
    "zh-Hans": "图书馆 档案馆 博物馆 书籍 遗产 开放 图像 地图 目录 馆藏 古籍修复 数字图书馆",
    "pl": "książka biblioteka archiwum mapa obraz zamek",
}
WORDS = {lang: text.split() for lang, text in TEXTS.items()}
SECTORS = ("library", "archive", "museum", "monument", "audiovisual")
STATUSES = ("approved", "draft", "deprecated")


def some(rng: random.Random, lang: str, least: int, most: int) -> str:
    return " ".join(rng.choices(WORDS[lang], k=rng.randint(least, most)))


def random_document(rng: random.Random, number: int) -> Document:
    langs = rng.sample(list(WORDS), rng.randint(1, 4))
    made = document(
        f"v{number % 4}",
        f"c{number}",
        {lang: some(rng, lang, 1, 3) for lang in langs},
        {lang: some(rng, lang, 1, 2) for lang in langs if rng.random() < 0.4},
        {lang: some(rng, lang, 1, 1) for lang in langs if rng.random() < 0.1},
        {lang: some(rng, lang, 4, 14) for lang in langs if rng.random() < 0.6},
    )
    return replace(
        made,
        sectors=rng.sample(SECTORS, rng.randint(0, 3)),
        status=rng.choice(STATUSES),
        notations=[f"N{number}"] if rng.random() < 0.2 else (),
    )


def random_query(rng: random.Random, documents: Sequence[Document]) -> Query:
    """Return a query of words, a phrase, excluded words or a prefix that often finds something."""
    made = rng.choice(documents)
    source = rng.choice([*made.labels, *made.texts])
    words = source.text.split()
    start = rng.randrange(len(words))
    parts = words[start : start + rng.randint(1, 3)]
    if rng.random() < 0.25:
        parts = [f'"{" ".join(parts)}"']
    if rng.random() < 0.2:
        parts.append(rng.choice(words)[: rng.randint(2, 4)] + "*")
    if rng.random() < 0.3:
        parts.append("-" + rng.choice(WORDS[source.lang]))
    if rng.random() < 0.15:
        parts.append(rng.choice(WORDS[rng.choice(list(WORDS))]))
    return Query(
        " ".join(parts),
        lang=source.lang if rng.random() < 0.3 else "",
        vocabularies=tuple(rng.sample(["v0", "v1", "v2", "v3"], rng.choice((0, 0, 0, 1, 2)))),
        sectors=tuple(rng.sample(SECTORS, rng.choice((0, 0, 0, 1, 2)))),
        statuses=tuple(rng.sample(STATUSES, rng.choice((0, 0, 0, 1)))),
    )


class Brute:
    """What the documents answer, one by one; no posting, table or searcher is involved."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.langs = sorted({t.lang for d in documents for t in (*d.labels, *d.texts)})
        self.in_labels = [set(self._label_pieces(d)) for d in documents]
        self.stems = [self._stems(d) for d in documents]
        self.plain = [
            {s for t in d.texts if not analysis.has_stemmer(t.lang)
             for s in analysis.stems(t.text, t.lang)}
            for d in documents
        ]  # fmt: skip

    @staticmethod
    def _label_pieces(made: Document) -> Iterable[str]:
        for text in [label.text for label in made.labels] + list(made.notations):
            yield from analysis.tokens(text)

    @staticmethod
    def _stems(made: Document) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for text in (*made.labels, *made.texts):
            found.setdefault(text.lang, set()).update(analysis.stems(text.text, text.lang))
        return found

    def has_word(self, number: int, word: str, asked: str) -> bool:
        stems = self.stems[number]
        pieces = pieces_of(word)
        if not asked and (pieces <= self.in_labels[number] or pieces <= self.plain[number]):
            return True
        langs = [asked] if asked else [lang for lang in self.langs if fits(word, lang)]
        return any(stems_of(word, lang) <= stems.get(lang, set()) for lang in langs)

    def has_phrase(self, number: int, phrase: str, asked: str) -> bool:
        made = self.documents[number]
        texts = [t.text for t in (*made.labels, *made.texts) if asked in ("", t.lang)]
        spaced = [f" {fold(text)} " for text in texts]
        if phrase.isascii():
            return any(f" {phrase} " in text for text in spaced)
        return any(phrase in text for text in spaced)

    def matches(self, number: int, query: Query) -> bool:
        parsed = queries.parse(query.text)
        return (
            all(self.has_word(number, word, query.lang) for word in parsed.words)
            and not any(self.has_word(number, word, query.lang) for word in parsed.excluded)
            and all(self.has_phrase(number, phrase, query.lang) for phrase in parsed.phrases)
            and all(self.has_prefix(number, prefix) for prefix in parsed.prefixes)
        )

    def has_prefix(self, number: int, prefix: str) -> bool:
        *whole, last = analysis.pieces(prefix)
        there = self.in_labels[number]
        return {*whole} <= there and any(piece.startswith(last) for piece in there)

    def filtered(self, numbers: Iterable[int], query: Query, but: str = "") -> list[int]:
        made = self.documents
        return [
            n for n in numbers
            if (not query.statuses or made[n].status in query.statuses)
            and (but == "vocabulary" or not query.vocabularies
                 or made[n].vocabulary in query.vocabularies)
            and (but == "sector" or not query.sectors or {*query.sectors} & {*made[n].sectors})
        ]  # fmt: skip

    def ranks(self, query: Query) -> list[float]:
        """Return the class of every document by its best label."""
        label = queries.parse(query.text).label
        if not label:
            return [0.0] * len(self.documents)
        asked = keys_of(query.text, query.lang)
        whole = any(asked & keys for made in self.documents for keys in all_keys(made))
        return [rank(made, query, label, asked, whole) for made in self.documents]


fold = lru_cache(None)(analysis.fold)
stem_key = lru_cache(None)(analysis.stem_key)


@lru_cache(None)
def pieces_of(word: str) -> frozenset[str]:
    return frozenset(analysis.tokens(word))


@lru_cache(None)
def stems_of(word: str, lang: str) -> frozenset[str]:
    return frozenset(analysis.stems(word, lang))


@lru_cache(None)
def keys_of(text: str, lang: str) -> frozenset[str]:
    return frozenset(analysis.folded_keys(text, lang))


def all_keys(made: Document) -> Iterable[frozenset[str]]:
    for label in made.labels:
        yield keys_of(label.text, label.lang)
    for notation in made.notations:
        yield keys_of(notation, "")


def rank(made: Document, query: Query, label: str, asked: frozenset[str], whole: bool) -> float:
    """Return the class of a document; inflected labels count where no label is `whole`."""
    ranks = [0.0]
    for found in made.labels:
        kind = ("preferred", "alternative", "hidden").index(found.kind)
        other = bool(query.lang) and found.lang != query.lang
        if kind < 2 and fold(found.text).startswith(label):
            ranks.append(1 - kind / 10)
        if asked & keys_of(found.text, found.lang):
            exact = 1.1 if found.text == query.text else 1.0
            ranks.append((6, 4, 2)[kind] * exact - 4 * other)
        elif not whole and not other:
            stems = stem_key(found.text, found.lang)
            if stems and stems == stem_key(query.text, found.lang):
                ranks.append((6, 4, 2)[kind] * 0.4)
    if any(fold(notation) in asked for notation in made.notations):
        ranks.append(5.0 - 4 * bool(query.lang))
    return max(ranks)


@lru_cache(None)
def fits(word: str, lang: str) -> bool:
    script = {"ru": "Cyrillic", "ar": "Arabic"}.get(lang, "Latin")
    return analysis.has_stemmer(lang) and bool(regex.search(rf"\p{{{script}}}", word))


def scores(index: EmbeddedIndex, query: Query) -> dict[int, float]:
    """Return the score of every document, from Whoosh's own collector without a limit."""
    snapshot = index._current()
    wanted = _whoosh_query(snapshot, queries.parse(query.text), query.lang)
    if wanted is None:
        return {}
    found = snapshot.words.searcher().search(wanted, limit=None)
    return {number: score for score, number in found.top_n}


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    rng = random.Random(6)
    return [random_document(rng, number) for number in range(600)]


@pytest.fixture(scope="module")
def random_index(
    tmp_path_factory: pytest.TempPathFactory, documents: list[Document]
) -> EmbeddedIndex:
    folder = tmp_path_factory.mktemp("random")
    publish(Place(lambda: build_index(folder), lambda: EmbeddedIndex(folder)), documents)
    return EmbeddedIndex(folder)


@pytest.fixture(scope="module")
def brute(documents: list[Document]) -> Brute:
    return Brute(documents)


@pytest.mark.parametrize("part", range(5))
def test_hits_and_order_are_those_of_a_full_evaluation(
    random_index: EmbeddedIndex, brute: Brute, part: int
) -> None:
    rng = random.Random(100 + part)
    found_something = 0
    for _ in range(40):
        query = random_query(rng, brute.documents)
        scored = scores(random_index, query)
        wanted = [n for n in range(len(brute.documents)) if brute.matches(n, query)]
        assert set(wanted) <= set(scored), query
        kept = brute.filtered(wanted, query)
        results = random_index.search(query)
        assert results.total == len(kept), query
        ranks = brute.ranks(query)
        order = sorted(kept, key=lambda n: (-ranks[n], -scored[n], n))
        assert ids(results.hits) == [brute.documents[n].id for n in order[:20]], query
        assert sorted(ids(everything(random_index, query).hits)) == sorted(
            brute.documents[n].id for n in kept
        )
        found_something += bool(kept)
    assert found_something > 20


def everything(index: Index, query: Query) -> Results:
    return index.search(replace(query, per_page=1000))


@pytest.mark.parametrize("part", range(2))
def test_facets_count_the_documents(random_index: EmbeddedIndex, brute: Brute, part: int) -> None:
    rng = random.Random(200 + part)
    for _ in range(30):
        query = random_query(rng, brute.documents)
        wanted = [n for n in range(len(brute.documents)) if brute.matches(n, query)]
        facets = random_index.search(query).facets
        vocabularies = brute.filtered(wanted, query, "vocabulary")
        sectors = brute.filtered(wanted, query, "sector")
        made = brute.documents
        by_vocabulary = Counter(made[n].vocabulary for n in vocabularies)
        assert dict(facets["vocabulary"]) == by_vocabulary, query
        assert dict(facets["sector"]) == Counter(s for n in sectors for s in made[n].sectors)
        for counts in facets.values():
            assert [count for _, count in counts] == sorted(dict(counts).values(), reverse=True)


@pytest.mark.parametrize("text", ["library", "книга", "图书馆", "map -stone", "arch*", "museum"])
def test_pages_together_are_one_big_page(random_index: EmbeddedIndex, text: str) -> None:
    whole = everything(random_index, Query(text))
    assert whole.total == len(whole.hits) > 20
    for per_page in (3, 8, 20):
        pages = -(-whole.total // per_page)
        hits = [
            hit
            for page in range(1, pages + 2)
            for hit in random_index.search(Query(text, page=page, per_page=per_page)).hits
        ]
        assert hits == list(whole.hits)
    assert len(set(ids(whole.hits))) == whole.total


def test_classes_of_matches(index_of: IndexOf) -> None:
    many = " ".join(["digital"] * 30)
    documents = [
        document("v", "text-only", {"en": "x1"}, definitions={"en": f"{many} archives {many}"}),
        document("v", "words", {"en": "archive of digital archive digital archive"}),
        document("v", "alternative-prefix", {"en": "x2"}, {"en": "digital archive keeper"}),
        document("v", "prefix", {"en": "digital archive software"}),
        document("v", "hidden", {"en": "x3"}, hidden={"en": "digital archive"}),
        document("v", "alternative-folded", {"en": "x4"}, {"en": "Digital Archive"}),
        document("v", "alternative", {"en": "x5"}, {"en": "digital archive"}),
        document("v", "preferred-folded", {"en": "Digital archive"}),
        document("v", "preferred", {"en": "digital archive"}),
        document("v", "none", {"en": "digital"}),
    ]
    results = index_of(documents).search(Query("digital archive"))
    assert ids(results.hits) == [made.id for made in reversed(documents[:-1])]
    assert [(hit.match.kind, hit.match.form) for hit in results.hits] == [
        ("preferred", "exact"), ("preferred", "folded"), ("alternative", "exact"),
        ("alternative", "folded"), ("hidden", "exact"), ("preferred", "prefix"),
        ("alternative", "prefix"), ("preferred", "words"), ("definition", "words"),
    ]  # fmt: skip


def test_a_notation_is_found_like_a_label(index_of: IndexOf) -> None:
    documents = [
        document("v", "text", {"en": "x"}, definitions={"pl": "patrz 025.4 tam"}),
        document("v", "notation", {"en": "classification"}, notations=["025.4"]),
    ]
    results = index_of(documents).search(Query("025.4"))
    assert ids(results.hits) == ["notation", "text"]
    assert results.hits[0].match.kind == "notation"


def test_a_snippet_shows_the_word(index_of: IndexOf) -> None:
    long = " ".join(f"filler{n}" for n in range(200))
    made = document("v", "c", {"en": "x"}, definitions={"en": f"{long} needle {long}"})
    (hit,) = index_of([made]).search(Query("needle")).hits
    assert "needle" in hit.snippet
    assert len(hit.snippet) < 300
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")


def test_big_and_empty_texts_can_be_indexed(tmp_path: Path) -> None:
    documents = [
        document("v", "none", {}),
        document("v", "empty", {"en": ""}, definitions={"en": ""}),
        document("v", "long", {"en": "x" * 70_000}, definitions={"en": "y" * 200_000}),
        document("v", "many", {"en": [f"label {n}" for n in range(3000)]}),
        document("v", "signs", {"en": "!!!"}),
        document("v", "zero", {"en": "nul\0byte"}),
    ]
    publish(Place(lambda: build_index(tmp_path), lambda: EmbeddedIndex(tmp_path)), documents)
    index = EmbeddedIndex(tmp_path)
    assert ids(index.search(Query("label 2999")).hits) == ["many"]
    assert ids(index.lookup("x" * 70_000)) == ["long"]
    assert ids(index.lookup("!!!")) == ["signs"]
    assert ids(index.search(Query("byte")).hits) == ["zero"]
