"""Exchange formats: one module each turns bytes into concepts and back.

A reader returns what it could use and a list of `Finding`s for what it left out or mended.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


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
