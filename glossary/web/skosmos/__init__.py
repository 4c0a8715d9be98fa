"""The REST interface of Skosmos at ``/rest/v1``, for the programs that speak it."""

from glossary.web.skosmos import (
    concepts,
    data,
    description,
    everywhere,
    fast_path,
    hierarchies,
    lists,
    lookups,
    mappings,
    searches,
)
from glossary.web.skosmos.door import door
from glossary.web.skosmos.pages import pages

__all__ = [
    "concepts",
    "data",
    "description",
    "door",
    "everywhere",
    "fast_path",
    "hierarchies",
    "lists",
    "lookups",
    "mappings",
    "pages",
    "searches",
]
