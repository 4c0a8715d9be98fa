"""RDF/XML in the careful way: one node element at a time, one property where that is needed."""

import io
import re
from collections.abc import Iterator
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from glossary.errors import N_
from glossary.formats.rdf import mending
from glossary.formats.rdf.mending import Reading
from glossary.formats.rdf.syntaxes import RDF
from glossary.formats.rdf.turtle_mending import BAD_STATEMENT, reason_of
from glossary.formats.rdf.xml_tree import XML, Element, Name, Trees

_BATCH = 200
_NOT_IN_NAMES = re.compile(r"[^\w.-]|\A[\d.-]")
_SYNTAX = {"about", "ID", "nodeID", "resource", "datatype", "parseType", "type"}


def careful(stream: io.BufferedReader, name: str, base: str, reading: Reading) -> Iterator[ox.Quad]:
    """Yield what can be read of an RDF/XML text in UTF-8; what cannot goes to `reading`.

    Raises BrokenSource where it is not well-formed, cut off, names what lies elsewhere, or goes
    beyond a limit.
    """
    trees = Trees(stream, name, base, reading)
    writer = _Writer(trees.prefixes, base, reading)
    nodes = trees.read()
    while batch := list(islice(nodes, _BATCH)):
        written = [writer.node(node) for node in batch]
        found = writer.parsed("".join(written))
        if isinstance(found, list):
            yield from found
            continue
        for node, text in zip(batch, written, strict=True):
            found = writer.parsed(text)
            yield from found if isinstance(found, list) else writer.parts(node, found)


