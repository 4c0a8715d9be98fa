"""What a clause of a query is among the segments of a concept, as a query of the engine.

Clauses match as in `index.embedded.reading.matching`: the same tokens, stems and kinds.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from index.embedded.files.postings import WORD
from index.embedded.files.rows import FIRST_TEXT, NOTATION
from index.opensearch.client import Body
from index.opensearch.documents import BEGIN, stem_token, term
from index.opensearch.state import State
from index.queries import Clause, Form
from index.text import analysis, scripts
from index.text.tags import is_wanted

_MOST_PIECES = 100
_MOST_EXPANSIONS = 1_000
_KINDS = {
    "label": (0, NOTATION),
    "term": (0, NOTATION - 1),
    "notation": (NOTATION, NOTATION),
    "definition": (FIRST_TEXT, FIRST_TEXT),
    "note": (FIRST_TEXT + 1, 255),
}
LABELS: Body = {"range": {"s.k": {"lte": NOTATION}}}
TERMS: Body = {"range": {"s.k": {"lt": NOTATION}}}
NOTHING: Body = {"match_none": {}}


class Matcher:
    """Makes queries of clauses, in the languages that were asked for."""

    def __init__(self, state: State, asked: str) -> None:
        self._asked = asked
        self.runs: set[Clause] = set()
        self._langs = {"terms": {"s.l": state.wanted(asked)}} if asked else None
        self._stemmed = tuple(lang for lang in state.stemmed if is_wanted(lang, asked))

    def query(self, clause: Clause) -> Body:
        """Return the query for the segments that match a clause; a phrase of `runs` as one run."""
        if clause.form is Form.EITHER:
            return any_of([self.query(one) for one in clause.either])
        if clause.form is Form.PHRASE:
            found = self._phrase(_pieces(clause.words))
            if clause in self.runs:
                found = self._word(joined_run(clause.words))
        elif clause.form is Form.PREFIX:
            found = self._beginning(clause.words[0])
        else:
            found = self._word(clause.words[0])
            if clause.joined:
                found = any_of([found, self._word(clause.joined)])
        return _in_field(found, clause)

    def unstemmed(self, clause: Clause) -> Body | None:
        """Return the query for the segments that have the word of a clause itself, not only its
        stem; None where there is no difference.
        """
        if clause.form is not Form.WORD or not self._stemmed:
            return None
        found = []
        for word in filter(None, (clause.words[0], clause.joined)):
            pieces = pieces_of(word)
            if len(pieces) != 1 or (not word.isascii() and analysis.is_lone(pieces[0])):
                return None  # it has no stem
            found.append(self._in_langs(has(WORD + pieces[0])))
        return _in_field(any_of(found), clause)

    def word_itself(self, word: str) -> Body:
        """Return the query for the segments with a folded word, in any language."""
        return has(WORD + word)

    def starting_with(self, words: Sequence[str]) -> Body:
        """Return the query for the labels that begin with the words."""
        tokens = [BEGIN, *(term(WORD + piece) for piece in _pieces(words))]
        return all_of([self._in_langs(_row(tokens)), TERMS])

    def _word(self, word: str) -> Body:
        pieces = pieces_of(word)
        if not pieces:
            return NOTHING
        if len(pieces) > 1:
            return self._phrase(pieces)
        (piece,) = pieces
        if not piece.isascii() and analysis.is_lone(piece):
            return self._in_langs(beginning(WORD + piece))
        stems = [*_stems(word, self._stemmed, bool(self._asked))]
        if not self._langs:
            return has(WORD + piece, *stems)
        itself = self._in_langs(has(WORD + piece))
        return any_of([itself, has(*stems)]) if stems else itself

    def _beginning(self, prefix: str) -> Body:
        *whole, last = pieces_of(prefix) or ("",)
        if not whole:
            return self._in_langs(beginning(WORD + last))
        text = " ".join(term(WORD + piece) for piece in (*whole, last))
        given = {"query": text, "max_expansions": _MOST_EXPANSIONS}
        return self._in_langs({"match_phrase_prefix": {"s.t": given}})

    def _phrase(self, pieces: Sequence[str]) -> Body:
        if not pieces:
            return NOTHING
        return self._in_langs(_row([term(WORD + piece) for piece in pieces]))

    def _in_langs(self, query: Body) -> Body:
        return all_of([query, self._langs]) if self._langs else query


def _in_field(query: Body, clause: Clause) -> Body:
    """Return a query for the kinds of segments in which a clause is looked for."""
    if not clause.field and clause.form is not Form.PREFIX:
        return query
    least, most = _KINDS[clause.field or "label"]
    return all_of([query, {"range": {"s.k": {"gte": least, "lte": most}}}])


def joined_run(words: Iterable[str]) -> str:
    """Return words of a script without spaces as one run, "" for others."""
    joined = "".join(map(analysis.fold, words))
    return joined if scripts.UNSPACED.fullmatch(joined) else ""


def has(*tokens: str) -> Body:
    """Return the query for the segments with one of some tokens."""
    return {"terms": {"s.x": [*map(term, tokens)]}}


def beginning(token: str) -> Body:
    """Return the query for the segments with a token that begins so."""
    return {"prefix": {"s.x": term(token)}}


def _row(tokens: Sequence[str]) -> Body:
    """Return the query for the segments in which tokens follow one another."""
    return {"match_phrase": {"s.t": " ".join(tokens)}}


def any_of(queries: Sequence[Body]) -> Body:
    """Return the query for what one of some queries finds."""
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": [*queries], "minimum_should_match": 1}} if queries else NOTHING


def all_of(queries: Sequence[Body]) -> Body:
    """Return the query for what all of some queries find."""
    return queries[0] if len(queries) == 1 else {"bool": {"filter": [*queries]}}


def at_least(count: int, queries: Sequence[Body]) -> Body:
    """Return the query for what so many of some queries find."""
    if count >= len(queries):
        return all_of(queries)
    return {"bool": {"should": [*queries], "minimum_should_match": count}}


def nested(query: Body, **more: object) -> Body:
    """Return the query for the concepts with a segment that a query finds."""
    return {"nested": {"path": "s", "query": query, "score_mode": "none", **more}}


@lru_cache(20_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """Return the terms of a word as it was written; where there are several, they are adjacent."""
    return tuple(islice(analysis.tokens(word), _MOST_PIECES))


def _pieces(words: Iterable[str]) -> list[str]:
    return [*islice((piece for word in words for piece in pieces_of(word)), _MOST_PIECES)]


@lru_cache(20_000)
def _stems(word: str, stemmed: tuple[str, ...], is_asked: bool) -> tuple[str, ...]:
    """Return the tokens of the stems of a word, in the languages that may have written it."""
    found = {
        lang: analysis.stem(word, lang)
        for lang in stemmed
        if is_asked or scripts.could_be(word, lang)
    }
    return tuple(stem_token(stem, lang) for lang, stem in found.items() if stem)
