"""Concepts in the order of a date or an id, and by the month of a date."""

from typing import Any

from index import Dated, Dates, Version
from index.opensearch.client import Body
from index.opensearch.documents import decoded, identity, name
from index.opensearch.reading.view import View

_FIELD: dict[str, str] = {"changed": "ch", "created": "cr", "published": "pu"}
_MONTH = {"changed": "chm", "created": "crm"}
_SHOWN = ["doc.vocabulary", "doc.id", "doc.is_new", "doc.record"]


def by_date(
    view: View,
    vocabulary: str,
    after: tuple[str, str, str] | None,
    limit: int,
    date: Dates,
    newest_first: bool,
    listed_only: bool,
    offset: int,
) -> list[Dated]:
    """Return a page of concepts in the order of date, id and vocabulary."""
    field, way = _FIELD[date], "desc" if newest_first else "asc"
    filters: list[Body] = [{"range": {field: {"gt": ""}}}]
    filters += [{"term": {"v": name(vocabulary)}}] if vocabulary else []
    filters += [{"term": {"ls": True}}] if listed_only else []
    if after is not None:
        moment, of, id = map(name, after)
        filters.append(_after(((field, moment), ("is", id), ("v", of)), newest_first))
    if limit <= 0:
        return []
    order = [{field: way}, {"is": way}, {"v": way}]
    page = {"size": limit, "from": max(offset, 0), "sort": order}
    fields = [*_SHOWN, f"doc.{date}"]
    rows = view.sources(view.body("c", filters, _source=fields, **page))
    return [
        Dated(row["doc"][date], *identity(row), row["doc"]["is_new"], decoded(row["doc"]["record"]))
        for row in rows
    ]


def _after(place: tuple[tuple[str, str], ...], newest_first: bool) -> Body:
    """Return the filter for what comes after a place in an order of several fields."""
    sign, ways, same = "lt" if newest_first else "gt", [], list[Body]()
    for field, value in place:
        ways.append({"bool": {"filter": [*same, {"range": {field: {sign: value}}}]}})
        same.append({"term": {field: value}})
    return {"bool": {"should": ways}}


def version(view: View, vocabulary: str, id: str) -> Version | None:
    """Return what is known of when a concept came to be as it is, or None."""
    found = view.concept(vocabulary, id, ["doc.version", "doc.published", "doc.is_new"])
    if found is None:
        return None
    doc = found["doc"]
    return Version(decoded(doc["version"]), doc["published"], doc["is_new"])


def size(view: View, vocabulary: str) -> int:
    """Return how many concepts a vocabulary ("": all) has."""
    of = [{"term": {"v": name(vocabulary)}}] if vocabulary else []
    (found,) = view.ask(view.body("c", of, track_total_hits=True))
    return int(found["hits"]["total"]["value"])


def id_at(view: View, vocabulary: str, place: int) -> str | None:
    """Return the id at a place in the order of ids, counted from 0, or None."""
    of = [{"term": {"v": name(vocabulary)}}]
    page: dict[str, Any] = {"size": 1, "from": place, "sort": ["is"]}
    rows = view.sources(view.body("c", of, _source=["doc.id"], **page))
    return str(rows[0]["doc"]["id"]) if rows else None


def dated(
    view: View,
    vocabulary: str,
    date: str,
    lang: str,
    withdrawn: bool | None,
    offset: int,
    limit: int,
) -> list[tuple[str, bytes]]:
    """Return date and record of a page of concepts, see `index.Index.dated`."""
    if date not in _MONTH:
        raise ValueError(f"there is no date {date}")
    filters: list[Body] = [
        {"term": {"v": name(vocabulary)}}, {"term": {"kd": 0}},
        {"range": {_FIELD[date]: {"gt": ""}}},
    ]  # fmt: skip
    filters += [{"prefix": {"l": name(lang)}}] if lang else []
    filters += [{"term": {"g": int(withdrawn)}}] if withdrawn is not None else []
    if limit <= 0:
        return []
    order = [{_MONTH[date]: "desc"}, "lo", {"k": "desc"}]
    page = {"size": limit, "from": max(offset, 0), "sort": order}
    rows = view.sources(view.body("l", filters, _source=["k"], **page))
    keys = [row["k"] for row in rows]
    shown = view.with_keys(keys, [f"doc.{date}", "doc.record"])
    return [(shown[key]["doc"][date], decoded(shown[key]["doc"]["record"])) for key in keys]
