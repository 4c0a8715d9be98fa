"""docs/content.md and the script that makes it: what it counts, and how it compares terms."""

import doctest
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from glossary.model import Concept, Mapping, Term
from glossary.site.settings import load
from tests.conftest import CHECKOUT

MULDICAT = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix m: <http://iflastandards.info/ns/muldicat#> .
m:Boat skos:prefLabel "Boat"@en, "Bateau"@fr, "Barca"@es, "Лодки"@ru ; skos:altLabel "Bote"@es .
m:Raft skos:prefLabel "Raft"@en, "Radeau"@fr .
"""


@pytest.fixture(scope="module")
def content() -> Iterator[ModuleType]:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("content", CHECKOUT / "docs" / "content.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["content"] = module  # where dataclasses look for what they are made in
    spec.loader.exec_module(module)
    yield module
    del sys.modules["content"]


def concept(id: str, mapped: str = "", **terms: str) -> Concept:
    """Return a concept of libraries with preferred terms by language."""
    mappings = (Mapping("closeMatch", mapped),) if mapped else ()
    found = tuple(Term(text, lang) for lang, text in terms.items())
    return Concept(id, "library", f"http://x.example/{id}", terms=found, mappings=mappings)


def test_its_examples_hold(content: ModuleType) -> None:
    assert doctest.testmod(content).failed == 0
    assert doctest.testmod(content).attempted >= 2


def test_the_page_has_a_row_for_each_vocabulary_and_language() -> None:
    page = (CHECKOUT / "docs" / "content.md").read_text("utf-8")
    counted: dict[str, dict[str, list[int]]] = {}
    for name, lang, *cells in re.findall(
        r"^\| (\w+) \| ([a-z]{2}[\w-]*) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE
    ):
        counted.setdefault(name, {})[lang] = [int(cell) for cell in cells]
    files = {file.stem for file in (CHECKOUT / "vocabularies").glob("*.ttl")}
    assert counted.keys() == files | {"all"}
    for lang, row in counted["all"].items():
        rows = [counted[name][lang] for name in files]
        assert [sum(column) for column in zip(*rows, strict=True)] == row
        assert row[2] <= row[0]
    for name in ("MulDiCat", "RDA Registry", "RiC-O", "UNESCO Thesaurus"):
        assert f"| {name} | fr |" in page


def test_each_difference_is_explained() -> None:
    rows = (CHECKOUT / "docs" / "agreement.tsv").read_text("utf-8").splitlines()[1:]
    assert len(rows) > 20
    assert [row for row in rows if not row.split("\t")[5]] == []


def test_terms_are_compared_string_by_string(content: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "ifla" / "standards" / "muldicat" / "rdf" / "ttl"
    folder.mkdir(parents=True)
    (folder / "muldicat.ttl").write_text(MULDICAT, "utf-8")
    muldicat = content.OTHERS[0]
    entries = content.entries_of(muldicat, tmp_path)
    ours = [
        concept("craft", en="boat", fr="bateau", es="bote", ru="лодка"),
        concept("float", "http://iflastandards.info/ns/muldicat#Raft", en="float", fr="train"),
        concept("oar", en="oar"),
    ]
    pairs = list(content.shared(ours, muldicat, entries))
    assert [one.id for one, _ in pairs] == ["craft", "float"]
    (craft, boat), (flat, raft) = pairs

    def kinds(one: Any, entry: Any) -> list[str | None]:
        found = (content.verdict(one, entry, lang) for lang in ("en", "fr", "es", "ru", "de"))
        return [made[0] if made else None for made in found]

    assert kinds(craft, boat) == ["same", "same", "also", "number", None]
    assert kinds(flat, raft) == ["other", "other", None, None, None]
    assert content.attested(craft.preferred("es"), boat, "es")
    assert content.attested(craft.preferred("ru"), boat, "ru")
    assert not content.attested(flat.preferred("fr"), raft, "fr")


def test_sources_are_named_in_vocabulary_and_catalog(
    content: ModuleType, tmp_path: Path, make_site: Any
) -> None:
    settings = make_site()
    text = (settings.vocabularies / "heritage.ttl").read_text("utf-8")
    match = re.search(r"^<library> a .*?;\n", text, re.MULTILINE)
    assert match is not None
    mapped = "    skos:exactMatch <http://vocabularies.unesco.org/thesaurus/concept7> ;\n"
    text = text[: match.end()] + mapped + text[match.end() :]
    (settings.vocabularies / "heritage.ttl").write_text(text, "utf-8")
    (settings.vocabularies / "sources.toml").write_text(
        '[unesco-thesaurus]\ntitle = "UNESCO Thesaurus"\nyear = 2024\n', "utf-8"
    )
    folder = tmp_path / "data" / "unesco-thesaurus"
    folder.mkdir(parents=True)
    (folder / "unesco-thesaurus-2024-10.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<http://vocabularies.unesco.org/thesaurus/concept7> skos:prefLabel"
        ' "Libraries"@en, "Bibliothèque"@fr .\n',
        "utf-8",
    )
    before = content.concepts_of(settings)
    library = next(one for one in before if one.id == "library")
    made = content.cite(settings, before, tmp_path / "data")
    again = content.concepts_of(load(settings.site, {}))
    found = next(one for one in again if one.id == "library")
    for lang in ("en", "fr"):
        assert not library.preferred(lang).sources
    assert made == sum(bool(found.preferred(lang).sources) for lang in ("en", "fr"))
    assert made >= 1
    for lang in ("en", "fr"):
        for source in found.preferred(lang).sources:
            assert str(source) == "UNESCO Thesaurus, 2024, concept7"
