"""A vocabulary with everything that a concept can have, and its way through TBX."""

from pathlib import Path

from glossary.formats import Findings
from glossary.formats.contents import Asked, Contents
from glossary.formats.registry import FORMATS
from glossary.formats.tbx import files
from glossary.model import Concept, Group, Mapping, Note, Term, Vocabulary

BASE = "https://example.org"
TERMS = (
    Term("fonds", "fr", grammar="n.m.", sources=("ISO 5127", "https://example.org/book")),
    Term("FA", "fr", "admitted", "abbreviation", reliability="reviewed", equivalence="partial"),
    Term("fondo", "es", grammar="m. y f.", marks=("regional",), note="México"),
    Term("colección", "es", "deprecated", marks=("outdated", "offensive"), note="Two\nlines"),
    Term("fonos", "es", "hidden"),
    Term("Bestand", "de", grammar="m.", marks=("regional", "quasi-synonym")),
    Term('Haus <&> "x" \u2067ح\u2069\x01_x0041_', "de", "admitted", note="mark: no mark"),
    Term("record group", "en", "admitted"),
)
NOTES = (
    Note("definition", "Whole of the records.", "fr", ("ISO 5127",), "draft"),
    Note("definition", "Only said in Russian.", "ru"),
    Note("scopeNote", "Not of code.", "fr", ("A", "B"), "reviewed"),
    Note("scopeNote", "Another one.\n\nWith two paragraphs.", "fr"),
    Note("example", "The fonds of a town.", "fr", ("C",)),
    Note("note", "Plain.", "es"),
    Note("note", "remark: with a name", "es"),
    Note("historyNote", "Since 1841.", "ru", (), "draft"),
    Note("editorialNote", "To do.", "en"),
)
VOCABULARY = Vocabulary(
    "words",
    f"{BASE}/id/words/",
    {"fr": "Mots", "en": "Words: some"},
    {"fr": "Quelques mots."},
    "fr",
    ("archive",),
    "https://example.org/licence",
    "An archive",
    "1999",
    "2026-01-02",
    (
        Group("places", "", {"fr": "Lieux"}, ("a b|ç", "2")),
        Group("inner", f"{BASE}/g", {"fr": "Dedans", "en": "In"}, ("3", "2"), ordered=True),
        Group("twin", "", {"fr": "Jumeau"}, ("2",), kind="array", below=("3",)),
        Group("twin-2", "", {"fr": "Jumeau"}, ("3", "2")),
        Group("outer", "", {"en": "Outer"}, (), ("inner", "twin")),
    ),
)
CONCEPTS = (
    Concept(
        "a b|ç",
        "words",
        "https://elsewhere.example/1",
        TERMS,
        NOTES,
        ("2",),
        ("3",),
        ("2", "3"),
        (Mapping("exactMatch", "https://other.example/x"), Mapping("closeMatch", "urn:x:1")),
        ("007", "=A1"),
        ("archive", "museum"),
        ("body",),
        "deprecated",
        ("https://elsewhere.example/2",),
        "2001-02-03",
        "2020",
    ),
    Concept("2", "words", "urn:words:2", (Term("deux", "fr"),), sectors=("archive",)),
    Concept("3", "words", f"{BASE}/id/words/3", (Term("trois", "fr"),), sectors=("archive",)),
)


def contents(langs: tuple[str, ...] = ()) -> Contents:
    """Return the vocabulary as it is written."""
    uris = {concept.id: concept.uri for concept in CONCEPTS}
    return Contents(VOCABULARY, CONCEPTS, uris.__getitem__, BASE, langs=langs)


def written(name: str, langs: tuple[str, ...] = ()) -> bytes:
    """Return the vocabulary in the format `name`."""
    return b"".join(FORMATS[name].write(contents(langs)))


def read(content: bytes | str, folder: Path, id: str = "words") -> tuple[Vocabulary, Findings]:
    """Return the vocabulary in a TBX file with its concepts, and what was found."""
    file = folder / "words.tbx"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    made, found = files.read(file, Asked(id, BASE))
    for concept in made.concepts:
        assert made.line_of(concept.uri)
        made.vocabulary.concepts[concept.id] = concept
    return made.vocabulary, found
