"""Concepts to documents of the index, in two steps that need not see all concepts at once.

First `content` says of every concept what it knows of itself; when all are in the spool,
`documents` joins to each what the others say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from glossary import records
from glossary.languages.collation import Order
from glossary.model import WITHDRAWN, Concept, Note, Term, Vocabulary
from glossary.records.notations import Orders, first
from glossary.records.spool import Spool
from index import Document, Label, Text

_KINDS = {"preferred": "preferred", "hidden": "hidden"}
_DAY = len("2026-01-31")
_RELATIONS = ("broader", "narrower", "related")


def content(
    concept: Concept, vocabulary: Vocabulary, order: Order, base_url: str, decided: str = ""
) -> tuple[Any, ...]:
    """Return what a concept says of itself, as plain values: fields of the document, its links,
    and the parts of its record. `decided` is when a decision last changed it, in ISO 8601.
    """
    changed = max(concept.modified or concept.created or "", decided)
    if decided[:_DAY] > (concept.modified or ""):
        concept = replace(concept, modified=decided[:_DAY])
    labels, texts = [*label_values(concept.terms, order)], [*text_values(concept.notes)]
    links = [
        (relation, ids[: records.MOST_NEIGHBOURS], len(ids))
        for relation in _RELATIONS
        for ids in [getattr(concept, relation)]
    ]
    fields = concept.vocabulary, concept.id, concept.uri, labels, texts, concept.notations
    parts = records.parts(concept, base_url)
    mappings = [(one.relation, one.uri) for one in concept.mappings]
    version = _version(parts[0], links, mappings, concept.replaced_by)
    more = concept.sectors, concept.status, concept.broader, changed, concept.created, version
    return fields, more, links, concept.replaced_by, parts


def _version(said: bytes, *links: object) -> bytes:
    """Return 8 bytes that differ where a concept says something else of itself (BLAKE2b)."""
    return blake2b(said + repr(links).encode(), digest_size=8).digest()


def label_values(terms: Iterable[Term], order: Order) -> Iterator[tuple[str, str, str, bytes, str]]:
    """Yield the values of the labels that terms become."""
    for term in terms:
        kind = _KINDS.get(term.status, "alternative")
        yield term.text, term.lang, kind, *order.filed(term.text, term.lang)


def text_values(notes: Iterable[Note]) -> Iterator[tuple[str, str, str]]:
    """Yield the values of the texts that notes become."""
    return ((note.text, note.lang, note.kind) for note in notes)


def documents(spool: Spool, orders: Orders) -> Iterator[Document]:
    """Yield the documents of all concepts in a spool; `orders` are those of vocabularies that are
    put in order by their notations.
    """
    for fields, more, links, successors, (beginning, end) in spool.contents():
        vocabulary, id, uri, labels, texts, notations = fields
        sectors, status, parents, changed, created, version = more
        groups = spool.groups(vocabulary, id)
        order = orders.get(vocabulary)
        notation = first(notations) if order else ""
        others = records.Others(
            {relation: spool.neighbours(vocabulary, ids) for relation, ids, _ in links},
            {relation: total for relation, ids, total in links if total > len(ids)},
            spool.mappings(uri, vocabulary),
            [reference for _, reference, is_direct in groups if is_direct],
            [spool.reference(successor, vocabulary) for successor in successors],
        )
        yield Document(
            vocabulary=vocabulary,
            id=id,
            uri=uri,
            labels=[Label(*label) for label in labels],
            texts=[Text(*text) for text in texts],
            notations=notations,
            sectors=sectors,
            groups=[group for group, _, _ in groups],
            status=status,
            parents=parents,
            changed=changed,
            created=created or "",
            version=version,
            listed=status != WITHDRAWN,
            place=order.place(notation) if order else b"",
            notation=notation,
            aliases=spool.aliases(uri),
            summary=spool.reference(uri, vocabulary),
            record=records.record(beginning, others, end),
        )
