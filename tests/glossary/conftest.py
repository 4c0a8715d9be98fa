"""What the tests of the program share: vocabularies and catalogs made from a few lines."""

from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.po import files
from glossary.catalogs.po.files import TermCatalog
from glossary.catalogs.update import template
from glossary.formats import Finding, skos
from glossary.model import Vocabulary

BASE = "https://example.org"
PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix isothes: <http://purl.org/iso25964/skos-thes#> .
"""
LIBRARY = """
<.> a skos:ConceptScheme ; dct:title "Words"@en ; dct:language "en" .
<group-places> a skos:Collection ; skos:prefLabel "Places"@en ; skos:member <library> .
<library> a skos:Concept ;
    skos:prefLabel "library"@en ;
    skos:altLabel "book house"@en, "bookery"@en ;
    skos:definition "House of books."@en ;
    skos:scopeNote "Not of code."@en .
<school> a skos:Concept ; skos:prefLabel "school"@en ; skos:broader <library> .
"""

ReadSkos = Callable[..., tuple[Vocabulary, list[Finding]]]
WriteCatalog = Callable[..., Path]


@pytest.fixture
def read_skos(tmp_path: Path) -> ReadSkos:
    """A function that reads Turtle (prefixes may be left out) as the vocabulary "words"."""

    def read(turtle: str, sidecar: str = "") -> tuple[Vocabulary, list[Finding]]:
        file = tmp_path / "words.ttl"
        file.write_text(PREFIXES + turtle, "utf-8")
        if sidecar:
            file.with_suffix(".toml").write_text(sidecar, "utf-8")
        return skos.read(file, BASE)

    return read


@pytest.fixture
def library_turtle() -> str:
    """A whole Turtle file: two concepts and a group, synonyms, definition and scope note."""
    return PREFIXES + LIBRARY


@pytest.fixture
def words(read_skos: ReadSkos) -> Vocabulary:
    """The vocabulary of `library_turtle`."""
    return read_skos(LIBRARY)[0]


@pytest.fixture
def source(words: Vocabulary) -> TermCatalog:
    """The template of `words`."""
    return template(words)


@pytest.fixture
def write_catalog(tmp_path: Path) -> WriteCatalog:
    """A function that writes a PO file with a header into the folder of a language."""

    def write(body: str, lang: str = "fr", header: str = "") -> Path:
        path = files.catalog_path(tmp_path / "translations", lang, "words")
        path.parent.mkdir(parents=True, exist_ok=True)
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        path.write_text(f"{head}{header}\n{body}", "utf-8")
        return path

    return write
