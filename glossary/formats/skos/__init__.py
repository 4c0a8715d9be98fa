"""SKOS, SKOS-XL and ISO 25964 in RDF files: vocabularies, one concept at a time.

Sources: SKOS Reference (W3C 2009), SKOS-XL (its appendix B), ISO 25964 SKOS extension.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from glossary.errors import N_, BrokenSource
from glossary.formats import Findings
from glossary.formats.rdf import RDF, Reading, Share, Triple, graph, load
from glossary.formats.rdf.graph import Graph, Subject
from glossary.formats.skos import beyond, names, withdrawn
from glossary.formats.skos.accounting import Ledger
from glossary.formats.skos.concepts import concept_of, sectors_of
from glossary.formats.skos.groups import GroupReader
from glossary.formats.skos.ids import kept_ids
from glossary.formats.skos.interpreting import Interpreter
from glossary.formats.skos.links import Links
from glossary.formats.skos.names import (
    CREATED,
    DC,
    DCT,
    ISOTHES,
    MODIFIED,
    OF_SCHEME,
    RDFS,
    SKOS,
    XL,
)
from glossary.formats.skos.options import Options, read_options
from glossary.formats.skos.schemes import Schemes
from glossary.formats.skos.survey import Survey
from glossary.model import Concept, Statement, Term, Vocabulary

_PAIRED = (RDFS + "subClassOf", RDFS + "subPropertyOf", ISOTHES + "subordinateArray")


def vocabulary_id(file: Path) -> str:
    """Return the id that a vocabulary file's name gives: "unesco.nt.gz" is "unesco"."""
    return file.name.split(".", 1)[0]


def read(file: Path, base_url: str) -> tuple[Vocabulary, Findings]:
    """Return the whole vocabulary in `file` and what was mended or left out, as `opened` does."""
    with tempfile.TemporaryDirectory() as folder, opened(file, base_url, Path(folder)) as source:
        concepts = {concept.id: concept for concept in source.concepts()}
        return replace(source.vocabulary, concepts=concepts), source.findings()


def outlined(
    file: Path,
    base_url: str,
    see: Callable[[Concept], None] = lambda concept: None,
    share: Share = lambda done: None,
    check: Callable[["VocabularyReader"], Findings] = lambda source: Findings(),
) -> tuple[Vocabulary, Findings]:
    """Return the vocabulary in `file` in little memory, and what `opened` and `check` found.

    Of its concepts there are the id, the URI, the status, and preferred terms without a text, which
    tell the languages; `see` is called with each of them whole.
    """
    alike: dict[tuple[str, ...], tuple[Term, ...]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        opened(file, base_url, Path(folder), share) as source,
    ):
        id, concepts = source.vocabulary.id, {}
        for one in source.concepts():
            see(one)
            langs = tuple(one.labels())
            terms = alike.setdefault(langs, tuple(Term("", lang) for lang in langs))
            concepts[one.id] = Concept(one.id, id, one.uri, terms, status=one.status)
        found = source.findings()
        found += check(source)
        return replace(source.vocabulary, concepts=concepts), found


@contextmanager
def opened(
    file: Path, base_url: str, folder: Path, share: Share = lambda done: None
) -> Iterator["VocabularyReader"]:
    """Give the vocabulary in `file`, to be read one concept at a time.

    Its triples lie in `folder` meanwhile. Relative IRIs become ``<base_url>/id/<vocabulary>/…``.
    Raises BrokenSource where the file cannot be used at all.
    """
    id = vocabulary_id(file)
    options = read_options(file.parent / f"{id}.toml")
    kept = kept_ids(file.parent / f"{id}.ids")
    base = f"{base_url}/id/{id}/"
    with graph.opened(folder, names.CONCEPT, names.TELLING, _PAIRED) as found:
        reading = load(file, base, found, share)
        found.load(_withdrawn(found, withdrawn.beside(file.parent, id), base))
        yield VocabularyReader(file, id, base, found, options, reading, kept)


def _withdrawn(graph: Graph, file: Path, base: str) -> Iterator[Triple]:
    """Yield what is kept of concepts that the vocabulary itself does not have any more."""
    known: dict[str, bool] = {}
    for subject, predicate, value in withdrawn.statements(file, base):
        if subject not in known:
            stated = graph.subject(subject).values(
                RDF + "type", SKOS + "prefLabel", XL + "prefLabel"
            )
            known = {subject: bool(stated)}
        if not known[subject]:
            yield subject, predicate, value


