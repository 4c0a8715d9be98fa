from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs import files
from glossary.catalogs.apply import apply
from glossary.formats import Finding
from glossary.model import Note, Term, Vocabulary

Write = Callable[..., Path]


def _applied(
    words: Vocabulary, write_catalog: Write, body: str, header: str = ""
) -> tuple[Vocabulary, list[Finding]]:
    return apply(words, files.read(write_catalog(body, "fr", header)), "fr")


def _message(context: str, id: str, string: str, comments: str = "") -> str:
    return f'{comments}msgctxt "{context}"\nmsgid "{id}"\nmsgstr "{string}"\n\n'


PREFERRED = _message("library|prefLabel", "library", "bibliothèque")


def test_terms_and_notes_come_from_a_catalog(words: Vocabulary, write_catalog: Write) -> None:
    body = (
        _message(".|title", "Words", "Mots")
        + _message("group-places|prefLabel", "Places", "Lieux")
        + PREFERRED
        + _message("library|altLabel", "book house", "médiathèque\\n  librairie  \\nmédiathèque")
        + _message("library|definition", "House of books.", "Maison de livres.")
    )
    found, findings = _applied(words, write_catalog, body)
    assert not findings
    library = found.concepts["library"]
    assert found.titles == {"en": "Words", "fr": "Mots"}
    assert found.groups[0].labels == {"en": "Places", "fr": "Lieux"}
    assert library.preferred("fr") == Term(
        "bibliothèque", "fr", equivalence="exact", reliability="draft"
    )
    assert [(t.text, t.status) for t in library.synonyms("fr")] == [
        ("médiathèque", "admitted"),
        ("librairie", "admitted"),
    ]
    assert list(library.notes_of("definition", "fr")) == [
        Note("definition", "Maison de livres.", "fr", (), "draft")
    ]
    assert library.labels() == {"en": "library", "fr": "bibliothèque"}
    assert words.titles == {"en": "Words"}


def test_data_comments(words: Vocabulary, write_catalog: Write) -> None:
    term = (
        "# A note for people: status: none\n# source: Norme 1\n# source: Norme 2\n"
        "# grammar: n.f.\n# equivalence: partial\n# reliability: reviewed\n"
    )
    synonyms = "# status: deprecated = librairie\n"
    body = _message("library|prefLabel", "library", "bibliothèque", term) + _message(
        "library|altLabel", "book house", "médiathèque\\nlibrairie", synonyms
    )
    found, findings = _applied(words, write_catalog, body)
    assert not findings
    library = found.concepts["library"]
    assert library.preferred("fr") == Term(
        "bibliothèque", "fr", "preferred", "full", "n.f.", ("Norme 1", "Norme 2"), "partial",
        "reviewed",
    )  # fmt: skip
    assert [(t.text, t.status) for t in library.synonyms("fr")] == [
        ("médiathèque", "admitted"),
        ("librairie", "deprecated"),
    ]


def test_status_of_all_synonyms(words: Vocabulary, write_catalog: Write) -> None:
    body = _message("library|altLabel", "book house", "a\\nb", "# status: deprecated\n")
    found, _ = _applied(words, write_catalog, body)
    assert [t.status for t in found.concepts["library"].synonyms("fr")] == ["deprecated"] * 2


@pytest.mark.parametrize(
    "comment",
    [
        "status: unknown",
        "status: hidden",
        "status: unknown = bibliothèque",
        "equivalence: half",
        "equivalence: partial = bibliothèque",
        "reliability: perhaps",
        "reliability:",
    ],
)
def test_bad_data_is_a_finding_and_the_rest_is_used(
    words: Vocabulary, write_catalog: Write, comment: str
) -> None:
    body = _message("library|prefLabel", "library", "bibliothèque", f"# {comment}\n# source: S\n")
    found, findings = _applied(words, write_catalog, body)
    [finding] = findings
    assert finding.rule == "bad-data"
    assert finding.where.startswith("fr/words.po:")
    assert finding.where.endswith(" library")
    assert comment.split(":")[0] in str(finding)
    preferred = found.concepts["library"].preferred("fr")
    assert preferred == Term(
        "bibliothèque", "fr", sources=("S",), equivalence="exact", reliability="draft"
    )


