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
    """Counts the statements of a graph: `read`, and those that are not, by predicate or class.

    That something is of a class is read where it is one of `known`.
    """

    def __init__(self, graph: Graph, known: Collection[str] = ()) -> None:
        self.read = 0
        self.memberships: Counter[str] = Counter()
        self._known = known
        self.predicates: Counter[str] = Counter()
        self.classes: Counter[str] = Counter()
        self._graph = graph
        self._examples: dict[str, str] = {}
        self._seen = bytearray(graph.count() + 1)
        self._seen[0] = 1  # nothing is said of what has no number

    def account(self, subject: Subject, read: Collection[str]) -> None:
        """Count the statements of a subject; what is counted already is not counted again."""
        if self._seen[subject.number]:
            return
        self._seen[subject.number] = 1
        for predicate, values in subject.items():
            if predicate == _TYPE:
                self._count_classes(subject)
            elif predicate in read:
                self.read += len(values)
            else:
                self._count(self.predicates, predicate, len(values), subject.name)

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

    def _count_classes(self, subject: Subject) -> None:
        for value in subject.values(_TYPE):
            if value in self._known:
                self.read += 1
            else:
                self._count(self.memberships, text_of(value), 1, subject.name)

    def _count(self, counts: Counter[str], name: str, count: int, example: str) -> None:
        if name not in counts and len(counts) >= _MOST_NAMES:
            name = _OTHERS
        counts[name] += count
        if self._examples.get(name, BLANK) == BLANK:
            self._examples[name] = shown(example)

    @property
    def total(self) -> int:
        """How many statements are accounted for."""
        counts = (self.predicates, self.classes, self.memberships)
        return self.read + sum(one.total() for one in counts)

    def findings(self) -> Findings:
        """Return a finding for each predicate and each class that is not read, most first."""
        text = N_(
            "statements with this predicate are not read: %(count)s, for example of %(example)s"
        )
        found = Findings(
            Finding("not-read", name, text, {"count": count, "example": self._examples[name]})
            for name, count in self.predicates.most_common()
        )
        text = N_(
            "statements about things of this class are not read: %(count)s, for example %(example)s"
        )
        found += Findings(
            Finding("not-read", name, text, {"count": count, "example": self._examples[name]})
            for name, count in self.classes.most_common()
        )
        text = N_("that things are of this class is not read: %(count)s, for example %(example)s")
        found += Findings(
            Finding("not-read", name, text, {"count": count, "example": self._examples[name]})
            for name, count in self.memberships.most_common()
        )
        return found