class _Writer:
    """Node elements as text that the parser accepts, mended on the way."""

    def __init__(self, prefixes: dict[str, str], base: str, reading: Reading) -> None:
        self._prefixes, self._base, self._reading = prefixes, base, reading
        self._blanks = 0

    def parsed(self, text: str) -> list[ox.Quad] | str:
        """Return what node elements say, or why they cannot be read."""
        spaces = "".join(
            f" xmlns:{prefix}={quoteattr(space)}"
            for space, prefix in self._prefixes.items()
            if space != XML
        )
        whole = f"<rdf:RDF{spaces}>{text}</rdf:RDF>"
        try:
            return list(ox.parse(whole, format=ox.RdfFormat.RDF_XML, base_iri=self._base))
        except (SyntaxError, ValueError) as error:
            return reason_of(error)

    def node(self, node: Element) -> str:
        """Return a node element; what is said by its attributes is said by elements."""
        start, end = self._frame(node)
        return start + "".join(self._properties(node)) + end

    def parts(self, node: Element, cause: str) -> Iterator[ox.Quad]:
        """Yield what can be read of a node element that cannot be read as a whole."""
        where = _where(node)
        if not any(node.rdf(one) for one in ("about", "ID", "nodeID")):
            self._blanks += 1
            node.attributes[RDF, "nodeID"] = f"careful-part-{self._blanks}"
        start, end = self._frame(node)
        found = self.parsed(start + end)
        if not isinstance(found, list):
            self._reading.leave_out(
                "bad-statement", where, node.line, BAD_STATEMENT, text=where, cause=found
            )
            return
        yield from found
        start, end = self._frame(node, (RDF, "Description"))
        for one in node.elements():
            found = self.parsed(start + self._property(one, where) + end)
            if isinstance(found, list):
                yield from found
            else:
                text = f"{self._named(one.name)} {one.text().strip()}".strip()
                self._reading.leave_out(
                    "bad-statement", where, one.line, BAD_STATEMENT, text=text, cause=found
                )

    def _frame(self, node: Element, name: Name | None = None) -> tuple[str, str]:
        written = self._named(name or node.name)
        about, id, blank = (node.rdf(one) for one in ("about", "ID", "nodeID"))
        attributes = f" xml:base={quoteattr(node.base)}"
        if about is None and id is not None:
            about = f"#{id.strip()}"
        if about is not None:
            attributes += f" rdf:about={quoteattr(self._iri(about, node, _where(node)))}"
        elif blank is not None:
            attributes += f" rdf:nodeID={quoteattr(_name(blank))}"
        return f"<{written}{attributes}>", f"</{written}>"

    def _properties(self, node: Element) -> Iterator[str]:
        where = _where(node)
        for (space, local), value in node.attributes.items():
            if (space, local) == (RDF, "type"):
                yield f"<rdf:type rdf:resource={quoteattr(self._iri(value, node, where))}/>"
            elif not space:
                self._leave_out(where, node.line, local)
            elif space != XML and not (space == RDF and local in _SYNTAX):
                language = self._language(node, where)
                yield f"<{(tag := self._named((space, local)))}{language}>{escape(value)}</{tag}>"
        stray = " ".join(node.text().split())
        if stray:
            message = N_("the text “%(text)s” stands outside of any property; left out")
            self._reading.leave_out("bad-statement", where, node.line, message, text=stray)
        for one in node.elements():
            yield self._property(one, where)

    def _property(self, element: Element, where: str) -> str:
        """Return a property element; a text beside of elements is left out."""
        name = self._named(element.name)
        inside = element.contents
        how = element.rdf("parseType")
        attributes = self._attributes(element, where)
        if how == "Literal" or (how and how not in ("Resource", "Collection")):
            text = "".join(self._literal(one) for one in inside)
        elif inside and (element.elements() or "" in inside or how):
            text = "".join(
                self.node(one) if how == "Collection" else self._property(one, where)
                for one in element.elements()
            )
            stray = " ".join(element.text().split())
            if stray:
                message = N_("the text “%(text)s” stands outside of any property; left out")
                self._reading.leave_out("bad-statement", where, element.line, message, text=stray)
        else:
            text = escape(element.text())
            attributes += self._language(element, where)
            if element.rdf("resource") is not None or element.rdf("nodeID") is not None:
                text = text.strip()
        return f"<{name}{attributes}>{text}</{name}>"

    def _attributes(self, element: Element, where: str) -> str:
        parts = []
        for (space, local), value in element.attributes.items():
            if space == RDF and local in ("resource", "datatype", "type"):
                value = self._iri(value, element, where)
            elif space == RDF and local == "nodeID":
                value = _name(value)
            elif space == RDF and local == "ID" and _NOT_IN_NAMES.search(value):
                self._leave_out(where, element.line, "rdf:ID")
                continue
            elif not space:
                self._leave_out(where, element.line, local)
                continue
            parts.append(f" {self._named((space, local))}={quoteattr(value)}")
        return "".join(parts)

    def _literal(self, content: Element | str) -> str:
        if isinstance(content, str):
            return escape(content)
        name = self._named(content.name)
        attributes = "".join(
            f" {self._named(one)}={quoteattr(value)}" for one, value in content.attributes.items()
        )
        inner = "".join(self._literal(one) for one in content.contents)
        return f"<{name}{attributes}>{inner}</{name}>"

    def _language(self, element: Element, where: str) -> str:
        tag = element.language
        if not tag.strip() or element.rdf("datatype") is not None:
            return ""
        if not mending.is_tag(tag):
            tag = mending.mended_tag(tag)
            self._reading.mend(
                "language-tag",
                where,
                element.line,
                mending.MENDED_TAG,
                tag=element.language,
                mended=tag,
            )
        return f" xml:lang={quoteattr(tag)}"

    def _iri(self, written: str, element: Element, where: str) -> str:
        mended = mending.mended_iri(written)
        if mended != written:
            line = element.line
            self._reading.mend(
                "bad-iri", where, line, mending.MENDED_IRI, iri=written, mended=mended
            )
        return mended

    def _leave_out(self, where: str, line: int, name: str) -> None:
        message = N_("the attribute “%(name)s” means nothing here; left out")
        self._reading.leave_out("bad-name", where, line, message, name=name)

    def _named(self, name: Name) -> str:
        space, local = name
        return f"{self._prefixes[space]}:{local}" if space else local


def _where(node: Element) -> str:
    return node.rdf("about") or node.rdf("ID") or ""


def _name(written: str) -> str:
    """Return a name of a blank node as XML allows it."""
    if not _NOT_IN_NAMES.search(written):
        return written
    return "mended-" + "".join(one if one.isalnum() else f"-{ord(one):x}" for one in written)
