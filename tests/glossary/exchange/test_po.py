"""PO as translators bring it back: reformatted, reordered, partly broken."""

import re

import pytest

from glossary.errors import BrokenSource, Invalid
from glossary.exchange import FORMATS, Sheet, Unit
from glossary.exchange.po import REVISION, read, stamped, write
from tests.glossary.exchange.sheets import CHANGED, LIBRARY, SHEET, SYNONYMS, by_key

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ONE = 'msgctxt "a|prefLabel"\nmsgid "a"\nmsgstr "un"\n\n'
TWO = 'msgctxt "b|prefLabel"\nmsgid "b"\nmsgstr "deux"\n\n'


def _read(text: str) -> Sheet:
    return read(text.encode(), name="fr.po")


def _texts(sheet: Sheet) -> dict[str, str]:
    return {unit.concept: unit.text for unit in sheet.units}


@pytest.mark.parametrize(
    ("broken", "reason", "line"),
    [
        ('msgctxt "x|prefLabel"\nmsgid "x"\nmsgstr "un\n\n', "quotes", 12),
        ('msgctxt "x|prefLabel"\nmsgid "x"\n\n', "msgstr", 11),
        ('msgctxt "x|prefLabel"\nmsgid "x"\nmsgstr "u"\nnonsense\n\n', "", 13),
        ('msgctxt "x|prefLabel"\nmsgid "x"\nmsgid "y"\nmsgstr "u"\n\n', "", 11),
        ('msgctxt "x|prefLabel"\nmsgid "x"\nmsgstr "\\xff"\n\n', "", None),
    ],
)
def test_one_bad_entry_takes_no_other_along(broken: str, reason: str, line: int | None) -> None:
    content = (HEADER + ONE + broken + TWO).encode()
    sheet = read(content.replace(b"\\xff", b"\xff"), name="fr.po")
    assert _texts(sheet) == {"a": "un", "b": "deux"}
    [problem] = sheet.problems
    assert reason in problem.describe()
    assert (problem.concept, problem.slot) == ("x", "prefLabel")
    if line:
        assert problem.line in (line - 1, line, line + 1)


def test_an_entry_that_is_there_twice_counts_once() -> None:
    sheet = _read(HEADER + ONE + TWO + ONE.replace("un", "uno"))
    assert _texts(sheet) == {"a": "un", "b": "deux"}
    [problem] = sheet.problems
    assert (problem.concept, problem.line) == ("a", 15)
    assert problem.describe().endswith("stands already in line 7")


def test_a_bad_value_of_data_is_told_and_kept_as_a_note() -> None:
    sheet = _read(HEADER + "# equivalence: nearly\n# grammar: n.m.\n" + ONE)
    assert sheet.units[0].data == {"grammar": "n.m."}
    assert sheet.units[0].notes == ("equivalence: nearly",)
    assert "equivalence: nearly" in sheet.problems[0].describe()


def test_messages_without_context_belong_to_no_vocabulary() -> None:
    sheet = _read(HEADER + ONE + 'msgid "x"\nmsgstr "y"\n')
    assert _texts(sheet) == {"a": "un"}
    assert sheet.problems[0].line == 10


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    content = write(SHEET).replace(b"\n", end.encode())
    assert by_key(read(content).units, reference="") == by_key(SHEET.units, reference="")


def test_blank_lines_do_not_matter() -> None:
    sheet = _read((HEADER + "# grammar: n.f.\n\n" + ONE + TWO).replace("\n\n", "\n"))
    assert _texts(sheet) == {"a": "un", "b": "deux"}
    assert sheet.units[0].data == {"grammar": "n.f."}
    between = HEADER + ONE.replace("msgid", "\nmsgid") + TWO
    assert _texts(_read(between)) == {"a": "un", "b": "deux"}


def test_wrapping_and_order_do_not_matter() -> None:
    text = write(SHEET).decode()
    header, *blocks = text.rstrip().split("\n\n")
    turned = "\n\n".join([header, *reversed(blocks)]) + "\n"
    split = re.sub(r'^msgstr "(biblio)(thèque)"$', r'msgstr ""\n"\1"\n"\2"', turned, flags=re.M)
    assert split != turned
    found = by_key(_read(split).units, reference="")
    assert found == by_key(SHEET.units, reference="")


