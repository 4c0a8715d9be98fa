"""What stands in an entry, a language section or a term of TBX, in any style, as a list.

A group (``descripGrp``, ``termNoteGrp``, …) becomes one part: what it is about, with sources and
notes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from glossary.formats.tbx.names import SECTIONS, TERMS, kind_of
from glossary.formats.xml.reading import Node

_BESIDE = ("source", "note", "date")
_BLANK = " \t\r\n"
_NAMED = re.compile(r"([A-Za-z][\w-]*)(: |\|)(.*)", re.DOTALL)


@dataclass(slots=True)
class Part:
    """One thing that is said: `kind` is its data category, `target` what it points to.

    `lang` is "" where it states none. `sources`, `notes` and `date` stand in the same group.
    """

    kind: str
    text: str
    line: int
    lang: str = ""
    target: str = ""
    sources: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    date: str = ""

    def named(self) -> tuple[str, str, str]:
        """Return the name before a text, the sign after it (": " or "|"), and the rest of it.

        All but the text are "" where it has none.
        """
        found = _NAMED.fullmatch(self.text)
        return (found[1], found[2], found[3]) if found else ("", "", self.text)


def parts_of(node: Node) -> Iterator[Part]:
    """Yield what an entry, section or term says itself, without the sections and terms in it."""
    for child in node.nodes():
        if child.name in SECTIONS or child.name in TERMS:
            continue
        if child.name == "termGrp":
            yield from parts_of(child)
        elif child.name.endswith("Grp"):
            yield from _group(child)
        else:
            yield _part(child)


def tidy(text: str) -> str:
    r"""Return a text without the space around it; lines that are indented are one line.

    >>> tidy(" one,\n   two "), tidy("one\n\ntwo")
    ('one, two', 'one\n\ntwo')
    """
    first, *rest = text.strip(_BLANK).split("\n")
    if rest and all(line[:1] in _BLANK for line in rest if line):
        return " ".join(filter(None, (line.strip(_BLANK) for line in (first, *rest))))
    return "\n".join((first, *rest))


def language_of(node: Node) -> str:
    """Return the tag that an element states; very old files have no ``xml:lang`` but ``lang``."""
    return node.get("xml:lang") or node.get("lang")


def _part(node: Node) -> Part:
    target = node.get("target")
    return Part(kind_of(node), tidy(node.text()), node.line, language_of(node), target)


def _group(node: Node) -> Iterator[Part]:
    """Yield the parts of a group; sources and notes go to the first of them."""
    inside = list(_flat(node.nodes()))
    main = [part for part in inside if part.kind not in _BESIDE]
    if not main:
        yield from inside
        return
    first = main[0]
    for part in inside:
        if part.kind == "source" and part.text:
            first.sources.append(part.text)
        elif part.kind == "note" and part.text:
            first.notes.append(part.text)
        elif part.kind == "date":
            first.date = part.text
    yield from main


def _flat(nodes: Iterable[Node]) -> Iterator[Part]:
    for node in nodes:
        if node.name.endswith("Grp"):
            yield from _flat(node.nodes())
        else:
            yield _part(node)
