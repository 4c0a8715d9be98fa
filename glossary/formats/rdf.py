"""RDF files as triples: chooses the syntax, strips a BOM, names file and line of an error."""

import gzip
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from glossary import languages
from glossary.errors import N_, BrokenSource

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_PLACE = re.compile(r"^Parser error at .*?: ")
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
        reason = _PLACE.sub("", error.msg or str(error))
        raise BrokenSource(file.name, reason, line=error.lineno) from error
    except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
        raise BrokenSource(file.name, str(error)) from error


@dataclass(slots=True)
class Graph:
    """Triples by subject and predicate, in the order of the file."""

    rows: dict[str, dict[str, list[Node]]] = field(default_factory=dict)

    def add(self, subject: Node, predicate: str, value: Node) -> None:
        """Take in a triple."""
        self.rows.setdefault(name_of(subject), {}).setdefault(predicate, []).append(value)

    def values(self, subject: str, *predicates: str) -> list[Node]:
        """Return what a subject has under some predicates."""
        row = self.rows.get(subject)
        if row is None:
            return []
        return [value for predicate in predicates for value in row.get(predicate, ())]

    def names(self, subject: str, *predicates: str) -> list[str]:
        """Return the IRIs and blank nodes that a subject points to."""
        return [name_of(v) for v in self.values(subject, *predicates) if not is_literal(v)]

    def first(self, subject: str, *predicates: str) -> str | None:
        """Return the text of the first value, or None."""
        found = self.values(subject, *predicates)
        return text_of(found[0]) if found else None

    def of_type(self, types: set[str]) -> list[str]:
        """Return the subjects that are of one of the types."""
        return [
            subject
            for subject, row in self.rows.items()
            if any(name_of(v) in types for v in row.get(RDF + "type", ()))
        ]


def is_literal(node: Node) -> bool:
    """Return whether a node is a text, not a name."""
    return isinstance(node, ox.Literal)


def name_of(node: Node) -> str:
    """Return the IRI of a node, or the name of a blank one with ``_:`` in front."""
    return str(node) if isinstance(node, ox.BlankNode) else node.value


def text_of(node: Node) -> str:
    """Return the text of a literal without the space around it, else the name of the node."""
    return node.value.strip() if isinstance(node, ox.Literal) else name_of(node)


def tag_of(node: Node) -> str:
    """Return the language of a literal as BCP 47 writes it, "" where it has none."""
    language = node.language if isinstance(node, ox.Literal) else None
    return languages.canonical(language) if language else ""
