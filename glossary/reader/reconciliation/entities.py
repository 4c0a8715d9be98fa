"""Concepts by the identifier that programs know them by: their URI, or their id in a vocabulary."""

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic_core import from_json

from glossary.reader import Reader

Record = dict[str, Any]


def entity(reader: Reader, id: str, vocabularies: Sequence[str] = ()) -> Record | None:
    """Return the record of the concept with an identifier in these vocabularies or any, else None.

    That is its URI, an address of it on this site, `<vocabulary>/<id>`, or, where one vocabulary
    is asked, its id.
    """
    found = reader.index.get_many([id]).get(id)
    if found is not None:
        record: Record = from_json(found)
        if not vocabularies or record["vocabulary"] in vocabularies:
            return record
    return _by_id(reader, id, vocabularies) or _by_other_uri(reader, id, vocabularies)


def _by_id(reader: Reader, id: str, vocabularies: Sequence[str]) -> Record | None:
    """Return the record of the concept that an id, with or without its vocabulary, names."""
    first, slash, rest = id.partition("/")
    places = [(one, id) for one in vocabularies[:1] if len(vocabularies) == 1]
    if slash and rest and (not vocabularies or first in vocabularies):
        places.append((first, rest))
    for place in places:
        found = reader.index.get(*place)
        if found is not None:
            record: Record = from_json(found)
            return record
    return None


def _by_other_uri(reader: Reader, id: str, vocabularies: Sequence[str]) -> Record | None:
    """Return the record of the concept with another spelling of a URI, or an address of ours."""
    if "://" not in id:
        return None
    for hit in reader.index.lookup(reader.named_by(id), "", vocabularies, 1):
        if hit.match.kind == "identifier":
            record: Record = from_json(hit.record)
            return record
    return None


def entities(
    reader: Reader, ids: Iterable[str], vocabularies: Sequence[str] = ()
) -> dict[str, Record]:
    """Return the records of those identifiers that name a concept, by identifier."""
    wanted = list(dict.fromkeys(ids))
    known = {id: from_json(found) for id, found in reader.index.get_many(wanted).items()}
    made = {}
    for id in wanted:
        record = known.get(id)
        if record is None or (vocabularies and record["vocabulary"] not in vocabularies):
            record = entity(reader, id, vocabularies)
        if record is not None:
            made[id] = record
    return made
