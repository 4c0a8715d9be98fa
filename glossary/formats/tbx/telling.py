"""What is told of a TBX file that is read: each at its line, what is not read counted by kind."""

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.languages import tags

_MOST_KINDS = 200


class Telling:
    """Findings of one file."""

    def __init__(self) -> None:
        self.findings = Findings()
        self._unread: dict[str, tuple[int, int]] = {}
        self._tags: set[str] = set()

    def tell(self, rule: str, where: str, message: str, line: int, **values: object) -> None:
        """Take in a finding."""
        self.findings.append(Finding(rule, where, message, values, line))

    def unread(self, kind: str, line: int) -> None:
        """Count something that is not read; the first line of each kind is told."""
        kind = kind[:60] or "?"
        if kind in self._unread or len(self._unread) < _MOST_KINDS:
            first, count = self._unread.get(kind, (line, 0))
            self._unread[kind] = first, count + 1

    def tag(self, stated: str, line: int) -> str:
        """Return the language tag that is meant; one that is not plain is told once."""
        found = tags.read(stated)
        if found.message and stated not in self._tags:
            self._tags.add(stated)
            self.tell("language", "", found.message, line, **found.values)
        return "" if found.tag == tags.UNDETERMINED else found.tag

    def finish(self) -> None:
        """Tell what was counted."""
        message = N_("parts of the kind “%(kind)s” are not read: %(count)s, first in this line")
        for kind, (line, count) in self._unread.items():
            self.tell("not-read", "", message, line, kind=kind, count=count)
        self._unread.clear()