def test_unknown_keys_are_notes(words: Vocabulary, write_catalog: Write) -> None:
    body = _message("library|prefLabel", "library", "bibliothèque", "# colour: red\n# Status: x\n")
    _, findings = _applied(words, write_catalog, body)
    assert not findings


def test_fuzzy_and_empty_messages_are_never_applied(
    words: Vocabulary, write_catalog: Write
) -> None:
    body = _message("library|prefLabel", "library", "bibliothèque", "#, fuzzy\n") + _message(
        "school|prefLabel", "school", ""
    )
    found, findings = _applied(words, write_catalog, body)
    assert found == words
    assert not findings


def test_obsolete_messages_are_not_applied(words: Vocabulary, write_catalog: Write) -> None:
    body = "".join(f"#~ {line}\n" for line in PREFERRED.strip().split("\n"))
    assert _applied(words, write_catalog, body)[0] == words


def test_reliability_of_the_header(words: Vocabulary, write_catalog: Write) -> None:
    body = PREFERRED + _message("school|prefLabel", "school", "école", "# reliability: draft\n")
    found, _ = _applied(words, write_catalog, body, '"X-Reliability: reviewed\\n"\n')
    reliabilities = {
        id: concept.preferred("fr").reliability  # type: ignore[union-attr]
        for id, concept in found.concepts.items()
    }
    assert reliabilities == {"library": "reviewed", "school": "draft"}


def test_what_a_catalog_says_of_nothing(words: Vocabulary, write_catalog: Write) -> None:
    found, findings = _applied(words, write_catalog, _message("gone|prefLabel", "x", "y"))
    assert found == words
    assert [(f.rule, f.where) for f in findings] == [("unknown-concept", "fr/words.po gone")]


def test_a_preferred_term_of_two_lines_is_left_out(words: Vocabulary, write_catalog: Write) -> None:
    body = _message("library|prefLabel", "library", "un\\ndeux")
    found, findings = _applied(words, write_catalog, body)
    assert found.concepts["library"].preferred("fr") is None
    assert [finding.rule for finding in findings] == ["several-preferred"]


def test_a_synonym_equal_to_the_preferred_term_is_dropped(
    words: Vocabulary, write_catalog: Write
) -> None:
    body = PREFERRED + _message("library|altLabel", "book house", "bibliothèque\\nmédiathèque")
    found, _ = _applied(words, write_catalog, body)
    assert [t.text for t in found.concepts["library"].synonyms("fr")] == ["médiathèque"]


def test_sources_of_a_text_default_to_those_of_the_original(
    read_skos: Callable[..., tuple], write_catalog: Write
) -> None:
    words, _ = read_skos(
        '<library> a skos:Concept ; skos:prefLabel "library"@en ; '
        'skos:definition [ rdf:value "House."@en ; dct:source "Norm"@en ] .'
    )
    own = "# source: Norme française\n"
    for comments, expected in (("", ("Norm",)), (own, ("Norme française",))):
        body = _message("library|definition", "House.", "Maison.", comments)
        found, _ = _applied(words, write_catalog, body)
        [note] = found.concepts["library"].notes_of("definition", "fr")
        assert note.sources == expected


def test_a_catalog_overrides_only_what_it_fills(
    read_skos: Callable[..., tuple], write_catalog: Write
) -> None:
    words, _ = read_skos(
        '<library> a skos:Concept ; skos:prefLabel "library"@en, "librairie"@fr ; '
        'skos:altLabel "salle de lecture"@fr ; skos:definition "Vieux."@fr .'
    )
    found, _ = _applied(words, write_catalog, PREFERRED)
    library = found.concepts["library"]
    assert library.labels()["fr"] == "bibliothèque"
    assert [t.text for t in library.synonyms("fr")] == ["salle de lecture"]
    assert [note.text for note in library.notes_of("definition", "fr")] == ["Vieux."]
