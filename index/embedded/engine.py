"""The functions by which the program reaches the embedded index, in a folder."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from index import Document, Index, IndexBuilder, IndexChange, IndexStatus, Reapply, Revision


def open_index(folder: Path) -> Index:
    """Return the index in a folder."""
    from index.embedded import EmbeddedIndex  # here: who only changes an index needs no reader

    return EmbeddedIndex(folder)


def revision_of(folder: Path) -> Revision:
    """Return the revision of the index in a folder."""
    from index.embedded.writing.changes import revision_of  # here: who only asks needs no writer

    return revision_of(folder)


def verify_index(folder: Path) -> Sequence[str]:
    """Return the files of the published generation that are not as they were written."""
    from index.embedded.maintenance import verify  # as above

    return verify(folder)


def status_of(folder: Path) -> IndexStatus:
    """Return how the index in a folder is."""
    from index.embedded.maintenance import status  # as above

    return status(folder)


def sweep_index(folder: Path, keep: int) -> Sequence[str]:
    """Remove generations that were left, and those that are kept no longer; return their names."""
    from index.embedded.maintenance import sweep  # as above

    return sweep(folder, keep)


def build_index(folder: Path, keep: int) -> IndexBuilder:
    """Return a builder of a new generation in a folder."""
    from index.embedded.writing.builder import EmbeddedBuilder  # as above

    return EmbeddedBuilder(folder, keep=keep)


def refresh_index(
    folder: Path,
    documents: Iterable[Document],
    metadata: Mapping[str, bytes],
    since: Revision,
    reapply: Reapply | None,
) -> tuple[str, int] | None:
    """Make the index in a folder hold these documents and no others, by few changes."""
    from index.embedded.maintenance import refresh  # as above

    return refresh(folder, documents, metadata, since, reapply)


def change_index(folder: Path) -> AbstractContextManager[IndexChange]:
    """Return a context for one change of the index in a folder."""
    from index.embedded.maintenance import change  # as above

    return change(folder)
