"""`glossary terms`: terms of files in the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from glossary.cli.main import main
from glossary.site.settings import Settings

ENGLISH = "The archivists made a finding aid.\n\nThe museum is closed.\n"
FRENCH = "Les archivistes ont fait une liste.\n\nLe musée est fermé.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "en.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "fr.md").write_text(FRENCH, "utf-8")
    return tmp_path


def run(bundled: Settings, *arguments: object) -> Result:
    """Run the command for the bundled vocabularies."""
    return CliRunner().invoke(
        main, ["--site", str(bundled.site), "terms", *map(str, arguments)], env={"LANG": "en"}
    )


def test_terms_of_a_file(bundled: Settings, folder: Path) -> None:
    done = run(bundled, folder / "en.txt", "--to", "fr,de")
    assert done.exit_code == 0
    assert "archive/archivist  fr: archiviste" in done.stdout
    assert "museum/museum  fr: musée  de: Museum" in done.stdout
    assert done.stdout.splitlines()[-1] == "3 terms at 3 places"
    told = json.loads(run(bundled, folder / "en.txt", "--json").stdout)
    assert [term["text"] for term in told["terms"]] == ["archivists", "finding aid", "museum"]


def test_a_translation(bundled: Settings, folder: Path) -> None:
    done = run(bundled, folder / "en.txt", "--against", folder / "fr.md")
    assert done.exit_code == 1
    assert "22: finding aid: not in the translation – instrument de recherche" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 of 3 terms"
    (folder / "fr.md").write_text(FRENCH.replace("une liste", "un instrument de recherche"))
    done = run(bundled, folder / "en.txt", "--against", folder / "fr.md", "--to", "fr")
    assert (done.exit_code, done.stdout) == (0, "0 of 3 terms\n")


def test_a_bilingual_file(bundled: Settings, tmp_path: Path) -> None:
    file = tmp_path / "a.xlf"
    file.write_text(
        '<xliff version="1.2"><file source-language="en" target-language="de"><body>'
        '<trans-unit id="k1"><source>The museum</source><target>Das Museum</target></trans-unit>'
        '<trans-unit id="k2"><source>The museum</source><target>Das Haus</target></trans-unit>'
        "</body></file></xliff>"
    )
    done = run(bundled, file)
    assert done.exit_code == 1
    assert done.stdout.startswith("k2: museum: not in the translation – Museum")


@pytest.mark.parametrize("form", ["tbx", "csv", "po"])
def test_lists_for_translators(bundled: Settings, folder: Path, form: str) -> None:
    done = run(bundled, folder / "en.txt", "--to", "zh", "--format", form)
    assert done.exit_code == 0
    for text in ("archivist", "档案工作者", "finding aid", "博物馆"):
        assert text in done.stdout
    output = folder / f"terms.{form}"
    done = run(bundled, folder / "en.txt", "--to", "zh", "--format", form, "--output", output)
    assert done.stdout == f"wrote {output}\n"
    assert "博物馆" in output.read_text("utf-8")


def test_what_is_wrong_is_one_line(bundled: Settings, folder: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "a.exe").write_bytes(b"MZ\0")
    for arguments, told in (
        (["empty.txt"], "empty.txt: there is no text in it"),
        (["a.exe"], "“a.exe” is not a text that can be read here"),
        (["en.txt", "--to", "?"], "“?”"),
        (["en.txt", "--sector", "zoo"], "There is no sector “zoo”."),
        (["en.txt", "--format", "po"], "--to"),
    ):
        done = run(bundled, folder / arguments[0], *arguments[1:])
        assert done.exit_code == 1, arguments
        (line,) = done.stderr.splitlines()
        assert told in line
