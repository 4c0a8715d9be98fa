"""Concepts of others beside one: the same word or another, the same meaning or another.

What they mean is what the mappings say; which word they are known by is compared in the language
that is shown. A word that another vocabulary has too without any mapping is told as what it is:
nobody has said yet whether it means the same.
"""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from glossary.model import FALSE_FRIEND
from glossary.reader.comparison import RELATIONS, Record

UNLINKED = "unlinked"
"""The relation of a concept that has the same name, and to which no mapping leads."""
_SAME_MEANING = frozenset({"self", "exactMatch", "closeMatch"})
_FALSE_FRIEND = frozenset({"relatedMatch", FALSE_FRIEND})
_ORDER = {name: place for place, name in enumerate((*RELATIONS, UNLINKED))}


class Beside(NamedTuple):
    """A concept beside the one that is looked at: its relation, whether its word is the same (None
    where it has none in that language), and its record.
    """

    relation: str
    same_word: bool | None
    record: Record

    @property
    def code(self) -> str:
        """What is said of it: the relation, "same:" or "other:" before it where that is known."""
        if self.relation == "self" or self.same_word is None:
            return self.relation
        return f"{'same' if self.same_word else 'other'}:{self.relation}"

    @property
    def kind(self) -> str:
        """How a reader should take it: "own", "same", "friend" (false), "unknown" or "near"."""
        if self.relation == "self":
            return "own"
        if self.relation in _SAME_MEANING:
            return "same"
        if self.relation == UNLINKED:
            return "unknown"
        return "friend" if self.same_word and self.relation in _FALSE_FRIEND else "near"

    @property
    def is_equivalent(self) -> bool:
        """Whether it may stand for the other: it means the same, or nearly."""
        return self.relation in _SAME_MEANING


def is_same_word(one: str, other: str) -> bool:
    """Return whether two terms are the same word, whatever their case and composition."""
    return plain(one) == plain(other)


def plain(text: str) -> str:
    """Return a term without what makes no other word of it: case, composition, spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def beside(title: str, lang: str, related: Iterable[tuple[str, Record]]) -> list[Beside]:
    """Return concepts with their relations, each held against a term in a language.

    Those that mean the same come first, then the same words, then the others.
    """
    found = [Beside(relation, _same(title, lang, one), one) for relation, one in related]
    return sorted(found, key=lambda one: (not one.is_equivalent, not one.same_word, _place(one)))


def _place(one: Beside) -> int:
    return _ORDER.get(one.relation, len(_ORDER))


def _same(title: str, lang: str, record: Record) -> bool | None:
    words = [one["text"] for one in record["terms"].get(lang, ()) if one["status"] == "preferred"]
    return any(is_same_word(title, word) for word in words) if words else None
