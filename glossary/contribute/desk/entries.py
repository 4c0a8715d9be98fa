"""A message of a catalog as an entry of the worklist: its texts, its data, and its state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from glossary.catalogs.data import data_of
from glossary.catalogs.messages import split_context
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.progress import STATES, TRANSLATED, is_place, state_of

__all__ = ["STATES", "TRANSLATED", "Row", "row", "rows"]

_LONGEST_ID = 500


@dataclass(frozen=True, slots=True)
class Row:
    """What the worklist keeps of one message; `state` as in `glossary.contribute.tables.Entry`."""

    concept: str
    slot: str
    position: int
    source: str
    previous: str
    text: str
    state: str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """Concept and slot."""
        return self.concept, self.slot


def rows(messages: Iterable[Message], reliability: str) -> Iterator[Row]:
    """Yield the entries of a catalog whose header states `reliability`.

    Messages whose context names no concept and slot, or an id that no database holds, belong to
    no vocabulary and are left out. An empty list of synonyms is done where the preferred term is
    there.
    """
    without_synonyms: list[Row] = []
    named: set[str] = set()
    for position, message in enumerate(messages):
        concept, slot = split_context(str(message.context or ""))
        if not message.id or not _is_place(concept, slot):
            continue
        found = row(message, concept, slot, position, reliability)
        if slot == "prefLabel" and found.state in TRANSLATED:
            named.add(concept)
        if slot == "altLabel" and not found.text:
            without_synonyms.append(found)
        else:
            yield found
    for found in without_synonyms:
        yield replace(found, state="done") if found.concept in named else found


def _is_place(concept: str, slot: str) -> bool:
    return is_place(concept, slot) and len(concept) <= _LONGEST_ID and "\0" not in concept


def row(message: Message, concept: str, slot: str, position: int, reliability: str) -> Row:
    """Return the entry of one message; an empty text counts as missing."""
    text, data = _text(message.string), data_of(message)[0]
    previous = _text(message.previous_id)
    state = state_of(message, reliability)
    return Row(concept, slot, position, _text(message.id), previous, text, state, data.values())


def _text(value: Any) -> str:
    """Return a text of a message, as every database can keep it."""
    if isinstance(value, (tuple, list)):
        value = value[0] if value else ""
    return str(value or "").replace("\x00", "\ufffd")
