"""Exchange formats: one module each turns bytes into concepts and back.

A reader returns what it could use and a list of `Finding`s for what it left out or mended.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

MOST_FINDINGS = 1000
"""So many findings are kept; a file can be wrong in a million places."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader noticed: `where` it is, and a message with its values."""

    rule: str
    where: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def told(self, translate: Callable[[str], str] = str) -> str:
        """Return what and where, the message put through `translate` first."""
        message = translate(self.message)
        return f"{self.where}: {message % self.values if self.values else message}"

    def __str__(self) -> str:
        return self.told()


class Findings(list[Finding]):
    """The first findings of a reader; those after them are only counted, in `more`, by rule."""

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        super().__init__()
        self.more: Counter[str] = Counter()
        self.extend(found)

    @property
    def total(self) -> int:
        """How many there are, also of those that are not kept."""
        return len(self) + self.more.total()

    def append(self, finding: Finding) -> None:
        """Keep a finding, or count it where very many are kept already."""
        if len(self) < MOST_FINDINGS:
            super().append(finding)
        else:
            self.more[finding.rule] += 1

    def extend(self, found: Iterable[Finding]) -> None:
        """Add findings, and what another list of them has counted."""
        for finding in found:
            self.append(finding)
        if isinstance(found, Findings):
            self.more += found.more

    def __iadd__(self, found: Iterable[Finding]) -> "Findings":  # type: ignore[override, misc]
        self.extend(found)
        return self
