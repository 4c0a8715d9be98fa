"""A vocabulary of a site is given away as a file."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli.main import main
from glossary.formats import skos
from tests.conftest import DATA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DATA / "site", tmp_path / "site")


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(folder), "export", *arguments])


def test_to_standard_output_with_all_languages(folder: Path) -> None:
    done = run(folder, "heritage")
    assert done.exit_code == 0, done.output
    assert '"library"@en' in done.stdout
    assert '"bibliothèque"@fr' in done.stdout
    assert run(folder, "heritage").stdout == done.stdout


@pytest.mark.parametrize("name", ["out.ttl", "out.nt", "out.rdf", "out.jsonld"])
def test_the_name_of_the_file_says_the_format(folder: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("old", "utf-8")
    assert run(folder, "heritage", "-o", str(file)).exit_code == 0
    read, _ = skos.read(file, "https://example.org")
    terms = {term.text for concept in read.concepts.values() for term in concept.terms}
    assert {"library", "bibliothèque"} <= terms


def test_a_format_that_is_asked_for(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    assert run(folder, "heritage", "--format", "n-triples", "-o", str(file)).exit_code == 0
    assert file.read_text("utf-8").startswith("<http")


def test_drafts_can_be_left_out(folder: Path) -> None:
    everything = run(folder, "heritage").stdout
    checked = run(folder, "heritage", "--reviewed").stdout
    assert '"bibliothèque"@fr' in everything
    assert '"library"@en' in checked
    assert len(checked) < len(everything)


def test_what_was_left_out_is_told(folder: Path) -> None:
    file = folder / "vocabularies" / "heritage.ttl"
    more = "<nameless> a <http://www.w3.org/2004/02/skos/core#Concept> .\n"
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    done = run(folder, "heritage")
    assert done.exit_code == 0
    assert "no-label" in done.stderr
    assert "no-label" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "nowhere"),
        (["heritage", "--format", "marc"], "marc"),
        (["heritage", "-o", "out.docx"], "out.docx"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(folder: Path, arguments: list[str], told: str) -> None:
    done = run(folder, *arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert told in line
    assert not Path("out.docx").exists()


def test_a_file_stays_where_the_vocabulary_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    (folder / "vocabularies" / "heritage.ttl").write_bytes(b"\x00\x01")
    file = tmp_path / "out" / "kept.ttl"
    file.parent.mkdir()
    file.write_text("kept", "utf-8")
    done = run(folder, "heritage", "-o", str(file))
    assert done.exit_code == 1
    assert file.read_text("utf-8") == "kept"
    assert [*file.parent.iterdir()] == [file]
