"""The grammar of searches, and texts that nobody should ask for."""

import random
import time
from collections.abc import Callable, Iterable

import pytest

from index import Document, Index, Query
from index.contract.samples import DOCUMENTS, document
from index.queries import MAX_WORDS, Clause, Form, parse

_SECONDS = 1.0
"""Processor time that no question over a few documents may take."""


def written(clauses: Iterable[Clause]) -> list[str]:
    """Return clauses in one spelling: field:, words, and a sign for the form."""
    signs = {Form.WORD: "", Form.PHRASE: "~", Form.PREFIX: "*"}
    return [
        "|".join(written(one.either)) if one.either
        else (f"{one.field}:" if one.field else "") + "+".join(one.words) + signs[one.form]
        for one in clauses
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "clauses", "excluded", "problems", "label"),
    [
        ("digital library", ["digital", "library"], [], [], "digital library"),
        ("Word word WORD", ["Word", "word", "WORD"], [], [], "word word word"),
        ("word word", ["word"], [], [], "word word"),
        ("co-operation", ["co", "operation"], [], [], "co operation"),
        ('"open access"', ["open+access~"], [], [], "open access"),
        ("“open access”", ["open+access~"], [], [], "open access"),
        ("«open access»", ["open+access~"], [], [], "open access"),
        ('"access"', ["access"], [], [], "access"),
        ('"open-access"', ["open+access~"], [], [], "open access"),
        ('open "access now"', ["open", "access+now~"], [], [], "open access now"),
        ('open"access now"', ["open", "access", "now"], [], [], "open access now"),
        ('12" record', ["12", "record"], [], [], "12 record"),
        ('ארכיון צה"ל', ["ארכיון", 'צה"ל'], [], [], "ארכיון צהל"),
        ("חו''ל", ["חו''ל"], [], [], "חול"),
        ('"ארכיון צה"ל" "x y"', ['ארכיון+צה"ל~', "x+y~"], [], [], "ארכיון צהל x y"),
        ('图书"开放 获取"', ["图书", "开放+获取~"], [], [], "图书 开放 获取"),
        ('"never closed', ["never+closed~"], [], ["open_quote"], "never closed"),
        ("paper -card", ["paper"], ["card"], [], ""),
        ("paper −card", ["paper"], ["card"], [], ""),
        ('-"open access" x', ["x"], ["open+access~"], [], ""),
        ("x -co-op", ["x"], ["co", "op"], [], ""),
        ("x -lib*", ["x"], ["lib*"], [], ""),
        ("-only", [], ["only"], ["only_excluded"], ""),
        ("x -", ["x"], [], [], "x"),
        ("x --y", ["x"], ["y"], [], ""),
        ("Libr*", ["Libr*"], [], [], ""),
        ("open-acc*", ["open", "acc*"], [], [], ""),
        ("libr*, (arch*)", ["libr*", "arch*"], [], [], ""),
        ("l*br*", ["l", "br*"], [], ["wildcard_inside"], ""),
        ("*brary", ["brary"], [], ["wildcard_inside"], "brary"),
        ("lib?ary", ["lib", "ary"], [], ["wildcard_inside"], "lib ary"),
        ('"digital arch*"', ["digital+arch~"], [], ["wildcard_inside"], "digital arch"),
        ("what? http://x/a?b*c", ["what", "http", "x", "a", "b", "c"], [], [], None),
        ("* x", ["x"], [], ["lone_star"], "x"),
        ('"open access"* x', ["open+access~", "x"], [], ["lone_star"], "open access x"),
        ("term:shield", ["term:shield"], [], [], ""),
        ("TERM:Shield", ["term:Shield"], [], [], ""),
        ("term: shield", ["shield"], [], ["empty_field"], "term shield"),
        ('note:"blue shield"', ["note:blue+shield~"], [], [], ""),
        ("definition:lend*", ["definition:lend*"], [], [], ""),
        ("term:co-op", ["term:co", "term:op"], [], [], ""),
        ("x -term:y", ["x"], ["term:y"], [], ""),
        ("notation:02.3", ["notation:02+3~"], [], [], ""),
        ("notation:02*", ["notation:02*"], [], [], ""),
        ("title:x", ["title", "x"], [], ["unknown_field"], "title x"),
        ('lang:"x y"', ["lang", "x+y~"], [], ["unknown_field"], "lang x y"),
        ("title: x 10:30 中国:历史", ["title", "x", "10", "30", "中国", "历史"], [], [], None),
        ("Définition:x TERMINO:x", ["definition:x", "term:x"], [], [], ""),
        ("Begriff:x определение:x", ["term:x", "definition:x"], [], [], ""),
        ("مصطلح:x 定义：x", ["term:x", "definition:x"], [], [], ""),
        ("نهج:", ["نهج"], [], [], "نهج"),
        ("libr＊ －x", ["libr*"], ["x"], [], ""),
        ("definition：shelf", ["definition:shelf"], [], [], ""),
        ("－archive\u3000digital", ["digital"], ["archive"], [], ""),
        ("＂open\u3000access＂", ["open+access~"], [], [], "open access"),
        ("مكتب٭", ["مكتب*"], [], [], ""),
        ("shelf AND library", ["shelf", "library"], [], [], "shelf and library"),
        ("shelf OR library", ["shelf|library"], [], [], "shelf or library"),
        ("a OR b OR b OR c d", ["a|b|c", "d"], [], [], "a or b or b or c d"),
        ('"a b" OR note:c OR d*', ["a+b~|note:c|d*"], [], [], ""),
        ("audio-visual OR film", ["audio+visual~|film"], [], [], "audio visual or film"),
        ("a -b OR c", ["a", "c"], ["b"], [], ""),
        ("a OR -b c", ["a", "c"], ["b"], [], ""),
        ("** OR a", ["a"], [], ["lone_star"], None),
        ("OR a", ["OR", "a"], [], [], "or a"),
        (" OR ".join("abcdefghijklmn"), ["a|b|c|d|e|f|g|h|i|j|k|l"], [], ["too_many_words"], None),
        ("shelf NOT american", ["shelf"], ["american"], [], "shelf not american"),
        ('x AND NOT "a b"', ["x"], ["a+b~"], [], "x and not a b"),
        ("shelf or not library", ["shelf", "or", "not", "library"], [], [], None),
        ("AND", ["AND"], [], [], "and"),
        ("OR NOT", ["OR", "NOT"], [], [], "or not"),
        ("NOT gate AND", ["NOT", "gate", "AND"], [], [], "not gate and"),
        ('"salt OR pepper"', ["salt+OR+pepper~"], [], [], "salt or pepper"),
        ("note://x", ["note", "x"], [], [], "note x"),
        ("re term", ["re", "term"], [], [], "re term"),
        ("图书馆", ["图书馆"], [], [], "图书馆"),
        ("- * -* ** \"\" '", [], [], ["lone_star"] * 3, None),
        ("-", [], [], ["no_words"], "-"),
        ("?! &", [], [], ["no_words"], None),
        ("", [], [], [], ""),
        (" ", [], [], [], ""),
    ],
)  # fmt: skip
def test_grammar(
    text: str, clauses: list[str], excluded: list[str], problems: list[str], label: str | None
) -> None:
    parsed = parse(text)
    assert written(parsed.clauses) == clauses
    assert written(parsed.excluded) == excluded
    assert [problem.code for problem in parsed.problems] == problems
    assert label is None or parsed.label == label


