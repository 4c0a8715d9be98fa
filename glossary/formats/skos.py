"""SKOS, SKOS-XL and ISO 25964 collections: RDF files to vocabularies, one concept at a time.

Sources: SKOS Reference (W3C 2009), SKOS-XL (its appendix B), ISO 25964 SKOS extension.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.formats import Finding, Findings, graph, withdrawn
from glossary.formats.graph import Graph, Subject
from glossary.formats.links import INVERSE, Links, id_of
from glossary.formats.options import Options, read_options
from glossary.formats.rdf import (
    RDF,
    Reading,
    Share,
    Triple,
    Value,
    is_literal,
    load,
    tag_of,
    text_of,
)
from glossary.model import (
    MAPPING_RELATIONS,
    NOTE_KINDS,
    SECTORS,
    Concept,
    Group,
    Mapping,
    Note,
    Term,
    Vocabulary,
)

SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
DCT = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
FOAF = "http://xmlns.com/foaf/0.1/"
ISOTHES = "http://purl.org/iso25964/skos-thes#"

_LABELS = tuple(
    (SKOS + name, XL + name, status)
    for name, status in (
        ("prefLabel", "preferred"),
        ("altLabel", "admitted"),
        ("hiddenLabel", "hidden"),
    )
)
_NOTES = tuple((kind, SKOS + kind) for kind in NOTE_KINDS)
_MAPPINGS = tuple((relation, SKOS + relation) for relation in MAPPING_RELATIONS)
_LINKS = tuple((relation, SKOS + relation) for relation in INVERSE)
_COLLECTIONS = (SKOS + "Collection", SKOS + "OrderedCollection", ISOTHES + "ConceptGroup")
_KINDS = {FOAF + "Organization": "body", FOAF + "Person": "person"}
_PREDICATES = {
    RDF + "type", RDF + "value", RDFS + "label", OWL + "deprecated", ISOTHES + "status",
    XL + "literalForm", SKOS + "inScheme", SKOS + "notation", SKOS + "member",
    *(DC + name for name in ("title", "description", "publisher", "language")),
    *(DCT + name for name in (
        "title", "description", "publisher", "license", "rights", "language", "audience",
        "created", "issued", "modified", "isReplacedBy", "source", "type",
    )),
    *(name for plain, reified, _ in _LABELS for name in (plain, reified)),
    *(name for _, name in (*_NOTES, *_MAPPINGS, *_LINKS)),
}  # fmt: skip


def vocabulary_id(file: Path) -> str:
    """Return the id that a vocabulary file's name gives: "unesco.nt.gz" is "unesco"."""
    return file.name.split(".", 1)[0]


def read(file: Path, base_url: str) -> tuple[Vocabulary, Findings]:
    """Return the whole vocabulary in `file` and what was mended or left out, as `opened` does."""
    with tempfile.TemporaryDirectory() as folder, opened(file, base_url, Path(folder)) as source:
        concepts = {concept.id: concept for concept in source.concepts()}
        return replace(source.vocabulary, concepts=concepts), source.findings()


@contextmanager
def opened(
    file: Path, base_url: str, folder: Path, share: Share = lambda done: None
) -> Iterator["Source"]:
    """Give the vocabulary in `file`, to be read one concept at a time.

    Its triples lie in `folder` meanwhile. Relative IRIs become ``<base_url>/id/<vocabulary>/…``.
    Raises BrokenSource where the file cannot be used at all.
    """
    id = vocabulary_id(file)
    options = read_options(file.parent / f"{id}.toml")
    base = f"{base_url}/id/{id}/"
    with graph.opened(folder, _PREDICATES) as found:
        reading = load(file, base, found, share)
        found.load(_withdrawn(found, withdrawn.beside(file.parent, id), base))
        yield Source(file, id, base, found, options, reading)


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


