"""Changes of the published generation, and building it anew when there were very many.

What was changed is looked up in tables beside what was built, so that many changes make answers
slower. The change that is one too many starts `compact_later` in a process of its own; readers and
further changes go on meanwhile.
"""

import logging
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from index import (
    Document,
    IndexBusy,
    IndexDamaged,
    IndexStatus,
    IndexUnavailable,
    Reapply,
    Revision,
    background,
    differences,
)
from index.embedded.files import checksums, locks, rows
from index.embedded.files.generations import Generations, GenerationWriter
from index.embedded.reading.snapshot import opened
from index.embedded.writing import documents
from index.embedded.writing.builder import EmbeddedBuilder
from index.embedded.writing.changes import Change, changing, locked
from index.text import analysis

FEWEST_ADDED = 5_000
MOST_ADDED_SHARE = 0.05
"""So many segments that were added since, and this share of those that were built, are too many."""

FEW_DOCUMENTS = 20
FEW_DOCUMENTS_SHARE = 0.02
"""So many documents, or this share of all, are changed where they are."""

_log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 3600.0
_PAUSE_SECONDS = 0.5

_KEYS = (
    "SELECT key, vocabulary.id, concept.id FROM concept "
    "JOIN vocabulary ON vocabulary.number = concept.vocabulary"
)
_STORED = (
    "SELECT key, digest FROM concept WHERE id = ?2 "
    "AND vocabulary = (SELECT number FROM vocabulary WHERE id = ?1)"
)


@contextmanager
def change(folder: Path) -> Iterator[Change]:
    """Return a context for one change of the published generation."""
    generations = Generations(folder)
    generations.manifest(generations.current())
    with locked(folder), changing(generations.path(generations.current())) as made:
        yield made
    if made.added > max(FEWEST_ADDED, made.built * MOST_ADDED_SHARE):
        name = generations.current()
        background.start(folder, [sys.executable, "-m", __name__, str(folder.resolve()), name])


def refresh(
    folder: Path,
    made: Iterable[Document],
    metadata: Mapping[str, bytes],
    since: Revision = None,
    reapply: Reapply | None = None,
) -> tuple[str, int] | None:
    """Make the published generation hold these documents and no others, by few changes.

    Returns the name of what answers now and how many documents were changed; None, with nothing
    done, where so many differ that a new generation should be built, or nothing was published.
    What others have changed `since` goes through `reapply` in the same step.
    """
    generations = Generations(folder)
    try:
        if damage := verify(folder):
            _log.warning("the index is damaged and built anew: %s", ", ".join(damage))
            return None
        with opened(generations, generations.current()).view() as view:
            differing = _differing(view.rows, made)
    except IndexUnavailable:
        return None
    if differing is None:
        return None
    changed, gone = differing
    with change(folder) as changing_now:
        differences.write(changing_now, changed, gone, metadata, since, reapply)
    with opened(generations, generations.current()).view() as view:
        return view.name, len(changed) + len(gone)


def status(folder: Path) -> IndexStatus:
    """Return how the index in a folder is."""
    generations = Generations(folder)
    there, left = generations.there(), generations.left()
    if not generations.pointer.is_file():
        return IndexStatus("", left=left)
    name = generations.current()
    kept = [one for one in there if one not in left and one != name]
    with opened(generations, name).view() as view:
        (count,) = view.rows.execute("SELECT count(*) FROM concept").fetchone()
        return IndexStatus(view.name, count, view.state.changes, kept, left)


def sweep(folder: Path, keep: int) -> list[str]:
    """Remove generations that were left, and those that are kept no longer; return their names."""
    generations = Generations(folder)
    before = generations.there()
    GenerationWriter(folder, keep).sweep()
    after = generations.there()
    return [name for name in before if name not in after]


def verify(folder: Path) -> list[str]:
    """Return the files of the published generation that are not as they were written."""
    generations = Generations(folder)
    name = generations.current()
    try:
        return checksums.damaged(generations.path(name), generations.manifest(name)["files"])
    except IndexDamaged as error:
        return [*error.files]


def _differing(
    found: sqlite3.Connection, made: Iterable[Document]
) -> tuple[list[Document], list[tuple[str, str]]] | None:
    """Return the documents that are not there as they are, and the keys of those to remove."""
    (count, last) = found.execute("SELECT count(*), coalesce(max(key), 0) FROM concept").fetchone()
    most = max(FEW_DOCUMENTS, int(count * FEW_DOCUMENTS_SHARE))
    seen = bytearray(last + 1)
    changed: list[Document] = []
    for document in made:
        row = found.execute(_STORED, (document.vocabulary, analysis.paired(document.id))).fetchone()
        if row is None or row[1] != rows.digest(document):
            changed.append(document)
            if len(changed) > most:
                return None
        if row is not None:
            seen[row[0]] = 1
    gone = [(vocabulary, id) for key, vocabulary, id in found.execute(_KEYS) if not seen[key]]
    return None if len(changed) + len(gone) > most else (changed, gone)


def compact(folder: Path) -> str:
    """Build the published generation anew; return the name of the new one.

    Raises IndexBusy where another builder is at work, which does the same.
    """
    generations = Generations(folder)
    builder = EmbeddedBuilder(folder)
    try:
        if damage := verify(folder):
            raise IndexDamaged(generations.current(), damage)
        snapshot = opened(generations, generations.current())
        built = documents.BuiltFiles(snapshot.path)
        with snapshot.view() as view:
            for document in documents.every(view.rows, built, documents.names(view.rows)):
                builder.add(document)
    except BaseException:
        builder.abort()
        raise
    return builder.commit(None)


def compact_later(folder: Path, name: str) -> str:
    """Build the published generation anew when no other builder is at work; return what was done.

    Nothing where `name` is no longer published, or another process waits to do the same. Raises
    IndexBusy after an hour of waiting, IndexUnavailable where the generation cannot be read.
    """
    try:
        lock = locks.acquire(folder / "compact.lock", "about to build the index anew")
    except IndexBusy as error:
        return str(error)
    try:
        return _compact_when_free(folder, name)
    finally:
        lock.release()


def _compact_when_free(folder: Path, name: str) -> str:
    until = time.monotonic() + _PATIENCE_SECONDS
    while Generations(folder).current() == name:
        try:
            return f"built anew: {compact(folder)}"
        except IndexBusy:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)
    return "the index was built anew meanwhile"


if __name__ == "__main__":
    try:
        print(compact_later(Path(sys.argv[1]), sys.argv[2]))
    except (IndexBusy, IndexUnavailable) as error:
        sys.exit(str(error))
