"""Which RDF syntax a text has, by what it begins with; anything else is refused by its name.

The ending of a file's name decides only where the text itself leaves it open.
"""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from glossary.errors import N_, BrokenSource
from glossary.formats.rdf.containers import ENDINGS

TURTLE, LINES, XML, JSON = "turtle", "lines", "xml", "json"
"""The families: Turtle with TriG and N3, N-Triples with N-Quads, RDF/XML, JSON-LD."""

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FAMILIES = {
    TURTLE: (".ttl", ".trig", ".n3"),
    LINES: (".nt", ".nq"),
    XML: (".rdf", ".xml", ".owl"),
    JSON: (".jsonld", ".json"),
}

_IRI = r"<[^\s<>\"{}|^`]*>"
_FULL = r"<[A-Za-z][A-Za-z0-9+.-]*:[^<>\n]*>"
_NODE = rf"(?:{_FULL}|_:\S+)"
_LITERAL = rf'"(?:[^"\\\n]|\\.)*"(?:@[A-Za-z0-9_-]+|\^\^{_FULL})?'
_LINE = re.compile(
    rf"\s*{_NODE}\s*{_FULL}\s*(?:{_NODE}|{_LITERAL})\s*(?P<graph>{_NODE}\s*)?\.\s*(?:#.*)?"
)
_XML = re.compile(
    r"<(?:\?xml|!DOCTYPE|!--|(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)"
    r"(?:\s+[\w:.-]+\s*=|\s*/>|\s*>.*</(?P=name)\s*>))",
    re.DOTALL,
)
_TURTLE = re.compile(
    r"(?im)^\s*(?:@prefix|@base|prefix\s+[^\s:]*:|base\s+<|@keywords|@forAll|@version)"
    r"|^\s*(?:<[^\s<>\"]*>|\[\s*\]|_:\w+|[\w.-]*:[\w./%-]*)\s+(?:a\s|<[^\s<>]*>|[\w.-]*:\w)"
)
_GRAPH = re.compile(rf"(?im)^\s*(?:GRAPH\s+)?(?:{_IRI}|[\w.-]*:[\w./%-]*|_:\w+|\[\s*\])?\s*\{{")
_COMMENTS = re.compile(r"\A(?:\s|#[^\n]*(?:\n|$))*")
_HTML = re.compile(
    r"(?i)\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.DOTALL
)

KEYWORD = re.compile(rb'"@(?:context|id|graph|type|value)"\s*:')
"""What JSON-LD has and other JSON has not."""

_ROOTS = {
    "html": N_("this is an HTML page, not RDF; was it saved from a browser, or a page to sign in?"),
    "tbx": N_("this is TBX, not RDF; bring it in with: glossary import"),
    "martif": N_("this is TBX, not RDF; bring it in with: glossary import"),
    "xliff": N_("this is XLIFF, not RDF; translations come in with: glossary catalogs import"),
    "tmx": N_("this is a translation memory (TMX), not RDF"),
    "Ontology": N_("this is OWL/XML, not RDF/XML; save it as RDF/XML or Turtle"),
    "sparql": N_("these are results of a SPARQL query, not RDF; ask with CONSTRUCT"),
    "collection": N_("this is MARCXML or another XML, not RDF; make SKOS of it first"),
    "record": N_("this is MARCXML or another XML, not RDF; make SKOS of it first"),
    "TriX": N_("this is TriX; save it as RDF/XML or Turtle"),
}
_NOT_RDF_XML = N_("this is XML, but not RDF/XML: its first element is “%(element)s”")
_JSKOS = N_("this is JSKOS, not JSON-LD; bring it in with: glossary import")
_PLAIN_JSON = N_("this is JSON, but not JSON-LD: it has neither @context nor @id nor @graph")
_RDF_JSON = N_("this is RDF/JSON; save it as JSON-LD or Turtle")
_RESULTS = N_("these are results of a SPARQL query, not RDF; ask with CONSTRUCT")
_TABLE = N_("this is a table (CSV), not RDF; bring it in with: glossary import")
_PO = N_("this is a PO catalog, not RDF; translations come in with: glossary catalogs import")
_EMPTY = N_("the file is empty")
_UNKNOWN = N_(
    "this is no RDF that can be read; known are Turtle, TriG, RDF/XML, JSON-LD, N-Triples and "
    "N-Quads"
)


@dataclass(frozen=True, slots=True)
class Syntax:
    """A family of syntaxes, the ending of a file that has it, and whether it names graphs."""

    family: str
    ending: str
    graphs: bool = False


