"""A-Z lists, hierarchies, and all concepts page by page."""

from collections.abc import Iterator, Sequence
from typing import Any

from index import Cursor, ListEntry
from index.opensearch.client import Body
from index.opensearch.documents import Entry, decoded, entry, hashed, identity, name
from index.opensearch.reading.view import AT_ONCE, View

_MOST_LETTERS = 10_000
_DEEPEST = 40
_MOST_STEPS = 1_000
_FEW = 200
"""Levels with no more concepts than this are put in order here, for a language that their
vocabulary does not have.
"""
_FEW_OF_LATE = 10_000
"""The same for a language that came since the vocabulary was published."""
_SHOWN = ["k", "doc.id", "doc.notation", "doc.entries", "doc.place"]


def letters(view: View, vocabulary: str, lang: str) -> list[tuple[str, int]]:
    """Return the letters of the A-Z of a language with the number of their labels."""
    first = {"top_hits": {"size": 1, "sort": ["sk"], "_source": ["sk"]}}
    values = {"field": "le", "size": _MOST_LETTERS}
    body = view.body(
        "l", _of_list(vocabulary, lang), aggs={"le": {"terms": values, "aggs": {"first": first}}}
    )
    (found,) = view.ask(body)
    rows = [
        (one["first"]["hits"]["hits"][0]["_source"]["sk"], one["key"], one["doc_count"])
        for one in found["aggregations"]["le"]["buckets"]
    ]
    return [(letter, count) for _, letter, count in sorted(rows)]


def by_letter(
    view: View, vocabulary: str, lang: str, letter: str, offset: int, limit: int
) -> list[ListEntry]:
    """Return the labels under a letter; a synonym names its preferred term."""
    filters = [*_of_list(vocabulary, lang), {"term": {"le": name(letter)}}]
    fields, order = ["k", "kd", "doc.text"], ["sk", "k", "num"]
    page = {"size": max(limit, 0), "from": max(offset, 0)}
    rows = view.sources(view.body("l", filters, _source=fields, sort=order, **page))
    shown = view.with_keys((row["k"] for row in rows), ["doc.id", "doc.entries"])
    found = []
    for row in rows:
        doc = shown[row["k"]]["doc"]
        terms = [text for tag, text, _ in doc["entries"] if tag == lang]
        other = terms[0] if row["kd"] and terms else ""
        found.append(ListEntry(vocabulary, doc["id"], row["doc"]["text"], lang, other))
    return found


def _of_list(vocabulary: str, lang: str) -> list[Body]:
    return [
        {"term": {"v": name(vocabulary)}}, {"term": {"l": name(lang)}}, {"exists": {"field": "sk"}},
    ]  # fmt: skip


def children(
    view: View, vocabulary: str, parent: str, lang: str, offset: int, limit: int
) -> list[ListEntry]:
    """Return a page of one level of the hierarchy."""
    level = _below(view, vocabulary, parent)
    return _entries(view, vocabulary, level, lang, offset, limit) if level else []


def members(
    view: View, vocabulary: str, group: str, lang: str, offset: int, limit: int
) -> list[ListEntry]:
    """Return a page of the listed members of a group."""
    return _entries(view, vocabulary, _inside(vocabulary, group), lang, offset, limit)


def _inside(vocabulary: str, group: str) -> list[Body]:
    return [
        {"term": {"v": name(vocabulary)}}, {"term": {"grp": name(group)}}, {"term": {"ls": True}},
    ]  # fmt: skip


def _below(view: View, vocabulary: str, parent: str) -> list[Body] | None:
    """Return the filters for what is below a concept, None where there is no such concept."""
    if not parent:
        return [{"term": {"v": name(vocabulary)}}, {"term": {"top": True}}]
    above = view.concept(vocabulary, parent, ["k"])
    return None if above is None else [{"term": {"up": above["k"]}}]


def _entries(
    view: View, vocabulary: str, level: list[Body], lang: str, offset: int, limit: int
) -> list[ListEntry]:
    if limit <= 0:
        return []
    rows = _page(view, vocabulary, level, lang, max(offset, 0), limit)
    keys = [row["k"] for row in rows]
    below = _counts(view, keys)
    found = []
    for row in rows:
        shown = _placed(row, lang)
        count, notation = below.get(row["k"], 0), row["doc"]["notation"]
        text = shown.text, shown.lang
        found.append(ListEntry(vocabulary, row["doc"]["id"], *text, "", count, notation))
    return found


def _placed(row: Body, lang: str) -> Entry:
    doc = row["doc"]
    entries = [(tag, text, bytes.fromhex(key)) for tag, text, key in doc["entries"]]
    return entry(decoded(doc["place"]), entries, lang)


def _counts(view: View, keys: Sequence[int]) -> dict[int, int]:
    """Return how many concepts are below each of some."""
    if not keys:
        return {}
    values = {"field": "up", "include": [*keys], "size": len(keys)}
    body = view.body("c", [{"terms": {"up": [*keys]}}], aggs={"up": {"terms": values}})
    (found,) = view.ask(body)
    return {one["key"]: one["doc_count"] for one in found["aggregations"]["up"]["buckets"]}


def _ordered_by(view: View, vocabulary: str, lang: str) -> tuple[str, int]:
    """Return the field in whose order a level is kept, and how few concepts are put in order here
    instead.
    """
    state = view.state
    if lang in state.ordered.get(vocabulary, ()):
        return f"o{state.langs.index(lang)}", 0
    is_late = lang in state.late.get(vocabulary, ())
    return "o0", _FEW_OF_LATE if is_late else _FEW


