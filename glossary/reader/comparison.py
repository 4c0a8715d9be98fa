"""Concepts of the sectors beside one another: what names the same or a like idea, and how near."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from glossary.model import FALSE_FRIEND, SECTORS

Record = dict[str, Any]
RELATIONS = (
    "self", "exactMatch", "closeMatch", "narrowMatch", "broadMatch", "relatedMatch", FALSE_FRIEND
)  # fmt: skip
"""How a concept beside another is related to it, the nearest first."""
_MATCHES = ("exactMatch", "closeMatch")


def compared(
    record: Record, records_of: Callable[[Iterable[str]], Mapping[str, Record]]
) -> list[tuple[str, list[tuple[str, Record]]]]:
    """Return, by sector, the concepts that name the same or a like idea, each with its relation.

    Those are the concepts that the record is mapped to, and what these exactly or closely match;
    the concept itself stands in its own sector with the relation "self". `records_of` gives the
    records of URIs, as far as they exist.
    """
    return by_sector([*related(record, records_of), ("self", record)])


def related(
    record: Record, records_of: Callable[[Iterable[str]], Mapping[str, Record]]
) -> list[tuple[str, Record]]:
    """Return the concepts that a record is mapped to, and what these exactly or closely match, each
    with its relation; see `compared`.
    """
    direct = mapped_relations(record)
    direct.pop(record["uri"], None)
    records = dict(records_of(direct))
    indirect: dict[str, str] = {}
    for uri, relation in direct.items():
        if relation in _MATCHES and uri in records:
            for target, step in mapped_relations(records[uri]).items():
                if step in _MATCHES and target not in direct:
                    indirect.setdefault(target, step if relation == "exactMatch" else relation)
    indirect.pop(record["uri"], None)
    records |= records_of(indirect)
    return [
        (relation, records[uri]) for uri, relation in (direct | indirect).items() if uri in records
    ]


def mapped_relations(record: Record) -> dict[str, str]:
    """Return the relations of the concepts of this site that a record is mapped to, by URI."""
    return {m["uri"]: m["relation"] for m in record["mappings"] if "id" in m}


def by_sector(
    found: Iterable[tuple[str, Record]],
) -> list[tuple[str, list[tuple[str, Record]]]]:
    """Return, by sector, the concepts that are of one sector only, the nearest first."""
    columns: dict[str, list[tuple[str, Record]]] = {sector: [] for sector in SECTORS}
    for relation, record in sorted(found, key=lambda pair: RELATIONS.index(pair[0])):
        if len(record["sectors"]) == 1 and record["sectors"][0] in columns:
            columns[record["sectors"][0]].append((relation, record))
    return list(columns.items())
