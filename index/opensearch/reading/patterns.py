"""Labels that match a pattern from end to end, in the order of their lower-cased texts."""

from collections.abc import Collection, Sequence

from index import KINDS, LabelMatch, Part
from index.embedded.files.lowered import lowered
from index.embedded.files.rows import NOTATION
from index.opensearch.client import Body
from index.opensearch.documents import decoded, name
from index.opensearch.reading.facets import of_part
from index.opensearch.reading.names import KIND_NAMES
from index.opensearch.reading.view import View, of_keys, within

_ANY = "*"
_SPECIAL = str.maketrans({"?": "\\?", "\\": "\\\\"})
_SHOWN = ["doc.vocabulary", "doc.summary", "s.k", "s.text"]


def match(
    view: View,
    pattern: str,
    lang: str,
    vocabularies: Sequence[str],
    kinds: Collection[str],
    offset: int,
    limit: int,
    parts: Sequence[Part],
) -> list[LabelMatch]:
    """Return a page of the labels that match, see `index.Index.match_labels`."""
    numbers = [place for place, kind in enumerate((*KINDS, "notation")) if kind in kinds]
    filters: list[Body] = [_matching(lowered(pattern)), {"terms": {"kd": numbers}}]
    filters += within(vocabularies)
    if lang:
        ways = [{"prefix": {"l": name(lang)}}, {"term": {"kd": NOTATION}}]
        filters.append({"bool": {"should": ways}})
    filters += [of_keys(of_part(view, part)) for part in parts]
    if limit <= 0 or not numbers:
        return []
    page = {"size": limit, "from": max(offset, 0), "sort": ["lo", "l", "k", "num"]}
    fields = ["k", "kd", "l", "doc.text"]
    rows = view.sources(view.body("l", filters, _source=fields, **page))
    shown = view.with_keys((row["k"] for row in rows), _SHOWN)
    return [_shown(row, shown[row["k"]]) for row in rows]


def _matching(pattern: str) -> Body:
    if _ANY not in pattern:
        return {"term": {"lo": name(pattern)}}
    beginning, _, rest = pattern.partition(_ANY)
    if not rest.strip(_ANY):
        return {"prefix": {"lo": name(beginning)}}
    return {"wildcard": {"lo": {"value": name(pattern).translate(_SPECIAL)}}}


def _shown(row: Body, concept: Body) -> LabelMatch:
    notations = [one["text"] for one in concept.get("s", ()) if one["k"] == NOTATION]
    return LabelMatch(
        row["doc"]["text"], row["l"], KIND_NAMES[row["kd"]], concept["doc"]["vocabulary"],
        decoded(concept["doc"]["summary"]), notations,
    )  # fmt: skip
