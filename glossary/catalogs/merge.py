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
    done = Merge()
    own = _by_context(ours)
    gone = {message.context for message in ours.obsolete}
    before = _by_context(base) if base is not None else None
    seen: set[str | None] = set()
    for message in theirs:
        if not message.id:
            continue
        wrong = list(errors_of(message)) if message.string else []
        there = own.get(str(message.context or ""))
        if message.context in seen:
            wrong = [_rejected("repeated-message", N_("it is there twice"), message)]
        elif there is None and not wrong:
            text = _GONE if message.context in gone else _UNKNOWN
            wrong = [_rejected("unknown-concept", text, message)]
        seen.add(message.context)
        if wrong or there is None:
            done.rejected += wrong
        else:
            _one(done, there, message, before, prefer)
    for message in theirs.obsolete:
        if message.context not in seen:
            done.rejected.append(_rejected("unknown-concept", _OBSOLETE, message))
    return done


def _by_context(catalog: TermCatalog) -> dict[str, Message]:
    return {str(m.context or ""): m for m in catalog if isinstance(m.id, str) and m.id}


def _rejected(rule: str, text: str, message: Message) -> CatalogProblem:
    context = str(message.context or "")
    return CatalogProblem(rule, text, {}, message.lineno, context, excerpt(str(message.id)))


def _one(
    done: Merge,
    ours: Message,
    theirs: Message,
    before: Mapping[str, Message] | None,
    prefer: bool,
) -> None:
    context = str(ours.context)
    mine, other = _value(ours), _value(theirs)
    is_other_source = _composed(theirs.id) != _composed(ours.id)
    if is_other_source and other[0]:  # its translation must be looked at
        other = (other[0], True, other[2])
    old = None
    if before is not None:
        old = _value(before[context]) if context in before else _NOTHING
        if is_other_source and old[0]:
            old = (old[0], True, old[2])
    if other == mine or (is_other_source and other[0] == mine[0]):
        done.same += 1
        return
    winner = _winner(mine, other, old)
    if winner == "ours":
        done.kept += 1
        return
    if winner == "":
        base = old[0] if old is not None else None
        done.conflicts.append(MergeConflict(context, theirs.lineno, base, mine[0], other[0]))
        if not prefer:
            return
    concept, slot = split_context(context)
    notes = tuple(c for c in theirs.user_comments if not is_data(c) and c.strip())
    previous = str(theirs.id) if is_other_source else "".join(theirs.previous_id[:1])
    data = data_of(theirs)[0].values() if other[2] != mine[2] else None
    done.edits.append(Edit(concept, slot, other[0], data, other[1], previous, notes))


def _composed(id: str | tuple[str, ...]) -> str:
    """Return a source text in the form in which texts are compared."""
    return unicodedata.normalize("NFC", str(id))


def _winner(mine: _Value, other: _Value, old: _Value | None) -> str:
    """Return "ours" or "theirs", or "" where both have changed, or nobody can know."""
    if not mine[0] and other[0]:
        return "theirs"
    if old is not None:
        return "ours" if other == old else "theirs" if mine == old else ""
    if not other[0] or (other[1] and other[0] == mine[0]):
        return "ours"  # a gap or a doubt in the file takes nothing away
    if mine[1] and not other[1]:
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
