"""The formats that vocabularies are written in and read from, by name.

A format is a module with the function ``write(contents, name)``, which yields bytes, and, where
it is read as well, ``read(file, asked)``. It is loaded when it is used: some need large libraries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from glossary.formats.contents import Contents


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how files of it end, its media type, and the module that knows it.

    `single` ones are also there for one concept.
    """

    name: str
    title: str
    ending: str
    media_type: str
    module: str
    single: bool = False

    def write(self, contents: Contents) -> Iterator[bytes]:
        """Yield the file in pieces; memory does not grow with the number of concepts."""
        write = import_module(self.module).write
        return cast(Iterator[bytes], write(contents, self.name))


_SKOS = "glossary.formats.skos.files"
FORMATS = {
    one.name: one
    for one in (
        Format("turtle", "Turtle", ".ttl", "text/turtle", _SKOS, True),
        Format("n-triples", "N-Triples", ".nt", "application/n-triples", _SKOS, True),
        Format("rdf-xml", "RDF/XML", ".rdf", "application/rdf+xml", _SKOS, True),
        Format("json-ld", "JSON-LD", ".jsonld", "application/ld+json", _SKOS, True),
    )
}
"""The formats by name; the first is what is written where none is asked for."""
