"""Whether the published index can be used, and is as it was written."""

from glossary.errors import N_, Unavailable
from glossary.settings import Settings
from index import IndexDamaged, IndexUnavailable, verify_index


def damaged_files(settings: Settings) -> list[str]:
    """Return the files of the published generation that are damaged; all of them are read.

    Raises Unavailable where nothing has been published.
    """
    try:
        return [*verify_index(settings.index_folder)]
    except IndexUnavailable as error:
        raise Unavailable(N_("Nothing has been published yet; run: glossary publish")) from error


def unavailable(error: IndexUnavailable) -> Unavailable:
    """Return what to tell readers of an index that cannot be used."""
    if isinstance(error, IndexDamaged):
        text = N_("The published index is damaged. Build it anew: glossary publish --anew")
        return Unavailable(text, code="damaged")
    return Unavailable(N_("The glossary has not been published yet."))
