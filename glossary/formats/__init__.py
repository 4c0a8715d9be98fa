"""Exchange formats: one module each turns bytes into concepts and back.

A reader returns what it could use and a list of `Finding`s for what it left out or mended.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader noticed: `where` is a concept id or URI, `action` what was done."""

    rule: str
    where: str
    text: str
    action: str = "left out"

    def __str__(self) -> str:
        return f"{self.where}: {self.text} ({self.action})"
