"""Full-text search: every matching document is scored, filtered and counted; nothing is lost."""

import heapq
from collections import Counter
from collections.abc import Iterable

import regex
from whoosh import query as whoosh_query

from index import Hit, Match, Query, Results, analysis
from index.embedded import labels, words
from index.embedded.explain import Explainer
from index.embedded.snapshot import Snapshot
from index.queries import Parsed, parse

_MOST_EXPANSIONS = 200
_MOST_PREFIXED = 500
_RANK = {0: 6, 1: 4, 2: 2, labels.NOTATION: 5}
"""The class of a whole label by kind: preferred, alternative, hidden, notation."""
_PREFIX_RANK = 1
_FORM_SHARE = (1.1, 1.0, 0.4)
"""What a label counts that is equal exactly, folded, or only in another inflection."""
_SCRIPTS = {
    "ar": "Arabic", "fa": "Arabic", "he": "Hebrew", "yi": "Hebrew", "ru": "Cyrillic",
    "uk": "Cyrillic", "bg": "Cyrillic", "sr": "Cyrillic", "el": "Greek", "hi": "Devanagari",
    "ne": "Devanagari", "hy": "Armenian", "ta": "Tamil",
}  # fmt: skip
_IN_SCRIPT = {name: regex.compile(rf"\p{{{name}}}") for name in {*_SCRIPTS.values(), "Latin"}}


def search(snapshot: Snapshot, query: Query) -> Results:
    """Return one page of what the query finds, the total and the facets."""
    parsed = parse(query.text)
    wanted = _whoosh_query(snapshot, parsed, query.lang)
    if wanted is None:
        return Results(0, ())
    scored = _scored(snapshot, parsed, query.lang, wanted)
    ranks = _ranks(snapshot, parsed, query)
    kept, facets = _filtered(snapshot, query, scored)
    end = query.page * query.per_page
    ordered = heapq.nsmallest(
        end, ((-ranks.get(key, 0), -score, key) for key, score in kept.items())
    )
    keys = [key for _, _, key in ordered[end - query.per_page :]]
    explained = Explainer(snapshot, parsed, query.lang, query.text).matches(keys)
    return Results(len(kept), [_hit(snapshot, key, *explained[key]) for key in keys], facets)


def _hit(snapshot: Snapshot, key: int, match: Match, snippet: str) -> Hit:
    vocabulary, id, record = labels.concept(snapshot, key)
    return Hit(vocabulary, id, match, record, snippet)


def _languages(snapshot: Snapshot, word: str, asked: str) -> list[str]:
    """Return the languages whose stems are looked for: those asked for, else those whose script
    the word has and that have a stemmer.
    """
    if asked:
        return [lang for lang in snapshot.langs if labels.wanted(lang, asked)]
    return [
        lang
        for lang in snapshot.langs
        if analysis.has_stemmer(lang)
        and _IN_SCRIPT[_SCRIPTS.get(analysis.base(lang), "Latin")].search(word)
    ]


def _word(snapshot: Snapshot, word: str, asked: str) -> whoosh_query.Query:
    return words.word_query(word, _languages(snapshot, word, asked), neutral=not asked)


def _whoosh_query(snapshot: Snapshot, parsed: Parsed, asked: str) -> whoosh_query.Query | None:
    """Return the query for all words, those of labels scored higher; None where it is empty."""
    if parsed.is_empty():
        return None
    reader = snapshot.words.searcher().reader()
    expanded = [words.prefix_query(reader, p, _MOST_EXPANSIONS) for p in parsed.prefixes]
    anywhere = [_word(snapshot, word, asked) for word in parsed.words] + expanded
    in_labels = [words.label_query(word) for word in parsed.words] + expanded
    boost = whoosh_query.ConstantScoreQuery(words.every(in_labels), words.ALL_IN_LABEL)
    return whoosh_query.AndMaybe(words.every(anywhere), boost)


def _scored(
    snapshot: Snapshot, parsed: Parsed, asked: str, wanted: whoosh_query.Query
) -> Iterable[tuple[int, float]]:
    """Yield keys and scores of the documents that match the whole query."""
    excluded: set[int] = set()
    for word in parsed.excluded:
        without = _word(snapshot, word, asked)
        excluded.update(number for number, _ in snapshot.words.scores(without))
    for number, score in snapshot.words.scores(wanted):
        if number not in excluded and _has_phrases(snapshot, parsed, number + 1, asked):
            yield number + 1, score


def _has_phrases(snapshot: Snapshot, parsed: Parsed, key: int, asked: str) -> bool:
    """Return whether each phrase stands in one label or passage of the document."""
    if not parsed.phrases:
        return True
    rows = snapshot.rows().execute(
        "SELECT lang, text FROM label WHERE concept = ?1 UNION ALL "
        "SELECT lang, text FROM passage WHERE concept = ?1",
        (key,),
    )
    texts = [f" {analysis.fold(text)} " for lang, text in rows if labels.wanted(lang, asked)]
    return all(
        any(_stands_in(phrase, text) for text in texts) for phrase in parsed.phrases if phrase
    )


def _stands_in(phrase: str, text: str) -> bool:
    return f" {phrase} " in text or (not phrase.isascii() and phrase in text)


def _ranks(snapshot: Snapshot, parsed: Parsed, query: Query) -> dict[int, float]:
    """Return the class of the documents that a whole label names or begins with."""
    ranks: dict[int, float] = {}
    if not parsed.label:
        return ranks
    for concept, kind in labels.prefixed(snapshot, parsed.label, _MOST_PREFIXED):
        ranks[concept] = max(ranks.get(concept, 0), _PREFIX_RANK - kind / 10)
    for found in labels.find(snapshot, query.text, query.lang):
        rank = _RANK[found.kind] * _FORM_SHARE[found.form] - (4 * found.other_language)
        ranks[found.concept] = max(ranks.get(found.concept, 0), rank)
    return ranks


def _filtered(
    snapshot: Snapshot, query: Query, scored: Iterable[tuple[int, float]]
) -> tuple[dict[int, float], dict[str, list[tuple[str, int]]]]:
    """Return the documents that pass the filters, and the counts of each facet's values."""
    vocabularies = {snapshot.vocabularies.get(id) for id in query.vocabularies}
    statuses = {
        snapshot.statuses.index(name) for name in query.statuses if name in snapshot.statuses
    }
    sectors = snapshot.mask(query.sectors)
    kept: dict[int, float] = {}
    by_vocabulary: Counter[int] = Counter()
    by_sectors: Counter[int] = Counter()
    for key, score in scored:
        vocabulary = snapshot.vocabulary_of[key - 1]
        bits = snapshot.sectors_of[key - 1]
        if query.statuses and snapshot.status_of[key - 1] not in statuses:
            continue
        in_vocabulary = not query.vocabularies or vocabulary in vocabularies
        in_sector = not query.sectors or bool(bits & sectors)
        if in_sector:
            by_vocabulary[vocabulary] += 1
        if in_vocabulary:
            by_sectors[bits] += 1
            if in_sector:
                kept[key] = score
    return kept, {
        "vocabulary": [
            (snapshot.vocabulary_ids[number], count)
            for number, count in by_vocabulary.most_common()
        ],
        "sector": _sector_counts(snapshot, by_sectors),
    }


def _sector_counts(snapshot: Snapshot, by_bits: Counter[int]) -> list[tuple[str, int]]:
    counts = [
        (name, sum(count for bits, count in by_bits.items() if bits >> place & 1))
        for place, name in enumerate(snapshot.sectors)
    ]
    return sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1])
