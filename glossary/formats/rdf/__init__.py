"""Files as triples, whatever RDF syntax, encoding and packing they have; see `load`.

A file is read in the quick way, which accepts what is right only; where that fails it is read
again in the careful way, entry by entry: what is wrong with one entry is mended or left out with a
finding, a file that is cut off or out of balance is refused with line and reason.

An IRI or blank node is a `str` here (``_:`` in front of a blank one), a literal is its text with
its language as BCP 47 writes it, "" where it has none, or ``^^`` with the IRI of its datatype where
that is not a plain text: ask `tag_of` and `datatype_of`.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeGuard

import pyoxigraph as ox

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.formats.rdf import containers, encodings, jsonld, lines, rdfxml, syntaxes, turtle
from glossary.formats.rdf.mending import Reading as Reading
from glossary.formats.rdf.syntaxes import JSON, LINES, TURTLE, XML, Syntax
from glossary.formats.rdf.syntaxes import RDF as RDF
from glossary.formats.rdf.turtle_mending import reason_of
from glossary.formats.rdf.xml_guard import Guarded, Suspicious

_STEP = 1 << 13
_PLAIN_TYPES = {"http://www.w3.org/2001/XMLSchema#string", RDF + "langString"}
_IMPORTS = "http://www.w3.org/2002/07/owl#imports"
_NOT_FETCHED = N_(
    "%(iri)s would belong to this vocabulary; it is not fetched, import it on its own"
)
_FORMATS = {
    TURTLE: ox.RdfFormat.TRIG,
    LINES: ox.RdfFormat.N_QUADS,
    XML: ox.RdfFormat.RDF_XML,
    JSON: ox.RdfFormat.JSON_LD,
}

Literal = tuple[str, str]
Value = str | Literal
Triple = tuple[str, str, Value]
Share = Callable[[float], None]
"""Called with how much of something is done, from 0 to 1."""


class NeedsMending(BrokenSource):
    """Something in a file is wrong; the careful way may find that it is one entry only."""


class TripleStore(Protocol):
    """Where triples are put."""

    def load(self, triples: Iterable[Triple], /) -> None:
        """Take in triples."""

    def clear(self) -> None:
        """Forget all that were taken in."""


@dataclass(slots=True)
class RdfText:
    """The text of a file in UTF-8, its syntax, and how much of it was read."""

    stream: io.BufferedReader
    name: str
    syntax: Syntax
    share: Callable[[], float]
    wrappings: list[str]


@contextmanager
def opened(file: Path) -> Iterator[RdfText]:
    """Give the text of `file`, unpacked and in UTF-8.

    Raises BrokenSource where it is no RDF, packed in a way that cannot be read, or in an encoding
    that nobody knows.
    """
    with containers.opened(file) as contents:
        stream = encodings.as_utf8(contents.stream, contents.head(), file.name)
        head = stream.peek(containers.HEAD)[: containers.HEAD]
        try:
            syntax = syntaxes.syntax_of(
                head, contents.name, lambda: len(head) == containers.HEAD and _has_keyword(file)
            )
        except BrokenSource as error:
            raise error.elsewhere(file.name) from error
        yield RdfText(stream, file.name, syntax, contents.share, contents.wrappings)


def _has_keyword(file: Path) -> bool:
    """Return whether a keyword of JSON-LD stands anywhere in a file."""
    with containers.opened(file) as contents:
        stream = encodings.as_utf8(contents.stream, contents.head(), file.name)
        last = b""
        while part := stream.read(containers.HEAD):
            if syntaxes.KEYWORD.search(last + part):
                return True
            last = part[-100:]
    return False


def ending_of(file: Path) -> str:
    """Return how the name of a file with this content ends, as ".ttl.gz"; see `opened`."""
    with opened(file) as text:
        return text.syntax.ending + "".join(text.wrappings)


def is_rdf(name: str) -> bool:
    """Return whether a file is named as RDF, packed or not, in any letter case."""
    return containers.looks_like_rdf(name)


@contextmanager
def unpacked(file: Path) -> Iterator[io.BufferedReader]:
    """Give the text of a file in UTF-8, whatever it lies in; raises BrokenSource as `opened`."""
    with opened(file) as text:
        yield text.stream


def load(file: Path, base: str, store: TripleStore, share: Share = lambda done: None) -> Reading:
    """Put the triples of `file` into `store`; return how many, and what was mended or left out.

    Relative IRIs are resolved against `base`. Raises BrokenSource with file, line and reason where
    the file cannot be used; the store is of no use then.
    """
    reading = Reading()
    try:
        with opened(file) as text:
            if text.syntax.family == JSON:  # its parser drops what it cannot use without a word
                raise NeedsMending(file.name, N_("this cannot be read in the quick way"))
            store.load(_triples(quick_quads(text, base), text, reading, share))
    except NeedsMending as first:
        reading = Reading()
        store.clear()
        with opened(file) as text:
            store.load(_triples(careful_quads(text, base, reading), text, reading, share))
        if not reading.read and reading.left_out:
            bad = reading.findings[0]
            raise BrokenSource(file.name, bad.message, line=bad.line, **bad.values) from first
    return reading


def careful_quads(text: RdfText, base: str, reading: Reading) -> Iterator[ox.Quad]:
    """Yield what a text says entry by entry; what is mended or left out goes to `reading`."""
    if text.syntax.family == TURTLE:
        return turtle.careful(text.stream, text.name, base, reading)
    if text.syntax.family == LINES:
        return lines.careful(text.stream, text.name, reading)
    if text.syntax.family == XML:
        return rdfxml.careful(text.stream, text.name, base, reading)
    return jsonld.careful(text.stream, text.name, base, reading)


def triples(file: Path, base: str, share: Share = lambda done: None) -> Iterator[Triple]:
    """Yield the triples of a file in which nothing is wrong, in the quick way.

    Raises NeedsMending with file, line and reason at the first thing that is wrong.
    """
    with opened(file) as text:
        yield from _triples(quick_quads(text, base), text, Reading(), share)


def quick_quads(text: RdfText, base: str) -> Iterator[ox.Quad]:
    """Yield what a text says as it stands; raises NeedsMending at the first thing that is wrong."""
    form = _FORMATS[text.syntax.family]
    stream = text.stream
    try:
        if text.syntax.family == XML:
            stream = io.BufferedReader(Guarded(stream, text.name, True), containers.HEAD)
        yield from ox.parse(input=stream, format=form, base_iri=base)
    except Suspicious as error:
        raise NeedsMending(text.name, N_("this cannot be read in the quick way")) from error
    except SyntaxError as error:
        raise NeedsMending(text.name, reason_of(error), line=error.lineno) from error
    except MemoryError as error:
        reason = N_("one text, name or statement is longer than %(most)s MB")
        raise BrokenSource(text.name, reason, most=16) from error
    except ValueError as error:
        raise NeedsMending(text.name, str(error)) from error


def _triples(
    quads: Iterable[ox.Quad], text: RdfText, reading: Reading, share: Share
) -> Iterator[Triple]:
    """Yield statements as triples, counted in `reading`; a mended tag is told once."""
    tags, types = _Tags(text.name, reading), _Types()
    number = -1
    for number, quad in enumerate(quads):
        if not number % _STEP:
            share(text.share())
        subject, value = quad.subject, quad.object
        predicate = quad.predicate.value
        if predicate == _IMPORTS:
            iri = getattr(value, "value", "")
            reading.note("imports", text.name, None, _NOT_FETCHED, iri=iri)
        yield (
            subject.value if isinstance(subject, ox.NamedNode) else str(subject),
            predicate,
            value.value
            if isinstance(value, ox.NamedNode)
            else (value.value, tags[value.language] if value.language else types[value.datatype])
            if isinstance(value, ox.Literal)
            else str(value),
        )
    reading.read = number + 1


class _Tags(dict[str | None, str]):
    """The canonical form of each tag of a file, "" for none."""

    def __init__(self, name: str, reading: Reading) -> None:
        super().__init__({None: ""})
        self._name, self._reading = name, reading

    def __missing__(self, tag: str) -> str:
        found = languages.read(tag)
        if found.message:
            self._reading.note("language-tag", self._name, None, found.message, **found.values)
        self[tag] = found.tag
        return found.tag


class _Types(dict[ox.NamedNode, str]):
    """What stands in the place of the language for each datatype, "" for plain texts."""

    def __missing__(self, datatype: ox.NamedNode) -> str:
        self[datatype] = "" if datatype.value in _PLAIN_TYPES else f"^^{datatype.value}"
        return self[datatype]


def is_literal(value: Value) -> TypeGuard[Literal]:
    """Return whether a value is a text, not a name."""
    return not isinstance(value, str)


def text_of(value: Value) -> str:
    """Return the text of a literal without the space around it, else the name."""
    return value if isinstance(value, str) else value[0].strip()


def tag_of(value: Value) -> str:
    """Return the language of a literal as BCP 47 writes it, "" where it has none."""
    return "" if isinstance(value, str) or value[1].startswith("^^") else value[1]


def datatype_of(value: Value) -> str:
    """Return the IRI of the datatype of a literal, "" for a plain text."""
    return value[1][2:] if not isinstance(value, str) and value[1].startswith("^^") else ""
