"""The names of SKOS, SKOS-XL and ISO 25964 that are understood, and others that mean the same.

Sources: SKOS Reference (W3C 2009) with its schema, SKOS-XL (its appendix B), the SKOS extension of
ISO 25964 (iso-thes), DCMI Terms, the ontology of the Getty Vocabulary Program.
"""

from collections.abc import Collection, Iterable, Iterator

from glossary.formats.rdf import RDF
from glossary.formats.rdf.graph import Graph
from glossary.model import FALSE_FRIEND, MAPPING_RELATIONS, NOTE_KINDS, TermStatus

SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
DCT = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
FOAF = "http://xmlns.com/foaf/0.1/"
ADMS = "http://www.w3.org/ns/adms#"
EUVOC = "http://publications.europa.eu/ontology/euvoc#"
ISOTHES = "http://purl.org/iso25964/skos-thes#"
GVP = "http://vocab.getty.edu/ontology#"
LEXINFO = "http://www.lexinfo.net/ontology/3.0/lexinfo#"
TERMS = "https://w3id.org/convergence-glossary/terms#"
"""What is said of a term and has no property in any of these: docs/exporting.md, "Own names"."""
GRAMMAR, EQUIVALENCE = TERMS + "grammar", TERMS + "equivalence"
RELIABILITY, MARK = TERMS + "reliability", TERMS + "mark"
LOCATOR, BASIS = TERMS + "locator", TERMS + "basis"
PARTS_OF_SPEECH = tuple(LEXINFO + name for name in ("partOfSpeech", "gender", "number"))

RELATIONS = {"broader": "narrower", "narrower": "broader", "related": "related"}
"""Semantic relations between concepts of a vocabulary, and what each is from the other side."""
LINKS = {SKOS + name: name for name in RELATIONS}
MAPPINGS = {**{SKOS + name: name for name in MAPPING_RELATIONS}, TERMS + FALSE_FRIEND: FALSE_FRIEND}
MAPPING_PROPERTIES = {name: property for property, name in MAPPINGS.items()}
NOTES = {SKOS + kind: kind for kind in NOTE_KINDS}
LABELS: tuple[tuple[str, str, TermStatus], ...] = (
    (SKOS + "prefLabel", XL + "prefLabel", "preferred"),
    (SKOS + "altLabel", XL + "altLabel", "admitted"),
    (SKOS + "hiddenLabel", XL + "hiddenLabel", "hidden"),
)
STATUSES = (ISOTHES + "status", ADMS + "status", EUVOC + "status")
CREATED, MODIFIED = (DCT + "created", DCT + "issued"), (DCT + "modified",)
TEXTS = (
    RDF + "value", RDFS + "comment", DCT + "description", DC + "description", RDFS + "label",
    XL + "literalForm", ISOTHES + "lexicalValue", SKOS + "note",
)  # fmt: skip
"""Where the text of a structured note stands; the first that is there is read."""
TITLES = (DCT + "title", DC + "title", RDFS + "label", SKOS + "prefLabel")
"""Where the title of a scheme stands, the first in a language before others."""
DESCRIPTIONS = (DCT + "description", DC + "description", RDFS + "comment")
SOURCES = (DCT + "source", DC + "source")

REPLACED_BY, TOP_OF = "replacedBy", "topConceptOf"
"""What is told of a concept by its successor and by its scheme, beside mapping relations."""

