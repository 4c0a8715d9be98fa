"""JSKOS: concepts and concept schemes as JSON, in arrays, objects, and a concept a line.

Source: JSKOS data format for Knowledge Organization Systems, 0.6 (gbv.github.io/jskos).
"""

from glossary.formats.jskos.entries import recognises
from glossary.formats.jskos.reading import read
from glossary.formats.jskos.writing import write

__all__ = ["read", "recognises", "write"]
