"""What a vocabulary says itself in a language of a catalog, as messages of that catalog.

A new catalog of a vocabulary that has labels in many languages starts filled with those. What a
catalog says in the same words stays the vocabulary's own: its publisher answers for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from glossary.catalogs.data import comments_of, is_data
from glossary.catalogs.editing import fitted
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, split_context
from glossary.catalogs.po.catalog import Message
from glossary.model import Concept, Note, Term, Vocabulary


class Own:
    """What a vocabulary says itself in the language of a catalog."""

    def __init__(self, vocabulary: Vocabulary, lang: str) -> None:
        self._concepts, self._lang = vocabulary.concepts, lang
        self._scheme = {"title": vocabulary.titles, "description": vocabulary.descriptions}
        self._groups = {group.id: group.labels for group in vocabulary.groups}

    def of(self, message: Message) -> tuple[str, list[str]]:
        """Return the text for a message, "" for none, and the data comments to it."""
        id, slot = split_context(str(message.context))
        if id == SCHEME or id in self._groups:
            texts = self._scheme.get(slot, {}) if id == SCHEME else self._groups[id]
            return fitted(texts.get(self._lang, ""), str(message.id)), []
        if id not in self._concepts:
            return "", []
        text, comments = stated(self._concepts[id], slot, self._lang)
        return fitted(text, str(message.id)), comments


def stated(concept: Concept, slot: str, lang: str) -> tuple[str, list[str]]:
    """Return what a concept says itself in a slot, and the data comments to it.

    A data comment holds for all lines of a message: what only some terms or notes of a slot have
    is not among them, but for status, marks and notes of single terms.
    """
    if slot == "prefLabel":
        preferred = concept.preferred(lang)
        if preferred is None:
            return "", []
        exact = preferred.equivalence == "exact"  # which nobody has to say of these
        return preferred.text, _comments(
            [replace(preferred, equivalence=None) if exact else preferred],
            {"marks": preferred.marks, "note": preferred.note},
        )
    if slot == "altLabel":
        synonyms = list(concept.synonyms(lang))
        lines = {
            "statuses": {t.text: t.status for t in synonyms if t.status == "deprecated"},
            "line_marks": {term.text: term.marks for term in synonyms if term.marks},
            "line_notes": {term.text: term.note for term in synonyms if term.note},
        }
        return "\n".join(term.text for term in synonyms), _comments(synonyms, lines)
    notes = list(concept.notes_of(slot, lang)) if slot in TEXT_SLOTS else []
    return "\n\n".join(note.text for note in notes), _comments(notes)


def _comments(said: Sequence[Term | Note], more: Mapping[str, Any] | None = None) -> list[str]:
    data: dict[str, Any] = {**(more or {})}
    for key in ("sources", "grammar", "equivalence", "reliability"):
        values = {getattr(one, key, None) for one in said}
        if len(values) == 1:
            data[key] = values.pop()
    return comments_of(data)


def is_own(concept: Concept, slot: str, lang: str, message: Message) -> bool:
    """Return whether a message says exactly what its concept says itself."""
    text, comments = stated(concept, slot, lang)
    if not text or str(message.string) != fitted(text, str(message.id)):
        return False
    return [comment for comment in message.user_comments if is_data(comment)] == comments
