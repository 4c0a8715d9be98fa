"""SKOS, SKOS-XL and ISO 25964 collections: RDF files to vocabularies.

Sources: SKOS Reference (W3C 2009), SKOS-XL (its appendix B), ISO 25964 SKOS extension.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from glossary import languages
from glossary.errors import N_, BrokenSource
from glossary.formats import Finding
from glossary.formats.rdf import RDF, Graph, Node, is_literal, name_of, tag_of, text_of, triples
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

NOT_A_TEXT = N_("“%(value)s” is not a text")
_LABELS = (("prefLabel", "preferred"), ("altLabel", "admitted"), ("hiddenLabel", "hidden"))
_COLLECTIONS = {SKOS + "Collection", SKOS + "OrderedCollection", ISOTHES + "ConceptGroup"}
_KINDS = {FOAF + "Organization": "body", FOAF + "Person": "person"}
_SIDECAR_KEYS = {
    "title", "description", "sectors", "source_language", "scheme", "licence", "publisher",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """What a file ``<id>.toml`` beside the vocabulary may say about it."""

    title: str | None = None
    description: str | None = None
    sectors: tuple[str, ...] = ()
    source_language: str | None = None
    scheme: str | None = None
    licence: str | None = None
    publisher: str | None = None


def read_options(file: Path) -> Options:
    """Return the options in `file`, the defaults where it does not exist."""
    if not file.is_file():
        return Options()
    try:
        values: dict[str, Any] = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BrokenSource(file.name, str(error)) from error
    unknown = sorted(set(values) - _SIDECAR_KEYS)
    if unknown:
        raise BrokenSource(file.name, N_("there is no option %(key)s"), key=unknown[0])
    for key, value in values.items():
        wanted: type = list if key == "sectors" else str
        message = N_("“%(value)s” is not a list") if wanted is list else NOT_A_TEXT
        if not isinstance(value, wanted):
            raise BrokenSource(file.name, message, value=f"{key} = {value}")
    sectors = tuple(values.pop("sectors", ()))
    wrong = [sector for sector in sectors if sector not in SECTORS]
    if wrong:
        raise BrokenSource(file.name, N_("there is no sector %(sector)s"), sector=wrong[0])
    return Options(sectors=sectors, **values)


def vocabulary_id(file: Path) -> str:
    """Return the id that a vocabulary file's name gives: "unesco.nt.gz" is "unesco"."""
    return file.name.split(".", 1)[0]


def read(file: Path, base_url: str) -> tuple[Vocabulary, list[Finding]]:
    """Return the vocabulary in `file` and what was mended or left out.

    Relative IRIs become ``<base_url>/id/<vocabulary>/…``. Raises BrokenSource where the file
    cannot be used at all.
    """
    options = read_options(file.parent / f"{vocabulary_id(file)}.toml")
    base = f"{base_url}/id/{vocabulary_id(file)}/"
    graph = Graph()
    for subject, predicate, value in triples(file, base):
        graph.add(subject, predicate, value)
    return _Reader(file, vocabulary_id(file), base, graph, options).vocabulary()


