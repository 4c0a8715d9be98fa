"""Candidates for a query: what its name, its spellings, its words, or its conditions find."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic_core import from_json

from glossary.model import WITHDRAWN
from glossary.reader import Reader, lengths
from glossary.reader.reconciliation import types
from glossary.reader.reconciliation.conditions import Condition
from glossary.reader.reconciliation.entities import entity
from glossary.reader.reconciliation.forms import forms_of, words_of
from glossary.reader.reconciliation.names import nearest_likeness
from glossary.reader.reconciliation.properties import LABELS, RELATIONS
from glossary.reader.reconciliation.scores import (
    GENERAL,
    NAMESAKE,
    OTHER_LANGUAGE,
    PARTLY,
    Candidate,
    is_sure,
    like_name,
    whole_name,
    with_facts,
)
from index import KINDS, Hit, Match, Query
from index.text.tags import is_wanted

MOST_CANDIDATES = 50
"""More than this are never returned."""
_POOL = 12
"""So many concepts are compared at least, by each way of finding them."""
_ENOUGH = 86.0
"""With a candidate as good as this, a whole name, only longer names are looked for."""
_LEAST = 25.0
"""What is less like the query is no candidate."""
_NEAR = 60.0
"""Longer names that are less like the query, 0 to 100, are not compared."""
_NEIGHBOURS = 6
"""So many longer names are compared where the query is a name already."""
_MEANT = 3
_MANY_NAMES = 12
"""A name that more others of its vocabulary have in them is a general word."""
_FORM_RANK = {"exact": 0, "folded": 1, "inflected": 2}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: a name in a language, types, conditions on properties, how many.

    `every_type` wants all of the types, else one of them is enough; with `soft_types` a concept of
    another type only loses.
    """

    text: str = ""
    lang: str = ""
    vocabularies: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    every_type: bool = False
    soft_types: bool = False
    conditions: tuple[Condition, ...] = ()
    limit: int = 10


@dataclass(slots=True)
class _Pool:
    """Concepts that were found, each with the label that is most like the query."""

    question: Question
    wanted: types.Wanted
    sizes: Mapping[str, int]
    found: dict[Key, Candidate] = field(default_factory=dict)
    is_complete: bool = True

    def add(self, hit: Hit, score: float, likeness: float) -> None:
        """Keep a hit, if it is better than what is known of its concept."""
        key = hit.vocabulary, hit.id
        known = self.found.get(key)
        if known is not None and known.score >= score:
            return
        record = known.record if known else from_json(hit.record)
        facts = {"name_similarity": round(likeness * 100, 1)}
        self.found[key] = Candidate(record, hit.match, score, facts)

    @property
    def best(self) -> float:
        """Return the highest score."""
        return max((one.score for one in self.found.values()), default=0.0)


def candidates(reader: Reader, question: Question) -> list[Candidate]:
    """Return the concepts that may be meant, best first; the first may be surely meant."""
    wanted = types.wanted(reader, question.types, question.vocabularies)
    if wanted is None and not question.soft_types:
        return []
    sizes = {id: one["concepts"] for id, one in reader.site().vocabularies.items()}
    pool = _Pool(question, wanted or types.Wanted(), sizes)
    if question.text.strip():
        _by_name(reader, pool)
    else:
        _by_conditions(reader, pool)
    return _judged(pool)


def _by_name(reader: Reader, pool: _Pool) -> None:
    text = lengths.shortened(question_text(pool, reader), reader.settings.max_query_characters)
    size = max(pool.question.limit, _POOL)
    within = pool.wanted.within(pool.question)
    lang = pool.question.lang
    hits = reader.index.lookup(text, lang, within, size if pool.wanted.is_plain else 4 * size)
    same = [hit for hit in hits if hit.match.form in _FORM_RANK]
    pool.is_complete = hits.total <= len(hits)
    lost = _lost_by_namesakes(reader, same)
    for hit in same:
        score = whole_name(hit.match, _is_foreign(hit.match, lang))
        pool.add(hit, score - lost[hit.vocabulary], 1.0)
    if pool.best >= _ENOUGH:
        return _by_beginning(reader, pool, text, within)
    _by_forms(reader, pool, text, within)
    _by_words(reader, pool, text, within, size)
    if pool.best < PARTLY * 0.9:
        _by_spelling(reader, pool, text, within)


