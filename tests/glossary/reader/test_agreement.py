"""The same word or another, the same meaning or another."""

from typing import Any

import pytest

from glossary.reader import Reader
from glossary.reader.agreement import UNLINKED, beside, is_same_word


def _record(**terms: str) -> dict[str, Any]:
    return {
        "terms": {tag: [{"text": text, "status": "preferred"}] for tag, text in terms.items()},
        "sectors": [],
    }


@pytest.mark.parametrize(
    ("relation", "text", "code", "kind"),
    [
        ("exactMatch", "Akte", "same:exactMatch", "same"),
        ("closeMatch", "AKTE", "same:closeMatch", "same"),
        ("exactMatch", "Vorgang", "other:exactMatch", "same"),
        ("relatedMatch", "Akte", "same:relatedMatch", "friend"),
        ("relatedMatch", "Vorgang", "other:relatedMatch", "near"),
        ("broadMatch", "Akte", "same:broadMatch", "near"),
        ("narrowMatch", "Vorgang", "other:narrowMatch", "near"),
        (UNLINKED, "Akte", "same:unlinked", "unknown"),
    ],
)
def test_word_and_meaning(relation: str, text: str, code: str, kind: str) -> None:
    (found,) = beside("Akte", "de", [(relation, _record(de=text))])
    assert (found.code, found.kind) == (code, kind)
    assert found.is_equivalent is (relation in ("exactMatch", "closeMatch"))


def test_of_a_word_in_another_language_nothing_is_said() -> None:
    (found,) = beside("Akte", "de", [("exactMatch", _record(fr="dossier"))])
    assert (found.code, found.same_word) == ("exactMatch", None)


def test_case_composition_and_spaces_make_no_other_word() -> None:
    assert is_same_word("Re\u0301sume\u0301  d’arrivée", "RÉSUMÉ D’ARRIVÉE")
    assert not is_same_word("résumé", "resume")


def test_equivalents_come_first_then_the_same_words() -> None:
    related = [
        ("relatedMatch", _record(de="Vorgang")),
        (UNLINKED, _record(de="Akte")),
        ("relatedMatch", _record(de="Akte")),
        ("closeMatch", _record(de="Dossier")),
    ]
    found = [one.code for one in beside("Akte", "de", related)]
    assert found == ["other:closeMatch", "same:relatedMatch", "same:unlinked", "other:relatedMatch"]


def test_namesakes_of_other_vocabularies_stand_beside(bundled_reader: Reader) -> None:
    for vocabulary, id in (("museum", "provenance"), ("archive", "provenance")):
        record = bundled_reader.concept(vocabulary, id)
        whole = bundled_reader.beside(record, "provenance", "en")
        glance = bundled_reader.beside(record, "provenance", "en", "en")
        assert [(one.code, one.record["uri"]) for one in whole] == [
            (one.code, one.record["uri"]) for one in glance
        ]
        assert all(
            one.record["vocabulary"] != vocabulary or one.relation != UNLINKED for one in whole
        )
        assert "friend" in {one.kind for one in whole}