def test_a_problem_tells_its_part() -> None:
    parts = {p.code: p.part for p in parse('note: ** l*b a OR b x:y "not closed').problems}
    assert parts == {
        "empty_field": "note:",
        "lone_star": "**",
        "wildcard_inside": "l*b",
        "unknown_field": "x:",
        "open_quote": '"not closed',
    }


def test_a_label_is_found_whatever_its_signs_mean(
    index_of: Callable[[Iterable[Document]], Index],
) -> None:
    texts = (
        "Salt OR Pepper",
        "AND",
        "OR",
        "Shelf NOT American",
        "urn:x",
        "Who?What",
        "ארכיון צה״ל",
    )
    made = [document("v", f"c{n}", {"en": text}) for n, text in enumerate(texts)]
    index = index_of([*made, document("v", "other", {"en": "salt, shelf and pepper"})])
    for number, text in enumerate(texts):
        results = index.search(Query(text))
        assert results.hits[0].id == f"c{number}"
        assert not results.problems
    for text in ('צה"ל', "צה''ל", 'ארכיון צה"ל'):
        assert [hit.id for hit in index.search(Query(text)).hits] == ["c6"]
    either = index.search(Query("salt OR shelf"))
    assert [hit.id for hit in either.hits] == ["c0", "c3", "other"]
    assert not either.problems
    assert [hit.id for hit in index.search(Query("salt NOT shelf")).hits] == ["c0"]


def test_a_label_with_signs_is_found_as_it_stands(
    index_of: Callable[[Iterable[Document]], Index],
) -> None:
    texts = ["-able", "-40 degrees", "note: on method", "C*", "term:limit", "Éd* -vol", "NOT gate"]
    made = [document("v", f"c{n}", {"en": text}) for n, text in enumerate(texts)]
    further = ("able", "40 degrees", "on method", "C", "limit", "ed vol")
    others = [document("v", f"x{n}", {"en": text}) for n, text in enumerate(further)]
    index = index_of([*others, *made])
    for number, text in enumerate(texts):
        for asked in (text, text.upper(), f"  {text.replace('-', '−')} "):
            results = index.search(Query(asked))
            assert results.hits[0].id == f"c{number}", asked
            assert not results.problems
    assert index.search(Query("-able", "de")).total == 0
    assert [hit.id for hit in index.search(Query("degrees -40")).hits] == []
    assert [one.code for one in index.search(Query("-method")).problems] == ["only_excluded"]
    assert [hit.id for hit in index.search(Query("term:method")).hits] == ["x2", "c2"]


