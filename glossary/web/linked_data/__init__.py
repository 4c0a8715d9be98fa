"""Linked data: permanent URIs, and the data of concepts and vocabularies."""

from glossary.web.linked_data import downloads, identifiers
from glossary.web.linked_data.door import door

__all__ = ["door", "downloads", "identifiers"]
