"""What of a query is required, and what its whole names: told by one request before the search.

Words are required except function words ("the archive"); runs without spaces that match nothing are
taken apart. See `index.embedded.reading.search`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

from index import Query
from index.embedded.files.rows import NOTATION
from index.opensearch.client import Body
from index.opensearch.reading.matching import (
    TERMS,
    Matcher,
    all_of,
    joined_run,
    nested,
    pieces_of,
)
from index.opensearch.reading.names import (
    Named,
    Naming,
    as_typed,
    inflected,
    inflections,
    nearest,
    plain,
)
from index.opensearch.reading.view import View
from index.queries import Clause, Form, Parsed, parts_of_run
from index.text import analysis, function_words

_CLASSES = ((660, 600, 240), (440, 400, 160), (220, 200, 80), (550, 500, 200), (550, 500, 200))
"""The class of a concept that the whole query names, by kind of name and by form."""


@dataclass
class Chosen:
    """What is looked for: clauses, each with its query, and the concepts that the query names.

    `names` is empty where nothing is named; `about` is the query without its function words.
    """

    matcher: Matcher
    clauses: list[Clause] = field(default_factory=list)
    queries: list[Body] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)
    about: str = ""

    def classes(self) -> dict[int, list[int]]:
        """Return the concepts that are named, by their class."""
        best: dict[int, int] = {}
        for one in self.names:
            rank = _CLASSES[one.kind][one.form]
            best[one.concept] = max(rank, best.get(one.concept, 0))
        found: dict[int, list[int]] = {}
        for concept, rank in best.items():
            found.setdefault(rank, []).append(concept)
        return found

    def best_names(self) -> dict[int, Named]:
        """Return for each concept that is named its best label."""
        best: dict[int, Named] = {}
        for one in self.names:
            before = best.get(one.concept)
            if before is None or _rank(one) > _rank(before):
                best[one.concept] = one
        return best


def _rank(one: Named) -> int:
    return _CLASSES[one.kind][one.form]


class Chooser:
    """Asks what is there of a query, and chooses what is required."""

    def __init__(self, view: View, query: Query, parsed: Parsed) -> None:
        self._view, self._query, self._parsed = view, query, parsed
        self.matcher = Matcher(view.state, query.lang)
        self._searches: list[Body] = []
        self._there: dict[Clause | str, bool] = {}
        self._mostly: dict[str, bool] = {}

    def chosen(self, typed: "list[Named] | None") -> Chosen:
        """Return what is looked for; `typed` are labels that are the query with its signs."""
        lang, text = self._query.lang, self._query.text
        guess = self._guess()
        texts = [text, *([guess] if guess else [])] if self._parsed.label else []
        namings = [Naming(self._view, text, lang, self._parsed.label)] if texts else []
        namings += [Naming(self._view, one, lang) for one in texts[1:]]
        parts = [naming.searches() for naming in namings]
        stems = [inflections(self._view, plain(one), lang) for one in texts]
        asked = [body for some in parts for body in some] + stems
        answers = self._looked(asked)
        taken, place = [], 0
        for naming, some in zip(namings, parts, strict=True):
            taken.append(naming.take(answers[place : place + len(some)]))
            place += len(some)
        made = self._required()
        named = dict(zip(texts, taken, strict=True))
        by_stems = dict(zip(texts, map(inflected, answers[place:]), strict=True))
        if self._parsed.label:
            made.names = self._named(made.about, typed, named, by_stems)
        return made

    def _guess(self) -> str:
        """Return what the query is likely about: its words without function words, "" where that
        is all of it, or none.
        """
        lang, clauses = self._query.lang, self._parsed.clauses
        rest = [
            one for one in clauses
            if not (one.form is Form.WORD and self._is_listed(one, lang))
        ]  # fmt: skip
        if len(clauses) == 1:
            if clauses[0].form is not Form.WORD:
                return ""
            (word,) = clauses[0].words
            about = function_words.asked_about(word)
            return about if about != word else ""
        return _text(rest) if 0 < len(rest) < len(clauses) else ""

    def _is_listed(self, clause: Clause, lang: str) -> bool:
        pieces = pieces_of(clause.words[0])
        return not clause.field and len(pieces) == 1 and function_words.is_listed(pieces[0], lang)

    def _looked(self, asked: Sequence[Body]) -> list[Body]:
        """Return the answers to some searches; with them it is asked what is there of clauses."""
        checks: dict[Clause | str, Body] = {}
        counts: dict[str, Body] = {}
        for leaf in self._leaves():
            if leaf.form in (Form.PHRASE, Form.WORD) and joined_run(leaf.words):
                checks[leaf] = self.matcher.query(leaf)
        for clause in self._parsed.clauses if len(self._parsed.clauses) > 1 else ():
            if clause.form is Form.WORD and self._is_listed(clause, ""):
                (word,) = pieces_of(clause.words[0])
                checks[word] = self.matcher.word_itself(word)
                counts[word] = checks[word]
                if clause.joined:
                    whole = analysis.fold_word(clause.joined)
                    checks[whole] = self.matcher.word_itself(whole)
        known = self._view.state.remembered("function words", dict)
        counts = {word: body for word, body in counts.items() if word not in known}
        exist = [_exists(self._view, query) for query in checks.values()]
        langs = [_langs_of(self._view, query) for query in counts.values()]
        answers = self._view.ask(*asked, *exist, *langs)
        found = answers[len(asked) :]
        self._there = {
            check: one["hits"]["total"]["value"] > 0
            for check, one in zip(checks, found, strict=False)
        }
        for word, answer in zip(counts, found[len(checks) :], strict=True):
            known[word] = _is_mostly_listed(word, answer)
        self._mostly = known
        self.matcher.runs = {
            one for one, is_there in self._there.items()
            if isinstance(one, Clause) and one.form is Form.PHRASE and not is_there
        }  # fmt: skip
        return answers[: len(asked)]

    def _leaves(self) -> Iterator[Clause]:
        for clause in (*self._parsed.clauses, *self._parsed.excluded):
            yield from clause.leaves

    def _required(self) -> Chosen:
        """Return the clauses that are required."""
        lang = self._query.lang
        parts = [part for clause in self._parsed.clauses for part in self._split(clause)]
        made = Chosen(self.matcher, parts)
        if len(parts) > 1:
            needed = [not self._is_optional(one, lang) for one in parts]
            if any(needed):
                made.clauses = [*compress(parts, needed)]
            if 0 < sum(needed) < len(needed):
                made.about = _text(compress(parts, needed))
        elif parts and parts[0] not in self._parsed.clauses:
            made.about = _text(parts)
        made.queries = [self.matcher.query(one) for one in made.clauses]
        return made

    def _is_optional(self, clause: Clause, asked: str) -> bool:
        pieces = pieces_of(clause.words[0]) if clause.form is Form.WORD else ()
        if clause.field or len(pieces) != 1 or not function_words.is_listed(pieces[0]):
            return False
        if clause.joined and self._there.get(analysis.fold_word(clause.joined)):
            return False
        (word,) = pieces
        if asked and function_words.is_listed(word, asked):
            return True
        return not self._there.get(word, True) if asked else self._mostly.get(word, False)

    def _split(self, clause: Clause) -> list[Clause]:
        """Return a clause, or one for each part of a run without spaces that matches nothing."""
        if clause.form is not Form.WORD or self._there.get(clause, True):
            return [clause]
        (word,) = clause.words
        about = function_words.asked_about(word)
        if about != word:
            shorter = clause._replace(words=(about,))
            (found,) = self._view.ask(_exists(self._view, self.matcher.query(shorter)))
            self._there[shorter] = found["hits"]["total"]["value"] > 0
            return self._split(shorter)
        parts = parts_of_run(word, self._longest)
        made = [clause._replace(words=(part,)) for part in parts]
        rest = [] if parts and "".join(parts) == analysis.fold(word) else [clause]
        return [*made, *rest]

    def _longest(self, signs: list[str], start: int) -> int:
        """Return the place up to which the signs from `start` on are adjacent in some label."""
        matcher = Matcher(self._view.state, "")
        ends = range(start + 1, len(signs))
        rows = [Clause(Form.PHRASE, ("".join(signs[start : end + 1]),)) for end in ends]
        found = self._view.ask(
            *(_exists(self._view, all_of([matcher.query(row), TERMS])) for row in rows)
        )
        for end, answer in zip(ends, found, strict=True):
            if not answer["hits"]["total"]["value"]:
                return end - 1
        return len(signs) - 1

    def _named(
        self,
        about: str,
        typed: "list[Named] | None",
        named: dict[str, list[Named]],
        by_stems: dict[str, list[Named]],
    ) -> list[Named]:
        """Return the labels that are the whole query, or what it is about, in the language asked
        for; none where there are none.
        """
        text, lang = self._query.text, self._query.lang
        if about and about not in named:
            naming = Naming(self._view, about, lang)
            stems = inflections(self._view, plain(about), lang)
            *answers, last = self._view.ask(*naming.searches(), stems)
            named[about], by_stems[about] = naming.take(answers), inflected(last)
        ways = [typed or named[text], *([named[about]] if about else [])]
        ways += [nearest(by_stems[one], one) for one in (text, *([about] if about else []))]
        for some in ways:
            found = [one for one in some if not (lang and one.is_other)]
            if found:
                return found
        return []


def typed_names(view: View, query: Query) -> list[Named]:
    """Return the labels that are the query with all its signs."""
    naming = Naming(view, query.text, query.lang)
    return as_typed(naming.take(view.ask(*naming.searches())), query.text, query.lang)


def _text(clauses: Iterable[Clause]) -> str:
    """Return the words of clauses as one text, "" where one is not a plain word."""
    found = [*clauses]
    if any(clause.form is not Form.WORD or clause.field for clause in found):
        return ""
    return " ".join(word for clause in found for word in clause.words)


def _exists(view: View, query: Body) -> Body:
    return view.body("c", [nested(query)], track_total_hits=1)


def _langs_of(view: View, query: Body) -> Body:
    """Return the search that counts the segments of a query by language."""
    langs = {"terms": {"field": "s.l", "size": 10_000}}
    own = {"filter": query, "aggs": {"langs": langs}}
    aggs = {"s": {"nested": {"path": "s"}, "aggs": {"own": own}}}
    return view.body("c", [nested(query)], aggs=aggs)


def _is_mostly_listed(word: str, answer: Body) -> bool:
    """Return whether three quarters of the places of a word are in languages in which it is a
    function word.
    """
    counts = answer["aggregations"]["s"]["own"]["langs"]["buckets"]
    whole = sum(one["doc_count"] for one in counts)
    listed = sum(
        one["doc_count"]
        for one in counts
        if one["key"] and function_words.is_listed(word, one["key"])
    )
    return bool(listed * 4 >= whole * 3)


NOTATIONS: Body = {"term": {"s.k": NOTATION}}
