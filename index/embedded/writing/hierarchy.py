"""The hierarchy of a generation: who is below whom, also for concepts with very many children."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from index.embedded.writing import levels


def write(rows: sqlite3.Connection) -> None:
    """Fill the tables `tree` and `level_order` from the parents that were gathered."""
    rows.execute(
        "INSERT OR IGNORE INTO tree SELECT above.key, parent.child FROM scratch.parent "
        "JOIN concept above ON above.vocabulary = parent.vocabulary AND above.id = parent.id "
        "WHERE above.listed AND above.key != parent.child ORDER BY 1, 2"
    )
    rows.execute(
        "INSERT OR IGNORE INTO pending_child SELECT vocabulary, id, child FROM scratch.parent "
        "WHERE NOT EXISTS (SELECT 1 FROM concept WHERE concept.vocabulary = parent.vocabulary"
        " AND concept.id = parent.id AND listed) ORDER BY 1, 2, 3"
    )
    add_tops(rows)
    _add_unreached(rows)
    for level in levels.many(rows):
        levels.put_in_order(rows, level)


def add_tops(rows: sqlite3.Connection, keys: Iterable[int] | None = None) -> None:
    """Make listed concepts without a parent children of the top: all, or those of `keys`."""
    sql = (
        "INSERT OR IGNORE INTO tree SELECT -vocabulary - 1, key FROM concept "
        "WHERE listed AND NOT EXISTS (SELECT 1 FROM tree WHERE child = key)"
    )
    if keys is None:
        rows.execute(sql + " ORDER BY 1, 2")
    else:
        rows.executemany(sql + " AND key = ?", ((key,) for key in keys))


def _add_unreached(rows: sqlite3.Connection) -> None:
    """Make the first concept of a cycle that nothing leads to a child of the top."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    for parent, child in rows.execute("SELECT parent, child FROM tree"):
        below[parent].append(child)
    reached: set[int] = set()
    _reach(below, [parent for parent in below if parent < 0], reached)
    for key in sorted(key for key in below if key not in reached):
        if key not in reached:
            rows.execute(
                "INSERT INTO tree SELECT -vocabulary - 1, key FROM concept WHERE key = ?", (key,)
            )
            _reach(below, [key], reached)


def _reach(below: dict[int, list[int]], ways: list[int], reached: set[int]) -> None:
    while ways:
        key = ways.pop()
        if key not in reached:
            reached.add(key)
            ways += below.get(key, ())


def _level(rows: sqlite3.Connection, parent: int) -> levels.Level:
    """Return the level below a concept or the top of a vocabulary."""
    if parent < 0:
        return levels.below(parent, -parent - 1)
    sql = "SELECT vocabulary FROM concept WHERE key = ?"
    return levels.below(parent, rows.execute(sql, (parent,)).fetchone()[0])


def parents(rows: sqlite3.Connection, key: int) -> list[int]:
    """Return the keys of the concepts above, that of the top among them."""
    found = rows.execute("SELECT parent FROM tree WHERE child = ?", (key,))
    return [parent for (parent,) in found]


def take_out(rows: sqlite3.Connection, key: int) -> list[int]:
    """Remove a concept from the hierarchy; return its children, which become pending."""
    below = [child for (child,) in rows.execute("SELECT child FROM tree WHERE parent = ?", (key,))]
    for parent in parents(rows, key):
        levels.leave(rows, _level(rows, parent), key)
    rows.execute(
        "INSERT OR IGNORE INTO pending_child SELECT vocabulary, id, child FROM tree "
        "JOIN concept ON concept.key = tree.parent WHERE parent = ?",
        (key,),
    )
    rows.execute("DELETE FROM pending_child WHERE child = ?", (key,))
    rows.execute("DELETE FROM tree WHERE parent = ?1 OR child = ?1", (key,))
    rows.execute("DELETE FROM level_order WHERE level = ?", (key,))
    return below


def put_in(
    rows: sqlite3.Connection, key: int, vocabulary: int, id: str, above: Iterable[str]
) -> None:
    """Put a listed concept below those with the ids `above`, and above its pending children."""
    wanted = [(key, vocabulary, parent) for parent in set(above) - {id}]
    listed = "FROM concept WHERE vocabulary = ?2 AND id = ?3 AND listed"
    rows.executemany(f"INSERT OR IGNORE INTO tree SELECT key, ?1 {listed}", wanted)
    rows.executemany(
        "INSERT OR IGNORE INTO pending_child SELECT ?2, ?3, ?1"
        f" WHERE NOT EXISTS (SELECT 1 {listed})",
        wanted,
    )
    _take_below(rows, key, vocabulary, id)
    find_place(rows, key)


def _take_below(rows: sqlite3.Connection, key: int, vocabulary: int, id: str) -> None:
    """Move the pending children of a concept from the top to below it."""
    awaiting = "FROM pending_child WHERE vocabulary = ?1 AND id = ?2"
    top = -vocabulary - 1
    rows.execute(f"INSERT OR IGNORE INTO tree SELECT ?3, child {awaiting}", (vocabulary, id, key))
    for table, column in (("tree", "parent"), ("level_order", "level")):
        rows.execute(
            f"DELETE FROM {table} WHERE {column} = ?3 AND child IN (SELECT child {awaiting})",  # noqa: S608
            (vocabulary, id, top),
        )
    rows.execute("DELETE FROM pending_child WHERE vocabulary = ? AND id = ?", (vocabulary, id))
    if _children(rows, key) > levels.MANY:
        levels.put_in_order(rows, levels.below(key, vocabulary))


def find_place(rows: sqlite3.Connection, key: int) -> None:
    """Put a listed concept at the top where no way leads to it, and into the order of levels."""
    add_tops(rows, [key])
    if not _is_reached(rows, key):
        rows.execute(
            "INSERT INTO tree SELECT -vocabulary - 1, key FROM concept WHERE key = ?", (key,)
        )
    for parent in parents(rows, key):
        levels.enter(rows, _level(rows, parent), key)


def _is_reached(rows: sqlite3.Connection, key: int) -> bool:
    """Return whether a way leads from the top to a concept; none leads to a separate cycle."""
    seen: set[int] = set()
    ways = [key]
    while ways:
        one = ways.pop()
        if one < 0:
            return True
        if one not in seen:
            seen.add(one)
            ways += sorted(parents(rows, one), reverse=True)  # the top is looked at first
    return False


def _children(rows: sqlite3.Connection, parent: int) -> int:
    found = rows.execute(
        "SELECT count(*) FROM (SELECT 1 FROM tree WHERE parent = ? LIMIT ?)",
        (parent, levels.MANY + 1),
    )
    return int(found.fetchone()[0])
