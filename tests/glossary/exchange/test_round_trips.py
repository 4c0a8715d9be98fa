"""Sheet to file to sheet, in every format: nothing is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from glossary.catalogs.po import files
from glossary.exchange import FORMATS, Format, Limits, Sheet, Unit, of_catalog, recognised
from glossary.site import paths
from tests.glossary.exchange.sheets import CHANGED, LIBRARY, MISSING, SHEET, by_key, sheets

LEFT_OUT = {
    # what a format does not keep: references in PO are paths, TBX has no comments
    "po": {"reference": ""},
    "tbx": {"comments": (), "reference": ""},
}
every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))


def _told(unit: Unit, format: Format) -> bool:
    """Return whether the format carries the unit: TBX has only what has a translation."""
    return format.name != "tbx" or bool(unit.text or unit.data or unit.notes or unit.previous)


def _same(found: Sheet, sheet: Sheet, format: Format, **more: object) -> None:
    left_out = {**LEFT_OUT.get(format.name, {}), **more}
    wanted = by_key((unit for unit in sheet.units if _told(unit, format)), **left_out)
    assert by_key(found.units, **left_out) == wanted
    assert found.problems == ()
    assert (found.vocabulary, found.lang) == (sheet.vocabulary, sheet.lang)
    assert (found.source_language, found.reliability) == (sheet.source_language, sheet.reliability)


@every_format
@given(sheet=sheets)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_lost_for_any_text(format: Format, sheet: Sheet) -> None:
    # a source term that stands alone in TBX has no preferred term beside it
    more = {"source": ""} if format.name == "tbx" else {}
    content = format.write(sheet)
    _same(format.read(content), sheet, format, **more)
    assert recognised("x." + format.extension, content[:4096]) is format


@every_format
@pytest.mark.parametrize("text", ["008", "=MAX(B2)", "FALSE", "2E7", "3-4", "+44", "1/2", "#REF!"])
def test_what_looks_like_something_else_comes_back(format: Format, text: str) -> None:
    unit = replace(LIBRARY, source=text, text=text, previous="", state="reviewed")
    sheet = replace(SHEET, units=(unit,))
    found = format.read(format.write(sheet))
    assert [one.text for one in found.units] == [text]
    _same(found, sheet, format)


@every_format
def test_what_a_sheet_says_of_itself_comes_back(format: Format) -> None:
    sheet = replace(SHEET, reliability="reviewed", units=(CHANGED, LIBRARY))
    found = format.read(format.write(sheet), lang="fr")
    assert found.revision == 42
    _same(found, sheet, format)


@every_format
@pytest.mark.parametrize("lang", ["ar", "zh-Hans", "pt-BR", "fr"])
def test_languages_come_back(format: Format, lang: str) -> None:
    found = format.read(format.write(replace(SHEET, lang=lang)), lang=lang)
    assert found.lang == lang


@every_format
@pytest.mark.parametrize(("lang", "vocabulary"), [("ar", "archive"), ("fr", "museum")])
def test_bundled_catalogs_come_back(format: Format, vocabulary: str, lang: str) -> None:
    catalog = files.read(paths.TRANSLATIONS / lang / "LC_MESSAGES" / f"{vocabulary}.po")
    sheet = of_catalog(catalog, vocabulary, "en", "Title", "https://example.org", 3)
    found = format.read(format.write(sheet), lang=sheet.lang)
    assert len(found.units) > 100
    _same(found, sheet, format)


@every_format
def test_lines_lead_back_into_the_file(format: Format) -> None:
    content = format.write(SHEET)
    found = format.read(content)
    numbers = [unit.line or 0 for unit in found.units]
    assert numbers == sorted(numbers)
    assert numbers[0] >= 2
    if format.name in ("po", "xlf", "xlf12"):
        line = content.decode().split("\n")[numbers[-1] - 1]
        assert "Blue Shield" in line or "blue|shield" in line


@every_format
def test_a_file_in_another_language_is_refused(format: Format) -> None:
    with pytest.raises(Exception, match="“fr”, not in “ru”") as caught:
        format.read(format.write(SHEET), lang="ru", name="x")
    assert caught.value.parameter == "file"  # type: ignore[attr-defined]


@every_format
def test_a_narrower_language_is_taken(format: Format) -> None:
    found = format.read(format.write(replace(SHEET, lang="fr-FR")), lang="fr")
    assert len(found.units) >= 4


@every_format
def test_too_many_bytes_are_refused(format: Format) -> None:
    content = format.write(SHEET)
    with pytest.raises(Exception, match=f"{len(content)} bytes; at most 100") as caught:
        format.read(content, limits=Limits(bytes=100))
    assert type(caught.value).__name__ == "TooLarge"


@every_format
def test_too_many_entries_are_refused(format: Format) -> None:
    with pytest.raises(Exception, match="more than 2 entries") as caught:
        format.read(format.write(SHEET), limits=Limits(entries=2))
    assert type(caught.value).__name__ == "TooLarge"


@every_format
def test_a_text_that_is_too_long_takes_no_other_along(format: Format) -> None:
    long = replace(LIBRARY, text="x" * 101)
    sheet = replace(SHEET, units=(long, *SHEET.units[1:]))
    found = format.read(format.write(sheet), limits=Limits(characters=100))
    assert LIBRARY.key not in by_key(found.units)
    assert CHANGED.key in by_key(found.units)
    [problem] = found.problems
    assert (problem.concept, problem.slot) == LIBRARY.key
    assert problem.describe() == "the text has more than 100 characters"


@every_format
def test_nothing_else_is_missing_where_a_translation_is(format: Format) -> None:
    found = by_key(format.read(format.write(SHEET)).units)
    assert (MISSING.key in found) == (format.name != "tbx")


def test_of_catalog_tells_states_data_and_addresses(tmp_path: Path) -> None:
    path = tmp_path / "fr" / "LC_MESSAGES" / "heritage.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Language: fr\\nX-Reliability: reviewed\\n"\n\n'
        "# grammar: n.f.\n# equivalence: nearly\n# for people\n#. of: x\n#: /id/heritage/a\n"
        'msgctxt "a|prefLabel"\nmsgid "a"\nmsgstr "un"\n\n'
        '#, fuzzy\n#| msgid "old"\nmsgctxt "b|prefLabel"\nmsgid "b"\nmsgstr "deux"\n\n'
        '#, fuzzy\nmsgctxt "c|prefLabel"\nmsgid "c"\nmsgstr "trois"\n\n'
        'msgctxt "d|prefLabel"\nmsgid "d"\nmsgstr ""\n\n'
        '# reliability: draft\nmsgctxt "e|prefLabel"\nmsgid "e"\nmsgstr "cinq"\n\n'
        'msgid "no context"\nmsgstr ""\n',
        "utf-8",
    )
    sheet = of_catalog(files.read(path), "heritage", "en", "Heritage", "https://example.org", None)
    assert [unit.state for unit in sheet.units] == [
        "reviewed", "changed", "review", "missing", "draft",
    ]  # fmt: skip
    first, changed = sheet.units[:2]
    assert first.data == {"grammar": "n.f."}
    assert first.notes == ("equivalence: nearly", "for people")
    assert (first.comments, first.reference) == (("of: x",), "https://example.org/id/heritage/a")
    assert changed.previous == "old"
    assert (sheet.lang, sheet.reliability) == ("fr", "reviewed")
    assert [problem.describe() for problem in sheet.problems] == [
        "“equivalence: nearly” states no value that is known; it is kept as a note",
        "this is not an entry of a vocabulary: its context names no concept",
    ]
