"""Completion while typing: labels with a word that begins so, the best of each concept."""

from collections.abc import Iterable, Sequence

from index import Completion
from index.embedded.files.rows import word_starts
from index.opensearch.client import Body
from index.opensearch.documents import COMPLETION_CHARACTERS, decoded, identity
from index.opensearch.reading.names import KIND_NAMES
from index.opensearch.reading.view import View, within
from index.text import analysis, spellings
from index.text.tags import is_wanted

_FIELDS = ["k", "kd", "l", "doc.text"]
_SHOWN = ["doc.vocabulary", "doc.id", "doc.summary"]
_MOST_OF_A_LIST = 40


def complete(
    view: View, prefix: str, asked: str, vocabularies: Sequence[str], limit: int
) -> list[Completion]:
    """Return labels with a word that begins with `prefix`, best first, one for each concept.

    Those in the language asked for come before others.
    """
    folded = analysis.fold(prefix)
    if not folded or limit <= 0:
        return []
    own = analysis.fold(prefix, asked)
    is_apart = bool(asked) and analysis.kept_apart(asked)
    whole = spellings.joined(prefix)
    sought = [own] if is_apart else []
    sought += [folded] if not is_apart or own != folded else []
    sought += [analysis.fold(whole)] if whole != prefix else []
    most = max(limit, _MOST_OF_A_LIST) if is_apart else limit
    answers = view.ask(*(_search(view, one, asked, vocabularies, most) for one in sought))
    lists = [[hit["_source"] for hit in one["hits"]["hits"]] for one in answers]
    joined = lists.pop() if whole != prefix else []
    found = [row for some in lists for row in some]
    if is_apart:
        found.sort(key=lambda row: is_wanted(row["l"], asked) and not _begins(row, own, asked))
    best = _one_per_concept(found or joined, limit)
    shown = view.with_keys((row["k"] for row in best), _SHOWN)
    return [
        Completion(
            row["doc"]["text"], row["l"], KIND_NAMES[row["kd"]], *identity(shown[row["k"]]),
            decoded(shown[row["k"]]["doc"]["summary"]),
        )
        for row in best
    ]  # fmt: skip


def _search(view: View, folded: str, asked: str, vocabularies: Sequence[str], limit: int) -> Body:
    """Return the search for the best labels of concepts that begin so, or have a word that does."""
    cut = analysis.paired(folded[:COMPLETION_CHARACTERS])
    begins = {"prefix": {"p": cut}}
    has = {"bool": {"should": [begins, {"prefix": {"q": cut}}]}}
    worth = [{"constant_score": {"filter": begins, "boost": 1}}]
    if asked:
        langs = {"terms": {"l": view.state.wanted(asked)}}
        worth.append({"constant_score": {"filter": langs, "boost": 2}})
    order = [{"_score": "desc"}, "r", "k", "num"]
    body = view.body("l", [has, *within(vocabularies)], _source=_FIELDS, size=limit, sort=order)
    body["query"]["bool"]["should"] = worth
    return {**body, "collapse": {"field": "k"}}


def _begins(row: Body, own: str, asked: str) -> bool:
    folded = analysis.fold(row["doc"]["text"], asked)
    return any(folded.startswith(own, start) for start in word_starts(folded))


def _one_per_concept(rows: Iterable[Body], limit: int) -> list[Body]:
    best: dict[int, Body] = {}
    for row in rows:
        best.setdefault(row["k"], row)
        if len(best) == limit:
            break
    return [*best.values()]