def test_words_and_prefixes_of_a_query() -> None:
    parsed = parse('Blue "blue shield" com* -x term:Sign COM*')
    assert parsed.words == ("Blue", "blue", "shield", "Sign")
    assert parsed.prefixes == ("com",)


def test_words_alone_are_read_as_words_among_signs_are() -> None:
    labels = [label.text for document in DOCUMENTS for label in document.labels]
    more = [
        "½ x² 12 and or",
        "Straße ＬＡ\u3000col·lecció",
        "word " * 20 + "end",
        "İ Ⅷ 图书馆 มรดก",
    ]
    for text in [*labels, " ".join(labels[:9]), *more]:
        assert parse(text) == parse(f"{text} ,")
        assert parse(text).clauses


def test_only_so_many_words_count() -> None:
    parsed = parse(" ".join(f'w{n} -x{n} p{n}* "q{n} r"' for n in range(100)))
    for clauses in (parsed.clauses, parsed.excluded):
        assert MAX_WORDS - 1 <= sum(len(one.words) for one in clauses) <= MAX_WORDS
    assert "too_many_words" in {problem.code for problem in parsed.problems}
    (phrase,) = parse('"' + " ".join(f"w{n}" for n in range(100)) + '"').clauses
    assert phrase.words == tuple(f"w{n}" for n in range(MAX_WORDS))


_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¿«»“”—…、。،؟\u0085\u2028\ufeff\x00\x07\x1b\x7f"
_JUNK = [
    "' OR 1=1 --", "'; DROP TABLE concept; --", '" OR ""="', "1; SELECT * FROM label", "%", "_",
    "a%' ESCAPE '\\", "NULL", "x'00'", "?1", ":name", "@x", "$x", "library AND NOT (blue",
    "t:library", "t:*", "=library", "en~librari", "~library", "title:[a TO z]", "[* TO *]",
    "{a TO b}", "lib^99999", "lib~2", "li?rary", "*brary", "***", "l*i*b", "NOT", "AND OR",
    "ANDNOT", "library ANDMAYBE", "REQUIRE", "(((((", ")))))", "((a) b", "\\", "\\\\'", "''''",
    '"""', '"a""b"', '-"', '-"a', "--a", "- a", "a -", "-a -a -a", "a*b*", '"a*"', "-a*",
    "library\0", "\0", "a\0b", "\ud800", "\udfff", "\udfff\ud800", "library\ud83d", "\ud83d*",
    '"\ud800 blue"', "-\ud800 blue", "\ufffe", "\uffff", "\U0010ffff", "\U0010ffff*",
    "\u202elibrary", "\u2066blue\u2069", "\u200b", "\u200d\u200d", "\u00ad", "lib\u00adrary",
    "\u0640", "\u064b\u064c", "\u0301", "a" + "\u0301" * 500, "\u1160", "\u115f", "\u3164",
    "🏛️", "👩\u200d👩\u200d👧", "🇫🇷", "①②③", "½", "ﷺ", "\U0001d50f\U0001d526\U0001d51f", "ﬃ",
    "ǅ", "İ", "ı", "ß", "ẞ", "ΐ", "և", "ŉ", "ǰ", "\u0345", "ͅα", "\u037a", "𐐀", "\U000e0041",
    "{{7*7}}", "${x}", "%s%n", "%00", "../../etc/passwd", "file:///", "<script>", "&lt;",
    "\r\nX: y", "\t\t", "\v\f", "0", "-0", "1e999", "NaN", "-1", "0x10", "٣", "Ⅷ", "②*",
    "a" * 10_000, "a " * 5_000, "図" * 10_000, "图书" * 5_000, '"' * 10_000, "-" * 10_000,
    "*" * 10_000, "(" * 10_000, "é" * 10_000, "\ud800" * 10_000, "\0" * 10_000,
    "".join(chr(0x4E00 + n) for n in range(10_000)), "-a " * 3_300 + "blue", "a* " * 3_300,
    '"a b" ' * 1_600, " ".join(f"w{n}" for n in range(1_700)), "กา" * 5_000, "\u0301" * 10_000,
    "\U0001f3db" * 10_000, "مكتبة " * 1_600, "blue " * 2_000,
    "blue OR " * 1_200 + "blue", " OR ".join(f"w{n}" for n in range(1_200)), "-a OR b " * 1_000,
]  # fmt: skip


