"""One subject of a graph as a concept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from glossary.errors import N_
from glossary.formats.rdf import RDF, text_of
from glossary.formats.rdf.graph import Subject
from glossary.formats.skos.beyond import (
    datatypes_of,
    kinds_of_links,
    of_concept,
    relations_of,
    schemes_of,
)
from glossary.formats.skos.interpreting import WITHOUT_TEXT, Interpreter
from glossary.formats.skos.names import (
    CREATED,
    DCT,
    KINDS,
    MAPPINGS,
    MODIFIED,
    OBSOLETE,
    OF_CONCEPT,
    OWL,
    REPLACED_BY,
    SKOS,
    STATUSES,
    TOP_OF,
    XL,
)
from glossary.formats.skos.nodes import datatypes_of_nodes, nodes_of
from glossary.formats.skos.notes import Notes
from glossary.formats.skos.terms import Terms
from glossary.formats.skos.values import boolean, is_withdrawn
from glossary.model import SECTORS, WITHDRAWN, Concept, Mapping, Note, Otherwise, Term


def concept_of(
    reading: Interpreter,
    subject: Subject,
    id: str,
    vocabulary: str,
    links: dict[str, tuple[str, ...]],
    others: Iterable[tuple[str, str]] = (),
    scheme: str = "",
) -> Concept:
    """Return the concept that a subject is; `others` are relations and URIs that only the other
    side states (`REPLACED_BY` and `TOP_OF` among them), `scheme` is the URI of the vocabulary.
    """
    has_label = subject.has((SKOS + "prefLabel", XL + "prefLabel"))
    reading.ledger.account(subject, OF_CONCEPT, keeps=has_label)
    stated = [*others]
    found = Terms(reading, subject, id)
    successors = reading.names(subject, id, DCT + "isReplacedBy")
    successors += [uri for relation, uri in stated if relation == REPLACED_BY]
    noted = Notes(reading, subject, id)
    own = [*noted.notes, *found.notes]
    otherwise = [*found.otherwise(), *noted.otherwise()]
    otherwise += (Otherwise(note.kind, note.text, note.lang, ()) for note in found.notes)
    sources = reading.sources(subject)
    terms, notes = _sourced(sources, found.terms, own)
    if sources and (terms, notes) == (found.terms, tuple(own)):
        text = N_("a second %(kind)s, “%(text)s”; left out")
        reading.note("second-value", id, text, kind="source", text=", ".join(sources))
    status = _status(reading, subject, id, bool(successors))
    is_top = not links["broader"] and status != WITHDRAWN
    is_named = (TOP_OF, scheme) in stated
    schemes, top_of = schemes_of(subject, scheme, is_top, is_named)
    return Concept(
        id=id,
        vocabulary=vocabulary,
        uri=subject.name,
        terms=terms,
        notes=notes,
        mappings=tuple(_mappings(reading, subject, id, stated)),
        notations=tuple(dict.fromkeys(_notations(reading, subject, id))),
        sectors=sectors_of(reading, subject, id),
        kinds=tuple(KINDS[t] for t in subject.names(RDF + "type") if t in KINDS),
        status=status,
        replaced_by=tuple(dict.fromkeys(successors)),
        created=reading.day(subject, id, *CREATED, is_first=True),
        modified=reading.day(subject, id, *MODIFIED),
        broader=links["broader"],
        narrower=links["narrower"],
        related=links["related"],
        statements=(*of_concept(subject), *kinds_of_links(reading.graph, subject, links)),
        datatypes=(*datatypes_of(subject), *datatypes_of_nodes(reading.graph, subject)),
        schemes=schemes,
        top_of=top_of,
        stated=relations_of(subject, links, stated),
        otherwise=tuple(otherwise),
        nodes=nodes_of(reading.graph, subject),
    )


_NOTATION = SKOS + "notation"


def _notations(reading: Interpreter, subject: Subject, id: str) -> Iterator[str]:
    for value in subject.values(_NOTATION):
        if text := reading.printable(text_of(value), id).strip():
            yield text
        else:
            reading.note("empty-label", id, WITHOUT_TEXT, kind="notation")


def sectors_of(reading: Interpreter, subject: Subject, where: str) -> tuple[str, ...]:
    """Return the sectors that a subject says it is for; other audiences are told."""
    stated = [text_of(value) for value in subject.values(DCT + "audience")]
    for text in dict.fromkeys(stated):
        if text not in SECTORS:
            message = N_("“%(text)s” is no sector; left out")
            reading.note("unknown-sector", where, message, text=text)
    return tuple(sector for sector in SECTORS if sector in stated)


def _mappings(
    reading: Interpreter, subject: Subject, id: str, others: Iterable[tuple[str, str]]
) -> Iterator[Mapping]:
    found = [
        (relation, uri)
        for name, relation in MAPPINGS.items()
        for uri in reading.names(subject, id, name)
    ]
    found += [(relation, uri) for relation, uri in others if relation not in (REPLACED_BY, TOP_OF)]
    for relation, uri in dict.fromkeys(found):
        if uri.startswith("_:"):
            text = N_("%(relation)s to something without a URI; left out")
            reading.note("no-target", id, text, relation=relation)
        elif uri == subject.name:
            text = N_("%(relation)s points to the concept itself; left out")
            reading.note("reflexive", id, text, relation=relation)
        else:
            yield Mapping(relation, uri)


def _status(reading: Interpreter, subject: Subject, id: str, is_replaced: bool) -> str:
    said = False
    for value in subject.values(OWL + "deprecated"):
        if (known := boolean(text_of(value))) is not None:
            return "deprecated" if known else "approved"
        _unknown(reading, id, text_of(value))
    for value in subject.values(*STATUSES):
        if (withdrawn := is_withdrawn(value)) is None:
            _unknown(reading, id, text_of(value))
        said = said or bool(withdrawn)
    is_obsolete = not OBSOLETE.isdisjoint(subject.names(RDF + "type"))
    return "deprecated" if is_replaced or said or is_obsolete else "approved"


def _unknown(reading: Interpreter, id: str, value: str) -> None:
    text = N_("“%(value)s” is no status of a concept; left out")
    reading.note("unknown-status", id, text, value=value)


def _sourced(
    sources: tuple[str, ...], terms: tuple[Term, ...], notes: list[Note]
) -> tuple[tuple[Term, ...], tuple[Note, ...]]:
    """Return terms and notes with the sources of a concept: they are those of its definitions that
    name none, else of its preferred terms that name none.
    """
    if not sources:
        return terms, tuple(notes)
    if any(note.kind == "definition" and not note.sources for note in notes):
        return terms, tuple(
            replace(note, sources=sources)
            if note.kind == "definition" and not note.sources
            else note
            for note in notes
        )
    return tuple(
        replace(term, sources=sources) if term.status == "preferred" and not term.sources else term
        for term in terms
    ), tuple(notes)
