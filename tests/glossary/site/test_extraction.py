import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.po import files
from glossary.catalogs.update import template
from glossary.model import Vocabulary
from glossary.site.extraction import extract

ReadSkos = Callable[..., tuple[Vocabulary, object]]
MAPPING = "[glossary_vocabulary: vocabularies/**.ttl]\nbase_url = https://example.org\n"


def _pybabel(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-W", "error", "-m", "babel.messages.frontend", "-q", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def project(tmp_path: Path, library_turtle: str) -> Path:
    """A folder with a vocabulary and a mapping for Babel."""
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "words.ttl").write_text(library_turtle, "utf-8")
    (tmp_path / "babel.cfg").write_text(MAPPING, "utf-8")
    return tmp_path


def test_pybabel_extracts_the_messages_of_a_vocabulary(project: Path, words: Vocabulary) -> None:
    _pybabel(project, "extract", "-F", "babel.cfg", "-o", "words.pot", ".")
    found = {m.context: m for m in files.read(project / "words.pot") if m.id}
    wanted = {m.context: m for m in template(words) if m.id}
    assert {c: (m.id, m.auto_comments) for c, m in found.items()} == {
        c: (m.id, m.auto_comments) for c, m in wanted.items()
    }
    text = (project / "vocabularies" / "words.ttl").read_text("utf-8").splitlines()
    for id in ("library", "school", "group-places"):
        [(file, line)] = found[f"{id}|prefLabel"].locations
        assert file == "vocabularies/words.ttl"
        assert text[line - 1].startswith(f"<{id}> a ")
    assert found[".|title"].locations[0][0] == "vocabularies/words.ttl"


def test_pybabel_updates_a_catalog_without_guessing(project: Path) -> None:
    _pybabel(project, "extract", "-F", "babel.cfg", "-o", "words.pot", ".")
    _pybabel(project, "init", "-i", "words.pot", "-o", "fr.po", "-l", "fr")
    path = project / "fr.po"
    catalog = files.read(path)
    for message in catalog:
        if message.context == "library|prefLabel":
            message.string = "bibliothèque"
            message.user_comments = ["source: Norme"]
    path.write_bytes(files.dump(catalog))
    source = project / "vocabularies" / "words.ttl"
    text = source.read_text("utf-8").replace('"school"@en', '"public library"@en')
    source.write_text(text, "utf-8")
    _pybabel(project, "extract", "-F", "babel.cfg", "-o", "words.pot", ".")
    options = ("--previous", "--no-fuzzy-matching")
    _pybabel(project, "update", "-i", "words.pot", "-o", "fr.po", "-l", "fr", *options)
    found = {m.context: m for m in files.read(path) if m.id}
    assert found["library|prefLabel"].string == "bibliothèque"
    assert found["library|prefLabel"].user_comments == ["source: Norme"]
    assert found["school|prefLabel"].id == "public library"
    assert not found["school|prefLabel"].string
    _pybabel(project, "compile", "-i", "fr.po", "-o", "fr.mo", "-l", "fr")
    assert (project / "fr.mo").is_file()


def test_names_with_a_prefix_have_their_line(project: Path) -> None:
    file = project / "vocabularies" / "others.ttl"
    file.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix o: <https://other.org/> .\n"
        'o:s a skos:ConceptScheme .\n\no:a a skos:Concept ; skos:prefLabel "a b"@en .\n',
        "utf-8",
    )
    with file.open("rb") as stream:
        found = list(extract(stream, (), (), {}))
    assert (5, "pgettext", ("a|prefLabel", "a b"), []) in found
