"""What was perhaps meant by a query that found little."""

import re
from collections.abc import Sequence

from index import FORMS, Index, Query, Results, Suggestion
from index.queries import parse


def suggestions_for(query: Query, results: Results, index: Index) -> Sequence[Suggestion]:
    """Return labels or a corrected query for one that had these results; none where it is a label.

    Where something was found, or filters let nothing through, words that the index knows are not
    doubted; beginnings of words never are.
    """
    parsed = parse(query.text)
    if not parsed.words or any(hit.match.form in FORMS for hit in results.hits):
        return ()
    if parsed.leaves != parsed.clauses:
        return corrected_query(query, parsed.words, index)
    is_plain = parsed.label and not parsed.problems and not parsed.excluded
    text = query.text if is_plain else " ".join(parsed.words)
    return index.similar(text, query.lang, if_unknown=results.total > 0 or _has_filters(query))


def corrected_query(query: Query, words: Sequence[str], index: Index) -> Sequence[Suggestion]:
    """Return the query with the likeliest label in the place of each word that is not known, all
    operators kept; nothing where no word changes.
    """
    text = query.text
    for word in words:
        for label in index.similar(word, query.lang, limit=1, if_unknown=True):
            is_phrase = " " in label.text and '"' not in text
            replacement = f'"{label.text}"' if is_phrase else label.text
            pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
            text = re.sub(pattern, replacement.replace("\\", r"\\"), text)
    return [Suggestion(text)] if text != query.text else ()


def _has_filters(query: Query) -> bool:
    return any((query.vocabularies, query.sectors, query.statuses, query.groups, query.below))
