"""A vocabulary as a file of SKOS, in any syntax of RDF that is written here."""

from collections.abc import Iterator

from glossary.formats.contents import XL, Contents
from glossary.formats.rdf.writing import SYNTAXES
from glossary.formats.skos.writing import PREFIXES, SkosWriter


def write(contents: Contents, name: str) -> Iterator[bytes]:
    """Yield a vocabulary, or some of its concepts, in the syntax `name` of `SYNTAXES`."""
    writer = SkosWriter(
        contents.vocabulary, contents.uri_of, contents.base_url, contents.profile == XL
    )
    if contents.whole:
        nodes = writer.nodes(contents.concepts)
    else:
        nodes = (node for concept in contents.concepts for node in writer.concept(concept))
    for piece in SYNTAXES[name](nodes, PREFIXES):
        yield piece.encode()