def _page(
    view: View, vocabulary: str, level: list[Body], lang: str, offset: int, limit: int
) -> list[Body]:
    ordered, few = _ordered_by(view, vocabulary, lang)
    if few and (rows := _few(view, level, lang, few)) is not None:
        return rows[offset : offset + limit]
    more = {"size": limit, "from": offset, "sort": [ordered, "k"]}
    return view.sources(view.body("c", level, _source=_SHOWN, **more))


def _few(view: View, level: list[Body], lang: str, few: int) -> list[Body] | None:
    """Return a level in the order of a language, None where it has more concepts than few."""
    rows = view.sources(view.body("c", level, _source=_SHOWN, size=few + 1))
    if len(rows) > few:
        return None
    return sorted(rows, key=lambda row: (_placed(row, lang).order, row["k"]))


def position(view: View, vocabulary: str, parent: str, id: str, lang: str) -> int | None:
    """Return how many concepts precede one on a level, None where it is not there."""
    level = _below(view, vocabulary, parent)
    own = view.concept(vocabulary, id, [*_SHOWN, "o*"])
    if level is None or own is None:
        return None
    ordered, few = _ordered_by(view, vocabulary, lang)
    if few and (rows := _few(view, level, lang, few)) is not None:
        keys = [row["k"] for row in rows]
        return keys.index(own["k"]) if own["k"] in keys else None
    if ordered not in own:
        return None
    same = {"bool": {"filter": [
        {"term": {ordered: own[ordered]}}, {"range": {"k": {"lt": own["k"]}}}
    ]}}  # fmt: skip
    before = {"bool": {"should": [{"range": {ordered: {"lt": own[ordered]}}}, same]}}
    itself = view.body("c", [*level, {"term": {"k": own["k"]}}], track_total_hits=True)
    found = view.ask(view.body("c", [*level, before], track_total_hits=True), itself)
    count, is_there = (one["hits"]["total"]["value"] for one in found)
    return int(count) if is_there else None


def paths(view: View, vocabulary: str, id: str, limit: int) -> list[list[str]]:
    """Return the ways from the top down to a concept; of a cycle, one member stands at the top."""
    own = view.concept(vocabulary, id, ["k", "up", "top"])
    if own is None:
        return []
    known = {own["k"]: own}
    level = [*own.get("up", ())]
    while level and len(known) < _MOST_STEPS:
        found = view.with_keys(level, ["up", "top", "doc.id"])
        known |= found
        level = [key for one in found.values() for key in one.get("up", ()) if key not in known]
    return [[known[key]["doc"]["id"] for key in way] for way in _ways(known, own["k"], limit)]


def _ways(known: dict[int, Body], key: int, limit: int) -> list[list[int]]:
    found: list[list[int]] = []
    open_ways: list[list[int]] = [[key]]
    for _ in range(_MOST_STEPS):
        if not open_ways or len(found) >= limit:
            break
        way = open_ways.pop()
        one = known[way[0]]
        above = sorted(parent for parent in one.get("up", ()) if parent in known)
        if not above or one.get("top") or len(way) >= _DEEPEST:
            found.append(way)
            continue
        others = [parent for parent in above if parent not in way]
        open_ways += [[parent, *way] for parent in reversed(others[:limit])]
    return found or [[key]]


def concepts(
    view: View, vocabulary: str, after: Cursor, since: str, limit: int
) -> tuple[list[bytes], Cursor | None]:
    """Return a page of the records of a vocabulary, and where the next one begins."""
    day, id = after
    filters: list[Body] = [{"term": {"v": name(vocabulary)}}]
    if since:
        filters.append({"range": {"ch": {"gte": name(since)}}})
        if day or id:
            same = [{"term": {"ch": name(day)}}, {"range": {"is": {"gt": name(id)}}}]
            later: list[Body] = [{"range": {"ch": {"gt": name(day)}}}, {"bool": {"filter": same}}]
            filters.append({"bool": {"should": later}})
        order = ["ch", "is"]
    else:
        filters += [{"range": {"is": {"gt": name(id)}}}] if id else []
        order = ["is"]
    fields = ["doc.record", "doc.changed", "doc.id"]
    more: dict[str, Any] = {"size": max(limit, 0) + 1, "sort": order}
    rows = view.sources(view.body("c", filters, _source=fields, **more))
    found = [row["doc"] for row in rows[: max(limit, 0)]]
    is_more = found and len(rows) > limit
    further = (found[-1]["changed"] if since else "", found[-1]["id"]) if is_more else None
    return [decoded(doc["record"]) for doc in found], further


def newest(view: View, limit: int) -> Sequence[bytes]:
    """Return the records that changed last, none without a date."""
    filters: list[Body] = [{"term": {"ls": True}}, {"range": {"ch": {"gt": ""}}}]
    order: list[Any] = [{"ch": "desc"}, "k"]
    body = view.body("c", filters, _source=["doc.record"], size=max(limit, 0), sort=order)
    return [decoded(row["doc"]["record"]) for row in view.sources(body)]


def with_uris(view: View, uris: Sequence[str], vocabulary: str) -> Iterator[Body]:
    """Yield the concepts with URIs; the first by vocabulary and id comes last."""
    of = [{"term": {"v": name(vocabulary)}}] if vocabulary else []
    fields = ["doc.uri", "doc.vocabulary", "doc.id", "doc.record"]
    for start in range(0, len(uris), AT_ONCE):
        some = {"terms": {"u": [hashed(uri) for uri in uris[start : start + AT_ONCE]]}}
        yield from sorted(view.sources(view.concepts([*of, some], fields)), key=identity)[::-1]