CONCEPT, SCHEME = SKOS + "Concept", SKOS + "ConceptScheme"
GROUP = SKOS + "Collection"
ARRAY = ISOTHES + "ThesaurusArray"
COLLECTIONS = (
    SKOS + "Collection", SKOS + "OrderedCollection", ISOTHES + "ConceptGroup", ARRAY,
    GVP + "Hierarchy", GVP + "Facet", GVP + "GuideTerm",
)  # fmt: skip
LABEL = XL + "Label"
_SUBCLASSES = {
    ISOTHES + "ThesaurusConcept": CONCEPT,
    ISOTHES + "TopConcept": CONCEPT,
    SKOS + "TopConcept": CONCEPT,  # of the draft of 2005
    GVP + "Concept": CONCEPT,
    GVP + "Subject": CONCEPT,
    GVP + "ObsoleteSubject": CONCEPT,
    ISOTHES + "Thesaurus": SCHEME,
    ISOTHES + "PreferredTerm": LABEL,
    ISOTHES + "SimpleNonPreferredTerm": LABEL,
    ISOTHES + "ThesaurusTerm": LABEL,
} | dict.fromkeys(COLLECTIONS, GROUP)
OBSOLETE = {OWL + "DeprecatedClass", GVP + "ObsoleteSubject"}
"""Classes whose members are withdrawn."""
KINDS = {FOAF + "Organization": "body", FOAF + "Person": "person"}
"""Classes that tell what kind of thing a concept is about."""
PLAIN = frozenset(
    {
        *OBSOLETE, *KINDS, RDF + "List", RDF + "Property", RDFS + "Class", RDFS + "Resource",
        *(OWL + name for name in (
            "Class", "Thing", "NamedIndividual", "ObjectProperty", "DatatypeProperty",
            "AnnotationProperty",
        )),
    }
)  # fmt: skip
"""Classes that are read, or say no more than that something is there."""

_WAYS = {
    way + kind: SKOS + way
    for way in ("broader", "narrower")
    for kind in ("Generic", "Partitive", "Instantial")
}
KINDS_OF_LINKS = tuple(ISOTHES + name for name in _WAYS)
"""What kinds of relations in the hierarchy are called in ISO 25964."""
_SUBPROPERTIES = {
    **{space + name: way for space in (ISOTHES, GVP) for name, way in _WAYS.items()},
    GVP + "broader": SKOS + "broader",
    GVP + "broaderPreferred": SKOS + "broader",
    GVP + "broaderNonPreferred": SKOS + "broader",
    GVP + "narrower": SKOS + "narrower",
    GVP + "prefLabelGVP": XL + "prefLabel",
    "http://schema.org/supersededBy": DCT + "isReplacedBy",
    "https://schema.org/supersededBy": DCT + "isReplacedBy",
}

_OF_ALL = {RDF + "type", SKOS + "inScheme"}
OF_CONCEPT = frozenset(
    {
        *_OF_ALL, *LINKS, *MAPPINGS, *NOTES, *DESCRIPTIONS, *SOURCES, *STATUSES, *CREATED,
        *MODIFIED, *(name for plain, reified, _ in LABELS for name in (plain, reified)),
        SKOS + "notation", SKOS + "topConceptOf", OWL + "deprecated", DCT + "isReplacedBy",
        DCT + "replaces", DCT + "audience", ISOTHES + "subordinateArray",
    }
)  # fmt: skip
OF_SCHEME = frozenset(
    {
        *_OF_ALL, *CREATED, *MODIFIED, SKOS + "prefLabel", RDFS + "label", SKOS + "hasTopConcept",
        *(DC + name for name in ("title", "description", "publisher", "language")), *DESCRIPTIONS,
        *(DCT + name for name in (
            "title", "description", "publisher", "license", "rights", "language", "audience",
        )),
    }
)  # fmt: skip
OF_GROUP = frozenset(
    {
        *_OF_ALL, SKOS + "member", SKOS + "memberList", SKOS + "prefLabel", XL + "prefLabel",
        RDFS + "label", DCT + "title", ISOTHES + "superOrdinate", ISOTHES + "subordinateArray",
        ISOTHES + "superGroup", ISOTHES + "subGroup",
    }
)  # fmt: skip
OF_LABEL = frozenset(
    {
        RDF + "type", XL + "literalForm", DCT + "type", *STATUSES, *SOURCES, *NOTES,
        RDFS + "comment", GRAMMAR, EQUIVALENCE, RELIABILITY, MARK, *PARTS_OF_SPEECH,
    }
)  # fmt: skip
OF_NOTE = frozenset({RDF + "type", *SOURCES, RELIABILITY})
OF_SOURCE = frozenset(
    {*TEXTS, DCT + "title", DC + "title", DCT + "bibliographicCitation", DCT + "identifier"}
)
OF_CITATION = OF_SOURCE | {RDF + "type", DCT + "isPartOf", LOCATOR, BASIS}
OF_TERM = frozenset({RDF + "type", RDFS + "subClassOf", RDFS + "subPropertyOf"})
OF_LIST = frozenset({RDF + "type", RDF + "first", RDF + "rest"})
"""What is read of each kind of subject; all else is counted, see `accounting`."""