def syntax_of(head: bytes, name: str, has_keyword: Callable[[], bool] = lambda: False) -> Syntax:
    """Return the syntax of a text in UTF-8 that begins with `head`, from a file called `name`.

    `has_keyword` tells whether the rest of it has a `KEYWORD` of JSON-LD: the order of the keys of
    an object means nothing, its context may be the last.

    Raises BrokenSource, which names the format, where it is none of RDF.
    """
    text = head.decode("utf-8", "replace").removeprefix("\ufeff")
    ending = next((end for end in ENDINGS if name.lower().endswith(end)), "")
    family = _family(text, name, ending, has_keyword)
    graphs = _has_graphs(text, family, ending)
    endings = _FAMILIES[family][graphs:]
    return Syntax(family, ending if ending in endings else endings[0], graphs)


def _has_graphs(text: str, family: str, ending: str) -> bool:
    if not _COMMENTS.sub("", text):
        return ending in (".trig", ".nq")
    if family == LINES:
        return any((line := _LINE.match(one)) and line["graph"] for one in text.split("\n")[:50])
    return family == TURTLE and _GRAPH.search(text[:20_000]) is not None


def _family(text: str, name: str, ending: str, has_keyword: Callable[[], bool]) -> str:
    start = text[_COMMENTS.match(text).end() :]  # type: ignore[union-attr]  # matches always
    if not start and len(text) < 1 << 15:
        raise BrokenSource(name, _EMPTY)
    if not start:  # nothing but comments so far
        return LINES if ending in _FAMILIES[LINES] else TURTLE
    if _HTML.match(text):
        raise BrokenSource(name, _ROOTS["html"])
    if start.startswith("<") and _XML.match(start):
        _check_root(text, name)
        return XML
    if re.match(r"""\{\s*["}]|\[\s*[\[{"\]]\s*["}\[{]?""", start) and not re.match(
        r"\[\s*\]\s*[^\s]", start
    ):
        _check_json(start, name, has_keyword)
        return JSON
    if _are_lines(start):
        return LINES
    if _TURTLE.search(start[:20_000]) or re.match(r"\[|\(|\{\s*[<\[(_a-zA-Z:]", start):
        return TURTLE
    raise BrokenSource(name, _foreign(start, name))


def _are_lines(start: str) -> bool:
    lines = [line for line in start.split("\n")[:50] if line.strip() and line.lstrip()[0] != "#"]
    if len(lines) > 1 and len(start) > 30_000:
        lines.pop()  # the head may end inside a line
    good = sum(1 for line in lines if _LINE.fullmatch(line.rstrip("\r")))
    return good > len(lines) // 2


def _check_root(text: str, name: str) -> None:
    """Raise BrokenSource where the first element is not one of RDF/XML."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate("UTF-8")

    def start(element: str, attributes: dict[str, str]) -> None:
        found.append((element, attributes))
        parser.StartElementHandler = None

    parser.StartElementHandler = start
    with suppress(expat.ExpatError):  # what reads the file tells what is wrong with it
        parser.Parse(text.encode("utf-8", "replace"), False)
    if not found:
        return
    element, attributes = found[0]
    local = element.rpartition(":")[2]
    if local == "RDF" or RDF in attributes.values() or "&rdf;" in text:
        return
    if local in _ROOTS:
        raise BrokenSource(name, _ROOTS[local])
    raise BrokenSource(name, _NOT_RDF_XML, element=element)


def _check_json(start: str, name: str, has_keyword: Callable[[], bool]) -> None:
    if KEYWORD.search(start.encode("utf-8", "replace")) or has_keyword():
        return
    if re.search(r'"head"\s*:', start) and re.search(r'"vars"\s*:', start):
        raise BrokenSource(name, _RESULTS)
    if re.search(r'"(?:prefLabel|inScheme|topConceptOf|memberSet)"\s*:\s*[\[{]', start):
        raise BrokenSource(name, _JSKOS)
    if re.search(r'"[a-z]+:[^"]*"\s*:\s*\{\s*"[a-z]+:[^"]*"\s*:\s*\[', start):
        raise BrokenSource(name, _RDF_JSON)
    if len(start) < 1 << 15 and _loaded(start) in ({}, [], [{}]):
        raise BrokenSource(name, _EMPTY)
    raise BrokenSource(name, _PLAIN_JSON)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _foreign(start: str, name: str) -> str:
    if Path(name).suffix.lower() in (".po", ".pot") or re.search(r'(?m)^msgid "', start):
        return _PO
    first = next((line for line in start.split("\n") if line.strip()), "")
    if Path(name).suffix.lower() in (".csv", ".tsv") or max(map(first.count, ",;\t")) > 0:
        return _TABLE
    return _UNKNOWN
