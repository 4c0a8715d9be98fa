"""Hits of one word brought together where it is a term of several vocabularies."""

from collections.abc import Sequence

from glossary.reader import Record
from glossary.reader.agreement import plain
from glossary.web.pages.compare import address
from glossary.web.pages.compare_query import MOST_COLUMNS


def grouped(rows: Sequence[Record]) -> list[Record]:
    """Return the rows of hits, those with the same title one after the other, at the place of the
    first; that one tells as `same` how many there are and as `compared` the address that compares
    them, the others are marked as `is_again`.
    """
    found: dict[tuple[str, str], list[Record]] = {}
    for row in rows:
        found.setdefault((row["title_lang"], plain(row["title"])), []).append(row)
    made: list[Record] = []
    for same in found.values():
        first, *rest = same
        if rest:
            places = [f"{one['record']['vocabulary']}/{one['record']['id']}" for one in same]
            compared = address(concept=places[:MOST_COLUMNS])
            first = {**first, "same": len(same), "compared": compared}
        made += [first, *({**one, "is_again": True} for one in rest)]
    return made
