"""Exchange formats: one module each turns bytes into concepts and back.

A reader returns what it could use and a list of `Finding`s for what it left out or mended.
"""

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from glossary.errors import N_
from glossary.errors.plurals import format_message
from glossary.formats.rules import ERROR, UNREAD, outcome, severity

MOST_FINDINGS = 1000
"""So many findings are kept; a file can be wrong in a million places."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader noticed: `where` it is, and a message with its values.

    `where` is the name of a concept, message or file, "" where only the line is known. Where files
    of several vocabularies are read together, `vocabulary` is the id of that it was found in.
    """

    rule: str
    where: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    vocabulary: str = ""

    def describe_with_place(self, translate: Callable[[str], str] = str) -> str:
        """Return what and where, the message put through `translate` first."""
        place = self.where
        if self.line is not None:
            line = translate(N_("line %(line)s")) % {"line": self.line}
            place = f"{place}, {line}" if place else line
        if self.vocabulary and self.vocabulary != self.where:
            place = f"{self.vocabulary}: {place}"
        return f"{place}: {self.describe(translate)}"

    def parts(self) -> tuple[str, str, str, int | None, str]:
        """Return all but the values: rule, place, message, line and vocabulary."""
        return self.rule, self.where, self.message, self.line, self.vocabulary

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """Return what, without where."""
        return format_message(self.message, self.values, translate)

    @property
    def severity(self) -> str:
        """The severity of its rule: "error" or "warning"."""
        return severity(self.rule)

    def record(self, translate: Callable[[str], str] = str) -> dict[str, object]:
        """Return the finding for programs."""
        vocabulary = {"vocabulary": self.vocabulary} if self.vocabulary else {}
        return {
            **vocabulary,
            "rule": self.rule,
            "severity": self.severity,
            "line": self.line,
            "concept": self.where,
            "message": self.describe(translate),
        }

    def __str__(self) -> str:
        return self.describe_with_place()


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else str(value)


class Findings(list[Finding]):
    """The first findings of a reader; those after them are counted, in `more`, by rule.

    `everything` gives these as well: they are packed, some dozen bytes each.
    """

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        super().__init__()
        self.more: Counter[str] = Counter()
        self._packed_counts: Counter[str] = Counter()
        self._packer = zlib.compressobj(1)
        self._packed: list[bytes] = []
        self.extend(found)

    @property
    def total(self) -> int:
        """How many there are, also of those that are not kept."""
        return len(self) + self.more.total()

    @property
    def errors(self) -> int:
        """How many of all are errors."""
        more = sum(count for rule, count in self.more.items() if severity(rule) == ERROR)
        return more + sum(finding.severity == ERROR for finding in self)

    def outcomes(self) -> Counter[str]:
        """Return how many of all were left out, mended, not read, or told; see `rules.outcome`."""
        counts = Counter(outcome(finding.rule) for finding in self)
        for rule, count in self.more.items():
            counts[outcome(rule)] += count
        return counts

    def unread(self) -> int:
        """Return how many statements were not read."""
        found = (one for one in self.everything() if outcome(one.rule) == UNREAD)
        return sum(int(str(one.values.get("count", 1))) for one in found)

    def append(self, finding: Finding) -> None:
        """Keep a finding; count and pack it where very many are kept already."""
        if len(self) < MOST_FINDINGS:
            super().append(finding)
        else:
            self.more[finding.rule] += 1
            self._packed_counts[finding.rule] += 1
            parts = (*finding.parts(), {k: _plain(v) for k, v in finding.values.items()})
            packed = self._packer.compress(json.dumps(parts).encode() + b"\n")
            if packed:
                self._packed.append(packed)

    def everything(self) -> Iterator[Finding]:
        """Yield all findings, those that are only counted after those that are kept."""
        yield from self
        unpacker, left = zlib.decompressobj(), b""
        for packed in (*self._packed, self._packer.copy().flush()):
            *lines, left = (left + unpacker.decompress(packed)).split(b"\n")
            for line in lines:
                rule, where, message, place, vocabulary, values = json.loads(line)
                yield Finding(rule, where, message, values, place, vocabulary)

    def of(self, vocabulary: str) -> "Findings":
        """Return them as findings in the vocabulary of this id."""
        made = Findings(replace(one, vocabulary=vocabulary) for one in self.everything())
        made.more += self.more - self._packed_counts
        return made

    def extend(self, found: Iterable[Finding]) -> None:
        """Add findings, also those that another list of them has only counted."""
        for finding in found.everything() if isinstance(found, Findings) else found:
            self.append(finding)
        if isinstance(found, Findings):
            self.more += found.more - found._packed_counts

    def __iadd__(self, found: Iterable[Finding]) -> "Findings":  # type: ignore[override, misc]
        self.extend(found)
        return self
