"""Concepts in the order in which they were made, changed or published, a page at a time."""

from dataclasses import dataclass

from index import Dated, Dates, Version
from index.embedded.reading.view import View
from index.text import analysis

_COLUMNS: dict[Dates, str] = {
    "changed": "changed", "created": "created", "published": "published"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; see `index.Index.by_date`."""

    vocabulary: str
    after: tuple[str, str, str] | None
    limit: int
    date: Dates
    newest_first: bool
    listed_only: bool
    offset: int


def by_date(view: View, asked: Asked) -> list[Dated]:
    """Return a page of concepts, read along an index of SQLite from where it begins."""
    sign, way = ("<", "DESC") if asked.newest_first else (">", "ASC")
    date = _COLUMNS[asked.date]
    conditions = [f"{date} > ''"]
    values: dict[str, int | str] = {"limit": max(asked.limit, 0), "offset": max(asked.offset, 0)}
    if asked.vocabulary:
        conditions.append("concept.vocabulary = :number")
        values["number"] = view.number(asked.vocabulary)
    if asked.listed_only:
        conditions.append("listed")
    if asked.after is not None:
        names = zip(("date", "vocabulary", "id"), asked.after, strict=True)
        values |= {name: analysis.paired(text) for name, text in names}
        conditions.append(f"({date}, concept.id) {sign}= (:date, :id)")
        conditions.append(f"({date}, concept.id, vocabulary.id) {sign} (:date, :id, :vocabulary)")
    found = view.rows.execute(
        f"SELECT key, {date}, vocabulary.id, concept.id, is_new FROM concept"  # noqa: S608 - fixed
        " CROSS JOIN vocabulary ON vocabulary.number = concept.vocabulary"
        f" WHERE {' AND '.join(conditions)}"
        f" ORDER BY {date} {way}, concept.id {way}, vocabulary.id {way}"
        " LIMIT :limit OFFSET :offset",
        values,
    ).fetchall()
    return [
        Dated(moment, vocabulary, id, bool(is_new), view.record(key))
        for key, moment, vocabulary, id, is_new in found
    ]


def version(view: View, vocabulary: str, id: str) -> Version | None:
    """Return what is known of when a concept came to be as it is, or None."""
    row = view.rows.execute(
        "SELECT version, published, is_new FROM concept WHERE vocabulary = ? AND id = ?",
        (view.number(vocabulary), analysis.paired(id)),
    ).fetchone()
    return Version(row[0], row[1], bool(row[2])) if row else None


def size(view: View, vocabulary: str) -> int:
    """Return how many concepts a vocabulary ("": all) has."""
    where, values = ("WHERE vocabulary = ?", (view.number(vocabulary),)) if vocabulary else ("", ())
    row = view.rows.execute(f"SELECT count(*) FROM concept {where}", values).fetchone()  # noqa: S608
    return int(row[0])


def id_at(view: View, vocabulary: str, place: int) -> str | None:
    """Return the id at a place in the order of ids, counted from 0, or None."""
    sql = "SELECT id FROM concept WHERE vocabulary = ? ORDER BY id LIMIT 1 OFFSET ?"
    row = view.rows.execute(sql, (view.number(vocabulary), place)).fetchone()
    return str(row[0]) if row else None
