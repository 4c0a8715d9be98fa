"""The functions by which the program reaches an index at OpenSearch."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

from index import Document, Index, IndexBuilder, IndexChange, IndexStatus, Reapply, Revision
from index.opensearch import OpenSearchIndex, maintenance
from index.opensearch.client import client_of
from index.opensearch.writing import builder, changes
from index.places import Address


def open_index(where: Address) -> Index:
    """Return the index at an address."""
    return OpenSearchIndex(where)


def revision_of(where: Address) -> Revision:
    """Return the revision of the index at an address."""
    return builder.revision(client_of(where))


def verify_index(where: Address) -> Sequence[str]:
    """Return what of the published generation the engine does not have."""
    return maintenance.verify(where)


def status_of(where: Address) -> IndexStatus:
    """Return how the index at an address is, and the engine."""
    return maintenance.status(where)


def sweep_index(where: Address, keep: int) -> Sequence[str]:
    """Remove what dead builders left, and generations that are kept no longer."""
    return maintenance.sweep(where, keep)


def build_index(where: Address, keep: int) -> IndexBuilder:
    """Return a builder of a new generation."""
    return builder.OpenSearchBuilder(where, keep)


def refresh_index(
    where: Address,
    documents: Iterable[Document],
    metadata: Mapping[str, bytes],
    since: Revision,
    reapply: Reapply | None,
) -> tuple[str, int] | None:
    """Make an index hold these documents and no others, by few changes."""
    return maintenance.refresh(where, documents, metadata, since, reapply)


def change_index(where: Address) -> AbstractContextManager[IndexChange]:
    """Return a context for one change of an index."""
    return changes.change(where)
