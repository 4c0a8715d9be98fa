"""What of a catalog is a copy of the vocabulary's own words, and what becomes of it later.

A message that a vocabulary has in the language of the catalog carries a translator comment
``origin: vocabulary`` with a mark of the wording there. As long as the message says the same it is
a copy: it follows each release of the vocabulary, and its publisher answers for it. A message that
says something else is a translator's; where the vocabulary is reworded it becomes fuzzy, with the
new wording in a comment, until somebody has looked at both.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from glossary.catalogs.data import is_data, one_line
from glossary.catalogs.filling import Own
from glossary.catalogs.po.catalog import Message, TermCatalog
from glossary.model import Vocabulary

_ORIGIN = re.compile(r"\s*origin:\s*vocabulary\s+([0-9a-f]{8})\s*$")
_OURS = ("grammar:", "reliability:")
"""Data that a vocabulary seldom has and translators often add."""
_WORDING = re.compile(r"\s*the vocabulary says:\s")


class Followed(NamedTuple):
    """What became of a catalog: whether anything changed, and the contexts of new conflicts."""

    changed: bool
    conflicts: list[str]


def follow(catalog: TermCatalog, vocabulary: Vocabulary, lang: str) -> Followed:
    """Bring what a catalog in `lang` has from the vocabulary up to it.

    A message without a translation takes the words of the vocabulary. One without a mark is a copy
    where it says the same as the vocabulary; else it is a translator's, and is in conflict when
    the vocabulary says something new.
    """
    own, changed, conflicts = Own(vocabulary, lang), False, []
    for message in catalog:
        before = message.string, message.fuzzy, message.user_comments
        if _follows(message, *own.of(message)):
            conflicts.append(str(message.context))
        changed |= before != (message.string, message.fuzzy, message.user_comments)
    return Followed(changed, conflicts)


def _follows(message: Message, text: str, comments: list[str]) -> bool:
    """Bring one message up to what the vocabulary says; return whether that is a new conflict."""
    before, own, now = marked(message), _text(message), mark(text) if text else ""
    is_free = not own or (is_copy(message) and not _is_enriched(message, comments))
    if now and mark(own) == now:
        if before != now or message.fuzzy:
            _take(message, text, [])
    elif before == now:
        if not message.fuzzy:  # somebody has looked at both wordings
            message.user_comments = [*_unmarked(message), *_marks(now)]
    elif is_free:
        _take(message, text, comments)
    elif before and now:
        message.flags = {*message.flags, "fuzzy"}
        message.previous_id = []
        wording = f"the vocabulary says: {one_line(' / '.join(text.splitlines()))}"
        message.user_comments = [*_unmarked(message), *_marks(now), wording]
        return True
    else:
        message.user_comments = [*_unmarked(message), *_marks(now)]
    return False


def _take(message: Message, text: str, comments: list[str]) -> None:
    """Give a message the words of the vocabulary, and the data comments to them, if any."""
    kept = _unmarked(message)
    if comments or mark(text) != mark(_text(message)):
        kept = [comment for comment in kept if not is_data(comment)]
    message.string = text
    message.flags = {*message.flags} - {"fuzzy"}
    message.previous_id = []
    message.user_comments = [*kept, *comments, *_marks(mark(text) if text else "")]


def _is_enriched(message: Message, comments: list[str]) -> bool:
    """Return whether somebody has said more of a term than the vocabulary does."""
    data = (comment for comment in message.user_comments if is_data(comment))
    return any(one.lstrip().startswith(_OURS) and one not in comments for one in data)


def remember(catalog: TermCatalog, vocabulary: Vocabulary, lang: str) -> bool:
    """Mark what a catalog has of the vocabulary, and change no word of it; return whether that
    changed anything.
    """
    own, has_changed = Own(vocabulary, lang), False
    for message in catalog:
        text = own.of(message)[0] if not marked(message) and _text(message) else ""
        if text:
            message.user_comments = [*message.user_comments, *_marks(mark(text))]
            has_changed = True
    return has_changed


def mark(text: str) -> str:
    """Return eight hexadecimal digits that are others when a text has other words."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=4).hexdigest()


def marked(message: Message) -> str:
    """Return the mark of the words that the vocabulary had last, "" where it had none."""
    found = (_ORIGIN.match(comment) for comment in message.user_comments)
    return next((one[1] for one in found if one), "")


def is_copy(message: Message) -> bool:
    """Return whether a message still says what the vocabulary said last."""
    before = marked(message)
    return bool(before) and mark(_text(message)) == before


def is_mark(comment: str) -> bool:
    """Return whether a translator comment is ours: neither data nor a note for people."""
    return bool(_ORIGIN.match(comment) or _WORDING.match(comment))


def _marks(found: str) -> Iterator[str]:
    if found:
        yield f"origin: vocabulary {found}"


def _unmarked(message: Message) -> list[str]:
    """Return the comments of a message without ours."""
    return [comment for comment in message.user_comments if not is_mark(comment)]


def _text(message: Message) -> str:
    string = message.string
    return "".join(string) if isinstance(string, (tuple, list)) else str(string or "")
