"""Every statement of a file is read or counted: nothing is lost without a word."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary.errors import GlossaryError
from glossary.formats import skos
from tests.glossary.conftest import BASE, PREFIXES

MOST_BYTES = 3_000_000
ALL_KINDS = """
@prefix own: <http://own.example/> .
<s> a skos:ConceptScheme ; dct:title "S"@en ; own:colour "red" .
<t> a skos:ConceptScheme ; dct:title "T"@en .
<a> a skos:Concept ; skos:inScheme <s>, <t> ; skos:prefLabel "a"@en ; own:colour "blue", "green" ;
    skos:definition [ rdf:value "text"@en ; own:by <me> ] ; skos:broaderTransitive <b> ;
    skosxl:altLabel <label> .
<label> a skosxl:Label ; skosxl:literalForm "x"@en ; own:colour "grey" .
<b> a skos:Concept ; skos:altLabel "no preferred label"@en .
<o> a skos:OrderedCollection ; skos:prefLabel "O"@en ; skos:memberList ( <a> <b> ) ; own:x "y" .
<me> a foaf:Person ; foaf:name "Me" .
<nothing> own:colour "white" .
[] a skos:Concept ; skos:prefLabel "blank"@en .
<http://e.org/x> skos:exactMatch <a> ; own:colour "black" .
"""


def _accounted(file: Path, tmp_path: Path) -> tuple[int, int, skos.VocabularyReader]:
    with skos.opened(file, BASE, tmp_path) as source:
        for _ in source.concepts():
            pass
        source.findings()
    counted = sum(int(str(one.values["count"])) for one in source.ledger.findings())
    assert source.ledger.read + counted == source.ledger.total
    return source.reading.read, source.ledger.total, source


def test_every_statement_is_read_or_counted(tmp_path: Path) -> None:
    file = tmp_path / "words.ttl"
    file.write_text(PREFIXES + ALL_KINDS, "utf-8")
    stated, accounted, source = _accounted(file, tmp_path)
    assert accounted == stated
    own = "http://own.example/"
    assert dict(source.ledger.predicates) == {
        own + "colour": 3,
        own + "by": 1,
    }
    assert dict(source.ledger.kept) == {
        own + "colour": 3,
        own + "x": 1,
        "http://purl.org/dc/terms/title": 1,
        "http://www.w3.org/2004/02/skos/core#broaderTransitive": 1,
    }
    assert dict(source.ledger.classes) == {
        "http://www.w3.org/2004/02/skos/core#Concept": 2,
        "http://xmlns.com/foaf/0.1/Person": 2,
    }


def test_concepts_may_be_read_twice(tmp_path: Path) -> None:
    file = tmp_path / "words.ttl"
    file.write_text(PREFIXES + ALL_KINDS, "utf-8")
    with skos.opened(file, BASE, tmp_path) as source:
        first = list(source.concepts())
        assert list(source.concepts()) == first
        found = source.findings()
        assert source.findings() == found


def _files(shared: Path) -> Iterator[Path]:
    every = [*(shared.parent / "cases" / "import").glob("*.*"), *shared.glob("*/*")]
    for file in sorted(every):
        if file.suffix in (".ttl", ".rdf", ".nt") and file.stat().st_size < MOST_BYTES:
            yield file


@pytest.mark.shared
def test_every_statement_of_real_files_is_read_or_counted(shared: Path, tmp_path: Path) -> None:
    accounted = 0
    for file in _files(shared):
        try:
            stated, counted, _ = _accounted(file, tmp_path)
        except GlossaryError:  # cases that are refused
            continue
        assert counted == stated, file.name
        accounted += counted
    assert accounted > 1000
