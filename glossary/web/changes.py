"""New, changed and withdrawn concepts, a page at a time, for feeds and programs.

They are in the order in which they were published as they are now. A page begins after a concept
and its address names that, so that it stays the same while others are published: a concept that
changes moves to the end, nothing else moves.
"""

from dataclasses import dataclass
from typing import Any, Literal

from glossary.model import WITHDRAWN
from glossary.records.excerpts import decode_outline
from glossary.web.context import reader
from glossary.web.cursors import decode, encode
from index import Dated

Kind = Literal["created", "changed", "withdrawn"]
Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a concept, when (ISO 8601), and the outline of its record."""

    kind: Kind
    published: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Changes in order, and the cursors of the pages beside it: None where there is none, "" for
    the first page.
    """

    changes: list[Change]
    following: str | None
    previous: str | None


def change_of(one: Dated) -> Change:
    """Return what happened to a concept last."""
    record = decode_outline(one.record)
    if record["status"] == WITHDRAWN:
        return Change("withdrawn", one.date, record)
    return Change("created" if one.is_new else "changed", one.date, record)


def page(vocabulary: str, cursor: str, size: int, *, newest_first: bool, since: str = "") -> Page:
    """Return a page of a vocabulary ("": of all), with `since` only of what was published then or
    later; raise Invalid for a cursor that is none.
    """
    after = place_of(cursor)
    begin = after
    if since and not newest_first:
        begin = max(after or ("", "", ""), (since, "", ""))
    found = [one for one in _listed(vocabulary, begin, size + 1, newest_first) if one.date >= since]
    shown = found[:size]
    following = cursor_of(shown[-1]) if len(found) > size else None
    previous = None
    if after is not None:
        before = _listed(vocabulary, after, size, not newest_first)
        previous = cursor_of(before[-1]) if len(before) == size else ""
    return Page([change_of(one) for one in shown], following, previous)


def _listed(vocabulary: str, after: Place | None, limit: int, newest_first: bool) -> list[Dated]:
    found = reader().by_date(vocabulary, after, limit, date="published", newest_first=newest_first)
    return [*found]


def last_page(vocabulary: str, size: int) -> tuple[int, str]:
    """Return how many concepts there are, and the cursor of the last page, the oldest first."""
    total = reader().index.size(vocabulary)
    rest = total % size or size
    if total <= size:
        return total, ""
    found = reader().by_date(vocabulary, None, 1, date="published", offset=rest)
    return total, cursor_of(found[0]) if found else ""


def cursor_of(one: Dated) -> str:
    """Return the cursor of the page that begins after a concept."""
    return encode(one.date, one.vocabulary, one.id)


def place_of(cursor: str) -> Place | None:
    """Return the place behind which a page begins, None for the first; raise Invalid."""
    if not cursor:
        return None
    date, vocabulary, id = decode(cursor, 3)
    return date, vocabulary, id
