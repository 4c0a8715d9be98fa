"""The history of texts: what was there, who changed it, when, and from where it came."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from glossary.contribute.tables import Change, Person, Proposal

PER_PAGE = 50
_OF_ANYONE = ("proposal", "upload")
SAME, GONE, NEW = "same", "gone", "new"
_WITHOUT_SPACES = "\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Tibetan, Burmese, Khmer, Japanese and Chinese, as ranges of a regular expression."""
_TOKEN = re.compile(
    rf"[{_WITHOUT_SPACES}\U00020000-\U0003ffff]|\s+|[^\W{_WITHOUT_SPACES}]+|.", re.S
)
_MOST_TOKENS = 1_000
"""Of longer texts only what differs between their beginnings and ends is marked, as a whole."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a text with the names of author and decider ("" where nobody is known).

    `key` names the proposal it comes from, "" where it comes from none.
    """

    change: Change
    author: str
    decider: str
    key: str

    @property
    def is_guest(self) -> bool:
        """Whether the author's name is what somebody without an account wrote."""
        change = self.change
        return bool(self.author and change.author_id is None and change.origin in _OF_ANYONE)

    @property
    def made(self) -> datetime:
        """When it was decided."""
        return self.change.made


def steps(
    session: Session, vocabulary: str, concept: str, lang: str = "", slot: str = "", page: int = 1
) -> tuple[list[Step], int]:
    """Return a page of the changes of a concept, the newest first, and how many there are."""
    author, decider = aliased(Person), aliased(Person)
    where = [Change.vocabulary == vocabulary, Change.concept == concept]
    where += [Change.lang == lang] if lang else []
    where += [Change.slot == slot] if slot else []
    asked = (
        select(Change, author.name, decider.name, Proposal.key)
        .outerjoin(author, author.id == Change.author_id)
        .outerjoin(decider, decider.id == Change.decider_id)
        .outerjoin(Proposal, Proposal.change_id == Change.id)
        .where(*where)
        .order_by(Change.made.desc(), Change.id.desc())
    )
    total = session.scalar(select(func.count(Change.id)).where(*where)) or 0
    found = session.execute(asked.offset((page - 1) * PER_PAGE).limit(PER_PAGE))
    return [Step(c, name or c.author, by or "", key or "") for c, name, by, key in found], total


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Return the parts of two texts in reading order, each with whether it is in both (`SAME`),
    only in the first (`GONE`) or only in the second (`NEW`).

    Texts are compared word by word, scripts without spaces character by character.

    >>> difference("an old word", "a new word")
    [('gone', 'an old'), ('new', 'a new'), ('same', ' word')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    parts = [
        (SAME, "".join(old[:start])),
        *_compared(*middle),
        (SAME, "".join(old[len(old) - end :])),
    ]
    return _joined([part for part in parts if part[1]])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compared(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    if len(old) > _MOST_TOKENS or len(new) > _MOST_TOKENS:
        return [(GONE, "".join(old)), (NEW, "".join(new))]
    parts = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        if kind == "equal":
            parts.append((SAME, "".join(old[i:j])))
        else:
            parts += [(GONE, "".join(old[i:j])), (NEW, "".join(new[k:m]))]
    return parts


def _joined(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return parts without spaces alone between two changes, which would look like confetti."""
    made: list[tuple[str, str]] = []
    for is_change, group in groupby(_spaces_as_changes(parts), lambda part: part[0] != SAME):
        some = list(group)
        if is_change:
            for kind in (GONE, NEW):
                text = "".join(text for found, text in some if found in (kind, "both"))
                made += [(kind, text)] if text else []
        else:
            made.append((SAME, "".join(text for _, text in some)))
    return made


def _spaces_as_changes(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    made = []
    for place, (kind, text) in enumerate(parts):
        between = 0 < place < len(parts) - 1
        made.append(("both" if kind == SAME and between and text.isspace() else kind, text))
    return made
