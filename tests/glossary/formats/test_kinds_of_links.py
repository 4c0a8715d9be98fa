"""Whole and part, genus, instance: kinds of relations of the hierarchy come back as they were."""

import pytest

from glossary.model import Concept, Vocabulary
from tests.glossary.conftest import ReadSkos

ISOTHES = "http://purl.org/iso25964/skos-thes#"
CAR = """
<.> a skos:ConceptScheme ; dct:title "Cars"@en ; dct:language "en" .
<car> a skos:Concept ; skos:prefLabel "car"@en .
<wheel> a skos:Concept ; skos:prefLabel "wheel"@en ; isothes:{0} <car> .
<van> a skos:Concept ; skos:prefLabel "van"@en ; skos:broader <car> .
"""


def _wheel(found: Vocabulary) -> Concept:
    return found.concepts["wheel"]


@pytest.mark.parametrize("kind", ["broaderPartitive", "broaderGeneric", "broaderInstantial"])
def test_the_kind_is_kept_beside_the_relation(read_skos: ReadSkos, kind: str) -> None:
    found, findings = read_skos(CAR.format(kind))
    assert not findings
    wheel = _wheel(found)
    assert wheel.broader == ("car",)
    [said] = wheel.statements
    assert (said.predicate, said.lang) == (ISOTHES + kind, None)
    assert said.value.endswith("/car")
    assert found.concepts["car"].narrower == ("wheel", "van")
    assert found.concepts["van"].statements == ()