class Source:
    """A vocabulary on its way from its graph: described at once, its concepts one by one."""

    def __init__(
        self, file: Path, id: str, base: str, found: Graph, options: Options, reading: Reading
    ) -> None:
        self._file, self._id, self._base = file, id, base
        self._graph, self._options = found, options
        self.reading = reading
        self._first = Findings()
        self._found = Findings()
        self._scheme = found.subject(self._scheme_uri())
        if next(self._chosen(), None) is None:
            raise BrokenSource(file.name, N_("there is no skos:Concept in it"))
        self._language = options.source_language or self._source_language()
        self._sectors = options.sectors or _sectors(self._scheme)
        self._links = Links(found)
        self._survey()
        self._broken_links = self._links.resolve()
        self.count = self._links.count()
        self.vocabulary = self._described()

    def findings(self) -> Findings:
        """Return what was mended or left out; complete when all concepts were read."""
        all_ = Findings()
        for found in (self.reading.findings, self._first, self._found, self._broken_links):
            all_ += found
        return all_

    def concepts(self) -> Iterator[Concept]:
        """Yield the concepts that have a preferred term, in the order of the file."""
        self._found = Findings()
        links_of = self._links.walk()
        for number, subject in self._chosen():
            concept = self._concept(subject, links_of(number))
            if any(term.status == "preferred" for term in concept.terms):
                yield concept
            else:
                text = N_("no preferred term in any language; left out")
                self._note("no-label", concept.id, text)

    def _note(self, rule: str, where: str, message: str, **values: object) -> None:
        self._found.append(Finding(rule, where, message, values))

    def _chosen(self) -> Iterator[tuple[int, Subject]]:
        scheme = self._options.scheme
        for number, subject in self._graph.of_type((SKOS + "Concept",)):
            if subject.name.startswith("_:"):
                continue
            if not scheme or scheme in subject.names(SKOS + "inScheme"):
                yield number, subject

    def _described(self) -> Vocabulary:
        scheme, options = self._scheme, self._options
        titles = self._texts(
            scheme, DCT + "title", DC + "title", RDFS + "label", SKOS + "prefLabel"
        )
        if options.title:
            titles = {**titles, self._language: options.title}
        descriptions = self._texts(scheme, DCT + "description", DC + "description")
        if options.description:
            descriptions = {**descriptions, self._language: options.description}
        return Vocabulary(
            id=self._id,
            uri=scheme.name,
            titles=titles or {self._language: self._id},
            descriptions=descriptions,
            source_language=self._language,
            sectors=self._sectors,
            licence=options.licence or scheme.first(DCT + "license", DCT + "rights"),
            publisher=options.publisher or scheme.first(DCT + "publisher", DC + "publisher"),
            created=_day(scheme.first(DCT + "created", DCT + "issued")),
            modified=_day(scheme.first(DCT + "modified")),
            groups=tuple(self._groups()),
        )

    def _scheme_uri(self) -> str:
        schemes = [one.name for _, one in self._graph.of_type((SKOS + "ConceptScheme",))]
        wanted = self._options.scheme
        if wanted:
            if wanted not in schemes:
                raise BrokenSource(self._file.name, N_("there is no scheme %(uri)s"), uri=wanted)
            return wanted
        if len(schemes) > 1:
            counts: dict[str, int] = defaultdict(int)
            for _, subject in self._graph.of_type((SKOS + "Concept",)):
                for uri in subject.names(SKOS + "inScheme"):
                    counts[uri] += 1
            schemes.sort(key=lambda uri: -counts[uri])
            text = N_("%(count)s concept schemes, read as one")
            self._first.append(Finding("several-schemes", self._id, text, {"count": len(schemes)}))
        return schemes[0] if schemes else self._base

    def _source_language(self) -> str:
        values = [text_of(v) for v in self._scheme.values(DCT + "language", DC + "language")]
        stated, told = languages.stated(values)
        counts: dict[str, int] = defaultdict(int)
        for _, subject in self._chosen():
            for label in subject.values(SKOS + "prefLabel"):
                counts[tag_of(label)] += 1
        chosen = languages.source(stated, counts)
        for one in (*told, chosen):
            if one.message:
                self._first.append(Finding("language", self._id, one.message, one.values))
        return chosen.tag

    def _survey(self) -> None:
        """Give every concept the last part of its URI as its id, and note what it is linked to."""
        for number, subject in self._chosen():
            uri, id = subject.name, id_of(subject.name)
            if uri.startswith(self._base) and "/" in uri[len(self._base) :]:
                text = N_("an id cannot hold a slash: %(uri)s")
                raise BrokenSource(self._file.name, text, uri=uri)
            kept = any(term.status == "preferred" for term in self._terms(subject, id))
            other = self._links.add(number, id, kept) if id else self._base
            if other is not None:
                text = N_("%(one)s and %(other)s would have one id")
                raise BrokenSource(self._file.name, text, one=uri, other=other)
            if kept:
                links = ((way, to) for way, name in _LINKS for to in subject.names(name))
                self._links.state(number, links)

    def _concept(self, subject: Subject, links: dict[str, tuple[str, ...]]) -> Concept:
        id = id_of(subject.name)
        return Concept(
            id=id,
            vocabulary=self._id,
            uri=subject.name,
            terms=tuple(self._terms(subject, id)),
            notes=tuple(self._notes(subject, id)),
            mappings=tuple(
                Mapping(relation, target)
                for relation, name in _MAPPINGS
                for target in dict.fromkeys(subject.names(name))
            ),
            notations=tuple(text_of(v) for v in subject.values(SKOS + "notation")),
            sectors=_sectors(subject) or self._sectors,
            kinds=tuple(_KINDS[t] for t in subject.names(RDF + "type") if t in _KINDS),
            status="deprecated"
            if subject.first(OWL + "deprecated") in ("true", "1")
            else "approved",
            replaced_by=tuple(subject.names(DCT + "isReplacedBy")),
            created=_day(subject.first(DCT + "created", DCT + "issued")),
            modified=_day(subject.first(DCT + "modified")),
            broader=links["broader"],
            narrower=links["narrower"],
            related=links["related"],
        )

    def _terms(self, subject: Subject, id: str) -> Iterator[Term]:
        preferred: set[str] = set()
        seen: set[tuple[str, str]] = set()
        for plain, reified, status in _LABELS:
            labels = self._labels(subject.values(plain), id, status)
            for term in chain(labels, self._reified(subject.names(reified), id, status)):
                key = term.text, term.lang
                if term.status == "preferred" and term.lang in preferred:
                    text = N_("a second preferred term “%(text)s” (%(lang)s); kept as a synonym")
                    self._note("two-preferred", id, text, text=term.text, lang=term.lang)
                    term = Term(*key, "admitted", term.type)
                if key in seen:
                    if status != "preferred":
                        text = N_("“%(text)s” (%(lang)s) is there twice; kept once")
                        self._note("label-twice", id, text, text=term.text, lang=term.lang)
                    continue
                seen.add(key)
                if term.status == "preferred":
                    preferred.add(term.lang)
                yield term

    def _labels(
        self,
        values: Iterable[Value],
        id: str,
        status: str,
        type: str = "full",
        sources: tuple[str, ...] = (),
    ) -> Iterator[Term]:
        for value in values:
            text = " ".join(value[0].split())
            if not text or isinstance(value, str):
                self._note("empty-label", id, N_("an empty label; left out"))
                continue
            lang = value[1]
            if not lang:
                lang = self._language
                message = N_("“%(text)s” has no language; read as %(lang)s")
                self._note("no-language", id, message, text=text, lang=lang)
            yield Term(text, lang, status, type, None, sources)

    def _reified(self, names: Iterable[str], id: str, status: str) -> Iterator[Term]:
        for name in names:
            label = self._graph.subject(name)
            stated = label.first(ISOTHES + "status")
            yield from self._labels(
                label.values(XL + "literalForm"),
                id,
                stated if stated == "deprecated" else status,
                label.first(DCT + "type") or "full",
                tuple(text_of(v) for v in label.values(DCT + "source")),
            )

    def _notes(self, subject: Subject, id: str) -> Iterator[Note]:
        for kind, name in _NOTES:
            for value in subject.values(name):
                if not isinstance(value, str):
                    if text_of(value):
                        yield Note(kind, text_of(value), tag_of(value) or self._language)
                    continue
                note = self._graph.subject(value)
                sources = tuple(text_of(v) for v in note.values(DCT + "source"))
                texts = note.values(RDF + "value")
                for text in texts:
                    yield Note(kind, text_of(text), tag_of(text) or self._language, sources)
                if not texts:
                    message = N_("%(kind)s without rdf:value; left out")
                    self._note("empty-note", id, message, kind=kind)

    def _groups(self) -> Iterator[Group]:
        for _, subject in self._graph.of_type(_COLLECTIONS):
            members = list(self._links.members(subject.names(SKOS + "member")))
            labels = self._texts(subject, SKOS + "prefLabel", RDFS + "label", DCT + "title")
            if labels and members:
                kept = tuple(id for id, has_label in members if has_label)
                yield Group(id_of(subject.name), subject.name, labels, kept)

    def _texts(self, subject: Subject, *predicates: str) -> dict[str, str]:
        texts: dict[str, str] = {}
        for value in subject.values(*predicates):
            if is_literal(value):
                texts.setdefault(tag_of(value) or self._language, text_of(value))
        return texts


def _sectors(subject: Subject) -> tuple[str, ...]:
    stated = {text_of(value) for value in subject.values(DCT + "audience")}
    return tuple(sector for sector in SECTORS if sector in stated)


def _day(value: str | None) -> str | None:
    return value[:10] if value else None
