"""A-Z lists, hierarchies and new concepts: always a level or a page at a time."""

from collections.abc import Sequence

from index import Entry, analysis
from index.embedded.snapshot import Snapshot

_DEEPEST = 40


def letters(snapshot: Snapshot, vocabulary: str, lang: str) -> list[tuple[str, int]]:
    """Return the letters of the A-Z of a language with the number of their labels."""
    rows = snapshot.rows().execute(
        "SELECT letter, labels FROM letter WHERE vocabulary = ? AND lang = ? ORDER BY position",
        (snapshot.vocabularies.get(vocabulary), analysis.paired(lang)),
    )
    return rows.fetchall()


def by_letter(
    snapshot: Snapshot, vocabulary: str, lang: str, letter: str, offset: int, limit: int
) -> list[Entry]:
    """Return the labels under a letter; a synonym names its preferred term."""
    rows = snapshot.rows().execute(
        "SELECT concept.id, label.text, entry.preferred, ("
        "  SELECT other.text FROM entry e JOIN label other ON other.number = e.label"
        "  WHERE e.concept = entry.concept AND e.lang = entry.lang AND e.preferred) "
        "FROM entry JOIN label ON label.number = entry.label "
        "JOIN concept ON concept.key = entry.concept "
        "WHERE entry.vocabulary = ? AND entry.lang = ? AND entry.letter = ? "
        "ORDER BY entry.sort_key, entry.label LIMIT ? OFFSET ?",
        (
            snapshot.vocabularies.get(vocabulary),
            *map(analysis.paired, (lang, letter)),
            limit,
            offset,
        ),
    )
    return [
        Entry(vocabulary, id, text, lang, "" if is_preferred else preferred or "")
        for id, text, is_preferred, preferred in rows
    ]


def children(
    snapshot: Snapshot, vocabulary: str, parent: str, lang: str, offset: int, limit: int
) -> list[Entry]:
    """Return one level of the hierarchy; concepts without a term in `lang` come last."""
    number = snapshot.vocabularies.get(vocabulary)
    if number is None:
        return []
    above = snapshot.key(vocabulary, parent) if parent else -number - 1
    rows = snapshot.rows().execute(
        "SELECT concept.id, label.text, (SELECT count(*) FROM tree t WHERE t.parent = tree.child) "
        "FROM tree JOIN concept ON concept.key = tree.child "
        "LEFT JOIN entry ON entry.concept = tree.child AND entry.lang = ? AND entry.preferred "
        "LEFT JOIN label ON label.number = entry.label "
        "WHERE tree.parent = ? "
        "ORDER BY entry.sort_key IS NULL, entry.sort_key, concept.id LIMIT ? OFFSET ?",
        (analysis.paired(lang), above, limit, offset),
    )
    return [Entry(vocabulary, id, text or "", lang, "", below) for id, text, below in rows]


def paths(snapshot: Snapshot, vocabulary: str, id: str, limit: int) -> list[list[str]]:
    """Return the ways from the top down to a concept; a cycle ends the way it is on."""
    key = snapshot.key(vocabulary, id)
    if key is None:
        return []
    rows = snapshot.rows()
    found: list[list[int]] = []
    open_ways: list[list[int]] = [[key]]
    while open_ways and len(found) < limit:
        way = open_ways.pop()
        above = [
            parent
            for (parent,) in rows.execute("SELECT parent FROM tree WHERE child = ?", (way[0],))
            if parent > 0 and parent not in way
        ]
        if not above or len(way) >= _DEEPEST:
            found.append(way)
        open_ways += [[parent, *way] for parent in reversed(above[:limit])]
    return [[_id(snapshot, key) for key in way] for way in found]


def _id(snapshot: Snapshot, key: int) -> str:
    row = snapshot.rows().execute("SELECT id FROM concept WHERE key = ?", (key,)).fetchone()
    return str(row[0])


def newest(snapshot: Snapshot, limit: int) -> Sequence[bytes]:
    """Return the records that changed last; those of one day in the order of publication."""
    rows = snapshot.rows()
    found: list[bytes] = []
    day = "~"
    while len(found) < limit:
        row = rows.execute("SELECT max(changed) FROM concept WHERE changed < ?", (day,)).fetchone()
        if row[0] is None:
            break
        day = row[0]
        same_day = rows.execute(
            "SELECT record FROM concept WHERE changed = ? ORDER BY key LIMIT ?",
            (day, limit - len(found)),
        )
        found += [record for (record,) in same_day]
    return found