class VocabularyReader:
    """A vocabulary on its way from its graph: described at once, its concepts one by one.

    `unnamed` are URIs and statements of those left out for want of a preferred term, complete when
    all concepts were read.
    """

    def __init__(
        self,
        file: Path,
        id: str,
        base: str,
        found: Graph,
        options: Options,
        reading: Reading,
        kept: dict[str, str] | None = None,
    ) -> None:
        self.reading = reading
        self.unnamed: list[tuple[str, tuple[Statement, ...]]] = []
        self._id, self.graph, self._options = id, found, options
        kinds = self.kinds = names.classes(found, options.ontology)
        found.aliases = names.properties(found, bool(options.ontology))
        self.ledger = Ledger(found, names.PLAIN | kinds.keys())
        self._parts = Interpreter(found, self.ledger, "")
        self.links = Links(found)
        schemes = Schemes(file.name, id, base, found, kinds, options, self._parts)
        self._scheme = found.subject(schemes.uri())
        members = schemes.members(self._scheme)
        self._tops = members.own
        self.survey = Survey(self._parts, self.links, kinds, members, bool(options.ontology))
        self.survey.gather()
        if self.links.is_empty():
            named = found.of_type(names.CLASSES + names.PROPERTIES)
            ontology = sum(not one.name.startswith("_:") for _, one in named)
            elsewhere = self.survey.elsewhere
            refusal = _no_concept(file.name, elsewhere, schemes.uri(), ontology)
            has_scheme = any(found.of_type([*names.members_of(kinds, names.SCHEME)]))
            if elsewhere or not has_scheme:
                raise refusal
            self._parts.note("no-concept", id, refusal.reason, **refusal.arguments)
        self._parts.language = options.source_language or schemes.language(self._scheme)
        groups = GroupReader(self._parts, self.links, [*names.members_of(kinds, names.GROUP)])
        for predicate in _PAIRED[:2]:
            for name, _ in found.pairs(predicate):
                if name in kinds or name in found.aliases:
                    self._parts.node(name, names.OF_TERM)
        self._first = self.links.name(groups.named(), kept or {})
        self._first += self.links.resolve()
        self._first += self.links.strangers(
            id, "hasTopConcept", self._scheme.names(names.SKOS + "hasTopConcept")
        )
        self.count = self.links.count()
        self._sectors = options.sectors or sectors_of(self._parts, self._scheme, id)
        described = self._described(self._scheme)
        resources = tuple(beyond.resources(found, kinds, self._scheme))
        for uri, _ in resources:
            self.ledger.account(found.subject(uri), {SKOS + "hasTopConcept"}, keeps=True)
        self.vocabulary = replace(
            described,
            groups=tuple(groups.read()),
            resources=resources,
            datatypes=tuple(dict.fromkeys(beyond.resource_datatypes(found, kinds, self._scheme))),
            shown=options.shown(),
            written=found.written,
        )
        self._first += self._parts.found

    def findings(self) -> Findings:
        """Return what was mended, left out or not read; complete when all concepts were read."""
        all_ = Findings()
        self.ledger.close()
        for found in (
            self.reading.findings,
            self._first,
            self._parts.found,
            self.ledger.findings(),
        ):
            all_ += found
        return all_

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts that have a preferred term, in the order of the file."""
        self._parts.found = Findings()
        self.unnamed = []
        links_of = self.links.walk()
        subjects = zip(self.survey.subjects(), self.links.numbered(), strict=True)
        for (number, subject), id in subjects:
            linked, others = links_of(number), self.survey.stated_by_others(subject.name)
            scheme = self._scheme.name
            if subject.name in self._tops:
                others = [*others, (names.TOP_OF, scheme)]
            concept = concept_of(self._parts, subject, id, self._id, linked, others, scheme)
            if any(term.status == "preferred" for term in concept.terms):
                has_sectors = concept.sectors or not self._sectors
                yield concept if has_sectors else replace(concept, sectors=self._sectors)
            else:
                self.unnamed.append((subject.name, beyond.everything(subject)))
                text = N_("no preferred term in any language; left out")
                self._parts.note("no-label", _named(concept), text)

    def _described(self, scheme: Subject) -> Vocabulary:
        parts, options = self._parts, self._options
        parts.ledger.account(scheme, OF_SCHEME, keeps=True)
        titles = parts.texts(scheme, *names.TITLES)
        own = {parts.language: options.title} if options.title else {}
        titles = {**titles, **own, **options.titles}
        descriptions = parts.texts(scheme, *names.DESCRIPTIONS)
        if options.description:
            descriptions = {**descriptions, parts.language: options.description}
        return Vocabulary(
            id=self._id,
            uri=scheme.name,
            titles=titles or {parts.language: self._id},
            descriptions=descriptions,
            source_language=parts.language,
            sectors=self._sectors,
            licence=options.licence or parts.first(scheme, DCT + "license", DCT + "rights"),
            publisher=options.publisher or parts.first(scheme, DCT + "publisher", DC + "publisher"),
            created=parts.day(scheme, self._id, *CREATED, is_first=True),
            modified=parts.day(scheme, self._id, *MODIFIED),
        )


def _no_concept(file: str, elsewhere: int, scheme: str, ontology: int) -> BrokenSource:
    if ontology and not elsewhere:
        text = N_(
            "there is no skos:Concept in it; its classes and properties (%(count)s) are read as"
            " concepts with --classes and --properties"
        )
        return BrokenSource(file, text, count=ontology)
    if not elsewhere:
        return BrokenSource(file, N_("there is no skos:Concept in it"))
    text = N_("none of its concepts (%(count)s) is in the scheme %(uri)s")
    return BrokenSource(file, text, count=elsewhere, uri=scheme)


def _named(concept: Concept) -> str:
    """Return the id of a concept without a preferred term, with another of its terms."""
    text = next((term.text for term in concept.terms), "")
    return f"{concept.id} (“{text}”)" if text else concept.id