_UNDERSTOOD = OF_CONCEPT | OF_SCHEME | OF_GROUP | OF_LABEL
_TARGETS = {
    *LINKS, *MAPPINGS, *NOTES, *(name for plain, xl, _ in LABELS for name in (plain, xl)),
    SKOS + "notation", SKOS + "inScheme", SKOS + "topConceptOf", SKOS + "hasTopConcept",
    SKOS + "member", SKOS + "memberList", XL + "literalForm", DCT + "isReplacedBy",
    ISOTHES + "superOrdinate", ISOTHES + "subordinateArray",
}  # fmt: skip

RELATING = {
    *LINKS, *(name for name, of in _SUBPROPERTIES.items() if of in LINKS),
    SKOS + "broaderTransitive", SKOS + "narrowerTransitive",
    SKOS + "semanticRelation", SKOS + "topConceptOf",
}  # fmt: skip
"""Whoever has one of these is a concept (SKOS Reference, S4, S19 and S20)."""
TELLING = frozenset({*RELATING, *MAPPINGS, *(name for name, _, _ in LABELS), XL + "prefLabel"})
"""What makes a subject without a class worth a look."""


CLASSES = (OWL + "Class", RDFS + "Class", RDFS + "Datatype")
PROPERTIES = (
    RDF + "Property",
    *(OWL + kind + "Property" for kind in (
        "Object", "Datatype", "Annotation", "Functional", "InverseFunctional", "Symmetric",
        "Transitive", "Ontology",
    )),
)  # fmt: skip
_OF_ONTOLOGY = {
    RDFS + "label": SKOS + "prefLabel",
    RDFS + "comment": DCT + "description",
    RDFS + "subClassOf": SKOS + "broader",
    RDFS + "subPropertyOf": SKOS + "broader",
}
"""What a class or property has of a concept, where they are read as such."""


def classes(found: Graph, ontology: Collection[str] = ()) -> dict[str, str]:
    """Return the classes whose members are concepts, schemes, collections or labels, with which of
    these they are: known ones, and subclasses that the file declares.

    `ontology` names what else is a concept: "classes", "properties".
    """
    own = {CONCEPT: CONCEPT, SCHEME: SCHEME, LABEL: LABEL, **_SUBCLASSES}
    made = _closed(own, found.pairs(RDFS + "subClassOf"), own.keys())
    if ontology:
        made[OWL + "Ontology"] = SCHEME
    for kind, names in (("classes", CLASSES), ("properties", PROPERTIES)):
        if kind in ontology:
            made |= dict.fromkeys(names, CONCEPT)
    return made


def properties(found: Graph, is_ontology: bool = False) -> dict[str, str]:
    """Return the properties that are read as others: known ones, and sub-properties that the file
    declares of what is understood; in an ontology also what stands for labels and the hierarchy.
    """
    own = {name: name for name in _TARGETS} | _SUBPROPERTIES
    made = _closed(own, found.pairs(RDFS + "subPropertyOf"), own.keys() | _UNDERSTOOD)
    found_names = {name: of for name, of in made.items() if name != of}
    return found_names | _OF_ONTOLOGY if is_ontology else found_names


def _closed(
    known: dict[str, str], pairs: Iterable[tuple[str, str]], untouched: Iterable[str]
) -> dict[str, str]:
    """Return `known` with all that is below one of its names, by (lower, upper) `pairs`."""
    below: dict[str, list[str]] = {}
    for lower, upper in pairs:
        below.setdefault(upper, []).append(lower)
    made, fixed = dict(known), set(untouched)
    waiting = list(known)
    while waiting:
        upper = waiting.pop(0)
        for lower in below.get(upper, ()):
            if lower not in made and lower not in fixed:
                made[lower] = made[upper]
                waiting.append(lower)
    return made


def members_of(kinds: dict[str, str], kind: str) -> Iterator[str]:
    """Yield the classes that are one of the four kinds that `classes` tells apart."""
    return (name for name, of in kinds.items() if of == kind)
