"""A-Z lists, hierarchies and new concepts: always a level or a page at a time."""

from collections.abc import Sequence

from index import Entry, analysis
from index.embedded import trees
from index.embedded.snapshot import View

_DEEPEST = 40
_MOST_STEPS = 1_000
"""So many concepts are looked at for the ways to one; cycles in cycles have no end."""


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
) -> list[Entry]:
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
        Entry(vocabulary, view.id(key), view.text(label), lang, view.text(other) if other else "")
        for key, label, other in rows
    ]


_CHILDREN = (
    "SELECT concept.key, entry.label, (SELECT count(*) FROM tree t WHERE t.parent = concept.key) "
    "FROM {source} JOIN concept ON concept.key = {source}.child "
    "LEFT JOIN entry ON entry.concept = concept.key AND entry.lang = ?1 AND entry.preferred = 1 "
    "WHERE {source}.parent = ?2 {order} "
    "LIMIT ?3 OFFSET ?4"
)
_FEW = _CHILDREN.format(
    source="tree", order="ORDER BY entry.sort_key IS NULL, entry.sort_key, concept.id"
)
_MANY = _CHILDREN.format(
    source="broad",
    order="AND broad.lang = ?5 ORDER BY broad.missing, broad.sort_key, broad.child",
)


def children(
    view: View, vocabulary: str, parent: str, lang: str, offset: int, limit: int
) -> list[Entry]:
    """Return one level of the hierarchy; concepts without a term in `lang` come last."""
    if vocabulary not in view.state.vocabularies:
        return []
    above = view.key(vocabulary, parent) if parent else -view.number(vocabulary) - 1
    lang = analysis.paired(lang)
    in_order = "SELECT lang FROM broad WHERE parent = ? AND lang IN (?, '') ORDER BY lang DESC"
    ordered = view.rows.execute(in_order, (above, lang)).fetchone()
    if ordered:
        rows = view.rows.execute(_MANY, (lang, above, limit, offset, *ordered))
    else:
        rows = view.rows.execute(_FEW, (lang, above, limit, offset))
    return [
        Entry(vocabulary, view.id(key), view.text(label) if label else "", lang, "", below)
        for key, label, below in rows
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
        above = trees.parents(rows, way[0])
        if not above or min(above) < 0 or len(way) >= _DEEPEST:
            found.append(way)
            continue
        others = [parent for parent in above if parent not in way]
        open_ways += [[parent, *way] for parent in reversed(others[:limit])]
    return [[view.id(key) for key in way] for way in found or [[key]]]


def newest(view: View, limit: int) -> Sequence[bytes]:
    """Return the records that changed last; those of one day in the order of publication."""
    rows = view.rows
    found: list[bytes] = []
    day = "~"
    while len(found) < limit:
        row = rows.execute("SELECT max(changed) FROM concept WHERE changed < ?", (day,)).fetchone()
        if row[0] is None:
            break
        day = row[0]
        same_day = rows.execute(
            "SELECT key FROM concept WHERE changed = ? ORDER BY key LIMIT ?",
            (day, limit - len(found)),
        )
        found += [view.record(key) for (key,) in same_day]
    return found
