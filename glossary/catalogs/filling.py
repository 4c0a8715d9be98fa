"""What a vocabulary says itself in a language of a catalog, as messages of that catalog.

A new catalog of a vocabulary that has labels in many languages starts filled with those. What a
catalog says in the same words stays the vocabulary's own: its publisher answers for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from glossary.catalogs.catalog import Message
from glossary.catalogs.data import comments_of, is_data
from glossary.catalogs.editing import fitted
from glossary.catalogs.files import TermCatalog
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, split_context
from glossary.model import Concept, Note, Term, Vocabulary


def fill(catalog: TermCatalog, vocabulary: Vocabulary, lang: str) -> None:
    """Give empty messages of a catalog in `lang` what the vocabulary says in it."""
    groups = {group.id: group.labels for group in vocabulary.groups}
    of_scheme = {"title": vocabulary.titles, "description": vocabulary.descriptions}
    for message in catalog:
        if not message.id or message.string:
            continue
        id, slot = split_context(str(message.context))
        comments: list[str] = []
        if id in vocabulary.concepts and id not in groups:
            text, comments = stated(vocabulary.concepts[id], slot, lang)
        else:
            text = (of_scheme.get(slot, {}) if id == SCHEME else groups.get(id, {})).get(lang, "")
        message.string = fitted(text, str(message.id))
        if message.string:
            message.user_comments = [*message.user_comments, *comments]


def stated(concept: Concept, slot: str, lang: str) -> tuple[str, list[str]]:
    """Return what a concept says itself in a slot, and the data comments to it.

    A data comment holds for all lines of a message: what only some terms or notes of a slot have
    is not among them, but for the status of single terms.
    """
    if slot == "prefLabel":
        preferred = concept.preferred(lang)
        if preferred is None:
            return "", []
        exact = preferred.equivalence == "exact"  # which nobody has to say of these
        return preferred.text, _comments(
            [replace(preferred, equivalence=None) if exact else preferred]
        )
    if slot == "altLabel":
        synonyms = list(concept.synonyms(lang))
        old = {term.text: "deprecated" for term in synonyms if term.status == "deprecated"}
        return "\n".join(term.text for term in synonyms), _comments(synonyms, old)
    notes = list(concept.notes_of(slot, lang)) if slot in TEXT_SLOTS else []
    return "\n\n".join(note.text for note in notes), _comments(notes)


def _comments(said: Sequence[Term | Note], statuses: Mapping[str, str] | None = None) -> list[str]:
    data: dict[str, Any] = {"statuses": statuses or {}}
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
