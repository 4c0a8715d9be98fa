"""Which subjects of a graph are concepts, stated or entailed, and what others say of them."""

from collections.abc import Iterator, Mapping

from glossary.errors import N_
from glossary.formats.rdf import RDF, is_literal, text_of
from glossary.formats.rdf.graph import UNSTATED, Subject
from glossary.formats.skos.accounting import shown
from glossary.formats.skos.ids import id_of
from glossary.formats.skos.interpreting import Interpreter
from glossary.formats.skos.links import Links
from glossary.formats.skos.names import (
    CONCEPT,
    DCT,
    LABELS,
    LINKS,
    MAPPINGS,
    RELATING,
    REPLACED_BY,
    SKOS,
    members_of,
)
from glossary.formats.skos.schemes import IN_SCHEME, Membership
from glossary.formats.skos.terms import has_preferred
from glossary.model import INVERSE_RELATION

_TYPE = RDF + "type"
_SCHEMA = """
CREATE TABLE other (uri TEXT, turn INTEGER PRIMARY KEY, relation TEXT, source TEXT, other INTEGER);
CREATE INDEX other_uri ON other (uri);
"""
_INVERSE = {name: INVERSE_RELATION[relation] for name, relation in MAPPINGS.items()}
_ANY_LABEL = frozenset(name for plain, reified, _ in LABELS for name in (plain, reified))


class Survey:
    """The concepts of a graph: gathered once, then read as often as wanted.

    A subject with a class that is no concept's is none. Without a class it is one if it has a
    semantic relation, is the object of one, or has a label and a scheme (SKOS Reference, S4 to S8,
    S19 and S20). In an ontology, classes without a name are descriptions of others, no concepts.
    """

    def __init__(
        self,
        reading: Interpreter,
        links: Links,
        kinds: dict[str, str],
        membership: Membership,
        is_ontology: bool = False,
    ) -> None:
        self._reading, self._graph, self._links = reading, reading.graph, links
        self._kinds, self._membership = kinds, membership
        self._is_ontology = is_ontology
        self._entailed: list[str] = []
        self._elsewhere: list[str] = []
        self._tops = set(membership.tops)
        self._is_told = False
        for statement in _SCHEMA.split(";"):
            self._graph.rows.execute(statement)

    def gather(self) -> None:
        """Find all concepts, and note what they are linked to."""
        candidates = self._graph.of_type([*members_of(self._kinds, CONCEPT), UNSTATED])
        for number, subject in candidates:
            if self._is_concept(subject):
                self._add(number, subject)
            elif not self._classes(subject) and subject.has(MAPPINGS):
                self._reading.ledger.account(subject, {_TYPE, *MAPPINGS})
                self._state(subject, _INVERSE, is_other=True)
        seen: set[int] = set()
        while found := [number for number in self._links.missed() if number not in seen]:
            seen |= set(found)
            for subject in map(self._graph.numbered, found):
                if not self._classes(subject) and subject.has(_ANY_LABEL):
                    self._add(subject.number, subject)
        self._keep_known()
        self._tell()

    def _classes(self, subject: Subject) -> set[str]:
        return {self._kinds[name] for name in subject.names(_TYPE) if name in self._kinds}

    def _is_concept(self, subject: Subject) -> bool:
        if classes := self._classes(subject):
            return CONCEPT in classes
        if subject.has(RELATING) or subject.name in self._membership.tops:
            return True
        has_more = subject.has(MAPPINGS) or bool(subject.names(*IN_SCHEME))
        return has_more and subject.has(_ANY_LABEL)

    def _add(self, number: int, subject: Subject) -> None:
        uri = subject.name
        if self._is_ontology and uri.startswith("_:") and not subject.has(_ANY_LABEL):
            return
        if uri.startswith("_:"):
            text = N_("a concept without a URI; left out")
            self._reading.note("no-uri", f"“{_label(subject)}”", text)
        elif not self._membership.has(subject):
            self._elsewhere.append(uri)
            self._state(subject, _INVERSE)
        else:
            if not self._classes(subject):
                self._entailed.append(uri)
            kept = has_preferred(self._reading, subject)
            self._links.add(number, uri, kept)
            if kept:
                self._links.state(number, self._linked(subject))
            if subject.values(SKOS + "topConceptOf"):
                self._tops.add(uri)
            self._state(subject, _INVERSE | {DCT + "replaces": REPLACED_BY})

    def _linked(self, subject: Subject) -> Iterator[tuple[str, str]]:
        for name, relation in LINKS.items():
            for uri in self._reading.names(subject, id_of(subject.name), name):
                if not (self._is_ontology and uri.startswith("_:")):
                    yield relation, uri

    def _state(self, subject: Subject, inverse: Mapping[str, str], is_other: bool = False) -> None:
        """Take in what a subject says of others, as it is from their side."""
        told = [
            (uri, relation, subject.name, is_other)
            for name, relation in inverse.items()
            for uri in subject.names(name)
            if uri != subject.name
        ]
        if told:
            insert = "INSERT INTO other (uri, relation, source, other) VALUES (?, ?, ?, ?)"
            self._graph.rows.executemany(insert, told)

    def _keep_known(self) -> None:
        """Forget what is said of things that are no concepts here; what others say is told."""
        rows = self._graph.rows
        gone = (
            "FROM other WHERE NOT EXISTS (SELECT 1 FROM subject"
            " JOIN concept ON concept.subject = number WHERE name = other.uri)"
        )
        text = N_("%(relation)s %(uri)s is not in the vocabulary; left out")
        query = f"SELECT relation, source, uri {gone} AND other ORDER BY turn"
        for relation, source, uri in rows.execute(query):
            values = {"relation": INVERSE_RELATION[relation], "uri": shown(uri)}
            self._reading.note("no-target", shown(source), text, **values)
        rows.execute(f"DELETE {gone}")
        self._is_told = rows.execute("SELECT 1 FROM other LIMIT 1").fetchone() is not None

    def _tell(self) -> None:
        """Tell how many concepts were entailed, and how many are of other schemes."""
        text = N_(
            "concepts without a class that says so, read as such: %(count)s, for example %(uri)s"
        )
        self._count("entailed", text, self._entailed)
        text = N_("concepts that are not in the scheme, left out: %(count)s, for example %(uri)s")
        self._count("other-scheme", text, self._elsewhere)

    def _count(self, rule: str, text: str, uris: list[str]) -> None:
        if uris:
            self._reading.note(rule, id_of(uris[0]), text, count=len(uris), uri=uris[0])

    @property
    def elsewhere(self) -> int:
        """How many concepts are not in the chosen scheme."""
        return len(self._elsewhere)

    def tops(self) -> frozenset[str]:
        """Return the URIs that are stated as top concepts, from either side."""
        return frozenset(self._tops)

    def subjects(self) -> Iterator[tuple[int, Subject]]:
        """Yield number and subject of all concepts in the order of the file."""
        return self._graph.chosen("SELECT subject FROM concept")

    def stated_by_others(self, uri: str) -> list[tuple[str, str]]:
        """Return relations and URIs of others that state them of a concept: those of mappings as
        the concept has them, and `REPLACED_BY`.
        """
        if not self._is_told:
            return []
        query = "SELECT relation, source FROM other WHERE uri = ? ORDER BY turn"
        return self._graph.rows.execute(query, (uri,)).fetchall()


def _label(subject: Subject) -> str:
    for name in sorted(_ANY_LABEL, reverse=True):
        for value in filter(is_literal, subject.values(name)):
            return text_of(value)
    return "…"
