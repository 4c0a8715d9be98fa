"""RDF files as triples: chooses the syntax, strips a BOM, names file and line of an error.

An IRI or blank node is a `str` here (``_:`` in front of a blank one), a literal is its text with
its language as BCP 47 writes it, "" where it has none.
"""

import gzip
import lzma
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TypeGuard, cast

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
_STEP = 1 << 13

Literal = tuple[str, str]
Value = str | Literal
Triple = tuple[str, str, Value]
Share = Callable[[float], None]
"""Called with how much of something is done, from 0 to 1."""


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


def _unpacked(stream: IO[bytes], compression: str) -> IO[bytes]:
    if compression == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return lzma.open(stream, "rb") if compression == ".xz" else stream


def unpacked(file: Path) -> IO[bytes]:
    """Return the bytes of a file, unpacked where its name says that it is compressed."""
    if file.suffix.lower() == ".gz":
        return cast(IO[bytes], gzip.open(file))
    return lzma.open(file) if file.suffix.lower() == ".xz" else file.open("rb")


def triples(file: Path, base: str, share: Share = lambda done: None) -> Iterator[Triple]:
    """Yield the triples of `file`; relative IRIs are resolved against `base`.

    Raises BrokenSource with file, line and reason where the syntax is wrong.
    """
    syntax, compression = syntax_of(file)
    try:
        with file.open("rb") as packed, _unpacked(packed, compression) as stream:
            size = max(file.stat().st_size, 1)
            if stream.read(3) != _BOM:
                stream.seek(0)
            for number, quad in enumerate(ox.parse(input=stream, format=syntax, base_iri=base)):
                subject = quad.subject
                if not number % _STEP:
                    share(min(packed.tell() / size, 1.0))
                yield (
                    subject.value if isinstance(subject, ox.NamedNode) else str(subject),
                    quad.predicate.value,
                    _plain(quad.object),
                )
    except SyntaxError as error:
        reason = _PLACE.sub("", error.msg or str(error))
        raise BrokenSource(file.name, reason, line=error.lineno) from error
    except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
        raise BrokenSource(file.name, str(error)) from error


def _plain(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Value:
    if isinstance(node, ox.Literal):
        language = node.language
        return node.value, languages.canonical(language) if language else ""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


def is_literal(value: Value) -> TypeGuard[Literal]:
    """Return whether a value is a text, not a name."""
    return not isinstance(value, str)


def text_of(value: Value) -> str:
    """Return the text of a literal without the space around it, else the name."""
    return value if isinstance(value, str) else value[0].strip()


def tag_of(value: Value) -> str:
    """Return the language of a literal as BCP 47 writes it, "" where it has none."""
    return "" if isinstance(value, str) else value[1]
