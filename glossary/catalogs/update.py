"""New source texts into a catalog, without guessing.

A message is found by its context alone: a reworded source keeps its translation, marked fuzzy
with the previous source; a message that is gone becomes obsolete and comes back with its
translation.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from glossary import languages
from glossary.catalogs.messages import messages
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.files import TermCatalog
from glossary.catalogs.po.headers import new_headers
from glossary.model import Vocabulary

_HEADER = """# {title}: terms in {language}.
# This file is part of the vocabulary “{id}” and has its licence."""
_FORMATS = ("-format", "no-wrap")
"""Flags that come from the source; terms and texts have none, their “%” means percent."""

_ENDS = {0: None, 4: None}
"""NUL and EOT, which end a text for gettext."""


def template(vocabulary: Vocabulary) -> TermCatalog:
    """Return the catalog template (POT) of a vocabulary."""
    catalog = TermCatalog(headers=new_headers(vocabulary.id))
    catalog.header_comment = f"# Terms of the vocabulary “{vocabulary.id}”, to be translated."
    for source in messages(vocabulary):
        text = source.text.translate(_ENDS)
        message = Message(
            text,
            locations=[(source.reference, None)],
            auto_comments=[" ".join(comment.split()) for comment in source.comments],
            context=source.context,
        )
        if text:
            catalog.add(message)
    return catalog


def new_catalog(vocabulary: Vocabulary, lang: str) -> TermCatalog:
    """Return an empty catalog of `lang`, its header filled in."""
    locale, team = languages.to_locale(lang), f"{languages.name(lang, 'en')} <>"
    headers = new_headers(vocabulary.id, locale=locale, team=team, revised=datetime.now(UTC))
    catalog = TermCatalog(locale, headers)
    title = vocabulary.titles.get(vocabulary.source_language, vocabulary.id)
    catalog.header_comment = _HEADER.format(
        title=" ".join(title.split()), language=languages.name(lang, "en"), id=vocabulary.id
    )
    catalog.headers["X-Reliability"] = "draft"
    return catalog


def update(catalog: TermCatalog, source: TermCatalog) -> bool:
    """Bring `catalog` up to the template `source`; return whether that changed anything.

    Every translation and every note of people is kept; the order is that of the template.
    """
    before = [_state(message) for message in catalog]
    active = list(catalog)
    gone = list(catalog.obsolete)
    known: dict[str | None, list[Message]] = defaultdict(list)
    for message in [*active, *reversed(gone)]:
        known[message.context].append(message)
    catalog.clear()
    taken: set[int] = set()
    for message in source:
        kept = _best(known.get(message.context, ()), str(message.id))
        taken.add(id(kept))
        catalog.add(_merged(message, kept))
    catalog.obsolete.clear()
    for message in [*gone, *active]:
        if id(message) not in taken and (_text(message) or message.user_comments):
            catalog.obsolete.append(_obsolete(message))
    after = [_state(message) for message in catalog]
    changed = before != after or len(gone) != len(catalog.obsolete)
    if changed:
        catalog.headers["POT-Creation-Date"] = source.headers.get("POT-Creation-Date")
    return changed


def _best(found: list[Message] | tuple[()], source: str) -> Message | None:
    """Return the message whose translation goes on: one that has a text, of the same source."""
    return max(found, key=lambda one: (bool(_text(one)), one.id == source), default=None)


def _text(message: Message) -> str:
    string = message.string
    return "".join(string) if isinstance(string, (tuple, list)) else str(string or "")


def _state(message: Message) -> tuple[Any, ...]:
    return (
        message.context,
        message.id,
        message.string,
        message.flags,
        message.locations,
        message.auto_comments,
        message.user_comments,
        message.previous_id,
        message.previous_context,
    )


def _merged(message: Message, kept: Message | None) -> Message:
    new = Message(
        message.id,
        locations=message.locations,
        auto_comments=message.auto_comments,
        context=message.context,
    )
    if kept is None:
        return new
    new.user_comments = kept.user_comments
    new.string = kept.string if isinstance(kept.string, str) else _text(kept)
    new.flags = {flag for flag in kept.flags if not flag.endswith(_FORMATS)}
    if not new.string:
        new.flags.discard("fuzzy")
        return new
    source = kept.id if isinstance(kept.id, str) else kept.id[0]
    new.previous_id, new.previous_context = kept.previous_id, kept.previous_context
    if source != message.id:
        new.flags.add("fuzzy")
        new.previous_id = kept.previous_id or [source]
    if list(new.previous_id) == [message.id]:  # reworded back; only people can say it is right
        new.previous_id = []
    return new


def _obsolete(message: Message) -> Message:
    old = Message(message.id, message.string, context=message.context)
    old.flags, old.user_comments = message.flags, message.user_comments
    old.previous_id, old.previous_context = message.previous_id, message.previous_context
    return old
