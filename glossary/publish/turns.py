"""A publication in its turn: after the one that is at work, and told to the changes it shows.

Decided changes whose words stand in very many records, or beneath which the vocabulary's own file
shows again, wait for a publication (`glossary.records.incremental.show`). Which changes were
written is noted when it begins to read, and only when it is done are they marked as shown.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from glossary.publish import OnProgress, Summary, publish
from glossary.publish.notes import Notes
from glossary.site.settings import Settings

PATIENCE_SECONDS = 3600.0


def publish_in_turn(
    settings: Settings,
    progress: OnProgress = lambda phase, done, total: None,
    anew: bool = False,
    wait: bool = False,
    older: bool = False,
) -> Summary | None:
    """Publish the site and return what was done; see `glossary.publish.publish`.

    With `wait` it waits for its turn while another process publishes, Busy after an hour; None,
    with nothing done, where another process waits already: what that will read is as new.
    """
    if not wait:
        return _published(settings, progress, anew, older)
    with _next_in_line(settings.index_folder) as lock:
        return None if lock is None else _published(settings, progress, anew, older, lock)


def _published(
    settings: Settings,
    progress: OnProgress,
    anew: bool,
    older: bool,
    lock: BaseFileLock | None = None,
) -> Summary:
    notes = Notes(settings)

    def begin() -> None:
        if lock is not None:  # what is decided from now on is for the next in line
            lock.release()
        notes.begin()

    patience = PATIENCE_SECONDS if lock is not None else 0.0
    try:
        done = publish(settings, progress, anew, patience, begin, older)
    except BaseException as error:
        notes.fail(error)
        raise
    notes.finish()
    return done


@contextmanager
def _next_in_line(folder: Path) -> Iterator[BaseFileLock | None]:
    """Give a lock that only one process has, or None; it may be released before the end."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "waiting.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        yield None
        return
    try:
        yield lock
    finally:
        lock.release()
