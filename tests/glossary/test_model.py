from dataclasses import FrozenInstanceError

import pytest

from glossary.model import (
    FALSE_FRIEND,
    INVERSE_RELATION,
    MAPPING_RELATIONS,
    Concept,
    Note,
    Term,
    Vocabulary,
)


def _concept(*terms: Term, **more: object) -> Concept:
    return Concept("library", "words", "https://example.org/id/words/library", terms, **more)  # type: ignore[arg-type]


LIBRARY = _concept(
    Term("library", "en"),
    Term("book house", "en", "admitted"),
    Term("bookery", "en", "deprecated"),
    Term("libary", "en", "hidden"),
    Term("bibliothèque", "fr"),
    Term("librairie", "fr", "admitted"),
    notes=(
        Note("definition", "House of books.", "en"),
        Note("definition", "Maison de livres.", "fr"),
        Note("scopeNote", "Pas de code.", "fr"),
    ),
)


def test_everything_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        LIBRARY.id = "other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Term("a", "en").text = "b"  # type: ignore[misc]


def test_preferred_term_of_a_language() -> None:
    assert LIBRARY.preferred("fr") == Term("bibliothèque", "fr")
    assert LIBRARY.preferred("de") is None


def test_synonyms_leave_preferred_and_hidden_terms_out() -> None:
    assert [term.text for term in LIBRARY.synonyms("en")] == ["book house", "bookery"]
    assert not list(LIBRARY.synonyms("de"))


def test_labels_by_language() -> None:
    assert LIBRARY.labels() == {"en": "library", "fr": "bibliothèque"}


def test_notes_of_a_kind_and_language() -> None:
    assert [note.text for note in LIBRARY.notes_of("definition", "fr")] == ["Maison de livres."]
    assert not list(LIBRARY.notes_of("example", "fr"))


def test_with_language_replaces_only_what_it_names() -> None:
    changed = LIBRARY.with_language(
        "fr", (Term("médiathèque", "fr"),), (), frozenset({"prefLabel", "definition"})
    )
    assert changed.labels() == {"en": "library", "fr": "médiathèque"}
    assert [term.text for term in changed.synonyms("fr")] == ["librairie"]
    assert not list(changed.notes_of("definition", "fr"))
    assert [note.text for note in changed.notes_of("scopeNote", "fr")] == ["Pas de code."]
    assert [term.text for term in changed.synonyms("en")] == ["book house", "bookery"]
    assert LIBRARY.labels()["fr"] == "bibliothèque"


def test_replacing_synonyms_keeps_search_forms() -> None:
    changed = LIBRARY.with_language("en", (), (), frozenset({"altLabel"}))
    assert [(t.text, t.status) for t in changed.terms if t.lang == "en"] == [
        ("library", "preferred"),
        ("libary", "hidden"),
    ]


def test_vocabulary_counts_preferred_terms_by_language() -> None:
    other = _concept(Term("école", "fr"))
    vocabulary = Vocabulary("words", "", {}, concepts={"library": LIBRARY, "school": other})
    assert vocabulary.languages() == {"en": 1, "fr": 2}


@pytest.mark.parametrize(
    ("sectors", "sector"),
    [((), None), (("museum",), "museum"), (("museum", "archive"), None)],
)
def test_sector_of_a_vocabulary(sectors: tuple[str, ...], sector: str | None) -> None:
    assert Vocabulary("words", "", {}, sectors=sectors).sector == sector


def test_inverse_of_the_inverse_is_the_relation() -> None:
    assert set(INVERSE_RELATION) == {*MAPPING_RELATIONS, FALSE_FRIEND}
    for relation in INVERSE_RELATION:
        assert INVERSE_RELATION[INVERSE_RELATION[relation]] == relation
