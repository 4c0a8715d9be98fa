"""Files that are broken in many places: each is told with its line, and the rest is used."""

import random

import pytest

from glossary.catalogs.checks import reading
from glossary.catalogs.checks.catalog import check
from glossary.catalogs.po import files
from glossary.errors import BrokenSource
from tests.conftest import DATA

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
GOOD = 'msgctxt "a|prefLabel"\nmsgid "a"\nmsgstr "à"\n'
SITE = DATA / "site" / "translations"
TOKENS = (
    b'"', b"\\", b"\n", b'msgid ""\n', b"msgstr[0] ", b'msgid_plural "x"\n', b"#~ ", b"#~| ",
    b"#| ", b"#, fuzzy\n", b"\x00", b"\xff", b"\xe2\x80\xae", b'msgctxt "a|b"\n', b" ", b"\r",
    b"\xe2\x81\xa8", b"#: \xe2\x81\xa9 x\n", b'"Plural-Forms: nplurals=x; plural=y;\\n"\n',
    b'"POT-Creation-Date: zz\\n"\n', b'"Language: zz_ZZ\\n"\n', b"msgstr\n",
)  # fmt: skip


def _broken(body: str) -> list[tuple[str, int | None]]:
    _, found = reading.read((HEADER + body).encode(), "fr.po", "fr")
    return [(problem.rule, problem.line) for problem in found]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ('msgctxt "b|prefLabel"\nmsgid "a"\nmsgstr "à\n', 6),
        ('msgctxt "b|prefLabel"\nmsgid a\nmsgstr "à"\n', 5),
        ('msgid ""\n"a\n"b"\nmsgstr ""\n', 5),
        ('msgid "x" b\nmsgstr "c"\n', 4),
        ('msgid "x"\n\nmsgid "b"\nmsgstr "c"\n', 4),
        ('msgctxt "x"\nmsgstr "lost"\n', 5),
        ('msgctxt "x"\n', 4),
        ('msgctxt "x"\n# a comment\nmsgid "x"\nmsgstr "y"\n', 4),
        ('msgid "x"\nmsgstr[0] "b"\n', 5),
        ('msgid_plural "a"\nmsgstr[0] "b"\n', 4),
        ('msgid "x"\nmsgstr\n', 5),
        ("nonsense\n", 4),
    ],
)
def test_the_line_of_a_broken_message(body: str, line: int) -> None:
    assert _broken(body + "\n" + GOOD) == [("syntax", line)]
    with pytest.raises(BrokenSource):
        files.parse((HEADER + body + "\n" + GOOD).encode(), "fr.po", "fr")


def test_all_broken_messages_are_told_and_the_others_are_used() -> None:
    body = f'{GOOD}\nmsgctxt "b|prefLabel"\nmsgid "b"\nmsgstr "b\n\nnonsense\n\n'
    body += 'msgctxt "c|prefLabel"\nmsgid "c"\nmsgstr "ç"\n\nmsgctxt "d|altLabel"\nmsgid d\n'
    catalog, found = reading.read((HEADER + body).encode(), "fr.po", "fr")
    assert [(problem.line, problem.concept) for problem in found] == [
        (10, "b"),
        (12, ""),
        (19, "d"),
    ]
    assert [message.string for message in catalog if message.id] == ["à", "ç"]


def test_a_message_that_is_there_twice_names_the_first() -> None:
    _, [problem] = reading.read((HEADER + GOOD + "\n" + GOOD).encode(), "fr.po", "fr")
    assert (problem.rule, problem.line, problem.concept) == ("syntax", 9, "a")
    assert problem.describe() == "this message stands already in line 5"


def test_a_second_header_does_not_hide_the_messages() -> None:
    catalog, found = reading.read((HEADER + HEADER + GOOD).encode(), "fr.po", "fr")
    assert [(problem.rule, problem.line) for problem in found] == [("syntax", 4)]
    assert [message.string for message in catalog if message.id] == ["à"]


def test_blank_lines_and_old_line_ends() -> None:
    body = GOOD.replace("\n", "\n\n") + "# the end\n"
    assert _broken(body) == []
    assert _broken(GOOD.replace("\n", "\r\n")) == []
    assert _broken(GOOD.replace("\n", "\r")) == []


def test_obsolete_messages_with_their_previous_source() -> None:
    body = '#~| msgid "old"\n#~ msgctxt "b|prefLabel"\n#~ msgid "b"\n#~ msgstr "bé"\n\n' + GOOD
    assert _broken(body) == []


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (b"", "not-a-catalog", None),
        (b"<html>\n<p>Not found</p>\n</html>\n", "not-a-catalog", None),
        (b'{"a": "b"}\n', "not-a-catalog", None),
        (b"\x89PNG\r\n\x1a\n\x00", "encoding", 1),
        (b'msgid "a"\nmsgstr "\xe0"\n', "encoding", 2),
        ("\ufeffmsgid ''".encode("utf-16"), "not-a-catalog", None),
        ('msgid "a"'.encode("utf-16-le"), "encoding", 1),
    ],
)
def test_what_is_no_catalog(content: bytes, rule: str, line: int | None) -> None:
    report = check(content, "fr", "words")
    assert [(problem.rule, problem.line) for problem in report.problems] == [(rule, line)]
    assert report.checked == 0


def test_a_byte_order_mark_is_no_problem() -> None:
    assert reading.read(b"\xef\xbb\xbf" + (HEADER + GOOD).encode(), "fr.po", "fr")[1] == []


def _mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed))
        kind = chance.random()
        if kind < 0.3:
            del changed[place : place + chance.randint(1, 40)]
        elif kind < 0.8:
            changed[place:place] = chance.choice(TOKENS)
        else:
            other = chance.randrange(len(changed))
            changed[place:place] = changed[other : other + chance.randint(1, 120)]
    return bytes(changed)


def test_publishing_refuses_exactly_what_the_check_calls_broken() -> None:
    chance = random.Random(4)
    content = (SITE / "fr" / "LC_MESSAGES" / "heritage.po").read_bytes()
    content += b'\n#~ msgctxt "old|prefLabel"\n#~ msgid "old"\n#~ msgstr "vieux"\n'
    refused = 0
    for _ in range(400):
        mutated = _mutated(content, chance)
        try:
            files.parse(mutated, "fr.po", "fr")
            whole = True
        except BrokenSource:
            whole = False
        report = check(mutated, "fr", "heritage", {"library|prefLabel": "library"})
        assert all(problem.describe() for problem in report.problems)
        assert whole == (not report.counts["syntax"] and not report.counts["encoding"]), mutated
        refused += not whole
    assert 100 < refused < 400
