"""SSSOM: mappings between concepts as a table with a head of YAML (SSSOM/TSV, version 1.0).

Source: Simple Standard for Sharing Ontological Mappings (mapping-commons.github.io/sssom).
"""

from glossary.formats.sssom.writing import write

__all__ = ["write"]
