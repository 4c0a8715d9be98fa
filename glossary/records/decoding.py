"""A published record as the concept that it was made of."""

from collections.abc import Iterable, Mapping
from typing import Any

from glossary.model import Concept, Otherwise, Statement
from glossary.model import Mapping as Mapped
from glossary.records import NOTES_BY_MEMBER, terms_and_notes

_RELATIONS = ("broader", "narrower", "related")


def concept_of(record: Mapping[str, Any]) -> tuple[Concept, dict[str, str]]:
    """Return the concept of a record, and the URIs of those that it is related to, by id.

    Of very many narrower or related concepts a record names the first (`MOST_NEIGHBOURS`).
    """
    langs = dict.fromkeys(
        lang for member in ("terms", *NOTES_BY_MEMBER) for lang in record.get(member, {})
    )
    own = [terms_and_notes(record, lang) for lang in langs]
    related = {name: [(one["id"], one["uri"]) for one in record[name]] for name in _RELATIONS}
    concept = Concept(
        id=record["id"],
        vocabulary=record["vocabulary"],
        uri=record["uri"],
        terms=tuple(term for terms, _ in own for term in terms),
        notes=tuple(note for _, notes in own for note in notes),
        mappings=tuple(Mapped(one["relation"], one["uri"]) for one in record["mappings"]),
        notations=tuple(record.get("notations", ())),
        sectors=tuple(record["sectors"]),
        kinds=tuple(record.get("kinds", ())),
        status=record["status"],
        replaced_by=tuple(one["uri"] for one in record.get("replaced_by", ())),
        created=record.get("created"),
        modified=record.get("modified"),
        statements=_statements(record.get("statements", ())),
        datatypes=tuple((name, text, iri) for name, text, iri in record.get("datatypes", ())),
        schemes=_tuple(record.get("schemes")),
        top_of=_tuple(record.get("top_of")),
        stated=tuple((name, tuple(uris)) for name, uris in record.get("stated", {}).items()),
        otherwise=tuple(
            Otherwise(kind, text, lang, _statements(stated))
            for kind, text, lang, stated in record.get("otherwise", ())
        ),
        nodes=tuple((name, _statements(said)) for name, said in record.get("nodes", ())),
        **{name: tuple(id for id, _ in found) for name, found in related.items()},
    )
    return concept, {id: uri for found in related.values() for id, uri in found}


def _tuple(found: list[str] | None) -> tuple[str, ...] | None:
    return None if found is None else tuple(found)


def _statements(found: Iterable[Any]) -> tuple[Statement, ...]:
    return tuple(Statement(*one) for one in found)
