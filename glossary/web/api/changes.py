"""``/changes``: what is new, changed or withdrawn, in one vocabulary or all."""

from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import Field

from glossary.errors import N_, Invalid
from glossary.reader import preferred_terms
from glossary.web.api.change_shapes import ChangesAnswer
from glossary.web.api.door import JsonChunks, Parameters, get, json_object, next_page
from glossary.web.changes import Change, page

_DAY = len("2026-01-31")
MOMENT = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+ -][0-9]{2}:[0-9]{2})?)?$"
)
"""A day or a moment; a plus sign that was not encoded comes as a space."""


def moment(since: str | None, parameter: str) -> str:
    """Return a day as it is, and a moment as those of the index are written; raise Invalid."""
    if not since:
        return ""
    try:
        found = datetime.fromisoformat(since.replace(" ", "+"))
    except ValueError as error:
        raise Invalid(N_("“%(parameter)s” cannot be used."), parameter=parameter) from error
    if len(since) == _DAY:
        return since
    there = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        return there.astimezone(UTC).isoformat(timespec="milliseconds")
    except OverflowError as error:  # the first or the last day there is
        raise Invalid(N_("“%(parameter)s” cannot be used."), parameter=parameter) from error


class ChangesParameters(Parameters):
    """Since when, in which order, where to go on, and how many."""

    since: str | None = Field(
        None, pattern=MOMENT, description="A day or a moment (ISO 8601), in UTC if not said."
    )
    order: Literal["newest", "oldest"] = Field("newest", description="Which come first.")
    cursor: str | None = Field(None, description="From `next`: where to go on.")
    limit: int = Field(100, ge=1, le=500)


@get("/changes", ChangesAnswer, ChangesParameters)
def changes(query: ChangesParameters) -> JsonChunks:
    """Return the concepts of all vocabularies with what happened to each last, page by page.

    A concept is new, changed or withdrawn from the publication or decision on with which it came
    to be as it is now; names of its neighbours do not count. It stands here once. Whoever asks
    with `order=oldest`, and goes on from the last `next`, misses nothing that is published
    meanwhile.
    """
    return _answer("", query)


@get("/vocabularies/<vocabulary>/changes", ChangesAnswer, ChangesParameters)
def vocabulary_changes(vocabulary: str, query: ChangesParameters) -> JsonChunks:
    """Return the concepts of a vocabulary with what happened to each last, as `/changes` does."""
    return _answer(vocabulary, query)


def _answer(vocabulary: str, query: ChangesParameters) -> JsonChunks:
    found = page(
        vocabulary,
        query.cursor or "",
        query.limit,
        newest_first=query.order == "newest",
        since=moment(query.since, "since"),
    )
    following = next_page(cursor=found.following) if found.following else None
    return json_object(changes=[_told(change) for change in found.changes], next=following)


def _told(change: Change) -> dict[str, Any]:
    record = change.record
    return {
        "kind": change.kind,
        "published": change.published,
        "concept": {
            **{name: record[name] for name in ("uri", "vocabulary", "id", "page", "status")},
            "label": preferred_terms(record),
        },
    }
