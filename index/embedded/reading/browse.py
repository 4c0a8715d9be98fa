"""A-Z lists, hierarchies and new concepts: always a level or a page at a time."""

from collections.abc import Sequence

from index import Cursor, ListEntry
from index.embedded.reading.view import View
from index.embedded.writing import hierarchy, levels
from index.text import analysis

_DEEPEST = 40
_MOST_STEPS = 1_000
"""So many steps are made for the paths to a concept; nested cycles have no end."""


def letters(view: View, vocabulary: str, lang: str) -> list[tuple[str, int]]:
    """Return the letters of the A-Z of a language with the number of their labels."""
    rows = view.rows.execute(
        "SELECT letter, labels FROM letter WHERE vocabulary = ? AND lang = ? "
        "ORDER BY first, letter",
        (view.number(vocabulary), analysis.paired(lang)),
    )
    return rows.fetchall()


def by_letter(
    view: View, vocabulary: str, lang: str, letter: str, offset: int, limit: int
) -> list[ListEntry]:
    """Return the labels under a letter; a synonym names its preferred term."""
    rows = view.rows.execute(
        "SELECT concept, label, CASE WHEN preferred THEN 0 ELSE coalesce(("
        "  SELECT e.label FROM entry e"
        "  WHERE e.concept = entry.concept AND e.lang = entry.lang AND e.preferred), 0) END "
        "FROM entry "
        "WHERE entry.vocabulary = ? AND entry.lang = ? AND entry.letter = ? "
        "ORDER BY entry.sort_key, entry.label LIMIT ? OFFSET ?",
        (
            view.number(vocabulary),
            *map(analysis.paired, (lang, letter)),
            limit,
            offset,
        ),
    )
    return [
        ListEntry(
            vocabulary, view.id(key), view.text(label), lang, view.text(other) if other else ""
        )
        for key, label, other in rows
    ]


def children(
    view: View, vocabulary: str, parent: str, lang: str, offset: int, limit: int
) -> list[ListEntry]:
    """Return a page of one level of the hierarchy."""
    level = _below(view, vocabulary, parent)
    return _entries(view, vocabulary, level, lang, offset, limit) if level else []


def members(
    view: View, vocabulary: str, group: str, lang: str, offset: int, limit: int
) -> list[ListEntry]:
    """Return a page of the members of a group."""
    level = levels.inside(view.number(vocabulary), analysis.paired(group))
    return _entries(view, vocabulary, level, lang, offset, limit)


def position(view: View, vocabulary: str, parent: str, id: str, lang: str) -> int | None:
    """Return how many concepts precede one on a level, None where it is not there."""
    level, key = _below(view, vocabulary, parent), view.key(vocabulary, id)
    if level is None or key is None:
        return None
    return levels.position(view.rows, level, analysis.paired(lang), key)


def _below(view: View, vocabulary: str, parent: str) -> levels.Level | None:
    if vocabulary not in view.state.vocabularies:
        return None
    number = view.number(vocabulary)
    above = view.key(vocabulary, parent) if parent else -number - 1
    return None if above is None else levels.below(above, number)


_CHILDREN = "SELECT parent, count(*) FROM tree WHERE parent IN ({}) GROUP BY parent"
_NOTATIONS = "SELECT key, notation FROM concept WHERE key IN ({})"


def _entries(
    view: View, vocabulary: str, level: levels.Level, lang: str, offset: int, limit: int
) -> list[ListEntry]:
    if limit <= 0:
        return []
    found = levels.page(view.rows, level, analysis.paired(lang), max(offset, 0), limit)
    keys = [one.concept for one in found]
    marks = ",".join("?" * len(keys))
    below = dict(view.rows.execute(_CHILDREN.format(marks), keys))
    notations = dict(view.rows.execute(_NOTATIONS.format(marks), keys))
    return [
        ListEntry(
            vocabulary,
            view.id(one.concept),
            view.text(one.label) if one.label else "",
            view.lang(one.label) if one.label else "",
            "",
            below.get(one.concept, 0),
            notations[one.concept],
        )
        for one in found
    ]


def paths(view: View, vocabulary: str, id: str, limit: int) -> list[list[str]]:
    """Return the ways from the top down to a concept; of a cycle, one member stands at the top."""
    key = view.key(vocabulary, id)
    if key is None:
        return []
    rows = view.rows
    found: list[list[int]] = []
    open_ways: list[list[int]] = [[key]]
    for _ in range(_MOST_STEPS):
        if not open_ways or len(found) >= limit:
            break
        way = open_ways.pop()
        above = hierarchy.parents(rows, way[0])
        if not above or min(above) < 0 or len(way) >= _DEEPEST:
            found.append(way)
            continue
        others = [parent for parent in above if parent not in way]
        open_ways += [[parent, *way] for parent in reversed(others[:limit])]
    return [[view.id(key) for key in way] for way in found or [[key]]]


_ALL_CONCEPTS = (
    "SELECT key, '', id FROM concept WHERE vocabulary = ?1 AND id > ?4 ORDER BY id LIMIT ?5"
)
_CHANGED = (
    "SELECT key, changed, id FROM concept WHERE vocabulary = ?1 AND changed >= ?2 "
    "AND (changed, id) > (?3, ?4) ORDER BY changed, id LIMIT ?5"
)


def concepts(
    view: View, vocabulary: str, after: Cursor, since: str, limit: int
) -> tuple[list[bytes], Cursor | None]:
    """Return a page of the records of a vocabulary, and where the next one begins."""
    day, id = map(analysis.paired, after)
    start = max(analysis.paired(since), day)
    values = view.number(vocabulary), start, day, id, limit + 1
    rows = view.rows.execute(_CHANGED if since else _ALL_CONCEPTS, values).fetchall()
    found = rows[:limit]
    further = (found[-1][1], found[-1][2]) if found and len(rows) > limit else None
    return [view.record(key) for key, *_ in found], further


def newest(view: View, limit: int) -> Sequence[bytes]:
    """Return the records that changed last, none without a date; those of one moment in the order
    of publication.
    """
    rows = view.rows
    found: list[bytes] = []
    day = "~"
    while len(found) < limit:
        row = rows.execute(
            "SELECT max(changed) FROM concept WHERE listed AND changed > '' AND changed < ?", (day,)
        ).fetchone()
        if row[0] is None:
            break
        day = row[0]
        same_day = rows.execute(
            "SELECT key FROM concept WHERE listed AND changed = ? ORDER BY key LIMIT ?",
            (day, limit - len(found)),
        )
        found += [view.record(key) for (key,) in same_day]
    return found
