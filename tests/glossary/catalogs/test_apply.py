from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.apply import apply
from glossary.catalogs.po import files
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


def test_marks_and_usage_notes(words: Vocabulary, write_catalog: Write) -> None:
    of_term = "# usage note: a = b\n# mark: regional\n# mark: outdated\n"
    of_lines = (
        "# mark: quasi-synonym\n# mark: offensive = deux\n# usage note: Rare = ici = deux\n"
        "# usage note: Autre.\n"
    )
    body = _message("library|prefLabel", "library", "bibliothèque", of_term) + _message(
        "library|altLabel", "book house", "un\\ndeux", of_lines
    )
    found, findings = _applied(words, write_catalog, body)
    assert not findings
    assert [
        (t.text, t.marks, t.note) for t in found.concepts["library"].terms if t.lang == "fr"
    ] == [
        ("bibliothèque", ("outdated", "regional"), "a = b"),
        ("un", ("quasi-synonym",), "Autre."),
        ("deux", ("offensive", "quasi-synonym"), "Rare = ici"),
    ]


def test_an_unknown_mark_is_told(words: Vocabulary, write_catalog: Write) -> None:
    body = _message("library|prefLabel", "library", "bibliothèque", "# mark: rude\n")
    found, findings = _applied(words, write_catalog, body)
    assert [finding.rule for finding in findings] == ["bad-data"]
    assert found == words


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
def test_an_entry_with_bad_data_is_left_out_with_a_finding(
    words: Vocabulary, write_catalog: Write, comment: str
) -> None:
    body = _message("library|prefLabel", "library", "bibliothèque", f"# {comment}\n# source: S\n")
    body += _message("library|definition", "House of books.", "Maison de livres.")
    found, findings = _applied(words, write_catalog, body)
    [finding] = findings
    assert finding.rule == "bad-data"
    assert finding.where.startswith("fr/words.po:")
    assert finding.where.endswith(" library")
    assert comment.split(":")[0] in str(finding)
    library = found.concepts["library"]
    assert library.preferred("fr") is None
    assert [note.text for note in library.notes_of("definition", "fr")] == ["Maison de livres."]


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


@pytest.mark.parametrize(
    ("context", "string", "rule"),
    [
        ("library|prefLabel", "biblio\\thèque\x07", "control-character"),
        ("library|definition", "Maison \u202e", "bidi-control"),
        (".|title", "Mots\x00", "control-character"),
        ("group-places|prefLabel", "Lieux\u2067", "bidi-control"),
        ("library|preflabel", "bibliothèque", "unknown-slot"),
        ("prefLabel", "bibliothèque", "unknown-concept"),
    ],
)
def test_an_entry_with_an_error_takes_no_other_along(
    words: Vocabulary, write_catalog: Write, context: str, string: str, rule: str
) -> None:
    body = _message(context, "x", string) + _message("school|prefLabel", "school", "école")
    found, findings = _applied(words, write_catalog, body)
    assert [finding.rule for finding in findings] == [rule]
    assert found.concepts["school"].labels()["fr"] == "école"
    assert (found.titles, found.groups) == (words.titles, words.groups)
    assert found.concepts["library"] == words.concepts["library"]


def test_plural_forms_and_second_messages_of_a_context_are_left_out(
    words: Vocabulary, write_catalog: Write
) -> None:
    plural = 'msgctxt "school|prefLabel"\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n\n'
    body = PREFERRED + _message("library|prefLabel", "other source", "autre") + plural
    found, findings = _applied(words, write_catalog, body)
    assert [finding.rule for finding in findings] == ["repeated-message", "plural-forms"]
    assert found.concepts["library"].labels()["fr"] == "bibliothèque"
    assert found.concepts["school"] == words.concepts["school"]


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


def test_a_status_cannot_make_a_second_preferred_term(
    words: Vocabulary, write_catalog: Write
) -> None:
    comments = "# status: preferred = b\n# status: preferred = bibliothèque\n"
    synonyms = _message("library|altLabel", "book house", "b\\nbibliothèque\\nc", comments)
    found, _ = _applied(words, write_catalog, synonyms + PREFERRED)
    assert [(t.text, t.status) for t in found.concepts["library"].terms if t.lang == "fr"] == [
        ("bibliothèque", "preferred"),
        ("b", "admitted"),
        ("c", "admitted"),
    ]


def test_the_same_words_stay_the_words_of_the_vocabulary(
    read_skos: Callable[..., tuple], write_catalog: Write
) -> None:
    words, _ = read_skos(
        '<library> a skos:Concept ; skos:prefLabel "library"@en, "bibliothèque"@fr ; '
        'skos:altLabel "salle"@fr, "librairie"@fr ; skos:definition "A."@fr, "B."@fr, "C."@en .'
    )
    body = (
        PREFERRED
        + _message("library|altLabel", "library", "salle\\nlibrairie")
        + _message("library|definition", "C.", "A.\\n\\nB.")
    )
    assert _applied(words, write_catalog, body) == (words, [])
    reviewed = PREFERRED.replace("msgctxt", "# reliability: reviewed\nmsgctxt")
    preferred = _applied(words, write_catalog, reviewed)[0].concepts["library"].preferred("fr")
    assert preferred is not None
    assert preferred.reliability == "reviewed"
    other = _message("library|altLabel", "library", "salle")
    library = _applied(words, write_catalog, other)[0].concepts["library"]
    assert [(t.text, t.reliability) for t in library.synonyms("fr")] == [("salle", "draft")]


def test_terms_are_published_with_composed_letters(words: Vocabulary, write_catalog: Write) -> None:
    apart = "bibliothe\u0300que"
    body = _message(".|title", "Words", apart) + _message("library|prefLabel", "library", apart)
    body += _message("library|definition", "House of books.", f"{apart}.")
    found, _ = _applied(words, write_catalog, body)
    library = found.concepts["library"]
    assert found.titles["fr"] == "bibliothèque"
    assert library.labels()["fr"] == "bibliothèque"
    assert [note.text for note in library.notes_of("definition", "fr")] == ["bibliothèque."]
