"""Vocabularies written as tables, workbooks and word lists."""

import csv
import io
from collections.abc import Iterable

import pytest
from openpyxl import load_workbook

from glossary.errors import Invalid
from glossary.formats.contents import Contents
from glossary.formats.registry import FORMATS, format_named
from glossary.model import Concept, Group, Note, Term, Vocabulary

BASE = "https://words.example"
LOOM = Concept(
    "loom",
    "weaving",
    f"{BASE}/id/weaving/loom",
    (
        Term("loom", "en"),
        Term("weaving frame", "en", "admitted", grammar="n.", sources=("Handbook", "Atlas, p. 3")),
        Term("=loom", "en", "hidden"),
        Term("handloom", "en", "deprecated", marks=("outdated", "regional"), note="Say loom."),
        Term("Webstuhl", "de"),
        Term("نول", "ar", reliability="draft", equivalence="exact"),
        Term("منوال\tقديم", "ar", "admitted"),
    ),
    (
        Note("definition", "Frame on which cloth is woven.\n\nOf wood.", "en", ("Handbook",)),
        Note("definition", "-woven", "en"),
        Note("scopeNote", "إطار", "ar", reliability="draft"),
    ),
    narrower=("draw",),
    notations=("W 1",),
)
DRAW = Concept(
    "draw",
    "weaving",
    "https://other.example/d",
    (Term("draw loom", "en"), Term("loom", "de"), Term("handloom", "de", "admitted")),
    broader=("loom",),
)
WEAVING = Vocabulary(
    "weaving",
    f"{BASE}/id/weaving",
    {"en": "Weaving & cloth", "ar": "النسيج"},
    source_language="en",
    groups=(Group("tools", "", {"en": "Tools"}, ("draw", "loom"), ordered=True),),
)


def written(
    form: str,
    langs: tuple[str, ...] = (),
    concepts: Iterable[Concept] = (LOOM, DRAW),
    vocabulary: Vocabulary = WEAVING,
) -> bytes:
    """Return a vocabulary in a format."""
    contents = Contents(vocabulary, concepts, lambda id: f"{BASE}/id/weaving/{id}", BASE, "", langs)
    return b"".join(FORMATS[form].write(contents))


