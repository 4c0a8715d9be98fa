"""Conditions on the properties of a concept: values that it has to have, or should."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glossary.reader.reconciliation.properties import Value, values_of
from index.text.analysis import fold

QUANTIFIERS = ("any", "all", "none")
_WILD = "*"


@dataclass(frozen=True, slots=True)
class Condition:
    """Values of one property: `any` of them, `all`, or `none`; whether others are left out."""

    property: str
    values: tuple[Value, ...]
    required: bool = False
    quantifier: str = "any"

    def is_met(self, record: Mapping[str, Any]) -> bool:
        """Return whether a concept has the values."""
        have = values_of(record, self.property)
        met = [any(_is_same(wanted, one) for one in have) for wanted in self.values]
        if self.quantifier == "all":
            return all(met)
        return any(met) != (self.quantifier == "none")


def _is_same(wanted: Value, value: Value) -> bool:
    """Return whether two values are the same: by identifier, or by name in any spelling; what ends
    with `*` is a beginning.
    """
    if wanted.id and wanted.id in (value.id, value.text):
        return True
    if wanted.id and value.id:
        return False
    text = wanted.text or wanted.id
    if text == value.id or text == value.text:
        return True
    folded, other = fold(text), fold(value.text)
    if text.endswith(_WILD):
        return bool(folded) and other.startswith(folded)
    return bool(folded) and folded == other
