"""RDF files as streams of triples: chooses the syntax, strips a BOM, names file and line."""

import gzip
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from glossary.errors import N_, BrokenSource

SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_BOM = b"\xef\xbb\xbf"

Node = ox.NamedNode | ox.BlankNode | ox.Literal
Triple = tuple[Node, str, Node]


def syntax_of(file: Path) -> tuple[ox.RdfFormat, str]:
    """Return the RDF syntax of a file name and its compression ("", ".gz" or ".xz")."""
    name = file.name.lower()
    compression = next((end for end in (".gz", ".xz") if name.endswith(end)), "")
    suffix = Path(name.removesuffix(compression)).suffix
    if suffix not in SYNTAXES:
        raise BrokenSource(
            file.name,
            N_("not a known format; known are %(known)s"),
            known=" ".join(SYNTAXES),
        )
    return SYNTAXES[suffix], compression


def _open(file: Path, compression: str) -> IO[bytes]:
    if compression == ".gz":
        return cast(IO[bytes], gzip.open(file, "rb"))
    if compression == ".xz":
        return lzma.open(file, "rb")
    return file.open("rb")


def triples(file: Path, base: str) -> Iterator[Triple]:
    """Yield the triples of `file`; relative IRIs are resolved against `base`.

    Raises BrokenSource with file, line and reason where the syntax is wrong.
    """
    syntax, compression = syntax_of(file)
    try:
        with _open(file, compression) as stream:
            if stream.read(3) != _BOM:
                stream.seek(0)
            for quad in ox.parse(input=stream, format=syntax, base_iri=base):
                yield quad.subject, quad.predicate.value, quad.object
    except SyntaxError as error:
        raise BrokenSource(file.name, error.msg or str(error), line=error.lineno) from error
    except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
        raise BrokenSource(file.name, str(error)) from error
