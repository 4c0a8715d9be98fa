"""RDF/XML taken apart into its node elements, each with what is said of it, one at a time.

Node elements inside of others come on their own, before those that name them, so that little is
held in memory and what is wrong with one takes no other along. Source: RDF 1.1 XML Syntax, section
7.2 (grammar).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urljoin
from xml.parsers import expat

from glossary.errors import N_, BrokenSource
from glossary.formats.rdf import encodings
from glossary.formats.rdf.mending import Reading, mended_iri
from glossary.formats.rdf.syntaxes import RDF
from glossary.formats.rdf.xml_guard import (
    MOST_DEPTH,
    MOST_TEXT,
    TOO_DEEP,
    TOO_LONG,
    Entities,
    Guarded,
)

XML = "http://www.w3.org/XML/1998/namespace"
NODE, PROPERTY, LITERAL, ROOT = "node", "property", "literal", "root"
Name = tuple[str, str]
"""Namespace and local name."""

_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_STEP = 1 << 16
_UNQUALIFIED = {"about", "resource", "ID", "nodeID", "datatype", "parseType", "type"}


@dataclass(slots=True)
class Element:
    """An element with its attributes and contents; `language` and `base` are those in force."""

    kind: str
    name: Name
    line: int
    attributes: dict[Name, str]
    language: str
    base: str
    contents: list["Element | str"] = field(default_factory=list)

    def rdf(self, local: str) -> str | None:
        """Return the value of an attribute of RDF's namespace."""
        return self.attributes.get((RDF, local))

    def text(self) -> str:
        """Return the text that stands in it."""
        return "".join(one for one in self.contents if isinstance(one, str))

    def elements(self) -> list["Element"]:
        """Return the elements that stand in it."""
        return [one for one in self.contents if not isinstance(one, str)]


class Trees:
    """Node elements of a text, in the order in which they end."""

    def __init__(self, stream: io.BufferedReader, name: str, base: str, reading: Reading) -> None:
        self._name, self._base, self._reading = name, base, reading
        self._stream = io.BufferedReader(Guarded(stream, name, False), _STEP)
        self.prefixes: dict[str, str] = {RDF: "rdf", XML: "xml"}
        self._open: list[Element] = []
        self._ready: list[Element] = []
        self._numbers = count(1)
        self._size = 0
        self._parser = self._made()

    def _made(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("UTF-8", " ")
        parser.buffer_text = True
        parser.namespace_prefixes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.ExternalEntityRefHandler = self._outside
        parser.SkippedEntityHandler = self._skipped
        Entities().watch(parser, self._name)
        return parser

    def read(self) -> Iterator[Element]:
        """Yield the node elements; raises BrokenSource where the text is no well-formed XML."""
        while True:
            piece = self._stream.read(_STEP)
            clean = _FORBIDDEN.sub(b"", piece)
            if clean != piece:
                message = N_("characters that XML does not allow; left out")
                line = self._parser.CurrentLineNumber
                self._reading.mend("bad-character", self._name, line, message)
            try:
                self._parser.Parse(clean, not piece)
            except expat.ExpatError as error:
                raise self._broken(error, piece) from error
            ready, self._ready = self._ready, []
            yield from ready
            if not piece:
                return

    def _broken(self, error: expat.ExpatError, piece: bytes) -> BrokenSource:
        cause = expat.ErrorString(error.code) or ""
        try:
            piece[:-3].decode("utf-8")
        except UnicodeDecodeError as bad:
            if bad.start > 3 and "token" in cause:
                found = UnicodeDecodeError("utf-8", piece[bad.start :], 0, 1, bad.reason)
                return encodings.not_utf8(found, error.lineno, self._name)
        if self._open and cause in ("no element found", "unclosed token"):
            inside = self._open[-1]
            text = N_("the file ends before the element of this line is closed; it was cut off")
            return BrokenSource(self._name, text, line=inside.line)
        text = N_("this is not well-formed XML: %(cause)s")
        return BrokenSource(self._name, text, line=error.lineno, cause=cause)

    def _outside(self, context: str, *elsewhere: str | None) -> int:
        self._skipped(context.split("\x0c")[-1], False)
        return 0

    def _skipped(self, entity: str, is_parameter: bool) -> None:
        if not is_parameter:
            text = N_("the entity “%(entity)s” is not declared in this file; nothing is fetched")
            line = self._parser.CurrentLineNumber
            raise BrokenSource(self._name, text, line=line, entity=entity)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MOST_DEPTH:
            line = self._parser.CurrentLineNumber
            raise BrokenSource(self._name, TOO_DEEP, line=line, most=MOST_DEPTH)
        self._size = 0
        parent = self._open[-1] if self._open else None
        split = self._split(name)
        found = {self._attribute(key): value for key, value in attributes.items()}
        base = parent.base if parent else self._base
        language = parent.language if parent else ""
        kind = _kind(split, parent)
        if kind != LITERAL:
            base = urljoin(base, found.pop((XML, "base"), "").strip())
            language = found.pop((XML, "lang"), language)
        self._open.append(
            Element(kind, split, self._parser.CurrentLineNumber, found, language, base)
        )

    def _attribute(self, name: str) -> Name:
        space, local = self._split(name)
        return (RDF, local) if not space and local in _UNQUALIFIED else (space, local)

    def _split(self, name: str) -> Name:
        space, _, rest = name.rpartition(" ") if name.count(" ") == 1 else ("", "", name)
        if name.count(" ") == 2:
            space, rest, prefix = name.split(" ")
        else:
            prefix = ""
        if space and space not in self.prefixes:
            taken = not prefix or prefix in self.prefixes.values()
            self.prefixes[space] = f"n{len(self.prefixes)}" if taken else prefix
        return space, rest

    def _characters(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            if self._size > MOST_TEXT:
                line = self._parser.CurrentLineNumber
                raise BrokenSource(self._name, TOO_LONG, line=line, most=MOST_TEXT >> 20)
            self._open[-1].contents.append(text)

    def _end(self, name: str) -> None:
        element = self._open.pop()
        parent = self._open[-1] if self._open else None
        if element.kind == NODE:
            self._ready.append(element)
            if parent is not None and parent.kind == PROPERTY:
                self._refer(parent, element)
        elif parent is not None and parent.kind != ROOT:
            parent.contents.append(element)

    def _refer(self, parent: Element, node: Element) -> None:
        """Put the name of a node in its place."""
        by = next((one for one in ("about", "ID", "nodeID") if node.rdf(one) is not None), None)
        if by is None:
            by = "nodeID"
            node.attributes[RDF, "nodeID"] = f"careful-{next(self._numbers)}"
        value = node.rdf(by) or ""
        if by != "nodeID":
            value = mended_iri(urljoin(node.base, f"#{value}" if by == "ID" else value.strip()))
        if parent.rdf("parseType") == "Collection":
            at = (RDF, "nodeID" if by == "nodeID" else "about")
            stub = Element(NODE, (RDF, "Description"), node.line, {at: value}, "", node.base)
            parent.contents.append(stub)
        else:
            parent.attributes[RDF, "nodeID" if by == "nodeID" else "resource"] = value
            parent.contents.append("")


def _kind(name: Name, parent: Element | None) -> str:
    """Return what an element is, by where it stands."""
    if parent is None:
        return ROOT if name == (RDF, "RDF") else NODE
    if parent.kind in (ROOT, NODE):
        return NODE if parent.kind == ROOT else PROPERTY
    how = parent.rdf("parseType") if parent.kind == PROPERTY else "Literal"
    if how in (None, "Collection"):
        return NODE
    return PROPERTY if how == "Resource" else LITERAL
