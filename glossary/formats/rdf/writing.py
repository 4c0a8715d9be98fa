"""Statements as RDF: Turtle, N-Triples, RDF/XML and JSON-LD, written as they come.

Each writer takes nodes, a subject with all that is said of it, and yields pieces of text, so that
memory does not grow with the number of nodes. Order is kept and nothing is renamed: two files of
the same nodes are equal, and language tags keep their letter case.

Sources: RDF 1.1 Turtle, N-Triples and XML Syntax (W3C 2014), JSON-LD 1.1 (W3C 2020).
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from glossary.formats.rdf import RDF

TYPE = RDF + "type"
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
"""What an IRI cannot hold (Turtle, IRIREF)."""
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold (section 2.2); it is replaced by the sign for that."""
_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What a text in XML does not hold as it is."""
_NAME_AT_END = re.compile(r"[^\W\d][\w.-]*$")
"""The part of an IRI that can be the name of an element (Namespaces in XML, NCName)."""
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Text(NamedTuple):
    """A literal: its text, its language or its datatype; both "" for a plain one."""

    text: str
    lang: str = ""
    datatype: str = ""


Value = str | Text
"""An IRI, a blank node (``_:name``), or a literal."""


@dataclass(frozen=True, slots=True)
class Node:
    """A subject, an IRI or blank node, and what is said of it: predicates with their values."""

    subject: str
    said: tuple[tuple[str, Value], ...]

    def by_predicate(self) -> dict[str, list[Value]]:
        """Return the values of each predicate, in order."""
        found: dict[str, list[Value]] = {}
        for predicate, value in self.said:
            found.setdefault(predicate, []).append(value)
        return found


Prefixes = Mapping[str, str]
"""Names of namespaces and their IRIs."""
Write = Callable[[Iterable[Node], Prefixes], Iterator[str]]


def turtle(nodes: Iterable[Node], prefixes: Prefixes) -> Iterator[str]:
    """Yield nodes as Turtle, one paragraph for each."""
    yield "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    names = _Names(prefixes)
    for node in nodes:
        lines = []
        for predicate, values in node.by_predicate().items():
            is_type = predicate == TYPE
            name = "a" if is_type else names[predicate] or _named(predicate)
            written = (_turtle_value(value, prefixes, is_type) for value in values)
            lines.append(f"    {name} " + ",\n        ".join(written))
        yield f"\n{_named(node.subject)}\n" + " ;\n".join(lines) + " .\n"


def _turtle_value(value: Value, prefixes: Prefixes, is_type: bool) -> str:
    if isinstance(value, str):
        return (is_type and _short(value, prefixes)) or _named(value)
    short = _short(value.datatype, prefixes) if value.datatype else ""
    return _quoted(value._replace(datatype="")) + f"^^{short}" if short else _quoted(value)


def n_triples(nodes: Iterable[Node], prefixes: Prefixes) -> Iterator[str]:
    """Yield nodes as N-Triples, one line for each statement."""
    for node in nodes:
        subject = _named(node.subject)
        yield "".join(
            f"{subject} <{predicate}> "
            f"{_named(value) if isinstance(value, str) else _quoted(value)} .\n"
            for predicate, value in node.said
        )


def _named(name: str) -> str:
    return name if name.startswith("_:") else f"<{_iri(name)}>"


def _iri(name: str) -> str:
    return _FORBIDDEN.sub(lambda found: quote(found[0]), name)


def _quoted(value: Text) -> str:
    text = _ESCAPED.sub(lambda one: _ESCAPES.get(one[0]) or f"\\u{ord(one[0]):04X}", value.text)
    if value.lang:
        return f'"{text}"@{value.lang}'
    return f'"{text}"^^<{value.datatype}>' if value.datatype else f'"{text}"'


def _short(iri: str, prefixes: Prefixes) -> str:
    """Return an IRI with the prefix of its namespace, "" where it has none."""
    for name, space in prefixes.items():
        local = iri.removeprefix(space)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{name}:{local}"
    return ""


class _Names(dict[str, str]):
    """What `_short` gives, each looked for once."""

    def __init__(self, prefixes: Prefixes) -> None:
        super().__init__()
        self._prefixes = prefixes

    def __missing__(self, iri: str) -> str:
        found = self[iri] = _short(iri, self._prefixes)
        return found


def rdf_xml(nodes: Iterable[Node], prefixes: Prefixes) -> Iterator[str]:
    """Yield nodes as RDF/XML, each an element named after its first type.

    A predicate outside the namespaces declares its own. One that ends in nothing that can be a name
    in XML cannot be written; a comment at the end names it, with the number of its statements.
    """
    left_out: Counter[str] = Counter()
    names = _Names(prefixes)
    spaces = "".join(f"\n    xmlns:{name}={quoteattr(iri)}" for name, iri in prefixes.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'
    for node in nodes:
        first = next((value for name, value in node.said if name == TYPE), "")
        kind = names[str(first)] or "rdf:Description"
        said = node.said
        if kind != "rdf:Description":
            place = said.index((TYPE, first))
            said = (*said[:place], *said[place + 1 :])
        parts = ""
        for name, value in said:
            if written := _element(name, value, names):
                parts += written
            else:
                left_out[name] += 1
        yield f"  <{kind}{_reference(node.subject, 'about')}>\n{parts}  </{kind}>\n"
    yield "</rdf:RDF>\n" + "".join(
        f"<!-- {name.replace('--', '-%2D')} has no name in XML: {count} left out -->\n"
        for name, count in left_out.items()
        if count
    )


def _element(predicate: str, value: Value, names: _Names) -> str:
    name = tag = names[predicate]
    if not name:
        local = _NAME_AT_END.search(predicate)
        if local is None or local.start() == 0:
            return ""
        name = f"own:{local[0]}"
        tag = f"{name} xmlns:own={quoteattr(predicate[: local.start()])}"
    if isinstance(value, str):
        return f"    <{tag}{_reference(value, 'resource')}/>\n"
    lang = _attribute("xml:lang", value.lang) if value.lang else ""
    kind = _attribute("rdf:datatype", value.datatype) if value.datatype else ""
    text = value.text
    if _UNSAFE.search(text):
        text = escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})
    return f"    <{tag}{lang}{kind}>{text}</{name}>\n"


def _reference(name: str, attribute: str) -> str:
    if name.startswith("_:"):
        return _attribute("rdf:nodeID", name[2:])
    return _attribute(f"rdf:{attribute}", _iri(name))


@lru_cache(1024)
def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(value)}"


def json_ld(nodes: Iterable[Node], prefixes: Prefixes) -> Iterator[str]:
    """Yield nodes as JSON-LD with the context in the file, one line for each node."""
    yield f'{{"@context":{json.dumps(dict(prefixes))},\n"@graph":['
    for place, node in enumerate(nodes):
        made: dict[str, Any] = {**_json_name(node.subject)}
        for predicate, values in node.by_predicate().items():
            if predicate == TYPE:
                made["@type"] = [_short(str(value), prefixes) or value for value in values]
            else:
                made[_short(predicate, prefixes) or predicate] = [
                    _json_value(value, prefixes) for value in values
                ]
        yield (",\n" if place else "\n") + json.dumps(made, ensure_ascii=False)
    yield "\n]}\n"


def _json_name(name: str) -> dict[str, str]:
    return {"@id": name if name.startswith("_:") else _iri(name)}


def _json_value(value: Value, prefixes: Prefixes) -> dict[str, str]:
    if isinstance(value, str):
        return _json_name(value)
    made = {"@value": value.text}
    if value.lang:
        made["@language"] = value.lang
    if value.datatype:
        made["@type"] = _short(value.datatype, prefixes) or value.datatype
    return made


SYNTAXES: Mapping[str, Write] = {
    "turtle": turtle,
    "n-triples": n_triples,
    "rdf-xml": rdf_xml,
    "json-ld": json_ld,
}
"""What writes each syntax, by its name."""
