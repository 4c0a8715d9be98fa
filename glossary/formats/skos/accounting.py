"""What of a file is read and what is not, statement by statement: nothing is lost without a word.

Each subject is accounted for when it is read, with the predicates that are read of its kind; those
that nobody asked for are counted at the end, by their class.
"""

from collections import Counter
from collections.abc import Collection

from glossary.errors import N_
from glossary.formats import Finding, Findings
from glossary.formats.rdf import RDF, text_of
from glossary.formats.rdf.graph import Graph, Subject

_TYPE = RDF + "type"
_MOST_NAMES = 10_000
"""So many different predicates and classes are counted by name, the others together."""
_OTHERS = "…"


BLANK = "[]"


def shown(name: str) -> str:
    """Return a name as findings show it: those of blank nodes say nothing."""
    return BLANK if name.startswith("_:") else name


class Ledger:
    """Counts the statements of a graph: `read`, those that are kept as they are for exports, and
    those that are neither, by predicate or class.

    That something is of a class is read where it is one of `known`.
    """

    def __init__(self, graph: Graph, known: Collection[str] = ()) -> None:
        self.read = 0
        self.kept: Counter[str] = Counter()
        self.kept_memberships: Counter[str] = Counter()
        self.memberships: Counter[str] = Counter()
        self._known = known
        self.predicates: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self._graph = graph
        self._examples: dict[str, str] = {}
        self._seen = bytearray(graph.count() + 1)
        self._seen[0] = 1  # nothing is said of what has no number

    def account(self, subject: Subject, read: Collection[str], keeps: bool = False) -> None:
        """Count the statements of a subject; what is counted already is not counted again.

        `keeps` says that what is not read of it is kept, but for nodes without a name.
        """
        if self._seen[subject.number]:
            return
        self._seen[subject.number] = 1
        for predicate, values in subject.items():
            if predicate == _TYPE:
                self._count_classes(subject, keeps)
            elif predicate in read:
                self.read += len(values)
            else:
                blank = sum(text_of(value)[:2] == "_:" for value in values) if keeps else 0
                lost = blank if keeps else len(values)
                self._count(self.kept, predicate, len(values) - lost, subject.name)
                self._count(self.predicates, predicate, lost, subject.name)

    def close(self) -> None:
        """Count the subjects that nobody asked for, by class, those without one by predicate."""
        for number in range(1, len(self._seen)):
            if self._seen[number]:
                continue
            subject = self._graph.numbered(number)
            self._seen[number] = 1
            counts = subject.counts()
            classes = subject.names(_TYPE)
            if classes:
                self._count(self.classes, classes[0], sum(counts.values()), subject.name)
            else:
                for predicate, count in counts.items():
                    self._count(self.predicates, predicate, count, subject.name)

    def _count_classes(self, subject: Subject, keeps: bool) -> None:
        for value in subject.values(_TYPE):
            if value in self._known:
                self.read += 1
            else:
                is_kept = keeps and text_of(value)[:2] != "_:"
                counts = self.kept_memberships if is_kept else self.memberships
                self._count(counts, text_of(value), 1, subject.name)

    def _count(self, counts: Counter[str], name: str, count: int, example: str) -> None:
        if not count:
            return
        if name not in counts and len(counts) >= _MOST_NAMES:
            name = _OTHERS
        counts[name] += count
        if self._examples.get(name, BLANK) == BLANK:
            self._examples[name] = shown(example)

    @property
    def total(self) -> int:
        """How many statements are accounted for."""
        kept = (self.kept, self.kept_memberships)
        counts = (*kept, self.predicates, self.classes, self.memberships)
        return self.read + sum(one.total() for one in counts)

    def findings(self) -> Findings:
        """Return a finding for each predicate that is kept, and for each predicate and each class
        that is not read, most first.
        """
        text = N_(
            "statements with this predicate are kept for exports and not shown: %(count)s,"
            " for example of %(example)s"
        )
        found = self._told("kept", self.kept, text)
        text = N_(
            "that things are of this class is kept for exports and not shown: %(count)s,"
            " for example %(example)s"
        )
        found += self._told("kept", self.kept_memberships, text)
        text = N_(
            "statements with this predicate are not read: %(count)s, for example of %(example)s"
        )
        found += self._told("not-read", self.predicates, text)
        text = N_(
            "statements about things of this class are not read: %(count)s, for example %(example)s"
        )
        found += self._told("not-read", self.classes, text)
        text = N_("that things are of this class is not read: %(count)s, for example %(example)s")
        found += self._told("not-read", self.memberships, text)
        return found

    def _told(self, rule: str, counts: Counter[str], text: str) -> Findings:
        return Findings(
            Finding(rule, name, text, {"count": count, "example": self._examples[name]})
            for name, count in counts.most_common()
        )
