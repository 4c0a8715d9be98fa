"""The order that notations give: whether a vocabulary is put in order by them, and how.

A vocabulary is where most of its concepts in use and most at its top have a notation, and these
are not the same few over and over. Numbers in notations count by their value ("1.9" before
"1.10"), but as decimal fractions where a notation goes on with a digit from that of the concept
above it ("51" below "5", as in UDC, DDC and Iconclass). Of the signs in them some stand before the
plain number and some after it, as UDC is filed (BS 1000M, filing order); letters stand before
further digits there, elsewhere after numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import regex

from glossary.model import Concept

_LOOKED_AT = 5_000
"""So many concepts tell how the notations of a vocabulary are made."""
_PART = regex.compile(r"(?P<number>[0-9]+)|(?P<letters>\p{L}+)|(?P<sign>\X)")
_BEFORE_END, _AFTER_END = "+/", " :=(\"*[-.'"
_END = len(_BEFORE_END) + 1
_OTHER, _LETTER, _NUMBER, _LETTER_AFTER = 0x3F, 0x40, 0x80, 0xC0
_LONGEST = 60
"""Digits of a number that are looked at."""


@dataclass(slots=True)
class Notations:
    """What the concepts of one vocabulary tell of its notations, as they are read."""

    concepts: int = 0
    noted: int = 0
    tops: int = 0
    noted_tops: int = 0
    _by_id: dict[str, str] = field(default_factory=dict)
    _above: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def look_at(self, concept: Concept) -> None:
        """Take a concept into account; one that is withdrawn is none."""
        if concept.status == "deprecated":
            return
        is_top, notation = not concept.broader, first(concept.notations)
        self.concepts += 1
        self.tops += is_top
        self.noted += bool(notation)
        self.noted_tops += is_top and bool(notation)
        if notation and len(self._by_id) < _LOOKED_AT:
            self._by_id[concept.id] = notation
            self._above.append((notation, concept.broader))

    def give_order(self) -> bool:
        """Return whether the vocabulary is put in order by its notations."""
        differ = 2 * len({*self._by_id.values()}) > len(self._by_id)
        return differ and 2 * self.noted > self.concepts and 2 * self.noted_tops >= self.tops

    def are_decimal(self) -> bool:
        """Return whether notations go on from those above them with one more digit, mostly."""
        deeper = further = 0
        for notation, ids in self._above:
            for above in filter(None, map(self._by_id.get, ids)):
                begins = notation.startswith(above) and len(notation) > len(above)
                deeper += 1
                further += begins and above[-1].isdigit() and notation[len(above)].isdigit()
        return 2 * further > deeper


@dataclass(frozen=True, slots=True)
class NotationOrder:
    """Gives the concepts of a vocabulary their places; `is_decimal` as `Notations` found it."""

    is_decimal: bool

    def place(self, notation: str) -> bytes:
        """Return bytes that order notations, none of them the beginning of another; what has no
        notation comes last.
        """
        if not notation:
            return b"\xff"
        parts = (self._part(found) for found in _PART.finditer(notation.strip()))
        return b"".join(parts) + bytes([_END])

    def _part(self, found: "regex.Match[str]") -> bytes:
        text = found.group()
        if found["number"]:
            return self._number(text)
        if found["letters"]:
            mark = _LETTER if self.is_decimal else _LETTER_AFTER
            return b"".join(bytes([mark, one]) for one in text.casefold().encode())
        if text in _BEFORE_END:
            return bytes([_BEFORE_END.index(text) + 1])
        place = _AFTER_END.find(text[0])
        if place >= 0:
            return bytes([_END + 1 + place])
        return bytes([_OTHER]) + text.encode("utf-8", "replace")

    def _number(self, digits: str) -> bytes:
        if self.is_decimal:
            return b"".join(bytes([_NUMBER, ord(digit)]) for digit in digits)
        plain = digits.lstrip("0") or "0"
        return bytes([_NUMBER, min(len(plain), 255)]) + plain[:_LONGEST].encode()


def first(notations: tuple[str, ...] | list[str]) -> str:
    """Return the notation by which a concept is put in order, "" where it has none."""
    return next((one.strip() for one in notations if one.strip()), "")


Orders = Mapping[str, NotationOrder]
"""The orders of those vocabularies that have one, by their ids."""
