"""A catalog from elsewhere into ours, entry by entry, found by context alone.

What both have changed is a conflict; without the common ancestor, every text that differs from
one that we have. Nothing that we have is lost unless it is asked for.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.checks.entries import errors_of, excerpt
from glossary.catalogs.data import data_of, is_data
from glossary.catalogs.editing import Edit, fitted
from glossary.catalogs.messages import split_context
from glossary.catalogs.po.catalog import Message
from glossary.catalogs.po.files import TermCatalog
from glossary.errors import N_

_Value = tuple[str, bool, tuple[str, ...]]
"""Text, whether it is fuzzy, and the data comments."""
_UNKNOWN = N_("there is no such entry")
_GONE = N_("the vocabulary has no such entry any more")
_OBSOLETE = N_("it is marked as obsolete in the file")
_NOTHING: _Value = ("", False, ())


@dataclass(frozen=True, slots=True)
class MergeConflict:
    """An entry that differs on both sides: its line in the file, and the three texts."""

    context: str
    line: int | None
    base: str | None
    ours: str
    theirs: str


@dataclass(slots=True)
class Merge:
    """What is to be done: `edits` for ours; `same` counts what is equal, `kept` what we keep."""

    edits: list[Edit] = field(default_factory=list)
    conflicts: list[MergeConflict] = field(default_factory=list)
    rejected: list[CatalogProblem] = field(default_factory=list)
    same: int = 0
    kept: int = 0


def merge(
    ours: TermCatalog, theirs: TermCatalog, base: TermCatalog | None = None, prefer: bool = False
) -> Merge:
    """Return how `ours` takes in `theirs`; `base` is what both have begun with, if that is known.

    Entries of theirs that cannot be used are rejected, each with its line and the reason. With
    `prefer` a conflict is decided for theirs (and told all the same).
    """
    result = Merge()
    our_messages = _by_context(ours)
    gone = {message.context for message in ours.obsolete}
    base_messages = _by_context(base) if base is not None else None
    seen: set[str | None] = set()
    for message in theirs:
        if not message.id:
            continue
        problems = list(errors_of(message)) if message.string else []
        our_message = our_messages.get(str(message.context or ""))
        if message.context in seen:
            problems = [_rejected("repeated-message", N_("it is there twice"), message)]
        elif our_message is None and not problems:
            text = _GONE if message.context in gone else _UNKNOWN
            problems = [_rejected("unknown-concept", text, message)]
        seen.add(message.context)
        if problems or our_message is None:
            result.rejected += problems
        else:
            _merge_message(result, our_message, message, base_messages, prefer)
    for message in theirs.obsolete:
        if message.context not in seen:
            result.rejected.append(_rejected("unknown-concept", _OBSOLETE, message))
    return result


def _by_context(catalog: TermCatalog) -> dict[str, Message]:
    return {str(m.context or ""): m for m in catalog if isinstance(m.id, str) and m.id}


def _rejected(rule: str, text: str, message: Message) -> CatalogProblem:
    context = str(message.context or "")
    return CatalogProblem(rule, text, {}, message.lineno, context, excerpt(str(message.id)))


def _merge_message(
    result: Merge,
    ours: Message,
    theirs: Message,
    base_messages: Mapping[str, Message] | None,
    prefer: bool,
) -> None:
    """Add to `result` what is to be done with a message that both sides have."""
    context = str(ours.context)
    our_value, their_value = _value(ours), _value(theirs)
    is_other_source = _composed(theirs.id) != _composed(ours.id)
    if is_other_source and their_value[0]:  # its translation must be looked at
        their_value = (their_value[0], True, their_value[2])
    base_value = None
    if base_messages is not None:
        base = base_messages.get(context)
        base_value = _NOTHING if base is None else _value(base)
        if is_other_source and base_value[0]:
            base_value = (base_value[0], True, base_value[2])
    if their_value == our_value or (is_other_source and their_value[0] == our_value[0]):
        result.same += 1
        return
    winner = _winner(our_value, their_value, base_value)
    if winner == "ours":
        result.kept += 1
        return
    if winner == "":
        before = base_value[0] if base_value is not None else None
        conflict = MergeConflict(context, theirs.lineno, before, our_value[0], their_value[0])
        result.conflicts.append(conflict)
        if not prefer:
            return
    concept, slot = split_context(context)
    notes = tuple(c for c in theirs.user_comments if not is_data(c) and c.strip())
    previous = str(theirs.id) if is_other_source else "".join(theirs.previous_id[:1])
    data = data_of(theirs)[0].values() if their_value[2] != our_value[2] else None
    text, is_fuzzy, _ = their_value
    result.edits.append(Edit(concept, slot, text, data, is_fuzzy, previous, notes))


def _composed(id: str | tuple[str, ...]) -> str:
    """Return a source text in the form in which texts are compared."""
    return unicodedata.normalize("NFC", str(id))


def _winner(ours: _Value, theirs: _Value, base: _Value | None) -> str:
    """Return "ours" or "theirs"; "" where both have changed, or where nobody can know."""
    if not ours[0] and theirs[0]:
        return "theirs"
    if base is not None:
        return "ours" if theirs == base else "theirs" if ours == base else ""
    if not theirs[0] or (theirs[1] and theirs[0] == ours[0]):
        return "ours"  # a gap or a doubt in the file takes nothing away
    if ours[1] and not theirs[1]:
        return "theirs"  # ours awaits review
    return ""


def _value(message: Message) -> _Value:
    text = fitted(str(message.string or ""), str(message.id))
    if not text:
        return _NOTHING
    data = sorted(" ".join(c.split()) for c in message.user_comments if is_data(c))
    return text, message.fuzzy, tuple(data)


def sides(conflict: MergeConflict) -> Iterator[tuple[str, str]]:
    """Yield the sides of a conflict and their texts, for a list."""
    if conflict.base is not None:
        yield N_("before"), excerpt(conflict.base)
    yield N_("here"), excerpt(conflict.ours)
    yield N_("in the file"), excerpt(conflict.theirs)
