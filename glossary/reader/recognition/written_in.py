"""In which languages the paragraphs of a text are written: by script, function words and terms."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from glossary.reader.recognition.cutting import Unit
from index.text import analysis, function_words
from index.text.scripts import could_be, scripts

_SAMPLE = 80
"""So many words tell the language of a paragraph."""
_NEAR = 0.5
_LONG, _NEAR_IN_LONG = 40, 0.75
"""A language with so much of the best score may be meant as well."""
_SHARE = 0.05
"""A language of less of what is clearly in one language is not that of what is not clear."""
_LEAST = 2
"""So many function words tell a language."""

Place = tuple[int, int]
Told = tuple[int, int, float]
"""Where a term stands, and how much it tells of the language, in function words."""


@dataclass(slots=True)
class Paragraph:
    """A paragraph: where it stands, its units, and how many function words of each language."""

    start: int
    end: int
    clauses: list[list[Unit]]
    scores: dict[str, float] = field(default_factory=dict)


def likely(paragraphs: Sequence[Paragraph], among: Sequence[str]) -> dict[str, list[Paragraph]]:
    """Return the languages that paragraphs may be written in, of those asked for, with them.

    Of several tags of one language ("pt", "pt-BR") the first stands for all. Where a paragraph does
    not tell, it is in a language of those that do.
    """
    langs = sorted({analysis.base(tag): tag for tag in reversed(among) if tag}.values())
    size = dict.fromkeys(langs, 0)
    for paragraph in paragraphs:
        words = [unit.folded for clause in paragraph.clauses for unit in clause][:_SAMPLE]
        paragraph.scores = _scores(words, langs)
        if len(paragraph.scores) == 1:
            size[next(iter(paragraph.scores))] += paragraph.end - paragraph.start
    least = sum(size.values()) * _SHARE
    spoken = {lang for lang, length in size.items() if length > least}
    found: dict[str, list[Paragraph]] = {}
    for paragraph in paragraphs:
        some = {lang: score for lang, score in paragraph.scores.items() if lang in spoken}
        paragraph.scores = some or paragraph.scores
        for lang in paragraph.scores:
            found.setdefault(lang, []).append(paragraph)
    return found


def _scores(words: Sequence[str], langs: Sequence[str]) -> dict[str, float]:
    """Return the languages that words may be written in, with the number of function words."""
    able = _of_script(words, langs) if len(langs) > 1 else langs
    if len(able) < 2:
        return dict.fromkeys(able, 0.0)
    lists = {lang: function_words.listed(lang) for lang in able}
    scores = {lang: float(sum(word in lists[lang] for word in words)) for lang in able}
    best = max(scores.values())
    if best < _LEAST:
        return scores
    near = best * (_NEAR_IN_LONG if len(words) > _LONG else _NEAR)
    return {lang: score for lang, score in scores.items() if score >= near}


def _of_script(words: Sequence[str], langs: Iterable[str]) -> list[str]:
    """Return the languages in whose letters at least a third of a text is written."""
    letters = Counter(char for word in words for char in word if char.isalpha())
    total = letters.total()
    shares: dict[tuple[str, ...], bool] = {}
    for lang in langs:
        written = scripts(lang)
        if written not in shares:
            able = sum(count for char, count in letters.items() if _writes(lang, char))
            shares[written] = total > 0 and able * 3 >= total
    return [lang for lang in langs if shares[scripts(lang)]]


@lru_cache(65536)
def _writes(lang: str, char: str) -> bool:
    return could_be(char, lang)


def decided(
    paragraphs: Sequence[Paragraph], terms: Mapping[str, Iterable[Told]]
) -> list[list[str]]:
    """Return the languages of each paragraph, now that the terms of each language are known.

    That is the one with most function words and terms; where several have as many, that in which
    most of the text is written, else all of them.
    """
    starts = [paragraph.start for paragraph in paragraphs]
    scores = [dict(paragraph.scores) for paragraph in paragraphs]
    for lang, places in terms.items():
        for start, _, worth in _not_inside(places):
            scores[bisect_right(starts, start) - 1][lang] += worth
    best = [[lang for lang, score in one.items() if score == max(one.values())] for one in scores]
    size: Counter[str] = Counter()
    for paragraph, langs in zip(paragraphs, best, strict=True):
        if len(langs) == 1:
            size[langs[0]] += paragraph.end - paragraph.start
    return [
        [lang for lang in langs if size[lang] == max(size[other] for other in langs)]
        for langs in best
    ]


def _not_inside(terms: Iterable[Told]) -> list[Told]:
    """Return the terms that do not begin inside of the one before."""
    found: list[Told] = []
    for term in sorted(terms, key=lambda term: (term[0], -term[1])):
        if not found or term[0] >= found[-1][1]:
            found.append(term)
    return found
