"""Levels of browsing: the concepts below one, or in a group, in the order of a language.

First by the place that their vocabulary gives them, such as that of a notation. Where a concept
has no preferred term in the language, the one that is shown in its place is put in order: among
the others where it is of the same script, else after them. Levels with very many are in order
beforehand.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from index.embedded.files.rows import hashed
from index.text.scripts import scripts
from index.text.tags import is_wanted

MANY = 200
"""Levels with more concepts than this are kept sorted in the table `level_order`."""

_GROUPS = 1 << 32
_VALUES_OF_A_QUERY = 500
_LABELLED, _AFTER, _NAMELESS = b"\0", b"\1", b"\2"
"""What follows the place in a sort key: of a sorted term, of one after those, of no term."""
_WITH_OWN_TERM = """
SELECT concept.key, place, sort_key, label FROM concept
LEFT JOIN entry ON entry.concept = concept.key AND entry.lang = ? AND preferred = 1
WHERE concept.key IN ({})
"""


class Level(NamedTuple):
    """A level: its number in `level_order`, its vocabulary, and the statement for its concepts."""

    number: int
    vocabulary: int
    sql: str
    values: tuple[int | str, ...]


class Placed(NamedTuple):
    """A concept of a level: its key in the order of a language, its own key, and the label that is
    shown, 0 where it has none.
    """

    order: bytes
    concept: int
    label: int


def below(parent: int, vocabulary: int) -> Level:
    """Return the level below a concept, or below the top of a vocabulary."""
    return Level(parent, vocabulary, "SELECT child FROM tree WHERE parent = ?", (parent,))


def inside(vocabulary: int, name: str) -> Level:
    """Return the level of the members of a group."""
    sql = (
        "SELECT member.concept FROM group_member member"
        " JOIN concept ON concept.key = member.concept"
        " WHERE member.vocabulary = ? AND name = ? AND listed"
    )
    number = -_GROUPS - (abs(hashed(f"{vocabulary}\n{name}")) >> 2)
    return Level(number, vocabulary, sql, (vocabulary, name))


def put_in_order(rows: sqlite3.Connection, level: Level) -> None:
    """Write the concepts of a level in the order of every language of its vocabulary."""
    for lang in _langs(rows, level):
        _fill(rows, level, lang)


def _fill(rows: sqlite3.Connection, level: Level, lang: str) -> None:
    keys = [key for (key,) in rows.execute(level.sql, level.values)]
    for start in range(0, len(keys), _VALUES_OF_A_QUERY):
        placed = _placed(rows, keys[start : start + _VALUES_OF_A_QUERY], lang)
        rows.executemany(
            "INSERT OR IGNORE INTO level_order VALUES (?, ?, ?, ?)",
            ((level.number, lang, one.order, one.concept) for one in placed),
        )


def _langs(rows: sqlite3.Connection, level: Level) -> list[str]:
    """Return the languages of the vocabulary of a level; "" stands for all others."""
    sql = "SELECT DISTINCT lang FROM letter WHERE vocabulary = ?"
    return ["", *(lang for (lang,) in rows.execute(sql, (level.vocabulary,)))]


def enter(rows: sqlite3.Connection, level: Level, key: int) -> None:
    """Add a concept to the order of a level."""
    if not _is_in_order(rows, level):
        count = f"SELECT count(*) FROM ({level.sql} LIMIT {MANY + 1})"  # noqa: S608 - our own
        if rows.execute(count, level.values).fetchone()[0] > MANY:
            put_in_order(rows, level)
        return
    for lang in _langs(rows, level):
        if not _is_in_order(rows, level, lang):
            _fill(rows, level, lang)
            continue
        for one in _placed(rows, [key], lang):
            rows.execute(
                "INSERT OR IGNORE INTO level_order VALUES (?, ?, ?, ?)",
                (level.number, lang, one.order, key),
            )


def leave(rows: sqlite3.Connection, level: Level, key: int) -> None:
    """Remove a concept from the order of a level."""
    if _is_in_order(rows, level):
        rows.execute("DELETE FROM level_order WHERE level = ? AND child = ?", (level.number, key))


def _is_in_order(rows: sqlite3.Connection, level: Level, lang: str = "") -> bool:
    sql = "SELECT 1 FROM level_order WHERE level = ? AND lang = ?"
    return bool(rows.execute(sql, (level.number, lang)).fetchone())


def page(
    rows: sqlite3.Connection, level: Level, lang: str, offset: int, limit: int
) -> list[Placed]:
    """Return a page of a level in the order of a language."""
    ordered = _ordered_lang(rows, level, lang)
    if ordered is None:
        return _few(rows, level, lang)[offset : offset + limit]
    found = rows.execute(
        "SELECT child FROM level_order WHERE level = ? AND lang = ? "
        "ORDER BY sort_key, child LIMIT ? OFFSET ?",
        (level.number, ordered, limit, offset),
    )
    keys = [key for (key,) in found]
    placed = {one.concept: one for one in _placed(rows, keys, lang)}
    return [placed[key] for key in keys]


def position(rows: sqlite3.Connection, level: Level, lang: str, key: int) -> int | None:
    """Return how many concepts precede one on a level, None where it is not there."""
    ordered = _ordered_lang(rows, level, lang)
    if ordered is None:
        keys = [one.concept for one in _few(rows, level, lang)]
        return keys.index(key) if key in keys else None
    (own,) = _placed(rows, [key], ordered)
    there = "SELECT 1 FROM level_order WHERE (level, lang, sort_key, child) = (?, ?, ?, ?)"
    values = (level.number, ordered, own.order, key)
    if rows.execute(there, values).fetchone() is None:
        return None
    sql = (
        "SELECT count(*) FROM level_order"
        " WHERE level = ? AND lang = ? AND (sort_key, child) < (?, ?)"
    )
    return int(rows.execute(sql, values).fetchone()[0])


def _ordered_lang(rows: sqlite3.Connection, level: Level, lang: str) -> str | None:
    """Return the language in whose order a level is kept, None where it is not kept sorted."""
    sql = "SELECT lang FROM level_order WHERE level = ? AND lang IN (?, '') ORDER BY lang DESC"
    row = rows.execute(sql, (level.number, lang)).fetchone()
    return row[0] if row else None


def _few(rows: sqlite3.Connection, level: Level, lang: str) -> list[Placed]:
    keys = [key for (key,) in rows.execute(level.sql, level.values)]
    return sorted(_placed(rows, keys, lang))


def _placed(rows: sqlite3.Connection, keys: list[int], lang: str) -> Iterator[Placed]:
    """Yield concepts with their keys in the order of a language."""
    for start in range(0, len(keys), _VALUES_OF_A_QUERY):
        some = keys[start : start + _VALUES_OF_A_QUERY]
        sql = _WITH_OWN_TERM.format(",".join("?" * len(some)))
        seen = set()
        for key, place, sort_key, label in rows.execute(sql, (lang, *some)).fetchall():
            if key in seen:
                continue  # it has two preferred terms in one language
            seen.add(key)
            if label is None:
                yield _instead(rows, key, place, lang)
            else:
                yield Placed(place + _LABELLED + sort_key, key, label)


def _instead(rows: sqlite3.Connection, key: int, place: bytes, lang: str) -> Placed:
    """Return a concept with no term in `lang` by that which is shown instead: in a narrower or
    wider form of the language, else the first that the vocabulary has.
    """
    sql = (
        "SELECT label, lang, sort_key FROM entry WHERE concept = ? AND preferred = 1 ORDER BY label"
    )
    found = rows.execute(sql, (key,)).fetchall()
    if not found:
        return Placed(place + _NAMELESS, key, 0)
    near = (row for row in found if lang and is_wanted(row[1], lang))
    label, other, sort_key = next(near, found[0])
    kind = _LABELLED if not lang or _are_alike(lang, other) else _AFTER
    return Placed(place + kind + sort_key, key, label)


@lru_cache(10_000)
def _are_alike(lang: str, other: str) -> bool:
    """Return whether two languages are written in one script: their keys can be compared."""
    return not {*scripts(lang)}.isdisjoint(scripts(other))


def many(rows: sqlite3.Connection) -> Iterable[Level]:
    """Return the levels that are kept sorted."""
    vocabulary_of = dict(
        rows.execute(
            "SELECT key, vocabulary FROM concept WHERE key IN "
            "(SELECT parent FROM tree GROUP BY parent HAVING count(*) > ?)",
            (MANY,),
        )
    )
    broad = rows.execute("SELECT parent FROM tree GROUP BY parent HAVING count(*) > ?", (MANY,))
    found = [below(key, vocabulary_of.get(key, -key - 1)) for (key,) in broad]
    groups = rows.execute(
        "SELECT member.vocabulary, name FROM group_member member"
        " JOIN concept ON key = member.concept WHERE listed GROUP BY 1, 2 HAVING count(*) > ?",
        (MANY,),
    )
    return [*found, *(inside(*group) for group in groups)]
