"""Thesauri of others: what is imported comes out again, and in again, as it was."""

import unicodedata
from pathlib import Path

import pyoxigraph as ox
import pytest

from glossary.formats import skos
from glossary.formats.contents import PLAIN, XL, Contents
from glossary.formats.registry import FORMATS
from glossary.formats.skos.names import DCT, SKOS
from glossary.model import Vocabulary
from tests.glossary.conftest import BASE
from tests.glossary.formats.test_skos_writing import compared

FILES = [
    "tadirah/tadirah_2.0.3.ttl",
    "unesco-thesaurus/unesco-thesaurus-2024-10.ttl",
]
pytestmark = [pytest.mark.shared, pytest.mark.slow]
_PARTS = {"memberList", "hasTopConcept", "topConceptOf", "narrower", "broader", "related"}
"""What SKOS entails from the other side, or a list holds."""


def _written(vocabulary: Vocabulary, file: Path, profile: str) -> Path:
    uris = {id: concept.uri for id, concept in vocabulary.concepts.items()}
    concepts = vocabulary.concepts.values()
    contents = Contents(vocabulary, concepts, uris.__getitem__, BASE, profile)
    with file.open("wb") as stream:
        stream.writelines(FORMATS["turtle"].write(contents))
    return file


def _plain(value: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple) -> str:
    """Return a value in the form in which texts are kept: composed, without needless space."""
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _statements(file: Path, form: ox.RdfFormat) -> set[tuple[str, str, str]]:
    """Return what SKOS and Dublin Core say of things with a name, but for what is entailed."""
    return {
        (quad.subject.value, quad.predicate.value, _plain(quad.object))
        for quad in ox.parse(path=file, format=form, base_iri=f"{BASE}/id/words/")
        if quad.predicate.value.startswith((SKOS, DCT))
        and quad.predicate.value.removeprefix(SKOS) not in _PARTS
        and not isinstance(quad.subject, ox.BlankNode)
        and not isinstance(quad.object, ox.BlankNode)
    }


@pytest.mark.parametrize("name", FILES)
def test_a_thesaurus_comes_back(shared: Path, tmp_path: Path, name: str) -> None:
    source = shared / name
    if not source.is_file():
        pytest.skip(f"no {name}")
    words = tmp_path / "words.ttl"
    words.write_bytes(source.read_bytes())
    first, findings = skos.read(words, BASE)
    before = _statements(words, ox.RdfFormat.TURTLE)
    for profile in (PLAIN, XL):
        again, _ = skos.read(_written(first, words, profile), BASE)
        assert compared(again, profile == PLAIN) == compared(first, profile == PLAIN)
    after = _statements(_written(first, words, PLAIN), ox.RdfFormat.TURTLE)
    told = {finding.where.partition(" ")[0] for finding in findings}
    own = {concept.uri: id for id, concept in first.concepts.items()}
    assert [one for one in before - after if one[0] in own and own[one[0]] not in told] == []
    assert [one for one in after - before if one[0] in own and own[one[0]] not in told] == []
    assert len(before & after) > 1000


def test_two_exports_are_the_same(shared: Path, tmp_path: Path) -> None:
    words = tmp_path / "words.ttl"
    words.write_bytes((shared / FILES[0]).read_bytes())
    first, _ = skos.read(words, BASE)
    once = _written(first, words, XL).read_bytes()
    again, _ = skos.read(words, BASE)
    assert _written(again, words, XL).read_bytes() == once
