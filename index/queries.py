"""The grammar of searches: words, "phrases", prefix*, -excluded, field:words, this OR that.

Whatever is typed is a query: a sign that makes no sense is a space, and what could not be used is
told as a problem. Signs may be those of any keyboard. Nothing here reaches an engine's own query
language.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache
from typing import NamedTuple

import regex

from index import QueryProblem
from index.text import analysis
from index.text.scripts import UNSPACED
from index.text.spellings import compounds

MAX_WORDS = 12
"""More words than this are not looked at; no label of a glossary is that long."""

MOST_SIGNS = 100
"""So many signs of a run without spaces are looked at."""

MAX_PREFIXES = 3
"""More beginnings of words than this are not looked at; each may stand for a million places."""

_NAMES = {
    "term": "term terme término Begriff термин مصطلح 术语 術語",
    "definition": "definition définition definición определение تعريف 定义 定義",
    "note": "note nota Anmerkung примечание ملاحظة 附注 附註",
    "notation": "notation notación нотация رمز 标记符号",
}
"""What a word may be looked for in: names of concepts, definitions, other texts, notations.

Each as it is called in the languages of the interface.
"""
_FIELDS = {analysis.fold(name): field for field in _NAMES for name in _NAMES[field].split()}
_WHILE_LABEL = frozenset({"empty_field", "no_words", "unknown_field", "wildcard_inside"})
"""Problems that are none where the whole query is a label."""

_OPERATORS = frozenset({"AND", "OR", "NOT"})
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂「」『』〝〞〟", '"'),
        **dict.fromkeys("＊﹡٭", "*"),
        **dict.fromkeys("：﹕", ":"),
        **dict.fromkeys("－﹣\u2212", "-"),
    }
)
_DASHES = dict.fromkeys(range(0x2010, 0x2016), "-")
_MARKS = regex.compile(r"\p{Mn}+")
_LETTER = r"[\p{L}\p{M}\p{N}]"
_INNER = rf'(?<={_LETTER})(?<!{UNSPACED.pattern})"'  # gershayim, inches
_PART = regex.compile(
    r"(?P<joint>(?<=\S )(?:AND|OR)(?= \S))"
    r"|(?P<minus>(?<!\S)-|(?<=\S )(?:NOT )+(?=\S))?"
    r"(?:(?P<field>[\p{L}\p{M}]++):(?!//))?"
    r'(?:"(?P<phrase>[^"]*+(?:(?<=\p{Hebrew})"(?=\p{Hebrew})[^"]*+)*+)(?P<closed>"?)'
    rf'|(?P<word>(?:[^\s"]|{_INNER})++))?'
)
_WILD = regex.compile(rf"\*[^*\p{{L}}\p{{M}}\p{{N}}]*+{_LETTER}|(?<={_LETTER})\?(?={_LETTER})")
_WILD_IN_PHRASE = regex.compile(rf"{_WILD.pattern}|(?<={_LETTER})\*")
_HAS_LETTER = regex.compile(_LETTER)


class Form(Enum):
    """How a clause is written."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    EITHER = "either"


class Clause(NamedTuple):
    """One thing that is looked for: a word, the words of a phrase, the beginning of a word, or
    one of several of these. `joined` is the whole of which a word is a part, without what stands
    between: it is looked for as well.
    """

    form: Form
    words: tuple[str, ...]
    field: str = ""
    either: tuple["Clause", ...] = ()
    joined: str = ""

    @property
    def leaves(self) -> tuple["Clause", ...]:
        """Return the clauses of which it is one, or itself."""
        return self.either or (self,)


@dataclass(frozen=True)
class Parsed:
    """A query taken apart; words are as they were written.

    `label` is the whole query folded, where it could be a label: no signs but quotes; `spellings`
    are that and its other spellings.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    problems: tuple[QueryProblem, ...] = ()
    label: str = ""
    spellings: tuple[str, ...] = ()

    @cached_property
    def leaves(self) -> tuple[Clause, ...]:
        """Return the clauses, alternatives each by itself."""
        return tuple(leaf for clause in self.clauses for leaf in clause.leaves)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words that are looked for as they are."""
        found = (c.words for c in self.leaves if c.form is not Form.PREFIX)
        return tuple(dict.fromkeys(word for words in found for word in words))

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """Return the beginnings of words that are looked for, folded."""
        found = (c.words[0] for c in self.leaves if c.form is Form.PREFIX)
        return tuple(dict.fromkeys(map(analysis.fold, found)))

    def problems_of(self, is_label: bool) -> tuple[QueryProblem, ...]:
        """Return the problems that matter, by whether some label is the whole query."""
        return tuple(one for one in self.problems if not (is_label and one.code in _WHILE_LABEL))


