"""New source texts into a catalog, without guessing.

A message is found by its context alone: a reworded source keeps its translation, marked fuzzy
with the previous source; a message that is gone becomes obsolete and comes back with its
translation.
"""

from babel.messages.catalog import Message

from glossary import languages
from glossary.catalogs.files import TermCatalog
from glossary.catalogs.messages import messages
from glossary.model import Vocabulary

_HEADER = """# {title}: terms in {language}.
# This file is part of the vocabulary “{id}” and has its licence."""


def template(vocabulary: Vocabulary) -> TermCatalog:
    """Return the catalog template (POT) of a vocabulary."""
    catalog = TermCatalog(
        project=vocabulary.id,
        version="1",
        charset="utf-8",
        fuzzy=False,
        msgid_bugs_address="",
    )
    catalog.header_comment = f"# Terms of the vocabulary “{vocabulary.id}”, to be translated."
    for source in messages(vocabulary):
        catalog[source.text] = Message(
            source.text,
            "",
            locations=[(source.reference, 0)],
            auto_comments=source.comments,
            context=source.context,
        )
    return catalog


def new_catalog(vocabulary: Vocabulary, lang: str) -> TermCatalog:
    """Return an empty catalog of `lang`, its header filled in."""
    catalog = TermCatalog(
        locale=languages.to_locale(lang),
        project=vocabulary.id,
        version="1",
        charset="utf-8",
        fuzzy=False,
        language_team=f"{languages.name(lang, 'en')} <>",
        msgid_bugs_address="",
        last_translator="",
    )
    catalog.header_comment = _HEADER.format(
        title=vocabulary.titles.get(vocabulary.source_language, vocabulary.id),
        language=languages.name(lang, "en"),
        id=vocabulary.id,
    )
    catalog.extra_headers["X-Reliability"] = "draft"
    return catalog


def update(catalog: TermCatalog, source: TermCatalog) -> None:
    """Bring `catalog` up to the template `source`, keeping every translation."""
    old = {m.context: m for m in catalog if m.id}
    gone = {m.context: m for m in catalog.obsolete.values()}
    for message in list(old.values()):
        catalog.delete(message.id, message.context)
    catalog.obsolete.clear()
    for message in source:
        if not message.id:
            continue
        kept = old.pop(message.context, None) or gone.pop(message.context, None)
        catalog[message.id] = _merged(message, kept)
    for context, message in [*gone.items(), *old.items()]:
        if message.string:
            catalog.obsolete[(str(message.id), str(context))] = _obsolete(message)


def _merged(message: Message, kept: Message | None) -> Message:
    new = Message(
        message.id,
        kept.string if kept else "",
        locations=message.locations,
        flags=kept.flags if kept else (),
        auto_comments=message.auto_comments,
        user_comments=kept.user_comments if kept else (),
        previous_id=kept.previous_id if kept else (),
        context=message.context,
    )
    if kept and kept.id != message.id and kept.string:
        new.flags.add("fuzzy")
        if not kept.previous_id:
            new.previous_id = [str(kept.id)]
    return new


def _obsolete(message: Message) -> Message:
    return Message(
        message.id,
        message.string,
        flags=message.flags,
        user_comments=message.user_comments,
        context=message.context,
    )
