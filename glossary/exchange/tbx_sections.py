"""What a language section of TBX says of each message, in any style and edition."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from glossary.exchange.tbx import SOURCE
from glossary.formats.tbx.names import TERMS, kind_of, status_of
from glossary.formats.xml.reading import Node
from glossary.model import TermStatus

_GRAMMAR = ("partOfSpeech", "grammaticalGender", "grammaticalNumber")
_TEXT = re.compile(r"(scopeNote|example|historyNote|title|description)(: |\|)(.*)", re.DOTALL)


@dataclass(slots=True)
class Slot:
    """Texts of a message, what is said beside them, statuses of terms (None where not stated)."""

    texts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    statuses: list[TermStatus | None] = field(default_factory=list)


class Section:
    """The messages of a concept in one language by slot; `unkept` are kinds of parts by line,
    `unknown` the statuses of terms that are none, by line.
    """

    def __init__(self, node: Node) -> None:
        self.slots: dict[str, Slot] = {}
        self.unkept: dict[str, int] = {}
        self.unknown: dict[str, int] = {}
        terms = list(node.nodes(*TERMS))
        statuses = [self._status(term) for term in terms]
        ranked: tuple[TermStatus | None, ...] = ("preferred", None)
        preferred = next((statuses.index(one) for one in ranked if one in statuses), -1)
        for number, (term, status) in enumerate(zip(terms, statuses, strict=True)):
            slot = "prefLabel" if number == preferred else "altLabel"
            self._slot(slot).statuses.append(status)
            self._parts(term.nodes(), slot)
        self._parts((child for child in node.nodes() if child.name not in TERMS), "")

    def text(self, slot: str) -> str:
        """Return the text of a slot, "" where it has none."""
        found = self.slots.get(slot, Slot()).texts
        return ("\n" if slot == "altLabel" else "\n\n").join(found)

    def _status(self, term: Node) -> TermStatus | None:
        """Return our status of a term, None where it states none that is known."""
        for node in term.all():
            if kind_of(node) == "administrativeStatus":
                value = node.text().strip()
                known = status_of(value)
                if known is None and value:
                    self.unknown.setdefault(value, node.line)
                return known
        return None

    def _slot(self, name: str) -> Slot:
        return self.slots.setdefault(name or "prefLabel", Slot())

    def _parts(self, nodes: Iterable[Node], slot: str) -> None:
        """Take what is in a term, whose slot is given, or beside the terms."""
        for node in nodes:
            kind = kind_of(node)
            if node.name.endswith("Grp"):
                inner = list(node.nodes())
                defines = any(kind_of(child) == "definition" for child in inner)
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
