"""What a vocabulary says itself in a language of a catalog, as messages of that catalog.

A new catalog of a vocabulary that has labels in many languages starts filled with those. What a
catalog says in the same words stays the vocabulary's own: its publisher answers for it.
"""

from babel.messages.catalog import Message

from glossary.catalogs.data import comments_of, is_data
from glossary.catalogs.editing import fitted
from glossary.catalogs.files import TermCatalog
from glossary.catalogs.messages import SCHEME, TEXT_SLOTS, split_context
from glossary.model import Concept, Vocabulary


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
    """Return what a concept says itself in a slot, and the data comments to it."""
    if slot == "prefLabel":
        preferred = concept.preferred(lang)
        return preferred.text if preferred else "", []
    if slot == "altLabel":
        synonyms = list(concept.synonyms(lang))
        old = {term.text: "deprecated" for term in synonyms if term.status == "deprecated"}
        return "\n".join(term.text for term in synonyms), comments_of({"statuses": old})
    texts = concept.notes_of(slot, lang) if slot in TEXT_SLOTS else ()
    return "\n\n".join(note.text for note in texts), []


def is_own(concept: Concept, slot: str, lang: str, message: Message) -> bool:
    """Return whether a message says exactly what its concept says itself."""
    text, comments = stated(concept, slot, lang)
    if not text or str(message.string) != fitted(text, str(message.id)):
        return False
    return [comment for comment in message.user_comments if is_data(comment)] == comments
