"""What documents answer, one by one: the meaning of searches without postings, tables or arrays.

Slow and plain on purpose. `Reference` is held against an index in the tests beside it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

import regex

from index import KINDS, Document, Query, queries
from index.queries import Clause, Form
from index.text import analysis, function_words, spellings

NOTATION, DEFINITION, IDENTIFIER = 3, 4, 4
LONGEST = 255
_RUN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\u30fc\u3005]+"
)
_SIGN = regex.compile(r"\X")
_SCRIPTS = {
    "Arabic": "ar fa", "Hebrew": "he yi", "Cyrillic": "ru uk bg sr", "Greek": "el",
    "Devanagari": "hi ne", "Armenian": "hy", "Tamil": "ta", "Hangul": "ko",
}  # fmt: skip
_SCRIPT_OF = {lang: script for script, langs in _SCRIPTS.items() for lang in langs.split()}

as_written = lru_cache(None)(queries.as_written)
fold = lru_cache(None)(analysis.fold)
stem = lru_cache(None)(analysis.stem)
stem_key = lru_cache(None)(analysis.stem_key)
has_stemmer = lru_cache(None)(analysis.has_stemmer)


@lru_cache(None)
def tokens(text: str) -> tuple[str, ...]:
    return tuple(analysis.tokens(text))


def is_lone(piece: str) -> bool:
    return not piece.isascii() and analysis.is_lone(piece)


@lru_cache(None)
def keys_of(text: str, lang: str) -> frozenset[str]:
    return frozenset(analysis.folded_keys(text, lang))


@lru_cache(None)
def name_keys(text: str, lang: str) -> frozenset[str]:
    """Return the keys under which a name is found: also that of its two words as one."""
    words = fold(text).split(" ")
    is_two = len(words) == 2 and all(word.isalpha() for word in words)
    return keys_of(text, lang) | ({"".join(words)} if is_two else set())


@lru_cache(None)
def is_wanted(lang: str, asked: str) -> bool:
    pairs = {(lang, asked), *((a, b) for a in _norwegian(lang) for b in _norwegian(asked))}
    return not asked or any(
        (b + "-").startswith(a + "-") or (a + "-").startswith(b + "-") for a, b in pairs if a
    )


def _norwegian(lang: str) -> list[str]:
    return ["nb", "nn"] if lang == "no" else [lang]


@lru_cache(None)
def fits(word: str, lang: str) -> bool:
    """Return whether a word could be of a language, by its script."""
    script = _SCRIPT_OF.get(analysis.base(lang), "Latin")
    return bool(regex.search(rf"\p{{{script}}}", word))


class Segment:
    """A label, a notation or a text; `cost` orders segments by kind and length."""

    def __init__(self, kind: int, lang: str, text: str) -> None:
        self.kind, self.lang, self.text = kind, lang, text
        self.pieces = tokens(text)
        words = list(dict.fromkeys((w.start, w.end) for w in analysis.words(text)))
        whole = [one for _, _, one in spellings.compounds(text)] if kind != NOTATION else []
        self.stems = {stem(text[start:end], lang) for start, end in words} - {""}
        self.stems |= {stem(one, lang) for one in whole} - {""}
        self.wholes = {fold(one) for one in whole}
        runs = [run for word in analysis.words(text) for run in _RUN.findall(word.text)]
        self.signs = {sign for run in runs for sign in _SIGN.findall(run)}
        self.cost = kind, min(len(self.pieces), LONGEST)
        self.same = kind, lang, text

    def is_in(self, field: str, form: Form) -> bool:
        match field:
            case "term":
                return self.kind < NOTATION
            case "notation":
                return self.kind == NOTATION
            case "definition":
                return self.kind == DEFINITION
            case "note":
                return self.kind > DEFINITION
        return form is not Form.PREFIX or self.kind <= NOTATION

    def has(self, clause: Clause, asked: str) -> bool:
        """Return whether this matches a clause, where texts in the language `asked` are."""
        if clause.form is Form.EITHER:
            return any(self.has(one, asked) for one in clause.either)
        if not self.is_in(clause.field, clause.form):
            return False
        in_asked = self.kind == NOTATION or is_wanted(self.lang, asked)
        if clause.joined and self.has(Clause(Form.WORD, (clause.joined,), clause.field), asked):
            return True
        wanted = tuple(piece for word in clause.words for piece in tokens(word))
        if clause.form is Form.PHRASE:
            return in_asked and self.has_row(wanted)
        if clause.form is Form.PREFIX:
            return in_asked and (self.has_sign(wanted) or self.has_row(wanted, is_prefix=True))
        if in_asked and (self.has_row(wanted) or self.has_sign(wanted)):
            return True
        if in_asked and len(wanted) == 1 and wanted[0] in self.wholes:
            return True
        return len(wanted) == 1 and self.has_stem(clause.words[0], asked)

    def has_itself(self, clause: Clause, asked: str) -> bool:
        """Return whether this matches a clause by its word itself, not only by its stem."""
        if clause.form is not Form.WORD:
            return self.has(clause, asked)
        wanted = [tokens(word) for word in (clause.words[0], clause.joined) if word]
        if any(len(pieces) != 1 or is_lone(pieces[0]) for pieces in wanted):
            return self.has(clause, asked)
        in_asked = self.kind == NOTATION or is_wanted(self.lang, asked)
        there = {*self.pieces, *self.wholes}
        return in_asked and self.has(clause, asked) and any(one in there for (one,) in wanted)

    def has_row(self, wanted: Sequence[str], is_prefix: bool = False) -> bool:
        """Return whether pieces stand here one after the other."""
        if not is_prefix and wanted and wanted[0] not in self.pieces:
            return False
        return any(self.has_row_at(start, wanted, is_prefix) for start in range(len(self.pieces)))

    def has_row_at(self, start: int, wanted: Sequence[str], is_prefix: bool = False) -> bool:
        here = self.pieces[start : start + len(wanted)]
        if len(here) < len(wanted) or here[:-1] != tuple(wanted[:-1]):
            return False
        return here[-1].startswith(wanted[-1]) if is_prefix else here[-1] == wanted[-1]

    def has_sign(self, wanted: Sequence[str]) -> bool:
        """Return whether a lone character of a script without spaces is in a run of them."""
        if len(wanted) != 1 or not _RUN.fullmatch(wanted[0]) or len(_SIGN.findall(wanted[0])) > 1:
            return False
        return any(sign.startswith(wanted[0]) for sign in self.signs)

    def has_stem(self, word: str, asked: str) -> bool:
        """Return whether a word of this has the stem of `word`, or is that stem."""
        lang = self.lang
        if self.kind == NOTATION or not has_stemmer(lang) or not is_wanted(lang, asked):
            return False
        if not asked and not fits(word, lang):
            return False
        wanted = stem(word, lang)
        return bool(wanted) and (
            wanted in self.stems or wanted in self.pieces or wanted in self.wholes
        )


def segments_of(made: Document, kinds: dict[str, int]) -> list[Segment]:
    """Return the segments of a document; `kinds` numbers the kinds of text as they are met."""
    labels = [Segment(KINDS.index(one.kind), one.lang, one.text) for one in made.labels]
    notations = [Segment(NOTATION, "", text) for text in made.notations]
    texts = [
        Segment(DEFINITION + kinds.setdefault(one.kind, len(kinds)), one.lang, one.text)
        for one in made.texts
    ]
    return [*labels, *notations, *texts]


@dataclass(frozen=True)
class Answer:
    """Ids in order, counts of facets and how many clauses all lack."""

    ids: tuple[tuple[str, str], ...]
    vocabularies: Counter[str]
    sectors: Counter[str]
    missing: int


class Reference:
    """Documents in the order of their publication."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = list(documents)
        kinds = {"definition": 0}
        self.segments = [segments_of(made, kinds) for made in documents]
        self.names = [
            (n, one, name_keys(one.text, one.lang))
            for n, some in enumerate(self.segments) for one in some if one.kind <= NOTATION
        ]  # fmt: skip
        self._matching: dict[tuple[Clause, str], list[list[bool]]] = {}
        self._different = {one.same: one for some in self.segments for one in some}

    def matching(self, clause: Clause, asked: str) -> list[list[bool]]:
        """Return for each document which of its segments match a clause."""
        found = self._matching.get((clause, asked))
        if found is None:
            has = {same: one.has(clause, asked) for same, one in self._different.items()}
            found = [[has[one.same] for one in some] for some in self.segments]
            self._matching[clause, asked] = found
        return found

    def parts(self, clause: Clause, asked: str) -> list[Clause]:
        """Return a clause, or the parts in labels of a run that nothing holds."""
        if clause.form is Form.EITHER:
            return [clause]
        run = fold(clause.words[0])
        nothing = not any(map(any, self.matching(clause, asked)))
        if nothing and clause.form is Form.WORD:
            about = function_words.asked_about(clause.words[0])
            if about != clause.words[0]:
                return self.parts(clause._replace(words=(about,)), asked)
        if not nothing or clause.form is not Form.WORD or not _RUN.fullmatch(run):
            return [clause]
        signs, found, start = _SIGN.findall(run), [], 0
        while start < len(signs) - 1 and len(found) < queries.MAX_WORDS:
            ends = range(len(signs) - 1, start, -1)
            parts = ("".join(signs[start : end + 1]) for end in ends)
            part = next((part for part in parts if self.is_in_label(part)), "")
            if part:
                found.append(clause._replace(words=(part,)))
            start += max(1, len(_SIGN.findall(part)))
        whole = found and "".join(part.words[0] for part in found) == run
        return found if whole else [*found, clause]

    def is_in_label(self, run: str) -> bool:
        """Return whether a run stands in some label."""
        labels = (one for some in self.segments for one in some if one.kind < NOTATION)
        return any(one.has_row(tokens(run)) for one in labels)

    def is_optional(self, clause: Clause, asked: str) -> bool:
        """Return whether a clause is a function word of the languages in which it mostly stands."""
        words = tokens(clause.words[0]) if clause.form is Form.WORD else []
        if clause.field or len(words) != 1:
            return False
        whole = fold(clause.joined)
        if whole and any(
            whole in one.wholes or whole in one.pieces for some in self.segments for one in some
        ):
            return False
        if not function_words.is_listed(words[0]):
            return False
        if asked and function_words.is_listed(words[0], asked):
            return True
        langs = [one.lang for some in self.segments for one in some if words[0] in one.pieces]
        listed = [bool(lang) and function_words.is_listed(words[0], lang) for lang in langs]
        return not langs if asked else 4 * sum(listed) >= 3 * len(langs)

    def search(self, query: Query) -> Answer:
        parsed = queries.parse(query.text)
        is_written = not parsed.label and self.is_written(query)
        if is_written:
            parsed = queries.as_words(query.text)
        if not parsed.clauses and not parsed.label:
            return Answer((), Counter(), Counter(), 0)
        found = _Found(self, query, parsed, is_written)
        kept = [n for n in found.numbers if self.passes(n, query)]
        order = sorted(kept, key=lambda n: (self.is_withdrawn(n), -found.rank(n), found.cost(n), n))
        made = self.documents
        return Answer(
            tuple((made[n].vocabulary, made[n].id) for n in order),
            Counter(made[n].vocabulary for n in found.numbers
                    if self.passes(n, query, "vocabularies")),
            Counter(sector for n in found.numbers if self.passes(n, query, "sectors")
                    for sector in set(made[n].sectors)),
            found.missing,
        )  # fmt: skip

    def is_withdrawn(self, number: int) -> bool:
        return self.documents[number].status == "deprecated"

    def is_written(self, query: Query) -> bool:
        """Return whether some name is the text of a query with its signs."""
        written = as_written(query.text)
        return any(
            as_written(one.text) == written
            and (one.kind == NOTATION or is_wanted(one.lang, query.lang))
            for _, one, _ in self.names
        )

    def passes(self, number: int, query: Query, but: str = "") -> bool:
        """Return whether a document passes all filters, `but` for one."""
        made = self.documents[number]
        checks = {
            "vocabularies": not query.vocabularies or made.vocabulary in query.vocabularies,
            "sectors": not query.sectors or bool({*query.sectors} & {*made.sectors}),
            "statuses": not query.statuses or made.status in query.statuses,
            "groups": not query.groups or bool({*query.groups} & {*made.groups}),
            "below": query.below is None or number in self.below(*query.below),
        }
        return all(passed for name, passed in checks.items() if name != but)

    def below(self, vocabulary: str, id: str) -> set[int]:
        numbers = {
            made.id: n for n, made in enumerate(self.documents) if made.vocabulary == vocabulary
        }
        found = {numbers[id]} if id in numbers else set()
        while True:
            more = {
                n for n in numbers.values()
                if self.documents[n].listed and n not in found
                and any(numbers.get(above) in found and self.documents[numbers[above]].listed
                        for above in self.documents[n].parents)
            }  # fmt: skip
            if not more:
                return found
            found |= more


