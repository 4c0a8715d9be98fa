"""Tables as people keep their glossaries, and as they are written here, become vocabularies."""

import io
from collections.abc import Iterable
from collections.abc import Mapping as Named
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from glossary.errors import BrokenSource, Invalid
from glossary.formats import Findings
from glossary.formats.contents import Asked, Contents
from glossary.formats.recognition import format_of
from glossary.formats.registry import FORMATS
from glossary.model import Concept, Mapping, Note, Term
from tests.glossary.formats.test_term_tables_writing import BASE, DRAW, LOOM, WEAVING, written


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path


Read = tuple[dict[str, Concept], Contents, Findings]


def read(file: Path, columns: Named[str, str] | None = None, **asked: Any) -> Read:
    """Return concepts by id, contents and findings of a file."""
    form = format_of(file)
    assert form is not None
    contents, findings = form.read(file, Asked("words", BASE, columns=columns or {}, **asked))
    return {one.id: one for one in contents.concepts}, contents, findings


def text_table(place: Path, text: str, name: str = "words.csv", encoding: str = "utf-8") -> Path:
    file = place / name
    file.write_bytes(text.encode(encoding))
    return file


def workbook(place: Path, *sheets: tuple[str, Iterable[Iterable[object]]]) -> Path:
    """Return a workbook with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(place, book)


def saved(place: Path, book: Workbook) -> Path:
    stream = io.BytesIO()
    book.save(stream)
    (place / "words.xlsx").write_bytes(stream.getvalue())
    return place / "words.xlsx"


def terms(concept: Concept) -> list[tuple[str, str, str]]:
    return [(term.lang, term.text, term.status) for term in concept.terms]


def rules(findings: Findings) -> list[tuple[str, int | None]]:
    return [(one.rule, one.line) for one in findings]


def sorted_terms(concept: Concept) -> Concept:
    """Return a concept whose terms stand in an order that says nothing."""
    order = sorted(concept.terms, key=lambda term: (term.lang, term.status, term.text))
    return replace(concept, terms=tuple(order))


@pytest.mark.parametrize("form", ["csv", "csv-terms", "xlsx"])
def test_what_is_written_here_comes_back(place: Path, form: str) -> None:
    file = place / f"words{FORMATS[form].ending}"
    file.write_bytes(written(form))
    found, contents, findings = read(file)
    assert not findings
    for concept in (LOOM, DRAW):
        kept = replace(found[concept.id], vocabulary="weaving")
        assert sorted_terms(kept) == sorted_terms(concept)
    assert contents.vocabulary.groups == WEAVING.groups
    assert contents.vocabulary.source_language == "en"
    if form == "xlsx":
        assert replace(contents.vocabulary, id="weaving") == WEAVING


ODD = (
    "=1+1", "+x", "-y", "@z", "\tw", "'=q", "''-q", "'s-Hertogenbosch", "a; b", "c | d", "e, f",
    'say "x"', "[definition]", "back\\slash | x", "#N/A", "TRUE", "007", "1e5", "a_x0041_b",
    "نص عربي", "😀", "\u200fx", "x (3)", "---", "+++", "نول؛ منوال",
)  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "csv-terms", "xlsx"])
@pytest.mark.parametrize("status", ["admitted", "hidden", "deprecated", "preferred"])
def test_no_text_is_changed_by_the_way(place: Path, form: str, status: Any) -> None:
    concepts = [
        Concept(
            f"c{number}",
            "words",
            f"{BASE}/id/words/c{number}",
            (
                Term(text, "en", status, grammar="n.", note=f"{text} | x\n\\n {text}"),
                Term("x", "en", "preferred" if status != "preferred" else "admitted"),
            ),
            (
                Note("note", f"{text}\n\n{text}\n---\n+++\n\\---", "en", (text,)),
                Note("note", text, "en"),
                Note("note", "---\nlast", "en"),
            ),
        )
        for number, text in enumerate(ODD)
    ]
    file = place / f"words{FORMATS[form].ending}"
    file.write_bytes(written(form, concepts=concepts))
    found, _, findings = read(file)
    assert not findings
    for concept in concepts:
        assert sorted_terms(found[concept.id]) == sorted_terms(concept)


def test_a_text_longer_than_a_cell_is_whole_again(place: Path) -> None:
    long = "".join(f"line {number}\n" for number in range(20_000)) + "_x0041_" * 9_000
    notes = (Note("definition", long, "en"), Note("definition", "short", "en"))
    concept = replace(LOOM, notes=notes)
    (place / "words.xlsx").write_bytes(written("xlsx", concepts=[DRAW, concept]))
    found, _, findings = read(place / "words.xlsx")
    assert not findings
    assert found["loom"].notes == notes


def test_what_is_typed_into_one_sheet_is_taken(place: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(written("xlsx")))
    sheet = book["concepts"]
    names = [cell.value for cell in sheet[1]]
    sheet.cell(1, len(names) + 1, "preferred (fr)")
    sheet.cell(2, len(names) + 1, "métier à tisser")
    book["terms"].append(["draw", None, "fr", "métier à la tire", "preferred"])
    found, _, findings = read(saved(place, book))
    assert not findings
    assert found["loom"].preferred("fr").text == "métier à tisser"
    assert found["draw"].preferred("fr").text == "métier à la tire"


GERMAN = """Glossar der Textilsammlung;;;;
Stand: 2020;;;;

