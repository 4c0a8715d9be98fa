"""The JSON door, ``/api/v1``: one blueprint; its description is made from the same declarations."""

from glossary.web.api import changes, concepts, description, fast_path, lookup, search, text
from glossary.web.api.door import door

__all__ = ["changes", "concepts", "description", "door", "fast_path", "lookup", "search", "text"]
