"""The REST interface of Skosmos at ``/rest/v1``, for the programs that speak it."""

from glossary.web.skosmos import concepts, everywhere, hierarchies, lists, searches
from glossary.web.skosmos.door import door

__all__ = ["concepts", "door", "everywhere", "hierarchies", "lists", "searches"]
