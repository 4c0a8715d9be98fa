"""RDF/XML before a parser sees it: entities, depth and length within limits, nothing fetched.

Entities that stand for plain text are expanded, as those for namespaces that many tools write;
what they could come to is known before. Sources: XML 1.0, section 4 (entities); CWE-776.
"""

import io
import re
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

import numpy

from glossary.errors import N_, BrokenSource
from glossary.errors.plurals import NN_
from glossary.formats.rdf.containers import HEAD

MOST_ENTITY = 1 << 16
"""So many characters one entity may stand for, with all that it names itself."""
MOST_ENTITIES = 1000
"""So many entities a file may declare."""
MOST_EXPANSION = 8
"""Entities may come to so many times the size of a file, or to `FREE` bytes."""
FREE = 1 << 24
MOST_TEXT = 1 << 24
"""So many bytes may stand between two tags: 16 MB."""
MOST_DEPTH = 500
"""So deep elements may stand in one another."""

TOO_LONG = N_("one text, name or statement is longer than %(most)s MB")
TOO_DEEP = NN_(
    "elements stand more than %(most)s level deep in one another",
    "elements stand more than %(most)s levels deep in one another",
    "most",
)
_REFERENCE = re.compile(r"&([^#;&\s][^;&\s]*);")
_TAIL = 4096
_AFTER = re.compile(rb"(?:\s|<!--(?:(?!-->).)*-->|<\?(?:(?!\?>).)*\?>)*\Z", re.DOTALL)


class Suspicious(Exception):
    """The quick way cannot tell whether this is right; the careful way can."""


@dataclass(slots=True)
class Entities:
    """What a document type declares: texts by name; others lie in other files."""

    texts: dict[str, str] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)

    def watch(self, parser: expat.XMLParserType, name: str) -> None:
        """Take in what `parser` meets; raises BrokenSource where it is too much."""

        def declared(
            entity: str, is_parameter: bool, value: str | None, *elsewhere: str | None
        ) -> None:
            if len(self.texts) + len(self.outside) >= MOST_ENTITIES:
                text = NN_(
                    "more than %(most)s entity is declared; refused",
                    "more than %(most)s entities are declared; refused",
                    "most",
                )
                raise BrokenSource(name, text, line=parser.CurrentLineNumber, most=MOST_ENTITIES)
            if value is None or is_parameter:
                self.outside.add(entity)
            else:
                self.texts.setdefault(entity, value)

        parser.EntityDeclHandler = declared

    def longest(self, name: str) -> int:
        """Return how many bytes the longest comes to; raises BrokenSource beyond the limit."""
        sizes: dict[str, int] = {}
        return max((self._size(entity, sizes, (), name) for entity in self.texts), default=0)

    def _size(self, entity: str, sizes: dict[str, int], above: tuple[str, ...], name: str) -> int:
        if entity in sizes or entity not in self.texts:
            return sizes.get(entity, 0)
        size = len(self.texts[entity].encode())
        for inner in _REFERENCE.findall(self.texts[entity]):
            if inner in above or inner == entity or len(above) > 20:
                text = N_("the entity “%(entity)s” stands for itself or is nested too deeply")
                raise BrokenSource(name, text, entity=entity)
            size += self._size(inner, sizes, (*above, entity), name)
            if size > MOST_ENTITY:
                break
        if size > MOST_ENTITY:
            text = NN_(
                "the entity “%(entity)s” stands for more than %(most)s character; refused",
                "the entity “%(entity)s” stands for more than %(most)s characters; refused",
                "most",
            )
            raise BrokenSource(name, text, entity=entity, most=MOST_ENTITY)
        sizes[entity] = size
        return size


class Guarded(io.RawIOBase):
    """The bytes of an RDF/XML text in UTF-8, within the limits.

    Raises BrokenSource beyond one; where `quick`, also Suspicious where the text seems to be cut
    off or very deep, or its document type is not in its head.
    """

    def __init__(self, stream: io.BufferedReader, name: str, quick: bool) -> None:
        self._stream, self._name, self._quick = stream, name, quick
        self._read = self._references = self._run = self._depth = 0
        self._tail = b""
        entities, root = _prolog(stream.peek(HEAD)[:HEAD], name)
        if quick and (entities.outside or not root):
            raise Suspicious
        self._root = root.encode()
        self.longest = entities.longest(name)

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        """Fill `buffer`, in part."""
        view = memoryview(buffer)
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        self._check(piece)
        if self._quick:
            self._check_quickly(piece)
        return len(piece)

    def _check(self, piece: bytes) -> None:
        self._read += len(piece)
        if self.longest:
            self._references += piece.count(b"&")
        if self._references * self.longest > max(FREE, MOST_EXPANSION * self._read):
            text = NN_(
                "its entities come to more than %(most)s time the size of the file; refused",
                "its entities come to more than %(most)s times the size of the file; refused",
                "most",
            )
            raise BrokenSource(self._name, text, most=MOST_EXPANSION)
        last = piece.rfind(b"<")
        self._run = self._run + len(piece) if last < 0 else len(piece) - last
        if self._run > MOST_TEXT:
            raise BrokenSource(self._name, TOO_LONG, most=MOST_TEXT >> 20)

    def _check_quickly(self, piece: bytes) -> None:
        if piece:
            self._depth += _deeper(self._tail[-1:] + piece)
            self._tail = (self._tail + piece)[-_TAIL:]
            if self._depth > MOST_DEPTH:
                raise Suspicious
            return
        whole = _AFTER.sub(b"", self._tail).rstrip()
        closed = re.search(rb"</" + re.escape(self._root) + rb"\s*>\Z", whole)
        if not closed and not (self._depth <= 0 and whole.endswith(b"/>")):
            raise Suspicious


def _deeper(piece: bytes) -> int:
    """Return how many more elements are opened than closed between the signs of a piece."""
    signs = numpy.frombuffer(piece, numpy.uint8)
    opened, slash = signs[:-1] == ord("<"), signs[:-1] == ord("/")
    after = signs[1:]
    closed = opened & (after == ord("/"))
    others = opened & ((after == ord("!")) | (after == ord("?")))
    counts = map(numpy.count_nonzero, (opened, closed, slash & (after == ord(">")), others))
    elements, ends, empty, no_elements = (int(count) for count in counts)
    return elements - 2 * ends - empty - no_elements


def _prolog(head: bytes, name: str) -> tuple[Entities, str]:
    """Return the entities that the head declares and its first element, "" if it has none."""
    entities, roots = Entities(), [""]
    parser = expat.ParserCreate("UTF-8")
    entities.watch(parser, name)

    def start(element: str, attributes: dict[str, str]) -> None:
        roots.append(element)
        parser.StartElementHandler = None

    parser.StartElementHandler = start
    with suppress(expat.ExpatError):  # what reads the text tells what is wrong with it
        parser.Parse(head, False)
    return entities, roots[-1]