class _Found:
    """What a query finds before filters, and how each document ranks."""

    def __init__(
        self, reference: Reference, query: Query, parsed: queries.Parsed, is_written: bool
    ) -> None:
        self.is_written = is_written
        self.query, self.segments = query, reference.segments
        parts = [part for clause in parsed.clauses for part in reference.parts(clause, query.lang)]
        needed = [part for part in parts if not reference.is_optional(part, query.lang)]
        needed = needed or parts if len(parts) > 1 else parts
        self.about = ""
        asks = len(needed) < len(parts) or (len(parts) == 1 and parts[0] not in parsed.clauses)
        if asks and all(one.form is Form.WORD and not one.field for one in needed):
            self.about = " ".join(word for one in needed for word in one.words)
        self.needed = needed
        self.clauses = [reference.matching(clause, query.lang) for clause in needed]
        self.beginning = [
            clause for clause in parsed.clauses
            if clause.form is Form.PREFIX and len(parsed.clauses) == 1
        ]  # fmt: skip
        self.reference = reference
        excluded = [reference.matching(clause, query.lang) for clause in parsed.excluded]
        counts = {
            n: sum(any(found[n]) for found in self.clauses)
            for n in range(len(self.segments))
            if not any(any(found[n]) for found in excluded)
        }
        self.named = self._named(reference) if parsed.label else {}
        wanted = most = len(needed)
        if not self.named:
            most = max(counts.values(), default=0)
        self.missing = wanted - most if 2 * most >= wanted else 0
        complete = {n for n, count in counts.items() if 0 < count == wanted - self.missing}
        self.numbers = sorted(complete | set(self.named))
        self.head = tuple(piece for word in parsed.words for piece in tokens(word))
        self.can_begin = bool(parsed.label) and parsed.leaves == parsed.clauses

    def _named(self, reference: Reference) -> dict[int, int]:
        """Return for each document that the whole query names how good its best label is."""
        plain = normalize("NFC", " ".join(self.query.text.split()))
        found = self._equal_or_joined(reference, plain)
        if not found and self.about:
            found = self._equal_or_joined(reference, self.about)
        for text in filter(None, (plain, self.about)):
            found = found or self._inflected(reference, text)
        ranks = (600, 400, 200, 500, 500)
        best = {n: (kind, form) for kind, form, n in sorted(found, reverse=True)}
        return {n: int(ranks[kind] * (1.1, 1.0, 0.4)[form]) for n, (kind, form) in best.items()}

    def _inflected(self, reference: Reference, text: str) -> list[tuple[int, int, int]]:
        """Return the names that are a text in another inflection: in each language the nearest."""
        by_lang: dict[str, list[tuple[int, int, int]]] = {}
        for n, one, _ in reference.names:
            stems = stem_key(text, one.lang)
            if one.kind == NOTATION or not stems or stems != stem_key(one.text, one.lang):
                continue
            distance = analysis.inflection_distance(text, one.text)
            if distance is not None and is_wanted(one.lang, self.query.lang):
                by_lang.setdefault(one.lang, []).append((distance, one.kind, n))
        return [
            (kind, 2, n)
            for some in by_lang.values()
            for distance, kind, n in some
            if distance == min(some)[0]
        ]

    def _equal_or_joined(self, reference: Reference, plain: str) -> list[tuple[int, int, int]]:
        """Return the names that are a text, else those that are its words as one."""
        found, is_equal = self._equal(reference, plain)
        if not is_equal and " " in (key := analysis.folded_keys(plain, self.query.lang)[0]):
            found, _ = self._equal(reference, key.replace(" ", ""), 1)
        return found

    def _equal(
        self, reference: Reference, plain: str, least: int = 0
    ) -> tuple[list[tuple[int, int, int]], bool]:
        """Return kind, form and number of the names that are a text, and whether any is, in any
        language.
        """
        asked = self.query.lang
        keys = keys_of(plain, asked)
        found: list[tuple[int, int, int]] = []
        is_equal = False
        for n, one, its_keys in reference.names:
            form = self._form(plain, one) if keys & its_keys else None
            if form is not None:
                is_equal = True
                if one.kind == NOTATION or is_wanted(one.lang, asked):
                    found.append((one.kind, max(form, least), n))
        for n, made in enumerate(reference.documents if not least else ()):
            if plain in (made.id, made.uri) and " " not in plain:
                found.append((IDENTIFIER, 0, n))
                is_equal = True
        return found, is_equal

    def _form(self, plain: str, one: Segment) -> int | None:
        """Return 0 where a label is the query exactly, 1 where it is when folded."""
        if self.is_written and as_written(one.text) != as_written(plain):
            return None
        if normalize("NFC", one.text) == plain:
            return 0
        asked = self.query.lang
        if not keys_of(plain, asked) & name_keys(one.text, one.lang):
            return None
        if asked and analysis.kept_apart(asked) and is_wanted(one.lang, asked):
            return 1 if fold(plain, asked) == fold(one.text, asked) else None
        return 1

    def rank(self, n: int) -> int:
        """Return the class of a document."""
        enough = max(len(self.clauses) - self.missing, 1)
        in_labels = self._count(n)
        if in_labels == 0:
            rank = 10
        elif in_labels < enough:
            rank = 20 + in_labels * 30 // enough
        else:
            rank = 70 if self.cost(n)[0] <= NOTATION else 60
            if any(one.kind <= NOTATION and self._is_worded(one) for one in self.segments[n]):
                rank = 75
        begun = [
            100 - one.kind for one in self.segments[n] if one.kind < NOTATION and self.begins(one)
        ]
        for clause in self.beginning:
            found = self.reference.matching(clause, self.query.lang)[n]
            if any(
                has and one.kind == NOTATION
                for has, one in zip(found, self.segments[n], strict=True)
            ):
                begun.append(97)
        return max([rank, self.named.get(n, 0), *begun])

    def _is_worded(self, one: Segment) -> bool:
        """Return whether a segment has the words themselves of as many clauses as any has."""
        asked = self.query.lang
        return len(self.needed) - self.missing == sum(
            one.has_itself(clause, asked) for clause in self.needed
        )

    def begins(self, one: Segment) -> bool:
        """Return whether a label begins with the words of the query."""
        in_asked = is_wanted(one.lang, self.query.lang)
        return self.can_begin and in_asked and one.has_row_at(0, self.head)

    def _count(self, n: int) -> int:
        """Return how many clauses a document has in names."""
        are_names = [one.kind <= NOTATION for one in self.segments[n]]
        return sum(
            any(has and is_name for has, is_name in zip(found[n], are_names, strict=True))
            for found in self.clauses
        )

    def cost(self, n: int) -> tuple[int, int]:
        """Return kind and length of the cheapest segment that has all clauses."""
        rows = zip(*(found[n] for found in self.clauses), strict=True)
        enough = len(self.clauses) - self.missing
        whole = [
            one.cost for row, one in zip(rows, self.segments[n], strict=True) if sum(row) == enough
        ]
        return min(whole, default=(LONGEST, LONGEST))
