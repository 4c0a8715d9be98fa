"""How near the concepts that are shown beside one another are, and in which sector they stand."""

from collections.abc import Iterable
from typing import Any

from glossary.model import SECTORS

Record = dict[str, Any]


def mapped(record: Record) -> dict[str, str]:
    """Return the relations of the concepts of this site that a record is mapped to, by URI."""
    return {m["uri"]: m["relation"] for m in record["mappings"] if "id" in m}


STRENGTH = ("self", "exactMatch", "closeMatch", "narrowMatch", "broadMatch", "relatedMatch")


def by_sector(
    found: Iterable[tuple[str, Record]],
) -> list[tuple[str, list[tuple[str, Record]]]]:
    """Return, by sector, the concepts that are of one sector only, with their relations, the
    nearest first.
    """
    columns: dict[str, list[tuple[str, Record]]] = {sector: [] for sector in SECTORS}
    for relation, record in sorted(found, key=lambda pair: STRENGTH.index(pair[0])):
        if len(record["sectors"]) == 1 and record["sectors"][0] in columns:
            columns[record["sectors"][0]].append((relation, record))
    return list(columns.items())
