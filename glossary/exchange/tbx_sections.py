"""What a language section of TBX says of each message, in any style and edition."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from glossary.exchange.tbx import SOURCE, STATUSES
from glossary.exchange.xml_reading import Node

TERMS = ("termSec", "tig", "ntig")
_TYPED = {"admin", "adminNote", "descrip", "descripNote", "ref", "termNote", "transac", "xref"}
_GRAMMAR = ("partOfSpeech", "grammaticalGender", "grammaticalNumber")
_DEPRECATED = {STATUSES["deprecated"], "supersededTerm-admn-sts", "deprecatedTerm"}
_PREFERRED = {STATUSES["preferred"], "preferredTerm", "standardizedTerm"}
_TEXT = re.compile(r"(scopeNote|example|historyNote|title|description)(: |\|)(.*)", re.DOTALL)


@dataclass(slots=True)
class Slot:
    """Texts of a message, and what is said beside them; `statuses` of its terms, "" for none."""

    texts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)


class Section:
    """The messages of a concept in one language by slot; `unkept` are kinds of parts by line."""

    def __init__(self, node: Node) -> None:
        self.slots: dict[str, Slot] = {}
        self.unkept: dict[str, int] = {}
        terms = list(node.nodes(*TERMS))
        statuses = [_status(term) for term in terms]
        first = next((status for status in ("preferred", "") if status in statuses), None)
        preferred = statuses.index(first) if first is not None else -1
        for number, (term, status) in enumerate(zip(terms, statuses, strict=True)):
            slot = "prefLabel" if number == preferred else "altLabel"
            self._slot(slot).statuses.append(status)
            self._parts(term.nodes(), slot)
        self._parts((child for child in node.nodes() if child.name not in TERMS), "")

    def text(self, slot: str) -> str:
        """Return the text of a slot, "" where it has none."""
        found = self.slots.get(slot, Slot()).texts
        return ("\n" if slot == "altLabel" else "\n\n").join(found)

    def _slot(self, name: str) -> Slot:
        return self.slots.setdefault(name or "prefLabel", Slot())

    def _parts(self, nodes: Iterable[Node], slot: str) -> None:
        """Take what is in a term, whose slot is given, or beside the terms."""
        for node in nodes:
            kind = _kind(node)
            if node.name.endswith("Grp"):
                inner = list(node.nodes())
                defines = any(_kind(child) == "definition" for child in inner)
                self._parts(inner, "definition" if defines else slot)
            elif kind == "definition":
                self._slot(kind).texts.append(node.text())
            elif kind == "term":
                self._slot(slot).texts.append(node.text())
            elif kind == "source":
                self._slot(slot).said.append(f"{SOURCE}{node.text()}")
            elif kind == "note":
                self._note(node.text(), slot)
            elif kind in _GRAMMAR:
                self._slot(slot).said.append(f"{kind}: {node.text()}")
            elif kind != "administrativeStatus":
                self.unkept.setdefault(kind[:40], node.line)

    def _note(self, text: str, slot: str) -> None:
        found = None if slot else _TEXT.fullmatch(text)
        if found is None:
            self._slot(slot).said.append(text)
        elif found.group(2) == "|":
            self._slot(found.group(1)).said.append(found.group(3))
        else:
            self._slot(found.group(1)).texts.append(found.group(3))


def _kind(node: Node) -> str:
    """Return what a part says: its type in DCA style, its name in DCT style."""
    return node.get("type") if node.name in _TYPED else node.name


def _status(term: Node) -> str:
    """Return our status of a term, "" where it states none."""
    for node in term.all():
        if _kind(node) == "administrativeStatus":
            value = node.text().strip()
            if value in _PREFERRED:
                return "preferred"
            return "deprecated" if value in _DEPRECATED else "admitted"
    return ""