@lru_cache(1_000)
def parse(text: str) -> Parsed:
    """Return the parts of a query.

    >>> parsed = parse('digital "open access" -paper libr* definition:loan')
    >>> [(clause.form.value, clause.words, clause.field) for clause in parsed.clauses]
    [('word', ('digital',), ''), ('phrase', ('open', 'access'), ''), ('prefix', ('libr',), ''), ('word', ('loan',), 'definition')]
    >>> parsed.excluded[0].words
    ('paper',)
    >>> [leaf.words for leaf in parse("book OR sound recording").clauses[0].either]
    [('book',), ('sound',)]
    """  # noqa: E501 - the doctest is one line
    written = text.split()
    if "".join(written).isalnum() and _OPERATORS.isdisjoint(written):
        return _plain(text)
    parts = _PART.finditer(" ".join(text.translate(_SIGNS).split()))
    found = [(part, _clauses(part)) for part in parts]
    clauses, excluded = _put_together(found)
    problems = [problem for part, made in found for problem in _problems(part, made)]
    has_signs = any(made and part["minus"] == "-" for part, made in found)
    has_signs |= any(one.field or one.form is Form.PREFIX for _, made in found for one in made)
    (kept, is_cut), (without, is_less) = _limited(clauses), _limited(excluded)
    if is_cut or is_less:
        problems.append(QueryProblem("too_many_words"))
    if excluded and not clauses:
        problems.append(QueryProblem("only_excluded"))
    if text.strip() and not (clauses or problems):
        problems.append(QueryProblem("no_words"))
    spellings = ("",) if has_signs else analysis.folded_keys(text)
    return Parsed(kept, without, tuple(problems), spellings[0], spellings)


def as_words(text: str) -> Parsed:
    """Return the parts of a query of which no sign means anything: of a label, for instance.

    >>> [clause.words for clause in as_words("-able: a suffix").clauses]
    [('able',), ('a',), ('suffix',)]
    """
    return _plain(" ".join(text.translate(_SIGNS).replace('"', " ").split()))


def as_written(text: str) -> str:
    """Return a text without regard to case, marks on letters, and kinds of dashes and quotes.

    So a label is told from others with the same words: "-ism" from "ism".
    """
    plain = unicodedata.normalize("NFKD", text.translate(_SIGNS)).casefold()
    return " ".join(_MARKS.sub("", plain.translate(_DASHES)).split())


def _put_together(
    found: "list[tuple[regex.Match[str], list[Clause]]]",
) -> tuple[list[Clause], list[Clause]]:
    """Return what parts of a query look for, with alternatives as one, and what they leave out."""
    groups: list[list[Clause]] = []
    excluded: list[Clause] = []
    is_open = False
    for part, made in found:
        if made and part["minus"]:
            excluded += made
            groups.append([])  # no alternative to what stands before
        elif made:
            may_join = is_open and groups and groups[-1]
            groups.append([_either(groups.pop(), made)] if may_join else made)
        is_open = part["joint"] == "OR" if part.group() else is_open
    return [clause for group in groups for clause in group], excluded


def _plain(text: str) -> Parsed:
    """Return the parts of a query that is nothing but words."""
    words = list(analysis.words(text))
    kept, is_cut = _limited([Clause(Form.WORD, (text[word.start : word.end],)) for word in words])
    problems = (QueryProblem("too_many_words"),) if is_cut else ()
    spellings = analysis.folded_keys(text, "", (word.text for word in words))
    return Parsed(kept, (), problems, spellings[0], spellings)


def _field(found: "regex.Match[str]") -> str:
    """Return the field that a part of a query names, "" where it names none that there is."""
    return _FIELDS.get(analysis.fold(found["field"]), "") if found["field"] else ""


