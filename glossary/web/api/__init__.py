"""The JSON door, ``/api/v1``: one blueprint; its description is made from the same declarations."""

from glossary.web.api import concepts, description, lookup, search, short
from glossary.web.api.door import door

__all__ = ["concepts", "description", "door", "lookup", "search", "short"]
