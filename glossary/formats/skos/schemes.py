"""Which concept scheme of a file its vocabulary is, and which language is its source."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.errors.plurals import NN_
from glossary.formats import Finding
from glossary.formats.rdf import RDF, Value, is_literal, tag_of, text_of
from glossary.formats.rdf.graph import UNSTATED, Graph, Subject
from glossary.formats.skos.accounting import shown
from glossary.formats.skos.interpreting import Interpreter
from glossary.formats.skos.names import (
    CONCEPT,
    DC,
    DCT,
    OWL,
    RDFS,
    SCHEME,
    SKOS,
    TEXTS,
    TITLES,
    XL,
    members_of,
)
from glossary.formats.skos.options import Options

_OF_LANGUAGE = frozenset(
    {
        *TEXTS, SKOS + "notation", SKOS + "prefLabel", DCT + "identifier", DCT + "title",
        RDF + "first", RDF + "rest",
        *(RDF + f"_{number}" for number in range(1, 10)),
    }
)  # fmt: skip
"""Where a blank node that is a language, or a list of them, says which."""
_MOST_LANGUAGES = 100
"""So long a list of languages may be."""
MOST_SCHEMES = 20
"""So many schemes are named where one is to be chosen."""
IN_SCHEME = (SKOS + "inScheme", SKOS + "topConceptOf")
_DEFINED_BY = RDFS + "isDefinedBy"


def several_schemes(id: str, counts: Mapping[str, int]) -> Finding:
    """Return what is told of a vocabulary that is read from several schemes, with their sizes."""
    text = NN_(
        "%(count)s concept scheme, read as one; choose with --scheme: %(known)s",
        "%(count)s concept schemes, read as one; choose with --scheme: %(known)s",
    )
    return Finding(
        "several-schemes", id, text, {"count": len(counts), "known": listed_schemes(counts)}
    )


def listed_schemes(counts: Mapping[str, int]) -> str:
    """Return the URIs of schemes with the number of their concepts, those with most first."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    some = [f"{uri} ({count})" for uri, count in ordered[:MOST_SCHEMES]]
    return ", ".join([*some, "…"] if len(ordered) > MOST_SCHEMES else some)


class Schemes:
    """The concept schemes of a file: those with a class, and those that concepts are in."""

    def __init__(
        self,
        file: str,
        id: str,
        base: str,
        found: Graph,
        kinds: dict[str, str],
        options: Options,
        reading: Interpreter,
    ) -> None:
        self._file, self._id, self._base = file, id, base
        self._graph, self._wanted, self._reading = found, options.scheme, reading
        self._concepts = [*members_of(kinds, CONCEPT), UNSTATED]
        self._stated = [one.name for _, one in found.of_type(members_of(kinds, SCHEME))]
        wanted = [OWL + "Ontology"] if options.ontology else []
        self._ontologies = {one.name for _, one in found.of_type(wanted)}
        self._is_ontology = bool(wanted)
        self._used: Counter[str] | None = None

    def uri(self) -> str:
        """Return the URI of the vocabulary: the chosen scheme, else the ontology where one is read,
        else the scheme with most concepts, else what an ontology's terms are defined by.

        Raises BrokenSource where the chosen one is not there.
        """
        if self._wanted:
            if self._wanted not in self._stated and self._wanted not in self._counts():
                known = listed_schemes(self._counts())
                text = N_("there is no scheme %(uri)s in it, only: %(known)s")
                raise BrokenSource(self._file, text, uri=self._wanted, known=known or "–")
            return self._wanted
        found = self._stated or [*self._counts()] or [*self._defining()]
        if len(found) > 1:
            counts = self._counts()
            found = sorted(found, key=lambda uri: (uri not in self._ontologies, -counts[uri]))
            self._reading.found.append(
                several_schemes(self._id, {uri: counts[uri] for uri in found})
            )
        return found[0] if found else self._base

    def _counts(self) -> Counter[str]:
        if self._used is None:
            self._used = Counter(
                uri
                for _, subject in self._graph.of_type(self._concepts)
                for uri in dict.fromkeys(subject.names(*IN_SCHEME))
            )
        return self._used

    def _defining(self) -> list[str]:
        """Return what most classes and properties are defined by, where it has a title."""
        if not self._is_ontology:
            return []
        counts = Counter(
            uri
            for _, subject in self._graph.of_type(self._concepts)
            for uri in dict.fromkeys(subject.names(_DEFINED_BY))
        )
        titled = (uri for uri, _ in counts.most_common() if self._graph.subject(uri).has(TITLES))
        return [*islice(titled, 1)]

    def members(self, scheme: Subject) -> "Membership":
        """Return what tells which concepts belong to the vocabulary."""
        every = frozenset(
            uri
            for name in self._stated
            for uri in self._graph.subject(name).names(SKOS + "hasTopConcept")
        )
        own = frozenset(scheme.names(SKOS + "hasTopConcept"))
        return Membership(self._wanted or "", own, every | own)

    def language(self, scheme: Subject) -> str:
        """Return the source language: what the scheme states and uses, else the most used."""
        written = [*self._written(scheme.values(DCT + "language", DC + "language"))]
        stated, told = languages.stated(written)
        counts: Counter[str] = Counter()
        for _, subject in self._graph.of_type(self._concepts):
            for label in subject.values(SKOS + "prefLabel"):
                counts[tag_of(label)] += 1
            for name in subject.names(XL + "prefLabel"):
                counts.update(map(tag_of, self._graph.subject(name).values(XL + "literalForm")))
        titled = {tag_of(value) for value in scheme.values(*TITLES) if is_literal(value)}
        chosen = languages.source(stated, counts, titled)
        said = [(one.message, one.values) for one in told] + [(chosen.message, chosen.values)]
        for message, values in said:
            if message:
                self._reading.found.append(Finding("language", self._id, message, values))
        return chosen.tag

    def _written(self, values: Iterable[Value], depth: int = 0) -> Iterator[str]:
        """Yield what is stated of languages: texts and IRIs, also those inside blank nodes."""
        for value in values:
            if not isinstance(value, str) or value[:2] != "_:":
                yield text_of(value)
                continue
            node = self._reading.node(value, _OF_LANGUAGE)
            inside = [one for one in node.values(*_OF_LANGUAGE) if one != RDF + "nil"]
            if inside and depth < _MOST_LANGUAGES:
                yield from self._written(inside, depth + 1)
            else:
                yield shown(value)


class Membership:
    """Which concepts belong to a vocabulary: all, or those of the chosen scheme.

    A top concept of a scheme is in it (SKOS Reference, S7 and S8): `own` are those that the scheme
    names, `tops` those that any scheme does.
    """

    def __init__(self, scheme: str, own: frozenset[str], tops: frozenset[str]) -> None:
        self.scheme, self.own, self.tops = scheme, own, tops

    def has(self, subject: Subject) -> bool:
        """Return whether a concept belongs to it."""
        if not self.scheme or subject.name in self.own:
            return True
        return self.scheme in subject.names(*IN_SCHEME)