class _Reader:
    """Turns one graph into one vocabulary, collecting findings."""

    def __init__(self, file: Path, id: str, base: str, graph: Graph, options: Options) -> None:
        self.file, self.id, self.base = file, id, base
        self.graph, self.options = graph, options
        self.findings: list[Finding] = []
        self.ids: dict[str, str] = {}

    def note(self, rule: str, where: str, message: str, **values: object) -> None:
        self.findings.append(Finding(rule, where, message, values))

    def vocabulary(self) -> tuple[Vocabulary, list[Finding]]:
        graph, options = self.graph, self.options
        uris = [u for u in graph.of_type({SKOS + "Concept"}) if not u.startswith("_:")]
        scheme = self._scheme()
        if options.scheme:
            uris = [u for u in uris if scheme in graph.names(u, SKOS + "inScheme")]
        if not uris:
            raise BrokenSource(self.file.name, N_("there is no skos:Concept in it"))
        self.language = options.source_language or self._source_language(scheme, uris)
        self._name_concepts(uris)
        sectors = options.sectors or self._sectors(scheme)
        concepts = {}
        for uri in uris:
            concept = self._concept(uri, sectors)
            if concept.labels():
                concepts[concept.id] = concept
            else:
                self.note("no-label", concept.id, N_("no preferred term in any language; left out"))
        concepts = _linked(concepts, self._links(concepts))
        return self._described(scheme, sectors, concepts), self.findings

    def _described(
        self, scheme: str, sectors: tuple[str, ...], concepts: dict[str, Concept]
    ) -> Vocabulary:
        graph, options = self.graph, self.options
        titles = self._texts(
            scheme, DCT + "title", DC + "title", RDFS + "label", SKOS + "prefLabel"
        )
        if options.title:
            titles = {**titles, self.language: options.title}
        descriptions = self._texts(scheme, DCT + "description", DC + "description")
        if options.description:
            descriptions = {**descriptions, self.language: options.description}
        return Vocabulary(
            id=self.id,
            uri=scheme,
            titles=titles or {self.language: self.id},
            descriptions=descriptions,
            source_language=self.language,
            sectors=sectors,
            licence=options.licence or graph.first(scheme, DCT + "license", DCT + "rights"),
            publisher=options.publisher or graph.first(scheme, DCT + "publisher", DC + "publisher"),
            created=_day(graph.first(scheme, DCT + "created", DCT + "issued")),
            modified=_day(graph.first(scheme, DCT + "modified")),
            groups=tuple(self._groups(concepts)),
            concepts=concepts,
        )

    def _scheme(self) -> str:
        schemes = self.graph.of_type({SKOS + "ConceptScheme"})
        if self.options.scheme:
            if self.options.scheme not in schemes:
                raise BrokenSource(
                    self.file.name, N_("there is no scheme %(uri)s"), uri=self.options.scheme
                )
            return self.options.scheme
        if len(schemes) > 1:
            counts: dict[str, int] = defaultdict(int)
            for subject in self.graph.of_type({SKOS + "Concept"}):
                for uri in self.graph.names(subject, SKOS + "inScheme"):
                    counts[uri] += 1
            schemes.sort(key=lambda uri: -counts[uri])
            text = N_("%(count)s concept schemes, read as one")
            self.note("several-schemes", self.id, text, count=len(schemes))
        return schemes[0] if schemes else self.base

    def _source_language(self, scheme: str, uris: Iterable[str]) -> str:
        stated = [v for v in self.graph.values(scheme, DCT + "language") if is_literal(v)]
        if len(stated) == 1:
            return languages.canonical(text_of(stated[0]))
        counts: dict[str, int] = defaultdict(int)
        for uri in uris:
            for label in self.graph.values(uri, SKOS + "prefLabel"):
                counts[tag_of(label)] += 1
        counts.pop("", None)
        if not counts:
            return "en"
        most = max(counts.values())
        return "en" if counts.get("en") == most else max(counts, key=lambda tag: counts[tag])

    def _sectors(self, scheme: str) -> tuple[str, ...]:
        stated = {text_of(value) for value in self.graph.values(scheme, DCT + "audience")}
        return tuple(sector for sector in SECTORS if sector in stated)

    def _name_concepts(self, uris: Iterable[str]) -> None:
        """Give every concept the last part of its URI as its id."""
        taken: dict[str, str] = {}
        for uri in uris:
            short = _last_part(uri)
            if uri.startswith(self.base) and "/" in uri[len(self.base) :]:
                raise BrokenSource(
                    self.file.name, N_("an id cannot hold a slash: %(uri)s"), uri=uri
                )
            if not short or short in taken:
                raise BrokenSource(
                    self.file.name,
                    N_("%(one)s and %(other)s would have one id"),
                    one=uri,
                    other=taken.get(short, self.base),
                )
            taken[short] = uri
            self.ids[uri] = short

    def _concept(self, uri: str, sectors: tuple[str, ...]) -> Concept:
        graph = self.graph
        id = self.ids[uri]
        types = graph.names(uri, RDF + "type")
        own = {text_of(value) for value in graph.values(uri, DCT + "audience")}
        deprecated = graph.first(uri, OWL + "deprecated") in ("true", "1")
        return Concept(
            id=id,
            vocabulary=self.id,
            uri=uri,
            terms=tuple(self._terms(uri, id)),
            notes=tuple(self._notes(uri, id)),
            mappings=tuple(
                Mapping(relation, target)
                for relation in MAPPING_RELATIONS
                for target in dict.fromkeys(graph.names(uri, SKOS + relation))
            ),
            notations=tuple(text_of(v) for v in graph.values(uri, SKOS + "notation")),
            sectors=tuple(s for s in SECTORS if s in own) or sectors,
            kinds=tuple(_KINDS[t] for t in types if t in _KINDS),
            status="deprecated" if deprecated else "approved",
            replaced_by=tuple(graph.names(uri, DCT + "isReplacedBy")),
            created=_day(graph.first(uri, DCT + "created", DCT + "issued")),
            modified=_day(graph.first(uri, DCT + "modified")),
        )

    def _terms(self, uri: str, id: str) -> Iterable[Term]:
        preferred: set[str] = set()
        seen: set[tuple[str, str]] = set()
        for name, status in _LABELS:
            for term in self._labels(uri, id, name, status):
                if term.status == "preferred" and term.lang in preferred:
                    text = N_("a second preferred term “%(text)s” (%(lang)s); kept as a synonym")
                    self.note("two-preferred", id, text, text=term.text, lang=term.lang)
                    term = Term(term.text, term.lang, "admitted", term.type)
                if (term.text, term.lang) in seen:
                    if status != "preferred":
                        text = N_("“%(text)s” (%(lang)s) is there twice; kept once")
                        self.note("label-twice", id, text, text=term.text, lang=term.lang)
                    continue
                seen.add((term.text, term.lang))
                if term.status == "preferred":
                    preferred.add(term.lang)
                yield term

    def _labels(self, uri: str, id: str, name: str, status: str) -> Iterable[Term]:
        graph = self.graph
        for value in graph.values(uri, SKOS + name):
            term = self._term(value, id, status)
            if term:
                yield term
        for label in graph.names(uri, XL + name):
            stated = graph.first(label, ISOTHES + "status")
            for value in graph.values(label, XL + "literalForm"):
                term = self._term(
                    value,
                    id,
                    stated if stated == "deprecated" else status,
                    graph.first(label, DCT + "type") or "full",
                    tuple(text_of(v) for v in graph.values(label, DCT + "source")),
                )
                if term:
                    yield term

    def _term(
        self,
        value: Node,
        id: str,
        status: str,
        type: str = "full",
        sources: tuple[str, ...] = (),
    ) -> Term | None:
        text = " ".join(text_of(value).split())
        if not is_literal(value) or not text:
            self.note("empty-label", id, N_("an empty label; left out"))
            return None
        lang = tag_of(value)
        if not lang:
            message = N_("“%(text)s” has no language; read as %(lang)s")
            self.note("no-language", id, message, text=text, lang=self.language)
            lang = self.language
        return Term(text, lang, status, type, sources=sources)

    def _notes(self, uri: str, id: str) -> Iterable[Note]:
        for kind in NOTE_KINDS:
            for value in self.graph.values(uri, SKOS + kind):
                if is_literal(value):
                    if text_of(value):
                        yield Note(kind, text_of(value), tag_of(value) or self.language)
                    continue
                sources = tuple(
                    text_of(v) for v in self.graph.values(name_of(value), DCT + "source")
                )
                texts = self.graph.values(name_of(value), RDF + "value")
                for text in texts:
                    yield Note(kind, text_of(text), tag_of(text) or self.language, sources)
                if not texts:
                    self.note(
                        "empty-note", id, N_("%(kind)s without rdf:value; left out"), kind=kind
                    )

    def _links(self, concepts: dict[str, Concept]) -> dict[str, dict[str, dict[str, None]]]:
        """Return broader, narrower and related ids by concept, with both directions filled in."""
        links: dict[str, dict[str, dict[str, None]]] = {
            id: {"broader": {}, "narrower": {}, "related": {}} for id in concepts
        }
        inverse = {"broader": "narrower", "narrower": "broader", "related": "related"}
        for id, concept in concepts.items():
            for relation, other_way in inverse.items():
                for uri in self.graph.names(concept.uri, SKOS + relation):
                    target = self.ids.get(uri)
                    if target is None or target not in links:
                        text = N_("%(relation)s %(uri)s is not in the vocabulary; left out")
                        self.note("no-target", id, text, relation=relation, uri=uri)
                    elif target == id:
                        text = N_("%(relation)s points to the concept itself; left out")
                        self.note("reflexive", id, text, relation=relation)
                    else:
                        links[id][relation][target] = None
                        links[target][other_way][id] = None
        return links

    def _groups(self, concepts: dict[str, Concept]) -> Iterable[Group]:
        for uri in self.graph.of_type(_COLLECTIONS):
            members = [self.ids[m] for m in self.graph.names(uri, SKOS + "member") if m in self.ids]
            id = _last_part(uri)
            labels = self._texts(uri, SKOS + "prefLabel", RDFS + "label", DCT + "title")
            if labels and members:
                yield Group(id, uri, labels, tuple(m for m in members if m in concepts))

    def _texts(self, subject: str, *predicates: str) -> dict[str, str]:
        texts: dict[str, str] = {}
        for value in self.graph.values(subject, *predicates):
            if is_literal(value):
                texts.setdefault(tag_of(value) or self.language, text_of(value))
        return texts


def _linked(
    concepts: dict[str, Concept], links: dict[str, dict[str, dict[str, None]]]
) -> dict[str, Concept]:
    return {
        id: replace(
            concept,
            broader=tuple(links[id]["broader"]),
            narrower=tuple(links[id]["narrower"]),
            related=tuple(links[id]["related"]),
        )
        for id, concept in concepts.items()
    }


def _last_part(uri: str) -> str:
    part = uri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    plain = unquote(part)
    return part if "/" in plain else plain


def _day(value: str | None) -> str | None:
    return value[:10] if value else None
