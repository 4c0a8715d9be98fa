"""Which messages a vocabulary has: one for each slot of each concept.

``msgctxt`` is ``<id>|<slot>``, ``msgid`` the source text; see docs/translating.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from glossary.model import WITHDRAWN, Concept, Term, Vocabulary

TEXT_SLOTS = ("definition", "scopeNote", "example", "historyNote")
SCHEME = "."
"""The id under which the title and description of the vocabulary itself are translated."""

_SHORT = 300


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A message to translate: its context, source text and comments for the translator."""

    context: str
    text: str
    comments: tuple[str, ...]
    reference: str


def context(id: str, slot: str) -> str:
    """Return the ``msgctxt`` of a slot.

    >>> context("blue-shield", "prefLabel")
    'blue-shield|prefLabel'
    """
    return f"{id}|{slot}"


def split_context(value: str) -> tuple[str, str]:
    """Return id and slot of a ``msgctxt``; ids may hold a bar, slots never do."""
    id, _, slot = value.rpartition("|")
    return id, slot


def messages(vocabulary: Vocabulary) -> Iterator[SourceMessage]:
    """Yield the messages of a vocabulary in its order; withdrawn concepts have none."""
    lang = vocabulary.source_language
    yield from messages_of_scheme(vocabulary)
    fields = {
        member: group.labels[lang]
        for group in vocabulary.groups
        if lang in group.labels
        for member in group.members
    }
    for concept in vocabulary.concepts.values():
        if concept.status == WITHDRAWN:
            continue
        yield from _of_concept(concept, vocabulary, fields.get(concept.id))


def messages_of_scheme(vocabulary: Vocabulary) -> Iterator[SourceMessage]:
    """Yield the messages of the vocabulary itself and of its groups."""
    lang = vocabulary.source_language
    place = f"/id/{vocabulary.id}/"
    for slot, texts in (("title", vocabulary.titles), ("description", vocabulary.descriptions)):
        if lang in texts:
            comment = f"{slot} of the whole vocabulary"
            yield SourceMessage(context(SCHEME, slot), texts[lang], (comment,), place)
    for group in vocabulary.groups:
        if lang in group.labels:
            yield SourceMessage(
                context(group.id, "prefLabel"), group.labels[lang], ("name of a group",), place
            )


def texts_of(concept: Concept, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the slots of a concept with what stands in them in the source language."""
    preferred = concept.preferred(lang)
    if preferred is None:
        return
    yield "prefLabel", preferred.text
    synonyms = [term.text for term in concept.synonyms(lang)]
    yield "altLabel", "\n".join(synonyms) or preferred.text
    for slot in TEXT_SLOTS:
        texts = [note.text for note in concept.notes_of(slot, lang)]
        if texts:
            yield slot, "\n\n".join(texts)


def _of_concept(
    concept: Concept, vocabulary: Vocabulary, field: str | None
) -> Iterator[SourceMessage]:
    lang = vocabulary.source_language
    preferred = concept.preferred(lang)
    if preferred is None:
        return
    place = f"/id/{vocabulary.id}/{concept.id}"
    rule = "synonyms, one a line, as many as the language has; may stay empty"
    if not any(concept.synonyms(lang)):
        rule = "synonyms, one a line (the source has none); may stay empty"
    warned = (_warned(term) for term in concept.synonyms(lang) if term.marks or term.note)
    comments = {
        "prefLabel": tuple(_about(concept, vocabulary, field)),
        "altLabel": (rule, *warned),
    }
    for slot, text in texts_of(concept, lang):
        told = comments.get(slot, (f"of: {preferred.text}",))
        yield SourceMessage(context(concept.id, slot), text, told, place)


def _warned(term: Term) -> str:
    """Return what the source says of a term, for those who translate it."""
    said = ", ".join(term.marks) + (": " if term.marks and term.note else "") + term.note
    return f"“{term.text}” is {said}" if term.marks else f"on “{term.text}”: {said}"


def _about(concept: Concept, vocabulary: Vocabulary, field: str | None) -> Iterator[str]:
    lang = vocabulary.source_language
    for note in concept.notes_of("definition", lang):
        text = " ".join(note.text.split())
        yield "definition: " + (text if len(text) <= _SHORT else text[: _SHORT - 1] + "…")
        break
    preferred = concept.preferred(lang)
    if preferred and (preferred.marks or preferred.note):
        yield _warned(preferred)
    if field:
        yield f"subject field: {field}"
    broader = [vocabulary.concepts[id].preferred(lang) for id in concept.broader]
    names = [term.text for term in broader if term]
    if names:
        yield "broader term: " + ", ".join(names)