def junk() -> list[str]:
    """Two hundred kinds of texts, and some made at random."""
    rng = random.Random(5)
    alphabet = _SIGNS + 'ab*-" 图馆مةбé\u0301\ud800\U0001f3db'
    mixed = ["".join(rng.choices(alphabet, k=rng.randrange(1, 40))) for _ in range(60)]
    return [*_JUNK, *_SIGNS, *(f"blue{sign}shield" for sign in _SIGNS), *mixed]


def test_there_are_two_hundred_kinds() -> None:
    assert len({text for text in junk() if len(text) < 10_001}) >= 200


@pytest.mark.parametrize("part", range(8))
def test_any_text_is_answered_quickly(index: Index, part: int) -> None:
    for text in junk()[part::8]:
        asks: list[Callable[[], object]] = [
            lambda: index.search(Query(text)),  # noqa: B023 - called at once
            lambda: index.search(Query(text, "zh", per_page=50)),  # noqa: B023
            lambda: index.lookup(text),  # noqa: B023
            lambda: index.lookup(text, "sv"),  # noqa: B023
            lambda: index.suggest(text),  # noqa: B023
            lambda: index.similar(text),  # noqa: B023
        ]
        for ask in asks:
            started = time.thread_time()
            assert ask() is not None
            assert time.thread_time() - started < _SECONDS, ascii(text[:80])


def test_any_text_as_language_or_filter(index: Index) -> None:
    for text in junk()[::3]:
        assert len(index.lookup("library", text)) >= 1
        assert index.lookup("library", "", [text]) == []
        query = Query("library", text, (text,), (text,), (text,))
        assert index.search(query).total == 0
        assert index.suggest("lib", text)[0].id == "library"
        assert index.letters(text, text) == []
        assert index.children(text, text, text) == []


def test_signs_that_mean_something_elsewhere_mean_nothing(index: Index) -> None:
    wanted = [hit.id for hit in index.search(Query("blue shield")).hits]
    for text in ("blue, shield!", "(blue) AND+shield"[:6] + " shield", "blue%shield", "blue:shield",
                 "'blue' shield;", "blue? shield^2"[:12], "[blue TO"[:5] + "] shield"):  # fmt: skip
        assert [hit.id for hit in index.search(Query(text)).hits] == wanted, text


def test_pages_that_are_not_there(index: Index) -> None:
    for page, per_page in ((0, 20), (-3, 20), (10**9, 20), (1, 0), (1, 10**9)):
        results = index.search(Query("blue", page=page, per_page=per_page))
        assert results.total == 5
        assert len(results.hits) <= 5


def test_a_prefix_of_a_script_without_spaces(index: Index) -> None:
    for text in ("图*", "图书*", "图书馆*"):
        assert [hit.id for hit in index.search(Query(text)).hits] == ["library"], text
    assert index.search(Query("图书库*")).total == 0


def test_of_a_very_long_run_beside_or_the_first_words_are_kept() -> None:
    names = [f"n{number}x" for number in range(MAX_WORDS + 3)]
    parsed = parse(f"{'/'.join(names)} OR film")
    assert written(parsed.clauses) == ["+".join(names[:MAX_WORDS]) + "~"]
    assert [problem.code for problem in parsed.problems] == ["too_many_words"]


def test_a_query_of_problems_only_finds_nothing(index_of: Callable[..., Index]) -> None:
    index = index_of(DOCUMENTS)
    for text in ('"', "term:", "-library", "* *"):
        results = index.search(Query(text))
        assert (results.total, [*results.hits], results.missing) == (0, [], 0)
        assert results.problems


def test_of_equal_labels_the_best_is_shown(index_of: Callable[..., Index]) -> None:
    index = index_of([
        document("v", "it", {"de": "Album", "en": "album"}, {"fr": "Album"}, {"en": "ALBUM"}),
    ])  # fmt: skip
    for text, lang, shown in (
        ("album", "", ("album", "en", "preferred", "exact")),
        ("Album", "", ("Album", "de", "preferred", "exact")),
        ("ALBUM", "en", ("album", "en", "preferred", "folded")),
        ("album", "fr", ("Album", "fr", "alternative", "folded")),
    ):
        (hit,) = index.search(Query(text, lang)).hits
        found = hit.match
        assert (found.text, found.lang, found.kind, found.form) == shown


def test_signs_alone_that_are_a_label_are_no_problem(index_of: Callable[..., Index]) -> None:
    index = index_of([document("v", "sign", {"en": "?!"}), document("v", "word", {"en": "word"})])
    for text, found, problems in (("?!", ["sign"], []), ("!?", [], ["no_words"])):
        results = index.search(Query(text))
        assert [hit.id for hit in results.hits] == found
        assert [problem.code for problem in results.problems] == problems