Begriff;Synonyme;Definition;Oberbegriff;Englisch
Webstuhl;Webrahmen | Handwebstuhl;"Gerät; zum Weben";Textilgerät;loom
Textilgerät;;Gerät, einfach;;textile tool
Färberei;"Färbhaus
Küpe";;Ort (unbekannt);
"""


@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"]
)
def test_a_table_in_german_with_titles_above(place: Path, sign: str, encoding: str) -> None:
    text = GERMAN.replace(" | ", " / ").replace('"Gerät; zum Weben"', '"Gerät zum Weben"')
    file = text_table(place, text.replace(";", sign), encoding=encoding)
    found, contents, findings = read(file)
    assert contents.vocabulary.source_language == "de"
    assert terms(found["webstuhl"])[0] == ("de", "Webstuhl", "preferred")
    assert ("en", "loom", "preferred") in terms(found["webstuhl"])
    assert found["webstuhl"].broader == ("textilgerat",)
    assert found["textilgerat"].notes == (Note("definition", "Gerät, einfach", "de"),)
    assert terms(found["farberei"])[1:] == [
        ("de", "Färbhaus", "admitted"), ("de", "Küpe", "admitted"),
    ]  # fmt: skip
    assert ("no-target", 7) in rules(findings)
    guessed = [one for one in findings if one.rule == "encoding"]
    assert len(guessed) == (encoding in ("cp1252", "mac_roman"))


def test_synonyms_are_parted_and_commas_are_not(place: Path) -> None:
    found, _, _ = read(text_table(place, GERMAN))
    assert [term.text for term in found["webstuhl"].terms if term.lang == "de"] == [
        "Webstuhl", "Webrahmen", "Handwebstuhl",
    ]  # fmt: skip
    text = 'Term,Synonyms\nloan,"lending, short; borrowing"\ncar; automobile,\n'
    found, _, _ = read(text_table(place, text))
    assert [term.text for term in found["loan"].terms] == ["loan", "lending, short", "borrowing"]
    assert terms(found["car"]) == [("en", "car", "preferred"), ("en", "automobile", "admitted")]
    columns = {"Synonyms": "alternative:comma", "Term": "preferred:none"}
    found, _, _ = read(text_table(place, text), columns)
    assert [term.text for term in found["loan"].terms] == ["loan", "lending", "short; borrowing"]
    assert [term.text for term in found["car-automobile"].terms] == ["car; automobile"]


@pytest.mark.parametrize(
    ("heading", "lang", "kinds"),
    [
        ("Terme,Définition,Terme générique,Synonymes,Note d’application", "fr", "pdbas"),
        ("Begrip,Definitie,Bredere term,Synoniemen,Toelichting bij gebruik", "nl", "pdba-"),
        ("Término,Definición,Término genérico,Sinónimos,Nota de alcance", "es", "pdbas"),
        ("Термин,Определение,Вышестоящий термин,Синонимы,Область применения", "ru", "pdbas"),
        ("المصطلح,التعريف,المصطلح الأوسع,المرادفات,تبصرة", "ar", "pdbas"),
        ("术语,定义,上位词,同义词,范围注释", "zh", "pdbas"),
        ("Term,Definition,BT,UF,SN", "en", "pdbas"),
        ("Preferred term (fr),Definition [fr],Broader,Alternative (fr),SN - fr", "fr", "pdbas"),
        ("term_en,definition_en,broader_term,synonyms_en,scope-note", "en", "pdbas"),
        ("PrefLabel@pt-BR,Definition@pt-BR,BT,altLabel@pt-BR,scopeNote@pt-BR", "pt-BR", "pdbas"),
        ("Deutsch,Deutsch Definition,Broader,Deutsch (Synonyme),Scope note (de)", "de", "pdbas"),
        ("EN,EN definition,Parent,EN synonyms,EN scope note", "en", "pdbas"),
        ("ES-MX,definition es-MX,BT,synonym es-MX,SN es_MX", "es-MX", "pdbas"),
        ("Benennung (Englisch),Begriffsbestimmung (Englisch),OB,Synonym Englisch,x", "en", "pdba-"),
    ],
)  # fmt: skip
def test_columns_are_known_in_many_languages(
    place: Path, heading: str, lang: str, kinds: str
) -> None:
    text = f"{heading}\nAaa,What it is,Bbb,Ccc,When\nBbb,,,,\n"
    found, contents, findings = read(text_table(place, text))
    assert contents.vocabulary.source_language == lang
    concept = found["aaa"]
    assert terms(concept) == [(lang, "Aaa", "preferred"), (lang, "Ccc", "admitted")]
    assert concept.broader == ("bbb",)
    notes = [Note("definition", "What it is", lang), Note("scopeNote", "When", lang)]
    assert concept.notes == tuple(notes if "s" in kinds else notes[:1])
    assert ("not-read" in [one.rule for one in findings]) == ("-" in kinds)


def test_a_table_with_only_languages(place: Path) -> None:
    found, contents, _ = read(text_table(place, "English\tFrançais\tالعربية\nloom\tmétier\tنول\n"))
    assert contents.vocabulary.source_language == "en"
    assert terms(found["loom"]) == [
        ("en", "loom", "preferred"), ("fr", "métier", "preferred"), ("ar", "نول", "preferred"),
    ]  # fmt: skip
    _, contents, _ = read(place / "words.csv", source_language="fr")
    assert contents.vocabulary.source_language == "fr"


def test_a_mapping_is_asked_for_and_can_be_copied(place: Path) -> None:
    text = "Nr,Kode,Wert,Text\n1,12,loom,A frame on which people weave cloth by hand or foot\n"
    file = text_table(place, text)
    with pytest.raises(BrokenSource) as caught:
        read(file)
    told = str(caught.value)
    assert "line 1" in told
    assert "“Nr”, “Kode”, “Wert”, “Text”" in told
    option = told.partition("--columns '")[2].partition("'")[0]
    assert option == "Nr=notation,Kode=concept,Wert=preferred@en,Text=definition@en"
    found, _, _ = read(file, dict(part.split("=") for part in option.split(",")))
    assert terms(found["12"]) == [("en", "loom", "preferred")]
    assert found["12"].notations == ("1",)


def test_columns_are_named_by_the_user(place: Path) -> None:
    file = text_table(place, "Wert;Sinn\nloom;frame\n")
    found, _, findings = read(file, {"wert": "preferred@en", "Sinn": "scopeNote@de"})
    assert not findings
    assert found["loom"].notes == (Note("scopeNote", "frame", "de"),)
    bare = text_table(place, "loom;métier\nwheel;rouet\n", "bare.csv")
    for columns in ({"1": "preferred@en", "2": "preferred@fr"}, {"A": "term@en", "B": "fr"}):
        found, _, _ = read(bare, columns)
        assert [found[id].preferred("fr").text for id in ("loom", "wheel")] == ["métier", "rouet"]
    with pytest.raises(BrokenSource, match="no column “Nix”; the columns are: “Wert”, “Sinn”"):
        read(file, {"Nix": "preferred"})
    with pytest.raises(Invalid, match="“Sinn=colour” is no meaning of a column"):
        read(file, {"Sinn": "colour"})


def test_a_language_that_is_not_clear_is_asked_for(place: Path) -> None:
    file = text_table(place, "Term;English\nMétier;loom\n")
    with pytest.raises(BrokenSource, match="language of the column “Term” is not clear"):
        read(file)
    found, _, _ = read(file, source_language="fr")
    assert found["metier"].preferred("en").text == "loom"


def test_rows_without_a_term_are_told(place: Path) -> None:
    text = "Term,Definition\nloom,frame\n,lost\n\n , \nwheel,\n"
    found, _, findings = read(text_table(place, text))
    assert list(found) == ["loom", "wheel"]
    [told] = [one for one in findings if one.rule == "no-label"]
    assert (told.line, told.describe()) == (3, "row without a term; left out: lost")


def test_the_same_term_twice_is_one_concept_or_two(place: Path) -> None:
    text = "Term,Definition,UF\nbank,for money,\nBank,river side,\nloom,,\nloom,frame,heddle\n"
    found, _, findings = read(text_table(place, text))
    assert list(found) == ["bank", "bank-2", "loom"]
    assert [term.text for term in found["loom"].terms] == ["loom", "heddle"]
    assert {("homonym", 3), ("merged", 5)} <= set(rules(findings))


def test_ids_relations_and_notations(place: Path) -> None:
    text = (
        "ID;Code;Term;BT;RT;NT\n0042;007;loom;tool;1;\n1;;wheel;0042;;\ntool-9;;Tool;;;wheel\n"
        "5;;lost;nothing;;\n"
    )
    found, contents, findings = read(text_table(place, text))
    assert list(found) == ["0042", "1", "tool-9", "5"]
    assert found["0042"].notations == ("007",)
    assert (found["0042"].broader, found["1"].broader) == (("tool-9",), ("0042",))
    assert found["tool-9"].narrower == ("1",)
    assert contents.uri_of("0042") == f"{BASE}/id/words/0042"
    assert contents.line_of(f"{BASE}/id/words/tool-9") == 4
    assert ("no-target", 5) in rules(findings)


def test_terms_that_say_what_to_use_instead(place: Path) -> None:
    text = "Term,USE,RT\nlending,loan,\nloan,,fee\nfee,,\nhire,rent,\n"
    found, _, findings = read(text_table(place, text))
    assert sorted(terms(found["loan"])) == [
        ("en", "lending", "admitted"), ("en", "loan", "preferred"),
    ]  # fmt: skip
    assert "lending" not in found
    assert ("no-target", 5) in rules(findings)


def test_a_row_for_each_term_of_somebody_else(place: Path) -> None:
    text = (
        "Concept ID,Language,Term,Status,Part of speech,Definition,Source\n"
        "7,en,loom,preferred,noun,frame,Handbook\n7,EN,weaving frame,synonym,,,\n"
        ",de,Webstuhl,Vorzugsbenennung,,Gestell,\n,de,Stuhl,veraltet,,,\n8,German,Rad,odd,,,\n"
    )
    found, contents, findings = read(text_table(place, text))
    assert contents.vocabulary.source_language == "en"
    assert terms(found["7"]) == [
        ("en", "loom", "preferred"), ("en", "weaving frame", "admitted"),
        ("de", "Webstuhl", "preferred"), ("de", "Stuhl", "deprecated"),
    ]  # fmt: skip
    assert found["7"].terms[0].grammar == "noun"
    assert terms(found["8"]) == [("de", "Rad", "preferred")]
    assert rules(findings) == [("unknown-status", 6)]


def test_categories_are_groups(place: Path) -> None:
    text = "Term,Category\nloom,Tools\nwheel,tools\nwool,Materials; Fibres\n"
    _, contents, _ = read(text_table(place, text))
    groups = {group.labels["en"]: group.members for group in contents.vocabulary.groups}
    assert groups == {"Tools": ("loom", "wheel"), "Materials": ("wool",), "Fibres": ("wool",)}


def test_sheets_are_chosen_and_told(place: Path) -> None:
    file = workbook(
        place,
        ("Notes", [["to do"], ["ask Ann"]]),
        ("Words", [["Term", "Definition"], ["loom", "frame"]]),
        ("Old", [["Term"], ["reel"]]),
    )
    found, _, findings = read(file)
    assert list(found) == ["loom"]
    [told] = [one for one in findings if one.rule == "sheet"]
    assert "“Words” is read, not: “Notes”, “Old”" in told.describe()


def test_a_hidden_sheet_is_not_taken_before_one_that_is_seen(place: Path) -> None:
    book = Workbook()
    book.active.append(["Term"])
    book.active.append(["loom"])
    hidden = book.create_sheet("Hidden")
    hidden.append(["Term", "Definition", "BT"])
    hidden.append(["reel", "x", ""])
    hidden.sheet_state = "hidden"
    assert list(read(saved(place, book))[0]) == ["loom"]


def test_what_spreadsheet_programs_make_of_cells(place: Path) -> None:
    rows = [
        ["Term", "Code", "Created", "Definition"],
        [1789, 12.0, date(2020, 5, 6), "year"],
        [date(2021, 3, 1), "b", None, "was March1"],
        [True, "c", None, None],
        ["sum", "d", None, "=1+1"],
        ["err", "e", None, "#DIV/0!"],
    ]
    found, _, findings = read(workbook(place, ("S", rows)))
    assert found["1789"].created == "2020-05-06"
    assert found["1789"].notations == ("12",)
    assert [one.line for one in findings if one.rule == "cell"] == [3, 4, 5, 6]
    assert list(found) == ["1789", "sum", "err"]


def test_cells_that_are_merged_downwards_hold_for_all_their_rows(place: Path) -> None:
    book = Workbook()
    for row in [["Glossary of tools"], [], ["Term", "Synonym", "Category"]]:
        book.active.append(row)
    for row in [["loom", "frame", "Tools"], [None, "weaver"], ["wheel", "spinner"]]:
        book.active.append(row)
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A4:A5")
    book.active.merge_cells("C4:C6")
    found, contents, _ = read(saved(place, book))
    assert [term.text for term in found["loom"].terms] == ["loom", "frame", "weaver"]
    assert contents.vocabulary.groups[0].members == ("loom", "wheel")


def test_tabs_without_quoting(place: Path) -> None:
    text = 'Term\tDefinition\n"Weird" loom\tsay "x\n"half\ty\n'
    found, _, _ = read(text_table(place, text, "words.tsv"))
    assert [one.terms[0].text for one in found.values()] == ['"Weird" loom', '"half']


@pytest.mark.parametrize(
    ("lang", "encoding", "text"),
    [
        ("ru", "cp1251", "Термин;Определение\nткацкий станок;устройство для ткачества\n"),
        ("el", "cp1253", "el;definition el\nαργαλειός;μηχάνημα ύφανσης υφασμάτων\n"),
        ("pl", "cp1250", "pl;definition pl\nkrosno;urządzenie służące do wyrobu tkanin, źródło\n"),
        ("ar", "cp1256", "المصطلح;التعريف\nنول;آلة لنسج القماش من الخيوط\n"),
        ("zh", "gb18030", "术语;定义\n织布机;用于织布的机器\n"),
        ("ja", "shift_jis", "ja;definition ja\n織機;布を織るための機械です\n"),
    ],
)
def test_old_encodings_are_told_by_their_letters(
    place: Path, lang: str, encoding: str, text: str
) -> None:
    found, contents, findings = read(text_table(place, text, encoding=encoding))
    assert contents.vocabulary.source_language == lang
    [concept] = found.values()
    first, told = text.split("\n")[1].split(";")
    assert (concept.terms[0].text, concept.notes[0].text) == (first, told)
    assert "encoding" in [one.rule for one in findings]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no column is known|no table"),
        (b"\0\1\2\3" * 100, "zero bytes"),
        (b"Term,Definition\n" + b"x" * 1_100_000, "row is too long"),
        (b"PK\3\4" + b"x" * 100, "not a workbook"),
        (b'Term,Definition\nloom,"fra', "not a table"),
    ],
)
def test_what_is_no_table_is_refused(place: Path, content: bytes, reason: str) -> None:
    file = place / "words.csv"
    file.write_bytes(content)
    with pytest.raises(BrokenSource, match=reason):
        FORMATS["csv"].read(file, Asked("words", BASE))


def test_a_list_of_terms_is_a_table_of_one_column(place: Path) -> None:
    text = "Term\nloom\nheddle, wooden\nwheel\nwool; raw\nreel\n"
    found, _, _ = read(text_table(place, text))
    assert [one.terms[0].text for one in found.values()] == [
        "loom", "heddle, wooden", "wheel", "wool", "reel",
    ]  # fmt: skip


def test_bars_in_a_table_with_commas_part_nothing(place: Path) -> None:
    (place / "words.csv").write_bytes(written("csv", concepts=[LOOM]))
    assert list(read(place / "words.csv")[0]) == ["loom"]
    rows = "\n".join(f'loom {n},"a | b | c {n}\n| x | y"' for n in range(9))
    found, _, _ = read(text_table(place, f"Term,Definition\n{rows}\n"))
    assert found["loom-3"].notes[0].text == "a | b | c 3\n| x | y"


def test_columns_as_registries_number_them(place: Path) -> None:
    text = (
        "*preferred label[0]_en,alternative label[0]_en,alternative label[1]_en,*uri,"
        "skos:scopeNote@en[0],related to[0],*status,close match\n"
        "loom,frame,weaver,reg:1,Of wood.,reg:2,Published,wd:Q1\nreel,,,reg:2,,,Published,no uri\n"
    )
    found, contents, findings = read(text_table(place, text))
    loom = found["reg:1"]
    assert [term.text for term in loom.terms] == ["loom", "frame", "weaver"]
    assert (loom.related, loom.notes) == (("reg:2",), (Note("scopeNote", "Of wood.", "en"),))
    assert contents.uri_of("reg:1") == "reg:1"
    assert loom.mappings == (Mapping("closeMatch", "wd:Q1"),)
    assert rules(findings) == [("unknown-status", 2), ("text-for-uri", 3)]


def test_the_columns_of_a_table_without_a_heading_have_places(place: Path) -> None:
    file = text_table(place, "630907\tExpedition\n12\tHistory\n")
    with pytest.raises(BrokenSource, match="--columns '1=concept,2=preferred@en'"):
        read(file)
    found, _, _ = read(file, {"1": "concept", "2": "preferred@en"})
    assert list(found) == ["630907", "12"]
