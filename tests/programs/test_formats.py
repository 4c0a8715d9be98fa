"""Files in the formats of translators, before GNU gettext and translate-toolkit."""

import csv
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.catalogs.po import files
from glossary.exchange import FORMATS, Sheet, Unit, of_catalog, po
from glossary.site import paths
from tests.glossary.exchange.sheets import SHEET, by_key

Run = Callable[..., str]
Toolkit = Callable[..., None]
HARD = Sheet(
    "heritage",
    "ar",
    "en",
    "Heritage & words",
    (
        *SHEET.units,
        Unit("q", "definition", 'say "x" \\n %s', "قال «س» \u2067x\u2069 \\ \t end", state="draft"),
        Unit("long", "definition", "many words " * 40, "图书馆" * 200, state="draft"),
        Unit("a b|c", "altLabel", "\none\n", "\nun\n", state="draft", notes=("| bar", "~ tilde")),
        Unit("x", "scopeNote", "source\u2028line", "a😀b\u00a0c", state="draft"),
    ),
    7,
)


def _sheet(vocabulary: str, lang: str) -> Sheet:
    path = paths.TRANSLATIONS / lang / "LC_MESSAGES" / f"{vocabulary}.po"
    return of_catalog(files.read(path), vocabulary, "en", "Title", "https://example.org", 3)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Sheet, str], Path]:
    """A function that writes a sheet in a format and returns where."""

    def write(sheet: Sheet, name: str) -> Path:
        path = tmp_path / f"{sheet.vocabulary}.{FORMATS[name].extension}"
        path.write_bytes(FORMATS[name].write(sheet))
        return path

    return write


Written = Callable[[Sheet, str], Path]


@pytest.mark.parametrize("options", [[], ["--no-wrap"], ["--width=30"], ["--sort-output"]])
def test_msgcat_reads_and_writes_hard_texts(written: Written, run: Run, options: list[str]) -> None:
    path = written(HARD, "po")
    run("msgfmt", "-c", "-o", os.devnull, path)
    run("msgcat", *options, "-o", path, path)
    sheet = po.read(path.read_bytes(), lang="ar")
    assert sheet.problems == ()
    assert by_key(sheet.units, reference="") == by_key(HARD.units, reference="")


def test_what_is_stamped_is_accepted(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "archive.po"
    source = paths.TRANSLATIONS / "fr" / "LC_MESSAGES" / "archive.po"
    path.write_bytes(po.stamped(source.read_bytes(), 99))
    run("msgfmt", "-c", "-o", os.devnull, path)
    run("msgcat", "-o", path, path)
    assert po.read(path.read_bytes()).revision == 99


XLIFF_2 = "from translate.storage.xliff2 import Xliff2File\n"
CHANGE = """
import sys
from translate.storage import factory
name, kind = sys.argv[1:]
store = Xliff2File.parsefile(name) if kind == "xlf" else factory.getobject(name)
texts = [unit for unit in store.units if unit.istranslatable() and unit.source == "fonds"]
assert len(texts) > 0
for unit in texts:
    unit.target = "fonds (archives)"
store.savefile(name)
"""


def _knows_xliff_2(toolkit: Toolkit) -> bool:
    try:
        toolkit(XLIFF_2)
    except subprocess.CalledProcessError:
        assert os.environ.get("CI") != "true"
        return False
    return True


@pytest.mark.parametrize("name", ["po", "xlf", "xlf12"])
def test_translate_toolkit_saves_what_it_changed_and_nothing_else(
    written: Written, toolkit: Toolkit, name: str
) -> None:
    if name == "xlf" and not _knows_xliff_2(toolkit):
        pytest.skip("this translate-toolkit is older than its XLIFF 2 (3.17)")
    sheet = _sheet("archive", "fr")
    path = written(sheet, name)
    toolkit(XLIFF_2 + CHANGE if name == "xlf" else CHANGE, path, name)
    found = FORMATS[name].read(path.read_bytes(), lang="fr")
    before = by_key(FORMATS[name].read(FORMATS[name].write(sheet)).units)
    after = by_key(found.units)
    different = {key for key in before if before[key] != after[key]}
    assert different
    assert {after[key].text for key in different} == {"fonds (archives)"}
    assert {key[0] for key in different} == {"fonds"}
    assert all(before[key] == replace(after[key], text=before[key].text) for key in different)
    assert (found.problems, found.revision, found.vocabulary) == ((), 3, "archive")


@pytest.mark.parametrize("name", ["po", "xlf12"])
def test_pocount_counts_as_we_do(written: Written, run: Run, name: str) -> None:
    path = written(SHEET, name)
    counts = list(csv.DictReader(run("pocount", "--csv", path).splitlines(), skipinitialspace=True))
    row = next(row for row in counts if row["Translated Messages"])
    assert (row["Translated Messages"], row["Fuzzy Messages"], row["Untranslated Messages"]) == (
        "2", "2", "1",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["po", "xlf12"])
def test_pofilter_finds_what_is_not_translated(
    written: Written, run: Run, tmp_path: Path, name: str
) -> None:
    path = written(SHEET, name)
    left = tmp_path / f"left{path.suffix}"
    run("pofilter", "--test=untranslated", path, left)
    found = FORMATS[name].read(left.read_bytes()).units
    assert [unit.concept for unit in found] == ["blue|shield"]


def test_xliff_becomes_po(written: Written, run: Run, tmp_path: Path) -> None:
    made = tmp_path / "made.po"
    run("xliff2po", written(SHEET, "xlf12"), made)
    run("msgfmt", "-o", os.devnull, made)
    catalog = files.read(made)
    texts = {str(message.id): str(message.string) for message in catalog if message.id}
    assert texts["library"] == "bibliothèque"
    assert texts["book house\nLib."] == "médiathèque\nlibrairie"


def test_xliff_that_lost_its_messages_is_told(written: Written, run: Run, tmp_path: Path) -> None:
    made = tmp_path / "made.xlf"
    run("po2xliff", written(SHEET, "po"), made)  # it drops the contexts of the catalog
    sheet = FORMATS["xlf12"].read(made.read_bytes(), lang="fr")
    assert sheet.units == ()
    assert len(sheet.problems) == 5
    assert "names no concept" in sheet.problems[0].describe()


def test_tbx_that_translate_toolkit_makes(run: Run, tmp_path: Path) -> None:
    table, made = tmp_path / "terms.csv", tmp_path / "terms.tbx"
    table.write_text("comment,source,target\nx,library,bibliothèque\n", "utf-8")
    run("csv2tbx", table, made)
    content = made.read_bytes().replace(b'xml:lang="xx"', b'xml:lang="fr"')
    [unit] = FORMATS["tbx"].read(content, lang="fr").units
    assert (unit.concept, unit.source, unit.text) == ("library", "library", "bibliothèque")