def table(content: bytes) -> list[dict[str, str]]:
    """Return the rows of a CSV file by its header."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_concept_is_a_row_and_a_language_a_group_of_columns() -> None:
    loom, draw, tools = table(written("csv"))
    assert list(loom) == [
        "concept", "uri", "concept type", "notation", "broader", "narrower", "groups",
        "preferred (en)", "alternative (en)", "deprecated (en)", "hidden (en)", "details (en)",
        "definition (en)", "preferred (ar)", "alternative (ar)", "details (ar)", "scope note (ar)",
        "preferred (de)", "alternative (de)",
    ]  # fmt: skip
    assert (loom["preferred (en)"], loom["preferred (ar)"]) == ("loom", "نول")
    assert loom["alternative (en)"] == "weaving frame"
    assert loom["details (en)"] == (
        "weaving frame | grammar: n. | source: Handbook | source: Atlas, p. 3\n"
        "handloom | marks: outdated | marks: regional | term note: Say loom.\n"
        "[definition] | source: Handbook"
    )
    assert loom["definition (en)"] == "Frame on which cloth is woven.\n\nOf wood.\n---\n-woven"
    assert (draw["broader"], draw["groups"], loom["groups"]) == ("loom", "tools (1)", "tools (2)")
    assert (tools["concept type"], tools["preferred (en)"]) == ("ordered collection", "Tools")


def test_a_term_is_a_row() -> None:
    rows = table(written("csv-terms"))
    assert list(rows[0])[:12] == [
        "concept", "uri", "language", "term", "status", "type", "grammar", "source", "equivalence",
        "reliability", "marks", "term note",
    ]  # fmt: skip
    assert [(row["language"], row["term"], row["status"]) for row in rows[:3]] == [
        ("en", "loom", "preferred"),
        ("en", "weaving frame", "admitted"),
        ("en", "'=loom", "hidden"),
    ]
    assert rows[1]["source"] == "Handbook\nAtlas, p. 3"
    assert rows[3]["marks"] == "outdated\nregional"
    assert rows[0]["definition"].startswith("Frame")
    assert not rows[1]["definition"]


@pytest.mark.parametrize("form", ["csv", "csv-terms"])
def test_no_cell_is_a_formula(form: str) -> None:
    terms = tuple(Term(f"{sign}1+1", "en", "admitted") for sign in "=+-@\t")
    concept = Concept("a", "weaving", f"{BASE}/a", (Term("=cmd()", "en"), *terms))
    for row in table(written(form, concepts=[concept])):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t"))


def test_languages_that_are_asked_for_are_the_only_ones() -> None:
    names = list(table(written("csv", ("de",)))[0])
    assert "preferred (de)" in names
    assert not [name for name in names if "(en)" in name or "(ar)" in name]
    assert {row["language"] for row in table(written("csv-terms", ("ar",)))} - {""} == {"ar"}


def test_a_workbook_has_sheets_of_concepts_terms_and_what_it_is() -> None:
    book = load_workbook(io.BytesIO(written("xlsx")))
    assert book.sheetnames == ["concepts", "terms", "about"]
    concepts, terms, about = (book[name] for name in book.sheetnames)
    names = [cell.value for cell in concepts[1]]
    arabic = concepts.cell(2, names.index("preferred (ar)") + 1)
    assert (arabic.value, arabic.alignment.readingOrder) == ("نول", 2)
    german = concepts.cell(2, names.index("preferred (de)") + 1)
    assert german.alignment.readingOrder == 0
    hidden = concepts.cell(2, names.index("hidden (en)") + 1)
    assert (hidden.value, hidden.data_type) == ("=loom", "s")
    assert [cell.value for cell in terms[3]][2:5] == ["en", "weaving frame", "admitted"]
    assert ["title", "Weaving & cloth", "en"] in [list(row) for row in about.values]


def test_a_text_that_no_cell_can_hold_goes_on_in_the_next_row() -> None:
    long = "word " * 9_000
    concept = Concept("a", "w", f"{BASE}/a", (Term("a", "en"),), (Note("note", long, "en"),))
    sheet = load_workbook(io.BytesIO(written("xlsx", concepts=[concept])))["concepts"]
    rows = [list(row) for row in sheet.values][1:-1]
    assert {row[0] for row in rows} == {"a"}
    assert "".join(row[-1].removeprefix("+++\n") for row in rows) == long


def lines(form: str, langs: tuple[str, ...], *concepts: Concept) -> list[list[str]]:
    """Return the lines of a word list, parted at tabs."""
    text = written(form, langs, concepts or (LOOM, DRAW)).decode()
    assert text.endswith("\r\n")
    return [line.split("\t") for line in text.split("\r\n")[:-1]]


def test_a_word_list_for_machines_has_each_source_once() -> None:
    assert lines("pair", ("de", "en")) == [
        ["Webstuhl", "loom"], ["loom", "draw loom"], ["handloom", "draw loom"],
    ]  # fmt: skip
    homonyms = [
        Concept(str(n), "w", f"{BASE}/{n}", (Term("bank", "en"), Term(text, "de")))
        for n, text in enumerate(("Bank", "Ufer"))
    ]
    assert lines("pair", ("en", "de"), *homonyms) == [["bank", "Bank"]]
    assert [line[:2] for line in lines("pair-omegat", ("en", "de"), *homonyms)] == [
        ["bank", "Bank"], ["bank", "Ufer"],
    ]  # fmt: skip


def test_a_word_list_for_people_has_all_synonyms_and_says_what_to_know() -> None:
    found = lines("pair-omegat", ("en", "ar"))
    assert [line[:2] for line in found] == [
        ["loom", "نول"], ["weaving frame", "نول"], ["handloom", "نول"], ["loom", "منوال قديم"],
    ]  # fmt: skip
    definition = "Frame on which cloth is woven. Of wood."
    assert found[0][2] == definition
    assert found[2][2] == f"[deprecated, outdated, regional] Say loom. {definition}"


def test_no_text_of_a_word_list_breaks_its_line() -> None:
    odd = "a\tb\nc\u2028d\x0be"
    concept = Concept("a", "w", f"{BASE}/a", (Term(odd, "en"), Term(f" {odd} ", "fr")))
    assert lines("pair", ("en", "fr"), concept) == [["a b c d e", "a b c d e"]]
    marked = Concept("a", "w", f"{BASE}/a", (Term("#1", "en"), Term("n° 1", "fr")))
    assert lines("pair-omegat", ("en", "fr"), marked) == [[" #1", "n° 1", ""]]


def test_a_word_list_for_spreadsheets_names_its_languages() -> None:
    content = written("pair-csv", ("en", "de"))
    assert list(table(content)[0]) == ["English", "German", "Comment"]
    assert table(content)[0]["German"] == "Webstuhl"


@pytest.mark.parametrize("langs", [(), ("en",), ("en", "de", "ar"), ("en", "en")])
def test_a_word_list_has_two_languages(langs: tuple[str, ...]) -> None:
    with pytest.raises(Invalid, match="two languages"):
        written("pair", langs)


def test_names_of_files_tell_formats() -> None:
    assert format_named("Words.TERMS.csv") == "csv-terms"
    assert [format_named(f"x{one.ending}") for one in FORMATS.values()] == list(FORMATS)
