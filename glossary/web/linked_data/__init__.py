"""Linked data: permanent URIs, the data of concepts and vocabularies, and what describes them."""

from glossary.web.linked_data import datasets, downloads, dumps, identifiers
from glossary.web.linked_data.door import door

__all__ = ["datasets", "door", "downloads", "dumps", "identifiers"]
