"""Whether the published index can be used, and is as it was written."""

from glossary.errors import N_, Unavailable
from glossary.site.settings import Settings
from index import IndexDamaged, IndexOutdated, IndexUnavailable, verify_index


def damaged_files(settings: Settings) -> list[str]:
    """Return the files of the published generation that are damaged; all of them are read.

    Raises Unavailable where nothing has been published.
    """
    try:
        return [*verify_index(settings.index_folder)]
    except IndexUnavailable as error:
        if isinstance(error, IndexDamaged | IndexOutdated):
            raise unavailable(error) from error
        text = N_("Nothing has been published yet; run: glossary publish")
        raise Unavailable(text) from error


def unavailable(error: IndexUnavailable) -> Unavailable:
    """Return what to tell readers of an index that cannot be used."""
    if isinstance(error, IndexDamaged):
        text = N_("The published index is damaged. Build it anew: glossary publish --anew")
        return Unavailable(text, code="damaged")
    if isinstance(error, IndexOutdated):
        text = N_("Another version of the program published this site. Run: glossary publish")
        return Unavailable(text, code="outdated")
    return Unavailable(N_("The glossary has not been published yet."))
