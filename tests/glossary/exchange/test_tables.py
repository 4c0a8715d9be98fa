"""CSV and XLSX: what spreadsheet programs make of them."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from glossary.errors import BrokenSource, Invalid, TooLarge
from glossary.exchange import FORMATS, Limits, Sheet, Unit
from glossary.exchange.csv_files import read as read_csv
from glossary.exchange.csv_files import write as write_csv
from glossary.exchange.tables import COLUMNS
from glossary.exchange.xlsx import write as write_xlsx
from glossary.exchange.xlsx_reading import read as read_xlsx
from glossary.formats.tables.delimited import protected
from tests.campaigns.hostile_uploads import with_shared_strings
from tests.glossary.exchange.sheets import LIBRARY, MISSING, SHEET, SYNONYMS, by_key

FORMULAS = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "'=1", "''-x", "'s-Gravenhage", "a=b"]


def _csv(text: str, lang: str = "fr") -> Sheet:
    return read_csv(text.encode(), lang=lang, name="fr.csv")


def _workbook(rows: Iterable[Iterable[object]], title: str = "Sheet") -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_table_opens_right_in_spreadsheet_programs() -> None:
    content = write_csv(SHEET)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.startswith("id (heritage),field,source (en),translation (fr),state,")
    assert "\r\nlibrary,prefLabel,library,bibliothèque,reviewed,," in text
    assert '"médiathèque\nlibrairie"' in text


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    sheet = Sheet("v", "fr", "en", "T", (Unit("a", "definition", text, text, notes=("-x",)),))
    cells = write_csv(sheet).decode("utf-8-sig").split("\r\n", 1)[1]
    assert not any(part.lstrip('"').startswith(("=", "+", "-", "@")) for part in cells.split(","))
    [unit] = read_csv(write_csv(sheet)).units
    assert (unit.text, unit.source, unit.notes) == (text, text, ("-x",))
    assert protected(text)[0] not in "=+-@\t\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_encodings(delimiter: str, encoding: str) -> None:
    rows = ["id field translation", 'a prefLabel "été\n😀"', "b prefLabel \"say ''x''\""]
    text = "\r\n".join(rows).replace(" ", delimiter, 2).replace("a pref", f"a{delimiter}pref")
    text = text.replace("el ", f"el{delimiter}").replace("b pref", f"b{delimiter}pref")
    sheet = read_csv(text.encode(encoding), lang="fr")
    assert [unit.text for unit in sheet.units] == ["été\n😀", "say ''x''"]
    assert [unit.line for unit in sheet.units] == [2, 3]


def test_a_separator_may_be_named_in_the_first_line() -> None:
    sheet = _csv("sep=;\nid;field;translation\na;prefLabel;un, deux\n")
    assert [(unit.text, unit.line) for unit in sheet.units] == [("un, deux", 3)]


def test_several_rows_for_the_synonyms_are_one_list() -> None:
    sheet = _csv(
        "Concept,Slot,Target,grammar,statuses,state\na,prefLabel,un,,,draft\na,altLabel,deux,n.m.,,draft\n"
        "a,altLabel,trois,,deprecated = trois,review\na,altLabel,deux,,,\na,prefLabel,uno,,,\n"
    )
    found = by_key(sheet.units)
    assert found["a", "altLabel"].text == "deux\ntrois"
    assert found["a", "altLabel"].state == "review"
    assert found["a", "altLabel"].data == {
        "grammar": "n.m.",
        "statuses": {"trois": "deprecated"},
    }
    assert found["a", "prefLabel"].text == "un"
    [problem] = sheet.problems
    assert (problem.line, problem.concept) == (6, "a")


def test_columns_may_stand_in_any_order_and_some_may_be_missing() -> None:
    sheet = _csv(
        "mine,translation (fr),field,id (heritage)\nx,un,prefLabel,a\n,,,\nshort\n,deux,prefLabel,b"
    )
    assert [(unit.concept, unit.text, unit.state) for unit in sheet.units] == [
        ("a", "un", "draft"), ("b", "deux", "draft"),
    ]  # fmt: skip
    assert sheet.vocabulary == "heritage"
    assert [problem.line for problem in sheet.problems] == [4]


def test_states() -> None:
    sheet = _csv(
        "id,field,translation,state,reliability\na,p,un,Reviewed,\nb,p,un,changed,\nc,p,un,done,\n"
        "d,p,un,,reviewed\ne,p,,reviewed,\n"
    )
    assert [unit.state for unit in sheet.units] == [
        "reviewed", "review", "draft", "reviewed", "missing",
    ]  # fmt: skip
    assert sheet.units[0].data == {"reliability": "reviewed"}
    assert [problem.describe() for problem in sheet.problems] == [
        "“done” is not a state; it is taken as a draft"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1: the first row does not name the columns that are needed"),
        (b"\n\n", "does not name the columns"),
        (b"library,biblioth\n", "line 1: the first row does not name the columns"),
        (b'id,field,translation\na,prefLabel,"un\n', "line 2: not a table"),
        (b'id,field,translation\na,prefLabel,"un"x\n', "line 2: not a table"),
        (b"id,field,translation\na,prefLabel,\xe9t\xe9\n", "line 2: not in UTF-8"),
        (b"\xe9\n", "line 1: not in UTF-8"),
        (b"id,field,translation\n" + b"," * 1_100_000, "this row is too long"),
        (b"id,field,translation\n" + b'"\n",' * 400_000, "this row is too long"),
        (b'id,field,translation\n"' + b"x\n" * 100_000, "field larger than field limit"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(BrokenSource, match=reason):
        read_csv(content, name="fr.csv")


def test_characters_that_cannot_be_kept_are_told() -> None:
    sheet = _csv("id,field,translation\na,prefLabel,u\0n\nb,prefLabel,deux\n")
    assert [unit.text for unit in sheet.units] == ["deux"]
    assert sheet.problems[0].describe() == "the text has characters that cannot be kept"


def test_empty_lines_are_counted() -> None:
    with pytest.raises(TooLarge, match="too many parts"):
        read_csv(b"id,field,translation\n" + b"\n" * 3000, limits=Limits(entries=100))


def test_a_workbook_is_made_for_people() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(SHEET)))
    sheet = book.active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert not sheet.sheet_view.rightToLeft
    assert sheet.column_dimensions["C"].width == 44
    assert [cell.value for cell in sheet[1]][:4] == [
        "id (heritage)", "field", "source (en)", "translation (fr)",
    ]  # fmt: skip
    assert sheet["D2"].value == "bibliothèque"
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    assert sheet["D2"].number_format == "@"
    assert sheet["A1"].font.bold
    assert sheet["D3"].alignment.wrap_text
    assert book.properties.title == "Heritage & words"


def test_a_workbook_of_arabic_goes_from_right_to_left() -> None:
    sheet = Sheet("v", "ar", "en", "T", (Unit("a", "prefLabel", "library", "مكتبة"),))
    book = load_workbook(io.BytesIO(write_xlsx(sheet)))
    assert book.active is not None
    assert book.active.sheet_view.rightToLeft


@pytest.mark.parametrize("text", [*FORMULAS, "a\x0bb", "_x000B_", "\r\n", " a ", "#N/A", "TRUE"])
def test_every_cell_is_text(text: str) -> None:
    sheet = Sheet("v", "fr", "en", "T", (Unit("a", "definition", text, text),))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(write_xlsx(sheet))).read(
        "xl/worksheets/sheet1.xml"
    )
    [unit] = read_xlsx(write_xlsx(sheet)).units
    assert (unit.source, unit.text) == (text, text)


def test_a_text_that_no_cell_can_hold_is_told() -> None:
    sheet = Sheet("v", "fr", "en", "T", (Unit("a", "definition", "x", "y" * 32_768),))
    with pytest.raises(Invalid, match="32768 characters is too long for a cell: “yyy"):
        write_xlsx(sheet)


def test_a_workbook_that_another_program_has_saved() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(SHEET)))
    assert book.active is not None
    book.active["D2"].value = "bibliothèque publique"
    book.create_sheet("mine")["A1"].value = "x"
    stream = io.BytesIO()
    book.save(stream)
    content = stream.getvalue()
    found = by_key(read_xlsx(content).units)
    assert found[LIBRARY.key].text == "bibliothèque publique"
    assert found[SYNONYMS.key].text == SYNONYMS.text
    assert found[LIBRARY.key].data == LIBRARY.data


def test_texts_in_a_table_of_their_own() -> None:
    content = with_shared_strings(write_xlsx(SHEET))
    assert b"inlineStr" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert by_key(read_xlsx(content).units) == by_key(SHEET.units)


NAMES = ("id", "field", "translation (fr)")


def test_a_number_is_its_digits() -> None:
    content = _workbook([NAMES, ("a", "prefLabel", 1789)])
    assert [unit.text for unit in read_xlsx(content).units] == ["1789"]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (date(1931, 10, 21), "cell C3 of the sheet “words” is a date, not a text"),
        (datetime(2001, 2, 3, 4, 5), "is a date"),
        (time(7, 30), "is a date"),
        (False, "cell C3 of the sheet “words” is a truth value, not a text"),
        ("#DIV/0!", "cell C3 of the sheet “words” is an error (#DIV/0!), not a text"),
        ("=A2", "cell C3 of the sheet “words” is a formula, not a text"),
    ],
)
def test_what_is_no_text_is_told_and_takes_no_other_along(value: object, reason: str) -> None:
    rows = [NAMES, ("a", "prefLabel", "un"), ("b", "prefLabel", value), ("c", "altLabel", "tr")]
    sheet = read_xlsx(_workbook(rows, "words"))
    assert [unit.text for unit in sheet.units] == ["un", "tr"]
    [problem] = sheet.problems
    assert (problem.concept, problem.slot, problem.line) == ("b", "prefLabel", 3)
    assert reason in problem.describe()


@pytest.mark.parametrize(
    ("form", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ("[$-40C]d mmm yy", True),
        ("[h]:mm", True),
        ("General", False),
        ("0.00E+00", False),
        ('0 "days"', False),
        ("#,##0\\ [$€-1];[Red]-0", False),
        ("@", False),
    ],
)
def test_a_number_is_a_date_where_it_is_shown_as_one(form: str, is_date: bool) -> None:
    book = Workbook()
    assert book.active is not None
    for row in [NAMES, ("a", "prefLabel", 46054)]:
        book.active.append(row)
    book.active["C2"].number_format = form
    stream = io.BytesIO()
    book.save(stream)
    sheet = read_xlsx(stream.getvalue())
    assert bool(sheet.problems) is is_date
    assert len(sheet.units) == (not is_date)


def test_what_is_no_text_in_a_column_of_their_own_does_not_matter() -> None:
    rows = [(*NAMES, "checked on"), ("a", "prefLabel", "un", date(2026, 1, 2))]
    sheet = read_xlsx(_workbook(rows))
    assert ([unit.text for unit in sheet.units], sheet.problems) == (["un"], ())


@pytest.mark.parametrize("name", ["catalog", " Catalog", "renamed"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_sheet_of_the_catalog_is_found_wherever_it_stands(name: str, place: int) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "notes"
    book.active.append(["id", "thoughts"])
    book.create_sheet("empty")
    table = book.create_sheet(name, place)
    for row in [(), NAMES, ("a", "prefLabel", "un")]:
        table.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert [unit.text for unit in read_xlsx(stream.getvalue()).units] == ["un"]


def test_cells_to_fill_are_text() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(replace(SHEET, units=(MISSING,)))))
    assert book.active is not None
    [row] = book.active.iter_rows(min_row=2)
    assert row[3].value is None
    assert {cell.number_format for cell in row} == {"@"}
    assert book.active.column_dimensions["D"].number_format == "@"


ROW = "id;field;translation (%s)\na;prefLabel;%s\n"


@pytest.mark.parametrize(
    ("lang", "text", "encoding", "named"),
    [
        ("fr", "forêt", "latin-1", "Windows-1252"),
        ("de", "Straße “x”", "cp1252", "Windows-1252"),
        ("ru", "лес", "cp1251", "Windows-1251"),
        ("pl", "źródło", "cp1250", "Windows-1250"),
        ("el", "δάσος", "cp1253", "Windows-1253"),
        ("zh-Hans", "森林", "gb18030", "GB18030"),
        ("ja", "森林", "shift_jis", "Shift_JIS"),
    ],
)
def test_other_encodings_are_told_with_advice(
    lang: str, text: str, encoding: str, named: str
) -> None:
    with pytest.raises(BrokenSource, match="line 2: not in UTF-8") as caught:
        read_csv((ROW % (lang, text)).encode(encoding), name="x.csv")
    assert f"({named})" in str(caught.value)
    assert "CSV UTF-8" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding: str) -> None:
    sheet = read_csv((ROW % ("el", "δάσος")).encode(encoding))
    assert ([unit.text for unit in sheet.units], sheet.lang) == (["δάσος"], "el")


def _replaced(
    content: bytes, old: bytes, new: bytes, more: dict[str, bytes] | None = None
) -> bytes:
    """Return a workbook in whose members something stands for something else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(old, new), zipfile.ZIP_DEFLATED)
        for name, body in (more or {}).items():
            made.writestr(name, body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_runs_of_rich_text_are_one_text_without_reading_aids() -> None:
    runs = b"<r><t>biblio</t></r><r><rPr><b/></rPr><t>x</t></r>"
    rich = b"<is>" + runs + b'<rPh sb="0" eb="1"><t>no</t></rPh></is>'
    content = _replaced(write_xlsx(SHEET), "<is><t>bibliothèque</t></is>".encode(), rich)
    assert by_key(read_xlsx(content).units)[LIBRARY.key].text == "bibliox"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
ENTITY = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declared", [BOMB, ENTITY])
def test_entities_in_a_workbook_are_refused(declared: bytes) -> None:
    content = _replaced(write_xlsx(SHEET), b"<worksheet", declared + b"<worksheet")
    with pytest.raises(BrokenSource, match=r"sheet1\.xml, line 1: a document type with"):
        read_xlsx(content, name="fr.xlsx")


@pytest.mark.parametrize("name", ["xlf", "xlf12", "tbx"])
@pytest.mark.parametrize("declared", [BOMB, ENTITY])
def test_entities_in_xml_are_refused(name: str, declared: bytes) -> None:
    content = FORMATS[name].write(SHEET).replace(b"?>\n<", b"?>\n" + declared + b"<", 1)
    with pytest.raises(BrokenSource, match="line 2: a document type with declarations"):
        FORMATS[name].read(content, name="x")


def test_bombs_are_refused_before_they_are_inflated() -> None:
    small = write_xlsx(SHEET)
    bomb = _replaced(small, b"", b"", {"xl/media/x": b"\0" * 3_000_000})
    with pytest.raises(TooLarge, match="compressed more than a workbook ever is"):
        read_xlsx(bomb)
    large = _replaced(small, b"", b"", {"x": bytes(range(256)) * 400})
    with pytest.raises(TooLarge, match="more than 80000 bytes when it is unpacked"):
        read_xlsx(large, limits=Limits(bytes=20_000))
    many = _replaced(small, b"", b"", {f"x{number}": b"" for number in range(600)})
    with pytest.raises(TooLarge, match="too many members"):
        read_xlsx(many)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"sheet1.xml", b"nothing.xml", r"not a workbook \(xl/worksheets/nothing.xml\)"),
        (b"officeDocument", b"other", "not a workbook"),
        (b"<c ", b"<c <", "not well-formed"),
        (b"</row>", b"", "not well-formed"),
    ],
)
def test_broken_workbooks_are_told(old: bytes, new: bytes, reason: str) -> None:
    with pytest.raises(BrokenSource, match=reason):
        read_xlsx(_replaced(write_xlsx(SHEET), old, new), name="fr.xlsx")


def test_what_is_no_archive_is_told() -> None:
    content = write_xlsx(SHEET)
    for broken in (b"", b"PK", content[:-100], content[:2000], b"PK\x03\x04" * 50):
        with pytest.raises(BrokenSource, match="not a workbook"):
            read_xlsx(broken, name="fr.xlsx")


def test_a_shared_text_that_is_not_there_is_told() -> None:
    broken = _replaced(with_shared_strings(write_xlsx(SHEET)), b"<v>5</v>", b"<v>9999</v>")
    with pytest.raises(BrokenSource, match="refers to a text that is not there"):
        read_xlsx(broken)


def test_cells_far_to_the_right_are_left_out() -> None:
    content = _replaced(write_xlsx(SHEET), b'r="D2"', b'r="XFD2"')
    assert by_key(read_xlsx(content).units)[LIBRARY.key].text == ""


def test_every_column_has_a_width_and_a_place() -> None:
    header = write_csv(SHEET).decode("utf-8-sig").split("\r\n")[0].split(",")
    assert [name.split(" (")[0] for name in header] == list(COLUMNS)