def _lost_by_namesakes(reader: Reader, same: Sequence[Hit]) -> dict[str, float]:
    """Return what the labels of each vocabulary lose where several concepts have the name."""
    counts = Counter(hit.vocabulary for hit in same)
    lost = {vocabulary: NAMESAKE * (count > 1) for vocabulary, count in counts.items()}
    for hit in same if len(counts) > 1 else ():
        words = words_of(hit.match.text)
        if hit.match.kind == "preferred" and words and not lost[hit.vocabulary]:
            query = Query(f'term:"{words}"', "", (hit.vocabulary,), per_page=1)
            if reader.index.search(query).total > _MANY_NAMES:
                lost[hit.vocabulary] = GENERAL
    return lost


def question_text(pool: _Pool, reader: Reader) -> str:
    """Return the name that is asked for; the URI of a concept where it is an address of ours."""
    return reader.named_by(pool.question.text.strip())


def _by_beginning(reader: Reader, pool: _Pool, text: str, within: Sequence[str]) -> None:
    """Look for longer names, among them those with a qualifier: the query may mean one of these."""
    for one in reader.index.suggest(text, pool.question.lang, within, _NEIGHBOURS):
        record = None
        is_near = nearest_likeness(text, one.text) * 100 >= _NEAR
        if is_near and (one.vocabulary, one.id) not in pool.found:
            record = reader.index.get(one.vocabulary, one.id)
        if record is not None:
            match = Match(one.kind, "prefix", one.text, one.lang)
            _compare(pool, Hit(one.vocabulary, one.id, match, record), text)


def _by_forms(reader: Reader, pool: _Pool, text: str, within: Sequence[str]) -> None:
    """Look up other forms of a heading: without its date, its subdivisions, in another order."""
    for form in forms_of(text):
        for hit in reader.index.lookup(form.text, pool.question.lang, within, _POOL):
            if hit.match.form not in _FORM_RANK or hit.match.kind == "identifier":
                continue
            foreign = _is_foreign(hit.match, pool.question.lang)
            score = whole_name(hit.match, foreign) * form.worth
            match = hit.match._replace(form="words")  # not the whole query
            pool.add(hit._replace(match=match), score, form.worth)


def _by_words(reader: Reader, pool: _Pool, text: str, within: Sequence[str], size: int) -> None:
    words = words_of(text)
    if not words:
        return
    groups = pool.wanted.groups if pool.wanted.only_groups else ()
    query = Query(words, "", tuple(within), groups=groups, per_page=size)
    for hit in reader.index.search(query).hits:
        _compare(pool, hit, text)


def _compare(pool: _Pool, hit: Hit, text: str) -> None:
    """Keep a hit with that of its labels which is most like the text."""
    record: Mapping[str, Any] = from_json(hit.record)
    lang, best = pool.question.lang, (0.0, hit.match)
    for tag in _compared_languages(hit, record, lang):
        for term in record["terms"].get(tag, ()):
            alike = nearest_likeness(text, term["text"])
            kind = _kind(term["status"])
            match = Match(kind, "words", term["text"], tag)
            lost = OTHER_LANGUAGE / 100 if _is_foreign(match, lang) else 0.0
            lost += 0.0 if kind == "preferred" else 0.02
            best = max(best, (alike - lost, match), key=lambda pair: pair[0])
    alike, match = max(best[0], 0.0), best[1]
    if (score := like_name(alike)) >= _LEAST:
        pool.add(hit._replace(match=match), score, alike)


