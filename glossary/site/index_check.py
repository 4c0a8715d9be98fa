"""Whether the published index can be used, and is as it was written."""

from collections.abc import Sequence

from glossary.errors import N_, Busy, Unavailable
from glossary.site.settings import Settings
from index import (
    IndexBusy,
    IndexDamaged,
    IndexOutdated,
    IndexStatus,
    IndexUnavailable,
    IndexUnreachable,
    status_of,
    sweep_index,
    verify_index,
)


def damaged_files(settings: Settings) -> list[str]:
    """Return the files of the published generation that are damaged; all of them are read.

    Raises Unavailable where nothing has been published.
    """
    try:
        return [*verify_index(settings.index_place)]
    except IndexUnavailable as error:
        if isinstance(error, IndexDamaged | IndexOutdated | IndexUnreachable):
            raise unavailable(error) from error
        text = N_("Nothing has been published yet; run: glossary publish")
        raise Unavailable(text) from error


def status(settings: Settings) -> IndexStatus:
    """Return how the index is; raises Unavailable where it cannot be read."""
    try:
        return status_of(settings.index_place)
    except IndexUnavailable as error:
        raise unavailable(error) from error


def sweep(settings: Settings) -> Sequence[str]:
    """Remove what dead publications left of the index, and what is kept no longer; return the names
    of these generations.

    Raises Busy while the site is published, Unavailable where the engine does not answer.
    """
    try:
        return sweep_index(settings.index_place, settings.generations_kept)
    except IndexBusy as error:
        raise Busy(N_("another process is publishing this site")) from error
    except IndexUnavailable as error:
        raise unavailable(error) from error


def unavailable(error: IndexUnavailable) -> Unavailable:
    """Return what to tell readers of an index that cannot be used."""
    if isinstance(error, IndexDamaged):
        text = N_("The published index is damaged. Build it anew: glossary publish --anew")
        return Unavailable(text, code="damaged")
    if isinstance(error, IndexOutdated):
        text = N_("Another version of the program published this site. Run: glossary publish")
        return Unavailable(text, code="outdated")
    if isinstance(error, IndexUnreachable):
        text = N_("The engine of the index does not answer. Try again in a moment.")
        return Unavailable(text, code="unreachable")
    return Unavailable(N_("The glossary has not been published yet."))


def told_of(error: BaseException) -> Unavailable | None:
    """Return what to tell of an error of the index, None of any other."""
    return unavailable(error) if isinstance(error, IndexUnavailable) else None
