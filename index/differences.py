"""What differs from a publication, written as one change: the same in every implementation."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from index import Document, IndexChange, Reapply, Revision


class Change(IndexChange, Protocol):
    """A change that knows what others have changed before it."""

    def changed_since(self, since: Revision) -> Sequence[tuple[str, str]]:
        """Return vocabulary and id of the concepts that were changed since a revision."""


def write(
    change: Change,
    changed: Iterable[Document],
    gone: Iterable[tuple[str, str]],
    metadata: Mapping[str, bytes],
    since: Revision,
    reapply: Reapply | None,
) -> None:
    """Write what is new, gone (vocabulary and id) and in the metadata into one change, and then
    what others have changed `since`, through `reapply`.
    """
    others = change.changed_since(since) if reapply else []
    for vocabulary, id in gone:
        change.delete(vocabulary, id)
    for document in changed:
        change.put(document)
    for name, value in metadata.items():
        change.set_metadata(name, value)
    if reapply is not None:
        reapply(change, others)