def _clauses(found: "regex.Match[str]") -> list[Clause]:
    """Return the clauses of one part of a query; none of AND and OR."""
    field, phrase, word = _field(found), found["phrase"], found["word"] or ""
    named = [] if field else _plain_words(found["field"] or "")
    plain = _plain_words(word if phrase is None else phrase)
    whole = [one for _, _, one in compounds(word)] if len(plain) > 1 and phrase is None else []
    joined = whole[0] if len(whole) == 1 and "*" not in word else ""
    made = [Clause(Form.WORD, (one,), field, joined=joined) for one in plain]
    is_prefix = "*" in word and not _HAS_LETTER.search(word.rpartition("*")[2])
    if is_prefix and plain:
        made[-1] = Clause(Form.PREFIX, (plain[-1],), field)
    elif len(plain) > 1 and (phrase is not None or field == "notation"):
        made = [Clause(Form.PHRASE, tuple(plain[:MAX_WORDS]), field)]
    return [*(Clause(Form.WORD, (one,)) for one in named), *made]


def _problems(found: "regex.Match[str]", made: list[Clause]) -> Iterator[QueryProblem]:
    """Yield what of one part of a query could not be used; `made` are its clauses."""
    name, phrase, word = found["field"] or "", found["phrase"], found["word"] or ""
    if phrase is not None and not found["closed"]:
        yield QueryProblem("open_quote", f'"{phrase}')
    wild = _WILD if phrase is None else _WILD_IN_PHRASE
    if "://" not in word and wild.search(phrase or word):
        yield QueryProblem("wildcard_inside", phrase or word)
    if word.strip("*") == "" != word:
        yield QueryProblem("lone_star", word)
    elif name and not made:
        yield QueryProblem("empty_field", f"{name}:")
    if name and not _field(found) and (word or phrase) and not UNSPACED.search(name):
        yield QueryProblem("unknown_field", f"{name}:")


def _either(before: list[Clause], made: list[Clause]) -> Clause:
    """Return what either is enough for; of words that are joined, all in a row."""
    leaves: list[Clause] = []
    for some in (before, made):
        if len(some) == 1:
            leaves += some[0].leaves
        else:
            words = tuple(word for one in some for word in one.words)
            leaves.append(Clause(Form.PHRASE, words[:MAX_WORDS], some[-1].field))
    kept = list(dict.fromkeys(leaves))[: MAX_WORDS + 1]  # one too many is told
    return Clause(Form.EITHER, (), either=tuple(kept))


def _limited(clauses: list[Clause]) -> tuple[tuple[Clause, ...], bool]:
    """Return the first clauses, each once, with at most MAX_WORDS words, and whether more were
    there.
    """
    kept: list[Clause] = []
    words = prefixes = 0
    for clause in dict.fromkeys(clauses):
        fitting = []
        for leaf in clause.leaves:
            words += len(leaf.words)
            prefixes += leaf.form is Form.PREFIX
            if words <= MAX_WORDS and prefixes <= MAX_PREFIXES:
                fitting.append(leaf)
        if len(fitting) < len(clause.leaves):
            kept += [clause._replace(either=tuple(fitting))] if clause.either and fitting else []
            return tuple(kept), True
        kept.append(clause)
    return tuple(kept), False


def _plain_words(text: str) -> list[str]:
    places = dict.fromkeys((word.start, word.end) for word in analysis.words(text))
    return [text[start:end] for start, end in places]


def parts_of_run(word: str, longest: Callable[[list[str], int], int]) -> list[str]:
    """Return the longest parts of a run without spaces that labels have, from the left; none for
    other words. `longest` returns the place up to which the signs from a place on stand together.
    """
    run = analysis.fold(word)
    if not UNSPACED.fullmatch(run):
        return []
    signs = analysis.clusters(run)[:MOST_SIGNS]
    parts: list[str] = []
    start = 0
    while start < len(signs) - 1 and len(parts) < MAX_WORDS:
        end = longest(signs, start)
        if end > start:
            parts.append("".join(signs[start : end + 1]))
        start = end + 1
    return parts
