"""Spelling suggestions: words of labels that are near the words of a text, in few requests.

They are found by the hashes of `index.embedded.writing.lexicon` and ranked by
`index.text.corrections`, as by the embedded index.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from index import Suggestion
from index.embedded.files.postings import WORD
from index.embedded.files.rows import NOTATION
from index.embedded.writing import lexicon
from index.opensearch.client import Body
from index.opensearch.documents import key_hash, name
from index.opensearch.reading.matching import Matcher, has, nested
from index.opensearch.reading.names import Naming
from index.opensearch.reading.view import View
from index.queries import Clause, Form
from index.text import analysis, corrections
from index.text.scripts import UNSPACED
from index.text.tags import is_wanted

_MOST_COMPARED_CHARACTERS = 300
_MOST_OTHER_LETTERS = 4
_MOST_COMPARED = 500
_MOST_FOUND = 5_000
_LONGEST_SPLIT = 40
_MOST_SPLITS = 4
_MOST_WITH_LANGUAGES = 12
_MOST_TOGETHER = 40
"""So many texts are asked about at once, of which each may stand together in a concept."""


def similar(view: View, term: str, lang: str, limit: int, if_unknown: bool) -> list[Suggestion]:
    """Return labels, else words, that look like `term`, nearest first."""
    text = term[:_MOST_COMPARED_CHARACTERS]
    is_known = if_unknown and _knows(view, text, lang)
    found = _corrected(view, text, lang, limit, is_known)
    namings = [Naming(view, folded, lang) for folded, _ in found]
    parts = [naming.searches() for naming in namings]
    answers = iter(view.ask(*(body for some in parts for body in some)))
    made: dict[str, Suggestion] = {}
    for (_, shown), naming, some in zip(found, namings, parts, strict=True):
        names = naming.take([next(answers) for _ in some])
        label = next((one for one in names if one.kind < NOTATION), None)
        one = Suggestion(label.text, label.lang) if label else Suggestion(shown)
        made.setdefault(one.text, one)
    return [*made.values()][:limit]


def _knows(view: View, text: str, asked: str) -> bool:
    """Return whether every word of a text stands in some label, perhaps in another inflection."""
    matcher, words = Matcher(view.state, asked), [*analysis.words(text)]
    bodies = []
    for word in words:
        clause = Clause(Form.WORD, (text[word.start : word.end],), "term")
        bodies.append(view.body("l", [{"term": {"w": name(word.text)}}], track_total_hits=1))
        bodies.append(view.body("c", [nested(matcher.query(clause))], track_total_hits=1))
    there = [one["hits"]["total"]["value"] > 0 for one in view.ask(*bodies)]
    return all(map(any, zip(there[::2], there[1::2], strict=True)))


class _Words:
    """What is known of words: candidates by the hashes they share, how they are shown, and how many
    labels have them.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self.known: dict[str, corrections.Word] = {}

    def look_up(self, groups: Sequence[Sequence[int]], named: Iterable[str]) -> list[list[str]]:
        """Return the words with one of some hashes, for each group; `named` are looked up too."""
        wanted = [*dict.fromkeys(named)]
        filters = [{"terms": {"sh": [*map(str, keys)]}} for keys in groups]
        filters.append({"terms": {"w": [*map(name, wanted)]}})
        answers = self._view.ask(*map(self._lexicon, filters))
        rows = [[hit["_source"]["doc"] for hit in one["hits"]["hits"]] for one in answers]
        shown = {row["word"]: row["shown"] for some in rows for row in some}
        new = [word for word in shown if word not in self.known]
        counts = self._counts(new)
        self.known |= {word: (word, shown[word], counts[word]) for word in new if word in counts}
        return [[row["word"] for row in some if row["word"] in self.known] for some in rows[:-1]]

    def _lexicon(self, query: Body) -> Body:
        filters = [{"term": {"y": "w"}}, query]
        return {
            "size": _MOST_FOUND, "_source": ["doc"], "query": {"bool": {"filter": filters}},
            "track_total_hits": False,
        }  # fmt: skip

    def _counts(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many labels have each of some words; none without a label."""
        if not words:
            return {}
        by_name = {name(word): word for word in words}
        values = {"field": "w", "include": [*by_name], "size": len(by_name)}
        body = self._view.body("l", [{"terms": {"w": [*by_name]}}], aggs={"w": {"terms": values}})
        (found,) = self._view.ask(body)
        return {
            by_name[one["key"]]: one["doc_count"] for one in found["aggregations"]["w"]["buckets"]
        }


def _corrected(
    view: View, text: str, asked: str, limit: int, is_known: bool
) -> list[tuple[str, str]]:
    """Return what `text` may have meant, most likely first, as pairs (folded, shown)."""
    words = [word.text for word in analysis.words(text)]
    checks = _Checks(view, asked)
    if len(words) > corrections.MOST_WORDS:
        return corrections.ordered(text, [], limit, checks.ranked, checks.together)
    lexicon_of = _Words(view)
    together = [first + second for first, second in pairwise(words)]
    split = {word: [*_splits(word)] for word in words}
    named = [
        *words,
        *together,
        *(part for some in split.values() for pair in some for part in pair),
    ]
    near = _near(lexicon_of, words, together, named, is_known)
    apart = _apart(view, lexicon_of, split)
    lists = [sorted([*near[word], *corrections.apart(apart[word], word in lexicon_of.known)])
             if not is_known else
             [corrections.Near(0.0, word, word), *corrections.apart(apart[word], True)]
             for word in words]  # fmt: skip
    joined = dict(_joined(lexicon_of, near, together))
    if is_known and not joined and max(map(len, lists), default=1) == 1:
        return []
    langs = -1
    if len(words) > 1:
        lists, langs = _told_apart(view, lists, asked)
    found = corrections.combined(lists, joined, langs)
    mended = corrections.mended(lists, langs)
    return corrections.ordered(text, found, limit, checks.ranked, checks.together, mended)


def _near(
    known: _Words, words: Sequence[str], together: Sequence[str], named: Iterable[str],
    is_known: bool,
) -> dict[str, list[corrections.Near]]:  # fmt: skip
    """Return for each word, and for words that are one, those near it; all in one request."""
    groups: list[list[int]] = []
    for word in words if not is_known else ():
        groups += [[*lexicon.nearest(word)], [*lexicon.further(word)], [*lexicon.typed(word)]]
    groups += [[*lexicon.typed(word)] for word in together]
    found = iter(known.look_up(groups, named))
    near: dict[str, list[corrections.Near]] = {}
    for word in words if not is_known else ():
        nearest, further, typed = next(found), next(found), next(found)
        near[word] = _candidates(known, word, nearest, further, typed)
    for word in together:
        typed = next(found)
        if word not in known.known:
            others = [known.known[one] for one in typed[:_MOST_COMPARED]]
            its = corrections.near(word, None, (), others)
            near[f"+{word}"] = [one for one in its if one.folded != word]
    return near


def _candidates(
    known: _Words, word: str, nearest: list[str], further: list[str], typed: list[str]
) -> list[corrections.Near]:
    itself = known.known.get(word)
    found = _alike(known, word, nearest)
    others: list[corrections.Word] = []
    if itself is None:
        if not corrections.has_nearest(word, (other for other, *_ in found)):
            found += _alike(known, word, further)
        others = [known.known[one] for one in typed[:_MOST_COMPARED]]
    return corrections.near(word, itself and itself[1], dict.fromkeys(found), others)


def _alike(known: _Words, word: str, found: Iterable[str]) -> list[corrections.Word]:
    """Return the words with nearly the same letters, nearest first."""
    letters = int(lexicon.letters(word))
    rows = [*found]
    unlike = [(int(lexicon.letters(one)) ^ letters).bit_count() for one in rows]
    ranked = sorted(zip(unlike, range(len(rows)), rows, strict=True))
    near = [one for bits, _, one in ranked if bits <= _MOST_OTHER_LETTERS]
    return [known.known[one] for one in near[:_MOST_COMPARED]]


def _splits(word: str) -> Iterator[tuple[str, str]]:
    if 1 < len(word) <= _LONGEST_SPLIT and not word.isdecimal() and not UNSPACED.search(word):
        for place in range(1, len(word)):
            yield word[:place], word[place:]


def _apart(
    view: View, lexicon_of: _Words, split: Mapping[str, Sequence[tuple[str, str]]]
) -> dict[str, list[tuple[corrections.Word, corrections.Word]]]:
    """Return for each word the pairs that are adjacent somewhere and joined are the word."""
    known = lexicon_of.known
    both = {
        word: [(known[one], known[two]) for one, two in pairs if one in known and two in known]
        for word, pairs in split.items()
    }
    matcher, asked = Matcher(view.state, ""), []
    for word, pairs in both.items():
        pairs.sort(key=lambda pair: -min(len(pair[0][0]), len(pair[1][0])))
        both[word] = pairs[:_MOST_SPLITS]
        for first, second in both[word]:
            row = matcher.query(Clause(Form.PHRASE, (first[0], second[0])))
            asked.append(view.body("c", [nested(row)], track_total_hits=1))
    answers = iter(view.ask(*asked))
    return {
        word: [pair for pair in pairs if next(answers)["hits"]["total"]["value"]]
        for word, pairs in both.items()
    }


def _joined(
    lexicon_of: _Words, near: Mapping[str, list[corrections.Near]], together: Sequence[str]
) -> Iterator[tuple[int, list[corrections.Near]]]:
    """Yield the place of each word that may be one with the next, with candidates for both."""
    for place, word in enumerate(together):
        if word in lexicon_of.known:
            found = [corrections.Near(0.0, word, lexicon_of.known[word][1])]
        else:
            found = near.get(f"+{word}", [])
        if found:
            yield place, corrections.joined(found)


def _told_apart(
    view: View, lists: Sequence[Sequence[corrections.Near]], asked: str
) -> tuple[list[list[corrections.Near]], int]:
    """Return candidates, the likeliest of them with their languages as bits, and the bits of those
    asked for.
    """
    texts = [one.folded for some in lists for one in some[:_MOST_WITH_LANGUAGES]]
    words = [*dict.fromkeys(word for text in texts for word in text.split())]
    langs = {"terms": {"field": "s.l", "size": 10_000}}
    bodies = []
    for word in words:
        own = {"filter": has(WORD + word), "aggs": {"langs": langs}}
        aggs = {"s": {"nested": {"path": "s"}, "aggs": {"own": own}}}
        bodies.append(view.body("c", [nested(has(WORD + word))], aggs=aggs))
    number = {lang: place for place, lang in enumerate(view.state.langs)}
    bits = {}
    for word, answer in zip(words, view.ask(*bodies), strict=True):
        buckets = answer["aggregations"]["s"]["own"]["langs"]["buckets"]
        if buckets and not word.isdecimal():
            bits[word] = sum(1 << number[one["key"]] for one in buckets)

    def told(one: corrections.Near) -> corrections.Near:
        its = -1
        for word in one.folded.split():
            its &= bits.get(word, -1)
        return one._replace(langs=its)

    made = [
        [*map(told, some[:_MOST_WITH_LANGUAGES]), *some[_MOST_WITH_LANGUAGES:]] for some in lists
    ]
    wanted = sum(1 << number[lang] for lang in view.state.wanted(asked)) if asked else -1
    return made, wanted


class _Checks:
    """Tells which texts are labels, and which stand together in a concept: those of one list in one
    request.
    """

    def __init__(self, view: View, asked: str) -> None:
        self._view, self._asked, self._matcher = view, asked, Matcher(view.state, asked)
        self._together: dict[str, bool] = {}

    def ranked(self, texts: Sequence[str]) -> dict[str, int]:
        """Return those of folded texts that are labels: 2 in the language asked for, else 1."""
        unique = [*dict.fromkeys(texts)]
        hashes = {key_hash(text): text for text in unique}
        labels = self._view.body(
            "l", [{"terms": {"h": [*hashes]}}], _source=["h", "l"], size=10_000
        )
        answer, *others = self._view.ask(labels, *map(self._search, unique[:_MOST_TOGETHER]))
        for text, one in zip(unique, others, strict=False):
            self._together[text] = one["hits"]["total"]["value"] > 0
        found: dict[str, int] = {}
        for hit in answer["hits"]["hits"]:
            lang = hit["_source"]["l"]
            rank = 1 + (not lang or is_wanted(lang, self._asked))
            for hash in hit["_source"]["h"]:
                if hash in hashes:
                    found[hashes[hash]] = max(rank, found.get(hashes[hash], 0))
        return found

    def together(self, text: str) -> bool:
        """Return whether some concept has all words of a folded text."""
        if text not in self._together:
            (found,) = self._view.ask(self._search(text))
            self._together[text] = found["hits"]["total"]["value"] > 0
        return self._together[text]

    def _search(self, text: str) -> Body:
        words = [nested(self._matcher.query(Clause(Form.WORD, (word,)))) for word in text.split()]
        return self._view.body("c", words or [{"match_none": {}}], track_total_hits=1)