def _compared_languages(hit: Hit, record: Mapping[str, Any], lang: str) -> Iterable[str]:
    """Return the languages whose terms are compared: that of the label that was found, and those
    asked for; all where a text was found, and none is asked for.
    """
    if not lang and hit.match.kind in KINDS:
        return (hit.match.lang,)
    wanted = (tag for tag in record["terms"] if not lang or is_wanted(tag, lang))
    return dict.fromkeys((hit.match.lang, *wanted))


def _kind(status: str) -> str:
    """Return the kind of label that a term of a status is."""
    if status in LABELS["prefLabel"]:
        return "preferred"
    return "hidden" if status in LABELS["hiddenLabel"] else "alternative"


def _by_spelling(reader: Reader, pool: _Pool, text: str, within: Sequence[str]) -> None:
    for meant in reader.index.similar(text, pool.question.lang, _MEANT, if_unknown=True):
        for hit in reader.index.lookup(meant.text, pool.question.lang, within, _MEANT):
            _compare(pool, hit, text)


def _by_conditions(reader: Reader, pool: _Pool) -> None:
    """Look for what has the values of the conditions, where no name is asked for."""
    within = pool.wanted.within(pool.question)
    for condition in pool.question.conditions:
        if condition.quantifier == "none":
            continue
        for value in condition.values:
            for hit in _having(reader, condition.property, value.id or value.text, within):
                pool.add(hit, 100.0, 1.0)


def _having(reader: Reader, property: str, value: str, within: Sequence[str]) -> Iterator[Hit]:
    """Yield the concepts that may have a value of a property."""
    if not value.strip():
        return
    value = lengths.shortened(value, reader.settings.max_query_characters)
    yield from reader.index.lookup(value, "", within, MOST_CANDIDATES)
    if property in RELATIONS:
        record = entity(reader, value, within) or entity(reader, value)
        for name in RELATIONS.values() if record else ():
            for other in record.get(name, ())[:MOST_CANDIDATES] if record else ():
                if other.get("id"):
                    yield from reader.index.lookup(other["uri"], "", within, 1)
    if words := words_of(value):
        yield from reader.index.search(
            Query(words, "", tuple(within), per_page=MOST_CANDIDATES)
        ).hits


def _is_foreign(match: Match, lang: str) -> bool:
    """Return whether a label is in another language than was asked for."""
    return bool(lang and match.lang) and not is_wanted(match.lang, lang)


def _judged(pool: _Pool) -> list[Candidate]:
    """Return the candidates that have what is required, best first."""
    question, made = pool.question, []
    for one in pool.found.values():
        has_type = pool.wanted.fits(one.record, question.every_type)
        if not has_type and not question.soft_types:
            continue
        met = [condition.is_met(one.record) for condition in question.conditions]
        if any(not m and c.required for m, c in zip(met, question.conditions, strict=True)):
            continue
        part = sum(met) / len(met) if met else None
        if not question.text.strip() and not part:
            continue
        made.append((one, part, has_type))
    names = sum(one.match.form in _FORM_RANK for one, *_ in made)
    judged = [_with_facts(pool, *facts, names) for facts in made]
    judged.sort(key=lambda one: (-one.score, -pool.sizes[one.record["vocabulary"]]))
    if judged and pool.is_complete and is_sure(judged[0], next(iter(judged[1:2]), None)):
        judged[0] = replace(judged[0], sure=True)
    return judged[: question.limit]


def _with_facts(
    pool: _Pool, one: Candidate, part: float | None, has_type: bool, names: int
) -> Candidate:
    whole = one.match.form in _FORM_RANK
    facts: dict[str, float | bool] = {
        **one.features,
        "preferred_term": one.match.kind == "preferred",
        "same_language": not _is_foreign(one.match, pool.question.lang),
        "whole_name": whole,
        "rivals": max(names - whole, 0),
        "type_match": has_type,
        "deprecated": one.record["status"] == WITHDRAWN,
    }
    if part is not None:
        facts["conditions_met"] = round(part, 3)
    score = with_facts(one.score, part, has_type, one.record)
    return replace(one, score=score, features=facts)
