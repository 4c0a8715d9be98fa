"""Labels by many keys at once, as the words of a long text ask for them: some searches in all."""

from collections.abc import Collection, Iterator, Sequence

from index import KINDS, KeyedLabel, KeyedLabels
from index.embedded.files.rows import stem_hash
from index.opensearch.client import Body
from index.opensearch.documents import identity, key_hash, name
from index.opensearch.reading.view import View
from index.text.tags import is_wanted

_MOST_TERMS = 30_000
"""So many values a filter has at most; an engine takes 65,536."""
_FIELDS = ["k", "kd", "l", "num", "g", "v", "h", "m", "doc.text"]
Found = dict[str, list[KeyedLabel]]


def labels_of(
    view: View,
    folded: Collection[str],
    stemmed: Collection[str],
    lang: str,
    vocabularies: Sequence[str],
    limit: int,
) -> KeyedLabels:
    """Return the labels in a language that have these keys; see `index.Index.labels_of`."""
    within = {*map(name, vocabularies)}
    by_hash = {key_hash(key): key for key in folded}
    by_stem = {
        str(stem_hash(key, tag)): key
        for tag in view.state.stemmed
        if is_wanted(tag, lang)
        for key in stemmed
    }
    rows = [[*_rows(view, field, keys, lang, within)]
            for field, keys in (("h", by_hash), ("m", by_stem))]  # fmt: skip
    concepts = view.with_keys(
        {row["k"] for some in rows for _, row in some}, ["doc.vocabulary", "doc.id"]
    )
    return KeyedLabels(*(_labels(some, concepts, limit) for some in rows))


def _rows(
    view: View, field: str, keys: dict[str, str], lang: str, within: set[str]
) -> Iterator[tuple[str, Body]]:
    """Yield keys with the labels that have them."""
    hashes = [*keys]
    for start in range(0, len(hashes), _MOST_TERMS):
        wanted = {"terms": {field: hashes[start : start + _MOST_TERMS]}}
        for row in view.every("l", [wanted], _FIELDS):
            if row["kd"] >= len(KINDS) or (lang and not is_wanted(row["l"], lang)):
                continue
            if within and row["v"] not in within:
                continue
            told = row[field]
            for key in dict.fromkeys(keys[one] for one in _listed(told) if one in keys):
                yield key, row


def _listed(told: str | list[str]) -> list[str]:
    return [told] if isinstance(told, str) else [*map(str, told)]


def _labels(rows: Sequence[tuple[str, Body]], concepts: dict[int, Body], limit: int) -> Found:
    """Return by key the labels, one for each concept and language, in the order of answers."""
    made: Found = {}
    seen: set[tuple[str, int, str]] = set()
    for key, row in sorted(rows, key=lambda pair: _order(pair[1])):
        place = key, row["k"], row["l"]
        labels = made.setdefault(key, [])
        if place not in seen and len(labels) < limit and row["k"] in concepts:
            seen.add(place)
            named = identity(concepts[row["k"]])
            labels.append(
                KeyedLabel(row["doc"]["text"], row["l"], KINDS[row["kd"]], *named, bool(row["g"]))
            )
    return made


def _order(row: Body) -> tuple[int, int, int, int]:
    return row["g"], row["kd"], row["k"], row["num"]
