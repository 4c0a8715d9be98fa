"""A vocabulary as a file of SKOS, in any syntax of RDF that is written here."""

from collections.abc import Iterator
from dataclasses import replace

from glossary.formats.contents import XL, Contents
from glossary.formats.rdf.writing import SYNTAXES, Node
from glossary.formats.skos.names import DCT
from glossary.formats.skos.stating import source
from glossary.formats.skos.writing import PREFIXES, SkosWriter
from glossary.model import Concept, Statement, Vocabulary


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield a vocabulary, or some of its concepts, in the syntax `name` of `SYNTAXES`."""
    for piece in SYNTAXES[name](_nodes(contents), PREFIXES):
        yield piece.encode()


def _nodes(contents: Contents) -> Iterator[Node]:
    langs, vocabulary = frozenset(contents.langs), contents.vocabulary
    concepts = iter(contents.concepts)
    if langs:
        vocabulary = _described_in(vocabulary, langs)
        concepts = (_said_in(concept, langs) for concept in concepts)
    writer = SkosWriter(vocabulary, contents.uri_of, contents.base_url, contents.profile == XL)
    if contents.whole:
        yield from writer.nodes(concepts)
        return
    for concept in concepts:
        yield from writer.concept(concept)
    for group in vocabulary.groups:
        if group.id in contents.groups:
            yield from writer.group(group)
    if vocabulary.licence:
        yield Node(vocabulary.uri, ((DCT + "license", source(vocabulary.licence)),))


def _described_in(its: Vocabulary, langs: frozenset[str]) -> Vocabulary:
    """Return a vocabulary with what describes it in some languages only."""
    return replace(
        its,
        titles=_texts_in(its.titles, langs),
        descriptions=_texts_in(its.descriptions, langs),
        groups=tuple(
            replace(
                one,
                labels=_texts_in(one.labels, langs),
                statements=_stated_in(one.statements, langs),
            )
            for one in its.groups
        ),
        resources=tuple((uri, _stated_in(said, langs)) for uri, said in its.resources),
    )


def _texts_in(texts: dict[str, str], langs: frozenset[str]) -> dict[str, str]:
    return {lang: text for lang, text in texts.items() if lang in langs}


def _stated_in(found: tuple[Statement, ...], langs: frozenset[str]) -> tuple[Statement, ...]:
    return tuple(one for one in found if not one.lang or one.lang in langs)


def _said_in(concept: Concept, langs: frozenset[str]) -> Concept:
    """Return a concept with its terms and notes in some languages only."""
    terms = tuple(term for term in concept.terms if term.lang in langs)
    notes = tuple(note for note in concept.notes if note.lang in langs)
    statements = _stated_in(concept.statements, langs)
    return replace(concept, terms=terms, notes=notes, statements=statements)