def test_obsolete_messages_are_left_out() -> None:
    sheet = _read(HEADER + ONE + '#~ msgctxt "old|prefLabel"\n#~ msgid "old"\n#~ msgstr "vieux"\n')
    assert _texts(sheet) == {"a": "un"}
    assert sheet.problems == ()


def test_a_file_without_header_is_read() -> None:
    sheet = read((ONE + TWO).encode(), lang="fr")
    assert (sheet.lang, sheet.vocabulary, sheet.revision) == ("fr", "", None)
    assert _texts(sheet) == {"a": "un", "b": "deux"}


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# only a comment\n", b"hello\nworld\n"])
def test_a_file_without_messages_is_none(content: bytes) -> None:
    with pytest.raises(BrokenSource, match=r"fr\.po: there are no messages of a catalog in it"):
        read(content, name="fr.po")


def test_utf_16_is_read_where_a_mark_tells_it() -> None:
    assert _texts(read((HEADER + ONE).encode("utf-16"), name="fr.po")) == {"a": "un"}
    with pytest.raises(BrokenSource, match=r"fr\.po, line 1: this seems to be UTF-16 without"):
        read((HEADER + ONE).encode("utf-16-le"), name="fr.po")


def test_a_byte_order_mark_is_no_part_of_the_file() -> None:
    assert _texts(read((HEADER + ONE).encode("utf-8-sig"))) == {"a": "un"}


def test_stamped_changes_the_header_alone() -> None:
    content = write(SHEET)
    bare = content.replace(f'"{REVISION}: 42\\n"\n'.encode(), b"")
    assert REVISION.encode() not in bare
    assert stamped(bare, 42) == content
    assert stamped(content, 42) == content
    assert read(stamped(content, 43)).revision == 43
    obsolete = bare + b'\n#~ msgctxt "x|y"\n#~ msgid "x"\n#~ msgstr "z"\n'
    assert stamped(obsolete, 7).replace(f'"{REVISION}: 7\\n"\n'.encode(), b"") == obsolete


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_stamped_keeps_line_ends(end: bytes) -> None:
    content = (HEADER + ONE).encode().replace(b"\n", end)
    assert stamped(content, 1).replace(f'"{REVISION}: 1\\n"'.encode() + end, b"") == content


def test_stamped_leaves_a_file_without_header_alone() -> None:
    assert stamped(ONE.encode(), 3) == ONE.encode()


def test_a_unit_without_source_is_no_message() -> None:
    with pytest.raises(Invalid, match="a, prefLabel: a catalog needs the text"):
        write(Sheet("v", "fr", "en", "T", (Unit("a", "prefLabel", ""),)))


def test_written_as_the_catalogs_of_a_site_are() -> None:
    text = FORMATS["po"].write(SHEET).decode()
    assert '"Project-Id-Version: heritage 1\\n"' in text
    assert (
        '"X-Reliability: draft\\n"\n"X-Source-Language: en\\n"\n"X-Glossary-Revision: 42\\n"'
        in text
    )
    for unit in (LIBRARY, SYNONYMS, CHANGED):
        assert f'msgctxt "{unit.concept}|{unit.slot}"' in text
    assert '#, fuzzy\n#| msgid "House."\nmsgctxt "library|definition"' in text
    assert "# status: deprecated = librairie\n" in text


def test_stamped_takes_placeholders_away() -> None:
    header = (
        'msgid ""\nmsgstr ""\n"Report-Msgid-Bugs-To: EMAIL@ADDRESS\\n"\n'
        '"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"\n"Language-Team: Frankish <a@b.org>\\n"\n'
    )
    told = stamped((header + "\n" + ONE).encode(), 5).decode()
    assert '"Report-Msgid-Bugs-To: \\n"\n"Last-Translator: \\n"\n' in told
    assert '"Language-Team: Frankish <a@b.org>\\n"\n' in told
    assert told.endswith(f'"{REVISION}: 5\\n"\n\n{ONE}')
