"""What a query must be before the index is asked: some text, not too long, filters that exist."""

from collections.abc import Iterable

from glossary.errors import N_, Invalid
from glossary.model import SECTORS
from glossary.reader import lengths
from glossary.reader.site import Site
from index import Index, Query


def check_text(text: str, parameter: str, most: int) -> None:
    """Raise Invalid, which names `parameter`, for no text or more than `most` characters."""
    if not text.strip():
        raise Invalid(N_("“%(parameter)s” is empty."), parameter=parameter, code="empty")
    if lengths.length(text) > most:
        raise Invalid(lengths.TOO_LONG, parameter=parameter, code="too_long", most=most)


def check_vocabularies(ids: Iterable[str], site: Site, parameter: str = "vocabulary") -> None:
    """Raise Invalid, which names `parameter`, for an id of no vocabulary."""
    for id in ids:
        if id not in site.vocabularies:
            raise Invalid(N_("There is no vocabulary “%(value)s”."), parameter=parameter, value=id)


def check_filters(query: Query, site: Site, index: Index) -> None:
    """Raise Invalid for a filter that nothing could pass: it names what does not exist."""
    check_vocabularies(query.vocabularies, site)
    for sector in query.sectors:
        if sector not in SECTORS:
            raise Invalid(N_("There is no sector “%(value)s”."), parameter="sector", value=sector)
    for group in query.groups:
        if site.group(group) is None:
            raise Invalid(N_("There is no group “%(value)s”."), parameter="group", value=group)
    if query.below and index.get(*query.below) is None:
        place = "/".join(query.below)
        raise Invalid(N_("There is no concept “%(value)s”."), parameter="below", value=place)
