"""A searchable, multilingual glossary across library, archive, museum and monument vocabularies."""

__version__ = "0.1.0"
